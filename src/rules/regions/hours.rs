//! Which minutes of the week a schedule allows and a law does not.

use super::data::Hours;
use crate::model::{Clock, Window};

/// A stretch of one day in which a touch may go out and should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beyond {
    /// 0 Monday to 6 Sunday.
    pub(crate) day: u8,
    /// The first minute.
    pub(crate) from: u16,
    /// The minute behind the last.
    pub(crate) to: u16,
}

impl Hours {
    /// Minutes of a week that are left.
    pub(crate) fn minutes(&self) -> u32 {
        let day = |ranges: &[(u16, u16)]| ranges.iter().map(|(from, to)| u32::from(to - from)).sum::<u32>();
        day(&self.week) * 5 + day(&self.saturday) + day(&self.sunday)
    }
}

impl Beyond {
    /// In words: "Monday between 18:00 and 21:00", "Sunday at 10:00".
    pub(crate) fn said(self) -> String {
        const DAYS: [&str; 6] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        let day = DAYS.get(usize::from(self.day)).unwrap_or(&"Sunday");
        match self.to - self.from {
            0 | 1 => format!("{day} at {}", clock(self.from)),
            _ => format!("{day} between {} and {}", clock(self.from), clock(self.to)),
        }
    }
}

/// Minutes since midnight as a clock shows them.
pub(super) fn clock(minutes: u16) -> String {
    Clock(minutes).to_string()
}

const MIDNIGHT: u16 = 24 * 60;

/// What of `windows` (none: any time) lies beyond `hours`, day by day. With `at`, only that minute counts.
pub(crate) fn beyond(windows: &[Window], at: Option<Clock>, hours: &Hours) -> Vec<Beyond> {
    let mut found = Vec::new();
    for day in 0..7 {
        let legal = match day {
            5 => &hours.saturday,
            6 => &hours.sunday,
            _ => &hours.week,
        };
        for (from, to) in sendable(windows, at, day) {
            found.extend(without(from, to, legal).into_iter().map(|(from, to)| Beyond { day, from, to }));
        }
    }
    found
}

/// When a touch may go out on `day`.
fn sendable(windows: &[Window], at: Option<Clock>, day: u8) -> Vec<(u16, u16)> {
    let mut ranges = Vec::new();
    if windows.is_empty() {
        ranges.push((0, MIDNIGHT));
    }
    let yesterday = (day + 6) % 7;
    for window in windows {
        let (from, to) = (window.from.0, window.to.0.min(MIDNIGHT));
        let over_midnight = to <= from;
        if window.days.has(day) && from < MIDNIGHT {
            ranges.push((from, if over_midnight { MIDNIGHT } else { to }));
        }
        if over_midnight && to > 0 && window.days.has(yesterday) {
            ranges.push((0, to));
        }
    }
    if let Some(Clock(at)) = at {
        ranges.retain(|(from, to)| (*from..*to).contains(&at));
        ranges.truncate(1);
        return ranges.iter().map(|_| (at, at + 1)).collect();
    }
    ranges
}

/// `[from, to)` without what is legal.
fn without(from: u16, to: u16, legal: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let mut rest = vec![(from, to)];
    for (open, close) in legal {
        rest = rest
            .into_iter()
            .flat_map(|(from, to)| [(from, to.min(*open)), (from.max(*close), to)])
            .filter(|(from, to)| from < to)
            .collect();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{Beyond, beyond};
    use crate::model::{Clock, Days, Window};
    use crate::rules::regions::data::Hours;

    fn hours() -> Hours {
        Hours {
            week: vec![(600, 780), (840, 1200)],
            saturday: vec![(540, 780)],
            sunday: Vec::new(),
            holidays: true,
            firm: false,
            voices: Vec::new(),
        }
    }

    fn window(days: u8, from: u16, to: u16) -> Window {
        Window { days: Days(days), from: Clock(from), to: Clock(to) }
    }

    #[test]
    fn a_window_inside_the_hours_is_not_beyond() {
        assert_eq!(beyond(&[window(0b1_1111, 600, 780), window(0b10_0000, 600, 700)], None, &hours()), []);
    }

    #[test]
    fn the_lunch_hour_and_the_sunday_are_beyond() {
        let found = beyond(&[window(0b100_0001, 700, 900)], None, &hours());
        assert_eq!(found, [Beyond { day: 0, from: 780, to: 840 }, Beyond { day: 6, from: 700, to: 900 }]);
    }

    #[test]
    fn a_window_over_midnight_reaches_into_the_next_day() {
        let found = beyond(&[window(1, 1140, 60)], None, &hours());
        assert_eq!(found, [Beyond { day: 0, from: 1200, to: 1440 }, Beyond { day: 1, from: 0, to: 60 }]);
    }

    #[test]
    fn no_window_is_any_time_and_a_clock_time_narrows_it() {
        assert_eq!(beyond(&[], None, &hours()).len(), 5 * 3 + 2 + 1);
        let sunday = [Beyond { day: 6, from: 660, to: 661 }];
        assert_eq!(beyond(&[], Some(Clock(660)), &hours()), sunday);
    }
}
