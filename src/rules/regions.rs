//! What law asks, by region: `rules/regions.toml`, read once, and the duties that hold for a campaign.
//!
//! Owns inheritance (a state has its country's duties, a country those of its groups), the day on which a duty takes
//! effect, and the conditions that take one away. Where a campaign cannot tell whether a condition is met, the duty is
//! not claimed. Several regions: every one's duties hold, so the strictest does. None of it is legal advice.

mod data;
mod hours;
mod per_channel;
mod show;

pub(super) use data::{
    Cap, ConsentWindow, Deadline, Duty, FirstDuty, FirstMessage, Floor, Hours, Label, Law, Referral, ReferralDuty,
    Source, VoiceFloor, Who,
};
pub(super) use hours::{Beyond, apart, beyond, beyond_on, clocks};
pub(super) use per_channel::PerChannel;
pub use show::table;

use super::{Context, Findings};
use crate::model::{AudienceKind, Channel, Fact, Purpose};
use data::{Book, Lift};
use jiff::civil::Date;
use std::sync::OnceLock;

/// The regions of a campaign, on a day.
#[derive(Debug)]
pub(super) struct Regions<'a> {
    codes: Vec<&'a str>,
    today: Date,
}

/// A duty, and the region of the campaign that it holds for.
#[derive(Debug)]
pub(super) struct Held<'a, T: 'static> {
    /// The campaign's region.
    pub(super) code: &'a str,
    /// The duty.
    pub(super) duty: &'static Duty<T>,
}

impl<'a> Regions<'a> {
    /// The regions that the campaign or the config states. Where there are none the rule is noted as not judged.
    pub(super) fn of(cx: &Context<'a>, found: &mut Findings) -> Option<Self> {
        let regions = Self::stated(cx);
        if regions.is_none() {
            found.lacks("campaign.region");
        }
        regions
    }

    /// The same, for a rule that can judge without.
    pub(super) fn stated(cx: &Context<'a>) -> Option<Self> {
        let codes: Vec<&str> = cx.region().iter().map(|code| code.value.as_str()).collect();
        (!codes.is_empty()).then_some(Self { codes, today: cx.settings.today })
    }

    /// The codes, in the order of the file.
    pub(super) fn codes(&self) -> &[&'a str] {
        &self.codes
    }

    /// Each region by itself.
    pub(super) fn apart(&self) -> impl Iterator<Item = Regions<'a>> {
        self.codes.iter().map(|code| Self { codes: vec![code], today: self.today })
    }

    /// The duties of one kind that are in force, each once, for the first region that has it.
    pub(super) fn duties<T>(&self, kind: fn(&'static Law) -> &'static [Duty<T>]) -> Vec<Held<'a, T>> {
        let mut held: Vec<Held<'a, T>> = Vec::new();
        for code in &self.codes {
            for law in laws(code) {
                let mut replaced = false;
                for duty in kind(law).iter().filter(|duty| duty.source.is_in_force(self.today)) {
                    replaced |= duty.replaces;
                    if !held.iter().any(|other| std::ptr::eq(other.duty, duty)) {
                        held.push(Held { code, duty });
                    }
                }
                if replaced {
                    break;
                }
            }
        }
        held
    }

    /// The duties of one kind that hold for a touch on `channel`. Facts that would tell and are unknown are noted.
    pub(super) fn holding<T>(
        &self,
        cx: &Context<'_>,
        found: &mut Findings,
        kind: fn(&'static Law) -> &'static [Duty<T>],
        channel: Channel,
    ) -> Vec<Held<'a, T>> {
        let mut held = self.duties(kind);
        held.retain(|held| {
            held.duty.channels.contains(&channel)
                && protects(cx, found, held.duty.who)
                && !is_lifted(cx, found, &held.duty.lifted_by, channel)
        });
        held
    }
}

impl<T> Clone for Held<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<'_, T> {}

impl<T> Held<'_, T> {
    /// The region as a sentence says it: "California", "the Netherlands".
    pub(super) fn place(&self) -> &str {
        name(self.code)
    }
}

/// Whether law takes the campaign for advertising. One that says nothing of its purpose is taken for what outreach is.
pub(super) fn is_commercial(cx: &Context<'_>, found: &mut Findings) -> bool {
    found.knows(&cx.campaign.purpose, "campaign.purpose")
        && cx.campaign.purpose.get().is_none_or(Purpose::is_commercial)
}

/// Whether a touch advertises, in a commercial campaign, without having been asked for.
pub(super) fn is_solicitation(cx: &Context<'_>, step: usize) -> bool {
    cx.touch(step).is_some_and(|touch| !touch.invited.is(|yes| *yes) && !touch.transactional.is(|yes| *yes))
}

/// The steps that solicit on a channel for which `wanted` says yes, in the order of the file.
pub(super) fn solicitations(cx: &Context<'_>, wanted: impl Fn(Channel) -> bool) -> Vec<usize> {
    cx.campaign
        .touches()
        .filter(|(index, _, touch)| wanted(touch.channel.value) && is_solicitation(cx, *index))
        .map(|(index, _, _)| index)
        .collect()
}

/// The note of a legal finding: where the duty stands.
pub(super) fn note<'s>(sources: impl IntoIterator<Item = &'s Source>) -> String {
    let mut laws: Vec<&str> = Vec::new();
    for source in sources {
        if !laws.contains(&source.law.as_str()) && laws.len() < 3 {
            laws.push(&source.law);
        }
    }
    format!("{}; no legal advice", laws.join("; "))
}

/// What a region is called; its country where it has no name of its own here, else its code.
pub(super) fn name(code: &str) -> &str {
    let places = &book().place;
    places.get(code).or_else(|| places.get(country(code)?)).map_or(code, |place| place.name.as_str())
}

/// The time zones of a region; none where they are not known.
pub(super) fn zones(code: &str) -> &'static [String] {
    let places = &book().place;
    match (places.get(code), country(code).and_then(|country| places.get(country))) {
        (Some(place), _) => &place.zones,
        (None, Some(country)) if country.zones.len() == 1 => &country.zones,
        _ => &[],
    }
}

fn protects(cx: &Context<'_>, found: &mut Findings, who: Who) -> bool {
    let kind = &cx.campaign.audience.kind;
    match (who, kind.get()) {
        (Who::Consumer, Some(kind)) => kind != AudienceKind::Business,
        (Who::Business, Some(kind)) => kind != AudienceKind::Consumer,
        (Who::Business, None) => false,
        // Who sells may well speak to firms; who advertises and names nobody speaks to people.
        (Who::Consumer, None) if kind.is_unknown() || cx.campaign.purpose.is(|p| *p == Purpose::Sales) => {
            found.lacks("audience.kind");
            false
        }
        (Who::All, _) | (Who::Consumer, None) => true,
    }
}

fn is_lifted(cx: &Context<'_>, found: &mut Findings, lift: &Lift, channel: Channel) -> bool {
    let source = &cx.campaign.audience.source;
    if source.is(|source| lift.sources.contains(source)) {
        return true;
    }
    if let Some(enough) = lift.consent {
        match cx.campaign.consent(channel) {
            Fact::Stated(consent) if consent.value >= enough => return true,
            Fact::Unknown => {
                found.lacks(&consent_name(channel));
                return true;
            }
            _ => {}
        }
    }
    if !lift.sources.is_empty() && source.is_unknown() {
        found.lacks("audience.source");
        return true;
    }
    false
}

/// The fact of the consent for a channel, in the native format's name.
pub(super) fn consent_name(channel: Channel) -> String {
    format!("audience.consent.{channel}")
}

/// The most days that so many calendar months can have.
pub(super) fn upper_days(months: u64) -> u64 {
    months / 12 * 366 + months % 12 * 31
}

/// The laws of a region, its own first.
fn laws(code: &str) -> impl Iterator<Item = &'static Law> {
    let book = book();
    let country = country(code);
    let groups = book.group.iter().filter(move |(_, group)| group.members.iter().any(|m| m == country.unwrap_or(code)));
    [Some(code), country]
        .into_iter()
        .flatten()
        .chain(groups.map(|(name, _)| name.as_str()))
        .filter_map(|c| book.law.get(c))
}

fn country(code: &str) -> Option<&str> {
    code.split_once('-').map(|(country, _)| country)
}

/// Reads the data, if nobody did yet.
pub(super) fn read() {
    book();
}

/// The data. A file that cannot be read is a fault of the build; the tests below hold its shape.
fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| toml::from_str(TEXT).unwrap_or_default())
}

const TEXT: &str = include_str!("../../rules/regions.toml");

#[cfg(test)]
mod tests;
