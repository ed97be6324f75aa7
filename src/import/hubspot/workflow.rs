//! Workflows: a graph of actions. A delay is an action of its own, mostly in minutes, written as text.

use super::task;
use crate::import::{Input, read};
use crate::model::time::{Clock, DAY, Days, MINUTE, Window};
use crate::model::{Action, Branch, Campaign, Channel, Event, Fact, Flow, Guard, Purpose, Status, Step, Target, Wait};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;

/// A workflow with its actions.
pub(super) fn is_one(node: &Node<'_>) -> bool {
    let actions = node.get("actions").map_or(&[][..], Node::items);
    node.get("actions").is_some_and(read::is_list)
        && (node.get("startActionId").is_some()
            || node.get("nextAvailableActionId").is_some()
            || actions.iter().take(8).any(|action| action.get("actionTypeId").is_some()))
}

/// A workflow of a list, which has none.
pub(super) fn is_summary(node: &Node<'_>) -> bool {
    let is = |key: &str, words: &[&str]| words.contains(&read::word(node, key).as_str());
    node.get("actions").is_none()
        && node.get("revisionId").is_some()
        && (is("flowType", &["workflow", "actionset"]) || is("type", &["contactflow", "platformflow"]))
}

/// Reads a workflow.
pub(super) fn read(input: &Input<'_>, node: &Node<'_>) -> Campaign {
    let file = input.file;
    let name = read::name(input, &[(node, "name"), (node, "id")]);
    let mut campaign = read::campaign(super::DIALECT.name, file, read::place(file, node), name);
    if let (Some(on), Some(at)) = (read::flag(node, "isEnabled"), node.get("isEnabled")) {
        campaign.status = Fact::stated(if on { Status::Active } else { Status::Paused }, read::place(file, at));
    }
    if let Some(windows) = node.get("timeWindows") {
        campaign.schedule.place = Some(read::place(file, windows));
        campaign.schedule.window = window(file, windows);
    }
    if let Some(at) = node.at("enrollmentCriteria.shouldReEnroll").filter(|at| at.as_bool() == Some(false)) {
        campaign.limits.reenroll_after = Fact::Absent(read::place(file, at));
    }
    let goal = node.get("goalFilterBranch").and_then(asks);
    if let Some((Event::Reply, true)) = goal
        && let Some(at) = node.get("goalFilterBranch")
    {
        read::stop_on_reply(&mut campaign, &Fact::stated(true, read::place(file, at)));
    }
    let actions = node.get("actions").map_or(&[][..], Node::items);
    let ids =
        read::Ids::new((0..).zip(actions).filter_map(|(index, action)| Some((read::id(action, "actionId")?, index))));
    for (index, action) in actions.iter().enumerate() {
        campaign.steps.push(step(file, index, action, &ids));
    }
    campaign.entry = match node.get("startActionId") {
        Some(_) => ids.target(node, "startActionId"),
        None if actions.is_empty() => Target::End,
        None => Target::Step(0),
    };
    let promotes = |step: &&Step| step.touch().is_some_and(|touch| touch.manual.is(|manual| !manual));
    if let Some(first) = campaign.steps.iter().find(promotes).and_then(Step::touch) {
        // The action is the "automated marketing email", from which the platform keeps who opted out.
        campaign.purpose = Fact::stated(Purpose::Marketing, campaign.head);
        let channel = first.channel.value;
        campaign.opt_out.push((channel, read::way_out(Fact::Unknown, campaign.head)));
    }
    read::hand_on_clocks(&mut campaign);
    campaign
}

fn step(file: FileId, index: usize, node: &Node<'_>, ids: &read::Ids) -> Step {
    let head = read::place(file, node);
    let mut step = read::step(read::step_id(file, node, "actionId", index), head);
    step.label = read::text(file, node, "name").or_else(|| read::text(file, node, "description"));
    step.flow = flow(file, node, head, ids);
    let fields = node.get("fields").unwrap_or(node);
    let kind = node.get("actionTypeId").unwrap_or(node);
    match kind.as_str().unwrap_or_default() {
        "0-1" => {
            step.wait = delay(file, fields);
            step.at = clock(file, fields);
        }
        "0-35" => step.wait = Fact::Unknown,
        // Who does nothing waits until it expires.
        "0-29" => {
            step.wait = match fields.get("expiration_minutes") {
                Some(at) => stated(file, at, MINUTE),
                None => Fact::Unknown,
            };
        }
        "0-4" => {
            let place = read::place(file, kind);
            let mut touch = read::touch(Channel::Email, place);
            touch.manual = Fact::stated(false, place);
            if let Some(copy) = touch.variants.first_mut() {
                copy.template = read::template(file, fields, "content_id");
            }
            step.action = Action::Touch(Box::new(touch));
        }
        "0-3" => task(file, &mut step, fields, ["task_type", "subject", "body"]),
        _ => {}
    }
    step
}

fn delay(file: FileId, fields: &Node<'_>) -> Fact<Wait> {
    let unit = match fields.get("time_unit") {
        Some(_) => read::unit(&read::word(fields, "time_unit")),
        None => Some(MINUTE),
    };
    match (fields.get("delta"), unit) {
        (Some(at), Some(unit)) => stated(file, at, unit),
        _ => Fact::Unknown,
    }
}

fn stated(file: FileId, at: &Node<'_>, unit: u64) -> Fact<Wait> {
    read::seconds(at, unit).map_or(Fact::Unknown, |seconds| read::wait(file, at, seconds))
}

fn clock(file: FileId, fields: &Node<'_>) -> Fact<Clock> {
    let Some(at) = fields.get("time_of_day") else { return Fact::Unknown };
    time_of(at)
        .filter(|clock| clock.0 < (DAY / MINUTE) as u16)
        .map_or(Fact::Unknown, |clock| Fact::stated(clock, read::place(file, at)))
}

/// `{hour, minute}`.
fn time_of(node: &Node<'_>) -> Option<Clock> {
    let part = |key: &str, max: i64| match node.get(key) {
        Some(at) => at.as_i64().filter(|part| (0..=max).contains(part)),
        None => Some(0),
    };
    let minutes = part("hour", 24).filter(|_| node.get("hour").is_some())? * 60 + part("minute", 59)?;
    u16::try_from(minutes).ok().filter(|minutes| *minutes <= 24 * 60).map(Clock)
}

/// No window at all means any time.
fn window(file: FileId, list: &Node<'_>) -> Fact<Vec<Located<Window>>> {
    if list.items().is_empty() {
        return if read::is_list(list) { Fact::Absent(read::place(file, list)) } else { Fact::Unknown };
    }
    let day = |node: &Node<'_>| {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let word = read::word(node, "day");
        days.iter().position(|day| *day == word).map(|index| Days(1 << index))
    };
    let one = |node: &Node<'_>| {
        let window =
            Window { days: day(node)?, from: time_of(node.get("startTime")?)?, to: time_of(node.get("endTime")?)? };
        Some(Located::new(window, read::place(file, node)))
    };
    let windows: Option<Vec<_>> = list.items().iter().map(one).collect();
    windows.map_or(Fact::Unknown, |windows| Fact::stated(windows, read::place(file, list)))
}

fn flow(file: FileId, node: &Node<'_>, head: Place, ids: &read::Ids) -> Flow {
    let next = |node: &Node<'_>| ids.target(node.get("connection").unwrap_or(node), "nextActionId");
    let kinds = ["listBranches", "staticBranches", "testBranches"];
    let Some(branches) = kinds.into_iter().find_map(|key| node.get(key)).map(Node::items) else {
        return Flow::Next(next(node));
    };
    let tests = node.get("testBranches").is_some();
    // Who meets no branch takes the default one, or leaves; a test sorts everybody.
    let other = node.get("defaultBranch").map(next).or((!tests).then_some(Target::End));
    if let [one] = branches {
        let asked = one.get("filterBranch").and_then(asks);
        let name = read::text(file, one, "branchName").or_else(|| read::text(file, one, "branchValue"));
        let (yes, no) = (next(one), other.unwrap_or(Target::End));
        let (guard, yes, no) = match asked {
            Some((event, true)) => (Guard::Event(event), yes, no),
            Some((event, false)) => (Guard::Event(event), no, yes),
            None => (Guard::Attribute(name.map_or_else(|| "a condition".to_owned(), |name| name.value)), yes, no),
        };
        return Flow::Branch(Branch { place: head, on: Located::new(guard, head), within_s: 0, yes, no });
    }
    Flow::Split(branches.iter().map(&next).chain(other).collect())
}

/// What a filter asks of the person, where it asks one thing that a person does to an email, and whether it is met by
/// those who did it.
fn asks(branch: &Node<'_>) -> Option<(Event, bool)> {
    let nested = branch.get("filterBranches").map_or(&[][..], Node::items);
    let filters = branch.get("filters").map_or(&[][..], Node::items);
    match (nested, filters) {
        ([inner], []) => asks(inner),
        ([], [filter]) => did(filter),
        _ => None,
    }
}

fn did(filter: &Node<'_>) -> Option<(Event, bool)> {
    if read::word(filter, "filterType") == "emailevent" {
        return match read::word(filter, "operator").as_str() {
            "opened" => Some((Event::Open, true)),
            "linkclicked" => Some((Event::Click, true)),
            "replied" => Some((Event::Reply, true)),
            "unsubscribed" => Some((Event::OptOut, true)),
            "receivedbutnotopened" => Some((Event::Open, false)),
            _ => None,
        };
    }
    let event = match filter.get("property").and_then(Node::as_str)? {
        "hs_email_last_reply_date" | "hs_sales_email_last_replied" => Event::Reply,
        "hs_email_last_open_date" | "hs_sales_email_last_opened" => Event::Open,
        "hs_email_last_click_date" | "hs_sales_email_last_clicked" => Event::Click,
        _ => return None,
    };
    match read::word(filter.get("operation").unwrap_or(filter), "operator").as_str() {
        "isknown" | "hasproperty" => Some((event, true)),
        "isunknown" | "nothasproperty" => Some((event, false)),
        _ => None,
    }
}
