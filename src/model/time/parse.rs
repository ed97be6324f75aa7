//! The spellings of times, clock times and windows.

use super::{Clock, DAY, Days, HOUR, LONGEST, MINUTE, MONTH, WEEK, Wait, Window};

/// What [`parse_duration`] reads, as a pattern for the JSON Schema. It may let a little more through, never less.
pub const DURATION_PATTERN: &str = concat!(
    r"^\s*(0|[+]?([0-9]+([.,][0-9]+)?\s*",
    "(y|yrs?|years?|mos?|months?|w|wks?|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)",
    r"[\s,]*)+|[+]?[Pp]([0-9.,]+[YyMmWwDd])*([Tt]([0-9.,]+[HhMmSs])+)?)\s*$"
);

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// A number without its unit.
    NoUnit,
    /// Less than nothing.
    Negative,
    /// Beyond [`LONGEST`].
    TooLong,
    /// A range where one time is asked for.
    Range,
    /// A range whose end is before its start.
    Backwards,
    /// None of the spellings.
    Unreadable,
}

/// Seconds of `45m`, `36h`, `2d`, `3w`, `1mo` (30 days), `1y` (365 days), `2d 6h`, `2 days`, `1.5d`, `P2D`, `PT36H`, and
/// `0`. At most [`LONGEST`].
pub fn parse_duration(text: &str) -> Result<u64, TimeError> {
    let text = text.trim();
    match parse_short(text) {
        Some(seconds) => within_bounds(seconds),
        None => parse_rare(text),
    }
}

/// A time, or a range of two as `2d..3d`.
pub fn parse_wait(text: &str) -> Result<Wait, TimeError> {
    match text.split_once("..") {
        None => parse_duration(text).map(Wait::exactly),
        Some((from, to)) => {
            let wait = Wait { min_s: parse_duration(from)?, max_s: parse_duration(to)? };
            if wait.max_s < wait.min_s { Err(TimeError::Backwards) } else { Ok(wait) }
        }
    }
}

fn within_bounds(seconds: u64) -> Result<u64, TimeError> {
    if seconds > LONGEST { Err(TimeError::TooLong) } else { Ok(seconds) }
}

/// The spellings of nearly every file, without a library's ceremony.
fn parse_short(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let mut rest = text;
    let mut total = 0_u64;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, after) = after.split_at_checked(letters)?;
        let size = match unit {
            "m" => MINUTE,
            "h" => HOUR,
            "d" => DAY,
            "w" => WEEK,
            "mo" => MONTH,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(size)?)?;
        rest = after.trim_start();
    }
    (!text.is_empty()).then_some(total)
}

/// A number of days or longer with a fraction, which the library has no way to hold: `1.5d`, `0.5 days`, `P0.5D`.
fn parse_fraction(text: &str) -> Option<u64> {
    let (iso, text) = text.strip_prefix(['P', 'p']).map_or((false, text), |rest| (true, rest));
    let (whole, rest) = text.split_once(['.', ','])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, unit) = rest.split_at_checked(digits)?;
    let unit = unit.trim_start();
    let unit = if iso { unit.to_ascii_lowercase() } else { unit.to_owned() };
    let size = match unit.as_str() {
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => WEEK,
        "mo" | "month" | "months" => MONTH,
        "m" if iso => MONTH,
        "y" | "year" | "years" => 365 * DAY,
        _ => return None,
    };
    let is_number = |part: &str| (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let parts = 10_u64.pow(u32::try_from(digits).ok()?);
    Some(whole.parse::<u64>().ok()? * size + fraction.parse::<u64>().ok()? * size / parts)
}

fn parse_rare(text: &str) -> Result<u64, TimeError> {
    if let Some(seconds) = parse_fraction(text) {
        return within_bounds(seconds);
    }
    let Ok(span) = text.parse::<jiff::Span>() else {
        return Err(if text.contains("..") {
            TimeError::Range
        } else if let Ok(number) = text.parse::<f64>() {
            if number < 0.0 { TimeError::Negative } else { TimeError::NoUnit }
        } else if is_a_run_of_digits_with_units(text) {
            TimeError::TooLong
        } else {
            TimeError::Unreadable
        });
    };
    if span.is_negative() {
        return Err(TimeError::Negative);
    }
    let parts = [
        (i64::from(span.get_years()), 365 * DAY),
        (i64::from(span.get_months()), MONTH),
        (i64::from(span.get_weeks()), WEEK),
        (i64::from(span.get_days()), DAY),
        (i64::from(span.get_hours()), HOUR),
        (span.get_minutes(), MINUTE),
        (span.get_seconds(), 1),
    ];
    within_bounds(parts.iter().fold(0, |sum, (n, size)| sum.saturating_add(n.unsigned_abs().saturating_mul(*size))))
}

/// Whether a text has the form of a short time, so that only its numbers can be at fault.
fn is_a_run_of_digits_with_units(text: &str) -> bool {
    let has_form = |part: &str| {
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.len() < part.len() && ["m", "h", "d", "w", "mo", "y"].contains(&unit)
    };
    !text.is_empty() && text.split_whitespace().all(has_form)
}

/// A time of day, `10:00` or `9:30`; seconds are read and dropped. `24:00` is none: see [`parse_window`].
pub fn parse_clock(text: &str) -> Option<Clock> {
    end_of_window(text.trim()).filter(|clock| clock.0 < 24 * 60)
}

fn end_of_window(text: &str) -> Option<Clock> {
    let (hour, minute) = text.split_once(':')?;
    let (minute, second) = minute.split_once(':').unwrap_or((minute, "00"));
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hour, minute, second) = (number(hour, 1..=2)?, number(minute, 2..=2)?, number(second, 2..=2)?);
    let in_day = hour < 24 && minute < 60 && second < 60 || hour == 24 && minute == 0 && second == 0;
    in_day.then_some(Clock(hour * 60 + minute))
}

/// What [`parse_window`] reads, as a pattern for the JSON Schema. It may let a little more through, never less.
pub const WINDOW_PATTERN: &str =
    r"^[A-Za-z,\s\u2013-]*[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?\s*[\u2013-]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?\s*$";

/// Why a text is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowError<'a> {
    /// This part is no day.
    Day(&'a str),
    /// This part is no time of day.
    Clock(&'a str),
    /// It ends when it begins.
    Empty,
    /// It has not the form `days from-to`.
    Form,
}

/// A window: `mon-fri 09:00-18:00`, `sat,sun 10:00-14:00`, `daily 09:00-17:00`, `09:00-17:00` (every day),
/// `22:00-06:00` (over midnight). `fri-mon` goes over the weekend. Days in any case, also whole (`monday`).
pub fn parse_window(text: &str) -> Result<Window, WindowError<'_>> {
    let text = text.trim();
    let times = text.find(|c: char| c.is_ascii_digit()).ok_or(WindowError::Form)?;
    let (days, times) = text.split_at_checked(times).ok_or(WindowError::Form)?;
    let (from, to) = times.split_once(['-', '\u{2013}']).ok_or(WindowError::Form)?;
    let (from, to) = (from.trim(), to.trim());
    let window = Window {
        days: parse_days(days.trim())?,
        from: parse_clock(from).ok_or(WindowError::Clock(from))?,
        to: end_of_window(to).ok_or(WindowError::Clock(to))?,
    };
    if window.from == window.to { Err(WindowError::Empty) } else { Ok(window) }
}

fn parse_days(text: &str) -> Result<Days, WindowError<'_>> {
    if text.is_empty() || text.eq_ignore_ascii_case("daily") {
        return Ok(Days::ALL);
    }
    let mut bits = 0_u8;
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once(['-', '\u{2013}']).unwrap_or((part, part));
        let (first, last) = (parse_day(first)?, parse_day(last)?);
        let mut day = first;
        loop {
            bits |= 1 << day;
            if day == last {
                break;
            }
            day = (day + 1) % 7;
        }
    }
    Ok(Days(bits))
}

fn parse_day(text: &str) -> Result<u8, WindowError<'_>> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let text = text.trim();
    let is = |name: &str| {
        text.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|short| text.eq_ignore_ascii_case(short))
    };
    let day = NAMES.iter().position(|name| is(name)).ok_or(WindowError::Day(text))?;
    u8::try_from(day).map_err(|_| WindowError::Day(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_spelling() {
        let read = [
            ("45m", 45 * MINUTE),
            ("36h", 36 * HOUR),
            ("2d", 2 * DAY),
            ("3w", 3 * WEEK),
            ("1mo", 30 * DAY),
            ("2d 6h", 2 * DAY + 6 * HOUR),
            ("2d6h", 2 * DAY + 6 * HOUR),
            (" 2 days ", 2 * DAY),
            ("1 day, 2 hours", DAY + 2 * HOUR),
            ("90s", 90),
            ("1y", 365 * DAY),
            ("1.5h", 90 * MINUTE),
            ("1.5d", 36 * HOUR),
            ("0,5 days", 12 * HOUR),
            ("P0.5D", 12 * HOUR),
            ("0.5w", 84 * HOUR),
            ("1.5mo", 45 * DAY),
            ("P1.5M", 45 * DAY),
            ("0.000000001d", 0),
            ("P2D", 2 * DAY),
            ("PT36H", 36 * HOUR),
            ("P1W", WEEK),
            ("P1M", 30 * DAY),
            ("PT1M", MINUTE),
            ("P1Y", 365 * DAY),
            ("P1DT12H", 36 * HOUR),
            ("0d", 0),
            ("0", 0),
            ("36500d", LONGEST),
        ];
        for (text, seconds) in read {
            assert_eq!(parse_duration(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_says_why() {
        let broken = [
            ("", TimeError::Unreadable),
            ("soon", TimeError::Unreadable),
            ("d", TimeError::Unreadable),
            ("2 fortnights", TimeError::Unreadable),
            ("2", TimeError::NoUnit),
            ("1.5", TimeError::NoUnit),
            ("-2", TimeError::Negative),
            ("-2d", TimeError::Negative),
            ("2d ago", TimeError::Negative),
            ("36501d", TimeError::TooLong),
            ("999999999.5y", TimeError::TooLong),
            ("1.5.5d", TimeError::Unreadable),
            ("1.5dd", TimeError::Unreadable),
            ("P1.5", TimeError::Unreadable),
            ("1.5m 2d", TimeError::Unreadable),
            ("99999999999999999999d", TimeError::TooLong),
            ("18446744073709551615w", TimeError::TooLong),
            ("2d..3d", TimeError::Range),
        ];
        for (text, error) in broken {
            assert_eq!(parse_duration(text), Err(error), "{text}");
        }
    }

    #[test]
    fn waits_may_be_ranges() {
        assert_eq!(parse_wait("2d"), Ok(Wait::exactly(2 * DAY)));
        assert_eq!(parse_wait("2d..3d"), Ok(Wait { min_s: 2 * DAY, max_s: 3 * DAY }));
        assert_eq!(parse_wait("2d .. 3d"), Ok(Wait { min_s: 2 * DAY, max_s: 3 * DAY }));
        assert_eq!(parse_wait("3d..2d"), Err(TimeError::Backwards));
        assert_eq!(parse_wait("2..3d"), Err(TimeError::NoUnit));
        assert_eq!(parse_wait("2d.."), Err(TimeError::Unreadable));
        assert_eq!(parse_wait("1d..2d..3d"), Err(TimeError::Range));
    }

    #[test]
    fn clocks_and_windows_are_read() {
        assert_eq!(parse_clock("10:00"), Some(Clock(600)));
        assert_eq!(parse_clock("9:05"), Some(Clock(545)));
        assert_eq!(parse_clock("10:00:00"), Some(Clock(600)));
        for text in ["24:00", "10:60", "10", "10:0", "10am", "", "-1:00", "1000:00", "+1:00"] {
            assert_eq!(parse_clock(text), None, "{text}");
        }
        let window = |days, from, to| Ok(Window { days: Days(days), from: Clock(from), to: Clock(to) });
        assert_eq!(parse_window("mon-fri 09:00-18:00"), window(0b001_1111, 540, 1080));
        assert_eq!(parse_window("sat,sun 10:00-14:00"), window(0b110_0000, 600, 840));
        assert_eq!(parse_window("fri-mon 10:00-14:00"), window(0b111_0001, 600, 840));
        assert_eq!(parse_window("Monday, wed 9:00 - 24:00"), window(0b000_0101, 540, 1440));
        assert_eq!(parse_window("daily 09:00-17:00"), window(0b111_1111, 540, 1020));
        assert_eq!(parse_window("22:00-06:00"), window(0b111_1111, 1320, 360));
        assert_eq!(parse_window("00:00-24:00"), window(0b111_1111, 0, 1440));
        assert_eq!(parse_window("mon-fry 09:00-18:00"), Err(WindowError::Day("fry")));
        assert_eq!(parse_window("mon-fri 09:00-25:00"), Err(WindowError::Clock("25:00")));
        assert_eq!(parse_window("mon-fri 24:00-06:00"), Err(WindowError::Clock("24:00")));
        assert_eq!(parse_window("mon-fri 09:00-09:00"), Err(WindowError::Empty));
        assert_eq!(parse_window("mon-fri 09:00"), Err(WindowError::Form));
        assert_eq!(parse_window("mon-fri"), Err(WindowError::Form));
        assert_eq!(parse_window(""), Err(WindowError::Form));
    }

    #[test]
    fn the_patterns_let_through_what_is_read() {
        let duration = regex::Regex::new(DURATION_PATTERN).unwrap();
        for text in [
            "0",
            "2d",
            "2d 6h",
            "2d6h",
            " 2 days",
            "1 day, 2 hours",
            "P1DT12H",
            "PT36H",
            "1.5h",
            "1.5d",
            "P0.5D",
            "+2d",
            "p2d",
        ] {
            assert!(parse_duration(text).is_ok() && duration.is_match(text), "{text}");
        }
        for text in ["", "2", "soon", "-2d"] {
            assert!(!duration.is_match(text), "{text}");
        }
        let window = regex::Regex::new(WINDOW_PATTERN).unwrap();
        for text in ["mon-fri 09:00-18:00", "9:00 - 24:00", "sat,sun 10:00\u{2013}14:00"] {
            assert!(parse_window(text).is_ok() && window.is_match(text), "{text}");
        }
        assert!(!window.is_match("mon-fri"));
    }
}
