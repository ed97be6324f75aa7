//! A sequence, its steps with the seconds before each, and what its ruleset says.

use super::DIALECT;
use super::resources::{Resource, Resources};
use crate::import::{Input, read};
use crate::model::{
    Action, Campaign, Channel, Copy, Event, Fact, OptOutMethod, Purpose, Status, Step, Task, Touch, Wait,
};
use crate::source::{FileId, Located};
use crate::syntax::Node;

/// Reads a sequence; of one that is nowhere to be seen, its steps alone.
pub(super) fn read(
    input: &Input<'_>,
    sequence: Option<Resource<'_, '_>>,
    steps: &[Resource<'_, '_>],
    all: &Resources<'_, '_>,
) -> Campaign {
    let home = sequence.or(steps.first().copied());
    let node = home.map_or(&input.document.root, |home| home.node);
    let file = home.map_or(input.file, |home| home.file);
    let name = match sequence {
        Some(sequence) => read::name(input, &[(sequence.attributes(), "name"), (node, "id")]),
        None => read::name(input, &[]),
    };
    let mut campaign = read::campaign(DIALECT.name, input.file, read::place(file, node), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    if let Some(sequence) = sequence {
        set(sequence, &mut campaign);
        if let Some(ruleset) = sequence.related("ruleset").and_then(|id| all.find("ruleset", &id)) {
            rules(ruleset, &mut campaign);
        }
    }
    let mut day = None;
    for (index, resource) in steps.iter().enumerate() {
        let mut step = step(*resource, index, all);
        let date = date(*resource);
        if step.wait.is_unknown() {
            step.wait = since(*resource, index, day, date);
        }
        day = date;
        campaign.steps.push(step);
    }
    read::chain(&mut campaign);
    campaign
}

fn set(sequence: Resource<'_, '_>, campaign: &mut Campaign) {
    let (file, attributes) = (sequence.file, sequence.attributes());
    if let (Some(on), Some(at)) = (read::flag(attributes, "enabled"), attributes.get("enabled")) {
        campaign.status = Fact::stated(if on { Status::Active } else { Status::Paused }, read::place(file, at));
    }
    let stops = match attributes.get("primaryReplyAction").filter(|at| !at.is_null()) {
        Some(at) => action(file, at),
        None => read::flag_fact(file, attributes, "finishOnReply"),
    };
    read::stop_on_reply(campaign, &stops);
    // With this switch on, the wish of a person who opted out is not looked at.
    if let Some(at) = attributes.get("transactional").filter(|at| at.as_bool() == Some(true)) {
        campaign.stop.blind.push((Event::OptOut, read::place(file, at)));
    }
}

/// What happens to a person after an event. A pause ends in a finish by itself, it does not go on.
fn action(file: FileId, at: &Node<'_>) -> Fact<bool> {
    let place = read::place(file, at);
    match at.as_str().map(read::folded).as_deref() {
        Some("finish" | "pause") => Fact::stated(true, place),
        Some("continue") => Fact::stated(false, place),
        _ => Fact::Unknown,
    }
}

fn rules(ruleset: Resource<'_, '_>, campaign: &mut Campaign) {
    let (file, attributes) = (ruleset.file, ruleset.attributes());
    match (read::flag(attributes, "includeUnsubscribeLinks"), attributes.get("includeUnsubscribeLinks")) {
        (Some(true), Some(at)) => {
            let place = read::place(file, at);
            let method = Fact::stated(OptOutMethod::Link, place);
            campaign.opt_out.push((Channel::Email, read::way_out(method, place)));
        }
        (Some(false), Some(at)) => campaign.opt_out_others = Fact::Absent(read::place(file, at)),
        _ => {}
    }
    if let Some(at) = attributes.get("meetingBookedAction") {
        campaign.stop.on.push((Event::Convert, action(file, at)));
    }
    if let Some(at) = attributes.get("permitDuplicateProspects")
        && read::word(attributes, "permitDuplicateProspects") == "disallow"
    {
        campaign.limits.reenroll_after = Fact::Absent(read::place(file, at));
    }
}

/// The date of a step in a sequence by dates, in seconds since 1970.
fn date(step: Resource<'_, '_>) -> Option<i64> {
    let text = step.attributes().get("date")?.as_str()?;
    let at = text.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second).ok();
    at.or_else(|| {
        let date = text.get(..10).unwrap_or(text).parse::<jiff::civil::Date>().ok()?;
        date.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second())
    })
}

fn since(step: Resource<'_, '_>, index: usize, before: Option<i64>, date: Option<i64>) -> Fact<Wait> {
    let at = step.attributes().get("date").unwrap_or(step.node);
    match (before, date) {
        (Some(before), Some(date)) => {
            let seconds = u64::try_from(date.saturating_sub(before)).unwrap_or(0);
            read::wait(step.file, at, seconds.min(crate::model::time::LONGEST))
        }
        _ if index == 0 => Fact::Absent(read::place(step.file, step.node)),
        _ => Fact::Unknown,
    }
}

fn step(resource: Resource<'_, '_>, index: usize, all: &Resources<'_, '_>) -> Step {
    let (file, attributes) = (resource.file, resource.attributes());
    let head = read::place(file, resource.node);
    let mut step = read::step(read::step_id(file, resource.node, "id", index), head);
    step.label = read::text(file, attributes, "displayName");
    step.wait = match attributes.get("interval") {
        Some(at) => read::seconds(at, 1).map_or(Fact::Unknown, |seconds| read::wait(file, at, seconds)),
        None => Fact::Unknown,
    };
    let kind = attributes.get("stepType").unwrap_or(attributes);
    let place = read::place(file, kind);
    let (channel, by_hand) = match read::word(attributes, "stepType").as_str() {
        "autoemail" => (Channel::Email, false),
        "manualemail" => (Channel::Email, true),
        "call" => (Channel::Call, true),
        "sms" => (Channel::Sms, true),
        "linkedinsendmessage" | "linkedinsendconnectionrequest" => (Channel::Linkedin, true),
        _ => {
            let what = read::text(file, attributes, "taskNote").or_else(|| step.label.clone());
            let what = what.unwrap_or_else(|| Located::new("a task".to_owned(), place));
            let within = attributes.get("taskAutoskipDelay").filter(|at| !at.is_null());
            let within = within.and_then(|at| Some(Fact::stated(read::seconds(at, 1)?, read::place(file, at))));
            step.action = Action::Task(Task { what, within: within.unwrap_or_default() });
            return step;
        }
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(by_hand, place);
    if channel == Channel::Email {
        let templates = all.templates_of(&resource);
        let on: Vec<_> =
            templates.iter().filter(|one| read::flag(one.attributes(), "enabled") != Some(false)).copied().collect();
        if !templates.is_empty() && on.is_empty() {
            return step;
        }
        email(&mut touch, &on, all);
    } else if let (Some(note), Some(copy)) = (read::text(file, attributes, "taskNote"), touch.variants.first_mut()) {
        copy.body = Fact::Stated(note);
    }
    step.action = Action::Touch(Box::new(touch));
    step
}

fn email(touch: &mut Touch, templates: &[Resource<'_, '_>], all: &Resources<'_, '_>) {
    if templates.is_empty() {
        return;
    }
    touch.variants = templates
        .iter()
        .map(|put| {
            let template = put.related("template").and_then(|id| all.find("template", &id));
            template.map_or_else(|| Copy { place: read::place(put.file, put.node), ..Copy::default() }, copy)
        })
        .collect();
    let replies: Vec<_> = templates.iter().map(|put| read::flag_fact(put.file, put.attributes(), "isReply")).collect();
    if let Some(first) = replies.first().filter(|first| replies.iter().all(|other| other.get() == first.get())) {
        touch.thread = first.clone();
    }
}

fn copy(template: Resource<'_, '_>) -> Copy {
    let (file, attributes) = (template.file, template.attributes());
    let place = read::place(file, template.node);
    let html = read::text(file, attributes, "bodyHtml").or_else(|| read::text(file, attributes, "bodyText"));
    Copy {
        place,
        subject: read::text_fact(file, attributes, "subject", place),
        body: html.map_or(Fact::Absent(place), Fact::Stated),
        ..Copy::default()
    }
}
