//! Any text as copy: merge tags, HTML, the folded form, segments of a text message, and all that a message tells.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outreach_lint::copy::fold::Folded;
use outreach_lint::copy::html;
use outreach_lint::copy::message::Message;
use outreach_lint::copy::sms::{segments, segments_without};
use outreach_lint::copy::tags::{Tags, scan};
use outreach_lint::model::Channel;
use outreach_lint_fuzz::{hold_order, hold_range, settings};

fuzz_target!(|text: &str| {
    let tags = scan(text);
    hold_tags(text, &tags);
    assert_eq!(tags, scan(text));
    let whole = segments(text);
    assert_eq!(whole.count == 0, text.is_empty());
    hold_order(text, whole.outside.iter(), "outside");
    let least = segments_without(text, &tags.unread());
    assert!(least.units <= whole.units.max(least.units));
    let folded = Folded::new(text);
    for (at, c) in folded.text().char_indices() {
        hold_range(text, folded.source(at..at + c.len_utf8()), "folded");
    }
    let visible = html::visible(text);
    for (at, c) in visible.text().char_indices() {
        hold_range(text, visible.source(at..at + c.len_utf8()), "visible");
    }
    for link in visible.links() {
        hold_range(visible.text(), link.range.clone(), "a link");
        hold_range(text, link.href_source.clone(), "where a link leads");
    }
    for hit in settings().phrases().find(visible.text()) {
        hold_range(visible.text(), hit.range, "a phrase");
    }
    let subject = text.lines().next().unwrap_or("");
    for channel in [Channel::Email, Channel::Sms] {
        hold_message(&Message::new(channel, subject, text));
    }
});

fn hold_tags(text: &str, tags: &Tags) {
    hold_order(text, tags.tags.iter().map(|tag| &tag.range), "tags");
    hold_order(text, tags.problems.iter().map(|problem| &problem.range), "problems");
    hold_order(text, tags.placeholders.iter().map(|placeholder| &placeholder.range), "placeholders");
    hold_order(text, tags.code.iter(), "code");
    hold_order(text, tags.branches.iter(), "branches");
    let unread = tags.unread();
    hold_order(text, unread.iter(), "unread");
    assert!(unread.windows(2).all(|pair| pair[0].end < pair[1].start), "no overlaps: {unread:?}");
    for tag in &tags.tags {
        assert!(tag.fallback.as_ref().is_none_or(|words| !words.trim().is_empty()), "{tag:?}");
    }
}

fn hold_message(message: &Message<'_>) {
    let text = message.text();
    let whole = |range: std::ops::Range<usize>, what: &str| {
        hold_range(text, range.clone(), what);
        hold_range(message.body(), message.source(range), what);
    };
    hold_tags(text, message.tags());
    hold_tags(message.subject(), message.subject_tags());
    message.sentences().iter().for_each(|range| whole(range.clone(), "a sentence"));
    if let Some(greeting) = message.greeting() {
        whole(greeting.range.clone(), "the greeting");
    }
    if let Some(sign_off) = message.sign_off() {
        whole(sign_off.range.clone(), "the sign-off");
    }
    message.links().iter().for_each(|link| {
        let _ = (link.host(), link.is_plain_http(), link.is_shortened(), link.is_opt_out());
    });
    message.contacts().iter().for_each(|contact| whole(contact.range.clone(), "a contact"));
    message.opt_outs().iter().for_each(|out| whole(out.range.clone(), "a way out"));
    whole(message.core(), "the core");
    let share = message.tone().capital_share();
    assert!((0.0..=1.0).contains(&share), "{share}");
    let likeness = message.runs().likeness(message.runs());
    assert!(message.runs().is_empty() || (likeness - 1.0).abs() < 1e-9, "{likeness}");
    let _ = (message.words(), message.language());
}
