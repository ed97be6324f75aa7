//! Trees to campaigns: the native format and one file per vendor's dialect.
//!
//! Owns what a key means, in each format. It must not judge a campaign, and no rule may depend on a vendor's name.
//! To add a dialect: its file here, its page in `docs/dialects/`, its line in [`DIALECTS`].

mod apollo;
mod drip;
pub mod facts;
mod fluentcrm;
mod hubspot;
mod instantly;
mod klaviyo;
mod knock;
mod lemlist;
mod mautic;
mod n8n;
pub mod native;
mod outreach;
mod rapidpro;
mod read;
mod reply;
mod salesloft;
mod sfmc;
mod smartlead;
mod sniff;
mod twilio_studio;

pub use sniff::{looks_like_campaign, misspelt_campaign};

use crate::finding::Finding;
use crate::model::Campaign;
use crate::source::{Beside, FileId, Place, SourceFile, Sources};
use crate::syntax::{Document, Node};

/// A format that campaigns are written in.
#[derive(Debug)]
pub struct Dialect {
    /// The name that `--from` and `explain` take.
    pub name: &'static str,
    /// Its page: how to get the file, what is judged and what is not, which facts to add.
    pub page: &'static str,
    /// Whether a tree, its wrappers taken off, is written in it. Looks at keys, never at a file's name.
    pub recognises: fn(&Node<'_>) -> bool,
    /// Reads a tree that is.
    pub import: fn(&Input<'_>) -> Imported,
}

/// Every dialect besides the native format, the most specific to recognise first.
pub const DIALECTS: &[Dialect] = &[
    salesloft::DIALECT,
    instantly::DIALECT,
    klaviyo::DIALECT,
    hubspot::DIALECT,
    outreach::DIALECT,
    smartlead::DIALECT,
    apollo::DIALECT,
    reply::DIALECT,
    lemlist::DIALECT,
    twilio_studio::DIALECT,
    sfmc::DIALECT,
    drip::DIALECT,
    n8n::DIALECT,
    knock::DIALECT,
    fluentcrm::DIALECT,
    rapidpro::DIALECT,
    mautic::DIALECT,
];

/// The most steps of one campaign that are judged. No recipient lives to see as many.
pub const MAX_STEPS: usize = 100_000;

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
    /// What the file names and does not hold whole, so that nothing of it can be judged, with the reason.
    pub unread: Vec<String>,
}

/// Reads a file as what it is, or as `from` says. A file that is no campaign gives none and no finding.
pub fn import(input: &Input<'_>, from: Option<&str>) -> Imported {
    let root = &input.document.root;
    // A vendor's keys say more than `campaign`, which some vendors and savers of exports wrap theirs in.
    let dialect = DIALECTS.iter().find(|dialect| match from {
        Some(name) => dialect.name == name,
        None => (dialect.recognises)(root),
    });
    let mut imported = match dialect {
        Some(dialect) => {
            let mut imported = (dialect.import)(input);
            // Of an export that breaks off, a campaign whose steps are lost is not one without steps.
            if !input.document.findings.is_empty() {
                imported.campaigns.retain(|campaign| !campaign.steps.is_empty());
            }
            imported
        }
        None if from.map_or_else(|| native::recognises(root), |name| name == "native") => native::import(input),
        None => Imported::default(),
    };
    let too_long: Vec<Campaign> =
        imported.campaigns.extract_if(.., |campaign| campaign.steps.len() > MAX_STEPS).collect();
    for campaign in too_long {
        imported.refuse(&campaign.name.value, campaign.steps.len(), campaign.head);
    }
    imported
}

impl Imported {
    /// Says that the campaign `name` at `head` has too many steps to be judged.
    fn refuse(&mut self, name: &str, steps: usize, head: Place) {
        let message = format!("this campaign has {steps} steps: more than {MAX_STEPS} are not judged");
        let finding = Finding::new("structure/invalid-value", head, "too many steps", message)
            .help("split the campaign; no recipient lives to see as many");
        self.findings.push(Finding { campaign: Some(name.to_owned()), ..finding });
        self.unread.push(format!("the campaign \"{name}\" has {steps} steps, more than {MAX_STEPS}"));
    }
}
