//! How a text sounds: capitals, exclamation marks, emoji, and who is spoken of.

use super::Message;
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
    /// "we", "our", "I", "my" and their kin, in English.
    pub ours: usize,
    /// "you", "your" and their kin, in English.
    pub yours: usize,
}

impl Tone {
    /// The share of capitals, 0 to 1.
    pub fn capital_share(&self) -> f64 {
        if self.letters == 0 { 0.0 } else { self.capitals as f64 / self.letters as f64 }
    }
}

/// The tone of a message's body.
pub(super) fn tone(message: &Message<'_>) -> Tone {
    let mut tone = of_text(message.text(), message.tags());
    let folded = message.folded();
    for word in folded.words().iter().filter(|word| word.len < 11) {
        match folded.text().get(word.range()).unwrap_or_default() {
            "we" | "our" | "ours" | "us" | "i" | "my" | "me" | "mine" | "myself" | "ourselves" => tone.ours += 1,
            "you" | "your" | "yours" | "yourself" | "yourselves" => tone.yours += 1,
            _ => {}
        }
    }
    tone
}

fn of_text(text: &str, tags: &Tags) -> Tone {
    let mut tone = Tone::default();
    let mut skipped =
        tags.tags.iter().filter(|tag| tag.syntax != Syntax::Spintax).map(|tag| tag.range.clone()).peekable();
    let mut word: Option<(usize, usize, usize)> = None;
    let mut behind = 0;
    let char_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let mut next = 0;
    while let Some(c) = char_at(next) {
        let at = next;
        next += c.len_utf8();
        while skipped.next_if(|range| range.end <= at).is_some() {}
        if skipped.peek().is_some_and(|range| range.start <= at) || at < behind {
            shout(&mut tone, word.take(), at);
            continue;
        }
        if c == 'h' && text.get(at..).is_some_and(|rest| rest.starts_with("http://") || rest.starts_with("https://")) {
            behind =
                text.get(at..).and_then(|rest| rest.find(char::is_whitespace)).map_or(text.len(), |length| at + length);
            continue;
        }
        if c.is_ascii_lowercase() {
            let end = skipped.peek().map_or(text.len(), |range| range.start);
            let rest = text.as_bytes().get(next..end).unwrap_or_default();
            next += rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
            tone.letters += next - at;
            let (start, letters, capitals) = word.unwrap_or((at, 0, 0));
            word = Some((start, letters + next - at, capitals));
            continue;
        }
        if c.is_ascii() && !c.is_ascii_alphabetic() && c != '!' {
            if !(c.is_ascii_digit() || c == '\'') {
                shout(&mut tone, word.take(), at);
            }
            continue;
        }
        if c.is_uppercase() || c.is_lowercase() {
            tone.letters += 1;
            tone.capitals += usize::from(c.is_uppercase());
            let (start, letters, capitals) = word.unwrap_or((at, 0, 0));
            word = Some((start, letters + 1, capitals + usize::from(c.is_uppercase())));
            continue;
        }
        let joins = c.is_alphanumeric() || c == '\'' || c == '’';
        if !joins {
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
    shout(&mut tone, word, text.len());
    tone
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

fn shout(tone: &mut Tone, word: Option<(usize, usize, usize)>, end: usize) {
    if let Some((start, letters, capitals)) = word
        && letters > 3
        && letters == capitals
    {
        tone.shouted.push(start..end);
    }
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
