//! Where to start anew in a TOML file that is broken.
//!
//! Owns the guess where a bracket or a quote that is never closed was meant to end: before the line that can only be
//! the next name or header. Only the reading of files with errors is changed by it, never the verdict on a file.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// Offsets of the line breaks at which the parts of `text` begin that are to be read by themselves.
pub(super) fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    while let Some(cut) = next_cut(text, from) {
        // A cut at the start of a part would be found for ever.
        if cut <= from {
            break;
        }
        cuts.push(cut);
        from = cut;
    }
    cuts
}

fn next_cut(text: &str, from: usize) -> Option<usize> {
    let part = text.get(from..)?;
    let mut open = Vec::new();
    for token in Source::new(part).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket => open.push(TokenKind::RightSquareBracket),
            TokenKind::LeftCurlyBracket => open.push(TokenKind::RightCurlyBracket),
            kind if open.last() == Some(&kind) => {
                open.pop();
            }
            TokenKind::Newline => {
                let line = line_at(part, token.span().end());
                let ends = match open.last() {
                    Some(TokenKind::RightSquareBracket) => names(line) || is_header(line),
                    Some(_) => is_header(line),
                    None => false,
                };
                if ends && token.span().start() > 0 {
                    return Some(from + token.span().start());
                }
            }
            TokenKind::MlBasicString | TokenKind::MlLiteralString => {
                if let Some(cut) = cut_in_string(part, &token) {
                    return Some(from + cut);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where a string over several lines was meant to end, if it was not closed there.
fn cut_in_string(part: &str, token: &Token) -> Option<usize> {
    let span = token.span();
    let inner = part.get(span.start() + 3..span.end())?;
    let last = inner.rfind('\n').and_then(|at| inner.get(at + 1..))?;
    let never_closed = span.end() == part.len() && !last.trim_end().ends_with(['"', '\'']);
    // The quotes that close it open the next one: `body = """` is the last line.
    let closed_by_next = names(last) && last.split_once('=').is_some_and(|(_, value)| value.trim().len() == 3);
    if !never_closed && !closed_by_next {
        return None;
    }
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in inner.split_inclusive('\n') {
        lines.push((offset, line));
        offset += line.len();
    }
    let mut following = lines.iter().skip(1).map(|(_, line)| line.trim()).chain([""]);
    for (offset, line) in &lines {
        let next = following.next().unwrap_or("");
        let header = is_header(line) && (line.trim_start().starts_with("[[") || names(next) || next.is_empty());
        if *offset > 0 && (header || (names(line) && (never_closed || *offset + line.len() == inner.len()))) {
            let before = inner.get(..*offset)?.strip_suffix('\n')?;
            let before = before.strip_suffix('\r').unwrap_or(before);
            return Some(span.start() + 3 + before.len());
        }
    }
    None
}

/// The line that starts at `at`, or what of it is worth a look: a name or header is shorter.
fn line_at(text: &str, at: usize) -> &str {
    const NEAR: usize = 400;
    let mut end = text.len().min(at + NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).and_then(|near| near.split(['\n', '\r']).next()).unwrap_or("")
}

/// Whether the line starts with a bare name and an equals sign.
fn names(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(is_bare);
    rest.len() < line.len() && rest.trim_start().starts_with('=')
}

/// Whether the line is a header with a bare name: `[stop]`, `[[step]]`.
fn is_header(line: &str) -> bool {
    let Some(inner) = line.trim_start().strip_prefix('[') else { return false };
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let rest = inner.trim_start_matches(is_bare);
    let name = inner.get(..inner.len() - rest.len()).unwrap_or("");
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let close = rest.trim_start_matches(']');
    let closed = close.len() < rest.len() && (close.trim().is_empty() || close.trim_start().starts_with('#'));
    word && closed && !matches!(name, "true" | "false" | "inf" | "nan")
}

fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}
