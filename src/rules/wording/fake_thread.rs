//! "Re:" and "Fwd:" where nothing came before.

use super::said;
use crate::copy::tags;
use crate::model::{AudienceSource, Channel, Fact, Purpose, Touch};
use crate::rules::{Context, Findings, Part, Rule, Wording, pressure};
use crate::source::Place;

pub(super) const RULE: Rule =
    Rule::campaign("copy/fake-thread", include_str!("../../../rules/copy/fake-thread.md"), check);

const HELP: &str = "take the mark off and say what the mail is about; or send it as a real reply: thread = true";
const HELP_ON_EXPORTS: &str = "take the mark off and say what the mail is about; or send it as a real reply to a mail";

/// How many marked subjects of one campaign are looked into.
const MOST: usize = 64;

fn check(cx: &Context<'_>, found: &mut Findings) {
    if cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional) {
        return;
    }
    let emails = cx.copies.all().iter().filter(|wording| wording.message().channel() == Channel::Email);
    let subjects = emails.clone().filter(|wording| wording.part == Part::Subject);
    let marked = subjects.filter_map(|wording| Some((wording, mark(wording.message().text())?)));
    let mut leads = None;
    for (wording, length) in marked.take(MOST) {
        let leads = leads.get_or_insert_with(|| pressure::leads(cx.campaign));
        let place = cx.copies.place(wording, wording.message().source(0..length));
        judge(cx, found, wording, (length, place), leads);
    }
    for wording in emails.filter(|wording| wording.part == Part::Body && said::may_press(cx.campaign)) {
        if let Some(hit) = cx.hits(wording, "forwarded_phrases").next() {
            let place = cx.copies.place(wording, hit.range.clone());
            let message = "a person reads what looks like a forwarded mail, and nobody forwarded it";
            found.push(
                cx.finding(place, "was never forwarded", message)
                    .step(cx.step_id(wording.step))
                    .help("leave the made-up header out, and write as yourself"),
            );
        }
    }
}

fn judge(cx: &Context<'_>, found: &mut Findings, wording: &Wording<'_>, mark: (usize, Place), leads: &[Vec<usize>]) {
    let (length, place) = mark;
    let text = wording.message().text();
    let rest = text.get(length..).unwrap_or_default();
    let base = base(rest);
    let Some(touch) = cx.touch(wording.step) else { return };
    if base.is_empty() || stands_for_a_subject(rest) {
        return;
    }
    let before = before(wording.step, leads).into_iter().filter_map(|step| cx.touch(step));
    let earlier: Vec<&Touch> = before.filter(|earlier| earlier.channel.value == Channel::Email).collect();
    let in_thread = !earlier.is_empty() && touch.thread.is(|yes| *yes);
    if in_thread || (may_answer(cx, wording.step, &earlier) && cx.phrase_in(rest, "request_phrases").is_some()) {
        return;
    }
    let mut another: Option<Place> = None;
    for earlier in earlier {
        for copy in &earlier.variants {
            match &copy.subject {
                Fact::Unknown => return found.lacks("step.subject"),
                Fact::Stated(subject) if is_same(&base, &subject.value) => {
                    match (touch.sender.get(), earlier.sender.get()) {
                        (Some(mine), Some(theirs)) if mine != theirs => another = Some(subject.place),
                        _ => return,
                    }
                }
                _ => {}
            }
        }
    }
    let words = said::quoted(text);
    let mut finding = if let Some(earlier) = another {
        cx.finding(
            place,
            "answers nobody",
            format!("a person reads \"{words}\" as an answer to them, from somebody they never wrote to"),
        )
        .label(earlier, "sent by somebody else")
    } else {
        cx.finding(
            place,
            "nothing came before it",
            format!("a person opens \"{words}\" as an answer, and there was no mail before it"),
        )
    };
    finding = finding.step(cx.step_id(wording.step)).help(cx.advice(HELP, HELP_ON_EXPORTS));
    found.push(finding);
}

/// Length of the marks of an answer or a forwarded mail that `subject` begins with; none where it has none.
fn mark(subject: &str) -> Option<usize> {
    const MARKS: [&str; 12] = ["re", "fw", "fwd", "aw", "wg", "antw", "sv", "rv", "tr", "res", "enc", "vs"];
    let mut at = subject.len() - subject.trim_start().len();
    let mut end = None;
    loop {
        let rest = subject.get(at..)?;
        let word = rest.chars().take_while(char::is_ascii_alphabetic).count();
        let behind = rest.get(word..)?.trim_start_matches(' ');
        let known = rest.get(..word).is_some_and(|word| MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(word)));
        let Some(after) = behind.strip_prefix(':').filter(|_| known) else { return end };
        at = subject.len() - after.trim_start().len();
        end = Some(subject.len() - after.len());
    }
}

/// What a subject is about: its letters and figures in lower case, a tag as one mark, without the marks of answers.
fn base(subject: &str) -> String {
    let subject = mark(subject).and_then(|length| subject.get(length..)).unwrap_or(subject);
    let mut plain = String::with_capacity(subject.len());
    let mut at = 0;
    let tags = tags::scan(subject);
    let fields = tags.tags.iter().map(|tag| &tag.range).chain(tags.placeholders.iter().map(|p| &p.range));
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|range| range.start);
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    for range in fields {
        plain.push_str(&letters(subject.get(at..range.start).unwrap_or_default()));
        plain.push('\u{fffc}');
        at = at.max(range.end);
    }
    plain.push_str(&letters(subject.get(at..).unwrap_or_default()));
    plain
}

fn is_same(base: &str, earlier: &str) -> bool {
    let earlier = self::base(earlier);
    let long = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() > 3;
    base == earlier || (long(base) && earlier.contains(base)) || (long(&earlier) && base.contains(earlier.as_str()))
}

/// Whether the subject is a stand-in for that of an earlier mail: "Re: [original subject]", "Re: {{ last_subject }}".
fn stands_for_a_subject(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    let bare = lower.trim().trim_matches(|c: char| !c.is_alphanumeric());
    let tags = tags::scan(&lower);
    tags.tags.iter().any(|tag| tag.path.contains("subject") || tag.path.contains("thread"))
        || bare.split(|c: char| !c.is_alphanumeric()).any(|word| word == "subject" || word == "betreff")
            && (lower.contains(['[', '<', '{', '(']) || bare.split_whitespace().count() < 4)
        || bare == "same thread"
}

/// Whether the person wrote first, so that a message may answer them.
fn may_answer(cx: &Context<'_>, step: usize, earlier: &[&Touch]) -> bool {
    let wrote = |source: &AudienceSource| {
        matches!(source, AudienceSource::Inquiry | AudienceSource::Complaint | AudienceSource::Cancellation)
    };
    cx.campaign.purpose.is(|purpose| *purpose == Purpose::Service)
        || (earlier.is_empty() && (cx.campaign.audience.source.is(wrote) || cx.is_invited(step)))
}

/// Every step from which the step at `index` can be reached.
fn before(index: usize, leads: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; leads.len()];
    let mut open = vec![index];
    let mut all = Vec::new();
    while let Some(step) = open.pop() {
        for lead in leads.get(step).into_iter().flatten() {
            if let Some(mark) = seen.get_mut(*lead)
                && !*mark
            {
                *mark = true;
                all.push(*lead);
                open.push(*lead);
            }
        }
    }
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_answers_are_told_from_words() {
        for (subject, length) in [
            ("Re: x", Some(3)),
            (" RE : x", Some(5)),
            ("Fwd: Re: x", Some(8)),
            ("AW:x", Some(3)),
            ("Report: x", None),
            ("Re x", None),
            ("Regarding: x", None),
            ("", None),
        ] {
            assert_eq!(mark(subject), length, "{subject}");
        }
    }

    #[test]
    fn subjects_are_compared_by_what_they_are_about() {
        assert!(is_same(&base("Quick question"), "Quick question, {{ first_name }}?"));
        assert!(is_same(&base("{{company}} + you"), "{{ company }} + you"));
        assert!(!is_same(&base("Quick question"), "Our new classes"));
        assert!(!is_same(&base("{{company}}"), "Hello {{company}}"));
    }

    #[test]
    fn a_stand_in_is_no_subject_of_its_own() {
        for rest in [" [Original Subject]", " {{ previous_subject }}", " <previous subject>", " (same thread)"] {
            assert!(stands_for_a_subject(rest), "{rest}");
        }
        assert!(!stands_for_a_subject(" the subject of money came up, and I thought of you"));
        assert!(!stands_for_a_subject(" quick question"));
    }
}
