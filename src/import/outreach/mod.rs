//! Outreach: sequences of its JSON:API, with steps, templates and ruleset included or in files beside.
//!
//! Each thing is a resource with a type and an id; what belongs together is named by relationships.

mod resources;
mod sequence;

use super::{Dialect, Imported, Input, read};
use crate::syntax::{self, Node};
use resources::{Resource, Resources};
use std::collections::HashSet;

pub(super) const DIALECT: Dialect = Dialect {
    name: "outreach",
    page: include_str!("../../../docs/dialects/outreach.md"),
    recognises: |root| read::any(root, is_ours),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let root = &input.document.root;
    let nodes = read::all(root, is_resource);
    if !nodes.iter().any(|node| is_ours(node)) {
        return Imported::default();
    }
    let own: Vec<_> = nodes.into_iter().map(|node| Resource { file: input.file, node }).collect();
    let alone = Resources::new(own.clone());
    if alone.is_whole() {
        return sequences(input, &own, &alone);
    }
    let files =
        read::beside(input, |text| text.contains("\"attributes\"") && TYPES.iter().any(|kind| text.contains(kind)));
    let documents: Vec<_> = files.iter().map(|(file, source)| (*file, syntax::parse(*file, source))).collect();
    let sequences_of = |resources: &[Resource<'_, '_>]| -> HashSet<_> {
        resources.iter().filter(|one| one.kind() == "sequence").filter_map(Resource::id).collect()
    };
    let known = sequences_of(&own);
    let others = documents.iter().flat_map(|(file, document)| {
        let nodes = read::all(&document.root, is_resource).into_iter();
        let found: Vec<_> = nodes.map(|node| Resource { file: *file, node }).collect();
        // A file with the same sequence is another dump of it, or of somebody else's.
        if known.is_disjoint(&sequences_of(&found)) { found } else { Vec::new() }
    });
    let all = Resources::new(own.iter().copied().chain(others).collect());
    sequences(input, &own, &all)
}

fn sequences(input: &Input<'_>, own: &[Resource<'_, '_>], all: &Resources<'_, '_>) -> Imported {
    let mut imported = Imported { dialect: Some(DIALECT.name), ..Imported::default() };
    for sequence in own.iter().filter(|resource| resource.kind() == "sequence") {
        let steps = all.steps_of(sequence.id().as_deref(), Some(sequence));
        if steps.is_empty() && !sequence.has_no_steps() {
            let name = read::name(input, &[(sequence.attributes(), "name"), (sequence.node, "id")]).value;
            imported.unread.push(format!("the sequence \"{name}\" comes without its steps; save them beside it"));
        } else {
            imported.campaigns.push(sequence::read(input, Some(*sequence), &steps, all));
        }
    }
    // Steps of a sequence that is nowhere to be seen still say when a person hears what.
    let listed = all.listed_steps();
    let mut seen = HashSet::new();
    for step in own.iter().filter(|resource| resource.kind() == "sequencestep") {
        let id = step.related("sequence");
        let has_none = id.as_deref().is_none_or(|id| all.find("sequence", id).is_none());
        let is_listed = step.id().is_some_and(|id| listed.contains(&id));
        if has_none && !is_listed && seen.insert(id.clone()) {
            let steps = all.steps_of(id.as_deref(), None);
            imported.campaigns.push(sequence::read(input, None, &steps, all));
        }
    }
    imported
}

/// The types that a sequence is made of, as they stand in the text of a file.
const TYPES: &[&str] = &["\"sequence\"", "\"sequenceStep\"", "\"sequenceTemplate\"", "\"template\"", "\"ruleset\""];

fn is_resource(node: &Node<'_>) -> bool {
    node.get("attributes").is_some_and(Node::is_table) && node.get("type").is_some_and(|kind| kind.as_str().is_some())
}

/// Other services speak JSON:API too: the attributes have to be those of this one.
fn is_ours(node: &Node<'_>) -> bool {
    let Some(attributes) = node.get("attributes") else { return false };
    let has = |keys: &[&str]| keys.iter().any(|key| attributes.get(key).is_some());
    match read::word(node, "type").as_str() {
        "sequence" => {
            has(&["primaryReplyAction", "sequenceType", "sequenceStepCount", "scheduleIntervalType", "finishOnReply"])
        }
        "sequencestep" => has(&["stepType"]),
        "sequencetemplate" => has(&["isReply"]) || node.at("relationships.sequenceStep").is_some(),
        "ruleset" => has(&["includeUnsubscribeLinks", "permitDuplicateProspects", "sequenceExclusivity"]),
        "template" => has(&["bodyHtml"]) && has(&["trackOpens", "trackLinks", "toRecipients"]),
        "mailing" => has(&["mailboxAddress", "overrideSafetySettings"]),
        _ => false,
    }
}
