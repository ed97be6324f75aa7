//! What to do where a JSON file is broken: say it once, in a marketer's words, and go on where the next value starts.

use super::scan::is_word;
use super::{Reader, node};
use crate::source::Span;
use crate::syntax::faults::{is_curly, shortened};
use crate::syntax::{Entry, Kind, MAX_DEPTH, Node};

impl<'a> Reader<'a> {
    /// Something stands where a value belongs. Takes it, unless it closes or parts what is around it.
    pub(super) fn broken_value(&mut self) -> Node<'a> {
        let start = self.at;
        match self.peek() {
            // What is open says that the file ends.
            None => {}
            Some(b',' | b']' | b'}') => self.report_missing(
                Span::at(start),
                "a value belongs here",
                "a value is missing here",
                "write the value, or null for none",
            ),
            Some(b'+' | b'.') => return self.broken_number(),
            Some(_) => self.take_broken("a value", "null for none, a number, or text in double quotes"),
        }
        node(start, self.at, Kind::Error)
    }

    /// Something that is no quote stands where the name of a value belongs.
    pub(super) fn broken_entry(&mut self) -> Option<Entry<'a>> {
        let start = self.at;
        match self.peek() {
            Some(b':') => {
                self.faults.add(
                    Span::at(start),
                    "a name belongs here",
                    "this value has no name",
                    "write the name in double quotes before the colon",
                );
                return Some(self.entry_of("".into(), Span::at(start)));
            }
            Some(b'{' | b'[') => {
                self.faults.add(
                    Span::at(start),
                    "a name belongs here",
                    "this value has no name",
                    "write the name in double quotes and a colon before it",
                );
                let _ = self.value();
                self.skip_blanks();
                if self.peek() == Some(b':') {
                    self.at += 1;
                    self.skip_blanks();
                    let _ = self.value();
                }
                self.comma();
                return None;
            }
            _ => {}
        }
        self.take_broken("a name", "the name in double quotes");
        let key_span = Span::new(start, self.at);
        let key = self.text.get(start..self.at).unwrap_or("").trim_matches('\'').trim_matches(is_curly);
        self.skip_blanks();
        if matches!(self.peek(), Some(b':' | b'=')) {
            return Some(self.entry_of(key.into(), key_span));
        }
        self.comma();
        None
    }

    /// No colon stands behind a key. Gives the value where there is none to read either.
    pub(super) fn missing_colon(&mut self, key_span: Span) -> Option<Node<'a>> {
        let end = Span::at(key_span.end as usize);
        match self.peek() {
            Some(b'=') => {
                let sign = Span::new(self.at, self.at + 1);
                self.faults.add(sign, "a colon belongs here", "a name and its value are parted by a colon", "write :");
                self.at += 1;
                None
            }
            None => Some(node(self.at, self.at, Kind::Error)),
            Some(b',' | b'}' | b']') => {
                let help = "write a colon and the value behind it";
                self.report_missing(key_span, "has no value", "this name has no value", help);
                Some(node(self.at, self.at, Kind::Error))
            }
            Some(_) => {
                self.report_missing(end, "a colon belongs here", "a colon is missing behind this name", "write :");
                None
            }
        }
    }

    /// No comma stands behind the value that ends at `end`, though something follows.
    pub(super) fn missing_comma(&mut self, end: usize) {
        match self.peek() {
            Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'\'') => {
                self.faults.add(Span::at(end), "a comma belongs here", "a comma is missing here", "write ,");
            }
            Some(b';') => {
                let sign = Span::new(self.at, self.at + 1);
                self.at += 1;
                self.faults.add(sign, "a comma belongs here", "values are parted by a comma", "write , in place of ;");
            }
            Some(b) if b.is_ascii_alphabetic() => {
                self.faults.add(Span::at(end), "a comma belongs here", "a comma is missing here", "write ,");
            }
            _ => {
                self.take_broken("a comma", "a comma");
                self.skip_blanks();
                if self.peek() == Some(b',') {
                    self.at += 1;
                }
            }
        }
    }

    /// Something is not there, unless that follows from quotes or brackets that do not match.
    fn report_missing(&mut self, place: Span, label: &str, message: &str, help: &str) {
        if !self.unbalanced {
            self.faults.add(place, label, message, help);
        }
    }

    /// A comma with nothing before it.
    pub(super) fn report_extra_comma(&mut self) {
        let start = self.at;
        while self.peek() == Some(b',') {
            self.at += 1;
            self.skip_blanks();
        }
        self.faults.add(
            Span::new(start, start + 1),
            "nothing stands before this comma",
            "there is a comma too many",
            "remove the comma, or write the value that it parts",
        );
    }

    /// The file ends inside of what opened at `open`.
    pub(super) fn report_open_end(&mut self, open: usize) {
        if self.unbalanced {
            return;
        }
        self.unbalanced = true;
        let (message, help) = if self.bytes.get(open) == Some(&b'[') {
            ("this list is never closed", "write ] where the list ends")
        } else {
            ("this group is never closed", "write } where the group ends")
        };
        self.faults.add_with(
            (Span::new(open, open + 1), "opened here"),
            (Span::at(self.at), "the file ends here"),
            message,
            help,
        );
    }

    /// The next byte closes the other kind of bracket than what opened at `open`. One that `others` still wait for is
    /// left to them.
    pub(super) fn leave_at_wrong_bracket(&mut self, open: usize, others: usize) {
        let here = Span::new(self.at, self.at + 1);
        if others == 0 {
            self.at += 1;
        }
        if !self.unbalanced {
            self.unbalanced = true;
            let (message, help) = if self.bytes.get(open) == Some(&b'[') {
                ("this list is opened with [ and closed with }", "close the list with ]")
            } else {
                ("this group is opened with { and closed with ]", "close the group with }")
            };
            self.faults.add_with((here, "closed here"), (Span::new(open, open + 1), "opened here"), message, help);
        }
    }

    /// Whether the file starts as prose, TOML or HTML would.
    pub(super) fn is_other_language(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        let word = rest.get(..self.word_end(is_word) - self.at).unwrap_or("");
        let known = word.is_empty()
            || word.starts_with(|c: char| !c.is_alphabetic())
            || matches!(word, "true" | "false" | "null");
        rest.starts_with('<')
            || !known && rest.len() > word.len() && !rest.get(word.len()..).unwrap_or("").trim().is_empty()
    }

    /// Says that the file is none of JSON, and reads no more of it.
    pub(super) fn other_language(&mut self) -> Node<'a> {
        let start = self.at;
        self.at = self.word_end(is_word).max(self.next_character_end());
        let help = "start with { or [; a campaign in TOML stands in a file that ends in .toml";
        self.faults.add(Span::new(start, self.at), "no JSON", "this file is read as JSON and holds none", help);
        node(start, self.bytes.len(), Kind::Error)
    }

    /// Goes over a nest that is deeper than [`MAX_DEPTH`], without recursion.
    pub(super) fn skip_nest(&mut self) -> Node<'a> {
        let start = self.at;
        if !self.too_deep {
            self.too_deep = true;
            self.faults.add(
                Span::new(start, start + 1),
                "too deep from here on",
                format!("lists and groups stand in one another more than {MAX_DEPTH} deep"),
                "flatten the file; no campaign needs such a depth",
            );
        }
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'/' if matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) => {
                    self.skip_blanks();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return node(start, self.at, Kind::Error);
            }
        }
        self.unbalanced = true;
        node(start, self.at, Kind::Error)
    }

    /// Something follows the file's one value.
    pub(super) fn report_rest(&mut self) {
        let start = self.at;
        let end = self.next_character_end();
        let here = Span::new(start, end);
        match self.peek() {
            Some(b'}' | b']') => self.faults.add(
                here,
                "closes nothing",
                "a bracket closes what was never opened",
                "remove the bracket, or write the one that opens",
            ),
            Some(b'{' | b'[') => self.faults.add(
                here,
                "a second one starts here",
                "a file holds one value, and a second one follows the first",
                "put both into one list, [ and ] around them and a comma between, or into a file each",
            ),
            _ => self.faults.add(
                here,
                "nothing belongs here",
                "there is more behind the end of the file's value",
                "remove it, or move it inside of the brackets",
            ),
        }
    }

    /// Offset behind the run of characters that belong to a word, as `wordy` says.
    pub(super) fn word_end(&self, wordy: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at + rest.find(|c| !wordy(c)).unwrap_or(rest.len())
    }

    /// Takes what stands in the place of `wanted` (at least one character), and says what it is.
    fn take_broken(&mut self, wanted: &str, help: &str) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let first = rest.chars().next().unwrap_or(' ');
        if first == '\'' || is_curly(first) {
            let width = first.len_utf8();
            let line = self.rest_of_line(start + width);
            let closes = |c: char| if first == '\'' { c == '\'' } else { is_curly(c) || c == '"' };
            let close = line.char_indices().find(|(_, c)| closes(*c));
            let length = close.map_or_else(
                || line.find([',', ':', ']', '}']).unwrap_or(line.len()),
                |(index, c)| index + c.len_utf8(),
            );
            self.at = start + width + length;
            let kind = if first == '\'' { "single" } else { "curly" };
            self.faults.add(
                Span::new(start, self.at),
                "these quotes",
                format!("text stands in straight double quotes here, not in {kind} ones"),
                "write \" on both sides",
            );
            return;
        }
        self.at = self.word_end(is_word);
        if self.at > start {
            let word = self.text.get(start..self.at).unwrap_or("");
            let (message, help) = word_complaint(word, wanted, help);
            self.faults.add(Span::new(start, self.at), "this word", message, help);
            return;
        }
        // One complaint for a run of the same sign.
        let run = rest.find(|c| c != first || matches!(c, '{' | '[' | '"')).unwrap_or(rest.len());
        self.at += run.max(first.len_utf8());
        let message = format!("`{first}` stands where {wanted} belongs");
        self.faults.add(Span::new(start, self.at), "does not belong here", message, format!("write {help}"));
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' if matches!(self.peek(), Some(b'"' | b'\\')) => self.at += 1,
                _ => {}
            }
        }
    }

    fn next_character_end(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at + rest.chars().next().map_or(0, char::len_utf8)
    }
}

fn word_complaint(word: &str, wanted: &str, help: &str) -> (String, String) {
    let literal = match word {
        "True" | "TRUE" => Some("true"),
        "False" | "FALSE" => Some("false"),
        "None" | "NULL" | "Null" | "nil" | "undefined" => Some("null"),
        _ => None,
    };
    if let Some(literal) = literal {
        return (format!("`{word}` is written `{literal}` in a JSON file"), format!("write {literal}"));
    }
    if matches!(word, "NaN" | "Infinity" | "inf" | "nan") {
        return (format!("`{word}` is no number that a JSON file can hold"), "write a number, or null for none".into());
    }
    let message = format!("`{}` stands where {wanted} belongs, and has no quotes", shortened(word));
    (message, if wanted == "a comma" { "remove it, or put a comma before it".into() } else { format!("write {help}") })
}
