//! A region's law asks for more consent than courtesy does, and the campaign has less.

use crate::model::{Channel, Consent, Fact};
use crate::rules::consent::general_floor;
use crate::rules::regions::{Floor, Held, Regions, consent_name, is_commercial, note, solicitations};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/consent-floor", include_str!("../../../rules/law/consent-floor.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |_| true);
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let Some(regions) = Regions::of(cx, found) else { return };
    for &channel in Channel::ALL {
        let touches: Vec<usize> = steps
            .iter()
            .copied()
            .filter(|step| cx.touch(*step).is_some_and(|touch| touch.channel.value == channel))
            .collect();
        // What `consent/` asks of the channel is that group's to say.
        let general = match channel {
            Channel::Email | Channel::Call | Channel::Voicemail => Consent::Implied,
            Channel::Sms | Channel::Whatsapp => general_floor(Some(&regions), channel, Consent::Express).0,
            _ => Consent::None,
        };
        if touches.is_empty() {
            continue;
        }
        let mut held = regions.holding(cx, found, |law| &law.consent, channel);
        held.retain(|held| held.duty.what.at_least > general);
        held.sort_by_key(|held| std::cmp::Reverse(held.duty.what.at_least));
        if !held.is_empty() {
            judge(cx, found, channel, &held, &touches);
        }
    }
}

fn judge(cx: &Context<'_>, found: &mut Findings, channel: Channel, held: &[Held<'_, Floor>], touches: &[usize]) {
    let Some(strictest) = held.first() else { return };
    let floor = strictest.duty.what.at_least;
    let (given, place) = match cx.campaign.consent(channel) {
        Fact::Unknown => {
            found.lacks(&consent_name(channel));
            return;
        }
        Fact::Stated(consent) => (Some(consent.value), consent.place),
        // A platform's own connection is none of the consents that the format can name.
        Fact::Absent(_) if matches!(channel, Channel::Linkedin | Channel::Push | Channel::InApp | Channel::Postal) => {
            return;
        }
        Fact::Absent(place) => (None, place),
    };
    if given.unwrap_or(Consent::None) >= floor {
        return;
    }
    let (region, kind, needed) = (strictest.place(), channel.plural(), said(floor));
    let message = match given {
        Some(_) => format!("a person in {region} gets {kind} without the {needed} that law asks for"),
        None => format!("nothing says that a person in {region} gave the {needed} that law asks for {kind}"),
    };
    let label = given.map_or_else(|| "no consent is named".to_owned(), |given| format!("{given} is less than {floor}"));
    let broken = held.iter().filter(|held| given.unwrap_or(Consent::None) < held.duty.what.at_least);
    let mut finding = cx
        .finding(place, label, message)
        .help(match floor {
            Consent::SoftOptIn => cx.advice(
                "ask first; a customer may hear of like products, with a way out each time (consent = \"soft-opt-in\")",
                "ask first; a customer may hear of like products, with a way out each time",
            ),
            _ => format!("ask first, and turn to those alone who gave you {}", said(floor)),
        })
        .note(note(broken.map(|held| &held.duty.source)));
    if let [first, ..] = touches {
        finding = finding.step(cx.step_id(*first));
    }
    for step in touches {
        finding = finding.label(cx.touch_place(*step), format!("{} all the same", channel.with_article()));
    }
    found.push(finding);
}

fn said(consent: Consent) -> &'static str {
    match consent {
        Consent::ExpressWritten => "written consent",
        Consent::Express => "express consent",
        Consent::SoftOptIn => "consent of their own",
        Consent::Implied | Consent::None => "consent",
    }
}
