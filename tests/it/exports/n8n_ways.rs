//! The ways through a workflow: what waits, what parts people, what comes again, and what starts it.

use super::n8n::{asked, mail, row, workflow};
use super::{one, read, shown, silent, step, touch, ways};
use outreach_lint::model::time::{DAY, HOUR, MINUTE};
use outreach_lint::model::{Fact, Status};
use serde_json::{Value, json};

type Node = (&'static str, &'static str, Value);

fn request() -> Node {
    ("Request", "webhook", json!({"path": "a"}))
}

fn clock() -> Node {
    ("Daily", "scheduleTrigger", json!({}))
}

fn send(name: &'static str) -> Node {
    (name, "gmail", mail())
}

fn a(name: &'static str, kind: &'static str) -> Node {
    (name, kind, json!({}))
}

fn waits(kind: &'static str, settings: Value) -> Fact<u64> {
    let campaign = one(&row(&[request(), send("One"), ("Pause", kind, settings), send("Two")]));
    match &step(&campaign, "Pause").wait {
        Fact::Stated(wait) => Fact::stated(wait.value.min_s, wait.place),
        Fact::Absent(place) => Fact::Absent(*place),
        Fact::Unknown => Fact::Unknown,
    }
}

#[test]
fn a_wait_is_as_long_as_its_amount_of_its_unit() {
    for (kind, settings, seconds) in [
        ("wait", json!({"unit": "seconds", "amount": 90}), Some(90)),
        ("wait", json!({"unit": "minutes", "amount": 5}), Some(5 * MINUTE)),
        ("wait", json!({"unit": "hours", "amount": 2}), Some(2 * HOUR)),
        ("wait", json!({"unit": "days", "amount": 3}), Some(3 * DAY)),
        ("wait", json!({"unit": "days", "amount": 0}), Some(0)),
        ("wait", json!({"unit": "days", "amount": -3}), None),
        ("wait", json!({"unit": "fortnights", "amount": 3}), None),
        ("wait", json!({"unit": "days", "amount": "={{ 3 }}"}), Some(3 * DAY)),
        ("wait", json!({"unit": "days", "amount": "={{ $json.days }}"}), None),
        ("wait/1", json!({}), Some(HOUR)),
        ("wait/1", json!({"amount": 3}), Some(3 * HOUR)),
        ("wait/1.1", json!({}), Some(5)),
        ("wait/1.1", json!({"amount": 3}), Some(3)),
        ("wait/1.1", json!({"unit": "hours"}), Some(5 * HOUR)),
        ("wait", json!({"resume": "timeInterval", "unit": "hours"}), Some(5 * HOUR)),
        ("wait", json!({"resume": "webhook"}), None),
        ("wait", json!({"resume": "specificTime", "unit": "hours", "amount": 2}), None),
    ] {
        let told = format!("{kind} {settings}");
        let wait = waits(kind, settings);
        assert_eq!(wait.get(), seconds, "{told}");
        assert_eq!(wait.is_unknown(), seconds.is_none(), "{told}");
    }
}

#[test]
fn a_wait_whose_settings_were_taken_out_is_unknown() {
    let stripped = |wait: Value| {
        let mut workflow =
            row(&[request(), a("Mail to lead", "gmail"), ("Pause", "wait", wait), a("Again to lead", "gmail")]);
        workflow["name"] = json!("Lead nurture");
        one(&workflow)
    };
    assert!(
        step(&stripped(json!({})), "Again to lead").wait.is_unknown()
            || step(&stripped(json!({})), "Pause").wait.is_unknown()
    );
    assert_eq!(silent(&stripped(json!({"unit": "days", "amount": 2}))), ["Mail to lead@0", "Again to lead@172800"]);
}

#[test]
fn a_node_that_is_switched_off_does_nothing_and_lets_its_first_way_through() {
    let off = |kind, settings: Value| {
        let mut settings = settings;
        settings["disabled"] = json!(true);
        let nodes = [request(), send("One"), ("Off", kind, settings), send("Two"), send("Other")];
        let lines = [("Request", 0, "One"), ("One", 0, "Off"), ("Off", 0, "Two"), ("Off", 1, "Other")];
        silent(&one(&workflow(&nodes, &lines)))
    };
    assert_eq!(off("wait", json!({"unit": "days", "amount": 2})), ["One@0", "Two@0"]);
    assert_eq!(off("if", json!({})), ["One@0", "Two@0"]);
    assert_eq!(off("splitInBatches", json!({})), ["One@0", "Two@0"]);
}

#[test]
fn what_failed_leads_nobody_anywhere() {
    let apart = |settings: Value| {
        let nodes = [request(), ("Ask", "httpRequest", settings), send("One"), send("Sorry")];
        let lines = [("Request", 0, "Ask"), ("Ask", 0, "One"), ("Ask", 1, "Sorry")];
        let campaign = one(&workflow(&nodes, &lines));
        campaign.touches().map(|(_, step, _)| step.id.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(apart(json!({"onError": "continueErrorOutput"})), ["One"]);
    assert_eq!(apart(json!({"onError": "continueRegularOutput"})), ["One", "Sorry"]);
    let failing = || {
        ("Mail", "gmail", {
            let mut mail = mail();
            mail["onError"] = json!("continueErrorOutput");
            mail
        })
    };
    let nodes = [request(), failing(), send("One"), send("Sorry")];
    let campaign = one(&workflow(&nodes, &[("Request", 0, "Mail"), ("Mail", 0, "One"), ("Mail", 1, "Sorry")]));
    assert_eq!(silent(&campaign), ["Mail@0", "One@0"]);
    let only = one(&workflow(&nodes, &[("Request", 0, "Mail"), ("Mail", 0, "One")]));
    assert_eq!(silent(&only), ["Mail@0", "One@0"], "its only way is no failure");
    let both = [request(), send("Mail"), send("One"), send("Two")];
    let campaign = one(&workflow(&both, &[("Request", 0, "Mail"), ("Mail", 0, "One"), ("Mail", 1, "Two")]));
    assert_eq!(silent(&campaign), ["Mail@0", "One@0", "Two@0"]);
}

#[test]
fn each_item_of_a_loop_is_a_person_and_what_follows_the_loop_comes_who_knows_when() {
    let looped = |kind: &'static str, each: usize, done: usize| {
        let nodes = [request(), ("Loop", kind, json!({})), send("Each"), send("Done")];
        let lines = [("Request", 0, "Loop"), ("Loop", each, "Each"), ("Each", 0, "Loop"), ("Loop", done, "Done")];
        one(&workflow(&nodes, &lines))
    };
    for (kind, each, done) in [("splitInBatches/3", 1, 0), ("splitInBatches/2", 0, 1), ("splitInBatches/1", 0, 1)] {
        let campaign = looped(kind, each, done);
        assert_eq!(silent(&campaign), ["Each@0", "Done@0"], "{kind}");
        assert!(step(&campaign, "Each").wait.is_absent(), "{kind}");
        assert!(step(&campaign, "Done").wait.is_unknown(), "{kind}");
        assert!(campaign.steps.iter().all(|step| step.id.value != "Loop"), "{kind}: nobody notices it");
    }
}

#[test]
fn a_condition_parts_people_and_a_question_for_an_answer_asks_it() {
    let parted = |name: &'static str| {
        let nodes = [request(), send("One"), (name, "if", json!({})), send("Yes"), send("No")];
        let lines = [("Request", 0, "One"), ("One", 0, name), (name, 0, "Yes"), (name, 1, "No")];
        ways(&one(&workflow(&nodes, &lines)))
            .into_iter()
            .find(|line| line.starts_with(&format!("[{name}]")))
            .expect("it")
    };
    assert_eq!(parted("Is guest"), "[Is guest] wait - -> attribute:Is guest within 0d ? Yes : No");
    assert_eq!(parted("Replied?"), "[Replied?] wait - -> reply within 0d ? Yes : No");
    assert_eq!(parted("No reply yet?"), "[No reply yet?] wait - -> reply within 0d ? No : Yes");
    assert_eq!(parted("Without response"), "[Without response] wait - -> reply within 0d ? No : Yes");
    assert_eq!(parted("Good response"), "[Good response] wait - -> attribute:Good response within 0d ? Yes : No");
    assert_eq!(parted("Unpaid"), "[Unpaid] wait - -> convert within 0d ? No : Yes");
    assert_eq!(parted("Booked"), "[Booked] wait - -> convert within 0d ? Yes : No");
}

#[test]
fn what_waits_for_an_approval_takes_as_long_as_it_takes() {
    let ask = ("Ask", "slack", json!({"operation": "sendAndWait"}));
    let campaign = one(&row(&[request(), send("One"), ask, send("Two")]));
    assert!(step(&campaign, "Two").wait.is_unknown());
    let tell = ("Tell", "slack", json!({"operation": "post"}));
    let campaign = one(&row(&[request(), send("One"), tell, send("Two")]));
    assert!(step(&campaign, "Two").wait.is_absent());
}

#[test]
fn people_enter_at_one_trigger_of_several() {
    let entries = |nodes: &[Node], lines: &[(&str, usize, &str)]| {
        let campaign = one(&workflow(nodes, lines));
        let first = ways(&campaign).remove(0);
        (first, silent(&campaign))
    };
    let nodes = [request(), a("Bought", "shopifyTrigger"), send("One"), send("Two")];
    let (first, heard) = entries(&nodes, &[("Request", 0, "One"), ("Bought", 0, "Two")]);
    assert_eq!(first, "[any of the triggers] wait - -> Request, Bought");
    assert_eq!(heard.len(), 1, "{heard:?}");
    let (first, heard) = entries(&nodes[..3], &[("Request", 0, "One")]);
    assert_eq!((first.as_str(), heard.len()), ("[Request] wait - -> One", 1), "the other leads to nobody");
    let off = ("Bought", "shopifyTrigger", json!({"disabled": true}));
    let (first, _) = entries(&[request(), off.clone(), send("One")], &[("Request", 0, "One"), ("Bought", 0, "One")]);
    assert_eq!(first, "[Request] wait - -> One", "the other is switched off");
    let (first, _) = entries(&[off, send("One")], &[("Bought", 0, "One")]);
    assert_eq!(first, "[Bought] wait - -> One", "all are: it is shown as it would run");
    let clock = ("Daily", "scheduleTrigger", json!({"disabled": true}));
    let (first, _) = entries(&[clock, send("One")], &[("Daily", 0, "One")]);
    assert_eq!(first, "[Daily] wait ? -> One");
}

#[test]
fn a_piece_of_a_workflow_begins_where_nothing_leads_to() {
    let note = ("Note", "stickyNote", json!({"content": "Mail everybody"}));
    let piece = [
        note,
        a("Rows", "googleSheets"),
        send("One"),
        ("A day", "wait", json!({"unit": "days", "amount": 1})),
        send("Two"),
    ];
    let lines = [("Rows", 0, "One"), ("One", 0, "A day"), ("A day", 0, "Two")];
    let campaign = one(&workflow(&piece, &lines));
    assert_eq!(ways(&campaign).remove(0), "[Rows] wait - -> One");
    assert_eq!(silent(&campaign), ["One@0", "Two@86400"]);
    let failing = workflow(&[a("Failed", "errorTrigger"), send("One")], &[("Failed", 0, "One")]);
    assert_eq!(read(&failing).campaigns.len(), 0, "it writes when it breaks down");
}

#[test]
fn a_schedule_runs_at_its_hour() {
    let at = |rules: Value| {
        let campaign = one(&row(&[("Daily", "scheduleTrigger", json!({"rule": {"interval": rules}})), send("One")]));
        assert!(step(&campaign, "Daily").wait.is_unknown(), "when somebody comes onto the list, nobody knows");
        step(&campaign, "Daily").at.value().map(ToString::to_string)
    };
    for (rules, hour) in [
        (json!([{"triggerAtHour": 9, "triggerAtMinute": 30}]), Some("09:30")),
        (json!([{"triggerAtHour": 7}]), Some("07:00")),
        (json!([{"triggerAtHour": 0, "triggerAtMinute": 59}]), Some("00:59")),
        (json!([{"triggerAtHour": 23, "triggerAtMinute": 0}]), Some("23:00")),
        (json!([{"triggerAtHour": 24}]), None),
        (json!([{"triggerAtHour": 25}]), None),
        (json!([{"triggerAtHour": 9, "triggerAtMinute": 60}]), None),
        (json!([{"triggerAtHour": 9, "triggerAtMinute": 61}]), None),
        (json!([{"triggerAtHour": 9}, {"triggerAtHour": 15}]), None),
        (json!([{"field": "hours"}]), None),
    ] {
        assert_eq!(at(rules.clone()).as_deref(), hour, "{rules}");
    }
}

#[test]
fn a_workflow_is_active_or_put_away_or_nobody_knows() {
    let status = |key: &str, value: Value| {
        let mut workflow = asked("Mail", "gmail", mail());
        workflow[key] = value;
        one(&workflow).status.get()
    };
    assert_eq!(status("active", json!(true)), Some(Status::Active));
    assert_eq!(status("active", json!(false)), None, "a template is off as well");
    assert_eq!(status("isArchived", json!(true)), Some(Status::Archived));
    assert_eq!(status("isArchived", json!(false)), None);
}

#[test]
fn an_answer_of_another_run_may_say_so() {
    let subject = |start: Node, subject: &str| {
        let mut mail = mail();
        mail["subject"] = json!(subject);
        let campaign = one(&row(&[start, ("Mail", "gmail", mail)]));
        touch(&campaign, "Mail").variants[0].subject.value().cloned()
    };
    assert_eq!(subject(clock(), "RE: the room"), None, "what came before stands in another run");
    assert_eq!(subject(request(), "RE: the room").as_deref(), Some("RE: the room"));
    assert_eq!(subject(clock(), "Rest in the warm room").as_deref(), Some("Rest in the warm room"));
}

/// A workflow that a clock or a request starts, whose node `Whose` leads to mails of these names, each by its own output.
fn turns(start: Node, kind: &'static str, settings: Value, names: &[&'static str]) -> Value {
    let first = start.0;
    let mut nodes = vec![start, ("Whose", kind, settings)];
    let mut lines = vec![(first, 0, "Whose")];
    for (output, name) in names.iter().enumerate() {
        nodes.push(send(name));
        lines.push(("Whose", output, *name));
    }
    workflow(&nodes, &lines)
}

#[test]
fn messages_by_turns_come_one_after_the_other_where_a_clock_sends_them() {
    let days = ["Send Day 3", "Send Day 1", "Send Day 14"];
    let by_clock = one(&turns(clock(), "switch", json!({}), &days));
    assert_eq!(silent(&by_clock), ["Send Day 1@0", "Send Day 3@0", "Send Day 14@0"]);
    let waits: Vec<bool> =
        ["Send Day 1", "Send Day 3", "Send Day 14"].iter().map(|id| step(&by_clock, id).wait.is_unknown()).collect();
    assert_eq!(waits, [false, true, true], "when the next turn comes stands in the list");
    let by_request = one(&turns(request(), "switch", json!({}), &days));
    assert_eq!(silent(&by_request).len(), 1, "one run, one of them");
    let by_if = one(&turns(clock(), "if", json!({}), &["Second reminder", "First reminder"]));
    assert_eq!(silent(&by_if), ["First reminder@0", "Second reminder@0"]);
    for names in [&["Send Day 1", "Also Day 1"][..], &["Send Day 1"], &["Warm", "Cold"]] {
        assert_eq!(silent(&one(&turns(clock(), "switch", json!({}), names))).len(), 1, "{names:?}: no row");
    }
    let outputs = json!({"rules": {"values": [{"outputKey": "Day 5"}, {"outputKey": "Day 2"}]}});
    assert_eq!(silent(&one(&turns(clock(), "switch", outputs, &["Late", "Early"]))), ["Early@0", "Late@0"]);
    let outputs = json!({"rules": {"rules": [{"outputKey": "Day 2"}, {"outputKey": "Day 5"}]}});
    assert_eq!(silent(&one(&turns(clock(), "switch", outputs, &["Early", "Late"]))), ["Early@0", "Late@0"]);
}

#[test]
fn one_turn_beside_something_else_stays_a_fork() {
    let nodes = [clock(), a("Whose", "switch"), send("Send Day 1"), a("Log", "noOp"), send("Bye")];
    let lines = [("Daily", 0, "Whose"), ("Whose", 0, "Send Day 1"), ("Whose", 1, "Log")];
    let campaign = one(&workflow(&nodes[..4], &lines));
    assert!(shown(&campaign).contains("[Whose] wait - -> Send Day 1, end"), "{}", shown(&campaign));
}

/// A start that leads to several conditions at once, each before a message of its own, and to others without one.
fn conditions(start: Node, behind: &[(&'static str, Node)], beside: &[Node]) -> Value {
    let first = start.0;
    let mut nodes = vec![start];
    let mut lines = Vec::new();
    for (condition, message) in behind {
        nodes.extend([a(condition, "if"), message.clone()]);
        lines.extend([(first, 0, *condition), (*condition, 0, message.0)]);
    }
    for message in beside {
        nodes.push(message.clone());
        lines.push((first, 0, message.0));
    }
    workflow(&nodes, &lines)
}

#[test]
fn conditions_beside_each_other_are_turns_where_a_clock_runs_and_their_messages_are_numbered() {
    let numbered = [("Is due 2", send("Send Day 2")), ("Is due 1", send("Send Day 1"))];
    let campaign = one(&conditions(clock(), &numbered, &[]));
    let heard = silent(&campaign);
    assert_eq!(heard, ["Send Day 1@0", "Send Day 2@0"], "{}", shown(&campaign));
    let campaign = one(&conditions(clock(), &numbered, &[send("News")]));
    assert_eq!(silent(&campaign), ["News@0", "Send Day 1@0", "Send Day 2@0"], "{}", shown(&campaign));
    let asks = [("Replied to 2?", send("Send Day 2")), ("Replied to 1?", send("Send Day 1"))];
    let campaign = one(&conditions(clock(), &asks, &[]));
    assert!(silent(&campaign).len() < 2, "each run asks anew: {}", shown(&campaign));
}

#[test]
fn conditions_before_one_channel_part_people_and_before_two_they_do_not() {
    let text = || ("Text", "twilio", json!({"to": "={{ $json.phone }}", "message": "Come by."}));
    let of = |start: Node, behind: &[(&'static str, Node)], beside: &[Node]| {
        silent(&one(&conditions(start, behind, beside))).len()
    };
    let mails = [("Guests", send("One")), ("Members", send("Two"))];
    assert_eq!(of(request(), &mails, &[]), 1);
    assert_eq!(of(request(), &mails, &[send("All")]), 2, "and what everybody gets");
    assert_eq!(of(request(), &[("Guests", send("One")), ("Has phone", text())], &[]), 2);
    assert_eq!(of(request(), &[("Guests", send("One"))], &[send("All")]), 2);
    assert_eq!(of(clock(), &mails, &[]), 1);
    let beside = one(&conditions(clock(), &[("Guests", send("One"))], &[send("All")]));
    assert!(step(&beside, "All").wait.is_absent(), "{}", shown(&beside));
    assert!(shown(&beside).contains("[Guests] wait ?"), "in a run of its own: {}", shown(&beside));
    let beside = one(&conditions(request(), &[("Guests", send("One"))], &[send("All")]));
    assert!(!shown(&beside).contains("wait ?"), "in the same run: {}", shown(&beside));
}

#[test]
fn a_workflow_that_asks_again_each_day_until_somebody_has_paid_ends() {
    let nodes = [
        request(),
        a("Is ready", "if"),
        ("A day", "wait", json!({"unit": "days", "amount": 1})),
        send("One"),
        a("Guests", "if"),
        send("Two"),
    ];
    let lines = [
        ("Request", 0, "Is ready"),
        ("Is ready", 0, "One"),
        ("Is ready", 1, "A day"),
        ("A day", 0, "Is ready"),
        ("Request", 0, "Guests"),
        ("Guests", 0, "Two"),
    ];
    assert_eq!(silent(&one(&workflow(&nodes, &lines))).len(), 1, "people of two groups");
}
