//! What the rules of consent, opt-out, sender and law leave alone: conditions that a campaign meets, or may meet.

use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};

/// The messages of `rule` on a campaign, and what it lacked.
fn judged(rule: &str, text: &str) -> (Vec<String>, Vec<String>) {
    on(rule, text, jiff::civil::date(2026, 11, 22))
}

fn on(rule: &str, text: &str, today: jiff::civil::Date) -> (Vec<String>, Vec<String>) {
    let settings = Settings::new(Preset::Courteous, today, &|other| other.name == rule, &|_| Wish::default());
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("a.toml", text, Language::Toml));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    let found = report.findings.iter().map(|f| format!("{}: {}", f.severity.as_str(), f.message)).collect();
    let missing = report.not_judged.into_iter().flat_map(|not| not.missing).collect();
    (found, missing)
}

fn campaign(purpose: &str, region: &str, audience: &str, rest: &str) -> String {
    format!("[campaign]\nname = \"a\"\npurpose = \"{purpose}\"\nregion = {region}\n[audience]\n{audience}\n{rest}")
}

fn one_call(purpose: &str, region: &str, audience: &str, rest: &str) -> String {
    campaign(purpose, region, audience, &format!("{rest}\n[[step]]\nid = \"it\"\nchannel = \"call\"\n"))
}

/// `rule` says nothing and lacks nothing.
#[track_caller]
fn silent(rule: &str, text: &str) {
    assert_eq!(judged(rule, text), (Vec::new(), Vec::new()), "{text}");
}

/// `rule` says one thing, which holds `part`.
#[track_caller]
fn says(rule: &str, text: &str, part: &str) {
    let (found, _) = judged(rule, text);
    assert!(matches!(found.as_slice(), [one] if one.contains(part)), "{found:?} in {text}");
}

#[test]
fn hours_are_lifted_by_the_consent_that_law_names() {
    let rule = "law/quiet-hours";
    let call = |region, audience| one_call("marketing", region, audience, "");
    says(
        rule,
        &call("['US']", "source = 'cold-list'\nconsent = { call = 'none' }"),
        "error: a call may reach a person",
    );
    silent(rule, &call("['US']", "source = 'cold-list'\nconsent = { call = 'express' }"));
    silent(rule, &call("['US']", "source = 'purchase'\nconsent = { call = 'none' }"));
    says(rule, &call("['US-FL']", "source = 'purchase'\nconsent = { call = 'express' }"), "warning: a call may reach");
    says(rule, &call("['US-FL']", "source = 'purchase'\nconsent = { call = 'implied' }"), "error: a call may reach");
}

#[test]
fn the_strictest_region_is_named() {
    let window = "[schedule]\nwindow = ['mon-fri 09:00-18:30']\nholidays = 'skip'";
    let text = one_call("marketing", "['US-FL', 'US-RI', 'CA']", "consent = { call = 'none' }", window);
    says("law/quiet-hours", &text, "in Rhode Island on a Monday between 18:00 and 18:30");
    // Short days weigh more than a Saturday off: nine hours on six days are less than twelve on five.
    let window = "[schedule]\nwindow = ['mon-fri 09:00-22:00']\nholidays = 'skip'";
    let text = one_call("marketing", "['ES', 'US-RI']", "kind = 'consumer'\nconsent = { call = 'none' }", window);
    says("law/quiet-hours", &text, "in Rhode Island on a Monday between 18:00 and 22:00");
}

#[test]
fn hours_say_nothing_of_what_nobody_sells_or_somebody_asked_for() {
    let rule = "law/quiet-hours";
    silent(rule, &one_call("transactional", "['US-FL']", "", ""));
    silent(rule, &one_call("marketing", "['US-FL']", "", "").replace("channel", "invited = true\nchannel"));
    silent(rule, &one_call("marketing", "['US-FL']", "", "").replace("channel", "at = '10:00'\nchannel"));
    says(rule, &one_call("marketing", "['US-FL']", "", "").replace("channel", "at = '07:00'\nchannel"), "at 07:00");
}

#[test]
fn what_protects_private_persons_is_not_claimed_for_firms() {
    let rule = "law/consent-floor";
    let call = |purpose, audience: &str| {
        one_call(purpose, "['DK']", &format!("{audience}\nconsent = {{ call = 'implied' }}"), "")
    };
    says(rule, &call("sales", "kind = 'consumer'"), "in Denmark gets calls without the express consent");
    says(rule, &call("marketing", ""), "in Denmark");
    silent(rule, &call("sales", "kind = 'business'"));
    assert_eq!(judged(rule, &call("sales", "")), (Vec::new(), vec!["audience.kind".to_owned()]));
}

#[test]
fn a_law_counts_from_the_day_on_which_it_takes_effect() {
    let text =
        one_call("marketing", "['FR']", "kind = 'consumer'\nsource = 'event'\nconsent = { call = 'implied' }", "");
    let rule = "law/consent-floor";
    assert_eq!(on(rule, &text, jiff::civil::date(2026, 8, 10)).0.len(), 0);
    assert_eq!(on(rule, &text, jiff::civil::date(2026, 8, 11)).0.len(), 1);
}

#[test]
fn a_state_may_ask_less_than_its_country() {
    let call = |region, consent| {
        one_call("marketing", region, &format!("consent = {{ call = '{consent}' }}"), "")
            .replace("channel", "voice = 'ai'\nchannel")
    };
    says("law/machine-voice", &call("['US']", "express"), "never gave written consent");
    silent("law/machine-voice", &call("['US-TX']", "express"));
    says("law/machine-voice", &call("['US-TX']", "implied"), "never gave express consent");
    says("law/machine-voice", &call("['US-TX', 'US-NY']", "express"), "in New York");
}

#[test]
fn texts_need_what_the_law_of_the_region_asks_and_a_yes_elsewhere() {
    let text = |region, consent| {
        campaign(
            "marketing",
            region,
            &format!("consent = {{ sms = '{consent}' }}"),
            "[[step]]\nid = 'it'\nchannel = 'sms'\n",
        )
    };
    let rule = "consent/unconsented-sms";
    silent(rule, &text("['FR']", "soft-opt-in"));
    silent(rule, &text("['CA-ON']", "implied"));
    says(rule, &text("['FR', 'NZ']", "soft-opt-in"), "error");
    says(rule, &text("[]", "implied"), "error");
    silent(rule, &text("[]", "express"));
}

#[test]
fn consent_that_follows_from_a_visit_needs_no_word() {
    let call = |audience| one_call("service", "['GB']", audience, "");
    silent("consent/unconsented-call", &call("source = 'first-visit'"));
    says("consent/unconsented-call", &call("source = 'cold-list'"), "the phone of a person rings");
    says("consent/unconsented-call", &call("source = 'first-visit'\nconsent = { call = 'none' }"), "the phone");
}

#[test]
fn a_way_out_may_stand_in_the_copy_alone() {
    let mail = |body| {
        campaign("marketing", "['US']", "", &format!("[[step]]\nid = 'it'\nchannel = 'email'\nbody = \"{body}\"\n"))
    };
    let rule = "opt-out/missing-opt-out";
    for body in [
        "News. Unsubscribe: https://a.example/u",
        "News. {{ unsubscribe_url }}",
        "News. *|UNSUB|*",
        "Neues. Hier abmelden.",
        "If you do not want to hear from us, tell me.",
        "<a href='https://a.example/preferences'>Manage</a>",
    ] {
        silent(rule, &mail(body));
    }
    says(rule, &mail("News, and nothing but news."), "no more emails finds no way out");
}

#[test]
fn one_name_under_two_addresses_is_one_person() {
    let two = |second| {
        format!(
            "[campaign]\nname = 'a'\n[senders.a]\nname = 'Ann'\nemail = 'a@a.example'\n[senders.b]\nname = '{second}'\n\
             email = 'b@a.example'\n[[step]]\nchannel = 'email'\nsender = 'a'\n[[step]]\nchannel = 'email'\nwait = '9d'\n\
             sender = 'b'\n"
        )
    };
    silent("sender/agent-rotation", &two("Ann"));
    says("sender/agent-rotation", &two("Bob"), "one person hears from 2 different people");
}

#[test]
fn senders_on_ways_of_which_nobody_walks_both_do_not_rotate() {
    let text = "[campaign]\nname = 'a'\n[senders.a]\nname = 'Ann'\n[senders.b]\nname = 'Bob'\n\
                [[step]]\nid = 'fork'\nbranch = { on = 'attribute:vip', then = 'vip', else = 'all' }\n\
                [[step]]\nid = 'vip'\nchannel = 'email'\nsender = 'a'\nnext = 'end'\n\
                [[step]]\nid = 'all'\nchannel = 'email'\nsender = 'b'\nnext = 'end'\n";
    silent("sender/agent-rotation", text);
}

#[test]
fn senders_who_take_turns_on_a_short_way_rotate_though_a_longer_way_has_one() {
    let step = |id: &str, sender: &str, next: &str| {
        format!("[[step]]\nid = '{id}'\nchannel = 'email'\nwait = '3d'\nsender = '{sender}'\nnext = '{next}'\n")
    };
    let fork = "[[step]]\nid = 'fork'\nbranch = { on = 'attribute:vip', then = 'vip', else = 'all' }\n";
    let long = [step("vip", "a", "two"), step("two", "a", "three"), step("three", "a", "end")].concat();
    let short = |second| [step("all", "a", "last"), step("last", second, "end")].concat();
    let senders = "[campaign]\nname = 'a'\n[senders.a]\nname = 'Ann'\n[senders.b]\nname = 'Bob'\n";
    let text = |second| format!("{senders}{fork}{long}{}", short(second));
    says("sender/agent-rotation", &text("b"), "one person hears from 2 different people");
    silent("sender/agent-rotation", &text("a"));
}

#[test]
fn a_cap_that_the_platform_keeps_is_believed() {
    let steps = "[[step]]\nchannel = 'call'\n".repeat(4).replace("'call'\n", "'call'\nwait = '2h'\n");
    let text =
        |limits: &str| campaign("marketing", "['US-OK']", "consent = { call = 'none' }", &format!("{limits}{steps}"));
    says("law/call-cap", &text(""), "in Oklahoma gets 4 calls or texts within 24 hours, and 3 is the most");
    silent("law/call-cap", &text("[limits]\nper_day = 2\n"));
}

#[test]
fn no_region_is_said_once_and_noted_by_each_rule() {
    let text = "[campaign]\nname = 'a'\npurpose = 'sales'\n[[step]]\nchannel = 'call'\n";
    assert_eq!(judged("law/region-missing", text).0.len(), 1);
    assert_eq!(judged("law/quiet-hours", text), (Vec::new(), vec!["campaign.region".to_owned()]));
    silent("law/region-missing", &text.replace("sales", "transactional"));
}

#[test]
fn ten_business_days_are_counted_as_days_of_the_week() {
    let mail = |region, within| {
        campaign(
            "marketing",
            region,
            "",
            &format!("[opt_out.email]\nhonored_within = '{within}'\n[[step]]\nchannel = 'email'\n"),
        )
    };
    let rule = "opt-out/slow-opt-out";
    silent(rule, &mail("['US']", "10d"));
    says(rule, &mail("['US']", "12d"), "warning");
    says(rule, &mail("['US']", "15d"), "error");
    silent(rule, &mail("['NZ']", "7d"));
    says(rule, &mail("['NZ', 'US']", "8d"), "error");
}
