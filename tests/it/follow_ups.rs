//! The borders of the rules on follow-ups: how many a silent person gets, what is the same again, how it begins and ends.

use crate::judged::{Judged, export, lemlist, native, native_with};
use serde_json::json;

fn campaign(audience: &str, steps: &[String]) -> String {
    format!("[campaign]\nname = 'a'\npurpose = 'marketing'\n[audience]\n{audience}\n{}", steps.concat())
}

fn judge(rule: &str, steps: &[String]) -> Judged {
    native(rule, &campaign("source = 'first-visit'", steps))
}

fn touch(channel: &str, id: &str, wait: &str, rest: &str) -> String {
    format!("[[step]]\nid = '{id}'\nchannel = '{channel}'\nwait = '{wait}'\n{rest}\n")
}

/// An email `wait` after what comes before it.
fn mail(id: &str, wait: &str, rest: &str) -> String {
    touch("email", id, wait, rest)
}

/// People part here, and nobody knows who goes which way.
fn fork(one: &str, other: &str) -> String {
    format!("[[step]]\nid = 'which'\nbranch = {{ on = 'attribute:plan', then = '{one}', else = '{other}' }}\n")
}

const VALUE: &str = "intent = 'check-in'\noffer = { kind = 'content', benefits = 'recipient', delivered = 'now' }";

#[test]
fn one_late_check_in_that_gives_something_is_no_follow_up() {
    let rule = "cadence/too-many-follow-ups";
    let (first, second) = (mail("a", "0d", ""), mail("b", "3d", ""));
    let told = |more: &[String]| judge(rule, &[&[first.clone(), second.clone()][..], more].concat()).findings.len();
    assert_eq!(told(&[mail("c", "14d", VALUE)]), 0);
    assert_eq!(told(&[mail("c", "13d", VALUE)]), 1);
    assert_eq!(told(&[mail("c", "14d", "intent = 'check-in'")]), 1);
    assert_eq!(told(&[mail("c", "14d", &VALUE.replace("check-in", "offer"))]), 1);
    assert_eq!(told(&[mail("c", "14d", &VALUE.replace("recipient", "sender"))]), 1);
    assert_eq!(told(&[mail("c", "14d", VALUE), mail("d", "14d", VALUE)]), 1);
    assert_eq!(judge(rule, &[first, mail("c", "14d", VALUE), mail("d", "14d", VALUE)]).findings.len(), 0);
}

#[test]
fn of_two_ways_the_one_that_presses_more_is_told() {
    let rule = "cadence/too-many-follow-ups";
    let (a, end) = (mail("a", "0d", ""), "next = 'end'");
    // What people asked for hides nothing of what they did not ask for.
    let asked: String = (0..4).map(|nth| mail(&format!("asked-{nth}"), "1d", "invited = true")).collect();
    let asked = format!("{asked}{}", mail("asked", "1d", "invited = true\nnext = 'end'"));
    let pressed = [mail("one", "3d", ""), mail("two", "3d", end)].concat();
    let steps = [a.clone(), fork("asked-0", "one"), asked, pressed];
    assert_eq!(judge(rule, &steps).steps(), ["two"]);
    // Of two ways as long the one without a check-in presses more.
    let late = [mail("b", "3d", ""), mail("c", "20d", &format!("{VALUE}\n{end}"))].concat();
    let early = [mail("d", "3d", ""), mail("e", "20d", end)].concat();
    assert_eq!(judge(rule, &[a, fork("b", "d"), late, early]).steps(), ["e"]);
}

#[test]
fn what_comes_all_at_once_is_told_without_a_time() {
    let at = |wait: &str| {
        let steps = [mail("a", "0d", ""), mail("b", wait, ""), mail("c", wait, "")];
        judge("cadence/too-many-follow-ups", &steps).messages().concat()
    };
    assert_eq!(at("0d"), "a person who never answers hears from you 3 times");
    assert_eq!(at("3d"), "a person who never answers hears from you 3 times in 6 days");
}

#[test]
fn each_follow_up_to_a_stranger_is_pointed_at() {
    let steps = [mail("a", "0d", ""), mail("b", "9d", ""), mail("c", "9d", ""), mail("d", "9d", "")];
    let cold = campaign("source = 'cold-list'", &steps);
    let labels = |options: &str| {
        let judged = native_with("cadence/cold-follow-up", options, &cold);
        judged.labels().join(", ")
    };
    assert_eq!(labels(""), "follow-up 1 to a stranger, they never asked for anything, follow-up 2, follow-up 3");
    assert_eq!(labels("max = 1"), "follow-up 2 to a stranger, they never asked for anything, follow-up 3");
}

#[test]
fn who_enters_again_at_once_is_let_go_only_where_they_act_for_it() {
    let again = |purpose: &str, source: &str| {
        let audience = format!("[audience]\nsource = '{source}'\n[limits]\nreenroll_after = '0d'\n");
        let text = format!("[campaign]\nname = 'a'\npurpose = '{purpose}'\n{audience}{}", mail("a", "0d", ""));
        native("cadence/never-ending", &text).findings.len()
    };
    assert_eq!(again("marketing", "subscription"), 1);
    assert_eq!(again("marketing", "purchase"), 0);
    assert_eq!(again("service", "subscription"), 0);
    assert_eq!(again("requested", "subscription"), 0);
}

#[test]
fn thanks_come_before_anything_is_sold() {
    let rule = "cadence/no-thank-you";
    let first = |source: &str, rest: &str| {
        native(rule, &campaign(&format!("source = '{source}'"), &[mail("a", "1h", rest)])).messages().concat()
    };
    let sells = "body = 'The tickets are out. Book now.'";
    assert!(first("trial", sells).contains("who has just begun a trial is asked for more"));
    assert!(first("purchase", sells).contains("who has just bought"));
    assert!(first("first-visit", sells).contains("who came for the first time"));
    assert_eq!(first("inquiry", sells), "");
    for polite in ["intent = 'thank-you'", "intent = 'welcome'", "invited = true"] {
        assert_eq!(first("first-visit", &format!("{sells}\n{polite}")), "", "{polite}");
    }
    let offer = "body = 'The new room is open.'\nintent = 'offer'";
    assert!(first("first-visit", offer).contains("asked for more"));
    assert_eq!(first("first-visit", &offer.replace("offer", "announcement")), "");
    assert_eq!(first("first-visit", &offer.replace("The new", "Thank you. The new")), "");
}

#[test]
fn a_person_who_writes_or_speaks_once_makes_it_no_machine() {
    let rule = "cadence/over-automated";
    let row: Vec<String> = (0..3).map(|nth| mail(&format!("m{nth}"), "9d", "")).collect();
    let last = |step: String| judge(rule, &[&row[..], &[step]].concat()).findings.len();
    assert_eq!(last(mail("last", "9d", "")), 1);
    assert_eq!(last(mail("last", "9d", "manual = true")), 0);
    for (voice, told) in [("", 0), ("voice = 'live'", 0), ("voice = 'prerecorded'", 1), ("voice = 'ai'", 1)] {
        assert_eq!(last(touch("call", "last", "9d", voice)), told, "{voice}");
    }
}

#[test]
fn who_writes_an_email_is_not_known_where_an_export_does_not_say() {
    let judge = |automated: &[serde_json::Value]| {
        let group = |(nth, automated): (usize, &serde_json::Value)| {
            let body = json!({ "email_template": { "subject": "A", "body": "<p>News</p>" } });
            let step = json!({ "enabled": true, "name": format!("s{nth}"), "type": "Email", "type_settings": body });
            let mut group = json!({ "day": 1 + nth * 9, "reference_id": format!("g{nth}"), "steps": [step] });
            if !automated.is_null() {
                group["automated"] = automated.clone();
            }
            group
        };
        let groups: Vec<_> = automated.iter().enumerate().map(group).collect();
        let cadence = json!({ "cadence_id": 808, "settings": { "name": "a" }, "step_groups": groups });
        let flow = json!({ "data": { "cadence_content": cadence } });
        let judged = export("cadence/over-automated", "campaign.purpose = 'sales'", &flow);
        (judged.findings.len(), judged.missing.concat())
    };
    let (machine, person, unsaid) = (json!(true), json!(false), json!(null));
    let row = |last: &serde_json::Value| [machine.clone(), machine.clone(), machine.clone(), last.clone()];
    assert_eq!(judge(&row(&machine)), (1, String::new()));
    assert_eq!(judge(&row(&person)), (0, String::new()));
    assert_eq!(judge(&row(&unsaid)), (0, "step.manual".to_owned()));
    assert_eq!(judge(&[unsaid, machine.clone(), machine.clone(), machine]), (0, "step.manual".to_owned()));
}

/// A body of words that say nothing else: `same` of them as in every other, and `own` of its own.
fn words(same: usize, own: &str, count: usize) -> String {
    const SAME: [&str; 5] = ["alder", "birch", "cedar", "elder", "maple"];
    let own = (0..count).map(|nth| format!("{own}{}", ["ash", "oak", "fir", "yew", "elm", "bay", "fig"][nth]));
    let words: Vec<String> = SAME[..same].iter().map(ToString::to_string).chain(own).collect();
    format!("body = '{}'", words.join(" "))
}

#[test]
fn two_texts_are_the_same_where_they_share_five_words_and_half_of_them() {
    let rule = "cadence/redundant-channels";
    let told =
        |one: &str, other: &str| judge(rule, &[mail("a", "0d", one), touch("sms", "b", "2h", other)]).findings.len();
    assert_eq!(told(&words(5, "over", 5), &words(5, "under", 5)), 1);
    assert_eq!(told(&words(5, "over", 7), &words(5, "under", 7)), 0);
    assert_eq!(told(&words(4, "over", 0), &words(4, "under", 0)), 0);
    assert_eq!(told(&words(5, "over", 0), &words(5, "under", 7)), 1);
    // What says little is no word that they share.
    let small = |own: &str| words(4, own, 0).replace("alder", "the one and all alder");
    assert_eq!(told(&small("over"), &small("under")), 0);
}

#[test]
fn two_messages_for_one_purpose_are_the_same_where_the_purpose_says_what_is_in_them() {
    let rule = "cadence/redundant-channels";
    let told = |one: &str, other: &str| {
        let (one, other) = (format!("intent = '{one}'"), format!("intent = '{other}'"));
        judge(rule, &[mail("a", "0d", &one), touch("sms", "b", "2h", &other)]).findings.len()
    };
    assert_eq!((told("reminder", "reminder"), told("offer", "offer")), (1, 1));
    assert_eq!((told("offer", "reminder"), told("welcome", "welcome"), told("follow-up", "follow-up")), (0, 0, 0));
}

#[test]
fn one_thing_said_on_many_channels_is_told_once() {
    let rule = "cadence/redundant-channels";
    let step = |channel: &str, id: &str, next: &str| {
        touch(channel, id, "1h", &format!("intent = 'reminder'\nnext = '{next}'"))
    };
    let three = [step("email", "a", "b"), step("sms", "b", "c"), step("push", "c", "end")];
    assert_eq!(judge(rule, &three).labels(), ["the same again", "said here first", "and once more"]);
    // Both ways meet again in a message that is shown once.
    let steps = [
        step("email", "a", "which"),
        fork("b", "c"),
        step("sms", "b", "d"),
        step("sms", "c", "d"),
        step("push", "d", "end"),
    ];
    assert_eq!(judge(rule, &steps).labels()[2..], ["and once more", "and once more"]);
    let many: Vec<String> =
        (0..12).map(|nth| touch(["email", "sms"][nth % 2], &format!("m{nth}"), "1h", "intent = 'reminder'")).collect();
    assert_eq!(judge(rule, &many).labels().len(), 7);
}

#[test]
fn an_email_is_the_same_again_by_its_words_or_by_its_subject() {
    let rule = "cadence/resend-to-unopened";
    let fork = "[[step]]\nbranch = { on = 'open', within = '2d', then = 'end', else = 'again' }\n".to_owned();
    let again = |one: &str, other: &str| judge(rule, &[mail("a", "0d", one), fork.clone(), mail("again", "0d", other)]);
    let (bikes, boats) = ("subject = 'Bikes for two'", "subject = 'Boats for two'");
    let body = "body = 'The new bikes have come in, and two of them are for you.'";
    assert_eq!(again(bikes, " subject = '  BIKES for two'").steps(), ["again"]);
    assert_eq!(again(bikes, boats).messages(), Vec::<&str>::new());
    assert_eq!(again(&format!("{bikes}\n{body}"), &format!("{boats}\n{body}")).findings.len(), 1);
    assert_eq!(again(&format!("{bikes}\n{body}"), &format!("{bikes}\nbody = 'Rain.'")).findings.len(), 0);
    assert_eq!(again(&format!("{bikes}\n{body}"), bikes).findings.len(), 1);
    for (one, other) in [("", ""), (bikes, ""), ("", bikes)] {
        let judged = again(one, other);
        assert_eq!((judged.findings.len(), judged.missing), (0, vec!["step.subject".to_owned()]), "{one} {other}");
    }
    // Who never opens comes back to the branch itself, and gets nothing.
    let round = "[[step]]\nid = 'round'\nbranch = { on = 'open', within = '2d', then = 'end', else = 'rest' }\n\
                 [[step]]\nid = 'rest'\nwait = '1d'\nnext = 'round'\n";
    assert_eq!(judge(rule, &[mail("a", "0d", bikes), round.to_owned()]).findings.len(), 0);
}

#[test]
fn who_writes_complains_or_cancels_has_a_word_within_a_day() {
    let rule = "cadence/slow-answer";
    for (event, does) in [("reply", "answers"), ("complaint", "complains"), ("cancel", "cancels")] {
        let fork = format!("[[step]]\nbranch = {{ on = '{event}', within = '9d', then = 'late', else = 'end' }}\n");
        let told = |wait| judge(rule, &[mail("a", "0d", ""), fork.clone(), mail("late", wait, "")]).messages().concat();
        assert_eq!(told("1d"), "");
        assert!(told("2d").contains(&format!("a person who {does} waits 2 days")), "{event}");
    }
}

#[test]
fn the_time_that_an_answer_takes_is_shown_where_it_is_lost() {
    let complaint = |step: &str| native("cadence/slow-answer", &campaign("source = 'complaint'", &[step.to_owned()]));
    let task = |wait: &str, within: &str| {
        let step = format!("[[step]]\nid = 'it'\ntask = 'Ann rings'\nwait = '{wait}'\nwithin = '{within}'\n");
        complaint(&step).pointed().trim_matches(['\'', '"']).to_owned()
    };
    assert_eq!(task("1h", "3d"), "3d");
    assert_eq!(task("2d", "1d"), "2d");
    assert_eq!(task("2d", "1h"), "2d");
    let fork = |within: &str| {
        format!(
            "[[step]]\nbranch = {{ on = 'visit', within = '{within}', then = 'end', else = 'late' }}\n{}",
            mail("late", "0d", "")
        )
    };
    assert!(complaint(&fork("3d")).one().message.contains("waits 3 days"));
    assert_eq!(complaint(&fork("1d")).findings.len(), 0);
}

#[test]
fn an_answer_behind_a_wait_that_an_export_hides_is_not_judged() {
    let after = |delay: serde_json::Value| {
        let steps = [json!({ "type": "linkedinVisit", "delay": delay }), json!({ "type": "email", "delay": 0 })];
        lemlist("cadence/slow-answer", "audience.source = 'complaint'\ncampaign.purpose = 'service'", &steps).missing
    };
    assert_eq!(after(json!(0)), Vec::<String>::new());
    assert_eq!(after(json!("soon")), ["step.wait"]);
}

#[test]
fn the_last_message_says_how_to_reach_somebody() {
    let rule = "cadence/weak-ending";
    let told = |channel: &str, body: &str| {
        judge(rule, &[touch(channel, "last", "0d", &format!("body = '{body}'"))]).findings.len()
    };
    let plain = "From Sunday on we open at seven, and the seats by the window go fast.";
    assert_eq!(told("email", plain), 1);
    for more in [
        "https://harbour.example/kontakt",
        "https://harbour.example/livechat",
        "{{ sender.signature }}",
        "{{ owner_phone }}",
    ] {
        assert_eq!(told("email", &format!("{plain} {more}")), 0, "{more}");
    }
    for more in ["https://harbour.example/timetable", "{{ first_name }}"] {
        assert_eq!(told("email", &format!("{plain} {more}")), 1, "{more}");
    }
    let asks = "Harbour: we open at seven from Sunday on. Shall we keep a seat for you?";
    assert_eq!(
        (told("sms", asks), told("email", asks), told("sms", "Harbour: we open at seven from Sunday on.")),
        (0, 1, 1)
    );
}
