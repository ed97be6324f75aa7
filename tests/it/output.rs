//! How a report looks, and where it goes.

use crate::support::{DEAF, Project, RULE, command, finish};
use outreach_lint::finding::{Finding, NotJudged, Severity, WitnessTouch};
use outreach_lint::lint::Report;
use outreach_lint::render::{self, Closing, Ink, Lines, Look, View};
use outreach_lint::source::{Language, Place, SourceFile, Sources, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn the_report_in_json_has_every_key_of_the_page() {
    let project = Project::new();
    project.write("c/a.toml", DEAF);
    let report = parse(&project.run(&["--select", RULE, "--format=json"]).out);
    assert_eq!(keys(&report), BTreeSet::from(["version", "findings", "not_judged", "summary"]));
    assert_eq!(report["version"], 1);
    let finding = &report["findings"][0];
    assert_eq!(
        keys(finding),
        BTreeSet::from([
            "rule",
            "severity",
            "message",
            "help",
            "url",
            "file",
            "campaign",
            "path",
            "step",
            "span",
            "labels",
            "witness",
            "fix",
            "fingerprint"
        ])
    );
    assert_eq!(finding["rule"], RULE);
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], "c/a.toml");
    assert_eq!(finding["campaign"], "Deaf");
    assert_eq!(finding["path"], "stop.on");
    assert_eq!(finding["fix"], Value::Null);
    let start = DEAF.find("[\"decline\"").expect("it is there");
    let end = start + DEAF[start..].find('\n').expect("it is there");
    assert_eq!(
        finding["span"],
        json!({ "start": { "line": 14, "column": 6, "offset": start },
                "end": { "line": 14, "column": 6 + end - start, "offset": end } })
    );
    assert_eq!(keys(&finding["labels"][0]), BTreeSet::from(["file", "span", "message"]));
    assert_eq!(finding["labels"][0]["span"], finding["span"]);
    assert_eq!(
        finding["witness"],
        json!([{ "at": "0d", "step": "notes", "channel": "email", "sender": "Ines Falk" },
               { "at": "20d", "step": "nudge", "channel": "email", "sender": "Ines Falk" }])
    );
    assert_eq!(
        report["summary"],
        json!({ "files": 1, "campaigns": 1, "errors": 1, "warnings": 0, "infos": 0, "skipped": [] })
    );
}

#[test]
fn a_fingerprint_outlives_a_move_and_tells_findings_apart() {
    let project = Project::new();
    let print = |text: &str| {
        project.write("a.toml", text);
        let report = parse(&project.run(&["--select", RULE, "--format=json"]).out);
        report["findings"][0]["fingerprint"].as_str().expect("text").to_owned()
    };
    let first = print(DEAF);
    assert_eq!(first, print(&format!("# moved\n\n{DEAF}")));
    assert_ne!(first, print(&DEAF.replace("\"cancel\", ", "")));
}

#[test]
fn what_could_not_be_judged_is_named_with_the_missing_fact() {
    let project = Project::new();
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/dialects/klaviyo/winback.json");
    project.write("flow.json", std::fs::read(fixture).expect("the fixture is there"));
    let run = project.run(&["flow.json", "--format=json"]);
    let report = parse(&run.out);
    let items = report["not_judged"].as_array().expect("a list");
    assert!(!items.is_empty(), "{}", run.out);
    for item in items {
        assert_eq!(keys(item), BTreeSet::from(["file", "campaign", "rule", "missing"]));
        assert_eq!(item["file"], "flow.json");
        assert!(item["missing"].as_array().is_some_and(|facts| !facts.is_empty()));
    }
    assert!(project.run(&["flow.json"]).out.contains("not judged in 1 campaign, for want of"));
    assert!(project.run(&["flow.json", "--verbose"]).out.contains("not judged: flow.json, "));
}

#[test]
fn jsonl_holds_the_same_findings_a_line_each() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("b.toml", DEAF);
    let whole = parse(&project.run(&["--select", RULE, "--format=json"]).out);
    let lines = project.run(&["--select", RULE, "--format=jsonl"]).out;
    let lines: Vec<Value> = lines.lines().map(parse).collect();
    assert_eq!(Some(&lines), whole["findings"].as_array());
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let config = "select = [\"stop/ignores-reply\"]\n[rules.\"stop/ignores-reply\"]\nseverity = \"info\"";
    project.write("outreach-lint.toml", config);
    let report = parse(&project.run(&["--show=warning", "--format=json"]).out);
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["summary"]["infos"], 1);
    let out = project.run(&["--show=warning"]).out;
    assert_eq!(out, "1 file, 1 campaign: 1 info, none fixable; 1 not shown\n");
}

#[test]
fn several_formats_come_out_of_one_run() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("old.json", "old");
    let run =
        project.run(&["--select", RULE, "--format=concise", "--format=json=old.json", "--format=jsonl=new.jsonl"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("a.toml:14:6: error"), "{}", run.out);
    assert_eq!(parse(&project.read("old.json"))["summary"]["errors"], 1);
    assert_eq!(project.read("new.jsonl").lines().count(), 1);
    let silent = project.run(&["--select", RULE, "--format=json=old.json"]);
    assert_eq!((silent.code, silent.out.as_str()), (1, ""));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("folder/x", "");
    let run = project.run(&["--format=json=none/out.json"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.err.trim_end(), "error: none/out.json: it could not be written: there is no folder none");
    assert_eq!(project.run(&["--format=json=folder"]).code, 2);
    assert_eq!(project.read("a.toml"), DEAF);
    assert_eq!(project.run(&["--format=json="]).code, 2);
    assert_eq!(project.run(&["--format=json=x", "--format=jsonl=x"]).code, 2);
    let left: Vec<_> = std::fs::read_dir(project.path(".")).expect("a folder").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 3, "nothing is left behind: {left:?}");
}

#[test]
fn no_report_is_written_over_what_it_is_drawn_from() {
    let project = Project::new();
    let with_copy = DEAF.replace("channel = ", "body_file = \"copy/b.md\"\nchannel = ");
    project.write("a.toml", &with_copy).write("copy/b.md", "Hello").write("broken.toml", "[campaign]\nname = 'a");
    project.write("outreach-lint.toml", "").write("old.json", "{\"findings\": []}");
    for (file, paths) in
        [("./a.toml", "."), ("a.toml", "a.toml"), ("copy/b.md", "."), ("broken.toml", "."), ("outreach-lint.toml", ".")]
    {
        let before = project.read(file);
        let run = project.run(&[paths, &format!("--format=json={file}"), "--format=jsonl=new.jsonl"]);
        let said = format!("error: `--format json={file}` would write over a file that this run reads: name another");
        assert_eq!((run.code, run.err.trim_end()), (2, said.as_str()));
        assert_eq!(project.read(file), before);
        assert!(project.read("new.jsonl").contains(RULE), "the other outputs are written");
    }
    // An old report lies among the campaigns and is none.
    for _ in 0..2 {
        let run = project.run(&[".", "--format=json=old.json"]);
        assert!(!run.err.contains("would write over"), "{}", run.err);
        assert!(parse(&project.read("old.json"))["summary"]["files"].is_number());
    }
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let project = Project::new();
    let evil = "De\u{1b}[31maf\u{202e}\u{200b}\u{7}";
    let name = evil.replace('\u{1b}', "\\u001b").replace('\u{7}', "\\u0007");
    let text = DEAF.replace("\"Deaf\"", &format!("\"{name}\"")).replace("on = [", "# \u{202e}\u{200b}\non = [");
    project.write("a.toml", text).write("bro\u{202e}ken.toml", "[campaign]\n\u{1b}]0;x\u{7}\n");
    for format in ["human", "concise", "json", "jsonl"] {
        let run = project.run(&["--select", RULE, "--select=structure", "--format", format]);
        let steers = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}');
        assert!(!run.out.contains(steers), "{format}: {:?}", run.out);
        assert!(!run.err.contains(steers), "{format}: {:?}", run.err);
    }
    let report = parse(&project.run(&["a.toml", "--select", RULE, "--format=json"]).out);
    assert_eq!(report["findings"][0]["campaign"], evil, "JSON gives the name back as it is");
}

#[test]
fn colours_are_where_they_are_wanted() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let coloured = |variables: &[(&str, &str)], more: &[&str]| {
        let mut command = command(&project.path("."));
        finish(command.args(["--select", RULE]).args(more).envs(variables.iter().copied())).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe");
    assert!(coloured(&[], &["--color=always"]));
    assert!(coloured(&[("FORCE_COLOR", "1")], &[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("FORCE_COLOR", "0")], &[]));
    assert!(!coloured(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color=always"]));
    assert!(!coloured(&[("FORCE_COLOR", "1")], &["--color=never"]));
    assert!(!coloured(&[("FORCE_COLOR", "1")], &["--format=json"]));
}

#[test]
fn a_terminal_of_ascii_gets_ascii() {
    let project = Project::new();
    project.write("a.toml", DEAF.replace("on = [", &format!("# {}\non = [", "long ".repeat(40))));
    let run = |locale: &str| finish(command(&project.path(".")).args(["--select", RULE]).env("LC_ALL", locale)).out;
    assert!(run("C").is_ascii(), "{}", run("C"));
    assert!(!run("en_GB.UTF-8").is_ascii());
}

#[test]
fn an_export_of_one_line_is_shown_around_the_place() {
    let project = Project::new();
    let padding = "é ".repeat(1_000_000);
    let text = format!(
        "{{ \"campaign\": {{ \"name\": \"x\", \"purpose\": \"sales\" }}, \"step\": [ {{ \"channel\": \"email\", \"body\": \"{padding}\" }}, \
         {{ \"channel\": \"email\", \"wait\": \"9d\" }} ], \"stop\": {{ \"on\": [\"decline\"] }} }}"
    );
    project.write("a.json", &text);
    let run = project.run(&["--select", RULE]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("[\"decline\"]"), "{}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    let report = parse(&project.run(&["--select", RULE, "--format=json"]).out);
    let at = text.find("[\"decline\"]").expect("it is there");
    assert_eq!(report["findings"][0]["span"]["start"]["offset"], at);
    assert_eq!(report["findings"][0]["span"]["start"]["column"], text[..at].chars().count() + 1);
}

#[test]
fn a_finding_in_a_copy_points_into_the_copy() {
    let project = Project::new();
    project.write("c/a.toml", DEAF.replace("id = \"nudge\"", "id = \"nudge\"\nbody_file = \"../copy/none.md\""));
    let run = project.run(&["--select=structure/unreadable-copy"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("[c/a.toml:22:13]"), "{}", run.out);
}

#[test]
fn findings_read_well_at_80_columns() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let run = project.run(&[]);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    insta::assert_snapshot!("human", made_up("human"));
    insta::assert_snapshot!("concise", made_up("concise"));
}

/// Findings of no rule, so that no wording but that of the format is held.
fn made_up(format: &str) -> String {
    let sources = Sources::default();
    let deaf = sources.add(SourceFile::from_text("campaigns/deaf.toml", DEAF, Language::Toml));
    let copy =
        sources.add(SourceFile::from_text("copy/nudge.md", "Dear customer,\n\ndid you see my note?\n", Language::Text));
    let place = |file, text: &str| {
        let at = sources.get(file).and_then(|source| source.text.find(text)).expect("it is there");
        Place::new(file, Span::new(at, at + text.len()))
    };
    let on = place(deaf, "[\"decline\", \"opt-out\", \"complaint\", \"cancel\", \"convert\", \"bounce\"]");
    let touch = |day: u64, step: &str| WitnessTouch {
        at_s: day * 86_400 + 3_600 * (day % 7),
        step: step.to_owned(),
        channel: "email",
        sender: (day > 0).then(|| "Ines Falk".to_owned()),
    };
    let mut first = Finding::new(
        "group/first",
        on,
        "an answer ends nothing",
        "a person who answers still hears from you 4 more times, on 2 channels",
    )
    .label(place(deaf, "\"nudge\""), "an email still comes")
    .label(place(copy, "did you see my note?"), "these are the words that a person gets who has answered already")
    .help("end the campaign on an answer, and let a person write back: put \"reply\" in `stop.on`")
    .note("the article on being annoying")
    .witness((0..20).map(|n| touch(n * 3, &format!("step-{n}"))).collect())
    .step("notes");
    first.campaign = Some("Deaf".to_owned());
    let second =
        Finding::new("group/second", place(deaf, "[sender]"), "", "nobody can call back").severity(Severity::Info);
    let missing = |rule: &'static str| NotJudged {
        file: "campaigns/deaf.toml".to_owned(),
        campaign: "Deaf".to_owned(),
        rule: rule.into(),
        missing: vec!["audience.kind".to_owned()],
    };
    let report = Report {
        findings: vec![first, second],
        not_judged: vec![missing("group/third"), missing("group/fourth")],
        files: 2,
        campaigns: 1,
        suppressed: 1,
        skipped: vec![("old.toml".to_owned(), "the campaign is archived".to_owned())],
        ..Report::default()
    };
    let look = Look { width: 80, ink: Ink::Plain, lines: Lines::Unicode };
    let shown = report.findings.iter().collect();
    let view = View { report: &report, shown, sources: &sources, look, closing: Closing::Short, portraits: &[] };
    let mut out = Vec::new();
    let format = render::format(format).expect("there is such a format");
    (format.write)(&view, &mut out).expect("a list of bytes takes everything");
    String::from_utf8(out).expect("outputs are UTF-8")
}

#[test]
fn what_the_lack_of_a_region_keeps_from_being_judged_is_listed_once() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let listed = |arguments: &[&str]| project.run(arguments).out.matches("law/quiet-hours").count();
    assert_eq!(listed(&["--select=law"]), 1, "by the finding");
    assert_eq!(listed(&["--select=law", "--show=warning"]), 1, "the finding is not shown");
    assert_eq!(listed(&["--select=law", "--ignore=law/region-missing"]), 1);
    assert_eq!(listed(&["--select=law", "--format=concise"]), 1, "its list is not shown");
    assert!(project.run(&["--select=law"]).out.contains("1 campaign (1 not judged whole): 1 info"));
}
