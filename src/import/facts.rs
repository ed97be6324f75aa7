//! Facts that the config supplies.
/// Facts.
#[derive(Clone, Debug, Default)]
pub struct Facts;
/// Fills in.
pub fn apply(_facts: &Facts, _campaign: &mut crate::model::Campaign) {}
