//! Fields that tools fill in: where one may stay empty, whose it is, and how the help spells it.

use crate::near_misses::{MARKETING, found, mail, silent};
use crate::wording::{self, speaks};
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};

const HOLE: &str = "copy/merge-tag-without-fallback";

/// Whether a mail of a campaign with this purpose leaves a hole.
fn leaves_a_hole(purpose: &str, body: &str) -> bool {
    speaks(HOLE, purpose, &[wording::mail("Ferns", body)])
}

/// What `rule` says of an export: its messages and its helps.
fn found_in_export(rule: &str, text: &str) -> Vec<(String, String)> {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("export.json", text, Language::Json));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let today = jiff::civil::date(2026, 11, 22);
    let settings = Settings::new(Preset::Courteous, today, &|other| other.name == rule, &|_| Wish::default());
    let report = lint::finish(&run, vec![lint::file(&run, file, &settings, &[])], &settings);
    assert!(report.campaigns > 0, "{text}");
    report.findings.into_iter().map(|finding| (finding.message, finding.help.unwrap_or_default())).collect()
}

fn fixture(name: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dialects");
    std::fs::read_to_string(root.join(name)).expect("a fixture can be read")
}

#[test]
fn a_name_within_an_address_is_read_by_nobody() {
    for (body, hole) in [
        ("See https://lumen.example/{{ first_name }}", false),
        ("See https://lumen.example/?guest={{first_name}}&from=mail.", false),
        ("See https://lumen.example/?guest={{ first_name }}&last={{ last_name }}", false),
        ("See www.lumen.example?guest={{ first_name }}", false),
        ("See https://lumen.example/you, {{ first_name }}.", true),
        ("<p><a href='https://lumen.example'>{{ first_name }}, it is open 24/7</a></p>", true),
        ("<p><a href='https://lumen.example'>It is open 24/7, {{ first_name }}</a></p>", true),
        ("<p><a href='https://lumen.example/a'>lumen.example/{{ first_name }}</a></p>", false),
    ] {
        assert_eq!(leaves_a_hole("marketing", body), hole, "{body}");
    }
}

#[test]
fn a_name_from_what_somebody_filled_in_is_there_in_an_answer_to_it() {
    for (field, marketing, transactional) in [
        ("{{ first_name }}", true, true),
        ("{{ order.first_name }}", true, false),
        ("{{$json.first_name}}", true, false),
        ("{{ $json.first_name }}", true, false),
    ] {
        let body = format!("Hi {field}, thank you.");
        let holes = (leaves_a_hole("marketing", &body), leaves_a_hole("transactional", &body));
        assert_eq!(holes, (marketing, transactional), "{field}");
    }
}

#[test]
fn some_tools_keep_the_words_for_an_empty_name_elsewhere() {
    assert!(!leaves_a_hole("marketing", "Hi *|FNAME|*, thank you."));
    assert!(leaves_a_hole("marketing", "Hi {{ flow.variables.first_name }}, thank you."));
}

#[test]
fn a_name_behind_many_letters_of_two_bytes_may_be_the_writers() {
    for hums in 19..23 {
        let body = format!("{} this is {{{{ user.name }}}} from the shop.", "ö".repeat(hums));
        assert!(!leaves_a_hole("marketing", &body), "{body}");
    }
}

#[test]
fn a_help_repeats_a_field_of_eighty_bytes_and_no_longer_one() {
    let help = |field: &str| {
        let steps = [wording::mail("Ferns", &format!("Hi {field}, thank you."))];
        let (_, findings) = wording::judged(HOLE, &toml::Table::new(), "marketing", &steps);
        findings.into_iter().filter_map(|finding| finding.help).collect::<String>()
    };
    let field = |length: usize| format!("{{{{ {}.first_name }}}}", "g".repeat(length - "{{ .first_name }}".len()));
    let own = "{{ first_name | default: \"friend\" }}";
    assert!(help(&field(80)).contains("ggg.first_name | default:"), "{}", help(&field(80)));
    assert!(help(&field(81)).contains(own), "{}", help(&field(81)));
}

#[test]
fn a_blank_is_filled_by_who_writes_or_speaks_and_by_no_machine() {
    let rule = "copy/unfilled-placeholder";
    for (step, filled) in [
        ("channel = 'email'", false),
        ("channel = 'email'\nmanual = true", true),
        ("channel = 'call'", true),
        ("channel = 'call'\nvoice = 'live'", true),
        ("channel = 'call'\nvoice = 'ai'", false),
        ("channel = 'voicemail'", false),
    ] {
        let step = format!("[[step]]\nid = 'a'\n{step}\nbody = 'The course of [Company Name] begins in May.'");
        assert_eq!(found(rule, &[MARKETING, &step]).is_empty(), filled, "{step}");
    }
    let filler = "[[step]]\nid = 'a'\nchannel = 'email'\nmanual = true\nbody = 'TODO: write about the course.'";
    assert_eq!(found(rule, &[MARKETING, filler]).len(), 1, "a note to oneself is no blank");
}

#[test]
fn a_call_or_a_letter_may_be_without_words_and_a_text_may_not() {
    let rule = "copy/missing-body";
    for (channel, missing) in
        [("email", 1), ("sms", 1), ("whatsapp", 1), ("push", 1), ("call", 0), ("postal", 0), ("linkedin", 0)]
    {
        let step = format!("[[step]]\nid = 'a'\nchannel = '{channel}'\nwait = '9d'");
        assert_eq!(found(rule, &[MARKETING, &mail("Ferns in June."), &step]).len(), missing, "{channel}");
        silent(rule, &[MARKETING, &step]);
    }
}

#[test]
fn a_public_short_link_hides_where_a_text_leads_and_not_where_a_mail_does() {
    let rule = "copy/link-shortener";
    let step = |channel: &str, words: &str| {
        found(rule, &[MARKETING, &format!("[[step]]\nid = 'a'\nchannel = '{channel}'\n{words}")]).len()
    };
    assert_eq!(step("sms", "body = 'Lumen: see bit.ly/ferns'"), 1);
    assert_eq!(step("email", "body = 'Lumen: see bit.ly/ferns'"), 0);
    assert_eq!(step("sms", "body = 'Lumen: see lumen.example/ferns'"), 0);
}

#[test]
fn a_field_in_the_spelling_of_another_tool_goes_out_as_it_stands() {
    let rule = "copy/broken-merge-tag";
    let text = fixture("klaviyo/winback.json");
    let spelt = |field: &str| {
        let text = text.replace("We kept your mat", &format!("We kept your mat, {field}"));
        found_in_export(rule, &text).into_iter().map(|(message, _)| message).collect::<String>()
    };
    let own = spelt("{{ first_name|default:'friend' }}");
    assert!(!own.contains("friend"), "{own}");
    for field in ["%%First Name%%", "*|FNAME|*"] {
        assert!(spelt(field).contains(field), "{field}: {}", spelt(field));
    }
}

#[test]
fn a_text_that_a_platform_leaves_alone_shows_its_own_name_and_its_own_way_out() {
    let text = fixture("klaviyo/winback.json");
    for (rule, flag) in [("opt-out/sms-without-stop", "add_opt_out_language"), ("copy/sms-unbranded", "add_org_prefix")]
    {
        let set = |on: bool| {
            found_in_export(rule, &text.replace(&format!("\"{flag}\": true"), &format!("\"{flag}\": {on}"))).len()
        };
        assert_eq!((set(true), set(false)), (0, 1), "{rule}");
    }
}

#[test]
fn a_field_in_another_spelling_is_not_put_into_that_of_the_tool() {
    let text = fixture("klaviyo/winback.json");
    let help = |field: &str| {
        let found = found_in_export(HOLE, &text.replace("We kept your mat", &format!("We kept your mat, {field}")));
        found.into_iter().filter(|(message, _)| message.contains(field)).map(|(_, help)| help).collect::<String>()
    };
    for (field, example) in [
        ("{{ person.first_name }}", "{{ person.first_name|default:\"friend\" }}"),
        ("%FIRSTNAME%", "{{ first_name|default:\"friend\" }}"),
        ("{first_name}", "{{ first_name|default:\"friend\" }}"),
    ] {
        assert_eq!(help(field), format!("say what to write without a name: {example}"), "{field}");
    }
}

#[test]
fn a_call_around_words_with_a_space_is_not_gone_on_with() {
    let text = fixture("sfmc/journey.json");
    for (field, help) in [
        ("%%First Name%%", "%%=IIF(EMPTY([First Name]), \"friend\", [First Name])=%%"),
        ("%%=ProperCase(First Name)=%%", "%%=IIF(EMPTY(FirstName), \"friend\", FirstName)=%%"),
    ] {
        let found = found_in_export(HOLE, &text.replace("Your first month", &format!("A note, {field}")));
        let helps: Vec<_> = found.into_iter().filter(|(message, _)| message.contains(field)).collect();
        assert!(matches!(helps.as_slice(), [(_, said)] if said.contains(help)), "{field}: {helps:?}");
    }
}
