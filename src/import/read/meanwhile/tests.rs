use super::{Guarded, Item, Out, lay_out};
use crate::import::read;
use crate::model::{Action, Branch, Campaign, Channel, Event, Fact, Flow, Guard, Target, Wait};
use crate::source::{FileId, Located, Place};

const HERE: Place = Place { file: FileId(0), span: crate::source::Span { start: 0, end: 1 } };

fn named(id: &str, wait: Option<u64>) -> crate::model::Step {
    let mut step = read::step(Located::new(id.to_owned(), HERE), HERE);
    step.wait =
        wait.map_or(Fact::Unknown, |s| if s == 0 { Fact::Absent(HERE) } else { Fact::stated(Wait::exactly(s), HERE) });
    step
}

fn touch(id: &str, wait: u64, next: &[usize]) -> Item {
    let mut step = named(id, Some(wait));
    step.action = Action::Touch(Box::new(read::touch(Channel::Email, HERE)));
    Item::of(step, Out::All(next.to_vec()))
}

fn pause(id: &str, wait: Option<u64>, next: &[usize]) -> Item {
    Item::of(named(id, wait), Out::All(next.to_vec()))
}

fn asks(id: &str, within_s: u64, yes: &[usize], no: &[usize]) -> Item {
    let on = Located::new(Guard::Event(Event::Open), HERE);
    let branch = Branch { place: HERE, on, within_s, yes: Target::End, no: Target::End };
    Item::of(named(id, Some(0)), Out::Either(branch, yes.to_vec(), no.to_vec()))
}

fn campaign(items: Vec<Item>, entries: &[usize], guarded: Guarded) -> Campaign {
    let mut campaign = read::campaign("test", FileId(0), HERE, Located::new("test".to_owned(), HERE));
    lay_out(&mut campaign, items, entries, guarded);
    campaign
}

/// The touches of somebody who opens, or does not, as `id@seconds`; cut where they come again.
fn lived_by(campaign: &Campaign, opens: bool) -> Vec<String> {
    let (mut at, mut list, mut seen) = (0, Vec::new(), Vec::new());
    let mut target = campaign.entry;
    while let Target::Step(index) = target {
        let step = &campaign.steps[index];
        if seen.contains(&index) {
            list.push("again".to_owned());
            break;
        }
        seen.push(index);
        at += step.wait.value().map_or(0, |wait| wait.min_s);
        if step.touch().is_some() {
            list.push(format!("{}@{at}", step.id.value));
        }
        target = match &step.flow {
            Flow::Next(next) => *next,
            Flow::Branch(branch) if opens => branch.yes,
            Flow::Branch(branch) => {
                at += branch.within_s;
                branch.no
            }
            Flow::Split(ways) => ways[0],
        };
    }
    list
}

fn lived(campaign: &Campaign) -> Vec<String> {
    lived_by(campaign, false)
}

#[test]
fn ways_at_once_are_merged_by_their_time() {
    let items = vec![
        touch("a", 0, &[1]),
        pause("wait a week", Some(700), &[2]),
        touch("a2", 0, &[]),
        touch("b", 300, &[4]),
        touch("b2", 600, &[]),
    ];
    let campaign = campaign(items, &[0, 3], Guarded::AtOnce);
    assert_eq!(lived(&campaign), ["a@0", "b@300", "a2@700", "b2@900"]);
    assert!(campaign.steps.iter().all(|step| step.id.value != "wait a week"), "its own wait is no longer true");
}

#[test]
fn a_wait_that_stands_alone_keeps_its_name() {
    let campaign =
        campaign(vec![touch("a", 0, &[1]), pause("wait", Some(5), &[2]), touch("b", 0, &[])], &[0], Guarded::AtOnce);
    assert_eq!(lived(&campaign), ["a@0", "b@5"]);
    assert!(campaign.steps.iter().any(|step| step.id.value == "wait" && step.wait.is(|wait| wait.min_s == 5)));
}

#[test]
fn what_is_due_behind_a_decision_waits_from_each_of_its_sides() {
    let items = vec![asks("seen?", 100, &[], &[1]), touch("no", 0, &[]), touch("later", 1000, &[])];
    let campaign = campaign(items, &[0, 2], Guarded::AtOnce);
    assert_eq!(lived(&campaign), ["no@100", "later@1000"]);
    assert_eq!(lived_by(&campaign, true), ["later@1000"]);
}

#[test]
fn guarded_ways_in_runs_of_their_own_show_no_time_between_them() {
    let items =
        vec![asks("day 7?", 0, &[2], &[]), asks("day 30?", 0, &[3], &[]), touch("7", 0, &[]), touch("30", 0, &[])];
    let campaign = campaign(items, &[0, 1], Guarded::InRunsOfTheirOwn);
    let second = campaign.steps.iter().filter(|step| step.wait.is_unknown()).count();
    assert!(second > 0);
}

#[test]
fn a_way_back_is_cut_unless_it_is_meant() {
    let around = |out| {
        let mut last = touch("b", 10, &[]);
        last.out = out;
        campaign(vec![touch("a", 0, &[1]), last], &[0], Guarded::AtOnce)
    };
    assert_eq!(lived(&around(Out::All(vec![0]))), ["a@0", "b@10"]);
    let mut again = touch("b", 10, &[2]);
    again.out = Out::All(vec![2]);
    let back = Item::of(named("jump", Some(0)), Out::Back(0));
    let around = campaign(vec![touch("a", 0, &[1]), again, back], &[0], Guarded::AtOnce);
    assert_eq!(lived(&around), ["a@0", "b@10", "again"]);
}

#[test]
fn sides_that_meet_again_share_what_follows() {
    let items = vec![asks("?", 0, &[1], &[2]), touch("yes", 0, &[3]), touch("no", 0, &[3]), touch("both", 7, &[])];
    let campaign = campaign(items, &[0], Guarded::AtOnce);
    assert_eq!(campaign.touches().count(), 3);
    assert_eq!(lived(&campaign), ["no@0", "both@7"]);
}

#[test]
fn what_follows_all_ways_comes_behind_their_decisions() {
    let items = vec![
        asks("text?", 0, &[], &[2]),
        asks("mail?", 0, &[], &[3]),
        touch("text", 0, &[4]),
        touch("mail", 0, &[4]),
        touch("both", 50, &[]),
    ];
    let campaign = campaign(items, &[0, 1], Guarded::AtOnce);
    assert_eq!(lived(&campaign), ["text@0", "mail@0", "both@50"]);
}

#[test]
fn an_unknown_wait_stays_unknown_and_the_waits_behind_it_known() {
    let items = vec![pause("until a date", None, &[1]), touch("a", 0, &[2]), touch("b", 60, &[]), touch("now", 0, &[])];
    let campaign = campaign(items, &[0, 3], Guarded::AtOnce);
    let ids: Vec<_> = campaign.touches().map(|(_, step, _)| step.id.value.as_str()).collect();
    assert_eq!(ids, ["now", "a", "b"]);
    let b = campaign.steps.iter().find(|step| step.id.value == "b").unwrap();
    assert!(b.wait.is(|wait| wait.min_s == 60));
}

#[test]
fn deep_decisions_and_wide_forks_cost_little() {
    let mut items: Vec<Item> = (0..20_000).map(|n| asks(&n.to_string(), 0, &[n + 1], &[n + 2])).collect();
    items.push(touch("end", 0, &[]));
    items.push(touch("other", 0, &[]));
    assert!(!campaign(items, &[0], Guarded::AtOnce).steps.is_empty());
    let wide: Vec<Item> = (0..20_000).map(|n| touch("t", n, &[])).collect();
    let entries: Vec<usize> = (0..wide.len()).collect();
    let campaign = campaign(wide, &entries, Guarded::AtOnce);
    assert_eq!(campaign.steps.len(), 20_000);
    assert!(campaign.steps.iter().all(|step| matches!(step.flow, Flow::Next(_))));
}
