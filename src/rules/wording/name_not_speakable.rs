//! A name that somebody has to say aloud.

use super::said;
use crate::copy::tags::Tag;
use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("copy/name-not-speakable", include_str!("../../../rules/copy/name-not-speakable.md"), check);

/// What fields that tell how a name is said are called.
const SOUNDS: [&str; 6] = ["pronun", "phonetic", "sounds", "spoken", "aussprache", "pronon"];

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mut named = Vec::new();
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        let message = wording.message();
        if !matches!(message.channel(), Channel::Call | Channel::Voicemail) {
            continue;
        }
        let tags = &message.tags().tags;
        let told = |tag: &Tag| {
            let path = tag.path.to_lowercase();
            SOUNDS.iter().any(|sound| path.contains(sound))
        };
        if tags.iter().any(told) {
            return;
        }
        named.extend(tags.iter().find(|tag| tag.is_name()).map(|tag| said::seen(cx, wording, tag.range.clone())));
    }
    let [first, more @ ..] = named.as_slice() else { return };
    let mut finding = cx
        .finding(first.place, "how is it said?", "a person hears their own name said wrong, first thing on the phone")
        .step(cx.step_id(first.step))
        .help("ask people how their name is said, and put that into the script: {{ name_pronunciation }}");
    for said in more.iter().take(5) {
        finding = finding.label(said.place, "and here");
    }
    found.push(finding);
}
