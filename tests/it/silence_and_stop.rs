//! The borders of the rules on cadence, stop, channel and structure: what a person lives through, and what they do not.

use outreach_lint::finding::Severity;
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::Settings;
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};

/// The findings of one rule: severity, line and message.
fn found(rule: &str, text: &str) -> Vec<(Severity, u32, String)> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("a.toml", text, Language::Toml));
    let settings = Settings::default_on(jiff::civil::date(2026, 11, 22));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    let is_fault = |rule: &str| {
        rule.starts_with("structure/") && rule != "structure/unreachable-step" && rule != "structure/empty-campaign"
    };
    let faults: Vec<_> = report.findings.iter().filter(|f| is_fault(&f.rule)).map(|f| &f.message).collect();
    assert!(rule.starts_with("structure/") || faults.is_empty(), "the example is whole: {faults:?}");
    report
        .findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .map(|finding| {
            let line = sources.get(file).map_or(0, |s| s.position(finding.place().span.start).line);
            (finding.severity, line, finding.message.clone())
        })
        .collect()
}

fn campaign(purpose: &str, rest: &str) -> String {
    format!("[campaign]\nname = \"A\"\npurpose = \"{purpose}\"\n\n{rest}")
}

fn silent(rule: &str, text: &str) {
    assert_eq!(found(rule, text), [], "{text}");
}

fn says(rule: &str, text: &str, what: &str) {
    let found = found(rule, text);
    assert!(found.len() == 1 && found[0].2.contains(what), "{found:?}\n{text}");
}

/// An email step.
fn mail(id: &str, rest: &str) -> String {
    format!("[[step]]\nid = \"{id}\"\nchannel = \"email\"\n{rest}\n")
}

#[test]
fn ways_that_part_are_not_both_received() {
    let text = campaign(
        "marketing",
        &[
            mail("a", ""),
            "[[step]]\nid = \"which\"\nbranch = { on = \"attribute:plan\", then = \"b\", else = \"c\" }\n".to_owned(),
            mail("b", "wait = \"9d\"\nnext = \"end\""),
            mail("c", "wait = \"8d\"\nnext = \"end\""),
        ]
        .concat(),
    );
    for rule in [
        "cadence/gap-too-short",
        "cadence/touch-pressure",
        "cadence/escalating-frequency",
        "cadence/too-many-follow-ups",
    ] {
        silent(rule, &text);
    }
}

#[test]
fn what_was_asked_for_or_is_owed_is_no_pressure() {
    let three = |purpose: &str, each: &str| {
        campaign(purpose, &["a", "b", "c", "d"].map(|id| mail(id, &format!("wait = \"3h\"\n{each}"))).concat())
    };
    for rule in ["cadence/gap-too-short", "cadence/touch-pressure", "cadence/too-many-follow-ups"] {
        assert!(!found(rule, &three("marketing", "")).is_empty(), "{rule}");
        silent(rule, &three("marketing", "invited = true"));
        silent(rule, &three("service", "intent = \"confirmation\""));
        silent(rule, &three("transactional", ""));
        silent(rule, &three("requested", ""));
    }
}

#[test]
fn a_gap_is_that_of_the_window_and_not_a_second_more() {
    let after = |wait: &str| campaign("marketing", &(mail("a", "") + &mail("b", &format!("wait = \"{wait}\""))));
    says("cadence/gap-too-short", &after("47h"), "1 day 23 hours later");
    silent("cadence/gap-too-short", &after("48h"));
}

#[test]
fn a_cap_that_the_platform_holds_is_believed() {
    let text = campaign(
        "marketing",
        &("[limits]\nper_week = 2\n\n".to_owned() + &["a", "b", "c"].map(|id| mail(id, "wait = \"2d\"")).concat()),
    );
    silent("cadence/touch-pressure", &text);
    says("cadence/touch-pressure", &text.replace("per_week = 2", "per_week = 3"), "3 messages");
}

#[test]
fn gaps_shrink_on_one_walk_or_not_at_all() {
    let three = |second: &str, third: &str| {
        campaign(
            "marketing",
            &(mail("a", "") + &mail("b", &format!("wait = \"{second}\"")) + &mail("c", &format!("wait = \"{third}\""))),
        )
    };
    says("cadence/escalating-frequency", &three("8d", "5d"), "after 8 days and 5 days");
    silent("cadence/escalating-frequency", &three("8d", "6d"));
    silent("cadence/escalating-frequency", &three("5d", "8d"));
    // A text that goes out with the email is one occasion.
    silent("cadence/escalating-frequency", &three("8d", "10m"));
}

#[test]
fn strangers_are_those_who_never_asked() {
    let text = |audience: &str| {
        campaign("sales", &format!("[audience]\n{audience}\n\n{}{}", mail("a", ""), mail("b", "wait = \"9d\"")))
    };
    says("cadence/cold-follow-up", &text("source = \"cold-list\""), "written to once more");
    says("cadence/cold-follow-up", &text("source = \"event\"\nconsent = { email = \"none\" }"), "once more");
    silent("cadence/cold-follow-up", &text("source = \"inquiry\"\nconsent = { email = \"none\" }"));
    silent("cadence/cold-follow-up", &text("source = \"event\""));
}

#[test]
fn a_loop_is_one_only_for_who_is_pressed() {
    let text =
        |purpose: &str| campaign(purpose, &(mail("a", "wait = \"30d\"") + &mail("b", "wait = \"30d\"\nnext = \"a\"")));
    says("cadence/never-ending", &text("marketing"), "without end");
    silent("cadence/never-ending", &text("requested"));
    let again = |source: &str| {
        campaign(
            "marketing",
            &format!("[audience]\nsource = \"{source}\"\n\n[limits]\nreenroll_after = \"0d\"\n\n{}", mail("a", "")),
        )
    };
    says("cadence/never-ending", &again("cold-list"), "again and again");
    silent("cadence/never-ending", &again("purchase"));
}

#[test]
fn an_answer_counts_from_the_event_to_the_deadline() {
    let desk = |steps: &str| campaign("service", &format!("[audience]\nsource = \"complaint\"\n\n{steps}"));
    says(
        "cadence/slow-answer",
        &desk("[[step]]\nid = \"a\"\ntask = \"look into it\"\nwithin = \"3d\"\n"),
        "waits 3 days",
    );
    silent("cadence/slow-answer", &desk("[[step]]\nid = \"a\"\ntask = \"look into it\"\nwithin = \"1d\"\n"));
    let branch = |stop: &str| {
        campaign(
            "service",
            &[
                format!("[stop]\non = [{stop}]\n\n"),
                mail("a", ""),
                "[[step]]\nid = \"did\"\nbranch = { on = \"reply\", within = \"5d\", then = \"b\", else = \"end\" }\n"
                    .to_owned(),
                mail("b", "wait = \"4d\""),
            ]
            .concat(),
        )
    };
    says("cadence/slow-answer", &branch("\"opt-out\""), "who answers waits 4 days");
    silent("cadence/slow-answer", &branch("\"reply\""));
}

#[test]
fn a_check_in_after_a_complaint_may_come_soon() {
    let text = |audience: &str| {
        campaign(
            "service",
            &format!("{audience}\n{}{}", mail("a", ""), mail("b", "wait = \"4d\"\nintent = \"check-in\"")),
        )
    };
    says("cadence/check-in-too-soon", &text(""), "4 days after");
    silent("cadence/check-in-too-soon", &text("[audience]\nsource = \"complaint\"\n"));
}

#[test]
fn a_branch_on_an_event_is_an_answer_to_it() {
    let text = |on: &str, then: &str, rest: &str| {
        campaign(
            "marketing",
            &[
                "[stop]\non = [\"bounce\"]\n\n".to_owned(),
                mail("a", ""),
                format!("[[step]]\nid = \"did\"\nbranch = {{ on = \"{on}\", within = \"9d\", then = {then}, else = \"z\" }}\n"),
                mail("answer", rest),
                mail("more", "wait = \"9d\"\nnext = \"end\""),
                mail("z", "wait = \"9d\""),
            ]
            .concat(),
        )
    };
    silent("stop/ignores-reply", &text("reply", "\"answer\"", ""));
    silent("stop/ignores-conversion", &text("convert", "\"answer\"", ""));
    silent("stop/ignores-decline", &text("decline", "\"answer\"", "next = \"end\""));
    // One farewell is kind, a second is not, nor is an offer as farewell.
    says("stop/ignores-decline", &text("decline", "\"answer\"", ""), "1 more time");
    says("stop/ignores-decline", &text("decline", "\"answer\"", "intent = \"offer\"\nnext = \"end\""), "1 more time");
    // A branch on one event answers no other.
    says("stop/ignores-reply", &text("open", "\"answer\"", ""), "more time");
}

#[test]
fn a_no_in_an_answer_ends_what_an_answer_ends() {
    let text = |stop: &str| {
        campaign("marketing", &format!("[stop]\non = [{stop}]\n\n{}{}", mail("a", ""), mail("b", "wait = \"9d\"")))
    };
    let weight = |stop: &str| found("stop/ignores-decline", &text(stop)).first().map(|(severity, ..)| *severity);
    assert_eq!(weight("\"opt-out\""), Some(Severity::Error));
    assert_eq!(weight("\"reply\""), Some(Severity::Warning));
    assert_eq!(weight("\"reply\", \"decline\""), None);
}

#[test]
fn an_opt_out_ends_what_it_covers() {
    let text = |covers: &str, second: &str| {
        campaign(
            "marketing",
            &format!(
                "[opt_out.sms]\nmethod = \"keyword\"\nkeyword = \"STOP\"\ncovers = \"{covers}\"\n\n\
                 [[step]]\nid = \"a\"\nchannel = \"sms\"\n\n[[step]]\nid = \"b\"\nwait = \"9d\"\nchannel = \"{second}\"\n"
            ),
        )
    };
    says("stop/opt-out-escalates", &text("same-channel", "call"), "gets a call instead");
    silent("stop/opt-out-escalates", &text("all-channels", "call"));
    silent("stop/opt-out-escalates", &text("same-channel", "push"));
    silent("stop/ignores-opt-out", &text("same-channel", "sms"));
    let nothing = text("same-channel", "sms").replace("\"keyword\"\nkeyword = \"STOP\"", "\"none\"");
    says("stop/ignores-opt-out", &nothing, "opts out by text");
}

#[test]
fn only_what_can_be_cancelled_is_cancelled() {
    let text = |source: &str| {
        campaign(
            "sales",
            &format!("[audience]\nsource = \"{source}\"\n\n{}{}", mail("a", ""), mail("b", "wait = \"9d\"")),
        )
    };
    says("stop/ignores-cancel", &text("trial"), "who cancels");
    silent("stop/ignores-cancel", &text("inquiry"));
}

#[test]
fn who_bought_is_welcomed_and_not_pitched() {
    let text = |intent: &str| {
        campaign(
            "marketing",
            &format!("{}{}", mail("a", ""), mail("b", &format!("wait = \"9d\"\nintent = \"{intent}\""))),
        )
    };
    says("stop/ignores-conversion", &text("offer"), "the pitch 1 more time");
    silent("stop/ignores-conversion", &text("welcome"));
    silent("stop/ignores-conversion", &text("confirmation"));
}

#[test]
fn marketing_may_come_when_the_complaint_is_solved() {
    let text = |first: &str| {
        campaign(
            "service",
            &format!(
                "[audience]\nsource = \"complaint\"\n\n{}{}",
                mail("a", &format!("intent = \"{first}\"")),
                mail("b", "wait = \"9d\"\nintent = \"offer\"")
            ),
        )
    };
    says("stop/ignores-complaint", &text("acknowledgement"), "open complaint");
    silent("stop/ignores-complaint", &text("resolution"));
}

#[test]
fn a_list_without_bounce_says_nothing_of_bounces() {
    silent(
        "stop/ignores-bounce",
        &campaign("marketing", &format!("[stop]\non = [\"reply\"]\n\n{}{}", mail("a", ""), mail("b", "wait = \"9d\""))),
    );
}

#[test]
fn a_call_may_be_announced_or_asked_for() {
    let text = |body: &str, call: &str| {
        campaign(
            "sales",
            &format!(
                "{}[[step]]\nid = \"b\"\nchannel = \"call\"\nwait = \"9d\"\n{call}\n",
                mail("a", &format!("body = \"{body}\""))
            ),
        )
    };
    for rule in ["channel/unannounced-call", "channel/channel-escalation"] {
        assert_eq!(found(rule, &text("Hello, here is our catalogue.", "")).len(), 1, "{rule}");
        silent(rule, &text("Hello, I'll call you on Tuesday at ten.", ""));
        silent(rule, &text("Hello, here is our catalogue.", "invited = true"));
        assert_eq!(found(rule, &text("Hello, I will not call you.", "")).len(), 1, "{rule}");
    }
}

#[test]
fn a_louder_message_that_does_not_ring_weighs_less() {
    let text = campaign(
        "sales",
        "[[step]]\nid = \"a\"\nchannel = \"sms\"\n\n[[step]]\nid = \"b\"\nchannel = \"email\"\nwait = \"9d\"\n",
    );
    assert_eq!(
        found("channel/channel-escalation", &text).first().map(|(severity, ..)| *severity),
        Some(Severity::Info)
    );
}

#[test]
fn the_last_word_tells_how_to_reach_somebody() {
    let text = |body: &str| campaign("marketing", &mail("a", &format!("body = \"{body}\"")));
    says("cadence/weak-ending", &text("See our new hours."), "the last that a person hears");
    says("cadence/weak-ending", &text("See our new hours. Do not reply to this mail."), "the last that a person hears");
    for open in
        ["Just reply to this.", "Call +1 415 555 0100.", "Write to maya@hotyoga.example.", "{{ sender.signature }}"]
    {
        silent("cadence/weak-ending", &text(open));
    }
    silent("cadence/weak-ending", &campaign("marketing", &mail("a", "")));
}

#[test]
fn two_channels_may_say_two_things() {
    let text = |second: &str| {
        campaign(
            "marketing",
            &format!(
                "{}[[step]]\nid = \"b\"\nchannel = \"sms\"\nwait = \"1h\"\nbody = \"{second}\"\n",
                mail("a", "body = \"The open evening begins at seven on Thursday, with wheels for everybody.\"")
            ),
        )
    };
    says("cadence/redundant-channels", &text("We just emailed you."), "the same in a text 1 hour later");
    says("cadence/redundant-channels", &text("Open evening begins Thursday, wheels for everybody."), "the same");
    silent("cadence/redundant-channels", &text("Kiln and Clay: your bowl is glazed and waits for you."));
}

#[test]
fn campaigns_add_up_only_for_the_people_that_they_share() {
    let two = |second: &str| {
        let one = |name: &str, audience: &str| {
            let steps = ["a", "b"]
                .map(|id| format!("[[campaigns.step]]\nid = \"{id}\"\nchannel = \"email\"\nwait = \"3d\"\n\n"));
            format!(
                "[[campaigns]]\n\n[campaigns.campaign]\nname = \"{name}\"\npurpose = \"marketing\"\n\n[campaigns.audience]\n{audience}\n\n{}",
                steps.concat()
            )
        };
        one("First", "segments = [\"new\"]") + &one("Second", second)
    };
    says("cadence/campaign-pressure", &two("segments = [\"new\"]"), "up to 4 messages a week, from 2 campaigns");
    silent("cadence/campaign-pressure", &two("segments = [\"old\"]"));
    silent("cadence/campaign-pressure", &two("segments = [\"new\", \"old\"]\nexcludes = [\"new\"]"));
    silent("cadence/campaign-pressure", &two("segments = [\"new\"]").replace("\"marketing\"", "\"requested\""));
}

#[test]
fn steps_that_hang_together_are_lost_for_one_reason() {
    let text = campaign("marketing", &(mail("a", "next = \"end\"") + &mail("b", "") + &mail("c", "wait = \"9d\"")));
    says("structure/unreachable-step", &text, "these 2 steps");
}

#[test]
fn a_campaign_with_a_step_that_cannot_be_read_is_not_called_empty() {
    let text = |step: &str| campaign("marketing", &format!("[[step]]\n{step}\nsubject = \"Hello\"\n"));
    let rule = "structure/empty-campaign";
    silent(rule, &text("channel = \"fax\""));
    silent(rule, &text("chanel = \"email\""));
    silent(rule, &text(""));
    silent(rule, &text("channel = \"fax\"").replace("[[step]]", "[[steps]]"));
    says(rule, &campaign("marketing", "[[step]]\ntask = \"Ann calls\"\n"), "nobody ever hears");
    says(rule, &campaign("marketing", ""), "nobody ever hears");
}

#[test]
fn senders_who_share_the_work_need_no_step() {
    let text = |assignment: &str| {
        campaign(
            "marketing",
            &format!(
                "[senders.a]\nname = \"Ann\"\n{assignment}\n\n[senders.b]\nname = \"Bob\"\n\n{}",
                mail("a", "sender = \"a\"")
            ),
        )
    };
    says("structure/unused-sender", &text(""), "nobody ever hears from them");
    silent("structure/unused-sender", &text("assignment = \"sticky\""));
}

#[test]
fn a_wait_that_an_export_hides_is_no_gap() {
    let mails = [1, 2, 3].map(|n| {
        format!(
            r#"{{"id": {n}, "email_campaign_id": 7, "seq_number": {n}, "subject": "S", "email_body": "<p>Hello</p>"}}"#
        )
    });
    let sources = Sources::default();
    let text = format!("[{}]", mails.join(","));
    let file = sources.add(SourceFile::from_text("a.json", text, Language::Json));
    let settings = Settings::default_on(jiff::civil::date(2026, 11, 22));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    let found: Vec<&str> = report.findings.iter().map(|finding| &*finding.rule).collect();
    assert!(found.contains(&"cadence/too-many-follow-ups"), "{found:?}");
    let message = report.findings.iter().find(|f| f.rule == "cadence/too-many-follow-ups").map(|f| f.message.as_str());
    assert_eq!(message, Some("a person who never answers hears from you 3 times"));
    for rule in ["cadence/gap-too-short", "cadence/touch-pressure"] {
        assert!(!found.contains(&rule), "{rule}");
        let lacks = report.not_judged.iter().find(|not| not.rule == rule).map(|not| not.missing.clone());
        assert_eq!(lacks, Some(vec!["step.wait".to_owned()]), "{rule}");
    }
}
