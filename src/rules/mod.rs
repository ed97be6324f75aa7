//! The rules: each a record, a function and a page.
//!
//! Owns what is judged, and the words of it. A rule knows the model, the timeline and the copy; never TOML, JSON or a
//! vendor's name. To add one: its page in `rules/<group>/`, its file here beside its group, its line in the group's list.

mod cadence;
mod care;
mod channel;
mod consent;
mod context;
mod copies;
mod days;
mod law;
mod offer;
mod opt_out;
mod options;
mod page;
mod paths;
mod pressure;
pub mod regions;
mod sender;
mod settings;
mod stop;
mod structure;
mod wording;
mod words;

pub use context::{Context, Findings, Summary, summary, witness};
pub use copies::{Copies, Part, Wording};
pub use options::Seconds;
pub use page::{Block, Page, blocks};
pub use settings::{Enabled, Preset, Settings, Wish, check_options};

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// A rule: its name, its page and what runs it.
#[derive(Debug)]
pub struct Rule {
    /// `group/slug`; reads well after "allow".
    pub name: &'static str,
    /// The page, whole.
    pub page: &'static str,
    /// What runs it.
    pub check: Check,
    /// Reads its options, where it has some.
    pub options: fn(toml::Table) -> Result<Arc<dyn Any + Send + Sync>, toml::de::Error>,
}

/// What runs a rule.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A function that sees one campaign.
    Campaign(fn(&Context<'_>, &mut Findings)),
    /// A function that sees all campaigns of the run.
    Run(fn(&Enabled, &[Summary], &mut Findings)),
    /// A stage before or after the rules: syntax, import, suppression.
    Stage,
}

impl Rule {
    /// A rule that sees one campaign.
    pub const fn campaign(name: &'static str, page: &'static str, check: fn(&Context<'_>, &mut Findings)) -> Self {
        Self { name, page, check: Check::Campaign(check), options: options::none }
    }

    /// A rule that sees all campaigns of the run.
    pub const fn run(name: &'static str, page: &'static str, check: fn(&Enabled, &[Summary], &mut Findings)) -> Self {
        Self { name, page, check: Check::Run(check), options: options::none }
    }

    /// A rule whose findings another stage raises.
    pub const fn stage(name: &'static str, page: &'static str) -> Self {
        Self { name, page, check: Check::Stage, options: options::none }
    }

    /// The same rule with options, read into `T` (phrase lists are read apart and need no field).
    #[must_use]
    pub const fn with_options<T: serde::de::DeserializeOwned + Send + Sync + 'static>(self) -> Self {
        Self { options: options::read::<T>, ..self }
    }

    /// The part of the name before the `/`.
    pub fn group(&self) -> &'static str {
        self.name.split_once('/').map_or(self.name, |(group, _)| group)
    }
}

/// The groups in the order of every listing.
const GROUPS: &[&[Rule]] = &[
    cadence::RULES,
    stop::RULES,
    consent::RULES,
    opt_out::RULES,
    sender::RULES,
    channel::RULES,
    offer::RULES,
    wording::RULES,
    care::RULES,
    law::RULES,
    structure::RULES,
];

/// Every rule, in the order of every listing.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// Every rule with its page read, in the same order.
///
/// A page that cannot be read is a fault of the build; `tests/rules.rs` holds every page.
pub fn pages() -> &'static [(&'static Rule, Page)] {
    static PAGES: OnceLock<Vec<(&'static Rule, Page)>> = OnceLock::new();
    PAGES.get_or_init(|| all().filter_map(|rule| Page::read(rule.page).ok().map(|page| (rule, page))).collect())
}

/// Begins to read what law asks beside whatever is done meanwhile, for a run whose rules are going to ask for it.
pub fn read_ahead() {
    // Where no thread is to be had, the first rule that asks reads it.
    drop(std::thread::Builder::new().spawn(regions::read));
}

/// The page of the rule `name`.
pub fn page(name: &str) -> Option<&'static Page> {
    pages().iter().find(|(rule, _)| rule.name == name).map(|(_, page)| page)
}

/// Where the page of a rule can be read.
pub fn url(name: &str) -> String {
    format!("{}/blob/main/rules/{name}.md", env!("CARGO_PKG_REPOSITORY"))
}
