//! Every walk, one by one, straight from the sentences of the format's description. Slow and plain on purpose: it
//! shares nothing with what it proves.

use std::collections::BTreeMap;

use crate::model::{Action, Campaign, Channel, Event, Flow, Guard, OptOutMethod, Scope, Target};
use crate::timeline::Recipient;

/// Who walks.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Who {
    Silent,
    Reader,
    Quiet,
    Did(Event),
}

impl Who {
    /// Whether a guard on `event` can be true, and whether it can be false.
    fn answers(self, event: Event) -> (bool, bool) {
        let reads = matches!(event, Event::Open | Event::Click);
        match self {
            Self::Silent => (false, true),
            Self::Reader => (reads, !reads),
            Self::Did(done) if done == event => (true, false),
            Self::Quiet | Self::Did(_) => (reads, true),
        }
    }
}

/// One walk: its steps with their times, and the cycle that it comes back to where that has a touch on it.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub(super) steps: Vec<(usize, u64)>,
    pub(super) cycle: Option<Vec<usize>>,
}

pub(super) struct Brute<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) who: Who,
    /// Channels that are silent.
    pub(super) mute: Vec<Channel>,
}

impl Brute<'_> {
    pub(super) fn touch(&self, step: usize) -> Option<Channel> {
        match &self.campaign.steps[step].action {
            Action::Touch(touch) if !self.mute.contains(&touch.channel.value) => Some(touch.channel.value),
            _ => None,
        }
    }

    fn wait(&self, step: usize) -> u64 {
        self.campaign.steps[step].wait.value().map_or(0, |wait| wait.min_s)
    }

    fn ways(&self, step: usize) -> Vec<(Target, u64)> {
        match &self.campaign.steps[step].flow {
            Flow::Next(target) => vec![(*target, 0)],
            Flow::Split(targets) => targets.iter().map(|target| (*target, 0)).collect(),
            Flow::Branch(branch) => match &branch.on.value {
                Guard::Attribute(_) => vec![(branch.yes, 0), (branch.no, 0)],
                Guard::Event(event) => {
                    let (yes, no) = self.who.answers(*event);
                    let mut ways = Vec::new();
                    ways.extend(yes.then_some((branch.yes, 0)));
                    ways.extend(no.then_some((branch.no, branch.within_s)));
                    ways
                }
            },
        }
    }

    /// Every walk from enrolment.
    pub(super) fn walks(&self) -> Vec<Walk> {
        match self.campaign.entry {
            Target::Step(entry) => self.walks_from(entry, self.wait(entry)),
            Target::End => vec![Walk { steps: Vec::new(), cycle: None }],
        }
    }

    /// Every walk of one who stands in `step`.
    pub(super) fn walks_from(&self, step: usize, at_s: u64) -> Vec<Walk> {
        let mut walks = Vec::new();
        self.go(&mut vec![(step, at_s)], &mut walks);
        walks
    }

    fn go(&self, path: &mut Vec<(usize, u64)>, walks: &mut Vec<Walk>) {
        let (here, at_s) = *path.last().unwrap();
        let ways = self.ways(here);
        if ways.is_empty() {
            walks.push(Walk { steps: path.clone(), cycle: None });
        }
        for (target, leave_s) in ways {
            let Target::Step(to) = target else {
                walks.push(Walk { steps: path.clone(), cycle: None });
                continue;
            };
            if let Some(before) = path.iter().position(|(step, _)| *step == to) {
                let cycle: Vec<usize> = path[before..].iter().map(|(step, _)| *step).collect();
                let endless = cycle.iter().any(|step| self.touch(*step).is_some());
                walks.push(Walk { steps: path.clone(), cycle: endless.then_some(cycle) });
                continue;
            }
            path.push((to, at_s + leave_s + self.wait(to)));
            self.go(path, walks);
            path.pop();
        }
    }

    pub(super) fn touches(&self, steps: &[(usize, u64)]) -> Vec<(usize, u64)> {
        steps.iter().copied().filter(|(step, _)| self.touch(*step).is_some()).collect()
    }
}

/// The figures of a track, or the cycles where there is no end.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) count: usize,
    pub(super) ends_s: Option<u64>,
    pub(super) min_gap_s: Option<u64>,
    pub(super) in_window: [usize; 3],
    pub(super) last_at_s: Option<u64>,
    pub(super) gaps: BTreeMap<(usize, usize), u64>,
    pub(super) first: Vec<usize>,
    pub(super) last: Vec<usize>,
}

/// The most of `touches` in one half-open window, and the shortest time that holds so many.
pub(super) fn fullest(touches: &[(usize, u64)], window_s: u64) -> (usize, u64) {
    let mut best = (0, 0);
    for (from, first) in touches.iter().enumerate() {
        for (to, last) in touches.iter().enumerate().skip(from) {
            let (count, length_s) = (to - from + 1, last.1 - first.1);
            if length_s < window_s && (count > best.0 || count == best.0 && length_s < best.1) {
                best = (count, length_s);
            }
        }
    }
    best
}

pub(super) fn figures(touches_of_walks: &[Vec<(usize, u64)>]) -> Figures {
    let mut found = Figures::default();
    for touches in touches_of_walks {
        let end_s = touches.last().map(|(_, at_s)| *at_s);
        if touches.len() > found.count || touches.len() == found.count && end_s < found.ends_s {
            (found.count, found.ends_s) = (touches.len(), end_s);
        }
        found.last_at_s = found.last_at_s.max(end_s);
        for pair in touches.windows(2) {
            let gap_s = pair[1].1 - pair[0].1;
            found.min_gap_s = Some(found.min_gap_s.map_or(gap_s, |known| known.min(gap_s)));
            let known = found.gaps.entry((pair[0].0, pair[1].0)).or_insert(gap_s);
            *known = gap_s.min(*known);
        }
        for (most, days) in found.in_window.iter_mut().zip([1, 7, 30]) {
            *most = fullest(touches, days * 86_400).0.max(*most);
        }
        found.first.extend(touches.first().map(|(step, _)| *step));
        found.last.extend(touches.last().map(|(step, _)| *step));
    }
    for list in [&mut found.first, &mut found.last] {
        list.sort_unstable();
        list.dedup();
    }
    found
}

/// What the event of `recipient` on `channel` silences; none where it ends everything.
pub(super) fn silenced(campaign: &Campaign, recipient: Recipient, channel: Channel) -> Option<Vec<Channel>> {
    let event = recipient.event().unwrap();
    let mut mute = Vec::new();
    if campaign.stop.on(event).get() == Some(true) {
        if campaign.stop.scope.get() != Some(Scope::SameChannel) {
            return None;
        }
        mute.push(channel);
    }
    if event == Event::OptOut
        && let Some(opt_out) = campaign.opt_out(channel)
        && opt_out.method.get().is_some_and(|method| method != OptOutMethod::None)
    {
        mute.push(channel);
        if opt_out.covers.get() == Some(Scope::AllChannels) {
            mute.extend(Channel::ALL);
        }
    }
    Some(mute)
}
