//! A report is the same, byte for byte, whatever the number of threads and the order in which files are named.

use crate::support::{Project, command, finish};
use outreach_lint::render::FORMATS;
use std::ffi::OsStr;
use std::path::Path;

/// Every fixture in one folder, broken files and exports of every tool among them; with a config that has its say.
fn everything() -> (Project, Vec<String>) {
    let project = Project::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut names = Vec::new();
    let mut todo = vec![fixtures.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                todo.push(entry);
                continue;
            }
            let name = entry.strip_prefix(&fixtures).expect("a fixture").to_str().expect("UTF-8").to_owned();
            project.write(&name, std::fs::read(&entry).expect("a fixture can be read"));
            if matches!(entry.extension().and_then(OsStr::to_str), Some("toml" | "json")) {
                names.push(name);
            }
        }
    }
    let config = "preset = \"strict\"\n[[allow]]\nfiles = [\"dialects/klaviyo/**\"]\nrules = [\"cadence\"]\nreason = \"known\"\n\
                  [[allow]]\nfiles = [\"nothing/**\"]\nrules = [\"cadence\"]\nreason = \"none\"\n";
    project.write("outreach-lint.toml", config);
    names.sort();
    (project, names)
}

/// What a run writes in every format, and says.
fn reports(project: &Project, more: &[&str], threads: &str) -> Vec<(&'static str, String)> {
    let formats: Vec<String> = FORMATS.iter().map(|format| format!("--format={0}=out/{0}", format.name)).collect();
    std::fs::create_dir_all(project.path("out")).expect("a folder can be made");
    let mut command = command(&project.path("."));
    command.args(&formats).args(["--verbose", "--statistics"]).args(more).env("RAYON_NUM_THREADS", threads);
    let ran = finish(&mut command);
    let mut texts: Vec<_> =
        FORMATS.iter().map(|format| (format.name, project.read(&format!("out/{}", format.name)))).collect();
    std::fs::remove_dir_all(project.path("out")).expect("a folder can be removed");
    texts.extend([("stdout", ran.out), ("stderr", ran.err)]);
    texts
}

fn hold(first: &[(&str, String)], other: &[(&str, String)], what: &str) {
    for ((name, one), (_, two)) in first.iter().zip(other) {
        let differs = one.lines().zip(two.lines()).find(|(a, b)| a != b);
        assert!(one == two, "{name}, {what}: {} and {} bytes, {differs:?}", one.len(), two.len());
    }
}

#[test]
fn every_format_is_the_same_for_any_number_of_threads() {
    let (project, _) = everything();
    let one = reports(&project, &["--jobs=1"], "1");
    assert!(one.iter().all(|(name, text)| *name == "stdout" || text.len() > 1_000), "{one:?}");
    hold(&one, &reports(&project, &["--jobs=2"], "1"), "2 threads");
    hold(&one, &reports(&project, &["--jobs=13"], "1"), "13 threads");
    hold(&one, &reports(&project, &[], "5"), "5 threads of the environment");
}

#[test]
fn every_format_is_the_same_for_any_order_of_the_files() {
    let (project, names) = everything();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let one = reports(&project, &names, "3");
    names.reverse();
    hold(&one, &reports(&project, &names, "3"), "the other way round");
    let (left, right): (Vec<_>, Vec<_>) = names.iter().enumerate().partition(|(index, _)| index % 3 == 0);
    let shuffled: Vec<&str> = right.into_iter().chain(left).map(|(_, name)| *name).collect();
    hold(&one, &reports(&project, &shuffled, "3"), "shuffled");
    let twice = [shuffled.as_slice(), names.as_slice()].concat();
    hold(&one, &reports(&project, &twice, "3"), "each twice");
}

#[test]
fn timelines_and_baselines_are_the_same_for_any_number_of_threads() {
    let (project, _) = everything();
    for format in ["human", "json", "html", "svg"] {
        let run = |jobs| project.run(&["timeline", "--format", format, "--jobs", jobs]);
        let one = run("1");
        assert!(one.out.len() > 1_000, "{}", one.err);
        assert_eq!(one.out, run("7").out, "{format}");
    }
    let baseline = |jobs| {
        project.run(&["baseline", "--output=base.json", "--jobs", jobs]);
        project.read("base.json")
    };
    assert_eq!(baseline("1"), baseline("7"));
}
