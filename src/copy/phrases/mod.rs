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
//! | `only # left`, `#% off` | a number between, in digits or from one to twelve |
//! | `^following up` | at the start of a line or sentence alone |
//! | `!following up on our call` | an exception: a hit of this list that it overlaps is dropped |
//!
//! Parentheses without a bar in them are taken as written: `(ad)`. A phrase stands on the borders of words, and never
//! reaches across a blank line. Hits of one list never overlap: the first, and of these the longest, is kept.

mod compile;
mod keys;
mod rows;
#[cfg(test)]
mod tests;
mod words;

use super::fold::{Folded, is_word};
use compile::{Head, Heads, Literal, Phrase, Token};
use keys::Keys;
use rows::Memory;
use smallvec::{SmallVec, smallvec};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many words a gap spans at most.
pub const GAP_WORDS: usize = 4;

/// Phrases of many lists, ready to be looked for. Built once; used from any thread.
#[derive(Debug, Default)]
pub struct PhraseIndex {
    ids: Vec<String>,
    targets: Vec<Target>,
    keys: Keys,
    /// What was learnt of texts, for whoever reads one next.
    memories: Mutex<Vec<Memory>>,
}

/// A form of a phrase, and where it stands: several lists may hold the same phrase.
#[derive(Debug)]
struct Target {
    parts: Phrase,
    /// Each a list and the phrase's index in it.
    held_by: Vec<(usize, usize)>,
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
        let mut holders: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        let mut distinct: Vec<&str> = Vec::new();
        for (list, (_, phrases)) in lists.iter().enumerate() {
            for (phrase, written) in phrases.iter().enumerate() {
                let held_by = holders.entry(written).or_default();
                if held_by.is_empty() {
                    distinct.push(written);
                }
                held_by.push((list, phrase));
            }
        }
        let compiled = compile_all(&distinct);
        let mut targets = Vec::with_capacity(distinct.len());
        for (written, forms) in distinct.into_iter().zip(compiled) {
            let held_by = holders.get(written).map_or(&[][..], Vec::as_slice);
            targets.extend(forms.into_iter().map(|parts| Target { parts, held_by: held_by.to_vec() }));
        }
        let keys = Keys::of(targets.iter().map(|target| target.parts.tokens.as_slice()));
        Self { ids: lists.iter().map(|(id, _)| (*id).to_owned()).collect(), targets, keys, memories: Mutex::default() }
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
        let text = folded.text();
        let mut found = Vec::new();
        let mut seek = |target: usize, start: usize| {
            let Some(target) = self.targets.get(target) else { return };
            if let Some(end) = end_of(&target.parts, text, start) {
                let exception = target.parts.exception;
                let held_by = target.held_by.iter();
                found.extend(held_by.map(|(list, phrase)| Found {
                    list: *list,
                    phrase: *phrase,
                    exception,
                    range: start..end,
                }));
            }
        };
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = memories().pop();
        let mut memory = kept.unwrap_or_default();
        self.keys.starts(folded, &mut memory, &mut seek);
        memories().push(memory);
        let mut hits: Vec<Hit> = settle(found)
            .into_iter()
            .map(|f| Hit { list: f.list, phrase: f.phrase, range: folded.source(f.range) })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.range.start, hit.list, hit.range.end));
        hits
    }
}

/// The forms of each of `phrases`. Many are read by two threads: a run waits for this before it reads its first text.
fn compile_all(phrases: &[&str]) -> Vec<Vec<Phrase>> {
    let compiled = |phrases: &[&str]| phrases.iter().map(|phrase| compile::compile(phrase)).collect::<Vec<_>>();
    let (first, second) = phrases.split_at(if phrases.len() > MANY { phrases.len() / 2 } else { 0 });
    std::thread::scope(|scope| {
        let spawn = || std::thread::Builder::new().spawn_scoped(scope, || compiled(first)).ok();
        let ahead = if first.is_empty() { None } else { spawn() };
        let behind = compiled(second);
        // Where no thread is to be had, or it fell, its phrases are read here.
        let mut all = ahead.and_then(|ahead| ahead.join().ok()).unwrap_or_else(|| compiled(first));
        all.extend(behind);
        all
    })
}

/// How many phrases are worth a thread.
const MANY: usize = 200;

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

/// Where `phrase` ends in `text`, if it starts at `start`. Of several ends the last counts; behind a gap the first.
fn end_of(phrase: &Phrase, text: &str, start: usize) -> Option<usize> {
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
        next.sort_unstable();
        next.dedup();
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
