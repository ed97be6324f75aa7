//! Named lists of phrases, found in one pass over a text.
//!
//! Owns how a phrase is written and when it counts as said. It knows no rule: a list is an id and some strings.
//!
//! | written | means |
//! | --- | --- |
//! | `just following up` | these words, in any case and spelling that [`super::fold`] makes alike |
//! | `unsubscrib*`, `*subscribed` | the rest of that word may be anything (only at the ends of a word) |
//! | `following up … last email` | up to [`GAP_WORDS`] words between, within one sentence (`...` or a lone `*` do as well) |
//! | `(my\|your) (last\|) email` | each of the alternatives; an empty one makes the word optional |
//! | `only # left` | a number between, in digits or from one to twelve |
//! | `^following up` | at the start of a line or sentence alone |
//! | `!following up on our call` | an exception: a hit of this list that it overlaps is dropped |
//!
//! Parentheses without a bar in them are taken as written: `(ad)`. A phrase stands on the borders of words, and never
//! reaches across a blank line. Hits of one list never overlap: the first, and of these the longest, is kept.

mod compile;
#[cfg(test)]
mod tests;

use super::fold::{Folded, is_word};
use aho_corasick::AhoCorasick;
use compile::{Literal, Phrase, Token};
use std::collections::HashMap;
use std::ops::Range;

/// How many words a gap spans at most.
pub const GAP_WORDS: usize = 4;

/// Phrases of many lists, ready to be looked for. Built once; used from any thread.
#[derive(Debug, Default)]
pub struct PhraseIndex {
    ids: Vec<String>,
    automaton: Option<AhoCorasick>,
    /// Per pattern of the automaton, the phrases that are anchored on it.
    targets: Vec<Vec<Target>>,
}

#[derive(Debug)]
struct Target {
    list: usize,
    phrase: usize,
    parts: Phrase,
}

/// A phrase that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the list in what [`PhraseIndex::new`] was given.
    pub list: usize,
    /// Index of the phrase in its list.
    pub phrase: usize,
    /// Where it stands in the text as written.
    pub range: Range<usize>,
}

struct Found {
    list: usize,
    phrase: usize,
    exception: bool,
    range: Range<usize>,
}

impl PhraseIndex {
    /// An index of `lists`: each an id and its phrases. A phrase that holds no word is never found.
    pub fn new(lists: &[(&str, &[String])]) -> Self {
        let mut patterns: HashMap<String, usize> = HashMap::new();
        let mut targets: Vec<Vec<Target>> = Vec::new();
        for (list, (_, phrases)) in lists.iter().enumerate() {
            for (phrase, written) in phrases.iter().enumerate() {
                for parts in compile::compile(written) {
                    let next = patterns.len();
                    let pattern = *patterns.entry(parts.anchor.text.clone()).or_insert(next);
                    if pattern == targets.len() {
                        targets.push(Vec::new());
                    }
                    if let Some(of_pattern) = targets.get_mut(pattern) {
                        of_pattern.push(Target { list, phrase, parts });
                    }
                }
            }
        }
        let mut ordered: Vec<(&String, &usize)> = patterns.iter().collect();
        ordered.sort_unstable_by_key(|(_, pattern)| **pattern);
        let automaton = AhoCorasick::new(ordered.into_iter().map(|(text, _)| text)).ok();
        Self { ids: lists.iter().map(|(id, _)| (*id).to_owned()).collect(), automaton, targets }
    }

    /// The id of a list.
    pub fn id(&self, list: usize) -> Option<&str> {
        self.ids.get(list).map(String::as_str)
    }

    /// What `text` says, in the order of the text.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.find_in(&Folded::new(text))
    }

    /// What a folded text says. Ranges are those of the text as written.
    pub fn find_in(&self, folded: &Folded) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded.text();
        let mut found = Vec::new();
        for hit in automaton.find_overlapping_iter(text) {
            for target in self.targets.get(hit.pattern().as_usize()).map_or(&[][..], Vec::as_slice) {
                if let Some(range) = verify(&target.parts, text, hit.range()) {
                    let (list, phrase, exception) = (target.list, target.phrase, target.parts.exception);
                    found.push(Found { list, phrase, exception, range });
                }
            }
        }
        let mut hits: Vec<Hit> = settle(found)
            .into_iter()
            .map(|f| Hit { list: f.list, phrase: f.phrase, range: folded.source(f.range) })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.range.start, hit.list, hit.range.end));
        hits
    }
}

/// Drops hits that an exception overlaps, and of those that overlap in one list all but the first and longest.
fn settle(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_unstable_by_key(|f| (f.list, !f.exception, f.range.start, usize::MAX - f.range.end, f.phrase));
    let mut exceptions: Vec<Range<usize>> = Vec::new();
    let mut kept: Vec<Found> = Vec::new();
    let (mut list, mut behind) = (usize::MAX, 0);
    for f in found {
        if f.list != list {
            (list, behind) = (f.list, 0);
            exceptions.clear();
        }
        if f.exception {
            match exceptions.last_mut() {
                Some(open) if f.range.start <= open.end => open.end = open.end.max(f.range.end),
                _ => exceptions.push(f.range),
            }
            continue;
        }
        let next = exceptions.partition_point(|exception| exception.end <= f.range.start);
        let excepted = exceptions.get(next).is_some_and(|exception| exception.start < f.range.end);
        if !excepted && f.range.start >= behind {
            behind = f.range.end;
            kept.push(f);
        }
    }
    kept
}

/// The whole range of `phrase` in `text`, whose anchor stands at `at`.
fn verify(phrase: &Phrase, text: &str, at: Range<usize>) -> Option<Range<usize>> {
    let anchor = &phrase.anchor;
    let mut start = at.start;
    if anchor.open_left {
        start -= run_before(text, start, is_word)?;
    } else if !border(text, start) {
        return None;
    }
    let end = close(anchor, text, at.end)?;
    if phrase.number_before {
        start = number_before(text, start)?;
    }
    if phrase.at_start && !starts_sentence(text, start) {
        return None;
    }
    let states = follow(text, vec![(end, Join::Next)], &phrase.rest);
    states.into_iter().map(|(end, _)| end).min().map(|end| start..end)
}

/// How what comes next is joined to what ends before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Join {
    Next,
    Gap,
}

/// Where `tokens` may end behind any of `states`, and how what follows is joined.
fn follow(text: &str, mut states: Vec<(usize, Join)>, tokens: &[Token]) -> Vec<(usize, Join)> {
    for token in tokens {
        let mut next: Vec<(usize, Join)> = match token {
            Token::Gap => states.into_iter().map(|(end, _)| (end, Join::Gap)).collect(),
            Token::Choice(choices) => choices.iter().flat_map(|choice| follow(text, states.clone(), choice)).collect(),
            item => {
                let ends = states.iter().flat_map(|(end, join)| part_ends(text, *end, *join, item));
                ends.map(|end| (end, Join::Next)).collect()
            }
        };
        next.sort_unstable();
        next.dedup();
        states = next;
        if states.is_empty() {
            break;
        }
    }
    states
}

/// Where `item` may end, joined by `join` to what ends at `from`.
fn part_ends(text: &str, from: usize, join: Join, item: &Token) -> Vec<usize> {
    let skips = match join {
        Join::Next => 0,
        Join::Gap => GAP_WORDS,
    };
    let mut ends = Vec::new();
    let mut at = from;
    for _ in 0..=skips {
        let Some(start) = next_word(text, at, join) else { break };
        ends.extend(item_end(text, start, item));
        let Some(length) = run(text, start, |c| c != ' ' && c != '\n') else { break };
        at = start + length;
        // What ends the sentence may hang on the word that is skipped.
        at -= run_before(text, at, |c| !is_word(c)).unwrap_or(0);
    }
    ends
}

/// The start of the next word, if it lies in the same sentence. Right behind (`Next`) it must follow a single space.
fn next_word(text: &str, from: usize, join: Join) -> Option<usize> {
    let length = run(text, from, |c| !is_word(c))?;
    let between = text.get(from..from + length)?;
    let joined = match join {
        Join::Next => between == " ",
        Join::Gap => between.contains(' ') && !between.contains(['.', '!', '?', '\n']),
    };
    (joined && from + length < text.len()).then_some(from + length)
}

fn item_end(text: &str, start: usize, item: &Token) -> Option<usize> {
    match item {
        Token::Gap | Token::Choice(_) => None,
        Token::Number => {
            let length = run(text, start, |c| is_word(c) || c == ',' || c == '.')?;
            let word = text.get(start..start + length)?.trim_end_matches([',', '.']);
            is_number(word).then_some(start + word.len())
        }
        Token::Literal(literal) => {
            let mut at = start;
            if literal.open_left {
                let word = text.get(start..start + run(text, start, is_word)?)?;
                let first = literal.text.split(' ').next()?;
                at += if first.len() == literal.text.len() && literal.open_right {
                    word.find(first)?
                } else {
                    word.strip_suffix(first)?.len()
                };
            }
            let found = text.get(at..)?.starts_with(literal.text.as_str());
            if found { close(literal, text, at + literal.text.len()) } else { None }
        }
    }
}

/// The end of a literal that was found up to `end`: the end of the word if it is open, else `end` if that is a border.
fn close(literal: &Literal, text: &str, end: usize) -> Option<usize> {
    if literal.open_right {
        return Some(end + run(text, end, is_word)?);
    }
    border(text, end).then_some(end)
}

/// Whether no word runs across `at`.
fn border(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back()).is_some_and(is_word);
    let behind = text.get(at..).and_then(|tail| tail.chars().next()).is_some_and(is_word);
    !(before && behind)
}

/// The start of the number that ends right before `start`, a space between.
fn number_before(text: &str, start: usize) -> Option<usize> {
    let head = text.get(..start)?.strip_suffix(' ')?;
    let length = run_before(head, head.len(), |c| is_word(c) || c == ',' || c == '.')?;
    let number = head.get(head.len() - length..)?.trim_start_matches([',', '.']);
    is_number(number).then_some(head.len() - number.len())
}

fn is_number(word: &str) -> bool {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let marks = word.bytes().filter(|b| b",.".contains(b)).count();
    (digits > 0 && digits + marks == word.len()) || WORDS.contains(&word)
}

/// Whether a line or sentence starts at `at`. Folding hides single line breaks, so what counts is the mark before it.
fn starts_sentence(text: &str, at: usize) -> bool {
    let Some(length) = run_before(text, at, |c| matches!(c, ' ' | '"' | '\'' | '(')) else { return false };
    let head = text.get(..at - length).unwrap_or_default();
    head.is_empty() || head.ends_with(['.', '!', '?', ':', '\n', '-', '>', '•', ';'])
}

/// What is longer than this (in characters) is no word, and no space between words: it bounds every look around.
const MAX_RUN: usize = 64;

/// Length of the run of characters from `at` on that pass.
fn run(text: &str, at: usize, passes: impl Fn(char) -> bool) -> Option<usize> {
    let rest = text.get(at..)?;
    match rest.char_indices().take(MAX_RUN).find(|(_, c)| !passes(*c)) {
        Some((length, _)) => Some(length),
        None => rest.chars().nth(MAX_RUN).is_none().then_some(rest.len()),
    }
}

/// Length of the run of characters before `at` that pass.
fn run_before(text: &str, at: usize, passes: impl Fn(char) -> bool) -> Option<usize> {
    let head = text.get(..at)?;
    match head.char_indices().rev().take(MAX_RUN).find(|(_, c)| !passes(*c)) {
        Some((stop, c)) => Some(head.len() - stop - c.len_utf8()),
        None => head.chars().nth_back(MAX_RUN).is_none().then_some(head.len()),
    }
}
