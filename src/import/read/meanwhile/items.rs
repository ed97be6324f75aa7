//! The nodes of an export, and how far each is from a touch.

use crate::model::{Branch, Fact, Step, Wait};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A node of an export.
#[derive(Debug)]
pub(in crate::import) struct Item {
    /// The step that it becomes; none where a recipient notices nothing of it.
    pub(in crate::import) step: Option<Step>,
    /// The wait before it, since the one before it.
    pub(in crate::import) wait: Fact<Wait>,
    /// Where it leads.
    pub(in crate::import) out: Out,
}

/// Where an item leads. Each index is one of an item; one that nothing has is left out.
#[derive(Debug)]
pub(in crate::import) enum Out {
    /// To all of these, at once.
    All(Vec<usize>),
    /// To all of the one list or all of the other; the targets of the branch are filled in.
    Either(Branch, Vec<usize>, Vec<usize>),
    /// To all of one of these lists.
    Any(Vec<Vec<usize>>),
    /// Back to what was there before: it comes again.
    Back(usize),
}

impl Item {
    /// A step whose wait stands in it.
    pub(in crate::import) fn of(step: Step, out: Out) -> Self {
        Self { wait: step.wait.clone(), step: Some(step), out }
    }

    /// What nobody notices.
    pub(in crate::import) fn unseen(wait: Fact<Wait>, out: Out) -> Self {
        Self { step: None, wait, out }
    }

    fn min_s(&self) -> u64 {
        self.wait.value().map_or(0, |wait| wait.min_s)
    }

    fn touches(&self) -> bool {
        self.step.as_ref().is_some_and(|step| step.touch().is_some())
    }

    /// Every item that it leads to.
    pub(in crate::import) fn next(&self) -> Vec<usize> {
        match &self.out {
            Out::All(list) => list.clone(),
            Out::Either(_, yes, no) => yes.iter().chain(no).copied().collect(),
            Out::Any(lists) => lists.concat(),
            Out::Back(index) => vec![*index],
        }
    }
}

/// For each item the least seconds until a touch, its own wait counted; none where none follows.
pub(super) fn leads(items: &[Item]) -> Vec<Option<u64>> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for (index, item) in items.iter().enumerate() {
        for next in item.next() {
            if let Some(list) = before.get_mut(next) {
                list.push(index);
            }
        }
    }
    let mut leads = vec![None; items.len()];
    let touches = items.iter().enumerate().filter(|(_, item)| item.touches());
    let mut queue: BinaryHeap<_> = touches.map(|(index, item)| Reverse((item.min_s(), index))).collect();
    while let Some(Reverse((lead, index))) = queue.pop() {
        match leads.get_mut(index) {
            Some(slot) if slot.is_none() => *slot = Some(lead),
            _ => continue,
        }
        for earlier in before.get(index).into_iter().flatten() {
            if let (Some(None), Some(item)) = (leads.get(*earlier), items.get(*earlier)) {
                queue.push(Reverse((lead.saturating_add(item.min_s()), *earlier)));
            }
        }
    }
    leads
}
