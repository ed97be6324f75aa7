//! What the description of the format implies for a whole run.

use crate::support::Project;

/// The messages that `rule` gives about a campaign, and the facts for want of which it was not judged.
fn judged(text: &str, config: &str, rule: &str) -> (Vec<String>, Vec<String>) {
    let project = Project::new();
    project.write("a.toml", text).write("outreach-lint.toml", config);
    let ran = project.run(&["a.toml", "--select", rule, "--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect(&ran.err);
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let findings = list(&report["findings"]).into_iter().filter(|finding| finding["rule"] == rule);
    let missing = list(&report["not_judged"]).into_iter().flat_map(|entry| list(&entry["missing"]));
    let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    (findings.map(|finding| text(finding["message"].clone())).collect(), missing.map(text).collect())
}

fn messages(text: &str, rule: &str) -> Vec<String> {
    judged(text, "", rule).0
}

#[test]
fn a_campaign_is_empty_only_where_every_step_could_be_read() {
    let rule = "structure/empty-campaign";
    let empty = ["nobody ever hears from this campaign"];
    assert_eq!(messages("[campaign]\nname = \"n\"\n", rule), empty);
    assert_eq!(messages("[campaign]\nname = \"n\"\npurpse = \"sales\"\n[[step]]\nwait = \"2d\"\n", rule), empty);
    for unread in [
        "[campaign]\nname = \"n\"\n[[step]]\nchannel = email\n",
        "[campaign]\nname = \"n\"\n[[step]]\nchannel = 5\n",
        "[campaign]\nname = \"n\"\n[[step]]\nsubject = \"Hi\"\n",
        "[campaign]\nname = \"n\"\n[[campaign.step]]\nchannel = \"email\"\n",
        "[campaign]\nname = \"n\"\n[campaign]\n[[step]]\nchannel = \"email\"\n",
    ] {
        assert_eq!(messages(unread, rule), [""; 0], "{unread}");
    }
}

#[test]
fn several_senders_who_share_the_work_take_turns_at_one_person() {
    let text = |how: &str, step: &str| {
        let sender = |name: &str| format!("[senders.{name}]\nname = \"{name}\"\nassignment = \"{how}\"\n");
        let steps = format!("[[step]]\nchannel = \"email\"\nwait = \"9d\"\n{step}\n").repeat(2);
        format!("[campaign]\nname = \"n\"\npurpose = \"sales\"\n{}{}{steps}", sender("Ann"), sender("Bob"))
    };
    let rule = "sender/agent-rotation";
    let turns = ["one person hears from somebody else each time, twice in all"];
    assert_eq!(messages(&text("round-robin", ""), rule), turns);
    assert_eq!(messages(&text("sticky", ""), rule), [""; 0]);
    assert_eq!(messages(&text("sticky", "sender = \"Bob\""), rule), [""; 0]);
}

#[test]
fn a_week_holds_no_more_than_the_platform_lets_through() {
    let text = |limits: &str| {
        let steps = "[[step]]\nchannel = \"email\"\nwait = \"1d\"\n".repeat(5);
        format!("[campaign]\nname = \"n\"\npurpose = \"marketing\"\n{limits}\n{steps}")
    };
    let rule = "cadence/touch-pressure";
    let holds =
        |count: u32| vec![format!("the fullest week of a person who never answers holds {count} messages from you")];
    assert_eq!(messages(&text(""), rule), holds(5));
    assert_eq!(messages(&text("[limits]\nper_week = 3"), rule), holds(3));
    assert_eq!(messages(&text("[limits]\nper_day = 1"), rule), holds(5));
    assert_eq!(messages(&text("[limits]\nper_week = 2"), rule), [""; 0]);
}

#[test]
fn an_address_that_the_config_states_settles_the_question_wherever_the_people_live() {
    let project = Project::new();
    let export = include_str!("../../fixtures/dialects/klaviyo/winback.json");
    project.write("exports/winback.json", export);
    let missing = |config: &str| {
        project.write("outreach-lint.toml", config);
        let ran = project.run(&["exports", "--select", "sender/missing-postal-address", "--format=json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect(&ran.err);
        report["not_judged"].as_array().cloned().unwrap_or_default()
    };
    assert_eq!(missing("")[0]["missing"], serde_json::json!(["campaign.region"]));
    let stated =
        "[[facts]]\nfiles = [\"exports/**\"]\nsender.postal_address = \"1 Main St, San Francisco, CA 94105\"\n";
    assert_eq!(missing(stated), Vec::<serde_json::Value>::new());
}

#[test]
fn an_answer_that_falls_back_into_the_row_is_none() {
    let text = |on: &str, then: &str, next: &str| {
        format!(
            "[campaign]\nname = \"n\"\npurpose = \"sales\"\n[audience]\nsource = \"trial\"\n\
             [[step]]\nid = \"a\"\nchannel = \"email\"\n\
             [[step]]\nid = \"did\"\nbranch = {{ on = \"{on}\", within = \"5d\", then = \"{then}\", else = \"more\" }}\n\
             [[step]]\nid = \"answer\"\nchannel = \"email\"\n{next}\n\
             [[step]]\nid = \"more\"\nchannel = \"email\"\nnext = \"end\"\n"
        )
    };
    for (on, rule) in [("reply", "stop/ignores-reply"), ("cancel", "stop/ignores-cancel")] {
        assert_eq!(messages(&text(on, "answer", "next = \"end\""), rule), [""; 0], "{on}");
        for (then, next) in [("answer", ""), ("more", "")] {
            let said = messages(&text(on, then, next), rule);
            assert!(said.len() == 1 && said[0].contains("still hears from you 1 more time"), "{on} {then}: {said:?}");
        }
    }
    let again = messages(&text("reply", "a", ""), "stop/ignores-reply");
    assert!(again.len() == 1 && again[0].contains("without end"), "{again:?}");
}

#[test]
fn a_range_that_holds_the_time_of_the_name_agrees_with_it() {
    let text = |wait: &str| {
        format!(
            "[campaign]\nname = \"n\"\n[[step]]\nid = \"wait-3-days\"\nwait = \"{wait}\"\n[[step]]\nchannel = \"sms\"\n"
        )
    };
    let rule = "cadence/wait-contradicts-name";
    assert_eq!(messages(&text("2d..4d"), rule), [""; 0]);
    for wait in ["1d..2d", "5d..6d"] {
        assert_eq!(messages(&text(wait), rule).len(), 1, "{wait}");
    }
}

#[test]
fn who_comes_last_to_an_offer_finds_it_over() {
    let ends = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(30));
    let text = |guard: &str, wait: &str| {
        format!(
            "[campaign]\nname = \"n\"\npurpose = \"marketing\"\n\
             [[step]]\nid = \"which\"\nbranch = {{ on = \"{guard}\", then = \"offer\", else = \"later\" }}\n\
             [[step]]\nid = \"later\"\nwait = \"{wait}\"\n\
             [[step]]\nid = \"offer\"\nchannel = \"email\"\noffer = {{ kind = \"gift\", expires = {ends} }}\n"
        )
    };
    let rule = "offer/expired-offer";
    for guard in ["attribute:member", "open"] {
        assert_eq!(messages(&text(guard, "20d"), rule), [""; 0]);
        let said = messages(&text(guard, "90d"), rule);
        assert!(said.len() == 1 && said[0].starts_with("who enters today may be offered on"), "{said:?}");
    }
    assert!(messages(&text("reply", "90d"), rule)[0].starts_with("who enters today is offered on"));
}

#[test]
fn a_consent_that_some_outlive_is_outlived() {
    let text = |wait: &str| {
        format!(
            "[campaign]\nname = \"n\"\npurpose = \"sales\"\nregion = [\"CA\"]\n\
             [audience]\nsource = \"inquiry\"\nconsent = {{ email = \"implied\" }}\n\
             [[step]]\nid = \"which\"\nbranch = {{ on = \"attribute:member\", then = \"offer\", else = \"later\" }}\n\
             [[step]]\nid = \"later\"\nwait = \"{wait}\"\n[[step]]\nid = \"offer\"\nchannel = \"email\"\n"
        )
    };
    let outlived = ["a person in Canada is still written to after the 6 months that an inquiry counts for"];
    assert_eq!(messages(&text("200d"), "law/consent-window"), outlived);
    assert_eq!(messages(&text("100d"), "law/consent-window"), [""; 0]);
}
