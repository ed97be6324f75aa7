//! Which language a text is in, by its most common words.

use crate::copy::fold::{Folded, SlotSet, slot};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A language that the rules' phrases may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Portuguese.
    Portuguese,
    /// Another, or too short or mixed to tell.
    Unknown,
}

const PROFILES: [(Language, &str); 7] = [
    (
        Language::English,
        "the and you to of for is are with your we our this that it in on be have not will can from just if at or as was i",
    ),
    (
        Language::German,
        "und die der das sie ist nicht ein eine wir ihr ihre ihnen mit für auf zu von den dem sich auch haben ich uns im bei du dir wenn noch wie",
    ),
    (
        Language::French,
        "le la les des et vous est pour une un de du dans nous votre vos que qui sur avec pas ce ne plus je notre en au par tu",
    ),
    (
        Language::Spanish,
        "el la los las de que y en un una por para con su tu no es se lo te más le nos como pero del al si tus está",
    ),
    (
        Language::Italian,
        "il la che di e un una per con non si i le del della è sono ti tuo tua ci alla gli lo più come nel anche abbiamo hai",
    ),
    (
        Language::Dutch,
        "de het een en van je is niet dat op te in voor met we wij u uw zijn aan ook er om bij naar als nog maar jouw heb",
    ),
    (
        Language::Portuguese,
        "o a os as de que e do da em um uma para com não você seu sua se por no na mais nos é ao dos como mas está",
    ),
];

/// The fewest words that tell a language.
const MIN_WORDS: usize = 8;

/// The language of a folded text.
pub(super) fn guess(folded: &Folded) -> Language {
    let words = folded.words().len().min(MOST_WORDS);
    let mut scores = [0_usize; 7];
    let written = folded.words().iter().take(MOST_WORDS).filter_map(|word| folded.text().get(word.range()));
    for word in written.filter(|word| SLOTS.holds(slot(word.as_bytes()))) {
        let languages = WORDS.get(word).copied().unwrap_or_default();
        for (index, score) in scores.iter_mut().enumerate() {
            *score += usize::from(languages & (1 << index) != 0);
        }
    }
    let mut ranked: Vec<(usize, Language)> = scores.into_iter().zip(PROFILES.map(|(language, _)| language)).collect();
    ranked.sort_by_key(|(score, _)| usize::MAX - score);
    let (Some((best, language)), Some((second, _))) = (ranked.first(), ranked.get(1)) else { return Language::Unknown };
    let clear = *best >= 4 && best * 8 >= words && best * 2 >= second * 3;
    if words >= MIN_WORDS && clear { *language } else { Language::Unknown }
}

/// How many words tell enough.
const MOST_WORDS: usize = 1000;

/// The slots of common words: a word in none of them is none.
static SLOTS: LazyLock<SlotSet> = LazyLock::new(|| WORDS.keys().map(|word| slot(word.as_bytes())).collect());

/// The languages of each common word, a bit each.
static WORDS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (index, (_, profile)) in PROFILES.iter().enumerate() {
        for word in profile.split(' ') {
            *words.entry(word).or_insert(0) |= 1 << index;
        }
    }
    words
});
