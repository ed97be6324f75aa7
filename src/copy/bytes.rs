//! Bytes looked for in blocks: what the scans of this module have in common.
//!
//! Owns the ways to pass over a text without a look at each character. Which bytes matter is the caller's to say. The loops
//! are plain so that the compiler makes one comparison of many bytes: with iterators it does not, and takes ten times as
//! long.

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 32;

/// Where the first byte stands, from `from` on, that is `wanted`. What is `wanted` must be told by a few comparisons: then
/// a whole block is told from its neighbours at once.
#[inline]
pub(super) fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (blocks, _) = rest.as_chunks::<BLOCK>();
    let mut passed = 0;
    for block in blocks {
        let mut any = 0;
        for byte in block {
            any |= u8::from(wanted(*byte));
        }
        if any > 0 {
            break;
        }
        passed += BLOCK;
    }
    rest.get(passed..)?.iter().position(|byte| wanted(*byte)).map(|at| from + passed + at)
}

/// How many bytes are `wanted`; as [`find`] in what that may be.
#[inline]
pub(super) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut whole = 0;
    for block in blocks {
        let mut of_block = 0_u8;
        for byte in block {
            of_block += u8::from(wanted(*byte));
        }
        whole += usize::from(of_block);
    }
    whole + rest.iter().filter(|byte| wanted(**byte)).count()
}

/// Where the first byte stands that is `wanted` with the one behind it; as [`find`] in what that may be. The last byte is
/// never the first of two.
#[inline]
pub(super) fn find_pair(bytes: &[u8], wanted: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let behind = bytes.get(1..)?;
    let (firsts, _) = bytes.as_chunks::<BLOCK>();
    let (seconds, _) = behind.as_chunks::<BLOCK>();
    let mut passed = 0;
    for (first, second) in firsts.iter().zip(seconds) {
        let mut any = 0;
        for (first, second) in first.iter().zip(second) {
            any |= u8::from(wanted(*first, *second));
        }
        if any > 0 {
            break;
        }
        passed += BLOCK;
    }
    let found = |pair: &[u8]| matches!(pair, [first, second] if wanted(*first, *second));
    bytes.get(passed..)?.windows(2).position(found).map(|at| passed + at)
}

/// How many runs of ASCII start in `block` with a letter or digit; none where one starts with another character, or with
/// what is no ASCII. `before` are the bytes from the one before it on.
pub(super) fn words(before: &[u8; BLOCK], block: &[u8; BLOCK]) -> Option<usize> {
    let mut odd = 0;
    let mut starts = 0_u8;
    for (before, byte) in before.iter().zip(block) {
        let opens = u8::from(is_space(*before));
        let holds = u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10);
        odd |= (byte >> 7) | (opens & (holds ^ 1) & (u8::from(is_space(*byte)) ^ 1));
        starts += opens & holds;
    }
    (odd == 0).then_some(usize::from(starts))
}

/// Whether a byte is white space of ASCII.
#[expect(clippy::needless_bitwise_bool, reason = "a jump would part the bytes that are told together")]
pub(super) fn is_space(byte: u8) -> bool {
    (byte.wrapping_sub(b'\t') < 5) | (byte == b' ')
}

/// The letters of a text, so that a mark with another letter is not looked for in it. Case and all that is no ASCII are
/// mixed up, which makes for a needless look at times and never for one too few.
#[derive(Clone, Copy)]
pub(super) struct Letters(u32);

impl Letters {
    pub(super) const fn of(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let mut letters = 0;
        while let [byte, behind @ ..] = rest {
            letters |= 1 << (*byte & 31);
            rest = behind;
        }
        Self(letters)
    }

    /// Whether a text of these letters can hold `mark`.
    pub(super) fn may_hold(self, mark: &str) -> bool {
        self.hold(Self::of(mark))
    }

    /// Whether these are among them.
    pub(super) const fn hold(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_tell_what_single_bytes_tell(bytes in prop::collection::vec(prop::sample::select(&b"aab{}bbbbb"[..]), 0..100), from in 0..100_usize) {
            let wanted = |byte: u8| byte == b'{' || byte.wrapping_sub(b'}') < 1;
            let single = bytes.iter().enumerate().skip(from).find(|(_, byte)| wanted(**byte)).map(|(at, _)| at);
            prop_assert_eq!(find(&bytes, from, wanted), single);
            let double = bytes.windows(2).position(|pair| pair == b"aa");
            prop_assert_eq!(find_pair(&bytes, |first, second| first == b'a' && second == b'a'), double);
            prop_assert_eq!(count(&bytes, wanted), bytes.iter().filter(|byte| wanted(**byte)).count());
        }

        #[test]
        fn a_text_may_hold_whatever_it_holds(text in ".{0,20}", mark in ".{0,4}", behind in ".{0,9}") {
            let whole = format!("{text}{mark}{behind}");
            prop_assert!(Letters::of(&whole).may_hold(&mark));
        }
    }

    #[test]
    fn a_text_holds_no_mark_with_another_letter() {
        assert!(!Letters::of("https://x.example/guide").may_hold("unsub"));
    }
}
