//! Sequences of tools for sales outreach: Reply, Salesloft and Smartlead.

use super::{merge, one, read, read_text, step, touch};
use outreach_lint::model::{Channel, Event, Fact, OptOutMethod, Status, Zone};
use serde_json::{Value, json};

fn word(fact: &Fact<String>) -> char {
    match fact {
        Fact::Stated(_) => 's',
        Fact::Absent(_) => '-',
        Fact::Unknown => '?',
    }
}

mod reply {
    use super::{Status, Value, json, merge, one, read, step, touch, word};
    use crate::exports::ways;

    fn sequence(steps: Value, more: Value) -> Value {
        let mut sequence = json!({"name": "Fair", "emailAccounts": [], "steps": steps});
        merge(&mut sequence, more);
        sequence
    }

    fn mail(more: Value) -> Value {
        let mut step = json!({"id": 1, "type": "email", "delayInMinutes": 0});
        merge(&mut step, more);
        step
    }

    #[test]
    fn a_sequence_is_known_by_a_wait_in_minutes_and_a_key_of_its_own() {
        let known = |value: Value| read(&value).dialect == Some("reply");
        let bare = || json!([{"type": "email", "delayInMinutes": 5}]);
        assert!(known(json!({"steps": [{"delayInMinutes": 5, "variants": []}]})));
        assert!(known(json!({"steps": [{"inMinutesCount": 5, "templates": []}]})));
        assert!(!known(json!({"steps": bare()})));
        assert!(!known(json!({"steps": [{"variants": []}]})));
        assert!(known(json!({"steps": bare(), "settings": {"repliesHandlingType": "x"}})));
        assert!(known(json!({"steps": bare(), "scheduleId": 4})));
        assert!(!known(json!({"steps": [{"type": "email"}], "scheduleId": 4})));
        assert!(known(json!([{"delayInMinutes": 5, "executionMode": "manual"}])));
        assert!(!known(bare()));
    }

    #[test]
    fn a_status_is_a_word_or_a_number() {
        let status = |more: Value| one(&sequence(json!([mail(json!({}))]), more)).status.get();
        for (word, number, expected) in [
            ("active", 2, Some(Status::Active)),
            ("paused", 4, Some(Status::Paused)),
            ("new", 0, Some(Status::Draft)),
            ("odd", 7, None),
        ] {
            assert_eq!(status(json!({"status": word})), expected, "{word}");
            assert_eq!(status(json!({"status": number})), expected, "{number}");
        }
        assert_eq!(status(json!({"status": "finished"})), Some(Status::Paused));
        assert_eq!(status(json!({"status": "active", "isArchived": true})), Some(Status::Archived));
        assert_eq!(status(json!({"status": "active", "isArchived": false})), Some(Status::Active));
    }

    #[test]
    fn each_kind_of_step_reaches_a_person_by_hand_or_by_itself() {
        for (kind, mode, expected) in [
            ("email", "automatic", Some(("email", false))),
            ("email", "manual", Some(("email", true))),
            ("sms", "automatic", Some(("sms", false))),
            ("whatsApp", "manual", Some(("whatsapp", true))),
            ("call", "automatic", Some(("call", true))),
            ("task", "manual", None),
            ("condition", "automatic", None),
        ] {
            let campaign = one(&sequence(json!([mail(json!({"type": kind, "executionMode": mode}))]), json!({})));
            let found = step(&campaign, "1").touch().map(|touch| (touch.channel.value.as_str(), touch.manual.get()));
            assert_eq!(found, expected.map(|(channel, by_hand)| (channel, Some(by_hand))), "{kind} {mode}");
            assert_eq!(step(&campaign, "1").task().is_some(), kind == "task", "{kind}");
        }
    }

    #[test]
    fn words_that_a_step_could_hold_and_does_not_are_missing() {
        let told = |more: Value| {
            let campaign = one(&sequence(json!([mail(more)]), json!({})));
            let copy = touch(&campaign, "1").variants[0].clone();
            [word(&copy.subject), word(&copy.body)].into_iter().collect::<String>()
        };
        assert_eq!(told(json!({"subject": "The room", "message": "Come by."})), "ss");
        assert_eq!(told(json!({"subject": "The room", "body": "Come by."})), "ss");
        assert_eq!(told(json!({"message": "Come by."})), "-s");
        assert_eq!(told(json!({"subject": "The room"})), "s?");
        assert_eq!(told(json!({"subject": "The room", "message": " "})), "s-");
        assert_eq!(told(json!({})), "??", "they stand elsewhere");
        assert_eq!(told(json!({"type": "sms", "message": ""})), "?-");
        assert_eq!(told(json!({"type": "call", "message": ""})), "??", "a call needs no script");
        assert_eq!(told(json!({"type": "call", "message": "Ask how it went"})), "?s");
    }

    #[test]
    fn a_condition_waits_for_what_its_property_names() {
        let fork = |property: &str| {
            let steps = json!([
                mail(json!({"number": 1})),
                {"id": 2, "number": 2, "parentId": 1, "type": "condition", "waitInMinutes": 1440, "delayInMinutes": 0,
                    "conditions": [{"property": property}]},
                mail(json!({"id": 3, "number": 3, "parentId": 2, "ifConditionPositive": true})),
                mail(json!({"id": 4, "number": 4, "parentId": 2, "ifConditionPositive": false})),
            ]);
            ways(&one(&sequence(steps, json!({}))))[1].split_once("-> ").expect("a way").1.to_owned()
        };
        for (property, event) in [
            ("EmailOpened", "open"),
            ("LinkClicked", "click"),
            ("clicks", "click"),
            ("EmailReplied", "reply"),
            ("replied", "reply"),
        ] {
            assert_eq!(fork(property), format!("{event} within 1d ? 3 : 4"), "{property}");
        }
        assert_eq!(fork("HasPhone"), "attribute:HasPhone within 1d ? 3 : 2-otherwise");
    }
}

mod salesloft {
    use super::{Channel, OptOutMethod, Value, Zone, json, merge, one, read, step, touch};

    fn cadence(groups: Value, more: Value) -> Value {
        let mut content = json!({"cadence_id": 9, "settings": {"name": "Fair"}, "step_groups": groups});
        merge(&mut content, more);
        json!({"cadence_content": content})
    }

    fn group(kind: &str, more: Value) -> Value {
        let mut group = json!({"reference_id": "g", "day": 1, "automated": true, "steps": [{"type": kind, "enabled": true, "type_settings": {}}]});
        merge(&mut group, more);
        group
    }

    #[test]
    fn a_cadence_is_known_by_its_content_or_its_groups() {
        let known = |value: Value| {
            let imported = read(&value);
            (imported.dialect == Some("salesloft"), imported.campaigns.len())
        };
        assert_eq!(known(json!({"cadence_content": {"step_groups": []}})), (true, 1));
        assert_eq!(known(json!({"cadence_content": {"step_groups": {}}})), (false, 0));
        assert_eq!(known(json!({"step_groups": []})), (false, 0));
        assert_eq!(known(json!({"step_groups": [{"steps": [], "day": 1}]})), (true, 1));
        assert_eq!(known(json!({"step_groups": [{"steps": []}]})), (false, 0));
        assert_eq!(known(json!({"step_groups": [{"day": 1}]})), (false, 0));
        assert_eq!(known(json!({"cadence_framework_id": 4})), (true, 0));
        assert_eq!(known(json!({"opt_out_link_included": true, "remove_replies_enabled": true})), (true, 0));
        assert_eq!(known(json!({"opt_out_link_included": true})), (false, 0));
        assert_eq!(known(json!({"remove_replies_enabled": true})), (false, 0));
    }

    #[test]
    fn the_link_that_leads_out_stands_in_the_cadence_of_the_same_number() {
        let ways = |id: u64, link: bool| {
            let settings = json!({"id": id, "name": "Fair", "cadence_framework_id": 4, "opt_out_link_included": link});
            let campaign =
                read(&json!([cadence(json!([group("email", json!({}))]), json!({})), settings])).campaigns.remove(0);
            (campaign.opt_out(Channel::Email).and_then(|way| way.method.get()), campaign.opt_out_others.is_absent())
        };
        assert_eq!(ways(9, true), (Some(OptOutMethod::Link), false));
        assert_eq!(ways(9, false), (None, true));
        assert_eq!(ways(8, true), (None, false), "another cadence");
    }

    #[test]
    fn a_group_goes_out_at_its_time_on_the_clock_of_the_person() {
        let at = |settings: Value| {
            let campaign = one(&cadence(json!([group("email", json!({"automated_settings": settings}))]), json!({})));
            let zone = campaign.schedule.timezone.value() == Some(&Zone::Recipient);
            (step(&campaign, "g").at.value().map(ToString::to_string), zone)
        };
        let nine = Some("09:00".to_owned());
        assert_eq!(
            at(json!({"send_type": "at_time", "time_of_day": "09:00", "timezone_mode": "person"})),
            (nine.clone(), true)
        );
        assert_eq!(at(json!({"send_type": "at_time", "time_of_day": "09:00", "timezone_mode": "user"})), (nine, false));
        assert_eq!(at(json!({"send_type": "after_time_delay", "time_of_day": "09:00"})), (None, false));
    }

    #[test]
    fn each_kind_of_step_is_by_hand_or_by_itself() {
        for (kind, automated, expected) in [
            ("email", json!(true), Some(("email", Some(false)))),
            ("email", json!(false), Some(("email", Some(true)))),
            ("email", json!(null), Some(("email", None))),
            ("phone", json!(true), Some(("call", Some(true)))),
            ("sms", json!(true), Some(("sms", Some(true)))),
            ("text", json!(false), Some(("sms", Some(true)))),
            ("linkedin", json!(false), Some(("linkedin", Some(true)))),
            ("other", json!(false), None),
        ] {
            let told = format!("{kind} {automated}");
            let campaign = one(&cadence(json!([group(kind, json!({"automated": automated}))]), json!({})));
            let found = step(&campaign, "g").touch().map(|touch| (touch.channel.value.as_str(), touch.manual.get()));
            assert_eq!(found, expected, "{told}");
        }
    }

    #[test]
    fn an_email_answers_the_one_before_where_all_its_versions_do() {
        let thread = |before: &[Value]| {
            let step = |before: &Value| json!({"type": "email", "enabled": true, "type_settings": {"previous_email_step_group_reference_id": before}});
            let steps: Vec<Value> = before.iter().map(step).collect();
            touch(&one(&cadence(json!([group("email", json!({"steps": steps}))]), json!({}))), "g").thread.get()
        };
        assert_eq!(thread(&[json!(null)]), Some(false));
        assert_eq!(thread(&[json!("g0")]), Some(true));
        assert_eq!(thread(&[json!("g0"), json!("g0")]), Some(true));
        assert_eq!(thread(&[json!("g0"), json!(null)]), None, "one does, one does not");
    }
}

mod smartlead {
    use super::{Channel, Event, Fact, OptOutMethod, Status, Value, json, merge, one, read, read_text, step};

    fn mail(number: u64, more: Value) -> Value {
        let mut step = json!({"id": number, "seq_number": number, "seq_delay_details": {"delayInDays": 2}, "subject": "The room", "email_body": "Come by."});
        merge(&mut step, more);
        step
    }

    fn campaign(more: Value) -> Value {
        let mut campaign =
            json!({"id": 78, "name": "Gyms", "scheduler_cron_value": null, "sequences": [mail(1, json!({}))]});
        merge(&mut campaign, more);
        campaign
    }

    #[test]
    fn a_campaign_and_its_steps_are_known_by_their_keys() {
        let known = |value: Value| {
            let imported = read(&value);
            (imported.dialect == Some("smartlead"), imported.campaigns.len(), imported.unread.len())
        };
        assert_eq!(known(json!({"stop_lead_settings": "x"})), (true, 0, 1));
        assert_eq!(known(json!({"scheduler_cron_value": {}})), (true, 0, 1));
        assert_eq!(known(json!({"track_settings": [], "max_leads_per_day": 4})), (true, 0, 1));
        assert_eq!(known(json!({"track_settings": []})), (false, 0, 0));
        assert_eq!(known(json!({"max_leads_per_day": 4})), (false, 0, 0));
        assert_eq!(known(json!([{"seq_number": 1, "email_body": "x"}])), (true, 1, 0));
        assert_eq!(known(json!([{"seq_number": 1, "seq_delay_details": {}}])), (true, 1, 0));
        assert_eq!(known(json!([{"seq_number": 1, "seq_variants": []}])), (true, 1, 0));
        assert_eq!(known(json!([{"seq_number": 1}])), (false, 0, 0));
        assert_eq!(known(json!([{"email_body": "x"}])), (false, 0, 0));
    }

    #[test]
    fn steps_belong_to_the_campaign_around_them_or_of_their_number_or_alone_with_them() {
        let names = |value: Value| {
            let imported = read(&value);
            (
                imported.campaigns.iter().map(|c| c.name.value.clone()).collect::<Vec<_>>().join(", "),
                imported.unread.len(),
            )
        };
        let alone = |id: u64, name: &str| json!({"id": id, "name": name, "stop_lead_settings": "REPLY"});
        let steps = |id: Value| json!([mail(1, json!({"email_campaign_id": id}))]);
        assert_eq!(names(campaign(json!({}))), ("Gyms".to_owned(), 0));
        assert_eq!(names(json!([campaign(json!({})), alone(79, "Spas")])), ("Gyms".to_owned(), 1));
        assert_eq!(names(json!([alone(79, "Spas"), campaign(json!({}))])), ("Gyms".to_owned(), 1));
        assert_eq!(names(json!([alone(78, "Gyms"), alone(79, "Spas"), steps(json!(79))])), ("Spas".to_owned(), 1));
        assert_eq!(
            names(json!([alone(78, "Gyms"), steps(json!(null))])),
            ("Gyms".to_owned(), 0),
            "nobody else can be meant"
        );
        let both = names(json!([alone(78, "Gyms"), steps(json!(null)), steps(json!(79))]));
        assert_eq!(both.1, 1, "which of the two? {both:?}");
        let text = json!({"data": campaign(json!({}))}).to_string();
        let head = read_text(&text).campaigns[0].head.span.start as usize;
        assert!(text[head..].starts_with(r#"{"id":78"#), "{}", &text[head..]);
    }

    #[test]
    fn a_campaign_says_whether_it_runs_and_what_ends_it() {
        for (word, status) in [
            ("DRAFTED", Some(Status::Draft)),
            ("ACTIVE", Some(Status::Active)),
            ("START", Some(Status::Active)),
            ("PAUSED", Some(Status::Paused)),
            ("STOPPED", Some(Status::Paused)),
            ("COMPLETED", Some(Status::Paused)),
            ("ARCHIVED", Some(Status::Archived)),
            ("ODD", None),
        ] {
            assert_eq!(one(&campaign(json!({"status": word}))).status.get(), status, "{word}");
        }
        let ends = |stop: Value| {
            let campaign = one(&campaign(json!({"stop_lead_settings": stop})));
            [Event::Reply, Event::Click, Event::Open].map(|event| campaign.stop.on(event).get())
        };
        assert_eq!(ends(json!("REPLY_TO_AN_EMAIL")), [Some(true), None, None]);
        assert_eq!(ends(json!("NEVER")), [Some(false), None, None]);
        assert_eq!(ends(json!("CLICK_ON_A_LINK")), [None, Some(true), None]);
        assert_eq!(ends(json!("OPEN_AN_EMAIL")), [None, None, Some(true)]);
        assert_eq!(ends(json!("ODD")), [None; 3]);
        assert_eq!(ends(json!({"stop_on_reply": true})), [Some(true), None, None]);
    }

    #[test]
    fn a_campaign_that_does_not_watch_for_answers_is_blind_for_them() {
        let blind = |track: Value| one(&campaign(json!({"track_settings": track}))).stop.blind.len();
        assert_eq!(blind(json!(["DONT_TRACK_REPLY_TO_AN_EMAIL"])), 1);
        assert_eq!(blind(json!(["DONT_TRACK_EMAIL_OPEN", "DONT_TRACK_REPLY_TO_AN_EMAIL"])), 1);
        assert_eq!(blind(json!(["DONT_TRACK_EMAIL_OPEN"])), 0);
        assert_eq!(blind(json!("DONT_TRACK_REPLY_TO_AN_EMAIL")), 1);
        assert_eq!(blind(json!("[\"DONT_TRACK_REPLY_TO_AN_EMAIL\"]")), 1);
        assert_eq!(blind(json!("[]")), 0);
        assert_eq!(blind(json!({"track_reply": false})), 1);
        assert_eq!(blind(json!({"track_reply": true})), 0);
    }

    #[test]
    fn a_text_or_a_header_leads_out() {
        let ways = |more: Value| {
            let campaign = one(&campaign(more));
            (campaign.opt_out(Channel::Email).and_then(|way| way.method.get()), campaign.opt_out_others.is_absent())
        };
        assert_eq!(ways(json!({"unsubscribe_text": "No more"})), (Some(OptOutMethod::Link), false));
        assert_eq!(ways(json!({"unsubscribe_text": " "})), (None, true));
        assert_eq!(ways(json!({"add_unsubscribe_tag": true})), (Some(OptOutMethod::OneClick), false));
        assert_eq!(ways(json!({"add_unsubscribe_tag": "false"})), (None, true));
        assert_eq!(ways(json!({"unsubscribe_text": "", "add_unsubscribe_tag": true})).0, Some(OptOutMethod::OneClick));
        assert_eq!(ways(json!({})), (None, false));
    }

    #[test]
    fn days_of_a_schedule_are_numbers_from_sunday() {
        let window = |schedule: Value| match one(&campaign(json!({"scheduler_cron_value": schedule}))).schedule.window {
            Fact::Stated(list) => Some((list.value[0].value.days.0, list.value[0].value.from.to_string())),
            _ => None,
        };
        let days = |days: Value| json!({"tz": "Europe/Paris", "days": days, "startHour": "09:00", "endHour": "17:00"});
        let nine = || "09:00".to_owned();
        assert_eq!(window(days(json!([1, 2, 5]))), Some((0b1_0011, nine())));
        assert_eq!(window(days(json!([0]))), Some((0b100_0000, nine())));
        assert_eq!(window(days(json!([6, 7]))), Some((0b110_0000, nine())));
        assert_eq!(window(days(json!([1, 1]))), Some((0b1, nine())));
        assert_eq!(window(days(json!([8]))), None);
        assert_eq!(window(days(json!([]))), None);
        assert_eq!(window(json!(days(json!([1])).to_string())), Some((0b1, nine())), "kept as text");
        let older = json!({"schedule": {"days_of_the_week": [1], "start_hour": "10:00", "end_hour": "17:00"}});
        assert!(one(&campaign(older)).schedule.window.value().is_some());
        let waits = one(&campaign(json!({})));
        assert_eq!(step(&waits, "1").wait.value().map(|wait| wait.min_s), Some(172_800));
    }
}
