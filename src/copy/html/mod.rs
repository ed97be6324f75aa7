//! What a recipient sees of a body: the words of HTML, and where each stands in its source.
//!
//! Owns the way from a body to visible text. Plain text passes untouched, at the cost of one look for a tag.
//!
//! What most bodies are made of, [`markup`] reads; of anything else `lol_html` makes tokens (never a regex). It tells the byte range of every text chunk and attribute in what it was given,
//! which is what the map back is made of: fed in one piece of valid UTF-8, a chunk and its range are the same bytes.
//! Entities it leaves to us. Left out: scripts, styles, titles, comments, and elements that are hidden (`hidden`,
//! `display:none`, `visibility:hidden`); a preheader is hidden on the page and shown in the inbox, so it stays.
//! A hidden element that is never closed would swallow the rest of the body; then nothing counts as hidden.

mod entities;
mod markup;
#[cfg(test)]
mod tests;

pub use entities::decode;

use super::bytes;
use super::offsets::Offsets;
use lol_html::html_content::{Element, TextType};
use lol_html::{EndTagHandler, HtmlRewriter, Settings, doc_text, element};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// The visible text of a body.
#[derive(Clone, Debug)]
pub struct Visible<'a> {
    text: Cow<'a, str>,
    /// None for plain text: every offset is its own.
    offsets: Option<Offsets>,
    links: Vec<Link>,
}

/// A link of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, entities decoded.
    pub href: String,
    /// Where that stands in the body.
    pub href_source: Range<usize>,
    /// Its words, in the visible text.
    pub range: Range<usize>,
}

/// Reads the visible text of `body`, HTML or plain.
pub fn visible(body: &str) -> Visible<'_> {
    rendered(body).unwrap_or(Visible { text: Cow::Borrowed(body), offsets: None, links: Vec::new() })
}

/// The visible text of HTML; none of plain text, which is seen as it is written.
pub fn rendered(body: &str) -> Option<Visible<'static>> {
    if !is_html(body) {
        return None;
    }
    let read = |hiding| markup::read(body, hiding).or_else(|| parsed(body, hiding));
    let mut reader = read(Hiding::Heeded)?;
    if reader.hidden > 0 {
        reader = read(Hiding::Ignored)?;
    }
    Some(Visible { text: Cow::Owned(reader.text), offsets: Some(reader.offsets), links: reader.links })
}

impl Visible<'_> {
    /// What a recipient sees. Blocks stand on lines of their own, paragraphs between blank lines.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the visible text stands in the body.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.as_ref().map_or(range.clone(), |offsets| offsets.source(range))
    }

    /// The links of the markup, in the order of the text. Addresses written out in the text are not among them.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Whether the body is HTML.
    pub fn is_html(&self) -> bool {
        self.offsets.is_some()
    }
}

/// Whether `body` holds a tag of HTML. Angle brackets alone (`<Company>`, `a < b`) are none.
pub fn is_html(body: &str) -> bool {
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let length = tag.bytes().take(12).take_while(|b| b.is_ascii_alphanumeric() || b"!-".contains(b)).count();
        let name = tag.get(..length).unwrap_or_default();
        let known = TAGS.iter().any(|known| known.eq_ignore_ascii_case(name));
        let ends = match tag.as_bytes().get(length) {
            Some(b'>') => true,
            Some(b'/') => tag.as_bytes().get(length + 1) == Some(&b'>'),
            // `x <b and c`: a letter alone needs its bracket, but for a link.
            Some(b) => b.is_ascii_whitespace() && (length > 1 || name.eq_ignore_ascii_case("p") || is_link(tag)),
            None => false,
        };
        if known && ends {
            return true;
        }
    }
    false
}

const TAGS: &[&str] = &[
    "p",
    "a",
    "div",
    "br",
    "span",
    "table",
    "td",
    "tr",
    "html",
    "body",
    "head",
    "!doctype",
    "b",
    "i",
    "u",
    "strong",
    "em",
    "img",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "font",
    "center",
    "style",
    "blockquote",
    "hr",
    "tbody",
    "small",
    "sup",
    "pre",
    "meta",
    "title",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "button",
    "mjml",
    "mj-text",
    "mj-body",
    "mj-section",
    "s",
    "figure",
];

fn is_link(tag: &str) -> bool {
    let head = tag.get(..40.min(tag.len())).or_else(|| tag.get(..1)).unwrap_or_default();
    tag.starts_with(['a', 'A']) && head.contains('=')
}

/// Whether styles that hide are heeded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hiding {
    Heeded,
    Ignored,
}

/// What is read so far.
#[derive(Default)]
struct Reader {
    text: String,
    offsets: Offsets,
    links: Vec<Link>,
    /// Depth of hidden elements.
    hidden: usize,
    /// The link that is open.
    open: Option<usize>,
    /// Offset behind what was read of the body.
    behind: usize,
}

/// What is to be done where an element ends.
#[derive(Clone, Copy)]
struct Closing {
    hides: bool,
    ends_link: bool,
    lines: usize,
}

/// Reads a body with the parser.
fn parsed(body: &str, hiding: Hiding) -> Option<Reader> {
    let shared = Rc::new(RefCell::new(Reader::default()));
    {
        let settings = Settings::new()
            .with_strict(false)
            .append_element_content_handler(element!("*", |element| {
                start(&shared, element, hiding);
                Ok(())
            }))
            .append_document_content_handler(doc_text!(|chunk| {
                let at = chunk.source_location().bytes();
                let mut reader = shared.borrow_mut();
                if chunk.text_type() == TextType::Data && reader.hidden == 0 {
                    reader.words(body.get(at.clone()).unwrap_or_default(), at.start);
                }
                Ok(())
            }));
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
        rewriter.write(body.as_bytes()).ok()?;
        rewriter.end().ok()?;
    }
    let mut reader = Rc::try_unwrap(shared).ok()?.into_inner();
    reader.close_link();
    Some(reader)
}

fn start(shared: &Rc<RefCell<Reader>>, element: &mut Element<'_, '_>, hiding: Hiding) {
    let name = element.tag_name();
    let behind = element.source_location().bytes().end;
    let attribute = |name: &str| element.get_attribute(name).map(Cow::Owned);
    let hides = |before: &str| hiding == Hiding::Heeded && is_hidden(&name, before, attribute);
    let Some(closing) = shared.borrow_mut().open(&name, behind, href(element), hides) else { return };
    let Some(handlers) = element.end_tag_handlers() else { return };
    shared.borrow_mut().hidden += usize::from(closing.hides);
    let shared = Rc::clone(shared);
    let handler: EndTagHandler<'static> = Box::new(move |end| {
        shared.borrow_mut().close(end.source_location().bytes().start, closing);
        Ok(())
    });
    handlers.push(handler);
}

fn href(element: &Element<'_, '_>) -> Option<(String, Range<usize>)> {
    let attribute = element.attributes().iter().find(|attribute| attribute.name() == "href")?;
    let source = attribute.value_source_location()?.bytes();
    Some((decode(attribute.value().trim()).into_owned(), source))
}

/// Whether an element is hidden. `before` is the text that stands before it; `attribute` gives the value of one.
fn is_hidden<'e>(name: &str, before: &str, attribute: impl Fn(&str) -> Option<Cow<'e, str>>) -> bool {
    if matches!(name, "mj-style" | "mj-attributes" | "mj-title" | "template" | "datalist") {
        return true;
    }
    if attribute("hidden").is_some() {
        return true;
    }
    let Some(style) = attribute("style") else { return false };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if !(style.contains("display:none") || style.contains("visibility:hidden")) {
        return false;
    }
    let named = ["class", "id"].into_iter().filter_map(attribute).any(|value| {
        let value = value.to_lowercase();
        value.contains("preheader") || value.contains("preview")
    });
    let shrunk = ["max-height:0", "font-size:0", "font-size:1px", "opacity:0", "mso-hide", "overflow:hidden"];
    let opens = before.trim().is_empty() && shrunk.iter().any(|mark| style.contains(mark));
    !(named || opens)
}

/// Whether `first` is an ampersand, white space other than a space, or a space before another.
#[expect(clippy::needless_bitwise_bool, reason = "a jump for each would part the bytes that are told together")]
fn ends_stretch(first: u8, second: u8) -> bool {
    (first == b'&')
        | (first == b'\n')
        | (first == b'\t')
        | (first == b'\r')
        | (first == b'\x0c')
        | ((first == b' ') & (second == b' '))
}

/// How many line ends stand before and after an element.
fn lines_of(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" | "hr" | "pre" | "dl" => 2,
        "div" | "li" | "tr" | "section" | "article" | "header" | "footer" | "main" | "nav" | "form" | "address"
        | "body" | "html" | "center" | "dt" | "dd" | "figure" | "figcaption" | "fieldset" | "tbody" | "thead"
        | "mj-text" | "mj-section" | "mj-column" | "mj-button" => 1,
        _ => 0,
    }
}

impl Reader {
    /// Begins the element `name`, whose start tag ends at `behind`; gives what is to be done where it ends. `hides` tells
    /// from the text before it whether it is hidden.
    fn open(
        &mut self,
        name: &str,
        behind: usize,
        href: Option<(String, Range<usize>)>,
        hides: impl FnOnce(&str) -> bool,
    ) -> Option<Closing> {
        self.behind = behind;
        let lines = lines_of(name);
        self.end_line(lines);
        if name == "br" {
            self.line();
        } else if matches!(name, "td" | "th") {
            self.space(behind..behind);
        }
        let href = href.filter(|_| name != "link" && name != "base");
        let hides = hides(&self.text);
        if let Some((href, href_source)) = href {
            self.close_link();
            self.open = Some(self.links.len());
            let from = self.text.len();
            self.links.push(Link { href, href_source, range: from..from });
        }
        let matters = hides || lines > 0 || self.open.is_some();
        matters.then(|| Closing { hides, lines, ends_link: name == "a" || name.starts_with("mj-") })
    }

    /// Ends an element whose end tag starts at `at`.
    fn close(&mut self, at: usize, closing: Closing) {
        self.behind = at;
        self.hidden -= usize::from(closing.hides).min(self.hidden);
        if closing.ends_link {
            self.close_link();
        }
        self.end_line(closing.lines);
    }

    /// Adds the text of a chunk that starts at `from` in the body: white space collapsed, entities decoded.
    fn words(&mut self, chunk: &str, from: usize) {
        let mut at = 0;
        while let Some(rest) = chunk.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = self.plain(rest.as_bytes());
            if plain > 0 {
                self.offsets.verbatim(self.text.len(), from + at);
                self.text.push_str(rest.get(..plain).unwrap_or_default());
                at += plain;
                continue;
            }
            let length = rest.bytes().take_while(u8::is_ascii_whitespace).count();
            if length > 0 {
                self.space(from + at..from + at + length);
                at += length;
                continue;
            }
            let (decoded, length) = entities::entity(rest).unwrap_or(("&".into(), 1));
            self.offsets.replace(self.text.len(), from + at..from + at + length);
            self.text.push_str(&decoded);
            at += length;
        }
    }

    /// Length of what stands in the text as it does in `rest`: words, and single spaces between them.
    fn plain(&self, rest: &[u8]) -> usize {
        let spaced = self.text.is_empty() || self.text.ends_with([' ', '\n']);
        if spaced && rest.first() == Some(&b' ') {
            return 0;
        }
        let last = || usize::from(rest.last().is_some_and(|byte| ends_stretch(*byte, 0)));
        let end = bytes::find_pair(rest, ends_stretch).unwrap_or_else(|| rest.len() - last());
        let stretch = rest.get(..end).unwrap_or_default();
        let space_follows = rest.get(end).is_none_or(u8::is_ascii_whitespace);
        end - usize::from(space_follows && stretch.ends_with(b" "))
    }

    fn space(&mut self, source: Range<usize>) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.offsets.replace(self.text.len(), source);
            self.text.push(' ');
        }
    }

    fn line(&mut self) {
        self.offsets.replace(self.text.len(), self.behind..self.behind);
        self.text.push('\n');
    }

    /// Makes sure that the text ends with `lines` line ends, unless nothing was written yet.
    fn end_line(&mut self, lines: usize) {
        if self.hidden > 0 || self.text.is_empty() {
            return;
        }
        let ends = self.text.bytes().rev().take_while(|b| *b == b'\n').take(2).count();
        for _ in ends..lines {
            self.line();
        }
    }

    fn close_link(&mut self) {
        let end = self.text.trim_end().len();
        if let Some(link) = self.open.take().and_then(|open| self.links.get_mut(open)) {
            let spaces = self.text.get(link.range.start..end).map_or(0, |text| text.len() - text.trim_start().len());
            link.range.start += spaces;
            link.range.end = end.max(link.range.start);
        }
    }
}
