//! The command line: the only place that reads files, the terminal, git or the environment.
//!
//! Owns what a run looks at, where its output goes and how it ends. It must not judge: `lint` does.

mod args;
mod baseline;
mod changed;
mod check;
mod disk;
mod explain;
mod init;
mod lsp;
mod output;
mod progress;
mod project;
mod schema;
mod session;
mod terminal;
mod timeline;
mod walk;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use clap_mangen::Man;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All was read and judged; nothing at or over what fails.
    Clean = 0,
    /// There are findings at or over it.
    Findings = 1,
    /// The job could not be done whole.
    Incomplete = 2,
}

/// Why a command could not begin: what is wrong with how it was called. The run exits 2.
#[derive(Debug)]
struct Usage(String);

/// Runs the program with `arguments`, its own name first, and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print();
            // Help that was asked for and did not arrive is a job not done; a reader who had enough is none.
            if printed.is_err_and(|why| why.kind() != std::io::ErrorKind::BrokenPipe) {
                return ExitCode::from(Exit::Incomplete as u8);
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(check)) => check::run(&check),
        Some(Command::Timeline(args)) => timeline::run(&args),
        Some(Command::Explain(args)) => explain::explain(&args),
        Some(Command::Rules(args)) => explain::list(&args),
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Baseline(args)) => baseline::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Lsp(_)) => lsp::run(),
        Some(Command::Completions(args)) => completions(args.shell),
        Some(Command::Man(_)) => manual(),
    };
    let exit = done.unwrap_or_else(|Usage(why)| {
        say(&format!("error: {why}"));
        Exit::Incomplete
    });
    ExitCode::from(exit as u8)
}

fn completions(shell: clap_complete::Shell) -> Result<Exit, Usage> {
    output::print(|out| {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "outreach-lint", &mut script);
        out.write_all(&script)
    })?;
    Ok(Exit::Clean)
}

/// One page with every command, for there are no pages of their own that it could refer to.
fn manual() -> Result<Exit, Usage> {
    output::print(|out| {
        let page = Man::new(Cli::command());
        page.render_title(out)?;
        page.render_name_section(out)?;
        page.render_synopsis_section(out)?;
        page.render_description_section(out)?;
        page.render_options_section(out)?;
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            writeln!(out, ".SH \"OUTREACH\\-LINT {}\"", name.to_uppercase())?;
            let part = Man::new(command.clone().disable_help_flag(true));
            out.write_all(&without_head(|out| part.render_description_section(out))?)?;
            if name == "check" {
                writeln!(out, ".PP\nIts options are those above.")?;
            } else {
                out.write_all(&without_head(|out| part.render_options_section(out))?)?;
            }
        }
        page.render_extra_section(out)?;
        page.render_version_section(out)
    })?;
    Ok(Exit::Clean)
}

/// A section of a manual page without its head.
fn without_head(render: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> std::io::Result<Vec<u8>> {
    let mut section = Vec::new();
    render(&mut section)?;
    let text = String::from_utf8_lossy(&section);
    let lines = text.lines().filter(|line| !line.starts_with(".SH "));
    Ok(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
}

/// A line on standard error.
fn say(line: &str) {
    // A closed standard error is no reason to fail.
    let _ = writeln!(std::io::stderr().lock(), "{}", crate::render::printable(line));
}
