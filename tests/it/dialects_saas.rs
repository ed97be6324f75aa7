//! Exports of hosted tools, read as campaigns: what each shape gives, and that nothing else is taken for one.

mod places;
mod robust;
mod samples;
pub(crate) mod show;
mod strangers;
mod times;

use outreach_lint::import::{self, DIALECTS, Imported, Input};
use outreach_lint::source::{Beside, BesideError, Language, NothingBeside, SourceFile, Sources};
use outreach_lint::syntax;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn read(text: &str, from: Option<&str>) -> Imported {
    read_beside(text, from, &NothingBeside)
}

fn read_beside(text: &str, from: Option<&str>, beside: &dyn Beside) -> Imported {
    let sources = Sources::default();
    let id = sources.add(SourceFile::from_text("exports/export.json", text, Language::Json));
    let source = sources.get(id).expect("just added");
    let document = syntax::parse(id, &source);
    import::import(&Input { file: id, source: &source, document: &document, sources: &sources, beside }, from)
}

/// Files that lie beside the one that is read, as the disk gives them: as plain text.
struct Files(Vec<(&'static str, String)>);

impl Beside for Files {
    fn read(&self, _from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let (name, text) = self.0.iter().find(|(name, _)| *name == relative).ok_or(BesideError::Missing)?;
        Ok(SourceFile::from_text(format!("exports/{name}"), text.as_str(), Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        self.0.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The campaigns of a fixture, each in a form that a person can check against the file.
fn shown(name: &str) -> String {
    let imported = read(&fixture(name), None);
    let dialect = name.split('/').next();
    assert_eq!(imported.dialect, dialect, "{name} is read as what it is");
    let mut out = String::new();
    for campaign in &imported.campaigns {
        show::compact(campaign, &mut out);
    }
    for why in &imported.unread {
        let _ = writeln!(out, "unread: {why}");
    }
    out
}

/// Every fixture of the dialects of this file, and no other file.
fn shapes() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects");
    let mut found = Vec::new();
    for name in NAMES {
        let mut files: Vec<PathBuf> = std::fs::read_dir(root.join(name))
            .unwrap_or_else(|error| panic!("fixtures/dialects/{name}: {error}"))
            .map(|entry| entry.expect("a folder can be listed").path())
            .collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a fixture is text");
            let file_name = file.file_name().expect("a file").to_string_lossy().into_owned();
            found.push(((*name).to_owned(), file_name, text));
        }
    }
    found
}

/// The dialects of hosted tools.
const NAMES: &[&str] = &[
    "apollo",
    "drip",
    "hubspot",
    "instantly",
    "klaviyo",
    "lemlist",
    "outreach",
    "reply",
    "salesloft",
    "sfmc",
    "smartlead",
    "twilio-studio",
];

#[test]
fn every_shape_gives_the_campaign_that_its_file_describes() {
    for name in NAMES {
        let mut all = String::new();
        for (dialect, file, _) in shapes() {
            if dialect == *name {
                let _ = writeln!(all, "# {file}\n{}", shown(&format!("{name}/{file}")));
            }
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(format!("dialect-{name}"), all) });
    }
}

#[test]
fn a_shape_is_recognised_by_its_own_dialect_and_by_no_other() {
    for (name, _, text) in shapes() {
        let sources = Sources::default();
        let id = sources.add(SourceFile::from_text("export.json", text, Language::Json));
        let source = sources.get(id).expect("just added");
        let document = syntax::parse(id, &source);
        assert_eq!(document.findings, [], "{name}");
        let who: Vec<_> = DIALECTS.iter().filter(|d| (d.recognises)(&document.root)).map(|d| d.name).collect();
        assert_eq!(who, [name]);
    }
}

#[test]
fn every_page_has_facts_that_the_config_can_read() {
    for name in NAMES {
        let page = DIALECTS.iter().find(|dialect| dialect.name == *name).expect("a dialect").page;
        assert!(page.starts_with("# "), "{name}");
        let block = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of facts");
        let sources = Sources::default();
        let id = sources.add(SourceFile::from_text("outreach-lint.toml", block, Language::Toml));
        let source = sources.get(id).expect("just added");
        let document = syntax::parse(id, &source);
        assert_eq!(document.findings, [], "{name}");
        let node = document.root.get("facts").and_then(|facts| facts.items().first()).expect("[[facts]]");
        let (_, findings) = import::facts::read(id, node, &["files"]);
        assert!(findings.is_empty(), "{name}: {findings:#?}");
    }
}
