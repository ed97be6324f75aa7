//! What holds for one file: the pages, the preset, the config above it, the overrides in that, the command line.

use super::selection::{self, Selection};
use super::suppress::{Allow, Watch};
use crate::config::{self, Catalogue, Config, Layer, RulePart, Weight};
use crate::import::facts::{self, Facts};
use crate::import::native;
use crate::rules::{self, Page, Preset, Rule, Settings, Wish};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// What the command line (or an editor) says of every file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Which rules.
    pub selection: Selection,
    /// The figures that hold.
    pub preset: Option<Preset>,
}

/// Which entries of a config hold for a file, by index. Files of which the same hold share their settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    overrides: Vec<usize>,
    facts: Vec<usize>,
    allows: Vec<usize>,
}

/// What a config must know of rules and facts.
pub fn catalogue() -> Catalogue<'static, Facts> {
    Catalogue {
        check_name: &selection::check_name,
        options: &options,
        check_option: &check_option,
        presets: Preset::WORDS,
        facts: &facts::read,
    }
}

/// The JSON Schema of a config file.
pub fn config_schema() -> serde_json::Value {
    let mut names: Vec<&str> = rules::all().map(Rule::group).collect();
    names.dedup();
    names.extend(rules::all().map(|rule| rule.name));
    names.insert(0, "all");
    let options = |page: &'static Page| {
        let each = page.meta.options.iter();
        each.map(|(name, value)| (name.as_str(), value, page.option_comment(name))).collect()
    };
    let rule = |(rule, page): &'static (&'static Rule, Page)| RulePart {
        name: rule.name,
        summary: &page.meta.summary,
        options: options(page),
    };
    config::schema(&config::Parts {
        presets: Preset::WORDS,
        names,
        rules: rules::pages().iter().map(rule).collect(),
        facts: native::facts_schema(),
    })
}

/// Which entries of `config` hold for the file at `path` (absolute, links resolved).
pub fn standing(config: &Config<Facts>, path: &Path) -> Standing {
    let holding = |scopes: &mut dyn Iterator<Item = &crate::config::Scope>| -> Vec<usize> {
        scopes.enumerate().filter(|(_, scope)| scope.holds(path)).map(|(index, _)| index).collect()
    };
    Standing {
        overrides: holding(&mut config.overrides.iter().map(|(scope, _)| scope)),
        facts: holding(&mut config.facts.iter().map(|(scope, _)| scope)),
        allows: holding(&mut config.allows.iter().map(|allow| &allow.scope)),
    }
}

/// The settings for the files of which `standing` holds.
pub fn settings(config: &Config<Facts>, standing: &Standing, wishes: &Wishes, today: Date) -> Settings {
    let overrides = || standing.overrides.iter().filter_map(|index| Some(&config.overrides.get(*index)?.1));
    let layers: Vec<&Layer> = std::iter::once(&config.layer).chain(overrides()).collect();
    let preset =
        wishes.preset.or_else(|| layers.iter().rev().find_map(|layer| layer.preset.as_deref().and_then(Preset::parse)));
    let selections: Vec<Selection> = layers.iter().map(|layer| selection(layer)).collect();
    let merged = layers.iter().fold(Layer::default(), |below, layer| (*layer).clone().over(below)).rules;
    let is_off = |rule: &Rule| merged.get(rule.name).is_some_and(|layer| layer.weight == Some(Weight::Off));
    let wanted = |rule: &Rule| {
        let configured = selections.iter().fold(true, |before, selection| selection.wants(rule, before));
        wishes.selection.wants(rule, configured) && (!is_off(rule) || wishes.selection.names(rule))
    };
    let wish = |rule: &Rule| {
        merged.get(rule.name).map_or_else(Wish::default, |layer| Wish {
            severity: layer.weight.and_then(|weight| match weight {
                Weight::On(severity) => Some(severity),
                Weight::Off => None,
            }),
            options: layer.options.clone(),
        })
    };
    let mut settings = Settings::new(preset.unwrap_or_default(), today, &wanted, &wish);
    settings.region = layers.iter().rev().find_map(|layer| layer.region.clone()).unwrap_or_default();
    settings.facts = standing.facts.iter().filter_map(|index| Some(Arc::clone(&config.facts.get(*index)?.1))).collect();
    settings
}

/// What `config` allows, in its order; [`allowed`] picks those that a file is concerned by. `watch` is what is to be
/// said of one that hides nothing; nothing is said of those that an extended config brought.
pub fn allows(config: &Config<Facts>, watch: Watch) -> Vec<Arc<Allow>> {
    let allow = |allowed: &crate::config::Allowed| Allow {
        place: allowed.place,
        rules: allowed.rules.clone(),
        path: allowed.path.clone(),
        until: allowed.until,
        watch: if allowed.inherited { Watch::Silent } else { watch },
    };
    config.allows.iter().map(|allowed| Arc::new(allow(allowed))).collect()
}

/// Those of `allows` that hold where `standing` does.
pub fn allowed(allows: &[Arc<Allow>], standing: &Standing) -> Arc<[Arc<Allow>]> {
    standing.allows.iter().filter_map(|index| allows.get(*index).cloned()).collect()
}

fn selection(layer: &Layer) -> Selection {
    Selection { select: layer.select.clone(), ignore: layer.ignore.clone().unwrap_or_default() }
}

fn options(name: &str) -> Option<toml::Table> {
    Some(rules::page(name)?.meta.options.clone())
}

fn check_option(name: &str, option: &toml::Table) -> Option<String> {
    let (rule, page) = rules::pages().iter().find(|(rule, _)| rule.name == name)?;
    rules::check_options(rule, page, option).into_iter().next().map(|(_, why)| why)
}
