//! Whether text that cannot be parsed, or whose first key is misspelt, was meant to be a campaign.

use crate::source::{FileId, SourceFile, Span};
use crate::syntax;

/// Keys and values that stand in the exports of one tool and nowhere else.
const MARKS: &[&str] = &[
    "\"entry_action_id\"",
    "\"campaign_schedule\"",
    "\"seq_number\"",
    "\"emailer_",
    "\"n8n-nodes-base.",
    "\"sequenceStep\"",
    "\"workflowApiVersion\"",
    "\"cadence_content\"",
    "\"isListUnsubscribeHeaderEnabled\"",
    "\"repliesHandlingType\"",
    "\"stop_lead_settings\"",
    "\"trigger_name\": \"fluentcrm",
    "\"send-and-wait-for-reply\"",
    "\"subsequence_schedule\"",
    "\"wait_mode\"",
];

/// Whether broken text looks like a campaign: it has a `campaign` or `campaigns` key or table, or steps with channels, or
/// what only the exports of a tool have.
///
/// A walk comes upon any TOML and JSON of a repository. Of those that cannot be parsed only a campaign is worth a word.
pub fn looks_like_campaign(text: &str) -> bool {
    // UTF-16 of plain letters has a NUL beside each of them.
    let text = if text.contains('\0') { std::borrow::Cow::Owned(text.replace('\0', "")) } else { text.into() };
    let has = |key: &str| has_key(&text, key);
    has("campaign")
        || has("campaigns")
        || (has("step") || has("steps")) && has("channel")
        || MARKS.iter().any(|mark| text.contains(mark))
}

/// The key that a slip or two part from `campaign`, beside steps, in a file that is no campaign; and what is meant.
pub fn misspelt_campaign(file: FileId, source: &SourceFile) -> Option<(Span, String, &'static str)> {
    if !has_key(&source.text, "step") && !has_key(&source.text, "steps") {
        return None;
    }
    let document = syntax::parse(file, source);
    let is_list = |key: &str| document.root.get(key).is_some_and(|steps| !steps.items().is_empty());
    if !is_list("step") && !is_list("steps") {
        return None;
    }
    document.root.entries().iter().filter(|entry| entry.value.is_table()).find_map(|entry| {
        let meant = ["campaign", "campaigns"].into_iter().find(|known| strsim::osa_distance(&entry.key, known) <= 2)?;
        Some((entry.key_span, entry.key.to_string(), meant))
    })
}

/// Whether `key` stands where a key stands: `"key" :`, `key =`, `key.`, `[key`, `[[key`.
fn has_key(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let after = text.get(at + key.len()..).unwrap_or("");
        match before.as_bytes().last() {
            Some(b'"') => {
                let after = after.strip_prefix('"').unwrap_or("");
                after.trim_start().starts_with([':', '=', ']'])
            }
            Some(b'[') => after.is_empty() || after.starts_with([']', '.', ' ', '\t', '\r', '\n']),
            None | Some(b'\n' | b' ' | b'\t' | b'{' | b',') => {
                let line = before.rsplit('\n').next().unwrap_or("").trim_start_matches(['\u{feff}', ' ', '\t']);
                line.is_empty() && after.trim_start_matches([' ', '\t']).starts_with(['=', '.', ':'])
            }
            Some(_) => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::looks_like_campaign;

    #[test]
    fn broken_campaigns_are_told_from_broken_files() {
        for text in [
            "[campaign]\nname = \n",
            "\u{feff}[campaign\nname = 1",
            "{ \"campaign\": { \"name\": ",
            "{\"campaigns\":[",
            "campaign.name = ",
            "c\0a\0m\0p\0a\0i\0g\0n\0=\0",
            "[[step]]\nchannel = \"email\nwait = ",
            "{ \"triggers\": [], \"entry_action_id\": \"wait-a-day\", \"ree",
            "{ \"nodes\": [ { \"type\": \"n8n-nodes-base.gmail\", \"para",
        ] {
            assert!(looks_like_campaign(text), "{text:?}");
        }
        for text in [
            "{ \"compilerOptions\": { \"strict\" } }",
            "",
            "[package]\nname = \"campaign",
            "# about a campaign\nx = ",
            "{ \"steps\": [ { \"run\": } ] }",
            "[[[[[[",
        ] {
            assert!(!looks_like_campaign(text), "{text:?}");
        }
    }
}
