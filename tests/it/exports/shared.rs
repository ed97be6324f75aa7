//! What all exports share: files that lie together, clocks that a delay hands on, ways that lead nowhere.

use super::{Files, one, read_beside, step, ways};
use serde_json::{Value, json};

#[test]
fn of_many_files_beside_an_export_those_that_are_called_like_it_are_read() {
    let sequences =
        json!({"seq_A": {"_id": "seq_A", "steps": [{"_id": "stp_1", "type": "email", "delay": 0}]}}).to_string();
    let campaign = json!({"_id": "cam_1", "name": "Fair", "sequenceId": "seq_A"}).to_string();
    let others: Vec<String> = (0..20).map(|n| format!("other-{n}.json")).collect();
    let named = |own: &str| {
        let mut files: Vec<(&str, &[u8])> = others.iter().map(|name| (name.as_str(), b"{}".as_slice())).collect();
        files.push((own, campaign.as_bytes()));
        read_beside(&sequences, &Files(&files)).campaigns.remove(0).name.value
    };
    assert_eq!(named("export-campaign.json"), "Fair");
    assert_eq!(named("z.json"), "export", "one of many that are called otherwise");
}

#[test]
fn a_clock_that_a_delay_waits_for_is_that_of_the_message_behind_it_alone() {
    let at = |second_way: Value| {
        let delay = json!({"id": "d", "type": "time-delay", "data": {"value": 1, "delay_until_time": "10:00"}, "links": {"next": "m"}});
        let split = json!({"id": "s", "type": "conditional-split", "data": {}, "links": {"next_if_true": "d", "next_if_false": second_way}});
        let mail =
            json!({"id": "m", "type": "send-email", "data": {"message": {"subject_line": "The room"}}, "links": {}});
        let flow = json!({"entry_action_id": "s", "triggers": [], "actions": [split, delay, mail]});
        step(&one(&flow), "m").at.value().map(ToString::to_string)
    };
    assert_eq!(at(json!(null)).as_deref(), Some("10:00"));
    assert_eq!(at(json!("m")), None, "some come to it without the delay");
}

#[test]
fn a_wait_before_the_end_is_no_step() {
    let steps = |delay: u64, other: Value| {
        let conditions = json!([{"key": "linkedinInviteAccepted", "sequenceId": "seq_B", "delay": delay}, {"key": null, "sequenceId": other}]);
        let sequence = |id: &str, steps: Value| json!({"_id": id, "parentId": if id == "seq_A" { json!(null) } else { json!("seq_A") }, "steps": steps});
        let mail =
            |id: &str| json!({"_id": id, "type": "email", "delay": 0, "subject": "The room", "message": "Come by."});
        let fork = json!({"_id": "stp_1", "type": "conditional", "delay": 0, "conditions": conditions});
        let all = json!({
            "seq_A": sequence("seq_A", json!([fork])),
            "seq_B": sequence("seq_B", json!([mail("stp_2")])),
            "seq_C": sequence("seq_C", json!([mail("stp_3")])),
        });
        ways(&one(&all)).len()
    };
    assert_eq!(steps(3, json!("seq_C")), 4, "who does not accept waits");
    assert_eq!(steps(0, json!("seq_C")), 3);
    assert_eq!(steps(3, json!(null)), 3, "nothing comes after it");
}
