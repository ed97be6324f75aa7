//! `check`: lint files and folders.

use super::args::{Check, Reading};
use super::changed::{self, Changed, Read, Reads};
use super::output::{Output, outputs, write};
use super::project::wishes;
use super::session::Session;
use super::walk::{Candidate, Origin, Problem};
use super::{Exit, Usage, baseline, terminal};
use crate::config::FailOn;
use crate::finding::Finding;
use crate::import;
use crate::lint::{self, FileReport, Portrait, Report, Run};
use crate::render::{self, Closing, View, statistics};
use crate::rules;
use crate::source::{FileId, Language, Place, SourceFile, Sources, Span};
use crate::timeline::Recipient;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::Instant;

/// Lints what the command line names.
pub(super) fn run(args: &Check) -> Result<Exit, Usage> {
    let outputs = outputs(&args.format)?;
    let wishes = wishes(&args.select, &args.ignore, args.preset.as_deref())?;
    rules::read_ahead();
    let mut clock = Clock::start();
    let mut session = Session::open(&args.paths, &args.reading, &wishes, args.fail_on)?;
    let changed = changed::wanted(args, &session)?;
    clock.lap("finding files");
    let drawn = if outputs.iter().any(|output| render::draws(output.format)) { Recipient::ALL } else { &[] };
    let Judged { mut report, incomplete, problems, files, broken, portraits, mut inputs } =
        judge(&mut session, &args.reading, changed.as_ref(), drawn, &mut clock)?;
    inputs.extend(session.configs.iter().chain(&args.baseline).chain(&args.paths).cloned());
    if let Some(path) = &args.baseline {
        baseline::hide(path, &session, &files, &broken, &mut report)?;
    }
    if !session.config_findings.is_empty() {
        super::say("error: nothing was judged, for the config has faults");
    }
    report.findings.append(&mut session.config_findings);
    let fail_on: HashMap<&str, FailOn> =
        session.files.iter().map(|(file, house)| (file.shown.as_str(), house.fail_on)).collect();
    let failed = report.findings.iter().any(|finding| {
        let file = session.sources.get(finding.place().file);
        let level = file.and_then(|file| fail_on.get(file.path.as_str()).copied()).unwrap_or(session.house.fail_on);
        level.fails(finding.severity)
    });
    print(args, &outputs, &inputs, &session.sources, &report, &portraits)?;
    clock.lap("printing");
    if args.timings {
        clock.say();
    }
    let exit = if failed { Exit::Findings } else { Exit::Clean };
    let exit = if incomplete { Exit::Incomplete } else { exit };
    // The process is about to end: to take all of it apart first would take longer than to judge a campaign.
    std::mem::forget((session, report));
    Ok(exit.max(Session::complain(&problems)))
}

/// What a run found.
pub(super) struct Judged {
    /// The report, without what is wrong with the configs.
    pub(super) report: Report,
    /// Whether something of what was asked for could not be done.
    pub(super) incomplete: bool,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
    /// The files that were judged: what outputs call them, and the indices of the session's files that they belong to
    /// (a copy belongs to the campaigns that send it).
    pub(super) files: HashMap<String, Vec<usize>>,
    /// The files whose text is broken, as outputs call them.
    pub(super) broken: HashSet<String>,
    /// The campaigns as drawings.
    pub(super) portraits: Vec<Portrait>,
    /// The campaigns, whole or broken, and what was read beside them: nothing may be written over these.
    pub(super) inputs: Vec<PathBuf>,
}

/// Judges the files of a session, or those of them that what `changed` concerns, and draws the recipients `drawn`.
pub(super) fn judge(
    session: &mut Session,
    reading: &Reading,
    changed: Option<&Changed>,
    drawn: &[Recipient],
    clock: &mut Clock,
) -> Result<Judged, Usage> {
    let mut problems = std::mem::take(&mut session.problems);
    let session = &*session;
    let reads = Reads::new(&session.disk);
    let run = Run { sources: &session.sources, beside: &reads, from: session.from.as_deref() };
    let looked = session.each(reading, |file, candidate, house| {
        let portraits = if drawn.is_empty() { Vec::new() } else { lint::portraits(&run, file, &house.settings, drawn) };
        let looked = looked_at(&run, candidate, lint::file(&run, file, &house.settings, &house.allows));
        Looked { portraits, ..looked }
    })?;
    clock.lap("judging");
    let asked = changed.map_or_else(
        || vec![true; looked.len()],
        |changed| {
            let reports: Vec<_> = looked.iter().map(|look| look.as_ref().ok().map(|look| &look.report)).collect();
            changed.concerned(session, &reads, &reports)
        },
    );
    // The words of a half-understood config would be wrong of every file: none was looked at.
    let mut incomplete = !session.config_findings.is_empty();
    let mut reports = Vec::with_capacity(looked.len());
    let mut skipped: Vec<_> = session.excluded.iter().map(|it| (it.shown.clone(), it.why.clone())).collect();
    let (mut files, mut broken) = (HashMap::<String, Vec<usize>>::new(), HashSet::new());
    let (mut portraits, mut inputs) = (Vec::new(), Vec::new());
    for ((index, (candidate, _)), (look, asked)) in session.files.iter().enumerate().zip(looked.into_iter().zip(asked))
    {
        let copies: Vec<PathBuf> = reads.of(&candidate.shown).into_iter().filter_map(Read::file).collect();
        if asked {
            let copies = copies.iter().map(|path| session.disk.shown(path));
            for name in copies.chain([candidate.shown.clone()]) {
                files.entry(name).or_default().push(index);
            }
        }
        if look.as_ref().is_ok_and(|look| !look.is_whole || look.report.dialect.is_some()) {
            inputs.push(candidate.real.clone());
            inputs.extend(copies);
        }
        match look {
            Ok(Looked { mut report, skipped: why, is_whole, portraits: lanes }) => {
                if asked {
                    portraits.extend(lanes);
                    incomplete |= !is_whole;
                    match why {
                        Some(why) if is_whole => skipped.push((report.path.clone(), why)),
                        Some(why) => problems.push(Problem { shown: report.path.clone(), why }),
                        None => {}
                    }
                    broken.extend(report.broken.then(|| report.path.clone()));
                }
                report.asked = asked;
                reports.push(report);
            }
            Err(problem) if asked => problems.push(problem),
            Err(_) => {}
        }
    }
    if let Some(any) = reports.first_mut() {
        any.watch(&session.idle, &session.house.settings);
    }
    let mut report = lint::finish(&run, reports, &session.house.settings);
    report.limit = changed.map(|changed| changed.since.clone());
    report.skipped.extend(skipped);
    report.problems = problems.iter().map(|problem| (problem.shown.clone(), problem.why.clone())).collect();
    report.is_incomplete = incomplete || !problems.is_empty();
    report.skipped.extend(report.problems.iter().cloned());
    report.skipped.sort();
    clock.lap("bringing together");
    portraits.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Judged { report, incomplete, problems, files, broken, portraits, inputs })
}

/// What came of a file.
struct Looked {
    report: FileReport,
    /// Why it was not judged, for the summary.
    skipped: Option<String>,
    /// Whether what was asked of it could be done.
    is_whole: bool,
    /// Its campaigns as drawings, where a format shows them.
    portraits: Vec<Portrait>,
}

/// Decides what a file that could not be read, or is no campaign, means for the run: one that was named is always
/// spoken of; one that a walk came upon only if it looks like a campaign, for a broken `tsconfig.json` is not ours.
fn looked_at(run: &Run<'_>, candidate: &Candidate, mut report: FileReport) -> Looked {
    let walked = candidate.origin == Origin::Walked;
    let Some(source) = run.sources.get(report.file) else {
        return Looked { report, skipped: None, is_whole: true, portraits: Vec::new() };
    };
    let is_campaign = report.is_campaign(&source.text);
    if report.broken && (is_campaign || !walked) {
        // Where the rule that tells of syntax is not asked for, somebody has to say why the run is incomplete.
        let skipped = report.findings.is_empty().then(|| "it could not be read: its text has errors".to_owned());
        return Looked { report, skipped, is_whole: false, portraits: Vec::new() };
    }
    if walked && !is_campaign {
        let language = if source.language == Language::Json { "JSON" } else { "TOML" };
        let meant = || import::misspelt_campaign(report.file, &source);
        let skipped = if report.broken {
            Some(format!("it is no campaign, and could not be read as {language}"))
        } else {
            meant().map(|(_, key, meant)| format!("it is no campaign; did you mean `{meant}` by `{key}`?"))
        };
        run.sources.release(report.file);
        report.findings.clear();
        return Looked { report, skipped, is_whole: true, portraits: Vec::new() };
    }
    if !is_campaign {
        report.findings.push(no_campaign(report.file, &source, run.from));
    }
    if report.is_settled() {
        run.sources.release(report.file);
    }
    Looked { report, skipped: None, is_whole: is_campaign, portraits: Vec::new() }
}

/// What is said of a file that was named and is no campaign.
fn no_campaign(file: FileId, source: &SourceFile, from: Option<&str>) -> Finding {
    let text = source.text.as_str();
    let unrecognised = "this file is no campaign that could be recognised";
    if let (None, Some((span, _, meant))) = (from, import::misspelt_campaign(file, source)) {
        return Finding::new("structure/missing-field", Place::new(file, span), "not known here", unrecognised)
            .help(format!("did you mean `{meant}`?"));
    }
    let blank = text.trim_start_matches('\u{feff}').trim_start();
    let start = if blank.is_empty() { 0 } else { text.len() - blank.len() };
    let end =
        text.get(start..).and_then(|rest| rest.lines().next()).map_or(start, |line| start + line.trim_end().len());
    let place = Place::new(file, Span::new(start, end));
    let (label, message) = match from {
        _ if blank.is_empty() => ("nothing here", "this file is empty: there is no campaign in it".to_owned()),
        Some(name) => ("not what was expected", format!("this file is no campaign of the dialect `{name}`")),
        None => ("no campaign", unrecognised.to_owned()),
    };
    Finding::new("structure/missing-field", place, label, message)
        .help("a campaign has a [campaign] table, or is the export of a tool; `outreach-lint init` writes a first one")
}

fn print(
    args: &Check,
    outputs: &[Output],
    inputs: &[PathBuf],
    sources: &Sources,
    report: &Report,
    portraits: &[Portrait],
) -> Result<(), Usage> {
    let stdout = terminal::of_stdout(args.reading.color);
    let closing = match (args.quiet, args.verbose) {
        (true, _) => Closing::None,
        (false, true) => Closing::Whole,
        (false, false) => Closing::Short,
    };
    let least = args.show.least();
    let shown = report.findings.iter().filter(|finding| finding.severity >= least).collect();
    let mut view = View { report, shown, sources, portraits, look: stdout, closing };
    let failed = write(outputs, inputs, &mut view, [stdout, terminal::of_file()]);
    let for_people = outputs.iter().any(|output| output.file.is_none() && output.format.for_people);
    if args.statistics {
        let text = statistics(&view);
        if for_people {
            super::output::print(|out| out.write_all(text.as_bytes()))?;
        } else {
            text.lines().for_each(super::say);
        }
    }
    if !for_people && report.campaigns == 0 && !args.quiet {
        super::say("no campaign found");
    }
    match failed.into_iter().next() {
        Some(usage) => Err(usage),
        None => Ok(()),
    }
}

/// Where the time of a run goes.
pub(super) struct Clock {
    last: Instant,
    laps: Vec<(&'static str, std::time::Duration)>,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }

    fn say(&self) {
        for (name, time) in &self.laps {
            super::say(&format!("{:>10.3} ms  {name}", time.as_secs_f64() * 1000.0));
        }
    }
}
