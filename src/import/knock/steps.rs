//! The steps of a workflow.

use super::copies::Copies;
use crate::import::read;
use crate::model::{Action, Branch, Campaign, Channel, Event, Fact, Flow, Guard, Sender, Target, Touch, Wait};
use crate::source::{FileId, Located};
use crate::syntax::Node;

/// Lays out a list of steps that leads on to `after`, in the order of the file.
pub(super) fn lay(copies: &mut Copies<'_>, list: &[Node<'_>], after: Target, campaign: &mut Campaign) {
    for (position, node) in list.iter().enumerate() {
        let end = campaign.steps.len() + size(node);
        let next = if position + 1 < list.len() { Target::Step(end) } else { after };
        lay_one(copies, node, next, campaign);
    }
}

/// How many steps one of the export becomes, those of its branches counted.
fn size(node: &Node<'_>) -> usize {
    let inner = branches(node).iter().flat_map(inside);
    1 + usize::from(is_guarded(node)) + inner.map(size).sum::<usize>()
}

fn branches<'a, 't>(node: &'a Node<'t>) -> &'a [Node<'t>] {
    if matches!(read::word(node, "type").as_str(), "branch" | "randomcohort") {
        node.get("branches").or_else(|| node.get("cohorts")).map_or(&[][..], Node::items)
    } else {
        &[]
    }
}

fn inside<'a, 't>(branch: &'a Node<'t>) -> &'a [Node<'t>] {
    branch.get("steps").map_or(&[][..], Node::items)
}

/// Whether a step is taken only where conditions hold, so that one that asks stands before it.
fn is_guarded(node: &Node<'_>) -> bool {
    !conditions(node).is_empty()
}

fn lay_one(copies: &mut Copies<'_>, node: &Node<'_>, next: Target, campaign: &mut Campaign) {
    let file = copies.file();
    let head = read::place(file, node);
    let id = read::step_id(file, node, "ref", campaign.steps.len());
    if is_guarded(node) {
        let mut asks = read::step(Located::new(format!("{}-if", id.value), id.place), head);
        let (guard, holds) = question(node);
        let on = Located::new(guard, node.get("conditions").map_or(head, |at| read::place(file, at)));
        let then = Target::Step(campaign.steps.len() + 1);
        let (yes, no) = if holds { (then, next) } else { (next, then) };
        asks.flow = Flow::Branch(Branch { place: head, on, within_s: 0, yes, no });
        campaign.steps.push(asks);
    }
    let mut step = read::step(id, head);
    step.label = read::text(file, node, "name");
    step.flow = Flow::Next(next);
    match read::word(node, "type").as_str() {
        kind @ ("delay" | "batch") => step.wait = delay(file, node, kind),
        "channel" => {
            if let Some(touch) = message(copies, node, campaign) {
                step.action = Action::Touch(Box::new(touch));
            }
        }
        _ => {}
    }
    let index = campaign.steps.len();
    campaign.steps.push(step);
    let branches = branches(node);
    if branches.is_empty() {
        return;
    }
    let mut ways = Vec::new();
    for branch in branches {
        // A person's way ends with a branch that ends the workflow.
        let then = if read::flag(branch, "terminates") == Some(true) { Target::End } else { next };
        let inner = inside(branch);
        ways.push(if inner.is_empty() { then } else { Target::Step(campaign.steps.len()) });
        lay(copies, inner, then, campaign);
    }
    if let Some(step) = campaign.steps.get_mut(index) {
        step.flow = fork(file, node, ways, next);
    }
}

/// The ways of a branch: by what a person did, or of which nothing is known.
fn fork(file: FileId, node: &Node<'_>, mut ways: Vec<Target>, next: Target) -> Flow {
    let branches = branches(node);
    let by_conditions = read::word(node, "type") == "branch";
    if by_conditions && branches.iter().all(is_guarded) {
        ways.push(next);
    }
    match (ways.as_slice(), branches.first()) {
        ([yes, no], Some(first)) if yes != no && by_conditions => {
            let head = read::place(file, node);
            let (guard, holds) = question(first);
            let on = Located::new(guard, first.get("conditions").map_or(head, |at| read::place(file, at)));
            let (yes, no) = if holds { (*yes, *no) } else { (*no, *yes) };
            Flow::Branch(Branch { place: head, on, within_s: 0, yes, no })
        }
        _ => {
            let mut seen = Vec::new();
            ways.retain(|way| {
                let new = !seen.contains(way);
                seen.push(*way);
                new
            });
            if let [one] = ways.as_slice() { Flow::Next(*one) } else { Flow::Split(ways) }
        }
    }
}

/// The single conditions of a step or branch, whether all or any of them have to hold.
fn conditions<'a, 't>(node: &'a Node<'t>) -> Vec<&'a Node<'t>> {
    let Some(conditions) = node.get("conditions") else { return Vec::new() };
    let groups = if conditions.is_table() { std::slice::from_ref(conditions) } else { conditions.items() };
    let inside = groups.iter().flat_map(|group| {
        let lists = ["all", "any"].into_iter().filter_map(|key| group.get(key)).flat_map(Node::items);
        lists.chain(Some(group).filter(|group| group.get("variable").is_some()))
    });
    inside.collect()
}

/// What conditions ask, and whether they hold for those who did it.
fn question(node: &Node<'_>) -> (Guard, bool) {
    let list = conditions(node);
    let must_all = list.len() == 1 || node.get("conditions").is_none_or(|conditions| conditions.get("any").is_none());
    // Where all have to hold, one about an event decides for those who did or did not do it.
    if let Some(found) = list.iter().find_map(|condition| event(condition)).filter(|_| must_all) {
        return (Guard::Event(found.0), found.1);
    }
    let words = list.iter().filter_map(|condition| condition.get("variable").and_then(Node::as_str));
    let words = words.take(4).collect::<Vec<_>>().join(", ");
    (Guard::Attribute(if words.is_empty() { "a condition".to_owned() } else { words }), true)
}

/// What a person did with an earlier message, and whether the condition holds for those who did it.
fn event(condition: &Node<'_>) -> Option<(Event, bool)> {
    let variable = condition.get("variable")?.as_str()?;
    if !variable.starts_with("refs.") {
        return None;
    }
    let event = match condition.get("argument")?.as_str()?.trim_start_matches("$message.") {
        "seen" | "read" | "opened" => Event::Open,
        "interacted" | "link_clicked" | "clicked" => Event::Click,
        _ => return None,
    };
    match read::word(condition, "operator").as_str() {
        "lessthan" | "notcontains" | "notequalto" => Some((event, false)),
        "contains" | "equalto" | "greaterthan" | "greaterthanorequalto" => Some((event, true)),
        _ => None,
    }
}

/// How long a delay or a batch holds people up.
fn delay(file: FileId, node: &Node<'_>, kind: &str) -> Fact<Wait> {
    let settings = node.get("settings").unwrap_or(node);
    let span = [format!("{kind}_for"), format!("{kind}_window")].into_iter().find_map(|key| settings.get(&key));
    let seconds = span.and_then(|span| {
        let value = span.get("value")?;
        Some((read::seconds(value, read::unit(&read::word(span, "unit"))?)?, value))
    });
    let Some((seconds, at)) = seconds else { return Fact::Unknown };
    let place = read::place(file, at);
    // The first of a batch may go out at once.
    let at_once = kind == "batch" && read::word(settings, "batch_execution_mode").contains("flush");
    Fact::stated(Wait { min_s: if at_once { 0 } else { seconds }, max_s: seconds }, place)
}

fn message(copies: &mut Copies<'_>, node: &Node<'_>, campaign: &mut Campaign) -> Option<Touch> {
    let file = copies.file();
    let channel = channel(node)?;
    let at = ["channel_type", "channel_key", "ref"].into_iter().find_map(|key| node.get(key)).unwrap_or(node);
    let mut touch = read::touch(channel, read::place(file, at));
    touch.manual = Fact::stated(false, read::place(file, at));
    touch.sender = from(file, node, campaign);
    touch.variants = vec![copies.of(node, channel)];
    Some(touch)
}

fn channel(node: &Node<'_>) -> Option<Channel> {
    let key = read::word(node, "channel_key");
    match read::word(node, "channel_type").as_str() {
        "email" => return Some(Channel::Email),
        "sms" => return Some(Channel::Sms),
        "push" => return Some(Channel::Push),
        "inapp" | "inappfeed" | "inappguide" => return Some(Channel::InApp),
        "whatsapp" => return Some(Channel::Whatsapp),
        "chat" => return key.contains("whatsapp").then_some(Channel::Whatsapp),
        "http" | "webhook" => return None,
        _ => {}
    }
    let reference = read::word(node, "ref");
    let known = |word: &str| CHANNELS.iter().find(|(part, _)| word.contains(part)).map(|(_, channel)| *channel);
    known(&key).or_else(|| known(&reference))?
}

/// What the keys and references of older files have in them, folded; the first that fits counts.
const CHANNELS: &[(&str, Option<Channel>)] = &[
    ("whatsapp", Some(Channel::Whatsapp)),
    ("slack", None),
    ("msteams", None),
    ("discord", None),
    ("chat", None),
    ("webhook", None),
    ("http", None),
    ("inapp", Some(Channel::InApp)),
    ("feed", Some(Channel::InApp)),
    ("sms", Some(Channel::Sms)),
    ("twilio", Some(Channel::Sms)),
    ("vonage", Some(Channel::Sms)),
    ("telnyx", Some(Channel::Sms)),
    ("plivo", Some(Channel::Sms)),
    ("sinch", Some(Channel::Sms)),
    ("messagebird", Some(Channel::Sms)),
    ("africastalking", Some(Channel::Sms)),
    ("push", Some(Channel::Push)),
    ("apns", Some(Channel::Push)),
    ("fcm", Some(Channel::Push)),
    ("firebase", Some(Channel::Push)),
    ("expo", Some(Channel::Push)),
    ("onesignal", Some(Channel::Push)),
    ("mail", Some(Channel::Email)),
    ("sendgrid", Some(Channel::Email)),
    ("postmark", Some(Channel::Email)),
    ("mailgun", Some(Channel::Email)),
    ("resend", Some(Channel::Email)),
    ("sparkpost", Some(Channel::Email)),
    ("mandrill", Some(Channel::Email)),
    ("mailjet", Some(Channel::Email)),
    ("brevo", Some(Channel::Email)),
    ("sendinblue", Some(Channel::Email)),
    ("smtp", Some(Channel::Email)),
    ("ses", Some(Channel::Email)),
];

/// The sender that a step sets for itself; otherwise the channel's own, which no workflow names.
fn from(file: FileId, node: &Node<'_>, campaign: &mut Campaign) -> Fact<usize> {
    let Some(own) = node.get("channel_overrides").filter(|own| own.is_table()) else { return Fact::Unknown };
    let text = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| read::text(file, own, key));
        read::literal(found.map_or(Fact::Unknown, Fact::Stated))
    };
    let (name, email) = (text(&["from_name"]), text(&["from_address", "from_email", "from"]));
    let phone = text(&["from_number", "from_phone_number"]);
    let Some(place) = email.place().or(name.place()).or(phone.place()) else { return Fact::Unknown };
    let reply_to = text(&["reply_to_address", "reply_to"]);
    read::sender(campaign, Sender { place, name, email, reply_to, phone, ..Sender::default() })
}

#[cfg(test)]
mod tests {
    use super::size;
    use crate::source::{FileId, Language, SourceFile};
    use crate::syntax;

    #[test]
    fn a_step_is_as_large_as_what_it_becomes() {
        let text = r#"{ "ref": "b", "type": "branch", "branches": [ { "conditions": { "all": [ { "variable": "x" } ] },
            "steps": [ { "ref": "c", "type": "channel", "conditions": { "any": [ { "variable": "y" } ] } } ] }, {} ] }"#;
        let source = SourceFile::from_text("a.json", text, Language::Json);
        assert_eq!(size(&syntax::parse(FileId(0), &source).root), 3);
    }
}
