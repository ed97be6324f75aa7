//! Every command, config and recipe in the documents is tried.

use crate::support::{DEAF, Project, finish};
use outreach_lint::rules::{Block, blocks};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TOP: &str = env!("CARGO_MANIFEST_DIR");

/// The documents that tell how to use the program, with their blocks.
fn documents() -> Vec<(String, Vec<Block>)> {
    let docs = fs::read_dir(Path::new(TOP).join("docs")).expect("the documents");
    let mut paths: Vec<PathBuf> = docs.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a document");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), blocks(&text))
    };
    paths.into_iter().map(read).collect()
}

/// The blocks of a language with a word behind it.
fn with_word(language: &str, word: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, blocks) in documents() {
        let meant = |block: &&Block| block.language == language && block.words.iter().any(|known| known == word);
        found.extend(blocks.iter().filter(meant).map(|block| (format!("{name}:{}", block.line), block.text.clone())));
    }
    found
}

/// What a shell would run, of the commands of the program: those in `sh` blocks and in the recipes.
fn commands() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, blocks) in documents() {
        for block in blocks.iter().filter(|block| ["sh", "yaml"].contains(&block.language.as_str())) {
            let lines = block.text.lines().map(|line| line.trim().trim_start_matches("- "));
            let ours = lines.filter(|line| line.starts_with("outreach-lint ") || block.language == "sh");
            found.extend(ours.map(|line| (format!("{name}:{}", block.line), line.to_owned())));
        }
    }
    found
}

/// A repository of git with a good campaign, a bad one and an export, committed.
fn repository() -> Project {
    let project = Project::new();
    project.write("campaigns/bad.toml", DEAF);
    project.write("campaigns/good.toml", DEAF.replace("[\"decline\"", "[\"reply\", \"decline\""));
    let export = fs::read(format!("{TOP}/fixtures/dialects/klaviyo/winback.json")).expect("the fixture");
    project.write("exports/klaviyo/winback.json", export);
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "x"]] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Nobody", "-c", "user.email=nobody@lint.example", "-c", "commit.gpgsign=false"]);
        git.args(arguments).current_dir(project.path(".")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert_eq!(finish(&mut git).code, 0, "{arguments:?}");
    }
    project
}

#[cfg(unix)]
#[test]
fn every_command_runs() {
    let project = repository();
    let program = Path::new(env!("CARGO_BIN_EXE_outreach-lint")).parent().expect("a folder").to_path_buf();
    let mut path = vec![program];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(path).expect("a path");
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    for (at, line) in commands {
        assert!(line.starts_with("outreach-lint "), "{at}: nobody tries `{line}`");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).current_dir(project.path(".")).env_clear().env("PATH", &path);
        let run = finish(&mut shell);
        // 1: the bad campaign is found.
        assert!(run.code < 2, "{at}: {line}: {}", run.err);
        assert!(!run.err.contains("error:"), "{at}: {line}: {}", run.err);
    }
    for file in [
        "outreach-lint.sarif",
        "outreach-lint.xml",
        "summary.md",
        "gl-code-quality.json",
        "outreach-lint.baseline.json",
    ] {
        assert!(project.path(file).is_file(), "{file}");
    }
}

#[test]
fn every_config_is_right_and_judges_something() {
    let configs = with_word("toml", "config");
    assert!(configs.len() > 3);
    for (at, text) in configs {
        let project = repository();
        project.write("outreach-lint.toml", &text);
        let run = project.run(&["--format=concise"]);
        assert!(run.code < 2, "{at}: {}", run.out);
    }
}

#[test]
fn every_recipe_is_what_its_reader_asks_for() {
    for (word, schema) in [("github", "github-workflow.json"), ("gitlab", "gitlab-ci.json")] {
        let schema = fs::read_to_string(format!("{TOP}/tests/schemas/{schema}")).expect("the schema");
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let recipes = with_word("yaml", word);
        assert!(!recipes.is_empty(), "{word}");
        for (at, text) in recipes {
            let value: Value = serde_yaml_ng::from_str(&text).expect(&at);
            let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(faults, [""; 0], "{at}");
        }
    }
    let hooks: Value =
        serde_yaml_ng::from_str(&fs::read_to_string(format!("{TOP}/.pre-commit-hooks.yaml")).expect("the hooks"))
            .expect("YAML");
    let ids: BTreeSet<&str> = hooks.as_array().expect("a list").iter().filter_map(|hook| hook["id"].as_str()).collect();
    for (at, text) in with_word("yaml", "pre-commit") {
        let value: Value = serde_yaml_ng::from_str(&text).expect(&at);
        assert!(ids.contains(value["repos"][0]["hooks"][0]["id"].as_str().expect(&at)), "{at}");
    }
    let page = fs::read_to_string(format!("{TOP}/docs/ci.md")).expect("the page");
    for id in ids {
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
}

/// The options, with their dashes, that a text speaks of.
fn options(text: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect::<String>();
    let found = text.split("--").skip(1).map(word).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    found.map(|name| format!("--{name}")).collect()
}

#[test]
fn every_command_and_option_is_in_the_documents_and_no_other() {
    let project = Project::new();
    let page = fs::read_to_string(format!("{TOP}/docs/commands.md")).expect("the page");
    let help = project.run(&["--help"]).out;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()))
        .collect();
    assert!(commands.len() > 8, "{commands:?}");
    let mut known = options(&help);
    for command in commands {
        assert!(page.contains(&format!("`outreach-lint {command}")) || command == "check", "{command}");
        known.extend(options(&project.run(&[command, "--help"]).out));
    }
    let told = options(&page);
    let common = ["--help", "--version"].map(str::to_owned).into();
    assert_eq!(known.difference(&told).cloned().collect::<BTreeSet<_>>().difference(&common).count(), 0, "{known:?}");
    assert_eq!(told.difference(&known).collect::<Vec<_>>(), [""; 0], "no such option");
}

#[test]
fn the_documents_tell_of_every_format_and_lead_somewhere() {
    let page = fs::read_to_string(format!("{TOP}/docs/ci.md")).expect("the page");
    for format in outreach_lint::render::FORMATS {
        assert!(page.contains(&format!("`{}`", format.name)), "{}", format.name);
    }
    for name in [
        "README.md",
        "docs/ci.md",
        "docs/commands.md",
        "docs/config.md",
        "docs/exit-codes.md",
        "docs/facts.md",
        "docs/suppressions.md",
    ] {
        let path = Path::new(TOP).join(name);
        let text = fs::read_to_string(&path).expect(name);
        for link in
            text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains(':'))
        {
            let file = link.split('#').next().expect("a part");
            assert!(path.parent().expect("a folder").join(file).exists(), "{name}: {link}");
        }
    }
}
