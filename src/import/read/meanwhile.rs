//! Exports in which one step leads to several that are all taken: laid out one after the other, by their time.
//!
//! A recipient lives through one thing after the other. Ways that run at once become one chain in the order in which
//! their steps fall due; where that cannot be told, the wait between them is unknown. What lies behind a decision stays
//! together, and what else was due follows it.

mod items;
mod links;
#[cfg(test)]
mod tests;

use crate::model::{Action, Branch, Campaign, Fact, Flow, Step, Target, Wait};
use crate::source::Place;
use items::leads;
pub(in crate::import) use items::{Item, Out};
use links::simplify;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

/// How ways of which one is guarded relate in time to those beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Guarded {
    /// They come in the same run.
    AtOnce,
    /// Each in a run of its own: nobody knows when.
    InRunsOfTheirOwn,
}

/// Lays out the items that are reached from `entries`, all of which are taken, as the campaign's steps.
///
/// What leads to no touch is left out, and so is a way back to an item that was passed, unless it is [`Out::Back`].
/// Costs as much as the items and their edges, sorted.
pub(in crate::import) fn lay_out(campaign: &mut Campaign, items: Vec<Item>, entries: &[usize], guarded: Guarded) {
    let count = items.len();
    let mut layout = Layout {
        leads: leads(&items),
        items: items.into_iter().map(Some).collect(),
        laid: vec![None; count],
        passed: vec![false; count],
        later: vec![0; count],
        looks: MAX_LOOKS,
        steps: std::mem::take(&mut campaign.steps),
        entry: Target::End,
        bases: 0,
        order: 0,
        depth: 0,
        guarded,
    };
    let start = Due { base: 0, at: 0 };
    let mut queue = BinaryHeap::new();
    layout.push(&mut queue, entries, start, None);
    layout.run(vec![Tail { spot: Spot::Entry, now: start }], queue);
    campaign.entry = layout.entry;
    layout.pause();
    campaign.steps = layout.steps;
    campaign.steps.iter_mut().for_each(simplify);
}

/// A time: so many seconds since some moment. Times since different moments cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    base: u32,
    at: u64,
}

impl Due {
    fn since(self, earlier: Self) -> Option<u64> {
        (self.base == earlier.base).then(|| self.at.checked_sub(earlier.at)).flatten()
    }
}

/// An item that is to come, with when, and the place of the last wait that was taken into it. In the order in which they
/// come; of those that come at once, decisions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    base: u32,
    key: u64,
    decides: bool,
    order: usize,
    item: usize,
    due: Due,
    waited: Option<Place>,
}

type Queue = BinaryHeap<Reverse<Pending>>;

/// A way out of a step that leads nowhere yet, and the time at which a recipient stands there.
#[derive(Clone, Copy, Debug)]
struct Tail {
    spot: Spot,
    now: Due,
}

#[derive(Clone, Copy, Debug)]
enum Spot {
    Entry,
    Next(usize),
    Yes(usize),
    No(usize),
    Way(usize, usize),
}

/// How many items are looked at in all to tell what belongs behind a decision.
const MAX_LOOKS: usize = 2_000_000;

/// How deep decisions may lie in each other.
const MAX_DEPTH: usize = 200;

struct Layout {
    items: Vec<Option<Item>>,
    /// For each item the least seconds until a touch; none where none follows.
    leads: Vec<Option<u64>>,
    /// Where an item stands now, and the wait that its ways in have to bring, where it does not stand in the step.
    laid: Vec<Option<(usize, Fact<Wait>)>>,
    /// Whether an item was passed on the way that is being laid out.
    passed: Vec<bool>,
    /// In how many decisions around what is being laid out an item follows them, and so belongs behind all their sides.
    later: Vec<u32>,
    looks: usize,
    steps: Vec<Step>,
    entry: Target,
    bases: u32,
    order: usize,
    depth: usize,
    guarded: Guarded,
}

impl Layout {
    /// Lays out what is due behind `tails`. Gives the ways out that lead nowhere yet, and the items that were passed.
    fn run(&mut self, mut tails: Vec<Tail>, mut queue: Queue) -> (Vec<Tail>, Vec<usize>) {
        let mut passed = Vec::new();
        while let Some(Reverse(next)) = queue.pop() {
            let waits = self.later.get(next.item).is_some_and(|later| *later > 0);
            if waits || self.passed.get(next.item).is_none_or(|passed| *passed) {
                continue;
            }
            if let Some(Some((step, wait))) = self.laid.get(next.item).cloned() {
                // It stands on another way already; what it leads to does as well.
                if queue.is_empty() {
                    self.join(&tails, step, &wait);
                    return (Vec::new(), passed);
                }
                continue;
            }
            let Some(item) = self.items.get_mut(next.item).and_then(Option::take) else { continue };
            if let Some(mark) = self.passed.get_mut(next.item) {
                *mark = true;
            }
            passed.push(next.item);
            let due = next.due;
            let kept = match item.step {
                Some(step) if !is_wait_alone(&step, &item.out) || fits(&tails, due, &item.wait) => {
                    Some(self.lay(next.item, step, &item.wait, next, &mut tails))
                }
                _ => None,
            };
            let waited = if kept.is_some() { None } else { item.wait.place().or(next.waited) };
            match (item.out, kept) {
                (Out::All(list), _) => self.push(&mut queue, &list, due, waited),
                (Out::Back(to), step) => {
                    if !self.back(to, step, &mut tails, queue.is_empty()) {
                        self.push(&mut queue, &[to], due, waited);
                    }
                }
                (Out::Either(branch, yes, no), Some(step)) => {
                    let late = tails.first().and_then(|tail| tail.now.since(due)).unwrap_or(0);
                    let within = branch.within_s.saturating_sub(late);
                    let otherwise = Due { at: due.at.saturating_add(branch.within_s), ..due };
                    self.set(step, Flow::Branch(Branch { within_s: within, ..branch }));
                    let sides = vec![(Spot::Yes(step), yes, due), (Spot::No(step), no, otherwise)];
                    tails = self.sides(sides, waited, &mut passed, &queue);
                }
                (Out::Any(lists), Some(step)) => {
                    self.set(step, Flow::Split(vec![Target::End; lists.len()]));
                    let sides = lists.into_iter().enumerate().map(|(way, list)| (Spot::Way(step, way), list, due));
                    tails = self.sides(sides.collect(), waited, &mut passed, &queue);
                }
                (out @ (Out::Either(..) | Out::Any(_)), None) => {
                    let list = Item::unseen(Fact::Unknown, out).next();
                    self.push(&mut queue, &list, due, waited);
                }
            }
        }
        (tails, passed)
    }

    /// The sides of a decision, each for itself.
    fn sides(
        &mut self,
        sides: Vec<(Spot, Vec<usize>, Due)>,
        waited: Option<Place>,
        passed: &mut Vec<usize>,
        rest: &Queue,
    ) -> Vec<Tail> {
        let mut tails = Vec::new();
        let mut beside = Vec::new();
        let later = self.reach(rest);
        self.hold(&later, |count| count.saturating_add(1));
        self.depth += 1;
        for (spot, list, now) in sides {
            let tail = Tail { spot, now };
            if self.depth > MAX_DEPTH {
                tails.push(tail);
                continue;
            }
            let mut queue = Queue::new();
            self.push(&mut queue, &list, now, waited);
            let (open, side) = self.run(vec![tail], queue);
            self.mark(&side, false);
            tails.extend(open);
            beside.extend(side);
        }
        self.depth -= 1;
        self.hold(&later, |count| count.saturating_sub(1));
        self.mark(&beside, true);
        passed.extend(beside);
        if !rest.is_empty() && self.guarded == Guarded::InRunsOfTheirOwn {
            self.bases += 1;
            let now = Due { base: self.bases, at: 0 };
            for tail in &mut tails {
                tail.now = now;
            }
        }
        tails
    }

    /// What is still to be laid out from `queue`.
    fn reach(&mut self, queue: &Queue) -> Vec<usize> {
        let mut open: Vec<usize> = queue.iter().map(|Reverse(pending)| pending.item).collect();
        let mut found = HashSet::new();
        while let Some(index) = open.pop() {
            if self.looks == 0 {
                break;
            }
            self.looks -= 1;
            if let Some(Some(item)) = self.items.get(index)
                && found.insert(index)
            {
                open.extend(item.next());
            }
        }
        found.into_iter().collect()
    }

    fn hold(&mut self, items: &[usize], change: impl Fn(u32) -> u32) {
        for index in items {
            if let Some(count) = self.later.get_mut(*index) {
                *count = change(*count);
            }
        }
    }

    fn mark(&mut self, items: &[usize], to: bool) {
        for index in items {
            if let Some(mark) = self.passed.get_mut(*index) {
                *mark = to;
            }
        }
    }

    /// Makes the items of `list` due after their own waits.
    fn push(&mut self, queue: &mut Queue, list: &[usize], from: Due, waited: Option<Place>) {
        for index in list {
            let Some(Some(lead)) = self.leads.get(*index).copied() else { continue };
            let Some(item) = self.items.get(*index) else { continue };
            let (wait, decides) = match item {
                Some(item) => (item.wait.clone(), matches!(item.out, Out::Either(..) | Out::Any(_))),
                None => (Fact::Unknown, false),
            };
            let own = wait.value().map_or(0, |wait| wait.min_s);
            let due = if wait.is_unknown() {
                self.bases += 1;
                Due { base: self.bases, at: 0 }
            } else {
                Due { at: from.at.saturating_add(own), ..from }
            };
            let key = if decides { due.at.saturating_add(lead.saturating_sub(own)) } else { due.at };
            self.order += 1;
            let waited = wait.place().filter(|_| own > 0).or(waited);
            queue.push(Reverse(Pending { base: due.base, key, decides, order: self.order, item: *index, due, waited }));
        }
    }

    /// Puts a step behind `tails`, with the wait that it takes from each of them.
    fn lay(&mut self, item: usize, mut step: Step, own: &Fact<Wait>, next: Pending, tails: &mut Vec<Tail>) -> usize {
        let due = next.due;
        let gaps: Vec<Option<u64>> = tails.iter().map(|tail| due.since(tail.now)).collect();
        let as_written = if own.is_unknown() { None } else { Some(own.value().map_or(0, |wait| wait.min_s)) };
        let place = next.waited.or(own.place()).unwrap_or(step.head);
        let wait_of = |gap: Option<u64>| match gap {
            _ if gap == as_written => own.clone(),
            None => Fact::Unknown,
            Some(seconds) => Fact::stated(Wait::exactly(seconds), place),
        };
        let head = step.head;
        let same = gaps.first().copied().filter(|first| gaps.iter().all(|gap| gap == first));
        step.wait = same.map_or(Fact::Absent(head), wait_of);
        let id = step.id.value.clone();
        self.steps.push(step);
        let index = self.steps.len() - 1;
        for (tail, gap) in tails.iter().zip(gaps) {
            let target = if same.is_some() || gap == Some(0) {
                Target::Step(index)
            } else {
                self.pad(&id, wait_of(gap), place, index)
            };
            self.link(tail.spot, target);
        }
        if let Some(slot) = self.laid.get_mut(item) {
            let brought = if same.is_some() { Fact::Absent(head) } else { own.clone() };
            *slot = Some((index, brought));
        }
        // A recipient cannot stand before the moment that they have come to.
        let now =
            tails.iter().map(|tail| tail.now).filter(|now| now.base == due.base).max().map_or(due, |n| n.max(due));
        *tails = vec![Tail { spot: Spot::Next(index), now }];
        index
    }
}

/// Whether a wait can stand as it is written.
fn fits(tails: &[Tail], due: Due, own: &Fact<Wait>) -> bool {
    let own = own.value().map(|wait| wait.min_s);
    own.is_none() || tails.iter().all(|tail| due.since(tail.now) == own)
}

/// Whether a step does nothing but wait.
fn is_wait_alone(step: &Step, out: &Out) -> bool {
    matches!(step.action, Action::Nothing) && matches!(out, Out::All(_))
}
