//! What a person should have filled in and did not.
//!
//! A closed vocabulary: brackets hold footnotes, buttons, lists' names and much else, and only words that name a field
//! make a placeholder.

use super::{Field, PlaceholderKind, is_name};

/// Words that name what stands in brackets.
const FIELD_WORDS: &[&str] = &[
    "name",
    "first",
    "last",
    "full",
    "firstname",
    "lastname",
    "fullname",
    "company",
    "business",
    "organization",
    "organisation",
    "brand",
    "product",
    "service",
    "client",
    "customer",
    "prospect",
    "recipient",
    "contact",
    "person",
    "lead",
    "agent",
    "founder",
    "sender",
    "rep",
    "manager",
    "title",
    "job",
    "role",
    "position",
    "industry",
    "city",
    "town",
    "location",
    "address",
    "street",
    "phone",
    "number",
    "email",
    "website",
    "url",
    "link",
    "date",
    "day",
    "time",
    "month",
    "amount",
    "price",
    "topic",
    "competitor",
    "connection",
    "mutual",
    "pain",
    "point",
    "problem",
    "benefit",
    "result",
    "metric",
    "percentage",
    "signature",
    "calendar",
    "booking",
    "similar",
    "specific",
    "value",
    "prop",
    "proposition",
    "department",
    "school",
    "store",
    "shop",
    "agency",
    "outcome",
    "use",
    "case",
    "study",
    "website",
    "meeting",
    "event",
    "webinar",
];

/// Whose name may stand in brackets: "[Patient Name]".
const PEOPLE: &[&str] = &[
    "sponsor",
    "investor",
    "partner",
    "patient",
    "student",
    "donor",
    "guest",
    "member",
    "candidate",
    "employee",
    "host",
    "speaker",
    "friend",
    "colleague",
    "referrer",
    "tenant",
    "teacher",
    "doctor",
    "parent",
    "volunteer",
    "owner",
];

/// Words that make sense alone in brackets only as the name of a field.
const ALONE: &[&str] = &[
    "name",
    "firstname",
    "lastname",
    "fullname",
    "company",
    "business",
    "brand",
    "product",
    "service",
    "client",
    "customer",
    "prospect",
    "recipient",
    "title",
    "role",
    "position",
    "industry",
    "city",
    "location",
    "link",
    "url",
    "website",
    "date",
    "day",
    "time",
    "month",
    "amount",
    "price",
    "topic",
    "competitor",
    "benefit",
    "result",
    "metric",
    "signature",
    "phone",
    "agency",
    "number",
    "outcome",
];

/// What may follow "your" in brackets without being a button or a link.
const YOURS: &[&str] = &[
    "name",
    "first",
    "last",
    "full",
    "company",
    "title",
    "job",
    "role",
    "position",
    "phone",
    "number",
    "email",
    "address",
    "website",
    "signature",
    "calendar",
    "link",
    "product",
    "service",
    "brand",
    "business",
    "industry",
    "city",
    "agency",
    "organization",
    "value",
    "proposition",
    "specific",
    "problem",
    "pain",
    "point",
    "url",
    "contact",
    "info",
    "information",
];

/// Elements of HTML whose names are field words too.
const ELEMENTS: &[&str] = &["title", "link", "address", "time", "data", "code", "a", "b", "i", "p", "u", "s", "q"];

/// What text in square brackets stands for, where it is a placeholder.
pub(super) fn bracketed(inside: &str) -> Option<(PlaceholderKind, Field)> {
    let field = Field::of(inside);
    if inside == "X" || inside == "XX" {
        return Some((PlaceholderKind::Blank, field));
    }
    let words = words_of(inside)?;
    let (first, rest) = words.split_first()?;
    let all_in = |list: &[&str], words: &[String]| words.iter().all(|word| list.contains(&word.as_str()));
    let instructs = match first.as_str() {
        "insert" => !rest.is_empty() && rest.first().is_none_or(|word| word != "coin"),
        "enter" | "add" | "fill" | "put" | "replace" => {
            rest.len() > 1
                && rest.iter().any(|word| FIELD_WORDS.contains(&word.as_str()) || word == "your" || word == "here")
                && rest.first().is_none_or(|word| word != "to")
        }
        "your" | "their" | "my" => !rest.is_empty() && all_in(YOURS, rest),
        _ => false,
    };
    if instructs {
        return Some((PlaceholderKind::Instruction, field));
    }
    let is_label = |word: &String| FIELD_WORDS.contains(&word.as_str()) || PEOPLE.contains(&word.as_str());
    let names = match words.as_slice() {
        [only] => ALONE.contains(&only.as_str()),
        [whose @ .., last] if last == "name" => whose.iter().all(is_label),
        words => all_in(FIELD_WORDS, words),
    };
    names.then_some((PlaceholderKind::Bracket, field))
}

/// What text in angle brackets stands for, where it is a placeholder and no element of HTML.
pub(super) fn angled(inside: &str) -> Option<Field> {
    let (kind, field) = bracketed(inside)?;
    let lower = inside.to_lowercase();
    let telling = inside.contains([' ', '_']) || inside.starts_with(char::is_uppercase) || field.is_name();
    (telling && kind != PlaceholderKind::Blank && !ELEMENTS.contains(&lower.as_str())).then_some(field)
}

/// The words of a label, lower case; none where it holds what no label does.
fn words_of(inside: &str) -> Option<Vec<String>> {
    let plain = inside.chars().all(|c| is_name(c) || " -/'’#&".contains(c));
    if !plain || inside.starts_with(' ') || inside.is_empty() {
        return None;
    }
    let mut words = Vec::new();
    for word in inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        // `FirstName` is two words, `FIRST` one.
        let mut from = 0;
        let mut before = ' ';
        for (at, c) in word.char_indices() {
            if c.is_uppercase() && before.is_lowercase() {
                words.push(word.get(from..at)?.to_lowercase());
                from = at;
            }
            before = c;
        }
        words.push(word.get(from..)?.to_lowercase());
    }
    words.retain(|word| !word.bytes().all(|b| b.is_ascii_digit()));
    (words.len() <= 8).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_hold_placeholders_only_where_their_words_name_a_field() {
        for inside in [
            "Name",
            "First Name",
            "Patient Name",
            "Sponsor Contact Name",
            "FirstName",
            "FIRST_NAME",
            "Company",
            "Product Name",
            "Similar Company",
            "X",
        ] {
            assert!(bracketed(inside).is_some_and(|(kind, _)| kind != PlaceholderKind::Instruction), "{inside}");
        }
        for inside in
            ["Your Name", "INSERT LINK HERE", "insert date", "your company", "Enter your name", "add link here"]
        {
            assert!(bracketed(inside).is_some_and(|(kind, _)| kind == PlaceholderKind::Instruction), "{inside}");
        }
        for inside in [
            "1",
            "x",
            " ",
            "IMG",
            "SHOP NOW",
            "URGENT!",
            "sic",
            "...",
            "Your account",
            "Add to cart",
            "here",
            "EXTERNAL",
            "mailto:a@b.example",
            "Update Preferences",
            "Enter to win",
            "first",
            "last",
            "",
            "Read more",
            "Partner Program",
            "Member Number",
        ] {
            assert_eq!(bracketed(inside), None, "{inside}");
        }
        assert_eq!(angled("First Name"), Some(Field::FirstName));
        assert_eq!(angled("Company"), Some(Field::Company));
        for element in ["title", "Address", "a href", "email", "p", "link", "time", "number"] {
            assert_eq!(angled(element), None, "{element}");
        }
    }
}
