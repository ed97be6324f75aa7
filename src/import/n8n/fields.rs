//! The fields that nodes give their items: what they are set to, and whether they can be empty.

use super::graph::Graph;
use super::texts::{expressions, path_of};
use crate::import::read;
use crate::syntax::Node;
use std::collections::{HashSet, VecDeque};

/// How many nodes above one are looked at for the one that sets a field.
const MAX_LOOKS: usize = 200;

/// How far a value is followed through nodes that set it.
const MAX_DEPTH: usize = 6;

/// The expressions of a text, with their braces, whose value is never empty: a field that a form requires, or one with words
/// for when there is none.
pub(super) fn filled(graph: &Graph<'_, '_>, index: usize, text: &str) -> Vec<String> {
    let inside = expressions(text).into_iter().filter(|expression| is_filled(graph, index, expression, 0));
    inside.map(|expression| format!("{{{{{expression}}}}}")).collect()
}

fn is_filled(graph: &Graph<'_, '_>, index: usize, expression: &str, depth: usize) -> bool {
    let path = path_of(expression);
    let by_name = ["$(", "$node", "$items"].iter().any(|start| expression.trim_start().starts_with(start));
    let named = path.first().filter(|_| by_name).and_then(|name| graph.named(name));
    let Some(field) = path.get(usize::from(named.is_some())) else { return false };
    let given = match named {
        Some(node) => given_by(graph, node, field).map(|given| (node, given)),
        None => above(graph, index, |node| given_by(graph, node, field)),
    };
    match given {
        Some((_, Given::Required(required))) => required,
        Some((_, Given::Default)) => true,
        Some((node, Given::Value(value))) => {
            let Some(inner) = expressions(&value).first().map(|inner| (*inner).to_owned()) else {
                return !value.trim_matches(['=', ' ']).is_empty();
            };
            has_words_for_none(&inner) || depth < MAX_DEPTH && is_filled(graph, node, &inner, depth + 1)
        }
        None => false,
    }
}

/// What is known of a field that a node gives.
enum Given {
    /// A form asks for it, and requires it or not.
    Required(bool),
    /// It has words for when there is none.
    Default,
    /// It is set to this.
    Value(String),
}

fn given_by(graph: &Graph<'_, '_>, node: usize, field: &str) -> Option<Given> {
    let parameters = graph.parameters(node)?;
    match graph.kind(node) {
        "formtrigger" | "form" => {
            let asked = parameters.at("formFields.values").map_or(&[][..], Node::items).iter();
            let mut asked = asked.filter(|one| {
                let is =
                    |key: &str| one.get(key).and_then(Node::as_str).is_some_and(|label| label.trim() == field.trim());
                is("fieldLabel") || is("fieldName")
            });
            asked.next().map(|one| Given::Required(read::flag(one, "requiredField") == Some(true)))
        }
        "code" | "function" | "functionitem" => {
            let code = ["jsCode", "functionCode", "pythonCode"].iter().find_map(|key| parameters.get(key)?.as_str())?;
            if requires(code, field) {
                return Some(Given::Required(true));
            }
            code.match_indices(field).find_map(|(at, _)| {
                let behind = code.get(at + field.len()..)?.trim_start_matches(['"', '\'', ']']).trim_start();
                let value = behind.strip_prefix([':', '='])?;
                let line = value.split(['\n', ';']).next()?;
                has_words_for_none(line).then_some(Given::Default)
            })
        }
        _ => set_by(graph, node, field).map(Given::Value),
    }
}

/// Whether a program looks for the field before it goes on: it stands in a list of what is required, or something happens
/// where it is missing.
fn requires(code: &str, field: &str) -> bool {
    let listed = code.match_indices("equired").any(|(at, _)| {
        let behind = code.get(at..).unwrap_or("");
        let list = behind.split_once('[').filter(|(before, _)| before.len() < 24 && before.contains(['=', ':']));
        let list = list.and_then(|(_, list)| list.split_once(']')).map_or("", |(list, _)| list);
        list.split(',').any(|name| name.trim().trim_matches(['"', '\'', '`']) == field)
    });
    listed
        || code.match_indices(field).any(|(at, _)| {
            let path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '?');
            let before = code.get(..at).unwrap_or("").trim_end_matches(path);
            let behind = code.get(at + field.len()..).unwrap_or("");
            let whole = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            whole && before.ends_with('!') && !before.ends_with("!!")
        })
}

/// Whether an expression says what to show where there is nothing: `x || 'friend'`.
fn has_words_for_none(expression: &str) -> bool {
    ["||", "??", " : "].iter().any(|mark| {
        expression.rsplit_once(mark).is_some_and(|(_, words)| {
            let words = words.trim().trim_end_matches([',', ')', '}', ' ']);
            let quoted = words.strip_prefix(['"', '\'', '`']).map(|words| words.trim_end_matches(['"', '\'', '`']));
            quoted.is_some_and(|words| words.chars().any(char::is_alphabetic))
        })
    })
}

/// The value that a node gives a field.
pub(super) fn set_by(graph: &Graph<'_, '_>, node: usize, field: &str) -> Option<String> {
    let parameters = graph.parameters(node)?;
    if matches!(graph.kind(node), "code" | "function" | "functionitem") {
        let code = ["jsCode", "functionCode", "pythonCode"].iter().find_map(|key| parameters.get(key)?.as_str())?;
        return written_in(code, field);
    }
    if let Some(value) = parameters.at("columns.value").and_then(|columns| columns.get(field)) {
        return value.as_str().map(str::to_owned);
    }
    if graph.kind(node) != "set" {
        return None;
    }
    let lists = ["assignments.assignments", "fields.values", "values.string", "values.number"];
    let pairs = lists.iter().filter_map(|path| parameters.at(path)).flat_map(Node::items);
    let mut values =
        pairs.filter(|pair| pair.get("name").and_then(Node::as_str).is_some_and(|name| name.trim() == field.trim()));
    let value = |pair: &Node<'_>| {
        let value = pair.get("value").or_else(|| pair.get("stringValue")).or_else(|| pair.get("numberValue"))?;
        value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))
    };
    if let Some(found) = values.next().and_then(value) {
        return Some(found);
    }
    let raw = parameters.get("jsonOutput").and_then(Node::as_str)?;
    if let Some((_, behind)) = raw.split_once(&format!("\"{field}\"")) {
        let text = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        return text.split_once('"').map(|(value, _)| value.to_owned());
    }
    // Written as a program writes it: `name: $('Form').item.json.Name`.
    let (_, behind) = raw.split_once(&format!(" {field}:"))?;
    let value = behind.split(['\n', ',', '}']).next()?.trim();
    Some(if value.starts_with('$') { format!("{{{{ {value} }}}}") } else { value.trim_matches(['"', '\'']).to_owned() })
}

/// The address or number that a program gives a field, where it stands there as it is.
fn written_in(code: &str, field: &str) -> Option<String> {
    code.match_indices(field).find_map(|(at, _)| {
        let behind = code.get(at + field.len()..)?.trim_start_matches(['"', '\'', ']']).trim_start();
        let value = behind.strip_prefix([':', '='])?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let (text, _) = value.get(1..)?.split_once(quote)?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        ((text.contains('@') || digits > 6) && text.len() < 100 && !text.contains('$')).then(|| text.to_owned())
    })
}

/// The nearest node above one that sets a field, with what it sets it to.
pub(super) fn set_above(graph: &Graph<'_, '_>, index: usize, field: &str) -> Option<(usize, String)> {
    above(graph, index, |node| set_by(graph, node, field))
}

/// The nearest node above one that gives something.
fn above<T>(graph: &Graph<'_, '_>, index: usize, gives: impl Fn(usize) -> Option<T>) -> Option<(usize, T)> {
    let mut seen = HashSet::from([index]);
    let mut open: VecDeque<usize> = graph.ins(index).iter().copied().collect();
    while let Some(node) = open.pop_front() {
        if seen.len() > MAX_LOOKS || !seen.insert(node) {
            continue;
        }
        if let Some(given) = gives(node) {
            return Some((node, given));
        }
        open.extend(graph.ins(node));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{has_words_for_none, requires, written_in};

    #[test]
    fn a_program_that_looks_for_a_field_is_seen() {
        for code in [
            "const required = [\"name\", 'email'];",
            "const requiredFields = ['email','name']",
            "if (!payload.name) { throw new Error('x') }",
            "if (!name || !email) return [];",
        ] {
            assert!(requires(code, "name"), "{code}");
        }
        for code in
            ["const required = ['email'];", "if (!payload.nameless) {}", "return { name: b.name };", "!!data.name"]
        {
            assert!(!requires(code, "name"), "{code}");
        }
    }

    #[test]
    fn an_address_in_a_program_is_found() {
        assert_eq!(written_in("return { to: '+14155550100', text }", "to").as_deref(), Some("+14155550100"));
        assert_eq!(written_in("item.json[\"mail\"] = \"a@b.example\";", "mail").as_deref(), Some("a@b.example"));
        assert_eq!(written_in("return { email: row.email || '' }", "email"), None);
        assert_eq!(written_in("email: `${x}@y.example`", "email"), None);
    }

    #[test]
    fn words_for_when_there_is_none_are_seen() {
        for text in ["$json.name || 'Valued Customer'", "data.first_name ?? \"there\",", "x ? x.trim() : 'there'"] {
            assert!(has_words_for_none(text), "{text}");
        }
        for text in ["$json.name || $json.full_name", "row.name || ''", "$json.name"] {
            assert!(!has_words_for_none(text), "{text}");
        }
    }
}
