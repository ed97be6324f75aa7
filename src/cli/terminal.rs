//! What the terminal can do, and what the environment asks for.
#![expect(clippy::disallowed_methods, reason = "this is the place that reads the environment")]

use super::args::Color;
use crate::render::{Ink, Lines, Look};
use std::io::IsTerminal;

/// Columns where the output is no terminal and `COLUMNS` says nothing.
const WIDTH: usize = 100;

/// What standard output can do.
pub(super) fn of_stdout(color: Color) -> Look {
    let terminal = std::io::stdout().is_terminal();
    let width = if terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
    Look { width: width.or_else(columns).unwrap_or(WIDTH).clamp(40, 400), ink: ink(color, terminal), lines: lines() }
}

/// What a file can do: text alone.
pub(super) fn of_file() -> Look {
    Look { width: columns().unwrap_or(WIDTH).clamp(40, 400), ink: Ink::Plain, lines: lines() }
}

fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// `--color` before `NO_COLOR` before `FORCE_COLOR` and `CLICOLOR_FORCE` before what the terminal is.
fn ink(color: Color, terminal: bool) -> Ink {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let coloured = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && !is_dumb(),
    };
    match (coloured, terminal) {
        (false, _) => Ink::Plain,
        (true, false) => Ink::Coloured,
        (true, true) => Ink::Linked,
    }
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Box-drawing characters, unless the locale says that the terminal knows none.
fn lines() -> Lines {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale.map(|locale| locale.to_ascii_lowercase().replace('-', "")) {
        Some(locale) if !locale.contains("utf8") => Lines::Ascii,
        _ => Lines::Unicode,
    }
}
