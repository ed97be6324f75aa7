//! All integration tests but the rule pages, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests read fixtures and start the program")]

mod ci_action;
mod ci_baseline;
mod ci_changed;
mod ci_formats;
mod ci_schema;
mod clean;
mod cli;
mod config;
mod dialects_findings;
mod dialects_oss;
mod dialects_saas;
mod docs;
mod edges;
mod exports;
mod follow_ups;
mod format;
mod hostile;
mod judged;
mod law;
mod layers;
mod lsp;
mod named_waits;
mod names_in_texts;
mod near_misses;
mod output;
mod picture;
mod readme;
mod rhythm;
mod said;
mod same_bytes;
mod silence_and_stop;
mod stories;
mod support;
mod turned;
mod wording;
