//! Character references of HTML 4, by name and by number.

use std::borrow::Cow;

/// Decodes every character reference in `text`. What is none stays.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let (decoded, length) = entity(rest).unwrap_or(("&".into(), 1));
        out.push_str(&decoded);
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The reference at the start of `text` (an ampersand), and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let name = text.strip_prefix('&')?;
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix, mark) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let c = char::from_u32(windows(code)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        let closed = usize::from(digits.as_bytes().get(length) == Some(&b';'));
        return Some((c.to_string().into(), mark + length + closed));
    }
    let length = name.bytes().take(10).take_while(u8::is_ascii_alphanumeric).count();
    let named = name.get(..length)?;
    let closed = name.as_bytes().get(length) == Some(&b';');
    if !closed {
        // Browsers take these without their semicolon; others might be the end of an address.
        let open = ["nbsp", "amp", "lt", "gt", "quot"].into_iter().find(|known| name.starts_with(known))?;
        return Some((by_name(open)?.to_string().into(), 1 + open.len()));
    }
    Some((by_name(named)?.to_string().into(), 2 + length))
}

/// Numbers of Windows-1252 that HTML reads as what they were meant to be.
fn windows(code: u32) -> u32 {
    const MEANT: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let meant = code.checked_sub(0x80).and_then(|index| MEANT.get(index as usize));
    meant.map_or(code, |c| u32::from(*c))
}

fn by_name(name: &str) -> Option<char> {
    if let Some(index) = LATIN.split(' ').position(|known| known == name) {
        return char::from_u32(160 + index as u32);
    }
    OTHERS.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The rest of what copy uses.
#[rustfmt::skip]
const OTHERS: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("rsquo", '’'), ("lsquo", '‘'), ("ldquo", '“'),
    ("rdquo", '”'), ("sbquo", '‚'), ("bdquo", '„'), ("mdash", '—'), ("ndash", '–'), ("hellip", '…'), ("bull", '•'),
    ("euro", '€'), ("trade", '™'), ("lsaquo", '‹'), ("rsaquo", '›'), ("zwnj", '\u{200c}'), ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'), ("rlm", '\u{200f}'), ("ensp", '\u{2002}'), ("emsp", '\u{2003}'), ("thinsp", '\u{2009}'),
    ("rarr", '→'), ("larr", '←'), ("uarr", '↑'), ("darr", '↓'), ("harr", '↔'), ("rArr", '⇒'), ("minus", '−'), ("infin", '∞'),
    ("ne", '≠'), ("le", '≤'), ("ge", '≥'), ("asymp", '≈'), ("dagger", '†'), ("Dagger", '‡'), ("permil", '‰'),
    ("prime", '′'), ("Prime", '″'), ("OElig", 'Œ'), ("oelig", 'œ'), ("Scaron", 'Š'), ("scaron", 'š'), ("Yuml", 'Ÿ'),
    ("circ", 'ˆ'), ("tilde", '˜'), ("fnof", 'ƒ'), ("hearts", '♥'), ("check", '✓'), ("star", '☆'), ("phone", '☎'),
    ("lbrace", '{'), ("rbrace", '}'), ("lcub", '{'), ("rcub", '}'), ("lbrack", '['), ("rbrack", ']'), ("lsqb", '['),
    ("rsqb", ']'), ("percnt", '%'), ("vert", '|'), ("excl", '!'), ("quest", '?'), ("colon", ':'), ("comma", ','),
    ("period", '.'), ("num", '#'), ("commat", '@'), ("dollar", '$'), ("lpar", '('), ("rpar", ')'), ("ast", '*'),
    ("sol", '/'), ("lowbar", '_'), ("hyphen", '‐'), ("dash", '‐'), ("Tab", '\t'), ("NewLine", '\n'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_references_and_leaves_the_rest() {
        for (text, expected) in [
            ("a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#x27;", "a & b <c> \"d\" 'e'"),
            ("&eacute;&Eacute;&yuml;&nbsp;&iexcl;&szlig;&rsquo;&mdash;", "éÉÿ\u{a0}¡ß’—"),
            ("a&nbspb &amp c", "a\u{a0}b & c"),
            ("?a=1&copy=2&b=3 & && &; &#; &#x; &nosuch;", "?a=1&copy=2&b=3 & && &; &#; &#x; &nosuch;"),
            ("&#146;&#0;&#xD800;&#99999999;", "’\u{fffd}\u{fffd}\u{fffd}"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
