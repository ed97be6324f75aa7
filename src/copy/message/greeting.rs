//! How a message opens.

use crate::copy::fold::is_invisible;
use crate::copy::tags::Tags;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// The whole of it, "Hi there", without what ends it.
    pub range: Range<usize>,
    /// Whom it addresses, "there"; empty where nobody is named.
    pub addressee: Range<usize>,
    /// What sort it is.
    pub kind: GreetingKind,
}

/// What a greeting knows of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GreetingKind {
    /// A tag or placeholder fills in the name.
    NameTag,
    /// A name is written out: "Hi Sarah".
    RealName,
    /// Anybody would do: "Dear customer", "Hi there", "To whom it may concern".
    Generic,
    /// Nobody: "Hello,".
    Bare,
    /// Somebody, but it cannot be told who.
    Other,
}

/// How a greeting opens; longer ones first where one starts another. Lower case.
const OPENERS: &str = "to whom it may concern|good morning|good afternoon|good evening|good day|greetings|hello|hiya|heya|howdy|hey|hi\
    |dear|sehr geehrte|guten morgen|guten tag|guten abend|grüß gott|hallo|liebes|lieber|liebe|moin|servus|bonjour\
    |bonsoir|salut|coucou|chère|chères|chers|cher|buenos días|buenas tardes|buenas|hola|estimados|estimado|estimada\
    |querido|querida|buongiorno|buonasera|gentile|gentili|ciao|salve|caro|cara|geachte|beste|goedemorgen|goedemiddag\
    |hoi|attention|my fellow|fellow|olá|oi|bom dia|boa tarde|prezado|prezada|prezados";

/// Words for nobody in particular.
const NOBODY: &str = "there friend friends all everyone everybody folks guys team sir sirs madam madame ma'am customer customers \
    client clients subscriber subscribers member members user users reader readers homeowner homeowners owner \
    owners candidate applicant colleague colleagues supporter supporters guest guests shopper shoppers student \
    students parents patient patients investor investors webmaster prospect partner partners neighbor neighbour \
    world damen herren kunde kundin kundinnen kunden freunde freund leser leserin leserinnen interessent mitglied \
    mitglieder zusammen alle monsieur messieurs mesdames cliente clientes tous toutes abonné abonnée abonnés ami \
    amis membre amigo amiga amigos todos todas suscriptor suscriptora señor señora socio usuario clienti amico \
    amica amici tutti utente signore signora klant klanten lezer lezers allemaal meneer mevrouw relatie senhor \
    senhora";

/// Words that may stand beside those.
const BESIDE: &str = "valued loyal dear our fellow business home shop store property website site or and und et y e en ou o to my \
    geehrte geehrter à a wertgeschätzte werte valioso estimado gentile hiring small proud / sehr again you";

static NOBODIES: LazyLock<HashSet<&str>> = LazyLock::new(|| NOBODY.split(' ').collect());

static BESIDES: LazyLock<HashSet<&str>> = LazyLock::new(|| BESIDE.split(' ').collect());

/// How many lines with words are looked at for a greeting: a logo and a preheader may stand before it.
const LINES: usize = 5;

/// The greeting of `text`.
pub(super) fn greeting(text: &str, tags: &Tags) -> Option<Greeting> {
    lines(text).take(LINES).find_map(|line| greeting_in(text, line, tags))
}

/// The lines of `text` that hold more than white space, trimmed, from the first.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    text.split('\n').filter_map(move |line| {
        let start = from;
        from += line.len() + 1;
        trimmed_line(line, start)
    })
}

/// The range of a line that starts at `at`, without the white space around it; none where nothing is left.
pub(super) fn trimmed_line(line: &str, at: usize) -> Option<Range<usize>> {
    let blank = |c: char| c.is_whitespace() || is_invisible(c);
    let start = at + line.len() - line.trim_start_matches(blank).len();
    let length = line.trim_matches(blank).len();
    (length > 0).then(|| start..start + length)
}

fn greeting_in(text: &str, line: Range<usize>, tags: &Tags) -> Option<Greeting> {
    let mut words = text.get(line.clone())?;
    let mut start = line.start;
    // "👋 Hi", "**Hi**", "> Hi"; a tag is no decoration.
    let lead = words.len() - words.trim_start_matches(|c: char| !c.is_alphanumeric() && !"{[<%*@$#".contains(c)).len();
    start += lead;
    words = words.get(lead..)?.trim_start_matches('*');
    start += line.end - start - words.len();
    let Some(opener) = opener(words) else { return without_opener(text, start..line.end, tags) };
    let from = start + opener;
    let end = addressee_end(text, from..line.end, tags);
    let addressee = trim(text, from..end);
    if text.get(start..from)?.eq_ignore_ascii_case("to whom it may concern") {
        return Some(Greeting { range: start..from, addressee: from..from, kind: GreetingKind::Generic });
    }
    if !addressee.is_empty() {
        let (addressee, kind) = named(text, addressee, tags).unwrap_or((from..from, GreetingKind::Bare));
        return Some(Greeting { range: start..addressee.end, addressee, kind });
    }
    // "Hey, Jessica"
    let behind = trim(text, end + 1..line.end);
    let name_end = addressee_end(text, behind.clone(), tags);
    let name = trim(text, behind.start..name_end);
    let kind = kind_of(text, &name, tags);
    let named = matches!(kind, GreetingKind::NameTag | GreetingKind::RealName);
    let short = text.get(name.clone())?.split_whitespace().count() < 3 || kind == GreetingKind::NameTag;
    if named && short && text.get(end..)?.starts_with(',') && is_ended(text, name_end) {
        return Some(Greeting { range: start..name.end, addressee: name, kind });
    }
    Some(Greeting { range: start..from, addressee: from..from, kind: GreetingKind::Bare })
}

/// Whom the words between an opener and the next mark address; nobody where they are prose.
fn named(text: &str, words: Range<usize>, tags: &Tags) -> Option<(Range<usize>, GreetingKind)> {
    let kind = kind_of(text, &words, tags);
    let first_end = |end: usize| words.start..end.min(words.end);
    let said = text.get(words.clone())?;
    let mut each = said.split_whitespace();
    let (first, second) = (each.next()?, each.next());
    if kind == GreetingKind::NameTag {
        // "Hi {{name}} this is ...": the greeting ends with the tag.
        let last = tags.tags.iter().rfind(|tag| tag.is_name() && words.contains(&tag.range.start));
        return Some((first_end(last.map_or(words.end, |tag| tag.range.end)), kind));
    }
    let prose = second.is_some_and(|second| second.starts_with(char::is_lowercase));
    let length = said.split_whitespace().count();
    let of_first = words.start..words.start + first.len();
    match kind {
        GreetingKind::Generic if length > 4 => Some((of_first, kind)),
        GreetingKind::Other if !tag_free(&words, tags) => Some((words, kind)),
        GreetingKind::RealName | GreetingKind::Other if prose || length > 2 => {
            let capital = first.starts_with(char::is_uppercase) && !starts_prose(first);
            if capital && prose {
                Some((of_first, GreetingKind::RealName))
            } else if capital && length < 5 {
                Some((words, GreetingKind::RealName))
            } else {
                None
            }
        }
        GreetingKind::RealName if starts_prose(first) => None,
        _ => Some((words, kind)),
    }
}

/// Whether a capitalised word opens a sentence and is no name: "Hi I'm Bo".
fn starts_prose(word: &str) -> bool {
    const WORDS: &str = "i i'm i’m i've i’ve i'd i’d we we're we’re we've we’ve this it it's it’s just your you the our my thanks \
        thank hope is are did do how what when have has can could would if in on at a an here here's not now please sorry";
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());
    KNOWN.contains(word.to_lowercase().as_str())
}

/// Length of the opener that `words` starts with.
fn opener(words: &str) -> Option<usize> {
    static KNOWN: LazyLock<Vec<&str>> = LazyLock::new(|| OPENERS.split('|').collect());
    let head = words.get(..words.char_indices().nth(24).map_or(words.len(), |(i, _)| i))?;
    let lower = head.to_lowercase();
    // Lower case may be of another length; then no offset could be trusted.
    let same = lower.len() == head.len();
    KNOWN.iter().filter(|opener| same && lower.starts_with(**opener)).map(|opener| opener.len()).find(|length| {
        let behind = words.get(*length..).unwrap_or_default().chars().next();
        behind.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’')
    })
}

/// "{{first_name}}," and "Friends," on a line of their own.
fn without_opener(text: &str, line: Range<usize>, tags: &Tags) -> Option<Greeting> {
    let end = addressee_end(text, line.clone(), tags);
    let range = trim(text, line.start..end);
    let said = text.get(range.clone())?;
    if !said.starts_with(['{', '[', '<', '%', '*', '@', '#', '$']) && said.split_whitespace().nth(3).is_some() {
        return None;
    }
    let ends_line =
        end < line.end && text.get(end..line.end)?.trim_matches(|c: char| ",:;!-–— ".contains(c)).is_empty();
    let opens_text = text.get(end..)?.starts_with(',') && said.eq_ignore_ascii_case("friend");
    let kind = kind_of(text, &range, tags);
    let tag_first = tags.tags.iter().any(|tag| tag.range.start == range.start && tag.is_name())
        || tags.placeholders.iter().any(|p| p.range.start == range.start && p.field.is_name());
    let addressed = match kind {
        GreetingKind::NameTag => tag_first && text.get(end..)?.starts_with([',', ' ', '-', '–', '—', '!', ':', '\n']),
        GreetingKind::Generic => ends_line || opens_text,
        _ => false,
    };
    addressed.then(|| Greeting { addressee: range.clone(), range, kind })
}

/// No addressee is longer, in bytes.
const MAX_ADDRESSEE: usize = 400;

/// Where an addressee that starts with `from` ends: at a mark, at the line's end, or behind a tag. Marks inside tags
/// do not count.
fn addressee_end(text: &str, from: Range<usize>, tags: &Tags) -> usize {
    let inside = |at: usize| {
        let tag = tags.tags.partition_point(|tag| tag.range.start <= at).checked_sub(1).and_then(|i| tags.tags.get(i));
        let blank = tags.placeholders.partition_point(|p| p.range.start <= at).checked_sub(1);
        let blank = blank.and_then(|i| tags.placeholders.get(i)).map(|p| p.range.clone());
        tag.map(|tag| tag.range.clone())
            .into_iter()
            .chain(blank)
            .find(|range| range.contains(&at))
            .map(|range| range.end)
    };
    let mut at = from.start;
    let from = from.start..from.end.min(from.start + MAX_ADDRESSEE);
    while at < from.end
        && let Some(c) = text.get(at..).and_then(|rest| rest.chars().next())
    {
        if matches!(c, '{' | '[' | '<' | '%' | '*' | '@' | '#' | '$' | '_')
            && let Some(end) = inside(at)
        {
            at = end.max(at + 1);
            continue;
        }
        let spaced = text
            .get(at..)
            .is_some_and(|rest| rest.starts_with(" -") || rest.starts_with(" –") || rest.starts_with(" —"));
        let stop = c == '.'
            && !text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            && !matches!(
                text.get(from.start..at).and_then(|head| head.rsplit([' ', '\n']).next()),
                Some("Mr" | "Mrs" | "Ms" | "Dr" | "Prof")
            );
        if stop || spaced || matches!(c, ',' | '!' | ':' | ';' | '?' | '—' | '\n') {
            return at;
        }
        at += c.len_utf8();
    }
    at
}

/// Whether a mark or the end of the line follows.
fn is_ended(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '*']);
    rest.is_empty() || rest.starts_with([',', '!', ':', ';', '.', '\n', '\r', '-', '–', '—', '?'])
}

fn kind_of(text: &str, addressee: &Range<usize>, tags: &Tags) -> GreetingKind {
    let within = |range: &Range<usize>| addressee.contains(&range.start);
    let names = tags.tags.iter().filter(|tag| within(&tag.range)).any(super::super::tags::Tag::is_name)
        || tags.placeholders.iter().any(|p| within(&p.range) && p.field.is_name());
    if names {
        return GreetingKind::NameTag;
    }
    if !tag_free(addressee, tags) {
        return GreetingKind::Other;
    }
    let words = text.get(addressee.clone()).unwrap_or_default();
    if !words.contains(char::is_alphanumeric) {
        return GreetingKind::Bare;
    }
    let lower: Vec<String> = words
        .split(|c: char| c.is_whitespace() || c == '/' || c == '*')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let nobody = |word: &String| NOBODIES.contains(word.as_str());
    if lower.iter().any(nobody) && lower.iter().all(|word| nobody(word) || BESIDES.contains(word.as_str())) {
        return GreetingKind::Generic;
    }
    // "Hi there my name is": the first word tells.
    if lower
        .first()
        .is_some_and(|first| matches!(first.as_str(), "there" | "everyone" | "folks" | "friend" | "friends"))
    {
        return GreetingKind::Generic;
    }
    let short = words.split_whitespace().count() < 5;
    if short && words.starts_with(char::is_uppercase) { GreetingKind::RealName } else { GreetingKind::Other }
}

fn tag_free(range: &Range<usize>, tags: &Tags) -> bool {
    let tag = tags.tags.iter().any(|tag| range.contains(&tag.range.start));
    !tag && !tags.placeholders.iter().any(|p| range.contains(&p.range.start))
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let head = part.trim_start().trim_start_matches("**").trim_start();
    let start = range.start + part.len() - head.len();
    let length = head.trim_end().trim_end_matches("**").trim_end().len();
    start..start + length
}
