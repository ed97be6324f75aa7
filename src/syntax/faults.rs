//! The syntax errors of one file, as findings.
//!
//! Owns their order and their number. It must not know what a language looks like.

use super::MAX_ERRORS;
use crate::finding::Finding;
use crate::source::{FileId, Place, Span};

/// The rule that every syntax error belongs to.
pub(super) const RULE: &str = "structure/syntax";

/// What was found so far: the first [`MAX_ERRORS`] whole, of the others the number.
#[derive(Debug)]
pub(super) struct Faults {
    file: FileId,
    kept: Vec<Finding>,
    more: usize,
}

impl Faults {
    /// None yet, in `file`.
    pub(super) fn new(file: FileId) -> Self {
        Self { file, kept: Vec::new(), more: 0 }
    }

    /// Adds one fault.
    pub(super) fn add(&mut self, span: Span, label: &str, message: impl Into<String>, help: impl Into<String>) {
        self.keep(|file| Finding::new(RULE, Place::new(file, span), label, message).help(help));
    }

    /// Adds one fault that two places make.
    pub(super) fn add_with(
        &mut self,
        (span, label): (Span, &str),
        (other, other_label): (Span, &str),
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.keep(|file| {
            Finding::new(RULE, Place::new(file, span), label, message)
                .label(Place::new(file, other), other_label)
                .help(help)
        });
    }

    /// Adds that a name stands twice.
    pub(super) fn add_twice(&mut self, name: &str, second: Span, first: Span) {
        let message = format!("`{}` is written twice, and only one of them can hold", shortened(name));
        self.add_with(
            (second, "written again here"),
            (first, "first written here"),
            message,
            "keep the one that you mean and remove the other",
        );
    }

    /// Counts faults that were not looked at.
    pub(super) fn add_unseen(&mut self, number: usize) {
        self.more += number;
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Where the last one begins.
    pub(super) fn last_start(&self) -> Option<usize> {
        self.kept.last().map(|finding| finding.place().span.start as usize)
    }

    /// All of them, sorted by place; the last says how many more there are.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.kept.sort_by_key(|finding| finding.place().span);
        if self.more > 0
            && let Some(last) = self.kept.last_mut()
        {
            let places = if self.more == 1 { "place" } else { "places" };
            last.note = Some(format!("{} more {places} in this file cannot be read either", self.more));
        }
        self.kept
    }

    fn keep(&mut self, make: impl FnOnce(FileId) -> Finding) {
        if self.kept.len() < MAX_ERRORS {
            self.kept.push(make(self.file));
        } else {
            self.more += 1;
        }
    }
}

/// `text`, cut to what a message has room for and free of control characters.
pub(super) fn shortened(text: &str) -> String {
    const ROOM: usize = 40;
    let mut short: String = text.chars().take(ROOM).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(ROOM).is_some() {
        short.push('…');
    }
    short
}

/// Whether the character is a quote as word processors set it.
pub(super) fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚')
}
