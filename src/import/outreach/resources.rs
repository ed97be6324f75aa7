//! Resources of the JSON:API, by type and id, from one file or several.

use crate::import::read;
use crate::source::FileId;
use crate::syntax::Node;
use std::collections::{HashMap, HashSet};

/// A resource and the file that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Resource<'a, 't> {
    pub(super) file: FileId,
    pub(super) node: &'a Node<'t>,
}

impl<'a, 't> Resource<'a, 't> {
    /// Its type, folded.
    pub(super) fn kind(&self) -> String {
        read::word(self.node, "type")
    }

    pub(super) fn id(&self) -> Option<String> {
        read::id(self.node, "id")
    }

    pub(super) fn attributes(&self) -> &'a Node<'t> {
        self.node.get("attributes").unwrap_or(self.node)
    }

    /// The id of the one resource that it is related to by `name`.
    pub(super) fn related(&self, name: &str) -> Option<String> {
        read::id(self.node.get("relationships")?.get(name)?.get("data")?, "id")
    }

    /// Whether a sequence says of itself that it has no steps.
    pub(super) fn has_no_steps(&self) -> bool {
        let count = self.attributes().get("sequenceStepCount").and_then(Node::as_i64);
        let listed = self.node.at("relationships.sequenceSteps.data");
        count.map_or_else(|| listed.is_some_and(|list| list.items().is_empty()), |count| count == 0)
    }

    /// The ids of the resources that it is related to by `name`.
    fn list(&self, name: &str) -> Vec<String> {
        let list = self.node.get("relationships").and_then(|all| all.get(name)).and_then(|one| one.get("data"));
        list.map_or(&[][..], Node::items).iter().filter_map(|item| read::id(item, "id")).collect()
    }
}

/// All resources at hand; where two have one type and id, the first holds.
pub(super) struct Resources<'a, 't> {
    all: Vec<Resource<'a, 't>>,
    by_id: HashMap<(String, String), usize>,
    steps: HashMap<String, Vec<usize>>,
    templates: HashMap<String, Vec<usize>>,
}

impl<'a, 't> Resources<'a, 't> {
    pub(super) fn new(all: Vec<Resource<'a, 't>>) -> Self {
        let (mut by_id, mut steps, mut templates) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (index, resource) in all.iter().enumerate() {
            let kind = resource.kind();
            if let Some(id) = resource.id() {
                if by_id.contains_key(&(kind.clone(), id.clone())) {
                    continue;
                }
                by_id.insert((kind.clone(), id), index);
            }
            let (parents, parent): (&mut HashMap<String, Vec<usize>>, _) = match kind.as_str() {
                "sequencestep" => (&mut steps, "sequence"),
                "sequencetemplate" => (&mut templates, "sequenceStep"),
                _ => continue,
            };
            if let Some(id) = resource.related(parent) {
                parents.entry(id).or_default().push(index);
            }
        }
        Self { all, by_id, steps, templates }
    }

    pub(super) fn find(&self, kind: &str, id: &str) -> Option<Resource<'a, 't>> {
        let index = self.by_id.get(&(kind.to_owned(), id.to_owned()))?;
        self.all.get(*index).copied()
    }

    /// Whether every sequence has its steps, and every step the templates that it names.
    pub(super) fn is_whole(&self) -> bool {
        self.all.iter().all(|resource| match resource.kind().as_str() {
            "sequence" => {
                resource.has_no_steps()
                    || !self.steps_of(resource.id().as_deref(), Some(resource)).is_empty()
                        && resource.related("ruleset").is_none_or(|id| self.find("ruleset", &id).is_some())
            }
            "sequencestep" => {
                resource.related("sequence").is_none_or(|id| self.find("sequence", &id).is_some())
                    && resource.list("sequenceTemplates").iter().all(|id| self.find("sequencetemplate", id).is_some())
            }
            "sequencetemplate" => resource.related("template").is_none_or(|id| self.find("template", &id).is_some()),
            _ => true,
        })
    }

    /// The ids of all steps that a sequence at hand names.
    pub(super) fn listed_steps(&self) -> HashSet<String> {
        let sequences = self.all.iter().filter(|resource| resource.kind() == "sequence");
        sequences.flat_map(|sequence| sequence.list("sequenceSteps")).collect()
    }

    /// The steps of a sequence in their order: those that name it, and those that it names.
    pub(super) fn steps_of(&self, id: Option<&str>, sequence: Option<&Resource<'_, '_>>) -> Vec<Resource<'a, 't>> {
        let mut found: Vec<usize> = match id {
            Some(id) => self.steps.get(id).cloned().unwrap_or_default(),
            None => (0..self.all.len()).filter(|index| self.is_orphan(*index)).collect(),
        };
        let named = sequence.map(|sequence| sequence.list("sequenceSteps")).unwrap_or_default();
        self.add("sequencestep", named, &mut found);
        let mut steps: Vec<_> = found.into_iter().filter_map(|index| self.all.get(index).copied()).collect();
        steps.sort_by_key(|step| step.attributes().get("order").and_then(Node::as_i64).unwrap_or(i64::MAX));
        steps
    }

    /// Adds the resources of these ids that are not among the `found` ones yet.
    fn add(&self, kind: &str, ids: Vec<String>, found: &mut Vec<usize>) {
        let mut known: HashSet<_> = found.iter().copied().collect();
        let indexes = ids.into_iter().filter_map(|id| self.by_id.get(&(kind.to_owned(), id)).copied());
        found.extend(indexes.filter(|index| known.insert(*index)));
    }

    fn is_orphan(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|one| one.kind() == "sequencestep" && one.related("sequence").is_none())
    }

    /// The templates of a step, each with the resource that puts it there.
    pub(super) fn templates_of(&self, step: &Resource<'_, '_>) -> Vec<Resource<'a, 't>> {
        let mut found = step.id().and_then(|id| self.templates.get(&id).cloned()).unwrap_or_default();
        self.add("sequencetemplate", step.list("sequenceTemplates"), &mut found);
        found.into_iter().filter_map(|index| self.all.get(index).copied()).collect()
    }
}
