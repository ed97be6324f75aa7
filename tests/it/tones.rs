//! How messages sound: loud, full of themselves, or twice as long for one character.

use crate::near_misses::{MAIL, MARKETING, SERVICE, TEXT, found, says, silent};
use crate::wording::{self, judged, speaks, speaks_with, text};
use serde_json::json;

const OWN: &str = "copy/sender-centric";

/// Whether a mail about the sender is found in a campaign of sales.
fn is_own(body: &str) -> bool {
    speaks(OWN, "sales", &[wording::mail("Bread", body)])
}

/// A text of a baker that says "we" or "our" so many times, and "you" not once.
fn of_a_baker(times: usize) -> String {
    const SAYS: [&str; 8] = [
        "We bake in the old mill of this town.",
        "Our oven is from the year of the flood.",
        "We light it with beech at four.",
        "Our flour is from the farm on the hill.",
        "We salt it with the salt of the sea.",
        "Our dough is left to rest for a day.",
        "We shape it on a table of oak.",
        "Our shop is at the end of the lane.",
    ];
    SAYS.iter().take(times).chain(&["Bread is on the shelf at six."]).copied().collect::<Vec<_>>().join(" ")
}

#[test]
fn who_says_we_eight_times_and_you_not_once_speaks_of_themselves() {
    let whole = of_a_baker(8);
    for (body, own) in [
        (whole.clone(), true),
        (of_a_baker(7), false),
        (format!("{whole} Come when you like."), false),
        (format!("{whole} Come to your shop. Yours is the brown one."), false),
        (format!("{whole} \"We are the best,\" said the miller."), false),
        (format!("{whole} {{{{ loaf }}}}"), true),
        (format!("{whole} {{{{ loaf }}}} {{{{ town }}}}"), false),
        (format!("{whole} [Company]"), true),
        (format!("{whole} [Company] [First Name]"), false),
    ] {
        assert_eq!(is_own(&body), own, "{body}");
    }
}

#[test]
fn who_is_asked_or_owed_or_called_is_not_told_of_the_sender_unasked() {
    let whole = of_a_baker(8);
    let mail = format!("{MAIL}\nbody = '{whole}'");
    says(OWN, &[MARKETING, &mail], "a person reads about the sender first: \"We bake in the old mill of this town.\"");
    silent(OWN, &[SERVICE, &mail]);
    silent(OWN, &[MARKETING, &mail, "invited = true"]);
    silent(OWN, &[MARKETING, &format!("{TEXT}\nbody = '{whole}'")]);
    silent(OWN, &[MARKETING, &format!("{MAIL}\nsubject = '{whole}'")]);
    let told = "Our company specializes in bread.";
    says(OWN, &[MARKETING, &format!("{MAIL}\nbody = '{told}'")], "Our company specializes in");
    silent(OWN, &[MARKETING, &format!("{TEXT}\nbody = '{told}'")]);
}

#[test]
fn a_message_opens_with_its_first_three_sentences() {
    for (body, own) in [
        ("Boots need grease. Soles need glue. Our company specializes in boots.", true),
        ("Boots need grease. Soles need glue. Laces break. Our company specializes in boots.", false),
        ("Boots need grease! Soles need glue! Laces break!Our company specializes in boots.", false),
    ] {
        assert_eq!(is_own(body), own, "{body}");
    }
}

#[test]
fn a_favour_is_asked_in_the_message_and_not_below_it() {
    let letter = "The roses are in bloom and the gate is open all week. Come by on any day that suits you.";
    for (body, own) in [
        (format!("{letter} Leave us a review."), true),
        (format!("{letter}\nLeave us a review.\nUnsubscribe: {{{{ unsubscribe_url }}}}"), true),
        (format!("{letter}\nUnsubscribe: {{{{ unsubscribe_url }}}}\nLeave us a review."), false),
    ] {
        assert_eq!(is_own(&body), own, "{body}");
    }
    let subject = wording::mail("Would you leave us a review", letter);
    assert!(speaks(OWN, "sales", &[subject]));
}

#[test]
fn what_is_quoted_in_a_message_is_cut_to_what_fits_on_a_line() {
    let quoted = |body: &str| {
        let (_, findings) = judged(OWN, &toml::Table::new(), "sales", &[wording::mail("Bread", body)]);
        findings.into_iter().map(|finding| finding.message).collect::<String>()
    };
    let long =
        "We are a leading provider of loaves and rolls and cakes and pies and tarts for all the inns of the land.";
    let shown = quoted(&of_a_baker(8).replace("We bake in the old mill of this town.", long));
    assert!(shown.ends_with("\"We are a leading provider of loaves and rolls...\""), "{shown}");
    let spaced = quoted(&of_a_baker(8).replace("the old mill", "the   old\tmill"));
    assert!(spaced.ends_with("\"We bake in the old mill of this town.\""), "{spaced}");
}

#[test]
fn capitals_are_loud_within_a_sentence_and_in_a_subject() {
    let rule = "copy/shouting";
    let html = |words: &str| format!("<p>{words}</p>");
    for (body, loud) in [
        ("We have a HUGE SHOE SALE for the town.".to_owned(), true),
        ("We have a HUGE SHOE sale for the town.".to_owned(), false),
        ("HUGE SHOE SALE\n\nThe boots are here.".to_owned(), false),
        ("HUGE SHOE SALE now".to_owned(), false),
        ("HUGE SHOE SALE soon".to_owned(), true),
        ("Send it to YOUR COMPANY NAME today.".to_owned(), false),
        ("See CALENDAR_LINK_HERE for the days.".to_owned(), false),
        ("See it: [ORDER THESE BOOTS] or write.".to_owned(), false),
        ("Answer STOP HELP QUIT as needed.".to_owned(), false),
        (html("Of boots: <a href='https://shoes.example'>ORDER THESE BOOTS</a> or write to us."), false),
        (html("Of boots: <a href='https://shoes.example'>look</a> at our HUGE SHOE SALE today."), true),
        (html("Our HUGE SHOE SALE is <a href='https://shoes.example'>here</a> now."), true),
        (format!("We have a HUGE SHOE {} SALE for the town.", "5".repeat(21)), true),
        (format!("We have a HUGE SHOE {} SALE for the town.", "5".repeat(22)), false),
    ] {
        assert_eq!(speaks(rule, "marketing", &[wording::mail("Boots", &body)]), loud, "{body}");
    }
    assert!(speaks(rule, "marketing", &[wording::mail("HUGE SHOE SALE", "The boots are here.")]));
    let two: toml::Table = "capitals = 2".parse().expect("options");
    let row = |words: &str| speaks_with(rule, &two, "marketing", &[wording::mail(words, "The boots are here.")]);
    assert_eq!((row("HUGE sale"), row("HUGE SALE"), row("HUGE SHOE SALE")), (false, true, true));
}

#[test]
fn what_stands_far_from_a_row_of_capitals_on_its_line_is_not_looked_at() {
    let line = |figures: usize| format!("{}, HUGE SHOE SALE, {} small", "é".repeat(3), "5 ".repeat(figures));
    let loud = |figures| speaks("copy/shouting", "marketing", &[wording::mail("Boots", &line(figures))]);
    assert_eq!((loud(100), loud(250)), (true, false));
    let far = format!("{}HUGE SHOE SALE{}", "–".repeat(200), "–".repeat(200));
    assert!(!speaks("copy/shouting", "marketing", &[wording::mail("Boots", &far)]), "no small letter in sight");
}

#[test]
fn a_character_that_makes_a_text_longer_is_told_from_one_that_does_not() {
    let rule = "copy/sms-surprise-unicode";
    let long = "boots and coats ".repeat(5);
    let speaks = |body: &str| speaks(rule, "marketing", &[text(body)]);
    for (body, found) in [
        (format!("The coat’s back. {long}"), true),
        (format!("The coat’s back – {long}"), true),
        (format!("The coat’s back – today ✂ {long}"), false),
        ("The coat’s back.".to_owned(), false),
        (format!("The coat's back. {long}"), false),
        (format!("Buty są w środę. {long}"), false),
    ] {
        assert_eq!(speaks(&body), found, "{body}");
    }
    let mail = json!({ "id": "it", "channel": "email", "subject": "a", "body": format!("The coat’s back. {long}") });
    assert!(!wording::speaks(rule, "marketing", &[mail]), "a mail may be as long as it likes");
}

#[test]
fn three_dots_in_place_of_one_character_are_counted() {
    let count = |letters: usize| {
        let body = format!("{}…", "o".repeat(letters));
        found("copy/sms-surprise-unicode", &[MARKETING, &format!("{TEXT}\nbody = '{body}'")]).concat()
    };
    assert_eq!(count(157), "one character makes 3 texts of this, and 1 without it");
    assert_eq!(count(158), "one character makes 3 texts of this, and 2 without it");
}
