//! Options of rules: from the page's defaults and the config to each rule's own struct.

use crate::model::time;
use serde::{Deserialize, Deserializer};
use std::any::Any;
use std::sync::Arc;

/// A span of time in an option, written as everywhere (`"14d"`), in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub u64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        time::parse_duration(&text).map(Self).map_err(|_| {
            serde::de::Error::custom(format_args!("`{text}` is no span of time; write it as \"36h\", \"2d\" or \"3w\""))
        })
    }
}

/// For a rule without options: refuses any.
pub(super) fn none(table: toml::Table) -> Result<Arc<dyn Any + Send + Sync>, toml::de::Error> {
    read::<None>(table)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct None {}

/// For a rule with options.
pub(super) fn read<T: serde::de::DeserializeOwned + Send + Sync + 'static>(
    table: toml::Table,
) -> Result<Arc<dyn Any + Send + Sync>, toml::de::Error> {
    Ok(Arc::new(table.try_into::<T>()?))
}
