//! Whether a call was asked for, or announced on a quieter channel before it came.

use crate::model::{AudienceSource, Channel, Consent, Fact, Touch};
use crate::rules::{Context, pressure};
use std::collections::{BTreeMap, BTreeSet};

/// What the person was told before a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warning {
    /// The person asked for it, or was told that it would come.
    Given,
    /// Nothing before it speaks of a call.
    Missing,
    /// A message before it may, and its words are not in the file.
    Unknown,
}

/// What the copy tells of the calls that come after it. The words are those of the rule's `announcing_phrases`.
pub(super) struct Announcements {
    told: BTreeSet<usize>,
    perhaps: BTreeSet<usize>,
}

/// Whether the phone rings for a touch on `channel`.
pub(super) fn rings(channel: Channel) -> bool {
    matches!(channel, Channel::Call | Channel::Voicemail)
}

impl Announcements {
    /// Reads the campaign.
    pub(super) fn of(cx: &Context<'_>) -> Self {
        let mut onward: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (gap, _) in pressure::gaps(cx) {
            onward.entry(gap.from).or_default().push(gap.to);
        }
        let quiet = || cx.campaign.touches().filter(|(_, _, touch)| !rings(touch.channel.value));
        let announcing = quiet().filter(|(index, _, touch)| announces(cx, *index, touch));
        let wordless = quiet().filter(|(_, _, t)| t.variants.iter().any(|copy| matches!(copy.body, Fact::Unknown)));
        Self {
            told: behind(&onward, announcing.map(|(index, _, _)| index).collect()),
            perhaps: behind(&onward, wordless.map(|(index, _, _)| index).collect()),
        }
    }

    /// What the person was told before the call at `call`.
    pub(super) fn warning(&self, cx: &Context<'_>, call: usize) -> Warning {
        if !pressure::presses(cx.campaign, call) || asked_for_calls(cx, call) || self.told.contains(&call) {
            Warning::Given
        } else if self.perhaps.contains(&call) {
            Warning::Unknown
        } else {
            Warning::Missing
        }
    }
}

/// Whether every version of a touch whose words are known speaks of a call.
fn announces(cx: &Context<'_>, index: usize, touch: &Touch) -> bool {
    let texts = cx.copies.of_step(index);
    let says = |variant: usize| {
        let mut own = texts.iter().filter(|wording| wording.variant == variant);
        own.any(|wording| cx.hits(wording, "announcing_phrases").next().is_some())
    };
    let mut known =
        (0..touch.variants.len()).filter(|variant| texts.iter().any(|text| text.variant == *variant)).peekable();
    known.peek().is_some() && known.all(says)
}

/// The touches that can come after one of `open`.
fn behind(onward: &BTreeMap<usize, Vec<usize>>, mut open: Vec<usize>) -> BTreeSet<usize> {
    let mut behind = BTreeSet::new();
    while let Some(step) = open.pop() {
        open.extend(onward.get(&step).into_iter().flatten().copied().filter(|next| behind.insert(*next)));
    }
    behind
}

/// Whether the people came with a question or a complaint and said yes to being called about it, and this call is the first
/// word.
fn asked_for_calls(cx: &Context<'_>, call: usize) -> bool {
    let Some(touch) = cx.touch(call) else { return false };
    let first = pressure::SILENCE
        .into_iter()
        .filter_map(|who| cx.timeline.track(who))
        .any(|track| track.first.binary_search(&call).is_ok());
    first
        && cx
            .campaign
            .audience
            .source
            .is(|source| matches!(source, AudienceSource::Inquiry | AudienceSource::Complaint))
        && cx.campaign.consent(touch.channel.value).is(|consent| *consent >= Consent::Express)
}
