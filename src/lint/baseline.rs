//! The baseline: what was found when a team began, so that a run can speak of new findings alone.
//!
//! An entry is known by rule, structure path and offending value, never by its line. Pure: `cli` reads and writes the
//! file.

use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The version of the file's layout.
const VERSION: u32 = 1;

/// What is known of a finding, or of several that are alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the folder of the baseline, with `/`.
    pub file: String,
    /// `group/slug`.
    pub rule: String,
    /// The structure path of the cause.
    pub path: String,
    /// The offending value.
    pub value: String,
    /// The campaign's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The id of the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// How many findings are alike.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// The findings that are known, sorted, each kind once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// How findings stand to a baseline.
#[derive(Debug)]
pub struct Comparison {
    /// Of each finding, in the order in which they were given, whether it is known.
    pub known: Vec<bool>,
    /// Of each entry, in order, how many of it were not found any more.
    left: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    findings: Vec<Entry>,
}

impl Entry {
    /// What is to be known of `finding`, which lies in `file`.
    pub fn new(finding: &Finding, file: String) -> Self {
        Self {
            file,
            rule: finding.rule.to_string(),
            path: finding.path.clone(),
            value: finding.value.clone(),
            campaign: finding.campaign.clone(),
            step: finding.step.clone(),
            count: 1,
        }
    }

    /// The value however it is laid out.
    fn bare_value(&self) -> String {
        self.value.split_whitespace().collect()
    }

    fn exact(&self) -> Key<'_> {
        vec![(&*self.rule).into(), (&*self.file).into(), (&*self.path).into(), self.bare_value().into()]
    }

    /// The same wherever in its file the step or the campaign stands.
    fn moved(&self) -> Key<'_> {
        let name = |name: &'_ Option<String>| Cow::from(name.clone().unwrap_or_default());
        let path = Cow::from(unnumbered(&self.path));
        vec![
            (&*self.rule).into(),
            (&*self.file).into(),
            path,
            self.bare_value().into(),
            name(&self.campaign),
            name(&self.step),
        ]
    }

    /// The same in whatever file.
    fn renamed(&self) -> Key<'_> {
        vec![(&*self.rule).into(), (&*self.path).into(), self.bare_value().into()]
    }
}

/// What two findings share that count as the same.
type Key<'a> = Vec<Cow<'a, str>>;

/// A structure path without the places in lists.
fn unnumbered(path: &str) -> String {
    let parts = path.split('.').map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { "#" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

impl Baseline {
    /// The baseline of these findings.
    pub fn new(found: impl IntoIterator<Item = Entry>) -> Self {
        let mut counts: BTreeMap<Entry, usize> = BTreeMap::new();
        for entry in found {
            let count = entry.count;
            *counts.entry(Entry { count: 0, ..entry }).or_default() += count;
        }
        Self { entries: counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect() }
    }

    /// Reads the text of a baseline file; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let layout: Layout = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("it is no baseline: {error}"))?;
        if layout.version != VERSION {
            return Err(format!("it has version {}, and this program knows {VERSION} alone", layout.version));
        }
        Ok(Self::new(layout.findings))
    }

    /// The baseline as the text of its file, a line per entry so that changes read well.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|entry| format!("\n    {}", serde_json::to_string(entry).unwrap_or_default()))
            .collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// In how many files they are.
    pub fn files(&self) -> usize {
        self.entries.iter().map(|entry| &entry.file).collect::<HashSet<_>>().len()
    }

    /// Looks each of `found` up: where it was, then elsewhere in its file, then in a file that is `gone` since.
    pub fn compare(&self, found: &[Entry], gone: &dyn Fn(&str) -> bool) -> Comparison {
        let mut comparison = Comparison {
            known: vec![false; found.len()],
            left: self.entries.iter().map(|entry| entry.count).collect(),
        };
        comparison.pass(self, found, |entry| Some(entry.exact()), |entry| Some(entry.exact()));
        comparison.pass(self, found, |entry| Some(entry.moved()), |entry| Some(entry.moved()));
        let files: HashSet<&str> = self.entries.iter().map(|entry| entry.file.as_str()).collect();
        let lost: HashSet<&str> = files.iter().copied().filter(|file| gone(file)).collect();
        let from = |entry| Some(entry).filter(|entry: &&Entry| lost.contains(&*entry.file)).map(Entry::renamed);
        let to = |entry| Some(entry).filter(|entry: &&Entry| !files.contains(&*entry.file)).map(Entry::renamed);
        comparison.pass(self, found, from, to);
        comparison
    }

    /// How many findings are stale after a comparison: not found any more, though `judged` says that they would have been.
    pub fn stale(&self, comparison: &Comparison, judged: &dyn Fn(&Entry) -> bool) -> usize {
        let each = self.entries.iter().zip(&comparison.left);
        each.filter(|(entry, left)| **left > 0 && judged(entry)).map(|(_, left)| *left).sum()
    }

    /// The baseline without its stale findings.
    #[must_use]
    pub fn pruned(&self, comparison: &Comparison, judged: &dyn Fn(&Entry) -> bool) -> Self {
        let each = self.entries.iter().zip(&comparison.left);
        let kept = each.filter_map(|(entry, left)| {
            let count = if judged(entry) { entry.count - left.min(&entry.count) } else { entry.count };
            (count > 0).then(|| Entry { count, ..entry.clone() })
        });
        Self { entries: kept.collect() }
    }

    /// The entries that `judged` says nothing of, with those of `found`.
    #[must_use]
    pub fn renewed(&self, found: Vec<Entry>, judged: &dyn Fn(&Entry) -> bool) -> Self {
        let kept = self.entries.iter().filter(|entry| !judged(entry)).cloned();
        Self::new(kept.chain(found))
    }
}

impl Comparison {
    /// Takes each finding that is not known yet for one that is left of the baseline under the same key.
    fn pass<'a>(
        &mut self,
        baseline: &'a Baseline,
        found: &'a [Entry],
        of_entry: impl Fn(&'a Entry) -> Option<Key<'a>>,
        of_finding: impl Fn(&'a Entry) -> Option<Key<'a>>,
    ) {
        let mut open: HashMap<Key<'a>, Vec<usize>> = HashMap::new();
        let left = baseline.entries.iter().enumerate().zip(&self.left).filter(|(_, left)| **left > 0);
        for ((index, entry), _) in left.rev() {
            if let Some(key) = of_entry(entry) {
                open.entry(key).or_default().push(index);
            }
        }
        if open.is_empty() {
            return;
        }
        for (known, finding) in self.known.iter_mut().zip(found).filter(|(known, _)| !**known) {
            let Some(indices) = of_finding(finding).and_then(|key| open.get_mut(&key)) else { continue };
            while let Some(index) = indices.last().copied() {
                let Some(left) = self.left.get_mut(index).filter(|left| **left > 0) else {
                    indices.pop();
                    continue;
                };
                *left -= 1;
                *known = true;
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rule: &str, file: &str, path: &str, value: &str) -> Entry {
        let owned = str::to_owned;
        let (rule, file, path, value) = (owned(rule), owned(file), owned(path), owned(value));
        Entry { file, rule, path, value, campaign: None, step: None, count: 1 }
    }

    fn at(path: &str, step: &str) -> Entry {
        Entry { step: Some(step.to_owned()), ..entry("a/b", "x.toml", path, "v") }
    }

    fn known(baseline: &[Entry], found: &[Entry], gone: &[&str]) -> Vec<bool> {
        Baseline::new(baseline.to_vec()).compare(found, &|file| gone.contains(&file)).known
    }

    #[test]
    fn equal_findings_count() {
        let one = entry("a/b", "x.toml", "p", "v");
        assert_eq!(known(&[one.clone(), one.clone()], &vec![one.clone(); 3], &[]), [true, true, false]);
        let baseline = Baseline::new(vec![one.clone(); 3]);
        let comparison = baseline.compare(std::slice::from_ref(&one), &|_| false);
        assert_eq!(baseline.stale(&comparison, &|_| true), 2);
        assert_eq!(baseline.stale(&comparison, &|_| false), 0);
        assert_eq!(baseline.pruned(&comparison, &|_| true).len(), 1);
        assert_eq!(baseline.pruned(&comparison, &|_| false), baseline);
        assert_eq!(baseline.renewed(Vec::new(), &|_| false), baseline);
        assert_eq!(baseline.renewed(vec![one], &|_| true).len(), 1);
    }

    #[test]
    fn a_step_may_move_and_another_value_is_new() {
        assert_eq!(known(&[at("step.1.body", "hi")], &[at("step.2.body", "hi")], &[]), [true]);
        assert_eq!(known(&[at("step.1.body", "hi")], &[at("step.2.body", "bye")], &[]), [false]);
        assert_eq!(known(&[at("step.1.body", "hi")], &[at("step.1.subject", "hi")], &[]), [false]);
        assert_eq!(known(&[at("stop.on", "[\"a\", \"b\"]")], &[at("stop.on", "[\n \"a\",\"b\" ]")], &[]), [true]);
        let other = Entry { value: "w".to_owned(), ..at("step.1.body", "hi") };
        assert_eq!(known(&[at("step.1.body", "hi")], &[other], &[]), [false]);
        let two = [at("step.1.body", "hi"), at("step.2.body", "bye")];
        assert_eq!(known(&two, &[two[1].clone(), two[0].clone()], &[]), [true, true]);
    }

    #[test]
    fn a_renamed_file_keeps_its_findings_and_a_copied_one_does_not() {
        let (old, new) = (entry("a/b", "old.toml", "p", "v"), entry("a/b", "new.toml", "p", "v"));
        let olds = std::slice::from_ref(&old);
        assert_eq!(known(olds, std::slice::from_ref(&new), &["old.toml"]), [true]);
        assert_eq!(known(olds, std::slice::from_ref(&new), &[]), [false], "the old file is still there");
        let also = entry("a/c", "new.toml", "p", "v");
        assert_eq!(known(&[old, also], &[new], &["old.toml"]), [false], "the new file is known already");
    }

    #[test]
    fn the_file_reads_back_whatever_the_values() {
        let odd = entry("a/b", "x \u{1F600}.toml", "p.\"q\"", "line\n\\ \u{1b} end");
        let baseline = Baseline::new([odd.clone(), at("step.1", "hi"), odd]);
        assert_eq!(Baseline::read(&baseline.text()), Ok(baseline.clone()));
        assert_eq!(baseline.text().lines().count(), 7);
        assert_eq!((baseline.len(), baseline.files()), (3, 2));
        let empty = Baseline::default();
        assert_eq!(Baseline::read(&empty.text()), Ok(empty));
        assert!(Baseline::read("{").is_err_and(|why| why.starts_with("it is no baseline")));
        assert!(Baseline::read("{\"version\":2,\"findings\":[]}").is_err_and(|why| why.contains("version 2")));
    }
}
