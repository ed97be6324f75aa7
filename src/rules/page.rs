//! A rule's page: the only home of its metadata, its reasons and its examples.

use crate::finding::Severity;
use serde::Deserialize;

/// What a page says, besides its prose.
#[derive(Clone, Debug)]
pub struct Page {
    /// `group/slug`, the title.
    pub name: String,
    /// The metadata of its fenced `toml rule` block.
    pub meta: Meta,
    /// The page, whole.
    pub text: &'static str,
}

/// The metadata of a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// One line: what the rule says of a campaign. Lower case, no final stop.
    pub summary: String,
    /// Its weight under the preset `courteous`.
    pub severity: Severity,
    /// Where the practice comes from; printed as the finding's note.
    pub source: String,
    /// The version that brought it.
    pub since: String,
    /// Facts without which it cannot judge, in the native format's names; `*` stands for any channel.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether a fix comes with its findings.
    #[serde(default)]
    pub fixable: bool,
    /// Options with their defaults. Lists whose name ends in `phrases` are matched against the copy.
    #[serde(default)]
    pub options: toml::Table,
    /// What the preset `lenient` sets instead.
    #[serde(default)]
    pub lenient: toml::Table,
}

/// A fenced block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The first word behind the fence: `toml`, `json`, `text`.
    pub language: String,
    /// The other words: `rule`, `bad`, `good`, `fixed`, `file=copy/a.md`.
    pub words: Vec<String>,
    /// The text.
    pub text: String,
    /// The line of the page on which the text begins, from 1.
    pub line: usize,
}

impl Page {
    /// Reads a page; the error says what is wrong with it.
    pub fn read(text: &'static str) -> Result<Self, String> {
        let name = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .ok_or("the page has no title (`# group/slug`) on its first line")?;
        let block = text.split_once("\n```toml rule\n").and_then(|(_, rest)| rest.split_once("\n```\n"));
        let (block, _) = block.ok_or("the page has no fenced `toml rule` block")?;
        let meta = toml::from_str(block).map_err(|error| error.to_string())?;
        Ok(Self { name: name.trim().to_owned(), meta, text })
    }

    /// The part of the name before the `/`.
    pub fn group(&self) -> &str {
        self.name.split_once('/').map_or(self.name.as_str(), |(group, _)| group)
    }

    /// What the page says behind an option, on its line.
    pub fn option_comment(&self, name: &str) -> Option<&'static str> {
        let line =
            self.text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))?.trim_start();
        let behind = match line.chars().next()? {
            quote @ ('"' | '\'') => line.get(1..)?.split_once(quote)?.1,
            '[' => line.rsplit_once(']')?.1,
            _ => line,
        };
        let comment = behind.split_once('#')?.1.trim();
        (!comment.is_empty()).then_some(comment)
    }

    /// The prose under the heading `## title`, without the heading.
    pub fn section(&self, title: &str) -> Option<&'static str> {
        let start = self.text.find(&format!("\n## {title}\n"))? + title.len() + 5;
        let rest = self.text.get(start..)?;
        Some(rest.find("\n## ").and_then(|end| rest.get(..end)).unwrap_or(rest).trim())
    }
}

/// Every fenced block of a page, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(info)) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                open = Some(Block { language, words: words.collect(), text: String::new(), line: index + 2 });
            }
            (None, None) => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_an_option_is_told_from_what_stands_in_it() {
        let page = "# a/b\n\n```toml rule\nsummary = \"\"\nseverity = \"warning\"\nsource = \"\"\nsince = \"0\"\n\n[options]\n\
                    most = 3   # a week\nnone = 4\nword = \"a # b\"   # of greeting\nlist = [\"# c\"]   # of numbers\n\
                    bare = [\"# d\"]\nrows = [   # one a line\n  \"e\",\n]\n```\n";
        let page = Page::read(page).expect("a page");
        let comment = |name| page.option_comment(name);
        assert_eq!([comment("most"), comment("none"), comment("word")], [Some("a week"), None, Some("of greeting")]);
        assert_eq!([comment("list"), comment("bare"), comment("rows")], [Some("of numbers"), None, None]);
    }

    #[test]
    fn blocks_know_their_words_and_line() {
        let found = blocks("# a\n\n```toml bad\nx = 1\n```\ntext\n```text file=b.md\nhi\n```\n");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].language.as_str(), found[0].line), ("toml", 4));
        assert_eq!(found[0].words, ["bad"]);
        assert_eq!(found[1].text, "hi\n");
    }
}
