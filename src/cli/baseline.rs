//! `baseline`: records today's findings, so that `check --baseline` speaks of new ones alone.

use super::args;
use super::check::{Clock, Judged, judge};
use super::disk::{self, lexical};
use super::output::{print, save};
use super::project::wishes;
use super::session::Session;
use super::{Exit, Usage};
use crate::finding::Finding;
use crate::lint::baseline::{Baseline, Comparison, Entry};
use crate::lint::{Baselined, Report};
use crate::rules;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// The name of the file where none is named.
pub(super) const BASELINE: &str = "outreach-lint.baseline.json";

/// Writes the baseline, or takes out of it what is found no more.
pub(super) fn run(args: &args::Baseline) -> Result<Exit, Usage> {
    let wishes = wishes(&args.select, &args.ignore, args.preset.as_deref())?;
    let mut session = Session::open(&args.paths, &args.reading, &wishes, None)?;
    if !session.config_findings.is_empty() {
        return Err(Usage("a config has faults, and nothing was written; `outreach-lint check` shows them".to_owned()));
    }
    let Judged { report, incomplete, problems, files, broken, .. } =
        judge(&mut session, &args.reading, None, &[], &mut Clock::start())?;
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(BASELINE));
    let ledger = Ledger::open(&path, &session, &files)?;
    let findings = report.findings.iter().filter(|finding| !broken.contains(&ledger.shown(finding)));
    let found: Vec<Entry> = findings.map(|finding| ledger.entry(finding)).collect();
    let judged = |entry: &Entry| ledger.judged(entry, &broken);
    let shown = session.disk.shown(&path);
    let (new, said) = if args.prune {
        if !ledger.is_there {
            return Err(Usage(format!("{shown}: there is no such file to take anything out of")));
        }
        let comparison = ledger.compare(&found);
        let new = ledger.baseline.pruned(&comparison, &judged);
        let (before, after) = (ledger.baseline.len(), new.len());
        (new, format!("{shown}: {} of {before} findings taken out, {after} left", before - after))
    } else {
        let new = ledger.baseline.renewed(found, &judged);
        let said = format!("wrote {shown}: {} in {}", plural(new.len(), "finding"), plural(new.files(), "file"));
        (new, said)
    };
    save(&path, |out| out.write_all(crate::render::quiet(&new.text()).as_bytes()))
        .map_err(|error| Usage(format!("{shown}: it could not be written: {error}")))?;
    print(|out| writeln!(out, "{}", crate::render::printable(&said)))?;
    for file in &broken {
        super::say(&format!("error: {file}: it could not be read whole, and its findings are not recorded"));
    }
    let exit = if incomplete { Exit::Incomplete } else { Exit::Clean };
    Ok(exit.max(Session::complain(&problems)))
}

/// Takes the findings that the baseline at `path` knows out of a report on `files` of the session (see [`Judged`]).
pub(super) fn hide(
    path: &Path,
    session: &Session,
    files: &HashMap<String, Vec<usize>>,
    broken: &HashSet<String>,
    report: &mut Report,
) -> Result<(), Usage> {
    let ledger = Ledger::open(path, session, files)?;
    if !ledger.is_there {
        let shown = session.disk.shown(path);
        let how = "`outreach-lint baseline` writes one";
        return Err(Usage(format!("--baseline {shown}: there is no such file; {how}")));
    }
    let found: Vec<Entry> = report.findings.iter().map(|finding| ledger.entry(finding)).collect();
    let comparison = ledger.compare(&found);
    let mut known = comparison.known.iter();
    let before = report.findings.len();
    report.findings.retain(|_| !known.next().is_some_and(|known| *known));
    let stale = ledger.baseline.stale(&comparison, &|entry| ledger.judged(entry, broken));
    report.baseline = Some(Baselined { hidden: before - report.findings.len(), stale });
    Ok(())
}

/// A baseline and the run that it is compared with.
struct Ledger<'a> {
    baseline: Baseline,
    is_there: bool,
    /// The folder of the baseline: what its paths count from.
    folder: PathBuf,
    session: &'a Session,
    /// The files that were judged, as the baseline calls them, with those of the session that they belong to.
    files: HashMap<String, &'a [usize]>,
}

impl<'a> Ledger<'a> {
    fn open(path: &Path, session: &'a Session, files: &'a HashMap<String, Vec<usize>>) -> Result<Self, Usage> {
        let at = session.disk.cwd.join(path);
        let is_there = disk::is_there(&at);
        let refused = |why: String| Usage(format!("{}: {why}", session.disk.shown(path)));
        let baseline = if is_there {
            let bytes = disk::bytes(&at).map_err(|error| refused(disk::spoken(&error)))?;
            let text = String::from_utf8(bytes).map_err(|_| refused("it is no UTF-8".to_owned()))?;
            Baseline::read(&text).map_err(refused)?
        } else {
            Baseline::default()
        };
        let folder = lexical(&at).parent().unwrap_or(&session.disk.cwd).to_path_buf();
        let mut ledger = Self { baseline, is_there, folder, session, files: HashMap::new() };
        ledger.files = files.iter().map(|(shown, of)| (ledger.name(shown), of.as_slice())).collect();
        Ok(ledger)
    }

    /// What the baseline calls a file that outputs call `shown`.
    fn name(&self, shown: &str) -> String {
        let path = lexical(&self.session.disk.real(shown));
        let mut base = self.folder.as_path();
        let mut up = String::new();
        loop {
            if let Ok(rest) = path.strip_prefix(base) {
                return up + &slashed(rest);
            }
            let Some(parent) = base.parent() else { return slashed(&path) };
            base = parent;
            up.push_str("../");
        }
    }

    fn shown(&self, finding: &Finding) -> String {
        self.session.sources.get(finding.place().file).map_or_else(String::new, |source| source.path.clone())
    }

    fn entry(&self, finding: &Finding) -> Entry {
        Entry::new(finding, self.name(&self.shown(finding)))
    }

    fn compare(&self, found: &[Entry]) -> Comparison {
        self.baseline.compare(found, &|file| self.is_gone(file))
    }

    fn is_gone(&self, file: &str) -> bool {
        !self.files.contains_key(file) && !disk::is_there(&self.folder.join(file))
    }

    /// Whether the run would have found the entry, were it still so.
    fn judged(&self, entry: &Entry, broken: &HashSet<String>) -> bool {
        let is_no_rule = rules::page(&entry.rule).is_none();
        if self.session.watched.contains(&lexical(&self.folder.join(&entry.file))) {
            return is_no_rule || self.session.house.settings.enabled(&entry.rule).is_some();
        }
        let Some(of) = self.files.get(&entry.file) else { return is_no_rule || self.is_gone(&entry.file) };
        let mut of = of.iter().filter_map(|index| self.session.files.get(*index));
        is_no_rule
            || of.any(|(candidate, house)| {
                !broken.contains(&candidate.shown) && house.settings.enabled(&entry.rule).is_some()
            })
    }
}

fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
