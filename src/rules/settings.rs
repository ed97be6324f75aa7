//! Which rules run on a file, with what weight and options: page, then preset, then config.

use super::{Page, Rule, pages};
use crate::copy::phrases::PhraseIndex;
use crate::finding::Severity;
use crate::import::facts::Facts;
use crate::source::Located;
use std::any::Any;
use std::sync::{Arc, OnceLock};

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
    /// Its lists of phrases: the option's name and the list's index in [`Settings::phrases`].
    pub lists: Vec<(String, usize)>,
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
    lists: Arc<Vec<(String, Vec<String>)>>,
    phrases: Arc<OnceLock<PhraseIndex>>,
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
        let mut lists = Vec::new();
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
                let lists = phrase_lists(rule, &table, &mut lists);
                Some(Enabled { rule, page, severity, options, lists })
            })
            .collect();
        Self {
            rules,
            preset,
            region: Vec::new(),
            facts: Vec::new(),
            today,
            lists: Arc::new(lists),
            phrases: Arc::new(OnceLock::new()),
        }
    }

    /// The phrases of every rule that runs, in one index; built when the first text is read.
    pub fn phrases(&self) -> &PhraseIndex {
        self.phrases.get_or_init(|| {
            let lists: Vec<_> = self.lists.iter().map(|(id, phrases)| (id.as_str(), phrases.as_slice())).collect();
            PhraseIndex::new(&lists)
        })
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

/// Adds a rule's lists of phrases to `all` and gives the name and index of each.
fn phrase_lists(rule: &Rule, table: &toml::Table, all: &mut Vec<(String, Vec<String>)>) -> Vec<(String, usize)> {
    let lists = table.iter().filter(|(key, _)| key.ends_with("phrases"));
    lists
        .filter_map(|(key, value)| {
            let phrases = value.as_array()?.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
            all.push((format!("{}:{key}", rule.name), phrases));
            Some((key.clone(), all.len() - 1))
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
