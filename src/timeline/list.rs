//! A list that is made when somebody reads it.
//!
//! Owns when a list is made and who shares it. What follows an event is a list per touch and kind of recipient, which
//! together grow with the square of a campaign; most of them nobody reads, and those of one walk are ends of one list.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::Visit;
use super::plan::Plan;

/// A slice that is made when it is first read, and then kept.
#[derive(Clone)]
pub struct List<T> {
    made: OnceLock<Part<T>>,
    maker: Option<Maker<T>>,
}

#[derive(Clone)]
struct Maker<T> {
    plan: Arc<Plan>,
    event: Visit,
    make: fn(&Plan, Visit) -> Part<T>,
}

/// The end of a list that others may share.
#[derive(Clone, Debug)]
pub(super) struct Part<T> {
    /// The list.
    pub(super) all: Arc<[T]>,
    /// Where the part begins.
    pub(super) from: usize,
}

impl<T> From<Vec<T>> for Part<T> {
    fn from(all: Vec<T>) -> Self {
        Self { all: all.into(), from: 0 }
    }
}

impl<T> List<T> {
    /// A list without anything in it.
    pub(super) fn empty() -> Self {
        Self { made: OnceLock::new(), maker: None }
    }

    /// The list that `make` gives for one who stands in the touch `event`.
    pub(super) fn later(plan: &Arc<Plan>, event: Visit, make: fn(&Plan, Visit) -> Part<T>) -> Self {
        Self { made: OnceLock::new(), maker: Some(Maker { plan: Arc::clone(plan), event, make }) }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        let Some(Maker { plan, event, make }) = &self.maker else {
            return &[];
        };
        let part = self.made.get_or_init(|| make(plan, *event));
        part.all.get(part.from..).unwrap_or_default()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
