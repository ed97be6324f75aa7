//! The borders of the rules on what ends a campaign: who can cancel, complain, answer or opt out, and what may still come.

use crate::judged::{Judged, export, lemlist, native};
use serde_json::json;

fn campaign(purpose: &str, head: &str, steps: &[String]) -> String {
    format!("[campaign]\nname = 'a'\npurpose = '{purpose}'\n{head}\n{}", steps.concat())
}

fn step(channel: &str, id: &str, rest: &str) -> String {
    format!("[[step]]\nid = '{id}'\nchannel = '{channel}'\nwait = '7d'\n{rest}\n")
}

fn fork(on: &str, then: &str, other: &str) -> String {
    format!("[[step]]\nbranch = {{ on = '{on}', within = '2d', then = '{then}', else = '{other}' }}\n")
}

fn judge(rule: &str, head: &str, steps: &[String]) -> Judged {
    native(rule, &campaign("marketing", head, steps))
}

const ALL_BUT_CANCEL: &str = "[stop]\non = ['reply', 'decline', 'opt-out', 'complaint', 'convert']";

#[test]
fn people_cancel_where_they_have_something_to_cancel() {
    let told = |source: &str, first: &str, between: &str| {
        let head = format!("[audience]\nsource = '{source}'\n{ALL_BUT_CANCEL}");
        let steps = [step("email", "a", first), between.to_owned(), step("email", "b", "")];
        judge("stop/ignores-cancel", &head, &steps).findings.len()
    };
    assert_eq!((told("purchase", "", ""), told("trial", "", "")), (1, 1));
    assert_eq!((told("subscription", "", ""), told("event", "", "")), (0, 0));
    let offer = |kind: &str| format!("offer = {{ kind = '{kind}', benefits = 'recipient' }}");
    assert_eq!((told("event", &offer("trial"), ""), told("event", &offer("discount"), "")), (1, 0));
    assert_eq!((told("event", "", &fork("cancel", "b", "b")), told("event", "", &fork("open", "b", "b"))), (1, 0));
}

#[test]
fn marketing_waits_while_a_complaint_is_open_and_thanks_do_not() {
    let second = |purpose: &str, intent: &str| {
        let head = "[stop]\non = ['opt-out']";
        let steps = [step("email", "a", ""), step("email", "b", &format!("intent = '{intent}'"))];
        native("stop/ignores-complaint", &campaign(purpose, head, &steps)).findings.len()
    };
    for owed in ["thank-you", "confirmation", "acknowledgement", "resolution", "survey"] {
        assert_eq!((second("marketing", owed), second("service", owed)), (0, 0), "{owed}");
    }
    for sells in ["offer", "announcement"] {
        assert_eq!((second("marketing", sells), second("service", sells)), (1, 1), "{sells}");
    }
    for between in ["follow-up", "check-in", "welcome", "reminder", "final-note"] {
        assert_eq!((second("marketing", between), second("service", between)), (1, 0), "{between}");
    }
}

#[test]
fn a_complaint_in_an_answer_ends_what_any_answer_ends() {
    let told = |stop: &str| {
        let steps = [step("email", "a", ""), step("sms", "b", "")];
        let judged = judge("stop/ignores-complaint", &format!("[stop]\n{stop}"), &steps);
        let one = judged.one();
        (one.severity.as_str(), one.message.contains("other than in an answer"))
    };
    assert_eq!(told("on = ['reply']\nscope = 'all-channels'"), ("warning", true));
    assert_eq!(told("on = ['reply']"), ("warning", true));
    assert_eq!(told("on = ['reply']\nscope = 'same-channel'"), ("error", false));
    assert_eq!(told("on = ['opt-out']"), ("error", false));
}

#[test]
fn nobody_answers_a_push_notification() {
    let after = |rule: &str, channel: &str| {
        judge(rule, "[stop]\non = ['convert']", &[step(channel, "a", ""), step("email", "b", "")]).findings.len()
    };
    for rule in ["stop/ignores-reply", "stop/ignores-decline"] {
        assert_eq!((after(rule, "email"), after(rule, "push")), (1, 0), "{rule}");
    }
}

#[test]
fn one_farewell_may_follow_a_no_and_it_sells_nothing() {
    let farewell = |rule: &str, on: &str, rest: &str| {
        let steps = [step("email", "a", ""), fork(on, "bye", "end"), step("email", "bye", rest)];
        judge(rule, "[stop]\non = ['reply', 'convert']", &steps).findings.len()
    };
    for (rule, on) in [("stop/ignores-decline", "decline"), ("stop/ignores-opt-out", "opt-out")] {
        for kind in
            ["", "intent = 'final-note'", "intent = 'thank-you'", "intent = 'confirmation'", "intent = 'survey'"]
        {
            assert_eq!(farewell(rule, on, kind), 0, "{rule} {kind}");
        }
        for sells in ["offer", "follow-up", "reminder", "announcement", "check-in", "welcome"] {
            assert_eq!(farewell(rule, on, &format!("intent = '{sells}'")), 1, "{rule} {sells}");
        }
    }
}

#[test]
fn an_opt_out_from_email_that_covers_all_lets_no_call_through() {
    let rule = "stop/opt-out-escalates";
    let call = |purpose: &str, way: &str, rest: &str| {
        let head = format!("[stop]\non = ['opt-out']\nscope = 'same-channel'\n[opt_out.email]\n{way}");
        native(rule, &campaign(purpose, &head, &[step("email", "a", ""), step("call", "b", rest)])).findings.len()
    };
    let (link, all) = ("method = 'link'", "method = 'link'\ncovers = 'all-channels'");
    assert_eq!((call("marketing", link, ""), call("marketing", all, "")), (1, 0));
    assert_eq!(call("marketing", &link.replace("'link'", "'link'\ncovers = 'same-channel'"), ""), 1);
    assert_eq!(call("marketing", &all.replace("'link'", "'none'"), ""), 1);
    assert_eq!((call("marketing", link, "invited = true"), call("transactional", link, "")), (0, 0));
    let quieter = |first: &str, second: &str| {
        let head = "[stop]\non = ['opt-out']\nscope = 'same-channel'";
        judge(rule, head, &[step(first, "a", ""), step(second, "b", "")]).findings.len()
    };
    assert_eq!((quieter("email", "call"), quieter("call", "email"), quieter("sms", "email")), (1, 0, 1));
}

#[test]
fn replies_are_watched_for_where_anything_follows() {
    let mail = || json!({ "type": "email", "delay": 3, "subject": "A", "message": "News." });
    let judge = |purpose: &str, mails: usize| {
        let facts = format!("campaign.purpose = '{purpose}'");
        let steps = (1..=mails).map(|nth| {
            let mut mail = mail();
            mail["_id"] = format!("stp_{nth}").into();
            mail["index"] = nth.into();
            mail
        });
        let steps = steps.collect::<Vec<_>>();
        let flow = json!({
            "settings": { "onReplied": { "campaignProgress": "stop" }, "tracking": { "disableTrackReply": true } },
            "sequences": { "seq_One": { "_id": "seq_One", "level": 0, "steps": steps } },
        });
        export("stop/unwatched-reply", &facts, &flow).findings.len()
    };
    assert_eq!((judge("sales", 2), judge("sales", 1), judge("transactional", 2)), (1, 0, 0));
}

#[test]
fn an_address_that_bounced_is_left_to_a_person_or_to_another_channel() {
    let rule = "stop/ignores-bounce";
    let after = |then: &str, rest: &[String]| {
        let head = [step("email", "a", ""), fork("bounce", then, "end")];
        judge(rule, "", &[&head[..], rest].concat()).findings.len()
    };
    let again = step("email", "again", "");
    assert_eq!(after("again", std::slice::from_ref(&again)), 1);
    assert_eq!(after("ask", &[step("sms", "ask", ""), again.clone()]), 0);
    let task = "[[step]]\nid = 'work'\ntask = 'find the new address'\n".to_owned();
    assert_eq!(after("work", &[task, again.clone()]), 0);
    let pause = "[[step]]\nid = 'pause'\nwait = '30d'\n".to_owned();
    assert_eq!(after("pause", &[pause, again]), 1);
}

#[test]
fn a_switch_that_lets_bounces_pass_is_told_where_more_emails_follow() {
    let judge = |settings: serde_json::Value, kinds: &[&str]| {
        let group = |(nth, kind): (usize, &&str)| {
            let body = json!({ "email_template": { "subject": "A", "body": "<p>News</p>" } });
            let step = json!({ "enabled": true, "name": format!("s{nth}"), "type": kind, "type_settings": body });
            json!({ "automated": true, "day": 1 + nth * 7, "reference_id": format!("g{nth}"), "steps": [step] })
        };
        let groups: Vec<_> = kinds.iter().enumerate().map(group).collect();
        let cadence = json!({ "cadence_id": 808, "settings": settings, "step_groups": groups });
        let flow = json!({ "data": { "cadence_content": cadence } });
        export("stop/ignores-bounce", "", &flow).findings.len()
    };
    let settings = |bounced: bool| json!({ "name": "a", "remove_replied": true, "remove_bounced": bounced });
    assert_eq!((judge(settings(false), &["Email", "Email"]), judge(settings(true), &["Email", "Email"])), (1, 0));
    assert_eq!((judge(settings(false), &["Email"]), judge(settings(false), &["Email", "Phone"])), (0, 0));
    // Without the switch the platform does as it always does.
    assert_eq!(judge(json!({ "name": "a", "remove_replied": true }), &["Email", "Email"]), 0);
}

#[test]
fn a_list_of_events_without_bounces_says_nothing_of_them() {
    let mails = [step("email", "a", ""), step("email", "b", "")];
    assert_eq!(judge("stop/ignores-bounce", "[stop]\non = ['reply', 'opt-out']", &mails).findings.len(), 0);
}

#[test]
fn what_goes_out_at_the_same_moment_leaves_no_time_to_heed_a_reply() {
    let rule = "stop/ignores-reply";
    let told = |second: &str, wait: &str| {
        let second = step(second, "b", "").replace("7d", wait);
        judge(rule, "[stop]\non = ['convert']", &[step("email", "a", ""), second]).findings.len()
    };
    assert_eq!((told("sms", "0m"), told("sms", "1m"), told("email", "0m")), (0, 1, 1));
    let exported = |delay: serde_json::Value| {
        let steps = [
            json!({ "type": "email", "delay": 0, "subject": "A", "message": "News." }),
            json!({ "type": "sms", "delay": delay, "message": "News." }),
        ];
        let facts = "campaign.purpose = 'sales'\nstop.on = ['convert']";
        lemlist(rule, facts, &steps).findings.len()
    };
    assert_eq!((exported(json!(0)), exported(json!(2)), exported(json!("soon"))), (0, 1, 1));
}

#[test]
fn what_follows_beside_the_longest_way_is_shown_as_well() {
    let owed = |id: &str, rest: &str| step("email", id, &format!("intent = 'confirmation'\n{rest}"));
    let steps = [
        step("email", "a", ""),
        fork("attribute:plan", "one", "sold"),
        owed("one", ""),
        owed("two", ""),
        owed("three", "next = 'end'"),
        step("email", "sold", "intent = 'offer'"),
    ];
    let judged = judge("stop/ignores-cancel", &format!("[audience]\nsource = 'purchase'\n{ALL_BUT_CANCEL}"), &steps);
    let one = judged.one();
    assert!(one.witness.iter().any(|touch| touch.step == "sold"), "{:?}", one.witness);
    assert!(one.message.contains("1 more time") || one.message.contains("once more"), "{}", one.message);
}

#[test]
fn a_branch_names_the_step_that_both_its_ways_lead_to() {
    let label = |letters: usize| {
        let id = "n".repeat(letters);
        let steps = [step("email", "a", ""), fork("open", &id, &id), step("email", &id, "")];
        judge("structure/dead-branch", "", &steps).labels().concat()
    };
    assert_eq!(label(40), format!("both ways lead to \"{}\"", "n".repeat(40)));
    assert_eq!(label(41), format!("both ways lead to \"{}…\"", "n".repeat(39)));
}
