//! Whether text that cannot be parsed was meant to be a campaign.

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
