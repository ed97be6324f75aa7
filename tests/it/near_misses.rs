//! Campaigns that come close to what a rule looks for, on this side of it and on that.

use crate::judged;

/// The messages of `rule` on the campaign that `parts` make together.
pub(crate) fn found(rule: &str, parts: &[&str]) -> Vec<String> {
    found_in(rule, &format!("[campaign]\nname = 'a'\n{}", parts.join("\n")))
}

/// The messages of `rule` on a file.
pub(crate) fn found_in(rule: &str, text: &str) -> Vec<String> {
    judged::native(rule, text).messages().into_iter().map(str::to_owned).collect()
}

#[track_caller]
pub(crate) fn silent(rule: &str, parts: &[&str]) {
    assert_eq!(found(rule, parts), Vec::<String>::new(), "{parts:?}");
}

#[track_caller]
pub(crate) fn says(rule: &str, parts: &[&str], part: &str) {
    let found = found(rule, parts);
    assert!(matches!(found.as_slice(), [one] if one.contains(part)), "{found:?} in {parts:?}");
}

pub(crate) const MARKETING: &str = "purpose = 'marketing'";
pub(crate) const SERVICE: &str = "purpose = 'service'";
pub(crate) const MAIL: &str = "[[step]]\nid = 'mail'\nchannel = 'email'";
pub(crate) const CALL: &str = "[[step]]\nid = 'call'\nchannel = 'call'\nwait = '7d'";
pub(crate) const TEXT: &str = "[[step]]\nid = 'text'\nchannel = 'sms'";

/// A mail with these words.
pub(crate) fn mail(body: &str) -> String {
    format!("{MAIL}\nbody = \"\"\"{body}\"\"\"")
}

/// A first answer to a complaint.
fn answer(rule: &str, body: &str) -> Vec<String> {
    found(rule, &[SERVICE, "[audience]\nsource = 'complaint'", &mail(body)])
}

#[test]
fn hours_on_the_senders_clock_are_counted_on_that_of_the_recipients() {
    let rule = "law/quiet-hours";
    let call = |region: &str, zone: &str, window: &str| {
        let head = format!("purpose = 'marketing'\nregion = ['{region}']\n[audience]\nsource = 'event'\n[schedule]");
        found(rule, &[&head, &format!("timezone = '{zone}'\nwindow = ['{window}']\nholidays = 'skip'"), CALL])
    };
    assert_eq!(call("US-CA", "America/New_York", "mon-fri 12:00-22:00"), Vec::<String>::new());
    assert_eq!(call("US-NY", "America/New_York", "mon-fri 12:00-22:00").len(), 1);
    assert!(call("IN", "Europe/London", "mon-fri 09:00-20:00").concat().contains("21:00 and 24:00"));
}

#[test]
fn a_way_out_has_to_last_where_advertising_goes_out() {
    let rule = "law/opt-out-lifetime";
    let way = "[opt_out.email]\nmethod = 'link'\nvalid_for = '7d'";
    says(rule, &[MARKETING, "region = ['US']", way, MAIL], "after 7 days");
    silent(rule, &["purpose = 'transactional'\nregion = ['US']", way, MAIL]);
    silent(rule, &[MARKETING, "region = ['US']", way, TEXT]);
}

#[test]
fn words_that_end_texts_are_asked_for_where_texts_go_out() {
    let rule = "law/revocation-words";
    let words = "[opt_out.sms]\nmethod = 'keyword'\nkeyword = 'STOP'";
    says(rule, &[MARKETING, "region = ['US']", words, TEXT], "who answers QUIT");
    silent(rule, &[MARKETING, "region = ['US']", words, MAIL]);
}

#[test]
fn a_subject_about_what_was_bought_does_not_sell() {
    let rule = "law/promo-in-transactional";
    let subject = |words: &str| {
        found(rule, &["purpose = 'transactional'\nregion = ['US']", MAIL, &format!("subject = \"{words}\"")]).len()
    };
    for told in [
        "Your upgrade to Plus is active",
        "Details of your next stay in Bath",
        "Your car sale is complete",
        "Your real estate deal: the documents",
        "Your discount has been applied",
    ] {
        assert_eq!(subject(told), 0, "{told}");
    }
    for sold in ["20% off your next order", "Upgrade to Plus", "Our summer sale", "A deal for you", "A coupon inside"] {
        assert_eq!(subject(sold), 1, "{sold}");
    }
}

#[test]
fn nobody_forgets_a_yes_that_was_never_given() {
    let audience =
        |consent| format!("[audience]\nsource = 'event'\nconsent_age = '36mo'\nconsent = {{ email = '{consent}' }}");
    silent("consent/stale-consent", &[MARKETING, &audience("none"), MAIL]);
    says("consent/stale-consent", &[MARKETING, &audience("express"), MAIL], "36 months");
}

#[test]
fn a_consent_that_is_not_named_is_not_said_to_be_missing() {
    let audience = "[audience]\nsource = 'inquiry'\nkind = 'consumer'";
    says("law/consent-floor", &[MARKETING, "region = ['GB']", audience, MAIL], "nothing says that a person in");
}

#[test]
fn an_address_is_looked_at_where_it_is_seen() {
    let sender = "[sender]\nname = 'Harbour Team'\nemail = 'noreply@harbour.example'\nreply_to = 'no-reply@other.test'\n\
                  organization = 'Harbour'";
    for rule in ["sender/sender-mismatch", "sender/faceless-sender"] {
        assert_eq!(found(rule, &[MARKETING, sender, MAIL]).len(), 1, "{rule}");
        silent(rule, &[MARKETING, sender, TEXT]);
    }
    let related =
        "[sender]\nname = 'Tom Avery'\nemail = 'tom@harbour-bikes.example'\nreply_to = 'tom@harbourbikes.example'";
    silent("sender/sender-mismatch", &[MARKETING, related, MAIL]);
}

#[test]
fn a_firm_may_be_called_like_an_offer() {
    let sender = |organization| format!("[sender]\nname = 'Last Chance Rescue'\norganization = '{organization}'");
    silent("sender/selling-name", &[MARKETING, &sender("Last Chance Rescue Inc"), MAIL]);
    says("sender/selling-name", &[MARKETING, &sender("Rescue Inc"), MAIL], "reads an offer");
}

#[test]
fn to_leave_it_at_silence_tells_nobody_not_to_answer() {
    let rule = "sender/no-reply-sender";
    silent(rule, &[MARKETING, &mail("If you do not reply, I leave it at that.")]);
    says(rule, &[MARKETING, &mail("Please do not reply to this email.")], "told not to");
}

#[test]
fn a_colleague_who_is_called_by_name_is_announced() {
    let rule = "sender/agent-rotation";
    let senders = "[senders.ann]\nname = 'Ann Otieno'\n[senders.bob]\nname = 'Bob Silva'";
    let walk = |first: &str, second: &str| {
        let first = format!("[[step]]\nchannel = 'email'\nsender = 'ann'\nbody = '{first}'");
        let second = format!("[[step]]\nchannel = 'email'\nwait = '9d'\nsender = 'bob'\nbody = '{second}'");
        found(rule, &[MARKETING, senders, &first, &second]).len()
    };
    assert_eq!(walk("From Monday on, Bob looks after you.", "Hello."), 0);
    assert_eq!(walk("Hello.", "Ann told me about your knee."), 0);
    assert_eq!(walk("Hello. Ann", "Hello. Bob"), 1);
    assert_eq!(walk("Bobbing for apples is on Friday.", "Hello."), 1);
}

#[test]
fn what_is_promised_to_those_who_ask_is_no_broken_promise() {
    let rule = "care/broken-promise";
    let promise = |body: &str| found(rule, &[SERVICE, "[audience]\nsource = 'inquiry'", &mail(body)]).len();
    for offered in [
        "Leave your number and we will call you back.",
        "If you would like it, reply with a time, and we will call you.",
        "Should anything change, we will get back to you.",
        "We will call you back if you leave a number.",
        "You will hear from me no more.",
    ] {
        assert_eq!(promise(offered), 0, "{offered}");
    }
    for promised in [
        "We will call you tomorrow.",
        "If anything is open, look at the page. We will call you tomorrow.",
        "We will send your refund by Friday.",
    ] {
        assert_eq!(promise(promised), 1, "{promised}");
    }
}

#[test]
fn thanks_and_days_are_read_as_people_write_them() {
    let (thanks, next) = ("care/complaint-without-thanks", "care/complaint-without-next-step");
    for kind in [
        "Dank u wel voor uw bericht. Wij kijken ernaar en u hoort morgen van ons.",
        "Vielen Dank für Ihre Nachricht. Ich frage heute in der Küche nach und schreibe Ihnen bis Freitag.",
        "Kiitos viestistäsi. Selvitämme asian ja vastaamme sinulle viimeistään perjantaina puhelimitse.",
        "Thank you for telling us. I will write to you by 5 May.",
        "Thank you for telling us. You will have our answer within two working days.",
        "Thank you for telling us. I will answer before the weekend.",
        "Thank you for telling us. We will answer by {{ due_date }}.",
    ] {
        assert_eq!((answer(thanks, kind).len(), answer(next, kind).len()), (0, 0), "{kind}");
    }
    let curt = "We have received your complaint and will look into it.";
    assert_eq!((answer(thanks, curt).len(), answer(next, curt).len()), (1, 1));
    let kind = "Wir haben Ihre Beschwerde erhalten und werden uns bei Ihnen melden, wenn wir mehr wissen.";
    assert_eq!((answer(thanks, kind).len(), answer(next, kind).len()), (1, 0));
}

#[test]
fn a_request_is_closed_in_silence_where_one_way_ends_so() {
    let rule = "care/silent-closing";
    let head = [SERVICE, "[audience]\nsource = 'inquiry'"];
    let after =
        |steps: &str| found(rule, &[head[0], head[1], MAIL, "[[step]]\ntask = 'the desk solves it'", steps]).len();
    let told = "[[step]]\nid = 'told'\nchannel = 'email'";
    assert_eq!(after(told), 0);
    let fork =
        |on: &str| format!("[[step]]\nbranch = {{ on = '{on}', within = '1d', then = 'end', else = 'told' }}\n{told}");
    assert_eq!(after(&fork("attribute:vip")), 1);
    assert_eq!(after(&fork("reply")), 0);
    let filed = "[[step]]\nchannel = 'email'\nintent = 'resolution'\n[[step]]\ntask = 'file the notes'";
    assert_eq!(found(rule, &[head[0], head[1], filed]).len(), 0);
}

#[test]
fn a_cancellation_is_confirmed_in_many_words() {
    let rule = "care/unconfirmed-cancel";
    let fork = "[[step]]\nbranch = { on = 'cancel', within = '30d', then = 'last', else = 'end' }";
    let last = |rest: &str| found(rule, &[SERVICE, MAIL, fork, "[[step]]\nid = 'last'", rest]).len();
    for confirmed in [
        "channel = 'email'\nbody = 'Your membership has ended today.'",
        "channel = 'email'\nbody = 'You are all set: nothing more will be charged.'",
        "channel = 'email'\nbody = 'Ihre Kündigung ist bestätigt, und Sie zahlen ab heute nichts mehr an uns.'",
        "task = 'Tom confirms the cancellation by phone'\nwithin = '1d'",
    ] {
        assert_eq!(last(confirmed), 0, "{confirmed}");
    }
    assert_eq!(last("channel = 'email'\nbody = 'Why are you leaving us? Tell us in ten questions.'"), 1);
}

#[test]
fn a_win_back_is_no_answer_to_a_cancellation() {
    const CANCELLED: &str = "[audience]\nsource = 'cancellation'";
    for rule in ["care/unconfirmed-cancel", "cadence/slow-answer"] {
        let body = "wait = '90d'\nbody = 'We have a new timetable, and you may like it.'";
        silent(rule, &[MARKETING, CANCELLED, MAIL, body]);
        assert_eq!(found(rule, &[SERVICE, CANCELLED, MAIL, body]).len(), 1, "{rule}");
        assert_eq!(found(rule, &[MARKETING, CANCELLED, MAIL, &body.replace("90d", "13d")]).len(), 1, "{rule}");
    }
}

#[test]
fn the_door_stands_open_in_many_words() {
    let rule = "cadence/weak-ending";
    for open in [
        "Give us a ring whenever you are ready.",
        "If it is of use to you, let me know.",
        "Sie erreichen mich unter dieser Adresse, wann immer Sie und Ihre Familie es sich überlegt haben.",
        "Hola, aquí está la guía que nos pediste. Escríbame cuando quiera, y le cuento más de todo.",
        "Our page says how to find us: https://harbour.example/contact",
        "Write to us in the chat: https://wa.me/441174960100",
        "Hej, här kommer guiden som du frågade efter. Svara gärna på det här mejlet när det passar.",
    ] {
        silent(rule, &[MARKETING, &mail(open)]);
    }
    says(rule, &[MARKETING, &mail("From Sunday on we open at seven. Seats go fast.")], "says nowhere");
}

#[test]
fn there_is_no_need_to_buy_now() {
    let rule = "cadence/no-thank-you";
    let first = |body: &str| found(rule, &[MARKETING, "[audience]\nsource = 'first-visit'", &mail(body)]).len();
    assert_eq!(first("There is no need to book now; the door is open on Fridays."), 0);
    assert_eq!(first("It was lovely to meet you. Would you leave us a review?"), 0);
    assert_eq!(first("The tickets are out. Book now."), 1);
    let check_in = "intent = 'check-in'\nbody = 'How is it going? Here is the guide that you asked about.'";
    silent(rule, &[MARKETING, "[audience]\nsource = 'trial'", MAIL, check_in]);
}

#[test]
fn a_call_is_announced_to_everybody_or_to_nobody() {
    let told =
        |variants: &str| [MARKETING.to_owned(), MAIL.to_owned(), format!("variants = [{variants}]"), CALL.to_owned()];
    let both = told("{ body = 'I will call you on Friday.' }, { body = 'Somebody of us will phone on Friday.' }");
    let one = told("{ body = 'I will call you on Friday.' }, { body = 'The tide table is out.' }");
    for rule in ["channel/unannounced-call", "channel/channel-escalation"] {
        silent(rule, &both.each_ref().map(String::as_str));
        assert_eq!(found(rule, &one.each_ref().map(String::as_str)).len(), 1, "{rule}");
    }
}

#[test]
fn a_call_after_an_answer_may_have_been_asked_for() {
    let rule = "channel/unannounced-call";
    let fork = |on: &str| format!("[[step]]\nbranch = {{ on = '{on}', within = '3d', then = 'call', else = 'end' }}");
    silent(rule, &[MARKETING, MAIL, &fork("reply"), CALL]);
    says(rule, &[MARKETING, MAIL, &fork("click"), CALL], "nobody asked for a call");
}

#[test]
fn what_is_answered_behind_a_link_can_wait() {
    let rule = "channel/answer-needed-by-text";
    let text = |body: &str| found(rule, &[MARKETING, TEXT, &format!("body = '{body}'")]).len();
    assert_eq!(text("Harbour: tell us what you think here: https://harbour.example/s"), 0);
    assert_eq!(text("Harbour: tell us what you think."), 1);
}

#[test]
fn a_call_that_is_not_just_a_call_is_no_trifle() {
    let rule = "channel/call-for-a-trifle";
    let call = |body: &str| found(rule, &[MARKETING, CALL, &format!("body = '{body}'")]).len();
    assert_eq!(call("I am not just calling to sell: your frame is cracked."), 0);
    assert_eq!(call("I am just calling to check in."), 1);
}

#[test]
fn both_ways_to_the_end_are_one() {
    let fork = |no: &str| format!("[[step]]\nbranch = {{ on = 'open', within = '1d', then = 'end', else = '{no}' }}");
    says("structure/dead-branch", &[MARKETING, MAIL, &fork("end")], "the same comes next");
    silent("structure/dead-branch", &[MARKETING, MAIL, &fork("text"), TEXT]);
}

#[test]
fn what_a_platform_holds_back_presses_on_nobody() {
    let rule = "cadence/campaign-pressure";
    let one = |extra: &str| {
        let step = "[[campaigns.step]]\nchannel = 'email'\nwait = '3d'\n";
        format!(
            "[[campaigns]]\n[campaigns.campaign]\nname = 'a'\npurpose = 'marketing'\n{extra}\n\
             [campaigns.audience]\nsegments = ['new']\n{}",
            step.repeat(2)
        )
    };
    let together = |extra: &str| found_in(rule, &format!("{}{}", one(extra), one(extra))).len();
    assert_eq!(together(""), 1);
    assert_eq!(together("[campaigns.limits]\nper_week = 1"), 0);
    assert_eq!(together("status = 'paused'"), 0);
    assert_eq!(together("status = 'draft'"), 1);
}

#[test]
fn the_voicemail_that_a_call_leaves_is_the_same_call() {
    let left = |wait: &str| format!("[[step]]\nid = 'left'\nchannel = 'voicemail'\nwait = '{wait}'");
    let first = "[[step]]\nid = 'first'\nchannel = 'call'";
    silent("cadence/gap-too-short", &[MARKETING, first, &left("1m")]);
    says("cadence/gap-too-short", &[MARKETING, first, &left("3h")], "3 hours later");
    says("cadence/gap-too-short", &[MARKETING, first, &left("1m"), "voice = 'ringless'"], "1 minute later");
    says("channel/unannounced-call", &[MARKETING, first, &left("1m")], "the phone rings, and");
    let twice = |wait: &str| {
        let calls = ["first", "second"].map(|id| {
            let voicemail = left(wait).replace("left", &format!("{id}-left"));
            format!("[[step]]\nid = '{id}'\nchannel = 'call'\nwait = '4h'\n{voicemail}")
        });
        found("law/call-cap", &[MARKETING, "region = ['US-FL']", &calls.concat().replace("[[step]]", "\n[[step]]")])
            .len()
    };
    assert_eq!((twice("1m"), twice("1h")), (0, 1));
}

#[test]
fn a_cap_of_the_week_holds_on_every_day() {
    let calls = "[[step]]\nchannel = 'call'\nwait = '4h'\n".repeat(4);
    let cap = |limit: &str| found("law/call-cap", &[MARKETING, "region = ['US-FL']", limit, &calls]).len();
    assert_eq!((cap("[limits]\nper_week = 5"), cap("[limits]\nper_week = 2")), (1, 0));
}

#[test]
fn a_firm_beside_its_one_person_is_nobody_else() {
    let senders = |name: &str| {
        format!("[senders.ann]\nname = 'Ann Otieno'\n[senders.firm]\nname = '{name}'\norganization = 'Harbour Bikes'")
    };
    let steps = "[[step]]\nchannel = 'email'\nsender = 'ann'\n[[step]]\nchannel = 'sms'\nwait = '9d'\nsender = 'firm'";
    silent("sender/agent-rotation", &[MARKETING, &senders("Harbour Bikes"), steps]);
    says("sender/agent-rotation", &[MARKETING, &senders("Bob Silva"), steps], "2 different people");
}

#[test]
fn a_letter_is_not_met_with_silence() {
    let rule = "channel/channel-escalation";
    let then = |channel: &str| format!("[[step]]\nchannel = '{channel}'\nwait = '7d'");
    silent(rule, &[MARKETING, "[[step]]\nchannel = 'postal'", &then("email")]);
    says(rule, &[MARKETING, "[[step]]\nchannel = 'sms'", &then("email")], "gets an email");
    says(rule, &[MARKETING, "[[step]]\nchannel = 'in-app'", &then("call")], "gets a call");
}
