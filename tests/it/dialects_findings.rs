//! What is found in exports, and what is not: each a shape that a tool saves, linted whole.

use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};

/// What is found: the rule, what it points at, and what it says to do.
pub(crate) fn found(text: &str) -> Vec<(String, String, String)> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("exports/export.json", text, Language::Json));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let today = "2026-11-22".parse().expect("a date");
    let settings = Settings::new(Preset::Courteous, today, &|_| true, &|_| Wish::default());
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    let source = sources.get(file).expect("just added");
    let said = report.findings.into_iter().map(|finding| {
        let place = source.slice(finding.place().span).to_owned();
        (finding.rule.into_owned(), place, finding.help.unwrap_or_default())
    });
    said.collect()
}

/// The places that a rule points at.
pub(crate) fn of(rule: &str, text: &str) -> Vec<String> {
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
    assert_eq!(help, "say what to write without a name: {{ $json.first_name || 'friend' }}", "as the tool spells it");
}
