//! The ids of steps, and the edges between them.

use super::keys;
use super::reader::{Field, Reader};
use super::steps::head_of;
use super::values;
use super::wording::{listed, quoted};
use crate::finding::Finding;
use crate::model::{Branch, Flow, Guard, Target, nearest};
use crate::source::{Located, Span};
use crate::syntax::{Kind as Value, Node};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The word that leads to the end.
const END: &str = "end";

/// Every step's id, known before the first edge is read.
pub(crate) struct Graph<'t> {
    ids: Vec<(Cow<'t, str>, Span)>,
    /// The first step of each id.
    by_id: BTreeMap<Cow<'t, str>, usize>,
}

impl<'t> Graph<'t> {
    /// Reads the ids of the steps; reports those that stand twice or cannot be.
    pub(crate) fn new(reader: &mut Reader, nodes: &'t [Node<'_>]) -> Self {
        let mut graph = Self { ids: Vec::with_capacity(nodes.len()), by_id: BTreeMap::new() };
        for (index, node) in nodes.iter().enumerate() {
            let before = reader.faults();
            let (id, span) = id_of(reader, index, node);
            match graph.by_id.get(&id).and_then(|first| graph.ids.get(*first)) {
                None => {
                    graph.by_id.insert(id.clone(), index);
                }
                Some((_, first)) => report_twice(reader, &id, span, *first),
            }
            for finding in reader.since(before) {
                finding.step = Some(id.to_string());
            }
            graph.ids.push((id, span));
        }
        graph
    }

    /// The id of the step at `index`, where it stands.
    pub(crate) fn id(&self, reader: &Reader, index: usize) -> Located<String> {
        let (id, span) = self.ids.get(index).map_or_else(Default::default, |(id, span)| (id.to_string(), *span));
        Located::new(id, reader.place(span))
    }

    /// Where the step at `index` leads.
    pub(crate) fn next(&self, reader: &mut Reader, index: usize, next: Option<Field<'_, '_>>) -> Target {
        next.and_then(|field| self.target(reader, index, field)).unwrap_or_else(|| self.below(index))
    }

    /// The two ways of a branch. Where one is not written, it leads where the step leads.
    pub(crate) fn branch(
        &self,
        reader: &mut Reader,
        index: usize,
        field: Field<'_, '_>,
        next: Option<Field<'_, '_>>,
    ) -> Flow {
        let default = self.next(reader, index, next);
        let section = reader.section(Some(field), field.at);
        let Some(node) = section.node else { return Flow::Next(default) };
        let (mut on, mut within, mut then, mut otherwise) = (None, None, None, None);
        let known = reader.each(Some(node), &keys::BRANCH, |_, field| match field.key.name {
            "on" => on = Some(field),
            "within" => within = Some(field),
            "then" => then = Some(field),
            "else" => otherwise = Some(field),
            _ => {}
        });
        let place = section.place.unwrap_or_default();
        if on.is_none() && reader.is_whole() {
            reader.report(|reader| {
                let message = "a branch does not say what it asks";
                Finding::new("structure/missing-field", place, "`on` belongs here", message)
                    .help(format!("write {}", reader.assign_to("on", "\"reply\"")))
            });
        }
        let guard = on.and_then(|field| reader.fact(field, values::guard).located().cloned());
        let within_s = within.and_then(|field| reader.fact(field, values::duration).get()).unwrap_or(0);
        let yes = then.map(|field| self.target(reader, index, field));
        let no = otherwise.map(|field| self.target(reader, index, field));
        // A way that leads nowhere or is misspelt is reported, and must not look like a branch of which both ways are one.
        let unclear = yes == Some(None) || no == Some(None) || !known;
        let (yes, no) = (yes.flatten().unwrap_or(default), no.flatten().unwrap_or(default));
        if unclear && yes == no {
            return Flow::Next(yes);
        }
        // Of a question that cannot be read nothing is known, as of an attribute: both ways are walked.
        let on = guard.unwrap_or_else(|| Located::new(Guard::Attribute(String::new()), place));
        Flow::Branch(Branch { place, on, within_s, yes, no })
    }

    fn below(&self, index: usize) -> Target {
        if index + 1 < self.ids.len() { Target::Step(index + 1) } else { Target::End }
    }

    /// Where a name in the step at `index` leads; of one that leads nowhere, the nearest other step.
    fn target(&self, reader: &mut Reader, index: usize, field: Field<'_, '_>) -> Option<Target> {
        let name = reader.fact(field, values::text).located().cloned()?;
        if name.value == END {
            return Some(Target::End);
        }
        if let Some(index) = self.by_id.get(name.value.as_str()) {
            return Some(Target::Step(*index));
        }
        let others = || self.ids.iter().enumerate().filter(|(other, _)| *other != index);
        let near = nearest(&name.value, others().map(|(_, (id, _))| &**id).chain([END]));
        let found = near.and_then(|near| others().find(|(_, (id, _))| id == near));
        if reader.is_whole() {
            reader.report(|reader| {
                let message = format!("no step is called {}", quoted(&name.value));
                let finding = Finding::new("structure/dangling-next", name.place, "no such step", message);
                let place = found.map(|(_, (_, span))| reader.place(*span));
                match (near, place) {
                    (Some(near), Some(place)) => {
                        finding.label(place, "nearest step").help(format!("did you mean \"{near}\"?"))
                    }
                    (Some(near), None) => finding.help(format!("did you mean \"{near}\"?")),
                    _ => finding.help(self.names()),
                }
            });
        }
        match near {
            Some(END) => Some(Target::End),
            _ => found.map(|(index, _)| Target::Step(index)),
        }
    }

    fn names(&self) -> String {
        if self.by_id.len() > 8 {
            return "write the id of a step, or \"end\"".to_owned();
        }
        let first = self.ids.iter().enumerate().filter(|(index, (id, _))| self.by_id.get(id) == Some(index));
        let names: Vec<String> = first.map(|(_, (id, _))| quoted(id)).collect();
        let one_of = listed(names.iter().map(String::as_str).chain(["`end`"]), "or");
        format!("write {one_of}")
    }
}

/// The id that a step has, or would have.
fn id_of<'t>(reader: &mut Reader, index: usize, node: &'t Node<'_>) -> (Cow<'t, str>, Span) {
    let default = || (Cow::Owned(format!("step-{}", index + 1)), head_of(node, ""));
    let Some(value) = node.get("id").filter(|value| !matches!(value.kind, Value::Error)) else { return default() };
    match value.as_str() {
        Some(END) => {
            reader.report(|reader| {
                let message = "no step can be called `end`, for `next = \"end\"` ends the campaign";
                Finding::new("structure/invalid-value", reader.place(value.span), "already means the end", message)
                    .help("give it another id, as \"farewell\"")
            });
            default()
        }
        Some(id) if !id.trim().is_empty() => (Cow::Borrowed(id), value.span),
        _ => default(),
    }
}

fn report_twice(reader: &mut Reader, id: &str, second: Span, first: Span) {
    reader.report(|reader| {
        let message = format!("two steps are called {}", quoted(id));
        Finding::new("structure/duplicate-id", reader.place(second), "second step of this name", message)
            .label(reader.place(first), "first step of this name")
            .help("give one of them another id, so that `next` can tell them apart")
    });
}
