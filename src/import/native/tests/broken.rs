//! Broken input and the findings that it gives: rule, place and message of each.

use super::{Files, Read, json, read_beside, toml, twin};
use crate::import::{self, Input};
use crate::model::{Channel, Event, Guard, Target};
use crate::source::{Language, NothingBeside, SourceFile, Sources};
use crate::syntax;

/// A file that is whole but for what a test adds above its step, in its step, or below.
pub(super) fn with(above: &str, in_step: &str) -> String {
    format!("[campaign]\nname = \"n\"\n{above}\n[[step]]\nchannel = \"email\"\n{in_step}\n")
}

/// Asserts what a TOML file gives, and that its JSON twin gives the same but for places.
pub(super) fn assert_gives(text: &str, expected: &[&str]) {
    let toml = toml(text);
    assert_eq!(toml.lines(), expected, "{text}");
    let json = json(&twin(text));
    let said = |read: &Read| {
        let mut said: Vec<_> =
            read.imported.findings.iter().map(|f| format!("{} {} {:?}", f.rule, f.message, f.step)).collect();
        said.sort();
        said
    };
    assert_eq!(said(&json), said(&toml), "{text}");
}

pub(super) fn help(read: &Read) -> String {
    read.imported.findings[0].help.clone().unwrap_or_default()
}

#[test]
fn unknown_fields() {
    for (above, step, expected) in [
        ("purpse = \"sales\"", "", "3:1 structure/unknown-field the campaign has no field `purpse`"),
        ("[stopp]\non = [\"reply\"]", "", "3:2 structure/unknown-field a campaign file has no field `stopp`"),
        ("[sender]\nfax = \"1\"", "", "4:1 structure/unknown-field a sender has no field `fax`"),
        ("[senders.ann]\nnam = \"1\"", "", "4:1 structure/unknown-field a sender has no field `nam`"),
        ("[opt_out.text]\nmethod = \"keyword\"", "", "3:10 structure/unknown-field `opt_out` has no field `text`"),
        ("[audience.consent]\ne-mail = \"none\"", "", "4:1 structure/unknown-field `consent` has no field `e-mail`"),
        ("", "text = \"Hi\"", "6:1 structure/unknown-field a step has no field `text`"),
        ("", "variants = [{ text = \"Hi\" }]", "6:15 structure/unknown-field a variant has no field `text`"),
        ("", "offer = { value = 5 }", "6:11 structure/unknown-field an offer has no field `value`"),
    ] {
        assert_gives(&with(above, step), &[expected]);
    }
}

#[test]
fn unknown_fields_name_the_nearest() {
    for (above, step, expected) in [
        ("purpse = \"sales\"", "", "did you mean `purpose`?"),
        ("replyTo = \"a@b.example\"", "", "`reply_to` belongs in `[sender]`"),
        ("colour = 1", "", "its fields are `name`, `purpose`, `region`, `bulk` and `status`"),
        ("stop = 1", "", "`stop` stands beside `campaign`, at the top of the file"),
        ("[sender]\nreplyTo = \"a@b.example\"", "", "did you mean `reply_to`?"),
        ("[opt_out.text]", "", "did you mean `sms`?"),
        ("", "delay = \"2d\"", "did you mean `wait`?"),
        ("", "stop = [\"reply\"]", "`stop` stands beside the steps, not in one"),
        ("", "colour = 1", "`outreach-lint schema campaign` lists the fields of a step"),
        ("", "[step.offer]\nkind = \"gift\"\nsubject = \"Hi\"", "`subject` belongs to the step, above `[step.offer]`"),
    ] {
        assert_eq!(help(&toml(&with(above, step))), expected, "{above}{step}");
    }
}

#[test]
fn values_of_the_wrong_kind() {
    for (above, step, expected) in [
        ("purpose = 5", "", "3:11 structure/invalid-value `purpose` takes one of its words, not a number"),
        ("bulk = \"true\"", "", "3:8 structure/invalid-value `bulk` takes true or false, not text"),
        ("region = 1", "", "3:10 structure/invalid-value `region` takes a list of regions, not a number"),
        ("region = [\"US\", 1]", "", "3:17 structure/invalid-value `region` holds a number where it takes text"),
        ("[stop]\non = \"reply\"", "", "4:6 structure/invalid-value `on` takes a list of words, not text"),
        ("[limits]\nper_day = \"1\"", "", "4:11 structure/invalid-value `per_day` takes a whole number, not text"),
        ("[limits]\nper_day = 1.5", "", "4:11 structure/invalid-value `per_day` takes a whole number, not `1.5`"),
        ("[schedule]\nwindow = \"x\"", "", "4:10 structure/invalid-value `window` takes a list of windows, not text"),
        ("", "wait = 2", "6:8 structure/invalid-value `wait` takes a time with its unit, not a number"),
        ("", "at = 10", "6:6 structure/invalid-value `at` takes a time of day, not a number"),
        ("", "subject = 5", "6:11 structure/invalid-value `subject` takes text, not a number"),
        ("", "offer = \"gift\"", "6:9 structure/invalid-value `offer` takes fields of its own, not text"),
        ("", "variants = \"b\"", "6:12 structure/invalid-value `variants` takes a list, not text"),
        ("", "variants = [5]", "6:13 structure/invalid-value a variant takes fields of its own, not a number"),
        ("", "manual = \"yes\"", "6:10 structure/invalid-value `manual` takes true or false, not text"),
        ("", "offer = { expires = 5 }", "6:21 structure/invalid-value `expires` takes a date, not a number"),
        ("", "id = 5", "6:6 structure/invalid-value `id` takes text, not a number"),
        ("", "sender = 5", "6:10 structure/invalid-value `sender` takes text, not a number"),
    ] {
        assert_gives(&with(above, step), &[expected]);
    }
    assert_gives(
        "sender = \"maya\"\n[campaign]\nname = \"n\"",
        &["1:10 structure/invalid-value `sender` takes fields of its own, not text"],
    );
    assert_gives(
        "[campaign]\nname = \"n\"\n[step]\nchannel = \"emial\"",
        &[
            "3:1 structure/invalid-value `step` takes a list, not a table",
            "4:11 structure/invalid-value `channel` cannot be `emial`",
        ],
    );
    let null = json("{\"campaign\": {\"name\": \"n\", \"region\": null}}");
    assert_eq!(null.lines(), ["1:38 structure/invalid-value `region` takes a list of regions, not null"]);
    assert_eq!(help(&null), "leave `region` out to say nothing");
}

#[test]
fn words_outside_their_list() {
    for (above, step, expected) in [
        ("purpose = \"promo\"", "", "3:11 structure/invalid-value `purpose` cannot be `promo`"),
        ("purpose = \"Sales\"", "", "3:11 structure/invalid-value `purpose` cannot be `Sales`"),
        ("status = \"\"", "", "3:10 structure/invalid-value `status` is empty"),
        ("[audience]\nsource = \"cold\"", "", "4:10 structure/invalid-value `source` cannot be `cold`"),
        ("[audience.consent]\nsms = \"yes\"", "", "4:7 structure/invalid-value `sms` cannot be `yes`"),
        ("[audience]\nconsent = \"none\"", "", "4:11 structure/invalid-value `consent` does not say for which channel"),
        ("[stop]\non = [\"reply\", \"open\"]", "", "4:16 structure/invalid-value `on` cannot hold `open`"),
        ("[opt_out.sms]\nmethod = \"stop\"", "", "4:10 structure/invalid-value `method` cannot be `stop`"),
        ("[opt_out.sms]\nrequires = [\"fax\"]", "", "4:13 structure/invalid-value `requires` cannot hold `fax`"),
        ("", "intent = \"sell\"", "6:10 structure/invalid-value `intent` cannot be `sell`"),
        ("", "voice = \"robot\"", "6:9 structure/invalid-value `voice` cannot be `robot`"),
    ] {
        assert_gives(&with(above, step), &[expected]);
    }
    let cold = toml(&with("[audience]\nsource = \"cold\"", ""));
    assert!(help(&cold).starts_with("did you mean \"cold-list\"? it takes inquiry, first-visit,"), "{}", help(&cold));
    assert_eq!(help(&toml(&with("", "voice = \"robot\""))), "it takes live, prerecorded, ai or ringless");
    let consent = toml(&with("[audience]\nconsent = \"none\"", ""));
    assert_eq!(help(&consent), "write it per channel: `consent = { email = \"none\" }`");
}

#[test]
fn times_dates_windows_zones_and_regions() {
    for (above, step, expected, help_expected) in [
        ("", "wait = \"2\"", "6:8 structure/invalid-value `wait` says `2` without a unit", "\"2d\" for days"),
        ("", "wait = \"-2d\"", "6:8 structure/invalid-value `wait` is less than no time at all", "wait = \"1d\""),
        ("", "wait = \"3d..2d\"", "6:8 structure/invalid-value `wait` ends before it starts", "write \"2d..3d\""),
        ("", "wait = \"2D\"", "6:8 structure/invalid-value `wait` says no time: `2D`", "did you mean \"2d\"?"),
        ("", "wait = \"900y\"", "6:8 structure/invalid-value `wait` is longer than 100 years", "wait = \"1d\""),
        ("", "at = \"25:00\"", "6:6 structure/invalid-value `at` says no time of day: `25:00`", "from 00 to 23"),
        ("[limits]\nper_week = 0", "", "4:12 structure/invalid-value `per_week` is 0, and has to be 1 at least", "= 2"),
        (
            "[audience]\nconsent_age = \"old\"",
            "",
            "4:15 structure/invalid-value `consent_age` says no time: `old`",
            "2d",
        ),
        (
            "[limits]\nreenroll_after = \"1d..2d\"",
            "",
            "4:18 structure/invalid-value `reenroll_after` takes one time, not a range",
            "reenroll_after = \"90d\"",
        ),
        (
            "[schedule]\nwindow = [\"mon-fri 09:00-18:00\", \"mom 09:00-18:00\"]",
            "",
            "4:34 structure/invalid-value `window` names no day of the week: `mom`",
            "mon, tue",
        ),
        (
            "[schedule]\nwindow = []",
            "",
            "4:10 structure/invalid-value `window` names no time at which a touch may go out",
            "leave `window` out",
        ),
        (
            "[schedule]\ntimezone = \"Europe/Berln\"",
            "",
            "4:12 structure/invalid-value `timezone` is no zone: `Europe/Berln`",
            "did you mean \"Europe/Berlin\"?",
        ),
        (
            "[schedule]\ntimezone = \"new york\"",
            "",
            "4:12 structure/invalid-value `timezone` is no zone: `new york`",
            "did you mean \"America/New_York\"?",
        ),
        ("region = [\"UK\"]", "", "3:11 structure/invalid-value `UK` is no region that `region` knows", "\"GB\""),
        ("region = \"US-XY\"", "", "3:10 structure/invalid-value `US-XY` is no region that `region` knows", "US-"),
        (
            "",
            "offer = { expires = \"31.12.2026\" }",
            "6:21 structure/invalid-value `expires` says no day: `31.12.2026`",
            "2026-12-31",
        ),
        (
            "",
            "offer = { delivered = \"soon\" }",
            "6:23 structure/invalid-value `delivered` says no time: `soon`",
            "\"now\"",
        ),
    ] {
        let text = with(above, step);
        assert_gives(&text, &[expected]);
        let help = help(&toml(&text));
        assert!(help.contains(help_expected), "{text}: {help}");
    }
}

#[test]
fn missing_fields() {
    assert_gives("[campaign]\npurpose = \"sales\"", &["1:1 structure/missing-field the campaign has no name"]);
    assert_gives(
        "[campaign]\nname = \"n\"\n[[step]]\nid = \"a\"\nsubject = \"Hi\"",
        &["3:1 structure/missing-field a step has words and no channel to send them by"],
    );
    assert_gives(
        "[campaign]\nname = \"n\"\n[[step]]\nbranch = { then = \"end\" }",
        &["4:1 structure/missing-field a branch does not say what it asks"],
    );
    assert_gives("[campaign]\nname = \"n\"\n[[step]]\nwait = \"2d\"", &[]);
    assert_gives(
        "[[campaigns]]\n[campaigns.sender]\nname = \"x\"\n[[campaigns.step]]\nchannel = \"sms\"",
        &["1:1 structure/missing-field a campaign has no `campaign` table with its name"],
    );
}

#[test]
fn steps_that_are_two_things() {
    assert_gives(&with("", "task = \"call\""), &["6:1 structure/invalid-value a step has both `channel` and `task`"]);
    assert_gives(
        &with("", "branch = { on = \"reply\" }\nwithin = \"2d\""),
        &[
            "6:1 structure/invalid-value a step has both `channel` and `branch`",
            "7:1 structure/invalid-value `within` is the deadline of a task, and this step has none",
        ],
    );
}

#[test]
fn what_only_a_touch_has_is_checked_in_every_step() {
    assert_gives(
        "[campaign]\nname = \"n\"\n[sender]\nname = \"Ann\"\n[[step]]\ntask = \"call\"\nsender = \"bob\"\nintent = \"sell\"\n\
         [[step]]\nbranch = { on = \"reply\" }\noffer = { kind = \"bribe\" }",
        &[
            "8:10 structure/invalid-value `intent` cannot be `sell`",
            "11:18 structure/invalid-value `kind` cannot be `bribe`",
        ],
    );
}

#[test]
fn ids_and_edges() {
    let read = toml(&with(
        "",
        "id = \"thanks\"\nnext = \"cal\"\n[[step]]\nid = \"call\"\nchannel = \"call\"\n[[step]]\nid = \"thanks\"\ntask = \"t\"",
    ));
    assert_eq!(
        read.lines(),
        [
            "7:8 structure/dangling-next no step is called `cal`",
            "12:6 structure/duplicate-id two steps are called `thanks`"
        ]
    );
    let [next, twice] = read.imported.findings.as_slice() else { panic!() };
    assert_eq!((read.text(next.labels[1].place), next.labels[1].message.as_str()), ("\"call\"".into(), "nearest step"));
    assert_eq!(next.help.as_deref(), Some("did you mean \"call\"?"));
    assert_eq!((next.step.as_deref(), next.campaign.as_deref()), (Some("thanks"), Some("n")));
    assert_eq!(twice.labels[1].place.span.start, read.imported.campaigns[0].steps[0].id.place.span.start);
    assert_gives(&with("", "next = \"nowhere\""), &["6:8 structure/dangling-next no step is called `nowhere`"]);
    assert_gives(
        &with("", "[[step]]\nbranch = { on = \"reply\", then = \"a\", else = \"b\" }"),
        &["7:33 structure/dangling-next no step is called `a`", "7:45 structure/dangling-next no step is called `b`"],
    );
    assert_gives(
        &with("", "id = \"end\""),
        &["6:6 structure/invalid-value no step can be called `end`, for `next = \"end\"` ends the campaign"],
    );
    assert_gives(
        &with("", "id = \"step-2\"\n[[step]]\nchannel = \"sms\""),
        &["7:1 structure/duplicate-id two steps are called `step-2`"],
    );
}

#[test]
fn guards() {
    let branch = |on: &str| format!("[campaign]\nname = \"n\"\n[[step]]\nbranch = {{ on = \"{on}\" }}");
    assert_gives(&branch("opened"), &["4:17 structure/invalid-value `on` cannot be `opened`"]);
    assert_gives(
        &branch("attribute:"),
        &["4:17 structure/invalid-value `attribute:` names nothing that is known of a person"],
    );
    assert_gives(&branch("attribute:plan = pro"), &[]);
    assert!(help(&toml(&branch("opened"))).ends_with("bounce or visit, or \"attribute:...\""));
}

#[test]
fn senders_that_nobody_knows() {
    let text = with("[senders.ann]\nname = \"Ann Otieno\"\n[senders.bob]\nname = \"Bob Silva\"", "sender = \"an\"");
    assert_gives(&text, &["9:10 structure/invalid-value no sender is called `an`"]);
    assert_eq!(help(&toml(&text)), "did you mean \"ann\"?");
    let text = with("[senders.ann]\nname = \"Ann Otieno\"", "sender = \"ann otieno\"");
    assert_eq!(help(&toml(&text)), "did you mean \"ann\"?");
}

#[test]
fn copies_that_cannot_be_read() {
    const GOOD: &[u8] = "\u{feff}Gr\u{fc}\u{df}e\n".as_bytes();
    let files = Files(&[("latin.md", b"Gr\xfc\xdfe"), ("good.md", GOOD)]);
    for (path, expected) in [
        ("nope.md", "6:13 structure/unreadable-copy the copy `nope.md` is not there"),
        ("/etc/passwd", "6:13 structure/unreadable-copy the copy `/etc/passwd` lies outside the repository"),
        ("../../x", "6:13 structure/unreadable-copy the copy `../../x` lies outside the repository"),
        ("copy", "6:13 structure/unreadable-copy the copy `copy` is not a file"),
        ("huge.md", "6:13 structure/unreadable-copy the copy `huge.md` is too large for a message"),
        ("shut.md", "6:13 structure/unreadable-copy the copy `shut.md` cannot be read: permission denied"),
        ("latin.md", "6:13 structure/unreadable-copy the copy `latin.md` is not text in UTF-8"),
    ] {
        let read = read_beside(&with("", &format!("body_file = \"{path}\"")), Language::Toml, &files);
        assert_eq!(read.lines(), [expected]);
        let touch = read.imported.campaigns[0].steps[0].touch().unwrap();
        assert!(touch.variants[0].body.is_unknown());
        if path == "latin.md" {
            let bad = read.imported.findings[0].labels[1].place;
            assert_eq!((bad.span.start, read.text(bad).as_str()), (2, "\u{fffd}"));
        }
    }
    let read = read_beside(&with("", "body_file = \"good.md\""), Language::Toml, &files);
    assert_eq!(read.lines(), [""; 0]);
    let body = read.imported.campaigns[0].steps[0].touch().unwrap().variants[0].body.located().unwrap().clone();
    assert_eq!(body.value, "Gr\u{fc}\u{df}e\n");
    assert_eq!(read.text(body.place), body.value, "offsets in the words are offsets in the file");
    let both = with("", "body = \"a\"\nbody_file = \"good.md\"");
    assert_eq!(toml(&both).lines(), ["7:1 structure/invalid-value `body` and `body_file` both say what to write"]);
}

#[test]
fn a_list_of_campaigns() {
    assert_gives(
        "[audience]\nsource = \"trial\"\n[[campaigns]]\n[campaigns.campaign]\nname = \"a\"\nnmae = \"b\"",
        &[
            "1:1 structure/unknown-field `audience` stands beside `campaigns` and belongs to none of them",
            "6:1 structure/unknown-field the campaign has no field `nmae`",
        ],
    );
    let read = json("{\"campaigns\": [{\"campaign\": {\"name\": \"a\"}}, 5]}");
    assert_eq!(read.lines(), ["1:45 structure/invalid-value `campaigns` holds a number where it takes a campaign"]);
    assert_eq!(read.imported.campaigns.len(), 1);
}

#[test]
fn what_a_broken_file_lacks_is_unknown() {
    let read =
        toml("[campaign]\npurpose = \"promo\"\n[stop\non = []\n[[step]]\nchannel = \"email\"\nnext = \"gone\"\n");
    assert_eq!(read.lines(), ["2:11 structure/invalid-value `purpose` cannot be `promo`"]);
    let campaign = &read.imported.campaigns[0];
    assert!(campaign.region.is_unknown() && campaign.opt_out_others.is_unknown() && campaign.sender_known.is_unknown());
}

#[test]
fn a_value_that_is_broken_is_unknown_and_judged_by_nobody() {
    let read = toml(include_str!("../../../../fixtures/broken/misspelt.toml"));
    assert_eq!(
        read.lines(),
        [
            "4:1 structure/unknown-field the campaign has no field `purpse`",
            "7:11 structure/invalid-value `consent` does not say for which channel",
            "8:23 structure/invalid-value `segments` holds a number where it takes text",
            "13:2 structure/unknown-field a campaign file has no field `stopp`",
            "14:7 structure/invalid-value `on` cannot hold `replay`",
            "18:11 structure/invalid-value `channel` cannot be `emial`",
            "19:1 structure/unknown-field a step has no field `delay`",
            "20:10 structure/invalid-value no sender is called `mya`",
            "22:8 structure/dangling-next no step is called `helo`",
            "25:6 structure/duplicate-id two steps are called `hello`",
            "26:8 structure/invalid-value `wait` takes a time with its unit, not a number",
            "27:1 structure/missing-field a branch does not say what it asks",
            "27:21 structure/invalid-value `within` takes one time, not a range",
        ]
    );
    let campaign = &read.imported.campaigns[0];
    assert!(campaign.purpose.is_unknown(), "a misspelt key is not a missing one");
    assert!(campaign.consent(Channel::Email).is_unknown());
    assert!(campaign.audience.segments.is_unknown());
    assert_eq!(campaign.stop.on(Event::OptOut).get(), Some(true));
    assert!(campaign.stop.on(Event::Reply).is_unknown(), "`replay` may have meant it");
    let [hello, again] = campaign.steps.as_slice() else { panic!() };
    assert!(hello.wait.is_unknown() && again.wait.is_unknown());
    let touch = hello.touch().expect("a misspelt channel is still one");
    assert_eq!(touch.channel.value, Channel::Email);
    assert!(touch.sender.is_unknown());
    assert_eq!(hello.targets(), [Target::Step(1)], "the nearest other step");
    assert_eq!(again.branch().unwrap().on.value, Guard::Attribute(String::new()));
}

#[test]
fn a_file_that_is_said_to_be_native_is_read_as_such() {
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("a.toml", "[campain]\nname = \"n\"", Language::Toml));
    let source = sources.get(file).unwrap();
    let document = syntax::parse(file, &source);
    let input = Input { file, source: &source, document: &document, sources: &sources, beside: &NothingBeside };
    assert_eq!(import::import(&input, None).dialect, None);
    let said: Vec<_> = import::import(&input, Some("native")).findings.into_iter().map(|f| (f.rule, f.help)).collect();
    assert_eq!(said, [("structure/unknown-field".into(), Some("did you mean `campaign`?".to_owned()))]);
}
