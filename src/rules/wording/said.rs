//! What messages say, gathered per touch. Shared by the rules of this group.

use super::fallback;
use crate::copy::html;
use crate::copy::message::Message;
use crate::copy::phrases::Hit;
use crate::finding::{Finding, Severity};
use crate::model::{Campaign, Intent, Purpose};
use crate::rules::{Context, Findings, Part, Wording, pressure};
use crate::source::Place;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// A part of a message: its step, its place, its words.
pub(super) struct Said {
    pub(super) step: usize,
    pub(super) place: Place,
    /// As a message can quote them.
    pub(super) words: String,
    /// As they are written, whole.
    pub(super) written: String,
}

/// How a rule speaks of what a touch says.
pub(super) struct Speech {
    /// What the label on the first place says.
    pub(super) label: &'static str,
    /// What the recipient lives through; a `{}` stands for the words.
    pub(super) message: &'static str,
    /// What to write instead; `{field}` stands for the field that is spoken of, or any, with words for when it is
    /// empty, as the tool spells it.
    pub(super) help: &'static str,
}

/// Whether `campaign` may press on people at all: no words of a receipt, of a service or of what was asked for do.
pub(super) fn may_press(campaign: &Campaign) -> bool {
    let owed = |purpose: &Purpose| matches!(purpose, Purpose::Transactional | Purpose::Service | Purpose::Requested);
    !campaign.purpose.is(owed)
}

/// What the touches that press say of the rule's lists of the kind `name`, as far as it `counts`. Where nobody can tell
/// whether the campaign presses, what is missing is noted and nothing counts.
pub(super) fn pressing(
    cx: &Context<'_>,
    found: &mut Findings,
    name: &str,
    mut counts: impl FnMut(&Wording<'_>, &Hit) -> bool,
) -> Vec<Said> {
    if !may_press(cx.campaign) {
        return Vec::new();
    }
    let presses = |step: &usize| pressure::presses(cx.campaign, *step);
    let mut owed = PerStep::default();
    let said = all(cx, name, |wording, hit| {
        presses(&wording.step)
            && !is_mentioned(wording, hit)
            && counts(wording, hit)
            && !owed.get(wording.step, |step| is_owed(cx, step))
    });
    if said.is_empty() || found.knows(&cx.campaign.purpose, "campaign.purpose") { said } else { Vec::new() }
}

/// What holds for a step, asked once: a text may hold ten thousand phrases.
#[derive(Default)]
pub(super) struct PerStep(BTreeMap<usize, bool>);

impl PerStep {
    pub(super) fn get(&mut self, step: usize, ask: impl FnOnce(usize) -> bool) -> bool {
        *self.0.entry(step).or_insert_with(|| ask(step))
    }
}

/// Whether words stand in quotation marks by themselves: who writes of "just checking in" does not check in.
fn is_mentioned(wording: &Wording<'_>, hit: &Hit) -> bool {
    let text = &wording.text.value;
    let before = text.get(..hit.range.start).and_then(|head| head.chars().next_back());
    let behind = text.get(hit.range.end..).map(|tail| tail.trim_start_matches(['.', ',', '!', '?', '…', '*']));
    before.is_some_and(|c| "\"“„«".contains(c)) && behind.is_some_and(|tail| tail.starts_with(['"', '”', '“', '»']))
}

/// Whether a touch tells in its subject or at its top that it is owed to its reader: a payment, a parcel, a password, an
/// appointment. The words are the rule's own `owed_phrases`; what a footer says of payments does not count.
pub(super) fn is_owed(cx: &Context<'_>, step: usize) -> bool {
    cx.copies.of_step(step).iter().any(|wording| {
        let end = if wording.part == Part::Body { top(wording.message()) } else { usize::MAX };
        cx.said(wording, "owed_phrases").any(|hit| hit.range.start < end)
    })
}

/// Where the top of a message ends, in the body as written.
pub(super) fn top(message: &Message<'_>) -> usize {
    const TOP: usize = 400;
    message.source(0..TOP.min(message.text().len())).end
}

/// Whether a touch says anything of the rule's lists of the kind `name`.
pub(super) fn step_says(cx: &Context<'_>, step: usize, name: &str) -> bool {
    cx.copies.of_step(step).iter().any(|wording| cx.said(wording, name).next().is_some())
}

/// The sentence that `range` starts in, as written; `range` where there is none.
pub(super) fn sentence_of(wording: &Wording<'_>, range: &Range<usize>) -> Range<usize> {
    let message = wording.message();
    let sentences = message.sentences();
    let index = sentences.partition_point(|sentence| message.source(sentence.clone()).end <= range.start);
    sentences.get(index).map_or_else(|| range.clone(), |sentence| message.source(sentence.clone()))
}

/// Whether a touch comes after another on the walks of those who stay silent, or by its own intent.
pub(super) fn is_follow_up(cx: &Context<'_>, step: usize) -> bool {
    let meant = cx.touch(step).is_some_and(|touch| {
        touch.intent.is(|intent| matches!(intent, Intent::FollowUp | Intent::FinalNote | Intent::CheckIn))
    });
    let first = |who| cx.timeline.track(who).is_none_or(|track| track.first.contains(&step));
    meant || !pressure::SILENCE.into_iter().all(first)
}

/// What any touch says of the rule's lists of the kind `name`, as far as it `counts`.
pub(super) fn all(cx: &Context<'_>, name: &str, mut counts: impl FnMut(&Wording<'_>, &Hit) -> bool) -> Vec<Said> {
    let mut said = Vec::new();
    for wording in cx.copies.all() {
        let hits = cx.said(wording, name).filter(|hit| counts(wording, hit));
        said.extend(hits.map(|hit| of(cx, wording, hit.range.clone())));
    }
    said
}

/// The part `range` of a text as written.
pub(super) fn of(cx: &Context<'_>, wording: &Wording<'_>, range: Range<usize>) -> Said {
    let written = wording.text.value.get(range.clone()).unwrap_or_default().to_owned();
    Said { step: wording.step, place: cx.copies.place(wording, range), words: quoted(&written), written }
}

/// The part `range` of a text as a recipient reads it.
pub(super) fn seen(cx: &Context<'_>, wording: &Wording<'_>, range: Range<usize>) -> Said {
    let written = wording.message().slice(range.clone()).to_owned();
    let place = cx.copies.place(wording, wording.message().source(range));
    Said { step: wording.step, place, words: quoted(&written), written }
}

/// One finding for each touch that says something.
pub(super) fn report(cx: &Context<'_>, found: &mut Findings, said: Vec<Said>, speech: &Speech) {
    for finding in findings(cx, said, speech) {
        found.push(finding);
    }
}

/// The same, where it weighs less.
pub(super) fn report_milder(
    cx: &Context<'_>,
    found: &mut Findings,
    said: Vec<Said>,
    speech: &Speech,
    severity: Severity,
) {
    for finding in findings(cx, said, speech) {
        found.push_milder(finding, severity);
    }
}

fn findings(cx: &Context<'_>, mut said: Vec<Said>, speech: &Speech) -> Vec<Finding> {
    said.sort_by_key(|said| (said.step, said.place.file, said.place.span.start, Reverse(said.place.span.end)));
    // Two lists may hold the same words: "was not our fault" and "not our fault".
    said.dedup_by(|later, earlier| {
        let (later, earlier) = ((later.step, later.place), (earlier.step, earlier.place));
        (later.0, later.1.file) == (earlier.0, earlier.1.file) && later.1.span.start < earlier.1.span.end
    });
    let per_step = said.chunk_by(|a, b| a.step == b.step).filter_map(|of_step| of_step.split_first());
    per_step
        .map(|(first, more)| {
            let message = speech.message.replace("{}", &format!("\"{}\"", first.words));
            let help = match speech.help.split_once("{field}") {
                Some((before, behind)) => format!("{before}{}{behind}", fallback::example(cx, &first.written)),
                None => speech.help.to_owned(),
            };
            let finding = cx.finding(first.place, speech.label, message).step(cx.step_id(first.step)).help(help);
            more.iter().take(MOST).fold(finding, |finding, said| finding.label(said.place, "and here"))
        })
        .collect()
}

/// The most further places that a finding points at.
const MOST: usize = 5;

/// Words as a message can quote them: what is seen of them, on one line, not too long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 48;
    let visible = html::visible(text);
    let words: Vec<&str> = visible.text().split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        return words;
    }
    let cut: String = words.chars().take(LONGEST - 3).collect();
    format!("{}...", cut.trim_end())
}
