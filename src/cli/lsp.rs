//! `lsp`: the language server on standard input and output.

use super::args::{Color, Reading};
use super::changed::Reads;
use super::disk;
use super::project::wishes;
use super::session::Session;
use super::walk::CONFIG;
use super::{Exit, Usage};
use crate::config;
use crate::import;
use crate::lint::{self, Report, Run, Wishes};
use crate::lsp::{End, Judged, serve};
use crate::source::{Language, SourceFile, Sources};
use crate::syntax;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Serves an editor. The exit code is that of the protocol: 0 where the editor said `shutdown` before it left, else 1.
pub(super) fn run() -> Result<Exit, Usage> {
    let wishes = wishes(&[], &[], None)?;
    let judge = |path: &Path, text: &str| judge(&wishes, path, text);
    match serve(&mut std::io::stdin().lock(), &mut std::io::stdout().lock(), &judge) {
        Ok(End::Asked) => Ok(Exit::Clean),
        Ok(End::CutOff) => Ok(Exit::Findings),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Findings),
        Err(error) => Err(Usage(format!("the editor cannot be understood: {error}"))),
    }
}

fn judge(wishes: &Wishes, path: &Path, text: &str) -> Judged {
    if path.file_name().is_some_and(|name| name == CONFIG) {
        return config(path, text);
    }
    let reading = Reading {
        from: None,
        config: None,
        no_config: false,
        jobs: None,
        stdin_filename: Some(path.to_path_buf()),
        color: Color::Never,
    };
    let Ok(session) = Session::open(&[PathBuf::from("-")], &reading, wishes, None) else { return Judged::default() };
    let start = session.disk.cwd.clone();
    let Some((candidate, house)) = session.files.first() else {
        // An editor opens any file; one that is no campaign does not suffer from what is wrong with the config.
        let findings = if import::looks_like_campaign(text) { session.config_findings } else { Vec::new() };
        return Judged { sources: session.sources, file: None, findings, start };
    };
    let bytes = text.as_bytes().to_vec();
    let language = disk::language(&candidate.path, &bytes);
    let file = session.sources.add(SourceFile::from_bytes(&candidate.shown, bytes, language));
    let report = {
        let reads = Reads::new(&session.disk);
        let run = Run { sources: &session.sources, beside: &reads, from: None };
        let report = lint::file(&run, file, &house.settings, &house.allows);
        if report.is_campaign(text) { lint::finish(&run, vec![report], &house.settings) } else { Report::default() }
    };
    Judged { sources: session.sources, file: Some(file), findings: report.findings, start }
}

fn config(path: &Path, text: &str) -> Judged {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text(path.to_string_lossy(), text, Language::Toml));
    let Some(source) = sources.get(file) else { return Judged::default() };
    let document = syntax::parse(file, &source);
    let folder = path.parent().unwrap_or(path);
    let (_, findings) = config::read(file, &source.text, &document, folder, &lint::catalogue());
    Judged { sources, file: Some(file), findings, start: PathBuf::new() }
}
