//! Any bytes through the whole run, all rules strict, in every format.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use outreach_lint::source::{Language, SourceFile, Sources};
use outreach_lint_fuzz::{hold_report, mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let tree = if seed % 4 == 0 { None } else { mutate::tree(data, size, max_size, seed) };
    tree.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|bytes: &[u8]| {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let language = if matches!(first, Some(b'{')) { Language::Json } else { Language::Toml };
    let sources = Sources::default();
    // A name as hostile as the text may be.
    let file = sources.add(SourceFile::from_bytes("a\n\u{1b}[31m/<b>&\"'`|é\u{202e}.toml", bytes.to_vec(), language));
    hold_report(&sources, file, None);
});
