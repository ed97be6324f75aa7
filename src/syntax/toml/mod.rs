//! TOML to the spanned tree.
//!
//! Owns what TOML makes of tokens. The grammar is `toml_parser`'s, on which the `toml` crate stands too; the tables are
//! built here and not by `toml`, because that one drops comments, the first place of a name that stands twice, and all
//! that follows a broken line.

mod build;
mod cut;
mod header;
mod heard;
mod tables;
#[cfg(test)]
mod tests;
mod value_words;
mod words;

use super::faults::Faults;
use super::{Comment, Document, Node};
use crate::source::FileId;
use build::Builder;
use heard::{Fault, Heard};
use toml_parser::{ParseError, Source};

pub(super) fn parse(id: FileId, text: &str) -> Document<'_> {
    let mut heard = Heard::new(text);
    let (mut root, mut comments) = read(text, &[], &heard);
    if !heard.is_empty() {
        // Where a bracket or a quote is never closed, all that follows is read wrongly. Read it anew in parts.
        let cuts = cut::cuts(text);
        if !cuts.is_empty() {
            heard = Heard::new(text);
            (root, comments) = read(text, &cuts, &heard);
        }
    }
    let mut faults = Faults::new(id);
    let (errors, more) = heard.finish();
    for error in &errors {
        words::report(text, error, &mut faults);
    }
    faults.add_unseen(more);
    Document { root, comments, findings: faults.finish() }
}

/// Reads `text` in the parts that `cuts` make of it.
fn read<'a>(text: &'a str, cuts: &[usize], heard: &Heard<'a>) -> (Node<'a>, Vec<Comment<'a>>) {
    let mut builder = Builder::new(text, heard);
    let mut start = 0;
    for end in cuts.iter().copied().chain([text.len()]) {
        let part = text.get(start..end).unwrap_or("");
        let tokens = Source::new(part).lex().into_vec();
        let mut report = |error: ParseError| heard.report(Fault::of(&error, start));
        builder.start_part(start);
        toml_parser::parser::parse_document(&tokens, &mut builder, &mut report);
        start = end;
    }
    builder.finish()
}
