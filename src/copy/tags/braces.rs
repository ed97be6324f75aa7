//! Tags in braces: `{{ }}`, `{{{ }}}`, `{ }`, `${ }`.

use super::{PlaceholderKind, Problem, ProblemKind, Scanner, Syntax};
use super::{expression, field, is_name, leading_name, placeholders, simple, window};
use std::ops::Range;

/// The longest tag in double braces, in bytes.
const MAX_TAG: usize = 2000;

/// The longest tag in single braces, in bytes.
const MAX_SINGLE: usize = 300;

/// What ends the search for the end of a tag.
enum End {
    /// `}}` here.
    Closed(usize),
    /// Another tag starts here, or the text is over.
    Stopped(usize),
}

impl Scanner<'_> {
    pub(super) fn open_brace(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let braces = rest.bytes().take_while(|b| *b == b'{').count();
        match braces {
            1 if rest.starts_with("{%") => self.block(at),
            1 if rest.starts_with("{#") => {
                let Some(end) = self.in_line(at + 2, "#}", MAX_TAG) else { return at + 2 };
                self.out.code.push(at..end + 2);
                end + 2
            }
            1 => self.single(at),
            2 => self.double(at, at + 2, Syntax::DoubleBrace),
            3 => self.double(at, at + 3, Syntax::TripleBrace),
            _ => at + braces,
        }
    }

    pub(super) fn close_brace(&mut self, at: usize) -> usize {
        if !self.rest(at).starts_with("}}") {
            self.depth = self.depth.saturating_sub(1);
            return at + 1;
        }
        if let Some(start) = self.choices.pop() {
            self.choice(start..at + 2);
        } else if self.depth == 0
            && let Some(start) = self.name_before(at)
        {
            self.problem(start..at + 2, ProblemKind::Unopened);
        }
        self.depth = self.depth.saturating_sub(2);
        at + 2
    }

    /// The start of a name that stands alone before `at`: `first_name` in `Hi first_name }}`.
    fn name_before(&self, at: usize) -> Option<usize> {
        let mut head = self.text.get(..at)?.trim_end_matches(' ');
        let end = head.len();
        let mut back = head.char_indices().rev().take(60);
        let stop = back.find(|(_, c)| !is_name(*c) && *c != '.');
        let start = stop.map_or(0, |(i, c)| i + c.len_utf8());
        head = head.get(start..)?;
        let alone = stop.is_none_or(|(_, c)| c.is_whitespace() || c == ',');
        let named = head.starts_with(char::is_alphabetic) && head.len() > 1 && end <= at;
        // A word of prose or code is no field.
        let known = head.contains('_') || field::Field::of(head) != field::Field::Other;
        (alone && named && known).then_some(start)
    }

    fn double(&mut self, at: usize, inside: usize, syntax: Syntax) -> usize {
        if let Some((length, expression)) = simple::read(window(self.rest(inside), MAX_TAG)) {
            let close = inside + length;
            let braces = if syntax == Syntax::TripleBrace && self.byte(close + 2) == Some(b'}') { 3 } else { 2 };
            self.add(at..close + braces, syntax, expression);
            return close + braces;
        }
        let head = self.rest(inside).trim_start_matches([' ', '-', '~', '=']);
        let end = if head.starts_with('$') && !head.starts_with("${") {
            self.balanced(inside).map_or_else(|| self.double_end(inside), End::Closed)
        } else {
            self.double_end(inside)
        };
        match end {
            End::Closed(close) => {
                let content = self.slice(inside..close);
                let closing = self.rest(close).bytes().take_while(|b| *b == b'}').count();
                let wanted =
                    if syntax == Syntax::TripleBrace || content.trim_start().starts_with("${") { 3 } else { 2 };
                let behind = close + wanted.min(closing);
                self.whole(at..behind, content, syntax);
                behind
            }
            End::Stopped(stop) => {
                self.halved(at, inside, stop);
                inside
            }
        }
    }

    /// A tag that is closed.
    fn whole(&mut self, range: Range<usize>, content: &str, syntax: Syntax) {
        let inside = content.trim().trim_start_matches(['-', '~']).trim_end_matches(['-', '~']).trim();
        if inside.is_empty() {
            return self.problem(range, ProblemKind::Empty);
        }
        if inside.starts_with(['!', '>']) {
            return self.out.code.push(range);
        }
        if self.handlebars(&range, inside) {
            return;
        }
        let first = inside.split('|').next().unwrap_or_default().trim();
        if first.eq_ignore_ascii_case("random") || first.eq_ignore_ascii_case("spin") {
            return self.choice(range);
        }
        // `{{Hi there|Hello|Hey}}`: several wordings, none a filter.
        let bars = inside.matches('|').count();
        if bars > 1 && !inside.contains([':', '(', '"', '\'', '$']) && expression::read(inside).fallback.is_some() {
            let is_field = field::Field::of(first) != field::Field::Other || first.contains(['_', '.']);
            if !is_field {
                return self.choice(range);
            }
        }
        // `{{ color: 'red' }}` is code.
        if code_like(inside) {
            return;
        }
        let syntax = if inside.starts_with('$') && !inside.starts_with("${") { Syntax::Expression } else { syntax };
        self.tag(range, syntax, inside);
    }

    /// A tag whose end is missing, or half of it.
    fn halved(&mut self, at: usize, inside: usize, stop: usize) {
        let content = self.slice(inside..stop);
        let spaces = content.len() - content.trim_start_matches([' ', '#', '/', '^', '&', '$', '-', '~']).len();
        let name = leading_name(content.get(spaces..).unwrap_or_default());
        if name.eq_ignore_ascii_case("random") || (self.rest(stop).starts_with("{{") && content.contains('|')) {
            self.choices.push(at);
            return;
        }
        if name.is_empty() {
            return;
        }
        let behind_name = inside + spaces + name.len();
        let behind = window(self.slice(behind_name..stop), 80);
        let line = behind.split('\n').next().unwrap_or_default();
        let (range, kind) = match line.find('}') {
            Some(brace) if !line.get(..brace).unwrap_or_default().contains(['{', ';']) => {
                (at..behind_name + brace + 1, ProblemKind::HalfClosed)
            }
            _ => (at..behind_name, ProblemKind::Unclosed),
        };
        self.out.problems.push(Problem { range, kind });
    }

    /// The end of a tag in double braces: `}}` before another tag starts, a blank line, or [`MAX_TAG`] bytes.
    fn double_end(&self, from: usize) -> End {
        let window = window(self.rest(from), MAX_TAG);
        let bytes = window.as_bytes();
        let mut quoted = false;
        for (i, pair) in bytes.windows(2).enumerate() {
            match pair {
                b"}}" => return End::Closed(from + i),
                b"{{" | b"{%" | b"\n\n" if !quoted => return End::Stopped(from + i),
                [b'"', _] => quoted = !quoted,
                _ => {}
            }
        }
        End::Stopped(from + window.len())
    }

    /// The `}}` that closes an expression of code, braces inside counted.
    fn balanced(&self, from: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let bytes = window(self.rest(from), MAX_TAG).as_bytes();
        for (i, b) in bytes.iter().enumerate() {
            match b {
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'}' => return (bytes.get(i + 1) == Some(&b'}')).then_some(from + i),
                _ => {}
            }
            if depth > 8 {
                return None;
            }
        }
        None
    }

    fn single(&mut self, at: usize) -> usize {
        let Some((close, nested)) = self.single_end(at + 1) else {
            self.depth += 1;
            return at + 1;
        };
        let content = self.slice(at + 1..close);
        let trimmed = content.trim();
        let name = leading_name(trimmed.trim_start_matches(['!', '$']));
        let glued = self.before(at).is_some_and(|c| is_name(c) || c == '}');
        let known = name.contains(['_', '.']) || field::Field::of(name) != field::Field::Other;
        let in_code = (glued && !known)
            || self.depth > 0
            || self.before(at).is_some_and(|c| matches!(c, ')' | '=' | '\\' | '^' | '_'));
        if !nested && !in_code && is_single_tag(trimmed, name) {
            if self.rest(close).starts_with("}}") && name.len() == trimmed.len() {
                self.problem(at..close + 2, ProblemKind::HalfOpened);
                return close + 2;
            }
            // `{insert link}` is a note to the author.
            if let Some((PlaceholderKind::Instruction, field)) = placeholders::bracketed(trimmed) {
                self.placeholder(at..close + 1, PlaceholderKind::Instruction, field);
                return close + 1;
            }
            let field = trimmed.split_once('=').filter(|(kind, _)| *kind == leading_name(kind));
            let inside = field.map_or(trimmed, |(_, inside)| inside);
            if field.is_none() && is_choice(trimmed) {
                self.choice(at..close + 1);
            } else if let Some((kind, _)) = field {
                let path = format!("{kind}.{inside}");
                self.tag(at..close + 1, Syntax::SingleBrace, &path);
            } else {
                self.tag(at..close + 1, Syntax::SingleBrace, inside.trim_start_matches(['!', '$']));
            }
            return close + 1;
        }
        if !in_code && is_choice(trimmed) {
            self.choice(at..close + 1);
        }
        self.depth += 1;
        at + 1
    }

    /// The `}` that closes a single brace, and whether braces stand inside.
    fn single_end(&self, from: usize) -> Option<(usize, bool)> {
        let mut depth = 0_usize;
        let mut nested = false;
        for (i, b) in window(self.rest(from), MAX_SINGLE).bytes().enumerate() {
            match b {
                b'{' => {
                    depth += 1;
                    nested = true;
                }
                b'}' if depth == 0 => return Some((from + i, nested)),
                b'}' => depth -= 1,
                b'\n' | b';' if depth == 0 => return None,
                _ => {}
            }
            if depth > 3 {
                return None;
            }
        }
        None
    }

    /// `${name}`; `$XX` is a placeholder and read elsewhere.
    pub(super) fn dollar(&mut self, at: usize) -> usize {
        if !self.rest(at).starts_with("${") || self.rest(at).starts_with("${{") {
            return at + 1;
        }
        let Some((close, _)) = self.single_end(at + 2) else { return at + 2 };
        let content = self.slice(at + 2..close);
        if !leading_name(content.trim()).is_empty() {
            self.tag(at..close + 1, Syntax::DollarBrace, content);
        }
        close + 1
    }
}

/// Whether the inside of single braces is a field: a name of at most three words, with `=`, `|` or `or '...'` behind.
fn is_single_tag(inside: &str, name: &str) -> bool {
    if name.is_empty() || inside.len() > 120 {
        return false;
    }
    let behind = inside.trim_start_matches(['!', '$']).get(name.len()..).unwrap_or_default();
    let words = behind.split(['|', '=']).next().unwrap_or_default();
    let plain = words.chars().all(|c| is_name(c) || c == ' ' || c == '.') && words.split_whitespace().count() < 3;
    let either = behind.starts_with(" or '") || behind.starts_with(" or \"") || behind.starts_with(" if ");
    (plain && !behind.contains("||") && !behind.starts_with(" =") && !behind.contains(['<', '>', '"'])) || either
}

/// Whether the inside of single braces is wordings to choose from, and not a field with a fallback.
fn is_choice(inside: &str) -> bool {
    let Some((first, _)) = inside.split_once('|') else { return false };
    let first = first.trim();
    let is_field =
        field::Field::of(first) != field::Field::Other || (first.contains(['_', '.']) && !first.contains(' '));
    !inside.contains("||") && !is_field && !inside.contains('=') && !inside.contains('"')
}

/// Whether the inside of double braces is a style or an object of code: `color: 'red'`, `"a": 1`.
fn code_like(inside: &str) -> bool {
    let name = leading_name(inside);
    let behind = inside.get(name.len()..).unwrap_or_default();
    inside.starts_with('"') && inside.contains(':') || (!name.is_empty() && behind.starts_with(": "))
}
