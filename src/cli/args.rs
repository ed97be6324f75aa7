//! The command line as clap reads it. What the options mean is the business of the commands.

use crate::config;
use crate::finding::Severity;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Shows what a recipient of an outreach campaign would live through, and where it turns a fan into a deserter.
#[derive(Debug, Parser)]
#[command(name = "outreach-lint", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 nothing at or over --fail-on, 1 findings, 2 the job could not be done whole.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: Check,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint files and folders (the default command).
    Check(Check),
    /// Show each recipient's timeline.
    Timeline(Timeline),
    /// Show a rule's page.
    Explain(Explain),
    /// List every rule.
    Rules(Rules),
    /// Write a config file and a first campaign.
    Init(Init),
    /// Record today's findings, so that `check --baseline` reports new ones alone.
    Baseline(Baseline),
    /// Print the JSON Schema of a campaign file or of the config.
    Schema(Schema),
    /// Serve an editor: a language server on standard input and output.
    Lsp(Lsp),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man(Man),
}

/// Options of `check`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Check {
    /// Files and folders; `-` is standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Run these alone: rules, groups or `all`, parted by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Leave these out: rules, groups or `all`, parted by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// The figures that hold
    #[arg(long, value_parser = PossibleValuesParser::new(crate::rules::Preset::WORDS))]
    pub(super) preset: Option<String>,
    /// From which weight on a finding makes the run fail [default: warning]
    #[arg(long, value_name = "WEIGHT")]
    pub(super) fail_on: Option<FailOn>,
    /// From which weight on findings are printed
    #[arg(long, value_name = "WEIGHT", default_value = "info")]
    pub(super) show: Show,
    #[arg(long, value_name = "NAME[=FILE]", help = formats())]
    pub(super) format: Vec<String>,
    /// Report what is not in this baseline alone
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Look at what changed since this commit (git), and at what refers to it
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    pub(super) since: Option<String>,
    /// Look at what is staged (git), and at what refers to it
    #[arg(long)]
    pub(super) staged: bool,
    /// Print how often each rule was found
    #[arg(long)]
    pub(super) statistics: bool,
    /// Print where the time went, on standard error
    #[arg(long)]
    pub(super) timings: bool,
    /// Print findings alone, no closing line
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print each campaign and rule that was not judged
    #[arg(long, short)]
    pub(super) verbose: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

fn formats() -> String {
    let names: Vec<_> = crate::render::FORMATS.iter().map(|format| format.name).collect();
    format!("How to print, to standard output or a file; repeatable [default: human] [names: {}]", names.join(", "))
}

/// Options of every command that reads campaigns.
#[derive(Clone, Debug, Args)]
pub(super) struct Reading {
    /// Read every file as this dialect, without guessing
    #[arg(long, value_name = "DIALECT")]
    pub(super) from: Option<String>,
    /// Use this config file alone
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Look for no config file
    #[arg(long)]
    pub(super) no_config: bool,
    /// How many threads work [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
    /// What standard input is called, for its place in the tree and its format
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Whether the output is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// From which weight on a finding makes the run fail.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// Errors alone.
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Info,
    /// None.
    Never,
}

impl FailOn {
    /// The same, as a config says it.
    pub(super) fn of_config(self) -> config::FailOn {
        match self {
            Self::Error => config::FailOn::From(Severity::Error),
            Self::Warning => config::FailOn::From(Severity::Warning),
            Self::Info => config::FailOn::From(Severity::Info),
            Self::Never => config::FailOn::Never,
        }
    }
}

/// From which weight on findings are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Show {
    /// Errors alone.
    Error,
    /// Errors and warnings.
    Warning,
    /// All.
    Info,
}

impl Show {
    /// The least weight that is printed.
    pub(super) fn least(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// Whether output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Where the output is a terminal that wants it.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// Options of `timeline`.
#[derive(Debug, Args)]
pub(super) struct Timeline {
    /// Files and folders; `-` is standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Show this recipient alone
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(recipients()))]
    pub(super) recipient: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = TimelineFormat::Human)]
    pub(super) format: TimelineFormat,
    #[command(flatten)]
    pub(super) reading: Reading,
}

fn recipients() -> Vec<&'static str> {
    crate::timeline::Recipient::ALL.iter().map(|recipient| recipient.as_str()).collect()
}

/// How a timeline is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TimelineFormat {
    /// A picture for the terminal.
    Human,
    /// The figures of each recipient.
    Json,
    /// A page for the browser.
    Html,
    /// The lanes alone, as a drawing.
    Svg,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule: `group/slug`, or the slug alone; or a dialect, as `klaviyo`
    pub(super) rule: String,
    /// How to print
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub(super) format: ExplainFormat,
    /// Whether the output is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// How a page is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// For a terminal.
    Human,
    /// Its metadata.
    Json,
}

/// Options of `rules`.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// How to print
    #[arg(long, value_enum, default_value_t = RulesFormat::Human)]
    pub(super) format: RulesFormat,
}

/// How the list of rules is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// A line each.
    Human,
    /// The metadata of each.
    Json,
    /// A table.
    Markdown,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to write into
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
}

/// Options of `baseline`.
#[derive(Debug, Args)]
pub(super) struct Baseline {
    /// Files and folders [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The file to write [default: outreach-lint.baseline.json]
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Take out what is found no more, and add nothing
    #[arg(long)]
    pub(super) prune: bool,
    /// Run these alone: rules, groups or `all`, parted by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Leave these out: rules, groups or `all`, parted by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// The figures that hold
    #[arg(long, value_parser = PossibleValuesParser::new(crate::rules::Preset::WORDS))]
    pub(super) preset: Option<String>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// What the schema is of
    #[arg(value_enum, default_value_t = SchemaOf::Campaign)]
    pub(super) of: SchemaOf,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// A campaign file.
    Campaign,
    /// `outreach-lint.toml`.
    Config,
}

/// Options of `lsp`: none.
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// What many editors add for every server; there is no other way to speak with this one.
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Options of `man`: none.
#[derive(Debug, Args)]
pub(super) struct Man {}
