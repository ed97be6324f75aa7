//! What a rule sees, and where it puts what it finds.

use super::copies::{Copies, Wording};
use super::pressure;
use super::settings::{Enabled, Preset, Settings};
use crate::copy::message::Language;
use crate::copy::phrases::Hit;
use crate::finding::{Finding, Severity, WitnessTouch};
use crate::model::{Campaign, Fact, Status, Step, Touch, time};
use crate::source::{FileId, Located, Place};
use crate::timeline::{Timelines, Visit};

/// One campaign, its walks, and the settings of the rule that looks.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its walks.
    pub timeline: &'a Timelines,
    /// The settings of the file.
    pub settings: &'a Settings,
    /// Its texts.
    pub copies: &'a Copies<'a>,
    pub(super) enabled: &'a Enabled,
}

/// What is kept of a campaign for the rules that see all of a run.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub name: Located<String>,
    /// The segments that it names.
    pub segments: Vec<Located<String>>,
    /// The segments that it leaves out.
    pub excludes: Vec<String>,
    /// The most touches that press on a silent recipient or a reader in any 7 days; 0 without segments.
    pub max_in_7d: u32,
    /// The most touches that press on a silent recipient or a reader in any 30 days; 0 without segments.
    pub max_in_30d: u32,
    /// The touches of the fullest 30 days.
    pub touches: Vec<WitnessTouch>,
}

impl<'a> Context<'a> {
    /// The context in which `enabled` looks at a campaign.
    pub fn new(
        campaign: &'a Campaign,
        timeline: &'a Timelines,
        copies: &'a Copies<'a>,
        settings: &'a Settings,
        enabled: &'a Enabled,
    ) -> Self {
        Self { campaign, timeline, settings, copies, enabled }
    }

    /// The rule's options.
    ///
    /// # Panics
    /// Never for the type that the rule's record names in `with_options`; the page test of every rule holds it.
    #[expect(clippy::expect_used, reason = "no file decides it: the type stands beside the rule's record")]
    pub fn options<T: 'static>(&self) -> &'a T {
        self.enabled.options.downcast_ref().expect("the rule's record names the type of its options")
    }

    /// A finding of this rule at `place`, with the campaign's name.
    pub fn finding(&self, place: Place, label: impl Into<String>, message: impl Into<String>) -> Finding {
        let mut finding = Finding::new(self.enabled.rule.name, place, label, message);
        finding.campaign = Some(self.campaign.name.value.clone());
        finding
    }

    /// What a text says of this rule's list `name` (an option whose name ends in `phrases`), in the order of the text.
    pub fn hits<'c>(&'c self, wording: &'c Wording<'_>, name: &str) -> impl Iterator<Item = &'c Hit> + use<'c> {
        let list = self.enabled.lists.iter().find(|(known, _)| known == name).map(|(_, index)| *index);
        wording.hits(self.settings).iter().filter(move |hit| Some(hit.list) == list)
    }

    /// What a text says of this rule's lists of the kind `name` in a language that it may be in: `phrases` is English,
    /// `german_phrases` German, and so on. A text too short to tell may be in any.
    pub fn said<'c>(&'c self, wording: &'c Wording<'_>, name: &'c str) -> impl Iterator<Item = &'c Hit> + use<'c> {
        let spoken = move |hit: &Hit| {
            let (known, _) = self.enabled.lists.iter().find(|(_, index)| *index == hit.list)?;
            language_of(known.strip_suffix(name)?)
        };
        let may_be_in = move |spoken: Language| {
            let language = self.copies.language(wording);
            language == Language::Unknown || spoken == language
        };
        wording.hits(self.settings).iter().filter(move |hit| spoken(hit).is_some_and(may_be_in))
    }

    /// Whether any text of the step at `index` says something of this rule's list `name`.
    pub fn says(&self, index: usize, name: &str) -> bool {
        self.copies.of_step(index).iter().any(|wording| self.hits(wording, name).next().is_some())
    }

    /// Whether a text may be English: what the lists of phrases do not find in another language proves nothing. Where it
    /// is too short or too plain to tell, one of the commonest words has to be English.
    pub fn may_be_english(&self, wording: &Wording<'_>) -> bool {
        const COMMON: [&str; 8] = ["the", "you", "your", "we", "our", "and", "thanks", "this"];
        match self.copies.language(wording) {
            Language::English => true,
            Language::Unknown => {
                let words = wording.message().text().split(|c: char| !c.is_alphanumeric());
                words.map(str::to_lowercase).any(|word| COMMON.contains(&word.as_str()))
            }
            _ => false,
        }
    }

    /// The first thing of this rule's list `name` that is said in `text`, for texts that are no copy of a touch.
    pub fn phrase_in<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        let (_, list) = self.enabled.lists.iter().find(|(known, _)| known == name)?;
        let hits = self.settings.phrases().find(text);
        hits.into_iter().find(|hit| hit.list == *list).and_then(|hit| text.get(hit.range))
    }

    /// The step at `index`.
    pub fn step(&self, index: usize) -> Option<&'a Step> {
        self.campaign.steps.get(index)
    }

    /// The touch of the step at `index`.
    pub fn touch(&self, index: usize) -> Option<&'a Touch> {
        self.step(index)?.touch()
    }

    /// Where a touch is pointed at: its channel's value.
    pub fn touch_place(&self, index: usize) -> Place {
        self.step(index).map_or(self.campaign.head, |step| {
            step.touch()
                .map_or(step.head, |touch| if step.id.place == step.head { touch.channel.place } else { step.id.place })
        })
    }

    /// The id of the step at `index`.
    pub fn step_id(&self, index: usize) -> &'a str {
        self.step(index).map_or("", |step| step.id.value.as_str())
    }

    /// Whether the recipient asked for the touch at `index`.
    pub fn is_invited(&self, index: usize) -> bool {
        self.touch(index).is_some_and(|touch| touch.invited.is(|invited| *invited))
    }

    /// The region that the campaign states, or else the config; none where neither does.
    pub fn region(&self) -> &'a [Located<String>] {
        match &self.campaign.region {
            Fact::Stated(list) => &list.value,
            _ => &self.settings.region,
        }
    }

    /// What to do, told to the writer of a native file and to the owner of an export. Who has an export cannot write the
    /// native format's keys into it: they change it in their tool, or state in the config what the tool does (`[[facts]]`).
    pub fn advice(&self, native: &str, export: &str) -> String {
        if self.campaign.is_native() { native } else { export }.to_owned()
    }

    /// The walk of a witness.
    pub fn witness(&self, visits: &[Visit]) -> Vec<WitnessTouch> {
        witness(self.campaign, visits)
    }
}

/// The language that the start of a list's name tells.
fn language_of(prefix: &str) -> Option<Language> {
    match prefix {
        "" => Some(Language::English),
        "german_" => Some(Language::German),
        "french_" => Some(Language::French),
        "spanish_" => Some(Language::Spanish),
        "italian_" => Some(Language::Italian),
        "dutch_" => Some(Language::Dutch),
        "portuguese_" => Some(Language::Portuguese),
        _ => None,
    }
}

/// The touches of a walk as a witness.
pub fn witness(campaign: &Campaign, visits: &[Visit]) -> Vec<WitnessTouch> {
    visits
        .iter()
        .filter_map(|visit| {
            let step = campaign.steps.get(visit.step)?;
            let touch = step.touch()?;
            Some(WitnessTouch {
                at_s: visit.at_s,
                step: step.id.value.clone(),
                channel: touch.channel.value.as_str(),
                sender: campaign.sender_of(touch).map(|sender| sender.key.clone()),
            })
        })
        .collect()
}

/// What the rules that see all campaigns of a run need of one.
pub fn summary(campaign: &Campaign, timelines: &Timelines) -> Summary {
    let segments = campaign.audience.segments.value().cloned().unwrap_or_default();
    let fullest = |window| if segments.is_empty() { Vec::new() } else { fullest(campaign, timelines, window) };
    let (week, month) = (fullest(time::WEEK), fullest(time::MONTH));
    let capped = |touches: &[Visit], window| {
        let most = pressure::cap(campaign, window).unwrap_or(usize::MAX);
        touches.len().min(most) as u32
    };
    Summary {
        file: campaign.file,
        name: campaign.name.clone(),
        excludes: campaign.audience.excludes.value().into_iter().flatten().map(|name| name.value.clone()).collect(),
        max_in_7d: capped(&week, time::WEEK),
        max_in_30d: capped(&month, time::MONTH),
        touches: witness(campaign, &month),
        segments,
    }
}

/// The touches that press in the fullest window of a silent recipient or a reader; none where the file does not tell
/// what presses, or how long it waits.
fn fullest(campaign: &Campaign, timelines: &Timelines, window: u64) -> Vec<Visit> {
    let paused = campaign.status.is(|status| *status == Status::Paused);
    if paused || campaign.purpose.is_unknown() || pressure::is_owed_whole(campaign) {
        return Vec::new();
    }
    let counts = |step: usize| pressure::presses(campaign, step);
    let [silent, reader] = pressure::SILENCE.map(|who| timelines.densest(who, window, &counts));
    let fullest = if reader.len() > silent.len() { reader } else { silent };
    let hidden = pressure::hidden_waits(campaign, &counts);
    if fullest.iter().skip(1).any(|visit| hidden.get(visit.step).is_some_and(|hidden| *hidden)) {
        return Vec::new();
    }
    fullest
}

/// What one rule found in one campaign.
#[derive(Debug)]
pub struct Findings {
    severity: Severity,
    preset: Preset,
    note: String,
    pub(crate) found: Vec<Finding>,
    pub(crate) missing: Vec<String>,
}

impl Findings {
    /// An empty collection for a rule.
    pub fn new(enabled: &Enabled, preset: Preset) -> Self {
        Self {
            severity: enabled.severity,
            preset,
            note: enabled.page.meta.source.clone(),
            found: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Keeps a finding, at the rule's own weight; its note is the page's source where it has none of its own.
    pub fn push(&mut self, mut finding: Finding) {
        finding.severity = self.severity;
        if finding.note.is_none() {
            finding.note = Some(self.note.clone());
        }
        self.found.push(finding);
    }

    /// Keeps a finding of a case that weighs less than the rule does: the lesser of `severity` and the rule's own.
    pub fn push_milder(&mut self, finding: Finding, severity: Severity) {
        self.push(finding);
        let severity = self.preset.severity(severity).min(self.severity);
        if let Some(last) = self.found.last_mut() {
            last.severity = severity;
        }
    }

    /// Whether a fact can be judged. Where the format cannot say it, the rule is noted as not judged for the campaign,
    /// with `name` as what is missing, and the answer is no.
    pub fn knows<T>(&mut self, fact: &Fact<T>, name: &str) -> bool {
        if fact.is_unknown() {
            self.lacks(name);
        }
        !fact.is_unknown()
    }

    /// Notes that the rule could not judge the campaign without the fact `name`.
    pub fn lacks(&mut self, name: &str) {
        if !self.missing.iter().any(|missing| missing == name) {
            self.missing.push(name.to_owned());
        }
    }
}
