//! No person's name.

use super::{seen_on, shows_name};
use crate::rules::{Context, Findings, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("sender/faceless-sender", include_str!("../../../rules/sender/faceless-sender.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    words: Vec<String>,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    for sender in seen_on(cx, shows_name) {
        let Some(name) = sender.name.located() else { continue };
        let organization = sender.organization.value().map_or("", String::as_str);
        if is_faceless(&name.value, organization, &options.words) {
            let shown: String = name.value.chars().take(40).collect();
            found.push(
                cx.finding(
                    name.place,
                    "no person's name",
                    format!("a person hears from \"{shown}\" and from nobody in particular"),
                )
                .help(cx.advice(
                    "let a person sign: name = \"Maya at Hot Yoga\"",
                    "let a person sign: \"Maya at Hot Yoga\"",
                )),
            );
        }
    }
}

/// Whether every word of the name is one of a department, or of the firm's own name, and one at least is.
fn is_faceless(name: &str, organization: &str, known: &[String]) -> bool {
    let organization: Vec<String> = words(organization).collect();
    let mut all = words(name).peekable();
    all.peek().is_some() && all.all(|word| organization.contains(&word) || known.contains(&word))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::is_faceless;

    #[test]
    fn a_person_among_the_words_is_enough() {
        let known = ["the", "team", "front", "desk", "growth"].map(str::to_owned);
        assert!(is_faceless("The Growth Team", "GrowthKit", &known));
        assert!(is_faceless("Hot Yoga Team", "Hot Yoga Studio", &known));
        assert!(!is_faceless("Maya from the Front Desk", "Hot Yoga Studio", &known));
        assert!(!is_faceless("", "Hot Yoga Studio", &known));
        assert!(!is_faceless("{{ owner.name }}", "Hot Yoga Studio", &known));
    }
}
