//! Trees to campaigns: the native format and one file per vendor's dialect.
//!
//! Owns what a key means, in each format. It must not judge a campaign, and no rule may depend on a vendor's name.

pub mod facts;
pub mod native;

use crate::finding::Finding;
use crate::model::Campaign;
use crate::source::{Beside, FileId, SourceFile, Sources};
use crate::syntax::Document;

/// What an importer works on.
pub struct Input<'a> {
    /// The file's id.
    pub file: FileId,
    /// The file.
    pub source: &'a SourceFile,
    /// Its tree.
    pub document: &'a Document<'a>,
    /// Where files that an importer reads beside it are kept.
    pub sources: &'a Sources,
    /// The files beside it.
    pub beside: &'a dyn Beside,
}

/// What an importer makes of a file.
#[derive(Debug, Default)]
pub struct Imported {
    /// The dialect that it was read as; none where the file is no campaign.
    pub dialect: Option<&'static str>,
    /// The campaigns, in the order of the file.
    pub campaigns: Vec<Campaign>,
    /// What cannot be read as it stands.
    pub findings: Vec<Finding>,
}

/// Reads a file as what it is, or as `from` says.
pub fn import(input: &Input<'_>, from: Option<&str>) -> Imported {
    if from.is_none_or(|name| name == "native") && native::recognises(&input.document.root) {
        return native::import(input);
    }
    Imported::default()
}
