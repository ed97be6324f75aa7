//! Broken, odd and hostile exports: never a crash, and a truncated one is still known for what it is.

use super::{read, shapes};
use outreach_lint::timeline;
use serde_json::Value;

#[test]
fn truncated_exports_are_still_recognised() {
    for (name, file, text) in shapes() {
        let mut known = 0;
        for cut in (1..text.len()).step_by(97).filter(|cut| text.is_char_boundary(*cut)) {
            let imported = read(&text[..cut], None);
            for campaign in &imported.campaigns {
                let timelines = timeline::of(campaign);
                assert!(timelines.silent.touches.len() <= campaign.steps.len(), "{name}/{file} at {cut}");
            }
            if imported.dialect.is_some() && cut > text.len() * 3 / 4 {
                assert_eq!(imported.dialect, Some(name.as_str()), "{file} at {cut}");
                known += 1;
            }
        }
        assert!(known > 0 || text.len() < 800, "{name}/{file} is known by its beginning");
    }
}

#[test]
fn values_of_any_kind_are_survived() {
    let odd =
        [Value::Null, Value::from(-3), Value::from("1e999"), serde_json::json!([[]]), serde_json::json!({"id": {}})];
    for (name, file, text) in shapes() {
        let whole: Value = serde_json::from_str(&text).expect("a fixture is JSON");
        let mut paths = Vec::new();
        pointers(&whole, "", &mut paths);
        for (number, path) in paths.iter().enumerate() {
            let mut changed = whole.clone();
            *changed.pointer_mut(path).expect("a path of the same tree") = odd[number % odd.len()].clone();
            for campaign in &read(&changed.to_string(), None).campaigns {
                let timelines = timeline::of(campaign);
                assert!(timelines.silent.touches.len() <= campaign.steps.len(), "{name}/{file} with {path} changed");
            }
        }
    }
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| pointers(item, &format!("{at}/{i}"), found));
        }
        Value::Object(map) => map.iter().for_each(|(key, item)| pointers(item, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

#[test]
fn long_and_circular_exports_end() {
    let flow = |next: &dyn Fn(usize) -> usize| {
        let actions: Vec<_> = (0..5000)
            .map(|n| format!(r#"{{"id": "{n}", "type": "send-email", "data": {{"status": "live", "message": {{"from_email": "a{n}@x.example", "subject_line": "s"}}}}, "links": {{"next": "{}"}}}}"#, next(n)))
            .collect();
        format!(r#"{{"triggers": [], "entry_action_id": "0", "actions": [{}]}}"#, actions.join(","))
    };
    let straight = read(&flow(&|n| n + 1), None);
    assert_eq!(timeline::of(&straight.campaigns[0]).silent.touches.len(), 5000);
    let round = read(&flow(&|n| (n + 1) % 5000), None);
    assert_eq!(timeline::of(&round.campaigns[0]).silent.touch_count, timeline::Count::Unbounded);
    let itself = read(&flow(&|n| n), None);
    assert_eq!(timeline::of(&itself.campaigns[0]).silent.touch_count, timeline::Count::Unbounded);

    let many: Vec<_> = (0..5000)
        .map(|n| {
            format!(r#"{{"id": {n}, "email_campaign_id": {n}, "seq_number": 1, "email_body": "b", "subject": "s"}}"#)
        })
        .collect();
    assert_eq!(read(&format!("[{}]", many.join(",")), None).campaigns.len(), 5000);
}
