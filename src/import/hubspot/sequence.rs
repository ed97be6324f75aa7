//! Sequences of the sales hub: a list of emails and tasks, each with the milliseconds before it.

use super::task;
use crate::import::{Input, read};
use crate::model::time::{Clock, Days, LONGEST, Window};
use crate::model::{Action, Campaign, Channel, Copy, Event, Fact, Purpose, Step, Wait};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;

/// Monday to Friday.
const WEEKDAYS: Days = Days(0b1_1111);

/// A sequence: its steps count milliseconds and name an action.
pub(super) fn is_one(node: &Node<'_>) -> bool {
    let steps = node.get("steps").map_or(&[][..], Node::items);
    steps.iter().take(8).any(|step| {
        step.get("actionType").is_some()
            && (step.get("delayMillis").is_some() || step.get("stepOrder").is_some())
            && step.get("actionTypeId").is_none()
    })
}

/// Reads a sequence.
pub(super) fn read(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(super::DIALECT.name, file, read::place(file, node), name);
    read::purpose_of_tool(&mut campaign, Purpose::Sales);
    if let Some(settings) = node.get("settings").filter(|settings| settings.is_table()) {
        campaign.schedule.place = Some(read::place(file, settings));
        campaign.schedule.window = window(file, settings);
    }
    let unenroll = node.get("unenrollmentSettings").or_else(|| node.at("settings.unenrollmentSettings"));
    if let Some(unenroll) = unenroll {
        if let Some(settings) = unenroll.get("emailSettings") {
            read::stop_on_reply(&mut campaign, &ends(file, settings));
        }
        if let Some(settings) = unenroll.get("meetingSettings") {
            campaign.stop.on.push((Event::Convert, ends(file, settings)));
        }
    }
    let mut steps: Vec<_> = node.get("steps").map_or(&[][..], Node::items).iter().collect();
    steps.sort_by_key(|step| step.get("stepOrder").and_then(Node::as_i64).unwrap_or(i64::MAX));
    let threads = ["useThreadedFollowUps", "settings.useThreadedFollowUps"].into_iter().find_map(|path| node.at(path));
    for (index, item) in steps.into_iter().enumerate() {
        let mut step = step(file, index, item);
        if let (Some(threads), Action::Touch(touch)) = (threads, &mut step.action)
            && touch.thread.is_absent()
            && index > 0
            && threads.as_bool() == Some(true)
        {
            touch.thread = Fact::stated(true, read::place(file, threads));
        }
        campaign.steps.push(step);
    }
    read::chain(&mut campaign);
    campaign
}

/// `ALL` ends it for the one who answers or books, `NONE` for nobody.
fn ends(file: FileId, settings: &Node<'_>) -> Fact<bool> {
    let Some(at) = settings.get("criteria") else { return Fact::Unknown };
    match read::word(settings, "criteria").as_str() {
        "all" => Fact::stated(true, read::place(file, at)),
        "none" => Fact::stated(false, read::place(file, at)),
        _ => Fact::Unknown,
    }
}

fn window(file: FileId, settings: &Node<'_>) -> Fact<Vec<Located<Window>>> {
    let minute = |key: &str| {
        let minute = settings.get(key)?.as_i64().filter(|minute| (0..=24 * 60).contains(minute))?;
        u16::try_from(minute).ok().map(Clock)
    };
    let days = match read::word(settings, "eligibleFollowUpDays").as_str() {
        "businessdays" | "weekdaysonly" | "weekdays" => WEEKDAYS,
        "everyday" => Days::ALL,
        _ => return Fact::Unknown,
    };
    let (Some(from), Some(to)) = (minute("sendWindowStartMinute"), minute("sendWindowEndMinute")) else {
        return Fact::Unknown;
    };
    let place = read::place(file, settings.get("sendWindowStartMinute").unwrap_or(settings));
    Fact::stated(vec![Located::new(Window { days, from, to }, place)], place)
}

/// The text of an email stands in a template.
fn copy(file: FileId, node: &Node<'_>) -> Copy {
    let template = node.get("emailPattern").and_then(|pattern| read::template(file, pattern, "templateId"));
    Copy { place: read::place(file, node), template, ..Copy::default() }
}

/// Milliseconds, or a range of them.
fn wait(file: FileId, node: &Node<'_>, head: Place) -> Fact<Wait> {
    let part = |key: &str| {
        let millis = node.get(key)?.as_f64().filter(|millis| *millis >= 0.0)?;
        Some(((millis / 1000.0).round() as u64).min(LONGEST))
    };
    let Some(at) = ["delayMillis", "delayMillisMin"].into_iter().find_map(|key| node.get(key)) else {
        return Fact::Absent(head);
    };
    let place = read::place(file, at);
    match (part("delayMillisMin"), part("delayMillisMax"), part("delayMillis")) {
        (Some(min_s), Some(max_s), _) if min_s <= max_s => Fact::stated(Wait { min_s, max_s }, place),
        (_, _, Some(seconds)) | (Some(seconds), _, None) => Fact::stated(Wait::exactly(seconds), place),
        _ => Fact::Unknown,
    }
}

fn step(file: FileId, index: usize, node: &Node<'_>) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "id", index), head);
    step.wait = wait(file, node, head);
    let kind = node.get("actionType").unwrap_or(node);
    match read::word(node, "actionType").as_str() {
        "email" => {
            let place = read::place(file, kind);
            let mut touch = read::touch(Channel::Email, place);
            touch.manual = Fact::stated(false, place);
            let variants = node.get("variants").map_or(&[][..], Node::items);
            let on: Vec<_> = variants.iter().filter(|one| read::flag(one, "activated") != Some(false)).collect();
            if !variants.is_empty() && on.is_empty() {
                return step;
            }
            if !on.is_empty() {
                touch.variants = on.iter().map(|one| copy(file, one)).collect();
            } else if node.get("emailPattern").is_some() {
                touch.variants = vec![copy(file, node)];
            }
            let pattern = node.get("emailPattern").or_else(|| on.first()?.get("emailPattern")).unwrap_or(node);
            touch.thread = match pattern.get("threadEmailToStepOrder").filter(|at| !at.is_null()) {
                Some(at) => Fact::stated(true, read::place(file, at)),
                None => Fact::Absent(read::place(file, pattern)),
            };
            step.action = Action::Touch(Box::new(touch));
        }
        "task" => {
            let pattern = node.get("taskPattern").unwrap_or(node);
            task(file, &mut step, pattern, ["taskType", "subject", "notes"]);
        }
        _ => {}
    }
    step
}
