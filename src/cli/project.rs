//! What holds for each file: the config above it, and the command line over that.

use super::Usage;
use super::args::FailOn;
use crate::lint::{Allow, Selection, check_name};
use crate::rules::{Preset, Settings, Wish};
use std::sync::Arc;

/// What the command line says, for every file.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    /// Which rules.
    pub(super) selection: Selection,
    /// The figures that hold.
    pub(super) preset: Option<Preset>,
    /// What makes the run fail.
    pub(super) fail_on: Option<FailOn>,
}

/// What holds for a file.
#[derive(Clone, Debug)]
pub(super) struct House {
    /// The rules, with weight and options.
    pub(super) settings: Arc<Settings>,
    /// What the config allows there.
    pub(super) allows: Arc<[Arc<Allow>]>,
    /// What makes the run fail.
    pub(super) fail_on: FailOn,
}

impl Wishes {
    /// The wishes of a command line; wrong names are a usage error.
    pub(super) fn new(
        select: &[String],
        ignore: &[String],
        preset: Option<&str>,
        fail_on: Option<FailOn>,
    ) -> Result<Self, Usage> {
        let trimmed = |names: &[String]| names.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>();
        let (select, ignore) = (trimmed(select), trimmed(ignore));
        for (option, name) in select.iter().map(|name| ("--select", name)).chain(ignore.iter().map(|n| ("--ignore", n)))
        {
            if let Some((message, help)) = check_name(name) {
                return Err(Usage(format!("{option}: {message}; {help}")));
            }
        }
        let select = (!select.is_empty()).then_some(select);
        Ok(Self { selection: Selection { select, ignore }, preset: preset.and_then(Preset::parse), fail_on })
    }

    /// What holds where there is no config.
    pub(super) fn house(&self) -> House {
        let preset = self.preset.unwrap_or_default();
        let today = today();
        let settings = Settings::new(preset, today, &|rule| self.selection.wants(rule, true), &|_| Wish::default());
        let fail_on = self.fail_on.unwrap_or(FailOn::Warning);
        House { settings: Arc::new(settings), allows: Arc::default(), fail_on }
    }
}

/// The day of the run, in the zone of the machine.
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
