//! Shows what a recipient of an outreach campaign would live through.

pub mod cli;
pub mod config;
pub mod copy;
pub mod finding;
pub mod import;
pub mod lint;
pub mod model;
pub mod render;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod timeline;
