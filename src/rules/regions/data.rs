//! The shape of `rules/regions.toml`: duties by region, each with its source.

use crate::finding::Severity;
use crate::model::{AudienceSource, Channel, Consent, OptOutBurden, Voice};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    pub(super) law: BTreeMap<String, Law>,
    pub(super) group: BTreeMap<String, Group>,
    pub(super) place: BTreeMap<String, Place>,
}

/// Countries that share law.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) members: Vec<String>,
}

/// What a region is called, and its time zones by their IANA names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) zones: Vec<String>,
}

/// The duties of one region.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Law {
    pub(crate) hours: Vec<Duty<Hours>>,
    pub(crate) cap: Vec<Duty<Cap>>,
    pub(crate) consent: Vec<Duty<Floor>>,
    pub(crate) machine_voice: Vec<Duty<VoiceFloor>>,
    pub(crate) consent_window: Vec<Duty<ConsentWindow>>,
    pub(crate) consent_age: Vec<Duty<ConsentAge>>,
    pub(crate) deadline: Vec<Duty<Deadline>>,
    pub(crate) lifetime: Vec<Duty<Lifetime>>,
    pub(crate) burden: Vec<Duty<Burden>>,
    pub(crate) same_medium: Vec<Duty<Plain>>,
    pub(crate) words: Vec<Duty<Words>>,
    pub(crate) postal_address: Vec<Duty<Plain>>,
    pub(crate) first_message: Vec<Duty<FirstMessage>>,
    pub(crate) label: Vec<Duty<Label>>,
    pub(crate) referral: Vec<Duty<Referral>>,
}

/// A duty, where it holds, and where it stands.
#[derive(Debug, Deserialize)]
pub(crate) struct Duty<T> {
    /// Where it stands.
    pub(crate) source: Source,
    /// Where it holds.
    #[serde(deserialize_with = "channels")]
    pub(crate) channels: Vec<Channel>,
    /// Whom it protects.
    #[serde(default)]
    pub(crate) who: Who,
    /// What takes it away.
    #[serde(default)]
    pub(crate) lifted_by: Lift,
    /// It stands in place of the country's.
    #[serde(default)]
    pub(crate) replaces: bool,
    /// A weight below the rule's own.
    pub(crate) severity: Option<Severity>,
    /// What it asks.
    #[serde(flatten)]
    pub(crate) what: T,
}

/// A statute and section, and how it is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Statute and section.
    pub(crate) law: String,
    /// The day on which it took effect: a year, a month or a day.
    pub(super) since: Option<String>,
    /// The day on which it was seen to be in force, where the other is not known.
    pub(super) seen: Option<String>,
    /// How it is known.
    pub(crate) evidence: Evidence,
}

impl Source {
    /// Whether it was in force on `day`.
    pub(super) fn is_in_force(&self, day: Date) -> bool {
        match &self.since {
            Some(since) => first_day(since).is_some_and(|since| since <= day),
            None => true,
        }
    }

    /// The date of either kind, in words.
    pub(super) fn dated(&self) -> String {
        match (&self.since, &self.seen) {
            (Some(since), _) => format!("since {since}"),
            (None, Some(seen)) => format!("in force on {seen}"),
            (None, None) => String::new(),
        }
    }
}

/// The first day of a year, a month or a day, as `2026`, `2026-11` or `2026-11-22`.
pub(super) fn first_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-').map(str::parse::<i16>);
    let mut next = || parts.next().transpose().ok();
    let (year, month, day) = (next()??, next()?.unwrap_or(1), next()?.unwrap_or(1));
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// How a duty is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Evidence {
    /// Its text was read.
    Primary,
    /// Reports of those who apply it were read.
    Secondary,
}

/// Whom a duty protects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Who {
    /// Everybody.
    #[default]
    All,
    /// Private persons.
    Consumer,
    /// Firms.
    Business,
}

/// What takes a duty away.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Lift {
    /// This much consent, or more.
    #[serde(deserialize_with = "some_consent")]
    pub(crate) consent: Option<Consent>,
    /// People who got here in one of these ways.
    #[serde(deserialize_with = "audience_sources")]
    pub(crate) sources: Vec<AudienceSource>,
}

/// When a call or message may come, in minutes since the recipient's midnight, each `[from, to)`.
#[derive(Debug, Deserialize)]
pub(crate) struct Hours {
    /// Monday to Friday.
    #[serde(deserialize_with = "ranges")]
    pub(crate) week: Vec<(u16, u16)>,
    /// Saturday.
    #[serde(deserialize_with = "ranges")]
    pub(crate) saturday: Vec<(u16, u16)>,
    /// Sunday.
    #[serde(deserialize_with = "ranges")]
    pub(crate) sunday: Vec<(u16, u16)>,
    /// Whether public holidays are as any day.
    #[serde(default = "yes")]
    pub(crate) holidays: bool,
    /// The source says that a yes does not lift it.
    #[serde(default)]
    pub(crate) firm: bool,
    /// Only where the voice is one of these; empty = any.
    #[serde(default, deserialize_with = "voices")]
    pub(crate) voices: Vec<Voice>,
}

/// At most so many attempts.
#[derive(Debug, Deserialize)]
pub(crate) struct Cap {
    /// So many.
    pub(crate) most: usize,
    /// In any so many hours.
    pub(crate) hours: u64,
}

/// The least consent.
#[derive(Debug, Deserialize)]
pub(crate) struct Floor {
    /// That much.
    #[serde(deserialize_with = "consent")]
    pub(crate) at_least: Consent,
}

/// The least consent to a machine's voice.
#[derive(Debug, Deserialize)]
pub(crate) struct VoiceFloor {
    /// These voices.
    #[serde(deserialize_with = "voices")]
    pub(crate) voices: Vec<Voice>,
    /// That much.
    #[serde(deserialize_with = "consent")]
    pub(crate) at_least: Consent,
}

/// How long a kind of consent lasts.
#[derive(Debug, Deserialize)]
pub(crate) struct ConsentWindow {
    /// This kind.
    #[serde(deserialize_with = "consent")]
    pub(crate) consent: Consent,
    /// Of people who got here in one of these ways.
    #[serde(deserialize_with = "audience_sources")]
    pub(crate) sources: Vec<AudienceSource>,
    /// Calendar months.
    pub(crate) months: u64,
}

/// How long any consent lasts.
#[derive(Debug, Deserialize)]
pub(crate) struct ConsentAge {
    /// Calendar months.
    pub(crate) months: u64,
}

/// In how many days an opt-out has to take effect.
#[derive(Debug, Deserialize)]
pub(crate) struct Deadline {
    /// Calendar days, the most that the law's own words can mean on a week without holidays.
    pub(crate) days: u64,
    /// The law's own words.
    pub(crate) said: String,
}

/// For how many days a way out has to work.
#[derive(Debug, Deserialize)]
pub(crate) struct Lifetime {
    /// Days.
    pub(crate) days: u64,
}

/// What a way out may not ask.
#[derive(Debug, Deserialize)]
pub(crate) struct Burden {
    /// None of these.
    #[serde(deserialize_with = "burdens")]
    pub(crate) burdens: Vec<OptOutBurden>,
}

/// A duty that its kind says whole.
#[derive(Debug, Deserialize)]
pub(crate) struct Plain {}

/// Words that have to work as an opt-out.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    /// The words.
    pub(crate) words: Vec<String>,
}

/// What the first message has to say.
#[derive(Debug, Deserialize)]
pub(crate) struct FirstMessage {
    /// What.
    pub(crate) duty: FirstDuty,
}

/// What a first message may have to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FirstDuty {
    /// Where the address comes from, if not from the person.
    SourceNotice,
    /// That one may object.
    Objection,
    /// What was opted into, who sends it, how often, what it costs, how to get help and out.
    OptInConfirmation,
    /// That a machine speaks.
    AiDisclosure,
}

/// How an advertisement has to begin.
#[derive(Debug, Deserialize)]
pub(crate) struct Label {
    /// With this.
    pub(crate) text: String,
    /// Only a label that is there and misspelt is judged.
    #[serde(default)]
    pub(crate) only_misspelt: bool,
}

/// A duty about messages to friends.
#[derive(Debug, Deserialize)]
pub(crate) struct Referral {
    /// Which.
    pub(crate) duty: ReferralDuty,
}

/// The duties about messages to friends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReferralDuty {
    /// A reward makes the company the sender of what the friend gets.
    Rewarded,
    /// One message alone, with the name of the one who referred.
    OneMessage,
}

fn yes() -> bool {
    true
}

/// Reads a list of the field's words.
fn words<'de, D: Deserializer<'de>, T>(d: D, parse: fn(&str) -> Option<T>) -> Result<Vec<T>, D::Error> {
    let list = Vec::<String>::deserialize(d)?;
    list.iter().map(|word| parse(word).ok_or_else(|| wrong(word))).collect()
}

fn wrong<E: serde::de::Error>(word: &str) -> E {
    E::custom(format_args!("`{word}` is no value of this list"))
}

fn channels<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Channel>, D::Error> {
    words(d, Channel::parse)
}

fn audience_sources<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<AudienceSource>, D::Error> {
    words(d, AudienceSource::parse)
}

fn voices<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Voice>, D::Error> {
    words(d, Voice::parse)
}

fn burdens<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<OptOutBurden>, D::Error> {
    words(d, OptOutBurden::parse)
}

fn consent<'de, D: Deserializer<'de>>(d: D) -> Result<Consent, D::Error> {
    let word = String::deserialize(d)?;
    Consent::parse(&word).ok_or_else(|| wrong(&word))
}

fn some_consent<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Consent>, D::Error> {
    consent(d).map(Some)
}

fn ranges<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<(u16, u16)>, D::Error> {
    words(d, range)
}

/// `08:00-20:00` in minutes.
fn range(text: &str) -> Option<(u16, u16)> {
    let clock = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
    };
    let (from, to) = text.split_once('-')?;
    let (from, to) = (clock(from)?, clock(to)?);
    (from < to && to <= 24 * 60).then_some((from, to))
}
