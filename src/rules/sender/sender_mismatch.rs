//! Addresses of one sender that belong to different houses.

use super::domains::{are_related, domain_of, is_free_mail, plain};
use super::{is_mail, seen_on};
use crate::model::Sender;
use crate::rules::{Context, Findings, Rule};

pub(super) const RULE: Rule =
    Rule::campaign("sender/sender-mismatch", include_str!("../../../rules/sender/sender-mismatch.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for sender in seen_on(cx, is_mail) {
        let Some(from) = sender.email.value().and_then(|email| domain_of(email)) else { continue };
        free_mail(cx, found, sender, &from);
        reply_to(cx, found, sender, &from);
        signature(cx, found, sender, &from);
    }
}

fn free_mail(cx: &Context<'_>, found: &mut Findings, sender: &Sender, from: &str) {
    let (Some(email), Some(organization)) = (sender.email.located(), sender.organization.located()) else { return };
    if is_free_mail(from) {
        let message = "a person gets mail in the name of a firm from an address that anybody can have";
        found.push(
            cx.finding(email.place, format!("{from} is free mail"), message)
                .label(organization.place, "the firm")
                .help("send from an address of the firm's own domain")
                .note("Gmail sender guidelines: no bulk mail from free-mail addresses"),
        );
    }
}

fn reply_to(cx: &Context<'_>, found: &mut Findings, sender: &Sender, from: &str) {
    let (Some(email), Some(reply)) = (sender.email.located(), sender.reply_to.located()) else { return };
    let Some(answers) = domain_of(&reply.value) else { return };
    if !are_related(from, &answers) {
        let message = format!("mail from {} is answered to {}", short(from), short(&answers));
        found.push(
            cx.finding(reply.place, "another house", message)
                .label(email.place, "written from here")
                .help("let answers go to the domain that the mail comes from"),
        );
    }
}

fn signature(cx: &Context<'_>, found: &mut Findings, sender: &Sender, from: &str) {
    let (Some(email), Some(dkim)) = (sender.email.located(), sender.dkim_domain.located()) else { return };
    let Some(signed) = plain(&dkim.value) else { return };
    if !are_related(from, &signed) {
        let message = format!("mail from {} is signed by {}, as forged mail is", short(from), short(&signed));
        found.push(
            cx.finding(dkim.place, "signed by another house", message)
                .label(email.place, "written from here")
                .help("sign with the domain of the From address (DKIM), so that DMARC passes")
                .note(
                    "Gmail, Yahoo and Outlook.com ask bulk senders that SPF or DKIM vouch for the From domain itself",
                ),
        );
    }
}

fn short(domain: &str) -> String {
    domain.chars().take(40).collect()
}
