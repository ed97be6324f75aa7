//! Journeys of Salesforce Marketing Cloud and flows of Twilio Studio.

use super::{merge, one, read, step, touch, ways};
use outreach_lint::model::time::{DAY, HOUR};
use outreach_lint::model::{Campaign, Channel, Fact, Purpose, Status, Target};
use serde_json::{Value, json};

mod sfmc {
    use super::{
        Campaign, Channel, DAY, Fact, HOUR, Purpose, Status, Target, Value, json, merge, one, read, step, touch, ways,
    };

    fn journey(activities: Value, more: Value) -> Value {
        let mut journey = json!({"name": "Join", "workflowApiVersion": 1.0, "triggers": [], "activities": activities});
        merge(&mut journey, more);
        journey
    }

    fn activity(key: &str, kind: &str, arguments: Value, next: &[&str]) -> Value {
        let outcomes: Vec<Value> = next.iter().map(|next| json!({"next": next})).collect();
        json!({"key": key, "type": kind, "configurationArguments": arguments, "outcomes": outcomes})
    }

    fn mail(key: &str) -> Value {
        activity(key, "EMAILV2", json!({"triggeredSend": {"emailSubject": "The room"}}), &[])
    }

    fn of(activities: Value) -> Campaign {
        one(&journey(activities, json!({})))
    }

    #[test]
    fn a_journey_is_known_by_its_version_or_by_its_activities() {
        let known = |value: Value| read(&value).dialect == Some("sfmc");
        let whole = || json!([{"key": "a", "outcomes": []}]);
        for (told, value, expected) in [
            ("its version says so", json!({"workflowApiVersion": 1.0, "activities": []}), true),
            ("no list", json!({"workflowApiVersion": 1.0, "activities": {}}), false),
            ("with its kind", json!({"triggers": [], "activities": whole(), "definitionType": "Multistep"}), true),
            ("with its entries", json!({"triggers": [], "activities": whole(), "entryMode": "x"}), true),
            ("with neither", json!({"triggers": [], "activities": whole()}), false),
            ("without triggers", json!({"activities": whole(), "entryMode": "x"}), false),
            (
                "activities without keys",
                json!({"triggers": [], "activities": [{"outcomes": []}], "entryMode": "x"}),
                false,
            ),
            ("activities without ways", json!({"triggers": [], "activities": [{"key": "a"}], "entryMode": "x"}), false),
            ("no activities", json!({"triggers": [], "activities": [], "entryMode": "x"}), false),
        ] {
            assert_eq!(known(value), expected, "{told}");
        }
    }

    #[test]
    fn a_journey_says_whether_it_runs_and_whether_people_come_again() {
        for (word, status) in [
            ("Draft", Some(Status::Draft)),
            ("Published", Some(Status::Active)),
            ("ScheduledToPublish", Some(Status::Active)),
            ("Publishing", Some(Status::Active)),
            ("Stopped", Some(Status::Paused)),
            ("Paused", Some(Status::Paused)),
            ("Unpublished", Some(Status::Paused)),
            ("Deleted", Some(Status::Archived)),
            ("odd", None),
        ] {
            assert_eq!(one(&journey(json!([mail("a")]), json!({"status": word}))).status.get(), status, "{word}");
        }
        let again = |mode: &str| one(&journey(json!([mail("a")]), json!({"entryMode": mode}))).limits.reenroll_after;
        assert!(again("OnceAndDone").is_absent());
        assert!(again("MultipleEntries").is_unknown());
    }

    #[test]
    fn what_a_classification_is_called_says_what_a_journey_is_for() {
        let purpose = |names: &[&str]| {
            let send = |(n, name): (usize, &&str)| {
                let send = json!({"emailSubject": "The room", "r__sendClassification_key": name});
                activity(&format!("a{n}"), "EMAILV2", json!({"triggeredSend": send}), &[])
            };
            of(names.iter().enumerate().map(send).collect::<Vec<_>>().into()).purpose.get()
        };
        assert_eq!(purpose(&["Default Transactional"]), Some(Purpose::Transactional));
        assert_eq!(purpose(&["Default Commercial"]), Some(Purpose::Marketing));
        assert_eq!(purpose(&["Commercial", "Commercial 2"]), Some(Purpose::Marketing));
        assert_eq!(purpose(&["Commercial", "Transactional"]), None, "each its own");
        assert_eq!(purpose(&["4711"]), None);
        let whole = one(&journey(json!([mail("a")]), json!({"definitionType": "Transactional"})));
        assert_eq!(whole.purpose.get(), Some(Purpose::Transactional));
    }

    #[test]
    fn a_journey_starts_where_its_trigger_leads_or_where_nothing_else_does() {
        let entry = |outcomes: Value, activities: Value| {
            one(&journey(activities, json!({"triggers": [{"outcomes": outcomes}]}))).entry
        };
        let two = || json!([mail("a"), mail("b")]);
        assert_eq!(entry(json!([{"next": "b"}]), two()), Target::Step(1));
        assert_eq!(entry(json!([{"next": "gone"}, {"next": "b"}]), two()), Target::Step(1));
        let led = || json!([mail("a"), activity("b", "WAIT", json!({}), &["a"])]);
        assert_eq!(entry(json!([]), led()), Target::Step(1));
        let round = json!([activity("a", "WAIT", json!({}), &["b"]), activity("b", "WAIT", json!({}), &["a"])]);
        assert_eq!(entry(json!([]), round), Target::Step(0));
        assert_eq!(entry(json!([]), json!([])), Target::End);
    }

    #[test]
    fn each_kind_of_activity_waits_or_reaches_a_person() {
        let channel = |kind: &str| {
            let campaign = of(json!([activity("a", kind, json!({}), &[])]));
            let step = step(&campaign, "a").clone();
            (step.touch().map(|touch| touch.channel.value), step.wait.is_unknown())
        };
        for (kind, expected) in [
            ("EMAILV2", Some(Channel::Email)),
            ("EMAIL", Some(Channel::Email)),
            ("SMSSYNC", Some(Channel::Sms)),
            ("PUSH", Some(Channel::Push)),
            ("PUSHNOTIFICATIONACTIVITY", Some(Channel::Push)),
            ("WHATSAPPACTIVITY", Some(Channel::Whatsapp)),
            ("INAPP", Some(Channel::InApp)),
            ("INAPPSYNCACTIVITY", Some(Channel::InApp)),
            ("UPDATECONTACTDATA", None),
        ] {
            assert_eq!(channel(kind), (expected, false), "{kind}");
        }
        for kind in ["WAITBYATTRIBUTE", "WAITBYEVENT", "STOACTIVITY", "STOWAIT"] {
            assert_eq!(channel(kind), (None, true), "{kind}");
        }
        let wait = |kind: &str, arguments: Value| {
            let wait = step(&of(json!([activity("a", kind, arguments, &[])])), "a").wait.clone();
            (wait.value().map(|wait| wait.min_s), wait.is_unknown())
        };
        assert_eq!(wait("WAIT", json!({"waitDuration": 2, "waitUnit": "DAYS"})), (Some(2 * DAY), false));
        assert_eq!(wait("WAITBYDURATION", json!({"waitDuration": 36, "waitUnit": "HOURS"})), (Some(36 * HOUR), false));
        assert_eq!(wait("WAIT", json!({"waitUnit": "DAYS"})), (None, true), "until a date");
        assert_eq!(wait("WAIT", json!({"waitDuration": 2})), (None, true));
    }

    #[test]
    fn a_subject_that_an_email_could_hold_and_does_not_is_missing() {
        let subject = |send: Value| {
            let campaign = of(json!([activity("a", "EMAILV2", json!({"triggeredSend": send}), &[])]));
            match &touch(&campaign, "a").variants[0].subject {
                Fact::Stated(text) => text.value.clone(),
                Fact::Absent(_) => "-".to_owned(),
                Fact::Unknown => "?".to_owned(),
            }
        };
        assert_eq!(subject(json!({"emailSubject": "The room"})), "The room");
        assert_eq!(subject(json!({"emailSubject": "", "dynamicEmailSubject": "Your room"})), "Your room");
        assert_eq!(subject(json!({"emailSubject": ""})), "-");
        assert_eq!(subject(json!({"emailId": 4})), "?", "it stands in the email");
    }

    #[test]
    fn a_split_on_engagement_asks_what_its_labels_or_its_name_say() {
        let forks = |kind: &str, name: &str, first: Value, second: Value| {
            let way = |next: &str, more: Value| {
                let mut outcome = json!({"next": next});
                merge(&mut outcome, more);
                outcome
            };
            let fork = json!({"key": "f", "type": kind, "name": name, "outcomes": [way("a", first), way("b", second)]});
            ways(&of(json!([fork, mail("a"), mail("b")])))[0].split_once("-> ").expect("a way").1.to_owned()
        };
        let label = |label: &str| json!({"metaData": {"label": label}});
        let engaged = |first: &str, second: &str| forks("ENGAGEMENTDECISION", "Split", label(first), label(second));
        for (first, second, expected) in [
            ("Opened", "Not opened", "open within 0d ? a : b"),
            ("Not opened", "Opened", "open within 0d ? b : a"),
            ("Did not open", "Open", "open within 0d ? b : a"),
            ("Unopened", "Opened", "open within 0d ? b : a"),
            ("Clicked", "No click", "click within 0d ? a : b"),
            ("Opened", "Not clicked", "attribute:Opened within 0d ? a : b"),
            ("Not opened", "Clicked", "attribute:Not opened within 0d ? a : b"),
            ("Opened", "Open again", "attribute:Opened within 0d ? a : b"),
            ("Yes", "No", "attribute:Yes within 0d ? a : b"),
        ] {
            assert_eq!(engaged(first, second), expected, "{first}, {second}");
        }
        let named = forks("ENGAGEMENTDECISION", "Email Open", label("Yes"), label("No"));
        assert_eq!(named, "open within 0d ? a : b");
        let result = |result: Value| json!({"metaData": {"label": "Opened"}, "arguments": {"branchResult": result}});
        assert_eq!(
            forks("ENGAGEMENTDECISION", "x", result(json!(true)), result(json!(false))),
            "open within 0d ? a : b"
        );
        assert_eq!(
            forks("ENGAGEMENTDECISION", "x", result(json!("false")), result(json!("true"))),
            "open within 0d ? b : a"
        );
        let criteria = forks("MULTICRITERIADECISION", "x", label("Opened"), label("Not opened"));
        assert_eq!(criteria, "attribute:Opened within 0d ? a : b", "what is known of the person");
        let blank = forks("MULTICRITERIADECISION", "x", label(" "), label("b"));
        assert_eq!(blank, "attribute:a condition within 0d ? a : b");
        let described = json!({"metaData": {"label": "A", "criteriaDescription": "Age is over 30"}});
        assert_eq!(
            forks("MULTICRITERIADECISION", "x", described, json!({})),
            "attribute:Age is over 30 within 0d ? a : b"
        );
        assert_eq!(forks("RANDOMSPLIT", "x", label("A"), label("B")), "a, b");
    }
}

mod studio {
    use super::{Campaign, Value, json, one, read, touch, ways};

    fn state(name: &str, kind: &str, transitions: &[(&str, &str)]) -> Value {
        let transitions: Vec<Value> =
            transitions.iter().map(|(event, next)| json!({"event": event, "next": next})).collect();
        json!({"name": name, "type": kind, "transitions": transitions, "properties": {"body": "Lumen: come by any day."}})
    }

    fn of(trigger: &[(&str, &str)], states: &[Value]) -> Campaign {
        let states: Vec<Value> =
            std::iter::once(state("Trigger", "trigger", trigger)).chain(states.iter().cloned()).collect();
        one(&json!({"description": "Class", "initial_state": "Trigger", "states": states}))
    }

    #[test]
    fn a_definition_has_a_start_and_widgets() {
        let known = |value: Value| read(&value).dialect == Some("twilio-studio");
        let widget = || json!([{"type": "send-message", "transitions": []}]);
        assert!(known(json!({"initial_state": "a", "states": widget()})));
        assert!(!known(json!({"states": widget()})));
        assert!(!known(json!({"initial_state": 3, "states": widget()})));
        assert!(!known(json!({"initial_state": "a", "states": [{"type": "send-message"}]})));
        assert!(!known(json!({"initial_state": "a", "states": [{"type": "atomic", "transitions": []}]})));
        assert!(!known(json!({"initial_state": "a", "states": []})));
        assert!(known(json!({"initial_state": "a", "states": [{"type": "make-outgoing-call-v2", "transitions": []}]})));
    }

    #[test]
    fn a_message_that_comes_only_when_somebody_wrote_first_was_asked_for() {
        let text = || state("text", "send-message", &[]);
        let invited = |trigger: &[(&str, &str)]| touch(&of(trigger, &[text()]), "text").invited.get();
        assert_eq!(invited(&[("incomingMessage", "text")]), Some(true));
        assert_eq!(invited(&[("incomingCall", "text")]), Some(true));
        assert_eq!(invited(&[("incomingRequest", "text")]), None);
        assert_eq!(invited(&[("incomingMessage", "text"), ("incomingRequest", "text")]), None, "both lead there");
        let two = [text(), state("later", "send-message", &[])];
        let campaign = of(&[("incomingMessage", "text"), ("incomingRequest", "later")], &two);
        assert_eq!(["text", "later"].map(|id| touch(&campaign, id).invited.get()), [Some(true), None]);
        assert_eq!(invited(&[("incomingMessage", "gone"), ("incomingRequest", "text")]), None);
    }

    #[test]
    fn a_widget_leads_to_each_of_its_ways_once() {
        let leads = |kind: &str, transitions: &[(&str, &str)]| {
            let texts = ["a", "b", "c"].map(|id| state(id, "send-message", &[]));
            let states = [&[state("fork", kind, transitions)], texts.as_slice()].concat();
            let campaign = of(&[("incomingRequest", "fork"), ("incomingMessage", "")], &states);
            assert!(ways(&campaign).contains(&"[Trigger] wait - -> fork".to_owned()), "{:?}", ways(&campaign));
            let line = ways(&campaign).into_iter().find(|line| line.starts_with("[fork]")).expect("the widget");
            line.split_once("-> ").expect("a way").1.to_owned()
        };
        let by_condition = "attribute:a condition within 0d ? b : a";
        assert_eq!(leads("split-based-on", &[("noMatch", "a"), ("match", "b")]), by_condition);
        assert_eq!(leads("split-based-on", &[("noMatch", "a"), ("match", "b"), ("match", "c")]), "b, c, a");
        assert_eq!(leads("split-based-on", &[("noMatch", "a"), ("match", "b"), ("match", "b")]), "b, a");
        assert_eq!(leads("split-based-on", &[("noMatch", "a"), ("match", "a"), ("match", "a")]), "a");
        assert_eq!(leads("set-variables", &[("next", "a")]), "a");
        assert_eq!(leads("run-function", &[("success", "a"), ("fail", "b")]), "attribute:it fails within 0d ? b : a");
        assert_eq!(leads("run-function", &[]), "end");
    }

    #[test]
    fn work_for_a_person_is_no_message() {
        let task = |kind: &str| {
            let campaign =
                of(&[("incomingRequest", "hand")], &[state("hand", kind, &[]), state("text", "send-message", &[])]);
            campaign.steps.iter().any(|step| step.task().is_some())
        };
        assert!(task("send-to-flex"));
        assert!(task("enqueue-call"));
        assert!(!task("set-variables"));
    }
}
