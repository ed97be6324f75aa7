//! What is true of every tree.

use outreach_lint::source::{FileId, SourceFile, Span};
use outreach_lint::syntax::{self, Document, Kind, source_range};

/// Reads `file` and holds that no span splits a character or leaves the extent around it, that comments are their own
/// text, and that each character of each string stands in order inside its quotes.
pub fn hold_tree(file: &SourceFile) -> Document<'_> {
    let document = syntax::parse(FileId(0), file);
    let whole = |span: Span, what: &str| {
        assert!(span.start <= span.end && file.text.get(span.range()).is_some(), "{what} {span:?}");
    };
    assert!(document.findings.len() <= syntax::MAX_ERRORS);
    assert!(document.findings.is_sorted_by_key(|finding| finding.place().span));
    for finding in &document.findings {
        assert_eq!(finding.rule, "structure/syntax");
        assert!(!finding.message.is_empty() && !finding.labels.is_empty());
        finding.labels.iter().for_each(|label| whole(label.place.span, &finding.message));
    }
    for comment in &document.comments {
        assert_eq!(file.slice(comment.span), comment.text);
    }
    assert!(document.comments.is_sorted_by_key(|comment| comment.span.start));
    let mut todo = vec![&document.root];
    while let Some(node) = todo.pop() {
        whole(node.span, "node");
        whole(node.extent, "extent");
        assert!(node.extent.holds(node.span), "{:?} leaves {:?}", node.span, node.extent);
        for entry in node.entries() {
            whole(entry.key_span, "key");
            assert!(node.extent.holds(entry.key_span) && node.extent.holds(entry.value.extent), "{:?}", entry.key);
            todo.push(&entry.value);
        }
        for item in node.items() {
            assert!(node.extent.holds(item.extent), "{:?} leaves {:?}", item.extent, node.extent);
            todo.push(item);
        }
        if let Kind::String(text) = &node.kind {
            hold_characters(file, node.span, text);
        }
    }
    // Any place has a path; the tree is asked at places of its own and between.
    for at in [0, file.text.len() / 3, file.text.len() / 2, file.text.len()] {
        let _ = document.path_at(Span::at(at));
    }
    document
}

/// The places of a few characters of a string: each lies in the string, in order. (One look-up costs a walk over the
/// string, so not of all.)
fn hold_characters(file: &SourceFile, span: Span, decoded: &str) {
    let mut before = span.start;
    for (at, character) in decoded.char_indices().take(64) {
        let place = source_range(file, span, at..at + character.len_utf8());
        assert!(place.start >= before && place.end <= span.end && place.start < place.end, "{place:?} in {span:?}");
        assert!(file.text.get(place.range()).is_some(), "{place:?} splits a character");
        before = place.end;
    }
}
