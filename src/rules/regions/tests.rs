use super::data::{Duty, Evidence, Source, first_day};
use super::{Book, TEXT, book, table, zones};
use crate::model::region;
use jiff::civil::date;
use std::collections::BTreeSet;

#[test]
fn the_data_can_be_read() {
    let read: Result<Book, _> = toml::from_str(TEXT);
    assert!(read.is_ok(), "{:?}", read.err());
    assert!(!book().law.is_empty());
}

#[test]
fn every_region_exists_has_a_name_and_zones() {
    for code in book().law.keys() {
        assert!(book().group.contains_key(code) || book().place.contains_key(code), "{code} has no name");
    }
    for (code, place) in &book().place {
        assert_eq!(region::parse(code).as_deref(), Ok(code.as_str()));
        assert!(!place.zones.is_empty(), "{code} has no zone");
        for zone in &place.zones {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{code}: no zone {zone}");
        }
    }
    for (name, group) in &book().group {
        for member in &group.members {
            assert!(book().place.contains_key(member), "{name}: {member} has no name");
        }
    }
}

/// Every duty as the file has it, with its region and kind.
fn raw() -> Vec<(String, String, toml::Table)> {
    let file: toml::Table = toml::from_str(TEXT).expect("the data is TOML");
    let laws = file["law"].as_table().expect("laws");
    let mut duties = Vec::new();
    for (code, law) in laws {
        for (kind, list) in law.as_table().expect("a law") {
            for duty in list.as_array().expect("duties") {
                duties.push((code.clone(), kind.clone(), duty.as_table().expect("a duty").clone()));
            }
        }
    }
    duties
}

#[test]
fn every_duty_has_a_source_a_date_and_says_how_it_is_known() {
    for (code, kind, duty) in raw() {
        let source: Source = duty["source"].clone().try_into().expect("a source");
        assert!(!source.law.is_empty() && !source.law.ends_with('.'), "{code}.{kind}");
        assert!(matches!(source.evidence, Evidence::Primary | Evidence::Secondary));
        let (since, seen) = (source.since.as_deref(), source.seen.as_deref());
        assert!(since.is_some() != seen.is_some(), "{code}.{kind}: one of `since` and `seen`");
        assert!(first_day(since.or(seen).unwrap_or("")).is_some(), "{code}.{kind}: no date");
    }
}

#[test]
fn no_duty_has_a_key_that_nobody_reads() {
    let common = ["source", "channels", "who", "lifted_by", "replaces", "severity"];
    for (code, kind, duty) in raw() {
        let own: &[&str] = match kind.as_str() {
            "hours" => &["week", "saturday", "sunday", "holidays", "firm", "voices"],
            "cap" => &["most", "hours"],
            "consent" => &["at_least"],
            "machine_voice" => &["voices", "at_least"],
            "consent_window" => &["consent", "sources", "months"],
            "consent_age" => &["months"],
            "deadline" => &["days", "said"],
            "lifetime" => &["days"],
            "burden" => &["burdens"],
            "words" => &["words"],
            "first_message" | "referral" => &["duty"],
            "label" => &["text", "only_misspelt"],
            _ => &[],
        };
        for key in duty.keys() {
            assert!(common.contains(&key.as_str()) || own.contains(&key.as_str()), "{code}.{kind}: `{key}`");
        }
    }
}

#[test]
fn a_duty_that_starts_later_does_not_count_yet() {
    let french: &Duty<_> = &book().law["FR"].consent[0];
    assert!(!french.source.is_in_force(date(2026, 8, 10)));
    assert!(french.source.is_in_force(date(2026, 8, 11)));
    assert_eq!(first_day("2025-10"), Some(date(2025, 10, 1)));
    assert_eq!(first_day("soon"), None);
}

#[test]
fn a_part_of_a_country_with_one_zone_has_that_zone() {
    assert_eq!(zones("DE-BY"), ["Europe/Berlin"]);
    assert_eq!(zones("US-CA"), ["America/Los_Angeles"]);
    assert!(zones("XX").is_empty());
    assert!(zones("AU-XX").is_empty(), "nobody can tell which of its country's zones it has");
}

#[test]
fn a_table_names_region_law_and_date() {
    let shown = table("law/call-cap");
    let florida =
        "- Florida (US-FL): call, voicemail: at most 3 in 24 hours. Fla. Stat. 501.616(6)(b), since 2021-07-01,";
    assert!(shown.contains(florida), "{shown}");
    let shown = table("law/quiet-hours");
    let rhode_island =
        "Sat 10:00-17:00, Sun never, not on public holidays; not where consent is express. R.I. Gen. Laws";
    assert!(shown.contains(rhode_island), "{shown}");
    assert_eq!(table("cadence/too-many-follow-ups"), "");
}

#[test]
fn a_table_says_what_each_duty_asks() {
    for (rule, asks) in [
        ("law/quiet-hours", "(AE): call, voicemail: every day 09:00-18:00."),
        ("law/call-cap", "(AE): call, voicemail: at most 1 in 24 hours."),
        ("law/call-cap", "(FR): call, voicemail (private persons): at most 4 in 30 days"),
        ("law/consent-floor", "(CA): email, sms, whatsapp, linkedin: consent: implied."),
        ("law/machine-voice", "(US): call, voicemail: ringless: consent express-written."),
        ("law/consent-window", ": implied consent after inquiry lasts 6 months."),
        ("consent/stale-consent", "(KR): email, sms, whatsapp, push: consent is asked for again after 24 months."),
        ("opt-out/slow-opt-out", "(CA): email, sms, whatsapp: honoured within 10 business days."),
        ("opt-out/opt-out-friction", "(DE): email: without fee."),
        ("law/opt-out-lifetime", "(CA): email, sms, whatsapp: works for 60 days."),
        ("law/revocation-words", "(US-VA): sms: STOP, UNSUBSCRIBE."),
        ("law/first-message-duties", ": says where the address comes from."),
        ("law/first-message-duties", ": says that one may object."),
        ("law/first-message-duties", "(US): sms: confirms the opt-in."),
        ("law/subject-label", "(US): email: begins with SEXUALLY-EXPLICIT:."),
        ("law/referral-inducement", ": one message, with the full name of the one who referred."),
        ("law/referral-inducement", ": who rewards a referral is the sender of what the friend gets."),
        ("sender/missing-postal-address", "(CA): email: asked for."),
    ] {
        let shown = table(rule);
        assert!(shown.contains(asks), "{rule}: {asks}: {shown}");
    }
}

#[test]
fn every_kind_of_duty_is_shown_by_some_rule() {
    let kinds: BTreeSet<String> = raw().into_iter().map(|(_, kind, _)| kind).collect();
    let shown = crate::rules::all().filter(|rule| !table(rule.name).is_empty()).count();
    assert!(shown >= kinds.len(), "{shown} rules show {} kinds", kinds.len());
}
