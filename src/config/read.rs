//! From the tree of a config file to a [`Config`], with everything that is wrong in one pass.

use super::{Allowed, Catalogue, Config, FailOn, Globs, Layer, Scope, keys, tables};
use crate::finding::Finding;
use crate::model::{nearest, region};
use crate::source::{FileId, Located, Place, Span};
use crate::syntax::{Document, Entry, Kind, Node};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// Reads the config `file`, whose text is `text` and which lies in `folder` (absolute, links resolved). Gives what could
/// be read, and every fault, syntax errors included.
pub fn read<F>(
    file: FileId,
    text: &str,
    document: &Document<'_>,
    folder: &Path,
    catalogue: &Catalogue<'_, F>,
) -> (Config<F>, Vec<Finding>) {
    let mut reader = Reader { file, text, folder, catalogue, findings: document.findings.clone() };
    let config = reader.config(&document.root);
    let mut findings = reader.findings;
    for finding in &mut findings {
        let span = finding.place().span;
        finding.path = document.path_at(span);
        finding.value = text.get(span.range()).unwrap_or("").chars().take(200).collect();
    }
    findings.sort_by_key(Finding::place);
    (config, findings)
}

pub(super) struct Reader<'a, F> {
    file: FileId,
    pub(super) text: &'a str,
    folder: &'a Path,
    pub(super) catalogue: &'a Catalogue<'a, F>,
    findings: Vec<Finding>,
}

impl<F> Reader<'_, F> {
    fn config(&mut self, root: &Node<'_>) -> Config<F> {
        let mut config =
            Config { layer: self.layer(root, &keys::names(keys::CONFIG), "the config"), ..Config::default() };
        for entry in root.entries() {
            let node = &entry.value;
            match &*entry.key {
                "extends" => config.extends = self.texts(node, "\"../base.toml\""),
                "fail_on" => config.fail_on = self.word(node, FailOn::WORDS).and_then(|word| FailOn::parse(&word)),
                "include" => config.include = self.scope(node),
                "exclude" => config.exclude = self.scope(node),
                "facts" => config.facts.extend(self.each_table(node).into_iter().map(|node| {
                    let (facts, findings) = (self.catalogue.facts)(self.file, node, &["files"]);
                    self.findings.extend(findings);
                    // The facts do not know this key, and would not say that a misspelt one stands for it.
                    (self.files(node, &[]), Arc::new(facts))
                })),
                "overrides" => config.overrides.extend(self.each_table(node).into_iter().map(|node| {
                    let known = keys::names(keys::OVERRIDE);
                    let layer = self.layer(node, &known, "an override");
                    (self.files(node, &known), layer)
                })),
                "allow" => {
                    config.allows.extend(self.each_table(node).into_iter().filter_map(|node| self.allowed(node)));
                }
                _ => {}
            }
        }
        config
    }

    /// The keys that the whole config and an override share; reports every key that is not in `known`.
    fn layer(&mut self, table: &Node<'_>, known: &[&str], what: &str) -> Layer {
        let mut layer = Layer::default();
        for entry in table.entries() {
            let node = &entry.value;
            match &*entry.key {
                key if !known.contains(&key) => self.unknown_key(entry, known, what),
                "preset" => layer.preset = self.word(node, self.catalogue.presets),
                "select" => layer.select = Some(self.names(node)),
                "ignore" => layer.ignore = Some(self.names(node)),
                "region" => layer.region = Some(self.regions(node)),
                "rules" => layer.rules = tables::rules(self, node),
                _ => {}
            }
        }
        layer
    }

    fn allowed(&mut self, table: &Node<'_>) -> Option<Allowed> {
        let known = keys::names(keys::ALLOW);
        let mut allowed = Allowed {
            place: self.place(table.span),
            scope: self.files(table, &known),
            path: None,
            rules: Vec::new(),
            until: None,
            inherited: false,
        };
        for entry in table.entries() {
            let node = &entry.value;
            match &*entry.key {
                "path" => allowed.path = self.string(node, "\"steps/3\""),
                "rules" => allowed.rules = self.names(node),
                "reason" => {
                    let reason = self.string(node, "a reason");
                    if reason.is_some_and(|reason| reason.trim().is_empty()) {
                        self.invalid(node.span, "empty", "a reason is needed for what is allowed", REASON);
                    }
                }
                "until" => allowed.until = self.date(node),
                key if !known.contains(&key) => self.unknown_key(entry, &known, "an allowed finding"),
                _ => {}
            }
        }
        for (key, help) in [("rules", "write rules = [\"stop/ignores-reply\"]"), ("reason", REASON)] {
            self.missing(table, key, &known, help);
        }
        (!allowed.rules.is_empty()).then_some(allowed)
    }

    fn files(&mut self, table: &Node<'_>, known: &[&str]) -> Scope {
        let Some(node) = table.get("files") else {
            self.missing(table, "files", known, "write files = [\"exports/**\"]: the files that are meant");
            return Scope { folders: Vec::new(), globs: Globs::none() };
        };
        self.scope(node).unwrap_or(Scope { folders: Vec::new(), globs: Globs::none() })
    }

    fn scope(&mut self, node: &Node<'_>) -> Option<Scope> {
        let texts = self.texts(node, "\"exports/**\"");
        let globs: Vec<&str> = texts.iter().map(|text| text.value.as_str()).collect();
        match Globs::read(&globs) {
            Ok(globs) => Some(Scope { folders: vec![self.folder.to_path_buf()], globs }),
            Err((index, why)) => {
                let span = texts.get(index).map_or(node.span, |text| text.place.span);
                self.invalid(span, "no glob", &format!("this is no glob: {why}"), "write it as in a .gitignore file");
                None
            }
        }
    }

    fn names(&mut self, node: &Node<'_>) -> Vec<String> {
        let texts = self.texts(node, "\"stop/ignores-reply\"");
        for name in &texts {
            if let Some((message, help)) = (self.catalogue.check_name)(&name.value) {
                self.invalid(name.place.span, "no rule", &message, &help);
            }
        }
        texts.into_iter().map(|text| text.value).collect()
    }

    fn regions(&mut self, node: &Node<'_>) -> Vec<Located<String>> {
        let mut regions = Vec::new();
        for text in self.texts(node, "\"US-CA\"") {
            match region::parse(&text.value) {
                Ok(code) => regions.push(Located::new(code, text.place)),
                Err(error) => {
                    let help = error.nearest.map_or_else(
                        || "write an ISO 3166 code, as \"US\" or \"US-CA\"".to_owned(),
                        |near| format!("did you mean \"{near}\"?"),
                    );
                    self.invalid(text.place.span, "no region", &format!("\"{}\" is no region", text.value), &help);
                }
            }
        }
        regions
    }

    /// The texts of a list, or the one text that stands in its place.
    fn texts(&mut self, node: &Node<'_>, example: &str) -> Vec<Located<String>> {
        let items = if node.as_str().is_some() { std::slice::from_ref(node) } else { node.items() };
        if items.is_empty() && !matches!(node.kind, Kind::Array(_) | Kind::Error) {
            self.wrong_kind(node, "a list of texts", &format!("write [{example}]"));
        }
        let mut texts = Vec::new();
        for item in items {
            match item.as_str() {
                Some(text) => texts.push(Located::new(text.to_owned(), self.place(item.span))),
                None => self.wrong_kind(item, "text", &format!("write {example}")),
            }
        }
        texts
    }

    fn string(&mut self, node: &Node<'_>, example: &str) -> Option<String> {
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_kind(node, "text", &format!("write {example}"));
        }
        text
    }

    /// One of `words`.
    pub(super) fn word(&mut self, node: &Node<'_>, words: &[&str]) -> Option<String> {
        let list = || format!("write one of {}", words.join(", "));
        let Some(text) = node.as_str() else {
            self.wrong_kind(node, "text", &list());
            return None;
        };
        if words.contains(&text) {
            return Some(text.to_owned());
        }
        let help = nearest(text, words.iter().copied()).map_or_else(list, |near| format!("did you mean \"{near}\"?"));
        self.invalid(node.span, "not in the list", &format!("\"{text}\" is none of {}", words.join(", ")), &help);
        None
    }

    fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        let text = match &node.kind {
            Kind::Date(text) | Kind::String(text) => text.get(..10).unwrap_or(text),
            _ => "",
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.invalid(node.span, "no date", "a day is needed here", "write the day as 2027-03-01");
        }
        date
    }

    /// The tables of an array of tables.
    fn each_table<'n>(&mut self, node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
        if node.is_table() {
            return vec![node];
        }
        if !matches!(node.kind, Kind::Array(_)) {
            self.wrong_kind(node, "a list of tables", "head each with its name in [[ ]]");
        }
        let (tables, others): (Vec<_>, Vec<_>) = node.items().iter().partition(|item| item.is_table());
        for item in others {
            self.wrong_kind(item, "a table", "head each with its name in [[ ]]");
        }
        tables
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry<'_>, known: &[&str], what: &str) {
        let help = nearest(&entry.key, known.iter().copied()).map_or_else(
            || match known {
                [] => "take it out".to_owned(),
                known => format!("what may stand here: {}", known.join(", ")),
            },
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("{what} has no key `{}`", entry.key);
        let place = self.place(entry.key_span);
        self.findings.push(Finding::new("structure/unknown-field", place, "not known here", message).help(help));
    }

    pub(super) fn invalid(&mut self, span: Span, label: &str, message: &str, help: &str) {
        let place = self.place(span);
        self.findings.push(Finding::new("structure/invalid-value", place, label, message).help(help));
    }

    pub(super) fn wrong_kind(&mut self, node: &Node<'_>, wanted: &str, help: &str) {
        if !matches!(node.kind, Kind::Error) {
            let kind = node.kind_name();
            self.invalid(node.span, &format!("{kind}, not {wanted}"), &format!("{wanted} is needed here"), help);
        }
    }

    /// Says that `key` is missing, where it is and no key that `table` has is a misspelling of it: that is said already.
    fn missing(&mut self, table: &Node<'_>, key: &str, known: &[&str], help: &str) {
        let is_meant = |entry: &Entry<'_>| {
            !known.contains(&&*entry.key) && nearest(&entry.key, known.iter().copied()) == Some(key)
        };
        if table.get(key).is_some() || table.entries().iter().any(is_meant) {
            return;
        }
        let place = self.place(table.span);
        let message = format!("`{key}` is missing here");
        self.findings.push(Finding::new("structure/missing-field", place, "here", message).help(help));
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }
}

const REASON: &str = "write reason = \"...\": why this may stay as it is";
