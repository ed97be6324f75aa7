//! Bulk mail that cannot be left with one click.

use crate::model::{Channel, OptOutMethod};
use crate::rules::regions::{is_commercial, solicitations};
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("opt-out/no-one-click", include_str!("../../../rules/opt-out/no-one-click.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    let mails = solicitations(cx, |channel| channel == Channel::Email);
    if mails.is_empty() || !is_commercial(cx, found) || !found.knows(&cx.campaign.bulk, "campaign.bulk") {
        return;
    }
    let Some(bulk) = cx.campaign.bulk.located().filter(|bulk| bulk.value) else { return };
    let method = cx.campaign.opt_out(Channel::Email).map(|opt_out| &opt_out.method);
    let (place, label) = match method {
        Some(method) if method.is_unknown() => {
            found.lacks("opt_out.email.method");
            return;
        }
        Some(method) => match method.located() {
            Some(method) if method.value == OptOutMethod::OneClick => return,
            Some(method) => (method.place, "takes more than one click"),
            None => (method.place().unwrap_or(bulk.place), "does not say one-click"),
        },
        None if cx.campaign.opt_out_others.is_unknown() => {
            found.lacks("opt_out.email.method");
            return;
        }
        None => (bulk.place, "bulk mail without one-click"),
    };
    let mut finding = cx
        .finding(
            place,
            label,
            "a person who wants out finds no button in the mail program, and reports you as spam instead",
        )
        .help(cx.advice(
            "send the headers List-Unsubscribe and List-Unsubscribe-Post: method = \"one-click\"",
            "send the headers List-Unsubscribe and List-Unsubscribe-Post; where your tool does, state it: \
             `opt_out.email.method = \"one-click\"` under `[[facts]]`",
        ));
    if place != bulk.place {
        finding = finding.label(bulk.place, "5,000 mails a day or more");
    }
    found.push(finding);
}
