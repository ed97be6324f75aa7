//! What holds for every file, whatever its language.

use super::testing::{Dice, hold_invariants, told};
use super::{Kind, parse};
use crate::source::{FileId, Language, SourceFile, Span};

const LANGUAGES: [Language; 3] = [Language::Toml, Language::Json, Language::Text];

const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    ".",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "\\",
    "\\u00e9",
    "\\ud83d",
    "#",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "a",
    "name",
    "[step]",
    "[[step]]",
    "true",
    "null",
    "-1.5e3",
    "2026-01-02",
    "“",
    "é",
    "😀",
    "\u{feff}",
    "\u{a0}",
    "\u{0}",
    "\u{7f}",
    "yes",
];

#[test]
fn bytes_that_are_no_utf8_are_one_finding_and_no_tree() {
    for language in LANGUAGES {
        let file = SourceFile::from_bytes("a", b"a = 1\nb = \"\xe9\"\n[".to_vec(), language);
        let document = hold_invariants(&file);
        assert_eq!(document.root.kind, Kind::Error);
        let places: Vec<_> = document.findings.iter().map(|finding| finding.place().span).collect();
        assert_eq!(places, [Span::new(11, 14)]);
    }
    let expected = ["0..1 not readable: this file is not UTF-8 text from here on"];
    assert_eq!(told("{\0\"\0", Language::Json), expected, "UTF-16 without a mark");
    let marked = SourceFile::from_bytes("a", b"\xff\xfe{\0".to_vec(), Language::Json);
    assert_eq!(hold_invariants(&marked).findings.len(), 1);
}

#[test]
fn plain_text_has_no_tree_and_no_findings() {
    let file = SourceFile::from_text("a.txt", "Hi {{name}}", Language::Text);
    let document = hold_invariants(&file);
    assert!(document.is_whole() && document.root.kind == Kind::Error);
}

#[test]
fn any_bytes_and_any_heap_of_signs_are_read_without_panic() {
    let mut dice = Dice(0x0123_4567_89ab_cdef);
    for round in 0..24_000 {
        let language = LANGUAGES[round % 2];
        let file = if round % 4 == 0 {
            let bytes = (0..dice.below(40)).map(|_| dice.below(256) as u8).collect();
            SourceFile::from_bytes("a", bytes, language)
        } else {
            let text: String = (0..dice.below(30)).map(|_| dice.pick(&PIECES)).collect();
            SourceFile::from_text("a", text, language)
        };
        let document = hold_invariants(&file);
        let span = Span::new(dice.below(60), dice.below(60));
        let path = document.path_at(span);
        assert!(path.is_empty() || document.root.extent.holds(span), "{path} for {span:?} of {:?}", file.text);
    }
}

#[test]
fn signs_that_repeat_do_not_take_longer_and_longer() {
    // Each of these once made a reader look at the rest of the file again and again.
    let patterns = [
        "\r",
        "\"\n\n",
        "'a,",
        "“a ",
        "\"a\"b ",
        "a = \"\"\"\nb = \"\"\"\n",
        "a = '''\nb = \"\"\"\n",
        "a = [\n",
        "#\n",
        "/*",
        "[[a]]\n[a.b]\n",
        "a.b = 1\n",
        "0123456789abcdef",
        "{\"a\":1,\"a\":1,",
        "[}",
        "\u{a0}",
    ];
    for pattern in patterns {
        for start in ["", "[", "a = [", "\""] {
            for language in [Language::Toml, Language::Json] {
                let text = format!("{start}{}", pattern.repeat(40_000 / pattern.len()));
                let file = SourceFile::from_text("a", text, language);
                assert!(parse(FileId(0), &file).findings.len() <= super::MAX_ERRORS);
            }
        }
    }
}

#[test]
fn numbers_are_read_in_every_spelling() {
    let text = "a = 1_000\nb = 0xff\nc = \" 12 \"\nd = 2.5\ne = inf\nf = \"nan\"\ng = 0b101\nh = true\n";
    let file = SourceFile::from_text("a.toml", text, Language::Toml);
    let document = hold_invariants(&file);
    let whole = |key: &str| document.root.get(key).and_then(super::Node::as_i64);
    let float = |key: &str| document.root.get(key).and_then(super::Node::as_f64);
    assert_eq!([whole("a"), whole("b"), whole("c"), whole("g")], [Some(1000), Some(255), Some(12), Some(5)]);
    assert_eq!([whole("d"), whole("h")], [None, None]);
    assert_eq!([float("a"), float("d"), float("e"), float("f")], [Some(1000.0), Some(2.5), None, None]);
}

#[test]
fn a_file_of_nothing_but_values_is_not_read() {
    for (text, language) in [("[", Language::Json), ("a = [", Language::Toml)] {
        let text = format!("{text}{}", "0,".repeat(super::MAX_VALUES + 1));
        let file = SourceFile::from_text("a", text, language);
        let document = parse(FileId(0), &file);
        let places: Vec<_> = document.findings.iter().map(|finding| finding.place().span).collect();
        assert_eq!(places.len(), 1);
        assert!(file.position(places[0].start).column > super::MAX_VALUES as u32, "{places:?}");
        assert!(document.root.items().is_empty() && document.root.entries().is_empty());
    }
}
