//! A text or WhatsApp message with less consent than the region asks.

use super::least::{Least, general_floor, too_little};
use crate::model::Channel;
use crate::rules::regions::{Regions, is_commercial, solicitations};
use crate::rules::{Context, Findings, Rule};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("consent/unconsented-sms", include_str!("../../../rules/consent/unconsented-sms.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    least: Least,
}

fn check(cx: &Context<'_>, found: &mut Findings) {
    let steps = solicitations(cx, |channel| matches!(channel, Channel::Sms | Channel::Whatsapp));
    if steps.is_empty() || !is_commercial(cx, found) {
        return;
    }
    let options: &Options = cx.options();
    let regions = Regions::stated(cx);
    let floor = |channel| general_floor(regions.as_ref(), channel, options.least.0);
    for group in too_little(cx, found, &steps, |channel| floor(channel).0) {
        let kind = group.channel().plural();
        let message = format!("a person who never said yes to {kind} gets them all the same");
        let help = format!("send {kind} to those alone who asked for them, and write to the others by email");
        found.push(group.finding(cx, message, floor(group.channel()).1).help(help));
    }
}
