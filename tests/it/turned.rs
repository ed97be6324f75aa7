//! How often each rule speaks where one thing at a time is taken away or turned round, in its page's examples and in the
//! fixtures; and how much each importer reads.
//!
//! An example shows one way to be right or wrong; the conditions around it show only when something of it is missing.
//! Thousands of campaigns are too many to read, so their figures are held: a row moves where a rule now speaks of more
//! or fewer of them. After a change that is meant, `INSTA_UPDATE=always cargo test --test it turned` writes them anew.

use crate::dialects_saas::show::compact;
use crate::said::{examples, keep, today};
use outreach_lint::import::{self, Input};
use outreach_lint::lint::{self, Report, Run};
use outreach_lint::rules::{self, Preset, Settings, Wish};
use outreach_lint::source::{Beside, Language, NothingBeside, SourceFile, Sources};
use outreach_lint::syntax;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// What is said of many campaigns: findings, the places they point at, the touches of their walks, the letters of what
/// they say, and how often a rule could not judge.
#[derive(Clone, Copy, Default)]
struct Figures {
    findings: usize,
    places: usize,
    touches: usize,
    letters: usize,
    not_judged: usize,
}

#[test]
fn of_examples_with_one_thing_turned_each_rule_speaks_as_often_as_it_did() {
    let known = native();
    let rules: Vec<_> = rules::all().collect();
    let rows: Vec<String> = rules
        .par_iter()
        .map(|rule| {
            let own = |other: &rules::Rule| other.name == rule.name;
            let settings = Settings::new(Preset::Strict, today(), &own, &|_| Wish::default());
            let (mut count, mut all) = (0, BTreeMap::new());
            for (block, beside) in examples(rule) {
                let Some(campaign) = (if block.language.starts_with("json") {
                    serde_json::from_str(&block.text.replace("// finding", "")).ok()
                } else {
                    toml::from_str(&block.text).ok().map(json)
                }) else {
                    continue;
                };
                let turned = turned(&campaign, &known);
                count += turned.len();
                for campaign in &turned {
                    add(&mut all, campaign, &beside, &settings);
                }
            }
            let figures = all.get(rule.name).copied().unwrap_or_default();
            format!("{:<40} {}", rule.name, row(count, figures))
        })
        .collect();
    keep("turned-examples", &rows.join("\n"));
}

#[test]
fn of_fixtures_with_one_thing_turned_each_rule_speaks_as_often_as_it_did() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let settings = Settings::new(Preset::Strict, today(), &|_| true, &|_| Wish::default());
    let known = native();
    let mut campaigns = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.expect("a fixture").into_path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        campaigns.extend(match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => toml::from_str(&text).ok().map(json),
            Some("json") => serde_json::from_str(&text).ok(),
            _ => None,
        });
    }
    let turned: Vec<Value> = campaigns.iter().flat_map(|campaign| turned(campaign, &known)).collect();
    let all = turned
        .par_iter()
        .fold(BTreeMap::new, |mut all, campaign| {
            add(&mut all, campaign, &NothingBeside, &settings);
            all
        })
        .reduce(BTreeMap::new, |mut all, more| {
            for (rule, figures) in more {
                let sum: &mut Figures = all.entry(rule).or_default();
                sum.findings += figures.findings;
                sum.places += figures.places;
                sum.touches += figures.touches;
                sum.letters += figures.letters;
                sum.not_judged += figures.not_judged;
            }
            all
        });
    let rows: Vec<String> =
        all.iter().map(|(rule, figures)| format!("{rule:<40} {}", row(turned.len(), *figures))).collect();
    keep("turned-fixtures", &rows.join("\n"));
}

#[test]
fn exports_with_one_thing_turned_are_read_as_they_were() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects");
    let mut exports: Vec<(String, Value)> = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.expect("a fixture").into_path();
        let Some(export) = std::fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str(&text).ok()) else {
            continue;
        };
        let name = path.strip_prefix(&root).expect("a fixture").to_string_lossy().replace('\\', "/");
        exports.push((name, export));
    }
    let mut words = Words::new();
    for (_, export) in &exports {
        gather("", export, &mut words);
    }
    let rows: Vec<String> = exports
        .par_iter()
        .map(|(name, export)| {
            let turned = turned(export, &words);
            let (mut campaigns, mut unread, mut findings, mut letters) = (0, 0, 0, 0);
            for export in &turned {
                let sources = Sources::default();
                let file = sources.add(SourceFile::from_text("export.json", export.to_string(), Language::Json));
                let source = sources.get(file).expect("just added");
                let document = syntax::parse(file, &source);
                let beside = &NothingBeside;
                let input = Input { file, source: &source, document: &document, sources: &sources, beside };
                let imported = import::import(&input, None);
                let mut shown = String::new();
                imported.campaigns.iter().for_each(|campaign| compact(campaign, &mut shown));
                campaigns += imported.campaigns.len();
                unread += imported.unread.len();
                findings += imported.findings.len();
                letters += shown.len();
            }
            let count = turned.len();
            format!(
                "{name:<32} {count:>6} exports {campaigns:>6} campaigns {unread:>5} unread {findings:>5} findings \
                 {letters:>9} letters"
            )
        })
        .collect();
    keep("turned-exports", &rows.join("\n"));
}

fn add(all: &mut BTreeMap<String, Figures>, campaign: &Value, beside: &dyn Beside, settings: &Settings) {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("campaign.json", campaign.to_string(), Language::Json));
    let run = Run { sources: &sources, beside, from: None };
    let Report { findings, not_judged, .. } = lint::finish(&run, vec![lint::file(&run, file, settings, &[])], settings);
    for finding in findings {
        let sum = all.entry(finding.rule.to_string()).or_default();
        let labels = finding.labels.iter().map(|label| label.message.len() + label.place.span.range().len());
        sum.findings += 1;
        sum.places += finding.labels.len();
        sum.touches += finding.witness.len();
        sum.letters += finding.message.len() + finding.help.map_or(0, |help| help.len()) + labels.sum::<usize>();
    }
    for not_judged in not_judged {
        all.entry(not_judged.rule.to_string()).or_default().not_judged += 1;
    }
}

fn row(count: usize, figures: Figures) -> String {
    let Figures { findings, places, touches, letters, not_judged } = figures;
    let mut row = String::new();
    let _ = write!(row, "{count:>6} campaigns {findings:>5} findings {places:>5} places {touches:>5} touches");
    let _ = write!(row, " {letters:>7} letters {not_judged:>5} not judged");
    row
}

/// Plain words that stand for a key.
type Words = BTreeMap<String, BTreeSet<String>>;

/// What exports say of a key in one place may stand in another.
fn gather(key: &str, value: &Value, words: &mut Words) {
    match value {
        Value::Object(table) => table.iter().for_each(|(key, value)| gather(key, value, words)),
        Value::Array(list) => list.iter().for_each(|value| gather(key, value, words)),
        Value::String(word) if word.len() < 40 && !word.contains(char::is_whitespace) => {
            words.entry(key.to_owned()).or_default().insert(word.clone());
        }
        _ => {}
    }
}

/// The words of the native format.
fn native() -> Words {
    let owned = |words: &&[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    WORDS.iter().map(|(key, words)| ((*key).to_owned(), owned(words))).collect()
}

/// The campaign, and each campaign that differs from it in one thing.
fn turned(campaign: &Value, known: &Words) -> Vec<Value> {
    let mut pointers = Vec::new();
    walk(campaign, "", &mut pointers);
    let mut all = vec![campaign.clone()];
    for pointer in pointers {
        let (parent, key) = pointer.rsplit_once('/').expect("it lies in something");
        let mut without = campaign.clone();
        match without.pointer_mut(parent) {
            Some(Value::Object(table)) => drop(table.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(list)) => drop(list.remove(key.parse().expect("an index"))),
            _ => {}
        }
        all.push(without);
        let value = campaign.pointer(&pointer).expect("it is there");
        for other in others(key, value, known) {
            let mut changed = campaign.clone();
            if let Some(place) = changed.pointer_mut(&pointer) {
                *place = other;
            }
            all.push(changed);
        }
    }
    all
}

fn walk(value: &Value, at: &str, pointers: &mut Vec<String>) {
    let mut visit = |key: &str, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        walk(value, &pointer, pointers);
        pointers.push(pointer);
    };
    match value {
        Value::Object(table) => table.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| visit(&index.to_string(), value)),
        _ => {}
    }
}

/// What else could stand in its place.
fn others(key: &str, value: &Value, known: &Words) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![(!value).into(), Value::Null],
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            vec![0.into(), (number + 1).into(), (number * 10).into()]
        }
        Value::Array(list) if list.len() > 1 => vec![list.iter().rev().cloned().collect()],
        Value::String(text) if is_time(text) => ["0d", "1d", "20d", "400d"].map(Value::from).into(),
        Value::String(text) if text.contains(' ') => {
            let words: Vec<&str> = text.split(' ').collect();
            let without = |left_out: usize| {
                let kept = words.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, word)| *word);
                kept.collect::<Vec<_>>().join(" ")
            };
            let shorter = (0..words.len().min(40)).map(without);
            let curly = text.replace('-', "–").replace('\'', "’").replace("...", "…");
            shorter.chain([text.to_uppercase(), format!("{text} {text}"), curly]).map(Value::from).collect()
        }
        Value::String(text) => {
            let words = known.get(key).into_iter().flatten().filter(|word| *word != text).take(20);
            words.map(|word| word.as_str().into()).chain(["".into(), Value::Null]).collect()
        }
        _ => Vec::new(),
    }
}

fn is_time(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !number.is_empty() && number.len() < text.len() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Keys of the native format, and words that they take.
const WORDS: &[(&str, &[&str])] = &[
    ("channel", &["email", "sms", "call", "voicemail", "whatsapp", "linkedin", "push", "postal"]),
    ("purpose", &["marketing", "sales", "requested", "transactional", "service"]),
    ("source", &["inquiry", "purchase", "trial", "complaint", "cancellation", "cold-list", "purchased-list"]),
    ("email", &["none", "implied", "soft-opt-in", "express"]),
    ("sms", &["none", "implied", "express"]),
    ("call", &["none", "implied", "express"]),
    ("kind", &["consumer", "business", "discount", "trial", "referral"]),
    ("collected", &["from-person", "third-party"]),
    ("on", &["open", "click", "reply", "convert", "opt-out", "complaint", "cancel"]),
    ("scope", &["same-channel", "all-channels"]),
    ("covers", &["same-channel", "all-channels"]),
    ("method", &["one-click", "link", "reply", "keyword"]),
    ("intent", &["follow-up", "check-in", "thanks", "survey", "confirmation", "resolution", "final-note"]),
    ("benefits", &["recipient", "friend", "both", "sender"]),
    ("assignment", &["sticky", "round-robin"]),
    ("voice", &["human", "ai", "prerecorded"]),
    ("timezone", &["recipient", "America/New_York"]),
    ("next", &["end"]),
    ("then", &["end"]),
    ("else", &["end"]),
];

/// A campaign in TOML as it would be written in JSON.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect::<Map<_, _>>())
        }
    }
}
