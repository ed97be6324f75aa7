//! Flows of Klaviyo from their actions.

use super::{merge, one, read, shown, silent, step, touch};
use outreach_lint::model::time::WEEK;
use outreach_lint::model::{Campaign, Channel, Fact, OptOutMethod, Status, Target};
use serde_json::{Value, json};

/// A flow of these actions, each leading to the one behind it.
fn flow(actions: &[Value], attributes: Value, definition: Value) -> Value {
    let ids: Vec<String> = (0..actions.len()).map(|n| format!("a{n}")).collect();
    let actions: Vec<Value> = actions
        .iter()
        .enumerate()
        .map(|(n, action)| {
            let mut action = action.clone();
            action["id"] = json!(ids[n]);
            action["links"] = json!({"next": ids.get(n + 1)});
            action
        })
        .collect();
    let mut inner = json!({"triggers": [], "entry_action_id": "a0", "actions": actions});
    merge(&mut inner, definition);
    let mut outer = json!({"name": "Spring", "definition": inner});
    merge(&mut outer, attributes);
    json!({"data": {"type": "flow", "id": "F", "attributes": outer}})
}

fn send(kind: &str, status: &str, message: Value) -> Value {
    json!({"type": kind, "data": {"status": status, "message": message}})
}

fn mail(status: &str) -> Value {
    send("send-email", status, json!({"subject_line": "The room"}))
}

fn of(actions: &[Value]) -> Campaign {
    one(&flow(actions, json!({}), json!({})))
}

#[test]
fn a_flow_is_known_by_its_trigger_its_entry_and_its_actions() {
    let sends = || json!([{"type": "send-email", "data": {}}]);
    let linked = || json!([{"type": "send-email", "links": {}}]);
    let bare = || json!([{"type": "send-email"}]);
    let trigger = || json!([{"type": "list", "id": "L"}]);
    for (told, value, expected) in [
        ("both ends and an action", json!({"entry_action_id": "1", "triggers": trigger(), "actions": sends()}), true),
        ("an entry and a trigger", json!({"entry_action_id": "1", "triggers": trigger(), "actions": []}), true),
        ("an entry and an action", json!({"entry_action_id": "1", "actions": sends()}), true),
        ("a trigger and an action", json!({"triggers": trigger(), "actions": sends()}), true),
        ("an action that leads on", json!({"triggers": trigger(), "actions": linked()}), true),
        ("an entry alone", json!({"entry_action_id": "1", "actions": []}), false),
        ("a trigger alone", json!({"triggers": trigger(), "actions": []}), false),
        ("an action alone", json!({"actions": sends()}), false),
        ("an action that says nothing", json!({"triggers": trigger(), "actions": bare()}), false),
        (
            "actions of another program",
            json!({"triggers": trigger(), "actions": [{"type": "turn_on", "data": {}}]}),
            false,
        ),
        ("no list", json!({"entry_action_id": "1", "triggers": trigger(), "actions": {}}), false),
    ] {
        assert_eq!(read(&value).dialect == Some("klaviyo"), expected, "{told}");
    }
}

#[test]
fn drafts_go_out_where_nothing_is_live_yet() {
    let heard = |status: Value, states: &[&str]| {
        let actions: Vec<Value> = states.iter().map(|state| mail(state)).collect();
        let campaign = one(&flow(&actions, json!({"status": status}), json!({})));
        (silent(&campaign).len(), campaign.status.get())
    };
    assert_eq!(heard(json!(null), &["draft", "draft"]), (2, Some(Status::Draft)));
    assert_eq!(heard(json!(null), &["live", "draft"]), (1, None));
    assert_eq!(heard(json!(null), &["manual", "draft"]), (1, None));
    assert_eq!(heard(json!("live"), &["draft", "draft"]), (0, Some(Status::Active)));
    assert_eq!(heard(json!("draft"), &["draft", "draft"]), (2, Some(Status::Draft)));
    assert_eq!(heard(json!("draft"), &["live", "draft"]), (1, Some(Status::Draft)));
    assert_eq!(heard(json!("archived"), &["draft"]), (1, Some(Status::Archived)));
    assert_eq!(heard(json!("manual"), &["live", "disabled"]), (1, Some(Status::Active)));
    let waits = json!({"type": "time-delay", "data": {"value": 1}});
    let campaign = of(&[waits, json!({"type": "send-email", "data": {"message": {"subject_line": "x"}}})]);
    assert_eq!(campaign.status.get(), None, "nothing is said to be a draft");
    let archived = one(&flow(&[mail("live")], json!({"status": "live", "archived": true}), json!({})));
    assert_eq!(archived.status.get(), Some(Status::Archived));
}

#[test]
fn a_flow_starts_at_its_entry_or_at_its_first_action() {
    let entry = |definition: Value| {
        let mut flow = flow(&[mail("live"), mail("live")], json!({}), definition);
        let inner = flow["data"]["attributes"]["definition"].as_object_mut().expect("a table");
        if inner["entry_action_id"].is_null() {
            inner.remove("entry_action_id");
        }
        one(&flow).entry
    };
    assert_eq!(entry(json!({})), Target::Step(0));
    assert_eq!(entry(json!({"entry_action_id": "a1"})), Target::Step(1));
    assert_eq!(entry(json!({"entry_action_id": "gone"})), Target::End);
    assert_eq!(entry(json!({"entry_action_id": null})), Target::Step(0));
    let empty = one(&json!({"entry_action_id": "a", "triggers": [], "actions": []}));
    assert_eq!(empty.entry, Target::End);
}

#[test]
fn each_channel_gets_its_way_out_where_marketing_goes_out_on_it() {
    let ways = |actions: &[Value]| {
        let ways = of(actions).opt_out;
        ways.iter().map(|(channel, way)| (*channel, way.method.get())).collect::<Vec<_>>()
    };
    let text = |more: Value| send("send-sms", "live", more);
    let email = (Channel::Email, Some(OptOutMethod::OneClick));
    let sms = (Channel::Sms, Some(OptOutMethod::Keyword));
    assert_eq!(ways(&[mail("live")]), [email]);
    assert_eq!(ways(&[text(json!({"body": "Come by."}))]), [sms]);
    assert_eq!(ways(&[mail("live"), text(json!({"body": "Come by."}))]), [email, sms]);
    assert_eq!(ways(&[mail("live"), text(json!({"body": "Your code", "transactional": true}))]), [email]);
    assert_eq!(ways(&[send("send-mobile-push", "live", json!({"body": "Come by."}))]), []);
}

#[test]
fn each_kind_of_message_has_its_channel_and_its_words() {
    for (kind, channel, subject, body, template) in [
        ("send-email", Channel::Email, true, false, true),
        ("send-sms", Channel::Sms, false, true, false),
        ("send-mobile-push", Channel::Push, false, true, false),
        ("send-whatsapp", Channel::Whatsapp, false, false, false),
    ] {
        let message = json!({"subject_line": "The room", "body": "Come by.", "template_id": "T1"});
        let campaign = of(&[send(kind, "live", message)]);
        let touch = touch(&campaign, "a0");
        let copy = &touch.variants[0];
        assert_eq!(touch.channel.value, channel);
        let told = (copy.subject.value().is_some(), copy.body.value().is_some(), copy.template.is_some());
        assert_eq!(told, (subject, body, template), "{kind}");
    }
    assert_eq!(of(&[send("send-mobile-push", "live", json!({"push_type": "silent"}))]).touches().count(), 0);
    assert_eq!(of(&[send("send-webhook", "live", json!({}))]).touches().count(), 0);
}

#[test]
fn people_enter_again_after_the_time_that_is_written_and_never_where_it_says_so() {
    let again = |criteria: Value| {
        one(&flow(&[mail("live")], json!({}), json!({"reentry_criteria": criteria}))).limits.reenroll_after
    };
    assert_eq!(again(json!({"duration": 6, "unit": "week"})).get(), Some(6 * WEEK));
    assert!(again(json!({"duration": 0, "unit": "week"})).is_unknown(), "at every new trigger");
    assert!(again(json!({"duration": 1, "unit": "alltime"})).is_absent());
    assert!(again(json!({"duration": 0, "unit": "alltime"})).is_unknown());
    assert!(again(json!({"duration": 1, "unit": "fortnight"})).is_unknown());
    assert!(again(json!({"duration": "x", "unit": "week"})).is_unknown());
}

/// A condition that lets people in by what they agreed to on a channel.
fn lets_in(channel: &str, subscription: &str) -> Value {
    let consent =
        json!({"channel": channel, "can_receive_marketing": true, "consent_status": {"subscription": subscription}});
    json!({"condition_groups": [{"conditions": [{"type": "profile-marketing-consent", "consent": consent}]}]})
}

#[test]
fn who_never_agreed_is_let_in_where_a_message_on_that_channel_follows() {
    let admits = |filter: Value, actions: &[Value]| {
        let campaign = one(&flow(actions, json!({}), json!({"profile_filter": filter})));
        campaign.audience.admits_never_subscribed.iter().map(|(channel, _)| *channel).collect::<Vec<_>>()
    };
    let text = || send("send-sms", "live", json!({"body": "Come by."}));
    let bill = || send("send-email", "live", json!({"subject_line": "Your bill", "transactional": true}));
    let push = || send("send-mobile-push", "live", json!({"body": "Come by."}));
    assert_eq!(admits(lets_in("email", "any"), &[mail("live")]), [Channel::Email]);
    assert_eq!(admits(lets_in("email", "never_subscribed"), &[mail("live")]), [Channel::Email]);
    assert_eq!(admits(lets_in("email", "subscribed"), &[mail("live")]), []);
    assert_eq!(admits(lets_in("email", "any"), &[bill()]), [], "that needs no consent");
    assert_eq!(admits(lets_in("email", "any"), &[text()]), [], "another channel");
    assert_eq!(admits(lets_in("sms", "any"), &[mail("live"), text()]), [Channel::Sms]);
    assert_eq!(admits(lets_in("push", "any"), &[push()]), [Channel::Push]);
    assert_eq!(admits(lets_in("mobile_push", "any"), &[push()]), [Channel::Push]);
    let two = json!({"condition_groups": [{"conditions": [{}, lets_in("email", "any")["condition_groups"][0]["conditions"][0]]}]});
    assert_eq!(admits(two, &[mail("live")]), [], "one of two may hold without it");
    let asked = one(&flow(&[mail("live")], json!({}), json!({"profile_filter": lets_in("email", "subscribed")})));
    assert!(shown(&asked).contains("consent.email: express"), "{}", shown(&asked));
}

#[test]
fn a_wait_counts_so_many_of_the_next_smaller_unit_as_well() {
    let wait = |data: Value| step(&of(&[json!({"type": "time-delay", "data": data}), mail("live")]), "a0").wait.clone();
    let seconds = |data: Value| wait(data).value().map(|wait| wait.min_s);
    assert_eq!(seconds(json!({"unit": "days", "value": 1, "secondary_value": 6})), Some(108_000));
    assert_eq!(seconds(json!({"unit": "hours", "value": 1, "secondary_value": 30})), Some(5_400));
    assert_eq!(seconds(json!({"unit": "minutes", "value": 1, "secondary_value": 30})), Some(90));
    assert_eq!(seconds(json!({"value": 1})), Some(86_400));
    assert!(matches!(wait(json!({"unit": "days"})), Fact::Absent(_)));
    assert!(wait(json!({"unit": "days", "value": "soon"})).is_unknown());
}
