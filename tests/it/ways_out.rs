//! Ways out: of which channel, of how many, how hard, and where nobody can tell.

use crate::near_misses::{CALL, MAIL, MARKETING, SERVICE, says, silent};
use crate::support::Project;

const LETTER: &str = "[[step]]\nid = 'letter'\nchannel = 'postal'\nwait = '9d'";

/// The table of the way out of a channel.
fn way(channel: &str, rest: &str) -> String {
    format!("[opt_out.{channel}]\n{rest}")
}

#[test]
fn a_channel_that_says_it_has_no_way_out_is_believed() {
    let rule = "opt-out/missing-opt-out";
    silent(rule, &[MARKETING, CALL]);
    says(rule, &[MARKETING, &way("call", "method = 'none'"), CALL], "who wants no more calls finds no way out");
    says(rule, &[MARKETING, &way("email", "method = 'none'"), MAIL], "who wants no more emails");
    silent(rule, &[MARKETING, &way("email", "method = 'link'"), MAIL]);
}

#[test]
fn a_no_on_one_channel_is_narrow_where_others_go_on() {
    let rule = "opt-out/narrow-opt-out";
    let same = |channel: &str| way(channel, "covers = 'same-channel'");
    let told = "still gets letters";
    says(rule, &[MARKETING, &same("email"), MAIL, LETTER], told);
    silent(rule, &[MARKETING, &way("email", "covers = 'all-channels'"), MAIL, LETTER]);
    silent(rule, &[MARKETING, &same("email"), MAIL]);
    silent(rule, &[MARKETING, &same("sms"), MAIL, LETTER]);
    silent(rule, &[MARKETING, &same("call"), MAIL, LETTER]);
    let voicemail = "[[step]]\nid = 'spoken'\nchannel = 'voicemail'";
    says(rule, &[MARKETING, &same("call"), voicemail, LETTER], told);
    for (stop, told) in [
        ("[stop]\non = ['opt-out']", None),
        ("[stop]\non = ['opt-out']\nscope = 'all-channels'", None),
        ("[stop]\non = ['opt-out']\nscope = 'same-channel'", Some(told)),
        ("[stop]\non = ['reply']\nscope = 'all-channels'", Some(told)),
    ] {
        let parts = [MARKETING, stop, &same("email"), MAIL, LETTER];
        match told {
            Some(told) => says(rule, &parts, told),
            None => silent(rule, &parts),
        }
    }
}

#[test]
fn a_lighter_choice_is_asked_for_beside_the_way_out_of_mails() {
    let rule = "opt-out/no-choice";
    let mails = |body: &str| {
        let step = |nth: u32| format!("[[step]]\nid = 'mail-{nth}'\nchannel = 'email'\nwait = '9d'\n{body}\n");
        [1, 2, 3].map(step).concat()
    };
    let (plain, lighter) = (mails("body = 'Ferns in June.'"), mails("body = 'Ferns in June. Or once a month?'"));
    let link = way("email", "method = 'link'");
    says(rule, &[MARKETING, &link, &plain], "less than 3 messages can only leave altogether");
    silent(rule, &[MARKETING, &link, &lighter]);
    silent(rule, &[MARKETING, &link, &mails("")]);
    silent(rule, &[SERVICE, &link, &plain]);
    silent(rule, &[MARKETING, &way("email", "method = 'none'"), &plain]);
    silent(rule, &[MARKETING, &way("email", "method = 'preference-center'"), &plain]);
    silent(rule, &[MARKETING, &way("sms", "method = 'keyword'"), &plain]);
}

#[test]
fn bulk_mail_has_a_button_to_leave_by_or_says_what_it_has() {
    let rule = "opt-out/no-one-click";
    let bulk = "purpose = 'marketing'\nbulk = true";
    let told = "finds no button in the mail program";
    silent(rule, &[MARKETING, MAIL]);
    silent(rule, &[bulk, &way("email", "method = 'one-click'"), MAIL]);
    says(rule, &[bulk, &way("email", "method = 'link'"), MAIL], told);
    says(rule, &[bulk, &way("email", "honored_within = '1d'"), MAIL], told);
    says(rule, &[bulk, MAIL], told);
}

/// What a run says of bulk mail in a file that breaks off behind `head`: how many findings, and what is missing.
fn breaks_off(rule: &str, head: &str) -> (usize, serde_json::Value) {
    let project = Project::new();
    let text = format!("[campaign]\nname = 'a'\npurpose = 'marketing'\nbulk = true\n{head}\n{MAIL}\n[[step\n");
    let ran = project.write("a.toml", text).run(&["a.toml", "--select", rule, "--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect(&ran.err);
    (report["findings"].as_array().map_or(0, Vec::len), report["not_judged"][0]["missing"].clone())
}

#[test]
fn a_way_out_that_may_stand_in_what_breaks_off_is_not_said_to_be_missing() {
    let rule = "opt-out/no-one-click";
    let missing = serde_json::json!(["opt_out.email.method"]);
    assert_eq!(breaks_off(rule, ""), (0, missing.clone()));
    assert_eq!(breaks_off(rule, &way("email", "honored_within = '1d'")), (0, missing));
    assert_eq!(breaks_off(rule, &way("email", "method = 'link'")).0, 1);
}

#[test]
fn the_law_is_named_for_what_it_names() {
    let rule = "opt-out/opt-out-friction";
    let note = |region: &str, asks: &str| {
        let project = Project::new();
        let head = format!("[campaign]\nname = 'a'\npurpose = 'marketing'\nregion = ['{region}']");
        let text = format!("{head}\n{}\n{MAIL}\n", way("email", &format!("method = 'link'\nrequires = ['{asks}']")));
        project.write("a.toml", text).run(&["a.toml", "--select", rule]).out
    };
    for (region, asks, law) in
        [("DE", "fee", true), ("DE", "login", false), ("CA", "fee", true), ("CA", "reason", false)]
    {
        let shown = note(region, asks);
        assert!(shown.contains("who wants no more emails first has to"), "{shown}");
        assert_eq!(shown.contains("UWG") || shown.contains("CASL"), law, "{region} {asks}: {shown}");
    }
}

#[test]
fn a_text_to_which_two_ways_lead_is_pointed_at_once() {
    let text = "[campaign]\nname = 'a'\npurpose = 'marketing'\n\
                [[step]]\nid = 'fork'\nbranch = { on = 'attribute:vip', then = 'gold', else = 'plain' }\n\
                [[step]]\nid = 'gold'\ntask = 'wrap it'\nnext = 'text'\n\
                [[step]]\nid = 'plain'\ntask = 'pack it'\n\
                [[step]]\nid = 'text'\nchannel = 'sms'\nbody = 'Lumen: ferns in June.'\n";
    let project = Project::new();
    let ran = project.write("a.toml", text).run(&["a.toml", "--select", "opt-out/sms-without-stop", "--format=json"]);
    assert_eq!(ran.out.matches("does not say how to stop").count(), 1, "{}", ran.out);
    assert!(!ran.out.contains("this one too"), "{}", ran.out);
}
