//! Whether the copy hands the conversation over from one person to the next.

use crate::model::Sender;
use crate::rules::{Context, Part};

/// Whether the first touch of a new sender, or the one before it, announces the change.
pub(super) fn is_announced(cx: &Context<'_>, before: Option<usize>, now: usize) -> bool {
    let told = |before| cx.says(before, "handover_phrases") || names(cx, before, now) || names(cx, now, before);
    cx.says(now, "handover_phrases") || before.is_some_and(told)
}

/// Who speaks in a touch.
pub(super) fn sender_of<'a>(cx: &Context<'a>, step: usize) -> Option<&'a Sender> {
    cx.campaign.sender_of(cx.touch(step)?)
}

/// Whether every text of one touch calls who speaks in the other one by the first name: "Bob will write to you".
fn names(cx: &Context<'_>, text: usize, speaker: usize) -> bool {
    let Some(name) = sender_of(cx, speaker).and_then(first_name) else { return false };
    if sender_of(cx, text).and_then(first_name) == Some(name) {
        return false;
    }
    let calls = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
    let mut bodies = cx.copies.of_step(text).iter().filter(|wording| wording.part == Part::Body).peekable();
    bodies.peek().is_some() && bodies.all(|wording| calls(wording.message().text()))
}

/// The first name of a sender who has one: not the name of a firm or of a desk.
fn first_name(sender: &Sender) -> Option<&str> {
    const DESKS: [&str; 9] = ["The", "Our", "Your", "Team", "Customer", "Client", "Support", "Sales", "Member"];
    let name = sender.name.value()?.split_whitespace().next().filter(|name| name.chars().count() > 1)?;
    let is_firm = sender.organization.is(|firm| firm.split_whitespace().any(|word| word == name));
    (!is_firm && !DESKS.contains(&name)).then_some(name)
}
