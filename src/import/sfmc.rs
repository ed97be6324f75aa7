//! Salesforce Marketing Cloud: journeys of Journey Builder, as its API gives them and as they are kept in git.
//!
//! A journey is a graph of activities; a wait is an activity of its own.

use super::{Dialect, Imported, Input, read};
use crate::model::{
    Action, Branch, Campaign, Channel, Copy, Event, Fact, Flow, Guard, Purpose, Status, Step, Target, Wait,
};
use crate::source::{FileId, Located};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "sfmc",
    page: include_str!("../../docs/dialects/sfmc.md"),
    recognises: |root| read::any(root, is_journey),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let campaigns: Vec<_> =
        read::all(&input.document.root, is_journey).into_iter().map(|node| journey(input, node)).collect();
    Imported { dialect: (!campaigns.is_empty()).then_some(DIALECT.name), campaigns, ..Imported::default() }
}

fn is_journey(node: &Node<'_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    let activities = node.get("activities").map_or(&[][..], Node::items);
    let is_activity = |node: &Node<'_>| node.get("outcomes").is_some() && node.get("key").is_some();
    node.get("activities").is_some_and(read::is_list)
        && (has("workflowApiVersion")
            || has("triggers")
                && activities.iter().take(8).any(is_activity)
                && (has("definitionType") || has("entryMode")))
}

fn journey(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "key")]);
    let mut campaign = read::campaign(DIALECT.name, file, read::place(file, node), name);
    campaign.status = match (node.get("status"), read::word(node, "status").as_str()) {
        (Some(at), "draft") => Fact::stated(Status::Draft, read::place(file, at)),
        (Some(at), "published" | "scheduledtopublish" | "publishing") => {
            Fact::stated(Status::Active, read::place(file, at))
        }
        (Some(at), "stopped" | "paused" | "unpublished" | "finishing") => {
            Fact::stated(Status::Paused, read::place(file, at))
        }
        (Some(at), "deleted") => Fact::stated(Status::Archived, read::place(file, at)),
        _ => Fact::Unknown,
    };
    if let Some(at) = node.get("entryMode")
        && matches!(read::word(node, "entryMode").as_str(), "onceanddone" | "singleentryacrossallversions")
    {
        campaign.limits.reenroll_after = Fact::Absent(read::place(file, at));
    }
    let activities = node.get("activities").map_or(&[][..], Node::items);
    let ids = read::Ids::new((0..).zip(activities).filter_map(|(index, one)| Some((read::id(one, "key")?, index))));
    for (index, activity) in activities.iter().enumerate() {
        campaign.steps.push(step(file, index, activity, &ids));
    }
    campaign.entry = entry(node, &ids, &campaign);
    campaign.purpose = purpose(file, node, &campaign);
    campaign
}

/// A journey of the transactional kind, or what the send classifications of its emails say together (at the head, where
/// the config outranks it: what is sent as commercial may have been asked for).
fn purpose(file: FileId, node: &Node<'_>, campaign: &Campaign) -> Fact<Purpose> {
    if let Some(at) = node.get("definitionType")
        && read::word(node, "definitionType") == "transactional"
    {
        return Fact::stated(Purpose::Transactional, read::place(file, at));
    }
    let mut flags = campaign.touches().map(|(_, _, touch)| touch.transactional.clone()).peekable();
    let Some(Fact::Stated(first)) = flags.peek().cloned() else { return Fact::Unknown };
    let same = flags.all(|flag| flag.is(|on| *on == first.value));
    let purpose = if first.value { Purpose::Transactional } else { Purpose::Marketing };
    if same { Fact::stated(purpose, campaign.head) } else { Fact::Unknown }
}

/// What the name of a send classification says; by its id alone it says nothing.
fn classification(file: FileId, send: &Node<'_>) -> Fact<bool> {
    let Some(at) = send.get("r__sendClassification_key") else { return Fact::Unknown };
    match at.as_str().map(str::to_lowercase) {
        Some(name) if name.contains("transactional") => Fact::stated(true, read::place(file, at)),
        Some(name) if name.contains("commercial") => Fact::stated(false, read::place(file, at)),
        _ => Fact::Unknown,
    }
}

/// Where the trigger leads; where it does not say, the first activity that none leads to.
fn entry(node: &Node<'_>, ids: &read::Ids, campaign: &Campaign) -> Target {
    let triggers = node.get("triggers").map_or(&[][..], Node::items);
    let outcomes = triggers.iter().filter_map(|trigger| trigger.get("outcomes")).flat_map(Node::items);
    let led = outcomes.map(|outcome| ids.target(outcome, "next")).find(|target| *target != Target::End);
    led.unwrap_or_else(|| {
        let mut free = vec![true; campaign.steps.len()];
        for target in campaign.steps.iter().flat_map(Step::targets) {
            if let Target::Step(index) = target
                && let Some(free) = free.get_mut(index)
            {
                *free = false;
            }
        }
        let first = free.iter().position(|free| *free).or((!free.is_empty()).then_some(0));
        first.map_or(Target::End, Target::Step)
    })
}

fn step(file: FileId, index: usize, node: &Node<'_>, ids: &read::Ids) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "key", index), head);
    step.label = read::text(file, node, "name");
    let outcomes = node.get("outcomes").map_or(&[][..], Node::items);
    step.flow = flow(file, node, outcomes, ids);
    let settings = node.get("configurationArguments").unwrap_or(node);
    let kind = node.get("type").unwrap_or(node);
    let place = read::place(file, kind);
    let word = read::word(node, "type");
    let channel = match word.as_str() {
        "wait" | "waitbyduration" => {
            step.wait = wait(file, settings);
            return step;
        }
        word if word.starts_with("wait") || word.starts_with("stowait") || word == "stoactivity" => {
            step.wait = Fact::Unknown;
            return step;
        }
        "emailv2" | "email" => Channel::Email,
        "smssync" | "sms" => Channel::Sms,
        word if word.starts_with("pushnotification") || word == "push" => Channel::Push,
        word if word.starts_with("whatsapp") => Channel::Whatsapp,
        word if word.starts_with("inappsync") || word == "inapp" => Channel::InApp,
        _ => return step,
    };
    let mut touch = read::touch(channel, place);
    touch.manual = Fact::stated(false, place);
    if channel == Channel::Email {
        let send = settings.get("triggeredSend").unwrap_or(settings);
        let home = read::place(file, send);
        let subject =
            match read::text(file, send, "emailSubject").or_else(|| read::text(file, send, "dynamicEmailSubject")) {
                Some(subject) => Fact::Stated(subject),
                None if send.get("emailSubject").is_some() => Fact::Absent(home),
                None => Fact::Unknown,
            };
        let template = ["emailId", "r__asset_key"].into_iter().find_map(|key| read::template(file, send, key));
        touch.variants = vec![Copy { place: home, subject, template, ..Copy::default() }];
        touch.transactional = classification(file, send);
    }
    step.action = Action::Touch(Box::new(touch));
    step
}

/// A duration; a wait until a date or an event has none that the file shows.
fn wait(file: FileId, settings: &Node<'_>) -> Fact<Wait> {
    let unit = read::unit(&read::word(settings, "waitUnit"));
    match (settings.get("waitDuration"), unit) {
        (Some(at), Some(unit)) => {
            read::seconds(at, unit).map_or(Fact::Unknown, |seconds| read::wait(file, at, seconds))
        }
        _ => Fact::Unknown,
    }
}

fn flow(file: FileId, node: &Node<'_>, outcomes: &[Node<'_>], ids: &read::Ids) -> Flow {
    let to = |outcome: &Node<'_>| ids.target(outcome, "next");
    let place = read::place(file, node);
    match outcomes {
        [] => Flow::Next(Target::End),
        [one] => Flow::Next(to(one)),
        [first, second] if read::word(node, "type").contains("decision") => {
            let at = |outcome: &Node<'_>| {
                read::place(file, outcome.at("metaData.label").filter(|at| at.as_str().is_some()).unwrap_or(outcome))
            };
            match (engaged(node, first), engaged(node, second)) {
                (Some((event, true)), Some((other, false))) if event == other => Flow::Branch(Branch {
                    place,
                    on: Located::new(Guard::Event(event), at(first)),
                    within_s: 0,
                    yes: to(first),
                    no: to(second),
                }),
                (Some((event, false)), Some((other, true))) if event == other => Flow::Branch(Branch {
                    place,
                    on: Located::new(Guard::Event(event), at(second)),
                    within_s: 0,
                    yes: to(second),
                    no: to(first),
                }),
                _ => Flow::Branch(Branch {
                    place,
                    on: Located::new(Guard::Attribute(asked(first)), at(first)),
                    within_s: 0,
                    yes: to(first),
                    no: to(second),
                }),
            }
        }
        several => Flow::Split(several.iter().map(to).collect()),
    }
}

/// What a way of an engagement split stands for, by the label that its author reads.
fn engaged(node: &Node<'_>, outcome: &Node<'_>) -> Option<(Event, bool)> {
    if !read::word(node, "type").starts_with("engagement") {
        return None;
    }
    let label = outcome.at("metaData.label").and_then(Node::as_str).map(read::folded).unwrap_or_default();
    let name = format!("{} {}", read::word(node, "name"), read::word(node, "description"));
    let of = |text: &str| match () {
        () if text.contains("click") => Some(Event::Click),
        () if text.contains("open") => Some(Event::Open),
        () => None,
    };
    let event = of(&label).or_else(|| of(&name))?;
    let said = outcome.at("arguments.branchResult").or_else(|| outcome.at("arguments.when"));
    let said = said.and_then(|at| at.as_bool().or_else(|| Some(at.as_str()?.eq_ignore_ascii_case("true"))));
    let no = ["not", "no", "didnt", "un"].iter().any(|word| label.starts_with(word)) || label.contains("not");
    Some((event, said.unwrap_or(!no)))
}

fn asked(outcome: &Node<'_>) -> String {
    let texts =
        ["metaData.criteriaDescription", "metaData.label"].into_iter().filter_map(|path| outcome.at(path)?.as_str());
    texts.map(str::trim).find(|text| !text.is_empty()).unwrap_or("a condition").to_owned()
}
