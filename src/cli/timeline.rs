//! `timeline`: what each kind of recipient lives through.

use super::args::{Timeline, TimelineFormat};
use super::output::print;
use super::session::Session;
use super::walk::{Origin, Problem};
use super::{Exit, Usage, terminal};
use crate::finding::{Finding, Severity};
use crate::import;
use crate::lint::{self, FileReport, Run, Walked, Wishes};
use crate::render::{self, Closing, View};
use crate::source::Sources;
use crate::timeline::Recipient;
use crate::timeline::report::{Report, report};

/// The campaigns of one file, and what is in the way of more.
struct Read {
    file: String,
    campaigns: Vec<Walked>,
    judged: Option<FileReport>,
    problem: Option<Problem>,
}

/// Shows the timelines of what the command line names.
pub(super) fn run(args: &Timeline) -> Result<Exit, Usage> {
    let wishes = Wishes::default();
    let session = Session::open(&args.paths, &args.reading, &wishes, None)?;
    let mut problems = session.problems.clone();
    problems.extend(session.config_findings.iter().map(|finding| Problem {
        shown: session.sources.get(finding.place().file).map_or_else(String::new, |file| file.path.clone()),
        why: finding.message.clone(),
    }));
    let run = Run { sources: &session.sources, beside: &session.disk, from: session.from.as_deref() };
    let mut read: Vec<Read> = Vec::new();
    let files = session.each(&args.reading, |file, candidate, house| {
        let broken = session.sources.get(file).is_some_and(|source| {
            !crate::syntax::parse(file, &source).findings.is_empty()
                && (candidate.origin != Origin::Walked || import::looks_like_campaign(&source.text))
        });
        let (imported, campaigns) = lint::campaigns(&run, file, &house.settings);
        let faulty = imported.findings.iter().any(|finding| finding.severity == Severity::Error);
        let why = match imported.dialect {
            _ if broken => "it could not be read whole; `outreach-lint check` says where",
            Some(_) if faulty => "it has faults; `outreach-lint check` says where",
            None if candidate.origin != Origin::Walked => "it is no campaign that could be recognised",
            _ => "",
        };
        if campaigns.is_empty() {
            session.sources.release(file);
        }
        // The figures alone need no judgement.
        let judged = (args.format != TimelineFormat::Json && !campaigns.is_empty())
            .then(|| lint::file(&run, file, &house.settings, &house.allows));
        let problem = (!why.is_empty()).then(|| Problem { shown: candidate.shown.clone(), why: why.to_owned() });
        Read { file: candidate.shown.clone(), campaigns, judged, problem }
    })?;
    for file in files {
        match file {
            Ok(mut file) => {
                problems.extend(file.problem.take());
                read.push(file);
            }
            Err(problem) => problems.push(problem),
        }
    }
    read.sort_by(|a, b| a.file.cmp(&b.file));
    let judged = read.iter_mut().filter_map(|file| file.judged.take()).collect();
    let report = lint::finish(&run, judged, &session.house.settings);
    show(args, &read, &report, &session.sources)?;
    if read.iter().all(|file| file.campaigns.is_empty()) {
        super::say("no campaign found");
    }
    Ok(Session::complain(&problems))
}

fn show(args: &Timeline, read: &[Read], judged: &lint::Report, sources: &Sources) -> Result<(), Usage> {
    let kinds: Vec<Recipient> = Recipient::ALL
        .iter()
        .filter(|kind| args.recipient.as_ref().is_none_or(|name| name == kind.as_str()))
        .copied()
        .collect();
    let campaigns = || read.iter().flat_map(|file| file.campaigns.iter().map(|walked| (file.file.as_str(), walked)));
    match args.format {
        TimelineFormat::Json => {
            let entries = campaigns().map(|(file, walked)| report(file, &walked.campaign, &walked.timelines, &kinds));
            let report = Report::new(entries.collect());
            print(|out| render::json(&report, out))
        }
        TimelineFormat::Human => {
            let look = terminal::of_stdout(args.reading.color);
            print(|out| {
                campaigns().enumerate().try_for_each(|(index, (file, walked))| {
                    let gap = if index > 0 { "\n" } else { "" };
                    let campaign = &walked.campaign;
                    let of_it = |finding: &&Finding| {
                        finding.place().file == campaign.file && finding.campaign.as_ref() == Some(&campaign.name.value)
                    };
                    let findings: Vec<&Finding> = judged.findings.iter().filter(of_it).collect();
                    let portrait = lint::portrait(file, walked, &kinds);
                    write!(out, "{gap}{}", render::picture(&portrait, &findings, look))
                })
            })
        }
        TimelineFormat::Svg => {
            let portraits: Vec<_> = campaigns().map(|(file, walked)| lint::portrait(file, walked, &kinds)).collect();
            print(|out| out.write_all(render::svg(&portraits).as_bytes()))
        }
        TimelineFormat::Html => {
            let portraits: Vec<_> = campaigns().map(|(file, walked)| lint::portrait(file, walked, &kinds)).collect();
            let view = View {
                report: judged,
                shown: judged.findings.iter().collect(),
                sources,
                portraits: &portraits,
                look: terminal::of_file(),
                closing: Closing::None,
            };
            let page = render::format("html");
            print(|out| page.map_or(Ok(()), |page| (page.write)(&view, out)))
        }
    }
}
