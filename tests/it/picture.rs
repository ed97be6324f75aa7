//! What people see: the picture in the terminal, the page in the browser.

use crate::support::Project;

const BAD: &str = r#"
[campaign]
name = "After the <b>first</b> class"
purpose = "marketing"
region = ["GB"]

[senders.desk]
name = "Desk"
email = "desk@lumen.example"
[senders.lea]
name = "Lea Brandt"
email = "lea@lumen.example"

[stop]
on = ["convert"]

[[step]]
id = "thanks"
channel = "email"
wait = "1d"
sender = "desk"
subject = "<script>alert(1)</script>"
body = "Thank you for coming. <script>fetch('evil')</script>"

[[step]]
id = "ring"
channel = "call"
wait = "3d"
sender = "lea"

[[step]]
id = "text"
channel = "sms"
wait = "2h"
sender = "desk"
"#;

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
    assert!(page.contains("<svg") && page.contains("aria-label=\"A person who never answers"), "{page}");
}

#[test]
fn the_page_of_the_timeline_shows_the_recipient_that_was_asked_for() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    let ran = folder.run(&["timeline", "a.toml", "--format", "html", "--recipient", "silent"]);
    assert!(ran.out.starts_with("<!DOCTYPE html>"), "{}", ran.out);
    assert_eq!(ran.out.matches("<svg").count(), 1);
}

#[test]
fn five_hundred_campaigns_stay_under_five_megabytes() {
    let folder = Project::new();
    for n in 0..500 {
        folder.write(&format!("c{n}.toml"), BAD.replace("first", &format!("{n}.")));
    }
    let ran = folder.run(&["check", ".", "--select", "cadence,stop", "--format", "html=report.html"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let size = std::fs::metadata(folder.path("report.html")).unwrap().len();
    assert!(size < 5_000_000, "{size} bytes");
}

#[test]
fn the_drawing_stands_alone() {
    let folder = Project::new();
    folder.write("a.toml", BAD);
    let ran = folder.run(&["timeline", "a.toml", "--format", "svg"]);
    assert!(ran.out.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{}", ran.out);
    assert!(ran.out.contains("After the &lt;b&gt;first&lt;/b&gt; class"), "{}", ran.out);
    assert_eq!(ran.out.matches("<circle").count(), 6, "three touches of the silent, three of those who act");
}
