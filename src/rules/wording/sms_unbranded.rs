//! A text that does not say who writes.

use crate::copy::message::Message;
use crate::copy::tags::Tag;
use crate::model::{Channel, Copy, Fact, Sender, Touch};
use crate::rules::{Context, Findings, Part, Rule, Wording, days, pressure};
use crate::source::Place;

use super::said::may_press;

pub(super) const RULE: Rule =
    Rule::campaign("copy/sms-unbranded", include_str!("../../../rules/copy/sms-unbranded.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    if !may_press(cx.campaign) {
        return;
    }
    let mut nameless: Vec<(usize, Place)> = Vec::new();
    for wording in cx.copies.all() {
        let Some(touch) = cx.touch(wording.step) else { continue };
        let is_text = wording.part == Part::Body && touch.channel.value == Channel::Sms;
        if !is_text || !pressure::presses(cx.campaign, wording.step) || names_the_firm(cx, wording, touch) {
            continue;
        }
        match touch.variants.get(wording.variant).map(|copy: &Copy| &copy.adds.name) {
            Some(Fact::Stated(adds)) if adds.value => {}
            Some(Fact::Unknown) if !cx.campaign.is_native() => found.lacks("step.body"),
            _ => nameless.push((wording.step, wording.text.place)),
        }
    }
    if nameless.is_empty() || !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    nameless.dedup_by_key(|(step, _)| *step);
    for (step, place) in nameless {
        found.push(
            cx.finding(
                place,
                "no name of yours in it",
                "a person gets a text from a number and does not learn whose it is",
            )
            .step(cx.step_id(step))
            .help("begin with your name, as people know you: \"Hot Yoga: ...\""),
        );
    }
}

/// Whether a text says from whom it is: by a name that the file states, a field that fills one in, or as firms do.
fn names_the_firm(cx: &Context<'_>, wording: &Wording<'_>, touch: &Touch) -> bool {
    let message = wording.message();
    let text = message.text();
    let senders = cx.campaign.sender_of(touch).map_or(cx.campaign.senders.as_slice(), std::slice::from_ref);
    senders.iter().any(|sender| says_sender(text, sender))
        || message.tags().tags.iter().any(|tag| is_firm_field(message, tag))
        || message.links().iter().any(|link| link.host().is_some() && !link.is_shortened())
        || names_itself(message)
        || cx.said(wording, "naming_phrases").next().is_some()
}

/// Whether the text says the firm's name, or the part of it that people say.
fn says_sender(text: &str, sender: &Sender) -> bool {
    let squeezed = letters(text);
    let domain = sender.email.value().and_then(|email| email.split('@').nth(1)?.split('.').next().map(letters));
    let firm = sender.organization.value().map(|name| letters(name));
    let first =
        sender.organization.value().and_then(|name| name.split_whitespace().map(letters).find(|word| word.len() > 3));
    domain.into_iter().chain(firm).chain(first).any(|name| name.len() > 2 && squeezed.contains(&name))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_firm_field(message: &Message<'_>, tag: &Tag) -> bool {
    const FIRM: [&str; 14] = [
        "brand",
        "store",
        "shop",
        "businessname",
        "business_name",
        "agency",
        "organization",
        "organisation",
        "org_name",
        "account_name",
        "clinic",
        "practice",
        "studio",
        "location",
    ];
    const COMPANY: [&str; 3] = ["company", "business", "org"];
    let path = tag.path.to_lowercase();
    if FIRM.iter().any(|word| path.contains(word)) {
        return true;
    }
    // The recipient's company is a field of the same name: it is the sender's only where a sender introduces itself.
    let before = message.slice(0..tag.range.start).to_lowercase();
    let opens = before.trim().is_empty() && message.slice(tag.range.end..message.text().len()).starts_with(':');
    let introduced = [" from", " with", " at", " by", "here at", "it's", "this is"]
        .iter()
        .any(|word| before.trim_end().ends_with(word));
    COMPANY.iter().any(|word| path.contains(word)) && (opens || introduced)
}

/// "Hot Yoga: ...", "this is Maya from Hot Yoga", "thanks for choosing Hot Yoga".
fn names_itself(message: &Message<'_>) -> bool {
    let text = message.text();
    let head: String = text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(40).collect();
    let opens = head.split_once(':').is_some_and(|(name, _)| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (1..=5).contains(&words.len())
            && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
            && !["Hi", "Hey", "Hello", "Dear", "Reminder", "Update", "Reply", "Note", "Urgent", "PS"]
                .contains(words.first().unwrap_or(&""))
    });
    let words: Vec<&str> = text.split_whitespace().collect();
    let introduced = words.windows(3).any(|three| {
        let [who, link, name] = three else { return false };
        let linked = ["from", "at", "with", "of", "w/", "@"].contains(&link.to_lowercase().as_str());
        // "Maya from Hot Yoga", "Ann here with Acme", "{{agent}} at Acme"; "homes at Main St" names nobody.
        let person = who.starts_with(|c: char| c.is_uppercase() || c == '{') || *who == "here" || *who == "team";
        linked && (is_firm(name) || (person && is_proper(name)))
    });
    opens || introduced
}

/// Whether a word is a name and no day or month.
fn is_proper(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_uppercase) && word.chars().count() > 1 && !days::is_calendar_word(word)
}

/// Whether a word looks like the name of a firm: "ACME", "HubSpot".
fn is_firm(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    word.chars().count() > 2 && word.starts_with(char::is_uppercase) && capitals > 1
}
