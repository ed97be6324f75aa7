//! The native format, in TOML and in JSON.
//!
//! Owns everything that FORMAT describes. A native file can say everything, so what it does not say is absent; what it
//! says wrongly is unknown, so that one cause makes one finding.

mod copies;
mod frame;
mod graph;
mod keys;
mod reader;
mod schema;
mod senders;
mod steps;
#[cfg(test)]
mod tests;
mod values;
mod wording;

pub use schema::{facts_schema, schema};

use super::{Imported, Input, MAX_STEPS};
use crate::finding::Finding;
use crate::model::{Campaign, Fact, Sender, Target};
use crate::source::{FileId, Language, Located, Span};
use crate::syntax::{Kind as Value, Node};
use copies::Copies;
use frame::{Frame, Tables};
use reader::{Absence, Reader, small};
use senders::Senders;

/// The name of the format.
const NAME: &str = "native";

/// Whether the top level has a `campaign` table or a `campaigns` array whose elements are laid out like one file.
pub fn recognises(root: &Node<'_>) -> bool {
    root.get("campaign").is_some_and(Node::is_table) || root.get("campaigns").is_some_and(|list| is_ours(root, list))
}

/// Other formats have a `campaigns` array too, of other things and beside other keys.
fn is_ours(root: &Node<'_>, list: &Node<'_>) -> bool {
    let ours = |node: &Node<'_>| node.entries().iter().any(|entry| matches!(&*entry.key, "campaign" | "step"));
    let known = |node: &Node<'_>| node.entries().iter().all(|entry| keys::ROOT.position(&entry.key, 0).is_some());
    let foreign = |node: &Node<'_>| {
        !node.entries().is_empty() && !node.entries().iter().any(|entry| keys::ROOT.position(&entry.key, 0).is_some())
    };
    matches!(list.kind, Value::Array(_))
        && (list.items().iter().any(ours) || known(root) && !list.items().iter().any(foreign))
}

/// Reads native campaigns.
pub fn import(input: &Input<'_>) -> Imported {
    let root = &input.document.root;
    if !root.is_table() {
        return Imported::default();
    }
    // What a broken file lacks may stand in the text that could not be read.
    let absence = if input.document.findings.is_empty() { Absence::Absent } else { Absence::Unknown };
    let mut reader = Reader::new(input.file, input.source.language, absence);
    let mut copies = Copies::new(input);
    let mut imported = Imported { dialect: Some(NAME), ..Imported::default() };
    let before = reader.faults();
    let tables = Tables::read(&mut reader, root, &keys::ROOT, &[]);
    if tables.campaigns.is_none() || tables.campaign.is_some() {
        let outside = first_character(root, &input.source.text);
        if !is_too_long(&reader, &tables, input, outside, &mut imported) {
            imported.campaigns.push(campaign(&mut reader, &mut copies, input, &tables, outside, before));
        }
    } else {
        belongs_to_one(&mut reader, &tables);
    }
    if let Some(field) = tables.campaigns {
        let elements = elements(&mut reader, field);
        imported.campaigns.reserve_exact(elements.len());
        for node in elements {
            let before = reader.faults();
            let tables = Tables::read(&mut reader, node, &keys::ELEMENT, &[]);
            let outside = steps::head_of(node, "");
            if !is_too_long(&reader, &tables, input, outside, &mut imported) {
                imported.campaigns.push(campaign(&mut reader, &mut copies, input, &tables, outside, before));
            }
        }
    }
    imported.findings.extend(reader.finish());
    imported
}

/// Whether a campaign has too many steps; then none of them is read, for the model of one takes many times its text.
fn is_too_long(
    reader: &Reader,
    tables: &Tables<'_, '_>,
    input: &Input<'_>,
    outside: Span,
    imported: &mut Imported,
) -> bool {
    let steps = tables.step.map_or(0, |field| field.value.items().len());
    if steps > MAX_STEPS {
        let head = tables.campaign.map_or(outside, |field| field.head());
        let name = tables.campaign.and_then(|field| field.value.get("name")?.as_str());
        imported.refuse(name.unwrap_or_else(|| stem(&input.source.path)), steps, reader.place(head));
    }
    steps > MAX_STEPS
}

/// What a `[[facts]]` of the config states.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// All but the senders.
    pub(super) frame: Frame,
    /// What holds for every sender.
    pub(super) sender: Option<Sender>,
    /// What holds for the sender of a name.
    pub(super) senders: Vec<Sender>,
}

/// Reads a `[[facts]]` table; what it does not state is unknown. Keys in `skip` are left to the caller.
pub(super) fn read_facts(file: FileId, node: &Node<'_>, skip: &[&str]) -> (Stated, Vec<Finding>) {
    let mut reader = Reader::new(file, Language::Toml, Absence::Unknown);
    let tables = Tables::read(&mut reader, node, &keys::FACTS, skip);
    let frame = frame::read(&mut reader, &tables, node.span, &keys::CAMPAIGN_FACTS);
    let (sender, senders) = Senders::read(&mut reader, &tables, node.span).into_parts();
    (Stated { frame, sender, senders }, reader.finish())
}

/// The first character of the file's value, which may be any where the file is broken.
fn first_character(root: &Node<'_>, text: &str) -> Span {
    let start = root.span.start as usize;
    let length = text.get(root.span.range()).and_then(|text| text.chars().next()).map_or(0, char::len_utf8);
    Span::new(start, start + length)
}

/// The elements of `campaigns` that can be read.
fn elements<'t, 'a>(reader: &mut Reader, field: reader::Field<'t, 'a>) -> Vec<&'t Node<'a>> {
    if !matches!(field.value.kind, Value::Array(_) | Value::Error) {
        reader.invalid(field.key, small(field.value), values::Fault::kind(field.key, field.value));
    }
    for node in field.value.items().iter().filter(|node| !matches!(node.kind, Value::Table(_) | Value::Error)) {
        reader.report(|reader| {
            let message = format!("`campaigns` holds {} where it takes a campaign", node.kind_name());
            Finding::new("structure/invalid-value", reader.place(small(node)), "not a campaign", message)
                .help("lay each out like a file of its own, with a `campaign` table and its steps")
        });
    }
    field.value.items().iter().filter(|node| node.is_table()).collect()
}

/// Tables at the top of a file of several campaigns say nothing of any of them.
fn belongs_to_one(reader: &mut Reader, tables: &Tables<'_, '_>) {
    let of_one = [
        tables.audience,
        tables.sender,
        tables.senders,
        tables.stop,
        tables.opt_out,
        tables.schedule,
        tables.limits,
        tables.step,
    ];
    for field in of_one.into_iter().flatten() {
        reader.report(|reader| {
            let message = format!("`{}` stands beside `campaigns` and belongs to none of them", field.key.name);
            Finding::new("structure/unknown-field", reader.place(field.head()), "belongs to no campaign", message)
                .help("move it into each campaign that it holds for")
        });
    }
}

/// Reads one campaign. `outside` is where it begins if it has no `campaign` table; the findings made since there were
/// `before` faults are its own.
fn campaign(
    reader: &mut Reader,
    copies: &mut Copies<'_>,
    input: &Input<'_>,
    tables: &Tables<'_, '_>,
    outside: Span,
    before: usize,
) -> Campaign {
    let head = tables.campaign.map_or(outside, |field| field.head());
    let frame = frame::read(reader, tables, head, &keys::CAMPAIGN);
    let mut senders = Senders::read(reader, tables, head);
    let faults = reader.faults();
    let steps = steps::read(reader, tables.step, &mut senders, copies);
    let misspelt = tables.step.is_some_and(|field| matches!(field.value.kind, Value::Error));
    let misplaced = tables.step.is_none() && tables.campaign.is_some_and(|field| field.value.get("step").is_some());
    let is_read = reader.is_whole() && !misspelt && !misplaced && reader.faults() == faults;
    if frame.name.is_absent() {
        report_nameless(reader, tables, head);
    }
    let made_up = || Located::new(stem(&input.source.path).to_owned(), reader.place(head));
    let name = frame.name.located().cloned().unwrap_or_else(made_up);
    for finding in reader.since(before) {
        finding.campaign = Some(name.value.clone());
    }
    Campaign {
        file: input.file,
        dialect: NAME,
        head: reader.place(head),
        name,
        purpose: frame.purpose,
        region: frame.region,
        bulk: frame.bulk,
        status: frame.status,
        audience: frame.audience,
        senders: senders.list,
        sender_known: senders.known,
        stop: frame.stop,
        opt_out: frame.opt_out,
        opt_out_others: frame.opt_out_others,
        schedule: frame.schedule,
        limits: frame.limits,
        entry: if steps.is_empty() { Target::End } else { Target::Step(0) },
        steps,
        steps_known: if is_read { Fact::stated((), reader.place(head)) } else { Fact::Unknown },
    }
}

fn report_nameless(reader: &mut Reader, tables: &Tables<'_, '_>, head: Span) {
    reader.report(|reader| {
        let (label, message, help) = if tables.campaign.is_some() {
            let help = reader.assign_to("name", "\"First class welcome\"");
            ("`name` belongs here", "the campaign has no name", help)
        } else {
            let help = reader.assign(&keys::CAMPAIGN_KEY, "");
            ("`campaign` belongs here", "a campaign has no `campaign` table with its name", help)
        };
        Finding::new("structure/missing-field", reader.place(head), label, message).help(format!("write {help}"))
    });
}

/// What identifies a campaign without a name: its file.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
