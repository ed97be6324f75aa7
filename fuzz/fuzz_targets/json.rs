//! Any bytes as JSON: the tree points into the text, and what serde_json reads is read without a fault.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outreach_lint::source::{Language, SourceFile};
use outreach_lint_fuzz::hold_tree;

fuzz_target!(|bytes: &[u8]| {
    let file = SourceFile::from_bytes("a.json", bytes.to_vec(), Language::Json);
    let document = hold_tree(&file);
    if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() {
        // It lets the last of two equal keys win.
        let mut faults = document.findings.iter().filter(|finding| !finding.message.contains("is written twice"));
        assert_eq!(faults.next(), None, "serde_json reads it");
    }
});
