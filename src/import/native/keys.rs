//! The native format as data: each table with its keys, what a key takes, what it means.
//!
//! Owns the description that the reader checks against and the JSON Schema is made from, so that the two cannot drift.
//! It reads nothing.

use crate::model::{
    Assignment, AudienceKind, AudienceSource, Benefits, Channel, Collected, Consent, Event, Holidays, Intent,
    OfferKind, OfferRequirement, OptOutBurden, OptOutMethod, Purpose, Scope, Status, Voice,
};

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

pub(crate) static CAMPAIGN: Table = Table {
    name: "campaign",
    what: "the campaign",
    header: "[campaign]",
    keys: &[
        key("name", Kind::Text, "The campaign's name", r#""First class welcome""#).required().also(&["title"]),
        PURPOSE,
        REGION,
        BULK,
        STATUS,
    ],
};

pub(crate) static CAMPAIGN_FACTS: Table = Table {
    name: "campaign_facts",
    what: "the campaign, in `[[facts]]`",
    header: "campaign",
    keys: &[PURPOSE, REGION, BULK, STATUS],
};

const PURPOSE: Key = key("purpose", Kind::Word(Purpose::WORDS), "Why the campaign writes", r#""marketing""#);
const REGION: Key = key(
    "region",
    Kind::Regions,
    "Where the recipients are, as ISO 3166-1 or 3166-2 codes: what law applies (default: the config's region)",
    r#"["US-CA", "CA"]"#,
)
.also(&["regions", "country", "countries"]);
const BULK: Key =
    key("bulk", Kind::Bool, "Whether 5,000 mails a day or more go to one mailbox provider (default false)", "true");
const STATUS: Key =
    key("status", Kind::Word(Status::WORDS), "Whether the campaign is sent at present (default active)", r#""active""#);

pub(crate) static AUDIENCE: Table = Table {
    name: "audience",
    what: "the audience",
    header: "[audience]",
    keys: &[
        key("source", Kind::Word(AudienceSource::WORDS), "How the people got into the campaign", r#""first-visit""#),
        key(
            "consent",
            Kind::Table(&CONSENT),
            "What the people agreed to, per channel; a channel that is missing has none stated",
            "{ email = \"express\", sms = \"none\" }",
        ),
        key("consent_age", Kind::Duration, "How old a consent may be when the campaign reaches the person", r#""90d""#),
        key("kind", Kind::Word(AudienceKind::WORDS), "Whether it addresses consumers or businesses", r#""consumer""#)
            .also(&["type"]),
        key("collected", Kind::Word(Collected::WORDS), "Where the addresses come from", r#""from-person""#),
        key(
            "segments",
            Kind::Texts,
            "Names shared between campaigns: the same name is the same people",
            r#"["new-students"]"#,
        )
        .also(&["tags", "lists"]),
        key("excludes", Kind::Texts, "Segments that are left out", r#"["members"]"#),
    ],
};

const fn consent(channel: Channel) -> Key {
    key(channel.as_str(), Kind::Word(Consent::WORDS), "What the people agreed to on this channel", r#""express""#)
}

pub(crate) static CONSENT: Table = Table {
    name: "consent",
    what: "`consent`",
    header: "[audience.consent]",
    keys: &[
        consent(Channel::Email),
        consent(Channel::Sms).also(TEXT_WORDS),
        consent(Channel::Call).also(CALL_WORDS),
        consent(Channel::Voicemail),
        consent(Channel::Whatsapp),
        consent(Channel::Push),
        consent(Channel::InApp),
        consent(Channel::Linkedin),
        consent(Channel::Postal).also(LETTER_WORDS),
    ],
};

const TEXT_WORDS: &[&str] = &["text", "texts", "txt", "mms"];
const CALL_WORDS: &[&str] = &["phone", "calls", "voice", "telephone"];
const LETTER_WORDS: &[&str] = &["letter", "mail", "post"];

/// One who speaks.
pub(crate) static SENDER: Table = Table {
    name: "sender",
    what: "a sender",
    header: "[sender]",
    keys: &[
        key("name", Kind::Text, "The name that the recipient sees", r#""Maya Chen""#).also(&["from_name"]),
        key("email", Kind::Text, "The From address", r#""maya@hotyoga.example""#).also(&["from", "from_email"]),
        key("reply_to", Kind::Text, "Where answers go (default: the From address)", r#""maya@hotyoga.example""#),
        key("phone", Kind::Text, "The number to call back", r#""+1 415 555 0100""#).also(&["number", "tel"]),
        key("organization", Kind::Text, "The organization behind the sender", r#""Hot Yoga Studio""#).also(&[
            "organisation",
            "company",
            "org",
        ]),
        key(
            "postal_address",
            Kind::Text,
            "The postal address that the law asks for in advertising",
            r#""1 Main St, San Francisco, CA 94105""#,
        )
        .also(&["address", "physical_address"]),
        key("dkim_domain", Kind::Text, "The domain that signs the mail", r#""hotyoga.example""#).also(&["dkim"]),
        key(
            "assignment",
            Kind::Word(Assignment::WORDS),
            "Who speaks to one recipient where several share the work",
            r#""sticky""#,
        ),
    ],
};

const STOPPING: &[&str] = &["reply", "decline", "opt-out", "complaint", "cancel", "convert", "bounce"];

pub(crate) static STOP: Table = Table {
    name: "stop",
    what: "`stop`",
    header: "[stop]",
    keys: &[
        key(
            "on",
            Kind::Words(STOPPING),
            "What a person does that ends the campaign for them",
            r#"["reply", "decline", "opt-out", "complaint", "cancel", "convert"]"#,
        )
        .also(&["events", "when"]),
        key(
            "scope",
            Kind::Word(Scope::WORDS),
            "Whether the end holds on every channel or on the one it came by (default all-channels)",
            r#""all-channels""#,
        ),
    ],
};

const fn opt_out(channel: Channel) -> Key {
    key(channel.as_str(), Kind::Table(&OPT_OUT), "The way out of this channel", "{ method = \"link\" }")
}

pub(crate) static OPT_OUT_BY_CHANNEL: Table = Table {
    name: "opt_out_by_channel",
    what: "`opt_out`",
    header: "[opt_out.email]",
    keys: &[
        opt_out(Channel::Email),
        opt_out(Channel::Sms).also(TEXT_WORDS),
        opt_out(Channel::Call).also(CALL_WORDS),
        opt_out(Channel::Voicemail),
        opt_out(Channel::Whatsapp),
        opt_out(Channel::Push),
        opt_out(Channel::InApp),
        opt_out(Channel::Linkedin),
        opt_out(Channel::Postal).also(LETTER_WORDS),
    ],
};

pub(crate) static OPT_OUT: Table = Table {
    name: "opt_out",
    what: "a way out",
    header: "[opt_out.email]",
    keys: &[
        key("method", Kind::Word(OptOutMethod::WORDS), "How a person gets out", r#""one-click""#).also(&["type"]),
        key(
            "keywords",
            Kind::Texts,
            "The words that are understood, with method keyword",
            r#"["STOP", "QUIT", "END", "CANCEL", "UNSUBSCRIBE", "REVOKE", "OPT OUT"]"#,
        ),
        key("keyword", Kind::Text, "The one word that is understood, where there is but one", r#""STOP""#),
        key("requires", Kind::Words(OptOutBurden::WORDS), "What the way out asks of the person", r#"["login"]"#),
        key("honored_within", Kind::Duration, "How soon it is honored", r#""2d""#).also(&["honoured_within"]),
        key("valid_for", Kind::Duration, "How long a link or address in a sent message works", r#""60d""#),
        key(
            "covers",
            Kind::Word(Scope::WORDS),
            "Whether it holds on every channel or on its own alone",
            r#""all-channels""#,
        )
        .also(&["scope"]),
    ],
};

pub(crate) static SCHEDULE: Table = Table {
    name: "schedule",
    what: "the schedule",
    header: "[schedule]",
    keys: &[
        key("timezone", Kind::Zone, "Whose clock counts: recipient, or an IANA zone", r#""recipient""#)
            .also(&["tz", "zone"]),
        key(
            "window",
            Kind::Windows,
            "When a touch may go out: days and hours (default: any time)",
            r#"["mon-fri 09:00-18:00"]"#,
        )
        .also(&["windows", "hours"]),
        key("holidays", Kind::Word(Holidays::WORDS), "Whether touches go out on public holidays", r#""skip""#),
    ],
};

pub(crate) static LIMITS: Table = Table {
    name: "limits",
    what: "`limits`",
    header: "[limits]",
    keys: &[
        key("per_day", Kind::Count(1), "The most touches a person gets in a day", "1"),
        key("per_week", Kind::Count(1), "The most touches a person gets in a week", "2"),
        key(
            "reenroll_after",
            Kind::Duration,
            "After what time a person may enter again; 0d is at once (default: never)",
            r#""90d""#,
        ),
    ],
};

/// One step.
pub(crate) static STEP: Table = Table {
    name: "step",
    what: "a step",
    header: "[[step]]",
    keys: &[
        key("id", Kind::Text, "What other steps and findings call it (default step-1, step-2, ...)", r#""thanks""#)
            .also(&["name"]),
        key("channel", Kind::Word(Channel::WORDS), "How it reaches the person", r#""email""#).also(&["type", "via"]),
        key(
            "wait",
            Kind::Wait,
            "The time since the step before, or since enrolment for the first; 2d..3d is a range",
            r#""1d""#,
        )
        .also(&["delay", "after"]),
        key("at", Kind::Clock, "The clock time at which it goes out", r#""10:00""#).also(&["time"]),
        key("intent", Kind::Word(Intent::WORDS), "What it is for", r#""thank-you""#),
        key("sender", Kind::Text, "Who speaks: the name of a `[senders.NAME]`", r#""maya""#).also(&["from"]),
        key("subject", Kind::Copy, "The subject line", r#""Thank you for coming""#).also(&["title", "headline"]),
        key("body", Kind::Copy, "The words of the message, or the script of a call", r#""...""#)
            .also(&["text", "message", "content", "script", "html"]),
        key("body_file", Kind::Path, "The file with the words, relative to this one", r#""copy/thanks.md""#)
            .also(&["file", "template"]),
        key("offer", Kind::Table(&OFFER), "What is offered", "{ kind = \"gift\", benefits = \"recipient\" }"),
        key("voice", Kind::Word(Voice::WORDS), "Whose voice a call or voicemail has", r#""live""#),
        key(
            "thread",
            Kind::Bool,
            "Whether an email goes out as a reply in the thread of the one before (default false)",
            "false",
        ),
        key("manual", Kind::Bool, "Whether a person writes or makes this touch (default false)", "false"),
        key(
            "invited",
            Kind::Bool,
            "Whether the recipient asked for this touch, as a booked call (default false)",
            "false",
        ),
        key("variants", Kind::Tables(&VARIANT), "The versions of an A/B test", "{ subject = \"...\", weight = 50 }")
            .also(&["variant", "versions"]),
        key("next", Kind::Target, "The id of the step that follows, or end (default: the step below)", r#""check-in""#)
            .also(&["goto"]),
        key("branch", Kind::Table(&BRANCH), "A fork on what the person does", "{ on = \"open\", within = \"3d\" }")
            .also(&["if", "condition"]),
        key("task", Kind::Text, "Work for a person that reaches nobody by itself", r#""Maya calls back""#)
            .also(&["todo"]),
        key("within", Kind::Duration, "The task's deadline", r#""1d""#).also(&["deadline", "due"]),
    ],
};

pub(crate) static OFFER: Table = Table {
    name: "offer",
    what: "an offer",
    header: "[step.offer]",
    keys: &[
        key("kind", Kind::Word(OfferKind::WORDS), "What is offered", r#""discount""#).also(&["type"]),
        key("benefits", Kind::Word(Benefits::WORDS), "Who gains by it", r#""recipient""#),
        key("requires", Kind::Words(OfferRequirement::WORDS), "What it asks first", r#"["purchase"]"#),
        key("delivered", Kind::Delivery, "When the person has it: now, or after a time", r#""now""#),
        key("expires", Kind::Date, "Its last day", r#""2026-12-31""#).also(&["ends", "until", "expiry"]),
    ],
};

pub(crate) static VARIANT: Table = Table {
    name: "variant",
    what: "a variant",
    header: "[[step.variants]]",
    keys: &[
        key("subject", Kind::Copy, "Its subject line (default: the step's)", r#""Your first class""#),
        key("body", Kind::Copy, "Its words (default: the step's)", r#""...""#).also(&["text", "message", "content"]),
        key("body_file", Kind::Path, "The file with its words, relative to this one", r#""copy/b.md""#),
        key("weight", Kind::Count(0), "Its share", "50").also(&["share", "percent"]),
    ],
};

pub(crate) static BRANCH: Table = Table {
    name: "branch",
    what: "a branch",
    header: "[step.branch]",
    keys: &[
        key("on", Kind::Guard, "What it asks: an event, or attribute: with what is known of a person", r#""open""#)
            .required()
            .also(&["if", "event", "condition"]),
        key("within", Kind::Duration, "How long it waits for the event (default: not at all)", r#""3d""#),
        key("then", Kind::Target, "The step for those who did it (default: the step below)", r#""check-in""#)
            .also(&["yes", "true"]),
        key("else", Kind::Target, "The step for the others (default: the step below)", r#""end""#).also(&[
            "no",
            "false",
            "otherwise",
        ]),
    ],
};

/// The words of a branch's `on`, `attribute:` left out.
pub(crate) const GUARDS: &[&str] = Event::WORDS;
