//! The copy of a message: in its template, or in files beside the workflow that keys ending in `@` name.
//!
//! A file that is missing is nobody's fault: what it says is unknown.

use crate::import::{Input, read};
use crate::model::{Channel, Copy, Fact, Text};
use crate::source::{FileId, Language, Located, Place, Span};
use crate::syntax::{self, Node};

/// The largest file of copy that is read, in bytes (1 MiB).
const MAX_COPY: usize = 1 << 20;

/// How many files of copy one export brings in.
const MAX_FILES: usize = 2_000;

/// The copy that belongs to a workflow.
pub(super) struct Copies<'i> {
    input: &'i Input<'i>,
    left: usize,
}

impl<'i> Copies<'i> {
    /// None read yet.
    pub(super) fn new(input: &'i Input<'i>) -> Self {
        Self { input, left: MAX_FILES }
    }

    /// The workflow's own file.
    pub(super) fn file(&self) -> FileId {
        self.input.file
    }

    /// The copy of a channel step.
    pub(super) fn of(&mut self, step: &Node<'_>, channel: Channel) -> Copy {
        let file = self.input.file;
        let template = step.get("template").unwrap_or(step);
        let place = read::place(file, template);
        let (subject, keys) = match channel {
            Channel::Email => (read::text_fact(file, template, "subject", place), EMAIL),
            Channel::Push => (Fact::Unknown, &["text_body"][..]),
            Channel::InApp => (Fact::Unknown, &["markdown_body", "text_body", "body"][..]),
            _ => (Fact::Unknown, &["text_body", "markdown_body", "body"][..]),
        };
        let body = keys.iter().find_map(|key| self.body(template, key)).map_or(Fact::Unknown, Fact::Stated);
        Copy { place, subject, body, ..Copy::default() }
    }

    fn body(&mut self, template: &Node<'_>, key: &str) -> Option<Located<Text>> {
        let file = self.input.file;
        if let Some(inline) = template.get(key) {
            if inline.items().is_empty() {
                return read::text(file, template, key);
            }
            return self.longest(file, inline, "");
        }
        let path = template.get(&format!("{key}@"))?.as_str()?;
        if !path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json")) {
            return self.beside(path);
        }
        let id = self.open(path, Language::Json)?;
        let source = self.input.sources.get(id)?;
        let document = syntax::parse(id, &source);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.longest(id, &document.root, folder)
    }

    /// The longest text among the blocks of a message: what it has to say. Buttons and dividers say little.
    fn longest(&mut self, file: FileId, blocks: &Node<'_>, folder: &str) -> Option<Located<Text>> {
        let mut best: Option<Located<Text>> = None;
        for block in blocks.items() {
            let text = match block.get("content@").and_then(Node::as_str) {
                Some(path) if folder.is_empty() => self.beside(path),
                Some(path) => self.beside(&format!("{folder}/{path}")),
                None => read::text(file, block, "content"),
            };
            if let Some(text) = text
                && best.as_ref().is_none_or(|best| text.value.len() > best.value.len())
            {
                best = Some(text);
            }
        }
        best
    }

    /// The text of a file of copy, whole.
    fn beside(&mut self, path: &str) -> Option<Located<Text>> {
        let id = self.open(path, Language::Text)?;
        let source = self.input.sources.get(id)?;
        let mark = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let span = Span::new(mark, source.text.trim_end().len().max(mark));
        let text = source.slice(span).to_owned();
        (!text.trim().is_empty()).then(|| Located::new(text, Place::new(id, span)))
    }

    fn open(&mut self, path: &str, language: Language) -> Option<FileId> {
        self.left = self.left.checked_sub(1)?;
        let mut source = self.input.beside.read(&self.input.source.path, path).ok()?;
        if source.text.len() > MAX_COPY || source.bad_utf8.is_some() {
            return None;
        }
        source.language = language;
        Some(self.input.sources.add(source))
    }
}

/// Where the words of an email may stand, the richest first.
const EMAIL: &[&str] = &["visual_blocks", "html_body", "html_content", "markdown_body", "text_body"];
