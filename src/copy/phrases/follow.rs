//! Whether a phrase stands at a place of a text, and where it ends.
//!
//! Exact and slow: what is looked for is told by [`super::keys`] first.

use super::GAP_WORDS;
use super::compile::{Head, Heads, Literal, Phrase, Token};
use crate::copy::fold::is_word;
use smallvec::{SmallVec, smallvec};

/// Where `phrase` ends in `text`, if it starts at `start`. Of several ends the last counts; behind a gap the first.
pub(super) fn end_of(phrase: &Phrase, text: &str, start: usize) -> Option<usize> {
    if !border(text, start)
        || phrase.counts && !may_start(text, start, &phrase.tokens)
        || phrase.at_start && !starts_sentence(text, start)
    {
        return None;
    }
    let states = match phrase.tokens.as_slice() {
        [item @ Token::Literal(_)] => return item_end(text, start, item),
        [item @ Token::Literal(_), rest @ ..] => {
            follow(text, smallvec![(item_end(text, start, item)?, Join::Next)], rest)
        }
        tokens => follow(text, smallvec![(start, Join::Here)], tokens),
    };
    let ends = states.into_iter().map(|(end, _)| end).filter(|end| *end > start);
    if phrase.has_gap { ends.min() } else { ends.max() }
}

/// Whether the first of `tokens` may stand at `start`.
fn may_start(text: &str, start: usize, tokens: &[Token]) -> bool {
    match tokens {
        [Token::Choice(choices, heads), rest @ ..] => {
            let stands = |choice: &Vec<Token>| may_start(text, start, if choice.is_empty() { rest } else { choice });
            let mut likely = heads.that_may_be(Head::at(text, start)).filter_map(|index| choices.get(index));
            likely.any(stands)
        }
        [item @ (Token::Literal(_) | Token::Number), ..] => starts_item(text, start, item),
        [Token::Gap | Token::Glue, rest @ ..] => may_start(text, start, rest),
        [] => true,
    }
}

/// Whether `item` stands at `start`, with nothing of it before.
fn starts_item(text: &str, start: usize, item: &Token) -> bool {
    item_end(text, start, item).is_some()
        && (*item != Token::Number || !text.get(..start).is_some_and(|head| head.ends_with(is_in_number)))
}

/// Where what is read of a phrase may end, and how what follows is joined: seldom more than a few.
type States = SmallVec<[(usize, Join); GAP_WORDS + 1]>;

/// How what comes next is joined to what ends before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Join {
    /// It stands right there.
    Here,
    Next,
    Gap,
}

/// Where `tokens` may end behind any of `states`, and how what follows is joined.
fn follow(text: &str, mut states: States, tokens: &[Token]) -> States {
    for token in tokens {
        let mut next: States = match token {
            // Nothing of the phrase was read yet: then there is nothing that a gap would lie behind.
            Token::Gap => {
                let join = |join| if join == Join::Here { Join::Here } else { Join::Gap };
                states.into_iter().map(|(end, before)| (end, join(before))).collect()
            }
            Token::Glue => states.into_iter().map(|(end, _)| (end, Join::Here)).collect(),
            Token::Choice(choices, heads) => choose(text, &states, choices, heads),
            item => ends_from(text, starts_behind(text, &states).into_iter(), item),
        };
        if next.len() > 1 {
            next.sort_unstable();
            next.dedup();
        }
        states = next;
        if states.is_empty() {
            break;
        }
    }
    states
}

/// Where any of `choices` may end behind any of `states`.
fn choose(text: &str, states: &States, choices: &[Vec<Token>], heads: &Heads) -> States {
    let mut next = States::new();
    // Per choice that starts with a word or number, where that ends.
    let mut begun: SmallVec<[(usize, usize); GAP_WORDS + 1]> = SmallVec::new();
    for start in starts_behind(text, states) {
        let head = Head::at(text, start);
        if !heads.may_be(head) {
            continue;
        }
        for index in heads.that_may_be(head) {
            let first = choices.get(index).and_then(|choice| choice.first());
            begun.extend(first.and_then(|item| item_end(text, start, item)).map(|end| (index, end)));
        }
    }
    begun.sort_unstable();
    for ends in begun.chunk_by(|left, right| left.0 == right.0) {
        let rest = ends.first().and_then(|(index, _)| choices.get(*index)?.get(1..)).unwrap_or(&[]);
        next.extend(follow(text, ends.iter().map(|(_, end)| (*end, Join::Next)).collect(), rest));
    }
    for choice in choices.iter().filter(|choice| !matches!(choice.first(), Some(Token::Literal(_) | Token::Number))) {
        next.extend(follow(text, states.clone(), choice));
    }
    next
}

/// Where `item` ends, started at any of `starts`.
fn ends_from(text: &str, starts: impl Iterator<Item = usize>, item: &Token) -> States {
    starts.filter_map(|start| Some((item_end(text, start, item)?, Join::Next))).collect()
}

/// Where what comes next may start behind any of `states`.
fn starts_behind(text: &str, states: &[(usize, Join)]) -> SmallVec<[usize; GAP_WORDS + 1]> {
    let mut starts = SmallVec::new();
    for (from, join) in states {
        let (skips, joins): (usize, fn(&str) -> bool) = match join {
            Join::Here => {
                starts.push(*from);
                continue;
            }
            Join::Next => (0, |between| between == " "),
            Join::Gap => (GAP_WORDS, |between| between.contains(' ') && !between.contains(['.', '!', '?', '\n'])),
        };
        let mut at = *from;
        for left in (0..=skips).rev() {
            let Some(start) = next_word(text, at, joins) else { break };
            starts.push(start);
            if left == 0 {
                break;
            }
            let Some(length) = run(text, start, |c| c != ' ' && c != '\n') else { break };
            at = start + length;
            // What ends the sentence may hang on the word that is skipped.
            at -= run_before(text, at, |c| !is_word(c)).unwrap_or(0);
        }
    }
    starts
}

/// The start of the next word, if what stands before it joins the two.
fn next_word(text: &str, from: usize, joins: fn(&str) -> bool) -> Option<usize> {
    let length = run(text, from, |c| !is_word(c))?;
    let between = text.get(from..from + length)?;
    (joins(between) && from + length < text.len()).then_some(from + length)
}

fn item_end(text: &str, start: usize, item: &Token) -> Option<usize> {
    match item {
        Token::Gap | Token::Glue | Token::Choice(..) => None,
        Token::Number => {
            let length = run(text, start, is_in_number)?;
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
            let end = at + literal.text.len();
            let found = text.as_bytes().get(at..end) == Some(literal.text.as_bytes());
            if found { close(literal, text, end) } else { None }
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
    let byte = |at: usize| text.as_bytes().get(at).copied();
    if let (Some(before), Some(behind)) = (at.checked_sub(1).and_then(byte), byte(at))
        && before.is_ascii()
        && behind.is_ascii()
    {
        return !(is_word(before.into()) && is_word(behind.into()));
    }
    let before = text.get(..at).and_then(|head| head.chars().next_back()).is_some_and(is_word);
    let behind = text.get(at..).and_then(|tail| tail.chars().next()).is_some_and(is_word);
    !(before && behind)
}

fn is_in_number(c: char) -> bool {
    is_word(c) || matches!(c, ',' | '.')
}

/// Whether a word is a number, in digits or from one to twelve.
pub(super) fn is_number(word: &str) -> bool {
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
pub(super) const MAX_RUN: usize = 64;

/// Length of the run of characters from `at` on that pass.
fn run(text: &str, at: usize, passes: impl Fn(char) -> bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let ascii = rest.bytes().take(MAX_RUN).take_while(|b| b.is_ascii() && passes((*b).into())).count();
    if ascii < MAX_RUN && rest.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return Some(ascii);
    }
    match rest.char_indices().take(MAX_RUN).find(|(_, c)| !passes(*c)) {
        Some((length, _)) => Some(length),
        None => rest.chars().nth(MAX_RUN).is_none().then_some(rest.len()),
    }
}

/// Length of the run of characters before `at` that pass.
fn run_before(text: &str, at: usize, passes: impl Fn(char) -> bool) -> Option<usize> {
    let head = text.get(..at)?;
    let ascii = head.bytes().rev().take(MAX_RUN).take_while(|b| b.is_ascii() && passes((*b).into())).count();
    if ascii < MAX_RUN && head.bytes().nth_back(ascii).is_none_or(|b| b.is_ascii()) {
        return Some(ascii);
    }
    match head.char_indices().rev().take(MAX_RUN).find(|(_, c)| !passes(*c)) {
        Some((stop, c)) => Some(head.len() - stop - c.len_utf8()),
        None => head.chars().nth_back(MAX_RUN).is_none().then_some(head.len()),
    }
}
