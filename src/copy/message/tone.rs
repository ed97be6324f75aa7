//! How a text sounds: capitals, exclamation marks, emoji, and who is spoken of.
//!
//! Most of a text is quiet and passed over in stretches; the tests hold those against a look at each character.

use crate::copy::bytes;
use crate::copy::fold::Folded;
use crate::copy::tags::{Syntax, Tags};
use std::ops::Range;

/// Figures of a visible text. Tags and addresses are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tone {
    /// Letters that have a case.
    pub letters: usize,
    /// Capitals among them.
    pub capitals: usize,
    /// Words of four letters or more, all capitals.
    pub shouted: Vec<Range<usize>>,
    /// Runs of exclamation marks, `!` or `!!!`.
    pub exclamations: Vec<Range<usize>>,
    /// Emoji; one that is made of several characters counts once.
    pub emoji: usize,
}

/// Who is spoken of, in English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Persons {
    /// "we", "our", "I", "my" and their kin.
    pub ours: usize,
    /// "you", "your" and their kin.
    pub yours: usize,
}

impl Tone {
    /// The share of capitals, 0 to 1.
    pub fn capital_share(&self) -> f64 {
        if self.letters == 0 { 0.0 } else { self.capitals as f64 / self.letters as f64 }
    }
}

/// Who is spoken of in a message's body.
pub(super) fn persons(folded: &Folded) -> Persons {
    let mut persons = Persons::default();
    for word in folded.words().iter().filter(|word| word.len < 11) {
        match folded.text().get(word.range()).unwrap_or_default() {
            "we" | "our" | "ours" | "us" | "i" | "my" | "me" | "mine" | "myself" | "ourselves" => persons.ours += 1,
            "you" | "your" | "yours" | "yourself" | "yourselves" => persons.yours += 1,
            _ => {}
        }
    }
    persons
}

/// The tone of a visible text.
pub(super) fn tone(text: &str, tags: &Tags) -> Tone {
    let bytes = text.as_bytes();
    let mut ear = Ear { text, tone: Tone::default(), word: None };
    let shown = tags.tags.iter().filter(|tag| tag.syntax != Syntax::Spintax);
    let mut skipped = shown.map(|tag| tag.range.clone()).peekable();
    let mut addresses = memchr::memchr_iter(b':', bytes).filter_map(|colon| address(bytes, colon)).peekable();
    // Where the last stretch of quiet bytes ended.
    let mut quiet = usize::MAX;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        while skipped.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = skipped.peek().filter(|range| range.start <= at) {
            ear.shout(at);
            at = range.end;
            continue;
        }
        while addresses.next_if(|address| *address < at).is_some() {}
        if addresses.next_if_eq(&at).is_some() {
            // `xhttp://` is no address.
            let goes_on =
                quiet == at && at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_lowercase);
            if !goes_on {
                ear.shout(at + 1);
                at = text.get(at..).and_then(|rest| rest.find(char::is_whitespace)).map_or(text.len(), |end| at + end);
                continue;
            }
        }
        if is_loud(byte) {
            at = ear.loud(at);
            continue;
        }
        let limit = skipped.peek().map_or(text.len(), |range| range.start);
        let limit = addresses.peek().map_or(limit, |address| limit.min(*address));
        let end = bytes::find(bytes.get(..limit).unwrap_or_default(), at, is_loud).unwrap_or(limit);
        ear.quiet(at..end);
        (at, quiet) = (end, end);
    }
    ear.shout(text.len());
    ear.tone
}

/// Where an address starts whose scheme ends with the `colon`.
fn address(bytes: &[u8], colon: usize) -> Option<usize> {
    let head = bytes.get(..colon)?;
    let length = ["https", "http"].iter().find(|scheme| head.ends_with(scheme.as_bytes()))?.len();
    bytes.get(colon + 1..)?.starts_with(b"//").then_some(colon - length)
}

/// Whether a byte is a capital, an exclamation mark or no ASCII.
#[expect(clippy::needless_bitwise_bool, reason = "a jump for each would part the bytes that are told together")]
fn is_loud(byte: u8) -> bool {
    byte.is_ascii_uppercase() | (byte == b'!') | (byte >= 0x80)
}

/// What is heard so far.
struct Ear<'a> {
    text: &'a str,
    tone: Tone,
    word: Option<Word>,
}

/// The word that is being heard.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    letters: usize,
    capitals: usize,
}

impl Ear<'_> {
    /// Hears a stretch without a loud byte.
    fn quiet(&mut self, range: Range<usize>) {
        let Some(stretch) = self.text.as_bytes().get(range.clone()) else { return };
        let parts = |byte: &u8| !(byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'\'');
        self.tone.letters += bytes::count(stretch, |byte| byte.is_ascii_lowercase());
        if let Some(word) = self.word {
            let length = stretch.iter().position(parts);
            let rest = stretch.get(..length.unwrap_or(stretch.len())).unwrap_or_default();
            let small = bytes::count(rest, |byte| byte.is_ascii_lowercase());
            self.word = Some(Word { letters: word.letters + small, ..word });
            let Some(length) = length else { return };
            self.shout(range.start + length);
        }
        let last = stretch.iter().rposition(parts).map_or(0, |at| at + 1);
        let word = stretch.get(last..).unwrap_or_default();
        if let Some(first) = word.iter().position(u8::is_ascii_lowercase) {
            let letters = bytes::count(word, |byte| byte.is_ascii_lowercase());
            self.word = Some(Word { start: range.start + last + first, letters, capitals: 0 });
        }
    }

    /// Hears the character at `at`, which starts with a loud byte; gives the offset behind it.
    fn loud(&mut self, at: usize) -> usize {
        let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        let next = at + c.len_utf8();
        if c.is_uppercase() || c.is_lowercase() {
            let capital = usize::from(c.is_uppercase());
            self.tone.letters += 1;
            self.tone.capitals += capital;
            let word = self.word.unwrap_or(Word { start: at, letters: 0, capitals: 0 });
            self.word = Some(Word { letters: word.letters + 1, capitals: word.capitals + capital, ..word });
            return next;
        }
        if !(c.is_alphanumeric() || c == '’') {
            self.shout(at);
        }
        if c == '!' || c == '！' {
            match self.tone.exclamations.last_mut() {
                Some(run) if run.end == at => run.end = next,
                _ => self.tone.exclamations.push(at..next),
            }
        }
        if is_emoji(c) {
            self.tone.emoji += 1;
            return emoji_end(self.text, next, c);
        }
        next
    }

    /// Ends the word that is open, if one is, at `end`.
    fn shout(&mut self, end: usize) {
        if let Some(word) = self.word.take()
            && word.letters > 3
            && word.letters == word.capitals
        {
            self.tone.shouted.push(word.start..end);
        }
    }
}

/// Where an emoji ends whose first character is `first` and ends at `at`. A second regional letter completes a flag.
fn emoji_end(text: &str, mut at: usize, first: char) -> usize {
    let char_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    if is_regional(first) {
        at += char_at(at).filter(|c| is_regional(*c)).map_or(0, char::len_utf8);
    }
    while let Some(c) = char_at(at).filter(|c| joins_emoji(*c)) {
        at += c.len_utf8();
        if c == '\u{200d}' {
            at += char_at(at).map_or(0, char::len_utf8);
        } else {
            break;
        }
    }
    at
}

/// Whether a character is shown as a picture.
pub fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{2b50}' | '\u{2b55}'
        | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23fa}' | '\u{1f004}' | '\u{1f0cf}' | '\u{2b1b}' | '\u{2b1c}')
        && !matches!(c, '\u{2610}'..='\u{2612}' | '\u{2713}'..='\u{2718}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{2660}'..='\u{2667}' | '\u{2794}'..='\u{27bf}')
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn joins_emoji(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{fe0e}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20e3}')
}

/// The sentences of `text`.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = at + c.len_utf8();
        let ends = match c {
            '\n' => !text.get(next..).is_some_and(|rest| rest.starts_with(char::is_lowercase)),
            '!' | '?' | '。' | '！' | '？' => true,
            '.' | '…' => {
                let mut rest = text.get(next..).unwrap_or_default().chars();
                let follows = rest.next();
                follows.is_none_or(|c| c.is_whitespace() || "\"'”’)".contains(c))
                    && !is_short(text.get(start..at).unwrap_or_default())
                    && !rest.find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase)
            }
            _ => false,
        };
        if ends {
            while chars.next_if(|(_, c)| matches!(c, '.' | '!' | '?' | '…' | '"' | '”' | '’' | ')')).is_some() {}
            let end = chars.peek().map_or(text.len(), |(at, _)| *at);
            push(&mut found, text, start..end);
            start = end;
        }
    }
    push(&mut found, text, start..text.len());
    found
}

/// Whether a word ends here that is cut short, and no sentence.
fn is_short(head: &str) -> bool {
    const SHORT: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "Prof", "St", "No", "e.g", "i.e", "etc", "vs", "a.m", "p.m"];
    let word = head.rsplit([' ', '\n']).next().unwrap_or_default();
    SHORT.contains(&word)
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let Some(part) = text.get(range.clone()) else { return };
    let trimmed = part.trim();
    if trimmed.contains(char::is_alphanumeric) {
        let start = range.start + part.len() - part.trim_start().len();
        found.push(start..start + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::tags::scan;
    use proptest::prelude::*;

    /// The tone, told by a look at each character.
    fn plain(text: &str, tags: &Tags) -> Tone {
        let mut tone = Tone::default();
        let mut word: Option<(usize, usize, usize)> = None;
        let shout = |tone: &mut Tone, word: Option<(usize, usize, usize)>, end: usize| {
            let loud = word.filter(|(_, letters, capitals)| *letters > 3 && letters == capitals);
            tone.shouted.extend(loud.map(|(start, ..)| start..end));
        };
        let (mut behind, mut next, mut after_small) = (0, 0, false);
        while let Some(c) = text[next..].chars().next() {
            let at = next;
            next += c.len_utf8();
            let in_tag = tags.tags.iter().any(|tag| tag.syntax != Syntax::Spintax && tag.range.contains(&at));
            let follows_small = std::mem::take(&mut after_small);
            if in_tag || at < behind {
                shout(&mut tone, word.take(), at);
            } else if !follows_small && ["http://", "https://"].iter().any(|scheme| text[at..].starts_with(scheme)) {
                behind = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
            } else if c.is_uppercase() || c.is_lowercase() {
                after_small = c.is_ascii_lowercase();
                let capital = usize::from(c.is_uppercase());
                tone.letters += 1;
                tone.capitals += capital;
                let (start, letters, capitals) = word.unwrap_or((at, 0, 0));
                word = Some((start, letters + 1, capitals + capital));
            } else {
                if !(c.is_alphanumeric() || c == '\'' || c == '’') {
                    shout(&mut tone, word.take(), at);
                }
                if c == '!' || c == '！' {
                    match tone.exclamations.last_mut() {
                        Some(run) if run.end == at => run.end = next,
                        _ => tone.exclamations.push(at..next),
                    }
                }
                if is_emoji(c) {
                    tone.emoji += 1;
                    next = emoji_end(text, next, c);
                }
            }
        }
        shout(&mut tone, word, text.len());
        tone
    }

    proptest! {
        #[test]
        fn stretches_sound_as_single_characters_do(
            text in r"([a-dA-D'1 .!é’É！\n🎉👍🏽]|http://|https:/|\{\{ |X \}\}|\u{200d}|ABCD|quiet words of a stretch ){0,30}"
        ) {
            let tags = scan(&text);
            prop_assert_eq!(tone(&text, &tags), plain(&text, &tags));
        }
    }
}
