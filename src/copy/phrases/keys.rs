//! Which phrases a text may say, told by rows of its words.
//!
//! A phrase is cut at its gaps into rows of words. Only where all of its rows stand, in order and no further apart than
//! its gaps allow, the phrase itself is tried. What this costs depends on the text and hardly on how many phrases there
//! are.

use super::GAP_WORDS;
use super::compile::{Token, has_gap};
use super::follow::MAX_RUN;
use super::rows::{Memory, Rows};
use crate::copy::fold::{Folded, Word, is_word};

/// The keys of phrases.
#[derive(Debug, Default)]
pub(super) struct Keys {
    rows: Rows,
    /// Per row.
    parts: Vec<Key>,
    /// How many rows stand behind another.
    behind: usize,
    /// Phrases that have no row.
    loose: Vec<Loose>,
}

/// What a row of words is to a phrase.
#[derive(Clone, Copy, Debug)]
struct Key {
    phrase: usize,
    /// How many words, as spaces part them, may stand before it in its phrase.
    back: usize,
    /// Whether the phrase may start with something else than a word.
    marked: bool,
    /// Which of the rows behind others it is. Without, it is the first of its phrase.
    number: Option<usize>,
    /// The row that has to follow, and how many words later it starts at most.
    next: Option<(usize, usize)>,
}

/// What one who reads texts keeps from one to the next.
#[derive(Debug, Default)]
pub(super) struct Reader {
    memory: Memory,
    /// Per row behind another, the text in which it was met last with all that has to follow, and where, as words left.
    met: Vec<(u64, usize)>,
    /// How many texts were read.
    text: u64,
}

impl Reader {
    fn next_text(&mut self, behind: usize) {
        self.met.resize(behind, (0, 0));
        self.text += 1;
    }
}

/// A phrase without a row: nothing of it is sure to be a word.
#[derive(Clone, Debug)]
struct Loose {
    phrase: usize,
    /// What it starts with. Without, it is tried everywhere.
    text: Option<String>,
}

/// How many words between two spaces, and how many words before a key, are looked at.
const MOST_WORDS: usize = 64;

/// How far before a text the phrase may start that begins with half a word, in bytes. None longer is looked at anywhere.
const LONGEST_START: usize = 4 * MAX_RUN;

impl Keys {
    /// The keys of phrases, numbered as they come.
    pub(super) fn of<'a>(phrases: impl Iterator<Item = &'a [Token]>) -> Self {
        let mut found = Self::default();
        let mut rows: Vec<&[Token]> = Vec::new();
        for (phrase, tokens) in phrases.enumerate() {
            let chains = chains(tokens, 0);
            if chains.is_empty() {
                found.loose.push(Loose { phrase, text: leading_text(tokens).map(str::to_owned) });
            }
            let marked = starts_with_mark(tokens);
            for chain in chains {
                let behind = chain.iter().skip(1).map(Some).chain([None]);
                for (index, ((row, back), next)) in chain.iter().zip(behind).enumerate() {
                    let number = (index > 0).then(|| found.behind + index - 1);
                    let next = next.map(|(_, far)| (found.behind + index, far - back));
                    rows.push(row);
                    found.parts.push(Key { phrase, back: *back, marked, number, next });
                }
                found.behind += chain.len() - 1;
            }
        }
        found.rows = Rows::of(rows.into_iter());
        found
    }

    /// Of `count` phrases, no keys at all: each is tried everywhere.
    #[cfg(test)]
    pub(super) fn none(count: usize) -> Self {
        Self { loose: (0..count).map(|phrase| Loose { phrase, text: None }).collect(), ..Self::default() }
    }

    /// Every place of a text that a phrase may start from.
    pub(super) fn starts(&self, folded: &Folded, reader: &mut Reader, seek: &mut impl FnMut(usize, usize)) {
        let (text, words) = (folded.text(), folded.words());
        reader.next_text(self.behind);
        let Reader { memory, met, text: number } = reader;
        self.rows.find(folded, memory, |row, at, left| {
            let Some(key) = self.parts.get(row as usize) else { return };
            let follows = |(next, most): (usize, usize)| {
                met.get(next).is_some_and(|(text, behind)| text == number && left - behind <= most)
            };
            if !key.next.is_none_or(follows) {
                return;
            }
            match key.number.and_then(|number| met.get_mut(number)) {
                Some(met) => *met = (*number, left),
                None => from_key(*key, text, words, at, seek),
            }
        });
        for loose in &self.loose {
            match &loose.text {
                Some(held) => from_text(loose.phrase, held, text, words, seek),
                None => text.char_indices().for_each(|(start, _)| seek(loose.phrase, start)),
            }
        }
    }
}

/// Every place that the phrase of `key` may start from, where `key` starts with the word at `at`.
fn from_key(key: Key, text: &str, words: &[Word], at: usize, seek: &mut impl FnMut(usize, usize)) {
    let mut first = at;
    let mut spaces = key.back;
    for _ in 0..MOST_WORDS {
        let leads = words.get(first).is_none_or(|word| word.leads);
        if spaces == 0 && (leads || key.back == 0) || first == 0 {
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
    for (at, _) in text.match_indices(held) {
        let from = words.partition_point(|word| (word.start as usize) < at.saturating_sub(LONGEST_START));
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

/// Rows of a phrase in their order, and how many words may stand before each at most.
type Chain<'a> = Vec<(&'a [Token], usize)>;

/// The chains of a phrase, of which one stands where the phrase does; none if nothing of it is sure to hold a word.
/// `before` it stand at most so many words.
fn chains(tokens: &[Token], before: usize) -> Vec<Chain<'_>> {
    let mut rows = Chain::new();
    let mut back = before;
    for row in tokens.chunk_by(|left, right| !parts(left) && !parts(right)) {
        if holds_word(row) {
            rows.push((row, back));
        }
        back += row.iter().map(most_words).sum::<usize>();
    }
    if !rows.is_empty() {
        return vec![rows];
    }
    let mut back = before;
    for token in tokens {
        if let Token::Choice(choices, _) = token {
            let all: Vec<Vec<Chain>> = choices.iter().map(|choice| chains(choice, back)).collect();
            if all.iter().all(|chains| !chains.is_empty()) {
                return all.into_iter().flatten().collect();
            }
        }
        back += most_words(token);
    }
    Vec::new()
}

/// Whether words may stand in what `token` takes.
fn parts(token: &Token) -> bool {
    has_gap(std::slice::from_ref(token))
}

/// Whether a row without a gap is sure to hold a word.
fn holds_word(row: &[Token]) -> bool {
    row.iter().any(|token| match token {
        Token::Literal(literal) => literal.text.contains(is_word),
        Token::Number => true,
        Token::Choice(choices, _) => !parts(token) && choices.iter().all(|choice| holds_word(choice)),
        Token::Gap | Token::Glue => false,
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::phrases::compile::compile;
    use crate::copy::phrases::compile::tests::spelt;

    /// Of each chain its rows, and how many words may come before each.
    fn rows(written: &str) -> Vec<String> {
        let phrases = compile(written);
        let chains = phrases.iter().flat_map(|phrase| chains(&phrase.tokens, 0));
        let rows = |chain: Chain| chain.iter().map(|(row, back)| format!("{back} {}", spelt(row))).collect::<Vec<_>>();
        chains.map(|chain| rows(chain).join(" … ")).collect()
    }

    #[test]
    fn phrases_are_cut_at_gaps() {
        for (written, expected) in [
            ("the last invoice", &["0 the last invoice"][..]),
            ("(my|your) (last|) email", &["0 <my|your> <last|> email"]),
            ("you … (forgot|neglected) to", &["0 you … 5 <forgot|neglected> to"]),
            ("a (you … forgot|neglected) to", &["0 a … 7 to"]),
            ("(you … forgot|neglected a … bit)", &["0 you … 5 forgot", "0 neglected a … 6 bit"]),
            ("(you … forgot|) (a|)", &[]),
            ("# … unsubscrib*", &["0 unsubscrib"]),
            ("save # … (or|) … #% off", &["0 save # … 11 # + % off"]),
            ("*subscribe to us", &["0 subscribe to us"]),
            ("20/30 (ad) x", &["0 20/30 (ad) x"]),
            ("!!!", &[]),
            ("(please|) … (|!)", &[]),
            ("*a*", &["0 a"]),
            ("ab*", &["0 ab"]),
        ] {
            assert_eq!(rows(written), expected, "{written:?}");
        }
    }
}
