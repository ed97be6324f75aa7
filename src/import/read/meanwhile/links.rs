//! The ends of what is laid out, and what they are led to.

use super::{Layout, Spot, Tail};
use crate::import::read;
use crate::model::{Fact, Flow, Step, Target, Wait};
use crate::source::{Located, Place};

impl Layout {
    /// Leads `tails` to a step that stands on another way.
    pub(super) fn join(&mut self, tails: &[Tail], step: usize, wait: &Fact<Wait>) {
        let target = if wait.is_absent() {
            Target::Step(step)
        } else {
            let head = self.steps.get(step).map_or(Place::default(), |step| step.head);
            let id = self.steps.get(step).map_or(String::new(), |step| step.id.value.clone());
            self.pad(&id, wait.clone(), wait.place().unwrap_or(head), step)
        };
        for tail in tails {
            self.link(tail.spot, target);
        }
    }

    /// A step that only waits, before another.
    pub(super) fn pad(&mut self, id: &str, wait: Fact<Wait>, place: Place, then: usize) -> Target {
        let mut pad = read::step(Located::new(format!("until {id}"), place), place);
        pad.wait = wait;
        pad.flow = Flow::Next(Target::Step(then));
        self.steps.push(pad);
        Target::Step(self.steps.len() - 1)
    }

    /// What waits for an event and goes on alike without it decides nothing: it only holds up those who do nothing.
    pub(super) fn pause(&mut self) {
        for index in 0..self.steps.len() {
            let Some(Flow::Branch(branch)) = self.steps.get_mut(index).map(|step| &mut step.flow) else { continue };
            let (Target::Step(then), within) = (branch.no, branch.within_s) else { continue };
            if branch.yes != branch.no || within == 0 {
                continue;
            }
            branch.within_s = 0;
            let place = branch.on.place;
            let pad = self.pad("the answer, or none", Fact::stated(Wait::exactly(within), place), place, then);
            if let Some(Flow::Branch(branch)) = self.steps.get_mut(index).map(|step| &mut step.flow) {
                branch.no = pad;
            }
        }
    }

    /// Leads back to an item that was passed; says whether there was one.
    pub(super) fn back(&mut self, to: usize, step: Option<usize>, tails: &mut Vec<Tail>, ends: bool) -> bool {
        let (Some(Some((target, wait))), Some(true)) = (self.laid.get(to).cloned(), self.passed.get(to).copied())
        else {
            return false;
        };
        let Some(step) = step else { return false };
        let again = if wait.is_absent() {
            Target::Step(target)
        } else {
            let place = wait.place().unwrap_or_default();
            self.pad("it comes again", wait, place, target)
        };
        if ends {
            self.link(Spot::Next(step), again);
            tails.clear();
        } else {
            self.set(step, Flow::Split(vec![again, Target::End]));
            for tail in tails.iter_mut() {
                tail.spot = Spot::Way(step, 1);
            }
        }
        true
    }

    pub(super) fn set(&mut self, step: usize, flow: Flow) {
        if let Some(step) = self.steps.get_mut(step) {
            step.flow = flow;
        }
    }

    pub(super) fn link(&mut self, spot: Spot, target: Target) {
        let (index, way) = match spot {
            Spot::Entry => {
                self.entry = target;
                return;
            }
            Spot::Next(step) | Spot::Yes(step) => (step, 0),
            Spot::No(step) => (step, 1),
            Spot::Way(step, way) => (step, way),
        };
        let end = match self.steps.get_mut(index).map(|step| &mut step.flow) {
            Some(Flow::Next(next)) => Some(next),
            Some(Flow::Branch(branch)) => Some(if way == 0 { &mut branch.yes } else { &mut branch.no }),
            Some(Flow::Split(ways)) => ways.get_mut(way),
            None => None,
        };
        if let Some(end) = end {
            *end = target;
        }
    }
}

/// A fork whose ways all lead to one place is none.
pub(super) fn simplify(step: &mut Step) {
    match &mut step.flow {
        Flow::Split(ways) => {
            let mut seen = Vec::new();
            ways.retain(|way| {
                let new = !seen.contains(way);
                seen.push(*way);
                new
            });
            if let [] | [_] = ways.as_slice() {
                step.flow = Flow::Next(ways.first().copied().unwrap_or(Target::End));
            }
        }
        Flow::Branch(branch) if branch.yes == branch.no && branch.within_s == 0 => step.flow = Flow::Next(branch.yes),
        _ => {}
    }
}
