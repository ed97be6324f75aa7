//! What is offered: what it asks first, when it comes, until when it holds, and who gains.

use crate::near_misses::{MAIL, MARKETING, SERVICE, found, mail, says, silent};

/// A mail with this offer.
fn offering(offer: &str) -> String {
    format!("{MAIL}\noffer = {{ {offer} }}")
}

#[test]
fn a_present_that_has_to_be_earned_is_told_from_one_that_is_given() {
    let rule = "offer/deferred-benefit";
    for (offer, told) in [
        ("kind = 'gift', benefits = 'recipient', requires = ['call-back']", Some("to call back")),
        ("kind = 'gift', benefits = 'both', requires = ['review']", Some("to write a review")),
        ("kind = 'gift', benefits = 'recipient', requires = ['account']", Some("to make an account")),
        ("kind = 'trial', benefits = 'recipient', requires = ['account']", None),
        ("kind = 'upgrade', benefits = 'recipient', requires = ['purchase']", None),
        ("kind = 'gift', requires = ['review']", None),
        ("kind = 'gift', benefits = 'sender', requires = ['review']", None),
        ("kind = 'referral', benefits = 'both', requires = ['bring-a-friend', 'review']", None),
        ("kind = 'gift', benefits = 'recipient', delivered = '7d'", None),
        ("kind = 'gift', benefits = 'recipient', delivered = '7d 1h'", Some("waits 7 days 1 hour")),
    ] {
        match told {
            Some(part) => says(rule, &[MARKETING, &offering(offer)], part),
            None => silent(rule, &[MARKETING, &offering(offer)]),
        }
    }
}

#[test]
fn the_last_chance_of_a_service_or_of_a_dated_offer_is_let_be() {
    let rule = "offer/endless-urgency";
    let last = "Last chance for a face-to-face lesson.";
    says(rule, &[MARKETING, &mail(last)], "nothing says when it ends");
    silent(rule, &[SERVICE, &mail(last)]);
    silent(rule, &[&mail(last)]);
    let dated = format!("{}\noffer = {{ kind = 'discount', expires = 2026-12-31 }}", mail(last));
    silent(rule, &[MARKETING, &dated]);
    silent(rule, &[MARKETING, &mail("Last chance for a lesson, on Friday.")]);
}

#[test]
fn an_offer_holds_through_the_day_on_which_it_ends() {
    let rule = "offer/expired-offer";
    let after = |wait: &str, day: &str| {
        found(
            rule,
            &[MARKETING, &offering(&format!("kind = 'discount', expires = {day}")), &format!("wait = '{wait}'")],
        )
    };
    assert_eq!(after("0d", "2026-11-22"), Vec::<String>::new(), "today is the last day");
    assert_eq!(after("0d", "2026-11-21"), ["a person is offered what ended on 2026-11-21"]);
    assert_eq!(after("1d", "2026-11-22"), ["who enters today is offered on 2026-11-23 what ends on 2026-11-22"]);
    assert_eq!(after("10d", "2026-11-27"), ["who enters today is offered on 2026-12-02 what ends on 2026-11-27"]);
    assert_eq!(after("5d", "2026-11-27"), Vec::<String>::new());
}

#[test]
fn what_comes_before_an_offer_or_after_it_says_nothing_of_its_day() {
    let rule = "offer/expired-offer";
    let offer = "[[step]]\nid = 'offer'\nchannel = 'email'\noffer = { kind = 'discount', expires = 2026-11-27 }";
    let later = "[[step]]\nid = 'later'\nchannel = 'email'\nwait = '20d'";
    silent(rule, &[MARKETING, offer, later]);
    let earlier = "[[step]]\nid = 'earlier'\nchannel = 'email'";
    says(rule, &[MARKETING, earlier, offer, "wait = '10d'"], "is offered on 2026-12-02");
}

#[test]
fn an_offer_that_some_get_in_time_is_said_to_come_late_to_others() {
    let rule = "offer/expired-offer";
    let fork = |id: &str, then: &str, no: &str| {
        format!("[[step]]\nid = '{id}'\nbranch = {{ on = 'attribute:{id}', then = '{then}', else = '{no}' }}")
    };
    let step = |id: &str, next: &str| format!("[[step]]\nid = '{id}'\nnext = '{next}'\n");
    let offer = "[[step]]\nid = 'offer'\nchannel = 'email'\noffer = { kind = 'discount', expires = 2026-11-27 }";
    let parts = [
        MARKETING.to_owned(),
        fork("new", "slow", "known"),
        fork("known", "teaser", "first"),
        format!("{}wait = '20d'", step("slow", "offer")),
        format!("{}channel = 'email'\nwait = '1d'", step("teaser", "offer")),
        format!("{}channel = 'email'\nwait = '15d'", step("first", "second")),
        format!("{}channel = 'email'\nwait = '9d'", step("second", "offer")),
        offer.to_owned(),
    ];
    says(rule, &parts.each_ref().map(String::as_str), "who enters today may be offered on 2026-12-16");
}

#[test]
fn an_offer_that_pays_nobody_but_others_says_whom_it_pays() {
    let rule = "offer/referral-only-offer";
    for (offer, part) in [
        ("kind = 'referral', benefits = 'friend'", "pays their friend, not them"),
        ("kind = 'referral', benefits = 'sender'", "pays you, not them"),
        ("kind = 'referral', benefits = 'both', requires = ['bring-a-friend']", "depends on bringing somebody"),
    ] {
        says(rule, &[MARKETING, &offering(offer)], part);
    }
    silent(rule, &[MARKETING, &offering("kind = 'referral', benefits = 'both'")]);
}

#[test]
fn a_follow_up_gives_something_by_a_link_by_its_length_or_by_its_words() {
    let rule = "offer/no-recipient-value";
    let follow_up = |body: &str| {
        let first = "[[step]]\nid = 'quote'\nchannel = 'email'";
        let step = format!("{}\nwait = '9d'\nintent = 'follow-up'", mail(body));
        found(rule, &[MARKETING, first, &step]).len()
    };
    let words = |count: usize| "when ".repeat(count);
    for (body, found) in [
        ("Did you look at the quote?".to_owned(), 1),
        ("Did you look at https://harbour.example/quote?".to_owned(), 0),
        ("Did you look at <a href='/quote'>the quote</a>?".to_owned(), 0),
        ("Here is the plan of the room.".to_owned(), 0),
        (words(60), 1),
        (words(61), 0),
    ] {
        assert_eq!(follow_up(&body), found, "{body}");
    }
}
