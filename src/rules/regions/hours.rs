//! Which minutes of the week a schedule allows and a law does not.

use super::data::Hours;
use crate::model::{Clock, Window, Zone};
use jiff::civil::Date;
use jiff::tz::TimeZone;

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
    beyond_by(0, windows, at, hours)
}

/// The same on the recipients' clocks, which are `apart` (in minutes) from the one that the windows are counted on.
/// Nothing where it is not beyond on every one of them.
pub(crate) fn beyond_on(apart: &[i32], windows: &[Window], at: Option<Clock>, hours: &Hours) -> Vec<Beyond> {
    let mut found = apart.iter().map(|minutes| beyond_by(*minutes, windows, at, hours));
    let first = found.next().unwrap_or_default();
    if found.all(|other| !other.is_empty()) { first } else { Vec::new() }
}

/// How many minutes the clocks of `zones` are ahead of the sender's on the first of any month of `year`, each once.
pub(crate) fn apart(sender: &TimeZone, zones: &[String], year: i16) -> Vec<i32> {
    let mut minutes: Vec<i32> = zones
        .iter()
        .filter_map(|zone| TimeZone::get(zone).ok())
        .flat_map(|zone| (1..=12).filter_map(move |month| Some((Date::new(year, month, 1).ok()?, zone.clone()))))
        .filter_map(|(day, zone)| {
            let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?.timestamp();
            Some((zone.to_offset(noon).seconds() - sender.to_offset(noon).seconds()) / 60)
        })
        .collect();
    minutes.sort_unstable();
    minutes.dedup();
    minutes
}

/// How many minutes the clocks of a region are ahead of the one that a schedule is counted on.
pub(crate) fn clocks(zone: Option<&Zone>, code: &str, year: i16) -> Vec<i32> {
    let Some(Zone::Fixed(name)) = zone else { return vec![0] };
    TimeZone::get(name).map_or_else(|_| vec![0], |sender| apart(&sender, super::zones(code), year))
}

fn beyond_by(minutes: i32, windows: &[Window], at: Option<Clock>, hours: &Hours) -> Vec<Beyond> {
    let mut found = Vec::new();
    for day in 0..7 {
        for (from, to) in sendable(windows, at, day) {
            for (day, from, to) in moved(minutes, day, from, to) {
                let legal = match day {
                    5 => &hours.saturday,
                    6 => &hours.sunday,
                    _ => &hours.week,
                };
                found.extend(without(from, to, legal).into_iter().map(|(from, to)| Beyond { day, from, to }));
            }
        }
    }
    found.sort_by_key(|stretch| (stretch.day, stretch.from));
    found
}

/// A stretch of a day so many minutes later: one of the same day or another, or two where midnight falls into it.
fn moved(minutes: i32, day: u8, from: u16, to: u16) -> impl Iterator<Item = (u8, u16, u16)> {
    let (day_long, week_long) = (i32::from(MIDNIGHT), i32::from(MIDNIGHT) * 7);
    let start = (i32::from(day) * day_long + i32::from(from) + minutes).rem_euclid(week_long);
    let end = start + i32::from(to - from);
    (start / day_long..=(end - 1) / day_long).map(move |nth| {
        let within = |minute: i32| (minute - nth * day_long).clamp(0, day_long) as u16;
        ((nth % 7) as u8, within(start), within(end))
    })
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
    use super::{Beyond, apart, beyond, beyond_on};
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
    fn hours_on_another_clock_are_beyond_only_where_they_are_so_on_every_clock_of_the_recipients() {
        let evening = [window(1, 1200, 1320)];
        assert_eq!(beyond(&evening, None, &hours()).len(), 1);
        assert_eq!(beyond_on(&[-180], &evening, None, &hours()), []);
        assert_eq!(beyond_on(&[-180, 0], &evening, None, &hours()), []);
        let night = [Beyond { day: 0, from: 1380, to: 1440 }, Beyond { day: 1, from: 0, to: 60 }];
        assert_eq!(beyond_on(&[180, 240], &evening, None, &hours()), night);
        assert_eq!(beyond_on(&[-1440], &evening, None, &hours()), [Beyond { day: 6, from: 1200, to: 1320 }]);
    }

    #[test]
    fn clocks_are_apart_as_they_are_in_summer_and_in_winter() {
        let sender = jiff::tz::TimeZone::get("Europe/London").expect("a zone");
        assert_eq!(apart(&sender, &["Asia/Kolkata".to_owned()], 2026), [270, 330]);
        assert_eq!(apart(&sender, &["Europe/London".to_owned()], 2026), [0]);
    }

    #[test]
    fn no_window_is_any_time_and_a_clock_time_narrows_it() {
        assert_eq!(beyond(&[], None, &hours()).len(), 5 * 3 + 2 + 1);
        let sunday = [Beyond { day: 6, from: 660, to: 661 }];
        assert_eq!(beyond(&[], Some(Clock(660)), &hours()), sunday);
    }
}
