//! Any bytes as TOML: the tree points into the text, and is whole exactly where the `toml` crate reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outreach_lint::source::{Language, SourceFile};
use outreach_lint_fuzz::hold_tree;

fuzz_target!(|bytes: &[u8]| {
    let file = SourceFile::from_bytes("a.toml", bytes.to_vec(), Language::Toml);
    let document = hold_tree(&file);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // NUL tells of UTF-16, and a second mark is no TOML.
    let read = toml::from_str::<toml::Table>(text.strip_prefix('\u{feff}').unwrap_or(text));
    if document.is_whole() {
        assert!(read.is_ok(), "toml does not read it: {:?}", read.err());
    }
});
