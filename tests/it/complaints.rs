//! The borders of the rules on complaints and promises: the next step and its day, who sees it through, what is kept.

use crate::judged::{lemlist, native};
use serde_json::json;

fn complaint(steps: &str) -> String {
    format!("[campaign]\nname = 'a'\npurpose = 'service'\n[audience]\nsource = 'complaint'\n{steps}")
}

fn mail(body: &str, rest: &str) -> String {
    format!("[[step]]\nchannel = 'email'\nbody = \"\"\"{body}\"\"\"\n{rest}\n")
}

#[test]
fn a_figure_tells_a_person_by_when_where_it_is_one_of_time() {
    let by_when = |said: &str| {
        let text = complaint(&mail(&format!("Thank you for telling us. We will ask the kitchen. {said}"), ""));
        native("care/complaint-without-next-step", &text).messages().concat()
    };
    for told in [
        "It takes 24 hours.",
        "It takes 2 days.",
        "It takes 30 minutes.",
        "It takes 3 working days.",
        "The day is 12/05.",
        "The day is a Tuesday (12/05).",
        "The day is 2026-12-05, promised.",
    ] {
        assert_eq!(by_when(told), "", "{told}");
    }
    for open in [
        "It takes some days.",
        "It is the one of room 12 west.",
        "Our number is 5.",
        "It is either/or.",
        "It is order 7/b/9.",
        "It is order 7//9.",
        "It takes a while.",
    ] {
        assert_eq!(by_when(open), "a person who complains hears what happens next, but not by when", "{open}");
    }
}

#[test]
fn an_answer_that_solves_it_needs_no_next_step() {
    let answer = |body: &str, rest: &str| {
        native("care/complaint-without-next-step", &complaint(&mail(body, rest))).messages().concat()
    };
    let nothing = "Thank you for telling us about the soup.";
    assert!(answer(nothing, "").contains("does not hear what happens next"));
    assert_eq!(answer(nothing, "intent = 'resolution'"), "");
    assert_eq!(answer("Thank you for telling us. The soup has been replaced.", ""), "");
    assert!(answer("Thank you for telling us. It takes 2 days.", "").contains("does not hear what happens next"));
}

#[test]
fn a_complaint_is_closed_by_what_the_answer_says_or_is_or_by_a_task() {
    let open = |steps: &str| native("care/complaint-without-follow-through", &complaint(steps)).findings.len();
    let (said, silent) = (mail("The soup has been replaced.", ""), mail("Thank you for telling us.", ""));
    let task = "[[step]]\ntask = 'the desk calls them'\nwithin = '1d'\n";
    assert_eq!(open(&silent), 1);
    assert_eq!((open(&said), open(&mail("Thank you.", "intent = 'resolution'"))), (0, 0));
    assert_eq!((open(&format!("{silent}{task}")), open(&format!("{task}{silent}"))), (0, 0));
    let then =
        |intent: &str| open(&format!("{silent}{}", mail("Hello again.", &format!("wait = '3d'\nintent = '{intent}'"))));
    assert_eq!((then("resolution"), then("check-in"), then("survey")), (0, 0, 0));
    assert_eq!((then("offer"), then("announcement"), then("reminder")), (1, 1, 1));
}

#[test]
fn an_export_without_any_work_of_people_may_hide_who_sees_it_through() {
    let answer = json!({ "type": "email", "delay": 0, "subject": "A", "message": "Thank you for telling us." });
    let judge = |more: &[serde_json::Value]| {
        let steps = [&[answer.clone()][..], more].concat();
        let facts = "campaign.purpose = 'marketing'\naudience.source = 'complaint'";
        let judged = lemlist("care/complaint-without-follow-through", facts, &steps);
        (judged.findings.len(), judged.missing.concat())
    };
    let news = json!({ "type": "email", "delay": 3, "subject": "B", "message": "The tide table is out." });
    assert_eq!(judge(&[news]), (0, "step.task".to_owned()));
    let call = json!({ "type": "phone", "delay": 3 });
    assert_eq!(judge(&[call]), (1, String::new()));
    let task = json!({ "type": "manual", "delay": 3, "title": "Ask in the kitchen" });
    assert_eq!(judge(&[task]), (0, String::new()));
}

#[test]
fn a_promise_that_an_export_keeps_needs_no_task() {
    let says = |body: &str| json!({ "type": "email", "delay": 1, "subject": "A", "message": body });
    let judge = |steps: &[serde_json::Value]| {
        let judged = lemlist("care/broken-promise", "audience.source = 'inquiry'", steps);
        (judged.findings.len(), judged.missing.concat())
    };
    let promise = says("Thank you for asking. We will get back to you.");
    assert_eq!(judge(&[promise.clone(), says("Here is your answer.")]), (0, String::new()));
    assert_eq!(judge(&[promise]), (0, "step.task".to_owned()));
    let call = says("Thank you for asking. We will call you tomorrow.");
    let phone = json!({ "type": "phone", "delay": 1 });
    assert_eq!(judge(&[call.clone(), phone.clone()]), (0, String::new()));
    assert_eq!(judge(&[phone, call]), (1, String::new()));
}

#[test]
fn a_condition_counts_for_its_own_sentence() {
    let broken = |body: &str| {
        let head = "[campaign]\nname = 'a'\npurpose = 'service'\n[audience]\nsource = 'inquiry'\n";
        native("care/broken-promise", &format!("{head}{}", mail(body, ""))).findings.len()
    };
    for own in
        ["If you like, we will call you.", "We will call you, if you like.", "If so, 1.5 days later we will call you."]
    {
        assert_eq!(broken(own), 0, "{own}");
    }
    for other in [
        "Do you know if we open on Sundays? We will call you.",
        "See if it fits! We will call you.",
        "See if it fits. We will call you.",
        "See if it fits.\nWe will call you.",
        "See if it fits\n\nWe will call you.",
        "See if it fits<br>We will call you.",
        "<p>See if it fits</p><p>We will call you.</p>",
        "We will call you. See if it fits.",
    ] {
        assert_eq!(broken(other), 1, "{other}");
    }
    // Nobody reads a sentence of hundreds of letters as one.
    let apart = |letters: usize| broken(&format!("If {} we will call you.", "x".repeat(letters - 2)));
    assert_eq!((apart(399), apart(400)), (0, 1));
}

#[test]
fn the_first_answer_may_come_after_a_pause_and_a_promise_be_kept_late() {
    let pause = "[[step]]\nid = 'pause'\nwait = '1h'\n";
    let late = format!("{pause}{}", mail("We have received it.", "id = 'answer'"));
    assert_eq!(native("care/complaint-without-next-step", &complaint(&late)).steps(), ["answer"]);
    let promise =
        format!("{}{}", mail("We will call you.", "id = 'promise'"), mail("Here is our brochure.", "wait = '3d'"));
    let broken = |steps: &str| native("care/broken-promise", &complaint(steps)).findings.len();
    let call = "[[step]]\nchannel = 'call'\nwait = '1d'\n";
    assert_eq!((broken(&promise), broken(&format!("{promise}{call}"))), (1, 0));
}
