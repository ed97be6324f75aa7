//! The duties of one kind by channel, worked out once for each: a campaign may have many touches on few channels.

use super::data::{Duty, Law};
use super::{Held, Regions};
use crate::model::Channel;
use crate::rules::{Context, Findings};

/// The duties of one kind that hold for touches, by their channel.
#[derive(Debug)]
pub(crate) struct PerChannel<'r, 'a, T: 'static> {
    regions: &'r Regions<'a>,
    kind: fn(&'static Law) -> &'static [Duty<T>],
    known: Vec<(Channel, Vec<Held<'a, T>>)>,
}

impl<'r, 'a, T> PerChannel<'r, 'a, T> {
    /// Nothing is worked out yet.
    pub(crate) fn new(regions: &'r Regions<'a>, kind: fn(&'static Law) -> &'static [Duty<T>]) -> Self {
        Self { regions, kind, known: Vec::new() }
    }

    /// As [`Regions::holding`].
    pub(crate) fn on(&mut self, cx: &Context<'_>, found: &mut Findings, channel: Channel) -> &[Held<'a, T>] {
        let index = self.known.iter().position(|(known, _)| *known == channel).unwrap_or_else(|| {
            self.known.push((channel, self.regions.holding(cx, found, self.kind, channel)));
            self.known.len() - 1
        });
        self.known.get(index).map_or(&[], |(_, held)| held)
    }
}
