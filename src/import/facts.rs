//! Facts that the config states of campaigns whose format cannot: `[[facts]]`.
//!
//! Owns how they are read, in the keys of the native format, and how they fill in what a campaign lacks. A fact of the
//! file itself always wins; one that an importer states for the platform, at the campaign's head, does not. It must not
//! know which files they are for; the config does.

use super::native::{self, Stated};
use crate::finding::Finding;
use crate::model::{Action, ByChannel, Campaign, Channel, Fact, OptOut, Sender};
use crate::source::{FileId, Place};
use crate::syntax::Node;

/// What one `[[facts]]` states.
#[derive(Clone, Debug)]
pub struct Facts {
    stated: Stated,
}

/// Reads the facts of one `[[facts]]` table in a TOML file, and what is wrong with them. Keys in `skip` are left to
/// the caller.
pub fn read(file: FileId, node: &Node<'_>, skip: &[&str]) -> (Facts, Vec<Finding>) {
    let (stated, findings) = native::read_facts(file, node, skip);
    (Facts { stated }, findings)
}

/// Fills in every fact that the campaign does not state itself.
///
/// What is stated of the one `sender` holds for every sender of the campaign; where it has none, they become its
/// sender, and every touch that names nobody is theirs. `senders.NAME` holds for the sender of that name or address.
pub fn apply(facts: &Facts, campaign: &mut Campaign) {
    let Stated { frame, sender, senders } = &facts.stated;
    outrank(&mut campaign.purpose, &frame.purpose, campaign.head);
    fill(&mut campaign.region, &frame.region);
    fill(&mut campaign.bulk, &frame.bulk);
    fill(&mut campaign.status, &frame.status);
    fill(&mut campaign.audience.source, &frame.audience.source);
    fill(&mut campaign.audience.consent_age, &frame.audience.consent_age);
    fill(&mut campaign.audience.kind, &frame.audience.kind);
    fill(&mut campaign.audience.collected, &frame.audience.collected);
    fill(&mut campaign.audience.segments, &frame.audience.segments);
    fill(&mut campaign.audience.excludes, &frame.audience.excludes);
    campaign.audience.place = campaign.audience.place.or(frame.audience.place);
    add_missing(&mut campaign.audience.consent, &frame.audience.consent);
    for (event, fact) in &frame.stop.on {
        match campaign.stop.on.iter_mut().find(|(known, _)| known == event) {
            Some((_, known)) => fill(known, fact),
            None => campaign.stop.on.push((*event, fact.clone())),
        }
    }
    fill(&mut campaign.stop.scope, &frame.stop.scope);
    fill_ways_out(&mut campaign.opt_out, &frame.opt_out, campaign.head);
    fill(&mut campaign.schedule.timezone, &frame.schedule.timezone);
    fill(&mut campaign.schedule.window, &frame.schedule.window);
    fill(&mut campaign.schedule.holidays, &frame.schedule.holidays);
    campaign.schedule.place = campaign.schedule.place.or(frame.schedule.place);
    fill(&mut campaign.limits.per_day, &frame.limits.per_day);
    fill(&mut campaign.limits.per_week, &frame.limits.per_week);
    fill(&mut campaign.limits.reenroll_after, &frame.limits.reenroll_after);
    for named in senders {
        let is_named = |sender: &&mut Sender| {
            let is = |text: &String| text.eq_ignore_ascii_case(&named.key);
            is(&sender.key) || sender.name.is(is) || sender.email.is(is)
        };
        campaign.senders.iter_mut().filter(is_named).for_each(|sender| fill_sender(sender, named));
    }
    if let Some(sender) = sender {
        add_sender(campaign, sender);
    }
}

fn fill<T: Clone>(fact: &mut Fact<T>, stated: &Fact<T>) {
    if !matches!(fact, Fact::Stated(_)) && matches!(stated, Fact::Stated(_)) {
        fact.clone_from(stated);
    }
}

/// Also puts aside what an importer states for the platform: no key of a file stands at the campaign's `head`.
fn outrank<T: Clone>(fact: &mut Fact<T>, stated: &Fact<T>, head: Place) {
    if fact.located().is_some_and(|known| known.place == head) && matches!(stated, Fact::Stated(_)) {
        fact.clone_from(stated);
    }
    fill(fact, stated);
}

fn add_missing<T: Clone>(known: &mut ByChannel<T>, stated: &[(Channel, T)]) {
    for (channel, value) in stated {
        if known.iter().all(|(other, _)| other != channel) {
            known.push((*channel, value.clone()));
        }
    }
}

fn fill_ways_out(ways: &mut ByChannel<OptOut>, stated: &[(Channel, OptOut)], head: Place) {
    for (channel, from) in stated {
        let Some((_, way)) = ways.iter_mut().find(|(other, _)| other == channel) else { continue };
        outrank(&mut way.method, &from.method, head);
        fill(&mut way.keywords, &from.keywords);
        fill(&mut way.requires, &from.requires);
        fill(&mut way.honored_within, &from.honored_within);
        fill(&mut way.valid_for, &from.valid_for);
        fill(&mut way.covers, &from.covers);
    }
    add_missing(ways, stated);
}

fn add_sender(campaign: &mut Campaign, stated: &Sender) {
    if !campaign.senders.is_empty() {
        campaign.senders.iter_mut().for_each(|sender| fill_sender(sender, stated));
        // Who says how they share the work says that these are all.
        if let Fact::Stated(assignment) = &stated.assignment {
            fill(&mut campaign.sender_known, &Fact::stated((), assignment.place));
        }
        return;
    }
    campaign.senders.push(stated.clone());
    campaign.sender_known = Fact::stated((), stated.place);
    for step in &mut campaign.steps {
        if let Action::Touch(touch) = &mut step.action {
            fill(&mut touch.sender, &Fact::stated(0, stated.place));
        }
    }
}

fn fill_sender(sender: &mut Sender, stated: &Sender) {
    fill(&mut sender.name, &stated.name);
    fill(&mut sender.email, &stated.email);
    fill(&mut sender.reply_to, &stated.reply_to);
    fill(&mut sender.phone, &stated.phone);
    fill(&mut sender.organization, &stated.organization);
    fill(&mut sender.postal_address, &stated.postal_address);
    fill(&mut sender.dkim_domain, &stated.dkim_domain);
    fill(&mut sender.assignment, &stated.assignment);
}

#[cfg(test)]
mod tests {
    use super::{Facts, apply, read};
    use crate::import::{self, Input};
    use crate::model::{Campaign, Channel, Consent, Event, OptOutMethod, Purpose, Scope, time};
    use crate::source::{FileId, Language, NothingBeside, SourceFile, Sources};
    use crate::syntax;

    /// The facts of a config, with what is wrong with them.
    fn facts(text: &str) -> (Facts, Vec<String>) {
        let file = FileId(7);
        let source = SourceFile::from_text("outreach-lint.toml", format!("[[facts]]\n{text}"), Language::Toml);
        let document = syntax::parse(file, &source);
        let node = document.root.get("facts").and_then(|facts| facts.items().first()).unwrap();
        let (facts, findings) = read(file, node, &["files"]);
        assert!(findings.iter().all(|finding| finding.place().file == file));
        let lines = findings.iter().map(|f| format!("{} {}", f.rule, f.message)).collect();
        (facts, lines)
    }

    fn campaign(text: &str) -> Campaign {
        let sources = Sources::default();
        let file = sources.add(SourceFile::from_text("a.toml", text, Language::Toml));
        let source = sources.get(file).unwrap();
        let document = syntax::parse(file, &source);
        let input = Input { file, source: &source, document: &document, sources: &sources, beside: &NothingBeside };
        import::import(&input, None).campaigns.remove(0)
    }

    const ALL: &str = r#"
files = ["exports/**"]
campaign.purpose = "sales"
campaign.region = ["CA"]
audience.consent = { email = "express", sms = "none" }
audience.source = "inquiry"
sender.postal_address = "1 Main St, Springfield"
stop.on = ["reply"]
stop.scope = "all-channels"
opt_out.email = { method = "link", honored_within = "2d" }
schedule.window = ["mon-fri 09:00-18:00"]
limits.per_week = 2
"#;

    #[test]
    fn facts_fill_what_is_missing() {
        let (facts, faults) = facts(ALL);
        assert_eq!(faults, [""; 0]);
        let mut campaign = campaign("[campaign]\nname = \"n\"\n[[step]]\nchannel = \"email\"");
        apply(&facts, &mut campaign);
        assert_eq!(campaign.purpose.get(), Some(Purpose::Sales));
        assert_eq!(campaign.purpose.place().unwrap().file, FileId(7), "a fact points into the config");
        assert_eq!(campaign.consent(Channel::Sms).get(), Some(Consent::None));
        assert!(campaign.consent(Channel::Call).get().is_none());
        assert_eq!(campaign.stop.on(Event::Reply).get(), Some(true));
        assert_eq!(campaign.stop.on(Event::Decline).get(), Some(false));
        assert_eq!(campaign.opt_out(Channel::Email).unwrap().method.get(), Some(OptOutMethod::Link));
        assert!(campaign.opt_out(Channel::Email).unwrap().covers.is_unknown());
        assert_eq!(campaign.schedule.window.value().map(Vec::len), Some(1));
        assert_eq!(campaign.limits.per_week.get(), Some(2));
        let touch = campaign.steps[0].touch().unwrap();
        let sender = campaign.sender_of(touch).expect("the facts' sender speaks");
        assert_eq!(sender.postal_address.value().unwrap(), "1 Main St, Springfield");
        assert!(sender.name.is_unknown());
    }

    #[test]
    fn what_the_file_states_wins() {
        let (facts, _) = facts(ALL);
        let mut campaign = campaign(
            "[campaign]\nname = \"n\"\npurpose = \"service\"\n[audience]\nconsent = { email = \"implied\" }\n\
             [senders.ann]\npostal_address = \"2 High St\"\n[senders.bob]\n[stop]\non = [\"decline\"]\nscope = \"same-channel\"\n\
             [opt_out.email]\nmethod = \"one-click\"\n[limits]\nper_week = 1",
        );
        apply(&facts, &mut campaign);
        assert_eq!(campaign.purpose.get(), Some(Purpose::Service));
        assert_eq!(campaign.consent(Channel::Email).get(), Some(Consent::Implied));
        assert_eq!(campaign.consent(Channel::Sms).get(), Some(Consent::None));
        assert_eq!(campaign.stop.on(Event::Reply).get(), Some(false));
        assert_eq!(campaign.stop.scope.get(), Some(Scope::SameChannel));
        let way_out = campaign.opt_out(Channel::Email).unwrap();
        assert_eq!(
            (way_out.method.get(), way_out.honored_within.get()),
            (Some(OptOutMethod::OneClick), Some(2 * time::DAY))
        );
        assert_eq!(campaign.limits.per_week.get(), Some(1));
        let addresses: Vec<_> = campaign.senders.iter().map(|s| s.postal_address.value().unwrap().as_str()).collect();
        assert_eq!(addresses, ["2 High St", "1 Main St, Springfield"]);
    }

    #[test]
    fn what_an_importer_states_for_the_platform_is_put_aside() {
        let (facts, _) = facts(ALL);
        let mut campaign = campaign("[campaign]\nname = \"n\"");
        campaign.purpose = crate::model::Fact::stated(Purpose::Marketing, campaign.head);
        apply(&facts, &mut campaign);
        assert_eq!(campaign.purpose.get(), Some(Purpose::Sales));
    }

    #[test]
    fn facts_of_a_named_sender_hold_for_that_one() {
        let (facts, faults) = facts("senders.ANN.phone = \"1\"\nsenders.zoe.phone = \"2\"");
        assert_eq!(faults, [""; 0]);
        let mut campaign =
            campaign("[campaign]\nname = \"n\"\n[senders.ann]\nname = \"Ann\"\n[senders.bob]\nname = \"Bob\"");
        apply(&facts, &mut campaign);
        let phones: Vec<_> = campaign.senders.iter().map(|s| s.phone.value().map(String::as_str)).collect();
        assert_eq!(phones, [Some("1"), None]);
    }

    #[test]
    fn broken_facts_are_found_and_state_nothing() {
        let (facts, faults) = facts(
            "audience.consent = \"express\"\ncampaign.name = \"n\"\ncampaign.purpose = \"promo\"\nsendr.phone = \"1\"\nstep = []\n\
             stop.on = [\"replay\"]",
        );
        assert_eq!(
            faults,
            [
                "structure/invalid-value `consent` does not say for which channel",
                "structure/unknown-field `campaign` in `[[facts]]` has no field `name`",
                "structure/invalid-value `purpose` cannot be `promo`",
                "structure/unknown-field `[[facts]]` has no field `sendr`",
                "structure/unknown-field `[[facts]]` has no field `step`",
                "structure/invalid-value `on` cannot hold `replay`",
            ]
        );
        let mut campaign = campaign("[campaign]\nname = \"n\"");
        apply(&facts, &mut campaign);
        assert!(campaign.purpose.is_absent() && campaign.stop.on(Event::Decline).is_absent());
        assert_eq!(campaign.senders[0].phone.value().unwrap(), "1", "a table is read under the name that was meant");
    }
}
