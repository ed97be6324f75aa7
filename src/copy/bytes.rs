//! Bytes looked for in blocks: what the scans of this module have in common.
//!
//! Owns the ways to pass over a text without a look at each character. Which bytes matter is the caller's to say.

/// How many bytes are looked at together.
const BLOCK: usize = 32;

/// Where the first byte stands, from `from` on, that is `wanted`. What is `wanted` must be told by a few comparisons: then
/// a whole block is told from its neighbours at once.
pub(super) fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (blocks, _) = rest.as_chunks::<BLOCK>();
    let idle = |block: &[u8; BLOCK]| !block.iter().fold(false, |any, byte| any | wanted(*byte));
    let passed = blocks.iter().take_while(|block| idle(block)).count() * BLOCK;
    rest.get(passed..)?.iter().position(|byte| wanted(*byte)).map(|at| from + passed + at)
}

/// How many bytes are `wanted`; as [`find`] in what that may be.
pub(super) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let of_block = |block: &[u8; BLOCK]| block.iter().map(|byte| u8::from(wanted(*byte))).sum::<u8>();
    let whole: usize = blocks.iter().map(|block| usize::from(of_block(block))).sum();
    whole + rest.iter().filter(|byte| wanted(**byte)).count()
}

/// Where `wanted` first stands twice in a row.
pub(super) fn find_double(bytes: &[u8], wanted: u8) -> Option<usize> {
    let behind = bytes.get(1..)?;
    let (firsts, _) = bytes.as_chunks::<BLOCK>();
    let (seconds, _) = behind.as_chunks::<BLOCK>();
    let single = |(first, second): &(&[u8; BLOCK], &[u8; BLOCK])| {
        first
            .iter()
            .zip(*second)
            .fold(u8::MAX, |least, (first, second)| least.min((first ^ wanted) | (second ^ wanted)))
            > 0
    };
    let passed = firsts.iter().zip(seconds).take_while(single).count() * BLOCK;
    bytes.get(passed..)?.windows(2).position(|pair| pair == [wanted; 2]).map(|at| passed + at)
}

/// The letters of a text, so that a mark with another letter is not looked for in it. Case and all that is no ASCII are
/// mixed up, which makes for a needless look at times and never for one too few.
#[derive(Clone, Copy)]
pub(super) struct Letters(u32);

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |letters, byte| letters | 1 << (byte & 31)))
    }

    /// Whether a text of these letters can hold `mark`.
    pub(super) fn may_hold(self, mark: &str) -> bool {
        Self::of(mark).0 & !self.0 == 0
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
            prop_assert_eq!(find_double(&bytes, b'a'), double);
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
