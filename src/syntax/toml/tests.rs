//! The reader against the `toml` crate, and its findings.

use crate::source::{FileId, Language, SourceFile};
use crate::syntax::testing::{Dice, hold_invariants, mutate};
use crate::syntax::{Kind, Node, parse};
use toml::de::DeTable;
use toml::{Table, Value};

const SEEDS: [&str; 8] = [
    "name = \"Spring\"\n\n[stop]\non = [\"reply\", 'bounce']\n\n[[step]]\nid = 1\n[step.offer]\ncode = \"A\"\n",
    "[[step]]\nid = 1\nbody = \"\"\"\nHi {{name}},\n\\u00e9 \\\n   x\"\"\"\n[[step]]\nid = 0x_f\nat = 1979-05-27T07:32:00Z\n",
    "a.b.c = 1\na.b.d = [1, 2, { x = 1, y.z = 2 },\n # note\n]\nf = 1_000.5e-3\n",
    "[a.b]\nx = 1\n[a]\ny = 2 # note\n[a.c]\nz = '''\r\nl'it\r\n'''\r\n",
    "[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[a.d]\ne.f = true\n",
    "\u{feff}\"quoted key\" = { a = 'x', \"b\" = { c = [] } }\n",
    "day = 2026-01-02\ntime = 07:32\nwhen = 2026-01-02 03:04:05.5+01:00\nn = -inf\n",
    "a = 1\n[b]\nb = 2\n[b.c]\nd = 3\n",
];

const PIECES: [&str; 44] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ".",
    "=",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u",
    "\\x4",
    "\\n",
    "#",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "a",
    "b",
    "a.b",
    "[a]\n",
    "[[a]]\n",
    "[a.b]\n",
    "a = 1\n",
    "b.c = 2\n",
    "a.b = {}\n",
    "0",
    "01",
    "1_",
    "_",
    "-",
    "+",
    "1979-05-27",
    "true",
    "inf",
    "é",
    "\u{1}",
    "\u{feff}",
];

fn file(text: &str) -> SourceFile {
    SourceFile::from_text("a.toml", text, Language::Toml)
}

/// Whether the tree says what `toml` says.
fn same(node: &Node<'_>, value: &Value) -> bool {
    match (&node.kind, value) {
        (Kind::Bool(ours), Value::Boolean(theirs)) => ours == theirs,
        (Kind::String(ours), Value::String(theirs)) => ours == theirs,
        (Kind::Number(text), Value::Integer(_) | Value::Float(_)) | (Kind::Date(text), Value::Datetime(_)) => {
            let theirs = format!("a = {text}").parse::<Table>().ok().and_then(|table| table.get("a").cloned());
            theirs.is_some_and(|theirs| format!("{theirs:?}") == format!("{value:?}"))
        }
        (Kind::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Kind::Table(ours), Value::Table(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|entry| theirs.get(&*entry.key).is_some_and(|value| same(&entry.value, value)))
        }
        _ => false,
    }
}

#[test]
fn agrees_with_toml_on_mutated_documents() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut sound, mut broken) = (0, 0);
    for round in 0..60_000 {
        let text = mutate(&mut dice, SEEDS[round % SEEDS.len()], &PIECES);
        let file = file(&text);
        let document = if round % 8 == 0 { hold_invariants(&file) } else { parse(FileId(0), &file) };
        let accepted = DeTable::parse(&text).is_ok();
        assert_eq!(document.findings.is_empty(), accepted, "{text:?}: {:?}", document.findings);
        if !accepted {
            broken += 1;
        } else if let Ok(table) = text.parse::<Table>() {
            sound += 1;
            assert!(same(&document.root, &Value::Table(table)), "{text:?}: {:?}", document.root);
        }
    }
    assert!(sound > 5_000 && broken > 20_000, "{sound} {broken}");
}
