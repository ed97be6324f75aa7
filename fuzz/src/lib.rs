//! What the fuzz targets hold: properties of every stage, whatever the bytes.
//!
//! Each function panics where a property is broken; that is how libFuzzer hears of it.

pub mod mutate;
mod report;
mod tree;

pub use report::{hold_import, hold_report};
pub use tree::hold_tree;

use outreach_lint::rules::{Preset, Settings, Wish};
use std::ops::Range;
use std::sync::OnceLock;

/// Every rule at its strictest, on a fixed day.
pub fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings::new(Preset::Strict, today(), &|_| true, &|_| Wish::default()))
}

/// The day on which everything runs.
pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2027, 3, 1)
}

/// A range that splits no character and lies inside.
pub fn hold_range(text: &str, range: Range<usize>, what: &str) {
    assert!(text.get(range.clone()).is_some(), "{what}: {range:?} of {} bytes", text.len());
}

/// Ranges in order.
pub fn hold_order<'a>(text: &str, ranges: impl Iterator<Item = &'a Range<usize>>, what: &str) {
    let mut before = 0;
    for range in ranges {
        hold_range(text, range.clone(), what);
        assert!(range.start >= before, "{what}: {range:?} stands before {before}");
        before = range.start;
    }
}
