//! How much of one text stands again in another.
//!
//! Measured on runs of four words, so that common words alone make nothing alike. Lines that every message of a sender
//! carries (greeting, signature, footer) are the caller's to leave out.

/// Words in a run.
const RUN: usize = 4;

/// The runs of a text, hashed, each once and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs(Vec<u64>);

impl Runs {
    /// The runs of `text`; case, punctuation and white space make no difference. A text of fewer words has one run.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash).collect();
        let size = RUN.min(words.len()).max(1);
        let mut runs: Vec<u64> = words.windows(size).map(|run| run.iter().copied().fold(0, mixed)).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
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
        let mut rest = large.0.as_slice();
        let mut both = 0;
        for run in &small.0 {
            rest = rest.get(rest.partition_point(|other| other < run)..).unwrap_or_default();
            both += usize::from(rest.first() == Some(run));
        }
        let either = self.len() + other.len() - both;
        if both == 0 { 0.0 } else { both as f64 / either as f64 }
    }
}

/// The hash of a word in any case.
fn hash(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(0, |sum, byte| mixed(sum, byte.to_ascii_lowercase().into()));
    }
    word.chars().flat_map(char::to_lowercase).fold(0, |sum, c| mixed(sum, c.into()))
}

/// A step of FNV-1a, on more than a byte. Nothing is kept by it: two texts are compared.
fn mixed(sum: u64, next: u64) -> u64 {
    (sum ^ next).wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(29)
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
