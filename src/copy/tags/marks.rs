//! Tags between other marks: `*|X|*`, `%X%`, `%%X%%`, `##x##`, `@contact.x`, `[x]`, `[[x]]`, `<%= x %>`.

use super::{Field, PlaceholderKind, Scanner, Syntax, is_name, leading_name, placeholders, window};
use super::{ProblemKind, field};

/// What RapidPro lets a message name after an `@`.
const ROOTS: &[&str] = &[
    "contact",
    "fields",
    "results",
    "child",
    "parent",
    "run",
    "urns",
    "node",
    "trigger",
    "input",
    "globals",
    "webhook",
    "ticket",
    "legacy_extra",
    "resume",
    "step",
    "flow",
];

impl Scanner<'_> {
    /// `*|FNAME|*`
    pub(super) fn star(&mut self, at: usize) -> usize {
        if !self.rest(at).starts_with("*|") {
            return at + 1;
        }
        let Some(close) = self.in_line(at + 2, "|", 80) else { return at + 2 };
        let content = self.slice(at + 2..close);
        if !content.starts_with(|c: char| c.is_alphabetic()) || content.contains(['*', '{']) {
            return at + 2;
        }
        if !self.rest(close).starts_with("|*") {
            if content.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') {
                self.problem(at..close + 1, ProblemKind::HalfClosed);
            }
            return close + 1;
        }
        let range = at..close + 2;
        if !self.mailchimp(&range, content) {
            self.tag(range.clone(), Syntax::StarBar, content.rsplit(':').next().unwrap_or(content));
        }
        range.end
    }

    /// `%FIRSTNAME%`, `%%First Name%%`
    pub(super) fn percent(&mut self, at: usize) -> usize {
        if self.rest(at).starts_with("%%") {
            return self.double_percent(at);
        }
        let name = leading_name(self.rest(at + 1));
        let close = at + 1 + name.len();
        let follows_word = self.before(at).is_some_and(is_name);
        if name.len() < 3 || follows_word || self.byte(close) != Some(b'%') {
            return at + 1;
        }
        let capitals = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if !(capitals || name.contains(['_', '.']) || Field::of(name) != Field::Other) {
            return at + 1;
        }
        self.tag(at..close + 1, Syntax::Percent, name);
        close + 1
    }

    fn double_percent(&mut self, at: usize) -> usize {
        let inside = self.rest(at + 2);
        if inside.starts_with('[') {
            let Some(end) = self.far(at + 3, "]%%") else { return at + 3 };
            for variable in self.slice(at + 3..end).split('@').skip(1) {
                self.computed.insert(leading_name(variable).to_lowercase());
            }
            self.out.code.push(at..end + 3);
            return end + 3;
        }
        if inside.starts_with('=') {
            let Some(end) = self.in_line(at + 3, "=%%", 400) else { return at + 3 };
            self.tag(at..end + 3, Syntax::DoublePercent, self.slice(at + 3..end));
            return end + 3;
        }
        let name = leading_name(inside);
        let words = window(inside, 60).find(|c: char| !is_name(c) && !" .-".contains(c)).unwrap_or_default();
        if name.is_empty() || !inside.get(words..).is_some_and(|rest| rest.starts_with("%%")) {
            return at + 2;
        }
        self.tag(at..at + words + 4, Syntax::DoublePercent, self.slice(at + 2..at + 2 + words));
        at + words + 4
    }

    /// `##crm.unsubscribe_url##`
    pub(super) fn hash(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let marks = rest.bytes().take_while(|b| *b == b'#').count();
        let name = leading_name(self.rest(at + 2));
        let close = at + 2 + name.len();
        if marks != 2 || name.is_empty() || !self.rest(close).starts_with("##") {
            return at + marks;
        }
        self.tag(at..close + 2, Syntax::Hash, name);
        close + 2
    }

    /// `@contact.name`, `@(default(contact.name, "friend"))`
    pub(super) fn at_sign(&mut self, at: usize) -> usize {
        if self.before(at).is_some_and(|c| is_name(c) || "@./:".contains(c)) {
            return at + 1;
        }
        if self.byte(at + 1) == Some(b'(') {
            let Some(close) = self.parenthesis(at + 2) else { return at + 2 };
            let content = self.slice(at + 2..close);
            if ROOTS.iter().any(|root| content.contains(root)) {
                self.tag(at..close + 1, Syntax::At, content);
            }
            return close + 1;
        }
        let name = leading_name(self.rest(at + 1));
        let (root, path) = name.split_once('.').unwrap_or((name, ""));
        if !ROOTS.contains(&root) || path.is_empty() {
            return at + 1;
        }
        self.tag(at..at + 1 + name.len(), Syntax::At, name);
        at + 1 + name.len()
    }

    fn parenthesis(&self, from: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (i, b) in window(self.rest(from), 500).bytes().enumerate() {
            match b {
                b'(' => depth += 1,
                b')' if depth == 0 => return Some(from + i),
                b')' => depth -= 1,
                _ => {}
            }
            if depth > 8 {
                return None;
            }
        }
        None
    }

    /// `[firstname,fallback=there]`, `[[firstname]]`, `[First Name]`
    pub(super) fn bracket(&mut self, at: usize) -> usize {
        if self.rest(at).starts_with("[[") {
            let Some(close) = self.in_line(at + 2, "]]", 80) else { return at + 2 };
            let content = self.slice(at + 2..close);
            if leading_name(content).is_empty() || content.contains('[') {
                return at + 2;
            }
            let (path, fallback) = content.split_once(" OR ").unwrap_or((content, ""));
            let inside = if fallback.is_empty() { path.to_owned() } else { format!("{path} or {fallback}") };
            self.tag(at..close + 2, Syntax::DoubleBracket, &inside);
            return close + 2;
        }
        let Some(close) = self.in_line(at + 1, "]", 100) else { return at + 1 };
        let content = self.slice(at + 1..close);
        let is_code = self.before(at).is_some_and(|c| is_name(c) || "!]).$".contains(c));
        // `[text](address)` and `[text][1]` are links of Markdown.
        if is_code || content.contains('[') || self.rest(close + 1).starts_with(['(', '[']) {
            return at + 1;
        }
        let range = at..close + 1;
        if let Some((name, fallback)) = content.split_once(",fallback=") {
            self.tag(range, Syntax::Bracket, &format!("{name}|default:'{fallback}'"));
        } else if field::Field::of(content).is_opt_out() && content.split_whitespace().count() < 4 {
            self.tag(range, Syntax::Bracket, content);
        } else if let Some((kind, field)) = placeholders::bracketed(content) {
            let opens_line = self.text.get(..at).is_none_or(|head| head.is_empty() || head.ends_with('\n'));
            let heads_text = opens_line && self.rest(close + 1).starts_with(|c: char| c == ' ' || c.is_alphanumeric());
            // "[Event] Join us" is a label that heads a line.
            if !(heads_text && kind == PlaceholderKind::Bracket && field == Field::Other) {
                self.placeholder(range, kind, field);
            }
        } else {
            return at + 1;
        }
        close + 1
    }

    /// `<%= name %>`, `<First Name>`
    pub(super) fn angle(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        if rest.starts_with("<%") {
            let Some(close) = self.in_line(at + 2, "%>", 300) else { return at + 2 };
            let content = self.slice(at + 2..close).trim_start_matches(['=', '-']);
            if !leading_name(content.trim().trim_start_matches('@')).is_empty() && !rest.starts_with("<%@") {
                let echoes = rest.starts_with("<%=") || rest.starts_with("<%-") || Field::of(content) != Field::Other;
                if echoes {
                    self.tag(at..close + 2, Syntax::Angle, content);
                }
            }
            return close + 2;
        }
        let Some(close) = self.in_line(at + 1, ">", 60) else { return at + 1 };
        let content = self.slice(at + 1..close);
        if let Some(field) = placeholders::angled(content) {
            self.placeholder(at..close + 1, PlaceholderKind::Angle, field);
            return close + 1;
        }
        at + 1
    }
}
