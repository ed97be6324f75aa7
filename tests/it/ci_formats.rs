//! The formats of pipelines, of a repository with a good campaign and a bad one.

use crate::support::{DEAF, Project, RULE};
use serde_json::{Value, json};
use std::fs;

const FORMATS: [&str; 5] = ["sarif", "github", "gitlab", "junit", "markdown"];

/// What a campaign may say to break out of a report.
const EVIL: &str = "x|y <img src=z> `c` [a](b) @you %0A::error::z ##[error]w & \"q\" '\u{1b}[31m\u{202e}\n::error::n";

fn kind() -> String {
    DEAF.replace("name = \"Deaf\"", "name = \"Kind\"").replace("[\"decline\"", "[\"reply\", \"decline\"")
}

/// A repository with a good campaign and a bad one.
fn project() -> Project {
    let project = Project::new();
    project.write("campaigns/bad one.toml", DEAF).write("campaigns/good.toml", kind());
    project
}

fn run(project: &Project, format: &str) -> String {
    let run = project.run(&["--select", RULE, "--select=structure", "--format", format]);
    assert_eq!(run.code, 1, "{format}: {}", run.err);
    run.out
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn schema(name: &str) -> Value {
    let path = format!("{}/tests/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the schema is there");
    // A bracket too many, which makes it no pattern.
    parse(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$"))
}

/// What a schema has against a value.
fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_format_of_pipelines_exits_alike_and_goes_to_its_file() {
    let project = project();
    let files: Vec<String> = FORMATS.iter().map(|name| format!("--format={name}=out/{name}")).collect();
    project.write("out/x", "");
    let mut arguments = vec!["--select", RULE, "--format=human"];
    arguments.extend(files.iter().map(String::as_str));
    let all = project.run(&arguments);
    assert_eq!(all.code, 1, "{}", all.err);
    assert!(all.out.contains(RULE));
    for name in FORMATS {
        assert_eq!(project.read(&format!("out/{name}")), run(&project, name), "{name}");
        let good = project.run(&["campaigns/good.toml", "--select", RULE, "--format", name]);
        assert_eq!(good.code, 0, "{name}");
        assert_eq!(project.run(&["none.toml", "--format", name]).code, 2, "{name}");
    }
}

#[test]
fn sarif_is_what_its_schema_asks_for() {
    let project = project();
    let report = parse(&run(&project, "sarif"));
    let schema = schema("sarif-2.1.0.json");
    assert_eq!(faults(&schema, &report), [""; 0]);
    assert!(!faults(&schema, &json!({ "version": "2.1.0" })).is_empty(), "the schema judges");
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["results"].as_array().map(Vec::len), Some(1));
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"], &result["ruleIndex"]), (&json!(RULE), &json!("error"), &json!(0)));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({ "uri": "campaigns/bad%20one.toml", "uriBaseId": "%SRCROOT%" }));
    let end = DEAF.lines().nth(13).expect("the line").chars().count() + 1;
    assert_eq!(place["region"], json!({ "startLine": 14, "startColumn": 6, "endLine": 14, "endColumn": end }));
    assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "stop.on");
    assert!(!result["relatedLocations"].as_array().expect("further labels").is_empty());
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], RULE);
    for text in [&rule["help"]["text"], &rule["help"]["markdown"], &rule["shortDescription"]["text"]] {
        assert!(text.as_str().is_some_and(|text| text.len() > 20), "{rule}");
    }
    let empty = project.run(&["campaigns/good.toml", "--select", RULE, "--format=sarif"]);
    let empty = parse(&empty.out);
    assert_eq!(faults(&schema, &empty), [""; 0]);
    assert_eq!(empty["runs"][0]["results"], json!([]));
}

#[test]
fn sarif_of_everything_that_is_found_in_the_fixtures_is_valid() {
    let project = Project::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let run = project.run(&[fixtures, "--format=sarif", "--format=junit=out.xml", "--format=gitlab=gl.json"]);
    let report = parse(&run.out);
    assert_eq!(faults(&schema("sarif-2.1.0.json"), &report), [""; 0]);
    let results = report["runs"][0]["results"].as_array().expect("a list");
    assert!(results.len() > 20);
    let mut prints: Vec<String> = results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), results.len(), "one that is twice would be lost");
    let issues = parse(&project.read("gl.json"));
    let mut prints: Vec<&Value> =
        issues.as_array().expect("a list").iter().map(|issue| &issue["fingerprint"]).collect();
    prints.sort_by_key(ToString::to_string);
    prints.dedup();
    assert_eq!(prints.len(), results.len());
    let xml = project.read("out.xml");
    let tree = roxmltree::Document::parse(&xml).expect("XML");
    let cases = tree.descendants().filter(|node| node.has_tag_name("testcase") && !skipped(node)).count();
    assert_eq!(cases, results.len(), "the same findings in every report");
}

#[test]
fn what_could_not_be_read_is_no_success_in_a_report() {
    let project = project();
    let run =
        |paths: &[&str], format: &str| project.run(&[paths, &["--select", RULE, "--format", format]].concat()).out;
    let missing = ["campaigns/good.toml", "none.toml"];
    let sarif = |paths: &[&str]| parse(&run(paths, "sarif"))["runs"][0]["invocations"][0].clone();
    let invocation = sarif(&missing);
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
    assert_eq!(sarif(&["campaigns"])["executionSuccessful"], true, "findings are no failure of the run");
    project.write("broken.toml", "[campaign");
    assert_eq!(sarif(&["broken.toml"])["executionSuccessful"], false);
    let html = run(&missing, "html");
    assert!(html.contains("Not all that was asked for could be judged."), "{html}");
    assert!(html.contains("<li>none.toml: there is no such file or folder"), "{html}");
    let title = |more: &[&str]| {
        let run = project.run(&[&["--select", RULE, "--format=markdown"], more].concat()).out;
        run.lines().next().unwrap_or("").to_owned()
    };
    assert_eq!(title(&missing), "## Nothing was found, and not everything could be judged");
    project.run(&["baseline", "campaigns", "--select", RULE]);
    assert_eq!(title(&["campaigns", "--baseline=outreach-lint.baseline.json"]), "## Nothing new was found");
    let xml = run(&missing, "junit");
    let tree = roxmltree::Document::parse(&xml).expect("XML");
    assert_eq!(tree.root_element().attribute("errors"), Some("1"));
    let error = tree.descendants().find(|node| node.has_tag_name("error")).expect("an error");
    assert_eq!(error.attribute("message"), Some("there is no such file or folder"));
}

fn skipped(case: &roxmltree::Node<'_, '_>) -> bool {
    case.children().any(|child| child.has_tag_name("skipped"))
}

#[test]
fn a_fingerprint_for_code_scanning_outlives_moved_lines() {
    let project = Project::new();
    let print = |text: String| {
        project.write("a.toml", text);
        parse(&run(&project, "sarif"))["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    let first = print(DEAF.to_owned());
    assert!(first["primaryLocationLineHash"].as_str().is_some_and(|print| print.ends_with(":1")), "{first}");
    assert_eq!(first, print(format!("# moved\n\n{DEAF}")));
}

#[test]
fn github_gets_commands_on_the_lines() {
    let project = project();
    let out = run(&project, "github");
    let first = out.lines().next().expect("a line");
    let end = DEAF.lines().nth(13).expect("the line").chars().count() + 1;
    let place = format!("::error file=campaigns/bad one.toml,line=14,endLine=14,col=6,endColumn={end},");
    assert!(first.starts_with(&format!("{place}title=outreach-lint {RULE}::")), "{first}");
    assert!(first.contains("%0Ahelp: "), "{first}");
    assert!(out.lines().next_back().is_some_and(|line| line.starts_with("2 files, 2 campaigns")), "{out}");
}

#[test]
fn github_gets_ten_of_a_level_errors_first_and_the_number_of_the_others() {
    let project = Project::new();
    for number in 10..35 {
        project.write(&format!("{number}.toml"), DEAF.replace("purpose = \"marketing\"", "purpose = \"marketng\""));
    }
    let out = run(&project, "github");
    let count = |start: &str| out.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(count("::error "), 10, "{out}");
    assert_eq!(count("::notice title=outreach-lint::"), 1);
    let total = parse(&run(&project, "json"))["findings"].as_array().map_or(0, Vec::len);
    let more = format!("::notice title=outreach-lint::{} more in the log", total - 10 - count("::warning "));
    assert!(out.contains(&more), "{more}\n{out}");
    assert_eq!(count("error[") + count("warning[") + count("info["), total - 10 - count("::warning "));
}

#[test]
fn gitlab_gets_what_it_asks_for() {
    let project = project();
    let report = parse(&run(&project, "gitlab"));
    let issue = &report[0];
    assert_eq!(report.as_array().map(Vec::len), Some(1));
    assert_eq!((&issue["check_name"], &issue["severity"]), (&json!(RULE), &json!("critical")));
    assert_eq!(issue["location"], json!({ "path": "campaigns/bad one.toml", "lines": { "begin": 14, "end": 14 } }));
    assert!(issue["description"].as_str().is_some_and(|text| text.contains("(help: ")));
    assert_eq!(issue["fingerprint"].as_str().map(str::len), Some(32));
    assert_eq!(parse(&project.run(&["campaigns/good.toml", "--select", RULE, "--format=gitlab"]).out), json!([]));
}

#[test]
fn junit_has_a_suite_per_file_and_a_case_per_finding() {
    let project = project();
    let out = run(&project, "junit");
    let tree = roxmltree::Document::parse(&out).expect("XML");
    let suite = tree.descendants().find(|node| node.has_tag_name("testsuite")).expect("a suite");
    assert_eq!(suite.attribute("name"), Some("campaigns/bad one.toml"));
    assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("1"), Some("1")));
    let case = suite.children().find(|node| node.has_tag_name("testcase")).expect("a case");
    assert_eq!(
        (case.attribute("name"), case.attribute("classname")),
        (Some("stop/ignores-reply at stop.on"), Some("Deaf"))
    );
    assert!(case.children().any(|child| child.has_tag_name("failure") && child.attribute("type") == Some("error")));
    let good = project.run(&["campaigns/good.toml", "--select", RULE, "--format=junit"]).out;
    let tree = roxmltree::Document::parse(&good).expect("XML");
    assert_eq!(tree.root_element().attribute("tests"), Some("1"), "a report without a case counts as broken");
    assert!(!good.contains("<failure"));
}

#[test]
fn the_summary_reads_well() {
    let project = project();
    let bad = run(&project, "markdown");
    let lines: Vec<&str> = bad.lines().collect();
    assert_eq!(lines[0], "## Some of this would drive recipients away");
    assert_eq!(lines[2], "2 campaigns in 2 files looked at, 1 with something to mend, 1 error.");
    assert_eq!(lines[4], "### Deaf (campaigns/bad one.toml)");
    assert_eq!(lines[6], "| what a recipient lives through | how bad | where | what to do instead |");
    let row: Vec<&str> = lines[8].split(" | ").collect();
    assert!(
        row[0].starts_with("| a person who answers ") && row[0].contains("([stop/ignores-reply](https://"),
        "{row:?}"
    );
    assert_eq!(row[1..3], ["**error**", "line 14, step notes"]);
    assert_eq!(lines.len(), 9);
    let good = project.run(&["campaigns/good.toml", "--select", RULE, "--format=markdown"]).out;
    assert!(good.starts_with("## Nothing was found that would drive a recipient away\n"), "{good}");
    let none = Project::new();
    let run = none.run(&["--format=markdown"]);
    assert!(run.out.starts_with("## No campaign was found\n"), "{}", run.out);
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/dialects/klaviyo/winback.json");
    project.write("flow.json", fs::read(fixture).expect("the fixture is there"));
    let out = project.run(&["flow.json", "--format=markdown"]).out;
    assert!(out.contains("### What was not judged\n\n- The files do not tell `"), "{out}");
}

#[test]
fn nothing_in_a_campaign_breaks_out_of_a_report() {
    let project = Project::new();
    let name = EVIL.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\u{1b}', "\\u001b");
    let text = DEAF.replace("\"Deaf\"", &format!("\"{name}\"")).replace("id = \"nudge\"", &format!("id = \"{name}\""));
    project.write("a,b:c%;%%\u{202e}.toml", text.replace("consent =", &format!("\"{name}\" = 1\nconsent =")));
    for format in FORMATS {
        let out = run(&project, format);
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!out.contains(steers), "{format}: {out:?}");
        match format {
            "github" => {
                for line in out.lines() {
                    assert!(line.starts_with("::error ") || !line.trim_start().starts_with("::"), "{line}");
                    assert!(!line.contains("%0A::error"), "{line}");
                    assert!(
                        !line.starts_with("::error ") || line.starts_with("::error file=a%2Cb%3Ac%25;%25%25\\u{202e}")
                    );
                }
            }
            "junit" => {
                let tree = roxmltree::Document::parse(&out).expect("XML");
                assert!(!tree.descendants().any(|node| node.has_tag_name("img")));
            }
            "markdown" => {
                let rows: Vec<&str> = out.lines().filter(|line| line.starts_with("| ")).collect();
                let cells = |row: &str| row.replace("\\|", "").matches('|').count();
                assert!(rows.iter().all(|row| cells(row) == 5), "{out}");
                assert!(!out.contains("<img") && !out.contains("@you") && !out.contains("[a](b)"), "{out}");
            }
            _ => assert!(parse(&out).is_object() || parse(&out).is_array()),
        }
    }
    assert_eq!(faults(&schema("sarif-2.1.0.json"), &parse(&run(&project, "sarif"))), [""; 0]);
}
