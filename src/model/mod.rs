//! The campaign, whatever it was written in: facts with their places, and a graph of steps.
//!
//! Owns the terms of the field. It must not know TOML, JSON, a vendor's name or a rule.

mod fact;
mod nearest;
pub mod region;
mod terms;
pub mod time;

pub use fact::Fact;
pub use nearest::nearest;
pub use terms::{
    Assignment, AudienceKind, AudienceSource, Benefits, Channel, Collected, Consent, Event, Holidays, Intent,
    OfferKind, OfferRequirement, OptOutBurden, OptOutMethod, Purpose, Scope, Status, Voice,
};
pub use time::{Clock, Days, Wait, Window};

use crate::source::{FileId, Located, Place};

/// Per channel, in the order in which the file names them.
pub type ByChannel<T> = Vec<(Channel, T)>;

/// A drip sequence, flow, cadence or journey.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The file that it stands in.
    pub file: FileId,
    /// The format it was written in: `native`, or a dialect's name as `--from` takes it (`klaviyo`).
    pub dialect: &'static str,
    /// Where the campaign begins: its `[campaign]` header, or the object in an export.
    pub head: Place,
    /// Its name. Where the file has none, the importer makes one up from what identifies it.
    pub name: Located<String>,
    /// Why it writes.
    pub purpose: Fact<Purpose>,
    /// ISO 3166-1 or 3166-2 codes in capitals; what law applies.
    pub region: Fact<Vec<Located<String>>>,
    /// 5,000 mails a day or more to one mailbox provider.
    pub bulk: Fact<bool>,
    /// Whether it is sent at present.
    pub status: Fact<Status>,
    /// Who receives it.
    pub audience: Audience,
    /// Who may speak. Steps point at them by index. Empty where the file names none.
    pub senders: Vec<Sender>,
    /// Whether the list of senders is all there is (`Stated`), or the format cannot say who speaks.
    pub sender_known: Fact<()>,
    /// What ends it.
    pub stop: Stop,
    /// The ways out, per channel, as far as the file has a table for it.
    pub opt_out: ByChannel<OptOut>,
    /// What is to be said of channels that `opt_out` lacks: `Absent` or `Unknown`.
    pub opt_out_others: Fact<()>,
    /// When touches go out.
    pub schedule: Schedule,
    /// How often.
    pub limits: Limits,
    /// Every step in the order of the file. A recipient starts at `entry`.
    pub steps: Vec<Step>,
    /// Whether these are all steps, each as it is meant (`Stated`), or some could not be read.
    pub steps_known: Fact<()>,
    /// The first step of a walk; `End` where there is none.
    pub entry: Target,
}

/// Who receives a campaign.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// Where the table stands.
    pub place: Option<Place>,
    /// How they got here.
    pub source: Fact<AudienceSource>,
    /// Consent per channel that the file names.
    pub consent: ByChannel<Located<Consent>>,
    /// What is to be said of channels that `consent` lacks: `Absent` or `Unknown`.
    pub consent_others: Fact<()>,
    /// How old a consent may be when the campaign reaches the person, in seconds.
    pub consent_age: Fact<u64>,
    /// Whom it addresses.
    pub kind: Fact<AudienceKind>,
    /// Where the addresses come from.
    pub collected: Fact<Collected>,
    /// Names shared between campaigns: the same name is the same people.
    pub segments: Fact<Vec<Located<String>>>,
    /// Segments that are left out.
    pub excludes: Fact<Vec<Located<String>>>,
    /// Whether the file shows what is known of the people, and their names are no part of it.
    pub nameless: bool,
    /// Conditions that let in people who never agreed to marketing on a channel, where the file has such a one.
    pub admits_never_subscribed: ByChannel<Place>,
}

/// One who speaks.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// What steps, the timeline and messages call it: NAME of `[senders.NAME]`; of a lone `[sender]` its `name`, else
    /// its email, else `sender`.
    pub key: String,
    /// Where it stands.
    pub place: Place,
    /// The name that is shown.
    pub name: Fact<String>,
    /// The From address.
    pub email: Fact<String>,
    /// The Reply-To address; absent = the same as From.
    pub reply_to: Fact<String>,
    /// The number to call back.
    pub phone: Fact<String>,
    /// The organisation.
    pub organization: Fact<String>,
    /// The postal address.
    pub postal_address: Fact<String>,
    /// The domain that signs.
    pub dkim_domain: Fact<String>,
    /// How several people behind this sender share the work.
    pub assignment: Fact<Assignment>,
}

/// What ends a campaign.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    /// Each event that the format can speak of, with whether it ends the campaign: `Stated(true)` at the word,
    /// `Stated(false)` at the list that lacks it or the switch that is off, `Absent` where there is no list at all
    /// (which means that it does not end it). Events that are not listed here are `Unknown`.
    pub on: Vec<(Event, Fact<bool>)>,
    /// How far the end reaches (default: all channels).
    pub scope: Fact<Scope>,
    /// Events that the tool was told not to watch for, each with its switch: a stop on one of them never happens.
    pub blind: Vec<(Event, Place)>,
}

impl Stop {
    /// Whether `event` ends the campaign.
    pub fn on(&self, event: Event) -> Fact<bool> {
        self.on.iter().find(|(e, _)| *e == event).map_or(Fact::Unknown, |(_, fact)| fact.clone())
    }
}

/// A way out on one channel.
#[derive(Clone, Debug)]
pub struct OptOut {
    /// Where its table stands.
    pub place: Place,
    /// How.
    pub method: Fact<OptOutMethod>,
    /// The words that are understood, with `method = "keyword"`.
    pub keywords: Fact<Vec<Located<String>>>,
    /// What it asks.
    pub requires: Fact<Vec<Located<OptOutBurden>>>,
    /// Within how many seconds it is honoured.
    pub honored_within: Fact<u64>,
    /// For how many seconds a link or address in a sent message works.
    pub valid_for: Fact<u64>,
    /// How far it reaches.
    pub covers: Fact<Scope>,
}

/// When touches go out.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Where the table stands.
    pub place: Option<Place>,
    /// Whose clock.
    pub timezone: Fact<Zone>,
    /// When a touch may go out; absent = any time.
    pub window: Fact<Vec<Located<Window>>>,
    /// Public holidays.
    pub holidays: Fact<Holidays>,
}

/// Whose clock counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The recipient's.
    Recipient,
    /// This IANA zone's, for everybody.
    Fixed(String),
}

/// Caps that the sending platform enforces.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Touches a day.
    pub per_day: Fact<u32>,
    /// Touches a week.
    pub per_week: Fact<u32>,
    /// After how many seconds a person may enter again; absent = never, 0 = at once.
    pub reenroll_after: Fact<u64>,
}

/// One step of a campaign.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id; `step-N` (from 1) where the file gives none.
    pub id: Located<String>,
    /// A name for people, where the format has one besides the id.
    pub label: Option<Located<String>>,
    /// Where it begins: its `[[step]]` header, or its object.
    pub head: Place,
    /// The wait before it; `Absent` counts as none, `Unknown` where the export does not show it.
    pub wait: Fact<Wait>,
    /// The clock time at which it goes out.
    pub at: Fact<Clock>,
    /// What it does.
    pub action: Action,
    /// Where a walk goes on.
    pub flow: Flow,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum Action {
    /// It reaches the person.
    Touch(Box<Touch>),
    /// Work for a person that reaches nobody by itself.
    Task(Task),
    /// It waits, branches, or does what no recipient notices.
    Nothing,
}

/// Work for a person.
#[derive(Clone, Debug)]
pub struct Task {
    /// What is to be done.
    pub what: Located<String>,
    /// Its deadline in seconds.
    pub within: Fact<u64>,
}

/// Where a walk goes on after a step.
#[derive(Clone, Debug)]
pub enum Flow {
    /// One way.
    Next(Target),
    /// Two ways.
    Branch(Branch),
    /// Several ways of which nothing is known: each is walked, each leaves at once.
    Split(Vec<Target>),
}

/// A fork on what the person does or what is known of them.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Where it stands.
    pub place: Place,
    /// What it asks.
    pub on: Located<Guard>,
    /// For how many seconds it waits for the event before it takes the other way; 0 where absent.
    pub within_s: u64,
    /// The way of those who did it.
    pub yes: Target,
    /// The way of the others.
    pub no: Target,
}

/// What a branch asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Whether the person did this.
    Event(Event),
    /// Whether this is known of the person; nobody here can say.
    Attribute(String),
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a step, by index.
    Step(usize),
    /// To the end.
    End,
}

/// A step that reaches the person.
#[derive(Clone, Debug)]
pub struct Touch {
    /// By which channel.
    pub channel: Located<Channel>,
    /// What for.
    pub intent: Fact<Intent>,
    /// Who speaks: an index into [`Campaign::senders`].
    pub sender: Fact<usize>,
    /// The copy: one, or several of which a recipient gets one. Never empty.
    pub variants: Vec<Copy>,
    /// What is offered.
    pub offer: Option<Offer>,
    /// Whose voice.
    pub voice: Fact<Voice>,
    /// Goes out as a reply in the thread of the email before.
    pub thread: Fact<bool>,
    /// A person writes or makes it.
    pub manual: Fact<bool>,
    /// The recipient asked for it.
    pub invited: Fact<bool>,
    /// Sent under rules for transactional messages whatever the campaign's purpose (a vendor's switch).
    pub transactional: Fact<bool>,
}

/// The copy of a touch, or of one of its variants.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// Where the variant stands, or the step.
    pub place: Place,
    /// The subject line.
    pub subject: Fact<Text>,
    /// The text, or the script of a call. HTML or plain.
    pub body: Fact<Text>,
    /// Its share, where variants have one.
    pub weight: Fact<u32>,
    /// Merge tags in it, as they are written, whose field is never empty: a form requires it, or a value stands in for it.
    pub filled: Vec<String>,
    /// Merge tags in it that the tool does not fill in, as they are written: a recipient reads them as they are.
    pub raw: Vec<Located<String>>,
    /// What the sending platform adds to it by itself.
    pub adds: Adds,
    /// What an export calls a text that it does not hold: the same name is the same text.
    pub template: Option<Located<String>>,
}

/// What a sending platform adds to a text by itself, so that it need not stand in the copy.
#[derive(Clone, Debug, Default)]
pub struct Adds {
    /// The words or the link that lead out ("reply STOP").
    pub way_out: Fact<bool>,
    /// The name of the one who writes.
    pub name: Fact<bool>,
}

/// A text as the recipient's program gets it, decoded.
pub type Text = String;

/// What is offered.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: Fact<OfferKind>,
    /// Who gains.
    pub benefits: Fact<Benefits>,
    /// What it asks first.
    pub requires: Fact<Vec<Located<OfferRequirement>>>,
    /// In how many seconds it is delivered; 0 = now.
    pub delivered_s: Fact<u64>,
    /// Its last day.
    pub expires: Fact<jiff::civil::Date>,
}

impl Campaign {
    /// Whether it was written by hand, in the native format, and is no export of a tool.
    pub fn is_native(&self) -> bool {
        self.dialect == "native"
    }

    /// The touches with the index of their step, in the order of the file.
    pub fn touches(&self) -> impl Iterator<Item = (usize, &Step, &Touch)> {
        self.steps.iter().enumerate().filter_map(|(index, step)| step.touch().map(|touch| (index, step, touch)))
    }

    /// Whether a touch goes out on `channel`.
    pub fn uses(&self, channel: Channel) -> bool {
        self.touches().any(|(_, _, touch)| touch.channel.value == channel)
    }

    /// The sender of a touch, where it is known.
    pub fn sender_of(&self, touch: &Touch) -> Option<&Sender> {
        self.senders.get(touch.sender.get()?)
    }

    /// The consent for `channel`, or for its kin where it has none of its own.
    pub fn consent(&self, channel: Channel) -> Fact<Consent> {
        let of = |c: Channel| {
            self.audience.consent.iter().find(|(named, _)| *named == c).map(|(_, consent)| consent.clone())
        };
        match of(channel).or_else(|| channel.kin().and_then(of)) {
            Some(consent) => Fact::Stated(consent),
            None => match &self.audience.consent_others {
                Fact::Unknown => Fact::Unknown,
                other => Fact::Absent(other.place().unwrap_or(self.head)),
            },
        }
    }

    /// The way out of `channel`, or of its kin where it has none of its own.
    pub fn opt_out(&self, channel: Channel) -> Option<&OptOut> {
        let of = |c: Channel| self.opt_out.iter().find(|(named, _)| *named == c).map(|(_, opt_out)| opt_out);
        of(channel).or_else(|| channel.kin().and_then(of))
    }
}

impl Step {
    /// The touch, where it is one.
    pub fn touch(&self) -> Option<&Touch> {
        match &self.action {
            Action::Touch(touch) => Some(touch),
            _ => None,
        }
    }

    /// The task, where it is one.
    pub fn task(&self) -> Option<&Task> {
        match &self.action {
            Action::Task(task) => Some(task),
            _ => None,
        }
    }

    /// The branch, where it is one.
    pub fn branch(&self) -> Option<&Branch> {
        match &self.flow {
            Flow::Branch(branch) => Some(branch),
            _ => None,
        }
    }

    /// Every way out of the step, in the order in which they are written.
    pub fn targets(&self) -> Vec<Target> {
        match &self.flow {
            Flow::Next(target) => vec![*target],
            Flow::Branch(branch) => vec![branch.yes, branch.no],
            Flow::Split(targets) => targets.clone(),
        }
    }
}
