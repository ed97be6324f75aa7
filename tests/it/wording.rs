//! The borders of the rules that read words: the same words in two mouths, one of them honest.

use outreach_lint::finding::Finding;
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::{Preset, Settings, Wish};
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use serde_json::{Value, json};
use std::sync::Arc;

/// Whether `rule` speaks of the last of `steps`.
pub(crate) fn speaks(rule: &str, purpose: &str, steps: &[Value]) -> bool {
    speaks_with(rule, &toml::Table::new(), purpose, steps)
}

/// The same, with options of a config.
pub(crate) fn speaks_with(rule: &str, options: &toml::Table, purpose: &str, steps: &[Value]) -> bool {
    let (_, findings) = judged(rule, options, purpose, steps);
    let last = steps.last().and_then(|step| step["id"].as_str());
    findings.iter().any(|finding| finding.step.as_deref() == last)
}

/// What `rule` says of `steps`, and the file that it says it of.
pub(crate) fn judged(
    rule: &str,
    options: &toml::Table,
    purpose: &str,
    steps: &[Value],
) -> (Arc<SourceFile>, Vec<Finding>) {
    let settings =
        Settings::new(Preset::Courteous, jiff::civil::date(2026, 11, 22), &|other| other.name == rule, &|_| Wish {
            options: options.clone(),
            ..Wish::default()
        });
    let whole = json!({ "campaign": { "name": "a", "purpose": purpose }, "step": steps });
    let sources = Sources::default();
    let file = sources.add(SourceFile::from_text("a.json", whole.to_string(), Language::Json));
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let report = lint::file(&run, file, &settings, &[]);
    (sources.get(file).expect("kept"), report.findings)
}

pub(crate) fn mail(subject: &str, body: &str) -> Value {
    json!({ "id": "it", "channel": "email", "wait": "9d", "subject": subject, "body": body })
}

pub(crate) fn text(body: &str) -> Value {
    json!({ "id": "it", "channel": "sms", "wait": "9d", "body": body })
}

/// Whether `rule` speaks of `step` as the first message, and as one that follows another.
pub(crate) fn first_and_later(rule: &str, step: &Value) -> (bool, bool) {
    let before = json!({ "id": "before", "channel": "email", "subject": "Ferns", "body": "Ferns in June." });
    (speaks(rule, "sales", std::slice::from_ref(step)), speaks(rule, "sales", &[before, step.clone()]))
}

#[test]
fn a_phrase_of_the_trade_is_no_reminder_where_it_means_something_else() {
    let rule = "copy/just-in-case";
    for (body, first, later) in [
        ("Bumping this up in your inbox.", true, true),
        ("I am following up on my last note.", true, true),
        ("Following up again.", true, true),
        ("I wanted to check in.", false, true),
        ("Just checking in!", false, true),
        ("It could slip through the cracks.", false, true),
        ("Our tool spares you hours of following up with leads.", false, false),
        ("No lead falls through the cracks any more.", false, false),
        ("When calls go unanswered, people ring the next shop.", false, false),
        ("Happy to circle back in March.", false, false),
        ("Would Monday suit you for a quick follow-up call?", false, false),
        ("Thanks for connecting with me. I wanted to follow up here.", false, false),
        ("They are slow; give them a little nudge.", false, false),
        ("Following up on the introduction that Bo made.", false, false),
        ("Following up — Bo's intro", false, false),
        ("I sent 2,000 emails in my first week.", false, false),
        ("We will send a reminder on Monday, in case you missed the first email.", false, false),
        ("Write when it fits, and I will pick this back up.", false, false),
        ("Bonjour, je me permets de vous contacter, car vous vendez des livres.", false, false),
        ("Bonjour, je me permets de vous relancer, car vous vendez des livres.", true, true),
        ("Bonjour, je reviens vers vous suite à notre échange sur les livres.", false, false),
        ("How did it go?", false, false),
        ("We make sure this does not happen again.", false, false),
        ("I wanted to check in to see how you like the boots.", false, false),
        ("Customers are tired of waiting for a reply.", false, false),
        ("I am following up on the offer.", true, true),
        ("Following up on our call in May.", false, false),
        ("Nobody reads \"just following up.\" Here is a better first line.", false, false),
        ("Thank you for visiting our booth. I wanted to follow up.", false, false),
        ("Checking in: you have been using it for two weeks.", false, false),
        ("Quick nudge: your studio profile is not complete.", false, false),
        ("If you have not had a chance to look, here it is.", true, true),
    ] {
        assert_eq!(first_and_later(rule, &mail("Ferns", body)), (first, later), "{body}");
    }
}

#[test]
fn words_in_quotation_marks_are_said_by_somebody_else_only_where_the_marks_close_behind_them() {
    for (body, found) in [
        ("\"Following up again\" is what nobody likes to read.", false),
        ("\"Following up again, as ever,\" said Ana.", true),
        ("Ana said \"I am following up again\".", true),
        ("Following up again. \"Ferns\" is the word.", true),
    ] {
        assert_eq!(first_and_later("copy/just-in-case", &mail("Ferns", body)).1, found, "{body}");
    }
}

#[test]
fn who_sat_alone_in_a_meeting_may_miss_somebody() {
    let rule = "copy/guilt-trip";
    assert!(speaks(rule, "marketing", &[mail("We missed you", "The shelves are full again.")]));
    assert!(!speaks(rule, "marketing", &[mail("We missed you", "I was on our call today and did not see you join.")]));
    assert!(!speaks(rule, "marketing", &[mail("Your fitting", "We missed you at the shop today.")]));
    assert!(!speaks(rule, "marketing", &[mail("Your fitting", "We missed you. Would you like to reschedule?")]));
    assert!(!speaks(rule, "marketing", &[mail("Mail", "I sent a lot, and was basically talking to myself.")]));
    assert!(!speaks(rule, "marketing", &[mail("Mail", "Rent from content that you never wrote.")]));
    assert_eq!(
        first_and_later(rule, &mail("a", "Radio silence from your agency? Ask for a weekly note.")),
        (false, true)
    );
    assert_eq!(first_and_later(rule, &mail("a", "I guess you are busy.")), (false, true));
    assert_eq!(first_and_later(rule, &mail("a", "Should I close your file?")), (true, true));
}

#[test]
fn what_is_owed_is_no_pressure() {
    let owed = [
        ("copy/false-urgency", "Your payment failed", "Hurry: the plan pauses today. Update your payment method."),
        ("copy/just-in-case", "Your card was declined", "We have tried several times."),
        ("copy/generic-greeting", "Your order has shipped", "Dear customer, it comes by van."),
    ];
    for (rule, subject, body) in owed {
        assert!(!speaks(rule, "marketing", &[mail(subject, body)]), "{rule}: {body}");
    }
    assert!(speaks("copy/false-urgency", "marketing", &[mail("Sale", "Hurry, and order.")]));
    let footer = format!("Hurry, and order. {}Your card on file is charged.", "Boots and coats. ".repeat(40));
    assert!(speaks("copy/false-urgency", "marketing", &[mail("Sale", &footer)]), "a footer makes no receipt");
}

#[test]
fn what_ends_for_the_reader_alone_is_no_sale() {
    for (body, expected) in [
        ("Your free trial is ending soon.", false),
        ("Your card expires soon.", false),
        ("Our sale is ending soon.", true),
        ("Your price expires soon.", true),
    ] {
        assert_eq!(speaks("offer/endless-urgency", "marketing", &[mail("News", body)]), expected, "{body}");
    }
}

#[test]
fn hurry_is_told_from_haste() {
    let rule = "copy/false-urgency";
    for (subject, body, expected) in [
        ("Sale", "It ends tomorrow night.", true),
        ("Cyber Monday", "It ends tomorrow night.", false),
        ("Sale", "Spots are going fast.", true),
        ("Sale", "I know that your team is moving fast.", false),
        ("Sale", "We only take 3 clients a month.", true),
        ("Sale", "We only take 10% of the fee.", false),
        ("Sale", "A limited time offer.", true),
        ("Sale", "Teams with limited time like it.", false),
        ("Sale", "Since our last call we built it.", false),
        ("Sale", "We reply within the next 24 hours.", false),
        ("Sale", "Last chance to join.", true),
        ("Sale", "Last chance to keep your account active.", false),
        ("Sale", "It sets up in only one hour.", false),
        ("Sale", "Pipes burst at midnight.", false),
        ("Sale", "Order by midnight.", true),
        ("Sale", "The code expires in 48 hours.", true),
        ("Sale", "The code expires in 30 days.", false),
        ("Sale", "The login code expires in 10 minutes.", false),
        ("Sale", "In a seller's market, buyers act fast.", false),
        ("Sale", "Our sale runs through Monday. 48 hours left. Order now or never!", false),
        ("Sale", "We open on Monday. 48 hours left. Order now or never!", true),
        ("Labor Day sale", "It ends tonight.", false),
        ("Christmas sale", "It ends tonight.", true),
        ("Sale", "It runs through Monday, and only 3 coats are left.", true),
        ("Sale", "Summer is almost over.", false),
        ("Sale", "The sale is almost over.", true),
        ("Sale", "Before your account closes, here is a final offer.", false),
        ("Sale", "Shops shout \"20% off, today only!\" at everybody.", false),
        ("Sale", "Spots are limited to 20 people.", false),
        ("Sale", "Spots are limited to keep the table small.", false),
        ("Sale", "Spots are limited.", true),
        ("Sale", "You have just a few days left to write, by June 5.", false),
        ("Sale", "The farm is closing down for good.", false),
        ("Sale", "The talk is for members alone. Don't miss it!", false),
        ("Your trial", "Day 12 of your trial: only 2 days left.", false),
        ("Your class", "You're registered for the spring class. Spots are limited.", false),
        ("Tu prueba", "Hola Ana, tu prueba gratuita del programa expira mañana y no queremos que la pierdas.", false),
        ("Rebajas", "Hola Ana, esta oferta del programa expira mañana y no queremos que la pierdas.", true),
        ("Taller", "Hola Ana, solo quedan 24 horas para el taller de la ciudad.", false),
        ("Taller", "Hola Ana, solo quedan 24 horas para esta oferta de la ciudad.", true),
        ("Sale", "The window is closing.", true),
        ("Rebajas", "Hola Ana, la reunión dura solo 30 minutos y es para ti.", false),
        ("Rebajas", "Hola Ana, solo quedan 3 plazas para el curso de tu ciudad.", true),
        ("Rebajas", "Hola Ana, es tu última oportunidad para el curso de la ciudad.", true),
        ("Rebajas", "Hola Ana, es tu última oportunidad, hasta el 3 de mayo, para el curso.", false),
        ("Rebajas", "Hola Ana, solo quedan 5 personas detenidas en la ciudad.", false),
        ("Nouvelles", "Bonjour, ne manquez pas notre film sur la ville et les gens.", false),
    ] {
        assert_eq!(speaks(rule, "marketing", &[mail(subject, body)]), expected, "{subject}: {body}");
    }
}

#[test]
fn a_button_in_capitals_shouts_at_nobody() {
    let rule = "copy/shouting";
    assert!(speaks(rule, "marketing", &[mail("Boots", "We have a HUGE SHOE SALE for the whole town.")]));
    assert!(!speaks(rule, "marketing", &[mail("Boots", "For the whole town: [SEE THE BOOTS AND COATS] or write.")]));
    assert!(!speaks(rule, "marketing", &[mail("Boots for [REAL ESTATE AGENCY]", "They are new.")]));
    assert!(!speaks(rule, "marketing", &[mail("Boots", "They hold in frost (MERS, SARS, AIDS and others did not).")]));
}

#[test]
fn a_sender_who_speaks_of_themselves_is_told_from_one_who_helps() {
    let rule = "copy/sender-centric";
    for (body, expected) in [
        ("I am passionate about old boots.", true),
        ("I work for a company that sells boots.", true),
        ("I work with a collector who can tell you the year of yours.", false),
        ("Our company specializes in boots.", true),
        ("Our team is here to help you.", false),
        ("You have been with us for over 3 years.", false),
        ("I'm Ana Berg, founder of Lumen.", true),
        (
            "Boots need grease. Soles need glue. Laces break. Leather dries. Would you mind leaving a quick review?",
            true,
        ),
        ("I'm glad that you came.", false),
        ("I'm connected with Bo at Lumen, who grows ferns.", false),
    ] {
        assert_eq!(speaks(rule, "sales", &[mail("Boots", body)]), expected, "{body}");
    }
}

#[test]
fn a_receipt_may_say_hello_and_an_answer_to_a_person_may_not() {
    let step = [mail("Welcome", "Dear customer, here it is.")];
    let speaks = |purpose| speaks("copy/generic-greeting", purpose, &step);
    assert_eq!((speaks("transactional"), speaks("service"), speaks("marketing")), (false, true, true));
}

#[test]
fn a_blank_for_a_name_is_a_name() {
    let greets = |greeting: &str| {
        speaks("copy/generic-greeting", "sales", &[mail("Boots", &format!("{greeting}\n\nThe boots are here."))])
    };
    assert_eq!((greets("Dear [Sponsor Contact],"), greets("Hello,"), greets("Hi there,")), (false, true, true));
    assert!(!greets("Hi lumen team,"));
    assert!(!greets("Dear friends,"), "a letter to people who belong together");
    assert!(greets("Dear customers,"));
    assert!(!greets("Greetings, fellow gardeners!"));
    assert!(!greets("Bonjour,"), "whole without a name");
}

#[test]
fn the_name_of_an_order_is_there() {
    let rule = "copy/merge-tag-without-fallback";
    let named = |tag: &str| [mail("Boots", &format!("Hi {tag}, thank you."))];
    assert!(speaks(rule, "marketing", &named("{{ customer.first_name }}")));
    assert!(!speaks(rule, "transactional", &named("{{ customer.first_name }}")));
    assert!(speaks(rule, "transactional", &named("{{ first_name }}")), "the field of a list may be empty");
    assert!(!speaks(rule, "marketing", &[mail("Boots", "Hi there, this is {{user.name}} from the shop.")]));
    assert!(!speaks(rule, "marketing", &[mail("Boots", "Tickets for our {{name}} fair are here.")]));
}

#[test]
fn a_company_in_a_text_is_the_senders_only_where_somebody_introduces_themselves() {
    let rule = "copy/sms-unbranded";
    for (body, unbranded) in [
        ("This is Ana with {{company}}. Seven o'clock is free.", false),
        ("Ana here, over at {{company}}. Seven o'clock is free.", false),
        ("{{first_name}}, buyers like firms with {{company}} in the name.", true),
        ("I read of growing firms, and {{company}} stood out.", true),
        ("Seven o'clock is free - {{company}}", false),
        ("Would you like a Strategy Session with Tom?", true),
        ("Hi, Ana with Lumen. Seven o'clock is free.", false),
        ("Seven o'clock is free. Call 555 0100 - Ana", true),
        ("Seven o'clock is free. -Hill Tech\nReply STOP to opt out", false),
        ("Seven o'clock is free. Reply STOP to opt out. @lumen", false),
        ("Seven o'clock is free: hilltech.com/book", false),
        ("Is rye at {{company}} as dear as here? [COMPANY] may know.", true),
        ("Seven o'clock is free.\n\n{{company_name}}\nReply STOP to opt out.", false),
        ("Las siete están libres.\n{{nombre_empresa}}\nResponde STOP para cancelar.", false),
        ("Thanks for reaching out to [Business]. Seven o'clock is free.", false),
        ("Thanks for reaching out to Hill Tech! Seven o'clock is free.", false),
        ("Thanks for your interest in Lumen. Seven o'clock is free.", false),
        ("Thanks for reaching out! Seven o'clock is free.", true),
        ("Seven o'clock is free.\n{{gym}}\nReply STOP to opt out.", false),
        ("Seven o'clock is free.\n{{booking_link}}\nReply STOP to opt out.", true),
        ("Thanks for your interest in [Service]. Seven o'clock is free.", true),
        ("It's been a while! {{business}} misses you.", false),
        ("Your GreenHaus perk is ready.", false),
        ("Thank you for your gift to JHRF.", false),
        ("Can Ana Biggers count on your vote?", false),
        ("Welcome to Lumen and thank you, reply STOP to opt out", false),
        ("Your Member Perk is ready. Otherwise I'll keep it.", true),
        ("Dear Valued Customer, seven o'clock is free.", true),
        ("[FirstName], seven o'clock is free.", true),
        ("I like what {{company_name}} does.\nSeven o'clock is free.", true),
    ] {
        assert_eq!(speaks(rule, "marketing", &[text(body)]), unbranded, "{body}");
    }
}

#[test]
fn a_letter_of_a_language_is_no_surprise_in_a_text() {
    let rule = "copy/sms-surprise-unicode";
    let padded = |words: &str| [text(&format!("{words} {}", "boots and coats ".repeat(5)))];
    assert!(speaks(rule, "marketing", &padded("The coat’s back.")));
    assert!(speaks(rule, "marketing", &padded("Boots 🎉")));
    assert!(!speaks(rule, "marketing", &padded("Buty są w środę.")));
}

#[test]
fn the_account_is_a_hard_way_out_only_where_it_is_the_way_out() {
    let rule = "opt-out/opt-out-friction";
    let hard = mail("News", "To end your subscription, modify your account preferences.");
    let easy = mail("News", "You can update your account settings at any time.");
    assert!(speaks(rule, "marketing", &[hard]));
    assert!(!speaks(rule, "marketing", &[easy]));
}

#[test]
fn a_config_adds_words_as_the_page_on_configs_writes_them() {
    let (_, behind) = include_str!("../../docs/config.md").split_once("## Words of your own").expect("the section");
    let (_, example) = behind.split_once("```toml config\n").expect("its example");
    let config: toml::Table = example.split("```").next().expect("its end").parse().expect("TOML");
    let rule = "copy/false-urgency";
    let options = config["rules"][rule].as_table().expect("options");
    for (body, said) in [
        ("Our towels will soon vanish.", true),
        ("Mats vanish.", true),
        ("Mats for 3 people.", true),
        ("Mats for three people.", true),
        ("We have mats for 3 people.", false),
        ("We sell mats that vanish in the wash.", false),
    ] {
        let step = mail("Ferns", body);
        let steps = std::slice::from_ref(&step);
        assert!(!speaks(rule, "sales", steps), "{body}: nothing without the config");
        assert_eq!(speaks_with(rule, options, "sales", steps), said, "{body}");
    }
}

#[test]
fn words_that_two_lists_hold_are_pointed_at_once() {
    let body = "Thank you for writing. It was not our fault, and nobody else has had a problem.";
    let steps = [mail("Your note", body)];
    let (source, findings) = judged("copy/defensive-wording", &toml::Table::new(), "service", &steps);
    let labels: Vec<_> = findings.iter().flat_map(|finding| &finding.labels).collect();
    let said: Vec<_> = labels.iter().map(|label| source.slice(label.place.span)).collect();
    assert_eq!(said, ["was not our fault", "nobody else has had a"]);
}
