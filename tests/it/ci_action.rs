//! The GitHub action, the workflows and the archives.

use crate::support::{DEAF, Project, Ran};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TOP: &str = env!("CARGO_MANIFEST_DIR");

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(TOP).join(path)).expect(path);
    serde_yaml_ng::from_str(&text).expect(path)
}

/// What the published schema has against a file.
fn faults(schema: &str, path: &str) -> Vec<String> {
    let schema = fs::read_to_string(format!("{TOP}/tests/schemas/{schema}")).expect(schema);
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    validator.iter_errors(&yaml(path)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Every step of an action or a workflow.
fn steps(value: &Value) -> Vec<&Value> {
    let mut found: Vec<&Value> = value["steps"].as_array().into_iter().flatten().collect();
    let inner = value.as_object().into_iter().flatten().filter(|(key, _)| *key != "steps");
    found.extend(inner.flat_map(|(_, value)| steps(value)));
    found
}

#[test]
fn the_action_and_the_workflows_are_what_github_asks_for() {
    assert_eq!(faults("github-action.json", "action.yml"), [""; 0]);
    for name in ["ci", "release"] {
        assert_eq!(faults("github-workflow.json", &format!(".github/workflows/{name}.yml")), [""; 0]);
    }
    assert!(!faults("github-action.json", ".github/workflows/ci.yml").is_empty(), "the schema judges");
}

#[test]
fn no_text_of_a_run_becomes_a_command_and_every_action_is_pinned() {
    let mut seen = 0;
    for path in ["action.yml", ".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        let file = yaml(path);
        for step in steps(&file) {
            seen += 1;
            assert!(!step["run"].as_str().is_some_and(|run| run.contains("${{")), "{path}: {step}");
            let Some(uses) = step["uses"].as_str() else { continue };
            let commit = uses.split_once('@').map_or("", |(_, commit)| commit);
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{path}: {uses}");
        }
    }
    assert!(seen >= 8, "only {seen} steps seen");
}

#[test]
fn every_input_of_the_action_reaches_its_script() {
    let action = yaml("action.yml");
    let script =
        ["run", "install"].map(|name| fs::read_to_string(format!("{TOP}/action/{name}.sh")).expect(name)).concat();
    for (name, input) in action["inputs"].as_object().expect("a table") {
        let variable = format!("INPUT_{}", name.to_uppercase().replace('-', "_"));
        assert!(script.contains(&variable), "{variable}");
        let given = format!("${{{{ inputs.{name} }}}}");
        assert!(steps(&action).iter().any(|step| step["env"][&variable] == given.as_str()), "{variable}");
        assert!(input["description"].as_str().is_some_and(|text| text.ends_with('.')), "{name}");
    }
    for (name, output) in action["outputs"].as_object().expect("a table") {
        assert_eq!(output["value"], format!("${{{{ steps.lint.outputs.{name} }}}}"));
    }
}

#[cfg(unix)]
mod scripts {
    use super::*;
    use crate::support::{command, finish};
    use std::process::Command;

    /// A script of the repository, started in the project with nothing but these variables.
    fn script(project: &Project, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut bash = Command::new("bash");
        bash.arg(format!("{TOP}/{name}")).args(arguments).current_dir(project.path(".")).env_clear();
        bash.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        bash.env("OUTREACH_LINT", env!("CARGO_BIN_EXE_outreach-lint"));
        finish(bash.envs(variables.iter().copied()))
    }

    /// The action's script in a stand-in for a runner.
    fn action(project: &Project, inputs: &[(&str, &str)]) -> (Ran, BTreeMap<String, String>) {
        let runner = [("GITHUB_OUTPUT", ".runner/output"), ("GITHUB_STEP_SUMMARY", ".runner/summary")];
        project.write(".runner/output", "before=1\n").write(".runner/summary", "before\n");
        let run = script(project, "action/run.sh", &[], &[&runner[..], inputs].concat());
        let output = project.read(".runner/output");
        let pair = |line: &str| line.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        (run, output.lines().filter_map(pair).collect())
    }

    fn project() -> Project {
        let project = Project::new();
        project.write("campaigns/deaf.toml", DEAF);
        project.write("campaigns/kind.toml", DEAF.replace("[\"decline\"", "[\"reply\", \"decline\""));
        project.write("outreach-lint.toml", "select = [\"stop/ignores-reply\"]");
        project
    }

    #[test]
    fn the_action_annotates_sums_up_and_fails_the_step() {
        let project = project();
        let (run, outputs) = action(&project, &[("INPUT_SARIF_FILE", "lint.sarif"), ("INPUT_PATHS", "campaigns\n")]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.starts_with("::error file=campaigns/deaf.toml,line=14,"), "{}", run.out);
        let output = |name: &str| outputs.get(name).map(String::as_str);
        assert_eq!((output("exit-code"), output("errors"), output("warnings")), (Some("1"), Some("1"), Some("0")));
        assert_eq!((output("sarif-file"), output("before")), (Some("lint.sarif"), Some("1")));
        assert!(project.read("lint.sarif").contains("stop/ignores-reply"));
        assert!(project.read(".runner/summary").starts_with("before\n## Some of this would drive recipients away\n"));
        let (run, outputs) = action(&project, &[("INPUT_PATHS", "campaigns/kind.toml"), ("INPUT_SUMMARY", "false")]);
        assert_eq!((run.code, outputs["errors"].as_str(), outputs["sarif-file"].as_str()), (0, "0", ""), "{}", run.err);
        assert_eq!(project.read(".runner/summary"), "before\n");
        let (run, outputs) = action(&project, &[("INPUT_FAIL_ON", "never"), ("INPUT_ARGS", "--quiet\n\n--show=error")]);
        assert_eq!((run.code, outputs["errors"].as_str()), (0, "1"), "{}", run.err);
        let (run, outputs) = action(&project, &[("INPUT_FAIL_ON", "sometimes")]);
        assert_eq!((run.code, outputs["exit-code"].as_str(), outputs["errors"].as_str()), (2, "2", ""), "{}", run.err);
    }

    #[test]
    fn no_input_of_the_action_is_a_command_or_an_option() {
        let project = project();
        let hostile = "$(touch pwned)`touch pwned`; touch pwned #";
        for input in ["PATHS", "CONFIG", "BASELINE", "SINCE", "FAIL_ON", "SARIF_FILE", "ARGS"] {
            let (run, outputs) = action(&project, &[(&format!("INPUT_{input}"), hostile)]);
            assert!(!project.path("pwned").exists(), "{input}");
            assert!(outputs.get("exit-code").is_none_or(|code| code == &run.code.to_string()), "{input}");
        }
        let (run, _) = action(&project, &[("INPUT_PATHS", "--format=json=pwned")]);
        assert_eq!(run.code, 2);
        assert!(!project.path("pwned").exists());
        let (run, outputs) = action(&project, &[("INPUT_SARIF_FILE", "a\nexit-code=0")]);
        assert_eq!((run.code, outputs.get("exit-code")), (2, None), "{}", run.err);
    }

    #[test]
    fn an_archive_is_packed_and_the_action_installs_it_only_whole() {
        let project = Project::new();
        let version = script(&project, "scripts/version.sh", &[], &[]).out.trim().to_owned();
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        assert_eq!(script(&project, "scripts/version.sh", &[&format!("v{version}")], &[]).code, 0);
        assert_eq!(script(&project, "scripts/version.sh", &["v9.9.9"], &[]).code, 1);
        let target = match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", arch) => format!("{arch}-unknown-linux-gnu"),
            ("macos", arch) => format!("{arch}-apple-darwin"),
            _ => return,
        };
        let folder = format!("releases/v{version}");
        // A stand-in of the program: the real one takes its time to pack.
        let stand_in = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_outreach-lint"));
        project.write("outreach-lint", stand_in);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(project.path("outreach-lint"), mode).expect("it can be made a program");
        let packed = script(&project, "scripts/archive.sh", &[&target, "./outreach-lint", &folder], &[]);
        assert_eq!(packed.code, 0, "{}", packed.err);
        let name = format!("outreach-lint-{target}-v{version}");
        assert!(packed.out.trim().ends_with(&format!("{folder}/{name}.tar.gz")), "{}", packed.out);
        let releases = format!("file://{}", project.path("releases").display());
        let install = |variables: &[(&str, &str)]| {
            project.write(".runner/path", "").write("temp/x", "");
            let runner =
                [("RUNNER_TEMP", "temp"), ("GITHUB_PATH", ".runner/path"), ("OUTREACH_LINT_RELEASES", &*releases)];
            let whole = project.path("temp");
            let whole = whole.to_str().expect("UTF-8");
            let path = project.path(".runner/path");
            let runner = [("RUNNER_TEMP", whole), ("GITHUB_PATH", path.to_str().expect("UTF-8")), runner[2]];
            script(&project, "action/install.sh", &[], &[&runner[..], variables].concat())
        };
        let run = install(&[]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(run.out, format!("outreach-lint {version}\n"));
        let path = project.read(".runner/path");
        assert!(path.trim().ends_with(&name), "{path}");
        for inside in
            ["outreach-lint", "LICENSE-MIT", "outreach-lint.1", "completions/outreach-lint.bash", "config.schema.json"]
        {
            assert!(Path::new(path.trim()).join(inside).is_file(), "{inside}");
        }
        assert_eq!(install(&[("INPUT_VERSION", "../../evil")]).code, 2);
        assert_ne!(install(&[("INPUT_VERSION", "9.9.9")]).code, 0, "there is no such release");
        let archive = format!("{folder}/{name}.tar.gz");
        let mut bytes = fs::read(project.path(&archive)).expect("the archive");
        bytes.push(0);
        project.write(&archive, bytes);
        let run = install(&[]);
        assert_eq!((run.code, project.read(".runner/path").as_str()), (2, ""), "{}", run.err);
        assert_eq!(finish(command(&project.path(".")).arg("--version")).code, 0);
    }
}
