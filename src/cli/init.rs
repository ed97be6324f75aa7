//! `init`: a commented config file and a first campaign that lints clean.

use super::args::Init;
use super::output::print;
use super::walk::CONFIG;
use super::{Exit, Usage};
use std::io::Write;
use std::path::Path;

/// The config file: every key, the defaults commented out.
const CONFIG_TEXT: &str = include_str!("init/outreach-lint.toml");
/// The first campaign.
const CAMPAIGN_TEXT: &str = include_str!("init/first.toml");

/// Writes both, or neither where one of them is there already.
pub(super) fn run(args: &Init) -> Result<Exit, Usage> {
    let folder = args.folder.strip_prefix(".").unwrap_or(&args.folder);
    let config = folder.join(CONFIG);
    let campaigns = folder.join("campaigns");
    let campaign = campaigns.join("first.toml");
    let files = [(&config, CONFIG_TEXT), (&campaign, CAMPAIGN_TEXT)];
    for (path, _) in files {
        if path.symlink_metadata().is_ok() {
            return Err(Usage(format!("{} is there already; nothing was written", path.display())));
        }
    }
    let refused = |path: &Path, error: &std::io::Error| Usage(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(&campaigns).map_err(|error| refused(&campaigns, &error))?;
    for (path, text) in files {
        // `create_new` never follows a link and never replaces what came there meanwhile.
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| refused(path, &error))?;
    }
    print(|out| {
        for (path, _) in files {
            writeln!(out, "wrote {}", path.display())?;
        }
        writeln!(out, "next: outreach-lint {}", campaigns.display())
    })?;
    Ok(Exit::Clean)
}
