//! One message as a recipient reads it: its words, whom it greets, who signs, where it leads, how it sounds.
//!
//! Owns the facts that a text shows by itself. It knows no campaign: whether a message is the first, cold or asked for
//! is the rules' business. Nothing is read before somebody asks for it, and then once.
//!
//! Ranges count bytes of [`Message::text`], the visible text; [`Message::source`] leads back to the body as written.

mod contact;
mod greeting;
mod language;
mod links;
mod opt_out;
mod shapes;
mod sign_off;
#[cfg(test)]
mod tests;
mod tone;
mod words;

pub use contact::{Contact, ContactKind};
pub use greeting::{Greeting, GreetingKind};
pub use language::Language;
pub use links::Link;
pub use opt_out::{OptOut, OptOutKind};
pub use sign_off::SignOff;
pub use tone::{Persons, Tone, is_emoji};

use super::fold::Folded;
use super::html::{Visible, rendered};
use super::similar::Runs;
use super::tags::{Syntax, Tags, scan};
use crate::model::Channel;
use std::ops::Range;
use std::sync::OnceLock;

/// A subject and a body on their channel. Cheap to make; used from any thread.
#[derive(Debug)]
pub struct Message<'a> {
    channel: Channel,
    subject: &'a str,
    body: &'a str,
    /// None for plain text.
    rendered: OnceLock<Option<Visible<'static>>>,
    tags: OnceLock<Tags>,
    subject_tags: OnceLock<Tags>,
    folded: OnceLock<Folded>,
    words: OnceLock<usize>,
    sentences: OnceLock<Vec<Range<usize>>>,
    greeting: OnceLock<Option<Greeting>>,
    sign_off: OnceLock<Option<SignOff>>,
    links: OnceLock<Vec<Link>>,
    contacts: OnceLock<Vec<Contact>>,
    opt_outs: OnceLock<Vec<OptOut>>,
    language: OnceLock<Language>,
    tone: OnceLock<Tone>,
    persons: OnceLock<Persons>,
    runs: OnceLock<Runs>,
}

impl<'a> Message<'a> {
    /// The message; a part that it does not have is empty.
    pub fn new(channel: Channel, subject: &'a str, body: &'a str) -> Self {
        Self {
            channel,
            subject,
            body,
            rendered: OnceLock::new(),
            tags: OnceLock::new(),
            subject_tags: OnceLock::new(),
            folded: OnceLock::new(),
            words: OnceLock::new(),
            sentences: OnceLock::new(),
            greeting: OnceLock::new(),
            sign_off: OnceLock::new(),
            links: OnceLock::new(),
            contacts: OnceLock::new(),
            opt_outs: OnceLock::new(),
            language: OnceLock::new(),
            tone: OnceLock::new(),
            persons: OnceLock::new(),
            runs: OnceLock::new(),
        }
    }

    /// The channel.
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// The subject line as written.
    pub fn subject(&self) -> &'a str {
        self.subject
    }

    /// The body as written, HTML or plain.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// The visible text of the body.
    pub fn text(&self) -> &str {
        self.rendered().map_or(self.body, Visible::text)
    }

    /// Whether the body is HTML.
    pub fn is_html(&self) -> bool {
        self.rendered().is_some()
    }

    /// A part of the visible text; empty where the range is none of it.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text().get(range).unwrap_or_default()
    }

    /// Where a range of the visible text stands in the body as written.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        match self.rendered() {
            Some(rendered) => rendered.source(range),
            None => range,
        }
    }

    fn rendered(&self) -> Option<&Visible<'static>> {
        self.rendered.get_or_init(|| rendered(self.body)).as_ref()
    }

    /// The tags of the visible text. In HTML, a block that a tag of HTML cuts in two is no problem.
    pub fn tags(&self) -> &Tags {
        self.tags.get_or_init(|| {
            let mut tags = scan(self.text());
            if self.is_html() && !tags.problems.is_empty() {
                let written = scan(self.body).problems;
                tags.problems.retain(|problem| written.iter().any(|other| other.kind == problem.kind));
            }
            tags
        })
    }

    /// The tags of the subject line; ranges count bytes of the subject.
    pub fn subject_tags(&self) -> &Tags {
        self.subject_tags.get_or_init(|| scan(self.subject))
    }

    /// The visible text in the form that phrases are looked for in.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(self.text()))
    }

    /// How many words a recipient reads. A tag counts as one, code of a template as none, and of a condition the first
    /// branch alone.
    pub fn words(&self) -> usize {
        *self.words.get_or_init(|| {
            let tags = self.tags();
            let mut seen = tags.branches.as_slice();
            let shown = tags.tags.iter().filter(|tag| {
                while let [first, rest @ ..] = seen
                    && first.end <= tag.range.start
                {
                    seen = rest;
                }
                tag.syntax != Syntax::Spintax && !seen.first().is_some_and(|branch| branch.contains(&tag.range.start))
            });
            let mut count = shown.count();
            let mut from = 0;
            for range in tags.unread() {
                count += words::count(self.slice(from..range.start.max(from)));
                from = from.max(range.end);
            }
            count + words::count(self.slice(from..self.text().len()))
        })
    }

    /// The sentences of the visible text, in order. A line that ends, ends one.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| tone::sentences(self.text()))
    }

    /// Whom the message greets, where it greets.
    pub fn greeting(&self) -> Option<&Greeting> {
        self.greeting.get_or_init(|| greeting::greeting(self.text(), self.tags())).as_ref()
    }

    /// How it closes, where it closes.
    pub fn sign_off(&self) -> Option<&SignOff> {
        self.sign_off.get_or_init(|| sign_off::sign_off(self.text())).as_ref()
    }

    /// Every link: those of the markup, and addresses written out in the text.
    pub fn links(&self) -> &[Link] {
        self.links.get_or_init(|| links::links(self))
    }

    /// Ways to reach a person that the text names.
    pub fn contacts(&self) -> &[Contact] {
        self.contacts.get_or_init(|| contact::contacts(self))
    }

    /// Whether the text names a contact of that kind.
    pub fn offers(&self, kind: ContactKind) -> bool {
        self.contacts().iter().any(|contact| contact.kind == kind)
    }

    /// What shows a way out: words, a keyword to reply with, a tag or a link.
    pub fn opt_outs(&self) -> &[OptOut] {
        self.opt_outs.get_or_init(|| opt_out::opt_outs(self))
    }

    /// The language, where the text is long and clear enough to tell.
    pub fn language(&self) -> Language {
        *self.language.get_or_init(|| language::guess(self.folded()))
    }

    /// How it sounds: capitals, exclamation marks, emoji.
    pub fn tone(&self) -> &Tone {
        self.tone.get_or_init(|| tone::tone(self.text(), self.tags()))
    }

    /// Who is spoken of.
    pub fn persons(&self) -> Persons {
        *self.persons.get_or_init(|| tone::persons(self.folded()))
    }

    /// What tells whether another message says the same: runs of words between greeting and sign-off.
    pub fn runs(&self) -> &Runs {
        self.runs.get_or_init(|| Runs::of(self.slice(self.core())))
    }

    /// What the message itself says: the visible text between greeting and sign-off.
    pub fn core(&self) -> Range<usize> {
        let text = self.text();
        let start = self.greeting().map_or(0, |greeting| greeting.range.end);
        let end = self.sign_off().map_or(text.len(), |sign_off| sign_off.range.start);
        let footer = self
            .opt_outs()
            .iter()
            .find(|out| out.range.start >= start && out.range.start > text.len() / 2)
            .and_then(|out| text.get(..out.range.start)?.rfind('\n'));
        start..end.min(footer.unwrap_or(end)).max(start)
    }
}
