//! The markup that most bodies are made of, read without a parser.
//!
//! Owns elements, their attributes, comments and declarations, as the tokens of HTML define them, where none of them asks
//! for more. What does is left to the parser, which then reads the whole body: scripts, drawings and formulas, elements
//! whose text is no markup (but styles and titles), a bracket that opens nothing, and whatever is not ended. A property
//! test holds that both read the same.

use super::{Closing, Hiding, Reader, decode, is_hidden};
use std::borrow::Cow;
use std::ops::Range;

/// Elements open at a time; what is nested deeper is the parser's, which finds the end of an element sooner.
const MOST_OPEN: usize = 64;

/// Reads a body; none where it takes a parser.
pub(super) fn read(body: &str, hiding: Hiding) -> Option<Reader> {
    let mut walk = Walk { body, hiding, reader: Reader::default(), open: Vec::new() };
    walk.reader.text.reserve(body.len());
    let mut at = 0;
    while let Some(length) = body.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        walk.words(at..at + length);
        at = walk.markup(at + length)?;
    }
    walk.words(at..body.len());
    walk.reader.close_link();
    Some(walk.reader)
}

struct Walk<'a> {
    body: &'a str,
    hiding: Hiding,
    reader: Reader,
    /// The elements that are open, the innermost last: its name, and what is to be done where it ends.
    open: Vec<(&'a str, Option<Closing>)>,
}

/// A tag as it is written.
#[derive(Default)]
struct Tag<'a> {
    name: &'a str,
    /// Offset behind it.
    end: usize,
    attributes: Attributes<'a>,
}

/// The attributes that count, each as it stands first. One without a value has an empty one.
#[derive(Default)]
struct Attributes<'a> {
    hidden: Option<&'a str>,
    style: Option<&'a str>,
    class: Option<&'a str>,
    id: Option<&'a str>,
    href: Option<&'a str>,
    /// Where the value of `href` stands, if it has one.
    href_source: Option<Range<usize>>,
}

impl Walk<'_> {
    fn words(&mut self, range: Range<usize>) {
        if self.reader.hidden == 0 {
            self.reader.words(self.body.get(range.clone()).unwrap_or_default(), range.start);
        }
    }

    /// Reads what starts with the bracket at `at`; gives the offset behind it.
    fn markup(&mut self, at: usize) -> Option<usize> {
        let behind = self.body.get(at + 1..)?;
        match behind.as_bytes() {
            [b'!', b'-', b'-', ..] => {
                let inside = behind.get(3..)?;
                let comment = inside.get(..inside.find("-->")?)?;
                let ends_sooner = inside.starts_with(['>']) || inside.starts_with("->") || comment.contains("--!>");
                (!ends_sooner).then_some(at + 4 + comment.len() + 3)
            }
            [b'!', rest @ ..] => Some(at + 2 + memchr::memchr(b'>', rest)? + 1),
            [b'/', first, ..] if first.is_ascii_alphabetic() => self.end(at),
            [first, ..] if first.is_ascii_alphabetic() => self.start(at),
            _ => None,
        }
    }

    fn start(&mut self, at: usize) -> Option<usize> {
        let tag = tag(self.body, at + 1)?;
        let name = lower(tag.name);
        if takes_parser(&name) {
            return None;
        }
        let attributes = &tag.attributes;
        let attribute = |name: &str| attributes.by_name(name).map(Cow::Borrowed);
        let hiding = self.hiding;
        let hides = |before: &str| hiding == Hiding::Heeded && is_hidden(&name, before, attribute);
        let href = attributes.href.zip(attributes.href_source.clone());
        let href = href.map(|(href, source)| (decode(href.trim()).into_owned(), source));
        let closing = self.reader.open(&name, tag.end, href, hides);
        if is_void(&name) {
            return Some(tag.end);
        }
        if self.open.len() == MOST_OPEN {
            return None;
        }
        self.reader.hidden += usize::from(closing.is_some_and(|closing| closing.hides));
        self.open.push((tag.name, closing));
        // The text of these is no markup, up to their end tag.
        if matches!(&*name, "style" | "title") { self.raw(&name, tag.end) } else { Some(tag.end) }
    }

    /// Where the end tag of `name` starts, from `at` on.
    fn raw(&self, name: &str, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let ends = |at: &usize| {
            let behind = bytes.get(at + 1..).unwrap_or_default();
            let named = behind.get(1..=name.len()).is_some_and(|named| named.eq_ignore_ascii_case(name.as_bytes()));
            let whole = behind.get(name.len() + 1).is_some_and(|b| ends_name(*b));
            behind.first() == Some(&b'/') && named && whole
        };
        memchr::memchr_iter(b'<', bytes.get(at..)?).map(|length| at + length).find(ends)
    }

    /// An end tag ends the innermost element of its name and all in it; without one it ends nothing.
    fn end(&mut self, at: usize) -> Option<usize> {
        let tag = tag(self.body, at + 2)?;
        if let Some(index) = self.open.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(tag.name)) {
            for closing in self.open.drain(index..).rev().filter_map(|(_, closing)| closing) {
                self.reader.close(at, closing);
            }
        }
        Some(tag.end)
    }
}

impl<'a> Attributes<'a> {
    fn by_name(&self, name: &str) -> Option<&'a str> {
        match name {
            "hidden" => self.hidden,
            "style" => self.style,
            "class" => self.class,
            "id" => self.id,
            _ => None,
        }
    }

    /// Keeps an attribute, if it counts and none of its name stands before it.
    fn keep(&mut self, name: &str, value: &'a str, source: Option<Range<usize>>) {
        let first = |kept: &mut Option<&'a str>| {
            kept.get_or_insert(value);
        };
        match lower(name).as_ref() {
            "hidden" => first(&mut self.hidden),
            "style" => first(&mut self.style),
            "class" => first(&mut self.class),
            "id" => first(&mut self.id),
            "href" if self.href.is_none() => (self.href, self.href_source) = (Some(value), source),
            _ => {}
        }
    }
}

/// The tag whose name starts at `from`; none where it has no end, or odd characters where the parser looks twice.
fn tag(body: &str, from: usize) -> Option<Tag<'_>> {
    let bytes = body.as_bytes();
    let run = |at: usize, ends: fn(u8) -> bool| Some(at + bytes.get(at..)?.iter().position(|b| ends(*b))?);
    let mut at = run(from, ends_name)?;
    let mut tag = Tag { name: body.get(from..at)?, ..Tag::default() };
    while bytes.get(at) != Some(&b'>') {
        at = run(at, |b| !is_space(b))?;
        match bytes.get(at)? {
            b'>' => break,
            b'/' => at += 1,
            _ => {
                // Whatever an attribute starts with is of its name.
                let end = run(at + 1, |b| ends_name(b) || b == b'=')?;
                let name = body.get(at..end)?;
                at = run(end, |b| !is_space(b))?;
                let mut source = None;
                if bytes.get(at) == Some(&b'=') {
                    at = run(at + 1, |b| !is_space(b))?;
                    let quoted = bytes.get(at).filter(|b| matches!(b, b'"' | b'\''));
                    let (start, end) = match quoted {
                        Some(quote) => (at + 1, at + 1 + memchr::memchr(*quote, bytes.get(at + 1..)?)?),
                        None => (at, run(at, |b| is_space(b) || b == b'>')?),
                    };
                    at = end + usize::from(quoted.is_some());
                    source = (quoted.is_some() || start < end).then_some(start..end);
                }
                let value = source.clone().map_or(Some(""), |source| body.get(source))?;
                if !name.is_ascii() || value.starts_with('\u{feff}') {
                    return None;
                }
                tag.attributes.keep(name, value, source);
            }
        }
    }
    tag.end = at + 1;
    tag.name.is_ascii().then_some(tag)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\x0c')
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// A name in lower case.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

/// Whether the text of an element is read in a way of its own, or its names are.
fn takes_parser(name: &str) -> bool {
    matches!(
        name,
        "script" | "textarea" | "plaintext" | "iframe" | "xmp" | "noembed" | "noframes" | "noscript" | "svg" | "math"
    )
}

/// Whether an element has no end tag.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether both readers read the same; whether the body took no parser.
    fn agree(body: &str) -> bool {
        [Hiding::Heeded, Hiding::Ignored].map(|hiding| {
            let Some(own) = read(body, hiding) else { return false };
            let parsed = super::super::parsed(body, hiding).expect("the parser reads every body");
            assert_eq!(own.text, parsed.text, "{body:?}");
            assert_eq!(own.offsets, parsed.offsets, "{body:?}");
            assert_eq!(own.links, parsed.links, "{body:?}");
            assert_eq!(own.hidden, parsed.hidden, "{body:?}");
            true
        }) == [true; 2]
    }

    #[test]
    fn common_markup_takes_no_parser() {
        for body in [
            "Hi <a href=\"https://x.example\">there</a> you",
            "<!DOCTYPE html><html><head><title>a <b> c</title><style>p > a { b: c }</style></head><body><p>x</p></body></html>",
            "<!-- a --><p class=x style='display:none'>a<br/>b &amp; c</p><!--[if mso]> <td> <![endif]-->",
            "<ul><li>a<li>b</ul></x><TABLE><TR><TD HREF=a>b</td></tr></Table><img src=x alt='y'>",
            "<div hidden>a</div><mj-text href=a/b>c</mj-text><a href= >x</a><a href>y</a><p a=b>",
        ] {
            assert!(agree(body), "{body}");
        }
    }

    #[test]
    fn what_takes_a_parser_is_left_to_it() {
        for body in
            ["<script>a</script>", "<p>a < b", "<p", "<p a='", "<!-- a", "<svg><p>", "<!--> a -->", "</>", "<?x>"]
        {
            assert!(read(body, Hiding::Heeded).is_none(), "{body}");
        }
        assert!(read(&"<b>".repeat(MOST_OPEN + 1), Hiding::Heeded).is_none());
    }

    proptest! {
        #[test]
        fn both_read_the_same(
            body in r#"([a-c é&<>/='"!-]|&amp;|&nbsp|&#39;|\n|  |</?(a|p|b|td|ul|li|div|br|title|style|mj-text|P|A)>|<!--|-->|--!>|<!|<(a|A|p|div|img)( ?(href|HREF|hidden|style|class|id|x)( ?= ?("[^"<]{0,6}"|'[ab>]{0,3}'|[a/'=]{1,3}|"display:none"|"display: none;opacity:0"|'preheader')|/| )){0,3}( |/)?>){0,20}"#
        ) {
            agree(&body);
        }
    }
}
