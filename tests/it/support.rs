//! A project in a folder of its own, and the real program run in it with nothing of this machine's environment.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A project that is gone when it is dropped.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A campaign with exactly one fault: an answer ends nothing.
pub(crate) const DEAF: &str = r#"[campaign]
name = "Deaf"
purpose = "marketing"

[audience]
source = "inquiry"
consent = { email = "express" }

[sender]
name = "Ines Falk"
email = "ines@lumen.example"

[stop]
on = ["decline", "opt-out", "complaint", "cancel", "convert", "bounce"]

[[step]]
id = "notes"
channel = "email"

[[step]]
id = "nudge"
channel = "email"
wait = "20d"
"#;

/// The fault's rule; tests of the program ask for it alone, whatever else is judged.
pub(crate) const RULE: &str = "stop/ignores-reply";

impl Project {
    /// An empty repository.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(folder.path().join(".git")).expect("a folder can be made");
        Self { folder }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, relative: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
        self
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).expect("a file can be read")
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in(".", arguments)
    }

    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        finish(command(&self.path(folder)).args(arguments).stdin(Stdio::null()))
    }

    /// Runs the program with `text` on standard input.
    pub(crate) fn pipe(&self, text: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
        let mut command = command(self.folder.path());
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut input = child.stdin.take().expect("a pipe");
        // The program may end before it has read everything.
        let _ = input.write_all(text.as_ref());
        drop(input);
        ran(child.wait_with_output().expect("the program ends"))
    }

    /// The findings of a run as `file:line rule`, in order.
    pub(crate) fn findings(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        let report: serde_json::Value = serde_json::from_str(&run.out).expect(&run.err);
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
        let findings = report["findings"].as_array().expect("a list");
        findings
            .iter()
            .map(|f| format!("{}:{} {}", text(&f["file"]), f["span"]["start"]["line"], text(&f["rule"])))
            .collect()
    }
}

/// The program, to be run in `folder` with an empty environment.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outreach-lint"));
    command.current_dir(folder).env_clear().env("COLUMNS", "80");
    for name in ["PATH", "SystemRoot", "TEMP", "TMP"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

pub(crate) fn finish(command: &mut Command) -> Ran {
    ran(command.output().expect("the program starts"))
}

fn ran(output: std::process::Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("outputs are UTF-8");
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}
