//! Ways to reach a person that a text names: numbers, addresses, calendars, an invitation to reply.

use super::Message;
use crate::copy::phrases::PhraseIndex;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Which.
    pub kind: ContactKind,
    /// Where, in the visible text.
    pub range: Range<usize>,
}

/// Which way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactKind {
    /// A phone number.
    Phone,
    /// An email address.
    Email,
    /// A postal address: a street and its number, a postbox, a postcode with its place, or a tag that fills one in.
    Postal,
    /// A link or tag to book a time.
    Booking,
    /// An invitation to answer: "just reply".
    Reply,
}

/// Hosts that let people book a time.
const CALENDARS: &[&str] = &[
    "calendly.com",
    "cal.com",
    "savvycal.com",
    "meetings.hubspot.com",
    "chilipiper.com",
    "acuityscheduling.com",
    "youcanbook.me",
    "tidycal.com",
    "oncehub.com",
    "appointlet.com",
    "zcal.co",
    "koalendar.com",
    "calendar.app.google",
    "setmore.com",
    "simplybook.me",
    "fresha.com",
    "picktime.com",
    "doodle.com",
    "book.squareup.com",
    "zeeg.me",
    "appointments.google.com",
];

/// Every way to reach a person, in the order of the text.
pub(super) fn contacts(message: &Message<'_>) -> Vec<Contact> {
    let text = message.text();
    let mut found = Vec::new();
    let mut add = |kind, range| found.push(Contact { kind, range });
    let links = message.links();
    let in_link = |at: usize| {
        let before = links.partition_point(|link| link.range.start <= at).checked_sub(1).and_then(|i| links.get(i));
        before.is_some_and(|link| link.range.contains(&at) && link.url.contains('/'))
    };
    if text.contains(|c: char| c.is_ascii_digit()) {
        for hit in PHONE.iter().flat_map(|phone| phone.find_iter(text)) {
            if is_phone(text, &hit.range()) && !in_link(hit.start()) {
                add(ContactKind::Phone, hit.range());
            }
        }
        for hit in POSTAL.iter().flat_map(|postal| postal.find_iter(text)) {
            if !in_link(hit.start()) {
                add(ContactKind::Postal, hit.range());
            }
        }
    }
    if text.contains('@') {
        for hit in EMAIL.iter().flat_map(|email| email.find_iter(text)) {
            add(ContactKind::Email, hit.range());
        }
    }
    for link in links {
        let url = link.url.to_lowercase();
        let kind = match url.split(':').next() {
            Some("mailto") => Some(ContactKind::Email),
            Some("tel" | "sms") => Some(ContactKind::Phone),
            _ if is_calendar(&url, link.host().as_deref()) => Some(ContactKind::Booking),
            _ => None,
        };
        if let Some(kind) = kind {
            add(kind, link.range.clone());
        }
    }
    let tags = message.tags();
    let named = tags.tags.iter().map(|tag| (&tag.range, tag.path.to_lowercase()));
    let placed = tags.placeholders.iter().map(|p| (&p.range, message.slice(p.range.clone()).to_lowercase()));
    for (range, path) in named.chain(placed) {
        if let Some(kind) = by_tag(&path) {
            add(kind, range.clone());
        }
    }
    for hit in REPLY.find_in(message.folded()) {
        add(ContactKind::Reply, hit.range);
    }
    found.sort_by_key(|contact| (contact.range.start, contact.range.end));
    found
}

fn is_calendar(url: &str, host: Option<&str>) -> bool {
    let known =
        host.is_some_and(|host| CALENDARS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}"))));
    known || by_tag(url) == Some(ContactKind::Booking) || url.contains("outlook.office365.com/owa/calendar")
}

/// The contact that a tag fills in, told by its name.
fn by_tag(path: &str) -> Option<ContactKind> {
    let has = |marks: &[&str]| marks.iter().any(|mark| path.contains(mark));
    if has(&[
        "calendar",
        "calendly",
        "booking_",
        "bookinglink",
        "booking link",
        "meeting_link",
        "meetinglink",
        "meeting link",
        "schedule_link",
    ]) {
        return Some(ContactKind::Booking);
    }
    if has(&["address"]) && !has(&["email", "ip_address", "web"]) {
        return Some(ContactKind::Postal);
    }
    if has(&[
        "sender", "owner", "agent", "my", "company", "rep", "office", "support", "business", "callback", "provider",
    ]) {
        if has(&["phone", "mobile", "telephone"]) {
            return Some(ContactKind::Phone);
        }
        if has(&["email"]) {
            return Some(ContactKind::Email);
        }
    }
    None
}

/// Whether what looks like a phone number is one, and no date, price, card or order number.
fn is_phone(text: &str, range: &Range<usize>) -> bool {
    let number = text.get(range.clone()).unwrap_or_default();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let glued = before.ends_with(|c: char| c.is_alphanumeric() || "#$€£_/=.,".contains(c))
        || behind.starts_with(|c: char| c.is_alphanumeric() || "%_".contains(c));
    if !(7..=15).contains(&digits) || glued || DATE.as_ref().is_some_and(|date| date.is_match(number)) {
        return false;
    }
    let tail: String =
        before.chars().rev().take(16).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
    let named =
        ["call", "phone", "tel", "text", "dial", "mobile", "cell", "fax", "anruf", "ring", "whatsapp", "number", "at "]
            .iter()
            .any(|word| tail.contains(word));
    let parted = number.contains(['(', ')']) || number.matches(['-', '.', ' ']).count() > 1;
    number.starts_with('+') || named || (parted && digits >= 9)
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"\+?\(?[0-9][0-9 ().\u{a0}/-]{5,22}[0-9]"));
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"^(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}\s?-\s?(?:19|20)[0-9]{2}$)",
    )
});
static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){1,6}")
});

/// Streets with their numbers in the ways of several countries, postboxes, and postcodes that cannot be anything else.
static POSTAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?x)
        \b[0-9]{1,6}[A-Za-z]?\s+(?:(?:[NSEW]|North|South|East|West)\.?\s+)?(?:[A-Z0-9][\w'’.-]{0,30}\s+){1,4}
            (?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Sq|Square|Pkwy|Parkway|Hwy|Highway|Terrace|Crescent|Way)\b
        |\b[0-9]{1,6}\s+Broadway\b
        |\bP\.?\s?O\.?\s+Box\s+[0-9]+ | \bPostfach\s+[0-9]+ | \bPostbus\s+[0-9]+ | \bApartado\s+[0-9]+
        |,\s*[A-Z]{2}\s+[0-9]{5}(?:-[0-9]{4})?\b
        |\b[A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9][A-Z]{2}\b
        |\b[A-Z][0-9][A-Z]\s[0-9][A-Z][0-9]\b
        |\b\p{L}{1,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|straat|laan|plein|gracht|kade)\s+[0-9]{1,4}\b
        |\b[0-9]{1,4},?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|chemin|quai|allée|impasse)\s+\p{L}
        |\b(?:Calle|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Travessa|Praça)\s+[\p{L}\s.']{2,40}?,?\s*(?:n[º°.]?\s*)?[0-9]{1,4}\b",
    )
});

static REPLY: LazyLock<PhraseIndex> = LazyLock::new(|| {
    let phrases: Vec<String> = REPLIES.iter().map(|phrase| (*phrase).to_owned()).collect();
    PhraseIndex::new(&[("reply", &phrases)])
});

const REPLIES: &[&str] = &[
    "(reply|respond) to (this|me|my) …",
    "(reply|respond) (to this|to me|here|directly|back|anytime|any time|whenever)",
    "(just|simply|feel free to|please|you can|you can also|you can always|only) (reply|respond|write back|answer)",
    "hit reply",
    "press reply",
    "reply (yes|no|y|with|and|if|when|to let)",
    "by reply",
    "reply to this email",
    "write (me|us) back",
    "write back",
    "email me",
    "email us",
    "(call|text|ring) (me|us)",
    "(drop|send|shoot) (me|us) a (line|note|message|text|reply)",
    "(antworten sie|antworte) (einfach|mir|uns|auf|direkt)",
    "einfach antworten",
    "auf diese (mail|email|nachricht)",
    "schreib (mir|uns)",
    "schreiben sie (mir|uns)",
    "(répondez|réponds|répondre) (à|simplement|directement)",
    "écrivez (moi|nous)",
    "(responde|responda|responder) (a este|a este|este|directamente|simplemente)",
    "(rispondi|risponda|rispondere) (a questa|a questo|pure|direttamente)",
    "(beantwoord|reageer op) (deze|dit)",
    "(responda|responde) (a este|este|diretamente)",
    "!(do not|not|never) (reply|respond)",
    "!(reply|respond) (to this|) (stop|end)",
    "!reply (with|) stop",
];
