//! How a message closes.

use super::greeting::trimmed_line;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// How a message closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// The words, "Best regards", and the name below them.
    pub range: Range<usize>,
    /// The name, where there is one.
    pub name: Option<Range<usize>>,
}

/// Words that close a message. Lower case.
const CLOSINGS: &str = "best|best regards|kind regards|warm regards|kindest regards|regards|many thanks|thanks again|thanks|thank you\
    |thanks so much|thank you so much|cheers|sincerely|yours sincerely|yours truly|yours|sincerely yours|talk soon\
    |speak soon|all the best|best wishes|warmly|warm wishes|take care|see you soon|see you|with love|love\
    |with gratitude|gratefully|respectfully|cordially|to your success|namaste|onwards|mit freundlichen grüßen\
    |mit freundlichem gruß|freundliche grüße|viele grüße|liebe grüße|beste grüße|herzliche grüße|schöne grüße|lg|vg\
    |mfg|cordialement|bien cordialement|bien à vous|à bientôt|sincèrement|amicalement|saludos|un saludo\
    |saludos cordiales|atentamente|un abrazo|cordiali saluti|distinti saluti|saluti|un saluto|a presto|un abbraccio\
    |met vriendelijke groet|vriendelijke groet|groeten|groetjes|hartelijke groet|atenciosamente|abraços|um abraço\
    |com os melhores cumprimentos|cumprimentos";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| CLOSINGS.split('|').collect());

/// No words that close a message are longer, in bytes, however their letters are written.
const LONGEST: usize = 100;

/// How many lines from the end are looked at for a sign-off: an address and a way out may stand below it.
const LAST_LINES: usize = 15;

/// The lines of `text` that hold more than white space, trimmed, from the last.
fn last_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = text.len() + 1;
    text.rsplit('\n').filter_map(move |line| {
        end -= line.len() + 1;
        trimmed_line(line, end)
    })
}

/// The sign-off of `text`.
pub(super) fn sign_off(text: &str) -> Option<SignOff> {
    let mut below: Option<Range<usize>> = None;
    for (nth, line) in last_lines(text).take(LAST_LINES).enumerate() {
        if let Some(found) = closing(text, &line, below.as_ref()) {
            // A message that is nothing but "Thanks!" closes nothing.
            return (line.start > 0 || nth > 0).then_some(found);
        }
        below = Some(line);
    }
    None
}

fn closing(text: &str, line: &Range<usize>, below: Option<&Range<usize>>) -> Option<SignOff> {
    let words = text.get(line.clone())?;
    let dash = words.strip_prefix(['–', '—', '-', '~']).map(str::trim_start).filter(|name| is_name(name));
    if let Some(name) = dash {
        return Some(SignOff { range: line.clone(), name: Some(line.end - name.len()..line.end) });
    }
    let (said, name) = words.split_once(',').map_or((words, ""), |(said, name)| (said, name.trim()));
    let said = said.trim_matches(|c: char| !c.is_alphanumeric());
    if said.len() > LONGEST || !KNOWN.contains(said.to_lowercase().as_str()) {
        return None;
    }
    if !name.is_empty() {
        return is_name(name).then(|| SignOff { range: line.clone(), name: Some(line.end - name.len()..line.end) });
    }
    let name = below.filter(|below| text.get((*below).clone()).is_some_and(is_name)).cloned();
    let end = name.as_ref().map_or(line.end, |name| name.end);
    Some(SignOff { range: line.start..end, name })
}

/// Whether a line may be a name: a few words that start with capitals, or a tag.
fn is_name(line: &str) -> bool {
    let words = line.split([',', '|', '(']).next().unwrap_or_default();
    let tagged = line.starts_with(['{', '[', '%', '*', '#', '@', '<']);
    let count = words.split_whitespace().count();
    tagged
        || ((1..5).contains(&count)
            && words.starts_with(|c: char| c.is_uppercase())
            && !words.contains(['?', '!', ':'])
            && !words.trim_end().ends_with('.'))
}
