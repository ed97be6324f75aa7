//! Whether a workflow knows what the people are called to whom it writes.

use super::texts::{expressions, words};
use crate::syntax::{Kind, Node};

/// How deep a node's settings are looked into.
const MAX_DEPTH: usize = 12;

/// Whether any node asks for a person's name, sets one or fills one in. Where none does, nobody can be greeted by it.
pub(super) fn knows_names(nodes: &[&Node<'_>]) -> bool {
    nodes.iter().filter_map(|node| node.get("parameters")).any(|parameters| holds_a_name(parameters, 0))
}

fn holds_a_name(node: &Node<'_>, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    if let Kind::String(text) = &node.kind {
        return text_holds_a_name(text);
    }
    // The columns of a table and the fields of a form may be keys.
    let keys = node.entries().iter().any(|entry| entry.key.contains([' ', '_']) && is_name(&entry.key));
    let mut inner = node.entries().iter().map(|entry| &entry.value).chain(node.items());
    keys || inner.any(|value| holds_a_name(value, depth + 1))
}

/// A field that is named so, a field in an expression, or one in a program. Running text that speaks of names is none.
fn text_holds_a_name(text: &str) -> bool {
    const SHORT: usize = 40;
    let program = text.contains("=>") || text.contains("return ") || text.contains("json");
    let fields = |part: &str| part.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ' ')).any(is_name);
    if text.len() < SHORT && !text.contains("{{") && is_name(text) {
        return true;
    }
    expressions(text).into_iter().any(fields) || program && fields(text)
}

/// Whether a field is named for a person's name: `name`, `first_name`, `Full Name`, `customerName`.
fn is_name(field: &str) -> bool {
    const OTHERS: &[&str] = &[
        "file",
        "company",
        "business",
        "event",
        "product",
        "sheet",
        "brand",
        "store",
        "organization",
        "campaign",
        "domain",
        "folder",
        "node",
        "workflow",
        "table",
        "column",
        "model",
        "project",
        "item",
        "channel",
        "document",
        "hotel",
        "service",
        "plan",
        "tool",
        "db",
        "database",
        "bucket",
        "output",
        "asset",
        "team",
        "hook",
        "property",
    ];
    let words = words(field);
    (1..=3).contains(&words.len())
        && words.last().is_some_and(|last| {
            matches!(
                last.as_str(),
                "name" | "firstname" | "lastname" | "fullname" | "vorname" | "nombre" | "prenom" | "nome"
            )
        })
        && !words.iter().any(|word| OTHERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::text_holds_a_name;

    #[test]
    fn fields_with_names_are_known_from_words_about_names() {
        for text in [
            "First Name",
            "customerName",
            "=Hi {{ $json.name }}",
            "={{ $('Form').item.json['Full Name'].split(' ')[0] }}",
            "return items.map(item => ({ json: { name: item.json.n } }));",
        ] {
            assert!(text_holds_a_name(text), "{text}");
        }
        for text in [
            "Hello, we would like to learn your name and what you do, so please answer",
            "={{ $json.fileName }}",
            "Company name",
            "={{ $json.email }}",
        ] {
            assert!(!text_holds_a_name(text), "{text}");
        }
    }
}
