//! The README shows what the program says.

use crate::support::Project;

const README: &str = include_str!("../../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
}

#[test]
fn the_example_says_what_is_shown() {
    let project = Project::new();
    project.write("welcome.toml", &blocks("toml")[0]);
    let run = project.run(&["welcome.toml"]);
    assert_eq!(run.code, 1);
    // The wording of the help is the rule's own affair.
    let shown = blocks("text")[0].split("  = help").next().unwrap_or("").to_owned();
    assert!(shown.contains("[welcome.toml:") && run.out.contains(&shown), "{shown}\n{}", run.out);
}

#[test]
fn the_settings_are_right() {
    let project = Project::new();
    project.write("outreach-lint.toml", &blocks("toml")[1]);
    let run = project.run(&["--format=concise"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn the_commands_exist() {
    let project = Project::new();
    project.write("welcome.toml", &blocks("toml")[0]);
    for line in blocks("sh").iter().flat_map(|block| block.lines()) {
        let Some(command) = line.split('#').next().and_then(|line| line.strip_prefix("outreach-lint ")) else {
            continue;
        };
        let run = project.run(&command.split_whitespace().collect::<Vec<_>>());
        assert!(run.code < 2, "{line}: {}", run.err);
    }
    let clean = project.run_in(env!("CARGO_MANIFEST_DIR"), &["fixtures/campaigns"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
}
