//! Everything of a campaign but its name, its senders and its steps.
//!
//! Owns the tables `campaign`, `audience`, `stop`, `opt_out`, `schedule` and `limits`.

use super::keys;
use super::reader::{Field, Gap, Reader, Section};
use super::values;
use crate::model::{
    Audience, AudienceKind, AudienceSource, ByChannel, Channel, Collected, Consent, Event, Fact, Holidays, Limits,
    OptOut, OptOutBurden, OptOutMethod, Purpose, Schedule, Scope, Status, Stop,
};
use crate::source::{Located, Span};
use crate::syntax::Node;

/// The tables of one campaign.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tables<'t, 'a> {
    pub(crate) campaign: Option<Field<'t, 'a>>,
    pub(crate) audience: Option<Field<'t, 'a>>,
    pub(crate) sender: Option<Field<'t, 'a>>,
    pub(crate) senders: Option<Field<'t, 'a>>,
    pub(crate) stop: Option<Field<'t, 'a>>,
    pub(crate) opt_out: Option<Field<'t, 'a>>,
    pub(crate) schedule: Option<Field<'t, 'a>>,
    pub(crate) limits: Option<Field<'t, 'a>>,
    pub(crate) step: Option<Field<'t, 'a>>,
    pub(crate) campaigns: Option<Field<'t, 'a>>,
}

impl<'t, 'a> Tables<'t, 'a> {
    /// The tables that `node` has, of those that `table` knows; keys in `skip` are somebody else's.
    pub(crate) fn read(reader: &mut Reader, node: &'t Node<'a>, table: &'static keys::Table, skip: &[&str]) -> Self {
        let mut tables = Self::default();
        reader.each_but(Some(node), table, skip, |reader, field| match field.key.name {
            "campaign" => tables.campaign = Some(field),
            "audience" => tables.audience = Some(field),
            "sender" => tables.sender = Some(field),
            "senders" => tables.senders = Some(field),
            "stop" => tables.stop = Some(field),
            "opt_out" => tables.opt_out = Some(field),
            "schedule" => tables.schedule = Some(field),
            "limits" => tables.limits = Some(field),
            "step" => tables.step = Some(field),
            "campaigns" => tables.campaigns = Some(field),
            _ => {
                reader.fact(field, values::text);
            }
        });
        tables
    }
}

/// What the tables say.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) name: Fact<String>,
    pub(crate) purpose: Fact<Purpose>,
    pub(crate) region: Fact<Vec<Located<String>>>,
    pub(crate) bulk: Fact<bool>,
    pub(crate) status: Fact<Status>,
    pub(crate) audience: Audience,
    pub(crate) stop: Stop,
    pub(crate) opt_out: ByChannel<OptOut>,
    pub(crate) opt_out_others: Fact<()>,
    pub(crate) schedule: Schedule,
    pub(crate) limits: Limits,
}

/// Reads the tables; `head` is where the campaign begins, `known` the keys of its `campaign` table.
pub(crate) fn read(reader: &mut Reader, tables: &Tables<'_, '_>, head: Span, known: &'static keys::Table) -> Frame {
    let campaign = reader.section(tables.campaign, head);
    let (opt_out, opt_out_others) = opt_out(reader, tables.opt_out, head);
    let mut frame = Frame {
        name: campaign.gap.fact(),
        purpose: campaign.gap.fact(),
        region: campaign.gap.fact(),
        bulk: campaign.gap.fact(),
        status: campaign.gap.fact(),
        audience: audience(reader, tables.audience, head),
        stop: stop(reader, tables.stop, head),
        opt_out,
        opt_out_others,
        schedule: schedule(reader, tables.schedule, head),
        limits: limits(reader, tables.limits, head),
    };
    reader.each(campaign.node, known, |reader, field| match field.key.name {
        "name" => frame.name = reader.fact(field, values::text),
        "purpose" => frame.purpose = reader.fact(field, values::word(Purpose::parse)),
        "region" => frame.region = region(reader, field, campaign.gap),
        "bulk" => frame.bulk = reader.fact(field, values::boolean),
        "status" => frame.status = reader.fact(field, values::word(Status::parse)),
        _ => {}
    });
    frame
}

/// An empty list states no region: what the config says holds then.
fn region(reader: &mut Reader, field: Field<'_, '_>, gap: Gap) -> Fact<Vec<Located<String>>> {
    let region = reader.list(field, values::region);
    if region.is(Vec::is_empty) { gap.fact() } else { region }
}

fn audience(reader: &mut Reader, field: Option<Field<'_, '_>>, head: Span) -> Audience {
    let Section { place, node, gap } = reader.section(field, head);
    let mut audience = Audience {
        place,
        source: gap.fact(),
        nameless: false,
        admits_never_subscribed: Vec::new(),
        consent: Vec::new(),
        consent_others: gap.fact(),
        consent_age: gap.fact(),
        kind: gap.fact(),
        collected: gap.fact(),
        segments: gap.fact(),
        excludes: gap.fact(),
    };
    reader.each(node, &keys::AUDIENCE, |reader, field| match field.key.name {
        "source" => audience.source = reader.fact(field, values::word(AudienceSource::parse)),
        "consent" => (audience.consent, audience.consent_others) = consent(reader, field),
        "consent_age" => audience.consent_age = reader.fact(field, values::duration),
        "kind" => audience.kind = reader.fact(field, values::word(AudienceKind::parse)),
        "collected" => audience.collected = reader.fact(field, values::word(Collected::parse)),
        "segments" => audience.segments = reader.list(field, values::text),
        "excludes" => audience.excludes = reader.list(field, values::text),
        _ => {}
    });
    audience
}

/// Consent per channel, and what is to be said of the channels that are not named: nothing, where one is misspelt.
fn consent(reader: &mut Reader, field: Field<'_, '_>) -> (ByChannel<Located<Consent>>, Fact<()>) {
    if let Some(word) = field.value.as_str() {
        let fault = values::one_consent(field.key, word, reader.language());
        reader.invalid(field.key, field.value.span, fault);
        return (Vec::new(), Fact::Unknown);
    }
    let section = reader.section(Some(field), field.at);
    let mut consent = Vec::new();
    let mut whole = true;
    let known = reader.each(section.node, &keys::CONSENT, |reader, field| {
        let fact = reader.fact(field, values::word(Consent::parse));
        match (Channel::parse(field.key.name), fact) {
            (Some(channel), Fact::Stated(stated)) => consent.push((channel, stated)),
            _ => whole = false,
        }
    });
    let others = if whole && known { section.gap.fact() } else { Fact::Unknown };
    (consent, others)
}

fn stop(reader: &mut Reader, field: Option<Field<'_, '_>>, head: Span) -> Stop {
    let Section { node, gap, .. } = reader.section(field, head);
    let every = |fact: &Fact<bool>| Event::STOPPING.iter().map(|event| (*event, fact.clone())).collect();
    let mut stop = Stop { on: every(&gap.fact()), scope: gap.fact(), blind: Vec::new() };
    reader.each(node, &keys::STOP, |reader, field| match field.key.name {
        "on" => {
            let (words, whole) = reader.items(field, values::word(stopping));
            let place = reader.place(field.value.span);
            stop.on = every(&if whole { Fact::stated(false, place) } else { Fact::Unknown });
            for word in words {
                if let Some((_, fact)) = stop.on.iter_mut().find(|(event, _)| *event == word.value) {
                    *fact = Fact::Stated(word.map(|_| true));
                }
            }
        }
        "scope" => stop.scope = reader.fact(field, values::word(Scope::parse)),
        _ => {}
    });
    stop
}

fn stopping(word: &str) -> Option<Event> {
    Event::parse(word).filter(|event| Event::STOPPING.contains(event))
}

fn opt_out(reader: &mut Reader, field: Option<Field<'_, '_>>, head: Span) -> (ByChannel<OptOut>, Fact<()>) {
    let section = reader.section(field, head);
    let mut ways = Vec::with_capacity(section.node.map_or(0, |node| node.entries().len().min(Channel::ALL.len())));
    let mut whole = true;
    let known = reader.each(section.node, &keys::OPT_OUT_BY_CHANNEL, |reader, field| {
        let Some(channel) = Channel::parse(field.key.name) else { return };
        let section = reader.section(Some(field), field.at);
        match section.place {
            Some(_) if section.node.is_some() => ways.push((channel, way_out(reader, section))),
            _ => whole = false,
        }
    });
    let others = if whole && known { section.gap.fact() } else { Fact::Unknown };
    (ways, others)
}

fn way_out(reader: &mut Reader, Section { place, node, gap }: Section<'_, '_>) -> OptOut {
    let mut way = OptOut {
        place: place.unwrap_or_default(),
        method: gap.fact(),
        keywords: gap.fact(),
        requires: gap.fact(),
        honored_within: gap.fact(),
        valid_for: gap.fact(),
        covers: gap.fact(),
    };
    let mut keyword = None;
    reader.each(node, &keys::OPT_OUT, |reader, field| match field.key.name {
        "method" => way.method = reader.fact(field, values::word(OptOutMethod::parse)),
        "keywords" => way.keywords = reader.list(field, values::text),
        "keyword" => keyword = Some(reader.fact(field, values::text)),
        "requires" => way.requires = reader.list(field, values::word(OptOutBurden::parse)),
        "honored_within" => way.honored_within = reader.fact(field, values::duration),
        "valid_for" => way.valid_for = reader.fact(field, values::duration),
        "covers" => way.covers = reader.fact(field, values::word(Scope::parse)),
        _ => {}
    });
    if let Some(keyword) = keyword {
        add_keyword(&mut way.keywords, keyword);
    }
    way
}

/// `keyword` counts as one more of `keywords`.
fn add_keyword(keywords: &mut Fact<Vec<Located<String>>>, keyword: Fact<String>) {
    match (keywords, keyword) {
        (Fact::Stated(list), Fact::Stated(word)) => list.value.push(word),
        (keywords, Fact::Stated(word)) => *keywords = Fact::stated(vec![word.clone()], word.place),
        (keywords, _) => *keywords = Fact::Unknown,
    }
}

fn schedule(reader: &mut Reader, field: Option<Field<'_, '_>>, head: Span) -> Schedule {
    let Section { place, node, gap } = reader.section(field, head);
    let mut schedule = Schedule { place, timezone: gap.fact(), window: gap.fact(), holidays: gap.fact() };
    reader.each(node, &keys::SCHEDULE, |reader, field| match field.key.name {
        "timezone" => schedule.timezone = reader.fact(field, values::zone),
        "window" => {
            schedule.window = reader.list(field, values::window);
            if schedule.window.is(Vec::is_empty) {
                reader.invalid(field.key, field.value.span, values::no_window(field.key));
                schedule.window = Fact::Unknown;
            }
        }
        "holidays" => schedule.holidays = reader.fact(field, values::word(Holidays::parse)),
        _ => {}
    });
    schedule
}

fn limits(reader: &mut Reader, field: Option<Field<'_, '_>>, head: Span) -> Limits {
    let Section { node, gap, .. } = reader.section(field, head);
    let mut limits = Limits { per_day: gap.fact(), per_week: gap.fact(), reenroll_after: gap.fact() };
    reader.each(node, &keys::LIMITS, |reader, field| match field.key.name {
        "per_day" => limits.per_day = reader.fact(field, values::count),
        "per_week" => limits.per_week = reader.fact(field, values::count),
        "reenroll_after" => limits.reenroll_after = reader.fact(field, values::duration),
        _ => {}
    });
    limits
}
