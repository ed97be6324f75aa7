//! What values of a workflow say: text, expressions in it, and what somebody should have filled in.

use crate::import::{Input, read};
use crate::model::Fact;
use crate::source::{Located, Place, Span};
use crate::syntax::{self, Node};

/// The value at the first of `keys` that has one: text, or the value of a field with a picker.
pub(super) fn value<'a, 't>(node: &'a Node<'t>, keys: &[&str]) -> Option<&'a Node<'t>> {
    let found = keys.iter().find_map(|key| at(node, key))?;
    if found.get("__rl").is_some() { found.get("value") } else { Some(found) }
}

/// The value at a path; the whole path may also be one key.
fn at<'a, 't>(node: &'a Node<'t>, path: &str) -> Option<&'a Node<'t>> {
    node.at(path).filter(|found| !found.is_null())
}

/// The copy at a value: unknown where an expression makes most of it, absent where it is blank.
pub(super) fn copy(input: &Input<'_>, node: Option<&Node<'_>>, home: Place, least: usize) -> Fact<String> {
    let Some(node) = node else { return Fact::Absent(home) };
    let place = read::place(input.file, node);
    let Some(text) = node.as_str() else { return Fact::Unknown };
    let Some(written) = text.strip_prefix('=') else {
        // Braces without the sign of an expression go out as they are: nothing is filled in, and nothing is read of it.
        return if is_expression(text) {
            Fact::Unknown
        } else if text.trim().is_empty() {
            Fact::Absent(place)
        } else {
            Fact::stated(text.to_owned(), place)
        };
    };
    if is_made_elsewhere(written, least) {
        return Fact::Unknown;
    }
    if written.trim().is_empty() {
        return Fact::Absent(place);
    }
    // The sign of an expression is not for the recipient.
    let start = place.span.start as usize + 1;
    let sign =
        if input.source.text.get(start..).is_some_and(|rest| rest.starts_with('=')) { 1 } else { "\\u003d".len() };
    Fact::stated(written.to_owned(), Place::new(place.file, Span::new(start + sign, place.span.end as usize)))
}

/// The expressions of a text that the editor's sign for expressions does not begin: n8n sends them as they are. Only what is
/// certainly n8n's own: a service that sends may fill in braces of another kind.
pub(super) fn raw(input: &Input<'_>, node: &Node<'_>) -> Vec<Located<String>> {
    const OWN: &[&str] = &["$json", "$(", "$node[", "$now", "$today", "$input", "$items"];
    let Some(text) = node.as_str().filter(|text| !text.starts_with('=')) else { return Vec::new() };
    let span = read::place(input.file, node).span;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let Some(end) = text.get(start..).and_then(|rest| rest.find("}}")).map(|at| start + at + 2) else { break };
        let inside = text.get(start + 2..end - 2).unwrap_or("").trim();
        if OWN.iter().any(|own| inside.starts_with(own)) {
            let place = Place::new(input.file, syntax::source_range(input.source, span, start..end));
            found.push(Located::new(text.get(start..end).unwrap_or("").to_owned(), place));
        }
        from = end;
    }
    found
}

/// Whether what a recipient reads stands somewhere else: fewer than `least` letters beside the expressions, or one of them
/// brings in whole sentences.
fn is_made_elsewhere(text: &str, least: usize) -> bool {
    let (outside, inside) = parts(text);
    if inside.is_empty() {
        return false;
    }
    let mut in_tag = false;
    let letters = outside.chars().filter(|c| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        !in_tag && c.is_alphabetic()
    });
    letters.count() < least || inside.iter().any(|expression| brings_sentences(expression))
}

/// The text around the expressions, and the expressions.
fn parts(text: &str) -> (String, Vec<&str>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        outside.push_str(before);
        let (expression, behind) = after.split_once("}}").unwrap_or((after, ""));
        inside.push(expression);
        rest = behind;
    }
    outside.push_str(rest);
    (outside, inside)
}

/// The expressions of a text, without their braces.
pub(super) fn expressions(text: &str) -> Vec<&str> {
    parts(text).1
}

/// Whether an expression is a program, or names a field that holds a text of its own.
fn brings_sentences(expression: &str) -> bool {
    const TEXTS: &[&str] = &[
        "message",
        "content",
        "body",
        "html",
        "text",
        "reply",
        "response",
        "output",
        "draft",
        "copy",
        "summary",
        "answer",
        "snippet",
        "icebreaker",
        "intro",
        "opener",
        "paragraph",
        "paragraphs",
        "template",
        "email",
        "letter",
        "description",
        "section",
        "sections",
        "list",
        "rows",
        "table",
        "items",
        "markdown",
        "report",
        "result",
        "results",
        "data",
        "script",
        "personalization",
        "personalisation",
        "note",
        "feedback",
        "insights",
        "recommendations",
        "post",
        "story",
    ];
    if expression.len() > 160 || expression.contains("=>") || expression.contains('`') || expression.contains('<') {
        return true;
    }
    let path = path_of(expression);
    // An address is no text, though its field is called one.
    path.last().is_some_and(|last| {
        let words = words(last);
        let text = words.last().is_some_and(|word| TEXTS.contains(&word.as_str()));
        text && !(words.last().is_some_and(|word| word == "email")
            && words.len() == 1
            && !expression.contains("output"))
    })
}

/// The names that an expression walks along, up to what is done with it: `$('A b').item.json['First Name'].trim()` gives
/// `A b`, `First Name`.
pub(super) fn path_of(expression: &str) -> Vec<String> {
    const STEPS: &[&str] = &[
        "json",
        "item",
        "items",
        "first",
        "last",
        "all",
        "node",
        "input",
        "body",
        "query",
        "params",
        "fields",
        "toString",
        "trim",
        "toLowerCase",
        "toUpperCase",
        "replace",
        "replaceAll",
        "split",
        "join",
        "value",
        "isEmpty",
        "pairedItem",
        "itemMatching",
        "match",
        "toTitleCase",
        "slice",
        "at",
        "properties",
    ];
    let mut names = Vec::new();
    let mut rest = expression.trim();
    while let Some(c) = rest.chars().next() {
        let name = match c {
            '\'' | '"' => {
                let inner = rest.get(1..).unwrap_or("");
                let end = inner.find(c).unwrap_or(inner.len());
                rest = inner.get(end + 1..).unwrap_or("");
                inner.get(..end).unwrap_or("")
            }
            c if c.is_alphanumeric() || c == '_' || c == '$' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
                let name = rest.get(..end).unwrap_or("");
                rest = rest.get(end..).unwrap_or("");
                name
            }
            // Behind an alternative or a choice stands something else.
            '|' | '?' | ':' | '+' | ',' => break,
            c => {
                rest = rest.get(c.len_utf8()..).unwrap_or("");
                continue;
            }
        };
        let plain = name.trim_start_matches('$');
        if !plain.is_empty() && !STEPS.contains(&plain) && !plain.bytes().all(|b| b.is_ascii_digit()) {
            names.push(plain.to_owned());
        }
    }
    names
}

/// The words of a name, in lower case: `adminEmail`, `admin_email`, `Admin Email`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_alphanumeric() {
            let new = !before.is_alphanumeric()
                || before.is_lowercase() && c.is_uppercase()
                || before.is_ascii_digit() != c.is_ascii_digit();
            if new {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

/// Whether a value is made when the workflow runs. Braces without the sign of an expression are a slip of the author's.
pub(super) fn is_expression(text: &str) -> bool {
    text.contains("{{")
}

/// A number in an expression that is nothing else: `={{ 3 }}`.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.strip_prefix('=')?.trim();
    let inner = text.strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}")).unwrap_or(text);
    inner.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// An address, number or name as it is written, unless it only holds the place of one.
pub(super) fn literal(input: &Input<'_>, node: Option<&Node<'_>>) -> Fact<String> {
    let Some(node) = node else { return Fact::Unknown };
    let Some(text) = node.as_str() else { return Fact::Unknown };
    let text = text.trim().trim_start_matches('=').trim();
    if text.is_empty() || is_expression(text) || holds_a_place(text) {
        return Fact::Unknown;
    }
    Fact::stated(text.to_owned(), read::place(input.file, node))
}

/// Whether somebody should have put something here. Sites that publish workflows put such things for what was there.
fn holds_a_place(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marks = [
        "<",
        "[",
        "your",
        "placeholder",
        "change me",
        "changeme",
        "xxx",
        "1234567",
        "555555",
        "replace",
        "redacted",
        "enter ",
    ];
    let address = lower.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
    let local = address.split('@').next().unwrap_or_default();
    let made_up = ["example.com", "example.org", "example.net", "domain.com", "company.com", "email.com"];
    let made_up = made_up.iter().any(|domain| address.ends_with(&format!("@{domain}")))
        && matches!(
            local,
            "user"
                | "you"
                | "me"
                | "name"
                | "email"
                | "test"
                | "sender"
                | "from"
                | "no-reply"
                | "noreply"
                | "info"
                | "admin"
                | "hello"
                | "support"
                | "sales"
        );
    let shouting = text.contains('_') && !text.chars().any(char::is_lowercase);
    let marked = marks.get(usize::from(text.contains('@'))..).unwrap_or_default();
    made_up || shouting || marked.iter().any(|mark| lower.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::{holds_a_place, is_made_elsewhere, number, path_of, words};

    #[test]
    fn an_expression_walks_along_names() {
        assert_eq!(path_of("$('Get rows').item.json['First Name'].trim()"), ["Get rows", "First Name"]);
        assert_eq!(path_of(" $json.body.email || 'x@y.example' "), ["email"]);
        assert_eq!(path_of("$node[\"Lead\"].json.contact.phone"), ["Lead", "contact", "phone"]);
    }

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("adminEmail"), ["admin", "email"]);
        assert_eq!(words("NOTIFY_TEAM 2"), ["notify", "team", "2"]);
    }

    #[test]
    fn texts_that_are_made_elsewhere_are_not_read() {
        for text in [
            "{{ $json.output }}",
            "<p>{{ $json.message }}</p>",
            "Hello there, dear {{ $json.name }}, {{ $json.emailBody }}",
        ] {
            assert!(is_made_elsewhere(text, 15), "{text}");
        }
        for text in
            ["Hello there, my dear {{ $json.name }}!", "Nothing is filled in", "You wrote from {{ $json.email }} to us"]
        {
            assert!(!is_made_elsewhere(text, 15), "{text}");
        }
    }

    #[test]
    fn numbers_and_places_of_addresses() {
        assert_eq!(number("={{ 3 }}"), Some(3.0));
        assert_eq!(number("=12"), Some(12.0));
        assert_eq!(number("={{ $json.days }}"), None);
        for text in ["user@example.com", "YOUR_EMAIL", "<mail>", "+1234567890", "[HOST_EMAIL]"] {
            assert!(holds_a_place(text), "{text}");
        }
        for text in ["maya@hotyoga.example", "+14155550100", "Maya <maya@hotyoga.example>"] {
            assert!(!holds_a_place(text), "{text}");
        }
    }
}
