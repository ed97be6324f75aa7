//! From a place in a file to the path of what stands there.
//!
//! Owns which of several values that touch a place is meant: the innermost one.

use super::Node;
use crate::source::Span;

/// See [`super::Document::path_at`].
pub(super) fn path_at(root: &Node<'_>, span: Span) -> String {
    let mut path = Vec::new();
    if !find(root, span, &mut path) {
        path.clear();
        approach(root, span, &mut path);
    }
    let parts = path.iter().map(|part| match part {
        Part::Key(key) => (*key).to_owned(),
        Part::Index(index) => index.to_string(),
    });
    parts.collect::<Vec<_>>().join(".")
}

#[derive(Clone, Copy)]
enum Part<'t> {
    Key(&'t str),
    Index(usize),
}

/// A value below another, with its name.
struct Child<'t, 'a> {
    part: Part<'t>,
    key_span: Option<Span>,
    node: &'t Node<'a>,
}

impl<'t, 'a> Child<'t, 'a> {
    fn of(node: &'t Node<'a>, index: usize) -> Option<Self> {
        if let Some(entry) = node.entries().get(index) {
            return Some(Self { part: Part::Key(&entry.key), key_span: Some(entry.key_span), node: &entry.value });
        }
        node.items().get(index).map(|node| Self { part: Part::Index(index), key_span: None, node })
    }

    fn holds(&self, span: Span) -> bool {
        self.node.extent.holds(span) || self.key_span.is_some_and(|key| key.holds(span))
    }

    fn start(&self) -> u32 {
        self.key_span.map_or(self.node.extent.start, |key| key.start.min(self.node.extent.start))
    }
}

/// Appends the path to the innermost key or value below `node` whose own text holds `span`. Gives whether there is one.
fn find<'t>(node: &'t Node<'_>, span: Span, path: &mut Vec<Part<'t>>) -> bool {
    children(node, span).any(|child| {
        path.push(child.part);
        let found = child.key_span.is_some_and(|key| key.holds(span))
            || find(child.node, span, path)
            || child.node.span.holds(span);
        if !found {
            path.pop();
        }
        found
    })
}

/// Appends the path to the innermost value around `span`. Tables of TOML may lie across each other; the one that starts
/// last before it is nearest.
fn approach<'t>(node: &'t Node<'_>, span: Span, path: &mut Vec<Part<'t>>) {
    if let Some(child) = children(node, span).max_by_key(Child::start) {
        path.push(child.part);
        approach(child.node, span, path);
    }
}

/// The values below `node` that hold `span`. They stand in the order of the file but for TOML's headers, so the likely
/// one is looked up first and the others are gone through only where it was not it.
fn children<'t, 'a>(node: &'t Node<'a>, span: Span) -> impl Iterator<Item = Child<'t, 'a>> {
    let length = node.entries().len() + node.items().len();
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low.midpoint(high);
        if Child::of(node, middle).is_some_and(|child| child.start() <= span.start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let likely = low.saturating_sub(1);
    std::iter::once(likely)
        .chain((0..length).filter(move |index| *index != likely))
        .filter_map(|index| Child::of(node, index))
        .filter(move |child| child.holds(span))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::source::{FileId, Language, SourceFile, Span};

    /// The path at each `|` of `marked`, which is taken out.
    fn paths(marked: &str, language: Language) -> Vec<String> {
        let text = marked.replace('|', "");
        let places = marked.match_indices('|').enumerate().map(|(before, (at, _))| at - before);
        let file = SourceFile::from_text("a", text, language);
        let document = parse(FileId(0), &file);
        assert!(document.is_whole(), "{:?}", document.findings);
        places.map(|at| document.path_at(Span::at(at))).collect()
    }

    #[test]
    fn json_paths_name_keys_and_indexes() {
        let text = r#"{"st|eps": [{"id": 1}, {"id": |2, "tags": ["a", "|b"]}|], "x": {"y": {}|}} |"#;
        let expected = ["steps", "steps.1.id", "steps.1.tags.1", "steps.1", "x.y", ""];
        assert_eq!(paths(text, Language::Json), expected);
    }

    #[test]
    fn toml_paths_follow_headers_and_dotted_names() {
        let text = "na|me = \"x\"\n[st|op]\n# no|te\non = [\"a\", \"|b\"]\n\n[[step]]\nid = |1\n[[s|tep]]\nid = 2\n\
                    [step.of|fer]\nco|de = \"A\"\na.b.|c = 1\n[[step.par|t]]\nz = { y = |1 }\n";
        let expected = [
            "name",
            "stop",
            "stop",
            "stop.on.1",
            "step.0.id",
            "step.1",
            "step.1.offer",
            "step.1.offer.code",
            "step.1.offer.a.b.c",
            "step.1.part",
            "step.1.part.0.z.y",
        ];
        assert_eq!(paths(text, Language::Toml), expected);
    }

    #[test]
    fn tables_that_lie_across_each_other_are_told_apart() {
        let text = "[a]\nx = |1\n[b]\n# |\ny = |2\n[a.c]\nz = |3\n[d.e]\nf = 1\n[d]\ng = |1\n";
        assert_eq!(paths(text, Language::Toml), ["a.x", "b", "b.y", "a.c.z", "d.g"]);
    }

    #[test]
    fn a_span_over_several_values_belongs_to_what_holds_them_all() {
        let file = SourceFile::from_text("a", r#"{"a": [1, 2], "b": 3}"#, Language::Json);
        let document = parse(FileId(0), &file);
        assert_eq!(document.path_at(Span::new(7, 11)), "a");
        assert_eq!(document.path_at(Span::new(7, 20)), "");
        assert_eq!(document.path_at(Span::new(500, 900)), "");
    }
}
