//! Waits, clock times and windows, and how the native format and the config spell them.

mod parse;

pub use parse::{
    DURATION_PATTERN, TimeError, WINDOW_PATTERN, WindowError, parse_clock, parse_duration, parse_wait, parse_window,
};

/// A wait in seconds. `min == max` unless the file gives a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Wait {
    /// The shortest, in seconds; the timeline counts with it.
    pub min_s: u64,
    /// The longest, in seconds.
    pub max_s: u64,
}

impl Wait {
    /// A wait of exactly `seconds`.
    pub const fn exactly(seconds: u64) -> Self {
        Self { min_s: seconds, max_s: seconds }
    }
}

/// Seconds in a minute, an hour, a day, a week and a month (30 days) of the format.
pub const MINUTE: u64 = 60;
/// Seconds in an hour.
pub const HOUR: u64 = 60 * MINUTE;
/// Seconds in a day; a day is 24 hours.
pub const DAY: u64 = 24 * HOUR;
/// Seconds in a week.
pub const WEEK: u64 = 7 * DAY;
/// Seconds in a month of 30 days.
pub const MONTH: u64 = 30 * DAY;

/// The longest time that is read: 100 years of 365 days, so that sums over many steps stay far from overflow.
pub const LONGEST: u64 = 36_500 * DAY;

/// A time of day in minutes since midnight, 0 to 1,440 (24:00 only as the end of a window).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub u16);

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Days of the week as bits, Monday lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days(pub u8);

impl Days {
    /// Monday to Sunday.
    pub const ALL: Self = Self(0b111_1111);

    /// Whether `day` (0 Monday to 6 Sunday) is among them.
    pub fn has(self, day: u8) -> bool {
        day < 7 && self.0 & (1 << day) != 0
    }
}

/// When touches may go out: on these days, from `from` up to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The days.
    pub days: Days,
    /// The first minute.
    pub from: Clock,
    /// The minute behind the last; at or before `from` it lies on the next day.
    pub to: Clock,
}

/// A span of time as a person says it: "10 minutes", "1 day", "2 days 6 hours". Two parts at most.
pub fn spoken(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (size, name) in UNITS {
        let n = rest / size;
        rest %= size;
        if n > 0 && parts.len() < 2 {
            parts.push(format!("{n} {name}{}", if n == 1 { "" } else { "s" }));
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// A span of time as the format writes it, for tables and reports: "0d", "1d", "2d 6h", "10m".
pub fn short(seconds: u64) -> String {
    const UNITS: [(u64, char); 4] = [(DAY, 'd'), (HOUR, 'h'), (MINUTE, 'm'), (1, 's')];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (size, name) in UNITS {
        let n = rest / size;
        rest %= size;
        if n > 0 {
            parts.push(format!("{n}{name}"));
        }
    }
    if parts.is_empty() { "0d".to_owned() } else { parts.join(" ") }
}

/// A time since enrolment as a table shows it: "day 0", "day 3", "day 3 +6h".
pub fn day(seconds: u64) -> String {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    if rest == 0 { format!("day {days}") } else { format!("day {days} +{}", short(rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_a_person_says_them() {
        assert_eq!(spoken(0), "0 seconds");
        assert_eq!(spoken(DAY), "1 day");
        assert_eq!(spoken(2 * DAY + 6 * HOUR + 59), "2 days 6 hours");
        assert_eq!(short(0), "0d");
        assert_eq!(short(DAY + 10 * MINUTE), "1d 10m");
    }
}
