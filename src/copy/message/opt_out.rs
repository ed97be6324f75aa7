//! Ways out that a message shows.
//!
//! Broad on purpose: a rule that misses a way out must be sure that there is none.

use super::Message;
use crate::copy::phrases::PhraseIndex;
use crate::copy::tags;
use std::ops::Range;
use std::sync::LazyLock;

/// What shows a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOut {
    /// How.
    pub kind: OptOutKind,
    /// Where, in the visible text.
    pub range: Range<usize>,
}

/// How a way out shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptOutKind {
    /// Words: "unsubscribe", "no longer want to hear from us".
    Words,
    /// A word to answer with: "reply STOP".
    Keyword,
    /// A page to choose on: "manage your preferences".
    Preferences,
    /// A tag that fills in a link.
    Tag,
    /// A link whose address says so.
    Link,
}

/// Every sign of a way out, in the order of the text.
pub(super) fn opt_outs(message: &Message<'_>) -> Vec<OptOut> {
    let mut found = Vec::new();
    for hit in INDEX.find_in(message.folded()) {
        let kind = match hit.list {
            0 => OptOutKind::Words,
            1 => OptOutKind::Keyword,
            _ => OptOutKind::Preferences,
        };
        found.push(OptOut { kind, range: hit.range });
    }
    let text = message.text().as_bytes();
    let is_stop = |at: &usize| text.get(*at..).is_some_and(|behind| behind.starts_with(b"STOP"));
    for at in memchr::memchr_iter(b'S', text).filter(is_stop) {
        let border = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let before = message.slice(0..at).chars().next_back();
        let behind = message.slice(at + 4..text.len()).chars().next();
        if border(before) && border(behind) && is_keyword(message, at) {
            found.push(OptOut { kind: OptOutKind::Keyword, range: at..at + 4 });
        }
    }
    for tag in message.tags().tags.iter().filter(|tag| tag.field.is_opt_out()) {
        let kind = if tag.field == tags::Field::OptOut { OptOutKind::Tag } else { OptOutKind::Preferences };
        found.push(OptOut { kind, range: tag.range.clone() });
    }
    for link in message.links().iter().filter(|link| link.is_opt_out()) {
        found.push(OptOut { kind: OptOutKind::Link, range: link.range.clone() });
    }
    found.sort_by_key(|out| (out.range.start, out.kind, out.range.end));
    found
}

/// Whether `STOP` in capitals at `at` is a word to answer with, and not shouted in a sentence of capitals.
fn is_keyword(message: &Message<'_>, at: usize) -> bool {
    let near = |c: &char| *c != '\n';
    let behind: String = message.slice(at + 4..message.text().len()).chars().take(20).take_while(near).collect();
    let before = message.slice(0..at).chars().rev().take(20).take_while(near);
    let upper = before.clone().chain(behind.chars()).filter(|c| c.is_uppercase()).count();
    let lower = before.chain(behind.chars()).filter(|c| c.is_lowercase()).count();
    lower >= upper && !behind.starts_with(" it") && !behind.starts_with('!')
}

static INDEX: LazyLock<PhraseIndex> = LazyLock::new(|| {
    let own = |phrases: &[&str]| phrases.iter().map(|phrase| (*phrase).to_owned()).collect::<Vec<_>>();
    let (words, keyword, preferences) = (own(WORDS), own(KEYWORD), own(PREFERENCES));
    PhraseIndex::new(&[("words", &words), ("keyword", &keyword), ("preferences", &preferences)])
});

const WORDS: &[&str] = &[
    "unsubscrib*",
    "un subscribe",
    "unsub",
    "opt out",
    "opting out",
    "opt me out",
    "stop receiving",
    "stop getting",
    "stop (these|our|my|all|future|the) (emails|messages|texts|mails|letters|calls)",
    "no longer (wish|want|like|care) to (receive|hear|get)",
    "no longer (receive|get)",
    "not (wish|want|like) to (receive|hear|get)",
    "rather not (receive|hear|get)",
    "prefer not to (receive|hear|get)",
    "not to (receive|hear) …",
    "(remove|take) (me|you|yourself) (off|from)",
    "be removed",
    "(want|like) me to stop",
    "(tell|ask) (me|us) to stop",
    "want us to stop",
    "not (email|contact|write|bother|text|call|message) you again",
    "leave (the|this|our) list",
    "do not contact",
    "stop contacting",
    "(pause|end|cancel) (these|my|your) (emails|messages|texts|subscription)",
    "(object|objection) to",
    "cancel (your|my|the) subscription",
    "off (my|our|the|this) list",
    "right to object",
    "abmeld*",
    "abzumelden",
    "abbestell*",
    "abzubestellen",
    "austragen",
    "abgemeldet",
    "melde dich ab",
    "melden sie sich ab",
    "melde mich ab",
    "keine (weiteren|) (emails|mails|nachrichten|newsletter) mehr",
    "widersprechen",
    "widerspruch",
    "nicht mehr (erhalten|bekommen)",
    "désinscri*",
    "désabonn*",
    "desabonn*",
    "ne plus recevoir",
    "se retirer de",
    "vous opposer",
    "(darse|darte|date|dar) de baja",
    "dese de baja",
    "desuscri*",
    "cancelar (la|tu|su|mi) suscripción",
    "no (deseas|desea|quieres|quiere) (recibir|seguir)",
    "dejar de recibir",
    "dar baja",
    "disiscri*",
    "annulla (l'iscrizione|iscrizione)",
    "annullare l'iscrizione",
    "cancella* (l'iscrizione|iscrizione|la tua iscrizione)",
    "non (vuoi|desideri|desidera) (più|) ricevere",
    "cancellati",
    "disdire",
    "uitschrijven",
    "uit te schrijven",
    "schrijf je uit",
    "schrijf u uit",
    "afmelden",
    "af te melden",
    "meld je af",
    "niet meer ontvangen",
    "cancelar (a|sua|) (inscrição|subscrição|assinatura)",
    "descadastr*",
    "deixar de receber",
    "não (quer|deseja|quiser) (mais|) receber",
    "wypisz",
    "wypisać",
    "zrezygnuj*",
    "odhlásit",
    "avregistrera",
    "afmeld",
    "avmeld",
    "avsluta prenumeration*",
    "peruuta tilaus",
    "отписаться",
    "отписка",
    "수신거부",
    "配信停止",
    "退订",
    "退訂",
];

const KEYWORD: &[&str] = &[
    "(reply|text|txt|send|respond|answer) … (stop|end|quit|unsubscribe|optout|unsub|remove)",
    "(reply|respond) (with|) (no|cancel|leave)",
    "stop (2|to) (end|opt|cancel|unsubscribe|unsub|quit|stop|leave|out)",
    "stop2end",
    "stop2stop",
    "2stop",
    "2end",
    "txt stop",
    "txtstop",
    "stop=*",
    "to (end|stop) (txt|text|reply|msgs|texts|messages)",
    "to optout",
    "(antworte*|antworten sie|sende*|senden sie|sms) … (stop|stopp|ende)",
    "stopp zum abmelden",
    "(répondez|répondre|réponds|envoyez|envoyer) … stop",
    "stop au *",
    "stop sms",
    "(responde|responda|envía|envíe|envia) … (stop|baja|alto|sair|parar|cancelar)",
    "(rispondi|invia|rispondere) … (stop|cancella)",
    "(antwoord|stuur|sms) … stop",
    "stop om",
];

const PREFERENCES: &[&str] = &[
    "(manage|update|change|edit|adjust|set|choose) (your|my|the|) (email|mail|communication|notification|subscription|contact|message|) (preferences|settings|subscriptions|subscription)",
    "(email|communication|notification|subscription) preferences",
    "preference center",
    "preference centre",
    "how often you hear",
    "(email|newsletter) einstellungen",
    "gérer (mes|vos|tes) (préférences|abonnements)",
    "(gestionar|administrar) (tus|sus|las) preferencias",
    "(gestisci|modifica) (le|) (tue|) preferenze",
    "(beheer|wijzig) (je|uw) voorkeuren",
    "gerir (as|) (suas|) preferências",
];
