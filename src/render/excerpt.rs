//! The lines of source that a finding shows, cut to what a screen holds.
//!
//! Owns what is taken from a file: never more than a few lines around each label, and of a long line (an export of one
//! line has megabytes) the part around the label. The frames are drawn by miette over the text that is made here.

use super::text::push_printable;
use crate::finding::Label;
use crate::source::{FileId, SourceFile, Sources, Span};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Source lines that are shown before and after a label.
pub(super) const CONTEXT: usize = 1;

/// How many labels of one finding are drawn.
const MOST_LABELS: usize = 8;

/// The lines around a finding's labels as one text, each line knowing whose it is.
pub(super) struct Excerpt {
    text: String,
    ellipsis: &'static str,
    lines: Vec<Line>,
    /// The labels in the places they have in `text`, the finding's first label first.
    pub(super) labels: Vec<LabeledSpan>,
    /// How many labels were left out.
    pub(super) left_out: usize,
}

struct Line {
    /// Where it begins and ends in the text, its line feed included.
    start: usize,
    end: usize,
    /// Its number in the file, from 0.
    number: usize,
    /// Lines of one frame share it.
    frame: usize,
    /// What the frame is headed by.
    name: Arc<str>,
    /// The column of its first label in the file, from 0.
    column: usize,
}

/// Labels of one file that one frame shows.
struct Frame<'a> {
    source: &'a Arc<SourceFile>,
    first: u32,
    last: u32,
    labels: Vec<Wanted<'a>>,
    /// Of a line too long to show whole, the bytes that are shown.
    window: Option<Span>,
}

#[derive(Clone, Copy)]
struct Wanted<'a> {
    index: usize,
    label: &'a Label,
    span: Span,
    line: u32,
}

impl Excerpt {
    /// The excerpt for `labels`, its lines at most `width` columns wide, `ellipsis` where they are cut.
    pub(super) fn new(labels: &[Label], sources: &Sources, width: usize, ellipsis: &'static str) -> Self {
        let mut files: Vec<(FileId, Arc<SourceFile>, Vec<Wanted<'_>>)> = Vec::new();
        for (index, label) in labels.iter().enumerate().take(MOST_LABELS) {
            let file = label.place.file;
            let known = files.iter().position(|(id, _, _)| *id == file).or_else(|| {
                files.push((file, sources.get(file)?, Vec::new()));
                Some(files.len() - 1)
            });
            let Some((_, source, wanted)) = known.and_then(|at| files.get_mut(at)) else { continue };
            let (span, line) = first_line(source, label.place.span);
            wanted.push(Wanted { index, label, span, line });
        }
        let mut excerpt = Self {
            text: String::new(),
            ellipsis,
            lines: Vec::new(),
            labels: Vec::new(),
            left_out: labels.len().saturating_sub(MOST_LABELS),
        };
        let mut spans: Vec<(usize, LabeledSpan)> = Vec::new();
        for (number, frame) in files.iter().flat_map(|(_, source, wanted)| frames(source, wanted, width)).enumerate() {
            excerpt.add(&frame, number, width, &mut spans);
        }
        spans.sort_by_key(|(index, _)| *index);
        excerpt.labels = spans.into_iter().map(|(_, span)| span).collect();
        excerpt
    }

    /// What each frame is headed by, in the order in which they are drawn.
    pub(super) fn frames(&self) -> Vec<&str> {
        let heads = self.lines.chunk_by(|a, b| a.frame == b.frame).filter_map(<[Line]>::first);
        heads.map(|line| &*line.name).collect()
    }

    fn add(&mut self, frame: &Frame<'_>, number: usize, width: usize, spans: &mut Vec<(usize, LabeledSpan)>) {
        let mut name = String::new();
        frame.source.path.chars().for_each(|c| push_printable(&mut name, c));
        let name: Arc<str> = name.into();
        for line in frame.first..=frame.last {
            let Some(whole) = frame.source.line_span(line) else { continue };
            let is_behind_the_end = whole.is_empty() && whole.start as usize == frame.source.text.len() && line > 1;
            let here: Vec<Wanted<'_>> = frame.labels.iter().filter(|wanted| wanted.line == line).copied().collect();
            if here.is_empty() && is_behind_the_end {
                continue;
            }
            let shown = frame.window.filter(|_| !here.is_empty()).unwrap_or_else(|| {
                let end = cut_forward(&frame.source.text, whole.start as usize, whole.end as usize, width);
                Span::new(whole.start as usize, end)
            });
            let start = self.text.len();
            let offsets = self.push_line(&frame.source.text, whole, shown);
            let mut places: Vec<(usize, usize, Wanted<'_>)> = here
                .iter()
                .map(|wanted| {
                    let from = offset_of(&offsets, wanted.span.start as usize);
                    (from, offset_of(&offsets, wanted.span.end as usize).max(from), *wanted)
                })
                .collect();
            places.sort_by_key(|(from, _, wanted)| (*from, wanted.index));
            // Underlines that overlap are drawn beside each other, so that what is said of the later moves right.
            let mut behind = 0;
            for (from, to, wanted) in places {
                let column = |offset: usize| self.text.get(start..offset).map_or(0, UnicodeWidthStr::width);
                let left = column(from).max(behind);
                behind = column(to).max(left + 1);
                let text = label_text(&wanted.label.message, width, usize::midpoint(left, behind));
                let text = (!text.is_empty()).then_some(text);
                let span = SourceSpan::new(from.into(), to - from);
                spans.push((
                    wanted.index,
                    if wanted.index == 0 {
                        LabeledSpan::new_primary_with_span(text, span)
                    } else {
                        LabeledSpan::new_with_span(text, span)
                    },
                ));
            }
            let first = here.iter().min_by_key(|wanted| wanted.index);
            self.lines.push(Line {
                start,
                end: self.text.len(),
                number: line.saturating_sub(1) as usize,
                frame: number,
                name: Arc::clone(&name),
                column: first
                    .map_or(0, |wanted| frame.source.position(wanted.span.start).column.saturating_sub(1) as usize),
            });
        }
    }

    /// Adds `shown` of the line `whole`; gives for each character of it the place in the file and the place here.
    fn push_line(&mut self, text: &str, whole: Span, shown: Span) -> Vec<(usize, usize)> {
        let mut offsets = Vec::with_capacity(shown.len() + 1);
        if shown.start > whole.start {
            self.text.push_str(self.ellipsis);
        }
        let part = text.get(shown.range()).unwrap_or("");
        for (at, c) in part.char_indices() {
            offsets.push((shown.start as usize + at, self.text.len()));
            if c == '\u{feff}' && shown.start as usize + at == 0 {
                continue;
            }
            if c == '\t' { self.text.push(c) } else { push_printable(&mut self.text, c) }
        }
        offsets.push((shown.end as usize, self.text.len()));
        if shown.end < whole.end {
            self.text.push_str(self.ellipsis);
        }
        self.text.push('\n');
        offsets
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let at = |offset: usize| self.lines.iter().position(|line| line.start <= offset && offset < line.end);
        let (Some(first), Some(last)) = (at(span.offset()), at(span.offset() + span.len())) else {
            return Err(MietteError::OutOfBounds);
        };
        let (Some(head), Some(tail)) = (self.lines.get(first), self.lines.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        if head.frame != tail.frame {
            return Err(MietteError::OutOfBounds);
        }
        let same = |line: &&Line| line.frame == head.frame;
        let lines = self.lines.get(first.saturating_sub(before)..(last + after + 1).min(self.lines.len()));
        let shown: Vec<&Line> = lines.unwrap_or_default().iter().filter(same).collect();
        let (start, end) = (shown.first().map_or(head.start, |l| l.start), shown.last().map_or(tail.end, |l| l.end));
        let number = shown.first().map_or(head.number, |line| line.number);
        let data = self.text.get(start..end).unwrap_or("").as_bytes();
        let span = SourceSpan::new(start.into(), end - start);
        // The heading asks for the label's own line, without context; only then is its column of interest.
        let column = if before == 0 { head.column } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(head.name.to_string(), data, span, number, column, shown.len())))
    }
}

/// The part of a span that lies on its first line, blank space before it left out, and the number of that line.
fn first_line(source: &SourceFile, span: Span) -> (Span, u32) {
    let text = source.slice(span);
    let skipped = text.len() - text.trim_start().len();
    let start = if skipped < text.len() { span.start as usize + skipped } else { span.start as usize };
    let at = source.position(start as u32);
    let end = source.line_span(at.line).map_or(start, |line| line.end as usize);
    let start = (at.offset as usize).min(end);
    (Span::new(start, (span.end as usize).clamp(start, end)), at.line)
}

/// Sorts labels of one file into frames.
fn frames<'a>(source: &'a Arc<SourceFile>, wanted: &[Wanted<'a>], width: usize) -> Vec<Frame<'a>> {
    let mut sorted = wanted.to_vec();
    sorted.sort_by_key(|label| (label.span, label.index));
    let mut frames: Vec<Frame<'a>> = Vec::new();
    for label in sorted {
        let whole = source.line_span(label.line).unwrap_or_default();
        let long = whole.len() > width;
        if let Some(frame) = frames.last_mut() {
            let last = frame.labels.iter().map(|label| label.line).max().unwrap_or(0);
            let near = label.line - last <= 2 * CONTEXT as u32 + 1;
            let fits = frame.window.is_some_and(|window| label.line == last && window.holds(label.span));
            if fits || near && !long && frame.window.is_none() {
                frame.last = label.line + CONTEXT as u32;
                frame.labels.push(label);
                continue;
            }
        }
        let window = long.then(|| window(source, whole, &label, width));
        frames.push(Frame {
            source,
            first: label.line.saturating_sub(CONTEXT as u32).max(1),
            last: label.line + CONTEXT as u32,
            labels: vec![label],
            window,
        });
    }
    // What surrounds the cause helps to find it; of the other places the line is enough.
    for frame in frames.iter_mut().filter(|frame| frame.labels.iter().all(|label| label.index > 0)) {
        frame.first = frame.labels.iter().map(|label| label.line).min().unwrap_or(frame.first);
        frame.last = frame.labels.iter().map(|label| label.line).max().unwrap_or(frame.last);
    }
    // Frames in the order of their labels, so that the cause comes first; a frame never runs into the next.
    for index in 1..frames.len() {
        let next = frames.get(index).map_or(0, |frame| frame.first);
        if let Some(frame) = frames.get_mut(index - 1) {
            let line = frame.labels.iter().map(|label| label.line).max().unwrap_or(frame.last);
            frame.last = frame.last.min(next.saturating_sub(1)).max(line);
        }
    }
    frames
}

/// The part of a long line that shows a label, with room for what is to be said of it.
fn window(source: &SourceFile, whole: Span, label: &Wanted<'_>, width: usize) -> Span {
    let text = &source.text;
    let words = label.label.message.width() + 4;
    let before = width.saturating_sub(label.span.len().min(width / 2) + words).min(width / 3);
    let start = cut_back(text, whole.start as usize, label.span.start as usize, before);
    let end = cut_forward(text, start, whole.end as usize, width.saturating_sub(2));
    Span::new(start, end)
}

/// The offset at most `columns` columns before `to`, not before `from`.
fn cut_back(text: &str, from: usize, to: usize, columns: usize) -> usize {
    let part = text.get(from..to).unwrap_or("");
    let mut room = columns;
    let mut cut = to;
    for (at, c) in part.char_indices().rev() {
        let needs = columns_of(c);
        if needs > room {
            break;
        }
        room -= needs;
        cut = from + at;
    }
    cut
}

/// The offset at most `columns` columns behind `from`, not behind `to`.
fn cut_forward(text: &str, from: usize, to: usize, columns: usize) -> usize {
    let part = text.get(from..to).unwrap_or("");
    let mut room = columns;
    for (at, c) in part.char_indices() {
        let needs = columns_of(c);
        if needs > room {
            return from + at;
        }
        room -= needs;
    }
    to
}

fn columns_of(c: char) -> usize {
    if c == '\t' {
        return 4;
    }
    let mut written = String::new();
    push_printable(&mut written, c);
    written.width()
}

/// The place of a file offset in the excerpt's text; one that is cut away counts as the nearest that is not.
fn offset_of(offsets: &[(usize, usize)], offset: usize) -> usize {
    let at = offsets.partition_point(|(file, _)| *file < offset).min(offsets.len().saturating_sub(1));
    offsets.get(at).map_or(0, |(_, here)| *here)
}

/// What is said of a label, in lines that fit beside the middle of its underline at `column`.
fn label_text(message: &str, width: usize, column: usize) -> String {
    let room = width.saturating_sub(column + 4).max(16);
    super::wrap(&super::printable(message), room, "", "")
}
