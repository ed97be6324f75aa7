//! Exports that are graphs: steps that name those which follow them.

use super::id;
use crate::model::{Campaign, Fact, Flow, Step, Target, Wait};
use crate::source::{Located, Place};
use crate::syntax::Node;
use std::collections::{HashMap, HashSet};

/// Which step has which id; the first, where two have one.
#[derive(Debug, Default)]
pub(in crate::import) struct Ids(HashMap<String, usize>);

impl Ids {
    /// The ids of the steps, with the index of each.
    pub(in crate::import) fn new(ids: impl Iterator<Item = (String, usize)>) -> Self {
        let mut map = HashMap::new();
        for (id, index) in ids {
            map.entry(id).or_insert(index);
        }
        Self(map)
    }

    /// The step that `key` names; the end, where it names none that is there.
    pub(in crate::import) fn target(&self, node: &Node<'_>, key: &str) -> Target {
        id(node, key).map_or(Target::End, |id| self.step(&id))
    }

    /// The step of an id; the end, where none has it.
    pub(in crate::import) fn step(&self, id: &str) -> Target {
        self.0.get(id).map_or(Target::End, |index| Target::Step(*index))
    }
}

/// A way that is taken only after `seconds`: a step of its own, behind the others, where the export has none.
pub(in crate::import) fn later(campaign: &mut Campaign, id: &str, place: Place, seconds: u64, next: Target) -> Target {
    if seconds == 0 || next == Target::End {
        return next;
    }
    let mut step = super::step(Located::new(format!("{id}-otherwise"), place), place);
    step.wait = Fact::stated(Wait::exactly(seconds), place);
    step.flow = Flow::Next(next);
    campaign.steps.push(step);
    Target::Step(campaign.steps.len() - 1)
}

/// Lets each step lead to the next and starts at the first: a list is a chain.
pub(in crate::import) fn chain(campaign: &mut Campaign) {
    let count = campaign.steps.len();
    for (index, step) in campaign.steps.iter_mut().enumerate() {
        step.flow = Flow::Next(if index + 1 < count { Target::Step(index + 1) } else { Target::End });
    }
    campaign.entry = if count == 0 { Target::End } else { Target::Step(0) };
}

/// Adds the steps that a walk can come to from `target` to those that are `reached`, and gives the new ones. Steps that
/// are among them already are not looked at again, so that many calls with one set cost as much as one.
pub(in crate::import) fn reach(campaign: &Campaign, target: Target, reached: &mut HashSet<usize>) -> Vec<usize> {
    let mut new = Vec::new();
    let mut stack = vec![target];
    while let Some(target) = stack.pop() {
        if let Target::Step(index) = target
            && let Some(step) = campaign.steps.get(index)
            && reached.insert(index)
        {
            new.push(index);
            stack.extend(step.targets());
        }
    }
    new
}

/// Where a delay step waits until a clock time, the message right behind it goes out at that time.
pub(in crate::import) fn hand_on_clocks(campaign: &mut Campaign) {
    let mut ways_in = vec![0_usize; campaign.steps.len()];
    for target in campaign.steps.iter().flat_map(Step::targets) {
        if let Target::Step(index) = target
            && let Some(count) = ways_in.get_mut(index)
        {
            *count += 1;
        }
    }
    for index in 0..campaign.steps.len() {
        let Some(delay) = campaign.steps.get(index) else { continue };
        let (Some(at), Flow::Next(Target::Step(next))) = (delay.at.located(), &delay.flow) else { continue };
        let (at, next) = (at.clone(), *next);
        if delay.touch().is_none()
            && ways_in.get(next) == Some(&1)
            && let Some(step) = campaign.steps.get_mut(next).filter(|step| step.touch().is_some())
        {
            step.at = Fact::Stated(at);
        }
    }
}
