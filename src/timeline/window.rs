//! How many touches fall into one window.
//!
//! Owns the sliding window over every walk at once. For each step it keeps, per number of touches, the shortest time
//! in which a walk that ends there can hold so many. That time grows with the number, so what no longer fits into the
//! window falls off at one end, and a row of steps moves its list on without a copy.

use std::collections::VecDeque;

use super::Visit;
use super::graph::{NEVER, later};
use super::plan::{Plan, Way};
use crate::model::time;

/// The most touches in each window.
#[derive(Clone, Copy)]
pub(super) struct Full {
    /// In 24 hours.
    pub(super) day: u32,
    /// In 7 days.
    pub(super) week: u32,
    /// In 30 days.
    pub(super) month: u32,
}

/// The most touches in one window that are counted where ways come together. Only thousands of steps within a month
/// have more; a row of steps is counted whole.
const MOST_COUNTED: usize = 10_000;

/// How many (step, number of touches) pairs [`densest`] keeps the way to. Beyond it a window is shown with fewer
/// touches than it may have; that takes thousands of steps within one window.
const MOST_KEPT: usize = 1 << 24;

/// Per number of touches, from one, the shortest time that holds so many.
#[derive(Clone, Default)]
struct Spans {
    /// What is to be added to each time, modulo 2^64: moving on costs nothing.
    base: u64,
    times: VecDeque<u64>,
}

impl Spans {
    fn time(&self, index: usize) -> Option<u64> {
        self.times.get(index).map(|time| time.wrapping_add(self.base))
    }

    fn touch(&mut self) {
        self.times.push_front(0_u64.wrapping_sub(self.base));
    }

    fn move_on(&mut self, by_s: u64, window_s: u64) {
        if by_s >= window_s {
            self.times.clear();
            return;
        }
        self.base = self.base.wrapping_add(by_s);
        while self.times.back().is_some_and(|time| time.wrapping_add(self.base) >= window_s) {
            self.times.pop_back();
        }
    }

    /// Keeps the shorter of each, of `most` at most, and says for which numbers `other` was shorter.
    fn merge(&mut self, other: &Self, most: usize, mut shorter: impl FnMut(usize)) {
        self.times.truncate(most);
        for index in 0..other.times.len().min(most) {
            let Some(theirs) = other.time(index) else { break };
            let stored = theirs.wrapping_sub(self.base);
            match self.time(index) {
                Some(ours) if ours <= theirs => {}
                Some(_) => {
                    self.times[index] = stored;
                    shorter(index);
                }
                None => {
                    self.times.push_back(stored);
                    shorter(index);
                }
            }
        }
    }
}

/// The most touches in any window of a day, a week and a month, on any walk from `entry`.
pub(super) fn fullest(plan: &Plan, entry: u32) -> Full {
    let mut full = Full { day: 0, week: 0, month: 0 };
    let mut spans: Vec<Option<Spans>> = Vec::new();
    spans.resize_with(plan.order.len(), || None);
    spans[entry as usize] = Some(Spans::default());
    for position in (0..=entry).rev() {
        let Some(mut here) = spans[position as usize].take() else { continue };
        if plan.touches(position) {
            here.touch();
            let fits = |count: u32, window_s| here.time(count as usize).is_some_and(|time| time < window_s);
            full.day += u32::from(fits(full.day, time::DAY));
            full.week += u32::from(fits(full.week, time::WEEK));
            full.month += u32::from(fits(full.month, time::MONTH));
        }
        let Some((last, others)) = plan.ways(position).split_last() else { continue };
        for way in others {
            let mut on = here.clone();
            on.move_on(way.min_s, time::MONTH);
            arrive(&mut spans[way.to as usize], on);
        }
        here.move_on(last.min_s, time::MONTH);
        arrive(&mut spans[last.to as usize], here);
    }
    full
}

fn arrive(there: &mut Option<Spans>, spans: Spans) {
    match there {
        None => *there = Some(spans),
        Some(there) => there.merge(&spans, MOST_COUNTED, |_| ()),
    }
}

/// The touches of the fullest window of `window_s` on any walk, of those that `counts`: the shortest such window, at
/// the earliest time at which a walk can come to its first touch.
pub(super) fn densest(plan: &Plan, window_s: u64, counts: &dyn Fn(usize) -> bool) -> Vec<Visit> {
    let Some(entry) = plan.position(plan.graph.entry).filter(|entry| plan.cycle(*entry).is_none() && window_s > 0)
    else {
        return Vec::new();
    };
    let kept = kept(plan, entry);
    let mut trail = Trail { earliest: vec![NEVER; plan.order.len()], came: vec![(0, Vec::new()); plan.order.len()] };
    let mut spans: Vec<Option<Spans>> = Vec::new();
    spans.resize_with(plan.order.len(), || None);
    spans[entry as usize] = Some(Spans::default());
    trail.earliest[entry as usize] = plan.graph.node(plan.graph.entry).wait_s;
    let mut fullest = (0, 0, entry);
    for position in (0..=entry).rev() {
        let Some(mut here) = spans[position as usize].take() else { continue };
        if counted(plan, position, counts) {
            here.touch();
            let length_s = here.times.len().checked_sub(1).and_then(|last| here.time(last)).unwrap_or(0);
            if here.times.len() > fullest.0 || here.times.len() == fullest.0 && length_s < fullest.1 {
                fullest = (here.times.len(), length_s, position);
            }
        }
        let Some((last, others)) = plan.ways(position).split_last() else { continue };
        for way in others {
            trail.arrive(&mut spans, here.clone(), (position, way), window_s, kept);
        }
        trail.arrive(&mut spans, here, (position, last), window_s, kept);
    }
    trail.back(plan, (fullest.2, fullest.0), counts)
}

fn counted(plan: &Plan, position: u32, counts: &dyn Fn(usize) -> bool) -> bool {
    plan.touches(position) && counts(plan.step(position))
}

/// How many numbers of touches each step at which ways come together may keep.
fn kept(plan: &Plan, entry: u32) -> usize {
    let ways: usize = (0..=entry).map(|position| plan.ways(position).len()).sum();
    MOST_KEPT / ways.saturating_sub(entry as usize).max(1)
}

/// Where each span came from.
struct Trail {
    earliest: Vec<u64>,
    /// The position from which a walk came first, and per number of touches the one from which the shortest came.
    came: Vec<(u32, Vec<u32>)>,
}

impl Trail {
    fn arrive(
        &mut self,
        spans: &mut [Option<Spans>],
        mut on: Spans,
        (from, way): (u32, &Way),
        window_s: u64,
        kept: usize,
    ) {
        let to = way.to as usize;
        self.earliest[to] = self.earliest[to].min(later(self.earliest[from as usize], way.min_s));
        on.move_on(way.min_s, window_s);
        let (first, by_number) = &mut self.came[to];
        match &mut spans[to] {
            None => {
                *first = from;
                spans[to] = Some(on);
            }
            Some(there) => {
                there.merge(&on, kept, |index| {
                    if by_number.len() <= index {
                        by_number.resize(index + 1, *first);
                    }
                    by_number[index] = from;
                });
            }
        }
    }

    fn back(&self, plan: &Plan, end: (u32, usize), counts: &dyn Fn(usize) -> bool) -> Vec<Visit> {
        let (mut position, mut number) = end;
        let mut visits = Vec::with_capacity(number);
        // Time is known from the end at first, and from enrolment once the first touch is.
        let mut before_end_s = 0;
        while number > 0 {
            if counted(plan, position, counts) {
                visits.push(Visit { step: plan.step(position), at_s: before_end_s });
                number -= 1;
                if number == 0 {
                    break;
                }
            }
            let (first, by_number) = &self.came[position as usize];
            let from = by_number.get(number - 1).copied().unwrap_or(*first);
            let way = plan.ways(from).iter().find(|way| way.to == position);
            before_end_s = later(before_end_s, way.map_or(0, |way| way.min_s));
            position = from;
        }
        let start_s = self.earliest[position as usize];
        for visit in &mut visits {
            visit.at_s = later(start_s, before_end_s - visit.at_s);
        }
        visits.reverse();
        visits
    }
}
