//! How much consent the rules of this group ask, and what they say where there is less.

use crate::finding::Finding;
use crate::model::{AudienceSource, Channel, Consent, Fact};
use crate::rules::regions::{Regions, Source, consent_name, note};
use crate::rules::{Context, Findings};
use crate::source::Place;
use serde::{Deserialize, Deserializer};

/// A consent in an option, as the format writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Least(pub(super) Consent);

impl<'de> Deserialize<'de> for Least {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Consent::parse(&word).map(Self).ok_or_else(|| {
            let words = Consent::WORDS.join(", ");
            serde::de::Error::custom(format_args!("`{word}` is no consent; choose one of {words}"))
        })
    }
}

/// Touches whose consent is one and the same fact, which is too little.
#[derive(Debug)]
pub(super) struct TooLittle {
    consent: Option<Consent>,
    place: Place,
    channel: Channel,
    steps: Vec<usize>,
}

/// What a channel asks wherever the campaign goes: what a region's law asks of it (a plain yes at most; more is the
/// business of `law/consent-floor`), and `default` where its law is not known.
pub(in crate::rules) fn general_floor(
    regions: Option<&Regions<'_>>,
    channel: Channel,
    default: Consent,
) -> (Consent, Option<&'static Source>) {
    let Some(regions) = regions else { return (default, None) };
    let floors = regions.apart().map(|region| {
        region
            .duties(|law| &law.consent)
            .iter()
            .filter(|held| held.duty.channels.contains(&channel))
            .map(|held| (held.duty.what.at_least.min(Consent::Express), Some(&held.duty.source)))
            .max_by_key(|(floor, _)| *floor)
            .unwrap_or((default, None))
    });
    floors.max_by_key(|(floor, _)| *floor).unwrap_or((default, None))
}

/// Whether people who got here like this have had to do with the sender, from which some consent follows.
pub(super) fn has_dealings(source: AudienceSource) -> bool {
    !source.is_cold() && source != AudienceSource::Referral
}

/// The touches at `steps` that have less consent than `floor` of their channel, by the fact that says so. What is
/// unknown is noted; where `implied` and the file names no consent, it follows from how people got here.
pub(super) fn too_little(
    cx: &Context<'_>,
    found: &mut Findings,
    steps: &[usize],
    floor: impl Fn(Channel) -> Consent,
) -> Vec<TooLittle> {
    let mut groups: Vec<TooLittle> = Vec::new();
    for &step in steps {
        let Some(channel) = cx.touch(step).map(|touch| touch.channel.value) else { continue };
        let (consent, place) = match cx.campaign.consent(channel) {
            Fact::Unknown => {
                found.lacks(&consent_name(channel));
                continue;
            }
            Fact::Stated(consent) => (Some(consent.value), consent.place),
            Fact::Absent(place) => (None, place),
        };
        if consent.unwrap_or(Consent::None) >= floor(channel) {
            continue;
        }
        match groups.iter_mut().find(|group| group.place == place && group.consent == consent) {
            Some(group) => group.steps.push(step),
            None => groups.push(TooLittle { consent, place, channel, steps: vec![step] }),
        }
    }
    groups
}

impl TooLittle {
    /// Whether the file says nothing of it.
    pub(super) fn is_unsaid(&self) -> bool {
        self.consent.is_none()
    }

    /// The channel of the first touch.
    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    /// The finding: the consent is the cause, the touches belong to it.
    pub(super) fn finding(&self, cx: &Context<'_>, message: String, source: Option<&Source>) -> Finding {
        let kind = self.channel.plural();
        let label = match self.consent {
            Some(Consent::None) => format!("nobody said yes to {kind}"),
            Some(consent) => format!("{consent} is no yes to {kind}"),
            None => format!("no word of a yes to {kind}"),
        };
        let mut finding = cx.finding(self.place, label, message);
        if let [first, ..] = self.steps.as_slice() {
            finding = finding.step(cx.step_id(*first));
        }
        for step in &self.steps {
            let what = cx.touch(*step).map_or("a touch", |touch| touch.channel.value.with_article());
            finding = finding.label(cx.touch_place(*step), format!("{what} all the same"));
        }
        match source {
            Some(source) => finding.note(note([source])),
            None => finding,
        }
    }
}
