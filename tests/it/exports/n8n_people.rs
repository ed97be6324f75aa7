//! Whom a workflow writes to: a person of a list, somebody who has just written, or the owner's own people.

use super::n8n::{TO, asked, mail, row, workflow};
use super::{one, read, read_text, touch};
use serde_json::{Value, json};

fn counts(workflow: &Value) -> bool {
    !read(workflow).campaigns.is_empty()
}

fn to(recipient: &str) -> Value {
    json!({"sendTo": recipient, "subject": "The room", "message": "The room is warm, come by any day."})
}

#[test]
fn a_message_counts_where_its_recipient_comes_out_of_a_list_a_form_or_a_shop() {
    for recipient in [
        "={{ $json.email }}",
        "={{ $json.body.customer.email }}",
        "={{ 'mailto:' + $json.email }}",
        "={{ $('Rows of the team').item.json.email }}",
        "={{ $node[\"Rows of the team\"].json.email }}",
        "={{ $items(\"Rows of the team\")[0].json.email }}",
        "={{ $('Settings').item.json.email }}",
    ] {
        let rows = |name| (name, "googleSheets", json!({"operation": "read"}));
        let start = ("Request", "webhook", json!({"path": "a"}));
        let nodes = [start, rows("Rows of the team"), rows("Settings"), ("Mail", "gmail", to(recipient))];
        assert!(counts(&row(&nodes)), "{recipient}");
    }
    for recipient in [
        "maya@lumen.example",
        "={{ \"maya@lumen.example\" }}",
        "={{ ['maya@lumen.example', 'tom@lumen.example'].join(',') }}",
        "={{ [1, 2].includes(3) }}",
        "={{ $env.OWNER }}",
        "={{ $vars.me }}",
        "={{ $json.adminEmail }}",
        "={{ $json.ceoEmail }}",
        "={{ $json.owner.email }}",
        "={{ $json.notify_email }}",
        "={{ $json.notifyEmail }}",
        "={{ $('Config').item.json.email }}",
    ] {
        let nodes = [
            ("Request", "webhook", json!({"path": "a"})),
            ("Config", "code", json!({"jsCode": "return load();"})),
            ("Mail", "gmail", to(recipient)),
        ];
        assert!(!counts(&row(&nodes)), "{recipient}");
    }
}

#[test]
fn a_node_that_is_named_for_somebody_inside_writes_to_them() {
    assert!(counts(&asked("Tell the customer", "gmail", mail())));
    assert!(!counts(&asked("Tell the team", "gmail", mail())));
    assert!(!counts(&asked("Error Alert", "gmail", mail())));
}

/// A node that sets one field, in one of the ways of the versions of the editor.
fn set(shape: usize, field: &str, value: &str) -> Value {
    match shape {
        0 => {
            json!({"assignments": {"assignments": [{"name": "other", "value": "x"}, {"name": field, "value": value}]}})
        }
        1 => json!({"fields": {"values": [{"name": field, "stringValue": value}]}}),
        2 => json!({"values": {"string": [{"name": field, "value": value}]}}),
        _ => json!({"jsonOutput": format!("{{\"other\": 1, \"{field}\": \"{value}\"}}")}),
    }
}

#[test]
fn an_address_is_followed_through_the_nodes_that_set_it() {
    let through = |nodes: Vec<(&str, &str, Value)>, recipient: &str| {
        let mut all = vec![("Request", "webhook", json!({"path": "a"}))];
        all.extend(nodes);
        all.push(("Mail", "gmail", to(recipient)));
        counts(&row(&all))
    };
    for shape in 0..4 {
        let set = |name, value| (name, "set", set(shape, "email", value));
        assert!(through(vec![set("Edit", "={{ $json.body.mail }}")], TO), "{shape}");
        assert!(!through(vec![set("Edit", "maya@lumen.example")], TO), "{shape}");
        assert!(!through(vec![set("Edit", "={{ $json.ownerMail }}")], TO), "{shape}");
        let by_name = "={{ $('Edit').item.json.email }}";
        assert!(!through(vec![set("Edit", "maya@lumen.example"), ("Log", "noOp", json!({}))], by_name), "{shape}");
        // What is set last counts.
        let last = |first, second| through(vec![set("Edit", first), set("Again", second)], TO);
        assert!(last("maya@lumen.example", "={{ $('Request').item.json.mail }}"), "{shape}");
        assert!(!last("={{ $json.mail }}", "maya@lumen.example"), "{shape}");
        assert!(!last("maya@lumen.example", TO), "{shape}: handed on from node to node");
    }
    let code = |text: &str| ("Edit", "code", json!({"jsCode": text}));
    assert!(!through(vec![code("return { email: 'maya@lumen.example' };")], TO));
    assert!(!through(vec![code("return { email: '+1415555' };")], TO), "a number");
    assert!(through(vec![code("return { email: '141555' };")], TO), "no number");
    assert!(through(vec![code("return { email: 'none' };")], TO));
    assert!(through(vec![code("return { email: `${row.mail}@lumen.example` };")], TO));
    assert!(through(vec![code("return { email: row.mail };")], TO));
    let program =
        |name: &str| ("Edit", "set", json!({"jsonOutput": format!("={{\n name: 'x',\n {name}: $json.owner.mail\n}}")}));
    assert!(!through(vec![program("email")], TO));
    assert!(through(vec![program("phone")], TO));
    let columns = json!({"operation": "append", "columns": {"value": {"email": "maya@lumen.example"}}});
    assert!(!through(vec![("Row", "googleSheets", columns)], TO), "what a table was given");
}

#[test]
fn nodes_that_set_a_field_from_each_other_end() {
    let fields = json!([{"name": "email", "value": TO}, {"name": "name", "value": "={{ $json.name }}"}]);
    let set = |name| (name, "set", json!({"assignments": {"assignments": fields}}));
    let mut greeting = mail();
    greeting["message"] = json!("=Dear {{ $json.name }}, the room is warm, come by any day.");
    let workflow = workflow(
        &[("Request", "webhook", json!({"path": "a"})), set("One"), set("Two"), ("Mail", "gmail", greeting)],
        &[("Request", 0, "One"), ("One", 0, "Two"), ("Two", 0, "One"), ("Two", 0, "Mail")],
    );
    assert!(counts(&workflow));
}

#[test]
fn who_has_just_written_gets_an_answer_and_who_is_written_to_later_gets_a_message() {
    let wait = |unit: &str, amount: u64| json!({"unit": unit, "amount": amount});
    let after = |trigger: &str, version: &str, settings: Value, recipient: &str| {
        counts(&row(&[("Start", trigger, json!({})), ("Wait", version, settings), ("Mail", "gmail", to(recipient))]))
    };
    let author = "={{ $('Start').item.json.from }}";
    for trigger in ["gmailTrigger", "emailReadImap", "microsoftOutlookTrigger"] {
        assert!(!after(trigger, "wait", wait("minutes", 59), author), "{trigger}");
        assert!(after(trigger, "wait", wait("minutes", 60), author), "{trigger}");
        assert!(after(trigger, "wait", wait("minutes", 1), "={{ $json.customer }}"), "{trigger}: somebody else");
    }
    for trigger in ["whatsAppTrigger", "telegramTrigger", "chatTrigger"] {
        assert!(!after(trigger, "wait", wait("seconds", 3599), "={{ $json.customer }}"), "{trigger}");
        assert!(after(trigger, "wait", wait("hours", 1), "={{ $json.customer }}"), "{trigger}");
        assert!(after(trigger, "wait", wait("days", 1), "={{ $json.customer }}"), "{trigger}");
        assert!(!after(trigger, "wait", wait("seconds", 40), author), "{trigger}");
    }
    for trigger in ["webhook", "formTrigger", "scheduleTrigger", "facebookLeadAdsTrigger"] {
        assert!(after(trigger, "wait", wait("minutes", 1), author), "{trigger}: a form may ask who it is from");
    }
    // What the editor leaves out is the version's default: an hour, then five seconds.
    assert!(after("gmailTrigger", "wait/1", json!({}), author));
    assert!(!after("gmailTrigger", "wait/1.1", json!({}), author));
    assert!(!after("gmailTrigger", "wait", json!({"unit": "hours", "amount": 1, "disabled": true}), author));
    assert!(!after("gmailTrigger", "set", wait("hours", 5), author), "what is no wait");
}

#[test]
fn what_other_things_than_a_message_lead_to_as_well_is_no_answer() {
    let nodes = |other: &str| {
        workflow(
            &[
                ("In", "gmailTrigger", json!({})),
                ("Other", other, json!({"path": "a"})),
                ("Mail", "gmail", to("={{ $json.from }}")),
            ],
            &[("In", 0, "Mail"), ("Other", 0, "Mail")],
        )
    };
    assert!(counts(&nodes("webhook")));
    assert!(!counts(&nodes("whatsAppTrigger")));
    assert!(!counts(&nodes("errorTrigger")), "what runs after errors alone reaches nobody");
}

#[test]
fn an_address_that_was_taken_out_of_a_message_is_its_authors_whatever_it_is_called() {
    let mailed = |field: &str, value: &str| {
        let recipient = format!("={{{{ $json.{field} }}}}");
        counts(&row(&[
            ("In", "gmailTrigger", json!({})),
            ("Edit", "set", set(0, field, value)),
            ("Mail", "gmail", to(&recipient)),
        ]))
    };
    assert!(!mailed("mail", "={{ $json.from }}"));
    assert!(!mailed("sender", "={{ $json.headers.mail }}"));
    assert!(mailed("mail", "={{ $json.customer }}"));
    let daily = row(&[
        ("Daily", "scheduleTrigger", json!({})),
        ("Inbox", "gmail", json!({"operation": "getAll"})),
        ("Mail", "gmail", to("={{ $json.from }}")),
    ]);
    assert!(counts(&daily), "days may have gone by");
}

#[test]
fn an_inbox_that_is_looked_through_by_the_clock_holds_what_others_wrote() {
    let reply = || ("Reply", "gmail", json!({"operation": "reply", "message": "The room is warm, come by any day."}));
    let clock = || ("Daily", "scheduleTrigger", json!({}));
    let inbox = || ("Inbox", "gmail", json!({"operation": "getAll"}));
    let rows = |operation: &str| ("Rows", "googleSheets", json!({"operation": operation}));
    let sends = || ("Tell me", "gmail", to("maya@lumen.example"));
    for (nodes, expected) in [
        (vec![clock(), inbox(), reply()], false),
        (vec![clock(), ("One", "microsoftOutlook", json!({"operation": "get"})), reply()], false),
        (vec![clock(), rows("read"), inbox(), reply()], true),
        (vec![clock(), rows("append"), inbox(), reply()], false),
        (vec![clock(), rows("read"), reply()], true),
        (vec![clock(), sends(), reply()], true),
        (vec![clock(), ("Calls", "zoom", json!({"operation": "getAll"})), reply()], true),
        (vec![("In", "gmailTrigger", json!({})), reply()], false),
        (vec![("In", "gmailTrigger", json!({})), rows("read"), reply()], false),
    ] {
        let told = format!("{nodes:?}");
        assert_eq!(counts(&row(&nodes)), expected, "{told}");
    }
}

#[test]
fn an_answer_at_once_was_asked_for_and_the_message_days_later_was_not() {
    let campaign = one(&row(&[
        ("Chat", "whatsAppTrigger", json!({})),
        ("Answer", "gmail", mail()),
        ("A day", "wait", json!({"unit": "days", "amount": 1})),
        ("Mail", "gmail", mail()),
    ]));
    assert_eq!(touch(&campaign, "Answer").invited.get(), Some(true));
    assert!(touch(&campaign, "Mail").invited.is_unknown());
}

#[test]
fn a_webhook_of_a_chat_takes_what_people_write() {
    let answer = |code: &str| {
        let text = json!({"to": TO, "message": "Come by any day."});
        counts(&row(&[
            ("In", "webhook", json!({"path": "a"})),
            ("Read", "code", json!({"jsCode": code})),
            ("Text", "twilio", text),
        ]))
    };
    for mark in
        ["$json.query['hub.challenge']", "$json.body.entry[0].changes[0].value.messages[0].from", "$json.body.WaId"]
    {
        assert!(!answer(mark), "{mark}");
    }
    assert!(answer("$json.body.lead"));
}

/// A template whose publisher took all settings out, with a title, a trigger, and the name of the one node that sends.
fn stripped(title: &str, start: &str, name: &str) -> Value {
    let mut workflow =
        row(&[(title, start, json!({})), ("Rows", "googleSheets", json!({})), (name, "gmail", json!({}))]);
    workflow["name"] = json!(title);
    workflow
}

#[test]
fn a_template_without_settings_writes_to_people_where_its_names_say_so() {
    for (title, start, name, expected) in [
        ("Sync", "webhook", "Gmail", false),
        ("Sync", "webhook", "Mail the customer", true),
        ("Lead nurture", "webhook", "Gmail", true),
        ("Lead nurture", "webhook", "Tell the team", false),
        ("Lead nurture", "webhook", "Find label", false),
        ("Weekly report of leads", "webhook", "Mail the customer", false),
        ("Lead nurture", "gmailTrigger", "Mail the customer", false),
    ] {
        assert_eq!(counts(&stripped(title, start, name)), expected, "{title}, {start}, {name}");
    }
    let full = row(&[
        ("Request", "webhook", json!({"path": "a"})),
        ("Rows", "googleSheets", json!({"operation": "read"})),
        ("Mail the customer", "gmail", json!({"subject": "Hi"})),
    ]);
    assert!(!counts(&full), "nobody is named, and nothing was taken out");
}

#[test]
fn a_workflow_counts_as_stripped_where_eight_in_ten_of_its_nodes_say_nothing() {
    let workflow = |said: usize| {
        let mut nodes = vec![("Start".to_owned(), json!({})), ("Mail the customer".to_owned(), json!({}))];
        nodes.extend((0..9).map(|n| (format!("Step {n}"), if n < said { json!({"mode": "raw"}) } else { json!({}) })));
        let kinds = |n: usize| {
            if n == 0 {
                "webhook"
            } else if n == 1 {
                "gmail"
            } else {
                "set"
            }
        };
        let nodes: Vec<_> =
            nodes.iter().enumerate().map(|(n, (name, set))| (name.as_str(), kinds(n), set.clone())).collect();
        row(&nodes)
    };
    assert!(counts(&workflow(0)));
    assert!(counts(&workflow(2)), "two of ten");
    assert!(!counts(&workflow(3)), "three of ten");
}

#[test]
fn of_a_workflow_that_breaks_off_nobody_knows_whether_it_writes_to_people() {
    let whole = row(&[("Start", "scheduleTrigger", json!({})), ("Rows", "googleSheets", json!({}))]).to_string();
    assert_eq!(read_text(&whole).dialect, None);
    assert_eq!(read_text(&whole[..whole.len() - 20]).dialect, Some("n8n"));
}

#[test]
fn nobody_is_greeted_by_a_name_that_no_node_knows() {
    let nameless = |nodes: &[(&str, &str, Value)]| one(&row(nodes)).audience.nameless;
    let start = || ("Request", "webhook", json!({"path": "a"}));
    let rows = |settings: Value| ("Rows", "googleSheets", settings);
    let send = || ("Mail", "gmail", mail());
    assert!(nameless(&[start(), send()]));
    for (settings, known) in [
        (json!({"columns": {"value": {"Full Name": "x"}}}), true),
        (json!({"columns": {"value": {"first_name": "x"}}}), true),
        (json!({"columns": {"value": {"name": "x"}}}), false),
        (json!({"columns": {"value": {"Company Name": "x"}}}), false),
        (json!({"columns": {"value": {"Full Address": "x"}}}), false),
        (json!({"fields": ["email", "firstName"]}), true),
        (json!({"fields": ["email", "phone"]}), false),
        (json!({"a": {"b": {"c": [{"d": "Last Name"}]}}}), true),
        (json!({"text": "={{ $json.customerName }}"}), true),
        (json!({"text": "={{ $json.fileName }}"}), false),
        (json!({"text": "={{ $json.your_first_full_name }}"}), false),
        (json!({"code": "return rows.map(row => row.name)"}), true),
        (json!({"code": "rows => rows.last_name"}), true),
        (json!({"code": "item.json.first_name"}), true),
        (json!({"text": "Tell me your name"}), false),
        (json!({"text": "Please tell us in a few words what your name"}), false),
    ] {
        assert_eq!(nameless(&[start(), rows(settings.clone()), send()]), !known, "{settings}");
    }
    assert!(!one(&stripped("Lead nurture", "webhook", "Gmail")).audience.nameless, "it was taken out");
}
