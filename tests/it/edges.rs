//! Small holes between the examples of the pages, each found by a mutant that nobody missed.

use crate::support::{DEAF, Project, RULE};
use outreach_lint::import::{self, Input};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use outreach_lint::syntax;
use std::path::Path;

fn report(text: &str, rule: &str) -> serde_json::Value {
    let project = Project::new();
    project.write("a.toml", text);
    let ran = project.run(&["a.toml", "--select", rule, "--format=json"]);
    serde_json::from_str(&ran.out).expect(&ran.err)
}

#[test]
fn an_address_in_one_variant_and_a_copy_that_cannot_be_read_is_not_judged() {
    let text = |first: &str| {
        format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\nregion = [\"US\"]\n[sender]\nname = \"Ines Falk\"\n\
             [[step]]\nchannel = \"email\"\nvariants = [{{ body = \"{first}\" }}, {{ body_file = \"gone.md\" }}]\n"
        )
    };
    let rule = "sender/missing-postal-address";
    let shown = report(&text("Hello\\n\\nLumen Ltd, 14 Oak St, Oakland, CA 94607"), rule);
    assert_eq!(shown["findings"], serde_json::json!([]));
    assert_eq!(shown["not_judged"][0]["missing"], serde_json::json!(["step.body"]));
    let bare = report(&text("Hello"), rule);
    assert_eq!(bare["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_row_of_follow_ups_is_told_with_its_time() {
    let steps: String = (0..5).map(|_| "[[step]]\nchannel = \"email\"\nwait = \"3d\"\n").collect();
    let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{steps}");
    let message = report(&text, "cadence/too-many-follow-ups")["findings"][0]["message"].to_string();
    assert!(message.contains("hears from you 5 times in 12 days"), "{message}");
}

#[test]
fn an_offer_that_is_over_is_told_from_one_that_will_be() {
    let text = |expires: &str, wait: &str| {
        format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"email\"\nwait = \"{wait}\"\n\
             offer = {{ kind = \"discount\", benefits = \"recipient\", expires = {expires} }}\n"
        )
    };
    let told =
        |expires: &str, wait| report(&text(expires, wait), "offer/expired-offer")["findings"][0]["message"].to_string();
    assert_eq!(told("2020-01-01", "0d"), "\"a person is offered what ended on 2020-01-01\"");
    let soon = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(10)).to_string();
    let later = told(&soon, "30d");
    assert!(later.contains("who enters today is offered on") && later.contains("what ends on"), "{later}");
}

#[test]
fn an_answer_that_comes_late_is_told_by_what_the_person_did() {
    for (event, does) in [("reply", "answers"), ("complaint", "complains"), ("cancel", "cancels")] {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"service\"\n[[step]]\nchannel = \"email\"\n[[step]]\n\
             branch = {{ on = \"{event}\", within = \"14d\", then = \"late\", else = \"end\" }}\n\
             [[step]]\nid = \"late\"\nchannel = \"email\"\nwait = \"3w\"\n"
        );
        let message = report(&text, "cadence/slow-answer")["findings"][0]["message"].to_string();
        assert!(message.contains(does), "{event}: {message}");
    }
}

#[test]
fn characters_that_surprise_are_few() {
    let found = |odd: &str| {
        let words = "Your aqua class on Monday is at 7 pm this week, in the small pool. Bring a towel and a lock for your things";
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"service\"\n[[step]]\nchannel = \"sms\"\nbody = \"{words} {odd}\"\n"
        );
        report(&text, "copy/sms-surprise-unicode")["findings"].as_array().map(Vec::len)
    };
    assert_eq!([found("’"), found("’–"), found("’–…")], [Some(1), Some(1), Some(0)]);
}

#[test]
fn each_touch_too_many_is_counted_where_it_stands() {
    let steps = "[[step]]\nchannel = \"email\"\nwait = \"1h\"\n".repeat(5);
    let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{steps}");
    let found = report(&text, "cadence/touch-pressure");
    let labels = found["findings"][0]["labels"].as_array().cloned().unwrap_or_default();
    let labels: Vec<_> = labels.iter().filter_map(|label| label["message"].as_str()).collect();
    assert_eq!(labels, ["touch 3 in one week", "touch 4", "touch 5"]);
}

#[test]
fn who_answers_is_told_how_often_they_still_hear_from_the_sender() {
    let message = report(DEAF, RULE)["findings"][0]["message"].to_string();
    assert!(message.contains("still hears from you 1 more time"), "{message}");
    let round = DEAF.replace("wait = \"20d\"", "wait = \"20d\"\nnext = \"nudge\"");
    let message = report(&round, RULE)["findings"][0]["message"].to_string();
    assert!(message.contains("again and again, without end"), "{message}");
}

#[test]
fn a_subject_whose_length_is_chosen_or_decided_is_not_measured() {
    let found = |subject: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"email\"\nsubject = \"{subject}\"\nbody = \"Hi\"\n"
        );
        report(&text, "copy/long-subject")["findings"].as_array().map(Vec::len)
    };
    let long = "A word of news about the garden, the gate and the gardener who keeps both of them in order for us all";
    assert_eq!(found(long), Some(1));
    assert_eq!(found(&format!("{{Hello|Good morning}} {long}")), Some(0));
    assert_eq!(found(&format!("{{% if a %}}{long}{{% endif %}}")), Some(0));
}

#[test]
fn a_body_of_nothing_is_missed_and_one_of_a_picture_is_not() {
    let found = |body: &str| {
        let step = format!("[[step]]\nchannel = \"email\"\nsubject = \"Hello\"\nbody = '{body}'\n");
        let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{step}");
        report(&text, "copy/missing-body")["findings"].as_array().map(Vec::len)
    };
    let bodies = ["", "  ", "<p> </p>", "<p><img src=\"a.png\"></p>", "<p>Hi</p>"];
    assert_eq!(bodies.map(found), [1, 1, 1, 0, 0].map(Some));
}

#[test]
fn a_wait_that_shrinks_a_little_is_not_called_short() {
    let steps = ["10d", "7d", "8d", "4d"].map(|wait| format!("[[step]]\nchannel = \"email\"\nwait = \"{wait}\"\n"));
    let steps = format!("[[step]]\nchannel = \"email\"\n{}", steps.concat());
    let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{steps}");
    let found = report(&text, "cadence/escalating-frequency");
    let labels = found["findings"][0]["labels"].as_array().cloned().unwrap_or_default();
    let labels: Vec<_> = labels.iter().filter_map(|label| label["message"].as_str()).collect();
    assert_eq!(labels, ["only 7 days now", "only 4 days now"]);
}

#[test]
fn a_follow_up_has_four_excuses_and_each_is_enough() {
    let found = |before: &str, step: &str, body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"sales\"\n{before}\
             [[step]]\nchannel = \"email\"\nwait = \"9d\"\nintent = \"follow-up\"\n{step}\nbody = \"{body}\"\n"
        );
        report(&text, "offer/no-recipient-value")["findings"].as_array().map(Vec::len)
    };
    let (quote, ask) = ("[[step]]\nchannel = \"email\"\n", "Did you look at the quote?");
    assert_eq!(found(quote, "", ask), Some(1));
    assert_eq!(found(quote, "offer = { kind = \"content\", benefits = \"recipient\" }", ask), Some(0), "it gives");
    assert_eq!(found(quote, "invited = true", ask), Some(0), "they asked for it");
    assert_eq!(found("", "", ask), Some(0), "it is the first");
    assert_eq!(found(quote, "", "Here is the plan of the room."), Some(0), "it holds something");
}

#[test]
fn a_text_of_a_file_that_breaks_off_is_still_a_text_without_a_name() {
    let text = "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"sms\"\n\
                body = \"hi, we have four new classes. Come by any day\"\n[[step\n";
    let shown = report(text, "copy/sms-unbranded");
    assert_eq!(shown["findings"].as_array().map(Vec::len), Some(1), "{shown}");
}

#[test]
fn a_firm_that_signs_is_told_from_words_in_capitals() {
    let whole = |body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"sms\"\nbody = \"{body}\"\n"
        );
        report(&text, "copy/sms-unbranded")["findings"].as_array().map(Vec::len)
    };
    let found = |end: &str| whole(&format!("we have four new classes for beginners from next week on. {end}"));
    assert_eq!(whole("Hot Yoga: we have four new classes"), Some(0));
    assert_eq!(whole("we have something to tell: four new classes"), Some(1), "that is no name");
    let above_the_way_out = "- BadgerTech.\\nReply STOP to get no more texts of this kind from us";
    for firm in ["- BadgerTech", "- ACME", "come to us at HotYoga", above_the_way_out] {
        assert_eq!(found(firm), Some(0), "{firm}");
    }
    for nobody in ["- Ana", "- FREE", "- PM", "- [NAME]", "- iPhone", "- see you", "all of them at VIP"] {
        assert_eq!(found(nobody), Some(1), "{nobody}");
    }
}

#[test]
fn the_first_message_beyond_the_consent_is_named_and_those_behind_it_are_pointed_at() {
    let step = |wait: &str| format!("[[step]]\nid = \"{wait}\"\nchannel = \"email\"\nwait = \"{wait}\"\n");
    let text = format!(
        "[campaign]\nname = \"x\"\npurpose = \"sales\"\nregion = [\"CA-QC\"]\n[audience]\nsource = \"inquiry\"\n\
         consent = {{ email = \"implied\" }}\n{}{}{}",
        step("1d"),
        step("200d"),
        step("30d")
    );
    let found = &report(&text, "law/consent-window")["findings"][0];
    assert_eq!(found["step"], "200d");
    let labels = found["labels"].as_array().cloned().unwrap_or_default();
    let later: Vec<_> = labels.iter().filter(|label| label["message"] == "later still").collect();
    assert_eq!(later.len(), 1);
}

#[test]
fn who_enters_again_at_once_may_have_done_something_for_it() {
    let found = |source: &str, end: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{source}[limits]\nreenroll_after = \"0d\"\n\
             [[step]]\nchannel = \"email\"\nwait = \"30d\"\n{end}"
        );
        report(&text, "cadence/never-ending")["findings"].as_array().map(Vec::len)
    };
    let source = |word: &str| format!("[audience]\nsource = \"{word}\"\n");
    assert_eq!(found("", ""), Some(1));
    assert_eq!(found(&source("subscription"), ""), Some(1));
    assert_eq!(found(&source("purchase"), ""), Some(0));
    assert_eq!(found("", "[[step\n"), Some(0), "how they enter may stand in what breaks off");
}

#[test]
fn an_open_complaint_may_be_thanked_for_and_answered_whatever_the_campaign_sells() {
    let found = |intent: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[audience]\nsource = \"complaint\"\n\
             [[step]]\nchannel = \"email\"\n{intent}"
        );
        report(&text, "stop/ignores-complaint")["findings"].as_array().map(Vec::len)
    };
    for intent in ["thank-you", "confirmation", "acknowledgement", "resolution", "survey"] {
        assert_eq!(found(&format!("intent = \"{intent}\"\n")), Some(0), "{intent}");
    }
    for intent in ["", "intent = \"offer\"\n", "intent = \"follow-up\"\n"] {
        assert_eq!(found(intent), Some(1), "{intent}");
    }
}

#[test]
fn a_hard_way_out_in_the_copy_counts_where_no_easy_one_stands_beside_it() {
    let found = |way: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{way}[[step]]\nchannel = \"email\"\n\
             body = \"Ferns in June. To unsubscribe, log in to your account.\"\n"
        );
        report(&text, "opt-out/opt-out-friction")["findings"].as_array().map(Vec::len)
    };
    assert_eq!(found(""), Some(1));
    assert_eq!(found("[opt_out.email]\nmethod = \"link\"\nrequires = []\n"), Some(1));
    assert_eq!(found("[opt_out.email]\nmethod = \"one-click\"\nrequires = []\n"), Some(0), "the easy one is there");
    assert_eq!(found("[opt_out.email]\nmethod = \"link\"\nrequires = [\"login\"]\n"), Some(1), "said once");
}

#[test]
fn the_answer_to_a_complaint_is_the_first_word_after_it_and_not_the_first_of_the_campaign() {
    let answered = |body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"service\"\n[[step]]\nchannel = \"email\"\nbody = \"Ferns in June.\"\n\
             [[step]]\nbranch = {{ on = \"complaint\", within = \"9d\", then = \"wait\", else = \"end\" }}\n\
             [[step]]\nid = \"wait\"\nwait = \"1h\"\n\
             [[step]]\nid = \"answer\"\nchannel = \"email\"\nbody = \"{body}\"\n\
             [[step]]\nid = \"later\"\nchannel = \"email\"\nwait = \"2d\"\nbody = \"It is solved.\"\n"
        );
        let found = report(&text, "care/complaint-without-thanks");
        let steps = found["findings"].as_array().cloned().unwrap_or_default();
        steps.iter().filter_map(|finding| finding["step"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(answered("We look into it."), ["answer"]);
    assert_eq!(answered("Thank you for telling us. We look into it."), [""; 0]);
}

#[test]
fn messages_at_one_time_of_the_day_are_counted_as_they_come_and_not_as_they_stand() {
    let step = |id: &str, wait: &str, next: &str| {
        format!("[[step]]\nid = \"{id}\"\nchannel = \"email\"\nat = \"09:00\"\nwait = \"{wait}\"\nnext = \"{next}\"\n")
    };
    let rows = [
        step("a", "0d", "b"),
        step("e", "2d", "end"),
        step("d", "2d", "e"),
        step("c", "2d", "d"),
        step("b", "2d", "c"),
    ];
    let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{}", rows.concat());
    let found = report(&text, "cadence/fixed-clock");
    let message = found["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("5 messages in a row come at 09:00 sharp, 2 days apart"), "{found}");
    assert_eq!(found["findings"][0]["step"], "a");
}

#[test]
fn a_campaign_is_told_by_its_name_and_a_long_name_by_its_beginning() {
    let campaign = |name: &str, steps: usize| {
        format!(
            "[[campaigns]]\n[campaigns.campaign]\nname = \"{name}\"\npurpose = \"marketing\"\n\
             [campaigns.audience]\nsegments = [\"members\"]\n{}",
            "[[campaigns.step]]\nchannel = \"email\"\nwait = \"1d\"\n".repeat(steps)
        )
    };
    let long = "Offers for the autumn and for the winter that follows it";
    let text = format!("{}{}", campaign("Welcome", 2), campaign(long, 1));
    let finding = &report(&text, "cadence/campaign-pressure")["findings"][0];
    let touches = finding["witness"].as_array().cloned().unwrap_or_default();
    let touches: Vec<_> = touches.iter().filter_map(|touch| touch["step"].as_str()).collect();
    assert_eq!(
        touches,
        ["Welcome: step-1", "Offers for the autumn and for the winte…: step-1", "Welcome: step-2"],
        "as if they began on one day"
    );
    let finding = finding.to_string();
    assert!(finding.contains("of them from \\\"Welcome\\\""), "{finding}");
    assert!(finding.contains("1 of them from \\\"Offers for the autumn and for the winte…\\\""), "{finding}");
}

#[test]
fn of_many_copies_of_a_message_the_first_few_are_told() {
    let words =
        "Our course for beginners has eight evenings, two hives for each group, and a visit to a honey farm in June.";
    let step = format!("[[step]]\nchannel = \"email\"\nwait = \"9d\"\nbody = \"{words}\"\n");
    let found = |count: usize| {
        let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{}", step.repeat(count));
        report(&text, "copy/repeated-copy")["findings"].as_array().map(Vec::len)
    };
    assert_eq!([found(1), found(2), found(4)], [Some(0), Some(1), Some(3)]);
    assert_eq!(found(80), Some(20));
}

#[test]
fn fields_of_one_tool_beside_those_of_another_are_read_as_they_stand() {
    let found = |body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"email\"\nbody = \"{body}\"\n"
        );
        report(&text, "copy/broken-merge-tag")["findings"].as_array().map(Vec::len)
    };
    assert_eq!(found("Hi {{ first_name }}, *|FNAME|*!"), Some(1));
    assert_eq!(found("Hi *|FNAME|*!"), Some(0), "it may be sent with that tool");
    assert_eq!(found("Hi {{ first_name }}, %%First Name%%!"), Some(0), "that tool takes braces too");
}

#[test]
fn a_word_that_the_campaign_takes_for_a_stop_is_a_way_out_where_it_is_shown() {
    let found = |keywords: &str, body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\nregion = [\"US\"]\n[opt_out.sms]\nmethod = \"keyword\"\n\
             keywords = [{keywords}]\n[[step]]\nchannel = \"sms\"\nbody = \"{body}\"\n"
        );
        report(&text, "opt-out/sms-without-stop")["findings"].as_array().map(Vec::len)
    };
    assert_eq!(found("\"BASTA\"", "Lumen: ferns in June."), Some(1));
    assert_eq!(found("\"BASTA\"", "Lumen: ferns in June. Basta, and we are quiet."), Some(0));
    assert_eq!(found("\"GENUG\"", "Lumen: ferns in June. Basta, and we are quiet."), Some(1));
}

#[test]
fn a_stranger_is_told_where_their_address_comes_from_and_shown_a_way_out() {
    let told = |body: &str| {
        let text = format!(
            "[campaign]\nname = \"x\"\npurpose = \"sales\"\nregion = [\"FR\"]\n[audience]\nsource = \"cold-list\"\n\
             kind = \"business\"\nconsent = {{ email = \"none\" }}\ncollected = \"third-party\"\n\
             [[step]]\nchannel = \"email\"\nbody = \"Good day, I make glass roofs. {body}\"\n"
        );
        let message = report(&text, "law/first-message-duties")["findings"][0]["message"].to_string();
        [message.contains("where you have the address from"), message.contains("that one may object")]
    };
    let (source, out) = ("I found you on the list of architects.", "Unsubscribe: {{ unsubscribe_url }}");
    assert_eq!(told(""), [true, true]);
    assert_eq!(told(source), [false, true]);
    assert_eq!(told(out), [true, false]);
    assert_eq!(told("You may object."), [true, false]);
    assert_eq!(told(&format!("{source} {out}")), [false, false]);
}

#[test]
fn a_consent_that_is_too_little_names_the_laws_that_ask_for_more_and_no_other() {
    let text = "[campaign]\nname = \"x\"\npurpose = \"marketing\"\nregion = [\"DE\", \"CA\"]\n[audience]\nkind = \"consumer\"\n\
                source = \"inquiry\"\nconsent = { email = \"implied\" }\n[[step]]\nchannel = \"email\"\n";
    let project = Project::new();
    project.write("a.toml", text);
    let shown = project.run(&["a.toml", "--select", "law/consent-floor"]).out;
    assert!(shown.contains("UWG") && !shown.contains("CASL"), "{shown}");
}

#[test]
fn every_place_of_an_import_is_in_its_file_wherever_that_stands_in_the_run() {
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects")];
    let mut read = 0;
    while let Some(folder) = todo.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let sources = Sources::default();
            sources.add(SourceFile::from_text("first", "", Language::Text));
            let text = std::fs::read_to_string(&path).expect("a fixture");
            let file = sources.add(SourceFile::from_text("second.json", text, Language::Json));
            let source = sources.get(file).expect("just added");
            let document = syntax::parse(file, &source);
            let input = Input { file, source: &source, document: &document, sources: &sources, beside: &NothingBeside };
            let imported = import::import(&input, None);
            read += imported.campaigns.len();
            for campaign in &imported.campaigns {
                let told = format!("{campaign:?}");
                let at =
                    told.find("FileId(0)").map(|at| told.get(at.saturating_sub(200)..at + 60).unwrap_or("").to_owned());
                assert_eq!(at, None, "{}", path.display());
            }
        }
    }
    assert!(read > 30, "{read}");
}
