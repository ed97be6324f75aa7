//! Which rules run on a file, with what weight and options: page, then preset, then config.

use super::{Page, Rule, pages};
use crate::finding::Severity;
use crate::import::facts::Facts;
use crate::source::Located;
use std::any::Any;
use std::sync::Arc;

/// A set of defaults. They differ in options and weight alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// The figures of the pages.
    #[default]
    Courteous,
    /// Warnings are errors, advice is a warning.
    Strict,
    /// The figures of the trade.
    Lenient,
}

impl Preset {
    /// Every name.
    pub const WORDS: &'static [&'static str] = &["courteous", "strict", "lenient"];

    /// The preset of a name.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "courteous" => Some(Self::Courteous),
            "strict" => Some(Self::Strict),
            "lenient" => Some(Self::Lenient),
            _ => None,
        }
    }

    /// What `severity` is under this preset.
    #[must_use]
    pub fn severity(self, severity: Severity) -> Severity {
        match (self, severity) {
            (Self::Strict, Severity::Warning) => Severity::Error,
            (Self::Strict, Severity::Info) => Severity::Warning,
            _ => severity,
        }
    }
}

/// A rule that runs.
#[derive(Clone, Debug)]
pub struct Enabled {
    /// The rule.
    pub rule: &'static Rule,
    /// Its page.
    pub page: &'static Page,
    /// Its weight.
    pub severity: Severity,
    /// Its options, as the rule's own struct.
    pub options: Arc<dyn Any + Send + Sync>,
    /// Its options as a table, phrase lists included.
    pub table: Arc<toml::Table>,
}

/// What holds for one file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The rules that run, in the order of every listing.
    pub rules: Vec<Enabled>,
    /// The preset, for findings with a weight of their own.
    pub preset: Preset,
    /// The region of campaigns that state none, from the config.
    pub region: Vec<Located<String>>,
    /// Facts that the config supplies, the nearest first.
    pub facts: Vec<Arc<Facts>>,
    /// The day of the run; offers and suppressions end by it.
    pub today: jiff::civil::Date,
}

/// What a config wants of one rule.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// A weight of its own.
    pub severity: Option<Severity>,
    /// Options to set. `extend_<list>` adds to a list.
    pub options: toml::Table,
}

impl Settings {
    /// Every rule for which `wanted` says yes, as `preset` and `wish` have it. Options that do not fit are left at
    /// their defaults; the config has reported them (see [`check_options`]).
    pub fn new(
        preset: Preset,
        today: jiff::civil::Date,
        wanted: &dyn Fn(&Rule) -> bool,
        wish: &dyn Fn(&Rule) -> Wish,
    ) -> Self {
        let rules = pages()
            .iter()
            .filter(|(rule, _)| wanted(rule))
            .filter_map(|(rule, page)| {
                let wish = wish(rule);
                let severity = wish.severity.unwrap_or_else(|| preset.severity(page.meta.severity));
                let table = merged(page, preset, &wish.options);
                let options = read_options(rule, &table).map(|options| (table, options)).or_else(|_| {
                    let table = merged(page, preset, &toml::Table::new());
                    read_options(rule, &table).map(|options| (table, options))
                });
                let (table, options) = options.ok()?;
                Some(Enabled { rule, page, severity, options, table: Arc::new(table) })
            })
            .collect();
        Self { rules, preset, region: Vec::new(), facts: Vec::new(), today }
    }

    /// Every rule at the figures of its page.
    pub fn default_on(today: jiff::civil::Date) -> Self {
        Self::new(Preset::Courteous, today, &|_| true, &|_| Wish::default())
    }

    /// The rule `name`, if it runs.
    pub fn enabled(&self, name: &str) -> Option<&Enabled> {
        self.rules.iter().find(|enabled| enabled.rule.name == name)
    }
}

/// What is wrong with `options` for `rule`, if anything: the option and why.
pub fn check_options(rule: &Rule, page: &Page, options: &toml::Table) -> Vec<(String, String)> {
    options
        .iter()
        .filter_map(|(key, value)| {
            let known = key.strip_prefix("extend_").filter(|list| list.ends_with("phrases")).unwrap_or(key);
            if !page.meta.options.contains_key(known) {
                return Some((key.clone(), format!("`{}` has no option `{key}`", rule.name)));
            }
            let one = toml::Table::from_iter([(key.clone(), value.clone())]);
            let table = merged(page, Preset::Courteous, &one);
            let wrong = match table.get(known) {
                Some(toml::Value::Array(items)) if known.ends_with("phrases") => {
                    items.iter().any(|item| !item.is_str()).then(|| "a list of phrases is a list of texts".to_owned())
                }
                _ => read_options(rule, &table).err().map(|error| error.message().to_owned()),
            };
            wrong.map(|why| (key.clone(), why))
        })
        .collect()
}

fn merged(page: &Page, preset: Preset, wish: &toml::Table) -> toml::Table {
    let mut table = page.meta.options.clone();
    if preset == Preset::Lenient {
        table.extend(page.meta.lenient.clone());
    }
    for (key, value) in wish {
        match (key.strip_prefix("extend_").and_then(|list| table.get_mut(list)), value) {
            (Some(toml::Value::Array(list)), toml::Value::Array(more)) => list.extend(more.iter().cloned()),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
    table
}

fn read_options(rule: &Rule, table: &toml::Table) -> Result<Arc<dyn Any + Send + Sync>, toml::de::Error> {
    let plain =
        table.iter().filter(|(key, _)| !key.ends_with("phrases")).map(|(k, v)| (k.clone(), v.clone())).collect();
    (rule.options)(plain)
}
