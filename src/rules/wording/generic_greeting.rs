//! A greeting that would fit anybody.

use super::said::{self, Said, Speech, report, report_milder};
use crate::copy::message::{Greeting, GreetingKind, Message};
use crate::finding::Severity;
use crate::model::{Channel, Purpose};
use crate::rules::{Context, Findings, Part, Rule, Wording};
use serde::Deserialize;

pub(super) const RULE: Rule =
    Rule::campaign("copy/generic-greeting", include_str!("../../../rules/copy/generic-greeting.md"), check)
        .with_options::<Options>();

#[derive(Deserialize)]
struct Options {
    transactional: bool,
}

const SPEECH: Speech = Speech {
    label: "would fit anybody",
    message: "a person who gave you their name is greeted with {}",
    help: "use the name, with words for where it is missing: {field}",
};

fn check(cx: &Context<'_>, found: &mut Findings) {
    let options: &Options = cx.options();
    // Nobody can be called by a name that was never asked for.
    if cx.campaign.audience.nameless {
        return;
    }
    let (mut personal, mut transactional) = (Vec::new(), Vec::new());
    for wording in cx.copies.all().iter().filter(|wording| wording.part == Part::Body) {
        let Some(said) = generic(cx, wording) else { continue };
        if is_transactional(cx, wording.step) { transactional.push(said) } else { personal.push(said) }
    }
    if !options.transactional {
        transactional.clear();
    }
    if (personal.is_empty() && transactional.is_empty()) || !found.knows(&cx.campaign.purpose, "campaign.purpose") {
        return;
    }
    report(cx, found, personal, &SPEECH);
    report_milder(cx, found, transactional, &SPEECH, Severity::Info);
}

fn is_transactional(cx: &Context<'_>, step: usize) -> bool {
    cx.campaign.purpose.is(|purpose| *purpose == Purpose::Transactional)
        || cx.touch(step).is_some_and(|touch| touch.transactional.is(|yes| *yes))
        || said::is_owed(cx, step)
}

fn generic(cx: &Context<'_>, wording: &Wording<'_>) -> Option<Said> {
    let message = wording.message();
    if says_a_name(message) {
        return None;
    }
    let greeted = message.greeting().filter(|greeting| match greeting.kind {
        GreetingKind::Generic => !is_group(message.slice(greeting.addressee.clone())),
        // A text or a call that begins with "Hi" is short, an email is careless.
        GreetingKind::Bare => {
            message.channel() == Channel::Email && !is_whole(message, greeting) && !may_name_somebody(message, greeting)
        }
        _ => false,
    });
    if let Some(greeting) = greeted {
        return Some(said::seen(cx, wording, greeting.range.clone()));
    }
    let top = said::top(message);
    let valued = cx.said(wording, "phrases").next();
    let opening = || cx.said(wording, "opening_phrases").find(|hit| hit.range.start < top);
    let hit = valued.or_else(opening)?;
    Some(said::of(cx, wording, hit.range.clone()))
}

/// Whether a greeting is whole without a name in its language: "Bonjour," opens any letter.
fn is_whole(message: &Message<'_>, greeting: &Greeting) -> bool {
    const WHOLE: &str = "bonjour|bonsoir|guten morgen|guten tag|guten abend|grüß gott|buenos días|buenas tardes|buenas|buongiorno|buonasera\
        |goedemorgen|goedemiddag|bom dia|boa tarde";
    let said = message.slice(greeting.range.clone()).to_lowercase();
    WHOLE.split('|').any(|known| known == said.trim())
}

/// Whether words or a field stand where the name would, of which nobody can tell whom they name: "Dear [Sponsor Contact]",
/// "Hi lumen team".
fn may_name_somebody(message: &Message<'_>, greeting: &Greeting) -> bool {
    let behind = message.slice(greeting.range.end..message.text().len());
    let field = behind.trim_start_matches([' ', ',']).starts_with(['[', '{', '<', '%', '*', '(', '_', '$']);
    // "Greetings, fellow gardeners!" speaks to a group.
    let fellows = behind.trim_start_matches([' ', ',']).starts_with("fellow ");
    field || fellows || behind.strip_prefix(' ').is_some_and(|words| words.starts_with(char::is_alphanumeric))
}

/// Whether the name of the person stands anywhere, filled in or by hand.
fn says_a_name(message: &Message<'_>) -> bool {
    let tags = [message.tags(), message.subject_tags()];
    tags.iter().any(|tags| {
        tags.tags.iter().any(crate::copy::tags::Tag::is_name)
            || tags.placeholders.iter().any(|placeholder| placeholder.field.is_name())
    })
}

/// Whether a greeting speaks to several people who belong together, as a letter to a list may. Customers and subscribers
/// are rows of a list.
fn is_group(addressee: &str) -> bool {
    const GROUPS: &str = "all everyone everybody team folks guys world friends members parents neighbors neighbours colleagues supporters \
        zusammen alle freunde mitglieder leute tous toutes amis amies todos todas amigos amigas amigues amiche amici tutti allemaal vrienden";
    addressee.split_whitespace().any(|word| GROUPS.split_whitespace().any(|known| known == word.to_lowercase()))
}
