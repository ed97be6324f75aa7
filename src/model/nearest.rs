//! "Did you mean": the word of a list that a misspelt one is nearest to.

/// Words longer than this have no nearest one, so that a hostile key costs nothing.
const MAX_LEN: usize = 64;

/// How many candidates are looked at.
const MAX_CANDIDATES: usize = 1_000;

/// The candidate at the least distance from `word`, if it is near enough: two slips (one in a word of up to four
/// letters), or a third of the word's letters. Case, `-`, `_` and spaces make no difference; the earlier wins a tie.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.is_empty() || word.len() > MAX_LEN {
        return None;
    }
    let word = plain(word);
    let length = word.chars().count();
    let limit = (length / 3).max(if length <= 4 { 1 } else { 2 });
    let mut best = None;
    for candidate in candidates.into_iter().take(MAX_CANDIDATES) {
        if candidate.len() > MAX_LEN {
            continue;
        }
        let distance = strsim::osa_distance(&word, &plain(candidate));
        if distance <= limit && distance < length && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '-' | ' ' => plain.push('_'),
            _ => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_not() {
        let channels = ["email", "sms", "call", "voicemail", "in-app"];
        assert_eq!(nearest("emial", channels), Some("email"));
        assert_eq!(nearest("Email", channels), Some("email"));
        assert_eq!(nearest("in_app", channels), Some("in-app"));
        assert_eq!(nearest("voice-mail", channels), Some("voicemail"));
        assert_eq!(nearest("smoke", channels), None);
        assert_eq!(nearest("to", ["on", "id"]), None);
        assert_eq!(nearest("", channels), None);
        assert_eq!(nearest(&"e".repeat(100), channels), None);
    }
}
