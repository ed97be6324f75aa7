//! Dumps of Outreach and exports of RapidPro.

use super::{merge, one, read, silent, step, touch};
use outreach_lint::model::Event;
use serde_json::{Value, json};

mod outreach {
    use super::{Event, Value, json, merge, one, read, silent, step as step_of, touch};

    fn resource(kind: &str, id: u64, attributes: Value, relations: &[(&str, &str, u64)]) -> Value {
        let relations: serde_json::Map<String, Value> = relations
            .iter()
            .map(|(name, kind, id)| ((*name).to_owned(), json!({"data": {"type": kind, "id": id}})))
            .collect();
        json!({"type": kind, "id": id, "attributes": attributes, "relationships": relations})
    }

    fn sequence(attributes: Value) -> Value {
        let mut all = json!({"name": "Fair", "sequenceType": "interval"});
        merge(&mut all, attributes);
        resource("sequence", 1, all, &[])
    }

    fn mail(id: u64, more: Value) -> Value {
        let mut attributes = json!({"stepType": "auto_email", "order": id, "interval": 0});
        merge(&mut attributes, more);
        resource("sequenceStep", id, attributes, &[("sequence", "sequence", 1)])
    }

    #[test]
    fn a_dump_is_known_by_attributes_that_other_services_do_not_have() {
        let known = |one: Value| read(&json!({"data": [one]})).dialect == Some("outreach");
        assert!(known(resource("sequenceTemplate", 1, json!({"isReply": false}), &[])));
        assert!(known(resource("sequenceTemplate", 1, json!({}), &[("sequenceStep", "sequenceStep", 2)])));
        assert!(!known(resource("sequenceTemplate", 1, json!({}), &[])));
        assert!(known(resource("template", 1, json!({"bodyHtml": "x", "trackOpens": true}), &[])));
        assert!(!known(resource("template", 1, json!({"bodyHtml": "x"}), &[])));
        assert!(!known(resource("template", 1, json!({"trackOpens": true}), &[])));
        assert!(known(resource("ruleset", 1, json!({"includeUnsubscribeLinks": true}), &[])));
        assert!(!known(resource("ruleset", 1, json!({"name": "x"}), &[])));
        assert!(known(resource("mailing", 1, json!({"mailboxAddress": "ines@lumen.example"}), &[])));
        assert!(known(mail(1, json!({}))));
        assert!(!known(resource("prospect", 1, json!({"stepType": "x"}), &[])));
    }

    #[test]
    fn an_answer_ends_a_sequence_or_lets_it_go_on() {
        let on = |action: &str| {
            let campaign = one(&json!({"data": [sequence(json!({"primaryReplyAction": action})), mail(2, json!({}))]}));
            campaign.stop.on(Event::Reply).get()
        };
        assert_eq!(on("finish"), Some(true));
        assert_eq!(on("pause"), Some(true));
        assert_eq!(on("continue"), Some(false));
        assert_eq!(on("odd"), None);
    }

    #[test]
    fn the_rules_of_a_sequence_say_whether_a_link_leads_out() {
        let ways = |links: Value| {
            let ruleset = resource("ruleset", 5, json!({"includeUnsubscribeLinks": links}), &[]);
            let mut sequence = sequence(json!({}));
            sequence["relationships"] = json!({"ruleset": {"data": {"type": "ruleset", "id": 5}}});
            let campaign = one(&json!({"data": [sequence, ruleset, mail(2, json!({}))]}));
            (campaign.opt_out.len(), campaign.opt_out_others.is_absent())
        };
        assert_eq!(ways(json!(true)), (1, false));
        assert_eq!(ways(json!(false)), (0, true));
        assert_eq!(ways(json!(null)), (0, false));
    }

    #[test]
    fn a_step_by_date_waits_since_the_date_of_the_one_before() {
        let by_date = |dates: [Value; 2]| {
            let step = |(n, date): (usize, &Value)| mail(n as u64 + 2, json!({"interval": null, "date": date}));
            let mut all = vec![sequence(json!({"sequenceType": "date"}))];
            all.extend(dates.iter().enumerate().map(step));
            let campaign = one(&json!({"data": all}));
            ["2", "3"].map(|id| {
                let wait = &step_of(&campaign, id).wait;
                (wait.value().map(|wait| wait.min_s), wait.is_unknown())
            })
        };
        let day = |day: &str| json!(day);
        assert_eq!(by_date([day("2026-03-01"), day("2026-03-03")]), [(None, false), (Some(172_800), false)]);
        assert_eq!(by_date([day("2026-03-01"), json!(null)]), [(None, false), (None, true)]);
    }

    #[test]
    fn steps_without_their_sequence_still_say_when_a_person_hears_what() {
        let step = resource("sequenceStep", 2, json!({"stepType": "auto_email", "order": 1, "interval": 0}), &[]);
        let template = resource("template", 3, json!({"bodyHtml": "x", "trackOpens": true}), &[]);
        let campaign = one(&json!({"data": [template, step]}));
        assert_eq!(silent(&campaign), ["2@0"]);
        assert_eq!(campaign.steps.len(), 1, "a template is no step");
    }

    #[test]
    fn a_text_is_sent_by_hand_and_a_task_has_its_deadline() {
        let campaign = one(&json!({"data": [
            sequence(json!({})),
            mail(2, json!({"stepType": "sms"})),
            mail(5, json!({"stepType": "linkedin_send_message"})),
            mail(3, json!({"stepType": "task", "taskAutoskipDelay": 3600})),
            mail(4, json!({"stepType": "task", "taskAutoskipDelay": null})),
        ]}));
        let text = touch(&campaign, "2");
        assert_eq!((text.channel.value.as_str(), text.manual.get()), ("sms", Some(true)));
        assert_eq!(touch(&campaign, "5").channel.value.as_str(), "linkedin");
        let within = |id: &str| step_of(&campaign, id).task().expect("a task").within.get();
        assert_eq!((within("3"), within("4")), (Some(3600), None));
    }
}

mod rapidpro {
    use super::{Value, json, merge, one, read, silent, step};

    fn message(id: &str, text: &str) -> Value {
        json!({"uuid": id, "type": "send_msg", "text": text})
    }

    /// A flow of nodes that follow each other, each of one action.
    fn flow(id: &str, actions: &[Value]) -> Value {
        let node = |(n, action): (usize, &Value)| {
            let next = if n + 1 < actions.len() { json!(format!("{id}-{}", n + 1)) } else { json!(null) };
            json!({"uuid": format!("{id}-{n}"), "actions": [action], "exits": [{"uuid": format!("{id}-x{n}"), "destination_uuid": next}]})
        };
        json!({"uuid": id, "name": id, "nodes": actions.iter().enumerate().map(node).collect::<Vec<_>>()})
    }

    fn export(flows: &[Value], event: Value) -> Value {
        let mut all = json!({"uuid": "ev", "offset": 0, "unit": "D", "event_type": "F", "delivery_hour": -1,
            "relative_to": {"key": "joined", "label": "Joined"}, "flow": {"uuid": "f"}});
        merge(&mut all, event);
        let campaign = json!({"uuid": "c", "name": "Clinic", "group": {"uuid": "g", "name": "All"}, "events": [all]});
        json!({"version": "13", "site": "https://textit.example", "flows": flows, "campaigns": [campaign], "triggers": []})
    }

    #[test]
    fn messages_with_buttons_or_pictures_go_out_in_a_chat() {
        let channel = |more: Value| {
            let mut says = message("a", "Come by.");
            merge(&mut says, more);
            let campaign = one(&export(&[flow("f", &[says])], json!({})));
            campaign.touches().next().map(|(_, _, touch)| touch.channel.value.as_str()).expect("a message")
        };
        assert_eq!(channel(json!({})), "sms");
        assert_eq!(channel(json!({"attachments": [], "quick_replies": []})), "sms");
        assert_eq!(channel(json!({"attachments": ["image:x"]})), "whatsapp");
        assert_eq!(channel(json!({"quick_replies": ["Yes"]})), "whatsapp");
        assert_eq!(channel(json!({"templating": {"template": {"uuid": "t"}}})), "whatsapp");
        assert_eq!(channel(json!({"templating": null})), "sms");
    }

    #[test]
    fn an_event_starts_a_flow_or_sends_a_message_of_its_own() {
        let heard = |event: Value| silent(&one(&export(&[flow("f", &[message("a", "Come by.")])], event))).len();
        assert_eq!(heard(json!({"event_type": "F", "message": {"eng": "Come by."}})), 1);
        assert_eq!(heard(json!({"event_type": "flow"})), 1);
        assert_eq!(heard(json!({"event_type": null})), 1, "no message, so a flow");
        assert_eq!(heard(json!({"event_type": null, "message": null})), 1);
        assert_eq!(heard(json!({"event_type": null, "message": ""})), 1);
        let own = json!({"event_type": "M", "message": {"eng": "Come by."}, "flow": {"uuid": "gone"}});
        assert_eq!(heard(own), 1);
        let own = json!({"event_type": null, "message": {"eng": "Come by."}, "flow": {"uuid": "gone"}});
        assert_eq!(heard(own), 1);
        let gone = read(&export(&[flow("f", &[message("a", "Come by.")])], json!({"flow": {"uuid": "gone"}})));
        assert_eq!(gone.campaigns.len(), 0, "it starts what is not there");
    }

    #[test]
    fn an_hour_counts_with_days_and_weeks() {
        let at = |unit: &str, hour: Value| {
            let event = json!({"event_type": "M", "message": {"eng": "Come by."}, "unit": unit, "offset": 1, "delivery_hour": hour});
            let campaign = one(&export(&[flow("f", &[message("a", "x")])], event));
            step(&campaign, "ev").at.value().map(ToString::to_string)
        };
        assert_eq!(at("D", json!(9)).as_deref(), Some("09:00"));
        assert_eq!(at("W", json!(23)).as_deref(), Some("23:00"));
        assert_eq!(at("D", json!(0)).as_deref(), Some("00:00"));
        assert_eq!(at("D", json!(24)), None);
        assert_eq!(at("D", json!(-1)), None);
        assert_eq!(at("H", json!(9)), None);
    }

    #[test]
    fn a_flow_that_is_entered_comes_back_unless_it_is_the_end() {
        let enters =
            |terminal: Value| json!({"uuid": "e", "type": "enter_flow", "flow": {"uuid": "g"}, "terminal": terminal});
        let heard = |terminal: Value| {
            let flows = [
                flow("f", &[enters(terminal), message("after", "See you.")]),
                flow("g", &[message("inside", "Come by.")]),
            ];
            silent(&one(&export(&flows, json!({}))))
        };
        assert_eq!(heard(json!(false)), ["inside@0", "after@0"]);
        assert_eq!(heard(json!(null)), ["inside@0", "after@0"]);
        assert_eq!(heard(json!(true)), ["inside@0"]);
    }

    #[test]
    fn an_export_is_known_by_its_flows_and_campaigns() {
        let known = |value: Value| read(&value).dialect == Some("rapidpro");
        let flow = || json!({"nodes": []});
        let campaign = || json!({"events": [], "uuid": "c"});
        let grouped = || json!({"events": [], "group": {}});
        for (told, value, expected) in [
            ("whole", json!({"version": 13, "flows": [flow()], "campaigns": [campaign()], "triggers": []}), true),
            ("empty", json!({"version": "13", "flows": [], "campaigns": [], "site": "x"}), true),
            ("older flows", json!({"version": 10, "flows": [{"action_sets": []}], "campaigns": [], "site": "x"}), true),
            ("the oldest", json!({"version": 4, "flows": [{"definition": {}}], "campaigns": [], "site": "x"}), true),
            ("without a version", json!({"flows": [flow()], "campaigns": [campaign()], "triggers": []}), false),
            ("without site and triggers", json!({"version": 13, "flows": [flow()], "campaigns": [campaign()]}), false),
            ("campaigns with groups", json!({"flows": [flow()], "campaigns": [grouped()]}), true),
            ("campaigns without events", json!({"flows": [flow()], "campaigns": [{"group": {}}]}), false),
            (
                "campaigns of nobody",
                json!({"version": 13, "flows": [], "campaigns": [{"events": []}], "site": "x"}),
                false,
            ),
            (
                "flows of another kind",
                json!({"version": 13, "flows": [{"id": 1}], "campaigns": [campaign()], "site": "x"}),
                false,
            ),
            ("broken off behind the flows", json!({"version": 13, "site": "x", "flows": [flow()]}), true),
            ("flows without a site", json!({"version": 13, "flows": [flow()]}), false),
            ("flows without a version", json!({"site": "x", "flows": [flow()]}), false),
            ("no flows", json!({"version": 13, "site": "x", "flows": []}), false),
        ] {
            assert_eq!(known(value), expected, "{told}");
        }
    }
}
