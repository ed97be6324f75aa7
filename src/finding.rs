//! The one diagnostic type: for syntax, import, config and rules alike.
//!
//! Owns what a finding says and where it points. It must not know how a finding is shown; `render` does.

use crate::source::Place;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How bad a finding is. The order is that of weight: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Info,
    /// It costs goodwill.
    Warning,
    /// A law is broken, the recipient is trapped, or the file says what cannot be.
    Error,
}

impl Severity {
    /// The word that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be said of it: two to eight words, lower case, no final stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there; may be empty.
    pub message: String,
}

/// One touch of the walk that proves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessTouch {
    /// Seconds since enrolment.
    pub at_s: u64,
    /// The step's id.
    pub step: String,
    /// The channel's name.
    pub channel: &'static str,
    /// The sender's name, where it is known.
    pub sender: Option<String>,
}

/// Something a recipient would not like, or a file that cannot be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `group/slug`.
    pub rule: Cow<'static, str>,
    /// Its weight, after presets and config.
    pub severity: Severity,
    /// What the recipient lives through: lower case, no final stop.
    pub message: String,
    /// The first label is the cause; further ones are the places that belong to it.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// The source: an article, a standard, a statute with its section.
    pub note: Option<String>,
    /// The walk that proves it, where the timeline is behind it.
    pub witness: Vec<WitnessTouch>,
    /// The campaign's name.
    pub campaign: Option<String>,
    /// The id of the step that it is about.
    pub step: Option<String>,
    /// The structure path of the cause in its file, as `stop.on` or `step.2.body`. Filled in by `lint`.
    pub path: String,
    /// The offending value, for the fingerprint. Filled in by `lint` from the first label where a rule leaves it empty.
    pub value: String,
}

impl Finding {
    /// A finding of `rule` at `place`; `label` says what stands there. `lint` sets the rule's own severity.
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        place: Place,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity: Severity::Error,
            message: message.into(),
            labels: vec![Label { place, message: label.into() }],
            help: None,
            note: None,
            witness: Vec::new(),
            campaign: None,
            step: None,
            path: String::new(),
            value: String::new(),
        }
    }

    /// The place of the cause.
    pub fn place(&self) -> Place {
        self.labels.first().map_or_else(Place::default, |label| label.place)
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the source; replaces the one of the rule's page.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Points at a further place that belongs to the cause.
    #[must_use]
    pub fn label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.labels.push(Label { place, message: message.into() });
        self
    }

    /// Names the step that it is about.
    #[must_use]
    pub fn step(mut self, id: impl Into<String>) -> Self {
        self.step = Some(id.into());
        self
    }

    /// Adds the walk that proves it.
    #[must_use]
    pub fn witness(mut self, witness: Vec<WitnessTouch>) -> Self {
        self.witness = witness;
        self
    }

    /// Sets a weight other than the rule's own (for a rule that is milder in some cases).
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// A rule that could not judge a campaign, and the facts that it lacked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotJudged {
    /// Path of the file.
    pub file: String,
    /// The campaign's name.
    pub campaign: String,
    /// `group/slug`.
    pub rule: Cow<'static, str>,
    /// The missing facts, in the native format's names (`audience.consent.sms`).
    pub missing: Vec<String>,
}
