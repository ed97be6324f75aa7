//! The duties behind a rule in words, for `explain`.

use super::data::{
    Burden, Cap, ConsentAge, ConsentWindow, Deadline, Duty, Evidence, FirstDuty, FirstMessage, Floor, Hours, Label,
    Law, Lifetime, Lift, Plain, Referral, ReferralDuty, VoiceFloor, Who, Words,
};
use super::hours::clock;
use super::{book, name};

/// The duties that `rule` reads, as a Markdown list, one item for each; empty where it reads none.
pub fn table(rule: &str) -> String {
    let lines: Vec<String> = book()
        .law
        .iter()
        .flat_map(|(code, law)| rows(rule, law).into_iter().map(move |row| format!("- {}: {row}\n", title(code))))
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("{}\nTimes are those of the recipient. This is no legal advice.\n", lines.concat())
}

fn title(code: &str) -> String {
    let name = name(code);
    if name == code { code.to_owned() } else { format!("{} ({code})", name.trim_start_matches("the ")) }
}

fn rows(rule: &str, law: &Law) -> Vec<String> {
    match rule {
        "law/quiet-hours" | "law/sender-timezone" => each(&law.hours),
        "law/call-cap" => each(&law.cap),
        "law/consent-floor" | "consent/unconsented-email" | "consent/unconsented-sms" | "consent/unconsented-call" => {
            each(&law.consent)
        }
        "law/machine-voice" => each(&law.machine_voice),
        "law/consent-window" => each(&law.consent_window),
        "consent/stale-consent" => [each(&law.consent_age), each(&law.consent_window)].concat(),
        "opt-out/slow-opt-out" => each(&law.deadline),
        "opt-out/opt-out-friction" => [each(&law.burden), each(&law.same_medium)].concat(),
        "law/opt-out-lifetime" => each(&law.lifetime),
        "law/revocation-words" => each(&law.words),
        "law/first-message-duties" => each(&law.first_message),
        "law/subject-label" => each(&law.label),
        "law/referral-inducement" => each(&law.referral),
        "sender/missing-postal-address" => each(&law.postal_address),
        _ => Vec::new(),
    }
}

fn each<T: Asks>(duties: &[Duty<T>]) -> Vec<String> {
    duties
        .iter()
        .map(|duty| {
            let channels: Vec<&str> = duty.channels.iter().map(|channel| channel.as_str()).collect();
            let who = match duty.who {
                Who::All => "",
                Who::Consumer => " (private persons)",
                Who::Business => " (firms)",
            };
            let evidence = match duty.source.evidence {
                Evidence::Primary => "its text",
                Evidence::Secondary => "reports",
            };
            let (law, dated) = (&duty.source.law, duty.source.dated());
            let (asks, unless) = (duty.what.asks(), unless(&duty.lifted_by));
            format!("{}{who}: {asks}{unless}. {law}, {dated}, known from {evidence}", channels.join(", "))
        })
        .collect()
}

/// What takes the duty away, as the end of a sentence.
fn unless(lift: &Lift) -> String {
    let consent = lift.consent.map(|consent| format!("consent is {consent}"));
    let sources: Vec<&str> = lift.sources.iter().map(|source| source.as_str()).collect();
    let sources = (!sources.is_empty()).then(|| format!("people got here by {}", sources.join(", ")));
    let all: Vec<String> = consent.into_iter().chain(sources).collect();
    if all.is_empty() { String::new() } else { format!("; not where {}", all.join(" or ")) }
}

/// What a duty asks, in words.
trait Asks {
    fn asks(&self) -> String;
}

impl Hours {
    /// The days and hours in words.
    pub(crate) fn said(&self) -> String {
        let day = |ranges: &[(u16, u16)]| match ranges {
            [] => "never".to_owned(),
            _ => ranges
                .iter()
                .map(|(from, to)| format!("{}-{}", clock(*from), clock(*to)))
                .collect::<Vec<_>>()
                .join(" and "),
        };
        if self.week == self.saturday && self.week == self.sunday {
            format!("every day {}", day(&self.week))
        } else {
            format!("Mon-Fri {}, Sat {}, Sun {}", day(&self.week), day(&self.saturday), day(&self.sunday))
        }
    }
}

impl Asks for Hours {
    fn asks(&self) -> String {
        let days = self.said();
        let voices: Vec<&str> = self.voices.iter().map(|voice| voice.as_str()).collect();
        let voices = if voices.is_empty() { String::new() } else { format!(" (voice: {})", voices.join(", ")) };
        format!("{days}{}{voices}", if self.holidays { "" } else { ", not on public holidays" })
    }
}

impl Asks for Cap {
    fn asks(&self) -> String {
        match self.hours {
            hours if hours > 24 && hours.is_multiple_of(24) => format!("at most {} in {} days", self.most, hours / 24),
            hours => format!("at most {} in {hours} hours", self.most),
        }
    }
}

impl Asks for Floor {
    fn asks(&self) -> String {
        format!("consent: {}", self.at_least)
    }
}

impl Asks for VoiceFloor {
    fn asks(&self) -> String {
        let voices: Vec<&str> = self.voices.iter().map(|voice| voice.as_str()).collect();
        format!("{}: consent {}", voices.join(", "), self.at_least)
    }
}

impl Asks for ConsentWindow {
    fn asks(&self) -> String {
        let sources: Vec<&str> = self.sources.iter().map(|source| source.as_str()).collect();
        format!("{} consent after {} lasts {} months", self.consent, sources.join(", "), self.months)
    }
}

impl Asks for ConsentAge {
    fn asks(&self) -> String {
        format!("consent is asked for again after {} months", self.months)
    }
}

impl Asks for Deadline {
    fn asks(&self) -> String {
        format!("honoured within {}", self.said)
    }
}

impl Asks for Lifetime {
    fn asks(&self) -> String {
        format!("works for {} days", self.days)
    }
}

impl Asks for Burden {
    fn asks(&self) -> String {
        let burdens: Vec<&str> = self.burdens.iter().map(|burden| burden.as_str()).collect();
        format!("without {}", burdens.join(", "))
    }
}

impl Asks for Plain {
    fn asks(&self) -> String {
        "asked for".to_owned()
    }
}

impl Asks for Words {
    fn asks(&self) -> String {
        self.words.join(", ")
    }
}

impl Asks for FirstMessage {
    fn asks(&self) -> String {
        match self.duty {
            FirstDuty::SourceNotice => "says where the address comes from",
            FirstDuty::Objection => "says that one may object",
            FirstDuty::OptInConfirmation => "confirms the opt-in",
            FirstDuty::AiDisclosure => "says that a machine speaks, where one does",
        }
        .to_owned()
    }
}

impl Asks for Label {
    fn asks(&self) -> String {
        format!("begins with {}", self.text.trim())
    }
}

impl Asks for Referral {
    fn asks(&self) -> String {
        match self.duty {
            ReferralDuty::Rewarded => "who rewards a referral is the sender of what the friend gets",
            ReferralDuty::OneMessage => "one message, with the full name of the one who referred",
        }
        .to_owned()
    }
}
