//! What `outreach-lint timeline --format json` gives.
//!
//! Owns the names and the order of that output (docs: "The recipient's timeline" of the format). Lists are written as
//! they are read, so that a report takes no memory of its own.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{After, Count, Recipient, Timelines, Track, Visit};
use crate::model::Campaign;

/// The whole output.
#[derive(Debug, serde::Serialize)]
pub struct Report<'a> {
    /// The version of the output.
    pub version: u32,
    /// One entry per campaign, in the order of the run.
    pub campaigns: Vec<CampaignReport<'a>>,
}

impl<'a> Report<'a> {
    /// The output for these campaigns.
    pub fn new(campaigns: Vec<CampaignReport<'a>>) -> Self {
        Self { version: 1, campaigns }
    }
}

/// One campaign of the output.
#[derive(Debug, serde::Serialize)]
pub struct CampaignReport<'a> {
    file: &'a str,
    campaign: &'a str,
    recipients: Recipients<'a>,
}

/// The entry of `campaign`, which stands in `file`, with these kinds of recipient ([`Recipient::ALL`] for all).
pub fn report<'a>(
    file: &'a str,
    campaign: &'a Campaign,
    timelines: &'a Timelines,
    kinds: &'a [Recipient],
) -> CampaignReport<'a> {
    CampaignReport { file, campaign: &campaign.name.value, recipients: Recipients { campaign, timelines, kinds } }
}

#[derive(Debug)]
struct Recipients<'a> {
    campaign: &'a Campaign,
    timelines: &'a Timelines,
    kinds: &'a [Recipient],
}

impl Serialize for Recipients<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let campaign = self.campaign;
        let mut map = serializer.serialize_map(Some(self.kinds.len()))?;
        for &recipient in self.kinds {
            if let Some(track) = self.timelines.track(recipient) {
                map.serialize_entry(recipient.as_str(), &TrackReport::of(campaign, track))?;
            } else {
                let after = self.timelines.after(recipient);
                map.serialize_entry(recipient.as_str(), &Acts { after: Afters { campaign, recipient, after } })?;
            }
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct TrackReport<'a> {
    touch_count: Touches,
    #[serde(skip_serializing_if = "Ids::is_empty")]
    cycle: Ids<'a>,
    min_gap_s: Option<u64>,
    max_in_24h: Option<u32>,
    max_in_7d: Option<u32>,
    max_in_30d: Option<u32>,
    last_at_s: Option<u64>,
    touches: Visits<'a>,
    senders: Vec<&'a str>,
    channels: Vec<&'a str>,
}

impl<'a> TrackReport<'a> {
    fn of(campaign: &'a Campaign, track: &'a Track) -> Self {
        let visits = Visits { campaign, visits: &track.touches };
        Self {
            touch_count: Touches(track.touch_count),
            cycle: Ids { campaign, steps: &track.cycle },
            min_gap_s: track.min_gap_s,
            max_in_24h: track.max_in_24h,
            max_in_7d: track.max_in_7d,
            max_in_30d: track.max_in_30d,
            last_at_s: track.last_at_s,
            touches: visits,
            senders: first_appearances(visits.iter().filter_map(|visit| visit.sender)),
            channels: first_appearances(visits.iter().filter_map(|visit| visit.channel)),
        }
    }
}

fn first_appearances<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

struct Touches(Count);

impl Serialize for Touches {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Count::Bounded(count) => serializer.serialize_u32(count),
            Count::Unbounded => serializer.serialize_str("unbounded"),
        }
    }
}

#[derive(serde::Serialize)]
struct Acts<'a> {
    after: Afters<'a>,
}

struct Afters<'a> {
    campaign: &'a Campaign,
    recipient: Recipient,
    after: &'a [After],
}

impl Serialize for Afters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.after.iter().map(|after| {
            let endless = !after.cycle.is_empty();
            AfterReport {
                event_after: id(self.campaign, after.event_after.step),
                channel: (self.recipient == Recipient::OptsOut).then(|| after.channel.as_str()),
                touch_count: endless.then_some(Touches(Count::Unbounded)),
                cycle: Ids { campaign: self.campaign, steps: &after.cycle },
                touches: Visits { campaign: self.campaign, visits: &after.touches },
            }
        }))
    }
}

#[derive(serde::Serialize)]
struct AfterReport<'a> {
    event_after: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    touch_count: Option<Touches>,
    #[serde(skip_serializing_if = "Ids::is_empty")]
    cycle: Ids<'a>,
    touches: Visits<'a>,
}

struct Ids<'a> {
    campaign: &'a Campaign,
    steps: &'a [usize],
}

impl Ids<'_> {
    fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.steps.iter().map(|step| id(self.campaign, *step)))
    }
}

#[derive(Clone, Copy)]
struct Visits<'a> {
    campaign: &'a Campaign,
    visits: &'a [Visit],
}

impl<'a> Visits<'a> {
    fn iter(self) -> impl Iterator<Item = VisitReport<'a>> {
        self.visits.iter().map(move |visit| {
            let touch = self.campaign.steps.get(visit.step).and_then(|step| step.touch());
            VisitReport {
                step: id(self.campaign, visit.step),
                channel: touch.map(|touch| touch.channel.value.as_str()),
                sender: touch.and_then(|touch| self.campaign.sender_of(touch)).map(|sender| sender.key.as_str()),
                at_s: visit.at_s,
            }
        })
    }
}

impl Serialize for Visits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[derive(serde::Serialize)]
struct VisitReport<'a> {
    step: &'a str,
    channel: Option<&'a str>,
    sender: Option<&'a str>,
    at_s: u64,
}

fn id(campaign: &Campaign, step: usize) -> &str {
    campaign.steps.get(step).map_or("", |step| step.id.value.as_str())
}
