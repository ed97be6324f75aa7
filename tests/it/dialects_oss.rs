//! Exports of open tools and of tools for developers, read as campaigns: what each shape gives, and that nothing else is
//! taken for one.

use crate::dialects_saas::show::compact;
use outreach_lint::import::{self, DIALECTS, Imported, Input};
use outreach_lint::lint::{self, Run};
use outreach_lint::model::time::{DAY, HOUR};
use outreach_lint::model::{Campaign, Fact, Flow, Target};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Beside, BesideError, FileId, Language, SourceFile, Sources};
use outreach_lint::syntax;
use outreach_lint::timeline::{self, Count};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The files beside a fixture.
struct Folder;

impl Beside for Folder {
    fn read(&self, from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let path = Path::new(from).parent().map(|folder| folder.join(relative)).ok_or(BesideError::Missing)?;
        let bytes = std::fs::read(&path).map_err(|_| BesideError::Missing)?;
        Ok(SourceFile::from_bytes(path.to_string_lossy(), bytes, Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        Vec::new()
    }
}

fn read(path: &str, text: &str) -> (Imported, Sources) {
    let source = SourceFile::from_text(path, text, Language::Json);
    assert_eq!(syntax::parse(FileId(0), &source).findings, [], "{path}");
    read_any(path, text)
}

/// Reads a file that may be broken.
fn read_any(path: &str, text: &str) -> (Imported, Sources) {
    let sources = Sources::default();
    let id = sources.add(SourceFile::from_text(path, text, Language::Json));
    let source = sources.get(id).expect("just added");
    let document = syntax::parse(id, &source);
    let input = Input { file: id, source: &source, document: &document, sources: &sources, beside: &Folder };
    (import::import(&input, None), sources)
}

fn who(text: &str) -> Vec<&'static str> {
    let source = SourceFile::from_text("export.json", text, Language::Json);
    let document = syntax::parse(FileId(0), &source);
    DIALECTS.iter().filter(|dialect| (dialect.recognises)(&document.root)).map(|dialect| dialect.name).collect()
}

const NAMES: &[&str] = &["fluentcrm", "knock", "mautic", "n8n", "rapidpro"];

/// The exports among the fixtures of a dialect; what lies beside them belongs to them.
fn exports(name: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects").join(name);
    let depth = if name == "knock" { 2 } else { 1 };
    let files = walkdir::WalkDir::new(root).min_depth(depth).max_depth(depth).sort_by_file_name().into_iter();
    let files = files.map(|entry| entry.expect("fixtures can be listed").into_path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn export(name: &str) -> (Vec<Campaign>, Sources) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects").join(name);
    let (imported, sources) = read(&path.to_string_lossy(), &text(&path));
    (imported.campaigns, sources)
}

#[test]
fn every_shape_gives_the_campaign_that_its_file_describes() {
    for name in NAMES {
        let mut all = String::new();
        for path in exports(name) {
            let (imported, _) = read(&path.to_string_lossy(), &text(&path));
            assert_eq!(imported.dialect, Some(*name), "{}", path.display());
            let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("below the project");
            let _ = writeln!(all, "# {}", shown.strip_prefix("fixtures/dialects").unwrap_or(shown).display());
            for campaign in &imported.campaigns {
                compact(campaign, &mut all);
            }
            for why in &imported.unread {
                let _ = writeln!(all, "unread: {why}");
            }
            all.push('\n');
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(format!("dialect-{name}"), all) });
    }
}

#[test]
fn a_shape_is_recognised_by_its_own_dialect_and_by_no_other() {
    for name in NAMES {
        for path in exports(name) {
            assert_eq!(who(&text(&path)), [*name], "{}", path.display());
        }
    }
}

#[test]
fn what_is_no_campaign_is_left_alone() {
    let node = |name: &str, kind: &str, parameters: &str| {
        format!(
            r#"{{ "name": "{name}", "type": "n8n-nodes-base.{kind}", "typeVersion": 2.1, "parameters": {parameters} }}"#
        )
    };
    let flow = |nodes: &[String]| {
        let list = nodes.join(", ");
        format!(r#"{{ "nodes": [ {list} ], "connections": {{ "a": {{ "main": [ [ {{ "node": "b" }} ] ] }} }} }}"#)
    };
    let chat = r#"{ "operation": "send", "recipientPhoneNumber": "={{ $('a').item.json.messages[0].from }}", "textBody": "Hi" }"#;
    let mail = |to: &str| format!(r#"{{ "sendTo": "{to}", "subject": "x", "message": "Hello" }}"#);
    let workflows = [
        flow(&[node("a", "scheduleTrigger", "{}"), node("b", "slack", r#"{ "text": "Hi" }"#)]),
        flow(&[node("a", "scheduleTrigger", "{}"), node("b", "gmail", &mail("owner@roofers.example"))]),
        flow(&[node("a", "scheduleTrigger", "{}"), node("b", "gmail", &mail("={{ $env.ME }}"))]),
        flow(&[node("a", "webhook", "{}"), node("b", "gmail", &mail("={{ $json.adminEmail }}"))]),
        flow(&[node("a", "whatsAppTrigger", "{}"), node("b", "whatsApp", chat)]),
        flow(&[node("a", "gmailTrigger", "{}"), node("b", "gmail", r#"{ "operation": "reply", "message": "Hi" }"#)]),
        flow(&[
            node("a", "webhook", "{}"),
            node("b", "gmail", r#"{ "operation": "sendAndWait", "sendTo": "={{ $json.email }}" }"#),
        ]),
        flow(&[node("a", "webhook", "{}"), node("b", "gmailTool", &mail("={{ $json.email }}"))]),
        flow(&[node("a", "webhook", "{}"), node("b", "linkedIn", r#"{ "text": "News" }"#)]),
    ];
    for text in &workflows {
        let (imported, _) = read("workflow.json", text);
        assert!(imported.dialect.is_none() && imported.campaigns.is_empty(), "{text}");
    }
    for text in [
        r#"{ "name": "web", "version": "1.0.0", "scripts": { "test": "x" }, "dependencies": {} }"#,
        r#"{ "compilerOptions": { "strict": true }, "include": ["src"] }"#,
        r#"{ "lockfileVersion": 3, "packages": { "": { "name": "web" } } }"#,
        r#"{ "openapi": "3.1.0", "paths": { "/campaigns": { "get": {} } }, "components": { "schemas": {} } }"#,
        r#"{ "panels": [ { "type": "graph" } ], "templating": { "list": [] }, "version": 4, "schemaVersion": 36 }"#,
        r#"{ "version": "13", "flows": [], "rules": [] }"#,
        r#"{ "nodes": [ { "id": 1, "type": "circle" } ], "connections": [] }"#,
        r#"[ { "id": "a1", "type": "inject", "wires": [["b2"]] } ]"#,
        r#"{ "name": "CI", "steps": [ { "ref": "x", "type": "action" } ] }"#,
        r#"{ "sequences": [ { "id": 1 } ], "trigger_name": 4 }"#,
        r#"{ "campaigns": [ { "name": "x" } ], "flows": [ { "id": 1 } ] }"#,
        "[]",
        "{}",
        "3",
    ] {
        assert_eq!(who(text), [""; 0], "{text}");
    }
}

#[test]
fn rows_of_a_database_are_named_and_not_read() {
    let text = r#"[ { "id": 1, "campaign_id": 2, "event_type": "action", "trigger_interval_unit": "d", "properties": "a:0:{}" } ]"#;
    let (imported, _) = read("rows.json", text);
    assert_eq!((imported.dialect, imported.campaigns.len(), imported.unread.len()), (Some("mautic"), 0, 1));
}

#[test]
fn exports_that_break_off_are_still_known() {
    for name in NAMES {
        for path in exports(name) {
            let whole = text(&path);
            for cut in (whole.len() * 3 / 4..whole.len()).filter(|cut| whole.is_char_boundary(*cut)).step_by(41) {
                let imported = read_any(&path.to_string_lossy(), &whole[..cut]).0;
                assert_eq!(imported.dialect, Some(*name), "{} at {cut}", path.display());
            }
        }
    }
}

#[test]
fn values_of_any_kind_are_survived() {
    let odd =
        [Value::Null, Value::from(-3), Value::from("1e999"), serde_json::json!([[]]), serde_json::json!({"id": {}})];
    for path in NAMES.iter().flat_map(|name| exports(name)) {
        let whole: Value = serde_json::from_str(&text(&path)).expect("a fixture is JSON");
        let mut pointers = Vec::new();
        pointers_of(&whole, "", &mut pointers);
        for (number, pointer) in pointers.iter().enumerate() {
            let mut changed = whole.clone();
            *changed.pointer_mut(pointer).expect("a path of the same tree") = odd[number % odd.len()].clone();
            for campaign in &read_any(&path.to_string_lossy(), &changed.to_string()).0.campaigns {
                let timelines = timeline::of(campaign);
                assert!(timelines.silent.touches.len() <= campaign.steps.len(), "{} with {pointer}", path.display());
            }
        }
    }
}

fn pointers_of(value: &Value, at: &str, found: &mut Vec<String>) {
    found.extend(Some(at.to_owned()).filter(|at| !at.is_empty()));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers_of(item, &format!("{at}/{index}"), found));
        }
        Value::Object(table) => {
            for (key, item) in table {
                pointers_of(item, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
}

/// A large workflow of nodes that lead everywhere costs what its size is, not what its walks are.
#[test]
fn a_workflow_of_many_ways_is_read_at_once() {
    let node = |n: usize, kind: &str| {
        format!(
            r#"{{ "name": "{n}", "type": "n8n-nodes-base.{kind}", "typeVersion": 2.1, "parameters": {{ "sendTo": "={{{{ $json.email }}}}", "subject": "x" }} }}"#
        )
    };
    let count = 600;
    let kinds = ["if", "gmail", "set", "splitInBatches"];
    let nodes: Vec<_> = (0..count).map(|n| node(n, if n == 0 { "webhook" } else { kinds[n % 4] })).collect();
    let links: Vec<_> = (0..count)
        .map(|n| {
            let to = |step: usize| format!(r#"{{ "node": "{}" }}"#, (n + step) % count);
            format!(r#""{n}": {{ "main": [ [ {}, {}, {} ], [ {}, {} ] ] }}"#, to(1), to(7), to(50), to(3), to(11))
        })
        .collect();
    let text = format!(r#"{{ "nodes": [ {} ], "connections": {{ {} }} }}"#, nodes.join(", "), links.join(", "));
    let (imported, _) = read("many.json", &text);
    let campaign = imported.campaigns.first().expect("it sends");
    assert!(campaign.touches().count() <= count);
    assert!(matches!(timeline::of(campaign).silent.touch_count, Count::Bounded(_)), "loops over items end");
}

/// The words of the first email of a campaign, as its place in its file has them.
fn words_of_first_email(name: &str) -> (String, String) {
    let (campaigns, sources) = export(name);
    let email = campaigns.iter().flat_map(outreach_lint::model::Campaign::touches).find_map(|(_, _, touch)| {
        touch.variants.first()?.body.located().filter(|_| touch.channel.value.as_str() == "email")
    });
    let body = email.expect("an email with words");
    let source = sources.get(body.place.file).expect("its file is kept");
    let span = syntax::source_range(&source, body.place.span, 0..body.value.len());
    (source.path.rsplit('/').next().unwrap_or_default().to_owned(), source.slice(span).to_owned())
}

#[test]
fn words_in_a_file_of_their_own_stand_there() {
    let (file, words) = words_of_first_email("knock/trial-ending/workflow.json");
    assert_eq!(file, "1.content.md");
    assert!(words.starts_with("Hello {{ recipient.name }},"), "{words}");
}

#[test]
fn the_sign_of_an_expression_is_no_part_of_the_words() {
    let (_, words) = words_of_first_email("n8n/quote-follow-up.json");
    assert!(words.starts_with("<p>Hello {{ $json.body.name }}"), "{words}");
    assert!(words.ends_with("attached.</p>"), "{words}");
}

/// File, and what one who never reacts hears: channel and seconds since enrolment. None of what is no campaign.
const SAMPLES: &[(&str, &[(&str, u64)])] = &[
    ("n8n/native-appointment-leads-twilio.json", &[("sms", 0)]),
    ("n8n/native-classify-lemlist-replies.json", &[]),
    ("n8n/native-clientflow-onboarding.json", &[("email", 0)]),
    ("mautic/entity_data.json", &[("email", DAY)]),
    ("knock/comments/workflow.json", &[("in-app", 900), ("email", 4500), ("push", 4500)]),
    ("knock/email-verification/workflow.json", &[("email", 0), ("email", DAY)]),
    ("knock/first-milestone/workflow.json", &[("in-app", 0), ("email", 8 * HOUR)]),
    ("knock/incident-escalation/workflow.json", &[("push", 0), ("sms", 0), ("email", 1800)]),
    ("knock/invite-with-reminder/workflow.json", &[("email", 0), ("email", 3 * DAY)]),
    ("knock/referral-reward-earned/workflow.json", &[("in-app", 7 * DAY), ("email", 7 * DAY)]),
    ("fluentcrm/winbacks--60-days-after-last-order.json", &[("email", 60 * DAY)]),
    ("rapidpro/campaign_import_with_translations.json", &[("sms", 15 * DAY)]),
    ("rapidpro/survey_campaign.json", &[("sms", 15 * DAY)]),
    ("rapidpro/the_clinic.json", &[("sms", 0), ("sms", 23 * HOUR), ("sms", 25 * HOUR), ("sms", 27 * HOUR)]),
];

#[test]
fn samples_give_their_touches_in_their_order_at_their_times() {
    for (name, touches) in SAMPLES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples").join(name);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        assert_eq!(who(&text), [name.split('/').next().expect("a folder")], "{name}");
        let campaigns = read(&path.to_string_lossy(), &text).0.campaigns;
        assert_eq!(campaigns.len(), usize::from(!touches.is_empty()), "{name}");
        for campaign in &campaigns {
            let silent = timeline::of(campaign).silent;
            let touch = |step: usize| campaign.steps.get(step).and_then(|step| step.touch()).expect("a touch");
            let heard: Vec<_> =
                silent.touches.iter().map(|visit| (touch(visit.step).channel.value.as_str(), visit.at_s)).collect();
            assert_eq!(heard, *touches, "{name}");
        }
    }
}

#[test]
fn a_wait_that_contradicts_its_name_is_found_where_it_stands() {
    let name = "n8n/pasted-reminders.json";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects").join(name);
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text(name, text(&path), Language::Json));
    let run = Run { sources: &sources, beside: &Folder, from: None };
    let today = "2026-11-22".parse().expect("a date");
    let settings = Settings::new(Preset::Courteous, today, &|_| true, &|_| Wish::default());
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    let source = sources.get(file).expect("it has findings");
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.rule.as_ref(), source.slice(finding.place().span)))
        .filter(|(rule, _)| *rule == "cadence/wait-contradicts-name")
        .collect();
    assert_eq!(found, [("cadence/wait-contradicts-name", "24")]);
}

/// The touches of somebody who does nothing, as `step@seconds`; `?` where a wait before one is not shown.
fn silent(campaign: &Campaign) -> Vec<String> {
    let (mut at, mut hidden, mut list) = (0, false, Vec::new());
    let mut target = campaign.entry;
    let mut seen = HashSet::new();
    while let Target::Step(index) = target {
        if !seen.insert(index) {
            list.push("again".to_owned());
            break;
        }
        let step = campaign.steps.get(index).expect("a step that is there");
        hidden |= matches!(step.wait, Fact::Unknown);
        at += step.wait.value().map_or(0, |wait| wait.min_s);
        if step.touch().is_some() {
            let mark = if hidden { "?" } else { "" };
            list.push(format!("{}@{mark}{at}", step.id.value));
            hidden = false;
        }
        target = match &step.flow {
            Flow::Next(next) => *next,
            Flow::Branch(branch) => {
                at += branch.within_s;
                branch.no
            }
            Flow::Split(ways) => ways.first().copied().unwrap_or(Target::End),
        };
    }
    list
}

#[test]
fn times_are_those_of_the_tool() {
    for (name, which, times) in [
        (
            "n8n/quote-follow-up.json",
            0,
            vec![
                "Send quote@0".to_owned(),
                format!("Second text@{}", 3 * DAY),
                format!("On WhatsApp@{}", 3 * DAY + 3600),
                format!("Thank you@?{}", 3 * DAY + 3600),
            ],
        ),
        ("n8n/template-of-a-sheet.json", 0, vec!["Send Day 1@?0".to_owned(), "Send Day 3@?5".to_owned()]),
        (
            "n8n/pasted-reminders.json",
            0,
            vec!["Mail@24".to_owned(), "Text@24".to_owned(), "How was it@?24".to_owned(), "Call@24".to_owned()],
        ),
        (
            "mautic/export.json",
            0,
            vec!["10@0".to_owned(), format!("13@{}", 5 * DAY), format!("15@{}", 180 * DAY), "again".to_owned()],
        ),
        (
            "mautic/answer.json",
            0,
            vec!["31@0".to_owned(), "32@10800".to_owned(), format!("33@{}", 7 * DAY), format!("34@?{}", 7 * DAY)],
        ),
        (
            "fluentcrm/welcome.json",
            0,
            vec!["1@0".to_owned(), format!("7@{}", 14 * DAY + 36 * 3600), format!("9@?{}", 14 * DAY + 36 * 3600)],
        ),
        (
            "rapidpro/appointments.json",
            0,
            vec![
                "a-1@?0".to_owned(),
                "a-5@3600".to_owned(),
                format!("ev-2@{}", 23 * 3600),
                format!("ev-3@{}", 15 * DAY),
                format!("ev-4@?{}", 15 * DAY),
            ],
        ),
        ("rapidpro/appointments.json", 1, vec!["ev-5@84600".to_owned()]),
        ("rapidpro/of-version-10.json", 0, vec![format!("step-2@{}", 3 * DAY)]),
        (
            "knock/trial-ending/workflow.json",
            0,
            vec![
                "in_app_feed_1@600".to_owned(),
                format!("email_1@{}", 600 + 2 * DAY),
                format!("email_2@{}", 600 + 2 * DAY),
            ],
        ),
        ("knock/digest/workflow.json", 0, vec!["email_1@0".to_owned(), format!("email_2@{}", 7 * DAY)]),
    ] {
        let (campaigns, _) = export(name);
        assert_eq!(silent(&campaigns[which]), times, "{name}");
    }
}

#[test]
fn the_facts_that_a_page_proposes_are_understood() {
    for dialect in DIALECTS {
        let page = dialect.page;
        let Some((_, rest)) = page.split_once("```toml") else { panic!("{} proposes no facts", dialect.name) };
        let (toml, _) = rest.split_once("```").expect("the block ends");
        let source = SourceFile::from_text("outreach-lint.toml", toml, Language::Toml);
        let document = syntax::parse(FileId(0), &source);
        let list = document.root.get("facts").expect("[[facts]]");
        for facts in list.items() {
            let (_, faults) = import::facts::read(FileId(0), facts, &["files"]);
            let faults: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
            assert_eq!(faults, [""; 0], "{}", dialect.name);
        }
    }
}

#[test]
fn a_marketing_message_of_mautic_is_named_as_left_out() {
    let event = |id: u8, kind: &str| {
        format!(
            r#"{{"id": {id}, "campaign_id": 4, "name": "n", "type": "{kind}", "event_type": "action", "trigger_mode": "immediate", "properties": {{"marketingMessage": 3}}}}"#
        )
    };
    let text = |events: &str| {
        format!(
            r#"[{{"campaign": [{{"id": 4, "name": "After the fair"}}], "campaign_event": [{events}], "dependencies": []}}]"#
        )
    };
    let (imported, _) = read("export.json", &text(&event(1, "message.send")));
    assert_eq!(imported.campaigns.len(), 0);
    assert_eq!(
        imported.unread,
        ["a marketing message of \"After the fair\" does not name its channel, and is left out"]
    );
    let both = [event(1, "message.send"), event(2, "email.send")].join(", ");
    let (imported, _) = read("export.json", &text(&both));
    assert_eq!((imported.campaigns.len(), imported.unread.len()), (1, 1));
}
