//! What is drawn of a campaign: a lane of touches for each kind of recipient.
//!
//! Owns which walk a lane shows. How it is drawn is `render`'s business.

use super::Walked;
use crate::finding::WitnessTouch;
use crate::model::{Campaign, Event};
use crate::rules;
use crate::source::FileId;
use crate::timeline::{After, Count, Recipient, Timelines, Track, Visit};

/// The lanes of one campaign.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// Its file.
    pub file: FileId,
    /// The file's path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// A lane per recipient, in the order of [`Recipient::ALL`].
    pub lanes: Vec<Lane>,
}

/// What one kind of recipient lives through, on the walk that is worst for them.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Who.
    pub recipient: Recipient,
    /// The touches, in the order of time.
    pub touches: Vec<WitnessTouch>,
    /// How many of them come before the person acts; all of them for those who do not.
    pub before: usize,
    /// How it ends.
    pub end: End,
}

/// How a lane ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The campaign is over.
    Over,
    /// What the person did ended it.
    Stopped,
    /// What the person did ended nothing: touches still follow.
    GoesOn,
    /// It never ends.
    Endless,
    /// The format cannot say whether what the person does ends it.
    Unknown,
    /// Nothing is ever sent.
    Empty,
}

/// The lanes of a campaign for the recipients `kinds`.
pub fn portrait(path: &str, walked: &Walked, kinds: &[Recipient]) -> Portrait {
    let lanes = kinds.iter().map(|recipient| lane(&walked.campaign, &walked.timelines, *recipient)).collect();
    Portrait { file: walked.campaign.file, path: path.to_owned(), name: walked.campaign.name.value.clone(), lanes }
}

fn lane(campaign: &Campaign, timelines: &Timelines, recipient: Recipient) -> Lane {
    match (timelines.track(recipient), recipient.event()) {
        (Some(track), _) => passive(campaign, timelines, recipient, track),
        (None, Some(event)) => acting(campaign, timelines, recipient, event),
        (None, None) => Lane { recipient, touches: Vec::new(), before: 0, end: End::Empty },
    }
}

fn passive(campaign: &Campaign, timelines: &Timelines, recipient: Recipient, track: &Track) -> Lane {
    let (visits, end) = match track.touch_count {
        Count::Unbounded => {
            let touches: Vec<usize> = track
                .cycle
                .iter()
                .copied()
                .filter(|step| campaign.steps.get(*step).is_some_and(|s| s.touch().is_some()))
                .collect();
            (timelines.walk_via(recipient, &touches).unwrap_or_default(), End::Endless)
        }
        Count::Bounded(0) => (Vec::new(), End::Empty),
        Count::Bounded(_) => (track.touches.clone(), End::Over),
    };
    let touches = rules::witness(campaign, &visits);
    Lane { recipient, before: touches.len(), touches, end }
}

fn acting(campaign: &Campaign, timelines: &Timelines, recipient: Recipient, event: Event) -> Lane {
    let after = timelines.after(recipient);
    let worst =
        after.iter().max_by_key(|one| (!one.cycle.is_empty(), one.touches.len(), std::cmp::Reverse(one.event_after)));
    let Some(worst) = worst else { return Lane { recipient, touches: Vec::new(), before: 0, end: End::Empty } };
    let mut visits = before(timelines, worst);
    let before = visits.len();
    let known = !campaign.stop.on(event).is_unknown();
    let end = match (known, worst.cycle.is_empty(), worst.touches.is_empty()) {
        (false, ..) => End::Unknown,
        (true, false, _) => End::Endless,
        (true, true, true) => End::Stopped,
        (true, true, false) => End::GoesOn,
    };
    if known {
        visits.extend(worst.touches.iter().copied());
    }
    Lane { recipient, touches: rules::witness(campaign, &visits), before, end }
}

/// The touches up to the one after which the person acts.
fn before(timelines: &Timelines, after: &After) -> Vec<Visit> {
    let event = after.event_after;
    [Recipient::Silent, Recipient::Reader]
        .iter()
        .filter_map(|who| timelines.walk_via(*who, &[event.step]))
        .find(|walk| walk.last() == Some(&event))
        .unwrap_or_else(|| vec![event])
}
