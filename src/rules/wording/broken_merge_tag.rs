//! A tag that no tool will fill in.

use super::said::{self, Said};
use crate::copy::tags::{ProblemKind, Syntax, Tag, misspelt};
use crate::finding::Finding;
use crate::rules::{Context, Findings, Rule, Wording};

pub(super) const RULE: Rule =
    Rule::campaign("copy/broken-merge-tag", include_str!("../../../rules/copy/broken-merge-tag.md"), check);

fn check(cx: &Context<'_>, found: &mut Findings) {
    for (step, _, touch) in cx.campaign.touches() {
        let raw: Vec<_> = touch.variants.iter().flat_map(|copy| &copy.raw).collect();
        let Some((first, rest)) = raw.split_first() else { continue };
        let (words, written) = (said::quoted(&first.value), first.value.clone());
        let said = Said { step, place: first.place, words, written };
        let help = "make the whole field an expression (in n8n a \"=\" in front of it), so that your tool fills it in";
        let mut finding = finding(cx, &said, "goes out as it stands", help.to_owned());
        for more in rest.iter().take(5) {
            finding = finding.label(more.place, "so does this");
        }
        found.push(finding);
    }
    for wording in cx.copies.all() {
        let tags = wording.message().tags();
        for problem in &tags.problems {
            let (label, help) = words_of(problem.kind);
            push(cx, found, &said::seen(cx, wording, problem.range.clone()), label, help.to_owned());
        }
        for tag in &tags.tags {
            if let Some(right) = misspelt(&tag.path) {
                let help = format!("spell it {right}");
                push(cx, found, &said::seen(cx, wording, tag.range.clone()), "misspelt", help);
            } else if let Some(tool) = foreign(cx, wording, tag) {
                let help = format!("write it as your tool does; this is how {tool} writes a field");
                push(cx, found, &said::seen(cx, wording, tag.range.clone()), "another tool's spelling", help);
            }
        }
    }
}

fn push(cx: &Context<'_>, found: &mut Findings, said: &Said, label: &str, help: String) {
    found.push(finding(cx, said, label, help));
}

fn finding(cx: &Context<'_>, said: &Said, label: &str, help: String) -> Finding {
    let message = format!("a person reads \"{}\" where a field should be filled in", said.words);
    cx.finding(said.place, label, message).step(cx.step_id(said.step)).help(help)
}

fn words_of(kind: ProblemKind) -> (&'static str, &'static str) {
    match kind {
        ProblemKind::Unclosed => ("opened and not closed", "close the tag with the marks that it began with"),
        ProblemKind::Unopened => ("closed and not opened", "open the tag with the marks that it ends with"),
        ProblemKind::HalfClosed => ("one brace closes, two open", "close with two braces: }}"),
        ProblemKind::HalfOpened => ("one brace opens, two close", "open with two braces: {{"),
        ProblemKind::Empty => ("no field in it", "name the field, or take the tag out"),
        ProblemKind::OpenBlock => {
            ("a condition without an end", "end the condition: {% endif %}, or as your tool spells it")
        }
        ProblemKind::StrayEnd => ("an end without a condition", "begin the condition, or take its end out"),
    }
}

/// The tool whose spelling of a field stands in a text that is certainly not sent by it: in an export of another tool,
/// or beside fields that are spelt otherwise.
fn foreign(cx: &Context<'_>, wording: &Wording<'_>, tag: &Tag) -> Option<&'static str> {
    let (tool, own) = match tag.syntax {
        Syntax::StarBar => ("Mailchimp", "mailchimp"),
        Syntax::DoublePercent => ("Salesforce Marketing Cloud", "sfmc"),
        _ => return None,
    };
    let braces = |tag: &Tag| matches!(tag.syntax, Syntax::DoubleBrace) && tag.is_name();
    let mixed = wording.message().tags().tags.iter().any(braces);
    let elsewhere = if cx.campaign.is_native() { mixed && own != "sfmc" } else { cx.campaign.dialect != own };
    elsewhere.then_some(tool)
}
