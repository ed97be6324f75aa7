//! Files as the run knows them: text, places in it, lines and columns.
//!
//! Owns the text of every file that was read and the meaning of an offset. It must not know what the text says:
//! no TOML, no JSON, no campaign. It reads no file itself; `cli` hands the bytes in.

use std::sync::{Arc, RwLock};

/// The largest file that is looked at, in bytes (1 GiB). Offsets are 32 bits wide; a larger file is refused by `cli`
/// before it is read.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// A half-open range of byte offsets in one file, `start <= end`. Offsets count from the first byte of the file,
/// a byte order mark included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// As a range of `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside (touching the ends counts).
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Which file of the run; an index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A span in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// The place `span` in `file`.
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }
}

/// A value that knows where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Located<T> {
    /// `value`, written at `place`.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), place: self.place }
    }

    /// A reference to the value, at the same place.
    pub fn as_ref(&self) -> Located<&T> {
        Located { value: &self.value, place: self.place }
    }
}

/// How the text of a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// TOML 1.1.
    Toml,
    /// JSON; comments and trailing commas are read.
    Json,
    /// Plain text: the copy of a message in a file of its own.
    Text,
}

/// One file of the run.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to where the run started, with `/`; what every output shows. Bytes that are no UTF-8 are replaced.
    pub path: String,
    /// The text, a byte order mark included. Bytes that are no UTF-8 are replaced by U+FFFD; see `bad_utf8`.
    pub text: String,
    /// How it is written.
    pub language: Language,
    /// Offset of the first byte that is no UTF-8, if there is one. Offsets before it hold in `text` as in the file.
    pub bad_utf8: Option<usize>,
    lines: std::sync::OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file from its bytes. Never fails: bytes that are no UTF-8 are replaced and remembered in `bad_utf8`.
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>, language: Language) -> Self {
        let (text, bad_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let bad = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(bad))
            }
        };
        Self { path: path.into(), text, language, bad_utf8, lines: std::sync::OnceLock::new() }
    }

    /// A file from its text.
    pub fn from_text(path: impl Into<String>, text: impl Into<String>, language: Language) -> Self {
        Self { path: path.into(), text: text.into(), language, bad_utf8: None, lines: std::sync::OnceLock::new() }
    }

    /// Line and column of `offset`. Offsets past the end count as the end, offsets inside a character as its start.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.get_or_init(|| LineIndex::new(&self.text)).position(&self.text, offset as usize)
    }

    /// The line `number` (from 1) without its line feed; none where the file has no such line.
    pub fn line_span(&self, number: u32) -> Option<Span> {
        let starts = &self.lines.get_or_init(|| LineIndex::new(&self.text)).starts;
        let start = *starts.get((number as usize).checked_sub(1)?)? as usize;
        let end = starts.get(number as usize).map_or(self.text.len(), |next| *next as usize - 1);
        let end =
            if self.text.as_bytes().get(start..end).is_some_and(|line| line.ends_with(b"\r")) { end - 1 } else { end };
        Some(Span::new(start, end))
    }

    /// The text of `span`, cut to what the file has; empty where the span splits a character.
    pub fn slice(&self, span: Span) -> &str {
        let end = (span.end as usize).min(self.text.len());
        self.text.get((span.start as usize).min(end)..end).unwrap_or("")
    }
}

/// A line and column, both from 1. The column counts Unicode characters; a byte order mark counts none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode characters, from 1.
    pub column: u32,
    /// Byte offset in the file.
    pub offset: u32,
}

/// The offsets at which lines start, and how many characters stand before each block: a column in an export of one line
/// with megabytes must not cost a walk over the line.
#[derive(Debug)]
struct LineIndex {
    starts: Vec<u32>,
    blocks: Vec<u32>,
}

/// Bytes in a block.
const BLOCK: usize = 256;

impl LineIndex {
    fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        let mut blocks = vec![0];
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before += begun(block);
            blocks.push(before);
        }
        Self { starts, blocks }
    }

    /// How many characters begin before `offset`.
    fn characters(&self, text: &str, offset: usize) -> u32 {
        let block = offset / BLOCK;
        self.blocks.get(block).copied().unwrap_or(0)
            + begun(text.as_bytes().get(block * BLOCK..offset).unwrap_or_default())
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        let start = self.starts.get(line.saturating_sub(1)).map_or(0, |s| *s as usize);
        let start = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(offset) } else { start };
        let before = self.characters(text, offset) - self.characters(text, start);
        Position { line: line.max(1) as u32, column: before + 1, offset: offset as u32 }
    }
}

/// How many characters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32
}

/// All files of a run. Files are added while the run goes on, from any thread; an id is never reused.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Option<Arc<SourceFile>>>>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&self, file: SourceFile) -> FileId {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.push(Some(Arc::new(file)));
        FileId(files.len() as u32 - 1)
    }

    /// The file, unless it was released or never added.
    pub fn get(&self, id: FileId) -> Option<Arc<SourceFile>> {
        let files = self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.get(id.0 as usize).cloned().flatten()
    }

    /// Forgets the text of a file that no finding points into, so that a run over many files stays small.
    pub fn release(&self, id: FileId) {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(slot) = files.get_mut(id.0 as usize) {
            *slot = None;
        }
    }
}

/// Why a file beside a campaign could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BesideError {
    /// There is no such file.
    Missing,
    /// It lies outside the repository (or the folder of the run), or a link leads there.
    Outside,
    /// It is a folder, a pipe or a device.
    NotAFile,
    /// It is larger than [`MAX_FILE_BYTES`].
    TooLarge,
    /// The system refused; its own words.
    Refused(String),
}

/// The files that lie beside a campaign: copy in files of its own, the side files of an export.
///
/// The pure layers ask; `cli` reads the disk, tests a table in memory.
pub trait Beside: Sync {
    /// The file at `relative` (with `/`), as seen from the folder of `from` (a [`SourceFile::path`]).
    fn read(&self, from: &str, relative: &str) -> Result<SourceFile, BesideError>;

    /// The names of the files in the folder of `from`, sorted, `from` itself left out.
    fn siblings(&self, from: &str) -> Vec<String>;
}

/// No file lies beside any other: standard input, and tests that need none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NothingBeside;

impl Beside for NothingBeside {
    fn read(&self, _from: &str, _relative: &str) -> Result<SourceFile, BesideError> {
        Err(BesideError::Missing)
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_not_the_byte_order_mark() {
        let file = SourceFile::from_text("a", "\u{feff}é=1\r\nü = 2\n", Language::Toml);
        let at = |offset| {
            let p = file.position(offset);
            (p.line, p.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 1));
        assert_eq!(at(5), (1, 2));
        assert_eq!(at(9), (2, 1));
        assert_eq!(at(10), (2, 1), "inside a character counts as its start");
        assert_eq!(at(11), (2, 2));
        assert_eq!(at(9999), (3, 1));
    }

    #[test]
    fn columns_of_a_long_line_are_counted_by_block() {
        let text = format!("x\n{}y", "é".repeat(10_000));
        let file = SourceFile::from_text("a", text.clone(), Language::Json);
        for offset in [2, 4, 254, 256, 258, 4096, 8192, 20_000, 20_002] {
            let counted = text.get(2..offset).map_or(0, |part| part.chars().count() as u32);
            assert_eq!(file.position(offset as u32).column, counted + 1, "at {offset}");
        }
    }

    #[test]
    fn lines_end_before_their_line_feed() {
        let file = SourceFile::from_text("a", "ab\r\n\nc", Language::Toml);
        let lines: Vec<_> = (0..5).map(|n| file.line_span(n).map(|span| file.slice(span))).collect();
        assert_eq!(lines, [None, Some("ab"), Some(""), Some("c"), None]);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_remembered() {
        let file = SourceFile::from_bytes("a", b"ab\xffcd".to_vec(), Language::Text);
        assert_eq!(file.bad_utf8, Some(2));
        assert_eq!(file.position(2).column, 3);
    }
}
