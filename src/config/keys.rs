//! The keys of a config file as data: what the reader knows, and what the JSON Schema says of them.

use super::FailOn;

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    /// Its spelling.
    pub(super) name: &'static str,
    /// What it means: one sentence with its full stop.
    pub(super) doc: &'static str,
    /// What it takes.
    pub(super) takes: Takes,
}

/// What a key takes.
#[derive(Debug)]
pub(super) enum Takes {
    /// A text that is not empty.
    Text,
    /// One text or a list of them.
    Texts,
    /// The names of rules, groups or `all`.
    Names,
    /// The name of a preset.
    Preset,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Regions.
    Regions,
    /// A day.
    Date,
    /// Weight and options of rules.
    Rules,
    /// Facts of campaigns, each list of them for some files.
    Facts,
    /// Tables with these keys, of which the named ones must be there.
    Tables(&'static [Key], &'static [&'static str]),
}

const fn key(name: &'static str, takes: Takes, doc: &'static str) -> Key {
    Key { name, doc, takes }
}

/// What holds for every file.
pub(super) const CONFIG: &[Key] = &[
    key("extends", Takes::Texts, "Config files to build on, relative to this one; what stands here goes before."),
    PRESET,
    SELECT,
    IGNORE,
    REGION,
    key("fail_on", Takes::Word(FailOn::WORDS), "From which weight on a finding makes a run fail; warning by default."),
    key("include", Takes::Texts, "The files that a walk looks at, as globs of a .gitignore; all by default."),
    key("exclude", Takes::Texts, "The files that are left out, as globs of a .gitignore."),
    RULES,
    key("facts", Takes::Facts, "What the export of a tool cannot say, in the keys of the campaign format."),
    key("allow", Takes::Tables(ALLOW, &["files", "rules", "reason"]), "Findings that may stay, with the reason."),
    key("overrides", Takes::Tables(OVERRIDE, &["files"]), "What holds for some files, the later over the earlier."),
];

/// What holds for some files.
pub(super) const OVERRIDE: &[Key] = &[FILES, PRESET, SELECT, IGNORE, REGION, RULES];

/// A finding that may stay.
pub(super) const ALLOW: &[Key] = &[
    FILES,
    key("path", Takes::Text, "Where in the file, as steps/3 or stop.on; anywhere by default."),
    key("rules", Takes::Names, "What may stay there: rules, groups of rules, or all."),
    key("reason", Takes::Text, "Why it may stay."),
    key("until", Takes::Date, "The last day on which it may."),
];

/// The files that a table is for.
pub(super) const FILES: Key = key("files", Takes::Texts, "The files that are meant, as globs of a .gitignore.");

const PRESET: Key = key(
    "preset",
    Takes::Preset,
    "The figures that hold: courteous (those of the rules' pages), lenient (those of the trade), strict (warnings are errors).",
);
const SELECT: Key = key("select", Takes::Names, "Run these alone: rules, groups of rules, or all.");
const IGNORE: Key = key("ignore", Takes::Names, "Leave these out: rules, groups of rules, or all.");
const REGION: Key =
    key("region", Takes::Regions, "Where the recipients of campaigns live that do not say: ISO 3166 codes.");
const RULES: Key = key("rules", Takes::Rules, "Weight and options of rules, each under its name in quotes.");

/// The names of keys.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
