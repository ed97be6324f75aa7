//! What went wrong while a TOML file was read: one error for each line, and never more than are shown.
//!
//! Owns which errors count. It must not know how they are told.

use crate::source::Span;
use crate::syntax::MAX_ERRORS;
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use toml_parser::ParseError;

/// A value that is none: no quotes, no number, no date, or nothing at all.
pub(super) const BAD_VALUE: &str = "bad value";
/// A name with characters that it cannot have.
pub(super) const BAD_KEY: &str = "bad key";
/// Something in a string, at the place of the error.
pub(super) const BAD_TEXT: &str = "bad text";
/// A string without its closing quote.
pub(super) const OPEN_TEXT: &str = "open text";
/// An invisible character in a comment.
pub(super) const BAD_COMMENT: &str = "bad comment";
/// A carriage return without its newline.
pub(super) const BAD_LINE_END: &str = "bad line end";
/// Lists and tables in one another too deep.
pub(super) const TOO_DEEP: &str = "too deep";
/// A name that stands twice.
pub(super) const TWICE: &str = "twice";
/// A table that is added to after it was complete.
pub(super) const SEALED: &str = "sealed";
/// `[name]` and `[[name]]` for the same name.
pub(super) const MIXED: &str = "mixed";
/// A name that has a value and shall be a table too.
pub(super) const NO_TABLE: &str = "no table";

/// One error.
#[derive(Debug)]
pub(super) struct Fault {
    /// One of the names above, or the parser's own description.
    pub(super) what: Cow<'static, str>,
    /// Where it is shown.
    pub(super) at: Span,
    /// The earlier place that it has to do with.
    pub(super) first: Option<Span>,
}

impl Fault {
    /// An error of the parser, met in the part of the file that starts at `base`.
    pub(super) fn of(error: &ParseError, base: usize) -> Self {
        let place = |at: toml_parser::Span| Span::new(at.start() + base, at.end() + base);
        let what = error.description().to_owned();
        let (context, unexpected) = (error.context().map(place), error.unexpected().map(place));
        // Of a bracket that is never closed, the bracket is shown.
        let opener = matches!(what.as_str(), "unclosed array" | "unclosed inline table");
        let at = if opener { context.or(unexpected) } else { unexpected.or(context) };
        Self { what: what.into(), at: at.unwrap_or(Span::at(base)), first: context }
    }
}

/// The errors of one file, while it is read. An error on the line of an earlier one follows from it and is dropped.
#[derive(Debug)]
pub(super) struct Heard<'a> {
    text: &'a str,
    kept: RefCell<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    errors: Vec<Fault>,
    more: usize,
    /// The line of the last error that counted.
    line: Range<usize>,
}

impl<'a> Heard<'a> {
    /// None yet.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, kept: RefCell::default() }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.kept.borrow().errors.is_empty()
    }

    /// Adds one, unless it follows from the last.
    pub(super) fn report(&self, error: Fault) {
        let mut kept = self.kept.borrow_mut();
        let at = error.at.start as usize;
        if !kept.errors.is_empty() && kept.line.start <= at && at <= kept.line.end {
            return;
        }
        kept.line = line(self.text, at);
        // They do not come quite in order; some more than are shown make the first ones certain.
        if kept.errors.len() < 2 * MAX_ERRORS {
            kept.errors.push(error);
        } else {
            kept.more += 1;
        }
    }

    /// Adds an error of ours.
    pub(super) fn add(&self, what: &'static str, at: Span) {
        self.report(Fault { what: what.into(), at, first: None });
    }

    /// The errors in order, and how many more there are.
    pub(super) fn finish(self) -> (Vec<Fault>, usize) {
        let Kept { mut errors, more, .. } = self.kept.into_inner();
        errors.sort_by_key(|error| error.at.start);
        errors.dedup_by_key(|error| line(self.text, error.at.start as usize));
        (errors, more)
    }
}

/// From the start of the line that `at` is on to its end, the break not included.
fn line(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    start..at + behind.find('\n').unwrap_or(behind.len())
}
