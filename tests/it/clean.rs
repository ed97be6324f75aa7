//! Campaigns that do it right: nothing is said of them, under any preset but the strict one's own weights.

use crate::support::Project;
use std::path::Path;

#[test]
fn the_campaigns_of_twelve_trades_are_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/campaigns");
    for preset in ["courteous", "lenient", "strict"] {
        let ran = crate::support::finish(crate::support::command(&folder).args([
            "check",
            ".",
            "--format",
            "concise",
            "--no-config",
            "--preset",
            preset,
        ]));
        assert_eq!(ran.code, 0, "{preset}: {}{}", ran.out, ran.err);
        let campaigns = std::fs::read_dir(&folder).expect("a folder").count();
        assert!(ran.out.contains(&format!("{campaigns} files, {campaigns} campaigns: no findings")), "{}", ran.out);
        assert!(campaigns >= 14, "only {campaigns} campaigns");
    }
}

#[test]
fn one_word_changed_makes_a_clean_campaign_a_finding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/campaigns");
    let text = std::fs::read_to_string(folder.join("shop.toml")).expect("a fixture");
    let project = Project::new();
    for (from, to, rule) in [
        ("\"reply\", ", "", "stop/ignores-reply"),
        ("wait = \"20d\"", "wait = \"2h\"", "cadence/gap-too-short"),
        ("honored_within = \"1d\"", "honored_within = \"30d\"", "opt-out/slow-opt-out"),
        ("source = \"purchase\"", "source = \"purchased-list\"", "consent/bought-audience"),
        ("requires = []", "requires = [\"bring-a-friend\"]", "offer/referral-only-offer"),
        (
            "nora@tealeaf.example\"\nreply_to = \"nora@",
            "noreply@tealeaf.example\"\nreply_to = \"noreply@",
            "sender/no-reply-sender",
        ),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{from} is in the fixture");
        project.write("shop.toml", changed);
        let found = project.findings(&["check", "shop.toml", "--select", rule]);
        assert!(!found.is_empty(), "{rule} is not raised by {from} -> {to}");
    }
}
