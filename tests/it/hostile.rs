//! Files, names and devices that nobody means well with: each is read or refused, and nothing of it is printed raw.

use crate::support::{DEAF, Project, RULE, Ran, command, finish};
use outreach_lint::import::MAX_STEPS;
use outreach_lint::render::FORMATS;
use serde_json::json;
use std::fs::{self, File};
use std::process::Stdio;

/// What steers a terminal, or hides.
fn steers(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn hold_quiet(what: &str, text: &str) {
    let found = text.find(steers).map(|at| text[at..].chars().take(20).collect::<String>());
    assert_eq!(found, None, "{what}");
}

#[test]
fn no_depth_ends_the_program() {
    let project = Project::new();
    let n = 200_000;
    let files = [
        ("open.json", "[".repeat(n)),
        ("tables.json", format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n))),
        ("steps.json", format!("{{\"campaign\":{{\"name\":\"x\"}},\"step\":{}{}}}", "[".repeat(n), "]".repeat(n))),
        ("lists.toml", format!("[campaign]\nname = {}{}", "[".repeat(n), "]".repeat(n))),
        ("tables.toml", format!("campaign = {}1{}", "{a=".repeat(n), "}".repeat(n))),
        ("header.toml", format!("[{}a]\n", "campaign.".repeat(n))),
        ("dotted.toml", format!("{}a = 1\n", "campaign.".repeat(n))),
    ];
    for (name, text) in files {
        project.write(name, text);
        let ran = project.run(&[name, "--format=concise"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(
            ran.out.starts_with(&format!("{name}:")) && ran.out.contains("structure/syntax"),
            "{name}: {}",
            ran.out
        );
        assert!(ran.out.lines().all(|line| line.len() < 400), "{name}");
        project.run(&["timeline", name]);
    }
    let config = format!("rules = {}{}", "{a=".repeat(n), "}".repeat(n));
    project.write("outreach-lint.toml", config);
    assert_eq!(project.run(&["open.json"]).code, 2);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let project = Project::new();
    let file = File::create(project.path("large.json")).expect("a file can be made");
    if file.set_len(2 << 30).is_err() {
        return; // This file system keeps no holes.
    }
    let named = project.run(&["large.json"]);
    assert_eq!(named.code, 2);
    assert!(named.err.contains("large.json: it is larger than 1024 MiB"), "{}", named.err);
    project.write("a.toml", DEAF.replace("id = \"nudge\"", "body_file = \"large.json\""));
    let walked = project.run(&["--format=json"]);
    assert_eq!(walked.code, 2, "{}", walked.err);
    assert!(walked.out.contains("structure/unreadable-copy"), "{}", walked.out);
}

#[test]
fn a_campaign_of_too_many_steps_is_refused_and_the_next_one_judged() {
    let project = Project::new();
    let steps = vec!["{\"channel\":\"email\"}"; MAX_STEPS + 1].join(",");
    let small = "{ \"campaign\": { \"name\": \"small\" }, \"step\": [ { \"channel\": \"email\" } ] }";
    let text =
        format!("{{ \"campaigns\": [ {{ \"campaign\": {{ \"name\": \"huge\" }}, \"step\": [{steps}] }},\n{small} ] }}");
    project.write("many.json", text);
    let ran = project.run(&["many.json", "--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let of = |name: &str| -> Vec<&str> {
        let findings = report["findings"].as_array().expect("a list").iter();
        findings.filter(|finding| finding["campaign"] == name).filter_map(|finding| finding["rule"].as_str()).collect()
    };
    assert_eq!(of("huge"), ["structure/invalid-value"], "and nothing is guessed");
    assert!(!of("small").is_empty());
    let why = report["summary"]["skipped"][0]["why"].as_str();
    assert_eq!(why, Some("the campaign \"huge\" has 100001 steps, more than 100000"));
    let steps =
        vec!["{\"type\":\"email\",\"delayInMinutes\":0,\"variants\":[{\"message\":\"Hi\"}]}"; MAX_STEPS + 1].join(",");
    project.write(
        "reply.json",
        format!(
            "{{\"id\":1,\"name\":\"huge\",\"scheduleId\":3,\"emailAccounts\":[],\"settings\":{{}},\"steps\":[{steps}]}}"
        ),
    );
    let ran = project.run(&["reply.json", "--format=concise"]);
    assert!(ran.out.contains("has 100001 steps"), "an export too: {}", ran.out);
}

#[test]
fn no_finding_shows_more_places_than_anybody_reads() {
    let project = Project::new();
    let steps = "[[step]]\nchannel = \"email\"\nwait = \"20d\"\n".repeat(1_100);
    project.write("long.toml", format!("{}{steps}", DEAF.split_once("[[step]]").expect("it has steps").0));
    let ran = project.run(&["long.toml", "--select=opt-out,stop", "--format=json", "--format=human=human.txt"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let longest = |key: &str| findings.iter().filter_map(|finding| Some(finding[key].as_array()?.len())).max();
    assert_eq!((longest("labels"), longest("witness")), (Some(1_000), Some(1_000)));
    let human = project.read("human.txt");
    assert!(human.lines().count() < 1_000, "{} lines", human.lines().count());
}

#[test]
fn of_more_offers_than_anybody_makes_the_first_are_judged_and_the_others_said_not_to_be() {
    let offers = |count: usize, expires: &str| {
        let step = format!("[[step]]\nchannel = \"email\"\noffer = {{ kind = \"discount\", expires = {expires} }}\n");
        let project = Project::new();
        project.write("long.toml", format!("[campaign]\nname = \"a\"\n{}", step.repeat(count)));
        project.run(&["long.toml", "--select=offer/expired-offer", "--format=concise"]).out
    };
    assert!(offers(1_000, "2020-01-01").ends_with("1 campaign: 1000 errors, none fixable\n"));
    let more = offers(1_001, "2020-01-01");
    assert!(more.ends_with("1 campaign (1 not judged whole): 1000 errors, none fixable\n"));
    assert!(more.contains("for want of how the offers"));
    let in_time = offers(1_001, "2099-01-01");
    assert!(in_time.ends_with("1 campaign: no findings\n"), "no look is taken at what nobody gets too late: {in_time}");
}

/// A campaign whose every word is hostile: it closes tags, cells, strings and lines, and steers.
fn hostile() -> String {
    let evil = "\\u001b]0;x\\u0007\\n::error::pwned\\n<script>alert(1)</script>|\\u202e`\\u0000&\\\"]]>\\u0085\\u2028";
    let mut text = DEAF.to_owned();
    for word in ["Deaf", "Ines Falk", "notes", "nudge"] {
        text = text.replace(&format!("\"{word}\""), &format!("\"{word}{evil}\""));
    }
    text.replace(
        "wait = \"20d\"",
        &format!("wait = \"20d\"\nsubject = \"{evil}\"\nbody = \"Dear {evil} {{{{ x{evil}\"\n{}", ""),
    )
}

#[test]
fn nothing_of_a_file_is_printed_raw_in_any_format() {
    let project = Project::new();
    project.write("a.toml", hostile()).write("b.toml", format!("{}[nonsense]\n\"ke\\u001b[0my\" = 1\n", hostile()));
    project.write("c.toml", "[campaign]\nname = \"\u{1b}[31m\n\u{7}").write("d.toml", DEAF.replace("\"reply\"", ""));
    let odd = "e\n::error::pwned\u{1b}[31m<b>|`\"'&\u{202e}.toml";
    if fs::write(project.path(odd), hostile()).is_err() {
        return; // This file system knows no such names.
    }
    for format in FORMATS {
        let ran = project.run(&["--verbose", "--statistics", "--format", format.name]);
        assert_eq!(ran.code, 2, "{}: {}", format.name, ran.err);
        hold_format(format.name, &ran.out);
        hold_quiet("standard error", &ran.err);
    }
    for format in ["human", "json", "html", "svg"] {
        let ran = project.run(&["timeline", "--format", format]);
        hold_format(&format!("timeline {format}"), &ran.out);
        hold_quiet("standard error", &ran.err);
    }
    project.run(&["baseline", "--output=base.json"]);
    hold_format("baseline json", &project.read("base.json"));
    let evil = "no\n::error::pwned\u{1b}[2J";
    for arguments in [
        vec![evil],
        vec!["a.toml", "--select", evil],
        vec!["a.toml", "--from", evil],
        vec!["a.toml", "--config", evil],
        vec!["a.toml", "--baseline", evil],
        vec!["a.toml", "--format", evil],
        vec!["explain", evil],
        vec!["-", "--stdin-filename", evil],
    ] {
        let ran = project.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        hold_quiet(&format!("{arguments:?}"), &(ran.err + &ran.out));
    }
}

fn hold_format(name: &str, text: &str) {
    hold_quiet(name, text);
    assert!(!text.is_empty(), "{name} is empty");
    assert!(!text.lines().any(|line| line.starts_with("::error::pwned")), "{name}: {text}");
    let kind = name.rsplit(' ').next().unwrap_or(name);
    if matches!(kind, "html" | "svg" | "markdown" | "junit") {
        assert!(!text.contains("<script>alert"), "{name}: {text}");
    }
    match kind {
        "json" | "sarif" | "gitlab" => drop(serde_json::from_str::<serde_json::Value>(text).expect(name)),
        "jsonl" => text.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).expect(name))),
        "junit" | "svg" => drop(roxmltree::Document::parse(text).expect(name)),
        _ => {}
    }
}

#[test]
fn what_is_no_text_is_said_with_its_place() {
    let project = Project::new();
    let utf16 = |text: &str, swap: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(swap).collect() };
    let files: [(&str, Vec<u8>, &str); 10] = [
        ("empty.json", Vec::new(), "1:1"),
        ("empty.toml", Vec::new(), "1:1"),
        ("mark.json", b"\xef\xbb\xbf".to_vec(), "1:1"),
        ("mark.toml", b"\xef\xbb\xbf".to_vec(), "1:1"),
        ("little.toml", utf16(&format!("\u{feff}{DEAF}"), u16::to_le_bytes), "1:1"),
        ("big.json", utf16("\u{feff}{}", u16::to_be_bytes), "1:1"),
        ("bare.json", utf16("{\"campaign\": {}}", u16::to_le_bytes), "1:1"),
        ("latin.toml", b"[campaign]\nname = \"caf\xe9\"\n".to_vec(), "2:12"),
        ("half.json", b"{\"campaign\": {\"name\": \"\\ud83d\"}}".to_vec(), "1:24"),
        ("nul.json", b"\0\0\0\0".to_vec(), "1:1"),
    ];
    for (name, bytes, at) in files {
        project.write(name, bytes);
        let ran = project.run(&[name, "--format=concise"]);
        assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(&format!("{name}:{at}: error[structure/")), "{name}: {}", ran.out);
        hold_quiet(name, &ran.out);
    }
}

#[test]
fn no_number_and_no_duration_overflows() {
    let project = Project::new();
    let numbers =
        ["1e308", "-1e308", "1e999", "18446744073709551616", "9223372036854775807", "-9223372036854775808", "0.1"];
    let texts = [
        "99999999999999999999 weeks",
        "P9999999999999Y",
        "PT1e300S",
        "18446744073709551615s",
        "-5d",
        "1d..99999999999999w",
        "999999h 999999999m",
    ];
    let values = numbers.iter().map(ToString::to_string).chain(texts.iter().map(|text| format!("\"{text}\"")));
    let campaigns: Vec<String> = values
        .map(|value| {
            let step = format!("{{ \"channel\": \"sms\", \"wait\": {value} }}");
            let limits = format!("{{ \"per_day\": {value}, \"reenroll_after\": {value} }}");
            format!("{{ \"campaign\": {{ \"name\": \"x\" }}, \"limits\": {limits},\n \"step\": [{step}, {step}] }}")
        })
        .collect();
    project.write("a.json", format!("{{ \"campaigns\": [\n{}] }}", campaigns.join(",\n")));
    // Each wait is one that can be; together they are more than a clock counts.
    let steps = "[[step]]\nchannel = \"email\"\nwait = \"400000w\"\n".repeat(200);
    project.write("b.toml", format!("[campaign]\nname = \"x\"\n{steps}"));
    for arguments in
        [&["--format=concise"][..], &["timeline"], &["timeline", "--format=html"], &["timeline", "--format=json"]]
    {
        let ran = project.run(arguments);
        assert!((0..=2).contains(&ran.code) && !ran.err.contains("panicked"), "{arguments:?}: {}", ran.err);
        assert!(!ran.out.is_empty());
    }
}

#[test]
fn a_line_of_megabytes_is_shown_in_part_in_every_format() {
    let project = Project::new();
    let padding = "é\u{1b}".repeat(500_000).replace('\u{1b}', " ");
    let text = format!(
        "{{\"campaign\":{{\"name\":\"x\",\"purpose\":\"sales\"}},\"stop\":{{\"on\":[\"decline\"]}},\"step\":[{{\"channel\":\"email\",\"body\":\"{padding}\"}},{{\"channel\":\"email\",\"wait\":\"9d\"}}]}}"
    );
    project.write("a.json", text);
    for format in FORMATS {
        let ran = project.run(&["a.json", "--select", RULE, "--format", format.name]);
        assert_eq!(ran.code, 1, "{}: {}", format.name, ran.err);
        assert!(ran.out.len() < 200_000, "{}: {} bytes", format.name, ran.out.len());
    }
}

/// What a rule asks of a phrase must not be asked of the whole text for each: these took minutes.
#[test]
fn a_text_that_says_the_same_again_and_again_is_judged() {
    for said in [
        "Hurry, ",
        "Expires soon\n",
        "\"Hurry, \" ",
        "ABCD EFGH IJKL mnop, ",
        "this is {{ name }} ",
        "We will call you, ",
        "If you like, we will call you. ",
        "Just checking in\n",
    ] {
        for (channel, purpose, source) in [("email", "marketing", "inquiry"), ("sms", "service", "complaint")] {
            let project = Project::new();
            let body = said.repeat(200_000 / said.len());
            let step = json!({ "channel": channel, "wait": "9d", "subject": "x", "body": body });
            let campaign = json!({ "name": "a", "purpose": purpose });
            let whole = json!({ "campaign": campaign, "audience": { "source": source }, "step": [step] });
            project.write("a.json", whole.to_string());
            let ran = project.run(&["a.json", "--format=concise"]);
            assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{said:?} {channel}");
        }
    }
}

#[test]
fn many_campaigns_of_one_file_are_each_judged() {
    let project = Project::new();
    let campaign = |n| {
        format!(
            "{{\"campaign\":{{\"name\":\"c{n}\",\"purpose\":\"sales\"}},\"stop\":{{\"on\":[\"decline\"]}},\"step\":[{{\"channel\":\"email\"}},{{\"channel\":\"email\",\"wait\":\"9d\"}}]}}"
        )
    };
    let all: Vec<String> = (0..2_000).map(campaign).collect();
    project.write("a.json", format!("{{\"campaigns\":[{}]}}", all.join(",")));
    assert_eq!(project.findings(&["a.json", "--select", RULE]).len(), 2_000);
}

#[test]
fn configs_that_build_on_each_other_come_to_an_end() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    for number in 0..300 {
        let next = number + 1;
        project.write(&format!("twice/{number}.toml"), format!("extends = [\"{next}.toml\", \"{next}.toml\"]"));
        project.write(&format!("deep/{number}.toml"), format!("extends = \"{next}.toml\""));
    }
    for name in ["twice/0.toml", "deep/0.toml"] {
        let ran = project.run(&["a.toml", "--config", name, "--format=concise"]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.out.contains("this is one of too many"), "{name}: {}{}", ran.out, ran.err);
    }
    project.write("wide.toml", format!("extends = [{}]", "\"house.toml\", ".repeat(200))).write("house.toml", "");
    assert_eq!(project.run(&["a.toml", "--config=wide.toml", "--select", RULE]).code, 1, "many are no fault");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    fn full() -> Option<File> {
        fs::OpenOptions::new().write(true).open("/dev/full").ok()
    }

    #[test]
    fn a_full_disk_is_said_of_every_output() {
        let project = Project::new();
        project.write("a.toml", DEAF);
        if full().is_none() {
            return; // Such a device is Linux's.
        }
        for format in FORMATS {
            let output = format!("--format={}=/dev/full", format.name);
            let ran = project.run(&["a.toml", "--select", RULE, &output]);
            assert_eq!(ran.code, 2, "{}", format.name);
            assert!(ran.err.contains("/dev/full: it could not be written"), "{}: {}", format.name, ran.err);
        }
        let commands: [&[&str]; 9] = [
            &["a.toml", "--select", RULE, "--format=json", "--statistics"],
            &["timeline", "a.toml"],
            &["rules"],
            &["explain", RULE],
            &["schema"],
            &["completions", "bash"],
            &["man"],
            &["--help"],
            &["--version"],
        ];
        for arguments in commands {
            let mut command = command(&project.path("."));
            let out = full().expect("it was there");
            let run = command.args(arguments).stdout(out).stderr(Stdio::piped()).output().expect("it starts");
            assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        }
        // An error that cannot be said changes no exit code.
        for (arguments, code) in
            [(&["none.toml"][..], 2), (&["--nonsense"], 2), (&["a.toml", "--select", RULE, "--timings"], 1)]
        {
            let mut command = command(&project.path("."));
            let err = full().expect("it was there");
            let run = command.args(arguments).stdout(Stdio::null()).stderr(err).status().expect("it starts");
            assert_eq!(run.code(), Some(code), "{arguments:?}");
        }
    }

    #[test]
    fn a_reader_that_has_enough_is_no_failure() {
        let project = Project::new();
        for number in 0..50 {
            project.write(&format!("{number}.toml"), DEAF);
        }
        let commands: [&[&str]; 8] = [
            &["--fail-on=never", "--select", RULE],
            &["--fail-on=never", "--select", RULE, "--format=json"],
            &["timeline"],
            &["rules"],
            &["man"],
            &["schema"],
            &["--help"],
            &["completions", "zsh"],
        ];
        for arguments in commands {
            let mut child = command(&project.path("."))
                .args(arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts");
            drop(child.stdout.take());
            let output = child.wait_with_output().expect("the program ends");
            assert_eq!(output.status.code(), Some(0), "{arguments:?}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_said_where_they_are_named() {
        let project = Project::new();
        project.write("a.toml", DEAF);
        symlink("self.toml", project.path("self.toml")).expect("a link can be made");
        symlink("two.toml", project.path("one.toml")).expect("a link can be made");
        symlink("one.toml", project.path("two.toml")).expect("a link can be made");
        symlink("gone.toml", project.path("dead.toml")).expect("a link can be made");
        symlink(".", project.path("round")).expect("a link can be made");
        let said = |ran: Ran, name: &str| {
            assert_eq!(ran.code, 2, "{name}");
            assert!(ran.err.contains(&format!("error: {name}: ")), "{}", ran.err);
        };
        for name in ["self.toml", "one.toml", "dead.toml"] {
            said(project.run(&[name]), name);
        }
        assert_eq!(project.findings(&[".", "--select", RULE]), ["a.toml:14 stop/ignores-reply"]);
        let deep = ["round"; 30].join("/");
        assert_eq!(project.findings(&[&deep, "--select", RULE]).len(), 1);
        for name in ["self.toml", "dead.toml", "round"] {
            project.write("b.toml", DEAF.replace("id = \"nudge\"", &format!("body_file = \"{name}\"")));
            let found = project.findings(&["b.toml", "--select=structure/unreadable-copy"]);
            assert_eq!(found.len(), 1, "{name}: {found:?}");
        }
    }

    #[test]
    fn no_pipe_is_opened_whatever_asks_for_it() {
        let project = Project::new();
        project.write("a.toml", DEAF);
        let made = std::process::Command::new("mkfifo").arg(project.path("pipe")).status().expect("mkfifo is there");
        assert!(made.success());
        for arguments in [
            vec!["pipe"],
            vec!["a.toml", "--config=pipe"],
            vec!["a.toml", "--baseline=pipe"],
            vec!["a.toml", "--config=/dev/zero"],
            vec!["a.toml", "--baseline=/dev/zero"],
            vec!["/dev/zero"],
            vec!["timeline", "/dev/zero"],
        ] {
            let ran = project.run(&arguments);
            assert_eq!(ran.code, 2, "{arguments:?}");
            assert!(ran.err.contains("a pipe or a device"), "{arguments:?}: {}", ran.err);
        }
        let ran = project.pipe(DEAF, &["/dev/stdin"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("`-` reads standard input"), "{}", ran.err);
        fs::rename(project.path("pipe"), project.path("outreach-lint.toml")).expect("it can be renamed");
        let ran = project.run(&["a.toml"]);
        assert!(ran.code == 2 && ran.err.contains("a pipe or a device"), "{}", ran.err);
    }

    #[test]
    fn a_path_that_is_not_utf8_has_its_place_in_every_format() {
        let project = Project::new();
        let name = OsStr::from_bytes(b"caf\xe9\xff.toml");
        if fs::write(project.path(".").join(name), DEAF).is_err() {
            return; // This file system knows no such names.
        }
        for format in FORMATS {
            let ran = finish(command(&project.path(".")).arg(name).args(["--select", RULE, "--format", format.name]));
            assert_eq!(ran.code, 1, "{}: {}", format.name, ran.err);
            assert!(ran.out.contains("caf"), "{}: {}", format.name, ran.out);
        }
        let ran = finish(command(&project.path(".")).args(["timeline"]).arg(name));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}
