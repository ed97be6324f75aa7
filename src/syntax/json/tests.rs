//! The reader against serde_json, and its findings.

use crate::finding::Finding;
use crate::source::{FileId, Language, SourceFile, Span};
use crate::syntax::testing::{Dice, hold_invariants, mutate, told};
use crate::syntax::{Kind, MAX_DEPTH, MAX_ERRORS, Node, parse};
use serde_json::Value;
use std::borrow::Cow;

const SEEDS: [&str; 6] = [
    r#"{"name":"Spring","steps":[{"id":1,"delay":"3d"},{"id":2.5e-3,"wait":null}],"live":true}"#,
    r#"{"body":"Hi {{first_name}},\n\u00e9 \ud83d\ude00 \"ok\" \\ \/","k":[-0,0,10,-1.25E+2,false]}"#,
    "[\n  {\"a\": [[], {}, [1, 2]]},\n  \"Grüße 😀\",\r\n\t\"\"\n]",
    "// note\n{\"a\": 1, /* b */ \"b\": [1, 2,],}\n",
    "\u{feff}{\"x\":{\"y\":{\"z\":\"w\"}}}",
    r#""only text""#,
];

const PIECES: [&str; 44] = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\u00e9", "\\n", "//", "/*", "*/", "/",
    "#", "'", "“", "”", "null", "true", "fals", "NaN", "-", "+", "0", "01", "1.", ".5", "1e999", "e", " ", "\n", "\r",
    "\t", "\u{1}", "é", "😀", "\u{feff}", "\u{a0}", "\"a\":1", "=",
];

fn file(text: &str) -> SourceFile {
    SourceFile::from_text("a.json", text, Language::Json)
}

fn value_of(node: &Node<'_>) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(text) => serde_json::from_str(text).expect("a number that serde_json reads"),
        Kind::String(text) => Value::String(text.to_string()),
        Kind::Array(items) => items.iter().map(value_of).collect(),
        Kind::Table(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.to_string(), value_of(&entry.value))).collect())
        }
        Kind::Date(_) | Kind::Error => panic!("no such value in sound JSON: {node:?}"),
    }
}

/// `text` without what we read beyond JSON: the mark at its start, comments, commas before a closing bracket.
fn strict(text: &str, comments: &[Span]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for comment in comments {
        bytes[comment.range()].fill(b' ');
    }
    if text.starts_with('\u{feff}') {
        bytes[..3].fill(b' ');
    }
    let (mut in_string, mut at, mut comma) = (false, 0, None);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => (in_string, comma) = (!in_string, None),
            _ if in_string => {}
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                }
            }
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => comma = None,
        }
        at += 1;
    }
    String::from_utf8(bytes).expect("only ASCII was replaced")
}

fn twice(finding: &Finding) -> bool {
    finding.message.contains("written twice")
}

#[test]
fn agrees_with_serde_json_on_mutated_documents() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut sound, mut broken, mut beyond) = (0, 0, 0);
    for round in 0..200_000 {
        let text = mutate(&mut dice, SEEDS[round % SEEDS.len()], &PIECES);
        let file = file(&text);
        // The walk over all spans costs more than the reading; a part of the cases shows the same.
        let document = if round % 8 == 0 { hold_invariants(&file) } else { parse(FileId(0), &file) };
        match serde_json::from_str::<Value>(&text) {
            Ok(value) => {
                sound += 1;
                assert!(document.findings.iter().all(twice), "{text:?}: {:?}", document.findings);
                assert_eq!(value_of(&document.root), value, "{text:?}");
            }
            Err(error) if document.findings.iter().all(twice) => {
                let spans: Vec<_> = document.comments.iter().map(|comment| comment.span).collect();
                match serde_json::from_str::<Value>(&strict(&text, &spans)) {
                    Ok(value) => {
                        beyond += 1;
                        assert_eq!(value_of(&document.root), value, "{text:?}");
                    }
                    Err(again) => assert!(
                        again.to_string().starts_with("number out of range"),
                        "read without a finding: {text:?}, where serde_json says {error}"
                    ),
                }
            }
            Err(_) => broken += 1,
        }
    }
    assert!(sound > 5_000 && broken > 50_000 && beyond > 5_000, "{sound} {broken} {beyond}");
}

/// The one finding of a text.
fn one(text: &str) -> String {
    let mut told = told(text, Language::Json);
    assert_eq!(told.len(), 1, "{text:?}: {told:?}");
    told.remove(0)
}

#[test]
fn spans_hold_keys_values_and_the_byte_order_mark() {
    let file = file("\u{feff}{\"é\": [1, \"x\"], \"b\" : null}");
    let document = hold_invariants(&file);
    let root = &document.root;
    assert_eq!(root.span, Span::new(3, 31));
    let list = root.entry("é").expect("a key");
    assert_eq!((list.key_span, list.value.span), (Span::new(4, 8), Span::new(10, 18)));
    let spans: Vec<_> = list.value.items().iter().map(|item| file.slice(item.span)).collect();
    assert_eq!(spans, ["1", "\"x\""]);
    let null = root.entry("b").expect("a key");
    assert_eq!((null.key_span, null.value.span, null.value.is_null()), (Span::new(20, 23), Span::new(26, 30), true));
    assert_eq!(root.extent, root.span);
}

#[test]
fn text_without_escapes_is_borrowed_and_numbers_keep_their_spelling() {
    let file = file(r#"{"a": "plain é", "b": "\n", "c": 1.50e+3, "d": 99999999999999999999}"#);
    let document = hold_invariants(&file);
    let kind = |key: &str| document.root.get(key).map(|node| &node.kind);
    assert!(matches!(kind("a"), Some(Kind::String(Cow::Borrowed("plain é")))));
    assert!(matches!(kind("b"), Some(Kind::String(Cow::Owned(text))) if text == "\n"));
    assert_eq!(kind("c"), Some(&Kind::Number("1.50e+3".into())));
    assert_eq!(kind("d"), Some(&Kind::Number("99999999999999999999".into())));
}

#[test]
fn comments_and_trailing_commas_are_no_faults() {
    let file = file("// a\r\n{\"x\": [1, /* b\n */ 2,], // c\n}\n/**/");
    let document = hold_invariants(&file);
    assert!(document.is_whole());
    let comments: Vec<_> = document.comments.iter().map(|comment| comment.text).collect();
    assert_eq!(comments, ["// a", "/* b\n */", "// c", "/**/"]);
    assert_eq!(document.root.get("x").map(|x| x.items().len()), Some(2));
}

#[test]
fn an_empty_file_is_a_finding_with_a_place() {
    assert_eq!(one(""), "0..0 the file ends here: this file is empty");
    assert_eq!(one("\u{feff} \n"), "5..5 the file ends here: this file is empty");
    assert_eq!(one(" // todo\n"), "9..9 the file ends here: this file is empty");
}

#[test]
fn missing_signs_are_named_where_they_belong() {
    assert_eq!(one("{\"a\": 1\n \"b\": 2}"), "7..7 a comma belongs here: a comma is missing here");
    assert_eq!(one("[1 2]"), "2..2 a comma belongs here: a comma is missing here");
    assert_eq!(one("{\"a\" 1}"), "4..4 a colon belongs here: a colon is missing behind this name");
    assert_eq!(one("{\"a\" = 1}"), "5..6 a colon belongs here: a name and its value are parted by a colon");
    assert_eq!(one("{\"a\": 1; \"b\": 2}"), "7..8 a comma belongs here: values are parted by a comma");
    assert_eq!(one("{\"a\": }"), "6..6 a value belongs here: a value is missing here");
    assert_eq!(one("{\"a\", \"b\": 1}"), "1..4 has no value: this name has no value");
    assert_eq!(one("{: 1}"), "1..1 a name belongs here: this value has no name");
    assert_eq!(one("[1,,2]"), "3..4 nothing stands before this comma: there is a comma too many");
}

#[test]
fn brackets_that_do_not_match_are_one_finding() {
    assert_eq!(one("{\"a\": [1, 2"), "6..7 opened here | 11..11 the file ends here: this list is never closed");
    assert_eq!(one("{\"a\": {\"b\":"), "6..7 opened here | 11..11 the file ends here: this group is never closed");
    assert_eq!(
        one("{\"a\": [1, 2}"),
        "11..12 closed here | 6..7 opened here: this list is opened with [ and closed with }"
    );
    assert_eq!(one("{\"a\": 1}}"), "8..9 closes nothing: a bracket closes what was never opened");
    assert_eq!(one("]"), "0..1 closes nothing: a bracket closes what was never opened");
    let second = "9..10 a second one starts here: a file holds one value, and a second one follows the first";
    assert_eq!(one("{\"a\": 1}\n{\"b\": 2}\n{\"c\": 3}"), second);
    assert_eq!(one("[1] x"), "4..5 nothing belongs here: there is more behind the end of the file's value");
    assert_eq!(one("{} /* x"), "3..5 the comment starts here: this comment never ends, so nothing behind it is read");
}

#[test]
fn a_string_without_its_end_does_not_take_the_next_line() {
    let text = "{\n \"a\": \"Hello,\n \"b\": \"x\",\n \"c\": [\"y]\n}\n";
    let expected =
        ["8..9 opened here: this text has no closing quote", "34..35 opened here: this text has no closing quote"];
    assert_eq!(told(text, Language::Json), expected);
    let file = file(text);
    let document = parse(FileId(0), &file);
    assert_eq!(document.root.get("a").map(|a| &a.kind), Some(&Kind::Error));
    assert_eq!(document.root.get("b").and_then(Node::as_str), Some("x"));
    assert_eq!(one("{\"a\": \"b}"), "6..7 opened here: this text has no closing quote");
    assert_eq!(one("\""), "0..1 opened here: this text has no closing quote");
}

#[test]
fn text_keeps_what_stands_in_it_bare() {
    let file = file("{\"a\": \"one\n\n two\tx\"}");
    let document = hold_invariants(&file);
    assert_eq!(document.root.get("a").and_then(Node::as_str), Some("one\n\n two\tx"));
    let told = told(&file.text, Language::Json);
    assert_eq!(told, ["10..11 the line breaks here: text cannot go over a line break"]);
    assert_eq!(one("[\"a\tb\"]"), "3..4 a tab stands here: text cannot hold a bare tab");
    let unseen = "2..3 stands here, unseen: text cannot hold an invisible control character";
    assert_eq!(one("[\"\u{1}\"]"), unseen);
}

#[test]
fn bad_escapes_are_placed_and_the_text_is_not_judged() {
    let twice = "a backslash means something only before \" \\ / b f n r t and u";
    assert_eq!(one(r#"["\d"]"#), format!("2..4 has no meaning here: {twice}"));
    assert_eq!(one("[\"\\é\"]"), format!("2..5 has no meaning here: {twice}"));
    let half = "this is one half of a character, and the other half is missing";
    assert_eq!(one(r#"["\ud83d x"]"#), format!("2..8 half of a character: {half}"));
    assert_eq!(one(r#"["\ude00"]"#), format!("2..8 half of a character: {half}"));
    assert_eq!(one(r#"["\u12"]"#), "2..6 four digits belong here: \\u needs four digits from 0 to 9 and a to f");
    let file = file(r#"["\d", "x"]"#);
    let document = parse(FileId(0), &file);
    let kinds: Vec<_> = document.root.items().iter().map(|item| &item.kind).collect();
    assert_eq!(kinds, [&Kind::Error, &Kind::String("x".into())]);
}

#[test]
fn quotes_of_other_kinds_are_named() {
    let message = |kind| format!("text stands in straight double quotes here, not in {kind} ones");
    assert_eq!(one("{\"a\": 'b'}"), format!("6..9 these quotes: {}", message("single")));
    assert_eq!(one("{“a”: 1}"), format!("1..8 these quotes: {}", message("curly")));
    let inside = "8..9 ends the text here: a quote inside of the text ends it too early";
    assert_eq!(one("{\"a\": \"s\"ome\" text\", \"b\": 1}"), inside);
    let file = file("{“a”: 1, 'b': 2, c: 3}");
    let document = parse(FileId(0), &file);
    let keys: Vec<_> = document.root.entries().iter().map(|entry| &*entry.key).collect();
    assert_eq!(keys, ["a", "b", "c"], "the names are known nevertheless");
}

#[test]
fn words_and_numbers_that_json_lacks_are_named() {
    let word = |text: &str| one(&format!("[{text}]"));
    assert_eq!(word("NaN"), "1..4 this word: `NaN` is no number that a JSON file can hold");
    assert_eq!(word("None"), "1..5 this word: `None` is written `null` in a JSON file");
    assert_eq!(word("True"), "1..5 this word: `True` is written `true` in a JSON file");
    assert_eq!(word("weekly"), "1..7 this word: `weekly` stands where a value belongs, and has no quotes");
    assert_eq!(word("nullable"), "1..9 this word: `nullable` stands where a value belongs, and has no quotes");
    assert_eq!(word("012"), "1..4 this number: a number has no leading zero in a JSON file");
    assert_eq!(word("1."), "1..3 this number: a number has digits on both sides of its point");
    assert_eq!(word("+1"), "1..3 this number: a number has no plus sign in a JSON file");
    assert_eq!(word("3d"), "1..3 this number: a number with letters is text, and text stands in double quotes");
    let number = "1..11 this number: this is no number, and text stands in double quotes";
    assert_eq!(word("2026-01-02"), number);
    assert_eq!(word("@"), "1..2 does not belong here: `@` stands where a value belongs");
    let invisible = "1..3 stands here, unseen: an invisible character (U+00A0) stands between the values";
    assert_eq!(word("\u{a0}1"), invisible);
    assert_eq!(one("# x\n[1]"), "0..1 the comment starts here: a comment starts with // in a JSON file, not with #");
    assert_eq!(one("name = \"x\"\n[stop]\n"), "0..4 no JSON: this file is read as JSON and holds none");
}

#[test]
fn keys_that_stand_twice_are_both_kept() {
    let file = file(r#"{"a": 1, "b": 2, "a": 3}"#);
    let document = hold_invariants(&file);
    assert_eq!(document.root.entries().len(), 3);
    let message = "`a` is written twice, and only one of them can hold";
    assert_eq!(one(&file.text), format!("17..20 written again here | 1..4 first written here: {message}"));
    let many: Vec<_> = (0..500).map(|n| format!("\"k{}\": 1", n % 499)).collect();
    let told = told(&format!("{{{}}}", many.join(",")), Language::Json);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|told| told.contains("1..5 first written here: `k0`")), "{told:?}");
}

#[test]
fn a_nest_too_deep_is_one_finding() {
    let deep = |text: String| one(&text);
    let message = format!("too deep from here on: lists and groups stand in one another more than {MAX_DEPTH} deep");
    assert_eq!(deep("[".repeat(200_000)), format!("128..129 {message}"));
    assert_eq!(deep("{\"a\":".repeat(200_000)), format!("640..641 {message}"));
    let closed = format!("{}{}, 1]", "[".repeat(200_000), "]".repeat(199_999));
    assert_eq!(deep(closed), format!("128..129 {message}"));
    let fits = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(told(&fits, Language::Json).is_empty());
    let strings = format!("{}\"]\\\"\" /* ] */{} 2", "[".repeat(200), "]".repeat(200));
    assert_eq!(told(&strings, Language::Json).len(), 2, "what follows a deep nest is read");
}

#[test]
fn faults_are_capped_and_counted() {
    let told = told(&format!("[{}]", "x,".repeat(100)), Language::Json);
    assert_eq!(told.len(), MAX_ERRORS);
    let text = format!("[{}]", "x,".repeat(100));
    let file = file(&text);
    let last = parse(FileId(0), &file).findings.pop().expect("a finding");
    assert_eq!(last.note.as_deref(), Some("80 more places in this file cannot be read either"));
}
