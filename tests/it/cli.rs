//! What the program looks at, and how it ends.

use crate::support::{DEAF, Project, RULE, command, finish};
use std::fs;
use std::process::Stdio;

/// The one line that a run says at its end.
fn last(text: &str) -> &str {
    text.lines().next_back().unwrap_or("")
}

#[test]
fn exit_codes_are_those_of_the_page() {
    let project = Project::new();
    project.write("bad.toml", DEAF).write("good.toml", DEAF.replace("[\"decline\"", "[\"reply\", \"decline\""));
    project.write("other.toml", "[package]\nname = \"x\"\n").write("broken.toml", "[campaign]\nname = \n");
    let select = format!("--select={RULE}");
    let code = |arguments: &[&str]| project.run(&[arguments, &[select.as_str()]].concat()).code;
    assert_eq!(code(&["good.toml"]), 0);
    assert_eq!(code(&["check", "good.toml"]), 0);
    assert_eq!(code(&["bad.toml"]), 1);
    assert_eq!(code(&["bad.toml", "--fail-on=never"]), 0);
    assert_eq!(code(&["bad.toml", "--fail-on=error"]), 1);
    assert_eq!(code(&["bad.toml", "--show=error"]), 1);
    for format in ["human", "concise", "json", "jsonl"] {
        assert_eq!(code(&["bad.toml", "--format", format]), 1, "{format}");
        assert_eq!(code(&["good.toml", "--format", format]), 0, "{format}");
        assert_eq!(code(&["broken.toml", "--format", format]), 2, "{format}");
    }
    assert_eq!(code(&["missing.toml", "good.toml"]), 2, "a path that is not there");
    assert_eq!(code(&["other.toml"]), 2, "a file that was named and is no campaign");
    assert_eq!(code(&["good.toml", "broken.toml"]), 2, "a file that cannot be parsed");
    assert_eq!(code(&["."]), 2, "a broken campaign in a folder, though its fault is not asked for");
    let bare = |arguments: &[&str]| project.run(arguments).code;
    assert_eq!(bare(&["good.toml", "--select=stop/ignores-rely"]), 2);
    assert_eq!(bare(&["good.toml", "--preset=kind"]), 2);
    assert_eq!(bare(&["good.toml", "--format=xml"]), 2);
    assert_eq!(bare(&["good.toml", "--from=nobody"]), 2);
    assert_eq!(bare(&["good.toml", "--config=missing.toml"]), 2);
    assert_eq!(bare(&["good.toml", "--jobs=0"]), 2);
    assert_eq!(bare(&["good.toml", "--no-such-option"]), 2);
    assert_eq!(bare(&["--help"]), 0);
    assert_eq!(bare(&["--version"]), 0);
}

#[test]
fn what_is_wrong_with_the_command_line_is_said_with_the_nearest_name() {
    let project = Project::new();
    let err = |arguments: &[&str]| project.run(arguments).err;
    assert!(err(&["--select=stop/ignores-rely"]).contains("did you mean `stop/ignores-reply`?"));
    assert!(err(&["--ignore=ignores-reply"]).contains("did you mean `stop/ignores-reply`?"));
    assert!(err(&["--format=jsno"]).contains("did you mean `json`?"));
    assert!(err(&["explain", "ignores-replies"]).contains("did you mean `stop/ignores-reply`?"));
    assert!(err(&["expain"]).contains("the command `explain`"));
    assert!(err(&["--format=human", "--format=json"]).contains("--format json=FILE"));
}

#[test]
fn what_can_be_judged_is_judged_and_printed_whatever_else_fails() {
    let project = Project::new();
    project.write("bad.toml", DEAF).write("broken.toml", "[campaign]\nname = \n");
    let run = project.run(&["broken.toml", "missing.toml", "bad.toml", "--select", RULE, "--format=concise"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("bad.toml:14:6: error[stop/ignores-reply]"), "{}", run.out);
    assert!(run.err.contains("missing.toml: there is no such file or folder"), "{}", run.err);
}

#[test]
fn a_broken_file_is_a_finding_with_a_place_and_stops_nobody() {
    let project = Project::new();
    let deep = format!("{{ \"campaign\": {}", "[".repeat(200_000));
    let tables = format!("[campaign]\nname = {}", "{ a = ".repeat(200_000));
    let mut latin: Vec<u8> = b"[campaign]\nname = \"Zo".to_vec();
    latin.extend(b"\xeb\"\n");
    let utf16: Vec<u8> = "\u{feff}[campaign]\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let broken: [(&str, &[u8]); 7] = [
        ("deep.json", deep.as_bytes()),
        ("deep.toml", tables.as_bytes()),
        ("latin.toml", &latin),
        ("utf16.toml", &utf16),
        ("cut.json", b"{ \"campaign\": { \"name\": \"x\" "),
        ("twice.toml", b"[campaign]\nname = \"a\"\nname = \"b\"\n"),
        ("empty.json", b""),
    ];
    for (name, text) in broken {
        project.write(name, text);
        let findings = project.findings(&[name]);
        assert!(!findings.is_empty(), "{name}: nothing was said");
        assert!(findings.iter().all(|finding| finding.starts_with(name)), "{name}: {findings:?}");
        assert_eq!(project.run(&[name]).code, 2, "{name}");
    }
    project.write("good.toml", DEAF);
    let all = project.run(&[".", "--select", RULE, "--format=concise"]);
    assert_eq!(all.code, 2);
    assert!(all.out.contains("good.toml:14:6: error[stop/ignores-reply]"), "{}", all.out);
    for (name, text) in [("empty.toml", ""), ("blank.toml", "\u{feff}\r\n  \r\n"), ("note.toml", "# nothing\n")] {
        project.write(name, text);
        assert_eq!(project.findings(&[name]), [format!("{name}:1 structure/missing-field")], "{name}");
    }
}

#[test]
fn marks_and_line_ends_of_windows_move_no_place() {
    let project = Project::new();
    project.write("crlf.toml", format!("\u{feff}{}", DEAF.replace('\n', "\r\n")));
    let run = project.run(&["crlf.toml", "--select", RULE, "--format=concise"]);
    assert!(run.out.starts_with("crlf.toml:14:6: error[stop/ignores-reply]"), "{}", run.out);
}

#[test]
fn a_walk_skips_what_is_no_campaign() {
    let project = Project::new();
    project.write("a/deaf.toml", DEAF).write("a/package.json", "{ \"name\": \"x\" }");
    project.write("a/tsconfig.json", "{ \"compilerOptions\": { strict } }").write("a/readme.md", "[campaign]");
    project.write("a/.hidden/deaf.toml", DEAF).write(".hidden.toml", DEAF);
    let run = project.run(&["--select", RULE, "--format=json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["findings"][0]["file"], ".hidden.toml", "folders alone are left out for their names");
    assert_eq!(report["findings"][1]["file"], "a/deaf.toml");
    assert_eq!(report["summary"]["files"], 4);
    assert_eq!(report["summary"]["skipped"][0]["file"], "a/tsconfig.json");
    assert_eq!(project.run(&["a/tsconfig.json"]).code, 2, "a file that was named is never skipped");
    let hidden = project.findings(&["a/.hidden", ".hidden.toml", "--select", RULE]);
    assert_eq!(hidden, [".hidden.toml:14 stop/ignores-reply", "a/.hidden/deaf.toml:14 stop/ignores-reply"]);
}

#[test]
fn a_campaign_whose_first_key_is_misspelt_is_not_passed_over() {
    let project = Project::new();
    project.write("a.toml", DEAF.replace("[campaign]", "[campain]")).write("b.toml", "[campain]\nsteps = \"x\"\n");
    let named = project.run(&["a.toml", "--format=concise"]);
    assert_eq!(named.code, 2);
    assert!(named.out.starts_with("a.toml:1:2: error[structure/missing-field]"), "{}", named.out);
    assert!(named.out.contains("help: did you mean `campaign`?"), "{}", named.out);
    let walked = project.run(&["--verbose"]);
    assert_eq!(walked.code, 0);
    assert!(walked.out.contains("skipped: a.toml: it is no campaign; did you mean `campaign` by `campain`?"));
    assert!(walked.out.ends_with("no campaign found: no findings; 1 skipped\n"), "{}", walked.out);
}

#[test]
fn a_file_below_the_run_is_called_the_same_from_wherever_a_walk_comes() {
    let project = Project::new();
    project.write("here/deaf.toml", DEAF).write("there/deaf.toml", DEAF);
    let run = project.run_in("here", &["..", "--select", RULE, "--format=concise", "--quiet"]);
    let files: Vec<_> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["../there/deaf.toml", "deaf.toml"]);
}

#[test]
fn no_campaign_is_said() {
    let project = Project::new();
    let run = project.run(&[]);
    assert_eq!((run.code, last(&run.out)), (0, "0 files, no campaign found: no findings"));
    assert!(project.run(&["--format=json"]).err.contains("no campaign found"));
}

#[test]
fn a_walk_ignores_what_git_ignores() {
    let project = Project::new();
    for path in ["keep.toml", "drop.toml", "build/a.toml", "sub/drop.toml", "sub/deep/x.toml", "sub/deep/y.toml"] {
        project.write(path, DEAF);
    }
    project.write(".gitignore", "drop.toml\nbuild/\n").write("sub/.gitignore", "!drop.toml\ndeep/*\n!deep/y.toml\n");
    project.write(".git/info/exclude", "keep.toml\n");
    let files = |arguments: &[&str]| -> Vec<String> {
        let findings = project.findings(&[arguments, &["--select", RULE]].concat());
        findings.iter().filter_map(|f| Some(f.split_once(':')?.0.to_owned())).collect()
    };
    assert_eq!(files(&[]), ["sub/deep/y.toml", "sub/drop.toml"]);
    assert_eq!(files(&["sub"]), ["sub/deep/y.toml", "sub/drop.toml"]);
    assert_eq!(files(&["drop.toml", "build/a.toml"]), ["build/a.toml", "drop.toml"], "what was named");
}

#[test]
fn a_file_is_judged_once_and_called_as_seen_from_the_start() {
    let project = Project::new();
    project.write("sub/a.toml", DEAF);
    let absolute = project.path("sub/a.toml");
    let absolute = absolute.to_str().expect("UTF-8");
    let paths = ["sub/a.toml", "./sub/../sub/a.toml", "sub", ".", absolute];
    let findings = project.findings(&[paths.as_slice(), &["--select", RULE]].concat());
    assert_eq!(findings, ["sub/a.toml:14 stop/ignores-reply"]);
    let above = project.run_in("sub", &["..", "--select", RULE, "--format=concise"]);
    assert!(above.out.starts_with("a.toml:14:6:") || above.out.starts_with("../sub/a.toml:14:6:"), "{}", above.out);
}

#[test]
fn standard_input_is_read_under_its_name() {
    let project = Project::new();
    let run = project.pipe(DEAF, &["-", "--select", RULE, "--format=concise"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("<stdin>:14:6: error"), "{}", run.out);
    let run = project.pipe(DEAF, &["--stdin-filename=x/y.toml", "--select", RULE, "--format=concise"]);
    assert!(run.out.starts_with("x/y.toml:14:6: error"), "{}", run.out);
    let json = r#"{ "campaign": { "name": "x" }, "step": [ { "channel": "fax" } ] }"#;
    let run = project.pipe(json, &["-", "--format=concise"]);
    assert!(run.out.contains("<stdin>:1:55: error[structure/invalid-value]"), "{}", run.out);
    assert_eq!(project.pipe("", &["-"]).code, 2);
    project.write("outreach-lint.toml", "ignore = [\"all\"]");
    assert_eq!(project.pipe(DEAF, &["-"]).code, 0, "the config where the run started holds");
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let project = Project::new();
    for number in 0..60 {
        project.write(&format!("c{}/{number}.toml", number % 7), DEAF.replace("Deaf", &format!("Deaf {number}")));
    }
    for format in ["human", "concise", "json", "jsonl"] {
        let run = |jobs| project.run(&[".", "--format", format, "--jobs", jobs]).out;
        let one = run("1");
        assert!(one.len() > 1000);
        assert_eq!(one, run("4"), "{format}");
    }
}

#[test]
fn a_pipe_that_closes_early_is_no_failure() {
    let project = Project::new();
    for number in 0..200 {
        project.write(&format!("{number}.toml"), DEAF);
    }
    let mut child = command(&project.path("."))
        .args(["--select", RULE, "--fail-on=never"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn init_writes_a_config_and_a_campaign_that_is_clean_and_never_overwrites() {
    let project = Project::new();
    assert_eq!(project.run(&["init"]).code, 0);
    let run = project.run(&["--fail-on=info"]);
    assert_eq!((run.code, last(&run.out)), (0, "1 file, 1 campaign: no findings"), "{}", run.out);
    // Each line of the config that is commented out is right too.
    let config = project.read("outreach-lint.toml");
    let lines: Vec<&str> = config.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    let is_prose = |line: &&&str| line.contains(". ") || line.ends_with('.') || line.starts_with("extends");
    let all: Vec<&str> = lines.iter().filter(|line| !is_prose(line)).copied().collect();
    project.write("outreach-lint.toml", all.join("\n"));
    let run = project.run(&["--format=concise", "--fail-on=info", "--ignore=structure/unused-suppression"]);
    assert!(!run.out.contains("outreach-lint.toml"), "{}\n{}", all.join("\n"), run.out);
    project.write("outreach-lint.toml", "preset = \"strict\"");
    let again = project.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("outreach-lint.toml is there already"), "{}", again.err);
    assert_eq!(project.read("outreach-lint.toml"), "preset = \"strict\"");
    fs::remove_file(project.path("outreach-lint.toml")).expect("it is there");
    assert!(project.run(&["init"]).err.contains("first.toml is there already"));
    assert!(!project.path("outreach-lint.toml").exists(), "nothing was written");
}

#[test]
fn rules_explain_themselves() {
    let project = Project::new();
    let page = project.run(&["explain", RULE]);
    assert_eq!(page.code, 0);
    for word in [RULE, "severity", "Why", "Bad", "Good"] {
        assert!(page.out.contains(word), "{word}");
    }
    assert!(page.out.lines().all(|line| line.chars().count() <= 80 || line.starts_with("    ")), "{}", page.out);
    assert_eq!(project.run(&["explain", "ignores-reply"]).out, page.out, "the slug alone");
    let meta: serde_json::Value =
        serde_json::from_str(&project.run(&["explain", RULE, "--format=json"]).out).expect("JSON");
    assert_eq!((&meta["name"], &meta["severity"]), (&RULE.into(), &"error".into()));
    let list = project.run(&["rules"]).out;
    let all: serde_json::Value = serde_json::from_str(&project.run(&["rules", "--format=json"]).out).expect("JSON");
    assert_eq!(all.as_array().map(Vec::len), Some(list.lines().count()));
    assert!(list.lines().all(|line| line.contains('/')));
    let table = project.run(&["rules", "--format=markdown"]).out;
    assert_eq!(table.lines().count(), list.lines().count() + 2);
    assert_eq!(project.run(&["explain", "no/such-rule"]).code, 2);
    let group = project.run(&["explain", "stop"]);
    assert_eq!(group.code, 2);
    assert!(group.err.contains("`stop` is a group") && group.err.contains(RULE), "{}", group.err);
    assert!(!project.run(&["explain", "all"]).err.contains("did you mean `all`"));
    assert!(project.run(&["help"]).err.contains("outreach-lint --help"));
}

#[test]
fn scripts_and_manual_are_printed() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = project.run(&["completions", shell]);
        assert!(run.code == 0 && run.out.contains("stdin-filename"), "{shell}");
    }
    let manual = project.run(&["man"]).out;
    assert!(manual.contains(".TH outreach-lint"));
    for option in ["recipient", "prune", "stdin\\-filename"] {
        assert!(manual.contains(&format!("\\-\\-{option}")), "{option}");
    }
    assert!(!manual.contains("(1)\n"), "there is no other page to look at");
}

#[test]
fn timelines_are_shown() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("other.json", "{}");
    let run = project.run(&["timeline", "--format=json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let recipients = &report["campaigns"][0]["recipients"];
    assert_eq!(recipients["silent"]["touch_count"], 2);
    assert_eq!(recipients["replies"]["after"][0]["touches"][0]["step"], "nudge");
    let one = project.run(&["timeline", "--recipient=silent"]).out;
    assert!(one.contains("20") && one.contains("silent") && !one.contains("reader"), "{one}");
    assert_eq!(project.run(&["timeline", "other.json"]).code, 2);
    assert_eq!(project.run(&["timeline", "--recipient=nobody"]).code, 2);
}

#[test]
fn words_at_the_end_can_be_left_away_or_asked_for() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let run = |more: &[&str]| project.run(&[&["--select", RULE, "--format=concise"], more].concat());
    assert_eq!(last(&run(&[]).out), "1 file, 1 campaign: 1 error, none fixable");
    assert_eq!(run(&["--quiet"]).out.lines().count(), 1);
    assert!(last(&run(&["--statistics"]).out).ends_with("1  error    stop/ignores-reply"));
    assert!(run(&["--timings"]).err.contains("judging"));
    assert!(last(&run(&["--ignore", RULE]).out).contains("no findings"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    #[test]
    fn no_pipe_is_opened() {
        let project = Project::new();
        project.write("a.toml", DEAF);
        let made = Command::new("mkfifo").arg(project.path("pipe.toml")).status().expect("mkfifo is there");
        assert!(made.success());
        let walk = project.run(&["--select", RULE]);
        assert_eq!(walk.code, 1, "{}", walk.err);
        let named = project.run(&["pipe.toml"]);
        assert_eq!(named.code, 2);
        assert!(named.err.contains("a pipe or a device"), "{}", named.err);
        assert_eq!(project.run(&["/dev/null"]).code, 2);
        project.write("copy.toml", DEAF.replace("id = \"nudge\"", "body_file = \"pipe.toml\""));
        let copy = project.run(&["copy.toml", "--select=structure"]);
        assert!(copy.out.contains("structure/unreadable-copy"), "{}", copy.out);
    }

    #[test]
    fn copy_is_read_beside_its_file_and_nowhere_else() {
        let project = Project::new();
        let outside = tempfile::tempdir().expect("a folder can be made");
        fs::write(outside.path().join("secret.md"), "secret").expect("a file can be written");
        symlink(outside.path().join("secret.md"), project.path("link.md")).expect("a link can be made");
        symlink(outside.path(), project.path("folder")).expect("a link can be made");
        project.write("copy/in.md", "Hello").write("inner.md", "Hello");
        symlink("inner.md", project.path("near.md")).expect("a link can be made");
        let secret = outside.path().join("secret.md");
        let codes = |body: &str| {
            let text = DEAF.replace("id = \"nudge\"", &format!("body_file = {body:?}"));
            project.write("sub/a.toml", text);
            project.findings(&["sub/a.toml", "--select=structure/unreadable-copy"]).len()
        };
        for good in ["../copy/in.md", "../sub/../copy/in.md", "../near.md"] {
            assert_eq!(codes(good), 0, "{good}");
        }
        let up = format!("../../{}/secret.md", outside.path().file_name().expect("a name").to_string_lossy());
        for bad in ["../link.md", "../folder/secret.md", &secret.to_string_lossy(), &up, "none.md", ".."] {
            assert_eq!(codes(bad), 1, "{bad}");
        }
    }

    #[test]
    fn a_walk_follows_no_link_and_a_name_does() {
        let project = Project::new();
        project.write("real/a.toml", DEAF);
        symlink("real", project.path("linked")).expect("a link can be made");
        symlink("..", project.path("real/loop")).expect("a link can be made");
        symlink("real/a.toml", project.path("b.toml")).expect("a link can be made");
        assert_eq!(project.findings(&["--select", RULE]), ["real/a.toml:14 stop/ignores-reply"]);
        assert_eq!(project.findings(&["b.toml", "--select", RULE]), ["b.toml:14 stop/ignores-reply"]);
        assert_eq!(project.findings(&["linked", "--select", RULE]), ["linked/a.toml:14 stop/ignores-reply"]);
    }

    #[test]
    fn a_path_that_is_not_utf8_is_opened_and_shown_with_a_mark() {
        let project = Project::new();
        let name = OsStr::from_bytes(b"caf\xe9.toml");
        if fs::write(project.path(".").join(name), DEAF).is_err() {
            return; // This file system knows no such names.
        }
        assert_eq!(project.findings(&["--select", RULE]), ["caf\u{fffd}.toml:14 stop/ignores-reply"]);
        let run = finish(command(&project.path(".")).arg(name).args(["--select", RULE, "--format=concise"]));
        assert!(run.out.starts_with("caf\u{fffd}.toml:14:6:"), "{}", run.out);
    }

    #[test]
    fn what_cannot_be_opened_is_said() {
        use std::os::unix::fs::PermissionsExt;
        let project = Project::new();
        project.write("shut/a.toml", DEAF).write("b.toml", DEAF);
        let shut = project.path("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("it can be shut");
        if fs::read_dir(&shut).is_ok() {
            return; // Whoever runs the tests may open everything.
        }
        let run = project.run(&["--select", RULE]);
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).expect("it can be opened");
        assert_eq!(run.code, 2);
        assert!(run.err.contains("shut: it could not be looked at"), "{}", run.err);
        assert!(run.out.contains("b.toml"), "{}", run.out);
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        let project = Project::new();
        project.write("a.toml", DEAF);
        let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
        let status = command(&project.path(".")).stdout(full).stderr(Stdio::null()).status().expect("it starts");
        assert_eq!(status.code(), Some(2));
    }
}
