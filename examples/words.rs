//! How well the rules about words judge real messages: precision and recall on hand-read ones, by category and half.
//!
//! ```text
//! cargo run --example words                               # the table
//! cargo run --example words -- --errors reminder write    # what went wrong in a category, on the half that lists are written on
//! cargo run --example words -- --harmless judge           # what harmless messages raise, one line for each
//! cargo run --example words -- FILE                       # another set, laid out alike; every message counts as "judge"
//! ```
//!
//! The messages lie in `../shared/research/copy/dev.jsonl` and are not part of the project; where they are missing, the
//! program says so and measures nothing. A message falls into the half "write" or "judge" by the first bit of the SHA-256 of
//! its sequence's id (of its own where it is alone), so that sequences stay whole. Lists of phrases are written with the one
//! half in view, and judged on the other.
//!
//! Each message is put into a campaign of its own: its role gives the purpose, the messages that came before it in its
//! sequence are the steps before, and the real rules run. Lists are read from the pages on disk, so that they can be tuned
//! without building again.
#![expect(clippy::disallowed_methods, reason = "a tool for developers reads its data from disk")]
#![expect(clippy::print_stdout, reason = "its table is its output")]

use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Page, Preset, Rule, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The categories of the labels, each with the rules that speak of it.
const CATEGORIES: &[(&str, &[&str])] = &[
    ("reminder", &["copy/just-in-case"]),
    ("guilt_trip", &["copy/guilt-trip"]),
    ("false_urgency", &["copy/false-urgency", "offer/endless-urgency"]),
    ("generic_greeting", &["copy/generic-greeting"]),
    ("sender_centric", &["copy/sender-centric"]),
    ("fake_re", &["copy/fake-thread"]),
    ("merge_no_fallback", &["copy/merge-tag-without-fallback"]),
    ("no_contact_last", &["cadence/weak-ending"]),
    ("sms_no_brand", &["copy/sms-unbranded"]),
    ("sms_no_stop", &["opt-out/sms-without-stop"]),
    ("optout_friction", &["opt-out/opt-out-friction"]),
    ("post_cancel_survey", &["opt-out/parting-survey"]),
    ("referral_only", &["offer/referral-only-offer"]),
    ("no_reply", &["sender/no-reply-sender"]),
];

#[derive(Deserialize)]
struct Message {
    id: String,
    channel: String,
    role: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    sequence_id: Option<String>,
    #[serde(default)]
    earlier_subjects: Vec<String>,
    localpart: Option<String>,
    #[serde(default)]
    harvested: Value,
    #[serde(default)]
    judged: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    label: String,
    #[serde(default)]
    span: Option<String>,
}

/// True and false alarms, and what was missed.
#[derive(Clone, Copy, Default)]
struct Score {
    hit: u32,
    false_alarm: u32,
    missed: u32,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given = arguments.first().filter(|first| !first.starts_with("--"));
    let path = given.map_or_else(|| root.join("../shared/research/copy/dev.jsonl"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("{} is not there: nothing was measured", path.display());
        return;
    };
    let messages: Vec<Message> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let settings = settings(root);
    let judged: Vec<(&Message, &str, BTreeMap<String, String>)> = messages
        .iter()
        .map(|message| (message, if given.is_some() { "judge" } else { half(message) }, findings(message, &settings)))
        .collect();
    if let [option, category, half] = arguments.get(usize::from(given.is_some())..).unwrap_or_default()
        && option == "--errors"
    {
        errors(&judged, category, half);
        return;
    }
    if let [option, half] = arguments.get(usize::from(given.is_some())..).unwrap_or_default()
        && option == "--harmless"
    {
        for (message, _, said) in judged.iter().filter(|(m, h, s)| h == half && is_harmless(m) && !s.is_empty()) {
            println!("{:?} {said:?}", (&message.id, &message.channel, &message.subject));
        }
        return;
    }
    println!("{} messages of {}\n", messages.len(), path.file_name().unwrap_or_default().to_string_lossy());
    table(&judged);
    harmless(&judged);
}

/// The half that a message falls into; a sequence is never parted.
fn half(message: &Message) -> &'static str {
    let hash = Sha256::digest(message.sequence_id.as_ref().unwrap_or(&message.id));
    if hash.first().is_some_and(|byte| byte % 2 == 0) { "write" } else { "judge" }
}

/// The rules that are measured, with the lists of the pages as they lie on disk.
fn settings(root: &Path) -> Settings {
    let wanted = |rule: &Rule| rule.group() == "copy" || CATEGORIES.iter().any(|(_, rules)| rules.contains(&rule.name));
    let wish = |rule: &Rule| {
        let text = std::fs::read_to_string(root.join("rules").join(format!("{}.md", rule.name)));
        let page = text.ok().and_then(|text| Page::read(text.leak()).ok());
        Wish { options: page.map(|page| page.meta.options).unwrap_or_default(), ..Wish::default() }
    };
    Settings::new(Preset::Courteous, jiff::civil::date(2026, 11, 22), &wanted, &wish)
}

/// The rules that speak of a message, each with what it says.
fn findings(message: &Message, settings: &Settings) -> BTreeMap<String, String> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("message.json", campaign(message).to_string(), Language::Json));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::file(&run, file, settings, &[]);
    report
        .findings
        .iter()
        // What is said of the sender belongs to no step.
        .filter(|finding| finding.step.as_deref().is_none_or(|step| step == "it"))
        .map(|finding| (finding.rule.to_string(), finding.message.clone()))
        .collect()
}

/// A message as the last step of a campaign.
fn campaign(message: &Message) -> Value {
    let purpose = match message.role.as_str() {
        "transactional" => "transactional",
        "first" | "followup" | "breakup" => "sales",
        _ => "marketing",
    };
    let channel = if message.channel == "sms" { "sms" } else { "email" };
    let mut steps: Vec<Value> = message
        .earlier_subjects
        .iter()
        .enumerate()
        .map(
            |(n, subject)| json!({ "id": format!("before-{n}"), "channel": "email", "wait": "5d", "subject": subject }),
        )
        .collect();
    if steps.is_empty() && matches!(message.role.as_str(), "followup" | "breakup") {
        steps.push(json!({ "id": "before", "channel": "email", "wait": "5d" }));
    }
    let mut step = json!({ "id": "it", "channel": channel, "wait": "5d", "body": message.body });
    if let Some(step) = step.as_object_mut() {
        // Where the set knows no subject, there was one all the same.
        let (key, value) =
            if message.subject.is_empty() { ("thread", json!(true)) } else { ("subject", json!(message.subject)) };
        step.insert(key.to_owned(), value);
    }
    steps.push(step);
    let mut whole = json!({ "campaign": { "name": message.id, "purpose": purpose }, "step": steps });
    if let (Some(local), Some(whole)) = (&message.localpart, whole.as_object_mut()) {
        whole.insert("sender".to_owned(), json!({ "name": "A", "email": format!("{local}@sender.example") }));
    }
    whole
}

fn table(judged: &[(&Message, &str, BTreeMap<String, String>)]) {
    println!("| category | half | messages | hits | false alarms | missed | precision | recall |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (category, rules) in CATEGORIES {
        for half in ["write", "judge"] {
            let mut score = Score::default();
            let mut count = 0;
            for (message, _, said) in judged.iter().filter(|(m, h, _)| *h == half && is_judged(m, category)) {
                count += 1;
                match (is_labelled(message, category), rules.iter().any(|rule| said.contains_key(*rule))) {
                    (true, true) => score.hit += 1,
                    (false, true) => score.false_alarm += 1,
                    (true, false) => score.missed += 1,
                    (false, false) => {}
                }
            }
            println!(
                "| {category} | {half} | {count} | {} | {} | {} | {} | {} |",
                score.hit,
                score.false_alarm,
                score.missed,
                share(score.hit, score.hit + score.false_alarm),
                share(score.hit, score.hit + score.missed),
            );
        }
    }
}

/// Messages that somebody searched for by a phrase are left out: what they would say of recall is circular.
fn is_judged(message: &Message, category: &str) -> bool {
    let harvested = !matches!(message.harvested, Value::Null | Value::Bool(false));
    !harvested && message.judged.iter().any(|judged| judged == category)
}

fn is_labelled(message: &Message, category: &str) -> bool {
    message.labels.iter().any(|label| label.label == category)
}

fn share(part: u32, whole: u32) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.2}", f64::from(part) / f64::from(whole)) }
}

/// Whether a message sells nothing and asks for nothing.
fn is_harmless(message: &Message) -> bool {
    message.role == "transactional"
}

/// How many harmless messages raise anything, and which rules they raise.
fn harmless(judged: &[(&Message, &str, BTreeMap<String, String>)]) {
    for half in ["write", "judge"] {
        let harmless: Vec<_> = judged.iter().filter(|(m, h, _)| *h == half && is_harmless(m)).collect();
        let loud = harmless.iter().filter(|(_, _, said)| !said.is_empty()).count();
        let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, _, said) in &harmless {
            for rule in said.keys() {
                *rules.entry(rule).or_default() += 1;
            }
        }
        let words: BTreeSet<&str> = CATEGORIES.iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
        let pressed = harmless.iter().filter(|(_, _, said)| {
            said.keys().any(|rule| words.contains(rule.as_str()) && rule != "copy/merge-tag-without-fallback")
        });
        println!(
            "\n{half}: of {} harmless messages {loud} raise anything ({}), {} a rule of the table but for the tags; {rules:?}",
            harmless.len(),
            share(loud as u32, harmless.len() as u32),
            pressed.count(),
        );
    }
}

/// What went wrong in a category.
fn errors(judged: &[(&Message, &str, BTreeMap<String, String>)], category: &str, half: &str) {
    let Some((_, rules)) = CATEGORIES.iter().find(|(known, _)| *known == category) else {
        println!("no category {category}");
        return;
    };
    for (message, _, said) in judged.iter().filter(|(m, h, _)| *h == half && is_judged(m, category)) {
        let labelled = message.labels.iter().find(|label| label.label == category);
        let found = rules.iter().find_map(|rule| said.get(*rule));
        let head = (&message.id, &message.channel, &message.role, &message.subject);
        match (labelled, found) {
            (Some(label), None) => println!("missed {head:?}: {:?}", label.span),
            (None, Some(found)) => println!("false alarm {head:?}: {found}"),
            _ => {}
        }
    }
}
