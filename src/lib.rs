//! Shows what a recipient of an outreach campaign would live through, and where it turns a fan into a deserter.
//!
//! This page is the architecture: the way of the data, the map, and what always holds. The [program](cli::run) is a thin
//! shell around the library.
//!
//! # The way of the data
//!
//! Data flows one way, from a path to a finding; each module is one stage of it.
//!
//! ```text
//! path ─ cli::walk ─▶ SourceFile ─ syntax ─▶ Document ─ import ─▶ Campaign ─ timeline ─▶ Timelines ─ rules ─▶ Finding ─ render ─▶ text
//!                      (bytes)            (spanned tree)     (located facts)   (what a recipient lives through)
//! ```
//!
//! 1. [`cli`] finds files and reads their bytes into [`source::Sources`].
//! 2. [`syntax`] makes one spanned tree of TOML or JSON. It never fails: it gives a tree and findings.
//! 3. [`import`] recognises the format and makes [`model::Campaign`]s of it, whose every fact is *stated* (with its place),
//!    *absent* or *unknown*.
//! 4. [`timeline`] walks each campaign for every kind of recipient; [`copy`] reads the words of its messages.
//! 5. [`rules`] judge; [`lint`] runs them, drops what somebody allowed, and puts the findings into their one order.
//! 6. [`render`] writes them, one file per format; [`lsp`] tells them to an editor.
//!
//! [`config`] decides which rules run on which file, with what weight and options.
//!
//! # Layers
//!
//! A module imports only what stands below it; modules of one layer do not import each other. `tests/it/layers.rs` holds
//! this table.
//!
//! ```text
//! main │ cli │ lsp │ render │ lint │ rules │ copy import timeline config │ model │ syntax │ finding │ source
//! ```
//!
//! # What always holds
//!
//! - Only [`cli`] does input and output, reads the environment and knows the day; a list of forbidden methods in `clippy.toml`
//!   says so. Everything below is a function of its arguments.
//! - Findings are values. `Result` lives in [`cli`], [`lsp`] and [`render`] alone: broken input still yields every finding that can
//!   be known, and the other files are judged.
//! - A rule never rests on an unknown fact. It is reported as not judged, with the fact that is missing.
//! - Importers know a vendor's words and no rule; rules know the model and no vendor, and neither TOML nor JSON.
//! - The cost of a stage grows with the size of its input, never with the number of walks, and no depth, size, cycle or odd
//!   character in a file ends the program.
//! - No path of the library panics: what may be missing is asked for (`get`, `let else`), and the lints below hold it. The
//!   arrays of [`timeline`] alone are indexed; its `mod.rs` says why that holds.
//! - A report is the same, byte for byte, whatever the number of threads.
//! - What a file says is never printed raw: [`render::printable`] writes out what could steer a terminal.
//!
//! # To add something
//!
//! - A rule: its page in `rules/<group>/`, its file in `src/rules/<group>/`, its line in the group's list. The page is the
//!   only home of its metadata and is run as a test.
//! - A dialect: its file in `src/import/`, its page in `docs/dialects/`, its line in [`import::DIALECTS`].
//! - A format of the report: its file in `src/render/`, its line in [`render::FORMATS`].
//! - A command or an option: `src/cli/args.rs`, and the command's file beside it.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unimplemented,
        clippy::unreachable
    )
)]

pub mod cli;
pub mod config;
pub mod copy;
pub mod finding;
pub mod import;
pub mod lint;
pub mod lsp;
pub mod model;
pub mod render;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod timeline;
