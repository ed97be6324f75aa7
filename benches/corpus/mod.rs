//! Campaigns for measuring: the same bytes on every machine, in the native format, some 26 KB each.
//!
//! Prose is drawn from a list of common words, with merge tags, links and accents as real copy has them. One campaign
//! in six carries a planted fault, so that rules have something to say.

use std::fmt::Write;

const WORDS: &[&str] = &[
    "the", "a", "to", "your", "you", "with", "for", "that", "this", "from", "about", "when", "team", "account", "plan",
    "week", "day", "setup", "report", "invoice", "start", "value", "customer", "question", "help", "guide", "step",
    "minutes", "share", "export", "review", "month", "save", "time", "quick", "simple", "results", "next", "learn",
    "more", "class", "lesson", "garden", "coffee", "order", "visit", "letter", "reader", "house", "table",
];
const GREETING: &str = "Hi {{ first_name | default: 'friend' }},";
/// The planted fault: a tag that nobody closed.
const BROKEN: &str = "Hi {{ first_name,";
const ACCENTS: &[&str] = &["café", "naïve", "Zürich", "—", "“quote”", "señor"];

/// A small linear congruential generator: no dependency, no platform in it.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// How a campaign is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One JSON object.
    Json,
    /// One TOML file.
    Toml,
}

/// Campaign number `seed` with up to `most_steps` steps and bodies of `body` characters.
pub(crate) fn campaign(seed: u64, form: Form, most_steps: usize, body: std::ops::Range<usize>) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let fault = dice.roll(6) == 0;
    let count = 1 + dice.roll(most_steps);
    let mut out = String::with_capacity(count * body.end);
    let name = format!("Campaign {seed}");
    head(&mut out, form, &name);
    for index in 0..count {
        let text = prose(&mut dice, body.start + index % 3 * 10, body.end);
        let greeting = if fault && index == 0 { BROKEN } else { GREETING };
        let subject: String = prose(&mut dice, 15, 50).lines().next().unwrap_or("news").to_owned();
        let last = index + 1 == count;
        let body = format!("{greeting}\n\n{text}\n\nAda\nUnsubscribe: {{{{ unsubscribe_url }}}}\n");
        step(&mut out, form, index, &subject, &body, last);
    }
    if form == Form::Json {
        out.push_str("  ]\n}\n");
    }
    out
}

fn head(out: &mut String, form: Form, name: &str) {
    let text = match form {
        Form::Json => format!(
            r#"{{
  "campaign": {{ "name": "{name}", "purpose": "requested", "region": ["GB"] }},
  "audience": {{ "source": "subscription", "consent": {{ "email": "express" }}, "collected": "from-person" }},
  "sender": {{ "name": "Ada Lind", "email": "ada@lumen.example", "organization": "Lumen Ltd", "phone": "+44 20 7946 0100",
    "postal_address": "4 Canal Row, London N1 7QT" }},
  "stop": {{ "on": ["reply", "decline", "opt-out", "complaint", "cancel", "convert"] }},
  "opt_out": {{ "email": {{ "method": "one-click", "honored_within": "1d", "covers": "all-channels" }} }},
  "step": [
"#
        ),
        Form::Toml => format!(
            r#"[campaign]
name = "{name}"
purpose = "requested"
region = ["GB"]

[audience]
source = "subscription"
consent = {{ email = "express" }}
collected = "from-person"

[sender]
name = "Ada Lind"
email = "ada@lumen.example"
organization = "Lumen Ltd"
phone = "+44 20 7946 0100"
postal_address = "4 Canal Row, London N1 7QT"

[stop]
on = ["reply", "decline", "opt-out", "complaint", "cancel", "convert"]

[opt_out.email]
method = "one-click"
honored_within = "1d"
covers = "all-channels"
"#
        ),
    };
    out.push_str(&text);
}

fn step(out: &mut String, form: Form, index: usize, subject: &str, body: &str, last: bool) {
    let number = index + 1;
    let written = match form {
        Form::Json => {
            let body = serde_json::to_string(body).expect("text is JSON");
            let subject = serde_json::to_string(subject).expect("text is JSON");
            let comma = if last { "" } else { "," };
            writeln!(
                out,
                "    {{ \"id\": \"step-{number}\", \"channel\": \"email\", \"wait\": \"15d\", \"subject\": {subject},\n      \"body\": {body} }}{comma}"
            )
        }
        Form::Toml => {
            let subject = serde_json::to_string(subject).expect("text is TOML");
            writeln!(
                out,
                "\n[[step]]\nid = \"step-{number}\"\nchannel = \"email\"\nwait = \"15d\"\nsubject = {subject}\nbody = \"\"\"\n{body}\"\"\""
            )
        }
    };
    written.expect("a string takes any text");
}

fn prose(dice: &mut Dice, least: usize, most: usize) -> String {
    let length = least + dice.roll(most.saturating_sub(least).max(1));
    let mut out = String::with_capacity(length + 80);
    while out.len() < length {
        match dice.roll(200) {
            0..=2 => out.push_str("{{ company.name | default: 'your firm' }}"),
            3..=4 => out.push_str("<a href=\"https://lumen.example/guide\">the guide</a>"),
            5..=7 => out.push_str(dice.pick(ACCENTS)),
            _ => out.push_str(dice.pick(WORDS)),
        }
        out.push_str(match dice.roll(50) {
            0 => "\n\n",
            1..=2 => ".\n",
            3..=4 => ", ",
            _ => " ",
        });
    }
    out.trim().to_owned()
}
