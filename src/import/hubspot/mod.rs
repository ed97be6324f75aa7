//! HubSpot: workflows (automation v4) and sequences.

mod sequence;
mod workflow;

use super::{Dialect, Imported, Input, read};
use crate::model::{Action, Channel, Fact, Step, Task};
use crate::source::{FileId, Located};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "hubspot",
    page: include_str!("../../../docs/dialects/hubspot.md"),
    recognises: |root| read::any(root, is_ours),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_ours) {
        imported.dialect = Some(DIALECT.name);
        if workflow::is_one(node) {
            imported.campaigns.push(workflow::read(input, node));
        } else if sequence::is_one(node) {
            imported.campaigns.push(sequence::read(input, node));
        } else {
            let name = read::name(input, &[(node, "name"), (node, "id")]).value;
            imported.unread.push(format!("the workflow \"{name}\" comes without its actions; ask for it by its id"));
        }
    }
    imported
}

fn is_ours(node: &Node<'_>) -> bool {
    workflow::is_one(node) || sequence::is_one(node) || workflow::is_summary(node)
}

/// A task for a person: a touch by hand where it reaches the recipient, work where it does not. `of` names the keys
/// of its kind, its title and its notes.
fn task(file: FileId, step: &mut Step, node: &Node<'_>, of: [&str; 3]) {
    let [kind, title, notes] = of;
    let at = node.get(kind).unwrap_or(node);
    let place = read::place(file, at);
    step.label = read::text(file, node, title);
    let channel = match read::word(node, kind).as_str() {
        "call" => Channel::Call,
        "email" => Channel::Email,
        word if word.starts_with("linkedin") => Channel::Linkedin,
        _ => {
            let what = step.label.clone().unwrap_or_else(|| Located::new("a task".to_owned(), place));
            step.action = Action::Task(Task { what, within: Fact::Unknown });
            return;
        }
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(true, place);
    if channel == Channel::Call
        && let (Some(script), Some(copy)) = (read::text(file, node, notes), touch.variants.first_mut())
    {
        copy.body = Fact::Stated(script);
    }
    step.action = Action::Touch(Box::new(touch));
}
