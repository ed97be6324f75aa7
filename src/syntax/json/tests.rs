//! The reader against serde_json, and its findings.

use crate::finding::Finding;
use crate::source::{FileId, Language, SourceFile, Span};
use crate::syntax::testing::{Dice, hold_invariants, mutate};
use crate::syntax::{Kind, Node, parse};
use serde_json::Value;

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
