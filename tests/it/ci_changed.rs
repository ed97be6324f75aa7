//! `--since` and `--staged`: what changed, and what refers to it, as git sees it.

use crate::support::{DEAF, Project, RULE};
use std::process::{Command, Stdio};

/// Runs git as nobody in particular.
fn git(project: &Project, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Nobody", "-c", "user.email=nobody@lint.example", "-c", "commit.gpgsign=false"]);
    command.args(arguments).current_dir(project.path(".")).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let done = command.stdout(Stdio::null()).status().expect("git starts");
    assert!(done.success(), "git {arguments:?}");
}

fn commit(project: &Project) {
    git(project, &["add", "-A"]);
    git(project, &["commit", "-qm", "x"]);
}

/// A repository of git with three bad campaigns, committed.
fn repository() -> Project {
    let project = Project::new();
    git(&project, &["init", "-q", "-b", "main"]);
    for name in ["a", "b", "c"] {
        project.write(&format!("campaigns/{name}.toml"), DEAF.replace("Deaf", name));
    }
    commit(&project);
    project
}

/// The names of the campaigns that are told of.
fn told(project: &Project, arguments: &[&str]) -> String {
    let findings = project.findings(&[arguments, &["--select", RULE]].concat());
    let name =
        |finding: &String| finding.split(".toml").next().and_then(|path| path.rsplit('/').next().map(str::to_owned));
    findings.iter().filter_map(name).collect::<Vec<_>>().join(" ")
}

fn change(project: &Project, name: &str) {
    let path = format!("campaigns/{name}.toml");
    project.write(&path, format!("# changed\n{}", project.read(&path)));
}

#[test]
fn what_changed_is_looked_at_and_nothing_else() {
    let project = repository();
    assert_eq!(told(&project, &["--since=HEAD"]), "");
    let run = project.run(&["--since=HEAD"]);
    assert_eq!((run.code, run.out.as_str()), (0, "changed since HEAD: 0 files, no campaign found: no findings\n"));
    change(&project, "b");
    assert_eq!(told(&project, &["--since=HEAD"]), "b");
    assert_eq!(told(&project, &["--staged"]), "");
    git(&project, &["add", "-A"]);
    assert_eq!(told(&project, &["--since", "HEAD"]), "b");
    assert_eq!(told(&project, &["--staged"]), "b");
    commit(&project);
    assert_eq!(told(&project, &["--since=HEAD"]), "");
    assert_eq!(told(&project, &["--since=HEAD~1"]), "b");
    project.write("campaigns/new d.toml", DEAF);
    assert_eq!(told(&project, &["--since=HEAD~1"]), "b new d", "what git does not know yet is new");
    assert_eq!(told(&project, &["campaigns/a.toml", "--since=HEAD~1"]), "", "of what was named, what changed");
    let below: Vec<String> =
        vec![project.run_in("campaigns", &["--since=HEAD~1", "--select", RULE, "-q", "--format=concise"]).out];
    assert!(below[0].starts_with("b.toml:15:6: error"), "{below:?}");
}

#[test]
fn what_was_done_elsewhere_since_the_ways_parted_does_not_count() {
    let project = repository();
    git(&project, &["checkout", "-qb", "work"]);
    change(&project, "a");
    commit(&project);
    git(&project, &["checkout", "-q", "main"]);
    change(&project, "c");
    commit(&project);
    git(&project, &["checkout", "-q", "work"]);
    assert_eq!(told(&project, &["--since=main"]), "a");
}

#[test]
fn what_refers_to_a_change_is_looked_at_too() {
    let project = repository();
    let with = |text: &str, name: &str| DEAF.replace("Deaf", name).replace("source = \"inquiry\"", text);
    project.write("campaigns/a.toml", with("source = \"inquiry\"\nsegments = [\"x\", \"y\"]", "a"));
    project.write("campaigns/b.toml", with("source = \"inquiry\"\nsegments = [\"y\"]", "b"));
    project.write("campaigns/c.toml", DEAF.replace("id = \"nudge\"", "id = \"nudge\"\nbody_file = \"../copy/n.md\""));
    project.write("copy/n.md", "Hello");
    commit(&project);
    change(&project, "b");
    assert_eq!(told(&project, &["--since=HEAD"]), "a b", "campaigns for the same people");
    git(&project, &["checkout", "-q", "."]);
    project.write("copy/n.md", "Hello you");
    assert_eq!(told(&project, &["--since=HEAD"]), "c", "the copy of a campaign");
    std::fs::remove_file(project.path("copy/n.md")).expect("it is there");
    assert_eq!(told(&project, &["--since=HEAD"]), "c", "a copy that is gone");
    git(&project, &["checkout", "-q", "."]);
    project.write("outreach-lint.toml", "preset = \"strict\"");
    assert_eq!(told(&project, &["--since=HEAD"]), "a b c", "the config");
    commit(&project);
    std::fs::remove_file(project.path("outreach-lint.toml")).expect("it is there");
    assert_eq!(told(&project, &["--since=HEAD"]), "a b c", "a config that is gone");
}

#[test]
fn campaigns_for_the_same_people_are_counted_whole() {
    let project = repository();
    let rule = "cadence/campaign-pressure";
    let step = |n: u32| format!("\n[[step]]\nid = \"s{n}\"\nchannel = \"email\"\nwait = \"1d\"\n");
    let steps: String = (0..6).map(step).collect();
    for name in ["a", "b"] {
        let text =
            DEAF.replace("Deaf", name).replace("source = \"inquiry\"", "source = \"inquiry\"\nsegments = [\"x\"]");
        project.write(&format!("campaigns/{name}.toml"), text + &steps);
    }
    commit(&project);
    let whole = project.findings(&["--select", rule]);
    assert_eq!(whole.len(), 1, "{whole:?}");
    assert_eq!(project.findings(&["--since=HEAD", "--select", rule]), [""; 0]);
    change(&project, "b");
    assert_eq!(project.findings(&["--since=HEAD", "--select", rule]), whole);
    change(&project, "c");
    git(&project, &["checkout", "-q", "campaigns/b.toml"]);
    assert_eq!(project.findings(&["--since=HEAD", "--select", rule]), [""; 0]);
}

#[test]
fn the_files_beside_an_export_belong_to_it() {
    let project = repository();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/dialects");
    let mut tried = 0;
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
        project.write(&format!("exports/{name}"), std::fs::read(entry.path()).expect("a fixture"));
        // Copy in files of its own is no file of campaigns.
        tried += u64::from(entry.path().extension().is_some_and(|extension| extension == "json"));
    }
    assert!(tried > 10);
    commit(&project);
    let count = |arguments: &[&str]| {
        let run = project.run(&[arguments, &["exports", "--format=json"]].concat()).out;
        serde_json::from_str::<serde_json::Value>(&run).expect("JSON")["summary"]["files"].as_u64().expect("a number")
    };
    assert_eq!(count(&["--since=HEAD"]), 0);
    assert_eq!(count(&[]), tried);
    let export = "exports/smartlead";
    let names: Vec<_> = std::fs::read_dir(project.path(export)).expect("a folder").filter_map(Result::ok).collect();
    let name = names[0].file_name().into_string().expect("UTF-8");
    let path = format!("{export}/{name}");
    project.write(&path, format!("{}\n", project.read(&path)));
    let changed = count(&["--since=HEAD"]);
    assert!(changed >= 1 && changed < tried, "{changed} of {tried}");
}

#[test]
fn a_broken_file_fails_the_run_of_its_own_change_alone() {
    let project = repository();
    project.write("campaigns/d.toml", "[campaign]\nname = \n");
    commit(&project);
    change(&project, "a");
    assert_eq!(project.run(&["--since=HEAD"]).code, 1);
    assert_eq!(project.run(&["--since=HEAD~1"]).code, 2);
    assert_eq!(project.run(&[]).code, 2);
}

#[test]
fn the_first_commit_is_looked_at_and_half_staged_files_are_said() {
    let project = Project::new();
    git(&project, &["init", "-q"]);
    project.write("a.toml", DEAF);
    git(&project, &["add", "-A"]);
    assert_eq!(told(&project, &["--staged"]), "a");
    assert_eq!(project.run(&["--staged"]).err, "");
    change_top(&project);
    let run = project.run(&["--staged", "--select", RULE]);
    assert_eq!(run.err, "note: a.toml: what is not staged of it was judged too\n");
    assert!(run.out.contains("staged: 1 file, 1 campaign: "), "{}", run.out);
}

fn change_top(project: &Project) {
    project.write("a.toml", format!("# changed\n{DEAF}"));
}

#[test]
fn no_revision_is_an_option_of_git() {
    let project = repository();
    for hostile in
        ["--output=x", "-h", "--upload-pack=touch x", "HEAD..HEAD", "", "--", "none", "HEAD:campaigns", "x\ny"]
    {
        let run = project.run(&[&format!("--since={hostile}")]);
        assert_eq!(run.code, 2, "{hostile}: {}", run.out);
        assert!(
            run.err.contains("--since: git knows no commit") || run.err.contains("value"),
            "{hostile}: {}",
            run.err
        );
    }
    assert!(!project.path("x").exists());
    assert!(project.run(&["--since=none"]).err.contains("fetch-depth: 0"));
    assert_eq!(project.run(&["--since=HEAD", "--staged"]).code, 2);
}

#[test]
fn without_git_it_cannot_be_known() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    for option in ["--since=HEAD", "--staged"] {
        let run = project.run(&[option]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("needs a git repository"), "{}", run.err);
    }
}

#[test]
fn a_named_file_that_the_config_excludes_is_skipped_aloud() {
    let project = repository();
    project.write("outreach-lint.toml", "exclude = [\"campaigns/b.toml\"]");
    let run = project.run(&["campaigns/b.toml"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.err, "skipped: campaigns/b.toml: excluded by outreach-lint.toml\n");
    let piped = |more: &[&str]| project.pipe(DEAF, &[&["-", "--select", RULE], more].concat());
    let named = piped(&["--stdin-filename=campaigns/b.toml"]);
    assert_eq!((named.code, named.err), (0, run.err.clone()), "editors and hooks name what their config excludes");
    assert_eq!(piped(&["--stdin-filename=campaigns/else.toml"]).code, 1);
    assert_eq!(piped(&[]).code, 1);
    assert!(run.out.contains("1 skipped"), "{}", run.out);
    assert_eq!(told(&project, &["campaigns/a.toml", "campaigns/b.toml"]), "a");
}
