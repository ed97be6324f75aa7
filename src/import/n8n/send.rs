//! The nodes that send: which they are, to whom, from whom, and what.

use super::fields;
use super::graph::Graph;
use super::texts;
use crate::import::{Input, read};
use crate::model::{Campaign, Channel, Copy, Fact, Sender, Touch, Voice};
use crate::source::Place;
use crate::syntax::Node;

/// A node that sends a message.
pub(super) struct Send<'a, 't> {
    node: &'a Node<'t>,
    pub(super) channel: Channel,
    /// Whether it answers a message that the workflow holds.
    pub(super) replies: bool,
    /// The value that names the recipient; none where the node has none.
    pub(super) to: Option<&'a Node<'t>>,
    from: Option<&'a Node<'t>>,
    from_name: Option<&'a Node<'t>>,
    reply_to: Option<&'a Node<'t>>,
    subject: Option<&'a Node<'t>>,
    body: Option<&'a Node<'t>>,
    /// Whether the words stand somewhere else: in a template of the service, in the body of a request.
    elsewhere: bool,
    voice: Option<Voice>,
}

/// The node at `index` as one that sends; none where it does not, or is switched off.
pub(super) fn of<'a, 't>(graph: &Graph<'a, 't>, index: usize) -> Option<Send<'a, 't>> {
    let node = *graph.nodes.get(index)?;
    let kind = graph.kind(index);
    if graph.is_disabled(index) || graph.waits_for_an_answer(index) {
        return None;
    }
    let empty = node.get("parameters").unwrap_or(node);
    let parameters = empty;
    let resource = read::word(parameters, "resource");
    let operation = read::word(parameters, "operation");
    let is = |resources: &[&str], operations: &[&str]| {
        resources.contains(&resource.as_str()) && operations.contains(&operation.as_str())
    };
    let version = node.get("typeVersion").and_then(Node::as_f64).unwrap_or(1.0);
    let key = |keys: &[&str]| texts::value(parameters, keys);
    let mut send = Send {
        node,
        channel: Channel::Email,
        replies: false,
        to: None,
        from: key(&[
            "fromEmail",
            "from",
            "sender",
            "additionalFields.from",
            "options.from",
            "additionalFields.fromEmail",
        ]),
        from_name: key(&["options.senderName", "additionalFields.senderName", "fromName", "additionalFields.fromName"]),
        reply_to: key(&["options.replyTo", "additionalFields.replyTo", "replyTo", "additionalFields.replyToEmail"]),
        subject: key(&["subject"]),
        body: key(&["message", "html", "text", "emailBody", "body"]),
        elsewhere: parameters.entries().is_empty(),
        voice: None,
    };
    match kind {
        "gmail" => {
            // The first version creates drafts unless it says otherwise.
            let messages: &[&str] = if version < 2.0 { &["message"] } else { &["", "message", "thread"] };
            if !is(messages, &["", "send", "reply"]) || resource == "thread" && operation != "reply" {
                return None;
            }
            send.replies = operation == "reply";
            send.to = key(&["sendTo", "toList", "toEmail", "to"]);
            send.from = None;
            send.body = key(&["htmlMessage", "message", "html", "text"]);
        }
        "emailsend" | "sendemail" | "email" => {
            if !is(&["", "email"], &["", "send"]) {
                return None;
            }
            send.to = key(&["toEmail", "to", "sendTo"]);
            send.body = match read::word(parameters, "emailFormat").as_str() {
                "text" => key(&["text"]),
                _ => key(&["html", "text", "message"]),
            };
        }
        "sendgrid" if is(&["mail"], &["", "send"]) => {
            send.to = key(&["toEmail"]);
            send.body = key(&["contentValue"]);
            send.elsewhere |= read::flag(parameters, "dynamicTemplate") == Some(true);
        }
        "mailgun" => send.to = key(&["toEmail", "to"]),
        "mailjet" if resource == "sms" => {
            send.channel = Channel::Sms;
            send.to = key(&["to"]);
        }
        "mailjet" | "mandrill" => {
            send.to = key(&["toEmail"]);
            send.elsewhere |= operation.contains("template");
        }
        "awsses" if is(&["", "email"], &["", "send", "sendtemplate"]) => {
            send.to = key(&["toAddresses"]);
            send.elsewhere |= operation == "sendtemplate";
        }
        "microsoftoutlook" => {
            if !is(&["", "message"], &["", "send", "reply"]) {
                return None;
            }
            send.replies = operation == "reply";
            send.to = key(&["toRecipients", "additionalFields.toRecipients"]);
            send.body = key(&["bodyContent", "message"]);
        }
        "sendinblue" | "brevo" if is(&["", "email"], &["", "send", "sendtemplate"]) => {
            send.to = key(&["receipients", "recipients", "to"]);
            send.body = key(&["htmlContent", "textContent"]);
            send.elsewhere |= operation == "sendtemplate";
        }
        "resend" if is(&["", "email", "emails"], &["", "send", "sendemail"]) => send.to = key(&["to", "toEmail"]),
        "twilio" => {
            send.to = key(&["to"]);
            if resource == "call" {
                send.channel = Channel::Call;
                send.voice = Some(Voice::Prerecorded);
                // What a node named for a text says in a call was never meant to be spoken.
                let named = texts::words(graph.name(index)).iter().any(|word| matches!(word.as_str(), "sms" | "text"));
                send.elsewhere |= named || send.body.and_then(Node::as_str).is_some_and(|text| text.contains("http"));
            } else {
                let on = read::flag(parameters, "toWhatsapp") == Some(true);
                let by = [send.to, send.from].into_iter().flatten().filter_map(Node::as_str);
                let on =
                    on || by.map(|text| text.trim_start_matches('=')).any(|text| text.trim().starts_with("whatsapp:"));
                send.channel = if on { Channel::Whatsapp } else { Channel::Sms };
            }
        }
        "whatsapp" => {
            if !is(&["", "message"], &["", "send", "sendtemplate"]) {
                return None;
            }
            send.channel = Channel::Whatsapp;
            send.to = key(&["recipientPhoneNumber"]);
            send.from = None;
            send.body = key(&["textBody"]);
            send.elsewhere |= operation != "send" || send.body.is_none();
        }
        "vonage" | "plivo" | "sms77" | "seven" | "messagebird" | "msg91" | "mocean" | "clicksend" => {
            send.channel = if matches!(resource.as_str(), "call" | "voice") { Channel::Call } else { Channel::Sms };
            send.voice = (send.channel == Channel::Call).then_some(Voice::Prerecorded);
            send.to = key(&["to", "toNumber", "recipients", "mobiles"]);
            send.from = key(&["from", "fromNumber", "originator"]);
        }
        "httprequest" => return request(parameters, &send),
        _ => return None,
    }
    Some(send)
}

/// What a request to a service sends: where, by which channel, and whose voice.
const SERVICES: &[(&str, Channel, Option<Voice>)] = &[
    ("api.resend.com/emails", Channel::Email, None),
    ("api.sendgrid.com/v3/mail/send", Channel::Email, None),
    ("api.brevo.com/v3/smtp/email", Channel::Email, None),
    ("api.sendinblue.com/v3/smtp/email", Channel::Email, None),
    ("api.postmarkapp.com/email", Channel::Email, None),
    ("api.mailersend.com/v1/email", Channel::Email, None),
    ("api.vapi.ai/call", Channel::Call, Some(Voice::Ai)),
    ("api.bland.ai/v1/calls", Channel::Call, Some(Voice::Ai)),
    ("api.retellai.com/v2/create-phone-call", Channel::Call, Some(Voice::Ai)),
];

fn request<'a, 't>(parameters: &'a Node<'t>, send: &Send<'a, 't>) -> Option<Send<'a, 't>> {
    let posts = ["method", "requestMethod"].iter().any(|key| read::word(parameters, key) == "post");
    let url = parameters.get("url").and_then(Node::as_str)?.trim_start_matches('=').to_lowercase();
    let service = SERVICES.iter().find(|(part, _, _)| url.contains(part)).filter(|_| posts);
    let (channel, voice) = match service {
        Some((_, channel, voice)) => (*channel, *voice),
        None if posts && url.contains("api.mailgun.net") && url.ends_with("/messages") => (Channel::Email, None),
        None if posts && url.contains("api.twilio.com") && url.contains("/messages") => (Channel::Sms, None),
        None if posts && url.contains("graph.facebook.com") && url.ends_with("/messages") => (Channel::Whatsapp, None),
        None => return None,
    };
    let to = ["bodyParameters.parameters", "bodyParametersUi.parameter", "bodyParameters"];
    let to = to.iter().filter_map(|path| parameters.at(path)).flat_map(Node::items);
    let mut to =
        to.filter(|pair| matches!(read::word(pair, "name").as_str(), "to" | "phonenumber" | "recipient" | "tonumber"));
    let to = to.find_map(|pair| pair.get("value"));
    let to = to.or_else(|| ["jsonBody", "bodyParametersJson", "body"].iter().find_map(|key| parameters.get(key)));
    Some(Send {
        channel,
        to,
        from: None,
        from_name: None,
        reply_to: None,
        subject: None,
        body: None,
        elsewhere: true,
        voice,
        ..*send
    })
}

impl Send<'_, '_> {
    /// The touch, with the copy as far as it stands in the node.
    pub(super) fn touch(
        &self,
        input: &Input<'_>,
        graph: &Graph<'_, '_>,
        index: usize,
        campaign: &mut Campaign,
    ) -> Touch {
        let file = input.file;
        let at = read::place(file, self.node.get("type").unwrap_or(self.node));
        let mut touch = read::touch(self.channel, at);
        touch.manual = Fact::stated(false, at);
        touch.thread = if self.replies { Fact::stated(true, at) } else { Fact::Unknown };
        touch.voice = self.voice.map_or(Fact::Unknown, |voice| Fact::stated(voice, at));
        touch.sender = self.sender(input, campaign);
        let home = self.node.get("parameters").map_or(at, |parameters| read::place(file, parameters));
        let mut copy = self.copy(input, home);
        let texts = [&copy.subject, &copy.body].into_iter().filter_map(Fact::value);
        copy.filled = texts.flat_map(|text| fields::filled(graph, index, text)).collect();
        touch.variants = vec![copy];
        touch
    }

    fn copy(&self, input: &Input<'_>, home: Place) -> Copy {
        let unknown = |fact: Fact<String>| if fact.is_absent() && self.elsewhere { Fact::Unknown } else { fact };
        let subject = match self.channel {
            Channel::Email if self.replies => Fact::Unknown,
            Channel::Email => unknown(texts::copy(input, self.subject, home, 3)),
            _ => Fact::Unknown,
        };
        let body = if self.elsewhere { Fact::Unknown } else { texts::copy(input, self.body, home, 15) };
        let own = if self.elsewhere { None } else { self.body };
        let raw = [self.subject, own].into_iter().flatten().flat_map(|node| texts::raw(input, node)).collect();
        Copy { place: home, subject, body, raw, ..Copy::default() }
    }

    fn sender(&self, input: &Input<'_>, campaign: &mut Campaign) -> Fact<usize> {
        let (name, from) = (texts::literal(input, self.from_name), texts::literal(input, self.from));
        let reply_to = texts::literal(input, self.reply_to);
        let Some(place) = from.place().or(name.place()) else { return Fact::Unknown };
        let mut sender = Sender { place, name, reply_to, ..Sender::default() };
        match from {
            Fact::Stated(from) if self.channel == Channel::Email => {
                let (shown, address) = match from.value.rsplit_once('<') {
                    Some((shown, address)) => (shown.trim().trim_matches('"'), address.trim_end_matches('>').trim()),
                    None => ("", from.value.as_str()),
                };
                if !shown.is_empty() {
                    sender.name = Fact::stated(shown.to_owned(), from.place);
                }
                if !address.contains('@') {
                    return Fact::Unknown;
                }
                sender.email = Fact::stated(address.to_owned(), from.place);
            }
            Fact::Stated(from) => {
                sender.phone = Fact::Stated(from.map(|text| text.trim_start_matches("whatsapp:").to_owned()));
            }
            _ => {}
        }
        // One who is named in one node and has an address in another is one person.
        let same = |one: &Fact<String>, other: &Fact<String>| one.value().is_some() && one.value() == other.value();
        let differs = |one: &Fact<String>, other: &Fact<String>| {
            one.value().is_some() && other.value().is_some() && one.value() != other.value()
        };
        let known = campaign.senders.iter().position(|known| {
            (same(&known.name, &sender.name) || same(&known.email, &sender.email))
                && !differs(&known.name, &sender.name)
                && !differs(&known.email, &sender.email)
        });
        match known {
            Some(index) => Fact::stated(index, place),
            None => read::sender(campaign, sender),
        }
    }
}
