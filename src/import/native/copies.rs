//! The words of messages, also those in files of their own.
//!
//! Owns `body_file`. It reads no file itself; [`crate::source::Beside`] does.

use super::reader::{Field, Gap, Reader};
use super::values;
use super::wording::quoted;
use crate::finding::Finding;
use crate::import::Input;
use crate::model::{Fact, Text};
use crate::source::{BesideError, FileId, Language, Place, SourceFile, Span};
use std::collections::BTreeMap;

/// The largest copy that is read, in bytes (1 MiB); mailbox providers cut far below.
const MAX_COPY: usize = 1 << 20;

/// How many bytes of copy one campaign file may bring in (256 MiB), however often it names a file.
const MAX_COPIES: usize = 1 << 28;

/// The copy files that a campaign file names.
pub(crate) struct Copies<'i> {
    input: &'i Input<'i>,
    read: BTreeMap<String, Result<FileId, Unreadable>>,
    left: usize,
}

/// Why a copy file cannot be used.
#[derive(Clone, Debug)]
enum Unreadable {
    Beside(BesideError),
    /// Bytes that are no UTF-8, there.
    Bytes(Place),
}

impl<'i> Copies<'i> {
    /// None read yet.
    pub(crate) fn new(input: &'i Input<'i>) -> Self {
        Self { input, read: BTreeMap::new(), left: MAX_COPIES }
    }

    /// The words that `body` or `body_file` states.
    pub(crate) fn body(
        &mut self,
        reader: &mut Reader,
        body: Option<Field<'_, '_>>,
        body_file: Option<Field<'_, '_>>,
        gap: Gap,
    ) -> Fact<Text> {
        match (body, body_file) {
            (None, None) => gap.fact(),
            (Some(body), None) => reader.fact(body, values::copy),
            (None, Some(file)) => self.file(reader, file),
            (Some(body), Some(file)) => {
                reader.report(|reader| {
                    let message = "`body` and `body_file` both say what to write";
                    Finding::new(
                        "structure/invalid-value",
                        reader.place(file.at),
                        "the words come from a file",
                        message,
                    )
                    .label(reader.place(body.at), "the words stand here")
                    .help("keep one of the two")
                });
                Fact::Unknown
            }
        }
    }

    fn file(&mut self, reader: &mut Reader, field: Field<'_, '_>) -> Fact<Text> {
        let Fact::Stated(path) = reader.fact(field, values::text) else { return Fact::Unknown };
        let found = match self.read.get(&path.value) {
            Some(found) => found.clone(),
            None => self.read.entry(path.value.clone()).or_insert(open(self.input, &path.value)).clone(),
        };
        let copy = found.and_then(|id| {
            let copy = self.input.sources.get(id).ok_or(Unreadable::Beside(BesideError::Missing))?;
            self.left = self.left.checked_sub(copy.text.len()).ok_or(Unreadable::Beside(BesideError::TooLarge))?;
            Ok((id, copy))
        });
        match copy {
            Ok((id, copy)) => {
                let mark = if copy.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                let span = Span::new(mark, copy.text.len());
                Fact::stated(copy.slice(span).to_owned(), Place::new(id, span))
            }
            Err(why) => {
                reader.report(|_| unreadable(&path.value, path.place, why));
                Fact::Unknown
            }
        }
    }
}

fn open(input: &Input<'_>, path: &str) -> Result<FileId, Unreadable> {
    let mut copy = input.beside.read(&input.source.path, path).map_err(Unreadable::Beside)?;
    copy.language = Language::Text;
    if copy.text.len() > MAX_COPY {
        return Err(Unreadable::Beside(BesideError::TooLarge));
    }
    let bad = copy.bad_utf8.map(|at| Span::new(at, bad_end(&copy, at)));
    let id = input.sources.add(copy);
    match bad {
        Some(span) => Err(Unreadable::Bytes(Place::new(id, span))),
        None => Ok(id),
    }
}

/// Behind the character that stands for the bad bytes.
fn bad_end(copy: &SourceFile, at: usize) -> usize {
    at + copy.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

fn unreadable(path: &str, place: Place, why: Unreadable) -> Finding {
    let shown = quoted(path);
    let finding = |label: &str, message: String| Finding::new("structure/unreadable-copy", place, label, message);
    match why {
        Unreadable::Beside(BesideError::Missing) => finding("no such file", format!("the copy {shown} is not there"))
            .help("write the path as seen from the folder of this file"),
        Unreadable::Beside(BesideError::Outside) => {
            finding("outside the repository", format!("the copy {shown} lies outside the repository"))
                .help("keep it in the repository, and write its path relative to this file")
        }
        Unreadable::Beside(BesideError::NotAFile) => finding("no file", format!("the copy {shown} is not a file"))
            .help("name the file with the words, as \"copy/thanks.md\""),
        Unreadable::Beside(BesideError::TooLarge) => {
            finding("too large", format!("the copy {shown} is too large for a message"))
                .help("name the file with the words of this one message; it may have 1 MiB")
        }
        Unreadable::Beside(BesideError::Refused(reason)) => {
            finding("refused", format!("the copy {shown} cannot be read: {reason}")).help("let everybody read the file")
        }
        Unreadable::Bytes(bad) => finding("not text in UTF-8", format!("the copy {shown} is not text in UTF-8"))
            .label(bad, "the first bytes that are not")
            .help("save it again with the encoding UTF-8"),
    }
}
