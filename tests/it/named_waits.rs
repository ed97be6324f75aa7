//! Steps that are named for a wait: what a name says, and what the step waits in fact.

use crate::judged::{lemlist, native};
use serde_json::json;

const RULE: &str = "cadence/wait-contradicts-name";

/// Whether a message of that name, so long after enrolment, comes at another time than its name says.
fn contradicts(name: &str, wait: &str) -> bool {
    let step = format!("[[step]]\nid = '{name}'\nchannel = 'email'\nwait = '{wait}'\n");
    !native(RULE, &format!("[campaign]\nname = 'a'\n{step}")).findings.is_empty()
}

#[test]
fn a_wait_may_differ_from_its_name_by_less_than_a_third() {
    for (wait, told) in [("6d", true), ("8d", false), ("10d", false), ("12d", false), ("14d", true)] {
        assert_eq!(contradicts("wait 10 days", wait), told, "{wait}");
    }
    // A range holds every time between its two.
    assert!(!contradicts("wait 10 days", "1d..20d"));
    assert!(contradicts("wait 10 days", "1d..5d"));
}

#[test]
fn numbers_and_units_are_read_as_people_write_them() {
    for (name, right, wrong) in [
        ("wait one day", "1d", "1h"),
        ("wait two days", "2d", "2h"),
        ("wait three days", "3d", "3h"),
        ("wait 30 seconds", "30s", "30m"),
        ("wait 45 secs", "45s", "45m"),
        ("wait 20 mins", "20m", "20h"),
        ("wait 24hrs", "24h", "24m"),
        ("wait 2 weeks", "2w", "2d"),
        ("wait 1 wk", "1w", "1d"),
        ("wait 2 months", "60d", "2d"),
        ("wait 1.5 days", "36h", "5d"),
        ("wait 2–3 days", "3d", "12h"),
        ("wait 999 minutes", "999m", "1h"),
    ] {
        assert_eq!((contradicts(name, right), contradicts(name, wrong)), (false, true), "{name}");
    }
}

#[test]
fn a_name_that_leaves_it_open_contradicts_nothing() {
    for name in [
        "after up to 3 days",
        "wait 1-2 days",
        "offer 24 hours",
        "wait 1000 minutes",
        "wait 0 days",
        "wait 2 business days",
    ] {
        assert!(!contradicts(name, "5h"), "{name}");
    }
    assert!(contradicts("after 3 days", "5h"));
}

#[test]
fn a_name_may_count_from_the_start() {
    let steps = |last: &str| {
        format!(
            "[campaign]\nname = 'a'\n[[step]]\nid = 'first'\nchannel = 'email'\n\
             [[step]]\nid = 'second'\nchannel = 'email'\nwait = '3d'\n\
             [[step]]\nid = 'sent after 7 days'\nchannel = 'email'\nwait = '{last}'\n"
        )
    };
    let told = |last: &str| native(RULE, &steps(last)).findings.len();
    assert_eq!((told("4d"), told("7d"), told("1d")), (0, 0, 1));
}

#[test]
fn a_step_that_only_waits_needs_no_word_for_it() {
    let told = |step: serde_json::Value| {
        let steps = [step, json!({ "type": "email", "delay": 9, "message": "Hi" })];
        lemlist(RULE, "", &steps).findings.len()
    };
    assert_eq!(told(json!({ "type": "linkedinVisit", "title": "24 hr", "delay": 3 })), 1);
    assert_eq!(told(json!({ "type": "linkedinVisit", "title": "24 hr", "delay": 1 })), 0);
    assert_eq!(told(json!({ "type": "linkedinVisit", "title": "24 hr", "delay": 0 })), 0);
    assert_eq!(told(json!({ "type": "email", "title": "24 hr", "delay": 3, "message": "Hi" })), 0);
}
