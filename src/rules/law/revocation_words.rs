//! The texts' opt-out knows fewer words than the law has it understand.

use crate::model::{Channel, OptOutMethod};
use crate::rules::regions::{Regions, note};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("law/revocation-words", include_str!("../../../rules/law/revocation-words.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (channel, opt_out) in &cx.campaign.opt_out {
        if *channel != Channel::Sms
            || !cx.campaign.uses(*channel)
            || !opt_out.method.is(|method| *method == OptOutMethod::Keyword)
        {
            continue;
        }
        if !found.knows(&opt_out.keywords, "opt_out.sms.keywords") {
            return;
        }
        let Some(known) = opt_out.keywords.located() else { return };
        let Some(regions) = Regions::of(cx, found) else { return };
        let understood = |word: &str| known.value.iter().any(|known| letters(&known.value) == letters(word));
        for held in regions.holding(cx, found, |law| &law.words, *channel) {
            let missing: Vec<&str> =
                held.duty.what.words.iter().map(String::as_str).filter(|word| !understood(word)).collect();
            let Some(first) = missing.first() else { continue };
            let message = format!("a person in {} who answers {first} goes on getting texts", held.place());
            let label = match missing.len() {
                1 => "1 more word has to work".to_owned(),
                n => format!("{n} more words have to work"),
            };
            let place = known.value.first().map_or(known.place, |word| word.place);
            found.push(
                cx.finding(place, label, message)
                    .help(format!("understand these as well: {}", missing.join(", ")))
                    .note(note([&held.duty.source])),
            );
            return;
        }
    }
}

/// Letters and digits alone, in capitals: "opt-out" is "OPT OUT".
fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
