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
        let words = words(text);
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
        self.shared(other, 0).map_or(0.0, |both| self.share(other, both))
    }

    /// Whether the [likeness](Self::likeness) is `least` or more; told sooner where it is not.
    pub fn is_like(&self, other: &Self, least: f64) -> bool {
        let most = self.len().min(other.len());
        let enough = |both: usize| self.share(other, both) >= least;
        if !enough(most) {
            return false;
        }
        // The fewest shared runs that are enough: more are never less like.
        let (mut low, mut high) = (0, most);
        while low < high {
            let middle = usize::midpoint(low, high);
            (low, high) = if enough(middle) { (low, middle) } else { (middle + 1, high) };
        }
        self.shared(other, low).is_some()
    }

    fn share(&self, other: &Self, both: usize) -> f64 {
        let either = self.len() + other.len() - both;
        if both == 0 { 0.0 } else { both as f64 / either as f64 }
    }

    /// How many runs both have; none as soon as it is clear that they are fewer than `least`.
    fn shared(&self, other: &Self, least: usize) -> Option<usize> {
        let (small, large) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let (mut one, mut two) = (small.0.as_slice(), large.0.as_slice());
        let mut spare = one.len().checked_sub(least)?;
        let mut both = 0;
        while let ([first, rest_of_one @ ..], [second, rest_of_two @ ..]) = (one, two) {
            if first <= second {
                one = rest_of_one;
                if first == second {
                    (both, two) = (both + 1, rest_of_two);
                } else {
                    spare = spare.checked_sub(1)?;
                }
            } else {
                two = rest_of_two;
            }
        }
        (both >= least).then_some(both)
    }
}

/// The hash of each word, in any case.
fn words(text: &str) -> Vec<u64> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(bytes.len() / 6);
    let mut word = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let from = at;
        let mut sum = word.unwrap_or(0);
        while let Some(byte) = bytes.get(at).filter(|b| b.is_ascii_alphanumeric()) {
            // Small letters and digits have this bit already.
            sum = mixed(sum, (byte | 0x20).into());
            at += 1;
        }
        if at > from {
            word = Some(sum);
        } else if byte.is_ascii() {
            words.extend(word.take());
            at += 1;
        } else {
            let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            if c.is_alphanumeric() {
                word = Some(c.to_lowercase().fold(sum, |sum, c| mixed(sum, c.into())));
            } else {
                words.extend(word.take());
            }
            at += c.len_utf8();
        }
    }
    words.extend(word);
    words
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

    proptest::proptest! {
        #[test]
        fn whether_texts_are_alike_is_told_by_their_likeness(
            one in "([a-c] |d e |É){0,30}", two in "([a-c] |d e |É){0,30}", least in 0.0..1.2_f64
        ) {
            let (one, two) = (Runs::of(&one), Runs::of(&two));
            let shared = one.0.iter().filter(|run| two.0.contains(run)).count();
            let either = one.len() + two.len() - shared;
            let likeness = if shared == 0 { 0.0 } else { shared as f64 / either as f64 };
            proptest::prop_assert!((one.likeness(&two) - likeness).abs() < 1e-12);
            proptest::prop_assert_eq!(one.is_like(&two, least), likeness >= least);
            proptest::prop_assert_eq!(one.is_like(&two, likeness), true);
        }
    }
}
