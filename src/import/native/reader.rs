//! The one walk over a native tree: hands out the keys that a table knows and collects every fault of a file.
//!
//! Owns unknown keys, wrong kinds of value and how a fault is worded. It must not know what a key is for.

use super::keys::{Key, Kind, Table};
use super::values::{Fault, Parsed};
use super::wording::{belongs_to, knows, quoted};
use crate::finding::Finding;
use crate::model::{Fact, nearest};
use crate::source::{FileId, Language, Located, Place, Span};
use crate::syntax::{Kind as Value, Node};

/// How many faults of one file are looked for; behind them nothing is known, so that a hostile file costs little.
const MAX_FAULTS: usize = 1_000;

/// What stands for the value of a misspelt key: no rule may judge from it, nor from its absence.
static UNREADABLE: Node<'static> =
    Node { span: Span { start: 0, end: 0 }, extent: Span { start: 0, end: 0 }, kind: Value::Error };

/// Reads the tables of one file.
#[derive(Debug)]
pub(crate) struct Reader {
    file: FileId,
    language: Language,
    absence: Absence,
    findings: Vec<Finding>,
}

/// What a missing key says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// The file could say it and does not.
    Absent,
    /// Nothing: the file's text is broken, or it is the config, which adds facts and takes none away.
    Unknown,
}

/// What a missing key of a certain table says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gap {
    /// It is absent; here it would stand.
    At(Place),
    /// Nothing.
    Unknown,
}

/// A known key of a table, with its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'t, 'a> {
    /// The key.
    pub(crate) key: &'static Key,
    /// Where the key stands.
    pub(crate) at: Span,
    /// The value; of a misspelt key, an error node.
    pub(crate) value: &'t Node<'a>,
}

/// A table of a campaign, or the lack of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'t, 'a> {
    /// Where it stands, where it does.
    pub(crate) place: Option<Place>,
    /// Its keys.
    pub(crate) node: Option<&'t Node<'a>>,
    /// What a key says that is not among them.
    pub(crate) gap: Gap,
}

impl Gap {
    /// The fact of a missing key.
    pub(crate) fn fact<T>(self) -> Fact<T> {
        match self {
            Self::At(place) => Fact::Absent(place),
            Self::Unknown => Fact::Unknown,
        }
    }
}

impl Field<'_, '_> {
    /// A small place for the value as a whole: the header of a TOML table, else the key.
    pub(crate) fn head(&self) -> Span {
        if is_unreadable(self.value) || is_inline(self.value) { self.at } else { self.value.span }
    }
}

/// A small place for a value of the wrong kind: of what may go on for many lines, the bracket that opens it.
pub(crate) fn small(value: &Node<'_>) -> Span {
    let start = value.span.start as usize;
    match &value.kind {
        Value::Table(_) if is_inline(value) => Span::new(start, start + 1),
        Value::Array(items)
            if items.first().is_some_and(|item| value.span.holds(item.span) && value.span != item.span) =>
        {
            Span::new(start, start + 1)
        }
        _ => value.span,
    }
}

/// Whether a table stands in braces, where its span is the whole of it.
pub(crate) fn is_inline(table: &Node<'_>) -> bool {
    table.entries().first().is_some_and(|entry| table.span.holds(entry.key_span))
}

fn is_unreadable(node: &Node<'_>) -> bool {
    matches!(node.kind, Value::Error)
}

impl Reader {
    /// A reader of `file`, which is written in `language`.
    pub(crate) fn new(file: FileId, language: Language, absence: Absence) -> Self {
        Self { file, language, absence, findings: Vec::new() }
    }

    /// What was found, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        if self.is_full()
            && let Some(last) = self.findings.last_mut()
        {
            last.note = Some(format!("{MAX_FAULTS} faults of this file are shown, and there may be more"));
        }
        self.findings.sort_by_key(Finding::place);
        self.findings
    }

    /// How many faults there are so far.
    pub(crate) fn faults(&self) -> usize {
        self.findings.len()
    }

    /// The findings made since there were `before` faults.
    pub(crate) fn since(&mut self, before: usize) -> &mut [Finding] {
        self.findings.get_mut(before..).unwrap_or_default()
    }

    fn is_full(&self) -> bool {
        self.findings.len() >= MAX_FAULTS
    }

    /// The place of `span`.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    /// What a key says that is missing in the table at `span`.
    pub(crate) fn gap(&self, span: Span) -> Gap {
        match self.absence {
            Absence::Absent => Gap::At(self.place(span)),
            Absence::Unknown => Gap::Unknown,
        }
    }

    /// Whether what is missing may be reported as missing.
    pub(crate) fn is_whole(&self) -> bool {
        self.absence == Absence::Absent
    }

    /// How the file is written.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Adds a finding, unless there are too many.
    pub(crate) fn report(&mut self, make: impl FnOnce(&Self) -> Finding) {
        if !self.is_full() {
            let finding = make(self);
            self.findings.push(finding);
        }
    }

    /// Reports a value that cannot be.
    pub(crate) fn invalid(&mut self, key: &'static Key, span: Span, fault: Fault) {
        self.report(|reader| {
            let help = fault.help.unwrap_or_else(|| format!("write {}", reader.assign(key, key.example)));
            Finding::new("structure/invalid-value", reader.place(span), fault.label, fault.message).help(help)
        });
    }

    /// `key = value` as the file's language writes it; `value` as JSON, or of a table as TOML writes it inline.
    pub(crate) fn assign(&self, key: &Key, value: &str) -> String {
        let name = key.name;
        match (&key.kind, self.language) {
            (Kind::Table(table), Language::Toml) => format!("`{}` and its fields below it", table.header),
            (Kind::Tables(table), Language::Toml) => format!("`{}` before each", table.header),
            (Kind::Named(_), Language::Toml) => format!("`[{name}.NAME]` and its fields below it"),
            (Kind::Table(_) | Kind::Named(_), _) => format!("`\"{name}\": {{ ... }}`"),
            (Kind::Tables(_), _) => format!("`\"{name}\": [{{ ... }}]`"),
            _ => self.assign_to(name, value),
        }
    }

    /// `name = value` as the file's language writes it; `value` as JSON.
    pub(crate) fn assign_to(&self, name: &str, value: &str) -> String {
        match self.language {
            Language::Toml => format!("`{name} = {value}`"),
            _ => format!("`\"{name}\": {value}`"),
        }
    }

    /// Hands each known key of `node` to `take`, once; reports the others. Gives whether there are no others.
    pub(crate) fn each<'t, 'a>(
        &mut self,
        node: Option<&'t Node<'a>>,
        table: &'static Table,
        take: impl FnMut(&mut Self, Field<'t, 'a>),
    ) -> bool {
        self.each_but(node, table, &[], take)
    }

    /// The same, with keys that are somebody else's.
    pub(crate) fn each_but<'t, 'a>(
        &mut self,
        node: Option<&'t Node<'a>>,
        table: &'static Table,
        skip: &[&str],
        mut take: impl FnMut(&mut Self, Field<'t, 'a>),
    ) -> bool {
        let Some(node) = node else { return true };
        let mut known = true;
        let mut seen = 0_u64;
        let mut next = 0;
        for entry in node.entries() {
            let Some(index) = table.position(&entry.key, next) else {
                if skip.contains(&&*entry.key) {
                    continue;
                }
                known = false;
                if let Some(field) = self.unknown(node, entry.key_span, &entry.key, &entry.value, table) {
                    take(self, field);
                }
                continue;
            };
            next = index + 1;
            let bit = 1_u64 << (index % 64);
            if let Some(key) = table.keys.get(index).filter(|_| seen & bit == 0) {
                take(self, Field { key, at: entry.key_span, value: &entry.value });
            }
            seen |= bit;
        }
        known
    }

    /// Reports a key that the table does not know. Gives the key that was meant, where one is near enough and is not
    /// there as well: tables are read under it, so that their own faults show; any other value counts as unreadable.
    fn unknown<'t, 'a>(
        &mut self,
        node: &Node<'_>,
        at: Span,
        name: &str,
        value: &'t Node<'a>,
        table: &'static Table,
    ) -> Option<Field<'t, 'a>> {
        if self.is_full() {
            return None;
        }
        let meant = meant(name, table);
        self.report(|reader| {
            let help = match meant {
                Some(key) => format!("did you mean `{}`?", key.name),
                None => belongs_to(&snake_case(name), table).unwrap_or_else(|| knows(table)),
            };
            let message = format!("{} has no field {}", table.what, quoted(name));
            Finding::new("structure/unknown-field", reader.place(at), "unknown field", message).help(help)
        });
        let key = meant.filter(|key| node.get(key.name).is_none())?;
        let readable = match key.kind {
            Kind::Table(_) | Kind::Named(_) => value.is_table(),
            Kind::Tables(_) => matches!(value.kind, Value::Array(_)),
            _ => false,
        };
        Some(Field { key, at, value: if readable { value } else { &UNREADABLE } })
    }

    /// The table of a key, or what its lack says; `head` is where it would stand.
    pub(crate) fn section<'t, 'a>(&mut self, field: Option<Field<'t, 'a>>, head: Span) -> Section<'t, 'a> {
        let Some(field) = field else { return Section { place: None, node: None, gap: self.gap(head) } };
        let place = Some(self.place(field.head()));
        if field.value.is_table() {
            return Section { place, node: Some(field.value), gap: self.gap(field.head()) };
        }
        if !is_unreadable(field.value) {
            self.invalid(field.key, small(field.value), Fault::kind(field.key, field.value));
        }
        Section { place, node: None, gap: Gap::Unknown }
    }

    /// The fact that a value states; a value that cannot be is reported, and nothing is known.
    pub(crate) fn fact<T>(
        &mut self,
        field: Field<'_, '_>,
        parse: impl FnOnce(&Key, &Node<'_>) -> Parsed<T>,
    ) -> Fact<T> {
        if is_unreadable(field.value) || self.is_full() {
            return Fact::Unknown;
        }
        match parse(field.key, field.value) {
            Ok(value) => Fact::stated(value, self.place(field.value.span)),
            Err(fault) => {
                self.invalid(field.key, small(field.value), *fault);
                Fact::Unknown
            }
        }
    }

    /// The fact that a list states; unknown where one item cannot be, so that nothing is judged from the rest.
    pub(crate) fn list<T>(
        &mut self,
        field: Field<'_, '_>,
        parse: impl Fn(&Key, &Node<'_>) -> Parsed<T>,
    ) -> Fact<Vec<Located<T>>> {
        match self.items(field, parse) {
            (items, true) => Fact::stated(items, self.place(field.value.span)),
            _ => Fact::Unknown,
        }
    }

    /// The items of a list that can be read, and whether that is all of them.
    pub(crate) fn items<T>(
        &mut self,
        field: Field<'_, '_>,
        parse: impl Fn(&Key, &Node<'_>) -> Parsed<T>,
    ) -> (Vec<Located<T>>, bool) {
        let items = match (&field.value.kind, &field.key.kind) {
            (Value::Error, _) => return (Vec::new(), false),
            (Value::Array(items), _) => items.as_slice(),
            (Value::String(_), Kind::Regions) => std::slice::from_ref(field.value),
            _ => {
                self.invalid(field.key, small(field.value), Fault::kind(field.key, field.value));
                return (Vec::new(), false);
            }
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if self.is_full() {
                break;
            }
            match parse(field.key, item) {
                _ if is_unreadable(item) => {}
                Ok(value) => read.push(Located::new(value, self.place(item.span))),
                Err(_) if item.as_str().is_none() => self.invalid(field.key, small(item), Fault::item(field.key, item)),
                Err(fault) => self.invalid(field.key, item.span, *fault),
            }
        }
        let whole = read.len() == items.len();
        (read, whole)
    }
}

/// The key that a misspelt one stands for.
fn meant(name: &str, table: &'static Table) -> Option<&'static Key> {
    let plain = snake_case(name);
    let called = table.keys.iter().find(|key| key.name == plain || key.also.contains(&plain.as_str()));
    if called.is_some() || belongs_to(&plain, table).is_some() {
        return called;
    }
    let near = nearest(&plain, table.keys.iter().map(|key| key.name))?;
    table.keys.iter().find(|key| key.name == near)
}

/// `replyTo`, `Reply-To` and `reply to` as `reply_to`.
fn snake_case(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().take(64) {
        match c {
            '-' | ' ' | '_' => plain.push('_'),
            _ if c.is_uppercase() => {
                if plain.ends_with(|last: char| last.is_lowercase()) {
                    plain.push('_');
                }
                plain.extend(c.to_lowercase());
            }
            _ => plain.push(c),
        }
    }
    plain
}
