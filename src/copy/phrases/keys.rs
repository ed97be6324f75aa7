//! Which phrases a text may say, told by its words.
//!
//! Every phrase has a word, or some words of which one must be there, that few texts hold: its keys. A text is read word by
//! word; only where a key stands, the phrase itself is tried, at each place that it may start from. What this costs
//! depends on the text and hardly on how many phrases there are.

use super::GAP_WORDS;
use super::compile::{Literal, Token};
use crate::copy::fold::{Folded, HEAD, SLOT_BITS, Slot, Word, is_word, slot};

/// The keys of phrases, found by the first bytes of a word.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// In the order of their slots.
    sorted: Vec<Key>,
    /// Per slot, where its keys start in `sorted`; one more at the end.
    slots: Vec<u32>,
    /// Per phrase, what else a text that says it holds: a word of each of these sets.
    needs: Vec<Vec<Vec<Slot>>>,
    /// Phrases that have no key.
    loose: Vec<Loose>,
}

/// A phrase without a key: none of its words is whole, or it has none.
#[derive(Clone, Debug)]
struct Loose {
    phrase: usize,
    /// What it starts with, or what follows the number that it starts with. Without, it is tried everywhere.
    text: Option<String>,
}

/// A word of a phrase.
#[derive(Clone, Debug)]
struct Key {
    phrase: usize,
    part: Part,
    /// Whether the phrase may start with something else than a word.
    marked: bool,
}

/// Where a key stands in its phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// The words in a row that it is one of.
    text: String,
    /// Its offset in `text`.
    at: usize,
    /// Its slot.
    slot: Slot,
    /// How many words, as spaces part them, may stand before it in its phrase.
    back: usize,
}

/// How many words between two spaces, and how many words before a key, are looked at.
const MOST_WORDS: usize = 64;

/// How far before a text the phrase may start that begins with a number or with half a word, in bytes. None longer is
/// looked at anywhere.
const LONGEST_NUMBER: usize = 4 * super::MAX_RUN;

impl Keys {
    /// The keys of phrases, numbered as they come.
    pub(super) fn of<'a>(phrases: impl Iterator<Item = &'a [Token]>) -> Self {
        let mut found = Self::default();
        for (phrase, tokens) in phrases.enumerate() {
            let marked = starts_with_mark(tokens);
            let mut all = of_tokens(tokens);
            all.sort_by_key(|choice| choice.weight);
            let mut all = all.into_iter();
            match all.next() {
                Some(choice) => {
                    found.sorted.extend(choice.parts.into_iter().map(|part| Key { phrase, part, marked }));
                }
                None => found.loose.push(Loose { phrase, text: leading_text(tokens).map(str::to_owned) }),
            }
            found.needs.push(all.map(|choice| choice.parts.iter().map(|part| part.slot).collect()).collect());
        }
        found.sorted.sort_by_key(|key| key.part.slot);
        let slots = 0..=1 << SLOT_BITS;
        found.slots = slots.map(|at| found.sorted.partition_point(|key| key.part.slot < at) as u32).collect();
        found
    }

    /// Of `count` phrases, no keys at all: each is tried everywhere.
    #[cfg(test)]
    pub(super) fn none(count: usize) -> Self {
        Self { loose: (0..count).map(|phrase| Loose { phrase, text: None }).collect(), ..Self::default() }
    }

    /// Every place of a text that a phrase may start from.
    pub(super) fn starts(&self, folded: &Folded, seek: &mut impl FnMut(usize, usize)) {
        let (text, words) = (folded.text(), folded.words());
        for (at, word) in words.iter().enumerate() {
            for key in self.in_slot(word.slot) {
                if stands(&key.part, text, word.start as usize) && self.may_be_said(key.phrase, folded) {
                    from_key(key, text, words, at, seek);
                }
            }
        }
        for loose in &self.loose {
            match &loose.text {
                Some(held) => from_text(loose.phrase, held, text, words, seek),
                None => text.char_indices().for_each(|(start, _)| seek(loose.phrase, start)),
            }
        }
    }

    fn in_slot(&self, slot: Slot) -> &[Key] {
        let slot = usize::from(slot);
        let (Some(start), Some(end)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return &[] };
        self.sorted.get(*start as usize..*end as usize).unwrap_or(&[])
    }

    /// Whether the text holds all that the phrase needs beside its key.
    fn may_be_said(&self, phrase: usize, folded: &Folded) -> bool {
        let needs = self.needs.get(phrase).map_or(&[][..], Vec::as_slice);
        needs.iter().all(|any| any.iter().any(|slot| folded.holds(*slot)))
    }
}

/// Whether the words around a key stand around the word at `start`.
fn stands(part: &Part, text: &str, start: usize) -> bool {
    let around = start.checked_sub(part.at).and_then(|start| text.as_bytes().get(start..));
    around.is_some_and(|around| around.starts_with(part.text.as_bytes()))
}

/// Every place that the phrase of `key` may start from, where `key` is the word at `at`.
fn from_key(key: &Key, text: &str, words: &[Word], at: usize, seek: &mut impl FnMut(usize, usize)) {
    let mut first = at;
    let mut spaces = key.part.back;
    for _ in 0..MOST_WORDS {
        let leads = words.get(first).is_none_or(|word| word.leads);
        if leads && spaces == 0 || first == 0 {
            break;
        }
        spaces -= usize::from(leads);
        first -= 1;
    }
    let within = words.get(first..=at).unwrap_or(&[]);
    for word in within {
        seek(key.phrase, word.start as usize);
    }
    if key.marked {
        let behind = first.checked_sub(1).and_then(|before| words.get(before)).map_or(0, |word| word.range().end);
        let end = within.last().map_or(behind, |word| word.start as usize);
        for (start, c) in text.get(behind..end).unwrap_or_default().char_indices() {
            if !is_word(c) {
                seek(key.phrase, behind + start);
            }
        }
    }
}

/// Every place from which a phrase may start that holds `held` near its start.
fn from_text(phrase: usize, held: &str, text: &str, words: &[Word], seek: &mut impl FnMut(usize, usize)) {
    if !text.contains(held) {
        return;
    }
    for (at, _) in text.match_indices(held) {
        let from = words.partition_point(|word| (word.start as usize) < at.saturating_sub(LONGEST_NUMBER));
        let before = words.iter().skip(from).map(|word| word.start as usize).take_while(|start| *start < at);
        before.chain([at]).for_each(|start| seek(phrase, start));
    }
}

/// What a phrase starts with; a number may stand before it.
fn leading_text(tokens: &[Token]) -> Option<&str> {
    match tokens {
        [Token::Literal(literal), ..] => Some(&literal.text),
        [Token::Number | Token::Glue, rest @ ..] => leading_text(rest),
        _ => None,
    }
}

/// Words of which a phrase holds at least one.
struct Choice {
    parts: Vec<Part>,
    /// How often a text holds one of them, as a rough figure.
    weight: u32,
}

/// Per part of a phrase, the words of which one must be there; none for a part that asks for no word.
fn of_tokens(tokens: &[Token]) -> Vec<Choice> {
    let mut all = Vec::new();
    let mut before = 0;
    for token in tokens {
        match token {
            Token::Literal(literal) => all.extend(of_literal(literal, before)),
            Token::Choice(choices, _) => all.extend(of_choices(choices, before)),
            Token::Gap | Token::Glue | Token::Number => {}
        }
        before += most_words(token);
    }
    all
}

fn of_literal(literal: &Literal, before: usize) -> Option<Choice> {
    let mut best: Option<Choice> = None;
    let mut back = before;
    let mut at = 0;
    let mut is_cut = literal.open_left;
    while let Some(rest) = literal.text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let open = literal.open_right && behind.is_empty();
        if !word.is_empty() && !is_cut && (!open || word.len() >= HEAD) {
            let weight = weight(word) + u32::from(open);
            if best.as_ref().is_none_or(|best| weight < best.weight) {
                let part = Part { text: literal.text.clone(), at, slot: slot(word.as_bytes()), back };
                best = Some(Choice { parts: vec![part], weight });
            }
        }
        is_cut &= word.is_empty();
        let marks = behind.find(is_word).unwrap_or(behind.len());
        back += behind.get(..marks).unwrap_or_default().matches(' ').count();
        at += length + marks;
    }
    best
}

fn of_choices(choices: &[Vec<Token>], before: usize) -> Option<Choice> {
    let mut all = Choice { parts: Vec::new(), weight: 0 };
    for choice in choices {
        let found = of_tokens(choice).into_iter().min_by_key(|choice| choice.weight)?;
        all.weight += found.weight;
        all.parts.extend(found.parts.into_iter().map(|part| Part { back: part.back + before, ..part }));
    }
    Some(all)
}

/// How many words, as spaces part them, a token may take.
fn most_words(token: &Token) -> usize {
    match token {
        Token::Gap => GAP_WORDS,
        Token::Glue => 0,
        Token::Number => 1,
        Token::Literal(literal) => literal.text.matches(' ').count() + 1,
        Token::Choice(choices, _) => {
            choices.iter().map(|choice| choice.iter().map(most_words).sum()).max().unwrap_or_default()
        }
    }
}

/// Whether a phrase may start with something else than a word.
fn starts_with_mark(tokens: &[Token]) -> bool {
    match tokens {
        [Token::Literal(literal), ..] => !literal.text.starts_with(is_word),
        [Token::Choice(choices, _), rest @ ..] => {
            choices.iter().any(|choice| starts_with_mark(if choice.is_empty() { rest } else { choice }))
        }
        [Token::Gap | Token::Glue, rest @ ..] => starts_with_mark(rest),
        [Token::Number, ..] | [] => false,
    }
}

/// How often a text holds a word, as a rough figure: what everybody writes, then by length.
fn weight(word: &str) -> u32 {
    if MOST_COMMON.binary_search(&word).is_ok() {
        return 400;
    }
    if COMMON.binary_search(&word).is_ok() {
        return 100;
    }
    match word.chars().count() {
        0..=2 => 60,
        3 => 24,
        4 => 12,
        5 => 8,
        6 => 5,
        _ => 3,
    }
}

/// The words that hardly an English letter does without, in the order of the alphabet.
const MOST_COMMON: &[&str] = &[
    "a", "and", "are", "be", "for", "have", "i", "in", "is", "it", "of", "on", "our", "that", "the", "this", "to",
    "we", "will", "with", "you", "your",
];

/// The words that English letters are made of, in the order of the alphabet.
const COMMON: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from",
    "get", "has", "have", "here", "how", "i", "if", "in", "is", "it", "just", "know", "like", "make", "me", "more",
    "my", "need", "new", "no", "not", "now", "of", "on", "one", "only", "or", "our", "out", "see", "so", "some",
    "that", "the", "their", "them", "there", "they", "this", "time", "to", "up", "us", "use", "want", "was", "we",
    "what", "when", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::phrases::compile::compile;

    /// Of each key the word, what stands around it, and how many words may come before.
    fn keys(written: &str) -> Vec<(String, String, usize)> {
        let phrases = compile(written);
        let rarest = |tokens: &[Token]| of_tokens(tokens).into_iter().min_by_key(|choice| choice.weight);
        let parts = phrases.iter().filter_map(|phrase| rarest(&phrase.tokens)).flat_map(|choice| choice.parts);
        let word = |part: &Part| part.text[part.at..].split(|c| !is_word(c)).next().unwrap_or_default().to_owned();
        parts.map(|part| (word(&part), part.text, part.back)).collect()
    }

    #[test]
    fn the_rarest_word_of_a_phrase_is_its_key() {
        for (written, expected) in [
            ("the last invoice", &[("invoice", "the last invoice", 2)][..]),
            ("(my|your) (last|) email", &[("email", "email", 2)]),
            ("you (forgot|neglected) to", &[("forgot", "forgot", 1), ("neglected", "neglected", 1)]),
            ("# … unsubscrib*", &[("unsubscrib", "unsubscrib", 0)]),
            ("#% off", &[("off", "% off", 2)]),
            ("to … cancel*", &[("cancel", "cancel", 5)]),
            ("*subscribe to us", &[("us", "subscribe to us", 2)]),
            ("20/30 (ad) x", &[("20", "20/30 (ad) x", 0)]),
            ("!!!", &[]),
            ("*a*", &[]),
            ("ab*", &[]),
        ] {
            let found = keys(written);
            let found: Vec<_> = found.iter().map(|(word, text, back)| (word.as_str(), text.as_str(), *back)).collect();
            assert_eq!(found, expected, "{written:?}");
        }
    }

    #[test]
    fn common_words_are_in_order() {
        assert!(COMMON.is_sorted() && MOST_COMMON.is_sorted());
    }
}
