//! One character that makes a text twice as long.

use super::said;
use crate::copy::sms::{Alphabet, segments};
use crate::model::Channel;
use crate::rules::{Context, Findings, Part, Rule};
use serde::Deserialize;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule::campaign("copy/sms-surprise-unicode", include_str!("../../../rules/copy/sms-surprise-unicode.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    most: usize,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    for wording in cx.copies.all().iter().filter(|w| w.part == Part::Body && w.message().channel() == Channel::Sms) {
        let text = wording.message().text();
        let now = segments(text);
        let odd: BTreeSet<&str> = now.outside.iter().filter_map(|range| text.get(range.clone())).collect();
        // A letter is no surprise: who writes Polish or Russian needs theirs.
        let letters = odd.iter().any(|odd| odd.chars().all(char::is_alphabetic));
        if now.alphabet == Alphabet::Gsm7 || odd.len() > options.most || letters {
            continue;
        }
        let plain = odd.iter().fold(text.to_owned(), |text, odd| text.replace(odd, plain(odd)));
        let then = segments(&plain);
        let Some(first) = now.outside.first().filter(|_| then.count < now.count && then.alphabet == Alphabet::Gsm7)
        else {
            continue;
        };
        let place = said::seen(cx, wording, first.clone());
        let (what, pronoun) = match odd.len() {
            1 => ("one character makes".to_owned(), "it"),
            n => (format!("{n} characters make"), "them"),
        };
        let message = format!("{what} {} texts of this, and {} without {pronoun}", now.count, then.count);
        let mut finding = cx
            .finding(place.place, "not in the alphabet of texts", message)
            .step(cx.step_id(wording.step))
            .help("write straight quotes, a plain hyphen and three dots, and leave out what is not needed");
        for range in now.outside.iter().skip(1).take(5) {
            finding = finding.label(cx.copies.place(wording, wording.message().source(range.clone())), "and this one");
        }
        found.push(finding);
    }
}

/// What stands in place of a character that is not in the texts' alphabet, as long as what people write for it.
fn plain(odd: &str) -> &'static str {
    if odd == "…" { "..." } else { " " }
}
