//! Stated, absent or unknown: the three things a file can tell of a fact.

use crate::source::{Located, Place};

/// A fact of a campaign.
///
/// The difference between [`Fact::Absent`] and [`Fact::Unknown`] is the product: a rule may rest on what a file could
/// say and does not, never on what its format cannot say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// The file (or the config's `[[facts]]`, or the platform by what it always does) says so, there.
    Stated(Located<T>),
    /// The format could say it and this file does not; the place is where it would stand (a table's header, a step).
    Absent(Place),
    /// The format has no way to say it.
    #[default]
    Unknown,
}

impl<T> Fact<T> {
    /// A stated fact.
    pub fn stated(value: T, place: Place) -> Self {
        Self::Stated(Located::new(value, place))
    }

    /// The value, where it is stated.
    pub fn value(&self) -> Option<&T> {
        self.located().map(|located| &located.value)
    }

    /// The value with its place, where it is stated.
    pub fn located(&self) -> Option<&Located<T>> {
        match self {
            Self::Stated(located) => Some(located),
            _ => None,
        }
    }

    /// Where the fact is stated, or would be.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Stated(located) => Some(located.place),
            Self::Absent(place) => Some(*place),
            Self::Unknown => None,
        }
    }

    /// Whether the format could say it and the file does not.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent(_))
    }

    /// Whether the format has no way to say it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether it is stated and `test` holds.
    pub fn is(&self, test: impl FnOnce(&T) -> bool) -> bool {
        self.value().is_some_and(test)
    }
}

impl<T: Copy> Fact<T> {
    /// The value, where it is stated.
    pub fn get(&self) -> Option<T> {
        self.value().copied()
    }
}
