//! One form for many spellings: what two texts share when a person reads them alike.
//!
//! Owns the normal form that phrases and near-duplicates are compared in, and the way back to the text as written.
//! Lower case; curly quotes and apostrophes straight; runs of white space one space (a blank line a newline, which no
//! phrase crosses); hyphens inside words a space, so that "follow-up" is "follow up" (`e-mail` is `email`); invisible
//! characters and the asterisks of Markdown gone; contractions spelt out, so that "can't", "cannot" and "can not" are
//! one; a web address one U+FFFC, so that no phrase is found inside it.

use super::offsets::Offsets;
use std::ops::Range;

/// What a web address folds to.
pub const ADDRESS: char = '\u{fffc}';

/// A text in its normal form, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    offsets: Offsets,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        let mut folder = Folder { source: text, out: Self::default(), word: None };
        folder.out.text.reserve(text.len() + text.len() / 16);
        folder.run();
        folder.out
    }

    /// The normal form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normal form alone.
    pub fn into_text(self) -> String {
        self.text
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

/// Whether a word holds this character. Borders of phrases stand where it changes.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Folder<'a> {
    source: &'a str,
    out: Folded,
    word: Option<Word>,
}

/// The word that is being written.
#[derive(Clone, Copy)]
struct Word {
    text: usize,
    pieces: usize,
    source: usize,
}

impl Folder<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.source.get(at..).and_then(|rest| rest.chars().next()) {
            at = self.step(c, at);
        }
        self.end_word(at);
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
            self.word = Some(Word { text: self.out.text.len(), pieces: self.out.offsets.len(), source: at });
        }
    }

    fn written(&self) -> &str {
        self.word.and_then(|word| self.out.text.get(word.text..)).unwrap_or_default()
    }

    fn end_word(&mut self, at: usize) {
        let spelt = spell_out(self.written());
        let Some(word) = self.word.take() else { return };
        if let Some(spelt) = spelt {
            self.out.text.truncate(word.text);
            self.out.offsets.truncate(word.pieces);
            self.out.replace(&spelt, word.source..at);
        }
    }
}

/// Characters that nobody sees: zero width, soft hyphen, variation selectors, what preheaders are padded with.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Length of the web address at the start of `bytes`.
fn address(bytes: &[u8]) -> Option<usize> {
    let starts = |scheme: &[u8]| bytes.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    if !(starts(b"http://") || starts(b"https://") || starts(b"www.")) {
        return None;
    }
    Some(bytes.iter().take_while(|b| !b.is_ascii_whitespace() && !b"<>\"'|)]}".contains(b)).count())
}

/// The long form of a contraction (of its folded spelling), whether or not its apostrophe was typed.
fn spell_out(word: &str) -> Option<String> {
    let tail = word.as_bytes().last_chunk::<2>()?;
    if !matches!(tail, b"'t" | b"'m" | b"'d" | b"'s" | b"re" | b"ll" | b"ve" | b"nt" | b"ot") {
        return None;
    }
    if let Some(stem) = word.strip_suffix("n't").or_else(|| word.strip_suffix("nt").filter(|stem| is_negated(stem))) {
        let stem = match stem {
            "ca" => "can",
            "wo" => "will",
            "sha" => "shall",
            "ai" => return None,
            stem => stem,
        };
        return Some(format!("{stem} not"));
    }
    if let Some((stem, short)) = word.rsplit_once('\'') {
        let long = match short {
            "re" => "are",
            "m" if stem == "i" => "am",
            "ll" => "will",
            "ve" => "have",
            "d" => "would",
            "s" if stem == "let" => "us",
            "s" if matches!(
                stem,
                "it" | "that" | "what" | "here" | "there" | "who" | "where" | "how" | "he" | "she"
            ) =>
            {
                "is"
            }
            _ => return None,
        };
        return Some(format!("{stem} {long}"));
    }
    let long = match word {
        "cannot" => "can not",
        "ive" => "i have",
        "youve" => "you have",
        "weve" => "we have",
        "theyve" => "they have",
        "youre" => "you are",
        "theyre" => "they are",
        "youll" => "you will",
        "theyll" => "they will",
        _ => return None,
    };
    Some(long.to_owned())
}

/// What `nt` follows where somebody left the apostrophe out ("dont"). "wont" and "cant" are rarer as words of their own.
fn is_negated(stem: &str) -> bool {
    matches!(
        stem,
        "do" | "did"
            | "does"
            | "have"
            | "has"
            | "had"
            | "is"
            | "was"
            | "were"
            | "are"
            | "could"
            | "would"
            | "should"
            | "ca"
            | "wo"
    )
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
        fn every_range_of_characters_maps_to_characters(text in any::<String>(), a in 0usize..200, b in 0usize..200) {
            let fold = Folded::new(&text);
            let edge = |n: usize| fold.text().char_indices().map(|(i, _)| i).chain([fold.text().len()]).nth(n);
            if let (Some(a), Some(b)) = (edge(a.min(b)), edge(a.max(b))) {
                prop_assert!(text.get(fold.source(a..b)).is_some());
            }
        }
    }
}
