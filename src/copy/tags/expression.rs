//! The inside of a tag: which field it names, and what it shows instead of an empty one.
//!
//! Reads as much of Liquid, Jinja, Handlebars, JavaScript and AMPscript as that takes, and no more.

/// What a tag says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expression {
    pub(super) path: String,
    pub(super) fallback: Option<String>,
}

/// Functions and helpers that show one thing where another is empty.
const CHOOSERS: &[&str] = &[
    "default",
    "defaultifempty",
    "fallback",
    "coalesce",
    "or",
    "if",
    "iif",
    "ifnull",
    "nvl",
    "ifempty",
    "ifelse",
    "firstdefined",
    "personalization_token",
];

/// Filters whose argument is the fallback.
const DEFAULTS: &[&str] = &[
    "default",
    "d",
    "fallback",
    "default_if_none",
    "default_if_empty",
    "defaultifempty",
    "ifempty",
    "else",
    "coalesce",
];

/// Filters that stand without an argument; any other bare word behind a bar is the fallback of tools that write
/// `{{firstName|there}}`.
const BARE: &[&str] = &[
    "capitalize",
    "capfirst",
    "upcase",
    "downcase",
    "upper",
    "lower",
    "uppercase",
    "lowercase",
    "title",
    "titlecase",
    "titleize",
    "strip",
    "trim",
    "lstrip",
    "rstrip",
    "escape",
    "e",
    "safe",
    "raw",
    "date",
    "datetime",
    "json",
    "tojson",
    "first",
    "last",
    "size",
    "length",
    "round",
    "abs",
    "ceil",
    "floor",
    "join",
    "url_encode",
    "urlencode",
    "url_decode",
    "strip_html",
    "striptags",
    "newline_to_br",
    "nl2br",
    "linebreaks",
    "money",
    "currency",
    "intcomma",
    "number_format",
    "pluralize",
    "format_date",
    "humanize",
    "camelcase",
    "string",
    "int",
    "float",
    "list",
    "sort",
    "reverse",
    "uniq",
    "truncate",
    "truncatewords",
    "floatformat",
    "timesince",
    "escape_once",
    "md5",
    "sha1",
    "sha256",
    "proper",
    "propercase",
    "remove_whitespace",
    "squish",
    "html_safe",
    "cgi_escape",
    "property",
    "localize",
    "t",
    "translate",
];

/// Reads the inside of a tag.
pub(super) fn read(inside: &str) -> Expression {
    let inside = inside.trim().trim_start_matches(['-', '~', '&', '=']).trim_end_matches(['-', '~']).trim();
    let mut parts = split(inside, Cut::Bar).into_iter();
    let head = parts.next().unwrap_or_default().trim();
    let mut read = head_of(head);
    for filter in parts {
        if let Some(fallback) = fallback_of(filter.trim()) {
            read.fallback = Some(fallback);
        }
    }
    read
}

fn head_of(head: &str) -> Expression {
    if let Some((path, default)) = head.split_once(":default=") {
        return Expression { path: path_of(path), fallback: text_of(default) };
    }
    let (spaced, marked) = (head.contains(' '), head.contains(['|', '?']));
    let may_choose =
        |operator: &&str| operator.starts_with(' ') && spaced || operator.starts_with(['|', '?']) && marked;
    for operator in ["||", "??", " or ", " ? ", " if "].into_iter().filter(may_choose) {
        let mut cut = split(head, Cut::Operator(operator)).into_iter();
        let first = cut.next().unwrap_or_default();
        if let Some(other) = cut.next() {
            let mut read = head_of(first.trim().trim_start_matches('('));
            let other = if operator == " if " { other.rsplit(" else ").next().unwrap_or(other) } else { other };
            read.fallback = read.fallback.or_else(|| text_of(other.trim_end_matches(')')));
            return read;
        }
    }
    let name_end = head.find(|c: char| !super::is_name(c)).unwrap_or(head.len());
    let (name, arguments) = head.split_at_checked(name_end).unwrap_or((head, ""));
    let called = arguments.starts_with('(');
    if (called || arguments.starts_with(' ')) && CHOOSERS.contains(&name.to_lowercase().as_str()) {
        return chosen(name, arguments);
    }
    if called {
        // `v(@first_name)`, `ProperCase(FirstName)`, `AttributeValue("FirstName")`
        let inside = arguments.trim_start_matches('(');
        return Expression { path: path_of(inside.trim_matches(['"', '\'', '@', ')', ' '])), fallback: None };
    }
    let helper = BARE.contains(&name) && arguments.starts_with(' ');
    Expression { path: path_of(if helper { arguments } else { head }), fallback: None }
}

/// `default first_name "there"`, `IIF(EMPTY(FirstName), "there", FirstName)`, `personalization_token('a.b', 'there')`.
fn chosen(name: &str, arguments: &str) -> Expression {
    let mut literals = Vec::new();
    let mut path = String::new();
    let mut rest = arguments;
    while let Some(at) = rest.find(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '"' | '\'')) {
        let tail = rest.get(at..).unwrap_or_default();
        let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) => tail.get(1..).and_then(|t| t.find(quote)).map_or(tail.len(), |end| end + 2),
            None => tail.find(|c: char| !super::is_name(c) && !matches!(c, '.' | '$')).unwrap_or(tail.len()),
        };
        let (token, behind) = tail.split_at_checked(end).unwrap_or((tail, ""));
        if quote.is_some() {
            literals.push(token.trim_matches(['"', '\'']));
        } else if path.is_empty() && !behind.starts_with('(') {
            path = path_of(token);
        }
        rest = behind;
    }
    let mut literals = literals.into_iter();
    if path.is_empty() && name.eq_ignore_ascii_case("personalization_token") {
        literals.next().unwrap_or_default().clone_into(&mut path);
    }
    Expression { path, fallback: literals.find_map(text_of) }
}

/// The fallback that a filter gives.
fn fallback_of(filter: &str) -> Option<String> {
    if filter.starts_with(['"', '\'']) {
        return text_of(filter);
    }
    let end = filter.find(|c: char| !super::is_name(c)).unwrap_or(filter.len());
    let (name, argument) = filter.split_at_checked(end)?;
    let argument = argument.trim_start();
    if DEFAULTS.contains(&name.to_lowercase().as_str()) {
        let argument = argument.trim_start_matches([':', '(', '=']).trim_end_matches(')');
        let first = split(argument, Cut::Comma).into_iter().next()?;
        return text_of(first);
    }
    let is_filter = argument.starts_with([':', '(']) || BARE.contains(&name.to_lowercase().as_str());
    if is_filter { None } else { text_of(filter) }
}

/// A literal without its quotes, or an expression as it stands; none where nothing would be shown.
fn text_of(text: &str) -> Option<String> {
    let text = text.trim();
    let text = match text.chars().next() {
        Some(quote @ ('"' | '\'' | '‘' | '“' | '`')) => {
            let inside = text.get(quote.len_utf8()..)?;
            let end = inside.find(['"', '\'', '’', '”', '`']).unwrap_or(inside.len());
            inside.get(..end)?.trim()
        }
        _ => text,
    };
    shown(text)
}

/// A fallback, unless it shows nothing.
pub(super) fn shown(text: &str) -> Option<String> {
    let blank = text.is_empty() || matches!(text, "null" | "nil" | "None" | "undefined");
    (!blank).then(|| text.to_owned())
}

/// The path at the start of `text`: names joined by dots, `['x']` and `["x"]` likewise, calls left out.
fn path_of(text: &str) -> String {
    if is_plain_path(text) {
        return text.to_owned();
    }
    let mut segments: Vec<String> = vec![String::new()];
    let mut rest = text.trim().trim_start_matches('@');
    rest = rest.strip_prefix("${").unwrap_or(rest).trim_start_matches(['.', '!']);
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '.' => segments.push(String::new()),
            '?' if behind.starts_with('.') => {}
            '[' => {
                let end = behind.find(']').unwrap_or(behind.len());
                segments.push(behind.get(..end).unwrap_or_default().trim_matches(['"', '\'', ' ']).to_owned());
                rest = behind.get(end + 1..).unwrap_or_default();
                continue;
            }
            '(' => {
                // `.first()` and `$('Node')` say how to get at a field, not which.
                segments.pop();
                rest = behind.get(behind.find(')').map_or(behind.len(), |end| end + 1)..).unwrap_or_default();
                segments.push(String::new());
                continue;
            }
            ' ' | '-' if behind.starts_with(super::is_name) => push(&mut segments, c),
            _ if super::is_name(c) || c == '$' || c == ':' => push(&mut segments, c),
            _ => break,
        }
        rest = behind;
    }
    segments.retain(|segment| !segment.is_empty());
    segments.join(".")
}

/// Whether a path is what most are: names joined by dots, and nothing to be taken out.
fn is_plain_path(text: &str) -> bool {
    let is_in_path = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
    text.bytes().all(is_in_path) && text.split('.').all(|segment| !segment.is_empty())
}

fn push(segments: &mut [String], c: char) {
    if let Some(last) = segments.last_mut() {
        last.push(c);
    }
}

/// What a text is cut at, outside quotes.
#[derive(Clone, Copy)]
enum Cut {
    /// A single `|`.
    Bar,
    Comma,
    /// The first of these, once.
    Operator(&'static str),
}

fn split(text: &str, cut: Cut) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut quote = None;
    let mut from = 0;
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && text.get(at + 1..).is_some_and(|rest| rest.contains(c)) => {
                quote = Some(c);
            }
            None => {
                let rest = text.get(at..).unwrap_or_default();
                let width = match cut {
                    Cut::Bar if rest.starts_with("||") => {
                        skip = at + 2;
                        0
                    }
                    Cut::Bar => usize::from(c == '|'),
                    Cut::Comma => usize::from(c == ','),
                    Cut::Operator(operator) if rest.starts_with(operator) => operator.len(),
                    Cut::Operator(_) => 0,
                };
                if width > 0 {
                    pieces.push(text.get(from..at).unwrap_or_default());
                    from = at + width;
                    skip = from;
                    if matches!(cut, Cut::Operator(_)) {
                        break;
                    }
                }
            }
        }
    }
    pieces.push(text.get(from..).unwrap_or_default());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_path_and_fallback_of_many_tools() {
        for (inside, path, fallback) in [
            (" first_name ", "first_name", ""),
            ("firstName|there", "firstName", "there"),
            ("firstName | there", "firstName", "there"),
            ("FIRST_NAME | \"friend\"", "FIRST_NAME", "friend"),
            ("contact.first_name|Hey you", "contact.first_name", "Hey you"),
            (" first_name | default: 'friend' ", "first_name", "friend"),
            ("first_name|default:\"friend\"", "first_name", "friend"),
            ("first_name|default:''", "first_name", ""),
            ("first_name|default", "first_name", ""),
            ("first_name | capitalize", "first_name", ""),
            ("first_name | capitalize | default: 'a|b'", "first_name", "a|b"),
            ("first_name | truncate: 10", "first_name", ""),
            ("contact.firstname|default(\"there\", true)", "contact.firstname", "there"),
            ("personalization_token('contact.firstname', 'there')", "contact.firstname", "there"),
            ("person|lookup:'First Name'|default:'x'", "person", "x"),
            ("lead.First Name:default=there", "lead.First Name", "there"),
            ("lead.First Name", "lead.First Name", ""),
            ("default first_name \"there\"", "first_name", "there"),
            ("capitalize first_name", "first_name", ""),
            ("- first_name -", "first_name", ""),
            ("& first_name", "first_name", ""),
            (".Subscriber.FirstName", "Subscriber.FirstName", ""),
            ("$json.name || 'team'", "$json.name", "team"),
            ("$json.name ?? \"\"", "$json.name", ""),
            ("$json['First Name']", "$json.First Name", ""),
            ("$('Some node').first().json.name", "json.name", ""),
            ("$node[\"A b\"].json[\"x\"]", "$node.A b.json.x", ""),
            ("$json.a ? $json.a : 'b'", "$json.a", "$json.a : 'b'"),
            ("lead.name or 'there'", "lead.name", "there"),
            ("name if name else 'there'", "name", "there"),
            ("${first_name} | default: 'there'", "first_name", "there"),
            ("IIF(EMPTY(FirstName), \"there\", FirstName)", "FirstName", "there"),
            ("v(@first_name)", "first_name", ""),
            ("if(contact.name = \"\", \"friend\", contact.name)", "contact.name", "friend"),
            ("'literal'", "", ""),
            ("1", "1", ""),
            ("pm:unsubscribe", "pm:unsubscribe", ""),
            ("", "", ""),
        ] {
            let expected = Expression { path: path.into(), fallback: (!fallback.is_empty()).then(|| fallback.into()) };
            assert_eq!(read(inside), expected, "{inside}");
        }
    }
}
