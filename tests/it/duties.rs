//! The borders of the rules on law and consent: caps and windows in figures, hours, what lifts a duty, which law is named.

use crate::judged::{Judged, lemlist, native};
use serde_json::json;

/// Marketing to `audience` in `region`, and what else it says.
fn judge(rule: &str, region: &str, audience: &str, rest: &str) -> Judged {
    let head = format!("[campaign]\nname = 'a'\npurpose = 'marketing'\nregion = [{region}]");
    native(rule, &format!("{head}\n[audience]\n{audience}\n{rest}"))
}

fn row(channel: &str, waits: &[&str]) -> String {
    let step = |wait: &&str| format!("[[step]]\nchannel = '{channel}'\nwait = '{wait}'\n");
    waits.iter().map(step).collect::<Vec<_>>().concat()
}

#[test]
fn of_two_caps_the_one_that_is_broken_most_is_named() {
    let calls = |waits: &[&str]| judge("law/call-cap", "'AE'", "", &row("call", waits)).messages().concat();
    assert!(calls(&["0h", "1h", "1h", "1h"]).contains("gets 4 calls within 24 hours, and 1 is the most"));
    assert!(calls(&["0h", "1h", "1h", "2d", "1d"]).contains("gets 5 calls within 7 days, and 2 is the most"));
    assert_eq!(calls(&["0h", "4d"]), "");
}

#[test]
fn a_cap_of_the_day_leaves_seven_a_week() {
    let daily = row("call", &["0d", "1d", "1d", "1d"]);
    let calls =
        |limits: &str| judge("law/call-cap", "'AE'", "", &format!("[limits]\n{limits}\n{daily}")).messages().concat();
    assert!(calls("per_day = 1").contains("4 calls within 7 days"));
    assert_eq!(calls("per_week = 1"), "");
}

#[test]
fn a_cap_of_the_month_is_told_in_days() {
    let calls =
        |waits: &[&str]| judge("law/call-cap", "'FR'", "kind = 'consumer'", &row("call", waits)).messages().concat();
    assert!(calls(&["0d", "6d", "6d", "6d", "6d"]).contains("gets 5 calls within 30 days, and 4 is the most"));
    assert_eq!(calls(&["0d", "6d", "6d", "6d", "12d"]), "");
}

#[test]
fn a_consent_that_follows_from_an_inquiry_lasts_six_months() {
    let rule = "law/consent-window";
    let mails = |source: &str, waits: &[&str]| {
        judge(rule, "'CA'", &format!("source = '{source}'"), &row("email", waits)).messages().concat()
    };
    // Six months of the calendar have 186 days at most.
    assert_eq!(mails("inquiry", &["0d", "186d"]), "");
    assert!(mails("inquiry", &["0d", "187d"]).contains("after the 6 months that an inquiry counts for"));
    assert_eq!((mails("purchase", &["0d", "187d"]), mails("event", &["0d", "187d"])), (String::new(), String::new()));
    assert!(mails("purchase", &["0d", "733d"]).contains("after the 24 months that a purchase counts for"));
}

#[test]
fn of_two_windows_the_shorter_is_named() {
    for regions in ["'CA', 'KR'", "'KR', 'CA'"] {
        let mails = row("email", &["0d", "200d", "600d"]);
        let judged = judge("law/consent-window", regions, "source = 'purchase'", &mails);
        assert!(judged.one().message.contains("6 months that a purchase"), "{}", judged.one().message);
    }
}

#[test]
fn only_the_laws_that_ask_for_more_than_was_given_are_named() {
    let mails = |consent: &str| {
        let audience = format!("kind = 'consumer'\nconsent = {{ email = '{consent}' }}");
        judge("law/consent-floor", "'GB', 'IL'", &audience, &row("email", &["0d"]))
            .one()
            .note
            .clone()
            .unwrap_or_default()
    };
    assert_eq!(mails("implied").matches(';').count(), 2);
    assert_eq!(mails("soft-opt-in").matches(';').count(), 1);
}

#[test]
fn three_laws_are_named_each_once() {
    let regions = "'US-FL', 'US-RI', 'US-CT', 'ES', 'FR', 'IN', 'CO'";
    let audience = "kind = 'consumer'\nconsent = { call = 'none' }";
    let judged = judge("law/quiet-hours", regions, audience, &row("call", &["0d", "9d"]));
    let note = judged.one().note.clone().unwrap_or_default();
    let laws: Vec<&str> = note.split("; ").collect();
    assert_eq!((laws.len(), laws.last()), (4, Some(&"no legal advice")), "{note}");
    assert_eq!(laws.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{note}");
}

#[test]
fn hours_that_are_too_late_come_before_a_holiday() {
    let window = "[schedule]\nwindow = ['mon-fri 10:00-17:30']\ntimezone = 'recipient'\n";
    let calls = |regions: &str, window: &str| {
        let audience = "kind = 'consumer'\nconsent = { call = 'none' }";
        judge("law/quiet-hours", regions, audience, &format!("{window}{}", row("call", &["0d"]))).messages().concat()
    };
    assert!(calls("'US-RI'", window).contains("in Rhode Island on a public holiday"));
    let late = window.replace("17:30", "20:30");
    for regions in ["'US-FL', 'ES'", "'ES', 'US-FL'"] {
        assert!(calls(regions, &late).contains("in Florida on a Monday between 20:00 and 20:30"), "{regions}");
    }
    assert!(calls("'ES'", &late).contains("in Spain on a public holiday"));
}

#[test]
fn hours_are_told_by_the_day_where_the_days_differ() {
    let help = |region: &str| {
        let judged =
            judge("law/quiet-hours", region, "kind = 'consumer'\nconsent = { call = 'none' }", &row("call", &["0d"]));
        judged.one().help.clone().unwrap_or_default()
    };
    assert!(help("'US-FL'").contains("every day 08:00-20:00"));
    assert!(help("'US-RI'").contains("Mon-Fri 09:00-18:00, Sat 10:00-17:00, Sun never"));
    assert!(help("'FR'").contains("Mon-Fri 10:00-13:00 and 14:00-20:00, Sat never, Sun never"));
    assert!(help("'CA'").contains("Mon-Fri 09:00-21:30, Sat 10:00-18:00, Sun 10:00-18:00"));
}

#[test]
fn a_clock_time_that_is_too_early_is_what_is_pointed_at() {
    let at = "[schedule]\ntimezone = 'recipient'\nholidays = 'skip'\n[[step]]\nchannel = 'call'\nat = '07:15'\n";
    let judged = judge("law/quiet-hours", "'US-FL'", "", at);
    assert_eq!((judged.pointed(), judged.labels()[0]), ("'07:15'", "too early, too late, or on any day"));
    let timeless = judge("law/quiet-hours", "'US-FL'", "", &at.replace("at = '07:15'\n", ""));
    assert_eq!(timeless.labels()[0], "does not keep it quiet");
}

#[test]
fn a_yes_makes_hours_milder_where_law_leaves_it_open() {
    let call = |region: &str, consent: &str| {
        let audience = format!("kind = 'consumer'\nconsent = {{ call = '{consent}' }}");
        let judged = judge("law/quiet-hours", region, &audience, &row("call", &["0d"]));
        judged.findings.first().map(|finding| finding.severity.as_str())
    };
    assert_eq!((call("'US-FL'", "express"), call("'US-FL'", "implied")), (Some("warning"), Some("error")));
    // The law of Connecticut says that a yes does not lift them.
    assert_eq!((call("'US-CT'", "express"), call("'US-CT'", "none")), (Some("error"), Some("error")));
    assert_eq!(call("'CO'", "express-written"), None);
}

#[test]
fn hours_for_machines_bind_no_person() {
    let call = |voice: &str| {
        let step = format!("[[step]]\nchannel = 'call'\nvoice = '{voice}'\n");
        judge("law/quiet-hours", "'US-PA', 'US-SC'", "consent = { call = 'express' }", &step).findings.len()
    };
    assert_eq!(call("live"), 0);
}

#[test]
fn what_lifts_a_duty_is_lacked_where_an_export_hides_it() {
    let phone = json!({ "type": "aircall", "delay": 0 });
    let missing = |facts: &str| {
        let facts = format!(
            "campaign.purpose = 'marketing'\ncampaign.region = ['US']\nschedule.window = ['mon-sun 05:00-06:00']\nschedule.timezone = 'recipient'\n{facts}"
        );
        let judged = lemlist("law/quiet-hours", &facts, std::slice::from_ref(&phone));
        (judged.findings.len(), judged.missing.join(" "))
    };
    assert_eq!(missing(""), (0, "audience.consent.call".to_owned()));
    assert_eq!(missing("audience.consent.call = 'implied'"), (0, "audience.source".to_owned()));
    assert_eq!(missing("audience.consent.call = 'express'"), (0, String::new()));
    assert_eq!(missing("audience.consent.call = 'implied'\naudience.source = 'cold-list'"), (1, String::new()));
    assert_eq!(missing("audience.consent.call = 'implied'\naudience.source = 'inquiry'"), (0, String::new()));
}

#[test]
fn a_label_is_looked_for_where_a_message_begins() {
    let missing = |step: serde_json::Value| {
        let facts = "campaign.purpose = 'marketing'\ncampaign.region = ['KR']";
        let judged = lemlist("law/subject-label", facts, &[step]);
        (judged.findings.len(), judged.missing.join(" "))
    };
    assert_eq!(missing(json!({ "type": "email", "delay": 0 })), (0, "step.subject".to_owned()));
    let rule = "law/subject-label";
    let step = |channel: &str, rest: &str| {
        judge(rule, "'KR'", "", &format!("[[step]]\nchannel = '{channel}'\n{rest}\n")).findings.len()
    };
    assert_eq!(
        (step("email", "subject = '(광고) News'\nbody = 'News'"), step("email", "subject = 'News'\nbody = '(광고)'")),
        (0, 1)
    );
    assert_eq!((step("sms", "body = '(광고) News'"), step("sms", "body = 'News (광고)'")), (0, 1));
}

#[test]
fn what_law_asks_for_firms_is_not_asked_for_persons() {
    let call = |kind: &str| {
        let audience = format!("{kind}\nconsent = {{ call = 'none', email = 'none' }}");
        let judged = judge("law/consent-floor", "'NL'", &audience, &row("email", &["0d"]));
        judged.messages().concat()
    };
    assert!(call("kind = 'consumer'").contains("consent of their own"));
    assert!(call("kind = 'mixed'").contains("consent of their own"));
    assert_eq!(call("kind = 'business'"), "");
}

#[test]
fn a_yes_that_was_given_for_something_else_is_sold_on_by_an_offer() {
    let told = |purpose: &str, rest: &str| {
        let audience = "source = 'purchase'\nconsent = { email = 'implied' }";
        let step = format!("[[step]]\nchannel = 'email'\n{rest}\n");
        let text = format!("[campaign]\nname = 'a'\npurpose = '{purpose}'\n[audience]\n{audience}\n{step}");
        native("consent/borrowed-consent", &text).findings.len()
    };
    let offer = |kind: &str| format!("offer = {{ kind = '{kind}', benefits = 'recipient' }}");
    assert_eq!(
        (told("service", ""), told("service", "intent = 'offer'"), told("service", "intent = 'survey'")),
        (0, 1, 0)
    );
    for (kind, sells) in [("discount", 1), ("upgrade", 1), ("referral", 1), ("gift", 0), ("content", 0), ("service", 0)]
    {
        assert_eq!(told("service", &offer(kind)), sells, "{kind}");
    }
    assert_eq!(told("service", &format!("intent = 'offer'\n{}", offer("gift"))), 1);
}

#[test]
fn a_yes_is_remembered_for_as_long_as_the_months_of_the_calendar_have_days() {
    let old = |region: &str, age: &str| {
        let audience = format!("source = 'event'\nconsent_age = '{age}'\nconsent = {{ email = 'express' }}");
        judge("consent/stale-consent", region, &audience, &row("email", &["0d"])).messages().concat()
    };
    // 24 months have 732 days at most, where a leap day falls into each year.
    assert_eq!(old("'KR'", "732d"), "");
    assert!(old("'KR'", "733d").contains("after 24 months it no longer counts"));
}

#[test]
fn texts_without_a_yes_are_told_by_what_the_file_says_of_them() {
    let told = |consent: &str, channels: [&str; 2]| {
        let steps = channels.map(|channel| row(channel, &["9d"])).concat();
        let audience = format!("source = 'event'\n{consent}");
        judge("consent/unconsented-sms", "'US'", &audience, &steps)
            .findings
            .iter()
            .map(|f| f.labels.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(told("consent = { sms = 'none' }", ["sms", "sms"]), [3]);
    assert_eq!(told("consent = { sms = 'none', whatsapp = 'none' }", ["sms", "whatsapp"]), [2, 2]);
    assert_eq!(told("", ["sms", "sms"]), [3]);
}

#[test]
fn each_channel_has_hours_of_its_own() {
    let told = |steps: &str| {
        let judged = judge("law/quiet-hours", "'US-FL'", "consent = { call = 'none' }", steps);
        judged.messages().concat()
    };
    let (mail, call) = (row("email", &["1d"]), row("call", &["1d"]));
    assert_eq!(told(&mail), "");
    for steps in [format!("{mail}{call}"), format!("{call}{mail}")] {
        assert!(told(&steps).starts_with("a call may reach a person in Florida"), "{steps}");
    }
    let judged = judge("law/quiet-hours", "'US-FL'", "consent = { call = 'none' }", &format!("{call}{mail}{call}"));
    assert_eq!(judged.labels().len(), 2);
}

#[test]
fn days_off_are_counted_into_what_is_strictest() {
    for regions in ["'US-FL', 'ES'", "'ES', 'US-FL'"] {
        let audience = "kind = 'consumer'\nconsent = { call = 'none' }";
        let judged = judge("law/quiet-hours", regions, audience, &row("call", &["0d"]));
        assert!(judged.one().message.contains("in Spain in the middle of the night"), "{regions}");
    }
}

#[test]
fn a_machine_keeps_hours_that_a_person_need_not() {
    let help = |region: &str, voice: &str| {
        let step = format!("[[step]]\nchannel = 'call'\nvoice = '{voice}'\n");
        let judged =
            judge("law/quiet-hours", region, "source = 'purchase'\nconsent = { call = 'express-written' }", &step);
        judged.findings.iter().filter_map(|finding| finding.help.clone()).collect::<String>()
    };
    assert_eq!((help("'US-SD'", "live").as_str(), help("'US-NE'", "live").as_str()), ("", ""));
    assert!(help("'US-SD'", "ai").contains("Mon-Fri 09:00-21:00, Sat never, Sun never"));
    assert!(help("'US-NE'", "prerecorded").contains("Mon-Fri 08:00-21:00, Sat 08:00-21:00, Sun 13:00-21:00"));
    assert_eq!(help("'US-NE'", "ai"), "");
}
