//! The native format, in TOML and in JSON.

use super::{Imported, Input};
use crate::syntax::Node;

/// Whether the top level has a `campaign` table or a `campaigns` array.
pub fn recognises(root: &Node<'_>) -> bool {
    root.get("campaign").is_some_and(Node::is_table)
        || root.get("campaigns").is_some_and(|node| !node.items().is_empty())
}

/// Reads native campaigns.
pub fn import(_input: &Input<'_>) -> Imported {
    Imported { dialect: Some("native"), ..Imported::default() }
}
