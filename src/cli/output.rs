//! Where the formats of a run go: one to standard output, any number to files of their own.
#![expect(clippy::disallowed_methods, reason = "this is the place that writes files")]

use super::Usage;
use crate::model::nearest;
use crate::render::{FORMATS, Format, Look, View, format};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A format and where it goes.
#[derive(Debug)]
pub(super) struct Output {
    /// The format.
    pub(super) format: &'static Format,
    /// The file; none for standard output.
    pub(super) file: Option<PathBuf>,
}

/// Reads the `--format` options; none of them asks for `human`.
pub(super) fn outputs(wanted: &[String]) -> Result<Vec<Output>, Usage> {
    let mut outputs: Vec<Output> = Vec::new();
    for text in wanted {
        let (name, file) = text.split_once('=').map_or((text.as_str(), None), |(name, file)| (name, Some(file)));
        let Some(format) = format(name) else {
            let names = || FORMATS.iter().map(|format| format.name);
            let help = nearest(name, names()).map_or_else(
                || format!("the formats are {}", names().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Usage(format!("there is no format `{name}`: {help}")));
        };
        if file.is_some_and(str::is_empty) {
            return Err(Usage(format!("`--format {name}=` names no file")));
        }
        let file = file.filter(|file| *file != "-").map(PathBuf::from);
        if let Some(before) = outputs.iter().find(|output| output.file == file) {
            let place = file.map_or("standard output".to_owned(), |file| file.display().to_string());
            let (first, name) = (before.format.name, format.name);
            return Err(Usage(format!(
                "both `{first}` and `{name}` go to {place}: send one to a file of its own, as `--format {name}=FILE`"
            )));
        }
        outputs.push(Output { format, file });
    }
    if outputs.is_empty() {
        outputs.push(Output { format: crate::render::default_format(), file: None });
    }
    Ok(outputs)
}

/// Writes `text` to standard output. A pipe that closed early is no failure.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Usage> {
    let stdout = anstream::AutoStream::new(std::io::stdout(), anstream::ColorChoice::AlwaysAnsi);
    let mut out = BufWriter::with_capacity(1 << 16, stdout);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Usage(format!("standard output could not be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes the report to each output, and over none of the files `inputs` that it is drawn from.
pub(super) fn write(outputs: &[Output], inputs: &[PathBuf], view: &mut View<'_>, looks: [Look; 2]) -> Vec<Usage> {
    let mut failed = Vec::new();
    let [stdout, file] = looks;
    for output in outputs {
        let done = match &output.file {
            None => {
                view.look = stdout;
                print(|out| (output.format.write)(view, out))
            }
            Some(path) if is_among(path, inputs) => {
                let (name, path) = (output.format.name, path.display());
                Err(Usage(format!(
                    "`--format {name}={path}` would write over a file that this run reads: name another"
                )))
            }
            Some(path) => {
                view.look = file;
                save(path, |out| (output.format.write)(view, out))
                    .map_err(|error| Usage(format!("{}: it could not be written: {error}", path.display())))
            }
        };
        failed.extend(done.err());
    }
    failed
}

/// Whether a path leads to one of the plain files `inputs`: what is none loses nothing.
fn is_among(path: &Path, inputs: &[PathBuf]) -> bool {
    let there = std::fs::canonicalize(path).ok().filter(|path| path.is_file());
    there.is_some_and(|there| inputs.iter().any(|input| std::fs::canonicalize(input).is_ok_and(|input| input == there)))
}

/// Writes a file whole or not at all. What is there and is no plain file (`/dev/null`, a pipe) is written as it is.
pub(super) fn save(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if std::fs::metadata(&path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        let mut out = BufWriter::new(std::fs::OpenOptions::new().write(true).open(&path)?);
        write(&mut out)?;
        return out.flush();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".outreach-lint-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The name of the file that is written first is nobody's concern.
    let refused = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => io::Error::other(format!("there is no folder {}", folder.display())),
        kind => io::Error::from(kind),
    };
    let mut out = BufWriter::new(builder.tempfile_in(folder).map_err(refused)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(&path)?;
    Ok(())
}
