//! Sequences of tools for sales outreach: Instantly, lemlist and Apollo.

use super::{merge, one, read, step, touch};
use outreach_lint::model::{Event, Fact, Status};
use serde_json::{Value, json};

mod instantly {
    use super::{Fact, Status, Value, json, merge, one, read};

    fn campaign(more: Value) -> Value {
        let steps = json!([{"type": "email", "delay": 2, "variants": [{"subject": "The room", "body": "Come by."}]}]);
        let mut campaign =
            json!({"name": "Fair", "campaign_schedule": {"schedules": []}, "sequences": [{"steps": steps}]});
        merge(&mut campaign, more);
        campaign
    }

    #[test]
    fn a_campaign_has_a_schedule_and_a_subsequence_a_parent() {
        let steps = || json!([{"steps": [{"type": "email"}]}]);
        let sends = |step: Value| json!({"sequences": [{"steps": [step]}]});
        for (told, value, expected) in [
            ("a schedule and sequences", json!({"campaign_schedule": {}, "sequences": []}), true),
            ("a schedule that is none", json!({"campaign_schedule": 3, "sequences": []}), false),
            (
                "a child with a schedule",
                json!({"parent_campaign": "c", "subsequence_schedule": {}, "sequences": steps()}),
                true,
            ),
            ("a child with conditions", json!({"parent_campaign": "c", "conditions": {}, "sequences": steps()}), true),
            ("a child with nothing else", json!({"parent_campaign": "c", "sequences": steps()}), false),
            ("conditions without a parent", json!({"conditions": {}, "sequences": steps()}), false),
            ("steps alone", json!({"sequences": steps()}), false),
            ("a child without steps", json!({"parent_campaign": "c", "conditions": {}, "sequences": []}), false),
            ("variants and a delay", sends(json!({"variants": [], "delay": 1})), true),
            ("variants alone", sends(json!({"variants": []})), false),
            ("a delay alone", sends(json!({"delay": 1})), false),
        ] {
            assert_eq!(read(&value).dialect == Some("instantly"), expected, "{told}");
        }
    }

    #[test]
    fn a_status_is_a_number() {
        for (number, status) in
            [(0, Status::Draft), (1, Status::Active), (2, Status::Paused), (3, Status::Paused), (4, Status::Active)]
        {
            assert_eq!(one(&campaign(json!({"status": number}))).status.get(), Some(status), "{number}");
        }
        assert_eq!(one(&campaign(json!({"status": "x"}))).status.get(), None);
    }

    #[test]
    fn days_of_a_schedule_are_numbers_from_sunday_or_names() {
        let window = |days: Value| {
            let schedule =
                json!({"timing": {"from": "09:00", "to": "17:00"}, "days": days, "timezone": "Europe/Paris"});
            match one(&campaign(json!({"campaign_schedule": {"schedules": [schedule]}}))).schedule.window {
                Fact::Stated(list) => Some(list.value[0].value.days.0),
                _ => None,
            }
        };
        assert_eq!(window(json!({"1": true, "2": true, "3": false})), Some(0b11));
        assert_eq!(window(json!({"0": true})), Some(0b100_0000));
        assert_eq!(window(json!({"6": true})), Some(0b10_0000));
        assert_eq!(window(json!({"Monday": true, "sunday": true})), Some(0b100_0001));
        assert_eq!(window(json!({"1": true, "monday": true})), Some(0b1), "the same day in two ways");
        assert_eq!(window(json!({"7": true})), None, "no day");
        assert_eq!(window(json!({"holidays": true})), None);
        assert_eq!(window(json!({"1": false})), None);
    }
}

mod lemlist {
    use super::{Event, Fact, Status, Value, json, merge, one, read, step, touch};
    use crate::exports::{read_text, ways};

    fn mail(id: &str, more: Value) -> Value {
        let mut step = json!({"_id": format!("stp_{id}"), "type": "email", "delay": 0, "subject": "The room", "message": "Come by."});
        merge(&mut step, more);
        step
    }

    fn sequences(steps: &[Value]) -> Value {
        json!({"seq_A": {"_id": "seq_A", "level": 0, "steps": steps}})
    }

    /// The answers of three calls in one file.
    fn bundle(campaign: Value, schedules: Value) -> Value {
        let mut own = json!({"_id": "cam_1", "name": "Fair", "sequenceId": "seq_A"});
        merge(&mut own, campaign);
        json!({"campaign": own, "schedules": schedules, "sequences": sequences(&[mail("1", json!({}))])})
    }

    #[test]
    fn a_campaign_lends_its_name_to_the_sequences_that_it_names_or_that_are_alone_with_it() {
        let names = |campaigns: Value, sequences: Value| {
            let imported = read(&json!({"campaigns": campaigns, "sequences": sequences}));
            (
                imported.campaigns.iter().map(|c| c.name.value.clone()).collect::<Vec<_>>().join(", "),
                imported.unread.len(),
            )
        };
        let fair = |root: Value| json!({"_id": "cam_1", "name": "Fair", "sequenceId": root});
        let shop = || json!({"_id": "cam_2", "name": "Shop"});
        let a = || sequences(&[mail("1", json!({}))]);
        let b = || json!({"seq_B": {"_id": "seq_B", "steps": [mail("2", json!({}))]}});
        assert_eq!(names(json!([fair(json!("seq_A"))]), a()), ("Fair".to_owned(), 0));
        assert_eq!(names(json!([fair(json!(null))]), a()), ("Fair".to_owned(), 0), "nobody else can be meant");
        assert_eq!(names(json!([fair(json!(null)), shop()]), a()), ("export".to_owned(), 2), "which of the two?");
        assert_eq!(names(json!([fair(json!("seq_A")), shop()]), a()), ("Fair".to_owned(), 1));
        assert_eq!(names(json!([fair(json!(null))]), json!([a(), b()])), ("export, export".to_owned(), 1));
        assert_eq!(names(json!([fair(json!("seq_B"))]), json!([a(), b()])), ("export, Fair".to_owned(), 0));
    }

    #[test]
    fn a_campaign_is_shown_where_it_stands_in_the_file() {
        let text = bundle(json!({}), json!([])).to_string();
        let campaign = read_text(&text).campaigns.remove(0);
        assert_eq!(text[campaign.head.span.start as usize..].split_once(',').expect("a table").0, r#"{"_id":"cam_1""#);
        let bare = sequences(&[mail("1", json!({}))]);
        assert_eq!(one(&bare).head.span.start, 0);
    }

    #[test]
    fn a_campaign_says_whether_it_runs_and_what_ends_it() {
        let of = |campaign: Value| one(&bundle(campaign, json!([])));
        for (word, status) in [
            ("running", Some(Status::Active)),
            ("paused", Some(Status::Paused)),
            ("ended", Some(Status::Paused)),
            ("errors", Some(Status::Paused)),
            ("draft", Some(Status::Draft)),
            ("archived", Some(Status::Archived)),
            ("odd", None),
        ] {
            assert_eq!(of(json!({"status": word})).status.get(), status, "{word}");
        }
        let on_reply =
            |progress: &str| of(json!({"onReplied": {"campaignProgress": progress}})).stop.on(Event::Reply).get();
        assert_eq!(on_reply("stop"), Some(true));
        assert_eq!(on_reply("pause"), Some(true));
        assert_eq!(on_reply("continue"), Some(false));
        assert_eq!(on_reply("odd"), None);
        let switches = of(json!({"stopOnEmailReplied": true, "stopOnMeetingBooked": true, "stopOnLinkClicked": false}));
        let on = [Event::Reply, Event::Convert, Event::Click].map(|event| switches.stop.on(event).get());
        assert_eq!(on, [Some(true), Some(true), Some(false)]);
        assert_eq!(of(json!({})).stop.on.len(), 0);
    }

    #[test]
    fn a_campaign_sends_by_the_schedules_that_it_names_or_by_the_only_one() {
        let days = |campaign: Value, schedules: Value| match one(&bundle(campaign, schedules)).schedule.window {
            Fact::Stated(list) => list.value.iter().map(|window| window.value.days.0).collect(),
            _ => Vec::new(),
        };
        let schedule = |id: &str, days: Value| json!({"_id": id, "start": "09:00", "end": "17:00", "weekdays": days, "timezone": "Europe/Paris"});
        let one_day = || schedule("skd_1", json!([1]));
        let other = || schedule("skd_2", json!([2, 3]));
        assert_eq!(days(json!({}), json!([one_day()])), [0b1]);
        assert_eq!(days(json!({}), json!([one_day(), other()])), Vec::<u8>::new(), "which of the two?");
        assert_eq!(days(json!({"scheduleIds": ["skd_2"]}), json!([one_day(), other()])), [0b110]);
        assert_eq!(days(json!({"scheduleIds": ["skd_2"]}), json!([one_day()])), Vec::<u8>::new(), "it is elsewhere");
        assert_eq!(days(json!({"scheduleIds": ["skd_1", "skd_2"]}), json!([one_day(), other()])), [0b1, 0b110]);
        assert_eq!(days(json!({}), json!([schedule("skd_1", json!([0, 7, 8]))])), [0b100_0000], "Sunday is 0 or 7");
        assert_eq!(days(json!({}), json!([schedule("skd_1", json!([]))])), Vec::<u8>::new());
    }

    #[test]
    fn words_that_a_step_could_hold_and_does_not_are_missing() {
        let told = |more: Value, without: &[&str]| {
            let mut step = mail("1", more);
            for key in without {
                step.as_object_mut().expect("a table").remove(*key);
            }
            let campaign = one(&sequences(&[step]));
            let copy = touch(&campaign, "stp_1").variants[0].clone();
            let word = |fact: &Fact<String>| match fact {
                Fact::Stated(_) => 's',
                Fact::Absent(_) => '-',
                Fact::Unknown => '?',
            };
            [word(&copy.subject), word(&copy.body)].into_iter().collect::<String>()
        };
        assert_eq!(told(json!({}), &[]), "ss");
        assert_eq!(told(json!({}), &["message"]), "s-");
        assert_eq!(told(json!({}), &["subject"]), "-s");
        assert_eq!(told(json!({}), &["subject", "message"]), "?-");
        assert_eq!(told(json!({"type": "phone"}), &["subject", "message"]), "??", "a call needs no script");
        assert_eq!(told(json!({"type": "linkedinInvite"}), &["message"]), "??", "nor does an invitation");
        assert_eq!(told(json!({"type": "sms"}), &["message"]), "?-");
    }

    #[test]
    fn a_condition_waits_for_what_its_key_names() {
        let fork = |key: &str| {
            let conditions =
                json!([{"key": key, "sequenceId": "seq_B", "delay": 3}, {"key": null, "sequenceId": "seq_C"}]);
            let fork = json!({"_id": "stp_2", "type": "conditional", "delay": 0, "conditions": conditions});
            let sequence =
                |id: &str| json!({"_id": format!("seq_{id}"), "parentId": "seq_A", "steps": [mail(id, json!({}))]});
            let mut all = sequences(&[mail("1", json!({"index": 0})), fork]);
            all["seq_B"] = sequence("B");
            all["seq_C"] = sequence("C");
            let campaign = one(&all);
            let line = ways(&campaign).into_iter().find(|line| line.starts_with("[stp_2]")).expect("the fork");
            assert!(step(&campaign, "stp_B").touch().is_some());
            line.split_once("-> ").expect("a way").1.to_owned()
        };
        for (key, event) in [
            ("emailsOpened", "open"),
            ("emailsClicked", "click"),
            ("emailsReplied", "reply"),
            ("linkedinReplied", "reply"),
            ("emailsUnsubscribed", "opt-out"),
            ("emailsBounced", "bounce"),
            ("meetingBooked", "convert"),
        ] {
            assert_eq!(fork(key), format!("{event} within 3d ? stp_B : stp_C"), "{key}");
        }
        for key in ["emailsUnopened", "emailsNotReplied", "linkedinInviteAccepted"] {
            assert_eq!(fork(key), format!("attribute:{key} within 3d ? stp_B : stp_2-otherwise"), "{key}");
        }
    }
}

mod apollo {
    use super::{Status, Value, json, one, step};

    fn sequence(steps: Value) -> Value {
        json!({"emailer_campaign": {"id": "e", "name": "Fair"}, "emailer_steps": steps})
    }

    #[test]
    fn a_sequence_says_whether_it_runs() {
        let status = |more: Value| {
            let mut sequence = sequence(json!([{"id": "s", "type": "auto_email", "wait_time": 1, "wait_mode": "day"}]));
            super::merge(&mut sequence["emailer_campaign"], more);
            one(&sequence).status.get()
        };
        assert_eq!(status(json!({"archived": true, "active": true})), Some(Status::Archived));
        assert_eq!(status(json!({"archived": false, "active": true})), Some(Status::Active));
        assert_eq!(status(json!({"archived": false, "active": false})), Some(Status::Paused));
        assert_eq!(status(json!({})), None);
    }

    #[test]
    fn the_first_step_waits_for_nothing_that_is_not_written_and_a_later_one_who_knows_how_long() {
        let campaign = one(&sequence(json!([{"id": "s1", "type": "auto_email"}, {"id": "s2", "type": "auto_email"}])));
        assert!(step(&campaign, "s1").wait.is_absent());
        assert!(step(&campaign, "s2").wait.is_unknown());
    }
}
