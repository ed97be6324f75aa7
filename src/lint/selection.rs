//! Which rules are wanted: `--select` and `--ignore`, `select` and `ignore` of a config.

use crate::model::nearest;
use crate::rules::{self, Rule};

/// One word on which rules are wanted: of a config, an override in it, or the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Run these alone; what was said before does not count any more.
    pub select: Option<Vec<String>>,
    /// Leave these out.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Whether a rule is wanted, when `before` is what held so far. The more exact name wins: a rule's over its
    /// group's, a group's over `all`; of two that are as exact, the one to ignore.
    pub fn wants(&self, rule: &Rule, before: bool) -> bool {
        let ignored = exactness(&self.ignore, rule);
        match &self.select {
            Some(select) => exactness(select, rule) > ignored,
            None => before && ignored == 0,
        }
    }

    /// Whether the rule itself is selected by its name.
    pub fn names(&self, rule: &Rule) -> bool {
        self.select.as_ref().is_some_and(|select| exactness(select, rule) == 3) && self.wants(rule, true)
    }
}

/// What is wrong with the name of a rule, a group or `all`, if anything: a message and what to write instead.
pub fn check_name(name: &str) -> Option<(String, String)> {
    let known = |known: &str| name == known;
    if name == "all" || rules::all().any(|rule| known(rule.name) || known(rule.group())) {
        return None;
    }
    let help = suggestion(name)
        .map_or_else(|| "`outreach-lint rules` lists every rule".to_owned(), |near| format!("did you mean `{near}`?"));
    Some((format!("there is no rule or group `{name}`"), help))
}

/// The rule or group whose name is nearest to `name`: the rule of this slug, or one a slip away.
pub fn suggestion(name: &str) -> Option<&'static str> {
    let slug = |rule: &'static Rule| rule.name.split_once('/').map_or(rule.name, |(_, slug)| slug);
    rules::all()
        .find(|rule| slug(rule) == name)
        .map(|rule| rule.name)
        .or_else(|| nearest(name, rules::all().map(|rule| rule.name)))
        .or_else(|| nearest(name, rules::all().map(Rule::group).chain(["all"])))
        .or_else(|| {
            let near = nearest(name.rsplit('/').next().unwrap_or(name), rules::all().map(slug))?;
            rules::all().find(|rule| slug(rule) == near).map(|rule| rule.name)
        })
}

/// How exactly the names mean the rule: 3 by its name, 2 by its group, 1 by `all`, 0 not at all.
fn exactness(names: &[String], rule: &Rule) -> u8 {
    let of = |name: &String| match name.as_str() {
        name if name == rule.name => 3,
        name if name == rule.group() => 2,
        "all" => 1,
        _ => 0,
    };
    names.iter().map(of).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(select: Option<&[&str]>, ignore: &[&str]) -> Selection {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Selection { select: select.map(owned), ignore: owned(ignore) }
    }

    #[test]
    fn the_more_exact_name_wins() {
        let rule = rules::all().next().expect("there is a rule");
        let (name, group) = (rule.name, rule.group());
        assert!(selection(None, &[]).wants(rule, true));
        assert!(!selection(None, &[]).wants(rule, false));
        assert!(!selection(None, &[group]).wants(rule, true));
        assert!(selection(Some(&[name]), &[group]).wants(rule, false));
        assert!(!selection(Some(&[group]), &[name]).wants(rule, true));
        assert!(!selection(Some(&["all"]), &["all"]).wants(rule, true));
        assert!(!selection(Some(&["no-such-group"]), &[]).wants(rule, true));
    }

    #[test]
    fn a_wrong_name_gets_the_nearest_right_one() {
        assert_eq!(check_name("all"), None);
        assert_eq!(check_name("cadence"), None);
        let help = |name| check_name(name).expect("the name is wrong").1;
        assert_eq!(help("cadence/too-many-folow-ups"), "did you mean `cadence/too-many-follow-ups`?");
        assert_eq!(help("too-many-follow-ups"), "did you mean `cadence/too-many-follow-ups`?");
        assert_eq!(help("cadense"), "did you mean `cadence`?");
    }
}
