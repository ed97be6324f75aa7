//! What somebody forgot to fill in.

use super::said;
use crate::copy::tags::{Placeholder, PlaceholderKind};
use crate::model::Channel;
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule =
    Rule::campaign("copy/unfilled-placeholder", include_str!("../../../rules/copy/unfilled-placeholder.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for wording in cx.copies.all() {
        let message = wording.message();
        let mut blanks =
            message.tags().placeholders.iter().filter(|placeholder| !a_person_fills(cx, wording, placeholder));
        let Some(first) = blanks.next() else { continue };
        let said = said::seen(cx, wording, first.range.clone());
        let message_text = format!("a person reads \"{}\", which nobody filled in", said.words);
        let mut finding = cx
            .finding(said.place, "still to be filled in", message_text)
            .step(cx.step_id(wording.step))
            .help("write what belongs there, or use a field of your tool that fills it in");
        for blank in blanks.take(5) {
            finding = finding.label(cx.copies.place(wording, message.source(blank.range.clone())), "and this");
        }
        found.push(finding);
    }
}

/// Whether a person will see and fill the blank: who writes or speaks the touch has it before their eyes.
fn a_person_fills(cx: &Context<'_>, wording: &Wording<'_>, placeholder: &Placeholder) -> bool {
    let fields = matches!(
        placeholder.kind,
        PlaceholderKind::Bracket | PlaceholderKind::Instruction | PlaceholderKind::Angle | PlaceholderKind::Underscore
    );
    let at_hand = cx.touch(wording.step).is_some_and(|touch| {
        touch.manual.is(|manual| *manual)
            || (touch.channel.value == Channel::Call && !touch.voice.is(|voice| *voice != crate::model::Voice::Live))
    });
    fields && at_hand
}
