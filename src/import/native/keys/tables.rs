//! The tables that stand once in a campaign.

use super::{Key, Kind, Table, key};
use crate::model::{
    Assignment, AudienceKind, AudienceSource, Channel, Collected, Consent, Holidays, OptOutBurden, OptOutMethod,
    Purpose, Scope, Status,
};

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
    what: "`campaign` in `[[facts]]`",
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
        consent(Channel::Email).also(MAIL_WORDS),
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

const MAIL_WORDS: &[&str] = &["mail", "mails"];
const TEXT_WORDS: &[&str] = &["text", "texts", "txt", "mms"];
const CALL_WORDS: &[&str] = &["phone", "calls", "voice", "telephone"];
const LETTER_WORDS: &[&str] = &["letter", "letters", "post"];

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
        opt_out(Channel::Email).also(MAIL_WORDS),
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
        )
        .also(&["reenroll", "re_enroll", "re_enroll_after", "reentry"]),
    ],
};
