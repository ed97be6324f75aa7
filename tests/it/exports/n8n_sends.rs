//! Which nodes of a workflow reach a person, by which channel, with which words, and from whom.

use super::n8n::{TO, asked, mail, row};
use super::{one, read, touch};
use outreach_lint::model::{Campaign, Copy, Fact, Voice};
use serde_json::{Value, json};

/// The channel of the one touch; none where the workflow is no campaign.
fn channel(kind: &str, settings: &Value) -> Option<&'static str> {
    let campaigns = read(&asked("Mail", kind, settings.clone())).campaigns;
    campaigns.first().map(|campaign| touch(campaign, "Mail").channel.value.as_str())
}

#[test]
fn a_node_that_sends_reaches_a_person_and_one_that_does_something_else_does_not() {
    for (kind, settings, expected) in [
        ("gmail", json!({"sendTo": TO}), Some("email")),
        ("gmail/2", json!({"sendTo": TO}), Some("email")),
        ("gmail/1", json!({"toList": [TO]}), None),
        ("gmail/1", json!({"resource": "message", "toList": [TO]}), Some("email")),
        ("gmail", json!({"resource": "draft", "operation": "create", "sendTo": TO}), None),
        ("gmail", json!({"resource": "draft", "sendTo": TO}), None),
        ("gmail", json!({"resource": "message", "operation": "delete", "sendTo": TO}), None),
        ("gmail", json!({"resource": "thread", "sendTo": TO}), None),
        ("gmail", json!({"sendTo": TO, "disabled": true}), None),
        ("emailSend", json!({"toEmail": TO}), Some("email")),
        ("emailSend", json!({"resource": "email", "operation": "send", "toEmail": TO}), Some("email")),
        ("emailSend", json!({"operation": "sendAndWait", "toEmail": TO}), None),
        ("emailSend", json!({"resource": "template", "toEmail": TO}), None),
        ("sendGrid", json!({"resource": "mail", "toEmail": TO}), Some("email")),
        ("sendGrid", json!({"resource": "contact", "operation": "upsert", "toEmail": TO}), None),
        ("mailgun", json!({"toEmail": TO}), Some("email")),
        ("mailjet", json!({"toEmail": TO}), Some("email")),
        ("mailjet", json!({"resource": "sms", "to": TO}), Some("sms")),
        ("mandrill", json!({"operation": "sendTemplate", "toEmail": TO}), Some("email")),
        ("awsSes", json!({"toAddresses": [TO]}), Some("email")),
        ("awsSes", json!({"toAddresses": [TO, TO]}), None),
        ("awsSes", json!({"operation": "sendTemplate", "toAddresses": [TO]}), Some("email")),
        ("awsSes", json!({"resource": "template", "operation": "create", "toAddresses": [TO]}), None),
        ("microsoftOutlook", json!({"toRecipients": TO}), Some("email")),
        ("microsoftOutlook", json!({"resource": "draft", "toRecipients": TO}), None),
        ("microsoftOutlook", json!({"resource": "message", "operation": "move", "toRecipients": TO}), None),
        ("sendInBlue", json!({"receipients": TO}), Some("email")),
        ("sendInBlue", json!({"operation": "sendTemplate", "receipients": TO}), Some("email")),
        ("sendInBlue", json!({"resource": "contact", "operation": "create", "receipients": TO}), None),
        ("resend", json!({"to": TO}), Some("email")),
        ("resend", json!({"resource": "emails", "operation": "sendEmail", "to": TO}), Some("email")),
        ("resend", json!({"resource": "domains", "operation": "list", "to": TO}), None),
        ("twilio", json!({"to": TO}), Some("sms")),
        ("twilio", json!({"to": TO, "toWhatsapp": true}), Some("whatsapp")),
        ("twilio", json!({"to": "=whatsapp:{{ $json.phone }}"}), Some("whatsapp")),
        ("twilio", json!({"resource": "call", "to": TO}), Some("call")),
        ("whatsApp", json!({"operation": "send", "recipientPhoneNumber": TO}), Some("whatsapp")),
        ("whatsApp", json!({"resource": "media", "operation": "mediaUpload", "recipientPhoneNumber": TO}), None),
        ("vonage", json!({"to": TO}), Some("sms")),
        ("messageBird", json!({"recipients": TO}), Some("sms")),
        ("sms77", json!({"resource": "voice", "to": TO}), Some("call")),
        ("plivo", json!({"resource": "call", "to": TO}), Some("call")),
        ("set", json!({"to": TO}), None),
    ] {
        assert_eq!(channel(kind, &settings), expected, "{kind} {settings}");
    }
}

#[test]
fn a_request_sends_where_it_is_posted_to_the_address_that_sends() {
    for (method, url, expected) in [
        ("POST", "https://api.resend.com/emails", Some("email")),
        ("GET", "https://api.resend.com/emails", None),
        ("POST", "https://api.resend.com/domains", None),
        ("POST", "https://api.sendgrid.com/v3/mail/send", Some("email")),
        ("POST", "https://api.mailgun.net/v3/lumen.example/messages", Some("email")),
        ("POST", "https://api.mailgun.net/v3/lumen.example/events", None),
        ("GET", "https://api.mailgun.net/v3/lumen.example/messages", None),
        ("POST", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", Some("sms")),
        ("POST", "https://api.twilio.com/2010-04-01/Accounts/AC1/Usage.json", None),
        ("GET", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", None),
        ("POST", "=https://graph.facebook.com/v18.0/12/messages", Some("whatsapp")),
        ("POST", "https://graph.facebook.com/v18.0/12/media", None),
        ("GET", "https://graph.facebook.com/v18.0/12/messages", None),
        ("POST", "https://chat.lumen.example/messages", None),
        ("POST", "https://api.vapi.ai/call", Some("call")),
    ] {
        let fields = json!({"parameters": [{"name": "subject", "value": "Hello"}, {"name": "to", "value": TO}]});
        let settings = json!({"method": method, "url": url, "bodyParameters": fields});
        assert_eq!(channel("httpRequest", &settings), expected, "{method} {url}");
    }
    let to_the_owner =
        json!({"parameters": [{"name": "to", "value": "maya@lumen.example"}, {"name": "name", "value": TO}]});
    let settings = json!({"method": "POST", "url": "https://api.resend.com/emails", "bodyParameters": to_the_owner});
    assert_eq!(channel("httpRequest", &settings), None);
}

/// Subject and body of the one touch: the words, `-` where there are none, `?` where nobody knows.
fn words(name: &str, kind: &str, settings: &Value) -> (String, String) {
    let campaign = one(&asked(name, kind, settings.clone()));
    let Copy { subject, body, .. } = &touch(&campaign, name).variants[0];
    (word(subject), word(body))
}

fn word(fact: &Fact<String>) -> String {
    match fact {
        Fact::Stated(text) => text.value.clone(),
        Fact::Absent(_) => "-".to_owned(),
        Fact::Unknown => "?".to_owned(),
    }
}

#[test]
fn words_that_stand_in_a_template_of_the_service_are_unknown_and_those_that_are_missing_are_missing() {
    for (kind, settings, subject, body) in [
        ("gmail", json!({"sendTo": TO}), "-", "-"),
        ("gmail", json!({"sendTo": TO, "subject": "Warm", "message": "Come by."}), "Warm", "Come by."),
        ("gmail", json!({"sendTo": TO, "subject": "  ", "message": "Come by."}), "-", "Come by."),
        ("emailSend", json!({"toEmail": TO, "html": "<b>Come</b>", "text": "Come"}), "-", "<b>Come</b>"),
        (
            "emailSend",
            json!({"toEmail": TO, "emailFormat": "text", "html": "<b>Come</b>", "text": "Come"}),
            "-",
            "Come",
        ),
        ("sendGrid", json!({"resource": "mail", "toEmail": TO, "subject": "Warm"}), "Warm", "-"),
        ("sendGrid", json!({"resource": "mail", "toEmail": TO, "dynamicTemplate": false}), "-", "-"),
        ("sendGrid", json!({"resource": "mail", "toEmail": TO, "dynamicTemplate": true}), "?", "?"),
        (
            "sendGrid",
            json!({"resource": "mail", "toEmail": TO, "dynamicTemplate": true, "subject": "Warm"}),
            "Warm",
            "?",
        ),
        ("mandrill", json!({"operation": "sendHtml", "toEmail": TO, "html": "Come by."}), "-", "Come by."),
        ("mandrill", json!({"operation": "sendTemplate", "toEmail": TO, "html": "Come by."}), "?", "?"),
        ("awsSes", json!({"toAddresses": [TO], "body": "Come by."}), "-", "Come by."),
        ("awsSes", json!({"operation": "sendTemplate", "toAddresses": [TO], "body": "Come by."}), "?", "?"),
        ("sendInBlue", json!({"receipients": TO, "textContent": "Come by."}), "-", "Come by."),
        ("sendInBlue", json!({"operation": "sendTemplate", "receipients": TO, "textContent": "Come by."}), "?", "?"),
        ("whatsApp", json!({"operation": "send", "recipientPhoneNumber": TO, "textBody": "Come by."}), "?", "Come by."),
        (
            "whatsApp",
            json!({"operation": "sendTemplate", "recipientPhoneNumber": TO, "textBody": "Come by."}),
            "?",
            "?",
        ),
        ("whatsApp", json!({"operation": "send", "recipientPhoneNumber": TO}), "?", "?"),
        ("httpRequest", json!({"method": "POST", "url": "https://api.resend.com/emails", "jsonBody": TO}), "?", "?"),
    ] {
        assert_eq!(words("Mail", kind, &settings), (subject.to_owned(), body.to_owned()), "{kind} {settings}");
    }
}

#[test]
fn what_a_node_named_for_a_text_says_in_a_call_was_not_meant_to_be_spoken() {
    let call = |message: &str| json!({"resource": "call", "to": TO, "message": message});
    let spoken = |name: &str, message: &str| words(name, "twilio", &call(message)).1;
    assert_eq!(spoken("Ring them", "The room is warm."), "The room is warm.");
    assert_eq!(spoken("Send a text", "The room is warm."), "?");
    assert_eq!(spoken("Ring them", "See http://lumen.example"), "?", "the address of a script");
    let voice = |kind: &str, settings: Value| touch(&one(&asked("Ring", kind, settings)), "Ring").voice.get();
    assert_eq!(voice("twilio", call("Hello")), Some(Voice::Prerecorded));
    assert_eq!(voice("sms77", json!({"resource": "voice", "to": TO})), Some(Voice::Prerecorded));
    assert_eq!(voice("sms77", json!({"to": TO})), None, "a text has no voice");
}

#[test]
fn an_answer_goes_out_in_the_thread_whose_subject_nobody_wrote() {
    let reply = json!({"operation": "reply", "message": "The room is warm, come by any day."});
    for (kind, settings) in [
        ("gmail", reply.clone()),
        ("gmail", json!({"resource": "thread", "operation": "reply", "message": "The room is warm, come by."})),
        ("microsoftOutlook", json!({"resource": "message", "operation": "reply", "message": "The room is warm."})),
    ] {
        let campaign = one(&row(&[
            ("Daily", "scheduleTrigger", json!({})),
            ("Rows", "googleSheets", json!({"operation": "read"})),
            ("Mail", kind, settings.clone()),
        ]));
        let touch = touch(&campaign, "Mail");
        assert_eq!(touch.thread.get(), Some(true), "{settings}");
        assert!(touch.variants[0].subject.is_unknown(), "{settings}");
    }
    for (kind, settings) in [("gmail", mail()), ("microsoftOutlook", json!({"toRecipients": TO}))] {
        let campaign = one(&asked("Mail", kind, settings));
        assert!(touch(&campaign, "Mail").thread.is_unknown(), "{kind}");
    }
}

/// Each sender of a campaign: name, address, number to call, address for answers.
fn senders(campaign: &Campaign) -> Vec<[String; 4]> {
    let sender = |sender: &outreach_lint::model::Sender| {
        [&sender.name, &sender.email, &sender.phone, &sender.reply_to].map(word)
    };
    campaign.senders.iter().map(sender).collect()
}

fn of(from: &str) -> Value {
    json!({"fromEmail": from, "toEmail": TO, "subject": "Warm", "html": "Come by."})
}

fn named(name: &str) -> Value {
    json!({"sendTo": TO, "subject": "Warm", "message": "Come by.", "options": {"senderName": name}})
}

#[test]
fn who_writes_is_read_from_one_line_or_from_two() {
    let sender = |kind: &str, settings: Value| senders(&one(&asked("Mail", kind, settings)));
    let shown = |parts: [&str; 4]| vec![parts.map(str::to_owned)];
    assert_eq!(sender("emailSend", of("Ines <ines@lumen.example>")), shown(["Ines", "ines@lumen.example", "?", "?"]));
    assert_eq!(
        sender("emailSend", of("\"Ines\" <ines@lumen.example>")),
        shown(["Ines", "ines@lumen.example", "?", "?"])
    );
    assert_eq!(sender("emailSend", of("ines@lumen.example")), shown(["?", "ines@lumen.example", "?", "?"]));
    assert_eq!(sender("emailSend", of("Ines")), Vec::<[String; 4]>::new(), "no address");
    let mut both = named("Ines");
    both["options"]["replyTo"] = json!("office@lumen.example");
    assert_eq!(sender("gmail", both), shown(["Ines", "?", "?", "office@lumen.example"]));
    let text = json!({"to": TO, "from": "whatsapp:+14155550142", "message": "Come by."});
    assert_eq!(sender("twilio", text), shown(["?", "?", "+14155550142", "?"]));
}

#[test]
fn one_who_is_named_here_and_has_an_address_there_is_one_person() {
    for (first, second, count) in [
        (named("Ines"), of("Ines <ines@lumen.example>"), 1),
        (of("Ines <ines@lumen.example>"), named("Ines"), 1),
        (of("Ines <ines@lumen.example>"), of("ines@lumen.example"), 1),
        (of("Ines <ines@lumen.example>"), named("Tom"), 2),
        (of("Ines <ines@lumen.example>"), of("Tom <ines@lumen.example>"), 2),
        (of("Ines <ines@lumen.example>"), of("Ines <ines@other.example>"), 2),
        (of("ines@lumen.example"), of("tom@lumen.example"), 2),
        (named("Ines"), of("ines@lumen.example"), 2),
        (of("ines@lumen.example"), named("Ines"), 2),
    ] {
        let kind = |settings: &Value| if settings.get("options").is_some() { "gmail" } else { "emailSend" };
        let (one_kind, other_kind) = (kind(&first), kind(&second));
        let told = format!("{first} and {second}");
        let campaign = one(&row(&[
            ("Request", "webhook", json!({"path": "a"})),
            ("Mail", one_kind, first),
            ("Again", other_kind, second),
        ]));
        assert_eq!(campaign.senders.len(), count, "{told}");
        let of = |id: &str| touch(&campaign, id).sender.get();
        assert_eq!(of("Mail") == of("Again"), count == 1, "{told}");
    }
}

#[test]
fn a_mailbox_and_a_number_are_no_two_people() {
    let text = || ("Text", "twilio", json!({"to": TO, "from": "+14155550142", "message": "Come by."}));
    let start = || ("Request", "webhook", json!({"path": "a"}));
    let senders = |nodes: &[(&str, &str, Value)]| {
        let campaign = one(&row(nodes));
        ["Mail", "Text"].map(|id| {
            let found = campaign.touches().find(|(_, step, _)| step.id.value == id);
            found.and_then(|(_, _, touch)| campaign.sender_of(touch).map(|sender| sender.key.clone()))
        })
    };
    let key = |key: &str| Some(key.to_owned());
    assert_eq!(senders(&[start(), text()]), [None, key("+14155550142")]);
    assert_eq!(senders(&[start(), ("Mail", "emailSend", of("ines@lumen.example"))]), [key("ines@lumen.example"), None]);
    let both = [start(), ("Mail", "emailSend", of("ines@lumen.example")), text()];
    assert_eq!(senders(&both), [key("ines@lumen.example"), None]);
    assert_eq!(senders(&[start(), ("Mail", "gmail", mail()), text()]), [None, key("+14155550142")]);
}
