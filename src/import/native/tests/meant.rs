//! What a fault of a native file is told to have meant.

use super::broken::{assert_gives, help, with};
use super::{Read, json, toml};

/// Asserts what the first fault of a file says and advises.
fn assert_says(above: &str, step: &str, message: &str, advice: &str) {
    let read = toml(&with(above, step));
    assert_eq!(read.imported.findings[0].message, message, "{above}{step}");
    assert_eq!(help(&read), advice, "{above}{step}");
}

#[test]
fn mail_is_email() {
    for above in ["[audience.consent]\nmail = \"none\"", "[opt_out.mail]\nmethod = \"link\"", "[opt_out.e-mail]"] {
        assert_eq!(help(&toml(&with(above, ""))), "did you mean `email`?", "{above}");
    }
    let letter = toml(&with("[opt_out.letter]", ""));
    assert_eq!(help(&letter), "did you mean `postal`?");
    assert_eq!(help(&toml(&with("[limits]\nreenroll = \"0d\"", ""))), "did you mean `reenroll_after`?");
}

#[test]
fn fields_that_stand_on_a_step_are_shown_their_table() {
    for (step, advice) in [
        ("then = \"end\"", "`then` belongs in `[step.branch]`"),
        ("else = \"end\"", "`else` belongs in `[step.branch]`"),
        ("benefits = \"recipient\"", "`benefits` belongs in `[step.offer]`"),
        ("weight = 50", "`weight` belongs in `[[step.variants]]`"),
        ("window = [\"mon-fri 09:00-18:00\"]", "`window` belongs in `[schedule]`"),
        ("per_week = 2", "`per_week` belongs in `[limits]`"),
    ] {
        assert_eq!(help(&toml(&with("", step))), advice, "{step}");
    }
}

#[test]
fn what_is_empty_is_called_empty() {
    assert_says(
        "purpose = \"\"",
        "",
        "`purpose` is empty",
        "it takes marketing, sales, requested, transactional or service",
    );
    assert_says("", "wait = \" \"", "`wait` is empty", "write it, or leave `wait` out");
    assert_says("[schedule]\ntimezone = \"\"", "", "`timezone` is empty", "write it, or leave `timezone` out");
    assert_says("[schedule]\nwindow = [\"\"]", "", "`window` holds an empty text", "write it, or take it out");
    assert_says("[audience]\nsegments = [\"\"]", "", "`segments` holds an empty text", "write it, or take it out");
    let nameless = toml("[campaign]\nname = \"\"");
    assert_eq!(help(&nameless), "write `name = \"First class welcome\"`", "a name cannot be left out");
}

#[test]
fn a_time_that_is_nearly_one_is_shown_as_it_is_written() {
    for (wait, advice) in [
        ("2d-3d", "did you mean \"2d..3d\"?"),
        ("2-3d", "did you mean \"2d..3d\"?"),
        ("2 to 3 days", "did you mean \"2 days..3 days\"?"),
        ("1M", "did you mean \"1m\" for minutes or \"1mo\" for months?"),
        ("2D", "did you mean \"2d\"?"),
        ("3d-2d", "write \"45m\", \"36h\", \"2d\", \"3w\" or \"1mo\""),
    ] {
        assert_says("", &format!("wait = \"{wait}\""), &format!("`wait` says no time: `{wait}`"), advice);
    }
    let three = "`wait` takes one time, or a range of two";
    assert_says("", "wait = \"1d..2d..3d\"", three, "write the shortest and the longest, as \"2d..3d\"");
    let now = "offer = { delivered = \"Now\" }";
    assert_says("", now, "`delivered` says no time: `Now`", "did you mean \"now\"?");
    let age = "[audience]\nconsent_age = \"2d-3d\"";
    assert_says(age, "", "`consent_age` says no time: `2d-3d`", "write \"45m\", \"36h\", \"2d\", \"3w\" or \"1mo\"");
}

#[test]
fn what_people_do_is_known_by_other_names() {
    for (word, own) in [("replies", "reply"), ("replied", "reply"), ("declines", "decline"), ("booked", "convert")] {
        let help = help(&toml(&with(&format!("[stop]\non = [\"{word}\"]"), "")));
        assert!(help.starts_with(&format!("did you mean \"{own}\"?")), "{word}: {help}");
    }
}

#[test]
fn a_step_that_is_made_for_somebody_has_a_channel() {
    let said = "a step says what it is for or who speaks, and has no channel to reach anybody by";
    for field in ["intent = \"offer\"", "sender = \"maya\"", "manual = true", "invited = true"] {
        let text = format!("[campaign]\nname = \"n\"\n[[step]]\n{field}");
        assert_gives(&text, &[&format!("3:1 structure/missing-field {said}")]);
        assert_gives(&format!("{text}\ntask = \"call\""), &[]);
        assert_gives(&format!("{text}\nbranch = {{ on = \"open\" }}"), &[]);
    }
}

#[test]
fn a_branch_whose_way_is_misspelt_has_no_two_ways_that_are_one() {
    let text = |branch: &str| {
        format!("{{\"campaign\": {{\"name\": \"n\"}}, \"step\": [{{\"branch\": {branch}}}, {{\"channel\": \"sms\"}}]}}")
    };
    let forks = |read: &Read| read.imported.campaigns[0].steps[0].branch().is_some();
    assert!(!forks(&json(&text("{\"on\": \"open\", \"next\": \"end\"}"))));
    assert!(forks(&json(&text("{\"on\": \"open\"}"))), "a branch without ways is shown to be one");
    assert!(forks(&json(&text("{\"on\": \"open\", \"else\": \"end\", \"next\": \"end\"}"))));
}
