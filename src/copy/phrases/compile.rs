//! From a phrase as somebody writes it to what is looked for.
//!
//! Alternatives stay alternatives: spelling them out would make thousands of forms of one phrase. Only those that are
//! glued to a word are.

use crate::copy::fold::{HEAD, Slot, fold, is_folded, is_word, slot};

/// How many forms a phrase whose alternatives are glued to words may stand for. Those beyond are not looked for.
const MAX_FORMS: usize = 1024;

/// In a phrase longer than this (in bytes) parentheses stand for themselves.
const MAX_GROUPED: usize = 600;

/// One form of a phrase: what must stand in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Phrase {
    pub(super) exception: bool,
    pub(super) at_start: bool,
    /// Whether words may stand somewhere in it.
    pub(super) has_gap: bool,
    /// Whether it may start with a number.
    pub(super) counts: bool,
    /// Never empty, and never begins with a gap.
    pub(super) tokens: Vec<Token>,
}

/// Folded words in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) open_left: bool,
    pub(super) open_right: bool,
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Words may stand before what comes next.
    Gap,
    /// What comes next follows without a space: the percent sign of "20%".
    Glue,
    Number,
    Literal(Literal),
    /// Any of these; an empty one is nothing at all. None starts with another word than `Heads` has.
    Choice(Vec<Vec<Token>>, Box<Heads>),
}

/// The slots of the words that alternatives start with: many alternatives cost one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heads {
    /// Some of the bits of every slot. Where a bit is missing, no alternative starts with the word.
    bits: [u64; 4],
    /// Per alternative; none where it may start with any word.
    each: Vec<Option<Slot>>,
}

/// The word that stands at a place, as far as it tells which alternatives may start there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head(Option<Slot>);

impl Heads {
    fn of(choices: &[Vec<Token>]) -> Self {
        let each: Vec<Option<Slot>> = choices.iter().map(|choice| head_of(choice)).collect();
        let mut bits = [0; 4];
        for head in &each {
            match head.map(|slot| (bits.get_mut(usize::from(slot >> 6 & 3)), slot)) {
                Some((Some(bits), slot)) => *bits |= 1 << (slot & 63),
                _ => bits = [u64::MAX; 4],
            }
        }
        Self { bits, each }
    }

    /// Whether any alternative may start with `head`.
    pub(super) fn may_be(&self, head: Head) -> bool {
        let Some(slot) = head.0 else { return true };
        self.bits.get(usize::from(slot >> 6 & 3)).is_some_and(|bits| bits >> (slot & 63) & 1 == 1)
    }

    /// The alternatives that may start with `head`, by their index.
    pub(super) fn that_may_be(&self, head: Head) -> impl Iterator<Item = usize> {
        let may_be = move |known: &Option<Slot>| known.is_none() || head.0.is_none() || *known == head.0;
        self.each.iter().enumerate().filter(move |(_, known)| may_be(known)).map(|(index, _)| index)
    }
}

impl Head {
    /// The head of what stands at `start`.
    pub(super) fn at(text: &str, start: usize) -> Self {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let head = rest.get(..HEAD.min(rest.len())).unwrap_or_default();
        if !head.is_ascii() {
            return Self(None);
        }
        let length = head.iter().take_while(|byte| is_word((**byte).into())).count();
        Self(Some(slot(head.get(..length).unwrap_or_default())))
    }
}

/// The slot of the word that `tokens` start with, where they start with that word alone.
fn head_of(tokens: &[Token]) -> Option<Slot> {
    let Some(Token::Literal(literal)) = tokens.first() else { return None };
    let length = literal.text.find(|c: char| !is_word(c)).unwrap_or(literal.text.len());
    let goes_on = literal.open_right && length == literal.text.len() && length < HEAD;
    let word = literal.text.as_bytes().get(..length).filter(|word| !word.is_empty());
    word.filter(|_| !literal.open_left && !goes_on).map(slot)
}

/// The forms of `written`.
pub(super) fn compile(written: &str) -> Vec<Phrase> {
    let written = written.trim();
    let (exception, written) = strip(written, '!');
    let (at_start, written) = strip(written, '^');
    let (at_start, exception, written) = match strip(written, '!') {
        (true, rest) if at_start => (true, true, rest),
        _ => (at_start, exception, written),
    };
    let mut left = MAX_FORMS;
    sequences(written, &mut left)
        .into_iter()
        .take(MAX_FORMS)
        .filter_map(|mut tokens| {
            // A number somewhere before says nothing.
            let idle = |tokens: &[Token]| match tokens {
                [Token::Gap, ..] => 1,
                [Token::Number, Token::Gap, ..] => 2,
                _ => 0,
            };
            while let count @ 1.. = idle(&tokens) {
                tokens.drain(..count);
            }
            let (has_gap, counts) = (has_gap(&tokens), starts_with_number(&tokens));
            has_words(&tokens).then_some(Phrase { exception, at_start, has_gap, counts, tokens })
        })
        .collect()
}

fn has_words(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| match token {
        Token::Literal(_) => true,
        Token::Choice(choices, _) => choices.iter().any(|choice| has_words(choice)),
        Token::Gap | Token::Glue | Token::Number => false,
    })
}

/// Whether words may stand somewhere in `tokens`.
pub(super) fn has_gap(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| match token {
        Token::Gap => true,
        Token::Choice(choices, _) => choices.iter().any(|choice| has_gap(choice)),
        Token::Glue | Token::Number | Token::Literal(_) => false,
    })
}

fn starts_with_number(tokens: &[Token]) -> bool {
    match tokens {
        [Token::Number, ..] => true,
        [Token::Choice(choices, _), rest @ ..] => {
            choices.iter().any(|choice| starts_with_number(if choice.is_empty() { rest } else { choice }))
        }
        [Token::Gap | Token::Glue, rest @ ..] => starts_with_number(rest),
        [Token::Literal(_), ..] | [] => false,
    }
}

fn strip(text: &str, mark: char) -> (bool, &str) {
    // "!!!" is a phrase of its own.
    match text.strip_prefix(mark) {
        Some(rest) if rest.contains(is_word) => (true, rest.trim_start()),
        _ => (false, text),
    }
}

/// The parts of `written`. A group that is glued to a word ("(se |)laver", "(a|b), c") is spelt out at once, which makes
/// several. A group without a bar, or one that is never closed, stands for itself.
fn sequences(written: &str, left: &mut usize) -> Vec<Vec<Token>> {
    let group = if written.len() > MAX_GROUPED { None } else { first_group(written) };
    let Some((before, group, behind)) = group else {
        *left = left.saturating_sub(1);
        return vec![row(written)];
    };
    let loose = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '…' || c == '.');
    if loose(before.chars().next_back()) && loose(behind.chars().next()) {
        let mut choices = Vec::with_capacity(group.len());
        for choice in group {
            if choice.contains('|') {
                choices.extend(sequences(choice, left));
            } else {
                *left = left.saturating_sub(1);
                choices.push(row(choice));
            }
        }
        let heads = Box::new(Heads::of(&choices));
        let mut head = row(before);
        head.push(Token::Choice(choices, heads));
        let mut tails = sequences(behind, left);
        let last = tails.pop();
        let mut all: Vec<Vec<Token>> = tails.iter().map(|tail| [head.as_slice(), tail].concat()).collect();
        all.extend(last.map(|tail| {
            head.extend(tail);
            head
        }));
        return all;
    }
    let mut all = Vec::new();
    for choice in group {
        if *left > 0 {
            all.extend(sequences(&format!("{before}{choice}{behind}"), left));
        }
    }
    all
}

/// The tokens of a phrase without groups, words that follow each other joined to literals.
fn row(written: &str) -> Vec<Token> {
    if is_folded(written) {
        return vec![Token::Literal(Literal { text: written.to_owned(), open_left: false, open_right: false })];
    }
    let mut row = Row { words: String::with_capacity(written.len()), ..Row::default() };
    for token in written.split_whitespace() {
        let may_part = token.len() > 2 && token.bytes().any(|byte| byte == b'.' || !byte.is_ascii());
        if may_part && (token.contains('…') || token.contains("...")) {
            let parted = token.replace('…', " … ").replace("...", " … ");
            parted.split_whitespace().for_each(|token| row.read(token));
        } else {
            row.read(token);
        }
    }
    row.close(false);
    row.tokens
}

/// The first group that holds a bar: the text before it, its choices, the text behind it.
fn first_group(written: &str) -> Option<(&str, Vec<&str>, &str)> {
    if !written.contains('|') {
        return None;
    }
    let mut opens: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut found: Option<(usize, Vec<usize>, usize)> = None;
    for (at, c) in written.char_indices() {
        match c {
            '(' => opens.push((at, Vec::new())),
            '|' => {
                if let Some((_, bars)) = opens.last_mut() {
                    bars.push(at);
                }
            }
            ')' => {
                let Some((open, bars)) = opens.pop() else { continue };
                // A later close may be that of a group around this one; the outer one starts earlier.
                if !bars.is_empty() && found.as_ref().is_none_or(|(first, _, _)| open < *first) {
                    found = Some((open, bars, at));
                }
                if opens.is_empty() && found.is_some() {
                    break;
                }
            }
            _ => {}
        }
    }
    let (open, bars, close) = found?;
    let mut choices = Vec::new();
    let mut from = open + 1;
    for bar in bars.into_iter().chain([close]) {
        choices.push(written.get(from..bar)?);
        from = bar + 1;
    }
    Some((written.get(..open)?, choices, written.get(close + 1..)?))
}

/// The parts of a phrase, while its words are read.
#[derive(Default)]
struct Row {
    tokens: Vec<Token>,
    /// The words of the literal that is open, a space between them.
    words: String,
    open_left: bool,
}

impl Row {
    fn read(&mut self, token: &str) {
        match (token, token.strip_prefix('#')) {
            ("…" | "*", _) => self.push(Token::Gap),
            (_, Some("" | "*")) => self.push(Token::Number),
            (_, Some(mark)) if !mark.contains(is_word) => {
                self.push(Token::Number);
                self.push(Token::Glue);
                self.word(mark);
            }
            _ => self.word(token),
        }
    }

    fn push(&mut self, token: Token) {
        self.close(false);
        self.tokens.push(token);
    }

    fn word(&mut self, token: &str) {
        let (open_left, word) = token.strip_prefix('*').map_or((false, token), |word| (true, word));
        if open_left {
            self.close(false);
            self.open_left = true;
        }
        let (open_right, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(word);
        if open_right {
            self.close(true);
        }
    }

    /// Makes a literal of the words read so far.
    fn close(&mut self, open_right: bool) {
        let open_left = std::mem::take(&mut self.open_left);
        if self.words.is_empty() {
            return;
        }
        let written = std::mem::take(&mut self.words);
        let text = if is_folded(&written) { written } else { fold(&written).trim().to_owned() };
        if !text.is_empty() {
            self.tokens.push(Token::Literal(Literal { text, open_left, open_right }));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The forms of a phrase as they would be written, each alternative in its place.
    fn forms(written: &str) -> Vec<String> {
        compile(written).iter().map(|phrase| spelt(&phrase.tokens)).collect()
    }

    pub(in crate::copy::phrases) fn spelt(tokens: &[Token]) -> String {
        let parts = tokens.iter().map(|token| match token {
            Token::Gap => "…".to_owned(),
            Token::Glue => "+".to_owned(),
            Token::Number => "#".to_owned(),
            Token::Literal(literal) => literal.text.clone(),
            Token::Choice(choices, _) => {
                format!("<{}>", choices.iter().map(|choice| spelt(choice)).collect::<Vec<_>>().join("|"))
            }
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn reads_alternatives() {
        assert_eq!(forms("(my|your) (last|) email"), ["<my|your> <last|> email"]);
        assert_eq!(forms("a (b|c (d|e)) f"), ["a <b|c <d|e>> f"]);
        assert_eq!(forms("(ad) free"), ["(ad) free"]);
        assert_eq!(forms("(a (b|c) d) e"), ["(a <b|c> d) e"]);
        assert_eq!(forms("(se |)laver"), ["se laver", "laver"]);
        assert_eq!(forms("(a|b"), ["(a|b"]);
        assert_eq!(forms("a|b)"), ["a|b)"]);
        assert_eq!(forms("can't"), ["can not"]);
        assert_eq!(forms("#% off"), ["# + % off"]);
        assert_eq!(forms("save #*"), ["save #"]);
        assert_eq!(forms("# … … left"), ["left"]);
        assert!(forms("").is_empty() && forms("…").is_empty() && forms("# #").is_empty() && forms("(|) #").is_empty());
        assert_eq!(forms("!!!"), ["!!!"]);
    }

    #[test]
    fn alternatives_that_are_glued_to_words_are_spelt_out_up_to_a_limit() {
        assert_eq!(forms(&"(a|b) ".repeat(40)).len(), 1);
        assert!(forms(&"(a|b)(a|b)x ".repeat(40)).len() <= MAX_FORMS);
    }
}
