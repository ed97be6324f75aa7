//! Who speaks: `[sender]`, `[senders.NAME]`, and the `sender` of a step.

use super::frame::Tables;
use super::keys::{self, Key};
use super::reader::{Field, Gap, Reader, Section};
use super::values::{self, Fault};
use super::wording::quoted;
use crate::model::{Assignment, Fact, Sender, nearest};
use crate::source::{Place, Span};
use std::collections::BTreeMap;

/// The senders of a campaign, and how a step finds its own.
#[derive(Debug)]
pub(crate) struct Senders {
    /// The lone `[sender]` first, then those with names, then those that only steps name.
    pub(crate) list: Vec<Sender>,
    /// Whether the list is all there is.
    pub(crate) known: Fact<()>,
    lone: Option<usize>,
    /// A step has said what the lone one is called.
    lone_is_called: bool,
    by_name: BTreeMap<String, usize>,
    /// There are `[senders.NAME]` tables, so that a step can only mean one of them.
    named: bool,
}

impl Senders {
    /// Reads the tables; `head` is where the campaign begins.
    pub(crate) fn read(reader: &mut Reader, tables: &Tables<'_, '_>, head: Span) -> Self {
        let mut senders = Self {
            // Most campaigns have one.
            list: Vec::with_capacity(1),
            known: reader.gap(head).fact(),
            lone: None,
            lone_is_called: false,
            by_name: BTreeMap::new(),
            named: tables.senders.is_some(),
        };
        let lone = reader.section(tables.sender, head);
        if lone.node.is_some() {
            senders.lone = Some(0);
            senders.list.push(sender(reader, lone));
        }
        let named = reader.section(tables.senders, head);
        for entry in named.node.map_or(&[][..], |node| node.entries()) {
            let field = Field { key: &keys::A_SENDER, at: entry.key_span, value: &entry.value };
            let section = reader.section(Some(field), entry.key_span);
            let mut sender = sender(reader, section);
            sender.key = entry.key.to_string();
            senders.by_name.entry(sender.key.clone()).or_insert(senders.list.len());
            senders.list.push(sender);
        }
        let broken = |section: &Section<'_, '_>| section.place.is_some() && section.node.is_none();
        if broken(&lone) || broken(&named) {
            senders.known = Fact::Unknown;
        } else if let Some(first) = senders.list.first() {
            senders.known = Fact::stated((), first.place);
        }
        senders
    }

    /// The lone sender, and those with names.
    pub(crate) fn into_parts(mut self) -> (Option<Sender>, Vec<Sender>) {
        let named = self.list.split_off(usize::from(self.lone.is_some()));
        (self.list.pop(), named)
    }

    /// The sender of a step that names none: the lone one, or the only one with a name.
    pub(crate) fn default(&self, gap: Gap) -> Fact<usize> {
        let only = if self.list.len() == 1 { Some(0) } else { self.lone };
        match (&self.known, only.and_then(|index| Some((index, self.list.get(index)?)))) {
            (Fact::Unknown, _) => Fact::Unknown,
            (_, Some((index, sender))) => Fact::stated(index, sender.place),
            _ => gap.fact(),
        }
    }

    /// The sender that a step names.
    pub(crate) fn named(&mut self, reader: &mut Reader, field: Field<'_, '_>) -> Fact<usize> {
        let name = match reader.fact(field, values::text) {
            Fact::Stated(name) => name,
            other => return other.place().map_or(Fact::Unknown, Fact::Absent),
        };
        if let Some(index) = self.find(&name.value) {
            return Fact::stated(index, name.place);
        }
        if self.known.is_unknown() {
            return Fact::Unknown;
        }
        if self.named {
            let fault = self.no_sender(field.key, &name.value);
            reader.invalid(field.key, field.value.span, fault);
            return Fact::Unknown;
        }
        let index = self.list.len();
        let sender = self.by_name_alone(reader, &name.value, name.place);
        self.by_name.insert(sender.key.clone(), index);
        self.list.push(sender);
        Fact::stated(index, name.place)
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        let index = self.lone?;
        let called = self.lone_is_called;
        let sender =
            self.list.get_mut(index).filter(|sender| is_called(sender, name) || !called && is_nameless(sender))?;
        // Findings and the timeline call the one sender what the steps call it.
        if !std::mem::replace(&mut self.lone_is_called, true) {
            name.clone_into(&mut sender.key);
        }
        self.by_name.insert(name.to_owned(), index);
        Some(index)
    }

    /// A sender that only steps name, beside a lone one: another person of the same organization.
    fn by_name_alone(&self, reader: &Reader, name: &str, place: Place) -> Sender {
        let mut sender = nobody(place, reader.gap(place.span));
        name.clone_into(&mut sender.key);
        sender.name = Fact::stated(name.to_owned(), place);
        if let Some(lone) = self.lone.and_then(|index| self.list.get(index)) {
            sender.organization.clone_from(&lone.organization);
            sender.postal_address.clone_from(&lone.postal_address);
            sender.dkim_domain.clone_from(&lone.dkim_domain);
        }
        sender
    }

    fn no_sender(&self, key: &Key, name: &str) -> Fault {
        let fault = Fault::new(format!("no sender is called {}", quoted(name)), "no such sender");
        let shown = |sender: &&Sender| sender.name.is(|shown| shown.eq_ignore_ascii_case(name));
        let near = self.list.iter().find(shown).map(|sender| sender.key.as_str());
        match near.or_else(|| nearest(name, self.by_name.keys().map(String::as_str))) {
            Some(near) => fault.help(format!("did you mean \"{near}\"?")),
            None => fault.help(format!("write `[senders.NAME]` with the NAME that `{}` takes", key.name)),
        }
    }
}

/// Whether the table does not say who it is, so that the first step that names somebody says it.
fn is_nameless(sender: &Sender) -> bool {
    sender.name.is_absent() && sender.email.is_absent()
}

fn is_called(sender: &Sender, name: &str) -> bool {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    let local = |email: &String| email.split_once('@').is_some_and(|(local, _)| is(local));
    sender.name.is(|own| is(own) || own.split_whitespace().next().is_some_and(is)) || sender.email.is(local)
}

/// One who speaks; its key is its name, else its email, else `sender`.
fn sender(reader: &mut Reader, Section { place, node, gap }: Section<'_, '_>) -> Sender {
    let mut sender = nobody(place.unwrap_or_default(), gap);
    reader.each(node, &keys::SENDER, |reader, field| match field.key.name {
        "name" => sender.name = reader.fact(field, values::text),
        "email" => sender.email = reader.fact(field, values::text),
        "reply_to" => sender.reply_to = reader.fact(field, values::text),
        "phone" => sender.phone = reader.fact(field, values::text),
        "organization" => sender.organization = reader.fact(field, values::text),
        "postal_address" => sender.postal_address = reader.fact(field, values::text),
        "dkim_domain" => sender.dkim_domain = reader.fact(field, values::text),
        "assignment" => sender.assignment = reader.fact(field, values::word(Assignment::parse)),
        _ => {}
    });
    let called = sender.name.value().or(sender.email.value());
    sender.key = called.map_or_else(|| "sender".to_owned(), Clone::clone);
    sender
}

/// A sender of whom only the place is known.
fn nobody(place: Place, gap: Gap) -> Sender {
    Sender {
        key: String::new(),
        place,
        name: gap.fact(),
        email: gap.fact(),
        reply_to: gap.fact(),
        phone: gap.fact(),
        organization: gap.fact(),
        postal_address: gap.fact(),
        dkim_domain: gap.fact(),
        assignment: gap.fact(),
    }
}
