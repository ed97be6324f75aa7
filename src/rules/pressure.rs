//! What presses on a person, and how much of the time between touches a file tells. Shared by the groups of rules.

use super::{Context, Findings};
use crate::finding::WitnessTouch;
use crate::model::{Action, Campaign, Channel, Fact, Intent, Purpose, Target, Voice, time};
use crate::source::Place;
use crate::timeline::{Gap, Recipient};
use std::collections::BTreeSet;

/// The recipients whom a silence covers.
pub(super) const SILENCE: [Recipient; 2] = [Recipient::Silent, Recipient::Reader];

/// Whether the campaign may press at all: not with what people asked for, nor with what a transaction needs. Where its
/// purpose cannot be known, the rule is noted as not judged.
pub(super) fn may_press(cx: &Context<'_>, found: &mut Findings) -> bool {
    cx.campaign.touches().next().is_some()
        && found.knows(&cx.campaign.purpose, "campaign.purpose")
        && !is_owed_whole(cx.campaign)
}

/// Whether all that the campaign sends was asked for or belongs to a transaction.
pub(super) fn is_owed_whole(campaign: &Campaign) -> bool {
    campaign.purpose.is(|purpose| matches!(purpose, Purpose::Transactional | Purpose::Requested))
}

/// Whether the touch of the step at `index` is one that nobody asked for and that nobody is owed.
pub(super) fn presses(campaign: &Campaign, index: usize) -> bool {
    let Some(touch) = campaign.steps.get(index).and_then(|step| step.touch()) else { return false };
    let commercial = !campaign.purpose.is(|purpose| !purpose.is_commercial());
    let owed = touch.intent.is(|intent| match intent {
        Intent::Confirmation | Intent::Acknowledgement | Intent::Resolution => true,
        Intent::Reminder => !commercial,
        _ => false,
    });
    !owed && !touch.invited.is(|invited| *invited) && !touch.transactional.is(|yes| *yes)
}

/// The most touches in a window that the sending platform lets through, where it enforces a cap.
pub(super) fn cap(campaign: &Campaign, window: u64) -> Option<usize> {
    let limits = &campaign.limits;
    let times = |fact: &Fact<u32>, span: u64| fact.get().map(|n| n as usize * window.div_ceil(span) as usize);
    [times(&limits.per_day, time::DAY), times(&limits.per_week, time::WEEK)].into_iter().flatten().min()
}

/// The place of the wait before a step, or of the step where it has none.
pub(super) fn wait_place(cx: &Context<'_>, index: usize) -> Place {
    cx.step(index).and_then(|step| step.wait.located()).map_or_else(|| cx.touch_place(index), |wait| wait.place)
}

/// The pairs of touches that follow each other on a walk of a silent recipient or a reader, each with its least gap and
/// whose it is, sorted by the later touch.
pub(super) fn gaps(cx: &Context<'_>) -> Vec<(Gap, Recipient)> {
    let mut gaps: Vec<(Gap, Recipient)> = SILENCE
        .into_iter()
        .filter_map(|who| Some((who, cx.timeline.track(who)?)))
        .flat_map(|(who, track)| track.gaps.iter().map(move |gap| (*gap, who)))
        .collect();
    gaps.sort_by_key(|(gap, who)| (gap.to, gap.from, gap.gap_s, *who));
    gaps.dedup_by_key(|(gap, _)| (gap.to, gap.from));
    gaps
}

/// The voicemails that a call leaves behind: within minutes of one on every walk. The phone rings for both of them once.
pub(super) fn left_by_calls(cx: &Context<'_>) -> BTreeSet<usize> {
    let is = |step: usize, channel| cx.touch(step).is_some_and(|touch| touch.channel.value == channel);
    let left = |gap: &Gap| is(gap.from, Channel::Call) && gap.gap_s <= 10 * time::MINUTE;
    let by_itself = |step: usize| cx.touch(step).is_some_and(|touch| touch.voice.is(|voice| *voice == Voice::Ringless));
    if !cx.campaign.uses(Channel::Voicemail) {
        return BTreeSet::new();
    }
    let hidden = hidden_waits(cx.campaign, &|step| is_touch(cx.campaign, step));
    let (with, without): (Vec<_>, Vec<_>) =
        gaps(cx).into_iter().map(|(gap, _)| gap).filter(|gap| is(gap.to, Channel::Voicemail)).partition(left);
    let mut voicemails: BTreeSet<usize> = with.into_iter().map(|gap| gap.to).collect();
    voicemails.retain(|step| {
        let alone = by_itself(*step) || hidden.get(*step).is_some_and(|hidden| *hidden);
        !alone && without.iter().all(|gap| gap.to != *step)
    });
    voicemails
}

/// For each step, whether a wait that the file does not show lies between it and the last step that `counts`.
pub(super) fn hidden_waits(campaign: &Campaign, counts: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let hides = |index: usize| campaign.steps.get(index).is_some_and(|step| matches!(step.wait, Fact::Unknown));
    let mut hidden: Vec<bool> = (0..campaign.steps.len()).map(hides).collect();
    let mut open: Vec<usize> = hidden.iter().enumerate().filter(|(_, h)| **h).map(|(index, _)| index).collect();
    while let Some(index) = open.pop() {
        if counts(index) {
            continue;
        }
        for target in campaign.steps.get(index).map(crate::model::Step::targets).unwrap_or_default() {
            if let Target::Step(next) = target
                && let Some(mark) = hidden.get_mut(next)
                && !*mark
            {
                *mark = true;
                open.push(next);
            }
        }
    }
    hidden
}

/// Whether a step is a touch.
pub(super) fn is_touch(campaign: &Campaign, index: usize) -> bool {
    campaign.steps.get(index).is_some_and(|step| matches!(step.action, Action::Touch(_)))
}

/// The end of a walk that passes `steps`, as the proof of finding number `nth` of a rule. Past the first [`PROVEN`] there
/// is none: nobody reads so many, and each costs a walk.
pub(super) fn proof(cx: &Context<'_>, nth: usize, steps: &[usize]) -> Vec<WitnessTouch> {
    if nth >= PROVEN {
        return Vec::new();
    }
    let walk = SILENCE.into_iter().find_map(|who| cx.timeline.walk_via(who, steps)).unwrap_or_default();
    cx.witness(walk.get(walk.len().saturating_sub(SHOWN)..).unwrap_or_default())
}

/// How many findings of one rule in one campaign come with a walk.
const PROVEN: usize = 40;

/// How many touches of a walk are shown, the last ones.
const SHOWN: usize = 12;

/// For each step, the steps that lead to it.
pub(super) fn leads(campaign: &Campaign) -> Vec<Vec<usize>> {
    let mut leads: Vec<Vec<usize>> = vec![Vec::new(); campaign.steps.len()];
    for (index, step) in campaign.steps.iter().enumerate() {
        for target in step.targets() {
            if let Target::Step(next) = target
                && let Some(list) = leads.get_mut(next)
            {
                list.push(index);
            }
        }
    }
    leads
}
