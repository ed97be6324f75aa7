//! Campaigns written by hand that say something wrongly, or close to it.

use super::read_as;
use outreach_lint::import::{self, Imported};
use outreach_lint::model::{Campaign, Channel, Flow, Target};
use outreach_lint::source::{FileId, Language, SourceFile};
use outreach_lint::syntax;

fn toml(text: &str) -> Imported {
    read_as(text, Language::Toml, Some("native"))
}

fn json(text: &str) -> Imported {
    read_as(text, Language::Json, Some("native"))
}

/// The campaign of a file whose head is `[campaign]` with a name.
fn of(rest: &str) -> Campaign {
    toml(&format!("[campaign]\nname = 'Fair'\n{rest}")).campaigns.remove(0)
}

/// What is said of a file, and what to write instead.
fn said(imported: &Imported) -> Vec<(String, String)> {
    imported.findings.iter().map(|f| (f.message.clone(), f.help.clone().unwrap_or_default())).collect()
}

#[track_caller]
fn helps(rest: &str, help: &str) {
    let said = said(&toml(&format!("[campaign]\nname = 'Fair'\n{rest}")));
    assert!(matches!(said.as_slice(), [(_, one)] if one == help), "{said:#?} in {rest}");
}

#[test]
fn what_takes_fields_of_its_own_is_told_with_its_header() {
    helps("[step]\nchannel = 'email'\n", "write `[[step]]` before each");
    let said_of = |imported: Imported| said(&imported).into_iter().map(|(_, help)| help).collect::<Vec<_>>().concat();
    let whole = |key: &str| said_of(toml(&format!("{key} = 3\n[campaign]\nname = 'Fair'\n")));
    assert_eq!(whole("audience"), "write `[audience]` and its fields below it");
    assert_eq!(whole("senders"), "write `[senders.NAME]` and its fields below it");
    let whole = |key: &str| said_of(json(&format!(r#"{{"{key}": 3, "campaign": {{"name": "Fair"}}}}"#)));
    assert_eq!(whole("audience"), r#"write `"audience": { ... }`"#);
    assert_eq!(whole("senders"), r#"write `"senders": { ... }`"#);
    assert_eq!(whole("step"), r#"write `"step": [{ ... }]`"#);
}

#[test]
fn a_value_of_the_wrong_kind_is_told_how_to_write_it() {
    helps("bulk = 'true'", "write true without quotes");
    helps("purpose = 3", "it takes marketing, sales, requested, transactional or service");
    helps("[limits]\nper_day = '2'", "write 2 without quotes");
    let per_day = |written: &str| of(&format!("[limits]\nper_day = {written}")).limits.per_day.get();
    assert_eq!([per_day("2"), per_day("0x2"), per_day("0o2"), per_day("0b10"), per_day("2.0")], [Some(2); 5]);
    assert_eq!([per_day("2.5"), per_day("'two'"), per_day("1e18")], [None; 3]);
}

#[test]
fn a_step_that_is_nowhere_is_told_what_there_is() {
    let steps = |next: &str, count: usize| {
        let step = |n| format!("[[step]]\nid = 'mail-{n}'\nchannel = 'email'\n");
        let steps = (0..count).map(step).collect::<Vec<_>>().concat();
        toml(&format!("[campaign]\nname = 'Fair'\n[[step]]\nid = 'first'\nchannel = 'email'\nnext = '{next}'\n{steps}"))
    };
    let help = |next: &str, count: usize| said(&steps(next, count))[0].1.clone();
    assert_eq!(help("ende", 1), "did you mean \"end\"?");
    assert_eq!(help("mail-00", 1), "did you mean \"mail-0\"?");
    assert_eq!(help("somewhere", 1), "write `first`, `mail-0` or `end`");
    assert!(help("somewhere", 7).starts_with("write `first`, `mail-0`"), "eight steps");
    assert_eq!(help("somewhere", 8), "write the id of a step, or \"end\"", "nine steps");
    let flow = |next: &str| match steps(next, 1).campaigns[0].steps[0].flow {
        Flow::Next(target) => target,
        _ => panic!("one way"),
    };
    assert_eq!(flow("ende"), Target::End, "what is meant is walked");
    assert_eq!(flow("mail-00"), Target::Step(1));
    let blank = of("[[step]]\nid = ' '\nchannel = 'email'");
    assert_eq!(blank.steps[0].id.value, "step-1");
}

#[test]
fn what_is_said_wrongly_of_one_channel_leaves_the_others_open() {
    let consent = |written: &str| of(&format!("[audience]\nconsent = {written}")).consent(Channel::Sms);
    assert!(consent("{ email = 'express' }").is_absent());
    assert!(consent("{ email = 'express', fax = 'none' }").is_unknown());
    assert!(consent("{ email = 'maybe' }").is_unknown());
    let others = |written: &str| of(&format!("[opt_out]\n{written}"));
    assert!(others("email = { method = 'link' }").opt_out_others.is_absent());
    assert!(others("email = 'link'").opt_out_others.is_unknown());
    assert!(others("email = 'link'").opt_out(Channel::Email).is_none());
    assert!(others("email = { method = 'link' }\nfax = { method = 'link' }").opt_out_others.is_unknown());
}

#[test]
fn who_speaks_is_known_where_every_sender_can_be_read() {
    let known = |head: &str, rest: &str| {
        toml(&format!("{head}\n[campaign]\nname = 'Fair'\n{rest}")).campaigns.remove(0).sender_known
    };
    assert!(!known("", "[sender]\nname = 'Ines'").is_unknown());
    assert!(known("sender = 3", "[senders.ines]\nname = 'Ines'").is_unknown());
    assert!(known("senders = 3", "[sender]\nname = 'Ines'").is_unknown());
}

#[test]
fn steps_are_known_where_all_of_them_stand_there_and_can_be_read() {
    let known = |rest: &str| !of(rest).steps_known.is_unknown();
    assert!(known(""));
    assert!(known("[[step]]\nchannel = 'email'"));
    assert!(!known("[[step]]\nchannel = 'email'\nodd = 1"));
    assert!(!known("[[campaign.step]]\nchannel = 'email'"));
    assert!(!known("[[step]]\nchannel = 'email'\n[broken"));
    assert!(known("[audience]\nodd = 1\n[[step]]\nchannel = 'email'"), "a fault elsewhere");
}

#[test]
fn a_misspelt_list_of_steps_is_read_as_what_it_was_meant_for() {
    let campaign = of("[[stepp]]\nchannel = 'email'\n[[stepp]]\nchannel = 'email'");
    assert_eq!(campaign.touches().count(), 2);
    let faults = |rest: &str| said(&toml(&format!("[campaign]\nname = 'Fair'\n{rest}"))).len();
    assert_eq!(faults("[[stepp]]\nchannel = 'email'"), 1);
    assert_eq!(faults("[[step]]\nchannel = 'email'\nvariant = 3"), 1, "one fault, one finding");
}

#[test]
fn a_key_that_is_written_twice_counts_once() {
    let text = r#"{"campaign": {"name": "Fair", "purpose": "sales", "purpose": "service"}, "step": []}"#;
    let imported = json(text);
    assert_eq!(imported.campaigns[0].purpose.value().map(|purpose| purpose.as_str()), Some("sales"));
}

#[test]
fn a_long_name_of_a_field_is_cut_in_its_middle() {
    let message =
        |length: usize| said(&toml(&format!("[campaign]\nname = 'Fair'\n{} = 1", "q".repeat(length))))[0].0.clone();
    assert!(message(40).contains(&format!("`{}`", "q".repeat(40))), "{}", message(40));
    assert!(message(41).contains(&format!("`{}…{}`", "q".repeat(24), "q".repeat(15))), "{}", message(41));
}

#[test]
fn a_campaign_without_a_name_is_called_like_its_file_and_shown_where_it_begins() {
    let nameless = json(r#"  {"step": []}"#);
    assert_eq!(nameless.campaigns[0].name.value, "export");
    let span = nameless.campaigns[0].head.span;
    assert_eq!((span.start, span.end), (2, 3));
}

#[test]
fn a_list_of_campaigns_is_ours_where_nothing_in_it_is_somebody_elses() {
    let known = |text: &str| read_as(text, Language::Json, None).dialect == Some("native");
    assert!(known(r#"{"campaigns": [{}]}"#));
    assert!(known(r#"{"campaigns": [{"audience": {}, "odd": 1}]}"#));
    assert!(known(r#"{"campaigns": [{"campaign": {}}], "next": 2}"#));
    assert!(!known(r#"{"campaigns": [{"id": 4}]}"#));
    assert!(!known(r#"{"campaigns": [], "next": 2}"#));
    assert!(!known(r#"{"campaigns": {}}"#));
}

#[test]
fn a_campaign_of_too_many_steps_is_named_and_none_of_its_steps_is_read() {
    let step = r#"{"channel":"email","odd":1}"#;
    let written =
        |count: usize| format!(r#"{{"campaign": {{"name": "Long"}}, "step": [{}]}}"#, vec![step; count].join(","));
    let most = json(&written(100_000));
    assert_eq!((most.campaigns.len(), most.unread.len()), (1, 0));
    let more = json(&written(100_001));
    assert_eq!(
        (more.campaigns.len(), more.unread.len(), more.findings.len()),
        (0, 1, 1),
        "of its steps nothing is said"
    );
    assert_eq!(more.findings[0].campaign.as_deref(), Some("Long"));
}

#[test]
fn a_value_that_only_looks_like_another_is_not_told_to_drop_its_quotes() {
    let help = |rest: &str| said(&toml(&format!("[campaign]\nname = 'Fair'\n{rest}")))[0].1.clone();
    assert!(!help("bulk = 'yes'").contains("without quotes"), "{}", help("bulk = 'yes'"));
    assert!(!help("[limits]\nper_day = 'two'").contains("without quotes"));
    helps("[stop]\non = 'reply'", "put it in brackets: [\"reply\"]");
    let message =
        |written: &str| said(&toml(&format!("[campaign]\nname = 'Fair'\n[limits]\nper_day = {written}")))[0].0.clone();
    assert_eq!(message("-1"), "`per_day` is -1, and has to be 1 at least");
    assert_eq!(message("99999999999"), "`per_day` is larger than any number it could mean");
}

#[test]
fn a_deadline_without_work_is_told_and_one_fault_is_one_finding() {
    let faults = |rest: &str| said(&toml(&format!("[campaign]\nname = 'Fair'\n{rest}"))).len();
    assert_eq!(faults("[[step]]\nchannel = 'email'\nwithin = '1d'"), 1);
    assert_eq!(faults("[[step]]\nbranch = { on = 'open', then = 'end' }\nwithin = '1d'"), 1);
    assert_eq!(faults("[[step]]\ntask = 'Call back'\nwithin = '1d'"), 0);
    assert_eq!(faults("[stop]\nonn = ['reply']"), 1, "a misspelt list is no wrong list");
    let speaks = |head: &str| {
        let campaign = toml(&format!(
            "{head}[campaign]\nname = 'Fair'\n[senders.ines]\nname = 'Ines'\n[[step]]\nchannel = 'email'"
        ))
        .campaigns
        .remove(0);
        campaign.steps[0].touch().expect("a touch").sender.get()
    };
    assert_eq!(speaks(""), Some(0));
    assert_eq!(speaks("sender = 3\n"), None, "the other one may speak");
}

/// An export of Instantly with so many steps.
fn export(steps: usize) -> String {
    format!(
        r#"{{"name": "Long", "campaign_schedule": {{}}, "sequences": [{{"steps": [{}]}}]}}"#,
        vec!["{}"; steps].join(",")
    )
}

#[test]
fn an_export_of_too_many_steps_is_named_as_well() {
    let read = |text: &str| read_as(text, Language::Json, None);
    let most = read(&export(100_000));
    assert_eq!((most.campaigns.len(), most.findings.len()), (1, 0));
    let more = read(&export(100_001));
    assert_eq!((more.campaigns.len(), more.unread.len(), more.findings.len()), (0, 1, 1));
    assert_eq!(more.findings[0].campaign.as_deref(), Some("Long"));
    assert_eq!(more.findings[0].message, "this campaign has 100001 steps: more than 100000 are not judged");
    assert_eq!(read(&export(0)).campaigns.len(), 1, "one without steps");
    assert_eq!(read(&export(0).replace("}]}", "}]")).campaigns.len(), 0, "its steps may be what broke off");
}

/// The facts of a config, with what is wrong with them.
fn facts(text: &str) -> (import::facts::Facts, Vec<String>) {
    let source = SourceFile::from_text("outreach-lint.toml", format!("[[facts]]\n{text}"), Language::Toml);
    let document = syntax::parse(FileId(7), &source);
    let node = document.root.get("facts").and_then(|facts| facts.items().first()).expect("[[facts]]");
    let (facts, findings) = import::facts::read(FileId(7), node, &["files"]);
    (facts, findings.into_iter().map(|finding| finding.help.unwrap_or_default()).collect())
}

#[test]
fn a_fact_in_the_wrong_place_is_told_its_home() {
    assert_eq!(facts("postal_address = '1 Main St'").1, ["write it as `sender.postal_address`"]);
    assert_eq!(facts("consent_age = '90d'").1, ["write it as `audience.consent_age`"]);
    assert_eq!(facts("sender.postal_address = '1 Main St'").1, [""; 0]);
}

#[test]
fn facts_of_a_sender_hold_for_the_one_of_that_key_name_or_address() {
    let filled = |called: &str| {
        let (facts, faults) = facts(&format!("senders.'{called}'.phone = '+1 415 555 0100'"));
        assert_eq!(faults, [""; 0], "{called}");
        let mut campaign =
            of("[senders.desk]\nname = 'Ines'\nemail = 'ines@lumen.example'\n[senders.tom]\nname = 'Tom'");
        import::facts::apply(&facts, &mut campaign);
        campaign.senders.iter().map(|sender| sender.phone.value().is_some()).collect::<Vec<_>>()
    };
    for called in ["desk", "Ines", "INES", "ines@lumen.example"] {
        assert_eq!(filled(called), [true, false], "{called}");
    }
    assert_eq!(filled("tom"), [false, true]);
    assert_eq!(filled("Maya"), [false, false]);
}
