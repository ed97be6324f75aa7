//! Klaviyo: the `definition` of a flow, as the Flows API gives and takes it.
//!
//! A flow is a graph of actions: it starts at `entry_action_id`, and a wait is an action of its own.

mod audience;

use super::{Dialect, Imported, Input, read};
use crate::model::time::{DAY, HOUR, MINUTE, Wait};
use crate::model::{
    Action, Adds, Branch, Campaign, Channel, Copy, Fact, Flow, Guard, OptOutMethod, Purpose, Sender, Status, Step,
    Target, Touch,
};
use crate::source::{FileId, Located, Place};
use crate::syntax::Node;

pub(super) const DIALECT: Dialect = Dialect {
    name: "klaviyo",
    page: include_str!("../../../docs/dialects/klaviyo.md"),
    recognises: |root| read::any(root, is_flow),
    import,
};

fn import(input: &Input<'_>) -> Imported {
    let mut imported = Imported::default();
    for node in read::all(&input.document.root, is_flow) {
        imported.dialect = Some(DIALECT.name);
        match definition(node) {
            Some(definition) => imported.campaigns.push(flow(input, node, definition)),
            None => imported.unread.push(format!(
                "the flow \"{}\" comes without its definition; ask for additional-fields[flow]=definition",
                name(input, node, node).value
            )),
        }
    }
    imported
}

/// A flow with its definition, a definition alone, or a flow of a list, which has none.
fn is_flow(node: &Node<'_>) -> bool {
    definition(node).is_some() || read::word(node, "type") == "flow" && node.at("attributes.trigger_type").is_some()
}

fn definition<'a, 't>(node: &'a Node<'t>) -> Option<&'a Node<'t>> {
    [node.at("attributes.definition"), node.get("definition"), Some(node)].into_iter().flatten().find(|node| {
        let actions = node.get("actions").map_or(&[][..], Node::items);
        let is_action = |node: &Node<'_>| {
            KINDS.contains(&read::word(node, "type").as_str())
                && (node.get("links").is_some() || node.get("data").is_some())
        };
        node.get("actions").is_some_and(read::is_list)
            && (node.get("entry_action_id").is_some()
                && (node.get("triggers").is_some() || actions.iter().any(is_action))
                || node.get("triggers").is_some() && actions.iter().any(is_action))
    })
}

/// The kinds of action, folded.
const KINDS: &[&str] = &[
    "sendemail",
    "sendsms",
    "sendwhatsapp",
    "sendmobilepush",
    "sendwebhook",
    "sendinternalalert",
    "timedelay",
    "countdowndelay",
    "targetdate",
    "backinstockdelay",
    "conditionalsplit",
    "triggersplit",
    "multibranchsplit",
    "actionoutputsplit",
    "abtest",
    "contentexperiment",
    "updateprofile",
    "listupdate",
];

/// A flow while it is read.
struct Reader {
    file: FileId,
    /// Whether actions in draft count, because nothing of the flow is live yet.
    drafts_count: bool,
    ids: read::Ids,
}

fn flow(input: &Input<'_>, node: &Node<'_>, definition: &Node<'_>) -> Campaign {
    let file = input.file;
    let attributes = node.get("attributes").unwrap_or(node);
    let head = read::place(file, node);
    let mut campaign = read::campaign(DIALECT.name, file, head, name(input, node, attributes));
    let actions = definition.get("actions").map_or(&[][..], Node::items);
    campaign.status = status(file, attributes);
    let live = |action: &Node<'_>| matches!(state(action).as_str(), "live" | "manual");
    let reader = Reader {
        file,
        drafts_count: !campaign.status.is(|status| *status == Status::Active) && !actions.iter().any(live),
        ids: read::Ids::new((0..).zip(actions).flat_map(|(index, action)| ids(action).map(move |id| (id, index)))),
    };
    if reader.drafts_count && campaign.status.is_unknown() && actions.iter().any(|action| state(action) == "draft") {
        campaign.status = Fact::stated(Status::Draft, head);
    }
    audience::audience(file, definition, &mut campaign);
    for (index, action) in actions.iter().enumerate() {
        let step = reader.step(index, action, &mut campaign);
        campaign.steps.push(step);
    }
    campaign.entry = match definition.get("entry_action_id") {
        Some(_) => reader.ids.target(definition, "entry_action_id"),
        None => Target::Step(0),
    };
    settle(&mut campaign);
    audience::admits(file, definition, &mut campaign, |node, key| reader.ids.target(node, key));
    campaign
}

fn name(input: &Input<'_>, node: &Node<'_>, attributes: &Node<'_>) -> Located<String> {
    let attributes = node.get("attributes").unwrap_or(attributes);
    read::name(input, &[(attributes, "name"), (node, "id")])
}

fn status(file: FileId, attributes: &Node<'_>) -> Fact<Status> {
    if let Some(at) = attributes.get("archived").filter(|at| at.as_bool() == Some(true)) {
        return Fact::stated(Status::Archived, read::place(file, at));
    }
    let Some(at) = attributes.get("status") else { return Fact::Unknown };
    let status = match read::word(attributes, "status").as_str() {
        // Messages of a manual flow are sent by hand, one by one.
        "live" | "manual" => Status::Active,
        "draft" => Status::Draft,
        "archived" => Status::Archived,
        _ => return Fact::Unknown,
    };
    Fact::stated(status, read::place(file, at))
}

/// On creation an action has a `temporary_id`, afterwards an `id`.
fn ids(action: &Node<'_>) -> impl Iterator<Item = String> {
    ["id", "temporary_id"].into_iter().filter_map(|key| read::id(action, key))
}

fn state(action: &Node<'_>) -> String {
    action.get("data").map(|data| read::word(data, "status")).unwrap_or_default()
}

impl Reader {
    fn step(&self, index: usize, action: &Node<'_>, campaign: &mut Campaign) -> Step {
        let file = self.file;
        let key = if action.get("id").is_some_and(|node| !node.is_null()) { "id" } else { "temporary_id" };
        let mut step = read::step(read::step_id(file, action, key, index), read::place(file, action));
        let data = action.get("data").unwrap_or(action);
        let links = action.get("links").unwrap_or(action);
        step.label = label(file, data);
        step.flow = Flow::Next(self.ids.target(links, "next"));
        match read::word(action, "type").as_str() {
            "timedelay" => {
                step.wait = delay(file, data, step.head);
                step.at = read::clock(file, data, "delay_until_time");
            }
            "countdowndelay" | "targetdate" | "backinstockdelay" => step.wait = Fact::Unknown,
            "conditionalsplit" | "triggersplit" | "actionoutputsplit" => {
                step.flow = Flow::Branch(Branch {
                    place: step.head,
                    on: Located::new(Guard::Attribute(question(data)), step.head),
                    within_s: 0,
                    yes: self.ids.target(links, "next_if_true"),
                    no: self.ids.target(links, "next_if_false"),
                });
            }
            "multibranchsplit" => {
                let branches = data.get("branches").map_or(&[][..], Node::items);
                let ways = branches.iter().map(|branch| self.ids.target(branch.get("links").unwrap_or(branch), "next"));
                step.flow = Flow::Split(ways.collect());
            }
            kind => {
                let sends = self.sends(data);
                if let Some(touch) = self.touch(action, kind, campaign).filter(|_| sends) {
                    step.action = Action::Touch(Box::new(touch));
                }
            }
        }
        step
    }

    /// Whether a message goes out: not one that is disabled, nor one in draft while others are live.
    fn sends(&self, data: &Node<'_>) -> bool {
        match read::word(data, "status").as_str() {
            "disabled" => false,
            "draft" => self.drafts_count,
            _ => true,
        }
    }

    fn touch(&self, action: &Node<'_>, kind: &str, campaign: &mut Campaign) -> Option<Touch> {
        let file = self.file;
        let data = action.get("data")?;
        if matches!(kind, "abtest" | "contentexperiment") {
            return self.experiment(data, campaign);
        }
        let channel = channel_of(kind.strip_prefix("send")?)?;
        let message = data.get("message").filter(|node| node.is_table()).unwrap_or(data);
        if read::word(message, "push_type") == "silent" {
            return None;
        }
        let at = read::place(file, action.get("type").unwrap_or(action));
        let mut touch = read::touch(channel, at);
        touch.transactional = read::flag_fact(file, message, "transactional");
        touch.manual = match data.get("status").filter(|_| read::word(data, "status") == "manual") {
            Some(status) => Fact::stated(true, read::place(file, status)),
            None => Fact::stated(false, at),
        };
        touch.sender = from(file, message, campaign);
        if let Some(quiet) = message.get("sms_quiet_hours_enabled").filter(|at| at.as_bool() == Some(false)) {
            campaign.schedule.window = Fact::Absent(read::place(file, quiet));
        }
        touch.variants = vec![copy(file, channel, message)];
        Some(touch)
    }

    /// An A/B test is one touch; its variations are what a recipient may get of it.
    fn experiment(&self, data: &Node<'_>, campaign: &mut Campaign) -> Option<Touch> {
        let main = data.get("main_action")?;
        let running = read::word(data, "experiment_status") == "live";
        let variations = data.at("current_experiment.variations").filter(|_| running).map_or(&[][..], Node::items);
        let each = variations.iter().chain(std::iter::once(main).filter(|_| variations.is_empty()));
        let mut touches = each.filter_map(|action| self.touch(action, &read::word(action, "type"), campaign));
        let mut first = touches.next()?;
        for other in touches {
            if other.sender.get() != first.sender.get() {
                first.sender = Fact::Unknown;
            }
            first.variants.extend(other.variants);
        }
        Some(first)
    }
}

fn channel_of(word: &str) -> Option<Channel> {
    match word {
        "email" => Some(Channel::Email),
        "sms" => Some(Channel::Sms),
        "push" | "mobilepush" => Some(Channel::Push),
        "whatsapp" => Some(Channel::Whatsapp),
        _ => None,
    }
}

fn label(file: FileId, data: &Node<'_>) -> Option<Located<String>> {
    let message = data.get("message").or_else(|| data.at("main_action.data.message"));
    message.and_then(|message| read::text(file, message, "name")).or_else(|| read::text(file, data, "name"))
}

/// Days, hours or minutes, and so many of the next smaller unit.
fn delay(file: FileId, data: &Node<'_>, head: Place) -> Fact<Wait> {
    let unit = read::unit(&read::word(data, "unit")).unwrap_or(DAY);
    let smaller = match unit {
        DAY => HOUR,
        HOUR => MINUTE,
        _ => 1,
    };
    let Some(at) = data.get("value") else { return Fact::Absent(head) };
    let Some(first) = read::seconds(at, unit) else { return Fact::Unknown };
    let second = data.get("secondary_value").and_then(|node| read::seconds(node, smaller)).unwrap_or(0);
    read::wait(file, at, first.saturating_add(second))
}

/// What a split asks, in the words of its conditions.
fn question(data: &Node<'_>) -> String {
    let filter = ["profile_filter", "trigger_filter", "action_output_filter"].into_iter().find_map(|key| data.get(key));
    let groups = filter.and_then(|filter| filter.get("condition_groups")).map_or(&[][..], Node::items);
    let conditions = groups.iter().flat_map(|group| group.get("conditions").map_or(&[][..], Node::items));
    let words = conditions.filter_map(|condition| condition.get("type").and_then(Node::as_str));
    let words = words.take(4).collect::<Vec<_>>().join(", ");
    if words.is_empty() { "a condition".to_owned() } else { words }
}

fn from(file: FileId, message: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let place = read::place(file, message);
    let name = read::literal(read::text_fact(file, message, "from_label", place));
    let email = read::literal(read::text_fact(file, message, "from_email", place));
    let Some(stated) = email.located().or(name.located()) else { return Fact::Unknown };
    let place = stated.place;
    // Where one is not said, the account's own is taken.
    let known = |fact: Fact<String>| if fact.is_absent() { Fact::Unknown } else { fact };
    let reply_to = read::literal(read::text_fact(file, message, "reply_to_email", place));
    let sender = Sender { place, name: known(name), email: known(email), reply_to, ..Sender::default() };
    read::sender(campaign, sender)
}

fn copy(file: FileId, channel: Channel, message: &Node<'_>) -> Copy {
    let place = read::place(file, message);
    let (subject, body) = match channel {
        Channel::Email => (read::text_fact(file, message, "subject_line", place), Fact::Unknown),
        Channel::Sms | Channel::Push => (Fact::Unknown, read::text_fact(file, message, "body", place)),
        _ => (Fact::Unknown, Fact::Unknown),
    };
    let adds = match channel {
        Channel::Sms => Adds {
            way_out: read::flag_fact(file, message, "add_opt_out_language"),
            name: read::flag_fact(file, message, "add_org_prefix"),
        },
        _ => Adds::default(),
    };
    let template = read::template(file, message, "template_id").filter(|_| channel == Channel::Email);
    Copy { place, subject, body, adds, template, ..Copy::default() }
}

/// What holds for the flow as a whole, once its messages are known.
fn settle(campaign: &mut Campaign) {
    let flags: Vec<bool> = campaign.touches().map(|(_, _, touch)| touch.transactional.is(|on| *on)).collect();
    // What is not marked as transactional goes to those alone who may get marketing. The flow's author may know better,
    // so that it stands at the head, where the config outranks it.
    if !flags.is_empty() {
        let purpose = if flags.iter().all(|on| *on) { Purpose::Transactional } else { Purpose::Marketing };
        campaign.purpose = Fact::stated(purpose, campaign.head);
    }
    for (channel, method) in [(Channel::Email, OptOutMethod::OneClick), (Channel::Sms, OptOutMethod::Keyword)] {
        let promotes = |touch: &Touch| touch.channel.value == channel && !touch.transactional.is(|on| *on);
        if campaign.touches().any(|(_, _, touch)| promotes(touch)) {
            let way_out = read::way_out(Fact::stated(method, campaign.head), campaign.head);
            campaign.opt_out.push((channel, way_out));
        }
    }
    read::hand_on_clocks(campaign);
}
