use super::*;
use proptest::prelude::*;

fn email(body: &str) -> Message<'_> {
    Message::new(Channel::Email, "", body)
}

#[test]
fn greetings_are_told_apart() {
    use GreetingKind::{Bare, Generic, NameTag, Other, RealName};
    for (body, kind, range, addressee) in [
        ("Hi {{ first_name }},\nhow are you?", NameTag, "Hi {{ first_name }}", "{{ first_name }}"),
        (
            "Hi {{ first_name | default: 'a, b' }}, yes",
            NameTag,
            "Hi {{ first_name | default: 'a, b' }}",
            "{{ first_name | default: 'a, b' }}",
        ),
        ("Hey [First Name] - quick one", NameTag, "Hey [First Name]", "[First Name]"),
        ("Hey *|FNAME|*!", NameTag, "Hey *|FNAME|*", "*|FNAME|*"),
        ("{{first_name}},\nhello", NameTag, "{{first_name}}", "{{first_name}}"),
        ("Hey, {{name}}!\nx", NameTag, "Hey, {{name}}", "{{name}}"),
        ("Hi Sarah,\nx", RealName, "Hi Sarah", "Sarah"),
        ("hello Dr. Smith, x", RealName, "hello Dr. Smith", "Dr. Smith"),
        ("Hey, Jessica!\nx", RealName, "Hey, Jessica", "Jessica"),
        ("Liebe Frau Meier,", RealName, "Liebe Frau Meier", "Frau Meier"),
        ("Dear customer,", Generic, "Dear customer", "customer"),
        ("Dear valued customer:", Generic, "Dear valued customer", "valued customer"),
        ("Hi there", Generic, "Hi there", "there"),
        ("Hi there my name is Bo", Generic, "Hi there", "there"),
        ("Hi Maya its Hot Yoga, come in", RealName, "Hi Maya", "Maya"),
        ("Hi {{first_name}} its Hot Yoga", NameTag, "Hi {{first_name}}", "{{first_name}}"),
        ("Hi I'm Bo from Hot Yoga", Bare, "Hi", ""),
        ("Hello everyone! x", Generic, "Hello everyone", "everyone"),
        ("Dear Sir/Madam,", Generic, "Dear Sir/Madam", "Sir/Madam"),
        ("Sehr geehrte Damen und Herren,", Generic, "Sehr geehrte Damen und Herren", "Damen und Herren"),
        ("Bonjour à tous,", Generic, "Bonjour à tous", "à tous"),
        ("Hola amigos:", Generic, "Hola amigos", "amigos"),
        ("Friends,\nx", Generic, "Friends", "Friends"),
        ("To whom it may concern,\nx", Generic, "To whom it may concern", ""),
        ("Hello,\nx", Bare, "Hello", ""),
        ("Hello!", Bare, "Hello", ""),
        ("Good morning, we are open", Bare, "Good morning", ""),
        ("Hi just following up on my email", Bare, "Hi", ""),
        ("Hi {{company}} team,", Other, "Hi {{company}} team", "{{company}} team"),
        ("👋 Hi there!", Generic, "Hi there", "there"),
        ("**Hi there**,", Generic, "Hi there", "there"),
        ("HOT YOGA\n\nSpring news\n\nDear member,\nx", Generic, "Dear member", "member"),
        ("<p>Logo</p><p>Hi&nbsp;there,</p><p>x</p>", Generic, "Hi\u{a0}there", "there"),
    ] {
        let message = email(body);
        let greeting = message.greeting().expect(body);
        let shown = (message.slice(greeting.range.clone()), message.slice(greeting.addressee.clone()));
        assert_eq!((greeting.kind, shown), (kind, (range, addressee)), "{body}");
    }
    for none in [
        "",
        "Your order has shipped.",
        "High time to act, friends",
        "Hidden: x",
        "Dearest of all",
        "Thanks for coming!",
        "{{name}} signed up",
    ] {
        assert_eq!(email(none).greeting(), None, "{none}");
    }
}

#[test]
fn sign_offs_are_found_with_their_names() {
    for (body, range, name) in [
        ("x\n\nBest,\nMaya", "Best,\nMaya", Some("Maya")),
        (
            "x\n\nBest regards,\n\nMaya Chen, Hot Yoga\n1 Main St",
            "Best regards,\n\nMaya Chen, Hot Yoga",
            Some("Maya Chen, Hot Yoga"),
        ),
        ("x\nCheers, Maya", "Cheers, Maya", Some("Maya")),
        ("x\n— Maya", "— Maya", Some("Maya")),
        ("x\nThanks!", "Thanks!", None),
        ("x\nBest,\n{{sender_name}}", "Best,\n{{sender_name}}", Some("{{sender_name}}")),
        ("x\nViele Grüße\nMaya", "Viele Grüße\nMaya", Some("Maya")),
        ("x\nThanks,\nMaya\n\nUnsubscribe here if you like.", "Thanks,\nMaya", Some("Maya")),
    ] {
        let message = email(body);
        let found = message.sign_off().expect(body);
        assert_eq!(
            (message.slice(found.range.clone()), found.name.clone().map(|name| message.slice(name))),
            (range, name),
            "{body}"
        );
    }
    for none in ["", "Thanks!", "The best, they say, is free.", "x\n- one more thing here to do today"] {
        assert_eq!(email(none).sign_off(), None, "{none}");
    }
}

#[test]
fn words_and_sentences_are_counted_as_read() {
    for (body, words) in [
        ("", 0),
        ("One two, three!", 3),
        ("Hi {{ first_name | default: 'dear friend' }}, two three", 4),
        ("{% if a %}one {{b}}{% else %}two {{c}}{% endif %} three", 3),
        ("<p>one <b>two</b></p><style>a b c</style>", 2),
        ("- 1 & 2 —", 2),
        ("{Hi|Hello} you", 2),
    ] {
        assert_eq!(email(body).words(), words, "{body}");
    }
    let text = "Hi Sam,\nI met Dr. Smith at 5 p.m. on Monday. Did you? \"Yes!\" e.g. this one.\nBye";
    let message = email(text);
    let found: Vec<&str> = message.sentences().iter().map(|range| message.slice(range.clone())).collect();
    assert_eq!(
        found,
        ["Hi Sam,", "I met Dr. Smith at 5 p.m. on Monday.", "Did you?", "\"Yes!\"", "e.g. this one.", "Bye"]
    );
}

#[test]
fn links_are_found_in_text_and_markup() {
    let body = "See https://x.example/a_(b), (http://Y.example:8080/?q=1) or www.z.example. Try bit.ly/abc or [this](https://m.example/x)! \
        https://x.example/{{id}} a@b.example 3.5/5 and/or";
    let message = email(body);
    let urls: Vec<&str> = message.links().iter().map(|link| link.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://x.example/a_(b)",
            "http://Y.example:8080/?q=1",
            "www.z.example",
            "bit.ly/abc",
            "https://m.example/x",
            "https://x.example/{{id}}",
        ]
    );
    let hosts: Vec<Option<String>> = message.links().iter().map(Link::host).collect();
    let named = |host: &str| Some(host.to_owned());
    assert_eq!(
        hosts,
        [
            named("x.example"),
            named("y.example"),
            named("z.example"),
            named("bit.ly"),
            named("m.example"),
            named("x.example")
        ]
    );
    assert_eq!(message.links().iter().filter(|link| link.is_plain_http()).count(), 1);
    assert_eq!(message.links().iter().filter(|link| link.is_shortened()).count(), 1);

    let body = "<p><a href=\"http://bit.ly/x\">https://shop.example</a> https://y.example <a href=\"{{ unsubscribe_url }}\">stop</a> \
        <a href=\"mailto:a@b.example\">mail</a><a href=\"#top\">up</a></p>";
    let message = email(body);
    let found: Vec<_> =
        message.links().iter().map(|link| (&body[link.source.clone()], message.slice(link.range.clone()))).collect();
    assert_eq!(
        found,
        [
            ("http://bit.ly/x", "https://shop.example"),
            ("https://y.example", "https://y.example"),
            ("{{ unsubscribe_url }}", "stop"),
            ("mailto:a@b.example", "mail"),
        ]
    );
    assert!(
        message.links()[0].is_shortened() && message.links()[2].is_opt_out() && message.links()[3].host().is_none()
    );
}

#[test]
fn contacts_are_found_and_look_alikes_are_not() {
    use ContactKind::{Booking, Email, Phone, Postal, Reply};
    for (body, expected) in [
        ("Call +1 415 555 0100 today", &[(Reply, "")][..0]),
        ("Ring +1 415 555 0100.", &[(Phone, "+1 415 555 0100")]),
        ("(415) 555-0100", &[(Phone, "(415) 555-0100")]),
        ("phone: 4155550100", &[(Phone, "4155550100")]),
        ("Write to maya@hotyoga.example.", &[(Email, "maya@hotyoga.example")]),
        ("Hot Yoga, 1 Main St, San Francisco, CA 94105", &[(Postal, "1 Main St"), (Postal, "CA 94105")]),
        ("Yogastraße 5, 10115 Berlin", &[(Postal, "Yogastraße 5")]),
        ("12 rue de la Paix, 75002 Paris", &[(Postal, "12 rue de")]),
        ("Calle de Alcalá 45, Madrid", &[(Postal, "Calle de Alcalá 45")]),
        ("10 Downing Street, London SW1A 2AA", &[(Postal, "10 Downing Street"), (Postal, "SW1A 2AA")]),
        ("P.O. Box 123", &[(Postal, "Box 123")]),
        ("{{ organization.full_address }}", &[(Postal, "{{ organization.full_address }}")]),
        ("https://calendly.com/maya", &[(Booking, "https://calendly.com/maya")]),
        ("{{ calendar_link }}", &[(Booking, "{{ calendar_link }}")]),
        ("Just reply to this email.", &[(Reply, "Just reply")]),
        ("Antworten Sie einfach.", &[(Reply, "Antworten Sie einfach")]),
        ("Order 4155550100 of 2026-12-31 10:00, $1,234,567.00, 2025 - 2026, 31.12.2026, 1234567890123456789", &[]),
        ("On 03 / 13 / 2000 04, at 5 PM Dr Jones, 10 place cards, 1,234 Best Way To Go, Arcade 5, DE 12345678", &[]),
        ("https://x.example/4155550100/12-34-56-78-90", &[]),
        ("Do not reply to this message. 3 ways, 5 Star, 24 hours", &[]),
        ("Reply STOP to end", &[]),
    ] {
        let message = email(body);
        let found: Vec<_> = message.contacts().iter().map(|c| (c.kind, message.slice(c.range.clone()))).collect();
        if expected.is_empty() && body.starts_with("Call") {
            assert!(message.offers(Phone), "{body}: {found:?}");
        } else {
            assert_eq!(found, expected, "{body}");
        }
    }
}

#[test]
fn ways_out_are_seen_in_many_forms() {
    use OptOutKind::{Keyword, Link, Preferences, Tag, Words};
    for (body, kind) in [
        ("Unsubscribe here.", Words),
        ("You can opt-out at any time", Words),
        ("If you'd rather not hear from me, say so", Words),
        ("just let me know and I won't email you again", Words),
        ("Vom Newsletter abmelden", Words),
        ("Se désinscrire", Words),
        ("Darse de baja", Words),
        ("Clicca per annullare l'iscrizione", Words),
        ("Hier kun je je afmelden", Words),
        ("Cancelar a inscrição", Words),
        ("Reply STOP to end", Keyword),
        ("Txt \"stop\" to 12345", Keyword),
        ("Sale! STOP2END", Keyword),
        ("STOP to opt", Keyword),
        ("Msg rates apply. STOP=end", Keyword),
        ("Rates apply, STOP", Keyword),
        ("Antworte mit STOPP", Keyword),
        ("Manage your email preferences", Preferences),
        ("{{ unsubscribe_url }}", Tag),
        ("<p>x <a href=\"https://x.example/unsub?id=1\">here</a></p>", Link),
        ("<p>x <a href=\"*|UNSUB|*\">here</a></p>", Link),
    ] {
        let message = email(body);
        assert!(message.opt_outs().iter().any(|out| out.kind == kind), "{body}: {:?}", message.opt_outs());
    }
    for none in [
        "",
        "We will stop by on Monday",
        "STOP WASTING MONEY NOW",
        "Stop! Look.",
        "options out there",
        "nonstop fun",
        "the bus stop",
    ] {
        assert_eq!(email(none).opt_outs(), [], "{none}");
    }
}

#[test]
fn languages_are_guessed_or_left_open() {
    for (body, language) in [
        ("We are happy that you came to our studio, and we hope to see you again in the new year.", Language::English),
        ("Wir freuen uns, dass Sie bei uns waren, und hoffen, dass wir Sie bald wieder sehen.", Language::German),
        (
            "Nous sommes heureux de vous avoir vu dans notre studio et nous espérons vous revoir avec plaisir.",
            Language::French,
        ),
        (
            "Nos alegra que vinieras a nuestro estudio y esperamos verte de nuevo en el año que viene con los tuyos.",
            Language::Spanish,
        ),
        (
            "Siamo felici che tu sia venuto nel nostro studio e ti aspettiamo di nuovo con il corso della mattina.",
            Language::Italian,
        ),
        (
            "We zijn blij dat je naar onze studio bent gekomen en we hopen je in het nieuwe jaar weer te zien.",
            Language::Dutch,
        ),
        (
            "Ficamos felizes que você veio ao nosso estúdio e esperamos ver você de novo no ano que vem com os seus.",
            Language::Portuguese,
        ),
        ("Hi there", Language::Unknown),
        ("", Language::Unknown),
        ("Купите сейчас и получите скидку на все товары в нашем магазине сегодня", Language::Unknown),
    ] {
        assert_eq!(email(body).language(), language, "{body}");
    }
}

#[test]
fn tone_is_measured_on_words_alone() {
    let message = email(
        "BUY NOW, {{FIRST_NAME}}! We're open!!! Your café 🎉🇩🇪👍🏽👨‍👩‍👧 at HTTP and https://X.example/ABCDEF, I think you should",
    );
    let tone = message.tone();
    let shouted: Vec<&str> = tone.shouted.iter().map(|range| message.slice(range.clone())).collect();
    assert_eq!(shouted, ["HTTP"]);
    let marks: Vec<&str> = tone.exclamations.iter().map(|range| message.slice(range.clone())).collect();
    assert_eq!(marks, ["!", "!!!"]);
    assert_eq!(tone.emoji, 4);
    assert_eq!(message.persons(), Persons { ours: 2, yours: 2 });
    assert!(tone.capital_share() > 0.2 && tone.capital_share() < 0.5);
    assert!(email("").tone().capital_share() < 1e-9);
}

#[test]
fn the_core_leaves_the_frame_out() {
    for (body, core) in [
        ("Hi Sam,\nthe box is here.\n\nBest,\nMaya\n1 Main St", ",\nthe box is here.\n\n"),
        ("the box is here and there and everywhere.\nUnsubscribe", "the box is here and there and everywhere."),
        ("x", "x"),
        ("", ""),
    ] {
        let message = email(body);
        assert_eq!(message.slice(message.core()), core, "{body}");
    }
}

#[test]
fn likeness_is_that_of_the_core() {
    let one = "Hi Sam,\nthe spring box leaves on Friday and you can still add eggs.\n\nBest,\nMaya\n\nUnsubscribe here";
    let same = "<p>Hello,</p><p>The spring box leaves on Friday, and you can still add eggs!</p><p>Cheers,<br>Bo</p>";
    let frame = "Hi Sam,\nyour first lesson is ready when you are.\n\nBest,\nMaya\n\nUnsubscribe here";
    let one = email(one);
    assert!((one.runs().likeness(email(same).runs()) - 1.0).abs() < 1e-9);
    assert!(one.runs().likeness(email(frame).runs()) < 1e-9);
}

#[test]
fn tags_that_markup_cuts_in_two_are_whole() {
    assert_eq!(email("<p {% if a %}class=x{% endif %}>b {% if c %}d</p>").tags().problems.len(), 1);
    assert!(email("<p {% if a %}class=x>b{% endif %}</p>").tags().problems.is_empty());
}

#[test]
fn hostile_bodies_take_linear_time() {
    for piece in [
        "Hi ",
        "{{a}}",
        "hi,",
        "STOP ",
        "http://",
        ")",
        "1 ",
        "1-",
        "a@",
        "unsubscribe ",
        "Best,\n",
        "!",
        "A",
        "🎉",
        ".",
        ". ",
        "\n",
        "reply … ",
        "1 A ",
        "<a href=x>",
        "call 1234567 ",
        "x.y/",
        "(",
        "[",
        "\u{200d}",
        "Hi {{first_name}}",
    ] {
        for head in ["", "http://", "<p>", "Hi "] {
            let body = format!("{head}{}", piece.repeat(20_000 / piece.len()));
            read_all(&email(&body));
        }
    }
}

fn read_all(message: &Message<'_>) {
    let ranges = message
        .sentences()
        .iter()
        .cloned()
        .chain(message.greeting().map(|g| g.range.clone()))
        .chain(message.greeting().map(|g| g.addressee.clone()))
        .chain(message.sign_off().map(|s| s.range.clone()))
        .chain(message.sign_off().and_then(|s| s.name.clone()))
        .chain(message.links().iter().map(|l| l.range.clone()))
        .chain(message.contacts().iter().map(|c| c.range.clone()))
        .chain(message.opt_outs().iter().map(|o| o.range.clone()))
        .chain(message.tone().shouted.iter().cloned())
        .chain(message.tone().exclamations.iter().cloned())
        .chain([message.core()]);
    for range in ranges {
        assert!(message.text().get(range.clone()).is_some(), "{range:?}");
        assert!(message.body().get(message.source(range)).is_some());
    }
    assert!(message.words() <= message.body().len());
    let _language = message.language();
}

proptest! {
    #[test]
    fn never_panics(body in any::<String>()) {
        read_all(&email(&body));
        read_all(&email(&format!("<p>{body}</p>")));
    }

    #[test]
    fn never_panics_on_the_words_of_the_trade(
        body in r#"(Hi|Dear|there|Sarah|\{\{name\}\}|\[Name\]|,|!|\.| |\n|Best|STOP|reply|http://x\.y/|bit\.ly/a|<p>|<a href="u">|</a>|&nbsp;|é|İ|🎉|1 Main St|555-555-0100|-|—|\*){0,25}"#,
    ) {
        read_all(&email(&body));
    }
}
