//! What the rules say, word for word: of the examples on their pages, and of the fixtures under all rules at once.
//!
//! A page's case in `tests/rules.rs` holds where a rule speaks; what it points at besides, what it calls that, what it
//! proves it with and what it could not judge is held here. After a change that is meant, `INSTA_UPDATE=always cargo
//! test --test it said` writes it anew; read the difference as a marketer would.

use outreach_lint::finding::Finding;
use outreach_lint::lint::{self, Report, Run};
use outreach_lint::rules::{self, Block, Preset, Rule, Settings, Wish, blocks};
use outreach_lint::source::{Beside, BesideError, Language, NothingBeside, Place, SourceFile, Sources};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn of_the_examples_on_its_page_each_rule_says_what_it_said() {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for rule in rules::all() {
        let settings = Settings::new(Preset::Strict, today(), &|other| other.name == rule.name, &|_| Wish::default());
        let (group, _) = rule.name.split_once('/').expect("a group");
        let out = groups.entry(group).or_default();
        let _ = writeln!(out, "# {}\n", rule.name);
        for (block, beside) in examples(rule) {
            let _ = writeln!(out, "## line {}, {}", block.line, block.words.join(" "));
            let language = if block.language.starts_with("json") { Language::Json } else { Language::Toml };
            let source = SourceFile::from_text("page.toml", block.text.as_str(), language);
            out.push_str(&said(source, &beside, &settings));
        }
    }
    for (group, said) in groups {
        keep(group, &said);
    }
}

#[test]
fn of_the_fixtures_all_rules_say_what_they_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let settings = Settings::new(Preset::Strict, today(), &|_| true, &|_| Wish::default());
    let mut out = String::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.expect("a fixture").into_path();
        let language = match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Language::Toml,
            Some("json") => Language::Json,
            _ => continue,
        };
        let name = path.strip_prefix(&root).expect("a fixture").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).expect("text");
        let _ = writeln!(out, "# {name}");
        out.push_str(&said(SourceFile::from_text(name, text, language), &NothingBeside, &settings));
    }
    keep("fixtures", &out);
}

/// Holds `text` against what is kept under `name` in `snapshots/said`.
#[track_caller]
pub(crate) fn keep(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "snapshots/said", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Everything that is said of a file.
fn said(source: SourceFile, beside: &dyn Beside, settings: &Settings) -> String {
    let sources = Sources::default();
    let file = sources.add(source);
    let run = Run { sources: &sources, beside, from: None };
    let Report { findings, not_judged, skipped, .. } =
        lint::finish(&run, vec![lint::file(&run, file, settings, &[])], settings);
    let mut out = String::new();
    for finding in &findings {
        write_finding(&mut out, finding, &sources);
    }
    for not_judged in not_judged {
        let _ = writeln!(out, "not judged: {} for want of {}", not_judged.rule, not_judged.missing.join(", "));
    }
    for (what, why) in skipped {
        let _ = writeln!(out, "skipped: {what}: {why}");
    }
    out.push('\n');
    out
}

fn write_finding(out: &mut String, finding: &Finding, sources: &Sources) {
    let Finding { rule, severity, message, labels, help, note, witness, step, path, value, .. } = finding;
    let _ = writeln!(out, "{} {rule}: {message}", severity.as_str());
    let _ = writeln!(out, "  of {path} = {value:?} (step {})", step.as_deref().unwrap_or("-"));
    for label in labels {
        let _ = writeln!(out, "  at {}: {}", place(label.place, sources), label.message);
    }
    for touch in witness {
        let sender = touch.sender.as_deref().unwrap_or("-");
        let _ = writeln!(out, "  walk {} s: {} by {} from {sender}", touch.at_s, touch.step, touch.channel);
    }
    let _ = writeln!(out, "  help: {}", help.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "  note: {}", note.as_deref().unwrap_or("-"));
}

fn place(place: Place, sources: &Sources) -> String {
    let source = sources.get(place.file).expect("the file of a finding");
    let (start, end) = (source.position(place.span.start), source.position(place.span.end));
    let excerpt: String = source.slice(place.span).chars().take(60).collect();
    format!("{}:{}-{}:{} {excerpt:?}", start.line, start.column, end.line, end.column)
}

/// The examples on a rule's page, each with the files that they name.
pub(crate) fn examples(rule: &Rule) -> Vec<(Block, Files)> {
    let blocks = blocks(rule.page);
    let file = |block: &Block| {
        let name = block.words.iter().find_map(|word| word.strip_prefix("file="))?;
        Some((name.to_owned(), block.text.clone()))
    };
    let files = Files(blocks.iter().filter_map(file).collect());
    let shown = |block: &Block| ["bad", "good"].iter().any(|word| block.words.iter().any(|known| known == word));
    blocks.into_iter().filter(shown).map(|block| (block, files.clone())).collect()
}

/// Copies beside a campaign: their paths and texts.
#[derive(Clone)]
pub(crate) struct Files(Vec<(String, String)>);

impl Beside for Files {
    fn read(&self, _from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let (name, text) = self.0.iter().find(|(name, _)| name == relative).ok_or(BesideError::Missing)?;
        Ok(SourceFile::from_text(name.as_str(), text.as_str(), Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

pub(crate) fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 22)
}
