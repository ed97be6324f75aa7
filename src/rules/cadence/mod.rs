//! How often and how long.

mod too_many_follow_ups;

use super::Rule;

pub(super) const RULES: &[Rule] = &[too_many_follow_ups::RULE];
