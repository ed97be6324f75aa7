//! What is wrong with a TOML file, in a marketer's words.
//!
//! Owns messages and their places. It must not decide what is an error.

use super::heard::{
    BAD_COMMENT, BAD_KEY, BAD_LINE_END, BAD_TEXT, BAD_VALUE, Fault, MIXED, NO_TABLE, OPEN_TEXT, SEALED, TOO_DEEP, TWICE,
};
use super::value_words;
use crate::source::Span;
use crate::syntax::faults::{Faults, shortened};
use crate::syntax::{MAX_DEPTH, faults};

/// Adds the finding for `error`.
pub(super) fn report(text: &str, error: &Fault, faults: &mut Faults) {
    let at = error.at;
    let written = text.get(at.range()).unwrap_or("");
    let first = error.first.unwrap_or(at);
    match &*error.what {
        BAD_VALUE => bad_value(text, at, faults),
        BAD_KEY => bad_key(text, at, faults),
        BAD_TEXT => bad_text(text, at, faults),
        OPEN_TEXT => {
            let help = format!("write {written} where the text ends");
            faults.add(at, "opened here", "this text has no closing quote", help);
        }
        BAD_COMMENT => {
            let help = "remove the character; typing the line anew is the surest way";
            faults.add(character(text, at), "stands here, unseen", "a comment holds an invisible character", help);
        }
        BAD_LINE_END => faults.add(
            at,
            "the line ends here",
            "this line ends with a carriage return alone",
            "save the file with the line ends of today (LF or CRLF)",
        ),
        TOO_DEEP => faults.add(
            at,
            "too deep from here on",
            format!("lists and tables stand in one another more than {MAX_DEPTH} deep"),
            "flatten the file; no campaign needs such a depth",
        ),
        TWICE => faults.add_twice(written, at, first),
        SEALED => faults.add_with(
            (at, "added to here"),
            (first, "complete here"),
            format!("`{}` is complete where it is first written", shortened(written)),
            "write all of it in one place",
        ),
        MIXED => faults.add_with(
            (at, "written the other way here"),
            (first, "first written here"),
            format!("`{0}` is one thing as [{0}] and a list of things as [[{0}]]", shortened(written)),
            format!("write [[{}]] each time", shortened(written)),
        ),
        NO_TABLE => faults.add_with(
            (at, "used as a table here"),
            (first, "its value stands here"),
            format!("`{}` has a value and cannot hold names too", shortened(written)),
            "give one of the two another name",
        ),
        "key with no value" | "missing value for key" => line_without_value(text, at, faults),
        "unexpected key or value" => trailing(text, at, faults),
        other => bracket(text, at, other, faults),
    }
}

/// Errors of lists, inline tables and headers, by the parser's own names for them.
fn bracket(text: &str, at: Span, what: &str, faults: &mut Faults) {
    let sign = character(text, at);
    let before = Span::at(text.get(..at.start as usize).unwrap_or("").trim_end().len());
    match what {
        "unclosed array" => faults.add(at, "opened here", "this list is never closed", "write ] where the list ends"),
        "unclosed inline table" => {
            faults.add(at, "opened here", "this group is never closed", "write } where the group ends");
        }
        "unclosed table" | "unclosed array table" if text.get(line_of(text, at).range()).is_some_and(closes_later) => {
            let help = "write names with blanks or signs in double quotes, [\"the name\"]";
            faults.add(line_of(text, at), "this header", "a header holds one name, in letters, digits, - and _", help);
        }
        "unclosed table" => {
            faults.add(before, "] belongs here", "this header is not closed", "write ] behind the name");
        }
        "unclosed array table" => {
            faults.add(before, "]] belongs here", "this header is not closed", "write ]] behind the name");
        }
        "extra comma in array" | "extra comma in inline table" => faults.add(
            sign,
            "nothing stands before this comma",
            "there is a comma too many",
            "remove the comma, or write the value that it parts",
        ),
        "missing comma between array elements" if text.get(sign.range()) == Some("}") => {
            faults.add(sign, "closed here", "this list is opened with [ and closed with }", "close the list with ]");
        }
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            faults.add(before, "a comma belongs here", "a comma is missing here", "write ,");
        }
        "unexpected `=` in array" => {
            let help = "write { name = value } for a value with a name, or ] where the list ends";
            faults.add(sign, "not in a list", "a list holds values and no names", help);
        }
        "missing assignment between key-value pairs" => {
            faults.add(before, "= belongs here", "a name and its value are parted by =", "write =");
        }
        "missing key for inline table element" => {
            faults.add(sign, "has no name", "this value has no name", "write a name and = before it");
        }
        "missing array opening"
        | "missing inline table opening"
        | "missing table open"
        | "invalid inline table element" => {
            faults.add(
                sign,
                "closes nothing",
                "a bracket closes what was never opened",
                "remove the bracket, or write the one that opens",
            );
        }
        "invalid key-value pair" if text.get(sign.range()) == Some("{") && json_starts(text, at) => faults.add(
            sign,
            "JSON starts here",
            "this file holds JSON and is read as TOML",
            "give the file a name that ends in .json",
        ),
        "extra `=`" | "extra assignment between key-value pairs" => {
            faults.add(
                sign,
                "does not belong here",
                "there is an = too many",
                "remove it, or put text into double quotes",
            );
        }
        _ => faults.add(
            sign,
            "does not belong here",
            "this line cannot be read from here on",
            "write name = value, a [header], or put # before a note",
        ),
    }
}

fn closes_later(line: &str) -> bool {
    let name = line.trim_start_matches('[');
    name.find(']').is_some_and(|close| name.get(..close).is_some_and(|name| name.trim().contains(' ')))
}

fn bad_value(text: &str, at: Span, faults: &mut Faults) {
    let written = text.get(at.range()).unwrap_or("");
    let behind = text.get(at.end as usize..).unwrap_or("").trim_start();
    if let Some(blank) = written.rfind(' ').filter(|_| behind.starts_with('=')) {
        let place = Span::at(at.start as usize + blank);
        faults.add(place, "a comma belongs here", "a comma is missing here", "write , or start a new line");
        return;
    }
    if let Some(comment) = written.split_once("//").map(|(before, _)| before.len()) {
        let start = at.start as usize + comment;
        let sign = Span::new(start, start + 2);
        faults.add(
            sign,
            "the comment starts here",
            "a comment starts with # here, not with //",
            "write # in place of //",
        );
        return;
    }
    let (message, help) = value_words::complaint(written);
    let label = if written.is_empty() { "a value belongs here" } else { "this value" };
    faults.add(at, label, message, help);
}

fn bad_key(text: &str, at: Span, faults: &mut Faults) {
    let written = text.get(at.range()).unwrap_or("");
    let line = line_of(text, at);
    let first = written.chars().next().unwrap_or(' ');
    if written.is_empty() {
        let help = "write the missing name, or remove the dot or sign that waits for it";
        faults.add(at, "a name belongs here", "a name is missing here", help);
    } else if written.starts_with("//") {
        faults.add(
            at,
            "the comment starts here",
            "a comment starts with # here, not with //",
            "write # in place of //",
        );
    } else if written.starts_with("\"\"\"") || written.starts_with("'''") {
        faults.add(at, "this name", "a name cannot stand between three quotes", "write one quote on both sides");
    } else if written.ends_with(':') {
        let help = format!("write {} =", shortened(written.trim_end_matches(':')));
        faults.add(at, "followed by a colon", "a name and its value are parted by =, not by a colon", help);
    } else if faults::is_curly(first) {
        let help = "write \" on both sides";
        faults.add(at, "these quotes", "names stand in straight double quotes here, not in curly ones", help);
    } else if text.get(line.range()).is_some_and(|line| line.contains('=')) {
        let name = shortened(written);
        let message = format!("`{name}` has characters that a name holds only in quotes");
        faults.add(at, "this name", message, format!("write \"{name}\""));
    } else {
        line_without_value(text, at, faults);
    }
}

fn line_without_value(text: &str, at: Span, faults: &mut Faults) {
    let line = line_of(text, at);
    let written = text.get(line.range()).unwrap_or("");
    let colon = written.split_once(':').map(|(name, _)| name).filter(|name| !name.contains([' ', '<', '{']));
    match colon {
        Some(name) => {
            let help = format!("write {} = and the value behind it", shortened(name));
            faults.add(line, "no = in this line", "a name and its value are parted by =, not by a colon", help);
        }
        None => faults.add(
            line,
            "no = in this line",
            "this line is neither a name with its value nor a header",
            "write name = \"text\"; put longer text between \"\"\" and \"\"\", and # before a note",
        ),
    }
}

/// More stands on a line than a value.
fn trailing(text: &str, at: Span, faults: &mut Faults) {
    let start = at.start as usize;
    let line = line_of(text, at);
    let rest = Span::new(start, line.end as usize);
    let before = text.get(..start).unwrap_or("");
    let (message, help) = match text.get(rest.range()).and_then(|rest| rest.chars().next()) {
        _ if before.ends_with('\'') => {
            ("the single quote before this ends the text", "put text that has an apostrophe into double quotes")
        }
        Some('/') => ("a comment starts with # here, not with //", "write # in place of //"),
        Some(',') => ("a line does not end with a comma here", "remove the comma; commas part the values of a list"),
        Some(']' | '}') => {
            ("a bracket closes what was never opened", "remove the bracket, or write the one that opens")
        }
        _ if before.ends_with('"') => {
            ("the quote before this ends the text", "write \\\" for a quote inside of the text")
        }
        _ => ("something follows where the line should end", "write it on a line of its own, or put # before a note"),
    };
    faults.add(rest, "does not belong here", message, help);
}

/// A fault inside of a string: an escape that means nothing, or a character that nobody sees.
fn bad_text(text: &str, at: Span, faults: &mut Faults) {
    let start = at.start as usize;
    let before = text.get(..start).unwrap_or("");
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_hexdigit()).len();
    let unicode = (0..=digits.min(8)).find_map(|digits| {
        let head = before.get(..before.len() - digits)?;
        let escape = head.strip_suffix(['x', 'u', 'U'])?.strip_suffix('\\')?;
        // The digits may stand before the place of the fault or behind it.
        let behind = text.get(start..)?.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
        Some(Span::new(escape.len(), start + if digits == 0 { behind } else { 0 }))
    });
    if let Some(escape) = unicode {
        let message = "these digits stand for no character";
        let help = "write the character itself, or \\u and its four digits from 0 to 9 and a to f";
        faults.add(escape, "stands for nothing", message, help);
    } else if before.ends_with('\\') {
        let end = character(text, at).end as usize;
        let escape = Span::new(start - 1, end);
        if text.get(escape.range()) == Some("\\\"") {
            let help = "write \\\\ for a backslash that people shall read";
            faults.add(escape, "not the end of the text", "the backslash takes the closing quote with it", help);
            return;
        }
        faults.add(
            escape,
            "has no meaning here",
            "a backslash means something only before \" \\ b e f n r t u U and x",
            "write \\\\ for a backslash that people shall read, or put the text into single quotes",
        );
    } else if before.ends_with('\r') {
        let help = "save the file with the line ends of today (LF or CRLF)";
        faults.add(Span::new(start - 1, start), "the line ends here", "a line ends with a carriage return alone", help);
    } else {
        let help = "remove the character; typing the line anew is the surest way";
        faults.add(character(text, at), "stands here, unseen", "text holds an invisible control character", help);
    }
}

/// `at`, and where that is empty the character that follows it on the line.
fn character(text: &str, at: Span) -> Span {
    if !at.is_empty() {
        return at;
    }
    let next = text.get(at.start as usize..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n');
    Span::new(at.start as usize, at.start as usize + next.map_or(0, char::len_utf8))
}

/// The line that `at` starts in, without the blanks around it.
fn line_of(text: &str, at: Span) -> Span {
    let middle = at.start as usize;
    let start = text.get(..middle).and_then(|before| before.rfind('\n')).map_or(0, |before| before + 1);
    let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let start = start + (line.len() - line.trim_start_matches(blank).len());
    Span::new(start, start + line.trim_matches(blank).len())
}

fn json_starts(text: &str, at: Span) -> bool {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    text.get(..at.start as usize).is_some_and(|before| before.chars().all(blank))
}
