//! The copy of a campaign as rules see it: every text with its place, read once for all rules.

use super::settings::Settings;
use crate::copy::phrases::Hit;
use crate::model::Campaign;
use crate::source::{Located, Place, Sources};
use crate::syntax::source_range;
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
    hits: OnceCell<Vec<Hit>>,
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
                for (part, fact) in [(Part::Subject, &copy.subject), (Part::Body, &copy.body)] {
                    wordings.extend(fact.located().map(|text| Wording {
                        step,
                        variant,
                        part,
                        text,
                        hits: OnceCell::new(),
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

    /// Where the bytes `range` of a text stand in its file.
    pub fn place(&self, wording: &Wording<'_>, range: Range<usize>) -> Place {
        let place = wording.text.place;
        self.sources
            .get(place.file)
            .map_or(place, |file| Place::new(place.file, source_range(&file, place.span, range)))
    }
}

impl Wording<'_> {
    /// Every phrase of any rule's lists that the text says.
    pub(super) fn hits(&self, settings: &Settings) -> &[Hit] {
        self.hits.get_or_init(|| settings.phrases().find(&self.text.value))
    }
}
