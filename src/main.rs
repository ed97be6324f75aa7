//! The `outreach-lint` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    outreach_lint::cli::run(std::env::args_os())
}
