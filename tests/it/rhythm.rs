//! The borders of the rules on rhythm: how close messages come, how evenly, and how the gaps between them change.

use crate::judged::{Judged, lemlist, native, native_with};
use serde_json::json;

fn campaign(steps: &[String]) -> String {
    format!("[campaign]\nname = 'a'\npurpose = 'marketing'\n{}", steps.concat())
}

fn judge(rule: &str, steps: &[String]) -> Judged {
    native(rule, &campaign(steps))
}

/// An email `wait` after what comes before it.
fn mail(id: &str, wait: &str, rest: &str) -> String {
    touch("email", id, wait, rest)
}

fn touch(channel: &str, id: &str, wait: &str, rest: &str) -> String {
    format!("[[step]]\nid = '{id}'\nchannel = '{channel}'\nwait = '{wait}'\n{rest}\n")
}

/// People part here, and nobody knows who goes which way.
fn fork(id: &str, one: &str, other: &str) -> String {
    format!("[[step]]\nid = '{id}'\nbranch = {{ on = 'attribute:plan', then = '{one}', else = '{other}' }}\n")
}

/// Emails in a row, each so many days after the one before it.
fn row(days: &[u64]) -> Vec<String> {
    (1..).zip(days).map(|(nth, days)| mail(&format!("m{nth}"), &format!("{days}d"), "")).collect()
}

const TEN: &str = "at = '10:00'";

#[test]
fn three_messages_at_one_time_of_the_day_show_a_machine_and_two_do_not() {
    let rule = "cadence/fixed-clock";
    let row = |n: usize| {
        let steps: Vec<String> = (0..n).map(|nth| mail(&format!("m{nth}"), "4d", TEN)).collect();
        judge(rule, &steps).messages().concat()
    };
    assert_eq!(row(2), "");
    for n in [3, 4, 5] {
        let says = format!("{n} messages in a row come at 10:00 sharp, 4 days apart: a machine that shows");
        assert_eq!(row(n), says);
    }
}

#[test]
fn what_varies_or_is_done_by_hand_shows_no_machine() {
    let rule = "cadence/fixed-clock";
    let last = |wait: &str, rest: &str| {
        judge(rule, &[mail("a", "0d", TEN), mail("b", "4d", TEN), mail("c", wait, rest)]).findings.len()
    };
    assert_eq!(last("4d", TEN), 1);
    assert_eq!(last("4d", "at = '11:00'"), 0);
    assert_eq!(last("5d", TEN), 0);
    assert_eq!(last("4d..6d", TEN), 0);
    assert_eq!(last("4d", "at = '10:00'\nmanual = true"), 0);
    assert_eq!(last("4d", "at = '10:00'\ninvited = true"), 0);
    let rests = "[[step]]\nid = 'rest'\nwait = '1d..3d'\n".to_owned();
    let rested = [mail("a", "0d", TEN), mail("b", "4d", TEN), rests, mail("c", "3d", TEN)];
    assert_eq!(judge(rule, &rested).findings.len(), 0);
    let clocks = ["09:00", "10:00", "11:00"].map(|at| mail(&at.replace(':', "-"), "4d", &format!("at = '{at}'")));
    assert_eq!(judge(rule, &clocks).findings.len(), 0);
}

#[test]
fn a_row_follows_the_walk_and_not_the_order_of_the_file() {
    let next = |id: &str, to: &str| mail(id, "3d", &format!("{TEN}\nnext = '{to}'"));
    let (a, b, c) = (next("a", "b"), next("b", "c"), next("c", "d"));
    for (steps, n) in [
        (vec![a.clone(), next("d", "end"), c.clone(), b.clone()], 4),
        (vec![a.clone(), next("d", "e"), b.clone(), c.clone(), next("e", "end")], 5),
        (vec![a, b, c, next("d", "e"), next("e", "end")], 5),
    ] {
        let says = format!("{n} messages in a row");
        assert!(judge("cadence/fixed-clock", &steps).one().message.starts_with(&says), "{steps:?}");
    }
}

#[test]
fn where_ways_meet_the_longer_row_goes_on() {
    let rule = "cadence/fixed-clock";
    let (long, short) =
        (mail("long", "3d", &format!("{TEN}\nnext = 'd'")), mail("short", "7d", &format!("{TEN}\nnext = 'd'")));
    for ways in [[long.clone(), short.clone()], [short, long]] {
        let steps = [&[mail("a", "0d", TEN), fork("which", "long", "short")][..], &ways].concat();
        let steps = [&steps[..], &[mail("d", "3d", TEN), mail("e", "3d", TEN)]].concat();
        assert!(judge(rule, &steps).one().message.starts_with("4 messages in a row"), "{steps:?}");
    }
    // Each way to `d` takes another time, and only one of them is that of `e` as well.
    for waits in [["3d", "5d"], ["5d", "3d"]] {
        let way = |id: &str, wait: &str| {
            let pause = format!("[[step]]\nid = 'pause-{id}'\nwait = '{wait}'\nnext = 'd'\n");
            [mail(id, "1d", TEN), pause].concat()
        };
        let ways = [fork("which", "one", "other"), way("one", waits[0]), way("other", waits[1])];
        let steps = [&ways[..], &[mail("d", "0d", TEN), mail("e", "5d", TEN)]].concat();
        assert!(judge(rule, &steps).one().message.contains("5 days apart"), "{steps:?}");
    }
}

#[test]
fn of_two_rows_the_first_is_told_with_its_own_spacing() {
    let at = |clock: &str, ids: [&str; 3]| ids.map(|id| mail(id, "3d", &format!("at = '{clock}'"))).concat();
    let two = [at("10:00", ["a", "b", "c"]), at("15:00", ["d", "e", "f"])];
    assert!(judge("cadence/fixed-clock", &two).one().message.contains("3 messages in a row come at 10:00"));
    let other = mail("other", "1d", "at = '15:00'\nnext = 'end'");
    let steps = [mail("a", "0d", TEN), fork("which", "other", "b"), other, mail("b", "4d", TEN), mail("c", "4d", TEN)];
    assert!(judge("cadence/fixed-clock", &steps).one().message.contains("4 days apart"));
}

#[test]
fn gaps_shrink_where_a_later_one_is_less_than_three_quarters() {
    let rule = "cadence/escalating-frequency";
    let told = |days: &[u64]| judge(rule, &row(days)).findings.len();
    assert_eq!(told(&[0, 4, 3]), 0);
    assert_eq!(told(&[0, 8, 5]), 1);
    assert_eq!(told(&[0, 3, 8, 8]), 0);
    // What is as long as before, or exactly three quarters of it, is no step of a row that shrinks.
    let judged = judge(rule, &row(&[0, 8, 8, 6, 3]));
    assert_eq!((judged.steps(), judged.labels()), (vec!["m5"], vec!["only 3 days now"]));
}

#[test]
fn of_the_ways_to_a_message_the_one_with_the_longest_gap_counts() {
    let rule = "cadence/escalating-frequency";
    let slow = "[[step]]\nid = 'slow'\nwait = '10d'\nnext = 'd'\n".to_owned();
    let quick = "[[step]]\nid = 'quick'\nwait = '0d'\nnext = 'd'\n".to_owned();
    let (long, short) = (mail("long", "3d", "next = 'slow'"), mail("short", "3d", "next = 'quick'"));
    for ways in [[long.clone(), short.clone()], [short, long]] {
        let head = [mail("a", "0d", ""), fork("which", "long", "short")];
        let tail = [slow.clone(), quick.clone(), mail("d", "3d", ""), mail("e", "5d", "")];
        let judged = judge(rule, &[&head[..], &ways, &tail].concat());
        assert!(judged.one().message.ends_with("after 3 days, 13 days and 5 days"), "{}", judged.one().message);
    }
}

#[test]
fn a_check_in_comes_between_two_weeks_and_a_month_after_the_message_before_it() {
    let rule = "cadence/check-in-too-soon";
    let after = |days: u64| {
        let step = mail("ask", &format!("{days}d"), "intent = 'check-in'");
        judge(rule, &[mail("a", "0d", ""), step]).messages().concat()
    };
    assert!(after(13).contains("13 days after you last wrote"));
    assert_eq!((after(14).as_str(), after(30).as_str()), ("", ""));
    assert!(after(31).contains("31 days later, when they have forgotten you"));
    let two = [mail("a", "0d", ""), mail("b", "3d", "intent = 'check-in'"), mail("c", "3d", "intent = 'check-in'")];
    assert_eq!(judge(rule, &two).steps(), ["b", "c"]);
}

#[test]
fn two_chat_messages_at_once_are_one_only_where_a_tool_sends_them() {
    let rule = "cadence/gap-too-short";
    let by_hand = |one: &str, other: &str, wait: &str| {
        judge(rule, &[touch(one, "a", "0d", ""), touch(other, "b", wait, "")]).findings.len()
    };
    assert_eq!((by_hand("sms", "sms", "0d"), by_hand("email", "email", "0d"), by_hand("sms", "sms", "1d")), (1, 1, 1));
    assert_eq!(by_hand("sms", "sms", "2d"), 0);
    let by_tool = |one: &str, other: &str, delay: u64| {
        let step = |kind: &str, delay: u64| json!({ "type": kind, "delay": delay, "message": "Hi" });
        lemlist(rule, "campaign.purpose = 'marketing'", &[step(one, 0), step(other, delay)]).findings.len()
    };
    assert_eq!((by_tool("sms", "sms", 0), by_tool("whatsappMessage", "whatsappMessage", 0)), (0, 0));
    assert_eq!(
        (by_tool("sms", "whatsappMessage", 0), by_tool("email", "email", 0), by_tool("sms", "sms", 1)),
        (1, 1, 1)
    );
}

#[test]
fn gaps_that_an_export_hides_are_said_to_be_missing_where_there_are_two_to_compare() {
    let mail = |delay: u64| json!({ "type": "email", "delay": delay });
    let visit = json!({ "type": "linkedinVisit", "delay": "soon" });
    let missing = |steps: &[serde_json::Value]| {
        lemlist("cadence/escalating-frequency", "campaign.purpose = 'marketing'", steps).missing
    };
    assert_eq!(missing(&[mail(0), visit.clone(), mail(1)]), Vec::<String>::new());
    assert_eq!(missing(&[mail(0), mail(8), visit, mail(1)]), ["step.wait"]);
}

#[test]
fn a_gap_of_which_an_export_tells_nothing_at_all_is_no_gap_of_zero() {
    let steps = [json!(0), json!(8), json!("soon")].map(|delay| json!({ "type": "email", "delay": delay }));
    let judged = lemlist("cadence/escalating-frequency", "campaign.purpose = 'marketing'", &steps);
    assert_eq!((judged.findings.len(), judged.missing), (0, vec!["step.wait".to_owned()]));
}

#[test]
fn what_an_export_hides_before_one_message_is_not_hidden_before_the_next() {
    let steps = [json!(0), json!("soon"), json!(1)].map(|delay| json!({ "type": "email", "delay": delay }));
    let judged = lemlist("cadence/gap-too-short", "campaign.purpose = 'marketing'", &steps);
    assert_eq!((judged.steps(), judged.missing.join(" ")), (vec!["stp_3"], "step.wait".to_owned()));
}

#[test]
fn a_reminder_of_what_a_person_has_booked_presses_on_nobody() {
    let told = |purpose: &str, intent: &str| {
        let steps = [mail("a", "0d", ""), mail("b", "1d", &format!("intent = '{intent}'"))];
        native("cadence/gap-too-short", &campaign(&steps).replace("marketing", purpose)).findings.len()
    };
    assert_eq!((told("service", "reminder"), told("service", "follow-up"), told("marketing", "reminder")), (0, 1, 1));
    assert_eq!((told("marketing", "confirmation"), told("marketing", "resolution")), (0, 0));
}

#[test]
fn a_platform_that_holds_back_so_many_a_week_lets_five_weeks_of_them_through_in_a_month() {
    let steps: Vec<String> = (0..9).map(|nth| mail(&format!("m{nth}"), "4d", "")).collect();
    let told = |limits: &str| {
        let text = format!(
            "{}[limits]
{limits}
",
            campaign(&steps)
        );
        native("cadence/touch-pressure", &text).messages().concat()
    };
    assert!(told("").contains("the fullest month of a person who never answers holds 8 messages"));
    assert!(told("per_week = 2").contains("holds 8 messages"));
    assert_eq!(told("per_week = 1"), "");
}

/// A campaign among several, for people of some segments.
fn member(name: &str, purpose: &str, audience: &str, waits: &[&str]) -> String {
    let step = |wait: &&str| format!("[[campaigns.step]]\nchannel = 'email'\nwait = '{wait}'\n");
    let steps = waits.iter().map(step).collect::<Vec<_>>().concat();
    format!(
        "[[campaigns]]\n[campaigns.campaign]\nname = '{name}'\npurpose = '{purpose}'\n[campaigns.audience]\n{audience}\n{steps}"
    )
}

#[test]
fn campaigns_press_together_in_a_week_or_in_a_month() {
    let rule = "cadence/campaign-pressure";
    let new = "segments = ['new']";
    let two = |one: &[&str], other: &[&str]| {
        native(rule, &[member("one", "marketing", new, one), member("other", "marketing", new, other)].concat())
    };
    let (two_a_week, three_a_month) = (["3d", "3d"], ["9d", "9d", "9d"]);
    assert_eq!(two(&["3d"], &["3d"]).findings.len(), 0);
    let week = two(&two_a_week, &["3d"]);
    assert!(week.one().message.contains("gets up to 3 messages a week, from 2 campaigns together"));
    assert_eq!(week.labels(), ["2 of them from \"one\"", "1 of them from \"other\""]);
    assert_eq!(two(&three_a_month, &["9d", "9d"]).findings.len(), 0);
    let month = two(&three_a_month, &three_a_month);
    assert!(month.one().message.contains("gets up to 6 messages a month"));
    assert_eq!(month.labels(), ["3 of them from \"one\"", "3 of them from \"other\""]);
}

#[test]
fn a_campaign_that_presses_on_nobody_or_on_others_is_not_counted() {
    let rule = "cadence/campaign-pressure";
    let new = "segments = ['new', 'guests']";
    let with = |purpose: &str, audience: &str| {
        let busy = member("busy", "marketing", new, &["2d", "2d", "2d"]);
        native(rule, &[busy, member("other", purpose, audience, &["3d"])].concat()).findings.len()
    };
    assert_eq!(with("marketing", "segments = ['new']"), 1);
    assert_eq!(with("transactional", "segments = ['new']"), 0);
    assert_eq!(with("marketing", "segments = ['new']\nexcludes = ['guests']"), 0);
    assert_eq!(with("marketing", "segments = ['new']\nexcludes = ['members']"), 1);
}

#[test]
fn a_long_name_is_cut_to_forty_characters_where_it_is_pointed_at() {
    let name = |letters: usize| {
        let steps = ["2d", "2d"];
        let new = "segments = ['new']";
        let name = "n".repeat(letters);
        let text = [member(&name, "marketing", new, &steps), member("other", "marketing", new, &steps)].concat();
        native("cadence/campaign-pressure", &text).labels()[0].to_owned()
    };
    assert_eq!(name(40), format!("2 of them from \"{}\"", "n".repeat(40)));
    assert_eq!(name(41), format!("2 of them from \"{}…\"", "n".repeat(39)));
}

#[test]
fn the_fullest_week_is_that_of_a_reader_only_where_it_holds_more() {
    let rule = "cadence/touch-pressure";
    let opened = |opened: usize, not: usize| {
        let way = |kind: &str, n: usize| -> Vec<String> {
            let step = |nth| mail(&format!("{kind}-{nth}"), "1d", if nth == n { "next = 'end'" } else { "" });
            (1..=n).map(step).collect()
        };
        let fork = "[[step]]\nbranch = { on = 'open', within = '1d', then = 'open-1', else = 'not-1' }\n".to_owned();
        let steps = [vec![mail("a", "0d", ""), fork], way("open", opened), way("not", not)].concat();
        judge(rule, &steps).steps().first().map(|step| (*step).to_owned())
    };
    assert_eq!(opened(2, 1).as_deref(), Some("open-2"));
    assert_eq!(opened(2, 2).as_deref(), Some("not-2"));
    assert_eq!(opened(1, 1), None);
}

#[test]
fn a_check_in_may_come_earlier_where_a_config_says_so() {
    let steps = [mail("a", "0d", ""), mail("ask", "8d", "intent = 'check-in'")];
    let told = |earliest: &str| {
        let options = format!("earliest = '{earliest}'");
        native_with("cadence/check-in-too-soon", &options, &campaign(&steps)).findings.len()
    };
    assert_eq!((told("8d"), told("9d")), (0, 1));
}
