//! A step and what stands in it.

use super::{Kind, Table, key};
use crate::model::{Benefits, Channel, Intent, OfferKind, OfferRequirement, Voice};

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
        key("weight", Kind::Count(0), "Its share of the recipients", "50").also(&["share", "percent"]),
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
