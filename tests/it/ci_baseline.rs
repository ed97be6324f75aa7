//! The baseline: old findings are known, new ones are told, whatever moves.

use crate::support::{DEAF, Project, RULE};
use serde_json::{Value, json};

const FILE: &str = "outreach-lint.baseline.json";
const SELECT: [&str; 2] = ["--select", "stop/ignores-reply,structure"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [more, &SELECT].concat()
}

/// The findings that a run with the baseline tells, and its last line.
fn told(project: &Project, more: &[&str]) -> (Vec<String>, String) {
    let arguments = with(&[more, &["--baseline", FILE]].concat());
    let last = project.run(&arguments).out.lines().next_back().unwrap_or("").to_owned();
    (project.findings(&arguments), last)
}

#[test]
fn known_findings_are_hidden_and_counted_and_new_ones_told() {
    let project = Project::new();
    project.write("campaigns/a.toml", DEAF);
    let run = project.run(&with(&["baseline"]));
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "wrote outreach-lint.baseline.json: 1 finding in 1 file\n"),
        "{}",
        run.err
    );
    let text = project.read(FILE);
    assert!(text.contains("\"rule\":\"stop/ignores-reply\"") && text.contains("\"path\":\"stop.on\""), "{text}");
    let (findings, last) = told(&project, &[]);
    assert_eq!((findings.len(), last.as_str()), (0, "1 file, 1 campaign: no findings; 1 in the baseline"));
    assert_eq!(project.run(&with(&["--baseline", FILE])).code, 0);
    project.write("campaigns/b.toml", DEAF);
    let (findings, _) = told(&project, &[]);
    assert_eq!(findings, ["campaigns/b.toml:14 stop/ignores-reply"]);
    assert_eq!(project.run(&with(&["--baseline", FILE])).code, 1);
    let report = project.run(&with(&["--baseline", FILE, "--format=json"])).out;
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["summary"]["baseline"], json!({ "hidden": 1, "stale": 0 }));
    let summary = project.run(&with(&["--baseline", FILE, "--format=markdown"])).out;
    assert!(summary.contains("Not shown: 1 finding that the baseline knows."), "{summary}");
}

#[test]
fn what_moves_stays_known_and_what_changes_does_not() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("sub/x", "");
    project.run(&with(&["baseline"]));
    project.write("a.toml", format!("# moved\n\n{DEAF}"));
    assert_eq!(told(&project, &[]).0, [""; 0]);
    let below = project.run_in("sub", &with(&["..", "--baseline=../outreach-lint.baseline.json"]));
    assert_eq!(below.code, 0, "seen from elsewhere: {}{}", below.out, below.err);
    std::fs::rename(project.path("a.toml"), project.path("sub/renamed.toml")).expect("it can be renamed");
    assert_eq!(told(&project, &[]).0, [""; 0], "a file that was renamed");
    project.write("a.toml", DEAF);
    assert_eq!(told(&project, &[]).0, ["sub/renamed.toml:16 stop/ignores-reply"], "a file that was copied");
    project.write("a.toml", DEAF.replace("\"cancel\", ", "")).write("sub/renamed.toml", "x = 1");
    assert_eq!(told(&project, &[]).0, ["a.toml:14 stop/ignores-reply"], "another value");
}

#[test]
fn a_finding_in_the_config_is_recorded_once_and_taken_out_when_it_is_gone() {
    let project = Project::new();
    let allow = "[[allow]]\nfiles = [\"none/**\"]\nrules = [\"stop\"]\nreason = \"x\"\n";
    project.write("a.toml", DEAF).write("outreach-lint.toml", allow);
    let first = project.run(&with(&["baseline"]));
    assert_eq!(first.out, "wrote outreach-lint.baseline.json: 2 findings in 2 files\n");
    assert_eq!(project.run(&with(&["baseline"])).out, first.out, "not twice");
    assert_eq!(told(&project, &[]).0, [""; 0]);
    project.write("outreach-lint.toml", "");
    let pruned = project.run(&with(&["baseline", "--prune", "a.toml"]));
    assert!(pruned.out.contains("0 of 2"), "not all that the config may be for was looked at: {}", pruned.out);
    let pruned = project.run(&with(&["baseline", "--prune"]));
    assert!(pruned.out.contains("1 of 2 findings taken out, 1 left"), "{}", pruned.out);
}

#[test]
fn stale_findings_are_said_and_pruned_and_never_fail_a_run() {
    let project = Project::new();
    let unknown = DEAF.replace("wait = \"20d\"", "wait = \"20d\"\nwat = 1");
    project.write("a.toml", &unknown).write("b.toml", DEAF).write("c.toml", DEAF);
    project.run(&with(&["baseline"]));
    let kind = DEAF.replace("[\"decline\"", "[\"reply\", \"decline\"");
    project.write("a.toml", &kind);
    std::fs::remove_file(project.path("b.toml")).expect("it is there");
    let run = project.run(&with(&["--baseline", FILE]));
    assert_eq!(run.code, 0);
    let said = run.out.replace("\n  ", " ");
    assert!(said.contains("1 in the baseline, which has 3 stale entries"), "{said}");
    // What was not looked at, or not judged, may be there still; what lay in a file that is gone is not.
    let narrow = project.run(&["a.toml", "--select=structure", "--baseline", FILE]).out.replace("\n  ", " ");
    assert!(narrow.contains("0 in the baseline, which has 2 stale entries"), "{narrow}");
    let pruned = project.run(&["baseline", "--prune", "a.toml", "--select=structure"]);
    assert_eq!(pruned.out, "outreach-lint.baseline.json: 2 of 4 findings taken out, 2 left\n", "{}", pruned.err);
    let pruned = project.run(&with(&["baseline", "--prune"]));
    assert_eq!(pruned.out, "outreach-lint.baseline.json: 1 of 2 findings taken out, 1 left\n");
    assert_eq!(told(&project, &[]).1, "2 files, 2 campaigns: no findings; 1 in the baseline");
    project.write("c.toml", DEAF.replace("\"cancel\", ", ""));
    project.run(&with(&["baseline", "--prune"]));
    assert_eq!(told(&project, &[]).0, ["c.toml:14 stop/ignores-reply"], "pruning adds nothing");
}

#[test]
fn recording_anew_keeps_what_was_not_looked_at() {
    let project = Project::new();
    project.write("a/x.toml", DEAF).write("b/y.toml", DEAF).write("copy/n.md", "Hi [FIRST NAME],");
    project.write("b/z.toml", DEAF.replace("id = \"nudge\"", "id = \"nudge\"\nbody_file = \"../copy/n.md\""));
    let all = ["baseline", "--select=all"];
    project.run(&all);
    let whole = project.read(FILE);
    assert!(whole.contains("\"file\":\"copy/n.md\""), "{whole}");
    project.run(&all);
    assert_eq!(project.read(FILE), whole, "the same again");
    project.run(&["baseline", "--select=all", "b"]);
    assert_eq!(project.read(FILE), whole);
    let elsewhere = project.run(&["baseline", "--select", RULE, "a", "--output=other.json"]);
    assert_eq!(elsewhere.out, "wrote other.json: 1 finding in 1 file\n");
    assert_eq!(project.run(&["--select=all", "--baseline", FILE]).code, 0);
}

#[test]
fn a_baseline_that_cannot_be_used_is_said() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("bad.json", "{").write("new.json", "{\"version\":9,\"findings\":[]}");
    let err = |arguments: &[&str]| {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        run.err
    };
    assert!(
        err(&["--baseline=none.json"])
            .contains("none.json: there is no such file; `outreach-lint baseline` writes one")
    );
    assert!(err(&["--baseline=bad.json"]).contains("bad.json: it is no baseline"));
    assert!(err(&["--baseline=new.json"]).contains("version 9"));
    assert!(err(&["baseline", "--prune"]).contains("there is no such file to take anything out of"));
    assert!(err(&["baseline", "--output=none/x.json"]).contains("none/x.json: it could not be written"));
    project.write("outreach-lint.toml", "selct = 1");
    assert!(err(&["baseline"]).contains("a config has faults"));
    project.write("outreach-lint.toml", "").write("broken.toml", "[campaign]\nname = \n");
    assert!(err(&["baseline"]).contains("broken.toml: it could not be read whole, and its findings are not recorded"));
    assert!(!project.read(FILE).contains("broken.toml"));
}
