//! English contractions and what they are short for: "can't", "dont", "we've".

use std::ops::Range;

/// Whether the word of `bytes` at `word`, without an apostrophe, is a contraction all the same, in any case.
#[inline]
pub(super) fn is_short(bytes: &[u8], word: Range<usize>) -> bool {
    let lower = |back: usize| word.end.checked_sub(back).and_then(|at| bytes.get(at)).map_or(0, |byte| byte | 0x20);
    let may_be = match lower(1) {
        b'e' => matches!(lower(2), b'r' | b'v'),
        b't' => matches!(lower(2), b'n' | b'o'),
        b'l' => lower(2) == b'l',
        _ => false,
    };
    may_be && word.len() <= LONGEST_SHORT && bytes.get(word).is_some_and(is_spelt_out)
}

fn is_spelt_out(word: &[u8]) -> bool {
    let mut lower = [0; LONGEST_SHORT];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).is_ok_and(|word| spell_out(word).is_some())
}

/// Bytes of the longest contraction that is known without its apostrophe ("shouldnt").
const LONGEST_SHORT: usize = 8;

/// The long form of a contraction (of its folded spelling), whether or not its apostrophe was typed: its stem and what
/// stands for the rest.
pub(super) fn spell_out(word: &str) -> Option<(&str, &'static str)> {
    let tail = word.as_bytes().last_chunk::<2>()?;
    if !matches!(tail, b"'t" | b"'m" | b"'d" | b"'s" | b"re" | b"ll" | b"ve" | b"nt" | b"ot") {
        return None;
    }
    if let Some(stem) = word.strip_suffix("n't").or_else(|| word.strip_suffix("nt").filter(|stem| is_negated(stem))) {
        return match stem {
            "ca" => Some(("can", " not")),
            "wo" => Some(("will", " not")),
            "sha" => Some(("shall", " not")),
            "ai" => None,
            stem => Some((stem, " not")),
        };
    }
    if let Some((stem, short)) = word.rsplit_once('\'') {
        let long = match short {
            "re" => " are",
            "m" if stem == "i" => " am",
            "ll" => " will",
            "ve" => " have",
            "d" => " would",
            "s" if stem == "let" => " us",
            "s" if matches!(
                stem,
                "it" | "that" | "what" | "here" | "there" | "who" | "where" | "how" | "he" | "she"
            ) =>
            {
                " is"
            }
            _ => return None,
        };
        return Some((stem, long));
    }
    match word {
        "cannot" => Some(("can", " not")),
        "ive" => Some(("i", " have")),
        "youve" => Some(("you", " have")),
        "weve" => Some(("we", " have")),
        "theyve" => Some(("they", " have")),
        "youre" => Some(("you", " are")),
        "theyre" => Some(("they", " are")),
        "youll" => Some(("you", " will")),
        "theyll" => Some(("they", " will")),
        _ => None,
    }
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
