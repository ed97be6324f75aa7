//! Writes the campaigns that the benches measure into a folder, for other programs to read.
//!
//! `cargo run --example corpus -- FOLDER COUNT json|toml`

#![expect(clippy::disallowed_methods, reason = "it writes the corpus that it is asked for")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use corpus::Form;
use std::io::{Error, Result};
use std::path::PathBuf;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count, form] = arguments.as_slice() else {
        return Err(Error::other("usage: corpus FOLDER COUNT json|toml"));
    };
    let count: u64 = count.parse().map_err(Error::other)?;
    let written = match form.as_str() {
        "json" => Form::Json,
        "toml" => Form::Toml,
        _ => return Err(Error::other("json or toml")),
    };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for seed in 0..count {
        let text = corpus::campaign(seed, written, 40, 600..2_000);
        std::fs::write(folder.join(format!("c{seed:05}.{form}")), text)?;
    }
    Ok(())
}
