//! Whole files to the model.

use super::{Files, Read, json, read_beside, toml, twin};
use crate::model::{
    Assignment, AudienceKind, AudienceSource, Benefits, Campaign, Channel, Clock, Collected, Consent, Event, Fact,
    Flow, Guard, Holidays, Intent, OfferKind, OfferRequirement, OptOutMethod, Purpose, Scope, Status, Target, Touch,
    Voice, Wait, Zone, time,
};
use crate::source::{Language, Located};

/// The format's own example.
const FORMAT: &str = include_str!("../../../../fixtures/broken/format.toml");
const POTTERY: &str = include_str!("../../../../fixtures/campaigns/pottery.json");
const MINIMAL: &str = include_str!("../../../../fixtures/campaigns/minimal.toml");

fn only(read: &Read) -> &Campaign {
    let [campaign] = read.imported.campaigns.as_slice() else { panic!("{:?}", read.imported) };
    campaign
}

fn touch(campaign: &Campaign, step: usize) -> &Touch {
    campaign.steps[step].touch().unwrap()
}

fn words(fact: &Fact<Vec<Located<String>>>) -> Vec<&str> {
    fact.value().unwrap().iter().map(|word| word.value.as_str()).collect()
}

/// The model without its places.
fn bare(read: &Read) -> String {
    let place = regex::Regex::new(r"Place \{ file: FileId\(\d+\), span: Span \{ start: \d+, end: \d+ \} \}").unwrap();
    place.replace_all(&format!("{:?}", read.imported.campaigns), "@").into_owned()
}

#[test]
fn the_example_of_the_format_is_read_whole() {
    let read = toml(FORMAT);
    assert_eq!(
        read.lines(),
        [
            "72:12 structure/dangling-next no step is called `check-in`",
            "76:49 structure/dangling-next no step is called `check-in`"
        ]
    );
    let campaign = only(&read);
    assert_eq!((campaign.name.value.as_str(), campaign.dialect), ("First class welcome", "native"));
    assert_eq!(read.text(campaign.head), "[campaign]");
    assert_eq!(campaign.purpose.get(), Some(Purpose::Marketing));
    assert_eq!(words(&campaign.region), ["US-CA", "CA"]);
    assert_eq!((campaign.bulk.get(), campaign.status.get()), (Some(true), Some(Status::Active)));
    let audience = &campaign.audience;
    assert_eq!(audience.source.get(), Some(AudienceSource::FirstVisit));
    assert_eq!(campaign.consent(Channel::Email).get(), Some(Consent::Express));
    assert_eq!(campaign.consent(Channel::Whatsapp).get(), Some(Consent::None));
    assert_eq!(read.text(campaign.consent(Channel::Push).place().unwrap()), "consent");
    assert_eq!(audience.consent_age.get(), Some(90 * time::DAY));
    assert_eq!(audience.kind.get(), Some(AudienceKind::Consumer));
    assert_eq!(audience.collected.get(), Some(Collected::FromPerson));
    assert_eq!((words(&audience.segments), words(&audience.excludes)), (vec!["new-students"], vec!["members"]));
    let [maya] = campaign.senders.as_slice() else { panic!() };
    assert_eq!((maya.key.as_str(), maya.name.value().unwrap().as_str()), ("maya", "Maya Chen"));
    assert_eq!(maya.dkim_domain.value().unwrap(), "hotyoga.example");
    assert_eq!(maya.assignment.get(), Some(Assignment::Sticky));
    assert_eq!(read.text(maya.place), "[sender]");
    for event in Event::STOPPING {
        assert_eq!(campaign.stop.on(*event).get(), Some(*event != Event::Bounce));
    }
    assert_eq!(read.text(campaign.stop.on(Event::Cancel).place().unwrap()), "\"cancel\"");
    assert!(read.text(campaign.stop.on(Event::Bounce).place().unwrap()).starts_with("[\"reply\""));
    assert_eq!(campaign.stop.scope.get(), Some(Scope::AllChannels));
    let way_out = campaign.opt_out(Channel::Email).unwrap();
    assert_eq!((way_out.method.get(), way_out.covers.get()), (Some(OptOutMethod::OneClick), Some(Scope::AllChannels)));
    assert_eq!((words(&way_out.keywords).len(), way_out.requires.value().map(Vec::len)), (7, Some(0)));
    assert_eq!((way_out.honored_within.get(), way_out.valid_for.get()), (Some(2 * time::DAY), Some(60 * time::DAY)));
    assert_eq!(read.text(way_out.place), "[opt_out.email]");
    assert_eq!(campaign.schedule.timezone.value(), Some(&Zone::Recipient));
    assert_eq!(campaign.schedule.window.value().unwrap()[0].value.from, Clock(9 * 60));
    assert_eq!(campaign.schedule.holidays.get(), Some(Holidays::Skip));
    assert_eq!((campaign.limits.per_day.get(), campaign.limits.per_week.get()), (Some(1), Some(2)));
    assert_eq!(campaign.limits.reenroll_after.get(), Some(90 * time::DAY));
    let [thanks, opened, call_back] = campaign.steps.as_slice() else { panic!() };
    assert_eq!((thanks.id.value.as_str(), read.text(thanks.head)), ("thanks", "[[step]]".into()));
    assert_eq!((thanks.wait.get(), thanks.at.get()), (Some(Wait::exactly(time::DAY)), Some(Clock(600))));
    let touch = thanks.touch().unwrap();
    assert_eq!((touch.channel.value, touch.intent.get()), (Channel::Email, Some(Intent::ThankYou)));
    assert_eq!((touch.sender.get(), touch.voice.get()), (Some(0), Some(Voice::Live)));
    assert_eq!((touch.thread.get(), touch.manual.get(), touch.invited.get()), (Some(false), Some(false), Some(false)));
    let [variant] = touch.variants.as_slice() else { panic!() };
    assert_eq!((variant.subject.value().unwrap().as_str(), variant.weight.get()), ("...", Some(50)));
    let offer = touch.offer.as_ref().unwrap();
    assert_eq!((offer.kind.get(), offer.benefits.get()), (Some(OfferKind::Discount), Some(Benefits::Recipient)));
    assert_eq!(offer.requires.value().unwrap()[0].value, OfferRequirement::Purchase);
    assert_eq!((offer.delivered_s.get(), offer.expires.get()), (Some(0), Some(jiff::civil::date(2026, 12, 31))));
    let branch = opened.branch().unwrap();
    assert_eq!((&branch.on.value, branch.within_s), (&Guard::Event(Event::Open), 3 * time::DAY));
    assert_eq!((branch.yes, branch.no), (Target::Step(2), Target::End));
    let task = call_back.task().unwrap();
    assert_eq!((task.what.value.as_str(), task.within.get()), ("Maya calls back", Some(time::DAY)));
    assert_eq!((campaign.entry, call_back.targets()), (Target::Step(0), vec![Target::End]));
}

#[test]
fn toml_and_json_give_one_model() {
    for text in [FORMAT, MINIMAL, include_str!("../../../../fixtures/broken/misspelt.toml")] {
        let (toml, json) = (toml(text), json(&twin(text)));
        assert_eq!(bare(&toml), bare(&json));
        let said = |read: &Read| {
            let found = read.imported.findings.iter();
            found.map(|f| (f.rule.clone(), f.message.clone(), f.labels[0].message.clone())).collect::<Vec<_>>()
        };
        assert_eq!(said(&toml), said(&json));
    }
}

#[test]
fn the_clean_fixtures_are_read_without_a_word() {
    let (pottery, minimal) = (json(POTTERY), toml(MINIMAL));
    assert_eq!((pottery.lines(), minimal.lines()), (vec![], vec![]));
    let campaign = only(&pottery);
    assert_eq!(pottery.text(campaign.head), "\"campaign\"");
    assert_eq!(pottery.text(campaign.steps[0].head), "\"thanks\"");
    assert_eq!(pottery.text(campaign.senders[0].place), "\"sender\"");
    assert_eq!(campaign.senders[0].key, "Iris Vale");
    assert_eq!(
        pottery.text(touch(campaign, 0).offer.as_ref().map_or(campaign.head, |offer| offer.place)),
        "\"campaign\""
    );
}

#[test]
fn what_a_file_does_not_say_is_absent_where_it_would_stand() {
    let read = toml(MINIMAL);
    let campaign = only(&read);
    let at = |place: Option<crate::source::Place>| read.text(place.unwrap());
    assert!(campaign.region.is_absent() && campaign.stop.on(Event::Reply).is_absent());
    assert_eq!(at(campaign.region.place()), "[campaign]");
    assert_eq!(at(campaign.stop.on(Event::Reply).place()), "[campaign]");
    assert_eq!(at(campaign.opt_out_others.place()), "[campaign]");
    assert_eq!(at(campaign.schedule.window.place()), "[campaign]");
    assert_eq!(at(campaign.consent(Channel::Email).place()), "[audience]");
    assert_eq!(at(campaign.audience.kind.place()), "[audience]");
    assert_eq!(at(campaign.senders[0].postal_address.place()), "[sender]");
    let step = &campaign.steps[0];
    assert_eq!((step.id.value.as_str(), at(Some(step.id.place))), ("step-1", "[[step]]".into()));
    assert_eq!(at(step.wait.place()), "[[step]]");
    assert!(touch(campaign, 0).intent.is_absent() && touch(campaign, 0).transactional.is_absent());
    let other = toml("[campaign]\nname = \"n\"\n[stop]\nscope = \"same-channel\"\n[opt_out.sms]\nmethod = \"keyword\"");
    let campaign = only(&other);
    assert_eq!(other.text(campaign.stop.on(Event::Reply).place().unwrap()), "[stop]");
    assert!(campaign.opt_out_others.is_absent() && campaign.opt_out(Channel::Whatsapp).is_some());
    assert!(campaign.opt_out(Channel::Email).is_none());
    let inline = json("{\"campaign\": {\"name\": \"n\"}, \"step\": [{\"channel\": \"sms\"}]}");
    let step = &only(&inline).steps[0];
    assert_eq!((step.id.value.as_str(), inline.text(step.head)), ("step-1", "{".into()));
}

fn with_senders(senders: &str, step: &str) -> Read {
    toml(&format!("[campaign]\nname = \"n\"\n{senders}\n[[step]]\nchannel = \"email\"\n{step}"))
}

#[test]
fn steps_find_their_sender() {
    const LONE: &str = "[sender]\nname = \"Maya Chen\"\nemail = \"desk@yoga.example\"\norganization = \"Yoga\"";
    const TWO: &str = "[senders.ann]\nname = \"Ann\"\n[senders.bob]\nname = \"Bob\"";
    for (senders, step, found, key) in [
        (LONE, "", Some(0), "Maya Chen"),
        (LONE, "sender = \"maya\"", Some(0), "maya"),
        (LONE, "sender = \"MAYA CHEN\"", Some(0), "MAYA CHEN"),
        (LONE, "sender = \"Desk\"", Some(0), "Desk"),
        (LONE, "sender = \"tom\"", Some(1), "tom"),
        ("[sender]\nemail = \"a@b.example\"", "", Some(0), "a@b.example"),
        ("[sender]\nphone = \"1\"", "", Some(0), "sender"),
        ("[sender]\nphone = \"1\"", "sender = \"maya\"", Some(0), "maya"),
        ("[senders.ann]\nname = \"Ann\"", "", Some(0), "ann"),
        (TWO, "sender = \"bob\"", Some(1), "bob"),
        (TWO, "", None, ""),
        ("", "sender = \"tom\"", Some(0), "tom"),
        ("", "", None, ""),
        ("[sender]\nname = \"Maya\"\n[senders.bob]\nname = \"Bob\"", "", Some(0), "Maya"),
        ("[sender]\nname = \"Maya\"\n[senders.bob]\nname = \"Bob\"", "sender = \"maya\"", Some(0), "maya"),
    ] {
        let read = with_senders(senders, step);
        assert_eq!(read.lines(), [""; 0], "{senders} {step}");
        let campaign = only(&read);
        let touch = touch(campaign, 0);
        assert_eq!(touch.sender.get(), found, "{senders} {step}");
        assert_eq!(campaign.sender_of(touch).map_or("", |sender| &sender.key), key);
        if found.is_none() {
            assert_eq!(read.text(touch.sender.place().unwrap()), "[[step]]");
        }
    }
    let read = with_senders(LONE, "sender = \"tom\"");
    let tom = &only(&read).senders[1];
    assert_eq!(
        (tom.name.value().map(String::as_str), tom.organization.value().map(String::as_str)),
        (Some("tom"), Some("Yoga"))
    );
    assert!(tom.email.is_absent());
    let once = with_senders(LONE, "sender = \"maya\"\n[[step]]\nchannel = \"sms\"\nsender = \"Maya Chen\"");
    assert_eq!((only(&once).senders.len(), only(&once).senders[0].key.as_str()), (1, "maya"));
}

#[test]
fn variants_inherit_what_they_lack() {
    let files = Files(&[("b.md", b"from a file")]);
    let text = "[campaign]\nname = \"n\"\n[[step]]\nchannel = \"email\"\nsubject = \"own\"\nbody = \"words\"\n\
                variants = [{ subject = \"a\", weight = 0 }, { body = \"b\" }, { body_file = \"b.md\" }, {}]\n";
    let read = read_beside(text, Language::Toml, &files);
    assert_eq!(read.lines(), [""; 0]);
    let copies: Vec<_> = touch(only(&read), 0)
        .variants
        .iter()
        .map(|copy| (copy.subject.value().unwrap().as_str(), copy.body.value().unwrap().as_str(), copy.weight.get()))
        .collect();
    assert_eq!(
        copies,
        [("a", "words", Some(0)), ("own", "b", None), ("own", "from a file", None), ("own", "words", None)]
    );
    assert_eq!(read.text(touch(only(&read), 0).variants[0].place), "\"a\"");
    assert_eq!(read.text(touch(only(&read), 0).variants[1].place), "{");
}

#[test]
fn walks_go_on_below_unless_a_step_says_otherwise() {
    let read = toml(
        "[campaign]\nname = \"n\"\n[[step]]\nchannel = \"sms\"\n[[step]]\nbranch = { on = \"attribute:vip\", else = \"d\" }\n\
         [[step]]\nid = \"c\"\nbranch = { on = \"reply\", then = \"end\" }\nnext = \"d\"\n\
         [[step]]\nid = \"d\"\nnext = \"step-1\"\n[[step]]\nid = \"e\"",
    );
    assert_eq!(read.lines(), [""; 0]);
    let steps = &only(&read).steps;
    assert_eq!(steps[0].targets(), [Target::Step(1)]);
    assert_eq!(steps[1].targets(), [Target::Step(2), Target::Step(3)]);
    assert_eq!(steps[1].branch().unwrap().on.value, Guard::Attribute("vip".into()));
    assert_eq!(
        steps[2].targets(),
        [Target::End, Target::Step(3)],
        "what a branch leaves out leads where the step does"
    );
    assert_eq!(steps[3].targets(), [Target::Step(0)]);
    assert_eq!(steps[4].targets(), [Target::End]);
    let nowhere = toml("[campaign]\nname = \"n\"\n[[step]]\nbranch = { on = \"reply\", then = \"zzz\" }");
    assert!(matches!(only(&nowhere).steps[0].flow, Flow::Next(Target::End)), "no dead branch besides the dangling one");
    let empty = toml("[campaign]\nname = \"n\"");
    assert_eq!((only(&empty).steps.len(), only(&empty).entry, empty.lines()), (0, Target::End, vec![]));
}

#[test]
fn a_file_may_hold_many_campaigns() {
    let read = json(
        "{\"campaign\": {\"name\": \"a\"}, \"step\": [{\"channel\": \"sms\"}], \"campaigns\": [\
         {\"campaign\": {\"name\": \"b\"}}, {\"campaign\": {\"name\": \"c\"}, \"step\": [{\"channel\": \"call\"}]}]}",
    );
    assert_eq!(read.lines(), [""; 0]);
    let names: Vec<_> = read.imported.campaigns.iter().map(|c| (c.name.value.as_str(), c.steps.len())).collect();
    assert_eq!(names, [("a", 1), ("b", 0), ("c", 1)]);
    let empty = json("{\"campaigns\": []}");
    assert_eq!((empty.imported.dialect, empty.imported.campaigns.len()), (Some("native"), 0));
    for other in [
        "{\"campaigns\": [{\"uuid\": 1, \"events\": []}], \"flows\": []}",
        "{\"campaigns\": [], \"flows\": []}",
        "{\"campaign\": \"spring\"}",
        "{\"campaigns\": 5}",
        "[{\"campaign\": {}}]",
        "5",
    ] {
        assert_ne!(json(other).imported.dialect, Some("native"), "{other}");
    }
}

#[test]
fn values_have_more_than_one_spelling() {
    let read = toml(
        "[campaign]\nname = \"n\"\nregion = \"us-ca\"\n[schedule]\ntimezone = \"europe/berlin\"\n\
         [opt_out.sms]\nkeyword = \"STOP\"\nkeywords = [\"END\"]\n[[step]]\nchannel = \"sms\"\nat = 10:00:00\nwait = \"2d..3d\"\n\
         offer = { expires = \"2026-12-31\", delivered = \"P2D\" }\n[[step]]\nchannel = \"sms\"\noffer.expires = 2026-12-31T10:00:00Z",
    );
    assert_eq!(read.lines(), [""; 0]);
    let campaign = only(&read);
    assert_eq!(words(&campaign.region), ["US-CA"]);
    assert_eq!(campaign.schedule.timezone.value(), Some(&Zone::Fixed("Europe/Berlin".into())));
    assert_eq!(words(&campaign.opt_out[0].1.keywords), ["END", "STOP"]);
    let day = jiff::civil::date(2026, 12, 31);
    assert_eq!(campaign.steps[0].at.get(), Some(Clock(600)));
    assert_eq!(campaign.steps[0].wait.get(), Some(Wait { min_s: 2 * time::DAY, max_s: 3 * time::DAY }));
    let offers: Vec<_> = (0..2).map(|step| touch(campaign, step).offer.as_ref().unwrap()).collect();
    assert_eq!((offers[0].expires.get(), offers[0].delivered_s.get()), (Some(day), Some(2 * time::DAY)));
    assert_eq!(offers[1].expires.get(), Some(day));
    assert_eq!(read.text(offers[1].place), "offer");
    let none = toml("[campaign]\nname = \"n\"\nregion = []");
    assert!(only(&none).region.is_absent(), "an empty list leaves the region to the config");
}
