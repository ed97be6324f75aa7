//! Ways to reach a person that a text names: numbers, addresses, calendars, an invitation to reply.

use super::{Message, shapes};
use crate::copy::bytes::{self, Letters};
use crate::copy::phrases::PhraseIndex;
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
    if bytes::find(text.as_bytes(), 0, |byte| byte.is_ascii_digit()).is_some() {
        for (kind, ranges) in [(ContactKind::Phone, shapes::phones(text)), (ContactKind::Postal, shapes::postal(text))]
        {
            for range in ranges.into_iter().filter(|range| !in_link(range.start)) {
                add(kind, range);
            }
        }
    }
    for range in shapes::emails(text) {
        add(ContactKind::Email, range);
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
    let known = host.is_some_and(|host| {
        let heads = CALENDARS.iter().filter_map(|known| host.strip_suffix(known));
        heads.into_iter().any(|head| head.is_empty() || head.ends_with('.'))
    });
    known || by_tag(url) == Some(ContactKind::Booking) || url.contains("outlook.office365.com/owa/calendar")
}

/// The contact that a tag fills in, told by its name.
fn by_tag(path: &str) -> Option<ContactKind> {
    let letters = Letters::of(path);
    let has = |marks: &[&str]| marks.iter().any(|mark| letters.may_hold(mark) && path.contains(mark));
    if has(&[
        "calendar",
        "calendly",
        "bookinglink",
        "booking link",
        "meeting_link",
        "meetinglink",
        "meeting link",
        "schedule_link",
    ]) {
        return Some(ContactKind::Booking);
    }
    if has(&["address"]) && !has(&["email", "ip_address", "web", "channel"]) {
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
