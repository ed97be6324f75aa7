//! `human`: each finding with the lines that cause it, the walk that proves it, and what to do. Frames are miette's.

use super::excerpt::{CONTEXT, Excerpt};
use super::text::{Told, closing, columns, fit, printable, wrap};
use super::{Format, Ink, Lines, Look, View};
use crate::finding::{Finding, Severity, WitnessTouch};
use crate::model::time;
use crate::rules;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use std::fmt::{self, Write as _};
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "human", for_people: true, write };

/// How many touches of a walk are shown before the middle is left out.
const MOST_TOUCHES: usize = 12;

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &view.shown {
        out.write_all(one(view, finding).as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.write_all(closing(view, &told(view)).as_bytes())
}

/// Without a region a finding tells which rules were not judged, and its frame shows the list.
fn told<'a>(view: &'a View<'_>) -> Told<'a> {
    let regionless = view.shown.iter().filter(|finding| finding.rule == "law/region-missing");
    regionless
        .filter_map(|finding| Some(((view.path(finding.place()).into_owned(), finding.campaign.as_deref()?), REGION)))
        .collect()
}

/// The fact that a campaign without a region lacks.
const REGION: &str = "campaign.region";

fn one(view: &View<'_>, finding: &Finding) -> String {
    let look = view.look;
    let mut text = title(finding, look);
    frames(view, finding, &mut text);
    let mut line = |name: &str, value: &str| {
        let first = format!("  = {name}: ");
        let rest = " ".repeat(first.len());
        text.push_str(&wrap(&printable(value), look.width, &first, &rest));
        text.push('\n');
    };
    if let Some(place) = whereabouts(finding) {
        line("in", &place);
    }
    if let Some(help) = &finding.help {
        line("help", help);
    }
    if let Some(note) = &finding.note {
        line("source", note);
    }
    if rules::page(&finding.rule).is_some() {
        let _ = writeln!(text, "  = more: outreach-lint explain {}", finding.rule);
    }
    text
}

fn title(finding: &Finding, look: Look) -> String {
    let name = format!("{}[{}]", finding.severity.as_str(), printable(&finding.rule));
    let whole = wrap(&format!("{name}: {}", printable(&finding.message)), look.width, "", "  ");
    let shown = match look.ink {
        Ink::Plain => name.clone(),
        Ink::Coloured => painted(finding.severity, &name),
        Ink::Linked => {
            let link = format!("\u{1b}]8;;{}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\", rules::url(&finding.rule));
            painted(finding.severity, &link)
        }
    };
    format!("{}\n", whole.replacen(&name, &shown, 1))
}

fn painted(severity: Severity, text: &str) -> String {
    let colour = match severity {
        Severity::Error => anstyle::AnsiColor::Red,
        Severity::Warning => anstyle::AnsiColor::Yellow,
        Severity::Info => anstyle::AnsiColor::Cyan,
    };
    let style = colour.on_default().bold();
    format!("{style}{text}{style:#}")
}

fn frames(view: &View<'_>, finding: &Finding, text: &mut String) {
    let look = view.look;
    let ellipsis = if look.lines == Lines::Ascii { "..." } else { "…" };
    let width = look.width.saturating_sub(8).clamp(40, 200);
    let excerpt = Excerpt::new(&finding.labels, view.sources, width, ellipsis);
    let left_out = excerpt.left_out;
    if !excerpt.labels.is_empty() {
        let shown = Shown { excerpt, severity: finding.severity };
        let handler = GraphicalReportHandler::new_themed(theme(&shown, look))
            .with_width(look.width)
            .with_context_lines(CONTEXT)
            .tab_width(4)
            .without_cause_chain()
            .without_syntax_highlighting();
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, &shown).is_ok() {
            // The first line is the title, which stands above already.
            let frames = drawn.split_once('\n').map_or("", |(_, frames)| frames);
            join(frames, &shown.excerpt.frames(), text);
        }
    }
    if left_out > 0 {
        let _ = writeln!(text, "  ... and {left_out} more places");
    }
    witness(&finding.witness, text);
}

/// Adds the frames, those of one file that follow each other as one: without the foot of the upper and the head of the
/// lower, and the line numbers of both in one column.
fn join(drawn: &str, names: &[&str], text: &mut String) {
    let is_head = |line: &&str| line.trim_start().starts_with(['╭', ',']);
    let indents: Vec<usize> = drawn.lines().filter(is_head).map(|line| line.len() - line.trim_start().len()).collect();
    let widest = indents.iter().copied().max().unwrap_or(0);
    let mut frame = None;
    for line in drawn.lines() {
        let next = frame.map_or(0, |index| index + 1);
        let mut line = line.trim_end();
        if is_head(&line) {
            let goes_on = frame.is_some_and(|index: usize| names.get(index) == names.get(index + 1));
            frame = Some(next);
            if goes_on {
                line = "...";
                let _ = writeln!(text, "{}{line}", " ".repeat(widest));
                continue;
            }
        }
        let is_foot = line.trim_start().starts_with(['╰', '`'])
            && line.trim_start().chars().skip(1).all(|c| c == '─' || c == '-');
        if is_foot && frame.is_some_and(|index| index + 1 < names.len() && names.get(index) == names.get(index + 1)) {
            continue;
        }
        let indent = frame.and_then(|index| indents.get(index)).map_or(0, |own| widest - own);
        let _ = writeln!(text, "{}{line}", " ".repeat(indent));
    }
}

/// The walk as a table.
fn witness(touches: &[WitnessTouch], text: &mut String) {
    if touches.is_empty() {
        return;
    }
    let head = if touches.len() > MOST_TOUCHES { MOST_TOUCHES - 2 } else { touches.len() };
    let tail = if touches.len() > MOST_TOUCHES { touches.len() - 1 } else { touches.len() };
    let rows: Vec<[String; 4]> = touches
        .iter()
        .enumerate()
        .filter(|(index, _)| *index < head || *index >= tail)
        .map(|(_, touch)| {
            [
                time::day(touch.at_s),
                touch.channel.to_owned(),
                touch.sender.as_deref().map_or_else(|| "-".to_owned(), |sender| fit(sender, 24)),
                fit(&touch.step, 40),
            ]
        })
        .collect();
    let table = columns(["when", "channel", "sender", "step"], &rows);
    for (index, line) in table.lines().enumerate() {
        if index == head + 1 {
            text.push_str("    ...\n");
        }
        text.push_str(line);
        text.push('\n');
    }
}

fn whereabouts(finding: &Finding) -> Option<String> {
    let campaign = finding.campaign.as_ref().map(|name| format!("campaign \"{}\"", fit(name, 48)));
    let step = finding.step.as_ref().map(|step| format!("step \"{}\"", fit(step, 40)));
    match (campaign, step) {
        (Some(campaign), Some(step)) => Some(format!("{campaign}, {step}")),
        (campaign, step) => campaign.or(step),
    }
}

fn theme(shown: &Shown, look: Look) -> GraphicalTheme {
    let characters = match look.lines {
        Lines::Ascii => ThemeCharacters::ascii(),
        Lines::Unicode => ThemeCharacters::unicode(),
    };
    let mut styles = if look.ink == Ink::Plain { ThemeStyles::none() } else { ThemeStyles::ansi() };
    if look.ink != Ink::Plain {
        let cause = match shown.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice,
        };
        let mut labels: Vec<&LabeledSpan> = shown.excerpt.labels.iter().collect();
        labels.sort_by_key(|label| label.offset());
        styles.highlights = labels.iter().map(|label| if label.primary() { cause } else { styles.advice }).collect();
    }
    GraphicalTheme { characters, styles }
}

/// A finding as miette wants it: labels and text, nothing else.
struct Shown {
    excerpt: Excerpt,
    severity: Severity,
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Report;
    use crate::render::Closing;
    use crate::source::{FileId, Language, Place, SourceFile, Sources, Span};
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn drawn(texts: &[String], labels: &[(usize, usize, usize)], look: Look) -> String {
        let sources = Sources::default();
        for (index, text) in texts.iter().enumerate() {
            sources.add(SourceFile::from_text(format!("f{index}.toml"), text.clone(), Language::Toml));
        }
        let mut finding = Finding::new("a/b", Place::default(), "", "a message");
        finding.labels.clear();
        for (file, start, length) in labels {
            let place = Place::new(FileId(*file as u32), Span::new(*start, start + length));
            finding = finding.label(place, "what is to be said of this place");
        }
        let report = Report::default();
        let view = View {
            report: &report,
            shown: Vec::new(),
            sources: &sources,
            portraits: &[],
            look,
            closing: Closing::None,
        };
        one(&view, &finding)
    }

    const LOOK: Look = Look { width: 80, ink: Ink::Plain, lines: Lines::Unicode };

    #[test]
    fn labels_of_a_long_line_are_shown_each_in_its_own_part() {
        let text = format!("first{}second{}", " x".repeat(200), "-".repeat(5000));
        let shown = drawn(&[text], &[(0, 405, 6), (0, 0, 5)], LOOK);
        assert!(shown.contains("first x") && shown.contains("xsecond--"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    }

    #[test]
    fn a_label_of_many_lines_is_shown_by_its_first() {
        let text = "a = \"\"\"\none\ntwo\n\"\"\"\nb = 1\nc = 2\n".to_owned();
        let shown = drawn(std::slice::from_ref(&text), &[(0, 4, text.len())], LOOK);
        assert!(shown.contains("1 │ a = \"\"\"") && !shown.contains("two"), "{shown}");
    }

    #[test]
    fn another_file_gets_a_frame_of_its_own() {
        let texts = ["x = 1\ny = 2\n".to_owned(), "z = 3\n".to_owned()];
        let shown = drawn(&texts, &[(1, 4, 1), (0, 4, 1), (0, 10, 1)], LOOK);
        let heads: Vec<&str> = shown.lines().filter(|line| line.contains("─[")).map(str::trim_start).collect();
        assert_eq!(heads, ["╭─[f1.toml:1:5]", "╭─[f0.toml:1:5]"]);
    }

    #[test]
    fn many_places_are_counted_and_not_drawn() {
        let text = "x = 1\n".repeat(100);
        let labels: Vec<_> = (0..100).map(|n| (0, n * 6, 1)).collect();
        assert!(drawn(&[text], &labels, LOOK).contains("... and 92 more places"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_and_any_place_can_be_drawn(
            parts in prop::collection::vec("[a-c\\n\\r\\t\u{1b}\u{202e}\u{200b}\u{feff}é日👩 ]{0,60}|x{300}", 0..6),
            labels in prop::collection::vec((0..2usize, 0..700usize, 0..700usize), 1..12),
            width in 40..120usize,
        ) {
            let texts = [parts.concat(), parts.iter().rev().map(String::as_str).collect()];
            for lines in [Lines::Ascii, Lines::Unicode] {
                let shown = drawn(&texts, &labels, Look { width, ink: Ink::Plain, lines });
                prop_assert!(!shown.contains(|c: char| c != '\n' && crate::render::text::is_hidden(c)), "{shown:?}");
                prop_assert!(shown.contains("[f"), "{shown}");
                for line in shown.lines() {
                    prop_assert!(line.width() <= width + 30, "{} columns: {line}", line.width());
                }
            }
        }
    }
}
