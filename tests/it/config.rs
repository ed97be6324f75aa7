//! What a config and the comments of a file change.

use crate::support::{DEAF, Project, RULE};

const PRESSURE: &str = "cadence/campaign-pressure";
const FOLLOW_UPS: &str = "cadence/too-many-follow-ups";

/// A campaign with so many follow-ups after the first message.
fn follow_ups(count: usize) -> String {
    let step = |n| format!("[[step]]\nid = \"s{n}\"\nchannel = \"email\"\nwait = \"20d\"\n");
    let steps: String = (0..=count).map(step).collect();
    format!("[campaign]\nname = \"Long\"\npurpose = \"marketing\"\n{steps}")
}

fn rules(findings: &[String]) -> Vec<&str> {
    findings.iter().filter_map(|finding| finding.split_once(' ').map(|(_, rule)| rule)).collect()
}

#[test]
fn everything_that_is_wrong_with_a_config_is_said_at_once_and_nothing_is_judged() {
    let project = Project::new();
    project.write("a.toml", DEAF).write(
        "outreach-lint.toml",
        r#"preset = "courtous"
selct = ["all"]
ignore = ["cadense", 3]
region = ["US-CF"]
fail_on = "warn"
exclude = ["a["]
[rules."cadence/too-many-folow-ups"]
max = 1
[rules."cadence/too-many-follow-ups"]
severity = "warn"
max = "two"
mx = 2
check_in_after = "soon"
[rules.stop.ignores-reply]
severity = "info"
[[facts]]
audience.consnt = { email = "express" }
[[allow]]
files = ["x"]
rules = ["stop/ignores-rply"]
until = "tomorrow"
[[overrides]]
extends = ["x"]
"#,
    );
    let run = project.run(&["--format=concise"]);
    assert_eq!(run.code, 2);
    assert!(!run.out.contains("a.toml:"), "nothing is judged with a half-understood config: {}", run.out);
    for expected in [
        ":1:10: error[structure/invalid-value] \"courtous\" is none of courteous, strict, lenient | help: did you mean \"courteous\"?",
        ":2:1: error[structure/unknown-field] the config has no key `selct` | help: did you mean `select`?",
        ":3:11: error[structure/invalid-value] there is no rule or group `cadense` | help: did you mean `cadence`?",
        ":3:22: error[structure/invalid-value]",
        ":4:11: error[structure/invalid-value] \"US-CF\" is no region",
        ":5:11: error[structure/invalid-value]",
        ":6:12: error[structure/invalid-value] this is no glob",
        ":7:8: error[structure/invalid-value]",
        "did you mean `cadence/too-many-follow-ups`?",
        ":10:12: error[structure/invalid-value]",
        ":11:7: error[structure/invalid-value] a whole number is needed here | help: write it as max = 1",
        ":12:1: error[structure/unknown-field]",
        ":13:18: error[structure/invalid-value] `check_in_after` cannot be this",
        "write the name in quotes: [rules.\"stop/ignores-reply\"]",
        ":16:1: error[structure/missing-field] `files` is missing here",
        "did you mean `consent`?",
        ":18:1: error[structure/missing-field] `reason` is missing here",
        ":20:10: error[structure/invalid-value]",
        ":21:9: error[structure/invalid-value] a day is needed here",
        ":22:1: error[structure/missing-field] `files` is missing here",
        ":23:1: error[structure/unknown-field] an override has no key `extends`",
    ] {
        assert!(run.out.contains(expected), "{expected}\n{}", run.out);
    }
    assert_eq!(project.run(&["--no-config", "--ignore=all"]).code, 0);
}

#[test]
fn a_misspelt_key_that_must_be_there_is_said_once() {
    let project = Project::new();
    project.write("a.toml", DEAF);
    let run = |config: &str| {
        project.write("outreach-lint.toml", config);
        rules(&project.findings(&[])).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let allow = |keys: &str| run(&format!("[[allow]]\n{keys}"));
    assert_eq!(allow("files = [\"x\"]\nrule = [\"stop\"]\nreason = \"x\""), ["structure/unknown-field"]);
    assert_eq!(allow("file = [\"x\"]\nrules = [\"stop\"]\nresaon = \"x\""), ["structure/unknown-field"; 2]);
    assert_eq!(run("[[overrides]]\nfile = [\"x\"]\npreset = \"strict\""), ["structure/unknown-field"]);
    assert_eq!(run("[[overrides]]\npreset = \"strict\""), ["structure/missing-field"]);
}

#[test]
fn a_fact_at_the_top_of_a_list_of_facts_is_led_to_its_table() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("outreach-lint.toml", "[[facts]]\nfiles = [\"x\"]\nregion = [\"GB\"]\n");
    let run = project.run(&["--format=concise"]);
    assert!(run.out.contains("has no field `region` | help: write it as `campaign.region`"), "{}", run.out);
}

#[test]
fn a_number_that_cannot_be_is_refused_in_plain_words() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("outreach-lint.toml", format!("[rules.{FOLLOW_UPS:?}]\nmax = -1\n"));
    let run = project.run(&["--format=concise"]);
    assert!(
        run.out.contains("`max` cannot be this: a number from 0 on is needed | help: write it as max = 1"),
        "{run:?}"
    );
}

#[test]
fn a_config_with_broken_text_is_a_finding_and_the_run_ends_with_2() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("outreach-lint.toml", "preset = \n[[allow");
    let run = project.run(&["--format=concise"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("outreach-lint.toml:1:"), "{}", run.out);
    assert_eq!(project.run(&["timeline"]).code, 2);
}

#[test]
fn the_nearest_config_holds_and_none_beyond_the_repository() {
    let project = Project::new();
    project.write("outreach-lint.toml", format!("ignore = [{RULE:?}]\nselect = [{RULE:?}, \"structure\"]"));
    project.write("a.toml", DEAF).write("sub/deep/b.toml", DEAF).write("repo/c.toml", DEAF).write("repo/.git/x", "");
    project.write("sub/outreach-lint.toml", format!("select = [{RULE:?}]"));
    assert_eq!(rules(&project.findings(&["a.toml"])), [""; 0]);
    assert_eq!(rules(&project.findings(&["sub/deep/b.toml"])), [RULE]);
    assert!(rules(&project.findings(&["repo/c.toml"])).contains(&RULE), "another repository");
    assert_eq!(project.findings(&["."]).iter().filter(|f| f.starts_with("sub/")).count(), 1);
    assert_eq!(rules(&project.findings(&["a.toml", "--config=sub/outreach-lint.toml"])), [RULE]);
    assert!(rules(&project.findings(&["a.toml", "--no-config"])).contains(&RULE));
}

#[test]
fn options_weights_and_presets_change_what_is_found() {
    let project = Project::new();
    project.write("long.toml", follow_ups(3));
    let with = |config: &str, more: &[&str]| {
        project.write("outreach-lint.toml", config);
        let run = project.run(&[&["--format=concise", "--quiet", "--select", FOLLOW_UPS], more].concat());
        run.out.split_once(": ").map_or(String::new(), |(_, rest)| rest.chars().take_while(|c| *c != '[').collect())
    };
    let rule = format!("[rules.{FOLLOW_UPS:?}]\n");
    assert_eq!(with("", &[]), "warning");
    assert_eq!(with(&format!("{rule}severity = \"error\""), &[]), "error");
    assert_eq!(with(&format!("{rule}max = 3"), &[]), "");
    assert_eq!(with("preset = \"lenient\"", &[]), "");
    assert_eq!(with("preset = \"strict\"", &[]), "error");
    assert_eq!(with("preset = \"lenient\"", &["--preset=strict"]), "error", "the command line goes before");
    assert_eq!(with(&format!("preset = \"lenient\"\n{rule}max = 1"), &[]), "warning", "an option goes before");
    assert_eq!(with(&format!("preset = \"strict\"\n{rule}severity = \"info\""), &[]), "info");
    assert_eq!(with(&format!("{rule}severity = \"off\""), &[]), "warning", "named on the command line");
    project.write("outreach-lint.toml", format!("{rule}severity = \"off\""));
    assert!(!rules(&project.findings(&["--select=cadence"])).contains(&FOLLOW_UPS), "only its group is named");
}

#[test]
fn what_fails_a_run_can_be_set() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("outreach-lint.toml", format!("select = [{RULE:?}]\nfail_on = \"never\""));
    assert_eq!(project.run(&[]).code, 0);
    assert_eq!(project.run(&["--fail-on=error"]).code, 1);
    project.write("sub/outreach-lint.toml", format!("select = [{RULE:?}]")).write("sub/a.toml", DEAF);
    assert_eq!(project.run(&[]).code, 1, "each file has the level of its own config");
}

#[test]
fn overrides_hold_for_their_files_the_later_over_the_earlier() {
    let project = Project::new();
    project.write(
        "outreach-lint.toml",
        format!(
            "select = [{FOLLOW_UPS:?}]\n[[overrides]]\nfiles = [\"sales/**\", \"*.draft.toml\"]\n\
             rules.{FOLLOW_UPS:?}.max = 5\n[[overrides]]\nfiles = [\"sales/hard.toml\"]\nrules.{FOLLOW_UPS:?} = \
             {{ max = 0, severity = \"error\" }}\n[[overrides]]\nfiles = [\"off\"]\nignore = [\"cadence\"]\n"
        ),
    );
    for path in ["a.toml", "sales/deep/b.toml", "sales/hard.toml", "x/c.draft.toml", "off/d.toml"] {
        project.write(path, follow_ups(3));
    }
    let found = project.findings(&[]);
    assert_eq!(found, [format!("a.toml:13 {FOLLOW_UPS}"), format!("sales/hard.toml:9 {FOLLOW_UPS}")]);
}

#[test]
fn a_config_builds_on_others() {
    let project = Project::new();
    let select = |rule: &str| format!("select = [{rule:?}]\n");
    project.write(
        "shared/base.toml",
        select(RULE) + &format!("[rules.{FOLLOW_UPS:?}]\nmax = 2\nseverity = \"error\"\n[[overrides]]\nfiles = [\"b.toml\"]\nrules.{FOLLOW_UPS:?}.max = 9\n"),
    );
    project.write(
        "outreach-lint.toml",
        format!("extends = [\"shared/base.toml\"]\n{}[rules.{FOLLOW_UPS:?}]\nmax = 1\n", select(FOLLOW_UPS)),
    );
    project.write("a.toml", follow_ups(2)).write("b.toml", follow_ups(2));
    let run = project.run(&["--format=concise", "--quiet"]);
    assert!(run.out.starts_with("a.toml:13:6: error[cadence/too-many-follow-ups]"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[test]
fn configs_that_lead_back_to_themselves_or_nowhere_are_findings() {
    let project = Project::new();
    project.write("a.toml", DEAF).write("outreach-lint.toml", "extends = [\"b.toml\"]");
    project.write("b.toml", "extends = [\"sub/../outreach-lint.toml\"]");
    let run = project.run(&["a.toml", "--format=concise"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("b.toml:1:12: error[structure/invalid-value]"), "{}", run.out);
    project.write("b.toml", "extends = [\"none.toml\", \"sub\"]").write("sub/x", "");
    let run = project.run(&["a.toml", "--format=concise"]);
    assert!(run.out.contains("\"none.toml\" cannot be built on: there is no such file"), "{}", run.out);
    assert!(run.out.contains("\"sub\" cannot be built on: it is no file"), "{}", run.out);
    // Two that build on one are no circle.
    project.write("outreach-lint.toml", "extends = [\"b.toml\", \"c.toml\"]");
    project.write("b.toml", "extends = [\"d.toml\"]").write("c.toml", "extends = [\"d.toml\"]");
    project.write("d.toml", format!("select = [{RULE:?}]"));
    assert_eq!(rules(&project.findings(&["a.toml"])), [RULE]);
}

#[test]
fn facts_fill_in_what_a_file_does_not_state() {
    let project = Project::new();
    let silent = DEAF.replace("purpose = \"marketing\"\n", "");
    project.write("exports/a.toml", &silent).write("b.toml", &silent);
    project.write("outreach-lint.toml", "[[facts]]\nfiles = [\"exports/**\"]\nstop.on = [\"reply\"]\n");
    project.write(
        "exports/a.toml",
        silent.replace(
            "[stop]\non = [\"decline\", \"opt-out\", \"complaint\", \"cancel\", \"convert\", \"bounce\"]\n",
            "",
        ),
    );
    let found = project.findings(&["--select", RULE]);
    assert_eq!(found, ["b.toml:13 stop/ignores-reply"]);
    let run = project.run(&["exports/a.toml", "--select", RULE, "--no-config", "--format=concise"]);
    assert_eq!(run.code, 1, "{}", run.out);
}

#[test]
fn a_walk_looks_at_what_is_included_and_not_at_what_is_excluded() {
    let project = Project::new();
    for path in ["campaigns/a.toml", "campaigns/old/b.toml", "other/c.toml"] {
        project.write(path, DEAF);
    }
    project.write("outreach-lint.toml", "include = [\"campaigns/**\"]\nexclude = [\"old\"]");
    assert_eq!(project.findings(&["--select", RULE]), ["campaigns/a.toml:14 stop/ignores-reply"]);
    let named = project.findings(&["other/c.toml", "--select", RULE]);
    assert_eq!(named, ["other/c.toml:14 stop/ignores-reply"], "a file that was named is never skipped");
}

#[test]
fn a_comment_allows_what_begins_on_its_line_or_the_next() {
    let project = Project::new();
    let line = "on = [\"decline\"";
    let with = |comment: &str, where_: &str| {
        let text = match where_ {
            "above" => DEAF.replace(line, &format!("{comment}\n{line}")),
            "beside" => DEAF.replace("\"bounce\"]", &format!("\"bounce\"] {comment}")),
            _ => format!("{DEAF}{comment}\n"),
        };
        project.write("a.toml", text);
        project.findings(&["--select", RULE, "--select=structure"])
    };
    let allow = "# outreach-lint: allow(stop/ignores-reply) reason=\"the desk answers\"";
    assert_eq!(rules(&with(allow, "above")), [""; 0]);
    assert_eq!(rules(&with(allow, "beside")), [""; 0]);
    assert_eq!(rules(&with(&format!("{allow} until=2999-01-01"), "above")), [""; 0]);
    assert_eq!(rules(&with("# outreach-lint: allow(stop) reason=\"x\"", "above")), [""; 0]);
    let report = project.run(&["--select", RULE]).out;
    assert!(report.ends_with("no findings; 1 allowed\n"), "{report}");
    assert_eq!(rules(&with(allow, "below")), [RULE, "structure/unused-suppression"]);
    let expired = with(&format!("{allow} until=2020-01-01"), "above");
    assert_eq!(rules(&expired), ["structure/unused-suppression", RULE]);
    assert_eq!(rules(&with(&format!("{allow} until=2020-31-01"), "above")), ["structure/unused-suppression", RULE]);
    let unreasoned = with("# outreach-lint: allow(stop/ignores-reply)", "above");
    assert_eq!(rules(&unreasoned), ["structure/invalid-value", RULE], "a reason is required");
    assert_eq!(rules(&project.findings(&["--select", RULE])), [RULE], "nothing is hidden in silence");
    let spaced =
        with("# outreach-lint: allow(stop/ignores-reply) reason = 'as TOML is written' until = 2999-01-01", "above");
    assert_eq!(rules(&spaced), [""; 0]);
    let colon = with("# outreach-lint allow(stop/ignores-reply) reason=\"x\"", "above");
    assert_eq!(rules(&colon), ["structure/invalid-value", RULE]);
    let misspelt = with("# outreach-lint: allow(stop/ignores-rply) reason=\"x\"", "above");
    assert_eq!(rules(&misspelt), ["structure/invalid-value", RULE]);
    assert_eq!(rules(&with("# outreach-lint: ignore this", "above")), ["structure/invalid-value", RULE]);
}

#[test]
fn a_comment_allows_what_is_found_in_a_text_of_many_lines() {
    let project = Project::new();
    let body = "body = \"\"\"\nHello,\nwelcome to [Company].\nGoodbye\"\"\"";
    let allow = "# outreach-lint: allow(copy/unfilled-placeholder) reason=\"filled in by hand\"";
    let with = |step: &str| {
        let text =
            format!("[campaign]\nname = \"x\"\n[[step]]\nid = \"a\"\nchannel = \"email\"\n{step}\nsubject = \"b\"\n");
        project.write("a.toml", text);
        project.findings(&["--select=copy/unfilled-placeholder,structure"])
    };
    assert_eq!(rules(&with(body)), ["copy/unfilled-placeholder"]);
    assert_eq!(rules(&with(&format!("{allow}\n{body}"))), [""; 0], "above its first line");
    assert_eq!(rules(&with(&format!("{body} {allow}"))), [""; 0], "behind its last");
    let elsewhere = with(&format!("{body}\n{allow}"));
    assert_eq!(rules(&elsewhere), ["copy/unfilled-placeholder", "structure/unused-suppression"]);
}

#[test]
fn comments_in_json_allow_too() {
    let project = Project::new();
    let text = |comment: &str| {
        format!(
            "{{ \"campaign\": {{ \"name\": \"x\", \"purpose\": \"sales\" }},\n  {comment}\n  \"stop\": {{ \"on\": [\"decline\"] }},\n\
             \"step\": [ {{ \"channel\": \"email\" }}, {{ \"channel\": \"email\", \"wait\": \"9d\" }} ] }}\n"
        )
    };
    let run = |comment: &str| {
        project.write("a.json", text(comment));
        project.findings(&["--select", RULE, "--select=structure"])
    };
    assert_eq!(rules(&run("")), [RULE]);
    assert_eq!(rules(&run("// outreach-lint: allow(stop/ignores-reply) reason=\"x\"")), [""; 0]);
    assert_eq!(rules(&run("/* outreach-lint: allow(stop/ignores-reply) reason=\"x\" */")), [""; 0]);
}

#[test]
fn the_config_allows_by_file_and_path() {
    let project = Project::new();
    project.write("exports/a.toml", DEAF).write("b.toml", DEAF);
    let with = |allow: &str, arguments: &[&str]| {
        project.write("outreach-lint.toml", format!("select = [{RULE:?}, \"structure\"]\n[[allow]]\n{allow}\n"));
        project.findings(arguments)
    };
    let all = "files = [\"exports/**\"]\nrules = [\"stop\"]\nreason = \"x\"";
    assert_eq!(with(all, &[]), ["b.toml:14 stop/ignores-reply"]);
    assert_eq!(with(&format!("{all}\npath = \"stop/on\""), &[]), ["b.toml:14 stop/ignores-reply"]);
    let elsewhere = format!("{all}\npath = \"step/1\"");
    let found = with(&elsewhere, &[]);
    assert_eq!(rules(&found), [RULE, RULE, "structure/unused-suppression"], "{found:?}");
    assert!(found.contains(&"outreach-lint.toml:2 structure/unused-suppression".to_owned()), "{found:?}");
    let no_file = all.replace("exports", "export");
    let found = with(&no_file, &[]);
    assert_eq!(rules(&found), [RULE, RULE, "structure/unused-suppression"], "{found:?}");
    assert_eq!(rules(&with(&no_file, &["exports"])), [RULE], "it may be for files that were not looked at");
    let found = with(&elsewhere, &["exports/a.toml"]);
    assert_eq!(rules(&found), [RULE], "it may hide something in a file that this run did not look at");
    let found = with(&format!("{all}\nuntil = 2020-01-01"), &["exports/a.toml"]);
    assert_eq!(rules(&found), [RULE, "structure/unused-suppression"], "{found:?}");
}

#[test]
fn rules_for_all_campaigns_follow_the_config_of_each() {
    let project = Project::new();
    let crowd = |name: &str| {
        let step = |n: u32| format!("[[step]]\nid = \"s{n}\"\nchannel = \"email\"\nwait = \"3d\"\n");
        let steps: String = (0..2).map(step).collect();
        format!("[campaign]\nname = \"{name}\"\npurpose = \"marketing\"\n[audience]\nsegments = [\"fans\"]\n{steps}")
    };
    project.write("p/a.toml", crowd("One")).write("p/b.toml", crowd("Two"));
    let count = |arguments: &[&str]| project.findings(&[arguments, &["--select", PRESSURE]].concat()).len();
    assert_eq!(count(&[]), 1);
    project.write("p/outreach-lint.toml", format!("[rules.{PRESSURE:?}]\nper_week = 9\nper_month = 9\n"));
    assert_eq!(count(&["p"]), 0, "the one config of all files");
    project.write("p/outreach-lint.toml", format!("[[overrides]]\nfiles = [\"b.toml\"]\nignore = [{PRESSURE:?}]\n"));
    let found = project.findings(&["p"]);
    assert!(!rules(&found).contains(&PRESSURE), "one campaign alone is no pressure: {found:?}");
}

#[test]
fn findings_that_differ_have_fingerprints_that_differ() {
    let project = Project::new();
    let comment = |rule: &str| format!("# outreach-lint: allow({rule}) reason=\"x\"\n");
    let body = "Dear customer,\n\nplease see {{ first_name }.\n\nWe are {{ last_name }.\n";
    let text = DEAF.replace("id = \"nudge\"", "id = \"nudge\"\nbody_file = \"copy.md\"");
    project.write("copy.md", body).write("a.toml", comment("stop/ignores-decline") + &text + &comment("cadence"));
    let run = project.run(&["--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let prints: Vec<_> =
        report["findings"].as_array().expect("a list").iter().map(|f| f["fingerprint"].clone()).collect();
    assert!(prints.len() > 2, "{}", run.out);
    for (index, print) in prints.iter().enumerate() {
        assert!(!prints[..index].contains(print), "{}", run.out);
    }
}
