//! A list that others share, or that is made when somebody reads it.
//!
//! Owns when a list is made and who shares it. What follows an event is a list per touch and kind of recipient, which
//! together grow with the square of a campaign. Most of them are ends of one list; of the others most nobody reads.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::Visit;
use super::plan::Plan;

/// A slice that may be the end of a longer one, or made when it is first read.
#[derive(Clone)]
pub struct List<T>(Kind<T>);

#[derive(Clone)]
enum Kind<T> {
    Empty,
    /// The list from this place on.
    End(Arc<[T]>, usize),
    Later(Box<Later<T>>),
}

#[derive(Clone)]
struct Later<T> {
    made: OnceLock<Arc<[T]>>,
    plan: Arc<Plan>,
    event: Visit,
    make: fn(&Plan, Visit) -> Vec<T>,
}

impl<T> List<T> {
    /// A list without anything in it.
    pub(super) const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// What `all` holds from the place `from` on.
    pub(super) fn end(all: &Arc<[T]>, from: usize) -> Self {
        Self(if from < all.len() { Kind::End(Arc::clone(all), from) } else { Kind::Empty })
    }

    /// The list that `make` gives for one who stands in the touch `event`.
    pub(super) fn later(plan: &Arc<Plan>, event: Visit, make: fn(&Plan, Visit) -> Vec<T>) -> Self {
        Self(Kind::Later(Box::new(Later { made: OnceLock::new(), plan: Arc::clone(plan), event, make })))
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Kind::Empty => &[],
            Kind::End(all, from) => all.get(*from..).unwrap_or_default(),
            Kind::Later(later) => later.made.get_or_init(|| (later.make)(&later.plan, later.event).into()),
        }
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

#[cfg(test)]
mod tests {
    use super::List;
    use std::sync::Arc;

    #[test]
    fn lists_are_equal_by_what_they_hold_and_not_by_how_they_are_kept() {
        let all: Arc<[u32]> = Arc::new([1, 2, 3]);
        let other: Arc<[u32]> = Arc::new([2, 3]);
        assert_eq!(List::end(&all, 1), List::end(&other, 0));
        assert_ne!(List::end(&all, 0), List::end(&other, 0));
        assert_eq!(List::end(&all, 3), List::empty());
        assert_eq!(format!("{:?}", List::end(&all, 2)), "[3]");
    }
}
