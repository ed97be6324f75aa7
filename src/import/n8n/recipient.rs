//! Whom a node writes to: a person of a list, somebody who wrote first, or the owner's own people.

use super::fields::{set_above, set_by};
use super::graph::{Graph, Start, Starts};
use super::send::Send;
use super::texts::{is_expression, path_of, words};
use crate::import::read;
use std::collections::HashSet;

/// The recipient of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// Somebody of whom the workflow has learnt: a lead, a customer.
    Person,
    /// Somebody who has just written, and gets an answer.
    Asker,
    /// Whoever runs the workflow, or works with them.
    Team,
}

/// Whom the node at `index` of the workflow `title` writes to.
pub(super) fn whom(graph: &Graph<'_, '_>, starts: &Starts, title: &str, index: usize, send: &Send<'_, '_>) -> Whom {
    let name = words(graph.name(index));
    let answers = starts.answers(index);
    if send.replies {
        // An inbox that is looked through on a schedule holds what others wrote.
        let answers = answers.is_some() || !follows_a_list(graph, index) && reads_an_inbox(graph, index);
        return if answers { Whom::Asker } else { Whom::Person };
    }
    let Some(to) = send.to else {
        return match answers {
            // Sites take out what is an author's own.
            _ if !graph.is_stripped() || has(&name, INSIDE) || has(&name, NEWS) => Whom::Team,
            // What says nothing at all is for people where a name says so.
            _ if has(&words(title), WATCHES) || !(has(&name, PEOPLE) || has(&words(title), PEOPLE)) => Whom::Team,
            Some(_) => Whom::Asker,
            None => Whom::Person,
        };
    };
    if to.is_table() || to.items().len() > 1 {
        return Whom::Team;
    }
    let text = to.items().first().unwrap_or(to).as_str().unwrap_or_default();
    let found = resolve(graph, index, text, 0);
    match found {
        Found::Fixed | Found::Inside => Whom::Team,
        _ if has(&name, INSIDE) => Whom::Team,
        Found::Author if answers.is_some() => Whom::Asker,
        // In a chat somebody asks for what is done at once, whoever it reaches.
        _ if answers == Some(Start::Chat) => Whom::Asker,
        Found::Author | Found::Data => Whom::Person,
    }
}

/// What a value turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// An address that is always the same.
    Fixed,
    /// A field that is named for somebody inside.
    Inside,
    /// Whoever wrote the message that came in.
    Author,
    /// A field of a list, a form or a shop.
    Data,
}

/// How far a value is followed through nodes that set it.
const MAX_DEPTH: usize = 6;

fn resolve(graph: &Graph<'_, '_>, index: usize, text: &str, depth: usize) -> Found {
    let text = text.trim();
    if !is_expression(text) {
        return Found::Fixed;
    }
    let inner = text.split_once("{{").map_or(text, |(_, rest)| rest);
    let inner = inner.split_once("}}").map_or(inner, |(inner, _)| inner).trim();
    if ["$env", "$vars", "$credentials", "$secrets", "$workflow"].iter().any(|part| inner.starts_with(part)) {
        return Found::Inside;
    }
    if inner.starts_with(['"', '\'']) || !inner.contains('$') {
        return if inner.contains('$') { Found::Data } else { Found::Fixed };
    }
    let path = path_of(inner);
    let named = path
        .first()
        .and_then(|name| graph.named(name))
        .filter(|_| inner.starts_with("$(") || inner.starts_with("$node") || inner.starts_with("$item"));
    let fields = if named.is_some() { path.get(1..).unwrap_or_default() } else { path.as_slice() };
    let field = fields.last().map(|field| words(field)).unwrap_or_default();
    let notified = field == ["notify", "email"];
    if notified || has(&field, INSIDE) || fields.iter().any(|field| has(&words(field), ROLES)) {
        return Found::Inside;
    }
    let is_author = fields.iter().any(|field| {
        matches!(
            field.to_lowercase().as_str(),
            "from"
                | "wa_id"
                | "waid"
                | "sender"
                | "replyto"
                | "reply_to"
                | "senderid"
                | "sender_id"
                | "sender_email"
                | "senderemail"
                | "sender_phone"
                | "sessionid"
                | "chatid"
                | "fromemail"
                | "from_email"
        )
    });
    if depth < MAX_DEPTH
        && let Some(field) = fields.first()
    {
        let set = match named {
            Some(node) => set_by(graph, node, field).map(|value| (node, value)),
            None => set_above(graph, index, field),
        };
        if let Some((node, value)) = set {
            return match resolve(graph, node, &value, depth + 1) {
                Found::Data if is_author => Found::Author,
                found => found,
            };
        }
    }
    if named.is_some_and(|node| is_settings(graph, node)) {
        return Found::Inside;
    }
    if is_author { Found::Author } else { Found::Data }
}

/// Whether a node holds what the author set up for themselves.
fn is_settings(graph: &Graph<'_, '_>, node: usize) -> bool {
    const SETTINGS: &str = "config configuration configure settings setting setup variables variable parameters params globals \
        constants credentials environment env defaults preferences initialize dependencies";
    matches!(graph.kind(node), "set" | "code" | "function" | "functionitem" | "datatable")
        && has(&words(graph.name(node)), SETTINGS)
}

/// Whether a list of people was read before a node.
fn follows_a_list(graph: &Graph<'_, '_>, index: usize) -> bool {
    const LISTS: &[&str] = &[
        "googlesheets",
        "airtable",
        "notion",
        "hubspot",
        "salesforce",
        "pipedrive",
        "postgres",
        "mysql",
        "supabase",
        "datatable",
        "nocodb",
        "baserow",
        "googlesheetstrigger",
        "airtabletrigger",
        "mongodb",
        "seatable",
        "microsoftexcel",
    ];
    above(graph, index, |node| {
        let writes = graph.parameters(node).is_some_and(|parameters| {
            matches!(
                read::word(parameters, "operation").as_str(),
                "append" | "appendorupdate" | "update" | "create" | "insert" | "upsert"
            )
        });
        LISTS.contains(&graph.kind(node)) && !writes
    })
}

/// Whether messages of an inbox were read before a node.
fn reads_an_inbox(graph: &Graph<'_, '_>, index: usize) -> bool {
    above(graph, index, |node| {
        let reads = graph
            .parameters(node)
            .is_some_and(|parameters| matches!(read::word(parameters, "operation").as_str(), "getall" | "get"));
        matches!(graph.kind(node), "gmail" | "microsoftoutlook") && reads
    })
}

fn above(graph: &Graph<'_, '_>, index: usize, is: impl Fn(usize) -> bool) -> bool {
    let mut seen = HashSet::from([index]);
    let mut open: Vec<usize> = graph.ins(index).to_vec();
    while let Some(node) = open.pop() {
        if seen.insert(node) {
            if is(node) {
                return true;
            }
            open.extend(graph.ins(node));
        }
    }
    false
}

fn has(words: &[String], list: &str) -> bool {
    words.iter().any(|word| list.split_whitespace().any(|other| other == word))
}

/// Words that name somebody inside, or what goes to them alone.
const INSIDE: &str = "admin admins administrator owner owners manager managers team teams internal staff error errors approver \
    approvers approval reviewer reviewers supervisor ceo cfo cto hr finance procurement operator assignee \
    ops recruiter interviewer editor moderator accountant oncall engineer engineers developer developers \
    devops employee employees teacher teachers alert alerts notification notifications \
    escalation warehouse principal stakeholder stakeholders organizer organizers reporting agent rep auditor \
    boss coordinator hiring resolver";

/// Words of a path that name somebody inside whatever the field is.
const ROLES: &str = "owner manager admin assignee recruiter interviewer reviewer reviewers approver employee employees staff \
    supervisor teacher notifications team rep agent";

/// Words of what goes out to whoever runs a workflow, and of nodes that read and sort mail.
const NEWS: &str = "notify notification report reports summary digest log status failed failure backup result results review \
    escalate draft create get find label archive load read fetch search inbox history thread previous \
    trigger mark move delete trash wait response scrum attendees download";

/// Words of the name of a workflow that writes to whoever runs it.
const WATCHES: &str = "report reports reporting alert alerts digest summary monitor monitoring backup tracker audit sprint \
    error errors summarize briefing";

/// Words of what is written for people outside.
const PEOPLE: &str = "lead leads customer customers client clients patient patients subscriber subscribers guest guests \
    contact contacts candidate candidates applicant applicants prospect prospects tenant student students \
    member members attendee outreach cold nurture follow followup welcome onboarding reminder reminders \
    newsletter campaign campaigns marketing drip sequence appointment appointments booking bookings \
    personalized birthday quote cart survey testimonial winback renewal promo promotion sms";
