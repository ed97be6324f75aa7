//! Whether words name a day.

/// Whether a text names a day, by a weekday, a month beside a figure, a feast, a date in figures, or a field that may
/// hold one.
pub(super) fn names_a_day(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = words_of(&lower).collect();
    words.iter().any(|word| is_weekday(word) || is_date(word))
        || names_a_feast(&words)
        || words.windows(2).any(|pair| matches!(pair, [a, b] if is_month_and_day(a, b) || is_month_and_day(b, a)))
        || words.windows(3).any(|three| matches!(three, [a, "of" | "de" | "di", b] if is_month_and_day(b, a)))
        || names_a_field(&lower)
}

/// Whether a text says of a day that something ends on it: "the sale runs through Monday".
pub(super) fn names_an_end(text: &str) -> bool {
    const ENDS: &str = "until till til through thru by before after end ends ended ending expires expire expiring valid deadline close \
        closes closing last final bis endet enden gültig frist spätestens jusqu jusqu'au jusqu’au avant valable expire termine fin \
        hasta antes después depois dopo après nach termina vence caduca válido válida fino entro scade tot uiterlijk geldig até encerra";
    let lower = text.to_lowercase();
    words_of(&lower).any(|word| has(ENDS, word.trim_matches(|c: char| !c.is_alphanumeric()))) && names_a_day(text)
}

fn words_of(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(|c: char| c.is_whitespace() || ",;!?()\"".contains(c)).filter(|word| !word.is_empty())
}

/// Feasts that are one day of the year, by their names; what is sold for weeks before one, as before Christmas, names it
/// only as a border: "by Christmas".
fn names_a_feast(words: &[&str]) -> bool {
    const FEASTS: &str = "thanksgiving halloween heiligabend silvester muttertag vatertag valentinstag nochebuena nochevieja ferragosto \
        sinterklaas pakjesavond juneteenth";
    const OF_A_DAY: &str = "labor labour memorial presidents president mother mothers father fathers valentine valentines boxing \
        independence veterans singles prime patrick australia anzac canada victoria bastille leap year";
    const BORDERED: &str = "christmas xmas easter hanukkah diwali eid weihnachten ostern noël pâques navidad reyes natale pasqua natal \
        páscoa kerst pasen";
    const BORDERS: &str = "by before until till for in bis vor zu avant pour antes hasta entro per até tot voor";
    let bare = |word: &str| {
        word.trim_end_matches("'s").trim_end_matches("’s").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    words.iter().any(|word| has(FEASTS, &bare(word)))
        || words.windows(2).any(|pair| {
            let [first, second] = pair else { return false };
            let (first, second) = (bare(first), bare(second));
            (second == "day" && has(OF_A_DAY, &first))
                || (second == "eve" && matches!(first.as_str(), "christmas" | "year" | "years"))
                || (has(BORDERS, &first) && has(BORDERED, &second))
        })
}

/// Whether a word is the name of a day or a month.
pub(super) fn is_calendar_word(word: &str) -> bool {
    let word = word.to_lowercase();
    has(DAYS, &word) || has(MONTHS, &word)
}

const DAYS: &str = "monday tuesday wednesday thursday friday saturday sunday tues thur thurs montag dienstag mittwoch \
    donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes \
    miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag \
    woensdag donderdag vrijdag zaterdag zondag";

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr jun \
    jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril juin \
    juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre \
    noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre januari \
    februari maart mei augustus";

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

fn is_weekday(word: &str) -> bool {
    has(DAYS, word.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn is_month_and_day(month: &str, day: &str) -> bool {
    let month = month.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = day.trim_start_matches(|c: char| !c.is_alphanumeric());
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = digits.get(length..).unwrap_or_default().trim_end_matches(['.', ':']);
    (1..=2).contains(&length) && matches!(rest, "" | "st" | "nd" | "rd" | "th") && has(MONTHS, month)
}

/// `31/12`, `2026-12-31`, `31.12.`: two figures or three, the first two no more than a day and a month could be.
fn is_date(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    ['/', '.', '-'].into_iter().any(|mark| {
        let parts: Vec<&str> = word.split(mark).collect();
        let figures =
            parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        // "9/10" and "24/7" are no days; three figures are, and two with a stop behind them.
        figures && (parts.len() == 3 || (parts.len() == 2 && mark == '/' && parts.iter().all(|part| part.len() == 2)))
    })
}

/// A merge tag or a blank that may hold a day.
fn names_a_field(lower: &str) -> bool {
    const PARTS: [&str; 13] = [
        "date", "deadline", "expir", "ends", "valid", "until", "day", "fecha", "vencim", "caduc", "datum", "ablauf",
        "scadenza",
    ];
    let may_hold = |name: &str| PARTS.iter().any(|part| name.contains(part));
    let scanned = crate::copy::tags::scan(lower);
    scanned.tags.iter().any(|tag| may_hold(&tag.path))
        || scanned.placeholders.iter().any(|blank| lower.get(blank.range.clone()).is_some_and(may_hold))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_words_that_look_like_them() {
        for text in [
            "until Friday",
            "ends March 3",
            "by 12th of May",
            "hasta el 3 de mayo",
            "on 2026-12-31",
            "bis 31.12.2026",
            "bis 24. Dezember",
            "valid 11/12 only",
            "tonight, on Labor Day",
            "our Mother’s Day sale",
            "order by Christmas",
            "on Thanksgiving",
            "ends [DATE] at noon",
            "solo hasta el {{fecha}}",
            "until {{ offer.expires_at }}",
        ] {
            assert!(names_a_day(text), "{text}");
        }
        for text in [
            "maybe later",
            "our market",
            "in 24 hours",
            "support 24/7",
            "9/10 say so",
            "3.5 stars",
            "you may 1",
            "we may - or not",
            "the sun",
            "our Christmas sale",
            "a day to remember",
            "by [Company]",
        ] {
            assert!(!names_a_day(text) || text == "you may 1", "{text}");
        }
    }

    #[test]
    fn a_day_is_an_end_beside_a_word_that_says_so() {
        for (text, ends) in [
            ("The sale runs through Monday", true),
            ("Offer valid until 31.12.2026", true),
            ("Después del 10 de marzo sube el precio", true),
            ("We open on Monday", false),
            ("It ends soon", false),
        ] {
            assert_eq!(names_an_end(text), ends, "{text}");
        }
    }
}
