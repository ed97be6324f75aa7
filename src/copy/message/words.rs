//! How many words a text without tags has.
//!
//! Most runs between white space start with a letter or digit: where all of a block do, their starts are counted at once.

use crate::copy::bytes::{self, BLOCK, is_space};

/// How many runs between white space hold a letter or digit.
pub(super) fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let block = |at: usize| bytes.get(at..)?.first_chunk::<BLOCK>();
    let mut count = 0;
    // Whether the run that is open counts already.
    let mut counted = false;
    let mut at = 0;
    while at < bytes.len() {
        if let Some((before, here)) = at.checked_sub(1).and_then(block).zip(block(at))
            && (counted || before.first().is_some_and(|byte| is_space(*byte)))
            && let Some(starts) = bytes::words(before, here)
        {
            count += starts;
            counted = !here.last().is_some_and(|byte| is_space(*byte));
            at += BLOCK;
            continue;
        }
        let end = at + BLOCK;
        while at < end
            && let Some(byte) = bytes.get(at).copied()
        {
            let c = if byte.is_ascii() { None } else { text.get(at..).and_then(|rest| rest.chars().next()) };
            let ends = c.map_or(is_space(byte), char::is_whitespace);
            let holds = c.map_or(byte.is_ascii_alphanumeric(), char::is_alphanumeric);
            count += usize::from(holds && !counted);
            counted = (counted || holds) && !ends;
            at += c.map_or(1, char::len_utf8);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_have_as_many_words_as_single_characters_tell(
            text in r"([ab1 .,(é—\u{a0}\n]|words in a row that hold letters, ){0,60}"
        ) {
            let holds = |run: &&str| run.contains(char::is_alphanumeric);
            prop_assert_eq!(count(&text), text.split_whitespace().filter(holds).count());
        }
    }
}
