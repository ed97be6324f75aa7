//! Reading files: what a path is called in outputs, and what lies beside a campaign.
//!
//! No pipe and no device is ever opened, nothing outside the repository is read for a campaign, and no link leads there.
#![expect(clippy::disallowed_methods, reason = "this is the place that reads files")]

use crate::source::{Beside, BesideError, Language, MAX_FILE_BYTES, SourceFile};
use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What standard input is called where it is given no name.
pub(super) const STDIN: &str = "<stdin>";

/// The disk as seen from the folder in which the run started.
#[derive(Debug)]
pub(super) struct Disk {
    /// The folder in which the run started.
    pub(super) cwd: PathBuf,
    /// Paths whose shown form does not lead back to them.
    odd: Mutex<HashMap<String, PathBuf>>,
    bounds: Mutex<HashMap<PathBuf, Arc<Bounds>>>,
}

/// The real folder of a campaign, and the folder that its copy may not leave.
#[derive(Debug)]
struct Bounds {
    folder: PathBuf,
    root: PathBuf,
}

impl Disk {
    /// The disk, seen from `cwd`.
    pub(super) fn new(cwd: PathBuf) -> Self {
        Self { cwd, odd: Mutex::default(), bounds: Mutex::default() }
    }

    /// What outputs call `path`: relative to where the run started, with `/`; a path outside as it was given.
    pub(super) fn shown(&self, path: &Path) -> String {
        let absolute = lexical(&self.cwd.join(path));
        let inside = absolute.strip_prefix(&self.cwd).map(Path::to_path_buf).ok();
        let has_parent = path.components().any(|part| part == Component::ParentDir);
        let real = || {
            let folder = fs::canonicalize(self.cwd.join(path.parent()?)).ok()?.join(path.file_name()?);
            folder.strip_prefix(fs::canonicalize(&self.cwd).ok()?).map(Path::to_path_buf).ok()
        };
        let relative = if has_parent || inside.is_none() { real() } else { inside };
        let shown = slashed(relative.as_deref().filter(|path| !path.as_os_str().is_empty()).unwrap_or(path));
        if self.cwd.join(&shown) != self.cwd.join(path) {
            self.odd.lock().unwrap_or_else(PoisonError::into_inner).insert(shown.clone(), self.cwd.join(path));
        }
        shown
    }

    /// The path that outputs call `shown`.
    pub(super) fn real(&self, shown: &str) -> PathBuf {
        let odd = self.odd.lock().unwrap_or_else(PoisonError::into_inner);
        odd.get(shown).cloned().unwrap_or_else(|| self.cwd.join(shown))
    }

    /// Reads a file, in the language of its name or, for other names, of its first character.
    pub(super) fn open(&self, path: &Path, shown: &str) -> Result<SourceFile, BesideError> {
        let bytes = bytes(&self.cwd.join(path))?;
        let language = language(path, &bytes);
        Ok(SourceFile::from_bytes(shown, bytes, language))
    }

    fn bounds(&self, folder: &Path) -> Option<Arc<Bounds>> {
        if let Some(known) = self.bounds.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Some(Arc::clone(known));
        }
        let real = fs::canonicalize(folder).ok()?;
        let root = repository(&real).map(Path::to_path_buf).or_else(|| {
            let start = fs::canonicalize(&self.cwd).ok()?;
            real.starts_with(&start).then_some(start)
        });
        let bounds = Arc::new(Bounds { root: root.unwrap_or_else(|| real.clone()), folder: real });
        self.bounds.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf(), Arc::clone(&bounds));
        Some(bounds)
    }
}

impl Beside for Disk {
    fn read(&self, from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let wanted = Path::new(relative);
        if from == STDIN || relative.is_empty() {
            return Err(BesideError::Missing);
        }
        if wanted.has_root() || wanted.components().any(|part| matches!(part, Component::Prefix(_))) {
            return Err(BesideError::Outside);
        }
        let from = self.real(from);
        let folder = from.parent().unwrap_or(&self.cwd);
        let bounds = self.bounds(folder).ok_or(BesideError::Missing)?;
        if !lexical(&bounds.folder.join(wanted)).starts_with(&bounds.root) {
            return Err(BesideError::Outside);
        }
        let real = fs::canonicalize(bounds.folder.join(wanted)).map_err(|error| refusal(&error))?;
        if !real.starts_with(&bounds.root) {
            return Err(BesideError::Outside);
        }
        let bytes = bytes(&real)?;
        Ok(SourceFile::from_bytes(self.shown(&lexical(&folder.join(wanted))), bytes, Language::Text))
    }

    fn siblings(&self, from: &str) -> Vec<String> {
        let path = self.real(from);
        let Some(entries) = path.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| Some(entry.file_name().as_os_str()) != path.file_name())
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

/// The nearest folder at or above `folder` that holds `.git`.
pub(super) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// Why a file could not be had, in a person's words.
pub(super) fn spoken(error: &BesideError) -> String {
    match error {
        BesideError::Missing => "there is no such file or folder".to_owned(),
        BesideError::Outside => "it lies outside the repository".to_owned(),
        BesideError::NotAFile => "it is no file but a folder, a pipe or a device".to_owned(),
        BesideError::TooLarge => format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20),
        BesideError::Refused(why) => format!("it could not be read: {why}"),
    }
}

/// The whole of a file. A pipe or a device is not opened, one that is too large not read.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, BesideError> {
    let about = fs::metadata(path).map_err(|error| refusal(&error))?;
    if !about.is_file() {
        return Err(BesideError::NotAFile);
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(BesideError::TooLarge);
    }
    let file = fs::File::open(path).map_err(|error| refusal(&error))?;
    capped(file, about.len())
}

/// Whether there is a file of this path.
pub(super) fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_dir())
}

/// Standard input to its end.
pub(super) fn stdin() -> Result<Vec<u8>, BesideError> {
    capped(io::stdin().lock(), 0)
}

/// TOML or JSON, by the name or else by the first character.
pub(super) fn language(path: &Path, bytes: &[u8]) -> Language {
    if let Some(language) = language_of_name(path) {
        return language;
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // `[` opens a list in JSON and a table in TOML: only JSON goes on with a value.
    let mut rest = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    match (rest.next(), rest.next()) {
        (Some(b'{'), _) | (Some(b'['), Some(b'{' | b']')) => Language::Json,
        _ => Language::Toml,
    }
}

/// The language that a name stands for, if any.
pub(super) fn language_of_name(path: &Path) -> Option<Language> {
    let extension = path.extension()?.to_str()?;
    if extension.eq_ignore_ascii_case("toml") {
        Some(Language::Toml)
    } else if extension.eq_ignore_ascii_case("json") || extension.eq_ignore_ascii_case("jsonc") {
        Some(Language::Json)
    } else {
        None
    }
}

fn capped(reader: impl Read, size: u64) -> Result<Vec<u8>, BesideError> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    reader.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(BesideError::TooLarge) } else { Ok(bytes) }
}

fn refusal(error: &io::Error) -> BesideError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => BesideError::Missing,
        ErrorKind::IsADirectory => BesideError::NotAFile,
        _ => BesideError::Refused(error.to_string()),
    }
}

/// The path without `.` and without `..` where that can be told from the path alone.
pub(super) fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}
