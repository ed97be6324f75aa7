//! Text that cannot be read, or is a slip away from a campaign: whether it was meant to be one.

use outreach_lint::import::{looks_like_campaign, misspelt_campaign};
use outreach_lint::source::{FileId, Language, SourceFile};

#[test]
fn broken_text_is_a_campaign_where_its_keys_are_those_of_one() {
    for text in [
        "[campaign]\nname = ",
        "[[campaigns]]\nname = ",
        "{\"campaigns\": [",
        "[[step]]\nchannel = \"email",
        "[[steps]]\nchannel = \"email",
        "{\"steps\": [{\"channel\": \"email\"",
        "{\"seq_number\": 1,",
        "{\"step\":[{\"channel\" : \"x",
    ] {
        assert!(looks_like_campaign(text), "{text}");
    }
    for text in [
        "[[step]]\nrun = ",
        "channel = \"email",
        "[campaigner]\nname = ",
        "my campaign = ",
        "{\"campaign\", \"x\"",
        "steps = 3\nchannels = ",
        "\"campaign",
    ] {
        assert!(!looks_like_campaign(text), "{text}");
    }
}

#[test]
fn a_first_key_that_is_a_slip_away_is_named_beside_steps() {
    let meant = |text: &str| {
        let source = SourceFile::from_text("a.toml", text, Language::Toml);
        misspelt_campaign(FileId(0), &source).map(|(span, name, meant)| (span.start, span.end, name, meant))
    };
    let found = |name: &str, meant: &'static str| {
        Some((1, 1 + u32::try_from(name.len()).expect("short"), name.to_owned(), meant))
    };
    assert_eq!(meant("[campain]\nname = 'x'\n[[step]]\nchannel = 'email'"), found("campain", "campaign"));
    assert_eq!(meant("[compaing]\nname = 'x'\n[[steps]]\nchannel = 'email'"), found("compaing", "campaign"));
    assert_eq!(meant("[camping]\nname = 'x'\n[[step]]\nrun = 'x'"), found("camping", "campaign"));
    assert_eq!(meant("[camp]\nname = 'x'\n[[step]]\nchannel = 'email'"), None, "too far away");
    assert_eq!(meant("[campain]\nname = 'x'"), None, "no steps");
    assert_eq!(meant("campain = 3\n[[step]]\nchannel = 'email'"), None, "no table");
    assert_eq!(meant("step = []\n[campain]\nname = 'x'"), None, "a list of nothing");
}
