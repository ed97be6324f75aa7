//! Conditional content: `{% if %}`, `{{#if}}`, `*|IF:X|*`, and what the tags inside may rely on.

use super::{Field, Guard, ProblemKind, Scanner, Syntax, field, leading_name};
use std::ops::Range;

/// A block that is open.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// Its opening tag.
    pub(super) range: Range<usize>,
    name: &'a str,
    /// What it asks; of an `elsif` too. Empty for loops and captures.
    conditions: Vec<&'a str>,
    /// Where the first `else` ends.
    other: Option<usize>,
}

/// Blocks of Liquid, Jinja and Twig that must be ended.
const PAIRED: &[&str] = &[
    "if",
    "unless",
    "ifchanged",
    "for",
    "case",
    "capture",
    "tablerow",
    "with",
    "block",
    "filter",
    "macro",
    "autoescape",
    "spaceless",
    "catalog",
    "foreach",
    "switch",
];

/// Conditions: what stands inside may be left out.
const CONDITIONS: &[&str] = &["if", "unless", "ifchanged", "case", "switch", "with"];

/// Enough of the blocks around a tag to see what it is guarded by; bounds the cost of a deep nest.
const LOOK_OUT: usize = 8;

impl<'a> Scanner<'a> {
    /// `{% ... %}` at `at`.
    pub(super) fn block(&mut self, at: usize) -> usize {
        let window = super::window(self.rest(at + 2), 1000);
        let stop = window.find("%}").filter(|end| !window.get(..*end).unwrap_or_default().contains("{%"));
        let Some(length) = stop else {
            let content = window.trim_start_matches([' ', '-']);
            let name = leading_name(content);
            if !name.is_empty() {
                let behind = at + 2 + (window.len() - content.len()) + name.len();
                let line =
                    content.get(name.len()..).and_then(|rest| rest.split(['\n', '{']).next()).unwrap_or_default();
                match line.find('}') {
                    Some(brace) => self.problem(at..behind + brace + 1, ProblemKind::HalfClosed),
                    None => self.problem(at..behind, ProblemKind::Unclosed),
                }
            }
            return at + 2;
        };
        let range = at..at + 2 + length + 2;
        let content = window.get(..length).unwrap_or_default().trim_matches(['-', '+']).trim();
        let (name, condition) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        let shown = self.out.tags.len();
        match name {
            "" => self.problem(range.clone(), ProblemKind::Empty),
            "raw" | "verbatim" | "comment" => {
                let end = match name {
                    "raw" => "endraw",
                    "verbatim" => "endverbatim",
                    _ => "endcomment",
                };
                let over = self.far(range.end, end).map_or(range.end, |end_at| end_at + end.len());
                self.out.code.push(range);
                return over;
            }
            "else" | "elsif" | "elif" | "elseif" | "when" => self.otherwise(range.end, condition),
            "assign" | "set" | "capture" if name != "capture" || !condition.is_empty() => {
                let variable = leading_name(condition);
                self.computed.insert(variable.to_lowercase());
                // Twig's and Jinja's `{% set x %}...{% endset %}`
                if name == "capture" || (name == "set" && !condition.contains('=')) {
                    self.open(range.clone(), name, "");
                }
            }
            _ if PAIRED.contains(&name) => {
                self.open(range.clone(), name, if CONDITIONS.contains(&name) { condition } else { "" });
            }
            _ => {
                if let Some(ended) = name.strip_prefix("end").map(|rest| rest.trim_start_matches('_')) {
                    self.close(range.clone(), ended);
                } else if Field::of(name).is_opt_out() {
                    self.tag(range.clone(), Syntax::Block, name);
                }
            }
        }
        let end = range.end;
        if self.out.tags.len() == shown {
            self.out.code.push(range);
        }
        end
    }

    /// Handlebars', Mustache's and Go's blocks in double braces. Whether it was one.
    pub(super) fn handlebars(&mut self, range: &Range<usize>, inside: &str) -> bool {
        let inside = self.slice(self.within(range, inside));
        let (word, condition) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let sigil = word.chars().next().unwrap_or_default();
        let name = word.get(sigil.len_utf8()..).unwrap_or_default().trim();
        match (sigil, name) {
            ('#' | '^', "") if condition.is_empty() => {}
            ('#', "else" | "elseif" | "elif") => self.otherwise(range.end, condition),
            ('#', "endif" | "end") => self.close(range.clone(), if name == "end" { "" } else { "if" }),
            ('#', "if" | "unless") => self.open(range.clone(), name, condition),
            ('#', "" | "each" | "with" | "for") => {
                self.open(range.clone(), if name.is_empty() { condition } else { name }, "");
            }
            ('#' | '^', _) => self.open(range.clone(), name, if name.is_empty() { condition } else { inside }),
            ('/', "") => self.close(range.clone(), condition.trim()),
            ('/', _) => self.close(range.clone(), name),
            _ if matches!(word, "else" | "elsif" | "elseif") => self.otherwise(range.end, condition),
            _ if matches!(word, "if" | "range" | "with" | "unless") && !condition.is_empty() => {
                self.open(range.clone(), "", if word == "range" { "" } else { condition });
            }
            _ if matches!(word, "end" | "endif") && condition.is_empty() => {
                self.close(range.clone(), if word == "end" { "" } else { "if" });
            }
            _ => return false,
        }
        self.out.code.push(range.clone());
        true
    }

    /// `*|IF:FNAME|*` and its like. Whether it was one.
    pub(super) fn mailchimp(&mut self, range: &Range<usize>, inside: &'a str) -> bool {
        let (word, condition) = inside.split_once(':').unwrap_or((inside, ""));
        match word {
            "IF" | "IFNOT" => self.open(range.clone(), "IF", condition),
            "ELSEIF" | "ELSE" => self.otherwise(range.end, condition),
            "END" => self.close(range.clone(), condition),
            "INTERESTED" | "NOTINTERESTED" => self.open(range.clone(), "INTERESTED", ""),
            _ => return false,
        }
        self.out.code.push(range.clone());
        true
    }

    /// Where `inside` stands in the text, given the range of the tag around it.
    fn within(&self, range: &Range<usize>, inside: &str) -> Range<usize> {
        let offset = self.slice(range.clone()).find(inside).unwrap_or_default();
        range.start + offset..range.start + offset + inside.len()
    }

    fn open(&mut self, range: Range<usize>, name: &'a str, condition: &'a str) {
        let conditions = if condition.is_empty() { Vec::new() } else { vec![condition] };
        self.blocks.push(Block { range, name, conditions, other: None });
    }

    fn otherwise(&mut self, at: usize, condition: &'a str) {
        let Some(block) = self.blocks.last_mut() else { return };
        block.other.get_or_insert(at);
        if !condition.is_empty() && block.conditions.len() < LOOK_OUT {
            block.conditions.push(condition);
        }
    }

    /// Ends the innermost block of that name; without a name, the innermost of any.
    fn close(&mut self, range: Range<usize>, name: &str) {
        let opened = self.blocks.iter().rev().take(LOOK_OUT).position(|block| name.is_empty() || block.name == name);
        match opened {
            Some(above) => {
                for _ in 0..above {
                    if let Some(block) = self.blocks.pop() {
                        self.problem(block.range, ProblemKind::OpenBlock);
                    }
                }
                self.shut(range.start);
            }
            // `{{end}}` of a block that is not one of ours, `{% endfoo %}` of a plug-in
            None if name.is_empty() || !(PAIRED.contains(&name) || name == "IF") => {
                if self.blocks.last().is_some_and(|block| block.name.is_empty()) {
                    self.shut(range.start);
                }
            }
            None if self.blocks.last().is_some_and(|block| block.name.is_empty()) => self.shut(range.start),
            None => self.problem(range, ProblemKind::StrayEnd),
        }
    }

    /// Closes the innermost block, whose end starts at `end`.
    fn shut(&mut self, end: usize) {
        if let Some(from) = self.blocks.pop().and_then(|block| block.other) {
            self.out.branches.push(from..end.max(from));
        }
    }

    /// What the blocks around the place that the scan has come to know of the field at `path`.
    pub(super) fn guard(&self, path: &str) -> Guard {
        if self.computed.is_empty() && self.blocks.is_empty() {
            return Guard::None;
        }
        let first = path.split('.').next().unwrap_or_default().to_lowercase();
        if !first.is_empty() && self.computed.contains(&first) {
            return Guard::Field;
        }
        let last = field::plain(path.rsplit('.').next().unwrap_or_default());
        let mut guard = Guard::None;
        for condition in self.blocks.iter().rev().take(LOOK_OUT).flat_map(|block| &block.conditions) {
            guard = Guard::Other;
            let condition = field::plain(super::window(condition, 300));
            if !last.is_empty() && condition.contains(&last) {
                return Guard::Field;
            }
        }
        guard
    }
}
