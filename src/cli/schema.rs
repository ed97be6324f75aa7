//! `schema`: the JSON Schema of a campaign file or of the config, for editors.

use super::args::{Schema, SchemaOf};
use super::output::print;
use super::{Exit, Usage};
use crate::{import, lint, render};

/// Prints a schema.
pub(super) fn run(args: &Schema) -> Result<Exit, Usage> {
    let schema = match args.of {
        SchemaOf::Campaign => import::native::schema(),
        SchemaOf::Config => lint::config_schema(),
    };
    print(|out| render::json(&schema, out))?;
    Ok(Exit::Clean)
}
