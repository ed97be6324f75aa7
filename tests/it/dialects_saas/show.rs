//! A campaign in a form that a person can check against its file.

use outreach_lint::model::{Action, Campaign, Fact, Flow, Guard, OptOutMethod, Target, Touch, Zone, time};
use outreach_lint::source::Located;
use std::fmt::Write as _;

/// Writes what is known of a campaign: its facts, then its steps with their waits, ways and copy.
pub(crate) fn compact(campaign: &Campaign, out: &mut String) {
    let _ = writeln!(out, "campaign {:?}", campaign.name.value);
    let mut fact = |name: &str, value: String| {
        if value != "?" {
            let _ = writeln!(out, "  {name}: {value}");
        }
    };
    fact("purpose", show(&campaign.purpose, |v| v.as_str().to_owned()));
    fact("status", show(&campaign.status, |v| v.as_str().to_owned()));
    fact("segments", show(&campaign.audience.segments, |v| list(v, |name| name.value.clone())));
    for (channel, consent) in &campaign.audience.consent {
        fact(&format!("consent.{channel}"), consent.value.as_str().to_owned());
    }
    fact("admits never subscribed", list(&campaign.audience.admits_never_subscribed, |(c, _)| c.to_string()));
    for sender in &campaign.senders {
        let parts = [
            ("name", &sender.name),
            ("email", &sender.email),
            ("reply_to", &sender.reply_to),
            ("phone", &sender.phone),
        ];
        let parts = parts.map(|(name, value)| format!("{name} {}", show(value, Clone::clone)));
        fact(&format!("sender {:?}", sender.key), parts.join(", "));
    }
    for (event, value) in &campaign.stop.on {
        fact(&format!("stop.{event}"), show(value, ToString::to_string));
    }
    fact("stop.blind", list(&campaign.stop.blind, |(event, _)| event.to_string()));
    for (channel, out) in &campaign.opt_out {
        fact(&format!("opt_out.{channel}"), show(&out.method, OptOutMethod::to_string));
    }
    fact("opt_out.others", show(&campaign.opt_out_others, |()| String::new()));
    fact(
        "zone",
        show(&campaign.schedule.timezone, |zone| match zone {
            Zone::Recipient => "recipient".to_owned(),
            Zone::Fixed(name) => name.clone(),
        }),
    );
    let window = |window: &Located<time::Window>| {
        let window = window.value;
        format!("{:07b} {}-{}", window.days.0, window.from, window.to)
    };
    fact("window", show(&campaign.schedule.window, |windows| list(windows, window)));
    fact("reenroll_after", show(&campaign.limits.reenroll_after, |s| time::short(*s)));
    let _ = writeln!(out, "  entry -> {}", target(campaign, campaign.entry));
    for step in &campaign.steps {
        let wait = show(&step.wait, |wait| {
            if wait.min_s == wait.max_s {
                time::short(wait.min_s)
            } else {
                format!("{}..{}", time::short(wait.min_s), time::short(wait.max_s))
            }
        });
        let label = step.label.as_ref().map_or(String::new(), |label| format!(" {:?}", label.value));
        let at = step.at.value().map_or(String::new(), |at| format!(" at {at}"));
        let flow = match &step.flow {
            Flow::Next(next) => target(campaign, *next),
            Flow::Branch(branch) => {
                let on = match &branch.on.value {
                    Guard::Event(event) => event.to_string(),
                    Guard::Attribute(what) => format!("attribute:{what}"),
                };
                format!(
                    "{on} within {} ? {} : {}",
                    time::short(branch.within_s),
                    target(campaign, branch.yes),
                    target(campaign, branch.no)
                )
            }
            Flow::Split(ways) => list(ways, |way| target(campaign, *way)),
        };
        let _ = writeln!(out, "  [{}]{label} wait {wait}{at} -> {flow}", step.id.value);
        match &step.action {
            Action::Touch(touch) => shown_touch(campaign, touch, out),
            Action::Task(task) => {
                let _ = writeln!(out, "      task {:?}", task.what.value);
            }
            Action::Nothing => {}
        }
    }
}

fn shown_touch(campaign: &Campaign, touch: &Touch, out: &mut String) {
    let sender = campaign.sender_of(touch).map_or("?", |sender| sender.key.as_str());
    let _ = write!(out, "      {} from {sender:?}", touch.channel.value);
    for (name, value) in [
        ("thread", &touch.thread),
        ("manual", &touch.manual),
        ("transactional", &touch.transactional),
        ("invited", &touch.invited),
    ] {
        if !value.is_unknown() {
            let _ = write!(out, " {name}={}", show(value, ToString::to_string));
        }
    }
    if let Some(voice) = touch.voice.value() {
        let _ = write!(out, " voice={voice}");
    }
    let _ = writeln!(out);
    for copy in &touch.variants {
        let short = |text: &String| format!("{:?}", text.chars().take(40).collect::<String>());
        let adds = [("way out", &copy.adds.way_out), ("name", &copy.adds.name)]
            .into_iter()
            .filter(|(_, fact)| !fact.is_unknown());
        let adds = adds.map(|(name, fact)| format!(" adds {name}={}", show(fact, ToString::to_string)));
        let adds = adds.collect::<Vec<_>>().concat();
        let weight = copy.weight.value().map_or(String::new(), |weight| format!(" weight {weight}"));
        let _ = writeln!(out, "        {} | {}{adds}{weight}", show(&copy.subject, short), show(&copy.body, short));
    }
}

fn show<T>(fact: &Fact<T>, value: impl Fn(&T) -> String) -> String {
    match fact {
        Fact::Stated(stated) => value(&stated.value),
        Fact::Absent(_) => "-".to_owned(),
        Fact::Unknown => "?".to_owned(),
    }
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    if items.is_empty() { "?".to_owned() } else { items.iter().map(show).collect::<Vec<_>>().join(", ") }
}

fn target(campaign: &Campaign, target: Target) -> String {
    match target {
        Target::End => "end".to_owned(),
        Target::Step(index) => campaign.steps.get(index).map_or("nowhere".to_owned(), |step| step.id.value.clone()),
    }
}
