//! The native format from text to model, and what broken text gives.

mod agreement;
mod broken;
mod hostile;
mod meant;
mod model;

use crate::finding::Finding;
use crate::import::{self, Imported, Input};
use crate::source::{Beside, BesideError, Language, Place, SourceFile, Sources};
use crate::syntax;

/// A file that was read, with the sources that its places point into.
struct Read {
    imported: Imported,
    sources: Sources,
}

/// Copy files by name.
struct Files(&'static [(&'static str, &'static [u8])]);

impl Beside for Files {
    fn read(&self, from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        assert_eq!(from, "campaigns/a");
        match relative {
            "copy" => Err(BesideError::NotAFile),
            "huge.md" => Err(BesideError::TooLarge),
            "shut.md" => Err(BesideError::Refused("permission denied".to_owned())),
            _ if relative.starts_with('/') || relative.starts_with("..") => Err(BesideError::Outside),
            _ => {
                let (name, bytes) = self.0.iter().find(|(name, _)| *name == relative).ok_or(BesideError::Missing)?;
                Ok(SourceFile::from_bytes(*name, bytes.to_vec(), Language::Text))
            }
        }
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        Vec::new()
    }
}

fn read(text: &str, language: Language) -> Read {
    read_beside(text, language, &Files(&[]))
}

fn read_beside(text: &str, language: Language, beside: &dyn Beside) -> Read {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("campaigns/a", text, language));
    let source = sources.get(file).unwrap();
    let document = syntax::parse(file, &source);
    let imported =
        import::import(&Input { file, source: &source, document: &document, sources: &sources, beside }, None);
    Read { imported, sources }
}

impl Read {
    fn text(&self, place: Place) -> String {
        self.sources.get(place.file).unwrap().slice(place.span).to_owned()
    }

    /// `line:column rule message`, as a list shows it.
    fn line(&self, finding: &Finding) -> String {
        let place = finding.place();
        let at = self.sources.get(place.file).unwrap().position(place.span.start);
        format!("{}:{} {} {}", at.line, at.column, finding.rule, finding.message)
    }

    fn lines(&self) -> Vec<String> {
        self.imported.findings.iter().map(|finding| self.line(finding)).collect()
    }
}

fn toml(text: &str) -> Read {
    read(text, Language::Toml)
}

fn json(text: &str) -> Read {
    read(text, Language::Json)
}

/// The same file in JSON.
fn twin(toml: &str) -> String {
    let table: ::toml::Table = toml.parse().unwrap();
    let value = as_json(::toml::Value::Table(table));
    serde_json::to_string_pretty(&value).unwrap()
}

fn as_json(value: ::toml::Value) -> serde_json::Value {
    use ::toml::Value;
    match value {
        Value::Datetime(date) => date.to_string().into(),
        Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
        Value::Array(items) => items.into_iter().map(as_json).collect(),
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(value) => value.into(),
    }
}
