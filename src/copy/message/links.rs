//! Where a message leads.

use super::Message;
use crate::copy::bytes::Letters;
use crate::copy::html::Visible;
use crate::copy::tags::{self, Field};
use std::ops::Range;

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// Its words in the visible text; the address itself where it is written out.
    pub range: Range<usize>,
    /// Where the address stands in the body as written.
    pub source: Range<usize>,
}

/// Hosts that shorten anybody's links, so that carriers and readers trust none.
const SHORTENERS: &[&str] = &[
    "bit.ly",
    "t.co",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rebrand.ly",
    "cutt.ly",
    "tiny.cc",
    "rb.gy",
    "shorturl.at",
    "t.ly",
    "bl.ink",
    "lnkd.in",
    "v.gd",
    "s.id",
    "soo.gd",
    "adf.ly",
    "bit.do",
    "dlvr.it",
    "trib.al",
    "short.io",
    "shrtco.de",
    "ouo.io",
    "tr.im",
    "u.to",
    "x.co",
    "qr.ae",
    "snip.ly",
    "clck.ru",
    "shorte.st",
    "j.mp",
    "bitly.com",
    "urlz.fr",
];

impl Link {
    /// The host in lower case, without `www.`; none where a tag fills it in, or for mail and phone.
    pub fn host(&self) -> Option<String> {
        let behind = match self.url.split_once("://") {
            Some((_, behind)) => behind,
            None if self.url.contains(':') && !self.url.starts_with("www.") => return None,
            None => &self.url,
        };
        let host = behind.split(['/', '?', '#']).next()?;
        let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let named = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        named.then(|| host.to_owned())
    }

    /// Whether it goes out unencrypted.
    pub fn is_plain_http(&self) -> bool {
        self.url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    }

    /// Whether its host is a public shortener.
    pub fn is_shortened(&self) -> bool {
        self.host().is_some_and(|host| SHORTENERS.contains(&host.as_str()))
    }

    /// Whether its address shows that it leads to a way out.
    pub fn is_opt_out(&self) -> bool {
        let lower = self.url.to_lowercase();
        let letters = Letters::of(&lower);
        ["unsub", "opt-out", "optout", "opt_out", "abmelde", "desinscri", "désinscri", "afmelden", "uitschrijven"]
            .iter()
            .any(|mark| letters.may_hold(mark) && lower.contains(mark))
            || (tags::may_hold_tags(&self.url)
                && tags::scan(&self.url).tags.iter().any(|tag| tag.field == Field::OptOut))
    }
}

/// Every link of a message, in the order of the text.
pub(super) fn links(message: &Message<'_>) -> Vec<Link> {
    let text = message.text();
    let mut links: Vec<Link> = message
        .rendered()
        .map_or(&[][..], Visible::links)
        .iter()
        .filter(|link| !link.href.is_empty() && !link.href.starts_with('#'))
        .map(|link| Link { url: link.href.clone(), range: link.range.clone(), source: link.href_source.clone() })
        .collect();
    let markup: Vec<Range<usize>> = links.iter().map(|link| link.range.clone()).collect();
    let mut next = 0;
    for range in addresses(text) {
        while markup.get(next).is_some_and(|link| link.end <= range.start) {
            next += 1;
        }
        // The words of a link are not a second one.
        if markup.get(next).is_none_or(|link| link.start >= range.end) {
            let url = text.get(range.clone()).unwrap_or_default().to_owned();
            links.push(Link { url, source: message.source(range.clone()), range });
        }
    }
    links.sort_by_key(|link| (link.range.start, link.range.end));
    links
}

/// Addresses that are written out.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let is_scheme = |at: usize| bytes.get(at + 1..).is_some_and(|behind| behind.starts_with(b"//"));
    let marks = || memchr::memchr2_iter(b'.', b':', bytes).filter(|at| bytes.get(*at) == Some(&b'.') || is_scheme(*at));
    let names_a_host = |at: usize| text.get(at + 1..).unwrap_or_default().starts_with(char::is_alphanumeric);
    if !marks().any(|at| bytes.get(at) == Some(&b':') || names_a_host(at)) {
        return found;
    }
    let mut behind = 0;
    for mark in marks() {
        if mark < behind {
            continue;
        }
        let head = text.get(behind..mark).unwrap_or_default();
        let start = head.char_indices().rfind(|(_, c)| parts(*c)).map_or(behind, |(at, c)| behind + at + c.len_utf8());
        let rest = text.get(mark..).unwrap_or_default();
        behind = rest.find(parts).map_or(text.len(), |length| mark + length);
        let address = address_in(text.get(start..behind).unwrap_or_default());
        found.extend(address.map(|address| start + address.start..start + address.end));
    }
    found
}

/// The address in a token that holds a `.` or a `://`.
fn address_in(token: &str) -> Option<Range<usize>> {
    let from = address_start(token)?;
    let url = token.get(from..)?;
    let url = [")[", "](", "]http"].iter().fold(url, |url, mark| url.split_once(mark).map_or(url, |(url, _)| url));
    let length = trimmed(url);
    (length > 8 || (length > 0 && !url.contains("://"))).then(|| from..from + length)
}

/// Whether no address goes on behind this character.
fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|')
}

fn address_start(token: &str) -> Option<usize> {
    let bytes = token.as_bytes();
    let starts = |at: usize, mark: &str| {
        bytes.get(at..at + mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()))
    };
    let border = |at: usize| at == 0 || bytes.get(at - 1).is_some_and(|b| !b.is_ascii_alphanumeric());
    let is_scheme = |at: &usize| bytes.get(*at..).is_some_and(|behind| behind.starts_with(b"://"));
    if let Some(scheme) = memchr::memchr_iter(b':', bytes).find(is_scheme) {
        return [
            scheme.checked_sub(5).filter(|at| starts(*at, "https")),
            scheme.checked_sub(4).filter(|at| starts(*at, "http")),
        ]
        .into_iter()
        .flatten()
        .next();
    }
    let from = token.find(|c: char| c.is_alphanumeric())?;
    let named = token.get(from..)?;
    let host = named.split('/').next()?;
    // A host alone leads nowhere, and this is told soonest.
    let shortened = if host.is_ascii() {
        named.len() > host.len() + 1 && SHORTENERS.iter().any(|known| known.eq_ignore_ascii_case(host))
    } else {
        let host = host.to_lowercase();
        SHORTENERS.contains(&host.as_str()) && named.get(host.len()..)?.len() > 1
    };
    ((starts(from, "www.") && border(from)) || shortened).then_some(from)
}

/// Length of an address without the marks of the sentence around it. Braces of a tag stay.
fn trimmed(url: &str) -> usize {
    let count = |mark: char| url.matches(mark).count();
    let open = [count('('), count('['), count('{')];
    let mut closed = [count(')'), count(']'), count('}')];
    let mut end = url.len();
    for (at, last) in url.char_indices().rev() {
        let mark = match [')', ']', '}'].iter().position(|close| *close == last) {
            Some(kind) => match (open.get(kind), closed.get_mut(kind)) {
                (Some(open), Some(closed)) if *closed > *open => {
                    *closed -= 1;
                    true
                }
                _ => false,
            },
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '”' | '*' | '_'),
        };
        if !mark {
            break;
        }
        end = at;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The addresses, told by a look at each token.
    fn plain(text: &str) -> Vec<Range<usize>> {
        let names_a_host = |(at, _): (usize, &str)| text[at + 1..].starts_with(char::is_alphanumeric);
        if !text.contains("://") && !text.match_indices('.').any(names_a_host) {
            return Vec::new();
        }
        let at = |token: &str| token.as_ptr() as usize - text.as_ptr() as usize;
        text.split(parts)
            .filter(|token| token.contains('.') || token.contains("://"))
            .filter_map(|token| address_in(token).map(|address| at(token) + address.start..at(token) + address.end))
            .collect()
    }

    proptest! {
        #[test]
        fn addresses_are_found_from_their_marks(
            text in r#"([ab.:/ <>"|é\n\u{3000}]|http|HTTPS|://|www\.|bit\.ly/|BIT\.LY|\(){0,20}"#
        ) {
            prop_assert_eq!(addresses(&text), plain(&text));
        }
    }

    #[test]
    fn a_mark_alone_is_no_address() {
        for text in ["www.//x", "a. b: c", "://", "http://", "www", "."] {
            assert!(addresses(text).is_empty(), "{text}");
        }
        assert_eq!(addresses("www. a.b").first(), Some(&(0..3)));
    }
}
