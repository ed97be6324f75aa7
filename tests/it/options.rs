//! What a config may set, and what the pages of the rules say of it.

use outreach_lint::rules::{self, Preset};

/// What is wrong with `options` for `rule`.
fn wrong(rule: &str, options: &str) -> Vec<(String, String)> {
    let (rule, page) = rules::pages().iter().find(|(known, _)| known.name == rule).expect("a rule");
    rules::check_options(rule, page, &options.parse().expect("options"))
}

#[test]
fn a_preset_is_called_by_its_name_alone() {
    let presets = [Preset::Courteous, Preset::Strict, Preset::Lenient];
    assert_eq!(Preset::WORDS.iter().map(|word| Preset::parse(word)).collect::<Vec<_>>(), presets.map(Some));
    assert_eq!((Preset::parse("Strict"), Preset::parse(""), Preset::parse("loud")), (None, None, None));
}

#[test]
fn an_option_has_the_kind_that_its_page_shows() {
    let rule = "sender/agent-rotation";
    for fits in ["", "max = 2", "handover_phrases = ['over to you']", "extend_handover_phrases = ['over to you']"] {
        assert_eq!(wrong(rule, fits), [], "{fits}");
    }
    let why = |options: &str| {
        let wrong = wrong(rule, options);
        assert_eq!(wrong.len(), 1, "{options}");
        wrong.into_iter().map(|(_, why)| why).collect::<String>()
    };
    for unknown in ["most = 2", "extend_max = [2]", "extend_phrases = ['a']"] {
        assert!(why(unknown).contains("has no option"), "{unknown}");
    }
    for kind in ["max = 'two'", "max = ['two']", "max = -1"] {
        assert!(!why(kind).contains("a list of phrases"), "{kind}: {}", why(kind));
    }
    for list in ["handover_phrases = [1]", "extend_handover_phrases = ['a', 1]"] {
        assert_eq!(why(list), "a list of phrases is a list of texts", "{list}");
    }
    assert_eq!(wrong(rule, "most = 2\nmax = 'two'").len(), 2);
}

#[test]
fn a_rule_is_known_by_its_group_and_its_page_by_its_address() {
    for (rule, page) in rules::pages() {
        let group = rule.name.split('/').next().unwrap_or_default();
        assert_eq!((rule.group(), page.group()), (group, group), "{}", rule.name);
        assert!(rules::url(rule.name).ends_with(&format!("/blob/main/rules/{}.md", rule.name)));
        assert!(rules::url(rule.name).starts_with("https://"));
    }
}

#[test]
fn a_page_gives_its_prose_by_heading_and_its_examples_by_line() {
    for (rule, page) in rules::pages() {
        let why = page.section("Why").expect("each page says why");
        assert!(why.starts_with(char::is_uppercase) || why.starts_with(['"', '`']), "{}: {why}", rule.name);
        assert!(rule.page.contains(&format!("\n## Why\n\n{why}\n")), "{}", rule.name);
        assert_eq!(page.section("Nowhere"), None);
        for block in rules::blocks(rule.page) {
            let first = rule.page.lines().nth(block.line - 1);
            assert_eq!(first, block.text.lines().next(), "{}", rule.name);
        }
    }
}
