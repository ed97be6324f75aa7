//! Words and marks that wait for their author: filler, notes, blanks for numbers, `__NAME__`.

use super::{Field, Placeholder, PlaceholderKind, is_name};
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Placeholders that are words: filler, markers, blanks for numbers, `__NAME__`.
pub(super) fn words(text: &str) -> Vec<Placeholder> {
    static SEEDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let seeds = ["lorem ipsum", "todo", "fixme", "x", "__"];
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).ascii_case_insensitive(true).build(seeds).ok()
    });
    let Some(seeds) = SEEDS.as_ref().filter(|_| may_wait(text)) else { return Vec::new() };
    let mut found: Vec<Placeholder> = Vec::new();
    let mut behind = 0;
    for seed in seeds.find_iter(text) {
        let at = seed.range();
        if at.start < behind {
            continue;
        }
        let (place, kind) = match seed.pattern().as_usize() {
            0 => (Some(at.clone()), PlaceholderKind::Filler),
            1 => (marker(text, at.clone(), "TODO").filter(|at| is_note(text, at)), PlaceholderKind::Marker),
            2 => (marker(text, at.clone(), "FIXME"), PlaceholderKind::Marker),
            3 => (blank(text, at.start), PlaceholderKind::Blank),
            _ => (underscored(text, at.start), PlaceholderKind::Underscore),
        };
        if let Some(range) = place {
            behind = range.end;
            let named = kind == PlaceholderKind::Underscore;
            let field = if named { Field::of(text.get(range.clone()).unwrap_or_default()) } else { Field::Other };
            found.push(Placeholder { range, kind, field });
        } else {
            // A run of these is looked at once.
            let rest = text.get(at.start..).unwrap_or_default();
            behind = at.end.max(at.start + rest.len() - rest.trim_start_matches(['x', 'X', '_']).len());
        }
    }
    found
}

/// Whether the text holds anything that a placeholder needs; most texts do not, and this is told far sooner.
fn may_wait(text: &str) -> bool {
    static FILLER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("orem"));
    let bytes = text.as_bytes();
    let twice = |at: usize| bytes.get(at) == Some(&b'X') || bytes.get(at) == bytes.get(at + 1);
    let behind = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|behind| behind.starts_with(mark));
    memchr::memchr3_iter(b'X', b'x', b'_', bytes).any(twice)
        || memchr::memchr_iter(b'O', bytes).any(|at| behind(at, b"OREM") || (at > 0 && behind(at - 1, b"TODO")))
        || FILLER.find(bytes).is_some()
}

fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn marker(text: &str, at: Range<usize>, written: &str) -> Option<Range<usize>> {
    let whole = !before(text, at.start).is_some_and(is_name) && !text.get(at.end..)?.starts_with(is_name);
    (whole && text.get(at.clone())? == written).then_some(at)
}

/// "TODO" is Spanish for "everything": only the note of an author counts.
fn is_note(text: &str, at: &Range<usize>) -> bool {
    let behind = text.get(at.end..).unwrap_or_default();
    let head = text.get(..at.start).unwrap_or_default().trim_end_matches(' ');
    behind.starts_with([':', '(', ']', '>'])
        || behind.starts_with(" -")
        || head.ends_with(['[', '<'])
        || head.ends_with("//")
}

/// `xx%`, `X%`, `$XX`, `XX/XX/XXXX`, `XXXX` at the first x of a run.
fn blank(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let run = rest.len() - rest.trim_start_matches(['x', 'X']).len();
    let (xs, behind) = rest.split_at_checked(run)?;
    let capital = xs.bytes().all(|b| b == b'X');
    let head = before(text, at);
    if head.is_some_and(|c| is_name(c) || "/&=?#-.".contains(c)) || behind.starts_with(is_name) {
        return None;
    }
    let percent = if behind.starts_with('%') { 1 } else { usize::from(behind.starts_with(" %")) * 2 };
    if percent > 0 && (run > 1 || capital) && run < 5 {
        return Some(at..at + run + percent);
    }
    let money = head.filter(|c| "$€£".contains(*c));
    if let Some(sign) = money
        && capital
        && run < 6
    {
        return Some(at - sign.len_utf8()..at + run);
    }
    if !capital || run < 2 {
        return None;
    }
    // Two groups or more, and no digit next to them: a masked card number is no blank.
    let groups = rest.len() - rest.trim_start_matches(|c| "X-/.".contains(c)).len();
    let pattern = rest.get(..groups)?.trim_end_matches(['-', '/', '.']);
    let masked =
        rest.get(pattern.len()..)?.trim_start_matches(['-', ' ']).starts_with(|c: char| c.is_ascii_digit() || c == 'X');
    let grouped = pattern.split(['-', '/', '.']).filter(|group| group.len() > 1).count() > 1;
    let ends = !rest.get(pattern.len()..)?.starts_with(is_name);
    (grouped && !masked && ends).then(|| at..at + pattern.len())
}

/// `__FIRST_NAME__`
fn underscored(text: &str, at: usize) -> Option<Range<usize>> {
    let name = super::window(text.get(at + 2..)?, 60);
    let end = name.find("__")?;
    let name = name.get(..end)?;
    let capital = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let behind = text.get(at + end + 4..)?;
    let plain = name.starts_with(|c: char| c.is_ascii_uppercase()) && capital && name.len() > 2;
    let alone = !before(text, at).is_some_and(is_name) && !behind.starts_with(is_name);
    (plain && alone).then_some(at..at + end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_wait_for_the_author() {
        for (text, expected) in [
            ("Lorem ipsum dolor", &["Lorem ipsum"][..]),
            ("LOREM IPSUM", &["LOREM IPSUM"]),
            ("save X %", &["X %"]),
            ("TODO: write this", &["TODO"]),
            ("[TODO]", &["TODO"]),
            ("FIXME before Friday", &["FIXME"]),
            ("save xx% or XX % or X%", &["xx%", "XX %", "X%"]),
            ("for $XX or €XXX", &["$XX", "€XXX"]),
            ("on XX/XX/XXXX, call XXX-XXX-XXXX", &["XX/XX/XXXX", "XXX-XXX-XXXX"]),
            ("Hi __FIRST_NAME__,", &["__FIRST_NAME__"]),
            ("TODO INCLUIDO, todo: x", &[]),
            ("Super Bowl XXX, XXL, love xxx, xoxo, x%, 2x %", &[]),
            ("card XXXX-XXXX-XXXX-1234, XXXX XXXX 99", &[]),
            ("____ __init__ ___x___ taxes https://x.example/xx%20", &[]),
        ] {
            let found: Vec<&str> = words(text).iter().map(|found| &text[found.range.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
