//! Workflows of Knock from their steps.

use super::{merge, one, one_beside, read, silent, step, touch, ways};
use outreach_lint::model::time::DAY;
use outreach_lint::model::{Fact, Purpose, Status, Zone};
use serde_json::{Value, json};

fn workflow(steps: &[Value]) -> Value {
    json!({"$schema": "https://schemas.knock.app/cli/workflow.json", "name": "Trial", "steps": steps})
}

fn channel(id: &str, more: Value) -> Value {
    let mut step = json!({"ref": id, "type": "channel", "channel_type": "email", "channel_key": "main"});
    merge(&mut step, more);
    step
}

fn mail(id: &str) -> Value {
    channel(id, json!({}))
}

#[test]
fn a_step_reaches_a_person_by_the_type_of_its_channel_or_by_what_its_key_is_called() {
    for (kind, key, id, expected) in [
        ("email", "main", "a_1", Some("email")),
        ("sms", "main", "a_1", Some("sms")),
        ("push", "main", "a_1", Some("push")),
        ("in_app", "main", "a_1", Some("in-app")),
        ("in_app_feed", "main", "a_1", Some("in-app")),
        ("in_app_guide", "main", "a_1", Some("in-app")),
        ("whatsapp", "main", "a_1", Some("whatsapp")),
        ("chat", "whatsapp-cloud", "a_1", Some("whatsapp")),
        ("chat", "slack", "email_1", None),
        ("chat", "mail", "a_1", None),
        ("http", "mail", "a_1", None),
        ("webhook", "mail", "a_1", None),
        ("", "postmark", "a_1", Some("email")),
        ("", "main", "email_1", Some("email")),
        ("", "slack", "email_1", None),
        ("", "main", "a_1", None),
    ] {
        let step = json!({"ref": id, "type": "channel", "channel_type": kind, "channel_key": key});
        let found = read(&workflow(&[step])).campaigns;
        let found = found.first().map(|campaign| touch(campaign, id).channel.value.as_str());
        assert_eq!(found, expected, "{kind} {key} {id}");
    }
}

#[test]
fn steps_that_another_program_might_have_are_no_workflow() {
    let known = |value: Value| read(&value).dialect == Some("knock");
    let delay = || json!({"ref": "d", "type": "delay"});
    for (told, value, expected) in [
        ("its schema says so", json!({"$schema": "https://schemas.knock.app/x", "steps": []}), true),
        ("no list", json!({"$schema": "https://schemas.knock.app/x", "steps": {}}), false),
        ("a delay alone", json!({"steps": [delay()]}), false),
        ("with a key of its own", json!({"steps": [delay()], "__readonly": {"key": "trial"}}), true),
        ("with how often it runs", json!({"steps": [delay()], "trigger_frequency": "every_trigger"}), true),
        ("with a step that sends", json!({"steps": [delay(), mail("a")]}), true),
        ("a channel without its key", json!({"steps": [delay(), {"ref": "a", "type": "channel"}]}), false),
        (
            "a key without a channel",
            json!({"steps": [delay(), {"ref": "a", "type": "delay", "channel_key": "x"}]}),
            false,
        ),
        ("a step without a name", json!({"steps": [{"type": "delay"}], "trigger_frequency": "x"}), false),
        ("a step of another kind", json!({"steps": [{"ref": "a", "type": "action"}], "trigger_frequency": "x"}), false),
        ("the same, and one that sends", json!({"steps": [{"ref": "a", "type": "action"}, mail("b")]}), false),
    ] {
        assert_eq!(known(value), expected, "{told}");
    }
}

#[test]
fn a_delay_holds_up_and_a_batch_may_send_the_first_at_once() {
    let wait = |kind: &str, settings: Value| {
        let campaign = one(&workflow(&[json!({"ref": "d", "type": kind, "settings": settings}), mail("a")]));
        step(&campaign, "d").wait.value().map(|wait| (wait.min_s, wait.max_s))
    };
    let days = |count: u64| json!({"value": count, "unit": "days"});
    assert_eq!(wait("delay", json!({"delay_for": days(2)})), Some((2 * DAY, 2 * DAY)));
    assert_eq!(
        wait("delay", json!({"delay_for": days(2), "batch_execution_mode": "flush_leading"})),
        Some((2 * DAY, 2 * DAY))
    );
    assert_eq!(wait("batch", json!({"batch_window": days(7)})), Some((7 * DAY, 7 * DAY)));
    assert_eq!(
        wait("batch", json!({"batch_window": days(7), "batch_execution_mode": "accumulate"})),
        Some((7 * DAY, 7 * DAY))
    );
    assert_eq!(
        wait("batch", json!({"batch_window": days(7), "batch_execution_mode": "flush_leading"})),
        Some((0, 7 * DAY))
    );
    assert_eq!(wait("delay", json!({"delay_until_field_path": "data.at"})), None);
}

fn about(variable: &str, argument: &str, operator: &str) -> Value {
    json!({"variable": variable, "argument": argument, "operator": operator})
}

#[test]
fn conditions_on_an_earlier_message_ask_what_the_person_did_with_it() {
    let asks = |conditions: Value| {
        let second = channel("b", json!({"conditions": conditions}));
        let campaign = one(&workflow(&[mail("a"), second]));
        let line = ways(&campaign).into_iter().find(|line| line.starts_with("[b-if]")).expect("it is asked before");
        line.split_once("-> ").expect("a way").1.to_owned()
    };
    for (argument, event) in [
        ("$message.seen", "open"),
        ("$message.read", "open"),
        ("$message.opened", "open"),
        ("$message.interacted", "click"),
        ("$message.link_clicked", "click"),
        ("$message.clicked", "click"),
    ] {
        for (operator, holds) in [
            ("contains", true),
            ("equal_to", true),
            ("greater_than", true),
            ("greater_than_or_equal_to", true),
            ("not_contains", false),
            ("not_equal_to", false),
            ("less_than", false),
        ] {
            let ways = if holds { "b : end" } else { "end : b" };
            let one = about("refs.a.delivery_status", argument, operator);
            assert_eq!(asks(json!({"all": [one]})), format!("{event} within 0d ? {ways}"), "{argument} {operator}");
            assert_eq!(asks(json!([one])), format!("{event} within 0d ? {ways}"), "a list");
        }
    }
    let seen = || about("refs.a.delivery_status", "$message.seen", "contains");
    let plan = || about("data.plan", "pro", "equal_to");
    assert_eq!(asks(json!({"any": [seen()]})), "open within 0d ? b : end", "one of one");
    assert_eq!(asks(json!({"all": [plan(), seen()]})), "open within 0d ? b : end");
    let either = "attribute:data.plan, refs.a.delivery_status within 0d ? b : end";
    assert_eq!(asks(json!({"any": [plan(), seen()]})), either, "one of two may hold without it");
    for other in [
        plan(),
        about("data.refs", "$message.seen", "contains"),
        about("refs.a.delivery_status", "$message.sent", "contains"),
        about("refs.a.delivery_status", "$message.seen", "empty"),
    ] {
        let told = asks(json!({"all": [other]}));
        assert!(told.starts_with("attribute:"), "{told}");
    }
}

#[test]
fn branches_part_people_by_what_they_did_or_by_what_nobody_knows() {
    let forks = |kind: &str, branches: Value| {
        let key = if kind == "branch" { "branches" } else { "cohorts" };
        let fork = json!({"ref": "f", "type": kind, key: branches});
        let campaign = one(&workflow(&[mail("a"), fork, mail("z")]));
        let line = ways(&campaign).into_iter().find(|line| line.starts_with("[f]")).expect("the fork");
        line.split_once("-> ").expect("a way").1.to_owned()
    };
    let if_seen = |steps: Value| json!({"conditions": {"all": [about("refs.a.status", "$message.seen", "contains")]}, "steps": steps});
    let unless_seen = |steps: Value| json!({"conditions": {"all": [about("refs.a.status", "$message.seen", "not_contains")]}, "steps": steps});
    let otherwise = |steps: Value| json!({"steps": steps});
    assert_eq!(
        forks("branch", json!([if_seen(json!([mail("b")])), otherwise(json!([mail("c")]))])),
        "open within 0d ? b : c"
    );
    assert_eq!(
        forks("branch", json!([unless_seen(json!([mail("b")])), otherwise(json!([mail("c")]))])),
        "open within 0d ? c : b"
    );
    assert_eq!(forks("branch", json!([if_seen(json!([mail("b")]))])), "open within 0d ? b : z", "who did not goes on");
    assert_eq!(forks("branch", json!([if_seen(json!([mail("b")])), unless_seen(json!([mail("c")]))])), "b, c, z");
    assert_eq!(forks("branch", json!([if_seen(json!([])), otherwise(json!([]))])), "z", "both lead on");
    assert_eq!(forks("random_cohort", json!([otherwise(json!([mail("b")])), otherwise(json!([mail("c")]))])), "b, c");
    assert_eq!(
        forks("random_cohort", json!([if_seen(json!([mail("b")])), otherwise(json!([]))])),
        "b, z",
        "chance asks nothing"
    );
    let ends = json!({"steps": [mail("c")], "terminates": true});
    let campaign = one(&workflow(&[
        mail("a"),
        json!({"ref": "f", "type": "branch", "branches": [if_seen(json!([mail("b")])), ends]}),
        mail("z"),
    ]));
    assert!(ways(&campaign).contains(&"[c] wait - -> end".to_owned()), "{:#?}", ways(&campaign));
    assert!(ways(&campaign).contains(&"[b] wait - -> z".to_owned()), "{:#?}", ways(&campaign));
    assert_eq!(silent(&campaign), ["a@0", "c@0"]);
}

#[test]
fn a_workflow_says_whether_it_runs_what_for_and_how_often() {
    let with = |key: &str, value: Value| {
        let mut workflow = workflow(&[mail("a")]);
        workflow[key] = value;
        one(&workflow)
    };
    let status = |readonly: Value| with("__readonly", readonly).status.get();
    assert_eq!(status(json!({"key": "t", "active": true})), Some(Status::Active));
    assert_eq!(status(json!({"key": "t", "active": false})), Some(Status::Paused));
    assert_eq!(status(json!({"key": "t", "active": null})), None);
    assert_eq!(
        status(json!({"key": "t", "active": true, "archived_at": "2026-01-01T00:00:00Z"})),
        Some(Status::Archived)
    );
    assert_eq!(status(json!({"key": "t", "active": true, "archived_at": null})), Some(Status::Active));
    let settings = |settings: Value| with("settings", settings);
    assert_eq!(settings(json!({"is_commercial": true})).purpose.get(), Some(Purpose::Marketing));
    assert_eq!(settings(json!({"is_commercial": false})).purpose.get(), None);
    let forced = |settings: Value| touch(&with("settings", settings), "a").transactional.get();
    assert_eq!(forced(json!({"override_preferences": true})), Some(true));
    assert_eq!(forced(json!({"override_preferences": false})), None);
    assert!(with("trigger_frequency", json!("once_per_recipient")).limits.reenroll_after.is_absent());
    assert!(with("trigger_frequency", json!("every_trigger")).limits.reenroll_after.is_unknown());
}

#[test]
fn the_window_holds_where_every_step_has_the_same_on_the_recipients_clock() {
    let day = |day: &str, from: &str, until: &str| json!({"day": day, "type": "send", "from": from, "until": until});
    let shown = |first: Value, second: Value| {
        let with = |id: &str, windows: Value| channel(id, json!({"send_windows": windows}));
        let inner = json!({"ref": "f", "type": "branch", "branches": [{"steps": [with("b", second)]}]});
        let campaign = one(&workflow(&[with("a", first), inner]));
        let zone = campaign.schedule.timezone.value() == Some(&Zone::Recipient);
        match &campaign.schedule.window {
            Fact::Stated(list) if zone => {
                let each = list.value.iter().map(|window| window.value);
                each.map(|window| format!("{:07b} {}-{}", window.days.0, window.from, window.to))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            _ => "?".to_owned(),
        }
    };
    let office = || {
        json!([day("monday", "09:00", "17:00"), day("friday", "09:00:00", "17:00:00"), day("sunday", "10:00", "12:00")])
    };
    assert_eq!(shown(office(), office()), "0010001 09:00-17:00, 1000000 10:00-12:00");
    assert_eq!(shown(office(), json!([day("monday", "09:00", "17:00")])), "?");
    assert_eq!(shown(office(), json!(null)), "?");
    let early = || {
        json!([day("tuesday", "09:00", "17:00"), day("wednesday", "09:00", "16:00"), day("thursday", "08:00", "16:00")])
    };
    assert_eq!(shown(early(), early()), "0000010 09:00-17:00, 0000100 09:00-16:00, 0001000 08:00-16:00");
    let without = || json!([day("monday", "09:00", "17:00"), {"day": "saturday", "type": "do_not_send"}]);
    assert_eq!(shown(without(), without()), "0000001 09:00-17:00");
    let never = || json!([{"day": "saturday", "type": "do_not_send"}]);
    assert_eq!(shown(never(), never()), "?");
    let twice = || json!([day("monday", "09:00", "17:00"), day("monday", "09:00", "17:00")]);
    assert_eq!(shown(twice(), twice()), "0000001 09:00-17:00");
}

/// What the step says, with these files beside it.
fn body(kind: &str, template: Value, files: &[(&str, &[u8])]) -> Option<String> {
    let campaign = one_beside(&workflow(&[channel("a", json!({"channel_type": kind, "template": template}))]), files);
    touch(&campaign, "a").variants[0].body.value().cloned()
}

#[test]
fn the_words_of_a_step_stand_where_its_channel_keeps_them() {
    let all = || {
        json!({"subject": "The room", "visual_blocks": [{"content": "blocks"}], "html_body": "html",
        "markdown_body": "marks", "text_body": "text", "body": "body"})
    };
    for (kind, words) in [("email", "blocks"), ("push", "text"), ("in_app_feed", "marks"), ("sms", "text")] {
        assert_eq!(body(kind, all(), &[]).as_deref(), Some(words), "{kind}");
        let campaign = one(&workflow(&[channel("a", json!({"channel_type": kind, "template": all()}))]));
        let subject = &touch(&campaign, "a").variants[0].subject;
        assert_eq!(subject.value().is_some(), kind == "email", "{kind}");
    }
    let without = |keys: &[&str]| {
        let mut template = all();
        for key in keys {
            template.as_object_mut().expect("a table").remove(*key);
        }
        template
    };
    assert_eq!(body("push", without(&["text_body"]), &[]), None);
    assert_eq!(body("sms", without(&["text_body"]), &[]).as_deref(), Some("marks"));
    assert_eq!(body("in_app_feed", without(&["markdown_body"]), &[]).as_deref(), Some("text"));
    assert_eq!(body("email", without(&["visual_blocks"]), &[]).as_deref(), Some("html"));
}

#[test]
fn words_in_files_beside_a_workflow_are_read_and_a_file_that_is_missing_is_nobodys_fault() {
    let of = |path: &str, files: &[(&str, &[u8])]| body("sms", json!({"text_body@": path}), files);
    assert_eq!(of("a.txt", &[("a.txt", b"Come by.\n\n")]).as_deref(), Some("Come by."));
    assert_eq!(of("a.txt", &[("a.txt", "\u{feff}Come by.".as_bytes())]).as_deref(), Some("Come by."));
    assert_eq!(of("a.txt", &[("b.txt", b"Come by.")]), None);
    assert_eq!(of("a.txt", &[("a.txt", b" \n")]), None);
    assert_eq!(of("a.txt", &[("a.txt", b"Come \xff by.")]), None, "no text");
    let largest = vec![b'x'; 1 << 20];
    assert_eq!(of("a.txt", &[("a.txt", &largest)]).map(|text| text.len()), Some(1 << 20));
    assert_eq!(of("a.txt", &[("a.txt", &[largest.as_slice(), b"x"].concat())]), None, "more than a message");

    let blocks = |blocks: Value, path: &str, files: &[(&str, &[u8])]| {
        let blocks = blocks.to_string();
        let files = [&[(path, blocks.as_bytes())], files].concat();
        body("email", json!({"subject": "x", "visual_blocks@": path}), &files)
    };
    let three = json!([{"content": "Hi."}, {"type": "divider"}, {"content@": "b.md"}, {"content": "See you!"}]);
    assert_eq!(blocks(three.clone(), "b.json", &[("b.md", b"Come by any day.")]).as_deref(), Some("Come by any day."));
    assert_eq!(
        blocks(three.clone(), "b.json", &[]).as_deref(),
        Some("See you!"),
        "the longest of those that are there"
    );
    assert_eq!(
        blocks(three, "email/b.json", &[("email/b.md", b"Come by any day.")]).as_deref(),
        Some("Come by any day.")
    );
    assert_eq!(
        blocks(json!([{"content": "One."}, {"content": "Two."}]), "b.json", &[]).as_deref(),
        Some("One."),
        "the first of such"
    );
}
