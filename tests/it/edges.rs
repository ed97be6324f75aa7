//! Small holes between the examples of the pages, each found by a mutant that nobody missed.

use crate::support::Project;

fn report(text: &str, rule: &str) -> serde_json::Value {
    let project = Project::new();
    project.write("a.toml", text);
    let ran = project.run(&["a.toml", "--select", rule, "--format=json"]);
    serde_json::from_str(&ran.out).expect(&ran.err)
}

#[test]
fn an_address_in_one_variant_and_a_copy_that_cannot_be_read_is_not_judged() {
    let text = |first: &str| {
        format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\nregion = [\"US\"]\n[sender]\nname = \"Ines Falk\"\n\
             [[step]]\nchannel = \"email\"\nvariants = [{{ body = \"{first}\" }}, {{ body_file = \"gone.md\" }}]\n"
        )
    };
    let rule = "sender/missing-postal-address";
    let shown = report(&text("Hello\\n\\nLumen Ltd, 14 Oak St, Oakland, CA 94607"), rule);
    assert_eq!(shown["findings"], serde_json::json!([]));
    assert_eq!(shown["not_judged"][0]["missing"], serde_json::json!(["step.body"]));
    let bare = report(&text("Hello"), rule);
    assert_eq!(bare["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_row_of_follow_ups_is_told_with_its_time() {
    let steps: String = (0..5).map(|_| "[[step]]\nchannel = \"email\"\nwait = \"3d\"\n").collect();
    let text = format!("[campaign]\nname = \"x\"\npurpose = \"marketing\"\n{steps}");
    let message = report(&text, "cadence/too-many-follow-ups")["findings"][0]["message"].to_string();
    assert!(message.contains("hears from you 5 times in 12 days"), "{message}");
}

#[test]
fn an_offer_that_is_over_is_told_from_one_that_will_be() {
    let text = |expires: &str, wait: &str| {
        format!(
            "[campaign]\nname = \"x\"\npurpose = \"marketing\"\n[[step]]\nchannel = \"email\"\nwait = \"{wait}\"\n\
             offer = {{ kind = \"discount\", benefits = \"recipient\", expires = {expires} }}\n"
        )
    };
    let told =
        |expires: &str, wait| report(&text(expires, wait), "offer/expired-offer")["findings"][0]["message"].to_string();
    assert_eq!(told("2020-01-01", "0d"), "\"a person is offered what ended on 2020-01-01\"");
    let soon = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(10)).to_string();
    let later = told(&soon, "30d");
    assert!(later.contains("who enters today is offered on") && later.contains("what ends on"), "{later}");
}
