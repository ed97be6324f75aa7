//! The inside of most tags: `first_name`, `first_name | default: 'friend'`.
//!
//! Reads these with one look at each byte, to the same end as [`super::expression`] and what calls it, which read all others.

use super::expression::{Expression, shown};

/// Reads the inside of a tag, given the text behind the braces that open it; gives how many bytes stand before those that
/// close it, and what it says. None for anything but a path, and a default in quotes if there is one.
pub(super) fn read(text: &str) -> Option<(usize, Expression)> {
    let bytes = text.as_bytes();
    let spaces = |at: usize| at + bytes.iter().skip(at).take_while(|b| **b == b' ').count();
    let closes = |at: usize| bytes.get(at..at + 2) == Some(b"}}");
    let start = spaces(0);
    let path = text.get(start..start + path_length(bytes.get(start..)?)?)?;
    if NO_FIELDS.iter().any(|word| word.eq_ignore_ascii_case(path)) {
        return None;
    }
    let mut at = spaces(start + path.len());
    let mut fallback = None;
    if bytes.get(at) == Some(&b'|') {
        at = spaces(at + 1);
        let argument = text.get(at..)?.strip_prefix("default")?;
        let colon = argument.bytes().take_while(|b| *b == b' ').count();
        at = spaces(at + "default".len() + colon + argument.get(colon..)?.starts_with(':').then_some(1)?);
        let quote = bytes.get(at).filter(|b| matches!(b, b'\'' | b'"'))?;
        let literal = text.get(at + 1..)?;
        let is_in_literal = |b: &u8| matches!(b, b' '..=b'~') && !matches!(b, b'\'' | b'"' | b'`' | b'{' | b'}');
        let literal = literal.get(..literal.bytes().take_while(is_in_literal).count())?;
        let end = at + 1 + literal.len();
        if bytes.get(end) != Some(quote) {
            return None;
        }
        fallback = shown(literal.trim());
        at = spaces(end + 1);
    }
    closes(at).then(|| (at, Expression { path: path.to_owned(), fallback }))
}

/// Words that open, part or close a block, or choose among wordings, and name no field.
const NO_FIELDS: &[&str] =
    &["else", "elsif", "elseif", "end", "endif", "if", "range", "with", "unless", "random", "spin"];

/// Length of the names at the start of `bytes`, joined by single dots; none where there are none.
fn path_length(bytes: &[u8]) -> Option<usize> {
    let mut length = 0;
    let mut named = false;
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => named = true,
            b'0'..=b'9' if length > 0 => named = true,
            b'.' if named => named = false,
            b'.' | b'0'..=b'9' => return None,
            _ => break,
        }
        length += 1;
    }
    named.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::super::expression;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_simple_is_read_as_anything_else(
            inside in r#" ?[a-c_.1]{1,4}( ?\| ?default ?: ?('[a )|,:\-]{0,5}'|"(null|[a-c. ]{0,4})") ?)?"#
        ) {
            let text = format!("{inside}}}}}");
            if let Some((length, found)) = read(&text) {
                prop_assert_eq!(length, inside.len());
                prop_assert_eq!(found, expression::read(&inside));
            }
        }
    }
}
