//! Exports built from parts: which part of a file makes which part of a campaign, on this side of a border and on that.
#![expect(clippy::needless_pass_by_value, reason = "what `json!` makes is handed over as it is")]

mod crm;
mod flows;
mod hubspot;
mod journeys;
mod klaviyo;
mod knock;
mod mautic;
mod meant;
mod more_sales;
mod n8n;
mod n8n_fields;
mod n8n_people;
mod n8n_sends;
mod n8n_ways;
mod native;
mod sales;
mod shared;

use crate::dialects_saas::show::compact;
use outreach_lint::import::{self, Imported, Input};
use outreach_lint::model::{Campaign, Step, Touch};
use outreach_lint::source::{Beside, BesideError, Language, NothingBeside, SourceFile, Sources};
use outreach_lint::syntax;
use outreach_lint::timeline;
use serde_json::Value;

/// What a file holds.
fn read(export: &Value) -> Imported {
    read_text(&export.to_string())
}

fn read_text(text: &str) -> Imported {
    read_beside(text, &NothingBeside)
}

fn read_beside(text: &str, beside: &dyn Beside) -> Imported {
    read_file(text, Language::Json, beside, None)
}

/// A file in a language, as `from` says that it is.
fn read_as(text: &str, language: Language, from: Option<&str>) -> Imported {
    read_file(text, language, &NothingBeside, from)
}

fn read_file(text: &str, language: Language, beside: &dyn Beside, from: Option<&str>) -> Imported {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("exports/export.json", text, language));
    let source = sources.get(file).expect("just added");
    let document = syntax::parse(file, &source);
    import::import(&Input { file, source: &source, document: &document, sources: &sources, beside }, from)
}

/// The one campaign of a file.
#[track_caller]
fn one(export: &Value) -> Campaign {
    let mut campaigns = read(export).campaigns;
    assert_eq!(campaigns.len(), 1, "{export}");
    campaigns.remove(0)
}

/// The same, with files beside it: their names and bytes.
#[track_caller]
fn one_beside(export: &Value, files: &[(&str, &[u8])]) -> Campaign {
    let mut campaigns = read_beside(&export.to_string(), &Files(files)).campaigns;
    assert_eq!(campaigns.len(), 1, "{export}");
    campaigns.remove(0)
}

struct Files<'a>(&'a [(&'a str, &'a [u8])]);

impl Beside for Files<'_> {
    fn read(&self, _from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let (name, bytes) = self.0.iter().find(|(name, _)| *name == relative).ok_or(BesideError::Missing)?;
        Ok(SourceFile::from_bytes(*name, bytes.to_vec(), Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        self.0.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// Adds what another table holds.
fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { panic!("two tables") };
    into.extend(more);
}

/// A campaign as a person can check it.
fn shown(campaign: &Campaign) -> String {
    let mut out = String::new();
    compact(campaign, &mut out);
    out
}

/// What is shown of a campaign's steps: their waits and where they lead, without what they say.
fn ways(campaign: &Campaign) -> Vec<String> {
    let shown = shown(campaign);
    let steps = shown.lines().filter(|line| line.starts_with("  ["));
    steps.map(|line| line.trim_start().to_owned()).collect()
}

/// What the one who never reacts hears: step and seconds, waits that nobody knows counted as none.
fn silent(campaign: &Campaign) -> Vec<String> {
    let walk = timeline::of(campaign).silent;
    walk.touches.iter().map(|visit| format!("{}@{}", campaign.steps[visit.step].id.value, visit.at_s)).collect()
}

#[track_caller]
fn step<'a>(campaign: &'a Campaign, id: &str) -> &'a Step {
    let step = campaign.steps.iter().find(|step| step.id.value == id);
    step.unwrap_or_else(|| panic!("no step {id} in {}", shown(campaign)))
}

#[track_caller]
fn touch<'a>(campaign: &'a Campaign, id: &str) -> &'a Touch {
    step(campaign, id).touch().unwrap_or_else(|| panic!("{id} reaches nobody"))
}
