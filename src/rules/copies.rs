//! The copy of a campaign as rules see it: every text with its place, read once for all rules.

use super::settings::Settings;
use crate::copy::message::{Language, Message};
use crate::copy::phrases::Hit;
use crate::model::Campaign;
use crate::source::{Located, Place, Sources};
use crate::syntax::SourceMap;
use std::cell::OnceCell;
use std::ops::Range;

/// Which text of a touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The subject line.
    Subject,
    /// The text, or the script of a call.
    Body,
}

/// A text that a recipient reads or hears.
#[derive(Debug)]
pub struct Wording<'a> {
    /// Index of its step.
    pub step: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Which of its texts.
    pub part: Part,
    /// The text as the recipient's program gets it, and where it stands.
    pub text: &'a Located<String>,
    message: Message<'a>,
    hits: OnceCell<Vec<Hit>>,
    /// The way from the text to its file.
    map: OnceCell<SourceMap>,
}

/// Every text of a campaign, in the order of steps and variants, subject before body.
#[derive(Debug)]
pub struct Copies<'a> {
    wordings: Vec<Wording<'a>>,
    sources: &'a Sources,
}

impl<'a> Copies<'a> {
    /// The texts of `campaign`.
    pub fn of(campaign: &'a Campaign, sources: &'a Sources) -> Self {
        let mut wordings = Vec::new();
        for (step, _, touch) in campaign.touches() {
            for (variant, copy) in touch.variants.iter().enumerate() {
                let subject = copy.subject.value().map_or("", String::as_str);
                for (part, fact, subject) in [(Part::Subject, &copy.subject, ""), (Part::Body, &copy.body, subject)] {
                    wordings.extend(fact.located().map(|text| Wording {
                        step,
                        variant,
                        part,
                        text,
                        message: Message::new(touch.channel.value, subject, &text.value),
                        hits: OnceCell::new(),
                        map: OnceCell::new(),
                    }));
                }
            }
        }
        Self { wordings, sources }
    }

    /// Every text.
    pub fn all(&self) -> &[Wording<'a>] {
        &self.wordings
    }

    /// The texts of the step at `index`, of every variant.
    pub fn of_step(&self, index: usize) -> &[Wording<'a>] {
        let start = self.wordings.partition_point(|wording| wording.step < index);
        let end = self.wordings.partition_point(|wording| wording.step <= index);
        self.wordings.get(start..end).unwrap_or(&[])
    }

    /// The body of the variant at `variant` of the step at `index`.
    pub fn body(&self, index: usize, variant: usize) -> Option<&Wording<'a>> {
        let of_step = self.of_step(index);
        let at = of_step.partition_point(|wording| (wording.variant, wording.part) < (variant, Part::Body));
        of_step.get(at).filter(|wording| (wording.variant, wording.part) == (variant, Part::Body))
    }

    /// The language of a text; of one that is too short to tell, that of the text beside it.
    pub fn language(&self, wording: &Wording<'_>) -> Language {
        let beside = self.of_step(wording.step).iter().filter(|other| other.variant == wording.variant);
        std::iter::once(wording.message().language())
            .chain(beside.map(|other| other.message().language()))
            .find(|language| *language != Language::Unknown)
            .unwrap_or(Language::Unknown)
    }

    /// Where the bytes `range` of a text stand in its file.
    pub fn place(&self, wording: &Wording<'_>, range: Range<usize>) -> Place {
        let place = wording.text.place;
        self.sources.get(place.file).map_or(place, |file| {
            let map = wording.map.get_or_init(|| SourceMap::new(&file, place.span));
            Place::new(place.file, map.range(&file, range))
        })
    }
}

impl<'a> Wording<'a> {
    /// The text as a recipient reads it, read once for all rules. A subject line stands in it as the body.
    pub fn message(&self) -> &Message<'a> {
        &self.message
    }

    /// Every phrase of any rule's lists that a recipient reads in the text, and where each is written.
    pub(super) fn hits(&self, settings: &Settings) -> &[Hit] {
        self.hits.get_or_init(|| {
            let mut hits = settings.phrases().find_in(self.message.folded());
            for hit in &mut hits {
                hit.range = self.message.source(hit.range.clone());
            }
            hits
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::phrases::PhraseIndex;
    use crate::model::Channel;
    use crate::source::Place;

    #[test]
    fn phrases_are_found_in_what_is_read_and_shown_where_it_is_written() {
        let body = "<p title=\"last chance\">Your <b>last</b>\n chance</p>";
        let text = Located::new(body.to_owned(), Place::default());
        let message = Message::new(Channel::Email, "", &text.value);
        let phrases = ["last chance".to_owned()];
        let hits = PhraseIndex::new(&[("urgency", &phrases)]).find_in(message.folded());
        let written: Vec<&str> = hits.into_iter().map(|hit| &body[message.source(hit.range)]).collect();
        assert_eq!(written, ["last</b>\n chance"]);
    }
}
