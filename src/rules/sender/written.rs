//! Whether a text shows where its sender can be found: a postal address, a number to call.

use regex::{Regex, RegexSet};
use std::sync::OnceLock;

/// Whether a text shows a postal address, or a field that is named for one.
pub(super) fn has_postal_address(text: &str) -> bool {
    static ADDRESS: OnceLock<Option<RegexSet>> = OnceLock::new();
    let shows = ADDRESS.get_or_init(|| RegexSet::new(ADDRESSES).ok()).as_ref().is_some_and(|set| set.is_match(text));
    shows || field(text, "addr")
}

/// Whether a text shows a telephone number, or a field that is named for one.
pub(super) fn has_phone_number(text: &str) -> bool {
    static PHONE: OnceLock<Option<Regex>> = OnceLock::new();
    let shows = PHONE.get_or_init(|| Regex::new(NUMBER).ok()).as_ref().is_some_and(|number| number.is_match(text));
    shows || field(text, "phone") || field(text, "mobile")
}

/// Whether a merge tag of any syntax holds `word`; fields of the recipient's own email address do not count.
fn field(text: &str, word: &str) -> bool {
    static FIELD: OnceLock<Option<Regex>> = OnceLock::new();
    let Some(fields) = FIELD.get_or_init(|| Regex::new(TAG).ok()) else { return false };
    fields
        .find_iter(text)
        .map(|tag| tag.as_str().to_lowercase())
        .any(|tag| tag.contains(word) && !["email", "e-mail", "e_mail"].iter().any(|mail| tag.contains(mail)))
}

/// A merge tag, roughly: what stands between delimiters on one line.
const TAG: &str =
    r"(?:\{+[^{}\n]{1,80}\}+|\*\|[^|\n]{1,80}\|\*|%%?[\w.:= ()@-]{1,60}%%?|\[[\w.,:= -]{1,60}\]|##[\w.-]{1,60}##)";

/// Seven digits and more, in groups.
const NUMBER: &str =
    r"(?:\+|\b)\d{1,4}[ ./-]?(?:\(\d{1,5}\)[ ./-]?)?\d{2,5}(?:[ ./-]?\d{2,5}){1,4}\b|\(\d{3}\) ?\d{3}-\d{4}";

/// How addresses are written, where they can be told from other text.
const ADDRESSES: &[&str] = &[
    // ... San Francisco, CA 94105
    r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?(?:\b|_)",
    // ... Toronto, ON M5V 2T6
    r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b",
    // ... London N1 7QT
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    // 10115 Berlin
    r"\b\d{5}\s+\p{Lu}\p{Ll}+",
    // 12 Canal Row
    r"\b\d{1,5}[a-zA-Z]?\s+(?:\p{Lu}[\p{L}.'’-]*\s+){1,4}(?i:st|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|dr|drive|way|ct|court|sq|square|pl|place|row|terrace|hwy|highway|pkwy|parkway|crescent|quay|close|mews)\b",
    r"(?i)(?:\b|_)p\.? ?o\.? ?box\s+\d+",
    // Lange Straße 5, Hauptstr. 7
    r"(?i)\p{L}*(?:straße|strasse|str\.|gasse|platz|allee|straat|gata|gade|weg)\s+\d+",
    // 3 rue de la Paix, Calle Mayor 5, Via Roma 1
    r"(?i)\b\d+,?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|chemin|quai|allée)\s+\p{L}",
    r"(?i)\b(?:calle|avenida|plaza|paseo|via|piazza|corso|rua|praça)\s+\p{L}[\p{L} .'’-]{1,40},?\s+\d+",
];

#[cfg(test)]
mod tests {
    use super::{has_phone_number, has_postal_address};

    #[test]
    fn addresses_are_seen_where_they_stand() {
        for shown in [
            "Agency, 9 Main St, New York, NY 10001",
            "Hot Yoga Studio, 1 Main St",
            "4 Canal Row, London N1 7QT",
            "88 Queen Street West, Toronto, ON M5H 2N2",
            "Lange Straße 5, 10115 Berlin",
            "3 rue de la Paix, 75002 Paris",
            "PO Box 77, Wellington",
            "*|LIST:ADDRESS|*",
            "{{ organization.full_address }}",
            "%%Member_Addr%%",
            "{self.mailing_address}",
            "_PO Box 1177 Fort Collins, CO 80522_",
        ] {
            assert!(has_postal_address(shown), "{shown}");
        }
        for other in [
            "Our 2026 Spring Sale has 12 offers.",
            "Call +1 415 555 0100 or come by.",
            "We have 1000 members on the way to 2000.",
            "Your address: {{ contact.email_address }}",
            "Save 20 % at 10:00.",
        ] {
            assert!(!has_postal_address(other), "{other}");
        }
    }

    #[test]
    fn numbers_to_call_are_seen() {
        for shown in ["call +44 20 7946 0100", "on 415-555-0100", "(415) 555-0100", "030 123 4567", "{{ owner.phone }}"]
        {
            assert!(has_phone_number(shown), "{shown}");
        }
        for other in ["in 2026 we had 12 classes", "20 % off until 31.12.", "at 10:00 or 11:30", "{{ first_name }}"] {
            assert!(!has_phone_number(other), "{other}");
        }
    }
}
