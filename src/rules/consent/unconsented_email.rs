//! Commercial email to people who did not agree to any.

use super::least::too_little;
use crate::finding::Severity;
use crate::model::{AudienceSource, Channel, Consent};
use crate::rules::regions::{Regions, is_commercial, solicitations};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("consent/unconsented-email", include_str!("../../../rules/consent/unconsented-email.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| channel == Channel::Email);
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    for group in too_little(cx, found, &steps, |_| Consent::Implied) {
        // A file that says nothing of consent denies none, unless it says that these people never came by themselves.
        if group.is_unsaid() && !cx.campaign.audience.source.is(|source: &AudienceSource| source.is_cold()) {
            continue;
        }
        let regions = Regions::stated(cx);
        let strictest = regions
            .map(|regions| regions.holding(cx, found, |law| &law.consent, Channel::Email))
            .and_then(|held| held.into_iter().max_by_key(|held| held.duty.what.at_least));
        let help = "write to people who agreed to it: ask at the desk, in the order form or on your page";
        if let Some(held) = strictest {
            let message = format!("a person in {} who never agreed to your emails gets them", held.place());
            found.push(group.finding(cx, message, Some(&held.duty.source)).help(help));
        } else {
            let message = "a person who never agreed to your emails gets them".to_owned();
            found.push_milder(group.finding(cx, message, None).help(help), Severity::Warning);
        }
    }
}
