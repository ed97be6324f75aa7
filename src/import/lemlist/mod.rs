//! lemlist: the sequences of a campaign, with the campaign, its schedule and its settings where they are at hand.
//!
//! Sequences are a tree: a conditional step leads into other sequences. A step's delay is in days, before it.

mod settings;
mod steps;

use super::{Dialect, Imported, Input, read};
use crate::source::FileId;
use crate::syntax::{self, Document, Node};
use std::collections::{HashMap, HashSet};

pub(super) const DIALECT: Dialect = Dialect {
    name: "lemlist",
    page: include_str!("../../../docs/dialects/lemlist.md"),
    recognises: |root| read::any(root, |node| is_sequences(node) || is_campaign(node)),
    import,
};

/// A node and the file that it stands in.
type At<'a, 't> = (FileId, &'a Node<'t>);

fn import(input: &Input<'_>) -> Imported {
    let root = &input.document.root;
    let own = |is: fn(&Node<'_>) -> bool| -> Vec<At<'_, '_>> {
        read::all(root, is).into_iter().map(|node| (input.file, node)).collect()
    };
    let (sequences, campaigns) = (own(is_sequences), own(is_campaign));
    if sequences.is_empty() && campaigns.is_empty() {
        return Imported::default();
    }
    let mut imported = Imported { dialect: Some(DIALECT.name), ..Imported::default() };
    let files = read::beside(input, |text| ["\"cam_", "\"skd_", "\"seq_"].iter().any(|id| text.contains(id)));
    let documents: Vec<_> = files.iter().map(|(file, source)| (*file, syntax::parse(*file, source))).collect();
    let beside = |is: fn(&Node<'_>) -> bool| -> Vec<At<'_, '_>> {
        documents.iter().flat_map(|(file, document)| listed(*file, document, is)).collect()
    };
    let others = beside(is_campaign);
    let by_root: HashMap<_, _> =
        others.iter().chain(&campaigns).filter_map(|at| Some((read::id(at.1, "sequenceId")?, *at))).collect();
    let schedules: Vec<_> = own(is_schedule).into_iter().chain(beside(is_schedule)).collect();
    let switches = own(settings::is_settings).first().copied();
    let mut held = HashSet::new();
    for sequence in &sequences {
        let mut roots = sequence.1.entries().iter().map(|entry| entry.key.as_ref());
        let found = roots.find_map(|root| by_root.get(root));
        let only = campaigns.first().filter(|_| campaigns.len() == 1 && sequences.len() == 1);
        let found = found.or(only).copied();
        held.extend(found.map(|(_, node)| node.span));
        imported.campaigns.push(steps::read(input, *sequence, found, &schedules, switches));
    }
    let elsewhere = beside(is_sequences);
    let elsewhere: HashSet<_> =
        elsewhere.iter().flat_map(|(_, node)| node.entries()).map(|entry| entry.key.as_ref()).collect();
    for (_, node) in campaigns.iter().filter(|(_, node)| !held.contains(&node.span)) {
        if !read::id(node, "sequenceId").is_some_and(|root| elsewhere.contains(root.as_str())) {
            let name = read::name(input, &[(node, "name"), (node, "_id")]).value;
            imported.unread.push(format!("the campaign \"{name}\" comes without its sequences; save them beside it"));
        }
    }
    imported
}

fn listed<'a, 't>(file: FileId, document: &'a Document<'t>, is: fn(&Node<'_>) -> bool) -> Vec<At<'a, 't>> {
    read::all(&document.root, is).into_iter().map(|node| (file, node)).collect()
}

fn is_campaign(node: &Node<'_>) -> bool {
    has_id(node, "cam_")
}

fn is_schedule(node: &Node<'_>) -> bool {
    has_id(node, "skd_")
}

/// A table of sequences by their ids.
fn is_sequences(node: &Node<'_>) -> bool {
    node.entries().iter().take(64).any(|entry| {
        let is_ours =
            |steps: &Node<'_>| read::is_list(steps) && steps.items().iter().take(4).all(|step| has_id(step, "stp_"));
        entry.key.starts_with("seq_") && entry.value.get("steps").is_some_and(is_ours)
    })
}

fn has_id(node: &Node<'_>, prefix: &str) -> bool {
    node.get("_id").and_then(Node::as_str).is_some_and(|id| id.starts_with(prefix))
}
