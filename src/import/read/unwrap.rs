//! Wrappers: what answers of an API, and people who save them, put around a campaign.

use crate::syntax::Node;

/// The keys under which answers of an API, and people who save them, wrap what they hold.
const WRAPPERS: &[&str] = &[
    "data",
    "items",
    "results",
    "result",
    "response",
    "body",
    "payload",
    "json",
    "campaign",
    "campaigns",
    "sequence",
    "sequences",
    "flow",
    "flows",
    "workflow",
    "workflows",
    "cadence",
    "cadences",
    "journey",
    "journeys",
    "entries",
    "funnels",
    "included",
    "schedules",
    "settings",
];

/// How many wrappers are taken off.
const MAX_WRAPPERS: usize = 6;

/// How many values a recogniser looks at before it says no, so that a large file of another kind costs nothing.
const MAX_LOOKS: usize = 256;

/// Whether a value that `is` lies at the root or in its wrappers. Looks at the first values alone.
pub(in crate::import) fn any(root: &Node<'_>, is: impl Fn(&Node<'_>) -> bool) -> bool {
    let mut queue = std::collections::VecDeque::from([(root, 0)]);
    let mut looks = 0;
    while let Some((node, depth)) = queue.pop_front() {
        looks += 1;
        if is(node) {
            return true;
        }
        if looks >= MAX_LOOKS {
            return false;
        }
        if depth < MAX_WRAPPERS {
            queue.extend(wrapped(node).take(MAX_LOOKS - looks).map(|inner| (inner, depth + 1)));
        }
    }
    false
}

/// Every value that `is`, at the root or in its wrappers, in the order of the file. Does not look into those.
pub(in crate::import) fn all<'a, 't>(root: &'a Node<'t>, is: impl Fn(&Node<'_>) -> bool) -> Vec<&'a Node<'t>> {
    let mut found = Vec::new();
    let mut stack = vec![(root, 0)];
    while let Some((node, depth)) = stack.pop() {
        if is(node) {
            found.push(node);
        } else if depth < MAX_WRAPPERS {
            let from = stack.len();
            stack.extend(wrapped(node).map(|inner| (inner, depth + 1)));
            stack.get_mut(from..).unwrap_or_default().reverse();
        }
    }
    found
}

fn wrapped<'a, 't>(node: &'a Node<'t>) -> impl Iterator<Item = &'a Node<'t>> {
    let inside = node.entries().iter().filter(|entry| WRAPPERS.contains(&entry.key.as_ref())).map(|entry| &entry.value);
    inside.chain(node.items())
}
