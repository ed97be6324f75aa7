//! The borders of the rules on channels: how much one carries, how many there are, what a call and a text are for.

use crate::judged::native;

fn campaign(purpose: &str, steps: &[String]) -> String {
    format!("[campaign]\nname = 'a'\npurpose = '{purpose}'\n[audience]\nsource = 'first-visit'\n{}", steps.concat())
}

fn step(channel: &str, id: &str, wait: &str, rest: &str) -> String {
    format!("[[step]]\nid = '{id}'\nchannel = '{channel}'\nwait = '{wait}'\n{rest}\n")
}

/// How often `rule` speaks of marketing that goes through `steps`.
fn told(rule: &str, steps: &[String]) -> usize {
    native(rule, &campaign("marketing", steps)).findings.len()
}

#[test]
fn each_channel_carries_so_much() {
    let rule = "channel/too-detailed-for-channel";
    let of = |channel: &str, body: &str| {
        native(rule, &campaign("marketing", &[step(channel, "a", "0d", &format!("body = '{body}'"))]))
            .messages()
            .concat()
    };
    for (channel, most) in [("whatsapp", 1024), ("push", 178), ("linkedin", 300)] {
        assert_eq!(of(channel, &"a".repeat(most)), "", "{channel}");
        assert!(of(channel, &"a".repeat(most + 1)).contains(&format!("{} characters", most + 1)), "{channel}");
    }
    assert_eq!((of("email", &"word ".repeat(400)), of("sms", &"a".repeat(306))), (String::new(), String::new()));
    assert!(of("email", &"word ".repeat(401)).contains("401 words"));
    assert!(of("sms", &"a".repeat(307)).contains("3 text messages in a row"));
    assert_eq!((of("in-app", &"a".repeat(5000)), of("call", &"a ".repeat(5000))), (String::new(), String::new()));
}

#[test]
fn a_letter_that_people_asked_for_or_need_may_be_long() {
    let rule = "channel/too-detailed-for-channel";
    let long = "word ".repeat(401);
    let mail = |purpose: &str| {
        native(rule, &campaign(purpose, &[step("email", "a", "0d", &format!("body = '{long}'"))])).findings.len()
    };
    assert_eq!((mail("requested"), mail("transactional")), (0, 0));
    assert_eq!((mail("marketing"), mail("sales"), mail("service")), (1, 1, 1));
}

#[test]
fn how_long_a_text_is_that_chooses_its_words_nobody_can_say() {
    let long = "a".repeat(1100);
    let chat = |body: &str| {
        told("channel/too-detailed-for-channel", &[step("whatsapp", "a", "0d", &format!("body = '{body}'"))])
    };
    for (before, after) in [
        ("{% if vip %}", "{% endif %}"),
        ("{%- unless vip %}", "{% endunless %}"),
        ("Hi. {% case plan %}{% when 1 %}", "{% endcase %}"),
        ("{% for line in lines %}", "{% endfor %}"),
        ("{{#if vip}}", "{{/if}}"),
    ] {
        assert_eq!(chat(&format!("{before}{long}{after}")), 0, "{before}");
    }
    for before in ["", "{{ first_name }} ", "{% assign name = 1 %}", "{ if vip } ", "% if vip % "] {
        assert_eq!(chat(&format!("{before}{long}")), 1, "{before}");
    }
}

#[test]
fn a_call_in_a_machines_voice_is_none_that_an_email_carries() {
    let rule = "channel/call-for-a-trifle";
    let said = "body = 'Hello, just checking in.'";
    let call = |rest: &str| told(rule, &[step("call", "a", "0d", &format!("{said}\n{rest}"))]);
    assert_eq!((call(""), call("voice = 'live'")), (1, 1));
    assert_eq!((call("voice = 'prerecorded'"), call("voice = 'ai'"), call("invited = true")), (0, 0, 0));
    assert_eq!(told(rule, &[step("voicemail", "a", "0d", said)]), 0);
}

#[test]
fn each_call_for_a_trifle_is_pointed_at_once() {
    let rule = "channel/call-for-a-trifle";
    let said = "body = 'Hello, just checking in.'";
    let twice = [step("call", "a", "0d", said), step("call", "b", "9d", said)];
    assert_eq!(native(rule, &campaign("marketing", &twice)).labels(), ["an email carries this", "and this"]);
    let either = "variants = [{ body = 'Just checking in.' }, { body = 'Did you get my email?' }]";
    let once = native(rule, &campaign("marketing", &[step("call", "a", "0d", either)]));
    assert_eq!(once.labels(), ["an email carries this"]);
}

#[test]
fn who_asks_a_question_and_says_yes_to_calls_is_called_first_without_a_word() {
    let rule = "channel/unannounced-call";
    let after = |source: &str, consent: &str, before: &str| {
        let audience = format!("[audience]\nsource = '{source}'\nconsent = {{ call = '{consent}' }}\n");
        let steps = format!("{before}{}", step("call", "call", "1d", ""));
        native(rule, &format!("[campaign]\nname = 'a'\npurpose = 'sales'\n{audience}{steps}")).findings.len()
    };
    let first = |source, consent| after(source, consent, "");
    assert_eq!(
        (first("inquiry", "express"), first("complaint", "express"), first("inquiry", "express-written")),
        (0, 0, 0)
    );
    assert_eq!((first("inquiry", "implied"), first("inquiry", "none"), first("subscription", "express")), (1, 1, 1));
    let mail = step("email", "mail", "0d", "body = 'The new bikes are here.'");
    assert_eq!(after("inquiry", "express", &mail), 1);
}

#[test]
fn many_channels_on_a_short_way_are_found_beside_a_long_one() {
    let rule = "channel/channel-hopping";
    let row = |kind: &str, channels: &[&str], rest: &str| -> String {
        let last = channels.len() - 1;
        let one = |(nth, channel): (usize, &&str)| {
            let next = if nth == last { "\nnext = 'end'" } else { "" };
            step(channel, &format!("{kind}-{nth}"), "1d", &format!("{rest}{next}"))
        };
        channels.iter().enumerate().map(one).collect()
    };
    let fork =
        "[[step]]\nid = 'which'\nbranch = { on = 'attribute:plan', then = 'long-0', else = 'short-0' }\n".to_owned();
    let channels = |long: String, short: String| {
        native(rule, &campaign("marketing", &[step("email", "a", "0d", ""), fork.clone(), long, short]))
            .messages()
            .concat()
    };
    let long = row("long", &["email", "email", "email", "email", "sms", "sms", "sms", "sms"], "");
    let many = ["whatsapp", "call", "postal"];
    assert!(channels(long.clone(), row("short", &many, "")).contains("over 4 channels"));
    assert_eq!(channels(long, row("short", &["whatsapp"], "")), "");
    // What people asked for on a channel follows nobody there.
    let asked = row("long", &many.repeat(4), "invited = true");
    assert!(channels(asked.clone(), row("short", &many, "")).contains("over 4 channels"));
    assert_eq!(channels(asked, row("short", &["email"], "")), "");
}

#[test]
fn a_voicemail_is_met_as_a_call() {
    let rule = "channel/channel-hopping";
    let row = |channels: &[&str]| -> Vec<String> {
        channels.iter().enumerate().map(|(nth, channel)| step(channel, &format!("s{nth}"), "9d", "")).collect()
    };
    assert_eq!(told(rule, &row(&["email", "call", "voicemail"])), 0);
    assert_eq!(told(rule, &row(&["email", "call", "sms"])), 1);
    assert_eq!(told(rule, &row(&["email", "sms"])), 0);
}

#[test]
fn only_what_is_typed_on_a_phone_asks_for_a_short_answer() {
    let rule = "channel/answer-needed-by-text";
    let said = "body = 'Harbour: tell us what you think.'";
    let asked = |purpose: &str, channel: &str, rest: &str| {
        let text = campaign(purpose, &[step(channel, "a", "0d", &format!("{said}\n{rest}"))]);
        native(rule, &text).messages().concat()
    };
    assert!(asked("marketing", "sms", "").starts_with("a text wants an answer"));
    assert!(asked("service", "whatsapp", "").starts_with("a chat message wants an answer"));
    for channel in ["email", "call", "linkedin", "in-app", "push", "postal"] {
        assert_eq!(asked("marketing", channel, ""), "", "{channel}");
    }
    assert_eq!(asked("marketing", "sms", "invited = true"), "");
    assert_eq!((asked("requested", "sms", ""), asked("transactional", "sms", "")), (String::new(), String::new()));
    let simple = said.replace("think.", "think, from 1 to 5.");
    assert_eq!(told(rule, &[step("sms", "a", "0d", &simple)]), 0);
}

#[test]
fn the_phone_rings_once_for_a_call_and_what_it_leaves_within_ten_minutes() {
    let rule = "cadence/gap-too-short";
    let left = |wait: &str| told(rule, &[step("call", "a", "0d", ""), step("voicemail", "b", wait, "")]);
    assert_eq!((left("10m"), left("11m"), left("1h")), (0, 1, 1));
    let after = |channel: &str| told(rule, &[step(channel, "a", "0d", ""), step("voicemail", "b", "10m", "")]);
    assert_eq!((after("call"), after("voicemail"), after("sms")), (0, 1, 1));
    // A voicemail that comes without the call on one of two ways is none that it left.
    let ways = |other: &str| {
        let fork =
            "[[step]]\nid = 'which'\nbranch = { on = 'attribute:plan', then = 'call', else = 'other' }\n".to_owned();
        let (call, other) = (step("call", "call", "9d", "next = 'left'"), step(other, "other", "9d", "next = 'left'"));
        told(rule, &[step("email", "a", "0d", ""), fork, call, other, step("voicemail", "left", "5m", "")])
    };
    assert_eq!((ways("call"), ways("sms")), (0, 1));
}
