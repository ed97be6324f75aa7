//! The native format as data: each table with its keys, what a key takes, what it means.
//!
//! Owns the description that the reader checks against and the JSON Schema is made from, so that the two cannot drift.
//! It reads nothing.

mod step;
mod tables;

pub(crate) use step::{BRANCH, OFFER, STEP, VARIANT};
pub(crate) use tables::{
    AUDIENCE, CAMPAIGN, CAMPAIGN_FACTS, CONSENT, LIMITS, OPT_OUT, OPT_OUT_BY_CHANNEL, SCHEDULE, SENDER, STOP,
};

use crate::model::Event;

/// A table of the format.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name in the JSON Schema.
    pub(crate) name: &'static str,
    /// What a person calls it, with its article: "the audience", "a step".
    pub(crate) what: &'static str,
    /// How TOML begins it.
    pub(crate) header: &'static str,
    /// Its keys, in the order in which a file is likely to have them.
    pub(crate) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its spelling.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) kind: Kind,
    /// What it means: one sentence without its full stop.
    pub(crate) doc: &'static str,
    /// A value as JSON. Of a table, as TOML writes it inline.
    pub(crate) example: &'static str,
    /// Whether the table must have it.
    pub(crate) required: bool,
    /// What people write instead.
    pub(crate) also: &'static [&'static str],
}

/// What a key takes.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A text that is not empty.
    Text,
    /// The words of a message; may be empty.
    Copy,
    /// The path of a file.
    Path,
    /// A step's id, or `end`.
    Target,
    /// True or false.
    Bool,
    /// A whole number, at least this.
    Count(u32),
    /// A day.
    Date,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A time.
    Duration,
    /// A time, or a range of two.
    Wait,
    /// A time, or `now`.
    Delivery,
    /// A time of day.
    Clock,
    /// A list of windows.
    Windows,
    /// `recipient` or an IANA zone.
    Zone,
    /// A list of regions, or one.
    Regions,
    /// An event, or `attribute:` with anything.
    Guard,
    /// A table.
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
    /// A table of tables, each under a name of the writer's choice.
    Named(&'static Table),
}

impl Table {
    /// The index of `key`, looked for from `start` on first: files keep to an order.
    pub(crate) fn position(&self, key: &str, start: usize) -> Option<usize> {
        let (before, after) = self.keys.split_at_checked(start).unwrap_or((self.keys, &[]));
        let after = after.iter().position(|known| known.name == key).map(|index| index + before.len());
        after.or_else(|| before.iter().position(|known| known.name == key))
    }
}

impl Key {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }
}

const fn key(name: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Key {
    Key { name, kind, doc, example, required: false, also: &[] }
}

/// A whole file.
pub(crate) static ROOT: Table = Table {
    name: "file",
    what: "a campaign file",
    header: "",
    keys: &[
        CAMPAIGN_KEY,
        AUDIENCE_KEY,
        SENDER_KEY,
        SENDERS_KEY,
        STOP_KEY,
        OPT_OUT_KEY,
        SCHEDULE_KEY,
        LIMITS_KEY,
        STEP_KEY,
        key(
            "campaigns",
            Kind::Tables(&ELEMENT),
            "Several campaigns in one file, each laid out like a file of its own",
            "[]",
        ),
        key("$schema", Kind::Text, "The schema of this file, for editors", r#""outreach-lint.schema.json""#),
    ],
};

/// One campaign of several in a file.
pub(crate) static ELEMENT: Table = Table {
    name: "campaign_of_several",
    what: "a campaign in `campaigns`",
    header: "[[campaigns]]",
    keys: &[
        CAMPAIGN_KEY.required(),
        AUDIENCE_KEY,
        SENDER_KEY,
        SENDERS_KEY,
        STOP_KEY,
        OPT_OUT_KEY,
        SCHEDULE_KEY,
        LIMITS_KEY,
        STEP_KEY,
    ],
};

/// What the config may state of campaigns that cannot say it themselves.
pub(crate) static FACTS: Table = Table {
    name: "facts",
    what: "`[[facts]]`",
    header: "[[facts]]",
    keys: &[
        key("campaign", Kind::Table(&CAMPAIGN_FACTS), "Why the campaign writes, and where", "{ purpose = \"sales\" }"),
        AUDIENCE_KEY,
        SENDER_KEY,
        SENDERS_KEY,
        STOP_KEY,
        OPT_OUT_KEY,
        SCHEDULE_KEY,
        LIMITS_KEY,
    ],
};

pub(crate) const CAMPAIGN_KEY: Key =
    key("campaign", Kind::Table(&CAMPAIGN), "What the campaign is", "{ name = \"First class welcome\" }");
const AUDIENCE_KEY: Key =
    key("audience", Kind::Table(&AUDIENCE), "Who receives the campaign", "{ source = \"first-visit\" }").also(&[
        "recipients",
        "contacts",
        "list",
    ]);
const SENDER_KEY: Key = key(
    "sender",
    Kind::Table(&SENDER),
    "The one who speaks",
    "{ name = \"Maya Chen\", email = \"maya@hotyoga.example\" }",
)
.also(&["from"]);
const SENDERS_KEY: Key = key(
    "senders",
    Kind::Named(&SENDER),
    "Those who speak, each under a name that a step's `sender` takes",
    "{ maya = { name = \"Maya Chen\" } }",
);
/// A table under `senders`.
pub(crate) static A_SENDER: Key = key("sender", Kind::Table(&SENDER), "One who speaks", "{ name = \"Maya Chen\" }");
const STOP_KEY: Key =
    key("stop", Kind::Table(&STOP), "What ends the campaign for a person", "{ on = [\"reply\", \"opt-out\"] }")
        .also(&["exit", "end"]);
const OPT_OUT_KEY: Key = key(
    "opt_out",
    Kind::Table(&OPT_OUT_BY_CHANNEL),
    "The ways out, one table per channel that the campaign uses",
    "{ email = { method = \"one-click\" } }",
)
.also(&["unsubscribe"]);
const SCHEDULE_KEY: Key =
    key("schedule", Kind::Table(&SCHEDULE), "When touches go out", "{ window = [\"mon-fri 09:00-18:00\"] }");
const LIMITS_KEY: Key =
    key("limits", Kind::Table(&LIMITS), "Caps that the sending platform enforces", "{ per_week = 2 }");
const STEP_KEY: Key = key(
    "step",
    Kind::Tables(&STEP),
    "The steps in the order in which a person goes through them",
    "{ id = \"thanks\", channel = \"email\", wait = \"1d\" }",
)
.also(&["steps", "sequence", "touch", "touches"]);

/// The words of a branch's `on`, `attribute:` left out.
pub(crate) const GUARDS: &[&str] = Event::WORDS;
