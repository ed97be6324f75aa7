//! What a file says of itself: faults of form, and parts that no recipient ever meets.
//!
//! Most are raised by the stages before the rules (syntax, import) and after them (suppression); here stand their
//! records, so that they have a page, a weight and a name like any other.

mod dead_branch;
mod empty_campaign;
mod unreachable_step;
mod unused_sender;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule::stage("structure/syntax", include_str!("../../../rules/structure/syntax.md")),
    Rule::stage("structure/unknown-field", include_str!("../../../rules/structure/unknown-field.md")),
    Rule::stage("structure/invalid-value", include_str!("../../../rules/structure/invalid-value.md")),
    Rule::stage("structure/missing-field", include_str!("../../../rules/structure/missing-field.md")),
    Rule::stage("structure/duplicate-id", include_str!("../../../rules/structure/duplicate-id.md")),
    Rule::stage("structure/dangling-next", include_str!("../../../rules/structure/dangling-next.md")),
    unreachable_step::RULE,
    dead_branch::RULE,
    empty_campaign::RULE,
    unused_sender::RULE,
    Rule::stage("structure/unused-suppression", include_str!("../../../rules/structure/unused-suppression.md")),
    Rule::stage("structure/unreadable-copy", include_str!("../../../rules/structure/unreadable-copy.md")),
];
