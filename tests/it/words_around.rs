//! What stands around words: who says them, in which language, on which day, and how near.

use crate::near_misses::{MARKETING, found, mail};
use crate::wording::{self, first_and_later, speaks};
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, Located, NothingBeside, Place, SourceFile, Sources};
use serde_json::json;

const HURRY: &str = "copy/false-urgency";

/// Whether hurry is found in a mail that says this.
fn hurries(body: &str) -> bool {
    speaks(HURRY, "marketing", &[wording::mail("Sale", body)])
}

#[test]
fn words_that_are_quoted_hurry_nobody() {
    let dashes = |count: usize| "-".repeat(count);
    for (body, hurried) in [
        ("Shops shout \"20% off, act now!\" at everybody.".to_owned(), false),
        (
            "Shops shout \"20% off, act now, for all of this week and for all of the next!\" at everybody.".to_owned(),
            false,
        ),
        (
            "Shops shout \"Act now, or the coats that are left will go to all of the others!\" at everybody."
                .to_owned(),
            false,
        ),
        ("They wrote \"Buy it\"\n\"Act now!\"\nThat is not us.".to_owned(), false),
        ("\"\nAct now, and \"all\" is new.".to_owned(), true),
        (format!("Shops shout \"Do act now!{}\" at everybody.", dashes(234)), false),
        (format!("Shops shout \"Do act now!{}\" at everybody.", dashes(235)), true),
        (format!("Shops shout \"{} act now!\" at everybody.", dashes(300)), true),
        (format!("Shops shout \"Do act now!\" at everybody. {}", dashes(3000)), false),
        (format!("Shops shout \"Do act now!\" at everybody. {}", dashes(3900)), true),
        (format!("{} Shops shout \"Do act now!\" at everybody.", dashes(3900)), true),
        (format!("{} Shops shout \"Do act now!\" at everybody. {}", dashes(2000), dashes(2000)), true),
    ] {
        assert_eq!(hurries(&body), hurried, "{body}");
    }
}

#[test]
fn a_line_and_a_quotation_are_looked_at_to_their_limits() {
    // What stands on the line but for the words that hurry: 3,840 bytes at most; and in the marks: under 240.
    let line = |beside: usize| format!("Shops: \"Do act now!\" {}", "o".repeat(beside - "Shops: \"Do !\" ".len()));
    assert_eq!((hurries(&line(3840)), hurries(&line(3841))), (false, true));
    let quotation = |inside: usize| format!("Shops: \"Do act now{}\" at you.", "!".repeat(inside - "\"Do ".len()));
    assert_eq!((hurries(&quotation(239)), hurries(&quotation(240))), (false, true));
}

#[test]
fn a_sentence_that_names_its_day_hurries_nobody() {
    for (body, hurried) in [
        ("48 hours left, and it is Friday.", false),
        ("48 hours left, and it is warm.", true),
        ("48 hours left. We open on Friday.", true),
        ("We open on Friday. 48 hours left.", true),
    ] {
        assert_eq!(hurries(body), hurried, "{body}");
    }
    let offer = |offer: &str| {
        let mut step = wording::mail("Sale", "48 hours left.");
        if !offer.is_empty() {
            step["offer"] = json!({ "kind": "discount", "expires": offer });
        }
        speaks(HURRY, "marketing", &[step])
    };
    assert_eq!((offer(""), offer("2026-12-31")), (true, false));
}

#[test]
fn a_list_speaks_one_language_and_a_text_that_tells_none_is_in_that_of_its_body() {
    let rule = "copy/just-in-case";
    for (words, found) in [
        ("Ciao Ana, nel caso ti fosse sfuggita, ecco la guida che ti abbiamo promesso per il corso.", true),
        ("Ciao Ana, ecco la guida che ti abbiamo promesso per il corso, e non solo quella.", false),
        ("Hallo Ana, voor het geval je het hebt gemist, hier is de gids die we voor je hebben.", true),
        ("Hallo Ana, hier is de gids die we voor je hebben, en ook het boek voor in de tuin.", false),
        ("Olá Ana, não recebi resposta, e por isso o guia do curso está aqui para você e os seus.", true),
        ("Olá Ana, o guia do curso está aqui para você e os seus, como nos disse.", false),
    ] {
        assert_eq!(first_and_later(rule, &wording::mail("Corso", words)).1, found, "{words}");
    }
    let german = "Guten Tag, hier ist der Plan für die Woche, und wir freuen uns auf Sie und die Kinder.";
    let english = "Good day, here is the plan for the week, and we look forward to you and the children.";
    let subject = |body: &str| speaks(rule, "sales", &[wording::mail("Following up again", body)]);
    assert_eq!((subject(german), subject(english)), (false, true));
}

#[test]
fn a_follow_up_answers_what_its_own_paragraph_names() {
    for (body, found) in [
        ("It was great meeting you. I am following up again.", false),
        ("It was great meeting you.\n\nI am following up again.", true),
        ("I am following up again. It was great meeting you.", true),
        ("I am following up again.\n\nIt was great meeting you.", true),
        ("Hello.\n\nIt was great meeting you. I am following up again.", false),
    ] {
        assert_eq!(first_and_later("copy/just-in-case", &wording::mail("Ferns", body)).0, found, "{body}");
    }
}

#[test]
fn an_opening_and_what_is_owed_stand_in_the_first_four_hundred_bytes() {
    let greets = |before: usize| {
        let body = format!("{} To whom it may concern.", "o".repeat(before));
        speaks("copy/generic-greeting", "marketing", &[wording::mail("Ferns", &body)])
    };
    assert_eq!([0, 380, 398, 399, 500].map(greets), [true, true, true, false, false]);
    let owed = |before: usize| {
        let body = format!("{} Your payment failed. Act now.", "o".repeat(before));
        speaks(HURRY, "marketing", &[wording::mail("Ferns", &body)])
    };
    assert_eq!([0, 380, 398, 399, 500].map(owed), [false, false, false, true, true]);
}

#[test]
fn answers_to_trouble_are_read_as_answers() {
    let rule = "copy/defensive-wording";
    let policy = mail("Hello. According to our terms, nothing is owed.");
    let after = |source: &str| format!("{MARKETING}\n[audience]\nsource = '{source}'");
    for (head, found_one) in [
        ("purpose = 'service'", true),
        (MARKETING, false),
        (&after("complaint"), true),
        (&after("cancellation"), true),
        (&after("inquiry"), false),
    ] {
        assert_eq!(!found(rule, &[head, &policy]).is_empty(), found_one, "{head}");
    }
    let blame = mail("Hello. It was not our fault.");
    assert_eq!(found(rule, &[MARKETING, &blame]).len(), 1, "that defends anywhere");
}

#[test]
fn what_a_service_says_presses_on_nobody() {
    for (rule, body) in [
        (HURRY, "Act now."),
        ("copy/just-in-case", "I am following up again."),
        ("copy/guilt-trip", "Should I close your file?"),
        ("copy/sender-centric", "Our company specializes in boots."),
    ] {
        let step = [wording::mail("Ferns", body)];
        assert!(speaks(rule, "marketing", &step), "{rule}");
        for purpose in ["service", "requested", "transactional"] {
            assert!(!speaks(rule, purpose, &step), "{rule}: {purpose}");
        }
    }
}

#[test]
fn the_region_of_the_config_holds_where_a_campaign_names_none() {
    let missing = |region: &str, config: &[&str]| {
        let sources = Sources::default();
        let text = format!("[campaign]\nname = 'a'\npurpose = 'marketing'\n{region}\n{}", mail("Ferns in June."));
        let file = sources.add(SourceFile::from_text("a.toml", text, Language::Toml));
        let today = jiff::civil::date(2026, 11, 22);
        let rule = |name: &str| name == "law/region-missing";
        let mut settings = Settings::new(Preset::Courteous, today, &|other| rule(other.name), &|_| Wish::default());
        settings.region = config.iter().map(|code| Located::new((*code).to_owned(), Place::default())).collect();
        let run = Run { sources: &sources, beside: &NothingBeside, from: None };
        let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
        report.findings.iter().filter(|finding| rule(&finding.rule)).count()
    };
    assert_eq!((missing("", &[]), missing("", &["GB"])), (1, 0));
    assert_eq!((missing("region = []", &[]), missing("region = []", &["GB"])), (1, 0));
    assert_eq!(missing("region = ['GB']", &[]), 0);
}

#[test]
fn of_two_silences_the_fuller_one_presses_and_the_silent_one_where_they_are_alike() {
    let campaign = |name: &str, opened: usize, silent: usize| {
        let row = |way: &str, count: usize| {
            let step = |nth: usize| {
                let next = if nth + 1 == count { "end".to_owned() } else { format!("{way}-{}", nth + 1) };
                format!("[[campaigns.step]]\nid = '{way}-{nth}'\nchannel = 'email'\nwait = '1h'\nnext = '{next}'\n")
            };
            (0..count).map(step).collect::<String>()
        };
        format!(
            "[[campaigns]]\n[campaigns.campaign]\nname = '{name}'\npurpose = 'marketing'\n\
             [campaigns.audience]\nsegments = ['new']\n\
             [[campaigns.step]]\nid = 'first'\nchannel = 'email'\n\
             [[campaigns.step]]\nid = 'fork'\n\
             branch = {{ on = 'open', within = '1h', then = 'opened-0', else = 'silent-0' }}\n{}{}",
            row("opened", opened),
            row("silent", silent)
        )
    };
    let walks = |opened: usize, silent: usize| {
        let text = format!("{}{}", campaign("a", opened, silent), campaign("b", opened, silent));
        let sources = Sources::default();
        let file = sources.add(SourceFile::from_text("a.toml", text, Language::Toml));
        let rule = "cadence/campaign-pressure";
        let today = jiff::civil::date(2026, 11, 22);
        let settings = Settings::new(Preset::Courteous, today, &|other| other.name == rule, &|_| Wish::default());
        let run = Run { sources: &sources, beside: &NothingBeside, from: None };
        let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
        let witness = report.findings.into_iter().flat_map(|finding| finding.witness);
        let mut ways: Vec<String> =
            witness.map(|touch| touch.step.replace(|c: char| !c.is_alphabetic(), " ")).collect();
        ways.retain(|way| way.contains("opened") || way.contains("silent"));
        ways.iter()
            .map(|way| way.contains("opened"))
            .fold((0, 0), |(opened, silent), reads| if reads { (opened + 1, silent) } else { (opened, silent + 1) })
    };
    assert_eq!(walks(3, 1), (6, 0), "who opens gets more");
    assert_eq!(walks(1, 3), (0, 6), "who stays silent gets more");
    assert_eq!(walks(2, 2), (0, 4), "both get as much");
}
