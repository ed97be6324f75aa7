//! Merge tags: what a tool fills in for each recipient, in whatever syntax.
//!
//! Owns the reading of tags, of blocks around them, of what is broken in them, and of placeholders that somebody forgot
//! to fill in. It never decides whether a syntax is right for a tool; it says which one it saw. Braces of code, CSS and
//! JSON and the percent signs of prose are no tags.
//!
//! The scan is tolerant and linear: one pass, every look ahead bounded, a broken tag costs no more than its head.

mod blocks;
mod braces;
mod expression;
mod field;
mod marks;
mod notes;
mod placeholders;
mod simple;
#[cfg(test)]
mod tests;

pub use field::{Field, misspelt};

use super::bytes;
use std::collections::HashSet;
use std::ops::Range;

/// All that a text holds of tags. Each list is in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// What is filled in.
    pub tags: Vec<Tag>,
    /// What is broken.
    pub problems: Vec<Problem>,
    /// What was never filled in, or is the tag of a tool that uses brackets; a rule decides.
    pub placeholders: Vec<Placeholder>,
    /// Code of the template that shows nothing by itself: `{% if x %}`, `{{/if}}`, comments.
    pub code: Vec<Range<usize>>,
    /// What stands behind an `else`: a recipient reads the first branch or this, never both.
    pub branches: Vec<Range<usize>>,
}

impl Tags {
    /// What a recipient does not read as it stands, in order and without overlaps: tags, code, and all but the first
    /// branch of a condition. Wordings to choose from (spintax) count as read.
    pub fn unread(&self) -> Vec<Range<usize>> {
        let tags = self.tags.iter().filter(|tag| tag.syntax != Syntax::Spintax).map(|tag| &tag.range);
        let mut ranges: Vec<Range<usize>> = tags.chain(&self.code).chain(&self.branches).cloned().collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges.dedup_by(|next, kept| {
            let inside = next.start <= kept.end;
            kept.end = if inside { kept.end.max(next.end) } else { kept.end };
            inside
        });
        ranges
    }
}

/// A merge tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands, delimiters included.
    pub range: Range<usize>,
    /// How it is written.
    pub syntax: Syntax,
    /// The field's path, `contact.firstname`; brackets and quotes of code left out. Empty where there is none (spintax).
    pub path: String,
    /// What is shown when the field is empty: never blank. An expression stands here as it is written.
    pub fallback: Option<String>,
    /// Whether conditional content stands around it.
    pub guard: Guard,
    /// What the field holds.
    pub field: Field,
}

impl Tag {
    /// Whether it fills in the recipient's name.
    pub fn is_name(&self) -> bool {
        self.field.is_name()
    }

    /// Whether it leaves a hole when its field is empty: no fallback, and no condition around it that could tell.
    /// A Mailchimp tag may have its fallback in the settings of the list, which no text shows.
    pub fn may_be_blank(&self) -> bool {
        self.fallback.is_none() && self.guard == Guard::None && self.syntax != Syntax::Spintax
    }
}

/// How a tag is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `{{ first_name }}`: Liquid, Jinja, Handlebars, and most tools.
    DoubleBrace,
    /// `{{{ unsubscribe_url }}}`: Handlebars, unescaped.
    TripleBrace,
    /// `{{ $json.name }}`: the expressions of n8n.
    Expression,
    /// `{% unsubscribe %}`.
    Block,
    /// `{name}`, `{contactfield=firstname}`, `{!Contact.FirstName}`, `{$name}`.
    SingleBrace,
    /// `${name}`.
    DollarBrace,
    /// `*|FNAME|*`: Mailchimp.
    StarBar,
    /// `%FIRSTNAME%`, `%recipient.name%`.
    Percent,
    /// `%%First Name%%`, `%%=v(@name)=%%`: Salesforce Marketing Cloud.
    DoublePercent,
    /// `[firstname,fallback=there]`, `[unsubscribe]`: Campaign Monitor.
    Bracket,
    /// `[[firstname]]`: GetResponse.
    DoubleBracket,
    /// `##crm.unsubscribe_url##`: FluentCRM.
    Hash,
    /// `@contact.name`: RapidPro.
    At,
    /// `<%= name %>`: ERB and kin.
    Angle,
    /// `{Hi|Hello}`, `{{RANDOM|Hi|Hello}}`: wordings to choose from; no field.
    Spintax,
}

/// What conditional content around a tag knows of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// There is none.
    None,
    /// A condition that names another field.
    Other,
    /// A condition that names the tag's own field, or code of the template that computes it.
    Field,
}

/// Something broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub kind: ProblemKind,
}

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// `{{ name` and no end.
    Unclosed,
    /// `name }}` and no start.
    Unopened,
    /// `{{ name }`.
    HalfClosed,
    /// `{ name }}`.
    HalfOpened,
    /// `{{ }}`.
    Empty,
    /// `{% if x %}` and no end.
    OpenBlock,
    /// `{% endif %}` and no start.
    StrayEnd,
}

/// Something that a person should have filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Where it stands, delimiters included.
    pub range: Range<usize>,
    /// How it looks.
    pub kind: PlaceholderKind,
    /// What it stands for.
    pub field: Field,
}

/// How a placeholder looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceholderKind {
    /// `[Company]`: the name of a field in brackets. Some tools fill these in.
    Bracket,
    /// `[INSERT LINK]`, `[Your Name]`: an instruction to the author.
    Instruction,
    /// `<Company>`.
    Angle,
    /// `__NAME__`.
    Underscore,
    /// Lorem ipsum.
    Filler,
    /// `TODO:`, `FIXME`.
    Marker,
    /// `xx%`, `$XX`, `XX/XX/XXXX`.
    Blank,
}

/// Reads the tags of `text`, which should be what a recipient sees; [`super::html`] gives that of HTML.
pub fn scan(text: &str) -> Tags {
    let mut scanner = Scanner { text, ..Scanner::default() };
    let mut at = 0;
    while let Some(next) = scanner.next_trigger(at) {
        at = scanner.step(next).max(next + 1);
    }
    scanner.finish()
}

/// Words that a name follows.
const GREETINGS: &str = "hi hello hey dear hiya greetings morning afternoon evening thanks you welcome hallo liebe lieber bonjour \
    salut cher chère hola querido querida ciao gentile caro cara beste olá oi prezado prezada estimado estimada";

/// Whether a text holds a byte that a tag starts with; without one, [`scan`] finds no tag.
pub(super) fn may_hold_tags(text: &str) -> bool {
    bytes::find(text.as_bytes(), 0, is_trigger).is_some()
}

/// Whether a tag may start or end with this byte. Told by ranges, so that many bytes are asked at once.
#[expect(clippy::needless_bitwise_bool, reason = "a jump for each would part the bytes that are told together")]
fn is_trigger(byte: u8) -> bool {
    (byte.wrapping_sub(b'#') < 3)
        | (byte == b'*')
        | (byte == b'<')
        | (byte == b'@')
        | (byte == b'[')
        | (byte == b'{')
        | (byte == b'}')
}

/// The state of a scan.
#[derive(Default)]
struct Scanner<'a> {
    text: &'a str,
    out: Tags,
    /// Blocks that are open, the innermost last.
    blocks: Vec<blocks::Block<'a>>,
    /// Variables that code of the template sets.
    computed: HashSet<String>,
    /// Starts of `{{RANDOM|...` that are open.
    choices: Vec<usize>,
    /// Single braces that are open and no tag.
    depth: usize,
    /// Ends that were looked for and are not in the rest of the text.
    missing: HashSet<&'static str>,
}

impl<'a> Scanner<'a> {
    fn next_trigger(&self, from: usize) -> Option<usize> {
        bytes::find(self.text.as_bytes(), from, is_trigger)
    }

    /// Reads what starts at the trigger at `at`; gives the offset to go on from.
    fn step(&mut self, at: usize) -> usize {
        match self.byte(at) {
            Some(b'{') => self.open_brace(at),
            Some(b'}') => self.close_brace(at),
            Some(b'$') => self.dollar(at),
            Some(b'%') => self.percent(at),
            Some(b'*') => self.star(at),
            Some(b'#') => self.hash(at),
            Some(b'@') => self.at_sign(at),
            Some(b'[') => self.bracket(at),
            Some(b'<') => self.angle(at),
            _ => at + 1,
        }
    }

    fn finish(mut self) -> Tags {
        for block in std::mem::take(&mut self.blocks) {
            self.problem(block.range, ProblemKind::OpenBlock);
        }
        self.out.placeholders.extend(notes::words(self.text));
        self.out.tags.sort_by_key(|tag| (tag.range.start, usize::MAX - tag.range.end));
        self.out.problems.sort_by_key(|problem| problem.range.start);
        self.out.code.sort_by_key(|range| range.start);
        self.out.branches.sort_by_key(|range| range.start);
        self.out.placeholders.sort_by_key(|placeholder| placeholder.range.start);
        self.out
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// The character before `at`.
    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// Where `needle` stands in the line that starts at `from`, at most `limit` bytes away.
    fn in_line(&self, from: usize, needle: &str, limit: usize) -> Option<usize> {
        let window = window(self.rest(from), limit);
        let line = window.split('\n').next()?;
        line.find(needle).map(|i| from + i)
    }

    /// Where `end` stands behind `from`, however far. What was looked for in vain is not looked for again.
    fn far(&mut self, from: usize, end: &'static str) -> Option<usize> {
        if self.missing.contains(end) {
            return None;
        }
        let found = self.rest(from).find(end).map(|i| from + i);
        if found.is_none() {
            self.missing.insert(end);
        }
        found
    }

    fn problem(&mut self, range: Range<usize>, kind: ProblemKind) {
        self.out.problems.push(Problem { range, kind });
    }

    fn placeholder(&mut self, range: Range<usize>, kind: PlaceholderKind, field: Field) {
        self.out.placeholders.push(Placeholder { range, kind, field });
    }

    /// Adds the tag that `expression` makes.
    fn tag(&mut self, range: Range<usize>, syntax: Syntax, expression: &str) {
        self.add(range, syntax, expression::read(expression));
    }

    fn add(&mut self, range: Range<usize>, syntax: Syntax, expression: expression::Expression) {
        let expression::Expression { path, fallback } = expression;
        let field = match Field::of(&path) {
            Field::FullName if Field::is_vague(&path) && !self.is_addressed(range.start) => Field::Other,
            field => field,
        };
        let guard = self.guard(&path);
        self.out.tags.push(Tag { range, syntax, path, fallback, guard, field });
    }

    /// Whether what stands at `at` is addressed: it opens a line, or a greeting stands before it.
    fn is_addressed(&self, at: usize) -> bool {
        let head = self.text.get(..at).unwrap_or_default().trim_end_matches([' ', ',', '=']);
        if head.is_empty() || head.ends_with('\n') {
            return true;
        }
        let start = head.char_indices().rev().take(16).find(|(_, c)| !is_name(*c)).map_or(0, |(i, c)| i + c.len_utf8());
        let word = head.get(start..).unwrap_or_default().to_lowercase();
        GREETINGS.split(' ').any(|known| known == word)
    }

    fn choice(&mut self, range: Range<usize>) {
        let (path, fallback, guard) = (String::new(), None, Guard::None);
        self.out.tags.push(Tag { range, syntax: Syntax::Spintax, path, fallback, guard, field: Field::Other });
    }
}

/// The start of `text`, at most `limit` bytes, cut before a character.
fn window(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Whether a name may hold this character.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name at the start of `text`: a letter or underscore, then letters, digits, underscores and dots.
fn leading_name(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return "";
    }
    let short = window(text, 80);
    let end = short.find(|c: char| !is_name(c) && c != '.' && c != '-').unwrap_or(short.len());
    short.get(..end).unwrap_or_default().trim_end_matches(['.', '-'])
}
