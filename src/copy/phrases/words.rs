//! The words that phrases are made of, and which of them a word of a text is.
//!
//! A word of a text may be several at once: "20" is itself and a number, "unsubscribed" begins like one phrase's word
//! and ends like another's. What it is to all phrases together is its symbol; most words are nothing to any.

use super::follow::is_number;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::ops::Range;

/// A word of a phrase: whole, the start or end of one, or any number.
pub(super) type Label = u32;

/// The words of phrases.
#[derive(Debug, Default)]
pub(super) struct Words {
    whole: FxHashMap<Box<str>, Label>,
    /// Words that may go on to the right alone, by their first byte; to the left alone, by their last; to both sides.
    begun: FxHashMap<u8, Vec<Open>>,
    ended: FxHashMap<u8, Vec<Open>>,
    held: Vec<Open>,
    count: Label,
}

#[derive(Debug, PartialEq, Eq)]
struct Open {
    text: Box<str>,
    label: Label,
}

/// What a word of a text is to all phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Symbol(pub(super) u32);

type Labels = SmallVec<[Label; 2]>;

/// The symbols of the words that were met so far.
#[derive(Debug)]
pub(super) struct Symbols {
    labels: Vec<Labels>,
    known: FxHashMap<Labels, Symbol>,
    /// Most words are short.
    short: Recent<u64>,
    long: Recent<u128>,
}

/// Words as they came, each as a number and at a place that it tells; another may have taken it.
#[derive(Debug)]
struct Recent<T>(Vec<(T, Symbol)>);

impl<T: Copy + Default + PartialEq> Recent<T> {
    /// With room for two to the power of [`RECENT`]. No word is zero.
    fn new() -> Self {
        Self(vec![(T::default(), Symbol::default()); 1 << RECENT])
    }

    #[inline]
    fn get(&self, place: u64, word: T) -> Option<Symbol> {
        self.0.get(place as usize).filter(|(known, _)| *known == word).map(|(_, symbol)| *symbol)
    }

    fn put(&mut self, place: u64, word: T, symbol: Symbol) {
        if let Some(kept) = self.0.get_mut(place as usize) {
            *kept = (word, symbol);
        }
    }
}

/// What makes the bytes of a number tell on each other.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Two to the power of this: how many words of each length are kept as they came.
const RECENT: u32 = if cfg!(test) { 3 } else { 12 };

impl Default for Symbols {
    fn default() -> Self {
        let known = std::iter::once((Labels::new(), Symbol::default())).collect();
        Self { labels: vec![Labels::new()], known, short: Recent::new(), long: Recent::new() }
    }
}

impl Words {
    /// The label of any number.
    pub(super) const NUMBER: Label = 0;

    /// The label of a word of a phrase, which may go on to the left or to the right.
    pub(super) fn label(&mut self, word: &str, left: bool, right: bool) -> Label {
        let next = self.count + 1;
        let edge = |byte: Option<&u8>| byte.copied().unwrap_or_default();
        let open = match (left, right) {
            (true, true) => Some(&mut self.held),
            (true, false) => Some(self.ended.entry(edge(word.as_bytes().last())).or_default()),
            (false, true) => Some(self.begun.entry(edge(word.as_bytes().first())).or_default()),
            (false, false) => None,
        };
        let label = if let Some(open) = open {
            if let Some(known) = open.iter().find(|open| &*open.text == word) {
                return known.label;
            }
            open.push(Open { text: word.into(), label: next });
            next
        } else if let Some(label) = self.whole.get(word) {
            *label
        } else {
            self.whole.insert(word.into(), next);
            next
        };
        self.count = self.count.max(label);
        label
    }

    /// All that a word of a text is.
    fn labels<'a>(&'a self, word: &str) -> Labels {
        let of = |open: &'a FxHashMap<u8, Vec<Open>>, edge: Option<&u8>| {
            edge.and_then(|byte| open.get(byte)).map_or(&[][..], Vec::as_slice).iter()
        };
        let begun = of(&self.begun, word.as_bytes().first()).filter(|open| word.starts_with(&*open.text));
        let ended = of(&self.ended, word.as_bytes().last()).filter(|open| word.ends_with(&*open.text));
        let held = self.held.iter().filter(|open| word.contains(&*open.text));
        let open = begun.chain(ended).chain(held).map(|open| open.label);
        let number = is_number(word).then_some(Self::NUMBER);
        number.into_iter().chain(self.whole.get(word).copied()).chain(open).collect()
    }
}

impl Symbols {
    /// The symbol of the word of `text` at `range`.
    #[inline]
    pub(super) fn of(&mut self, words: &Words, text: &[u8], range: Range<usize>) -> Symbol {
        const SHORT: usize = size_of::<u64>();
        let start = text.get(range.start..).unwrap_or_default();
        let (Some(missing), Some(bytes)) = (SHORT.checked_sub(range.len()), start.first_chunk()) else {
            return self.of_long(words, text, range);
        };
        let missing = 8 * missing as u32 % u64::BITS;
        let word = u64::from_le_bytes(*bytes) << missing >> missing;
        let place = word.wrapping_mul(SPREAD) >> (64 - RECENT);
        self.short.get(place, word).unwrap_or_else(|| {
            let symbol = self.learn(words, text, range);
            self.short.put(place, word, symbol);
            symbol
        })
    }

    /// The same for any word.
    fn of_long(&mut self, words: &Words, text: &[u8], range: Range<usize>) -> Symbol {
        let Some(word) = packed(text, &range) else { return self.learn(words, text, range) };
        let place = fold(word) >> (64 - RECENT);
        self.long.get(place, word).unwrap_or_else(|| {
            let symbol = self.learn(words, text, range);
            self.long.put(place, word, symbol);
            symbol
        })
    }

    /// What a word with that symbol is.
    pub(super) fn labels(&self, symbol: Symbol) -> &[Label] {
        self.labels.get(symbol.0 as usize).map_or(&[], SmallVec::as_slice)
    }

    fn learn(&mut self, words: &Words, text: &[u8], range: Range<usize>) -> Symbol {
        let word = text.get(range).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
        let labels = words.labels(word);
        if labels.is_empty() {
            return Symbol::default();
        }
        if let Some(symbol) = self.known.get(&labels) {
            return *symbol;
        }
        let symbol = Symbol(self.labels.len() as u32);
        self.labels.push(labels.clone());
        self.known.insert(labels, symbol);
        symbol
    }
}

/// The bytes of a word of up to 16 bytes as a number that no other word has.
fn packed(text: &[u8], range: &Range<usize>) -> Option<u128> {
    const MOST: usize = size_of::<u128>();
    let missing = MOST.checked_sub(range.len()).filter(|missing| *missing < MOST)?;
    let rest = text.get(range.start..)?;
    let bytes = match rest.first_chunk::<MOST>() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => rest.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte)),
    };
    Some(bytes << (8 * missing) >> (8 * missing))
}

fn fold(bytes: u128) -> u64 {
    ((bytes as u64) ^ ((bytes >> 64) as u64).rotate_left(32)).wrapping_mul(SPREAD)
}
