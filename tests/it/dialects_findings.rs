//! What is found in exports, and what is not: each a shape that a tool saves, linted whole.

use crate::support::Project;
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use std::sync::OnceLock;

/// What is found: the rule, what it points at, and what it says to do.
fn found(text: &str) -> Vec<(String, String, String)> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("exports/export.json", text, Language::Json));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let settings = settings();
    let report = lint::finish(&run, vec![lint::file(&run, file, settings, &[])], settings);
    let source = sources.get(file).expect("just added");
    let said = report.findings.into_iter().map(|finding| {
        let place = source.slice(finding.place().span).to_owned();
        (finding.rule.into_owned(), place, finding.help.unwrap_or_default())
    });
    said.collect()
}

/// Every rule as it is by default; made once, for it reads every page.
fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let today = "2026-11-22".parse().expect("a date");
        Settings::new(Preset::Courteous, today, &|_| true, &|_| Wish::default())
    })
}

/// The places that a rule points at.
fn of(rule: &str, text: &str) -> Vec<String> {
    found(text).into_iter().filter(|(name, _, _)| name == rule).map(|(_, place, _)| place).collect()
}

/// A workflow that starts on a request, goes through `nodes` in their order, each a name, a type and its settings.
fn workflow(nodes: &[(&str, &str, &str)]) -> String {
    let node = |(name, kind, parameters): &(&str, &str, &str)| {
        format!(
            r#"{{"name": "{name}", "type": "n8n-nodes-base.{kind}", "typeVersion": 2.1, "parameters": {parameters}}}"#
        )
    };
    let start = ("Request", "webhook", r#"{"path": "a"}"#);
    let all: Vec<_> = std::iter::once(&start).chain(nodes).collect();
    let links = all.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(format!(r#""{}": {{"main": [[{{"node": "{}"}}]]}}"#, from.0, to.0)),
        _ => None,
    });
    let (links, nodes): (Vec<_>, Vec<_>) = (links.collect(), all.iter().map(|n| node(n)).collect());
    format!(
        r#"{{"name": "Studio", "nodes": [{}], "connections": {{{}}}, "settings": {{}}}}"#,
        nodes.join(", "),
        links.join(", ")
    )
}

const TO: &str = r#""sendTo": "={{ $json.email }}""#;

#[test]
fn braces_without_the_sign_of_an_expression_go_out_as_they_are() {
    let mail = format!(
        r#"{{{TO}, "subject": "For \"{{{{ $json.name }}}}\"", "message": "=Dear {{{{ $json.name || 'friend' }}}}, the room is warm."}}"#
    );
    assert_eq!(of("copy/broken-merge-tag", &workflow(&[("Mail", "gmail", &mail)])), ["{{ $json.name }}"]);
    let right = mail.replace(r#""subject": ""#, r#""subject": "="#);
    assert_eq!(of("copy/broken-merge-tag", &workflow(&[("Mail", "gmail", &right)])), [""; 0]);
    let of_the_service = mail.replace("$json.name }}\\\"", "params.name }}\\\"");
    assert_eq!(
        of("copy/broken-merge-tag", &workflow(&[("Mail", "gmail", &of_the_service)])),
        [""; 0],
        "who sends may fill it in"
    );
    let inside = mail.replace("={{ $json.email }}", "owner@roofers.example");
    assert!(found(&workflow(&[("Mail", "gmail", &inside)])).is_empty(), "that is the owner's own");
}

#[test]
fn a_wait_before_a_step_that_its_name_tells_is_held_to_it() {
    let mail = format!(r#"{{{TO}, "subject": "The room", "message": "The room is warm, come by any day."}}"#);
    let text = |parameters: &str| {
        workflow(&[
            ("First", "gmail", &mail),
            ("Wait 5 minutes before writing again", "wait", parameters),
            ("Second", "gmail", &mail),
        ])
    };
    let rule = "cadence/wait-contradicts-name";
    assert_eq!(of(rule, &text(r#"{"unit": "minutes", "amount": 1}"#)), ["1"]);
    assert_eq!(of(rule, &text(r#"{"unit": "minutes", "amount": 5}"#)), [""; 0]);
    let help = found(&text(r#"{"amount": 5}"#)).into_iter().find(|(name, _, _)| name == rule).map(|(_, _, help)| help);
    assert_eq!(help.as_deref(), Some("set the wait to 5 minutes, its unit as well, or give the step another name"));
}

#[test]
fn a_name_that_a_program_asks_for_leaves_no_hole() {
    let mail =
        format!(r#"{{{TO}, "subject": "The room", "message": "=Dear {{{{ $json.name }}}}, the room is warm."}}"#);
    let rule = "copy/merge-tag-without-fallback";
    let text =
        |code: &str| workflow(&[("Check", "code", &format!(r#"{{"jsCode": "{code}"}}"#)), ("Mail", "gmail", &mail)]);
    assert_eq!(of(rule, &text("const required = ['email', 'name'];")), [""; 0]);
    assert_eq!(of(rule, &text("if (!$json.name) { return []; }")), [""; 0]);
    assert_eq!(of(rule, &text("const required = ['email'];")), ["{{ $json.name }}"]);
    let (_, _, help) = found(&text("")).into_iter().find(|(name, _, _)| name == rule).expect("a hole");
    assert_eq!(help, "say what to write without a name: {{ $json.name || 'friend' }}", "as the tool spells it");
}

#[test]
fn the_help_names_the_field_that_may_be_empty() {
    let flow = exports().into_iter().find(|(name, _)| name.ends_with("cancelled-class.json")).expect("a fixture").1;
    let rule = "copy/merge-tag-without-fallback";
    let helps: Vec<_> = found(&flow).into_iter().filter(|(name, _, _)| name == rule).map(|(_, _, help)| help).collect();
    let help = "say what to write without a name: {{ flow.data.guest_first_name | default: \"friend\" }}";
    assert_eq!(helps, [help, help]);
    let set_by_the_flow = flow.replace("flow.data.guest_first_name", "flow.variables.CUSTOMER_NAME");
    assert_eq!(of(rule, &set_by_the_flow), [""; 0]);
}

/// The exports among the fixtures, by dialect.
fn exports() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| {
        let name = entry.path().to_string_lossy();
        name.ends_with(".json") && !name.contains("visual_blocks")
    });
    files
        .map(|entry| {
            let shown = entry.path().strip_prefix(&root).expect("below the fixtures").to_string_lossy().into_owned();
            (shown, std::fs::read_to_string(entry.path()).expect("a fixture can be read"))
        })
        .collect()
}

#[test]
fn an_export_that_breaks_off_is_found_and_what_is_missing_is_not_held_against_it() {
    for (name, text) in exports() {
        for tenth in [3, 5, 7, 9] {
            let cut = text.floor_char_boundary(text.len() * tenth / 10);
            let found = found(&text[..cut]);
            let broken = found.iter().any(|(rule, _, _)| rule == "structure/syntax");
            assert!(broken, "{name} to {tenth} tenths: {found:?}");
            let judged: Vec<_> = found
                .iter()
                .filter(|(rule, _, _)| rule != "structure/syntax")
                .filter(|(rule, _, _)| !rule.starts_with("copy/") || rule.contains("missing") || rule.contains("empty"))
                .collect();
            assert!(judged.is_empty(), "{name} to {tenth} tenths: {judged:?}");
        }
    }
}

#[test]
fn a_long_export_that_breaks_off_early_is_still_spoken_of_in_a_walk() {
    let known = |text: &str| {
        let source = SourceFile::from_text("export.json", text, Language::Json);
        let document = outreach_lint::syntax::parse(outreach_lint::source::FileId(0), &source);
        outreach_lint::import::DIALECTS.iter().any(|dialect| (dialect.recognises)(&document.root))
            || outreach_lint::import::looks_like_campaign(text)
    };
    for (name, text) in exports().iter().filter(|(_, text)| text.len() > 1000) {
        for percent in [40, 55, 70, 85, 99] {
            let cut = text.floor_char_boundary(text.len() * percent / 100);
            assert!(known(&text[..cut]), "{name} to {percent} percent");
        }
    }
}

#[test]
fn campaigns_of_another_tool_are_no_native_ones() {
    assert!(found(r#"{"campaigns": [{"id": "8", "name": "Spring", "settings": {"title": "x"}}]}"#).is_empty());
    let ours = found(r#"{"campaigns": [{"campaign": {"nmae": "Spring"}}]}"#);
    assert!(ours.iter().any(|(rule, _, _)| rule == "structure/unknown-field"), "{ours:?}");
}

#[test]
fn a_lemlist_email_without_a_subject_stays_in_its_thread() {
    let text = |first: &str| {
        format!(
            r#"{{"seq_A": {{"_id": "seq_A", "level": 0, "steps": [
                {{"_id": "stp_1", "type": "email", "index": 1, "delay": 0, "subject": "{first}", "message": "The room is warm."}},
                {{"_id": "stp_2", "type": "email", "index": 2, "delay": 9, "subject": "", "message": "It still is."}}]}}}}"#
        )
    };
    let rule = "copy/empty-subject";
    assert_eq!(of(rule, &text("A warm room")).len(), 0);
    assert_eq!(of(rule, &text("")).len(), 1, "the first of all has no thread");
}

/// The text between the fences of a page's last example of a config.
fn proposed(page: &str) -> &str {
    let (_, behind) = page.rsplit_once("```toml\n").expect("a page proposes facts");
    behind.split_once("```").expect("the example ends").0
}

#[test]
fn with_the_facts_that_a_page_proposes_nothing_is_left_unsaid_that_can_be_said() {
    for dialect in outreach_lint::import::DIALECTS {
        let config = proposed(dialect.page).replacen("files = [\"", "files = [\"**\", \"", 1);
        let project = Project::new();
        project.write("outreach-lint.toml", &config);
        for (name, text) in exports() {
            if let Some(file) = name.strip_prefix(dialect.name) {
                project.write(file.trim_start_matches('/'), &text);
            }
        }
        let ran = project.run(&["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("a report");
        let not_judged = report["not_judged"].as_array().expect("a list");
        let missing = not_judged.iter().flat_map(|not| not["missing"].as_array().expect("facts"));
        let silent: Vec<_> = missing.filter(|fact| !fact.as_str().expect("a name").starts_with("step.")).collect();
        assert!(silent.is_empty(), "{}: {silent:?}", dialect.name);
        assert_ne!(report["summary"]["campaigns"], 0, "{}", dialect.name);
        let of_config = |finding: &&serde_json::Value| finding["file"] == "outreach-lint.toml";
        let rule = |finding: &serde_json::Value| finding["rule"].as_str().unwrap_or_default().to_owned();
        let findings = report["findings"].as_array().expect("a list").iter().filter(of_config);
        assert!(findings.map(rule).all(|rule| !rule.starts_with("structure/")), "{}", dialect.name);
    }
}

/// What a rule says where the workflow is known to be marketing.
fn of_marketing(rule: &str, text: &str) -> usize {
    let project = Project::new();
    project.write("outreach-lint.toml", "[[facts]]\nfiles = [\"**\"]\ncampaign.purpose = \"marketing\"\n");
    project.write("workflow.json", text);
    project.findings(&["check"]).iter().filter(|found| found.contains(rule)).count()
}

#[test]
fn several_bubbles_are_one_message_and_two_channels_are_two() {
    let to = r#""to": "={{ $json.phone }}", "from": "+14155550188""#;
    let text = |words: &str| format!(r#"{{{to}, "message": "{words}"}}"#);
    let mail = format!(r#"{{{TO}, "subject": "The room", "message": "The room is warm, come by any day."}}"#);
    let (one, two) = (text("Lumen: the room is warm."), text("Come by any day, or call 415 555 0188."));
    let rule = "cadence/gap-too-short";
    assert_eq!(of_marketing(rule, &workflow(&[("One", "twilio", &one), ("Two", "twilio", &two)])), 0);
    assert_eq!(of_marketing(rule, &workflow(&[("One", "twilio", &one), ("Two", "gmail", &mail)])), 1);
}

#[test]
fn nobody_is_greeted_by_a_name_that_was_never_asked_for() {
    let mail = format!(r#"{{{TO}, "subject": "The room", "message": "Hello,\n\nthe room is warm, come by any day."}}"#);
    let rule = "copy/generic-greeting";
    assert_eq!(of_marketing(rule, &workflow(&[("Mail", "gmail", &mail)])), 0);
    let row = r#"{"columns": {"value": {"Full Name": "={{ $json.full_name }}"}}}"#;
    assert_eq!(of_marketing(rule, &workflow(&[("Row", "googleSheets", row), ("Mail", "gmail", &mail)])), 1);
}

#[test]
fn a_call_by_a_node_named_for_a_text_is_a_call_whose_script_nobody_knows() {
    let call =
        r#"{"resource": "call", "to": "={{ $json.phone }}", "from": "+14155550188", "message": "The room is warm."}"#;
    let rings = |name: &str, rule: &str| of_marketing(rule, &workflow(&[(name, "twilio", call)]));
    assert_eq!(rings("Send SMS reminder", "channel/no-other-channel"), 0);
    assert_eq!(rings("Ring them", "channel/no-other-channel"), 1);
    assert_eq!(rings("Send SMS reminder", "channel/unannounced-call"), 1);
}

/// A workflow whose trigger leads to `conditions` side by side, each before an email, over nodes `between`.
fn fork(between: &[&str], conditions: &[&str]) -> String {
    let node = |name: &str, kind: &str, parameters: &str| {
        format!(
            r#"{{"name": "{name}", "type": "n8n-nodes-base.{kind}", "typeVersion": 2.1, "parameters": {parameters}}}"#
        )
    };
    let link = |names: &[String]| {
        let nodes: Vec<String> = names.iter().map(|name| format!(r#"{{"node": "{name}"}}"#)).collect();
        format!(r#"{{"main": [[{}]]}}"#, nodes.join(", "))
    };
    let mail = format!(r#"{{{TO}, "subject": "The room", "message": "The room is warm, come by any day."}}"#);
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut nodes = vec![node("Request", "webhook", r#"{"path": "a"}"#)];
    let mut links = Vec::new();
    let mut last = "Request";
    for name in between {
        nodes.push(node(name, "set", "{}"));
        links.push(format!(r#""{last}": {}"#, link(&owned(&[name]))));
        last = name;
    }
    links.push(format!(r#""{last}": {}"#, link(&owned(conditions))));
    for name in conditions {
        nodes.push(node(name, "if", "{}"));
        nodes.push(node(&format!("Mail to {name}"), "gmail", &mail));
        links.push(format!(r#""{name}": {}"#, link(&[format!("Mail to {name}")])));
    }
    let (nodes, links) = (nodes.join(", "), links.join(", "));
    format!(r#"{{"name": "Studio", "nodes": [{nodes}], "connections": {{{links}}}, "settings": {{}}}}"#)
}

#[test]
fn of_groups_that_conditions_part_a_person_is_in_one() {
    for groups in [&["Guests", "Members"][..], &["Guests", "Members", "Friends"]] {
        for between in [&[][..], &["Row"]] {
            let project = Project::new();
            project.write("a.json", fork(between, groups));
            let shown = project.run(&["timeline", "a.json"]).out;
            assert!(shown.contains(" 1 touch\n"), "{between:?}, {groups:?}: {shown}");
        }
    }
}

#[test]
fn an_address_that_is_made_later_is_nobodys() {
    let mail = |from: &str| {
        format!(
            r#"{{"fromEmail": "{from}", "toEmail": "={{{{ $json.email }}}}", "subject": "The room", "text": "The room is warm."}}"#
        )
    };
    let told = |from: &str| of("sender/no-reply-sender", &workflow(&[("Mail", "emailSend", &mail(from))])).len();
    assert_eq!(told("noreply@lumen.example"), 1);
    assert_eq!(told("=noreply@{{ $json.site }}"), 0, "filled in when it is sent");
    assert_eq!(told("noreply@example.com"), 0, "a place for an address");
    assert_eq!(told(" "), 0);
}
