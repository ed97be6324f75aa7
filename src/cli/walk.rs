//! From the paths of the command line to the files that may be campaigns.
//!
//! A walk goes into no hidden folder, follows no link and skips what git ignores; a file that was named is never
//! skipped. Whether a file *is* a campaign is not known here.
#![expect(clippy::disallowed_methods, reason = "this is the place that lists folders")]

use super::baseline::BASELINE;
use super::disk::{Disk, language_of_name, lexical, repository};
use crate::model::nearest;
use crate::source::Language;
use clap::CommandFactory;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The name of the config file.
pub(super) const CONFIG: &str = "outreach-lint.toml";

/// A file that may be a campaign.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// To open it; relative to where the run started, or absolute.
    pub(super) path: PathBuf,
    /// The real path, links resolved.
    pub(super) real: PathBuf,
    /// What outputs call it.
    pub(super) shown: String,
    /// Whether it was named on the command line, or found in a folder that was.
    pub(super) origin: Origin,
}

/// How a file came into the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was named.
    Named,
    /// It lay in a folder that was named.
    Walked,
    /// It came by standard input.
    Stdin,
}

/// Something of what was asked for that could not be done.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// What outputs call the file or folder.
    pub(super) shown: String,
    /// Why.
    pub(super) why: String,
}

/// What the paths of a command line lead to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files, in the order of a walk, each once.
    pub(super) candidates: Vec<Candidate>,
    /// What could not be looked at.
    pub(super) problems: Vec<Problem>,
    /// The folders that were walked, links resolved.
    pub(super) walked: Vec<PathBuf>,
    seen: HashMap<PathBuf, usize>,
}

/// Looks for files; `-` is left to the caller.
pub(super) fn find(disk: &Disk, paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        let at = disk.cwd.join(path);
        // A pipe behind `/dev/stdin` has no real path.
        let real = |about: &fs::Metadata| {
            if about.is_dir() || about.is_file() { fs::canonicalize(&at) } else { Ok(at.clone()) }
        };
        match fs::metadata(&at).and_then(|about| Ok((real(&about)?, about))) {
            Ok((real, about)) if about.is_dir() => {
                folder(disk, path, &real, &mut found);
                found.walked.push(real);
            }
            Ok((real, about)) if about.is_file() => {
                let shown = disk.shown(path);
                found.add(Candidate { path: path.clone(), real, shown, origin: Origin::Named });
            }
            Ok(_) => found
                .problem(disk.shown(path), "it is a pipe or a device, and is not opened (`-` reads standard input)"),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                found.problem(disk.shown(path), missing(path));
            }
            Err(error) => found.problem(disk.shown(path), error.to_string()),
        }
    }
    found
}

/// What is said of a path that is not there; it may be a command in the wrong place, or a slip in one.
fn missing(path: &Path) -> String {
    let commands =
        || super::args::Cli::command().get_subcommands().map(|c| c.get_name().to_owned()).collect::<Vec<_>>();
    let near = path.to_str().filter(|name| name.bytes().all(|b| b.is_ascii_alphabetic())).and_then(|name| {
        let commands = commands();
        nearest(name, commands.iter().map(String::as_str)).map(str::to_owned)
    });
    if path.as_os_str() == "help" {
        return "there is no such file or folder (outreach-lint --help explains the program)".to_owned();
    }
    let hint =
        near.map_or_else(String::new, |name| format!(" (the command `{name}` stands first: outreach-lint {name} ...)"));
    format!("there is no such file or folder{hint}")
}

impl Found {
    fn add(&mut self, candidate: Candidate) {
        if let Some(known) = self.seen.get(&candidate.real).and_then(|at| self.candidates.get_mut(*at)) {
            if candidate.origin == Origin::Named {
                known.origin = Origin::Named;
            }
            return;
        }
        self.seen.insert(candidate.real.clone(), self.candidates.len());
        self.candidates.push(candidate);
    }

    fn problem(&mut self, shown: String, why: impl Into<String>) {
        self.problems.push(Problem { shown, why: why.into() });
    }
}

fn folder(disk: &Disk, path: &Path, real: &Path, found: &mut Found) {
    let shown = match disk.shown(path) {
        root if lexical(Path::new(&root)).as_os_str().is_empty() || real == disk.cwd => String::new(),
        root => format!("{}/", root.trim_end_matches('/')),
    };
    let mut rules = Ignores::above(disk, real);
    let mut walk = WalkDir::new(disk.cwd.join(path)).sort_by_file_name().into_iter();
    let root = disk.cwd.join(path);
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().unwrap_or(path);
                let shown = disk.shown(at.strip_prefix(&disk.cwd).unwrap_or(at));
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found.problem(shown, format!("it could not be looked at: {why}"));
                continue;
            }
        };
        let Ok(relative) = entry.path().strip_prefix(&root) else { continue };
        let at = real.join(relative);
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 && (is_folder && is_hidden(&entry) || rules.ignore(&at, entry.depth(), is_folder)) {
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        if is_folder {
            rules.enter(&at, entry.depth());
        } else if entry.file_type().is_file() && may_be_campaign(entry.path()) {
            let name = relative.to_string_lossy();
            let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
            let path = path.join(relative);
            // A walk from above comes back to where the run started: a file there is called the same from everywhere.
            let beside = shown.starts_with("..") && at.starts_with(&disk.cwd);
            let is_plain = relative.to_str().is_some() && !beside;
            let shown = if is_plain { format!("{shown}{name}") } else { disk.shown(&path) };
            found.add(Candidate { path, real: at, shown, origin: Origin::Walked });
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether a walk looks into a file of this name.
fn may_be_campaign(path: &Path) -> bool {
    matches!(language_of_name(path), Some(Language::Toml | Language::Json))
        && path.file_name().is_some_and(|name| name != CONFIG && name != BASELINE)
}

/// The `.gitignore` files that hold where the walk is, the outermost first, each with the depth of its folder.
struct Ignores(Vec<(usize, Gitignore)>);

impl Ignores {
    /// Those of the folders above `real`: up to the root of its repository, or else to where the run started.
    fn above(disk: &Disk, real: &Path) -> Self {
        let top = repository(real);
        let last = top.map(Path::to_path_buf).or_else(|| real.starts_with(&disk.cwd).then(|| disk.cwd.clone()));
        let mut stack = Vec::new();
        if let Some(top) = top {
            stack.extend(read(top, &top.join(".git/info/exclude")).map(|rules| (0, rules)));
        }
        let above: Vec<&Path> = real
            .ancestors()
            .skip(1)
            .take_while(|folder| last.as_ref().is_some_and(|last| folder.starts_with(last)))
            .collect();
        stack.extend(above.iter().rev().filter_map(|folder| Some((0, read(folder, &folder.join(".gitignore"))?))));
        Self(stack)
    }

    fn enter(&mut self, folder: &Path, depth: usize) {
        self.leave(depth);
        self.0.extend(read(folder, &folder.join(".gitignore")).map(|rules| (depth + 1, rules)));
    }

    /// Whether git ignores the entry; the innermost file that says anything of it decides.
    fn ignore(&mut self, at: &Path, depth: usize, is_folder: bool) -> bool {
        self.leave(depth);
        let said = self.0.iter().rev().map(|(_, rules)| rules.matched(at, is_folder)).find(|said| !said.is_none());
        said.is_some_and(|said| said.is_ignore())
    }

    /// Drops the files of folders that the walk has left, at an entry of `depth`.
    fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(of, _)| *of > depth) {
            self.0.pop();
        }
    }
}

fn read(folder: &Path, file: &Path) -> Option<Gitignore> {
    fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    let mut builder = GitignoreBuilder::new(folder);
    // A line that is no pattern is left out, as git does.
    let _ = builder.add(file);
    builder.build().ok()
}
