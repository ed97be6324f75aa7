//! What people see: the picture in the terminal, the page in the browser.

use crate::support::Project;

/// A campaign as bad as the worst that was met; the browser test opens it too.
const BAD: &str = include_str!("../browser/bad.toml");

#[test]
fn the_terminal_shows_a_lane_per_recipient_at_80_and_120_columns() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    // Two rules alone: the picture is held, not what the catalogue finds.
    folder.write("outreach-lint.toml", "select = [\"cadence/too-many-follow-ups\", \"stop/ignores-reply\"]");
    for (name, columns) in [("80", "80"), ("120", "120")] {
        let ran = crate::support::finish(
            crate::support::command(&folder.path("."))
                .env("COLUMNS", columns)
                .args(["timeline", "a.toml", "--color", "never"]),
        );
        assert!(ran.out.lines().all(|line| line.chars().count() <= columns.parse::<usize>().unwrap()), "{}", ran.out);
        insta::assert_snapshot!(format!("picture_{name}"), ran.out);
    }
}

#[test]
fn forty_touches_fit_into_80_columns() {
    let folder = Project::new();
    let step = |n: u32| format!("[[step]]\nid = \"s{n}\"\nchannel = \"email\"\nwait = \"{}h\"\n", n % 5);
    let steps: Vec<String> = (0..40).map(step).collect();
    let steps = steps.concat();
    folder.write("a.toml", format!("[campaign]\nname = \"Many\"\n{steps}"));
    let ran = folder.run(&["timeline", "a.toml", "--color", "never", "--recipient", "silent"]);
    let lane = ran.out.lines().find(|line| line.starts_with("silent")).expect("a lane");
    assert_eq!(lane.matches('E').count(), 40, "{lane}");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
}

#[test]
fn the_page_is_one_file_that_asks_for_nothing_and_escapes_everything() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    let ran = folder.run(&["check", "a.toml", "--format", "html=report.html"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let page = folder.read("report.html");
    assert!(page.contains("After the &lt;b&gt;first&lt;/b&gt; class"), "the name is shown as text");
    assert!(
        !page.contains("<script>alert(1)") && !page.contains("<script>fetch"),
        "no markup of a campaign gets through"
    );
    assert_eq!(page.matches("<script").count(), 1, "only the filter");
    for loads in ["src=", "@import", "url(", "<link", "fetch("] {
        let own = page.replace("fetch('evil')", "").replace("fetch(&#39;evil&#39;)", "");
        assert!(!own.contains(loads), "the page loads nothing: {loads}");
    }
    assert!(page.contains("<svg><g id=l0>") && page.contains("<b>A person who never answers</b>: 5 touches"), "{page}");
}

#[test]
fn the_page_of_the_timeline_shows_the_recipient_that_was_asked_for() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    let ran = folder.run(&["timeline", "a.toml", "--format", "html", "--recipient", "silent"]);
    assert!(ran.out.starts_with("<!DOCTYPE html>"), "{}", ran.out);
    assert_eq!(ran.out.matches("<svg>").count(), 1);
}

#[test]
fn five_hundred_campaigns_stay_under_five_megabytes() {
    // With every rule on, and each as bad as the worst: what one more costs is measured, and taken 500 times.
    let size = |count: usize| {
        let folder = Project::new();
        for n in 0..count {
            folder.write(&format!("c{n}.toml"), BAD.replace("the <b>first", &format!("the <b>{n:05}")));
        }
        let ran = folder.run(&["check", ".", "--no-config", "--format", "html=report.html"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let found = folder.read("report.html").matches("<dd>").count();
        assert!(found > 25 * count, "{found} findings");
        std::fs::metadata(folder.path("report.html")).unwrap().len()
    };
    let (few, more) = (size(4), size(14));
    let each = (more - few) / 10;
    assert!(few + 496 * each < 5_000_000, "{each} bytes each");
}

#[test]
fn what_several_findings_share_stands_there_once() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    folder.run(&["check", "a.toml", "--no-config", "--format", "html=report.html"]);
    let page = folder.read("report.html");
    assert_eq!(page.matches(": on = <u>[\"convert\"]</u>").count(), 1, "the line that five findings are about");
    assert!(page.contains("sms = <u>\"none\"</u>, call = <u>\"none\"</u>"), "two findings on one line");
    assert_eq!(page.matches("<dd>a person whose name you do not have").count(), 1, "three of the same");
    assert!(page.contains("; lines ") && page.contains(" too</i> <a href=#"), "and where the others are: {page}");
    assert!(page.contains("as drawn, touches 1 and 2") && page.contains("; as drawn</i>"), "{page}");
    for part in ["10 errors", "17 warnings", "4 pieces of advice"] {
        assert!(page.contains(&format!("<h3>{part}</h3>")), "{part}");
    }
    let rules: Vec<&str> = page.split("<a href=#").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    assert!(rules.iter().all(|rule| page.contains(&format!("<dt id={rule}>"))), "each link leads somewhere");
}

#[test]
fn the_drawing_stands_alone() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    let ran = folder.run(&["timeline", "a.toml", "--format", "svg"]);
    assert!(ran.out.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{}", ran.out);
    assert!(ran.out.contains("After the &lt;b&gt;first&lt;/b&gt; class"), "{}", ran.out);
    assert_eq!(ran.out.matches("<circle").count(), 10, "five touches of the silent, five of those who act");
}
