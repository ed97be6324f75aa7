//! Campaigns of Mautic from their events.

use super::{merge, one, read, silent, step, touch, ways};
use outreach_lint::model::time::{DAY, HOUR, MINUTE, MONTH};
use outreach_lint::model::{Campaign, Fact, Status};
use serde_json::{Value, json};

/// An event below another: its number, the one above it, its type, and what else it says.
fn event(id: u64, parent: Option<u64>, kind: &str, more: Value) -> Value {
    let mut event = json!({"id": id, "campaign_id": 4, "name": format!("E{id}"), "type": kind, "event_type": "action",
        "trigger_mode": "immediate", "properties": {}, "parent_id": parent});
    merge(&mut event, more);
    event
}

/// An export of one campaign with these events, and what else it holds.
fn export(events: &[Value], more: Value) -> Value {
    let mut export = json!({"campaign": [{"id": 4, "name": "Fair"}], "campaign_event": events});
    merge(&mut export, more);
    json!([export])
}

fn of(events: &[Value]) -> Campaign {
    one(&export(events, json!({})))
}

fn mail(id: u64, parent: Option<u64>, more: Value) -> Value {
    event(id, parent, "email.send", more)
}

fn after(amount: u64, unit: &str) -> Value {
    json!({"trigger_mode": "interval", "trigger_interval": amount, "trigger_interval_unit": unit})
}

#[test]
fn a_wait_counts_in_its_unit_where_it_counts_at_all() {
    let second = |more: Value| step(&of(&[mail(1, None, json!({})), mail(2, Some(1), more)]), "2").wait.clone();
    for (unit, seconds) in [
        ("s", 1),
        ("i", MINUTE),
        ("h", HOUR),
        ("d", DAY),
        ("w", 7 * DAY),
        ("m", MONTH),
        ("y", 365 * DAY),
        ("I", MINUTE),
        ("M", MONTH),
    ] {
        assert_eq!(second(after(3, unit)).value().map(|wait| wait.min_s), Some(3 * seconds), "{unit}");
    }
    assert!(second(after(3, "x")).is_unknown(), "no unit");
    let with = |mode: &str| {
        let mut more = after(3, "d");
        more["trigger_mode"] = json!(mode);
        second(more)
    };
    assert!(with("date").is_unknown());
    assert!(with("immediate").is_absent());
    assert!(second(json!({"trigger_mode": "interval", "trigger_interval_unit": "d"})).is_unknown());
    let hour = |hour: Value| {
        step(&of(&[mail(1, None, json!({"trigger_hour": hour}))]), "1").at.value().map(ToString::to_string)
    };
    assert_eq!(hour(json!("10:30")).as_deref(), Some("10:30"));
    assert_eq!(hour(json!(null)), None);
}

#[test]
fn a_decision_asks_what_a_person_does_and_a_condition_what_is_known_of_them() {
    let asks = |kind: &str, kind_of: &str| {
        let fork = event(2, Some(1), kind, json!({"event_type": kind_of}));
        let yes = mail(3, Some(2), json!({"decisionPath": "yes"}));
        let campaign = of(&[mail(1, None, json!({})), fork, yes]);
        let line = ways(&campaign).into_iter().find(|line| line.starts_with("[2]")).expect("the fork");
        line.split_once("-> ").and_then(|(_, rest)| rest.split_once(" within")).expect("a fork").0.to_owned()
    };
    for (kind, event) in [
        ("email.open", "open"),
        ("email.click", "click"),
        ("email.reply", "reply"),
        ("sms.reply", "reply"),
        ("form.submit", "convert"),
        ("page.pagehit", "visit"),
        ("page.devicehit", "visit"),
        ("asset.download", "visit"),
        ("dwc.decision", "visit"),
        ("lead.note", "attribute:E2"),
    ] {
        assert_eq!(asks(kind, "decision"), event, "{kind}");
        assert_eq!(asks(kind, "condition"), "attribute:E2", "{kind}");
    }
}

#[test]
fn on_the_no_side_of_a_decision_the_time_is_its_patience_and_of_a_condition_a_wait() {
    let fork = |kind_of: &str| {
        let late = |id: u64, side: &str, days: u64| {
            let mut more = after(days, "d");
            more["decisionPath"] = json!(side);
            mail(id, Some(2), more)
        };
        let fork = event(2, Some(1), "email.open", json!({"event_type": kind_of}));
        ways(&of(&[mail(1, None, json!({})), fork, late(3, "yes", 4), late(4, "no", 6), late(5, "no", 9)]))
    };
    let said = |lines: &[String], start: &str| lines.iter().any(|line| line.starts_with(start));
    let decision = fork("decision");
    assert!(said(&decision, "[2] \"E2\" wait - -> open within 6d ? 3 : 4"), "{decision:#?}");
    assert!(said(&decision, "[3] \"E3\" wait 4d"), "{decision:#?}");
    assert!(said(&decision, "[4] \"E4\" wait 0d") || said(&decision, "[4] \"E4\" wait 0"), "{decision:#?}");
    assert!(said(&decision, "[5] \"E5\" wait 3d"), "{decision:#?}");
    let condition = fork("condition");
    assert!(said(&condition, "[2] \"E2\" wait - -> attribute:E2 within 0d ? 3 : 4"), "{condition:#?}");
    assert!(said(&condition, "[4] \"E4\" wait 6d"), "{condition:#?}");
}

#[test]
fn a_side_is_written_in_one_of_three_ways() {
    for (yes, no) in [
        (json!({"decisionPath": "yes"}), json!({"decisionPath": "no"})),
        (json!({"decision_path": "yes"}), json!({"decision_path": "no"})),
        (json!({"decisionPath": "", "decision_path": "yes"}), json!({"decisionPath": "", "decision_path": "no"})),
        (json!({"anchor": "yes"}), json!({"anchor": "no"})),
        (json!({"decisionPath": "", "anchor": "yes"}), json!({"decisionPath": "", "anchor": "no"})),
        (json!({"decisionPath": "yes", "anchor": "no"}), json!({"decisionPath": "no", "anchor": "yes"})),
        (json!({}), json!({"decisionPath": "no"})),
    ] {
        let told = yes.to_string();
        let fork = event(2, Some(1), "email.click", json!({"event_type": "decision"}));
        let lines = ways(&of(&[mail(1, None, json!({})), fork, mail(3, Some(2), yes), mail(4, Some(2), no)]));
        assert!(lines.iter().any(|line| line.ends_with("? 3 : 4")), "{told}: {lines:#?}");
    }
}

#[test]
fn what_was_deleted_on_the_canvas_does_nothing() {
    let heard =
        |deleted: Value| silent(&of(&[mail(1, None, json!({"deleted": deleted})), mail(2, Some(1), json!({}))]));
    assert_eq!(heard(json!(null)), ["1@0", "2@0"]);
    assert_eq!(heard(json!(false)), ["1@0", "2@0"]);
    assert_eq!(heard(json!(true)), ["2@0"]);
    assert_eq!(heard(json!("2026-01-02 10:00:00")), ["2@0"]);
}

#[test]
fn each_kind_of_message_finds_its_own_words() {
    let around = json!({
        "email": [{"id": 3, "subject": "The room", "custom_html": "an email", "from_name": "Maya"}],
        "sms": [{"id": 3, "subject": "none", "message": "a text"}],
        "notification": [{"id": 3, "message": "a push"}],
    });
    for (kind, key, channel, words) in [
        ("email.send", "email", "email", Some("an email")),
        ("sms.send_text_sms", "sms", "sms", Some("a text")),
        ("sms.send", "sms", "sms", Some("a text")),
        ("notification.send_notification", "notification", "push", Some("a push")),
        ("notification.send_mobile_notification", "notification", "push", Some("a push")),
        ("whatsapp.send_message", "whatsapp", "whatsapp", None),
    ] {
        let by_property = event(1, None, kind, json!({"properties": {key: 3}, "channel_id": 0}));
        let by_channel = event(1, None, kind, json!({"channel_id": 3}));
        for event in [by_property, by_channel] {
            let campaign = one(&export(&[event], around.clone()));
            let touch = touch(&campaign, "1");
            let copy = &touch.variants[0];
            assert_eq!(touch.channel.value.as_str(), channel, "{kind}");
            assert_eq!(copy.body.value().map(String::as_str), words, "{kind}");
            assert_eq!(copy.subject.value().is_some(), channel == "email", "{kind}");
            assert_eq!(touch.thread.get(), (channel == "email").then_some(false), "{kind}");
            assert_eq!(touch.sender.get().is_some(), channel == "email", "{kind}");
        }
    }
    for kind in ["email.send.to.user", "whatsapp.note", "lead.send_points"] {
        assert_eq!(read(&export(&[event(1, None, kind, json!({}))], json!({}))).campaigns.len(), 0, "{kind}");
    }
    let nobody = json!({"sms": [{"id": "0", "message": "of nobody"}]});
    let campaign = one(&export(&[event(1, None, "sms.send", json!({"channel_id": "0"}))], nobody));
    assert!(touch(&campaign, "1").variants[0].body.is_unknown(), "it names no text");
}

#[test]
fn who_writes_is_a_name_or_the_owner_of_the_contact() {
    let sender = |more: Value| {
        let mut email = json!({"id": 3, "subject": "The room", "custom_html": "Come by."});
        merge(&mut email, more);
        let campaign = one(&export(&[mail(1, None, json!({"properties": {"email": 3}}))], json!({"email": [email]})));
        campaign
            .sender_of(touch(&campaign, "1"))
            .map(|sender| (sender.key.clone(), sender.assignment.value().is_some()))
    };
    assert_eq!(sender(json!({"from_name": "Maya"})), Some(("Maya".to_owned(), false)));
    assert_eq!(sender(json!({"fromName": "Maya"})), Some(("Maya".to_owned(), false)));
    assert_eq!(sender(json!({"from_name": "{ownerfield=name}"})), None, "it is filled in later");
    assert_eq!(
        sender(json!({"from_name": "Maya", "use_owner_as_mailer": true})),
        Some(("the contact's owner".to_owned(), true))
    );
    assert_eq!(sender(json!({"from_name": "Maya", "useOwnerAsMailer": false})), Some(("Maya".to_owned(), false)));
}

#[test]
fn the_window_holds_where_every_message_has_the_same() {
    let shown = |events: &[Value]| {
        let campaign = of(events);
        match &campaign.schedule.window {
            Fact::Stated(list) => {
                let window = list.value[0].value;
                format!("{:07b} {}-{}", window.days.0, window.from, window.to)
            }
            Fact::Absent(_) => "any hour".to_owned(),
            Fact::Unknown => "?".to_owned(),
        }
    };
    let window = |from: &str, to: &str, days: Value| json!({"triggerRestrictedStartHour": from, "triggerRestrictedStopHour": to, "triggerRestrictedDaysOfWeek": days});
    for (days, bits) in [
        (json!([]), "1111111"),
        (json!([1]), "0000001"),
        (json!([0]), "1000000"),
        (json!([6]), "0100000"),
        (json!([1, 3, 3]), "0000101"),
        (json!([-1]), "0011111"),
        (json!([-1, 1]), "0011111"),
        (json!([1, -1]), "0011111"),
        (json!([-1, 0]), "1011111"),
        (json!([7, 2]), "0000010"),
    ] {
        let told = days.to_string();
        assert_eq!(shown(&[mail(1, None, window("09:00", "17:00", days))]), format!("{bits} 09:00-17:00"), "{told}");
    }
    assert_eq!(shown(&[mail(1, None, json!({"triggerRestrictedDaysOfWeek": [2]}))]), "0000010 00:00-24:00");
    assert_eq!(
        shown(&[mail(1, None, json!({"triggerRestrictedStartHour": "09:00"}))]),
        "any hour",
        "no end, no window"
    );
    let nine = || window("09:00", "17:00", json!([]));
    assert_eq!(shown(&[mail(1, None, nine()), mail(2, Some(1), nine())]), "1111111 09:00-17:00");
    assert_eq!(shown(&[mail(1, None, nine()), mail(2, Some(1), json!({}))]), "any hour");
    assert_eq!(shown(&[mail(1, None, nine()), mail(2, Some(1), window("10:00", "17:00", json!([])))]), "?");
    assert_eq!(shown(&[mail(1, None, nine()), event(2, Some(1), "lead.points", json!({}))]), "1111111 09:00-17:00");
}

#[test]
fn a_campaign_takes_in_the_segments_that_are_linked_to_it() {
    let segments = |campaign: Value, dependencies: Value| {
        let mut export = export(
            &[mail(1, None, json!({}))],
            json!({
                "lists": [{"id": 1, "name": "Fair"}, {"id": 2, "name": "Others"}], "dependencies": dependencies,
            }),
        );
        export[0]["campaign"] = json!([campaign]);
        let campaign = one(&export);
        campaign
            .audience
            .segments
            .value()
            .map(|list| list.iter().map(|name| name.value.clone()).collect::<Vec<_>>().join(", "))
    };
    let fair = || json!({"id": 4, "name": "Fair"});
    let link = |campaign: u64, list: u64| json!({"campaign": campaign, "lists": list});
    assert_eq!(segments(fair(), json!([{"lists": [link(4, 1)]}])).as_deref(), Some("Fair"));
    assert_eq!(segments(fair(), json!([{"lists": [link(5, 1), link(4, 2)]}])).as_deref(), Some("Others"));
    assert_eq!(segments(fair(), json!([{"lists": [link(5, 1)]}])), None);
    assert_eq!(segments(fair(), json!([])).as_deref(), Some("Fair, Others"), "no links are told");
    assert_eq!(segments(json!({"name": "Fair"}), json!([{"lists": [link(4, 1)]}])).as_deref(), Some("Fair"));
}

#[test]
fn an_export_may_hold_several_campaigns_each_with_its_events() {
    let mut other = mail(2, None, json!({}));
    other["campaign_id"] = json!(5);
    let mut export = export(&[mail(1, None, json!({})), other], json!({}));
    export[0]["campaign"] =
        json!([{"id": 4, "name": "Fair", "is_published": false}, {"id": 5, "name": "Shop", "isPublished": 1}]);
    let campaigns = read(&export).campaigns;
    let told: Vec<_> = campaigns.iter().map(|c| (c.name.value.as_str(), silent(c).concat(), c.status.get())).collect();
    assert_eq!(
        told,
        [("Fair", "1@0".to_owned(), Some(Status::Draft)), ("Shop", "2@0".to_owned(), Some(Status::Active))]
    );
    assert_eq!(of(&[mail(1, None, json!({}))]).status.get(), None);
}

#[test]
fn marketing_messages_are_counted() {
    let message = |id| event(id, None, "message.send", json!({}));
    let unread = |events: &[Value]| read(&export(events, json!({}))).unread;
    assert_eq!(unread(&[mail(1, None, json!({}))]), [""; 0]);
    assert_eq!(unread(&[message(1)]), ["a marketing message of \"Fair\" does not name its channel, and is left out"]);
    assert_eq!(
        unread(&[message(1), message(2)]),
        ["2 marketing messages of \"Fair\" do not name their channel, and are left out"]
    );
}

#[test]
fn tables_that_look_a_little_like_it_are_something_else() {
    let known = |value: Value| read(&value).dialect == Some("mautic");
    assert!(known(json!({"campaign": [], "campaign_event": []})));
    assert!(!known(json!({"campaign": [], "campaign_events": []})));
    assert!(!known(json!({"campaigns": [], "campaign_event": []})));
    assert!(known(json!({"events": [{"eventType": "action", "triggerMode": "immediate"}]})));
    assert!(!known(json!({"events": [{"eventType": "action"}]})));
    assert!(!known(json!({"events": [{"triggerMode": "immediate"}]})));
    assert!(known(json!({"campaigns": {"4": {"events": {"1": {"eventType": "action", "triggerMode": "immediate"}}}}})));
}
