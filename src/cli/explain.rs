//! `explain` and `rules`: what is judged, and why.

use super::args::{Explain, ExplainFormat, Rules, RulesFormat};
use super::output::print;
use super::{Exit, Usage, terminal};
use crate::import::DIALECTS;
use crate::lint::suggestion;
use crate::model::nearest;
use crate::render::{self, Metadata};
use crate::rules::{self, Page};

/// Prints the page of a rule, or of a dialect.
pub(super) fn explain(args: &Explain) -> Result<Exit, Usage> {
    let name = args.rule.trim();
    let slug = |page: &Page| page.name.split_once('/').map(|(_, slug)| slug.to_owned());
    let rule = rules::page(name)
        .or_else(|| rules::pages().iter().map(|(_, page)| page).find(|page| slug(page).as_deref() == Some(name)));
    let look = terminal::of_stdout(args.color);
    if let Some(page) = rule {
        match args.format {
            ExplainFormat::Human => {
                let mut text = page.text.to_owned();
                let law = rules::regions::table(&page.name);
                if !law.is_empty() {
                    text.push_str("\n## The law behind it\n\n");
                    text.push_str(&law);
                }
                print(|out| out.write_all(render::page(&text, Some(page), look).as_bytes()))?;
            }
            ExplainFormat::Json => print(|out| render::json(&Metadata::new(page), out))?,
        }
        return Ok(Exit::Clean);
    }
    if let Some(dialect) = DIALECTS.iter().find(|dialect| dialect.name == name) {
        if args.format == ExplainFormat::Json {
            return Err(Usage(format!("`{name}` is a dialect: it has a page and no metadata")));
        }
        print(|out| out.write_all(render::page(dialect.page, None, look).as_bytes()))?;
        return Ok(Exit::Clean);
    }
    let group: Vec<&str> = rules::all().filter(|rule| rule.group() == name).map(|rule| rule.name).collect();
    if !group.is_empty() {
        return Err(Usage(format!("`{name}` is a group, and each of its rules has a page: {}", group.join(", "))));
    }
    let near = suggestion(name)
        .filter(|near| *near != name)
        .or_else(|| nearest(name, DIALECTS.iter().map(|dialect| dialect.name)));
    let help = near
        .map_or_else(|| "`outreach-lint rules` lists every rule".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(Usage(format!("there is no rule `{name}`; {help}")))
}

/// Lists every rule.
pub(super) fn list(args: &Rules) -> Result<Exit, Usage> {
    let pages: Vec<&Page> = rules::pages().iter().map(|(_, page)| page).collect();
    match args.format {
        RulesFormat::Human => print(|out| out.write_all(render::list(&pages).as_bytes()))?,
        RulesFormat::Markdown => print(|out| out.write_all(render::table(&pages).as_bytes()))?,
        RulesFormat::Json => {
            let all: Vec<_> = pages.iter().map(|page| Metadata::new(page)).collect();
            print(|out| render::json(&all, out))?;
        }
    }
    Ok(Exit::Clean)
}
