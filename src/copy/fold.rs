//! One form for many spellings: what two texts share when a person reads them alike.
//!
//! Owns the normal form that phrases and near-duplicates are compared in, and the way back to the text as written.
//! Lower case; curly quotes and apostrophes straight; runs of white space one space (a blank line a newline, which no
//! phrase crosses); hyphens inside words a space, so that "follow-up" is "follow up" (`e-mail` is `email`); invisible
//! characters and the asterisks of Markdown gone; contractions spelt out, so that "can't", "cannot" and "can not" are
//! one; a web address one U+FFFC, so that no phrase is found inside it.

use super::contractions::{is_short, spell_out};
use super::offsets::Offsets;
use std::ops::Range;

/// What a web address folds to.
pub const ADDRESS: char = '\u{fffc}';

/// A text in its normal form, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    offsets: Offsets,
    words: Vec<Word>,
}

/// A run of letters and digits in the normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Offset of its first byte.
    pub start: u32,
    /// Its length in bytes.
    pub len: u32,
    /// Whether it is the first between two spaces: of "jane's" and "20/30" the second is not.
    pub leads: bool,
    /// Whether a space and nothing more stands between it and the word before.
    pub spaced: bool,
}

impl Word {
    /// Its bytes in the normal form.
    pub fn range(self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    /// Whether it is anything at all, or there is no word before.
    any: bool,
    /// As in [`Word`].
    leads: bool,
    /// As in [`Word`].
    spaced: bool,
}

impl Between {
    const START: Self = Self { any: true, leads: true, spaced: false };

    fn mark(&mut self) {
        (self.any, self.spaced) = (true, false);
    }

    fn space(&mut self, byte: u8) {
        self.spaced = !self.any && byte == b' ';
        (self.any, self.leads) = (true, true);
    }

    /// The word of `len` bytes that stands behind it, at `start`.
    fn word(self, start: usize, len: usize) -> Word {
        Word { start: start as u32, len: len as u32, leads: self.leads, spaced: self.spaced }
    }
}

/// A number that words with the same first [`HEAD`] bytes share, and few others do.
pub type Slot = u16;

/// Slots are below two to the power of this.
pub const SLOT_BITS: u32 = 13;

/// How many bytes of a word tell its slot.
pub const HEAD: usize = 4;

/// The slot of a word.
pub fn slot(word: &[u8]) -> Slot {
    let head = word.first_chunk().copied().unwrap_or_else(|| {
        let mut head = [0; HEAD];
        head.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
        head
    });
    (u32::from_le_bytes(head).wrapping_mul(0x9E37_79B1) >> (32 - SLOT_BITS)) as Slot
}

/// A set of slots.
#[derive(Clone, Debug, Default)]
pub struct SlotSet(Vec<u64>);

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        let mut bits = vec![0; 1 << (SLOT_BITS - 6)];
        for slot in slots {
            if let Some(bits) = bits.get_mut(usize::from(slot >> 6)) {
                *bits |= 1 << (slot & 63);
            }
        }
        Self(bits)
    }
}

impl SlotSet {
    /// Whether it holds a slot.
    pub fn holds(&self, slot: Slot) -> bool {
        self.0.get(usize::from(slot >> 6)).is_some_and(|bits| bits >> (slot & 63) & 1 == 1)
    }
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        let mut folder = Folder::new(text);
        folder.run();
        folder.out
    }

    /// The normal form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words of the normal form, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Where a range of the normal form stands in the text as written. What was replaced as a whole ("can't") is
    /// given as a whole.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.source(range)
    }

    /// Adds bytes that stand at `source` as they are, or with as many bytes.
    fn verbatim(&mut self, text: &str, source: usize) {
        self.offsets.verbatim(self.text.len(), source);
        self.text.push_str(text);
    }

    fn replace(&mut self, text: &str, source: Range<usize>) {
        if text.len() == 1 && source.len() == 1 {
            return self.verbatim(text, source.start);
        }
        self.offsets.replace(self.text.len(), source);
        self.text.push_str(text);
    }
}

/// The normal form of `text` alone.
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// Whether `text` is in its normal form for sure: plain words of ASCII in lower case, a space between them.
pub(super) fn is_folded(text: &str) -> bool {
    text.as_bytes().split(|byte| *byte == b' ').all(|word| {
        let plain = |byte: &u8| class_of(*byte) == Class::Word && !byte.is_ascii_uppercase();
        !word.is_empty() && word.iter().all(plain) && !is_short(word, 0..word.len())
    })
}

/// Whether a word holds this character. Borders of phrases stand where it changes.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() { class_of(c as u8) == Class::Word } else { c.is_alphanumeric() }
}

struct Folder<'a> {
    source: &'a str,
    out: Folded,
    word: Option<Open>,
    /// What stands between the last word and the first `told` bytes of the normal form.
    between: Between,
    told: usize,
}

/// The word that is being written.
#[derive(Clone, Copy)]
struct Open {
    text: usize,
    pieces: usize,
    source: usize,
}

/// What a byte asks of the one that folds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter, digit or underscore.
    Word,
    /// It ends a word and stays as it is.
    Plain,
    Space,
    /// What needs a look at its neighbours, or is no ASCII.
    Special,
}

/// The class of a byte.
#[expect(clippy::indexing_slicing, reason = "the table has a place for each byte")]
fn class_of(byte: u8) -> Class {
    static CLASSES: [Class; 256] = {
        let mut classes = [Class::Special; 256];
        let mut byte = 0;
        while byte < 128 {
            classes[byte] = match byte as u8 {
                b' ' => Class::Space,
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => Class::Word,
                b'-' | b'*' | b'\'' | b'`' | b'\t'..=b'\r' => Class::Special,
                _ => Class::Plain,
            };
            byte += 1;
        }
        classes
    };
    CLASSES[usize::from(byte)]
}

fn class(bytes: &[u8], at: usize) -> Option<Class> {
    bytes.get(at).copied().map(class_of)
}

impl<'a> Folder<'a> {
    fn new(source: &'a str) -> Self {
        let text = String::with_capacity(source.len() + source.len() / 16);
        let words = Vec::with_capacity(source.len() / 5);
        Self {
            source,
            out: Folded { text, offsets: Offsets::default(), words },
            word: None,
            between: Between::START,
            told: 0,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        loop {
            at = self.plain(at);
            let Some(c) = self.source.get(at..).and_then(|rest| rest.chars().next()) else { break };
            at = self.step(c, at);
        }
        self.end_word(at);
    }

    /// Takes over the stretch from `at` on that needs nothing but lower case, and gives the offset behind it: whole words
    /// of ASCII, single spaces between them, and marks that stay.
    fn plain(&mut self, at: usize) -> usize {
        if self.word.is_some() {
            return at;
        }
        let bytes = self.source.as_bytes();
        let from = self.out.text.len();
        let mut end = at;
        let mut after_space = self.out.text.as_bytes().last().is_some_and(|b| matches!(b, b' ' | b'\n'));
        let mut between = self.between(from);
        loop {
            let start = end;
            let mut class = class(bytes, end);
            while class == Some(Class::Word) {
                end += 1;
                class = self::class(bytes, end);
            }
            if end > start {
                let goes_on = class == Some(Class::Special) && bytes.get(end).is_some_and(|byte| *byte > b' ');
                if goes_on || is_short(bytes, start..end) || begins_address(bytes, start) {
                    end = start;
                    break;
                }
                self.out.words.push(between.word(from + start - at, end - start));
                between = Between::default();
                after_space = false;
            }
            match class {
                Some(Class::Plain) => {
                    between.mark();
                    after_space = false;
                }
                Some(Class::Space)
                    if !after_space && matches!(self::class(bytes, end + 1), Some(Class::Word | Class::Plain)) =>
                {
                    between.space(b' ');
                    after_space = true;
                }
                _ => break,
            }
            end += 1;
        }
        if end > at {
            self.out.verbatim(self.source.get(at..end).unwrap_or_default(), at);
            if let Some(written) = self.out.text.get_mut(from..) {
                written.make_ascii_lowercase();
            }
        }
        (self.between, self.told) = (between, self.out.text.len());
        end
    }

    /// Folds the character `c` at `at`, and gives the offset behind what was folded.
    fn step(&mut self, c: char, at: usize) -> usize {
        let next = at + c.len_utf8();
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => return self.ascii_word(at),
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => {
                if self.word.is_none() || !self.word_follows(next) {
                    self.end_word(at);
                }
                self.out.replace("'", at..next);
            }
            '-' | '\u{2010}' | '\u{2011}' if self.word.is_some() && self.word_follows(next) => {
                if self.written() != "e" {
                    self.end_word(at);
                    self.out.replace(" ", at..next);
                }
            }
            _ if is_invisible(c) => {}
            '*' => {}
            _ if c.is_whitespace() => {
                self.end_word(at);
                return self.space(at);
            }
            _ if is_word(c) => {
                self.begin_word(at);
                let lower: String = c.to_lowercase().collect();
                if lower.len() == c.len_utf8() {
                    self.out.verbatim(&lower, at);
                } else {
                    self.out.replace(&lower, at..next);
                }
            }
            _ => {
                self.end_word(at);
                match c {
                    '“' | '”' | '„' | '«' | '»' | '″' => self.out.replace("\"", at..next),
                    '\u{2010}'..='\u{2015}' | '−' => self.out.replace("-", at..next),
                    '…' => self.out.replace(".", at..next),
                    _ => self.out.verbatim(self.source.get(at..next).unwrap_or_default(), at),
                }
            }
        }
        next
    }

    fn ascii_word(&mut self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or_default();
        if self.word.is_none()
            && let Some(length) = address(rest)
        {
            self.out.replace(ADDRESS.encode_utf8(&mut [0; 4]), at..at + length);
            return at + length;
        }
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        self.begin_word(at);
        let from = self.out.text.len();
        self.out.verbatim(self.source.get(at..at + length).unwrap_or_default(), at);
        if let Some(written) = self.out.text.get_mut(from..) {
            written.make_ascii_lowercase();
        }
        at + length
    }

    fn space(&mut self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let end = at + rest.find(|c: char| !c.is_whitespace() && !is_invisible(c)).unwrap_or(rest.len());
        let lines = self.source.get(at..end).unwrap_or_default().matches('\n').count();
        let fold = if lines > 1 { "\n" } else { " " };
        if !self.out.text.ends_with([' ', '\n']) {
            self.out.replace(fold, at..end);
        }
        end
    }

    fn word_follows(&self, at: usize) -> bool {
        self.source.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_word)
    }

    fn begin_word(&mut self, at: usize) {
        if self.word.is_none() {
            self.word = Some(Open { text: self.out.text.len(), pieces: self.out.offsets.len(), source: at });
        }
    }

    fn written(&self) -> &str {
        self.word.and_then(|word| self.out.text.get(word.text..)).unwrap_or_default()
    }

    fn end_word(&mut self, at: usize) {
        let Some(word) = self.word else { return };
        let spelt = spell_out(self.written()).map(|(stem, rest)| format!("{stem}{rest}"));
        self.word = None;
        if let Some(spelt) = spelt {
            self.out.text.truncate(word.text);
            self.out.offsets.truncate(word.pieces);
            self.out.replace(&spelt, word.source..at);
        }
        self.words_from(word.text);
    }

    /// What stands between the last word and `end`.
    fn between(&mut self, end: usize) -> Between {
        for byte in self.out.text.as_bytes().get(self.told..end).unwrap_or_default() {
            if matches!(byte, b' ' | b'\n') { self.between.space(*byte) } else { self.between.mark() }
        }
        self.told = end;
        self.between
    }

    /// Notes the words of what was written from `from` on.
    fn words_from(&mut self, mut from: usize) {
        while let Some(rest) = self.out.text.get(from..).filter(|rest| !rest.is_empty()) {
            let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            let behind = rest.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            if length > 0 {
                let word = self.between(from).word(from, length);
                self.out.words.push(word);
                (self.between, self.told) = (Between::default(), from + length);
            }
            from += length + behind;
        }
    }
}

/// Characters that nobody sees: zero width, soft hyphen, variation selectors, what preheaders are padded with.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a web address stands at `at`.
#[inline]
fn begins_address(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b'h' | b'H' | b'w' | b'W')) && bytes.get(at..).and_then(address).is_some()
}

/// Length of the web address at the start of `bytes`.
fn address(bytes: &[u8]) -> Option<usize> {
    let starts = |scheme: &[u8]| bytes.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    if !matches!(bytes.first(), Some(b'h' | b'H' | b'w' | b'W'))
        || !(starts(b"http://") || starts(b"https://") || starts(b"www."))
    {
        return None;
    }
    Some(bytes.iter().take_while(|b| !b.is_ascii_whitespace() && !b"<>\"'|)]}".contains(b)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_reads_alike_to_one_form() {
        for (source, folded) in [
            ("I can’t  wait", "i can not wait"),
            ("I cannot wait", "i can not wait"),
            ("I can not\nwait", "i can not wait"),
            ("We're sure it's on", "we are sure it is on"),
            ("We’ve, I’ll, you'd", "we have, i will, you would"),
            ("I havent / haven't / have not", "i have not / have not / have not"),
            ("won't ain't", "will not ain't"),
            ("Jane's friend's", "jane's friend's"),
            ("Follow-up, check‑in; opt-out", "follow up, check in; opt out"),
            ("e-mail E-Mail email", "email email email"),
            ("in case\u{a0}you \u{2009} missed", "in case you missed"),
            ("one\r\ntwo\r\n\r\nthree\n \nfour", "one two\nthree\nfour"),
            ("“Last\u{200b} chance” – now — or…", "\"last chance\" - now - or."),
            ("**last** *chance*", "last chance"),
            ("ABMELDEN ÜBER Straße İx", "abmelden über straße i̇x"),
            ("see https://x.example/last-chance?a=b, ok", "see \u{fffc} ok"),
            ("(www.x.example) wwwhat http", "(\u{fffc}) wwwhat http"),
            ("rock 'n' roll 'tis", "rock 'n' roll 'tis"),
            ("", ""),
        ] {
            assert_eq!(Folded::new(source).text(), folded, "{source:?}");
        }
    }

    #[test]
    fn gives_the_way_back() {
        for (source, folded, written) in [
            ("Oh, I can’t  wait", "can not wait", "can’t  wait"),
            ("Oh, I can’t  wait", "not", "can’t"),
            ("Ünd ÄPFEL-mus", "äpfel mus", "ÄPFEL-mus"),
            ("a\u{200b}bc d", "abc", "a\u{200b}bc"),
            ("abc\u{200b} d", "abc", "abc"),
            ("İstanbul now", "now", "now"),
            ("x e-mail y", "email", "e-mail"),
        ] {
            let fold = Folded::new(source);
            let start = fold.text().find(folded).expect(source);
            assert_eq!(&source[fold.source(start..start + folded.len())], written, "{source:?}");
        }
    }

    proptest! {
        #[test]
        fn plain_stretches_fold_as_single_characters_do(text in "([a-zA-Z ]|dont|CANNOT|won't|www|https://a|[-'*.,!\n\u{b}\u{1}\u{ad}’é…])*") {
            let mut folder = Folder::new(&text);
            let mut at = 0;
            while let Some(c) = text[at..].chars().next() {
                at = folder.step(c, at);
            }
            folder.end_word(at);
            let fold = Folded::new(&text);
            prop_assert_eq!(fold.text(), folder.out.text());
            prop_assert!(!is_folded(&text) || fold.text() == text);
            for (start, c) in fold.text().char_indices() {
                let range = start..start + c.len_utf8();
                prop_assert_eq!(fold.source(range.clone()), folder.out.source(range));
            }
            let words: Vec<&str> = fold.text().split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(fold.words().iter().map(|word| &fold.text()[word.range()]).collect::<Vec<_>>(), words);
            prop_assert_eq!(fold.words(), folder.out.words());
            let mut end = None;
            for word in fold.words() {
                let between = &fold.text()[end.unwrap_or(0)..word.range().start];
                prop_assert_eq!(word.leads, end.is_none() || between.contains([' ', '\n']));
                prop_assert_eq!(word.spaced, end.is_some() && between == " ");
                end = Some(word.range().end);
            }
        }

        #[test]
        fn every_range_of_characters_maps_to_characters(text in any::<String>(), a in 0usize..200, b in 0usize..200) {
            let fold = Folded::new(&text);
            let edge = |n: usize| fold.text().char_indices().map(|(i, _)| i).chain([fold.text().len()]).nth(n);
            if let (Some(a), Some(b)) = (edge(a.min(b)), edge(a.max(b))) {
                prop_assert!(text.get(fold.source(a..b)).is_some());
            }
        }
    }
}
