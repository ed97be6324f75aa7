//! The samples of each tool, where they are at hand: recognised as their own dialect, with their touches and times.

use super::{DIALECTS, NAMES, read_beside};
use outreach_lint::model::time::{DAY, HOUR, MINUTE};
use outreach_lint::source::{Beside, BesideError, Language, SourceFile, Sources};
use outreach_lint::syntax;
use outreach_lint::timeline::{self, Count};
use std::path::{Path, PathBuf};

/// File, campaigns, and what one who never reacts hears: channel and seconds since enrolment.
type Expected = (&'static str, usize, &'static [(&'static str, u64)]);

const SAMPLES: &[Expected] = &[
    ("klaviyo/written-klaviyo-1.json", 1, &[("email", 4 * HOUR), ("email", 28 * HOUR), ("sms", 28 * HOUR)]),
    ("hubspot/written-hubspot-1.json", 1, &[("email", 0), ("email", 3 * DAY), ("call", 6 * DAY)]),
    ("hubspot/written-hubspot-2.json", 1, &[("email", 0), ("email", 3 * DAY), ("linkedin", 5 * DAY)]),
    ("instantly/instantly-1.json", 1, &[]),
    ("instantly/written-instantly-1.json", 1, &[("email", 0), ("email", 3 * DAY), ("email", 7 * DAY)]),
    ("smartlead/smartlead-1.json", 0, &[]),
    ("smartlead/smartlead-2.json", 1, &[("email", 0), ("email", 0)]),
    ("outreach/outreach-1.json", 1, &[]),
    ("outreach/written-outreach-1.json", 1, &[("email", 0), ("email", 3 * DAY)]),
    ("salesloft/salesloft-1.json", 1, &[("email", 0)]),
    ("salesloft/written-salesloft-1.json", 1, &[("email", 0), ("call", 2 * DAY), ("email", 4 * DAY + 30 * MINUTE)]),
    ("sfmc/sfmc-1.json", 1, &[("email", 0)]),
    ("sfmc/sfmc-2.json", 1, &[("email", 0)]),
    ("sfmc/sfmc-3.json", 1, &[]),
    ("drip/drip-1.json", 1, &[("email", 0)]),
    ("drip/drip-2.json", 0, &[]),
    ("twilio-studio/twilio-studio-1.json", 1, &[("sms", 0)]),
];

struct Folder(PathBuf);

impl Beside for Folder {
    fn read(&self, _from: &str, relative: &str) -> Result<SourceFile, BesideError> {
        let text = std::fs::read_to_string(self.0.join(relative)).map_err(|_| BesideError::Missing)?;
        Ok(SourceFile::from_text(relative, text, Language::Text))
    }

    fn siblings(&self, _from: &str) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("the folder of a sample");
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples")
}

#[test]
fn samples_give_their_touches_in_their_order_at_their_times() {
    for (name, campaigns, touches) in SAMPLES {
        let path = home().join(name);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let folder = Folder(path.parent().expect("a folder").to_path_buf());
        let imported = read_beside(&text, None, &folder);
        assert_eq!(imported.dialect, name.split('/').next(), "{name}");
        assert_eq!(imported.campaigns.len(), *campaigns, "{name}");
        for campaign in &imported.campaigns {
            let timelines = timeline::of(campaign);
            let silent = &timelines.silent;
            assert_eq!(silent.touch_count, Count::Bounded(touches.len() as u32), "{name}");
            let heard: Vec<_> = silent
                .touches
                .iter()
                .map(|visit| (campaign.steps[visit.step].touch().expect("a touch").channel.value.as_str(), visit.at_s))
                .collect();
            assert_eq!(heard, *touches, "{name}");
        }
    }
}

#[test]
fn samples_are_taken_for_no_other_dialect() {
    let Ok(folders) = std::fs::read_dir(home()) else { return };
    for folder in folders.filter_map(Result::ok).filter(|entry| entry.file_name() != "stories") {
        let name = folder.file_name().to_string_lossy().into_owned();
        for file in walkdir::WalkDir::new(folder.path()).into_iter().filter_map(Result::ok) {
            if file.path().extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).expect("a sample is text");
            let sources = Sources::default();
            let id = sources.add(SourceFile::from_text("export.json", text, Language::Json));
            let source = sources.get(id).expect("just added");
            let document = syntax::parse(id, &source);
            let ours = DIALECTS.iter().filter(|dialect| NAMES.contains(&dialect.name));
            let who: Vec<_> = ours.filter(|d| (d.recognises)(&document.root)).map(|d| d.name).collect();
            let expected: &[&str] = if NAMES.contains(&name.as_str()) { &[name.as_str()] } else { &[] };
            assert_eq!(who, expected, "{}", file.path().display());
        }
    }
}
