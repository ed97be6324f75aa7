//! `--since` and `--staged`: what changed, by git itself, and what refers to what changed. The only place that starts
//! another program.
#![expect(clippy::disallowed_methods, reason = "this is the place that starts git")]

use super::Usage;
use super::args;
use super::disk::{Disk, lexical};
use super::session::Session;
use super::walk::{CONFIG, Candidate, Origin};
use crate::lint::FileReport;
use crate::source::{Beside, BesideError, SourceFile};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// The files that changed.
#[derive(Debug)]
pub(super) struct Changed {
    /// Absolute, links in the folders above resolved.
    files: HashSet<PathBuf>,
    /// The folders that files are gone from.
    emptied: HashSet<PathBuf>,
    /// The folders whose config changed.
    configured: Vec<PathBuf>,
    /// Since when, for the closing line.
    pub(super) since: String,
}

/// What changed, where the command line asks for that alone.
pub(super) fn wanted(args: &args::Check, session: &Session) -> Result<Option<Changed>, Usage> {
    let cwd = &session.disk.cwd;
    match (&args.since, args.staged) {
        (None, false) => Ok(None),
        (Some(revision), _) => since(cwd, revision).map(Some),
        (None, true) => staged(session).map(Some),
    }
}

/// What differs from where `revision` and the work of now parted, files that git does not know yet included.
fn since(cwd: &Path, revision: &str) -> Result<Changed, Usage> {
    let root = root(cwd, "--since")?;
    let commit = format!("{revision}^{{commit}}");
    let found = git(&root, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let commit = found.ok().map(|out| String::from_utf8_lossy(&out).trim().to_owned());
    // A commit's name alone goes on from here, never what was typed.
    let is_name = |name: &String| name.len() >= 40 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let Some(commit) = commit.filter(is_name) else {
        let how = "where the history is cut short, fetch more of it (`git fetch --unshallow`, or `fetch-depth: 0`)";
        return Err(Usage(format!("--since: git knows no commit `{revision}`; {how}")));
    };
    // Without a common past (or where a cut hides it) the whole difference counts: rather a file too many.
    let base =
        git(&root, ["merge-base", "--", &commit, "HEAD"])?.map(|out| String::from_utf8_lossy(&out).trim().to_owned());
    let base = base.ok().filter(is_name).unwrap_or(commit);
    let mut files = names(&root, &[&DIFF[..], &[&base, "--"]].concat())?;
    files.extend(names(&root, &["ls-files", "--others", "--exclude-standard", "-z"])?);
    Ok(Changed::new(files, format!("changed since {revision}")))
}

/// What the next commit would change. The files are read from the work tree.
fn staged(session: &Session) -> Result<Changed, Usage> {
    let root = root(&session.disk.cwd, "--staged")?;
    let files = names(&root, &[&DIFF[..], &["--cached", "--"]].concat())?;
    let unstaged = names(&root, &[&DIFF[..], &["--"]].concat())?;
    for (candidate, _) in &session.files {
        let path = settled(&candidate.real);
        if files.contains(&path) && unstaged.contains(&path) {
            super::say(&format!("note: {}: what is not staged of it was judged too", candidate.shown));
        }
    }
    Ok(Changed::new(files, "staged".to_owned()))
}

const DIFF: [&str; 7] =
    ["diff", "--name-only", "-z", "--no-renames", "--no-relative", "--no-ext-diff", "--ignore-submodules=all"];

fn root(cwd: &Path, option: &str) -> Result<PathBuf, Usage> {
    let found = git(cwd, ["rev-parse", "--show-toplevel"])?;
    let out = found.map_err(|why| Usage(format!("{option} needs a git repository: {why}")))?;
    let path = path_of(out.strip_suffix(b"\n").unwrap_or(&out));
    Ok(std::fs::canonicalize(&path).unwrap_or(path))
}

/// The files that git names, each behind a NUL, as paths.
fn names(root: &Path, arguments: &[&str]) -> Result<HashSet<PathBuf>, Usage> {
    let out = git(root, arguments)?.map_err(|why| Usage(format!("git could not tell what changed: {why}")))?;
    let names = out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| settled(&root.join(path_of(name)))).collect())
}

/// What git prints, or else what it says is wrong.
fn git<A: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = A>,
) -> Result<Result<Vec<u8>, String>, Usage> {
    let mut command = Command::new("git");
    // It must not wait for anybody, take a lock that a commit needs, or ask a server.
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("LC_ALL", "C");
    command.args(["--no-pager", "-c", "core.fsmonitor=false"]).args(arguments).current_dir(folder);
    let done = command.stdin(std::process::Stdio::null()).output();
    let done = done.map_err(|error| Usage(format!("git could not be started: {error}")))?;
    if done.status.success() {
        return Ok(Ok(done.stdout));
    }
    let said = String::from_utf8_lossy(&done.stderr).trim().lines().next().unwrap_or("").to_owned();
    Ok(Err(if said.is_empty() { format!("it ended with {}", done.status) } else { said }))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(OsString::from_vec(bytes.to_vec()))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from(String::from_utf8_lossy(bytes).into_owned()))
}

/// The path with the links in its folders resolved. The file itself may be gone, and a link stays one.
fn settled(path: &Path) -> PathBuf {
    let folder = path.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
    match (folder, path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => lexical(path),
    }
}

impl Changed {
    fn new(files: HashSet<PathBuf>, since: String) -> Self {
        let folder = |path: &PathBuf| path.parent().map(Path::to_path_buf);
        let emptied = files.iter().filter(|path| !path.exists()).filter_map(folder).collect();
        let configs = files.iter().filter(|path| path.file_name().is_some_and(|name| name == CONFIG));
        Self { emptied, configured: configs.filter_map(folder).collect(), files, since }
    }

    /// Of each file of the session, whether it changed or refers to what changed. `reports` has what became of each.
    pub(super) fn concerned(&self, session: &Session, reads: &Reads<'_>, reports: &[Option<&FileReport>]) -> Vec<bool> {
        if session.configs.iter().any(|config| self.files.contains(&settled(config))) {
            return vec![true; session.files.len()];
        }
        let segments = |report: &FileReport| -> Vec<String> {
            report.campaigns.iter().flat_map(|summary| &summary.segments).map(|name| name.value.clone()).collect()
        };
        let each = || session.files.iter().zip(reports);
        let changed: Vec<bool> = each().map(|((candidate, _), _)| self.holds(candidate)).collect();
        let shared: BTreeSet<String> = each()
            .zip(&changed)
            .filter(|(_, changed)| **changed)
            .filter_map(|((_, report), _)| *report)
            .flat_map(segments)
            .collect();
        each()
            .zip(changed)
            .map(|(((candidate, _), report), changed)| {
                changed
                    || report.is_some_and(|report| segments(report).iter().any(|name| shared.contains(name)))
                    || reads.of(&candidate.shown).iter().any(|read| self.touches(read))
            })
            .collect()
    }

    fn holds(&self, candidate: &Candidate) -> bool {
        candidate.origin == Origin::Stdin
            || self.files.contains(&settled(&candidate.real))
            || self.files.contains(&settled(&candidate.path))
            // A config that is gone held for what lies below it.
            || self.configured.iter().any(|folder| candidate.real.starts_with(folder))
    }

    fn touches(&self, read: &Read) -> bool {
        match read {
            Read::File(path) => self.files.contains(&settled(path)),
            // One of those that lay there may be gone.
            Read::Folder(path) => self.emptied.contains(&std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        }
    }
}

/// The files beside the campaigns, and who reads which.
pub(super) struct Reads<'a> {
    disk: &'a Disk,
    read: Mutex<HashMap<String, HashSet<Read>>>,
}

/// What a campaign looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Read {
    /// A file, whether it is there or not.
    File(PathBuf),
    /// The names in a folder.
    Folder(PathBuf),
}

impl Read {
    /// The file, where it is one.
    pub(super) fn file(self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path),
            Self::Folder(_) => None,
        }
    }
}

impl<'a> Reads<'a> {
    /// Nothing was read yet.
    pub(super) fn new(disk: &'a Disk) -> Self {
        Self { disk, read: Mutex::default() }
    }

    /// What the file that outputs call `shown` looked at.
    pub(super) fn of(&self, shown: &str) -> HashSet<Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).get(shown).cloned().unwrap_or_default()
    }

    fn folder(&self, from: &str) -> PathBuf {
        self.disk.real(from).parent().map_or_else(|| self.disk.cwd.clone(), Path::to_path_buf)
    }

    fn note(&self, from: &str, read: Read) {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(from.to_owned()).or_default().insert(read);
    }
}

impl Beside for Reads<'_> {
    fn read(&self, from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        self.note(from, Read::File(lexical(&self.folder(from).join(relative))));
        self.disk.read(from, relative)
    }

    fn siblings(&self, from: &str) -> Vec<String> {
        self.note(from, Read::Folder(self.folder(from)));
        self.disk.siblings(from)
    }
}
