//! Any bytes as the export of one tool: the dialect that `DIALECT` names (`native` where it names none) reads them
//! whether it recognises them or not, and every dialect is asked whether it would.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use outreach_lint::source::{Language, SourceFile, Sources};
use outreach_lint_fuzz::{hold_import, mutate};
use std::sync::LazyLock;

static DIALECT: LazyLock<String> = LazyLock::new(|| std::env::var("DIALECT").unwrap_or_else(|_| "native".to_owned()));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let tree = if seed % 8 == 0 { None } else { mutate::tree(data, size, max_size, seed) };
    tree.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|bytes: &[u8]| {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let language = if matches!(first, Some(b'{' | b'[')) { Language::Json } else { Language::Toml };
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_bytes("export.json", bytes.to_vec(), language));
    let imported = hold_import(&sources, file, Some(&DIALECT));
    assert!(imported.dialect.is_none_or(|name| name == DIALECT.as_str()), "{:?}", imported.dialect);
    hold_import(&sources, file, None);
});
