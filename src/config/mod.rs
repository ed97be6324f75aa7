//! `outreach-lint.toml`: what a team wants judged, and how.
//!
//! Owns the keys of the config file, what is wrong with them, and which entry holds for which file. It stands below the
//! rules and the importers: what it must know of them comes in a [`Catalogue`]. It reads no file; `cli` hands in trees.

mod globs;
mod keys;
mod read;
mod schema;
mod tables;

pub use globs::Globs;
pub use read::read;
pub use schema::{Parts, RulePart, schema};

use crate::finding::{Finding, Severity};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the config must know of what stands above it.
pub struct Catalogue<'a, F> {
    /// What is wrong with the name of a rule, a group or `all`: a message and a help.
    pub check_name: &'a dyn Fn(&str) -> Option<(String, String)>,
    /// The options of a rule with what they stand at; none where there is no such rule.
    pub options: &'a dyn Fn(&str) -> Option<toml::Table>,
    /// What is wrong with an option's value, if anything.
    pub check_option: &'a dyn Fn(&str, &toml::Table) -> Option<String>,
    /// The names of the presets.
    pub presets: &'a [&'a str],
    /// Reads the facts of a `[[facts]]` table, the keys named last left out.
    pub facts: &'a ReadFacts<F>,
}

/// Reads a `[[facts]]` table: facts, and what is wrong with them.
pub type ReadFacts<F> = dyn Fn(FileId, &Node<'_>, &[&str]) -> (F, Vec<Finding>);

/// One config file, or several of which one extends the others.
#[derive(Clone, Debug)]
pub struct Config<F> {
    /// The configs that it builds on, nearest last; paths relative to its own folder.
    pub extends: Vec<Located<String>>,
    /// What holds for every file.
    pub layer: Layer,
    /// What makes a run fail.
    pub fail_on: Option<FailOn>,
    /// The files that a walk looks at; none = all that may be campaigns.
    pub include: Option<Scope>,
    /// Files that a walk leaves out.
    pub exclude: Option<Scope>,
    /// What holds for some files, the later over the earlier.
    pub overrides: Vec<(Scope, Layer)>,
    /// What is known of some files, the nearest config first.
    pub facts: Vec<(Scope, Arc<F>)>,
    /// Findings that are allowed in some files.
    pub allows: Vec<Allowed>,
}

/// What may be said both for every file and for some.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The figures that hold.
    pub preset: Option<String>,
    /// Run these rules alone.
    pub select: Option<Vec<String>>,
    /// Leave these rules out.
    pub ignore: Option<Vec<String>>,
    /// The region of campaigns that state none.
    pub region: Option<Vec<Located<String>>>,
    /// Weight and options of rules, by their names.
    pub rules: BTreeMap<String, RuleLayer>,
}

/// Weight and options of a rule.
#[derive(Clone, Debug, Default)]
pub struct RuleLayer {
    /// Its weight.
    pub weight: Option<Weight>,
    /// Its options.
    pub options: toml::Table,
}

/// The weight of a rule, or that it does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It does not run.
    Off,
    /// It runs, with this weight.
    On(Severity),
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Findings of this weight or more.
    From(Severity),
    /// No finding.
    Never,
}

impl FailOn {
    /// Every word.
    pub const WORDS: &'static [&'static str] = &["error", "warning", "info", "never"];

    /// The value of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::From(Severity::Error)),
            "warning" => Some(Self::From(Severity::Warning)),
            "info" => Some(Self::From(Severity::Info)),
            "never" => Some(Self::Never),
            _ => None,
        }
    }

    /// Whether a finding of this weight makes the run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::From(least) => severity >= least,
            Self::Never => false,
        }
    }
}

/// An `[[allow]]`.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// Where it stands.
    pub place: Place,
    /// The files.
    pub scope: Scope,
    /// A structure path.
    pub path: Option<String>,
    /// Rules, groups or `all`.
    pub rules: Vec<String>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// It came with a config that another extends.
    pub inherited: bool,
}

/// Globs and the folders that they count from: that of the config they stand in, and of each that extends it.
#[derive(Clone, Debug)]
pub struct Scope {
    folders: Vec<PathBuf>,
    globs: Globs,
}

impl Scope {
    /// Whether the file at `path` (absolute, links resolved) is meant.
    pub fn holds(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.strip_prefix(folder).is_ok_and(|relative| self.globs.hold(relative)))
    }
}

impl<F> Default for Config<F> {
    fn default() -> Self {
        Self {
            extends: Vec::new(),
            layer: Layer::default(),
            fail_on: None,
            include: None,
            exclude: None,
            overrides: Vec::new(),
            facts: Vec::new(),
            allows: Vec::new(),
        }
    }
}

impl<F> Config<F> {
    /// This config, which lies in `folder`, over `base`, which it extends: tables are merged key by key, lists and
    /// values replaced; overrides, facts and allowed findings of both hold, those of this one before the other's.
    #[must_use]
    pub fn over(self, mut base: Self, folder: &Path) -> Self {
        let scopes = base.overrides.iter_mut().map(|(scope, _)| scope);
        let scopes = scopes.chain(base.facts.iter_mut().map(|(scope, _)| scope));
        let scopes = scopes.chain(base.allows.iter_mut().map(|allow| &mut allow.scope));
        for scope in scopes.chain(&mut base.include).chain(&mut base.exclude) {
            scope.folders.push(folder.to_path_buf());
        }
        for allow in &mut base.allows {
            allow.inherited = true;
        }
        Self {
            extends: self.extends,
            layer: self.layer.over(base.layer),
            fail_on: self.fail_on.or(base.fail_on),
            include: self.include.or(base.include),
            exclude: self.exclude.or(base.exclude),
            overrides: joined(base.overrides, self.overrides),
            facts: joined(self.facts, base.facts),
            allows: joined(self.allows, base.allows),
        }
    }
}

impl Layer {
    /// This layer over `base`: what it says replaces what the other says, rule by rule and option by option.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        let mut rules = base.rules;
        for (name, rule) in self.rules {
            let known = rules.entry(name).or_default();
            known.weight = rule.weight.or(known.weight);
            known.options.extend(rule.options);
        }
        Self {
            preset: self.preset.or(base.preset),
            select: self.select.or(base.select),
            ignore: self.ignore.or(base.ignore),
            region: self.region.or(base.region),
            rules,
        }
    }
}

fn joined<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.extend(second);
    first
}
