//! Any text as `outreach-lint.toml`: what is wrong with it has a place, and what is right can be put to work.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outreach_lint::lint::{self, Watch, Wishes};
use outreach_lint::source::{FileId, Language, SourceFile};
use outreach_lint::{config, syntax};
use outreach_lint_fuzz::{hold_range, today};
use std::path::Path;

fuzz_target!(|text: &str| {
    let file = SourceFile::from_text("outreach-lint.toml", text, Language::Toml);
    let document = syntax::parse(FileId(0), &file);
    let read = || config::read(FileId(0), &file.text, &document, Path::new("/house"), &lint::catalogue());
    let (config, findings) = read();
    for finding in &findings {
        assert!(!finding.message.is_empty());
        finding.labels.iter().for_each(|label| hold_range(text, label.place.span.range(), &finding.message));
    }
    let (again, same) = read();
    assert_eq!(findings, same);
    let config = config.over(again, Path::new("/house/inner"));
    let standing = lint::standing(&config, Path::new("/house/inner/exports/a.json"));
    // A config with faults judges nothing.
    if findings.is_empty() {
        let settings = lint::settings(&config, &standing, &Wishes::default(), today());
        assert!(settings.rules.len() <= outreach_lint::rules::all().count());
    }
    let allows = lint::allows(&config, Watch::Said);
    assert!(lint::allowed(&allows, &standing).len() <= allows.len());
});
