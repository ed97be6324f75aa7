//! JSON with comments to the spanned tree.

use super::{Document, Kind, Node};
use crate::source::{FileId, Span};

pub(super) fn parse(_id: FileId, _text: &str) -> Document<'_> {
    Document {
        root: Node { span: Span::default(), extent: Span::default(), kind: Kind::Error },
        comments: Vec::new(),
        findings: Vec::new(),
    }
}
