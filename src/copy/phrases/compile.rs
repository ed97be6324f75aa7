//! From a phrase as somebody writes it to what is looked for.

use crate::copy::fold::{Folded, is_word};
use std::borrow::Cow;

/// How many plain phrases one with alternatives may stand for. Those beyond are not looked for.
const MAX_FORMS: usize = 1024;

/// In a phrase longer than this (in bytes) parentheses stand for themselves.
const MAX_GROUPED: usize = 400;

/// One plain form of a phrase: a literal to look for, and what must follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) exception: bool,
    pub(super) at_start: bool,
    pub(super) number_before: bool,
    pub(super) anchor: Literal,
    pub(super) rest: Vec<Part>,
}

/// Folded words in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) open_left: bool,
    pub(super) open_right: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) join: Join,
    pub(super) item: Item,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Join {
    #[default]
    Next,
    Gap,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Literal(Literal),
    Number,
}

/// The plain forms of `written`.
pub(super) fn compile(written: &str) -> Vec<Phrase> {
    let written = written.trim();
    let (exception, written) = strip(written, '!');
    let (at_start, written) = strip(written, '^');
    let (at_start, exception, written) = match strip(written, '!') {
        (true, rest) if at_start => (true, true, rest),
        _ => (at_start, exception, written),
    };
    let mut forms = Vec::new();
    let mut form = String::with_capacity(written.len());
    let mut left = MAX_FORMS;
    expand(&mut form, &Rest { text: written, behind: None }, &mut |form| {
        if let Some((number_before, anchor, rest)) = parts(form) {
            forms.push(Phrase { exception, at_start, number_before, anchor, rest });
        }
        left -= 1;
        left > 0
    });
    forms
}

/// What is still to be spelt out, in pieces.
struct Rest<'a> {
    text: &'a str,
    behind: Option<&'a Rest<'a>>,
}

/// Spells out every `(a|b)`, and hands each form to `take` until that has enough. Whether it wants more. A group without
/// a bar, or one that is never closed, stands for itself.
fn expand(form: &mut String, rest: &Rest<'_>, take: &mut impl FnMut(&str) -> bool) -> bool {
    let length = form.len();
    let group = if rest.text.len() > MAX_GROUPED { None } else { first_group(rest.text) };
    let more = match group {
        None => {
            form.push_str(rest.text);
            match rest.behind {
                Some(behind) => expand(form, behind, take),
                None => take(form),
            }
        }
        Some((before, choices, behind)) => {
            form.push_str(before);
            let behind = Rest { text: behind, behind: rest.behind };
            choices.into_iter().all(|text| expand(form, &Rest { text, behind: Some(&behind) }, take))
        }
    };
    form.truncate(length);
    more
}

fn strip(text: &str, mark: char) -> (bool, &str) {
    // "!!!" is a phrase of its own.
    match text.strip_prefix(mark) {
        Some(rest) if rest.contains(is_word) => (true, rest.trim_start()),
        _ => (false, text),
    }
}

/// The first group that holds a bar: the text before it, its choices, the text behind it.
fn first_group(written: &str) -> Option<(&str, Vec<&str>, &str)> {
    let mut opens: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut found: Option<(usize, Vec<usize>, usize)> = None;
    for (at, c) in written.char_indices() {
        match c {
            '(' => opens.push((at, Vec::new())),
            '|' => {
                if let Some((_, bars)) = opens.last_mut() {
                    bars.push(at);
                }
            }
            ')' => {
                let Some((open, bars)) = opens.pop() else { continue };
                // A later close may be that of a group around this one; the outer one starts earlier.
                if !bars.is_empty() && found.as_ref().is_none_or(|(first, _, _)| open < *first) {
                    found = Some((open, bars, at));
                }
                if opens.is_empty() && found.is_some() {
                    break;
                }
            }
            _ => {}
        }
    }
    let (open, bars, close) = found?;
    let mut choices = Vec::new();
    let mut from = open + 1;
    for bar in bars.into_iter().chain([close]) {
        choices.push(written.get(from..bar)?);
        from = bar + 1;
    }
    Some((written.get(..open)?, choices, written.get(close + 1..)?))
}

/// Whether a number comes first, the first literal, and what follows it.
fn parts(form: &str) -> Option<(bool, Literal, Vec<Part>)> {
    let mut row = Row::default();
    let gapped = form.contains('…') || form.contains("...");
    let spaced =
        if gapped { Cow::Owned(form.replace('…', " … ").replace("...", " … ")) } else { Cow::Borrowed(form) };
    for token in spaced.split_whitespace() {
        match token {
            "…" | "*" => {
                row.close(false);
                row.join = Join::Gap;
            }
            "#" => {
                row.close(false);
                row.push(Item::Number);
            }
            _ => {
                let (open_left, word) = token.strip_prefix('*').map_or((false, token), |word| (true, word));
                if open_left {
                    row.close(false);
                    row.open_left = true;
                }
                let (open_right, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
                row.word(word);
                if open_right {
                    row.close(true);
                }
            }
        }
    }
    row.close(false);
    let mut items = row.items.into_iter().peekable();
    let number_before = items.next_if(|part| part.item == Item::Number).is_some();
    let first = items.next()?;
    let Item::Literal(anchor) = first.item else { return None };
    Some((number_before && first.join == Join::Next, anchor, items.collect()))
}

/// The items of a phrase, while its words are read.
#[derive(Default)]
struct Row {
    items: Vec<Part>,
    join: Join,
    words: String,
    open_left: bool,
}

impl Row {
    fn push(&mut self, item: Item) {
        self.items.push(Part { join: std::mem::take(&mut self.join), item });
    }

    fn word(&mut self, word: &str) {
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(word);
    }

    /// Makes a literal of the words read so far.
    fn close(&mut self, open_right: bool) {
        let mut text = Folded::new(&self.words).into_text();
        self.words.clear();
        if text.ends_with([' ', '\n']) {
            text.pop();
        }
        let open_left = std::mem::take(&mut self.open_left);
        if !text.is_empty() {
            self.push(Item::Literal(Literal { text, open_left, open_right }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(written: &str) -> Vec<String> {
        compile(written).into_iter().map(|phrase| phrase.anchor.text).collect()
    }

    #[test]
    fn spells_out_alternatives() {
        assert_eq!(forms("(my|your) (last|) email"), ["my last email", "my email", "your last email", "your email"]);
        assert_eq!(forms("a (b|c (d|e)) f"), ["a b f", "a c d f", "a c e f"]);
        assert_eq!(forms("(ad) free"), ["(ad) free"]);
        assert_eq!(forms("(a (b|c) d) e"), ["(a b d) e", "(a c d) e"]);
        assert_eq!(forms("(a|b"), ["(a|b"]);
        assert_eq!(forms("a|b)"), ["a|b)"]);
        assert_eq!(forms("can't"), ["can not"]);
        assert!(forms("").is_empty() && forms("…").is_empty() && forms("# #").is_empty());
        assert_eq!(forms("!!!"), ["!!!"]);
    }

    #[test]
    fn too_many_alternatives_are_cut() {
        assert_eq!(forms(&"(a|b) ".repeat(40)).len(), MAX_FORMS);
    }
}
