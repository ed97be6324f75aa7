//! Whether a text says from whom it is: as firms name themselves, as people introduce themselves, as tools fill names in.

use crate::near_misses::{MARKETING, TEXT, found};

const RULE: &str = "copy/sms-unbranded";

/// Whether a text of a campaign with this sender is said to name nobody.
fn is_nameless(sender: &str, body: &str) -> bool {
    let body = serde_json::Value::from(body);
    !found(RULE, &[MARKETING, sender, &format!("{TEXT}\nbody = {body}")]).is_empty()
}

/// Whether these texts, of a sender whose firm is not in the file, name nobody.
#[track_caller]
fn hold(texts: &[(&str, bool)]) {
    for (body, nameless) in texts {
        assert_eq!(is_nameless("", body), *nameless, "{body}");
    }
}

#[test]
fn a_firm_is_known_by_its_first_long_word_its_initials_and_its_domain() {
    let firm = |name: &str| format!("[sender]\nname = 'Ana Berg'\norganization = '{name}'");
    for (name, body, nameless) in [
        ("The Kiln Works", "the bowls from our kiln are here", false),
        ("The Kiln Works", "the bowls are here", true),
        ("Hill Tech Works", "bowls by HTW are here", false),
        ("Hill Tech Works", "our (HTW) bowls are here", false),
        ("Ox", "the boxes are here", true),
        ("Hill Tech", "the bowls are in HT again", true),
        ("Hill Tech", "the bowls are at Hill, again", false),
    ] {
        assert_eq!(is_nameless(&firm(name), body), nameless, "{name}: {body}");
    }
    let domain = "[sender]\nname = 'Ana Berg'\nemail = 'ana@hotyoga.example'";
    assert!(!is_nameless(domain, "we at hot yoga are open again"));
    assert!(is_nameless(domain, "we are open again"));
}

#[test]
fn a_name_is_told_from_words_that_begin_with_capitals() {
    hold(&[
        ("we hope that Ana Biggers can count on you", false),
        ("No Worries, seven o'clock is free.", true),
        ("I'm Sorry, seven o'clock is taken.", true),
        ("I’m Sorry, seven o'clock is taken.", true),
        ("we find work for GCs near here", true),
        ("we find work for HubSpot users", false),
        ("we write from HQ today", true),
        ("Monday at Harbour, seven o'clock is free.", true),
        ("seven o'clock is free - Monday, Friday", true),
        ("seven o'clock is free - Harbour, Ana", false),
        ("which of the two is it - A, B", true),
        ("Hi, a Session with Tom is free at seven.", true),
    ]);
}

#[test]
fn a_firm_names_itself_before_a_colon_and_an_announcement_does_not() {
    hold(&[
        ("Lumen: four new classes", false),
        ("🎉 Lumen: four new classes", false),
        ("Hot Yoga: four new classes", false),
        ("Price Drop: four new classes", true),
        ("Hi Ana: four new classes", true),
        ("7 PM: four new classes", true),
        ("we have something to tell: four new classes", true),
        ("Good news from the hall: four new classes", true),
    ]);
}

#[test]
fn what_people_thank_for_or_welcome_to_is_a_name_where_it_looks_like_one() {
    hold(&[
        ("Thanks for choosing Lumen! seven o'clock is free.", false),
        ("Thanks for choosing us! seven o'clock is free.", true),
        ("Welcome to Lumen! seven o'clock is free.", false),
        ("Welcome to spring! seven o'clock is free.", true),
        ("We go to Paris! seven o'clock is free.", true),
        ("Thank you for your interest in Lumen! seven o'clock is free.", false),
        ("Are you interested in yoga? seven o'clock is free.", true),
        ("We are open in May! seven o'clock is free.", true),
    ]);
}

#[test]
fn who_introduces_themselves_opens_a_clause() {
    let sender = "[sender]\nname = 'Cyd Otieno'\norganization = 'Kiln and Clay'";
    for (body, nameless) in [
        ("Hi, Ana Maria with Lumen. seven o'clock is free.", false),
        ("seven o'clock is free. Ana with Lumen", false),
        ("seven o'clock is free, says Ana with Lumen", true),
        ("Hi, {{agent}} at Lumen. seven o'clock is free.", false),
        ("Hi, {{ agent.name }} at Lumen. seven o'clock is free.", false),
        ("Hi, come to {{place}} at Noon", true),
    ] {
        assert_eq!(is_nameless(sender, body), nameless, "{body}");
    }
}

#[test]
fn a_field_for_a_company_is_the_readers_but_where_a_sender_would_say_it() {
    hold(&[
        ("{{company}}: seven o'clock is free", false),
        ("{{company}} stood out in my list", true),
        ("I like {{company}}: seven o'clock is free", true),
        ("I like {{company}}.", true),
        ("I read of growth - {{company}} stood out", true),
        ("seven o'clock is free - {{company}}", false),
        ("I see the two of you - {{company}} too.", true),
        ("Ana here with {{company}}. seven o'clock is free.", false),
        ("Hey this is Ana with {{company}}. seven o'clock is free.", false),
        ("Hi André, this is Bo with {{company}}. seven o'clock is free.", false),
        ("Hi Ana,\nhere with {{company}}: seven o'clock is free.", false),
        ("\nAna here with {{company}}. seven o'clock is free.", false),
        ("I saw the four of you with {{company}}. seven o'clock is free.", true),
    ]);
}

#[test]
fn a_site_or_an_address_of_the_senders_is_told_from_what_anybody_may_use() {
    hold(&[
        ("book at https://hilltech.example/may", false),
        ("book at https://calendly.com/may", true),
        ("book at https://eu.calendly.com/may", true),
        ("book at https://bit.ly/may", true),
        ("book at hilltech.com/may", false),
        ("book at hp.com", false),
        ("book at calendly.com/may", true),
        ("book at tinyurl.com/may", true),
        ("seven o'clock is free.Call us", true),
        ("write to ana@hilltech.com", false),
        ("write to ana@gmail.com", true),
    ]);
}

#[test]
fn a_text_that_a_field_fills_in_whole_may_hold_any_name() {
    hold(&[
        ("{{message}}", false),
        ("{{gym}} Reply STOP to opt out.", false),
        ("{{first_name}}", true),
        ("{{message}} and more", true),
        ("we are open.\nwrite to {{studio_line}}", true),
    ]);
}

#[test]
fn the_words_on_how_to_stop_name_nobody() {
    hold(&[
        ("Reply STOP to opt out. seven o'clock is free.", true),
        ("Reply STOP to opt out. seven o'clock is free. - HotYoga", false),
        ("Reply STOP to opt out. seven o'clock is free. Unsubscribe with EasyTexty", true),
    ]);
}

#[test]
fn a_signature_is_short() {
    let signed = |filler: usize| format!("seven o'clock is free - {} the Harbour, Ana", "o".repeat(filler));
    assert_eq!([1, 19, 20, 30].map(|filler| is_nameless("", &signed(filler))), [false, false, true, true]);
}
