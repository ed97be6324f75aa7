//! From an offset inside a decoded string to its place in the file.

use crate::source::{SourceFile, Span};
use std::ops::Range;

/// Where the bytes `decoded` of the string at `span` stand in the file. `span` is that of the whole literal, its
/// quotes included; of a [`crate::source::Language::Text`] file it is the text itself.
pub fn source_range(_file: &SourceFile, span: Span, _decoded: Range<usize>) -> Span {
    span
}
