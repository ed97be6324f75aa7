//! The reader against the `toml` crate, and its findings.

use crate::finding::Finding;
use crate::source::{FileId, Language, SourceFile, Span};
use crate::syntax::testing::{Dice, hold_invariants, mutate, told};
use crate::syntax::{Kind, MAX_DEPTH, MAX_ERRORS, Node, parse};
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
        let values = text.parse::<Table>();
        // The mark of a base with nothing behind it the crate refuses only where its value is asked for.
        let is_mark = |fault: &Finding| ["0x", "0o", "0b"].contains(&file.slice(fault.place().span));
        if !document.findings.is_empty() && document.findings.iter().all(is_mark) && values.is_err() {
            broken += 1;
            continue;
        }
        assert_eq!(document.findings.is_empty(), accepted, "{text:?}: {:?}", document.findings);
        if !accepted {
            broken += 1;
        } else if let Ok(table) = values {
            sound += 1;
            assert!(same(&document.root, &Value::Table(table)), "{text:?}: {:?}", document.root);
        }
    }
    assert!(sound > 5_000 && broken > 20_000, "{sound} {broken}");
}

fn toml(text: &str) -> Vec<String> {
    told(text, Language::Toml)
}

/// The one finding of a text.
fn one(text: &str) -> String {
    let mut told = toml(text);
    assert_eq!(told.len(), 1, "{text:?}: {told:?}");
    told.remove(0)
}

#[test]
fn spans_and_extents_of_tables() {
    let text = "[[step]]\nid = 1\n\n[step.offer]\ncode = \"A\"\n\n[[step]]\na.b = 2\n[stop]\non = [ 1 ]\nx = {y = 3}\n";
    let file = file(text);
    let document = hold_invariants(&file);
    let at = |path: &str| {
        let node = document.root.at(path).unwrap_or_else(|| panic!("no {path}"));
        (file.slice(node.span), file.slice(node.extent))
    };
    assert_eq!(document.root.span, Span::new(0, text.len()));
    let steps = document.root.get("step").expect("steps");
    assert_eq!(file.slice(steps.span), "[[step]]");
    assert_eq!((steps.span.start, steps.extent.end as usize), (0, text.find("\n[stop]").expect("a header")));
    let extents: Vec<_> = steps.items().iter().map(|step| file.slice(step.extent)).collect();
    assert_eq!(extents, ["[[step]]\nid = 1\n\n[step.offer]\ncode = \"A\"", "[[step]]\na.b = 2"]);
    let offer = steps.items().first().and_then(|step| step.entry("offer")).expect("an offer");
    assert_eq!((file.slice(offer.key_span), file.slice(offer.value.span)), ("offer", "[step.offer]"));
    let dotted = steps.items().last().and_then(|step| step.entry("a")).expect("a");
    assert_eq!((file.slice(dotted.value.span), file.slice(dotted.value.extent)), ("a", "a.b = 2"));
    assert_eq!(at("stop"), ("[stop]", "[stop]\non = [ 1 ]\nx = {y = 3}"));
    assert_eq!(at("stop.on"), ("[ 1 ]", "[ 1 ]"));
    assert_eq!(at("stop.x"), ("{y = 3}", "{y = 3}"));
}

#[test]
fn a_table_named_before_its_header_is_one_table() {
    let file = file("[a.b]\nx = 1\n[a]\ny = 2\n");
    let document = hold_invariants(&file);
    let a = document.root.entry("a").expect("a");
    assert_eq!((file.slice(a.value.span), a.key_span), ("[a]", Span::new(13, 14)));
    assert_eq!(file.slice(a.value.extent), "[a.b]\nx = 1\n[a]\ny = 2");
    assert_eq!(a.value.entries().len(), 2);
}

#[test]
fn values_keep_their_spelling() {
    let file = file("a = 1_000\nb = 0xff\nc = 1979-05-27 07:32:00Z\nd = -inf\ne = 99999999999999999999\nf = +1.5e3\n");
    let document = hold_invariants(&file);
    let kinds: Vec<_> = document.root.entries().iter().map(|entry| entry.value.kind.clone()).collect();
    let number = |text: &'static str| Kind::Number(text.into());
    let date = Kind::Date("1979-05-27 07:32:00Z".into());
    let long = number("99999999999999999999");
    assert_eq!(kinds, [number("1_000"), number("0xff"), date, number("-inf"), long, number("+1.5e3")]);
    assert!(document.is_whole());
}

#[test]
fn the_mark_of_a_base_is_no_number() {
    for mark in ["0x", "0o", "0b"] {
        let (bare, with_digit) = (file(&format!("a = {mark}\n")), file(&format!("a = {mark}1\n")));
        let document = hold_invariants(&bare);
        assert!(!document.is_whole(), "{mark}");
        assert_eq!(
            document.findings.iter().map(|finding| bare.slice(finding.place().span)).collect::<Vec<_>>(),
            [mark]
        );
        assert!(hold_invariants(&with_digit).is_whole(), "{mark}1");
    }
}

#[test]
fn comments_are_found_outside_of_strings() {
    let file =
        file("\u{feff}# one\r\na = \"# no\" # two\r\nb = [ # three\n 1, # four\n]\n[c] # five\nd = '''\n# no\n''' #");
    let document = hold_invariants(&file);
    let comments: Vec<_> = document.comments.iter().map(|comment| comment.text).collect();
    assert_eq!(comments, ["# one", "# two", "# three", "# four", "# five", "#"]);
    assert_eq!(document.comments.first().map(|comment| comment.span), Some(Span::new(3, 8)));
}

#[test]
fn an_empty_file_is_an_empty_table() {
    for text in ["", "\u{feff}", " \n# todo\n"] {
        let file = file(text);
        let document = hold_invariants(&file);
        assert!(document.is_whole() && document.root.is_table() && document.root.entries().is_empty());
    }
}

#[test]
fn names_that_clash_are_shown_at_both_places() {
    let twice = "`a` is written twice, and only one of them can hold";
    assert_eq!(one("a = 1\nb = 2\na = 3\n"), format!("12..13 written again here | 0..1 first written here: {twice}"));
    assert_eq!(one("[a]\nx = 1\n[a]\n"), format!("11..12 written again here | 1..2 first written here: {twice}"));
    assert_eq!(one("x = { a = 1, a = 2 }\n"), format!("13..14 written again here | 6..7 first written here: {twice}"));
    let mixed = "`a` is one thing as [a] and a list of things as [[a]]";
    assert_eq!(one("[[a]]\n[a]\n"), format!("7..8 written the other way here | 2..3 first written here: {mixed}"));
    let table = "`a` has a value and cannot hold names too";
    assert_eq!(one("a = 1\na.b = 2\n"), format!("6..7 used as a table here | 0..1 its value stands here: {table}"));
    let sealed = "`a` is complete where it is first written";
    assert_eq!(one("a = {}\n[a.b]\n"), format!("8..9 added to here | 0..1 complete here: {sealed}"));
    let both = file("a = 1\na = 2\n");
    assert_eq!(parse(FileId(0), &both).root.entries().len(), 2);
    let many: Vec<_> = (0..500).map(|n| format!("k{} = 1\n", n % 499)).collect();
    assert!(one(&many.join("")).contains("0..2 first written here: `k0`"));
}

#[test]
fn values_without_quotes_are_told_by_what_they_look_like() {
    let value = |text: &str| one(&format!("x = {text}\n"));
    assert_eq!(value("Hello there"), "4..15 this value: `Hello there` is text without its quotes");
    assert_eq!(value("3d"), "4..6 this value: `3d` is text without its quotes");
    assert_eq!(value("yes"), "4..7 this value: `yes` is written `true` here");
    assert_eq!(value("null"), "4..8 this value: `null` cannot be written here");
    assert_eq!(value("“hi”"), "4..12 this value: text stands in straight quotes here, not in curly ones");
    assert_eq!(value("hi\""), "4..7 this value: this text has no opening quote");
    assert_eq!(value("2026-13-01"), "4..14 this value: this is no date or time that exists");
    assert_eq!(value("9:30"), "4..8 this value: this is no date or time that exists");
    assert_eq!(value("007"), "4..7 this value: a number has no leading zero");
    assert_eq!(value(".5"), "4..6 this value: a number has digits on both sides of its point");
    assert_eq!(value("1 2"), "4..7 this value: two values stand side by side here");
    assert_eq!(value(""), "4..4 a value belongs here: a value is missing here");
    assert_eq!(value("1 // note"), "6..8 the comment starts here: a comment starts with # here, not with //");
}

#[test]
fn lines_that_are_none_are_told() {
    let prose = "this line is neither a name with its value nor a header";
    assert_eq!(one("Hello there, you\n"), format!("0..16 no = in this line: {prose}"));
    assert_eq!(one("  <p>hi</p>\r\n"), format!("2..11 no = in this line: {prose}"));
    let colon = "a name and its value are parted by =, not by a colon";
    assert_eq!(one("name: \"x\"\n"), format!("0..5 followed by a colon: {colon}"));
    assert_eq!(one("{\"a\": 1}\n"), "0..1 JSON starts here: this file holds JSON and is read as TOML");
    assert_eq!(one("[step\nx = 1\n"), "5..5 ] belongs here: this header is not closed");
    assert_eq!(one("[a b]\n"), "0..5 this header: a header holds one name, in letters, digits, - and _");
    assert_eq!(one("naïve = 1\n"), "0..6 this name: `naïve` has characters that a name holds only in quotes");
    assert_eq!(one("a..b = 1\n"), "2..2 a name belongs here: a name is missing here");
    assert_eq!(one("a = 'it's'\n"), "8..10 does not belong here: the single quote before this ends the text");
    assert_eq!(one("a = \"x\",\n"), "7..8 does not belong here: a line does not end with a comma here");
    assert_eq!(one("a = 1\rb = 2\n"), "5..6 the line ends here: this line ends with a carriage return alone");
}

#[test]
fn faults_inside_of_text_are_placed() {
    let meaning = "a backslash means something only before \" \\ b e f n r t u U and x";
    assert_eq!(one("a = \"x\\dy\"\n"), format!("6..8 has no meaning here: {meaning}"));
    assert_eq!(one("a = \"\"\"\nx\\éy\"\"\"\n"), format!("9..12 has no meaning here: {meaning}"));
    let digits = "these digits stand for no character";
    assert_eq!(one("a = \"\\u12\"\n"), format!("5..9 stands for nothing: {digits}"));
    assert_eq!(one("a = \"\\ud83d\"\n"), format!("5..11 stands for nothing: {digits}"));
    assert_eq!(one("a = \"\\xg\"\n"), format!("5..7 stands for nothing: {digits}"));
    let taken = "18..20 not the end of the text: the backslash takes the closing quote with it";
    assert_eq!(one("a = 'C:\\x'\nb = \"C:\\\"\n"), taken);
    assert_eq!(one("a = \"x\u{1}\"\n"), "6..7 stands here, unseen: text holds an invisible control character");
    assert_eq!(one("# x\u{1}\n"), "3..4 stands here, unseen: a comment holds an invisible character");
    assert_eq!(one("a = \"x\nb = 1\n"), "4..5 opened here: this text has no closing quote");
}

#[test]
fn what_is_never_closed_is_one_finding_and_the_rest_is_read() {
    let list = "to = [1, 2\nname = \"x\"\n\n[[step]]\nid = 1\nlive = yes\n";
    let expected = ["5..6 opened here: this list is never closed", "46..49 this value: `yes` is written `true` here"];
    assert_eq!(toml(list), expected);
    let text = "body = \"\"\"\nHi [Name]\n[Name]\nit's x\n\n[[step]]\nid = 1\nbody = \"\"\"\nfoo bar\n\"\"\"\n[[step]]\nid = 2\n";
    assert_eq!(one(text), "7..10 opened here: this text has no closing quote");
    let file = file(text);
    let document = parse(FileId(0), &file);
    let steps = document.root.get("step").map(Node::items).unwrap_or_default();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps.first().and_then(|step| step.get("body")).and_then(Node::as_str), Some("foo bar\n"));
    assert_eq!(document.root.get("body").map(|body| &body.kind), Some(&Kind::Error));
    assert_eq!(one("a = '''\nx\nb = 1\n"), "4..7 opened here: this text has no closing quote");
    assert_eq!(one("a = { b = 1\n[step]\nx = 1\n"), "4..5 opened here: this group is never closed");
    let bracket = "9..10 closed here: this list is opened with [ and closed with }";
    assert_eq!(one("x = [1, 2}\n"), bracket);
}

#[test]
fn a_name_whose_value_cannot_be_read_is_there() {
    let file = file("a\nb =\nc = { d, e = 1 }\n[f\n");
    let document = hold_invariants(&file);
    for path in ["a", "b", "c.d"] {
        assert_eq!(document.root.at(path).map(|node| &node.kind), Some(&Kind::Error), "{path}");
    }
    assert!(document.root.get("f").is_some_and(Node::is_table));
    assert!(!document.is_whole());
}

#[test]
fn a_nest_too_deep_is_one_finding() {
    let message = format!("too deep from here on: lists and tables stand in one another more than {MAX_DEPTH} deep");
    assert_eq!(one(&format!("a = {}", "[".repeat(200_000))), format!("132..133 {message}"));
    assert_eq!(one(&format!("a = {}{}", "[".repeat(200_000), "]".repeat(200_000))), format!("132..133 {message}"));
    assert_eq!(one(&format!("a = {}", "{b=".repeat(200_000))), format!("388..389 {message}"));
    assert_eq!(one(&format!("{}a = 1\nb = 2\n", "a.".repeat(200_000))), format!("256..257 {message}"));
    assert_eq!(one(&format!("[{}a]\nb = 1\n", "a.".repeat(200_000))), format!("257..258 {message}"));
    assert_eq!(toml(&format!("{}\n", "[".repeat(200_000))).len(), 1);
    let mixed =
        format!("[{}a]\nb = {{{}a = {}1{} }}\n", "a.".repeat(60), "b.".repeat(60), "[".repeat(60), "]".repeat(60));
    assert_eq!(toml(&mixed).len(), 1);
}

#[test]
fn faults_are_capped_and_counted() {
    let text = "x = yes\n".repeat(100);
    assert_eq!(toml(&text).len(), MAX_ERRORS);
    let file = file(&text);
    let last = parse(FileId(0), &file).findings.pop().expect("a finding");
    assert!(last.note.is_some_and(|note| note.contains("more places in this file")));
}
