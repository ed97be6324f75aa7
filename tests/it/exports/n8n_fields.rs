//! The words of a workflow's messages: which are known, which fields in them are never empty, and which braces go out raw.

use super::n8n::{TO, asked, row};
use super::{one, touch};
use outreach_lint::model::{Copy, Fact};
use serde_json::{Value, json};

fn mail(message: &str) -> Value {
    json!({"sendTo": TO, "subject": "The room", "message": message})
}

fn copy(message: &str) -> Copy {
    touch(&one(&asked("Mail", "gmail", mail(message))), "Mail").variants[0].clone()
}

#[test]
fn words_are_known_where_most_of_them_stand_in_the_node() {
    for message in [
        "=Dear {{ $json.name }}, the room is warm",
        "=<p style=\"color: red\">The room is warm today, {{ $json.name }}</p>",
        "=You wrote from {{ $json.email }} to us",
        "=Here is a warm room, {{ $json.name }}!!",
        "=Come by, it is {{ $json.temperature }} degrees",
        "=Your booking {{ $json.output.city }} is confirmed",
        "No expression at all",
    ] {
        assert!(copy(message).body.value().is_some(), "{message}");
    }
    for message in [
        "={{ $json.output }}",
        "=<p style=\"color: red; margin: 0\">{{ $json.name }}</p>",
        "=Here is your room, {{ $json.name }}!!",
        "=Dear guest, the room is warm: {{ $json.emailBody }}",
        "=Dear guest, the room is warm: {{ $json.message }}",
        "=Dear guest, the room is warm: {{ $json.output.email }}",
        "=Dear guest, the room is warm: {{ $json.rows.map(row => row.a) }}",
        "=Dear guest, the room is warm: {{ `${$json.a} b` }}",
        "=Dear guest, the room is warm: {{ '<b>' + $json.name }}",
        "Braces without the sign: {{ $json.name }}",
    ] {
        assert!(copy(message).body.is_unknown(), "{message}");
    }
    let long = format!("=Dear guest, the room is warm: {{{{ $json.name.{} }}}}", "trim().".repeat(24));
    assert!(copy(&long).body.is_unknown(), "a program");
    let short = format!("=Dear guest, the room is warm: {{{{ $json.name.{} }}}}", "trim().".repeat(9));
    assert!(copy(&short).body.value().is_some());
    assert!(matches!(copy("= ").body, Fact::Absent(_)));
}

/// Fields of a message that can never be empty, behind a node of a kind.
fn filled(kind: &str, settings: Value, message: &str) -> Vec<String> {
    let campaign = one(&row(&[("Form", kind, settings), ("Log", "noOp", json!({})), ("Mail", "gmail", mail(message))]));
    touch(&campaign, "Mail").variants[0].filled.clone()
}

#[test]
fn a_field_that_a_form_requires_is_never_empty() {
    let form = |label: &str, required: bool| json!({"formFields": {"values": [{"fieldLabel": "Phone", "requiredField": true}, {label: "Name", "requiredField": required}]}});
    let message = "=Dear {{ $json.Name }}, the room is warm, come by";
    for trigger in ["formTrigger"] {
        for label in ["fieldLabel", "fieldName"] {
            assert_eq!(filled(trigger, form(label, true), message), ["{{ $json.Name }}"], "{label}");
            assert_eq!(filled(trigger, form(label, false), message), [""; 0], "{label}");
        }
    }
    for named in ["$('Form').item.json.Name", "$node[\"Form\"].json.Name", "$items(\"Form\")[0].json.Name"] {
        let message = format!("=Dear {{{{ {named} }}}}, the room is warm, come by");
        assert_eq!(filled("formTrigger", form("fieldLabel", true), &message), [format!("{{{{ {named} }}}}")]);
    }
    let other = "=Dear {{ $json.City }}, the room is warm, come by";
    assert_eq!(filled("formTrigger", form("fieldLabel", true), other), [""; 0]);
    assert_eq!(filled("webhook", form("fieldLabel", true), message), [""; 0], "no form");
    let words = "=Dear {{ $json.City }} and {{ $json.Name }}, the room is warm";
    assert_eq!(filled("formTrigger", form("fieldLabel", true), words), ["{{ $json.Name }}"]);
}

#[test]
fn a_field_that_something_stands_in_for_is_never_empty() {
    let message = "=Dear {{ $json.name }}, the room is warm, come by";
    let after = |kind: &str, settings: Value| {
        let nodes =
            [("Request", "webhook", json!({"path": "a"})), ("Edit", kind, settings), ("Mail", "gmail", mail(message))];
        !touch(&one(&row(&nodes)), "Mail").variants[0].filled.is_empty()
    };
    let set = |value: &str| json!({"assignments": {"assignments": [{"name": "name", "value": value}]}});
    for (value, never_empty) in [
        ("={{ $json.body.name || 'friend' }}", true),
        ("={{ $json.body.name ?? \"friend\" }}", true),
        ("={{ $json.body.name ? $json.body.name : 'friend' }}", true),
        ("={{ $json.body.name || '' }}", false),
        ("={{ $json.body.name }}", false),
        ("Maya", true),
        ("", false),
        ("= ", false),
    ] {
        assert_eq!(after("set", set(value)), never_empty, "{value}");
    }
    for (code, never_empty) in [
        ("const required = ['email', 'name'];", true),
        ("const required = ['email', 'surname'];", false),
        ("// It is required that all of the following fields are given: ['name']", false),
        ("if (!$json.name) { return []; }", true),
        ("if (!$json.names) { return []; }", false),
        ("if (!$json.name_of_firm) { return []; }", false),
        ("const ok = !!$json.name;", false),
        ("if ($json.name) { go(); }", false),
        ("return { name: row.n || 'friend', email }", true),
        ("item.json['name'] = row.n || 'friend';", true),
        ("return { name: row.n };\nconst x = y || 'friend'", false),
        ("log(name); x = y || 'friend'", false),
    ] {
        assert_eq!(after("code", json!({"jsCode": code})), never_empty, "{code}");
        assert_eq!(after("function", json!({"functionCode": code})), never_empty, "{code}");
        assert!(!after("noOp", json!({"jsCode": code})), "{code}: what is no program");
    }
}

#[test]
fn a_name_is_followed_through_the_nodes_that_hand_it_on() {
    let set = |value: &str| json!({"assignments": {"assignments": [{"name": "name", "value": value}]}});
    let is_filled = |first: &str, count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("Edit {n}")).collect();
        let mut nodes = vec![("Request", "webhook", json!({"path": "a"})), ("First", "set", set(first))];
        nodes.extend(names.iter().map(|name| (name.as_str(), "set", set("={{ $json.name }}"))));
        nodes.push(("Mail", "gmail", mail("=Dear {{ $json.name }}, the room is warm, come by")));
        !touch(&one(&row(&nodes)), "Mail").variants[0].filled.is_empty()
    };
    for count in [0, 1, 2, 4] {
        assert!(is_filled("={{ $json.body.name || 'friend' }}", count), "{count}");
        assert!(!is_filled("={{ $json.body.name }}", count), "{count}");
    }
}

#[test]
fn braces_without_the_sign_go_out_as_they_are_where_they_are_the_tools_own() {
    let raw = |subject: &str| {
        let settings = json!({"sendTo": TO, "subject": subject, "message": "The room is warm, come by."});
        let campaign = one(&asked("Mail", "gmail", settings));
        let copy = &touch(&campaign, "Mail").variants[0];
        copy.raw.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(raw("For {{ $json.name }} and {{$now}}: {{ params.x }}"), ["{{ $json.name }}", "{{$now}}"]);
    assert_eq!(raw("=For {{ $json.name }}"), [""; 0]);
    assert_eq!(raw("For {{ params.name }}"), [""; 0]);
    assert_eq!(raw("For {{ $json.name"), [""; 0], "braces that are never closed");
    assert_eq!(raw("{{}}{{ $('Form').item.json.x }}"), ["{{ $('Form').item.json.x }}"]);
}

#[test]
fn an_address_that_somebody_was_to_fill_in_is_no_sender() {
    let sender = |from: &str| {
        let settings = json!({"fromEmail": from, "toEmail": TO, "subject": "Warm", "text": "Come by."});
        let campaign = one(&asked("Mail", "emailSend", settings));
        campaign.senders.first().and_then(|sender| sender.email.value().cloned())
    };
    for from in [
        "maya@lumen.example",
        "yours.truly@lumen.example",
        "maya@example.com",
        "maya_chen@lumen.example",
        "info@lumen.example",
        "maya@mail.example.com",
    ] {
        let found = sender(from);
        assert_eq!(found.is_some(), from != "yours.truly@lumen.example", "{from}");
    }
    for from in [
        "user@example.com",
        "no-reply@company.com",
        "Me <hello@domain.com>",
        "YOUR_EMAIL@LUMEN.EXAMPLE",
        "your@lumen.example",
        "placeholder@lumen.example",
        "[email]@lumen.example",
        "MAIL_FROM@LUMEN.EXAMPLE",
        "={{ $json.from }}@lumen.example",
        " ",
    ] {
        assert_eq!(sender(from), None, "{from}");
    }
    let shouted = sender("MAYA@LUMEN.EXAMPLE");
    assert_eq!(shouted.as_deref(), Some("MAYA@LUMEN.EXAMPLE"), "capitals alone are an address");
}
