//! What every command that reads campaigns does first: find the files, read them, know what holds for each.

use super::args::{self, Reading};
use super::disk::{self, Disk, STDIN};
use super::project::{House, Project};
use super::walk::{self, Candidate, Origin, Problem};
use super::{Exit, Usage, progress};
use crate::finding::Finding;
use crate::import;
use crate::lint::{Allow, Wishes};
use crate::model::nearest;
use crate::source::{FileId, SourceFile, Sources};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A run: its files and what holds for them.
#[derive(Debug)]
pub(super) struct Session {
    /// The disk.
    pub(super) disk: Disk,
    /// The texts.
    pub(super) sources: Sources,
    /// The files to look at, with what holds for each.
    pub(super) files: Vec<(Candidate, House)>,
    /// What holds for the run as a whole.
    pub(super) house: House,
    /// What could not be looked at.
    pub(super) problems: Vec<Problem>,
    /// What is wrong with the configs; there is then no file to look at, for half of what holds is not known.
    pub(super) config_findings: Vec<Finding>,
    /// Files that were named and that a config excludes.
    pub(super) excluded: Vec<Problem>,
    /// What the configs allow in none of the files.
    pub(super) idle: Vec<Arc<Allow>>,
    /// The configs of which each entry was looked at.
    pub(super) watched: HashSet<PathBuf>,
    /// Every config that was read.
    pub(super) configs: Vec<PathBuf>,
    /// Read every file as this dialect.
    pub(super) from: Option<String>,
}

impl Session {
    /// Finds the files of `paths`.
    pub(super) fn open(
        paths: &[PathBuf],
        reading: &Reading,
        wishes: &Wishes,
        fail_on: Option<args::FailOn>,
    ) -> Result<Self, Usage> {
        if let Some(name) = &reading.from {
            check_dialect(name)?;
        }
        let disk = Disk::new(start()?);
        let default = [PathBuf::from(if reading.stdin_filename.is_some() { "-" } else { "." })];
        let paths = if paths.is_empty() { &default } else { paths };
        let mut found = walk::find(&disk, paths);
        if paths.iter().any(|path| path.as_os_str() == "-") {
            let path = reading.stdin_filename.clone();
            let shown = path.as_ref().map_or_else(|| STDIN.to_owned(), |path| disk.shown(path));
            let path = path.unwrap_or_else(|| PathBuf::from(STDIN));
            let real = disk.cwd.join(&path);
            found.candidates.push(Candidate { path, real, shown, origin: Origin::Stdin });
        }
        let sources = Sources::default();
        let mut project = Project::new(&disk, &sources, reading, wishes, fail_on, std::mem::take(&mut found.walked))?;
        let files: Vec<_> = found
            .candidates
            .into_iter()
            .filter_map(|candidate| project.house(&candidate).map(|house| (candidate, house)))
            .collect();
        let (idle, watched) = (project.idle(), project.watched());
        let house = project.whole(files.iter().map(|(candidate, _)| candidate));
        let Project { findings: mut config_findings, problems, read: configs, excluded, .. } = project;
        for problem in &excluded {
            super::say(&format!("skipped: {}: {}", problem.shown, problem.why));
        }
        config_findings.sort_by_cached_key(|finding| {
            let place = finding.place();
            (sources.get(place.file).map(|source| source.path.clone()), place.span, finding.rule.clone())
        });
        found.problems.extend(problems);
        // Two configs that build on the same one report its faults once.
        config_findings.dedup_by(|a, b| {
            let path = |finding: &Finding| sources.get(finding.place().file).map(|source| source.path.clone());
            (a.place().span, &a.rule, &a.message) == (b.place().span, &b.rule, &b.message) && path(a) == path(b)
        });
        let files = if config_findings.is_empty() { files } else { Vec::new() };
        let from = reading.from.clone();
        Ok(Self {
            disk,
            sources,
            files,
            house,
            problems: found.problems,
            config_findings,
            excluded,
            idle,
            watched,
            configs,
            from,
        })
    }

    /// Does `work` for each file, on as many threads as `reading` asks for; in the order of the files. A file that
    /// cannot be read gives a problem instead.
    pub(super) fn each<T: Send>(
        &self,
        reading: &Reading,
        work: impl Fn(FileId, &Candidate, &House) -> T + Sync,
    ) -> Result<Vec<Result<T, Problem>>, Usage> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(reading.jobs.map_or(0, usize::from))
            .build()
            .map_err(|error| Usage(format!("the threads could not be started: {error}")))?;
        Ok(progress::during(self.files.len(), |done| {
            threads.install(|| {
                self.files
                    .par_iter()
                    .map(|(candidate, house)| {
                        let result =
                            self.read(candidate).map(|source| work(self.sources.add(source), candidate, house));
                        done.fetch_add(1, Ordering::Relaxed);
                        result
                    })
                    .collect()
            })
        }))
    }

    fn read(&self, candidate: &Candidate) -> Result<SourceFile, Problem> {
        let read = match candidate.origin {
            Origin::Stdin => disk::stdin().map(|bytes| {
                let language = disk::language(&candidate.path, &bytes);
                SourceFile::from_bytes(&candidate.shown, bytes, language)
            }),
            Origin::Named | Origin::Walked => self.disk.open(&candidate.path, &candidate.shown),
        };
        read.map_err(|error| Problem { shown: candidate.shown.clone(), why: disk::spoken(&error) })
    }

    /// Says each problem on standard error; the run is then incomplete.
    pub(super) fn complain(problems: &[Problem]) -> Exit {
        for problem in problems {
            super::say(&format!("error: {}: {}", problem.shown, problem.why));
        }
        if problems.is_empty() { Exit::Clean } else { Exit::Incomplete }
    }
}

fn check_dialect(name: &str) -> Result<(), Usage> {
    let names = || std::iter::once("native").chain(import::DIALECTS.iter().map(|dialect| dialect.name));
    if names().any(|known| known == name) {
        return Ok(());
    }
    let help = nearest(name, names()).map_or_else(
        || format!("the dialects are {}", names().collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Usage(format!("--from: there is no dialect `{name}`; {help}")))
}

#[expect(clippy::disallowed_methods, reason = "this is where the run starts")]
fn start() -> Result<PathBuf, Usage> {
    std::env::current_dir().map_err(|error| Usage(format!("the folder of the run cannot be known: {error}")))
}
