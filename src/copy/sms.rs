//! How many segments carriers make of a text message: GSM 03.38's 7-bit alphabet, or UCS-2.
//!
//! A message in the 7-bit alphabet holds 160 septets, 153 in each part of a longer one; in UCS-2 70 and 67 UTF-16 code
//! units (3GPP TS 23.038, 23.040). Characters of the extension table take two septets and are never split, nor are
//! surrogate pairs.

use std::ops::Range;

/// The alphabet that a text needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// GSM 03.38, 7 bits a character.
    Gsm7,
    /// Two bytes for every UTF-16 code unit.
    Ucs2,
}

/// What carriers make of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet.
    pub alphabet: Alphabet,
    /// Septets or UTF-16 code units.
    pub units: usize,
    /// Messages that are sent and paid; 0 for an empty text.
    pub count: usize,
    /// The characters that force UCS-2, as byte ranges in the text.
    pub outside: Vec<Range<usize>>,
}

/// The segments of `text` as it stands.
pub fn segments(text: &str) -> Segments {
    segments_without(text, &[])
}

/// The segments of `text` without the ranges `left_out` (in order, no overlaps; see [`super::tags::Tags::unread`]). Nobody
/// here knows how long what a tag fills in is, so with any left out, `units` and `count` are the least that goes out: a
/// name of eleven letters is eleven septets more, and one `ś` in it turns the message into UCS-2.
pub fn segments_without(text: &str, left_out: &[Range<usize>]) -> Segments {
    let mut skipped = left_out.iter().peekable();
    let kept = |(at, _): &(usize, char)| {
        while skipped.next_if(|range| range.end <= *at).is_some() {}
        !skipped.peek().is_some_and(|range| range.contains(at))
    };
    let chars: Vec<(usize, char)> = text.char_indices().filter(kept).collect();
    let beyond = chars.iter().filter(|(_, c)| septets(*c).is_none());
    let outside: Vec<_> = beyond.map(|(at, c)| *at..at + c.len_utf8()).collect();
    let (alphabet, single, part) =
        if outside.is_empty() { (Alphabet::Gsm7, 160, 153) } else { (Alphabet::Ucs2, 70, 67) };
    let width = |c: char| if alphabet == Alphabet::Gsm7 { septets(c).unwrap_or(1) } else { c.len_utf16() };
    let widths = || chars.iter().map(|(_, c)| width(*c));
    let units = widths().sum();
    let count = match units {
        0 => 0,
        units if units <= single => 1,
        _ => parts(widths(), part),
    };
    Segments { alphabet, units, count, outside }
}

/// Parts of `room` units each, no character split.
fn parts(widths: impl Iterator<Item = usize>, room: usize) -> usize {
    let mut count = 1;
    let mut filled = 0;
    for width in widths {
        if filled + width > room {
            count += 1;
            filled = 0;
        }
        filled += width;
    }
    count
}

/// Septets of a character in GSM 03.38; none where it has no place there.
fn septets(c: char) -> Option<usize> {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
    const EXTENDED: &str = "\u{c}^{}\\[~]|€";
    if c.is_ascii_alphanumeric() || BASIC.contains(c) { Some(1) } else { EXTENDED.contains(c).then_some(2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (Alphabet, usize, usize) {
        let found = segments(text);
        (found.alphabet, found.units, found.count)
    }

    #[test]
    fn a_text_is_cut_as_carriers_cut_it() {
        use Alphabet::{Gsm7, Ucs2};
        assert_eq!(count(""), (Gsm7, 0, 0));
        assert_eq!(count(&"a".repeat(160)), (Gsm7, 160, 1));
        assert_eq!(count(&"a".repeat(161)), (Gsm7, 161, 2));
        assert_eq!(count(&"a".repeat(306)), (Gsm7, 306, 2));
        assert_eq!(count(&"a".repeat(307)), (Gsm7, 307, 3));
        assert_eq!(count(&"ж".repeat(70)), (Ucs2, 70, 1));
        assert_eq!(count(&"ж".repeat(71)), (Ucs2, 71, 2));
        assert_eq!(count(&"ж".repeat(135)), (Ucs2, 135, 3));
        assert_eq!(count("à la carte, £5, ÄÖÜ"), (Gsm7, 19, 1));
    }

    #[test]
    fn extension_characters_count_two_and_are_never_split() {
        assert_eq!(count("€"), (Alphabet::Gsm7, 2, 1));
        assert_eq!(count(&"{".repeat(80)), (Alphabet::Gsm7, 160, 1));
        // 152 septets, then a two-septet character that does not fit into the 153rd: 152 + 2 + 152 = 306 septets in 3 parts.
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(152));
        assert_eq!(count(&text), (Alphabet::Gsm7, 306, 3));
        // Surrogate pairs likewise: 66 + 2 + 66 units do not fit into two parts of 67.
        let text = format!("{}😀{}", "ж".repeat(66), "ж".repeat(66));
        assert_eq!(count(&text), (Alphabet::Ucs2, 134, 3));
    }

    #[test]
    fn what_is_left_out_neither_counts_nor_costs() {
        let text = "Hi {{ name | default: '☀' }}, it’s on";
        let tag = 3..text.find(',').expect("a comma");
        let found = segments_without(text, &[tag]);
        assert_eq!((found.units, found.count, found.alphabet), (12, 1, Alphabet::Ucs2));
        assert_eq!(found.outside.len(), 1);
        assert_eq!(&text[found.outside[0].clone()], "’");
        let whole = 0..3;
        assert_eq!(segments_without("abc", std::slice::from_ref(&whole)).count, 0);
    }

    proptest::proptest! {
        #[test]
        fn segments_hold_all_units(text in proptest::prelude::any::<String>()) {
            let found = segments(&text);
            let (single, part) = if found.alphabet == Alphabet::Gsm7 { (160, 153) } else { (70, 67) };
            let room = if found.count < 2 { single } else { found.count * part };
            assert!(found.units <= room && found.count <= found.units);
            assert!(found.outside.iter().all(|range| text.get(range.clone()).is_some()));
        }
    }

    #[test]
    fn the_characters_that_cost_are_named() {
        let text = "Your order’s ready";
        let found = segments(text);
        assert_eq!(found.outside.len(), 1);
        assert_eq!(&text[found.outside[0].clone()], "’");
    }
}
