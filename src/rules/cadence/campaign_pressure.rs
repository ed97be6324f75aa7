//! Campaigns that each keep the measure exceed it together for one person.

use crate::finding::{Finding, WitnessTouch};
use crate::rules::{Enabled, Findings, Rule, Summary};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule =
    Rule::run("cadence/campaign-pressure", include_str!("../../../rules/cadence/campaign-pressure.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    per_week: u32,
    per_month: u32,
}

/// How many touches a witness shows.
const SHOWN: usize = 24;

fn check(enabled: &Enabled, summaries: &[Summary], found: &mut Findings) {
    let Some(options) = enabled.options.downcast_ref::<Options>() else { return };
    let mut by_segment: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, summary) in summaries.iter().enumerate().filter(|(_, summary)| summary.max_in_30d > 0) {
        for segment in summary.segments.iter().filter(|segment| !summary.excludes.contains(&segment.value)) {
            by_segment.entry(&segment.value).or_default().insert(index);
        }
    }
    let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (segment, members) in by_segment {
        let mut group: Vec<&Summary> = members.iter().filter_map(|index| summaries.get(*index)).collect();
        let named: BTreeSet<&str> = group.iter().flat_map(|s| &s.segments).map(|name| name.value.as_str()).collect();
        group.retain(|summary| !is_apart(summary, &named));
        let sum = |figure: fn(&Summary) -> u32| group.iter().map(|s| figure(s)).fold(0, u32::saturating_add);
        let (week, month) = (sum(|s| s.max_in_7d), sum(|s| s.max_in_30d));
        let (most, got, name) = if week > options.per_week {
            (options.per_week, week, "week")
        } else if month > options.per_month {
            (options.per_month, month, "month")
        } else {
            continue;
        };
        if group.len() < 2 || !told.insert(members.iter().copied().collect()) {
            continue;
        }
        found.push(report(enabled, segment, &group, (most, got, name)));
    }
}

/// Whether a campaign leaves out the people of another one of the group.
fn is_apart(summary: &Summary, named: &BTreeSet<&str>) -> bool {
    summary.excludes.iter().any(|left_out| named.contains(left_out.as_str()))
}

fn report(enabled: &Enabled, segment: &str, group: &[&Summary], (most, got, name): (u32, u32, &str)) -> Finding {
    let figure = |summary: &Summary| if name == "week" { summary.max_in_7d } else { summary.max_in_30d };
    let places: Vec<_> = group
        .iter()
        .filter_map(|s| Some((*s, s.segments.iter().find(|named| named.value == segment)?.place)))
        .collect();
    let first = places.first().map(|(_, place)| *place).unwrap_or_default();
    let message = format!(
        "a person in \"{segment}\" gets up to {got} messages a {name}, from {} campaigns together",
        group.len()
    );
    let label = |s: &Summary| format!("{} of them from \"{}\"", figure(s), short(&s.name.value));
    let mut finding =
        Finding::new(enabled.rule.name, first, group.first().map(|s| label(s)).unwrap_or_default(), message)
            .help(format!(
                "keep to {most} a {name} over all: let one campaign wait for, or leave out, the others' people"
            ))
            .witness(witness(group));
    finding.campaign = group.first().map(|s| s.name.value.clone());
    for (summary, place) in places.into_iter().skip(1) {
        finding = finding.label(place, label(summary));
    }
    finding
}

/// The touches of all campaigns as if they began on one day.
fn witness(group: &[&Summary]) -> Vec<WitnessTouch> {
    let mut touches: Vec<WitnessTouch> = Vec::new();
    for summary in group {
        let start = summary.touches.first().map_or(0, |touch| touch.at_s);
        touches.extend(summary.touches.iter().map(|touch| WitnessTouch {
            at_s: touch.at_s.saturating_sub(start),
            step: format!("{}: {}", short(&summary.name.value), touch.step),
            ..touch.clone()
        }));
    }
    touches.sort_by_key(|touch| touch.at_s);
    touches.truncate(SHOWN);
    touches
}

/// A name that fits a label.
fn short(name: &str) -> String {
    const MOST: usize = 40;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['…']).collect()
}
