//! How much of one text stands again in another.
//!
//! Measured on runs of four words, so that common words alone make nothing alike. Lines that every message of a sender
//! carries (greeting, signature, footer) are the caller's to leave out.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a run.
const RUN: usize = 4;

/// The runs of a text, hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs(HashSet<u64>);

impl Runs {
    /// The runs of `text`; case, punctuation and white space make no difference. A text of fewer words has one run.
    pub fn of(text: &str) -> Self {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let size = RUN.min(words.len()).max(1);
        Self(words.windows(size).map(hash).collect())
    }

    /// How many different runs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of runs that both have, of all that either has, 0 to 1; 0 where one is empty.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (small, large) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let both = small.0.iter().filter(|run| large.0.contains(run)).count();
        let either = self.len() + other.len() - both;
        if both == 0 { 0.0 } else { both as f64 / either as f64 }
    }
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_like_itself_and_unlike_another() {
        let one = Runs::of("The harvest box leaves on Friday, and you can still add eggs or bread to it.");
        let again = Runs::of("the harvest box leaves on friday and you can still add eggs, or bread, to it");
        let nearly = Runs::of("The harvest box leaves on Monday, and you can still add eggs or bread to it.");
        let other = Runs::of("Your first lesson is ready: twelve minutes on how to hold the brush.");
        assert!((one.likeness(&again) - 1.0).abs() < 1e-9);
        assert!(one.likeness(&nearly) > 0.4 && one.likeness(&nearly) < 0.9);
        assert!(one.likeness(&other) < 1e-9);
        assert!(Runs::of("").likeness(&one) < 1e-9);
        assert!(Runs::of(" \n").is_empty());
    }
}
