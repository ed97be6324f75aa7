//! Funnels of FluentCRM and workflows of Drip.

use super::{merge, one, read, silent, step, touch, ways};
use outreach_lint::model::time::{DAY, HOUR, MINUTE};
use outreach_lint::model::{Campaign, Status};
use serde_json::{Value, json};

mod fluentcrm {
    use super::{Campaign, DAY, HOUR, MINUTE, Status, Value, json, merge, one, read, silent, step, touch, ways};

    fn funnel(blocks: &[Value], more: Value) -> Value {
        let mut funnel = json!({"title": "Welcome", "trigger_name": "user_register", "sequences": blocks});
        merge(&mut funnel, more);
        funnel
    }

    fn block(id: u64, kind: &str, settings: Value) -> Value {
        json!({"id": id, "sequence": id, "title": format!("B{id}"), "action_name": kind, "settings": settings})
    }

    fn mail(id: u64, campaign: Value) -> Value {
        let mut mail = json!({"email_subject": "The room", "email_body": "Come by."});
        merge(&mut mail, campaign);
        block(id, "send_custom_email", json!({"campaign": mail}))
    }

    fn of(blocks: &[Value]) -> Campaign {
        one(&funnel(blocks, json!({})))
    }

    #[test]
    fn a_funnel_has_a_trigger_and_blocks() {
        let known = |value: Value| read(&value).dialect == Some("fluentcrm");
        assert!(known(json!({"trigger_name": "x", "sequences": [{"action_name": "y"}]})));
        assert!(known(json!({"funnel": {"trigger_name": "x"}, "sequences": [{"action_name": "y"}]})));
        assert!(!known(json!({"sequences": [{"action_name": "y"}]})));
        assert!(!known(json!({"trigger_name": "x", "sequences": [{"name": "y"}]})));
        assert!(!known(json!({"funnel": {"trigger_name": "x"}, "sequences": [{"name": "y"}]})));
        assert!(!known(json!({"trigger_name": 4, "sequences": [{"action_name": "y"}]})));
    }

    #[test]
    fn a_block_that_names_itself_as_its_parent_stands_on_the_trunk() {
        let mut own = mail(1, json!({}));
        own["parent_id"] = json!(1);
        assert_eq!(silent(&of(&[own, mail(2, json!({}))])), ["1@0", "2@0"]);
    }

    #[test]
    fn a_funnel_says_whether_it_runs() {
        for (word, status) in [
            ("published", Some(Status::Active)),
            ("active", Some(Status::Active)),
            ("draft", Some(Status::Draft)),
            ("archived", Some(Status::Archived)),
            ("odd", None),
        ] {
            assert_eq!(one(&funnel(&[mail(1, json!({}))], json!({"status": word}))).status.get(), status, "{word}");
        }
    }

    #[test]
    fn a_message_to_addresses_of_its_own_is_for_the_team() {
        let channel = |kind: &str, settings: Value| {
            let campaigns = read(&funnel(&[block(1, kind, settings)], json!({}))).campaigns;
            campaigns.first().map(|campaign| touch(campaign, "1").channel.value.as_str())
        };
        assert_eq!(channel("send_custom_email", json!({})), Some("email"));
        assert_eq!(channel("send_custom_email", json!({"send_email_to_type": "custom"})), None);
        assert_eq!(channel("fcrm_send_sms", json!({"message": "Come by."})), Some("sms"));
        assert_eq!(channel("fcrm_send_sms", json!({"send_to_type": "custom"})), None);
        assert_eq!(channel("sms_list_add", json!({"message": "Come by."})), None);
        assert_eq!(channel("send_webhook", json!({"message": "Come by."})), None);
    }

    #[test]
    fn a_wait_counts_days_or_the_unit_that_is_named() {
        let wait = |settings: Value, delay: Value| {
            let mut waits = block(1, "fluentcrm_wait_times", settings);
            waits["delay"] = delay;
            let campaign = of(&[waits, mail(2, json!({}))]);
            (step(&campaign, "1").wait.value().map(|wait| wait.min_s), step(&campaign, "1").wait.is_unknown())
        };
        let none = || json!(null);
        assert_eq!(wait(json!({"wait_time_amount": "3"}), none()), (Some(3 * DAY), false));
        assert_eq!(
            wait(json!({"wait_type": "unit_wait", "wait_time_amount": 3, "wait_time_unit": "hours"}), none()),
            (Some(3 * HOUR), false)
        );
        assert_eq!(
            wait(json!({"wait_time_amount": 3, "wait_time_unit": "minutes"}), none()),
            (Some(3 * MINUTE), false)
        );
        assert_eq!(
            wait(json!({"wait_time_amount": 3, "is_timestamp_wait": "yes"}), none()),
            (None, true),
            "until a date"
        );
        assert_eq!(wait(json!({"wait_type": "timestamp_wait", "wait_time_amount": 3}), none()), (None, true));
        assert_eq!(wait(json!({}), json!(7200)), (Some(7200), false), "what the site keeps, in seconds");
        assert_eq!(wait(json!({}), json!(0)), (None, true), "nothing kept");
    }

    #[test]
    fn a_mail_whose_words_stand_beside_it_has_them() {
        let words = |campaign: Value| {
            let copy =
                touch(&of(&[block(1, "send_custom_email", json!({"campaign": campaign}))]), "1").variants[0].clone();
            (copy.subject.value().is_some(), copy.body.value().is_some(), copy.body.is_unknown())
        };
        assert_eq!(words(json!({"email_subject": "The room", "email_body": "Come by."})), (true, true, false));
        assert_eq!(words(json!({"email_subject": "The room"})), (true, false, false));
        assert_eq!(words(json!({"email_body": "Come by."})), (false, true, false));
        assert_eq!(words(json!({"id": 4})), (false, false, true), "it stands on the site");
    }

    #[test]
    fn goals_that_have_to_be_reached_and_tests_part_people() {
        let gate = |kind: &str, is: &str, required: &str| {
            let mut goal = block(1, kind, json!({"type": required}));
            goal["type"] = json!(is);
            ways(&of(&[goal, mail(2, json!({}))]))[0].split_once("-> ").expect("a way").1.to_owned()
        };
        assert_eq!(gate("link_clicked", "benchmark", "required"), "click within 0d ? 2 : end");
        assert_eq!(gate("email_opened", "benchmark", "required"), "open within 0d ? 2 : end");
        assert_eq!(gate("order_received", "benchmark", "required"), "convert within 0d ? 2 : end");
        assert_eq!(gate("tag_applied", "benchmark", "required"), "attribute:B1 within 0d ? 2 : end");
        assert_eq!(gate("link_clicked", "benchmark", "optional"), "2");
        assert_eq!(gate("link_clicked", "action", "required"), "2");
        let sides = |kind: &str, yes: Value, no: Value| {
            let mut fork = block(1, kind, json!({}));
            fork["children"] = json!({"yes": yes, "no": no});
            ways(&of(&[fork, mail(9, json!({}))]))[0].split_once("-> ").expect("a way").1.to_owned()
        };
        let (one, two) = (json!([mail(2, json!({}))]), json!([mail(3, json!({}))]));
        assert_eq!(sides("funnel_ab_testing", one.clone(), two.clone()), "2, 3");
        assert_eq!(sides("funnel_condition", one.clone(), two), "attribute:B1 within 0d ? 2 : 3");
        assert_eq!(sides("funnel_condition", one, json!([])), "attribute:B1 within 0d ? 2 : 9");
        assert_eq!(sides("funnel_ab_testing", json!([]), json!([])), "9");
    }

    #[test]
    fn where_no_mail_has_a_footer_only_its_words_lead_out() {
        let bare = |blocks: &[Value]| of(blocks).opt_out_others.is_absent();
        let off = || json!({"settings": {"footer_settings": {"disable_footer": "yes"}}});
        let on = || json!({"settings": {"footer_settings": {"disable_footer": "no", "custom_footer": "no"}}});
        let own = || json!({"settings": {"footer_settings": {"custom_footer": "yes"}}});
        assert!(bare(&[mail(1, off())]));
        assert!(bare(&[mail(1, own())]));
        assert!(bare(&[mail(1, json!({"design_template": "raw_html"}))]));
        assert!(!bare(&[mail(1, json!({"design_template": "simple"}))]));
        assert!(!bare(&[mail(1, on())]));
        assert!(!bare(&[mail(1, json!({}))]));
        assert!(!bare(&[mail(1, off()), mail(2, json!({}))]), "one of them has it");
        assert!(bare(&[mail(1, off()), block(2, "fcrm_send_sms", json!({"message": "Come by."}))]));
    }
}

mod drip {
    use super::{Status, Value, json, merge, one, read, silent, touch};

    fn workflow(steps: Value, more: Value) -> Value {
        let mut workflow = json!({"id": "w", "name": "Welcome", "details": {"type": "path", "steps": steps}});
        merge(&mut workflow, more);
        workflow
    }

    fn mail(id: &str) -> Value {
        json!({"id": id, "type": "action", "action_type": "send_email", "properties": {"automation_email_id": 4}})
    }

    #[test]
    fn a_workflow_is_a_path_of_steps_of_its_own() {
        let known = |details: Value| read(&json!({"details": details})).dialect == Some("drip");
        assert!(known(json!({"type": "path", "steps": []})));
        assert!(known(json!({"type": "path", "steps": [mail("a")]})));
        assert!(!known(json!({"type": "path", "steps": {}})));
        assert!(!known(json!({"type": "path"})));
        assert!(!known(json!({"type": "route", "steps": [mail("a")]})));
        assert!(!known(json!({"type": "path", "steps": [{"type": "turn left"}, mail("a")]})));
    }

    #[test]
    fn a_workflow_says_whether_it_runs() {
        for (word, status) in [
            ("active", Some(Status::Active)),
            ("draft", Some(Status::Draft)),
            ("paused", Some(Status::Paused)),
            ("inactive", Some(Status::Paused)),
            ("odd", None),
        ] {
            assert_eq!(one(&workflow(json!([mail("a")]), json!({"status": word}))).status.get(), status, "{word}");
        }
    }

    #[test]
    fn a_fork_without_ways_leads_on() {
        let heard = |paths: Value| {
            let fork = json!({"id": "f", "type": "fork", "paths": paths});
            silent(&one(&workflow(json!([mail("a"), fork, mail("z")]), json!({}))))
        };
        assert_eq!(heard(json!([])), ["a@0", "z@0"]);
        assert_eq!(heard(json!([{"type": "path", "steps": [mail("b")]}])), ["a@0", "b@0", "z@0"]);
    }

    #[test]
    fn an_action_reaches_a_person_by_mail_or_by_text() {
        for (kind, channel) in [
            ("send_email", Some("email")),
            ("send_sms", Some("sms")),
            ("send_text_message", Some("sms")),
            ("apply_tag", None),
        ] {
            let campaign = one(&workflow(json!([{"id": "a", "type": "action", "action_type": kind}]), json!({})));
            let found = campaign.touches().next().map(|_| touch(&campaign, "a").channel.value.as_str());
            assert_eq!(found, channel, "{kind}");
        }
        let draft = json!({"id": "a", "type": "action", "action_type": "send_email", "status": "draft"});
        assert_eq!(one(&workflow(json!([draft]), json!({}))).touches().count(), 0);
    }
}
