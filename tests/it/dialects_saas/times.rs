//! When a person hears what, by the numbers: each tool counts in its own unit from its own base.

use super::{Files, fixture, read, read_beside};
use outreach_lint::import::Imported;
use outreach_lint::model::time::{DAY, HOUR, MINUTE};
use outreach_lint::model::{Campaign, Event};
use outreach_lint::timeline::{self, Count, Recipient};

/// What one who never reacts hears: step, channel, seconds since enrolment.
fn silent(campaign: &Campaign) -> Vec<(String, &'static str, u64)> {
    heard(campaign, Recipient::Silent)
}

fn heard(campaign: &Campaign, who: Recipient) -> Vec<(String, &'static str, u64)> {
    let timelines = timeline::of(campaign);
    let track = timelines.track(who).expect("one who does nothing");
    let channel = |step: usize| campaign.steps[step].touch().expect("a touch").channel.value.as_str();
    track.touches.iter().map(|v| (campaign.steps[v.step].id.value.clone(), channel(v.step), v.at_s)).collect()
}

fn only(imported: Imported) -> Campaign {
    assert_eq!(imported.campaigns.len(), 1);
    imported.campaigns.into_iter().next().expect("one")
}

fn touches(list: &[(&str, &'static str, u64)]) -> Vec<(String, &'static str, u64)> {
    list.iter().map(|(step, channel, at)| ((*step).to_owned(), *channel, *at)).collect()
}

#[test]
fn klaviyo_waits_in_actions_of_their_own() {
    let campaign = only(read(&fixture("klaviyo/winback.json"), None));
    let second = 2 * DAY + 6 * HOUR;
    assert_eq!(
        silent(&campaign),
        touches(&[("a1", "email", 0), ("a3", "email", second), ("a6", "sms", second + 36 * HOUR + 30 * MINUTE)])
    );
}

#[test]
fn hubspot_counts_minutes_as_text_and_milliseconds() {
    let campaign = only(read(&fixture("hubspot/sequence.json"), None));
    let third = 3 * DAY;
    assert_eq!(
        silent(&campaign),
        touches(&[
            ("s1", "email", 0),
            ("s2", "email", 2 * DAY),
            ("s3", "linkedin", third),
            ("s5", "call", third + HOUR)
        ])
    );
    let workflow = only(read(&fixture("hubspot/workflow.json"), None));
    let timelines = timeline::of(&workflow);
    assert_eq!(timelines.silent.touch_count, Count::Unbounded, "the GOTO leads back to the wait");
}

#[test]
fn instantly_waits_behind_a_step() {
    let campaign = only(read(&fixture("instantly/campaign.json"), None));
    let last = 2 * DAY + 36 * HOUR + 90 * MINUTE;
    assert_eq!(
        silent(&campaign),
        touches(&[("step-1", "email", 0), ("step-2", "email", 2 * DAY), ("step-4", "email", last)])
    );
}

#[test]
fn smartlead_outreach_and_apollo_wait_before_a_step() {
    let smartlead = only(read(&fixture("smartlead/bundle.json"), None));
    assert_eq!(
        silent(&smartlead),
        touches(&[("901", "email", 0), ("902", "email", 4 * DAY), ("903", "email", 11 * DAY)])
    );
    let outreach = only(read(&fixture("outreach/included.json"), None));
    assert_eq!(
        silent(&outreach),
        touches(&[("301", "email", 0), ("302", "email", 5 * DAY), ("303", "call", 5 * DAY + 2 * HOUR)])
    );
    let dates = only(read(&fixture("outreach/by-dates.json"), None));
    assert_eq!(silent(&dates), touches(&[("1", "email", 0), ("2", "email", 10 * DAY + 12 * HOUR)]));
    let apollo = only(read(&fixture("apollo/flat.json"), None));
    let call = 30 * MINUTE + 3 * DAY + 12 * HOUR;
    assert_eq!(
        silent(&apollo),
        touches(&[
            ("st1", "email", 30 * MINUTE),
            ("st2", "email", 30 * MINUTE + 3 * DAY),
            ("st3", "call", call),
            ("st6", "linkedin", call + 90 + 2 * DAY),
        ])
    );
}

#[test]
fn salesloft_counts_days_from_one() {
    let campaign = only(read(&fixture("salesloft/export.json"), None));
    assert_eq!(
        silent(&campaign),
        touches(&[
            ("g1", "email", 30 * MINUTE),
            ("g3", "call", 3 * DAY),
            ("g4", "linkedin", 3 * DAY),
            ("g5", "email", 10 * DAY)
        ])
    );
}

#[test]
fn lemlist_waits_for_what_may_not_come() {
    let campaign = only(read(&fixture("lemlist/bundle.json"), None));
    let other = 2 * DAY + 5 * DAY + DAY;
    let timelines = timeline::of(&campaign);
    assert_eq!((timelines.silent.touch_count, timelines.silent.last_at_s), (Count::Bounded(3), Some(other)));
    assert_eq!(silent(&campaign).last(), touches(&[("stp_4", "linkedin", 3 * DAY)]).last(), "it may be accepted");
    assert_eq!(heard(&campaign, Recipient::Reader).last(), touches(&[("stp_7", "call", other + DAY)]).last());
    // The other way is the one that says so, or the one that asks nothing.
    for other_way in [r#""fallback": true, "key": "linkedinInviteAccepted""#, r#""key": null"#] {
        let text = fixture("lemlist/bundle.json");
        let text = text.replace(r#""seq_No", "fallback": true"#, &format!(r#""seq_No", {other_way}"#));
        let timelines = timeline::of(&only(read(&text, None)));
        assert_eq!(timelines.silent.last_at_s, Some(other), "{other_way}");
        assert_eq!(silent(&only(read(&text, None))), silent(&campaign), "{other_way}");
    }
}

#[test]
fn reply_waits_minutes_along_a_tree() {
    let campaign = only(read(&fixture("reply/sequence.json"), None));
    let second = HOUR + 2 * DAY + 3 * DAY;
    assert_eq!(
        silent(&campaign),
        touches(&[("1", "email", 0), ("4", "email", second), ("6", "call", second + 10 * MINUTE)])
    );
    assert_eq!(heard(&campaign, Recipient::Reader), touches(&[("1", "email", 0), ("3", "linkedin", HOUR + DAY)]));
    let older = read(&fixture("reply/campaign-v2.json"), None);
    assert_eq!(silent(&only(older)), touches(&[("step-1", "email", 0), ("step-2", "email", 2 * DAY)]));
}

#[test]
fn studio_waits_seconds_for_a_reply_and_may_go_round() {
    let campaign = only(read(&fixture("twilio-studio/reminder.json"), None));
    let timelines = timeline::of(&campaign);
    assert_eq!(timelines.silent.touch_count, Count::Unbounded);
    let once = fixture("twilio-studio/reminder.json")
        .replace("{ \"event\": \"timeout\", \"next\": \"ask\" }", "{ \"event\": \"timeout\" }");
    let campaign = only(read(&once, None));
    assert_eq!(silent(&campaign), touches(&[("ask", "sms", 0), ("nudge", "sms", 2 * HOUR)]));
}

#[test]
fn drip_waits_in_steps_along_a_tree() {
    let campaign = only(read(&fixture("drip/workflow.json"), None));
    assert_eq!(silent(&campaign), touches(&[("e1", "email", 2 * DAY), ("e2", "email", 2 * DAY + 36 * HOUR)]));
}

#[test]
fn journeys_wait_in_activities() {
    let campaign = only(read(&fixture("sfmc/journey.json"), None));
    assert_eq!(silent(&campaign), touches(&[("EMAILV2-1", "email", 0), ("EMAILV2-3", "email", 14 * DAY)]));
    let second = 14 * DAY + 36 * HOUR;
    assert_eq!(
        heard(&campaign, Recipient::Reader),
        touches(&[("EMAILV2-1", "email", 0), ("EMAILV2-2", "email", second), ("SMSSYNC-1", "sms", second)])
    );
}

#[test]
fn every_kind_of_message_of_a_journey_reaches_a_person() {
    for (kind, channel) in [
        ("EMAILV2", "email"),
        ("SMSSYNC", "sms"),
        ("PUSHNOTIFICATIONACTIVITY", "push"),
        ("PUSH", "push"),
        ("WHATSAPPACTIVITY", "whatsapp"),
        ("INAPPSYNCACTIVITY", "in-app"),
        ("INAPP", "in-app"),
    ] {
        let text = fixture("sfmc/in-git.json").replace("\"EMAILV2\"", &format!("\"{kind}\""));
        let heard: Vec<_> = silent(&only(read(&text, None))).into_iter().map(|(_, channel, _)| channel).collect();
        assert_eq!(heard, [channel], "{kind}");
    }
}

#[test]
fn dumps_that_lie_together_are_one_campaign() {
    let sequences = r#"[{"id": 5, "email_campaign_id": 78, "seq_number": 1, "seq_delay_details": {"delayInDays": 0}, "subject": "A", "email_body": "a"}]"#;
    let beside =
        Files(vec![("78.json", fixture("smartlead/settings.json")), ("readme.md", "\"seq_number\"".to_owned())]);
    let campaign = only(read_beside(sequences, None, &beside));
    assert_eq!(campaign.name.value, "Gyms in Nantes");
    assert_eq!(campaign.stop.on(Event::Reply).get(), Some(false));
    let alone = read_beside(&fixture("smartlead/settings.json"), None, &Files(vec![("s.json", sequences.to_owned())]));
    assert_eq!((alone.campaigns.len(), alone.unread.len()), (0, 0), "the other file speaks for both");

    let whole = fixture("outreach/by-dates.json");
    let list: Vec<serde_json::Value> = serde_json::from_str(&whole).expect("the fixture is JSON");
    let (sequence, steps) = (list[0].to_string(), list[1].to_string());
    let campaign = only(read_beside(&sequence, None, &Files(vec![("steps.json", steps.clone())])));
    assert_eq!((campaign.name.value.as_str(), silent(&campaign).len()), ("Before the fair", 2));
    let steps_alone = read_beside(&steps, None, &Files(vec![("sequence.json", sequence)]));
    assert_eq!(steps_alone.campaigns.len(), 0, "the sequence's own file speaks for them");
    assert_eq!(silent(&only(read(&steps, None))).len(), 2, "steps alone still say when a person hears what");

    let bundle: serde_json::Value = serde_json::from_str(&fixture("lemlist/bundle.json")).expect("the fixture is JSON");
    let part = |key: &str| bundle[key].to_string();
    let beside = Files(vec![("c.json", part("campaign")), ("d.json", part("schedules"))]);
    let campaign = only(read_beside(&part("sequences"), None, &beside));
    assert_eq!(campaign.name.value, "Dentists in Lille");
    assert!(campaign.schedule.window.value().is_some() && campaign.senders.len() == 1);

    let beside = Files(vec![("cadences.json", fixture("salesloft/cadences.json"))]);
    let campaign = only(read_beside(&fixture("salesloft/export.json"), None, &beside));
    assert_eq!(campaign.opt_out.len(), 1, "the link stands in the other file");
}
