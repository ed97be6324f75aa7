//! The borders of the rules on senders: who speaks, who hands over, whose address and number a person finds.

use crate::judged::{lemlist, native, native_with};
use serde_json::json;

fn campaign(head: &str, steps: &[String]) -> String {
    format!("[campaign]\nname = 'a'\npurpose = 'marketing'\n{head}\n{}", steps.concat())
}

fn step(channel: &str, wait: &str, rest: &str) -> String {
    format!("[[step]]\nchannel = '{channel}'\nwait = '{wait}'\n{rest}\n")
}

#[test]
fn a_first_name_is_one_that_people_are_called_by() {
    let hears = |second: &str, said: &str| {
        let senders = format!("[senders.ann]\nname = 'Ann Otieno'\n[senders.other]\n{second}");
        let steps = [
            step("email", "0d", &format!("sender = 'ann'\nbody = '{said}'")),
            step("email", "9d", "sender = 'other'\nbody = 'Hello.'"),
        ];
        native("sender/agent-rotation", &campaign(&senders, &steps)).findings.len()
    };
    assert_eq!(hears("name = 'Al Silva'", "From Monday on, Al looks after you."), 0);
    assert_eq!(hears("name = 'A Silva'", "A word on the tides."), 1);
    assert_eq!(hears("name = 'Al Silva'\norganization = 'Harbour Bikes'", "From Monday on, Al looks after you."), 0);
    assert_eq!(hears("name = 'Harbour Desk'\norganization = 'Harbour Bikes'", "Harbour news: the tides."), 1);
    assert_eq!(hears("name = 'Team Silva'", "Team news: the tides."), 1);
    assert_eq!(hears("name = 'Team Silva'\norganization = 'Harbour Bikes'", "Team news: the tides."), 1);
}

#[test]
fn people_take_turns_where_two_touches_go_out() {
    let rule = "sender/agent-rotation";
    let turns = |purpose: &str, senders: &str, touches: usize| {
        let steps = vec![step("email", "9d", ""); touches];
        native(rule, &campaign(senders, &steps).replace("marketing", purpose)).messages().concat()
    };
    let two = "[senders.ann]\nname = 'Ann'\nassignment = 'round-robin'\n[senders.bob]\nname = 'Bob'";
    assert!(turns("marketing", two, 2).contains("somebody else each time, twice in all"));
    assert_eq!((turns("marketing", two, 1).as_str(), turns("transactional", two, 2).as_str()), ("", ""));
    assert_eq!(turns("marketing", &two.replace("round-robin", "sticky"), 2), "");
    let one = "[sender]\nname = 'Ann'\nassignment = 'per-step'";
    assert!(turns("marketing", one, 3).contains("3 times in all"));
}

#[test]
fn two_senders_in_a_transaction_are_left_alone() {
    let senders = "[senders.ann]\nname = 'Ann'\n[senders.bob]\nname = 'Bob'";
    let steps = [step("email", "0d", "sender = 'ann'"), step("email", "9d", "sender = 'bob'")];
    let told = |purpose: &str| {
        native("sender/agent-rotation", &campaign(senders, &steps).replace("marketing", purpose)).findings.len()
    };
    assert_eq!((told("transactional"), told("service"), told("sales")), (0, 1, 1));
}

#[test]
fn an_answer_goes_to_the_same_house_where_the_names_are_related() {
    let goes = |email: &str, reply_to: &str| {
        let sender = format!("[sender]\nname = 'Maya Chen'\nemail = '{email}'\nreply_to = '{reply_to}'");
        native("sender/sender-mismatch", &campaign(&sender, &[step("email", "0d", "")])).findings.len()
    };
    assert_eq!(goes("maya@harbour.example", "maya@rivers.example"), 1);
    assert_eq!(goes("maya@mail.harbour.co.uk", "maya@harbour.example"), 0);
    // Two letters at the end are no country's second level by themselves.
    assert_eq!(goes("maya@news.harbour.de", "maya@harbour.de"), 0);
    assert_eq!(goes("maya@news.harbour.de", "maya@news.rivers.de"), 1);
    // What is no domain, or is filled in, is compared with nothing.
    assert_eq!(goes("maya@localhost", "maya@harbour.example"), 0);
    assert_eq!(goes("maya@{{ brand.domain }}", "maya@harbour.example"), 0);
}

#[test]
fn an_address_counts_where_it_is_shown_or_may_be() {
    let senders = "[senders.ann]\nname = 'Ann Otieno'\nemail = 'ann@harbour.example'\n\
                   [senders.desk]\nname = 'Harbour Desk'\nemail = 'desk@harbour.example'\nreply_to = 'desk@rivers.example'";
    let told = |steps: &[String]| native("sender/sender-mismatch", &campaign(senders, steps)).findings.len();
    let by = |channel: &str, sender: &str| step(channel, "9d", &format!("sender = '{sender}'"));
    assert_eq!(told(&[by("email", "ann"), by("email", "desk")]), 1);
    assert_eq!(told(&[by("email", "ann"), by("sms", "desk")]), 0);
    // Who speaks nowhere yet may speak anywhere.
    assert_eq!((told(&[by("email", "ann")]), told(&[])), (1, 1));
    assert_eq!(told(&[by("sms", "desk"), step("email", "9d", "")]), 1);
}

#[test]
fn a_missed_call_can_be_returned_where_any_wording_names_a_number() {
    let rule = "sender/no-way-back";
    let call = |sender: &str, rest: &str| {
        native(rule, &campaign(&format!("[sender]\nname = 'Ann'\n{sender}"), &[step("call", "0d", rest)]))
            .findings
            .len()
    };
    assert_eq!((call("", ""), call("phone = '+1 415 555 0100'", "")), (1, 0));
    assert_eq!(call("", "body = 'Ann here. Call me on +1 415 555 0100.'"), 0);
    assert_eq!(call("", "body = 'Ann here. The tide table is out.'"), 1);
    assert_eq!(call("", "variants = [{ body = 'Ann here.' }, { body = 'Call me on +1 415 555 0100.' }]"), 0);
}

const ADDRESS: &str = "4 Canal Row, London N1 7QT";

#[test]
fn a_postal_address_stands_under_every_wording_or_with_the_sender() {
    let rule = "sender/missing-postal-address";
    let mail = |head: &str, rest: &str| native(rule, &campaign(head, &[step("email", "0d", rest)])).findings.len();
    let (us, sender) = ("region = ['US']", "[sender]\nname = 'Ann'");
    let (plain, shown) = ("body = 'News.'", format!("body = 'News. Harbour Ltd, {ADDRESS}'"));
    assert_eq!(mail(us, plain), 1);
    assert_eq!(mail(&format!("{us}\n{sender}"), plain), 1);
    assert_eq!(mail(&format!("{us}\n{sender}\npostal_address = '{ADDRESS}'"), plain), 0);
    assert_eq!((mail(us, &shown), mail(&format!("{us}\n{sender}"), &shown)), (0, 0));
    let some = format!("variants = [{{ body = 'News.' }}, {{ {shown} }}]");
    assert_eq!(mail(&format!("{us}\n{sender}"), &some), 1);
    assert_eq!(mail(&format!("{us}\n{sender}"), &some.replace("body = 'News.' ", &format!("{shown} "))), 0);
}

#[test]
fn an_address_is_asked_for_without_a_region_where_a_config_says_so() {
    let mail = |option: &str, body: &str| {
        let text = campaign("[sender]\nname = 'Ann'", &[step("email", "0d", &format!("body = '{body}'"))]);
        let judged = native_with("sender/missing-postal-address", &format!("without_region = {option}"), &text);
        (judged.findings.len(), judged.missing.concat())
    };
    assert_eq!(mail("true", "News."), (1, String::new()));
    assert_eq!(mail("false", "News."), (0, "campaign.region".to_owned()));
    assert_eq!(mail("false", &format!("News. Harbour Ltd, {ADDRESS}")), (0, String::new()));
}

#[test]
fn an_address_that_an_export_hides_is_not_said_to_be_missing() {
    let judge = |facts: &str, step: serde_json::Value| {
        let facts = format!("campaign.purpose = 'marketing'\ncampaign.region = ['US']\n{facts}");
        let judged = lemlist("sender/missing-postal-address", &facts, &[step]);
        (judged.findings.len(), judged.missing.concat())
    };
    let worded = json!({ "type": "email", "delay": 0, "subject": "A", "message": "News." });
    assert_eq!(judge("", worded.clone()), (0, "sender.postal_address".to_owned()));
    assert_eq!(judge("sender.name = 'Ann'", worded.clone()), (0, "sender.postal_address".to_owned()));
    assert_eq!(judge(&format!("sender.postal_address = '{ADDRESS}'"), worded), (0, String::new()));
    let shown =
        json!({ "type": "email", "delay": 0, "subject": "A", "message": format!("News. Harbour Ltd, {ADDRESS}") });
    assert_eq!(judge("", shown), (0, String::new()));
}

#[test]
fn a_wording_that_cannot_be_read_may_show_the_address() {
    let mail = |rest: &str| {
        let text = campaign("region = ['US']\n[sender]\nname = 'Ann'", &[step("email", "0d", rest)]);
        let judged = native("sender/missing-postal-address", &text);
        (judged.findings.len(), judged.missing.concat())
    };
    let (shown, elsewhere) = (format!("body = 'News. Harbour Ltd, {ADDRESS}'"), "body_file = 'news.md'");
    assert_eq!(mail(elsewhere), (0, "step.body".to_owned()));
    assert_eq!(mail(&format!("variants = [{{ {shown} }}, {{ {elsewhere} }}]")), (0, "step.body".to_owned()));
    assert_eq!(mail(&format!("variants = [{{ body = 'News.' }}, {{ {shown} }}]")), (1, String::new()));
}

#[test]
fn of_several_senders_the_one_who_never_speaks_is_found() {
    let senders = |names: &[&str]| -> String {
        names.iter().map(|name| format!("[senders.{name}]\nname = '{name}'\n")).collect::<Vec<_>>().concat()
    };
    let unused = |names: &[&str], speaking: &[&str]| {
        let steps: Vec<String> =
            speaking.iter().map(|name| step("email", "9d", &format!("sender = '{name}'"))).collect();
        native("structure/unused-sender", &campaign(&senders(names), &steps)).findings.len()
    };
    assert_eq!((unused(&["ann", "bob"], &["ann"]), unused(&["ann", "bob"], &["ann", "bob"])), (1, 0));
    assert_eq!((unused(&["ann", "bob", "cy"], &["ann"]), unused(&["ann", "bob", "cy"], &["ann", "cy"])), (2, 1));
    assert_eq!((unused(&["ann"], &["ann"]), unused(&["ann", "bob"], &[])), (0, 0));
}
