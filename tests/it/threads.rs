//! "Re:" and "Fwd:": what they answer, who sent it, and what a subject is about.

use crate::near_misses::{MARKETING, SERVICE, found, mail, says, silent};
use crate::support::Project;

const RULE: &str = "copy/fake-thread";

/// A mail under this subject, with more keys.
fn subject(id: &str, subject: &str, more: &str) -> String {
    format!("[[step]]\nid = '{id}'\nchannel = 'email'\nwait = '9d'\nsubject = '{subject}'\n{more}")
}

/// Whether the first mail of a campaign may have this subject.
fn is_honest(head: &str, words: &str) -> bool {
    found(RULE, &[head, &subject("first", words, "")]).is_empty()
}

/// Whether a mail under the second subject may follow one under the first.
fn may_follow(first: &str, second: &str) -> bool {
    found(RULE, &[MARKETING, &subject("first", first, ""), &subject("second", second, "")]).is_empty()
}

#[test]
fn who_wrote_first_gets_an_answer_that_names_their_request() {
    let from = |source: &str| format!("{MARKETING}\n[audience]\nsource = '{source}'");
    for (head, words, honest) in [
        (SERVICE, "Re: your question about a piano", true),
        (SERVICE, "Re: our spring sale", false),
        (MARKETING, "Re: your question about a piano", false),
        (&from("inquiry"), "Re: your question about a piano", true),
        (&from("inquiry"), "Re: our spring sale", false),
        (&from("purchase"), "Re: your question about a piano", false),
        ("purpose = 'transactional'", "Re: our spring sale", true),
    ] {
        assert_eq!(is_honest(head, words), honest, "{head}: {words}");
    }
    let inquiry = from("inquiry");
    let later = [subject("first", "Pianos in May", ""), subject("second", "Re: your question about a flute", "")];
    assert_eq!(found(RULE, &[&inquiry, &later[0], &later[1]]).len(), 1, "the answer is the first mail");
    silent(RULE, &[SERVICE, &later[0], &later[1]]);
}

#[test]
fn a_reply_in_a_thread_has_a_mail_before_it() {
    let first = subject("first", "Pianos in May", "");
    let reply = subject("second", "Re: our spring sale", "thread = true");
    silent(RULE, &[MARKETING, &first, &reply]);
    says(RULE, &[MARKETING, &reply], "there was no mail before it");
    let text = "[[step]]\nid = 'text'\nchannel = 'sms'\nbody = 'Lumen: ferns.'";
    says(RULE, &[MARKETING, text, &reply], "there was no mail before it");
}

#[test]
fn an_answer_to_a_mail_that_somebody_else_sent_is_none() {
    let senders = "[senders.ann]\nname = 'Ann Otieno'\n[senders.bob]\nname = 'Bob Silva'";
    let from = |id: &str, words: &str, who: &str| subject(id, words, &format!("sender = '{who}'"));
    let first = from("first", "Pianos in May", "ann");
    silent(RULE, &[MARKETING, senders, &first, &from("second", "Re: Pianos in May", "ann")]);
    let other = from("second", "Re: Pianos in May", "bob");
    says(RULE, &[MARKETING, senders, &first, &other], "from somebody they never wrote to");
}

#[test]
fn a_stand_in_for_the_subject_before_is_no_subject() {
    for (words, honest) in [
        ("Re:", true),
        ("Re: [original subject]", true),
        ("Re: {{ previousSubject }}", true),
        ("Re: {{ last_thread }}", true),
        ("Re: previous subject", true),
        ("Re: original subject line", true),
        ("Re: the subject of money", false),
        ("Re: quick question", false),
    ] {
        assert_eq!(is_honest(MARKETING, words), honest, "{words}");
    }
}

#[test]
fn a_subject_of_some_length_may_go_on_in_the_next() {
    for (first, second, honest) in [
        ("Bees in May", "Re: Bees", true),
        ("Tax in May", "Re: Tax", false),
        ("Bees", "Re: Bees in May", true),
        ("Tax", "Re: Tax in May", false),
        ("Tax", "Re: Tax", true),
        ("Ferns", "Re: Bees in May", false),
    ] {
        assert_eq!(may_follow(first, second), honest, "{first}, {second}");
    }
}

#[test]
fn a_subject_that_may_stand_in_what_breaks_off_may_be_the_one_that_is_answered() {
    let project = Project::new();
    let head = "[campaign]\nname = 'a'\npurpose = 'marketing'\n[[step]]\nid = 'first'\nchannel = 'email'\n";
    let text = format!("{head}{}\n[[step\n", subject("second", "Re: our spring sale", ""));
    let ran = project.write("a.toml", text).run(&["a.toml", "--select", RULE, "--format=json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect(&ran.err);
    assert_eq!(report["not_judged"][0]["missing"], serde_json::json!(["step.subject"]), "{report}");
    assert!(!ran.out.contains("there was no mail before it"), "{report}");
}

#[test]
fn a_header_that_nobody_forwarded_is_made_up_where_it_sells() {
    let forwarded = mail("Have a look.\n\nBegin forwarded message:\n\nWe rent booths.");
    says(RULE, &[MARKETING, &forwarded], "nobody forwarded it");
    silent(RULE, &[SERVICE, &forwarded]);
    silent(RULE, &[MARKETING, &subject("first", "Forwarded message", "")]);
}

#[test]
fn a_subject_is_long_beyond_seventy_characters_and_a_field_counts_five() {
    let rule = "copy/long-subject";
    for (plain, fields, long) in
        [(70, 0, false), (71, 0, true), (65, 1, false), (66, 1, true), (60, 2, false), (61, 2, true)]
    {
        let words = format!("{}{}", "o".repeat(plain), "{{ first_name }}".repeat(fields));
        assert_eq!(
            !found(rule, &[MARKETING, &subject("a", &words, "")]).is_empty(),
            long,
            "{plain} and {fields} fields"
        );
    }
}
