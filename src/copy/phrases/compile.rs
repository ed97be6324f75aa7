//! From a phrase as somebody writes it to what is looked for.
//!
//! Alternatives at the start of a phrase are spelt out, so that each form begins with a text to look for; those behind it
//! are tried where the start was found. Spelling out all of them would make thousands of forms of one phrase.

use crate::copy::fold::{Folded, is_word};
use std::collections::HashSet;

/// How many forms a phrase is spelt out into, as far as its start allows.
const FORMS: usize = 64;

/// How many forms a phrase may stand for at most. Those beyond are not looked for.
const MAX_FORMS: usize = 1024;

/// In a phrase longer than this (in bytes) parentheses stand for themselves.
const MAX_GROUPED: usize = 600;

/// One form of a phrase: a literal to look for, and what must follow it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    pub(super) exception: bool,
    pub(super) at_start: bool,
    pub(super) number_before: bool,
    pub(super) anchor: Literal,
    pub(super) rest: Vec<Token>,
}

/// Folded words in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) open_left: bool,
    pub(super) open_right: bool,
}

/// What follows an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    /// Words may stand before what comes next.
    Gap,
    Number,
    Literal(Literal),
    /// Any of these; an empty one is nothing at all.
    Choice(Vec<Vec<Token>>),
}

/// A phrase in its parts, before words are joined.
#[derive(Clone, Debug)]
enum Raw {
    Word(String),
    Gap,
    Number,
    Group(Vec<Vec<Raw>>),
}

/// The forms of `written`.
pub(super) fn compile(written: &str) -> Vec<Phrase> {
    let written = written.trim();
    let (exception, written) = strip(written, '!');
    let (at_start, written) = strip(written, '^');
    let (at_start, exception, written) = match strip(written, '!') {
        (true, rest) if at_start => (true, true, rest),
        _ => (at_start, exception, written),
    };
    let mut seen = HashSet::new();
    let mut left = MAX_FORMS;
    let whole = sequences(written, &mut left);
    whole
        .into_iter()
        .flat_map(fronts)
        .take(MAX_FORMS)
        .filter_map(|form| {
            let mut tokens = joined(&form).into_iter().skip_while(|token| *token == Token::Gap).peekable();
            let number_first = tokens.next_if(|token| *token == Token::Number).is_some();
            let number_before = number_first && tokens.peek() != Some(&Token::Gap);
            let mut tokens = tokens.skip_while(|token| *token == Token::Gap);
            let Some(Token::Literal(anchor)) = tokens.next() else { return None };
            let phrase = Phrase { exception, at_start, number_before, anchor, rest: tokens.collect() };
            seen.insert(phrase.clone()).then_some(phrase)
        })
        .collect()
}

fn strip(text: &str, mark: char) -> (bool, &str) {
    // "!!!" is a phrase of its own.
    match text.strip_prefix(mark) {
        Some(rest) if rest.contains(is_word) => (true, rest.trim_start()),
        _ => (false, text),
    }
}

/// The parts of `written`. A group that is glued to a word ("(se |)laver", "(a|b), c") is spelt out at once, which makes
/// several. A group without a bar, or one that is never closed, stands for itself.
fn sequences(written: &str, left: &mut usize) -> Vec<Vec<Raw>> {
    let group = if written.len() > MAX_GROUPED { None } else { first_group(written) };
    let Some((before, group, behind)) = group else {
        *left = left.saturating_sub(1);
        return vec![words(written)];
    };
    let loose = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '…' || c == '.');
    let mut all = Vec::new();
    if loose(before.chars().next_back()) && loose(behind.chars().next()) {
        let choices: Vec<Vec<Raw>> = group.iter().flat_map(|choice| sequences(choice, left)).collect();
        for tail in sequences(behind, left) {
            let mut sequence = words(before);
            sequence.push(Raw::Group(choices.clone()));
            sequence.extend(tail);
            all.push(sequence);
        }
        return all;
    }
    for choice in group {
        if *left > 0 {
            all.extend(sequences(&format!("{before}{choice}{behind}"), left));
        }
    }
    all
}

fn words(written: &str) -> Vec<Raw> {
    let spaced = written.replace('…', " … ").replace("...", " … ");
    let word = |token: &str| match token {
        "…" | "*" => Raw::Gap,
        "#" => Raw::Number,
        _ => Raw::Word(token.to_owned()),
    };
    spaced.split_whitespace().map(word).collect()
}

/// The forms of a phrase, each of which begins with words: its first groups spelt out.
fn fronts(sequence: Vec<Raw>) -> Vec<Vec<Raw>> {
    let mut forms = vec![sequence];
    loop {
        let sizes: usize = forms.iter().map(|form| first_choices(form).map_or(1, <[_]>::len)).sum();
        let spell_all = sizes <= FORMS;
        let mut changed = false;
        let mut next = Vec::new();
        for form in forms {
            let Some(at) = form.iter().position(|raw| matches!(raw, Raw::Group(_))) else {
                next.push(form);
                continue;
            };
            let anchored = form.iter().take(at).any(|raw| matches!(raw, Raw::Word(_)));
            let Some(choices) = first_choices(&form).filter(|_| (spell_all || !anchored) && next.len() < MAX_FORMS)
            else {
                next.push(form);
                continue;
            };
            changed = true;
            for choice in choices {
                let head = form.iter().take(at).chain(choice);
                next.push(head.chain(form.iter().skip(at + 1)).cloned().collect());
            }
        }
        forms = next;
        if !changed || forms.len() >= MAX_FORMS {
            return forms;
        }
    }
}

fn first_choices(form: &[Raw]) -> Option<&[Vec<Raw>]> {
    form.iter().find_map(|raw| if let Raw::Group(choices) = raw { Some(choices.as_slice()) } else { None })
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

/// Parts with the words between them joined to literals.
fn joined(form: &[Raw]) -> Vec<Token> {
    let mut row = Row::default();
    for raw in form {
        match raw {
            Raw::Gap => row.push(Token::Gap),
            Raw::Number => row.push(Token::Number),
            Raw::Group(choices) => row.push(Token::Choice(choices.iter().map(|choice| joined(choice)).collect())),
            Raw::Word(token) => {
                let (open_left, word) = token.strip_prefix('*').map_or((false, token.as_str()), |word| (true, word));
                if open_left {
                    row.close(false);
                    row.open_left = true;
                }
                let (open_right, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
                row.words.push(word.to_owned());
                if open_right {
                    row.close(true);
                }
            }
        }
    }
    row.close(false);
    row.tokens
}

/// The parts of a phrase, while its words are read.
#[derive(Default)]
struct Row {
    tokens: Vec<Token>,
    words: Vec<String>,
    open_left: bool,
}

impl Row {
    fn push(&mut self, token: Token) {
        self.close(false);
        self.tokens.push(token);
    }

    /// Makes a literal of the words read so far.
    fn close(&mut self, open_right: bool) {
        let folded = Folded::new(&self.words.join(" "));
        let text = folded.text().trim().to_owned();
        self.words.clear();
        let open_left = std::mem::take(&mut self.open_left);
        if !text.is_empty() {
            self.tokens.push(Token::Literal(Literal { text, open_left, open_right }));
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
        assert_eq!(forms("(just|just) up"), ["just up"]);
        assert_eq!(forms("can't"), ["can not"]);
        assert!(forms("").is_empty() && forms("…").is_empty() && forms("# #").is_empty());
        assert_eq!(forms("!!!"), ["!!!"]);
    }

    #[test]
    fn alternatives_are_spelt_out_at_the_start_alone() {
        assert_eq!(forms(&"(a|b) ".repeat(40)).len(), FORMS);
        assert!(forms(&"(a|b)(a|b)x ".repeat(40)).len() <= MAX_FORMS);
        let long: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
        assert_eq!(forms(&format!("({}) (a|b) c", long.join("|"))).len(), 100);
        assert_eq!(forms(&format!("a ({}) c", long.join("|"))), ["a"]);
    }
}
