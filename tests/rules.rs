//! Runs every page of `rules/`: one named case per page, one per catalogue-wide promise.
//!
//! A page's title is its path and its rule. Each `bad` block, linted with this rule alone, is flagged exactly on the
//! lines that end in a comment `finding`; each `good` block is clean under all rules; messages keep the convention.

use libtest_mimic::{Arguments, Failed, Trial};
use outreach_lint::finding::Finding;
use outreach_lint::lint::{self, Report, Run};
use outreach_lint::rules::{self, Block, Page, Preset, Rule, Settings, Wish, blocks};
use outreach_lint::source::{Beside, BesideError, Language, SourceFile, Sources};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> =
        rules::all().map(|rule| Trial::test(rule.name, move || page(rule).map_err(Failed::from))).collect();
    trials.push(Trial::test("catalogue/every-page-is-a-rule", || every_page_is_a_rule().map_err(Failed::from)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn page(rule: &'static Rule) -> Result<(), String> {
    let page = Page::read(rule.page)?;
    expect(page.name == rule.name, || format!("the title is `{}`, the rule `{}`", page.name, rule.name))?;
    let summary = convention(&page.meta.summary, 120);
    expect(summary.is_none(), || format!("summary: {summary:?}"))?;
    for section in ["Why", "Bad", "Good", "When to allow it"] {
        expect(page.section(section).is_some_and(|text| !text.is_empty()), || format!("no section `## {section}`"))?;
    }
    let wrong = rules::check_options(rule, &page, &page.meta.lenient);
    expect(wrong.is_empty(), || format!("[lenient]: {wrong:?}"))?;
    let wrong = rules::check_options(rule, &page, &page.meta.options);
    expect(wrong.is_empty(), || format!("[options]: {wrong:?}"))?;
    let blocks = blocks(rule.page);
    let files: Vec<&Block> = blocks.iter().filter(|block| name_of(block).is_some()).collect();
    let mut seen = (0, 0);
    for block in &blocks {
        if has(block, "bad") {
            seen.0 += 1;
            bad(rule, &page, block, &files)?;
        } else if has(block, "good") {
            seen.1 += 1;
            good(rule, block, &files)?;
        }
    }
    expect(seen.0 > 0 && seen.1 > 0, || "a page has at least one `bad` and one `good` block".to_owned())
}

fn bad(rule: &'static Rule, page: &Page, block: &Block, files: &[&Block]) -> Result<(), String> {
    let settings = Settings::new(Preset::Courteous, today(), &|other| other.name == rule.name, &|_| Wish::default());
    let (sources, report) = lint(block, files, &settings);
    let marked: BTreeSet<u32> =
        (1..).zip(block.text.lines()).filter(|(_, line)| is_marked(line)).map(|(number, _)| number).collect();
    let flagged: BTreeSet<u32> = report
        .findings
        .iter()
        .filter_map(|finding| Some(sources.get(finding.place().file)?.position(finding.place().span.start).line))
        .collect();
    expect(!report.findings.is_empty(), || {
        format!("line {}: the bad example is not flagged; not judged: {:?}", block.line, report.not_judged)
    })?;
    expect(marked == flagged, || {
        let messages: Vec<_> = report.findings.iter().map(|f| &f.message).collect();
        format!("line {}: marked {marked:?}, flagged {flagged:?}: {messages:?}", block.line)
    })?;
    for finding in &report.findings {
        spoken_well(finding, page).map_err(|why| format!("line {}: {why}", block.line))?;
    }
    Ok(())
}

fn good(rule: &'static Rule, block: &Block, files: &[&Block]) -> Result<(), String> {
    let (sources, report) = lint(block, files, &Settings::default_on(today()));
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|f| {
            let line = sources.get(f.place().file).map_or(0, |s| s.position(f.place().span.start).line);
            format!("{} at line {}: {}", f.rule, block.line + line as usize - 1, f.message)
        })
        .collect();
    expect(found.is_empty(), || {
        format!("{}: the good example on line {} is flagged: {found:#?}", rule.name, block.line)
    })?;
    expect(report.campaigns > 0, || format!("the good example on line {} holds no campaign", block.line))
}

fn lint(block: &Block, files: &[&Block], settings: &Settings) -> (Sources, Report) {
    let sources = Sources::default();
    let language = if block.language.starts_with("json") { Language::Json } else { Language::Toml };
    let file = sources.add(SourceFile::from_text("page.toml", block.text.clone(), language));
    let beside = PageFiles(files.iter().filter_map(|b| Some((name_of(b)?.to_owned(), b.text.clone()))).collect());
    let run = Run { sources: &sources, beside: &beside, from: None };
    let report = lint::finish(&run, vec![lint::file(&run, file, settings, &[])], settings);
    (sources, report)
}

/// The `file=...` blocks of a page.
struct PageFiles(Vec<(String, String)>);

impl Beside for PageFiles {
    fn read(&self, _from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        if relative.starts_with("..") || relative.starts_with('/') {
            return Err(BesideError::Outside);
        }
        let (name, text) = self.0.iter().find(|(name, _)| name == relative).ok_or(BesideError::Missing)?;
        Ok(SourceFile::from_text(name.clone(), text.clone(), Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

fn spoken_well(finding: &Finding, page: &Page) -> Result<(), String> {
    if let Some(why) = convention(&finding.message, 140) {
        return Err(format!("the message {why}: {:?}", finding.message));
    }
    for label in &finding.labels {
        if let Some(why) = convention(&label.message, 80) {
            return Err(format!("a label {why}: {:?}", label.message));
        }
    }
    let help = finding.help.as_deref().ok_or("a finding has no help")?;
    if let Some(why) = convention(help, 240) {
        return Err(format!("the help {why}: {help:?}"));
    }
    expect(finding.note.as_deref().is_some_and(|note| !note.is_empty()), || "a finding has no note".to_owned())?;
    expect(finding.severity <= page.meta.severity, || "a finding weighs more than its page says".to_owned())
}

/// What breaks the convention of a text: lower case, no final stop, not too long, nothing raw.
fn convention(text: &str, most: usize) -> Option<String> {
    let first = text.chars().next()?;
    let second = text.chars().nth(1).unwrap_or(' ');
    if first.is_uppercase() && second.is_lowercase() {
        return Some("begins with a capital".to_owned());
    }
    if text.ends_with('.') && !text.ends_with("...") {
        return Some("ends with a stop".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Some("holds a control character".to_owned());
    }
    (text.chars().count() > most).then(|| format!("has more than {most} characters"))
}

fn every_page_is_a_rule() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut names: BTreeSet<String> = rules::all().map(|rule| rule.name.to_owned()).collect();
    expect(names.len() == rules::all().count(), || "two rules share a name".to_owned())?;
    for entry in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(&root).map_err(|e| e.to_string())?.with_extension("");
            let name = name.to_string_lossy().replace('\\', "/");
            expect(names.remove(&name), || format!("the page rules/{name}.md belongs to no rule"))?;
        }
    }
    expect(names.is_empty(), || format!("rules without a page of their name: {names:?}"))
}

fn is_marked(line: &str) -> bool {
    ["# finding", "// finding"].iter().any(|mark| line.trim_end().ends_with(mark))
}

fn has(block: &Block, word: &str) -> bool {
    block.words.iter().any(|w| w == word)
}

fn name_of(block: &Block) -> Option<&str> {
    block.words.iter().find_map(|word| word.strip_prefix("file="))
}

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 22)
}

fn expect(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}
