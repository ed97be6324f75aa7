//! Workflows and sequences of HubSpot from their actions and steps.

use super::{merge, one, read, shown, silent, step, touch, ways};
use outreach_lint::model::time::{DAY, HOUR, MINUTE};
use outreach_lint::model::{Campaign, Event, Fact, Purpose, Target, Wait};
use serde_json::{Value, json};

fn workflow(actions: Value, more: Value) -> Value {
    let mut workflow = json!({"id": "7", "name": "Trial", "actions": actions});
    merge(&mut workflow, more);
    workflow
}

fn action(id: u64, kind: &str, fields: Value, next: u64) -> Value {
    json!({"actionId": id.to_string(), "actionTypeId": kind, "fields": fields, "connection": {"nextActionId": next.to_string()}})
}

fn mail(id: u64, next: u64) -> Value {
    action(id, "0-4", json!({"content_id": "9"}), next)
}

fn of(actions: Value) -> Campaign {
    one(&workflow(actions, json!({"startActionId": "1"})))
}

#[test]
fn a_workflow_is_known_by_its_actions_and_one_of_a_list_is_named() {
    let known = |value: Value| {
        let imported = read(&value);
        (imported.dialect == Some("hubspot"), imported.campaigns.len(), imported.unread.len())
    };
    assert_eq!(known(json!({"actions": [], "startActionId": "1"})), (true, 1, 0));
    assert_eq!(known(json!({"actions": [], "nextAvailableActionId": "1"})), (true, 1, 0));
    assert_eq!(known(json!({"actions": [{"actionTypeId": "0-4"}]})), (true, 1, 0));
    assert_eq!(known(json!({"actions": []})), (false, 0, 0));
    assert_eq!(known(json!({"actions": {}, "startActionId": "1"})), (false, 0, 0));
    assert_eq!(known(json!({"revisionId": "1", "flowType": "WORKFLOW"})), (true, 0, 1));
    assert_eq!(known(json!({"revisionId": "1", "flowType": "ACTION_SET"})), (true, 0, 1));
    assert_eq!(known(json!({"revisionId": "1", "type": "CONTACT_FLOW"})), (true, 0, 1));
    assert_eq!(known(json!({"flowType": "WORKFLOW"})), (false, 0, 0));
    assert_eq!(known(json!({"revisionId": "1", "type": "dashboard"})), (false, 0, 0));
    assert_eq!(known(json!({"revisionId": "1", "flowType": "WORKFLOW", "actions": {}})), (false, 0, 0));
}

#[test]
fn a_workflow_starts_at_its_start_or_at_its_first_action() {
    let entry = |actions: Value, more: Value| one(&workflow(actions, more)).entry;
    assert_eq!(entry(json!([mail(1, 2), mail(2, 0)]), json!({"startActionId": "2"})), Target::Step(1));
    assert_eq!(entry(json!([mail(1, 2), mail(2, 0)]), json!({})), Target::Step(0));
    assert_eq!(entry(json!([]), json!({"nextAvailableActionId": "1"})), Target::End);
}

#[test]
fn waits_count_minutes_or_the_unit_that_is_named() {
    let wait = |kind: &str, fields: Value| {
        let campaign = of(json!([action(1, kind, fields, 2), mail(2, 0)]));
        let step = step(&campaign, "1").clone();
        (step.wait.value().map(|wait| wait.min_s), step.wait.is_unknown())
    };
    assert_eq!(wait("0-1", json!({"delta": "90"})), (Some(90 * MINUTE), false));
    assert_eq!(wait("0-1", json!({"delta": 2, "time_unit": "HOURS"})), (Some(2 * HOUR), false));
    assert_eq!(wait("0-1", json!({"delta": 2, "time_unit": "FORTNIGHTS"})), (None, true));
    assert_eq!(wait("0-35", json!({"delta": "90"})), (None, true), "until a date");
    assert_eq!(wait("0-29", json!({"expiration_minutes": 60})), (Some(HOUR), false));
    assert_eq!(wait("0-29", json!({})), (None, true));
    assert_eq!(wait("0-14", json!({"delta": "90"})), (None, false), "what is no wait");
    let at = |hour: Value| {
        let campaign = of(json!([action(1, "0-1", json!({"delta": 0, "time_of_day": hour}), 2), mail(2, 0)]));
        step(&campaign, "1").at.value().map(ToString::to_string)
    };
    assert_eq!(at(json!({"hour": 9, "minute": 30})).as_deref(), Some("09:30"));
    assert_eq!(at(json!({"hour": 23, "minute": 59})).as_deref(), Some("23:59"));
    assert_eq!(at(json!({"hour": 24, "minute": 0})), None, "no hour of a day");
    assert_eq!(at(json!({"hour": 9, "minute": 60})), None);
    assert_eq!(at(json!({"minute": 30})), None);
}

#[test]
fn a_task_that_reaches_somebody_is_a_touch_by_hand() {
    for (kind, channel) in
        [("CALL", Some("call")), ("EMAIL", Some("email")), ("LINKED_IN_MESSAGE", Some("linkedin")), ("TODO", None)]
    {
        let fields = json!({"task_type": kind, "subject": "Get in touch", "body": "Ask how it went"});
        let campaign = of(json!([action(1, "0-3", fields, 0)]));
        let found = step(&campaign, "1").touch();
        assert_eq!(found.map(|touch| touch.channel.value.as_str()), channel, "{kind}");
        assert_eq!(found.and_then(|touch| touch.manual.get()), channel.map(|_| true), "{kind}");
        let script = found.is_some_and(|touch| touch.variants[0].body.value().is_some());
        assert_eq!(script, kind == "CALL", "{kind}: the notes are what is said");
        assert_eq!(step(&campaign, "1").task().is_some(), channel.is_none(), "{kind}");
    }
}

#[test]
fn a_window_is_a_day_with_its_hours_and_an_empty_list_is_any_time() {
    let window = |windows: Value| {
        one(&workflow(json!([mail(1, 0)]), json!({"startActionId": "1", "timeWindows": windows}))).schedule.window
    };
    let day =
        |day: &str| json!({"day": day, "startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 24, "minute": 0}});
    for (name, bits) in [("MONDAY", 1), ("TUESDAY", 2), ("FRIDAY", 16), ("SATURDAY", 32), ("SUNDAY", 64)] {
        let found = window(json!([day(name)]));
        let found = found.value().expect("a window")[0].value;
        assert_eq!(
            (found.days.0, found.from.to_string(), found.to.to_string()),
            (bits, "09:00".into(), "24:00".into()),
            "{name}"
        );
    }
    assert!(window(json!([day("MONDAY"), day("someday")])).is_unknown());
    assert!(window(json!([])).is_absent());
    assert!(window(json!("always")).is_unknown());
}

#[test]
fn a_branch_that_asks_one_thing_that_a_person_does_asks_it() {
    let forks = |filter: Value| {
        let branch = json!({"filterBranch": filter, "branchName": "Warm", "connection": {"nextActionId": "2"}});
        let fork = json!({"actionId": "1", "type": "LIST_BRANCH", "listBranches": [branch], "defaultBranch": {"nextActionId": "3"}});
        let campaign = of(json!([fork, mail(2, 0), mail(3, 0)]));
        ways(&campaign)[0].split_once("-> ").expect("a way").1.to_owned()
    };
    let email = |operator: &str| json!({"filters": [{"filterType": "EMAIL_EVENT", "operator": operator}]});
    for (operator, expected) in [
        ("OPENED", "open within 0d ? 2 : 3"),
        ("LINK_CLICKED", "click within 0d ? 2 : 3"),
        ("REPLIED", "reply within 0d ? 2 : 3"),
        ("UNSUBSCRIBED", "opt-out within 0d ? 2 : 3"),
        ("RECEIVED_BUT_NOT_OPENED", "open within 0d ? 3 : 2"),
        ("SENT", "attribute:Warm within 0d ? 2 : 3"),
    ] {
        assert_eq!(forks(email(operator)), expected, "{operator}");
        assert_eq!(forks(json!({"filterBranches": [email(operator)], "filters": []})), expected, "{operator}, nested");
    }
    let two = json!({"filters": [{"filterType": "EMAIL_EVENT", "operator": "OPENED"}, {"filterType": "PROPERTY"}]});
    assert_eq!(forks(two), "attribute:Warm within 0d ? 2 : 3");
    for (property, event) in [
        ("hs_email_last_reply_date", "reply"),
        ("hs_sales_email_last_replied", "reply"),
        ("hs_email_last_open_date", "open"),
        ("hs_sales_email_last_opened", "open"),
        ("hs_email_last_click_date", "click"),
        ("hs_sales_email_last_clicked", "click"),
    ] {
        let asks = |operator: &str| json!({"filters": [{"filterType": "PROPERTY", "property": property, "operation": {"operator": operator}}]});
        assert_eq!(forks(asks("IS_KNOWN")), format!("{event} within 0d ? 2 : 3"));
        assert_eq!(forks(asks("IS_UNKNOWN")), format!("{event} within 0d ? 3 : 2"));
        assert_eq!(forks(asks("IS_EQUAL_TO")), "attribute:Warm within 0d ? 2 : 3");
    }
}

#[test]
fn an_email_that_goes_out_by_itself_is_a_marketing_email() {
    assert_eq!(of(json!([mail(1, 0)])).purpose.get(), Some(Purpose::Marketing));
    let by_hand = action(1, "0-3", json!({"task_type": "EMAIL"}), 0);
    let campaign = of(json!([by_hand]));
    assert_eq!((campaign.purpose.get(), campaign.opt_out.len()), (None, 0));
    assert_eq!(of(json!([mail(1, 0)])).opt_out.len(), 1);
    let goal = |operator: &str| {
        let goal = json!({"filters": [{"filterType": "EMAIL_EVENT", "operator": operator}]});
        one(&workflow(json!([mail(1, 0)]), json!({"startActionId": "1", "goalFilterBranch": goal})))
            .stop
            .on(Event::Reply)
            .get()
    };
    assert_eq!(goal("REPLIED"), Some(true));
    assert_eq!(goal("OPENED"), None);
}

fn sequence(steps: Value, more: Value) -> Value {
    let mut sequence = json!({"id": "5", "name": "Fair", "steps": steps});
    merge(&mut sequence, more);
    sequence
}

fn email(order: u64, more: Value) -> Value {
    let mut step = json!({"id": format!("s{order}"), "stepOrder": order, "actionType": "EMAIL", "delayMillis": 0});
    merge(&mut step, more);
    step
}

#[test]
fn a_sequence_is_known_by_steps_that_count_milliseconds() {
    let known = |step: Value| read(&json!({"steps": [step]})).dialect == Some("hubspot");
    assert!(known(json!({"actionType": "EMAIL", "delayMillis": 0})));
    assert!(known(json!({"actionType": "EMAIL", "stepOrder": 0})));
    assert!(!known(json!({"actionType": "EMAIL"})));
    assert!(!known(json!({"stepOrder": 0, "delayMillis": 0})));
    assert!(!known(json!({"actionType": "EMAIL", "stepOrder": 0, "actionTypeId": "0-4"})));
}

#[test]
fn a_step_of_a_sequence_waits_milliseconds_or_between_two_numbers_of_them() {
    let wait = |more: Value| {
        let mut step = json!({"id": "s", "stepOrder": 0, "actionType": "EMAIL"});
        merge(&mut step, more);
        super::step(&one(&sequence(json!([step]), json!({}))), "s").wait.clone()
    };
    let day = 86_400_000_u64;
    let between = |min_s: u64, max_s: u64| Some(Wait { min_s, max_s });
    let stated = |fact: Fact<Wait>| fact.value().copied();
    assert_eq!(stated(wait(json!({"delayMillis": 2 * day}))), between(2 * DAY, 2 * DAY));
    assert_eq!(stated(wait(json!({"delayMillisMin": day, "delayMillisMax": 2 * day}))), between(DAY, 2 * DAY));
    assert_eq!(stated(wait(json!({"delayMillisMin": day, "delayMillisMax": day}))), between(DAY, DAY));
    let turned = json!({"delayMillisMin": 3 * day, "delayMillisMax": day, "delayMillis": 2 * day});
    assert_eq!(stated(wait(turned)), between(2 * DAY, 2 * DAY), "the range is none");
    assert_eq!(stated(wait(json!({"delayMillisMin": 3 * day, "delayMillisMax": day}))), between(3 * DAY, 3 * DAY));
    assert!(wait(json!({})).is_absent());
    assert!(wait(json!({"delayMillis": "soon"})).is_unknown());
}

#[test]
fn follow_ups_stay_in_the_thread_where_the_sequence_says_so() {
    let threads = |more: Value, second: Value| {
        let campaign = one(&sequence(json!([email(0, json!({})), email(1, second)]), more));
        ["s0", "s1"].map(|id| touch(&campaign, id).thread.get())
    };
    assert_eq!(threads(json!({"useThreadedFollowUps": true}), json!({})), [None, Some(true)]);
    assert_eq!(threads(json!({"settings": {"useThreadedFollowUps": true}}), json!({})), [None, Some(true)]);
    assert_eq!(threads(json!({"useThreadedFollowUps": false}), json!({})), [None, None]);
    assert_eq!(threads(json!({}), json!({"emailPattern": {"threadEmailToStepOrder": 0}})), [None, Some(true)]);
    assert_eq!(threads(json!({}), json!({"emailPattern": {"threadEmailToStepOrder": null}})), [None, None]);
}

#[test]
fn a_variant_that_is_switched_off_goes_to_nobody() {
    let count = |variants: Value| {
        let campaign = one(&sequence(json!([email(0, json!({"variants": variants}))]), json!({})));
        campaign.touches().map(|(_, _, touch)| touch.variants.len()).sum::<usize>()
    };
    assert_eq!(count(json!([{"activated": true}, {"activated": false}, {}])), 2);
    assert_eq!(count(json!([{"activated": false}])), 0);
    assert_eq!(count(json!([])), 1);
    let campaign = one(&sequence(json!([email(1, json!({})), email(0, json!({}))]), json!({})));
    assert_eq!(silent(&campaign), ["s0@0", "s1@0"], "in their order, not the file's");
    assert!(shown(&campaign).contains("purpose: sales"));
}
