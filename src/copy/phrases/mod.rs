//! Named lists of phrases, found in one pass over a text.
//!
//! Owns how a phrase is written and when it counts as said. It knows no rule: a list is an id and some strings.
//!
//! | written | means |
//! | --- | --- |
//! | `just following up` | these words, in any case and spelling that [`super::fold`] makes alike |
//! | `unsubscrib*`, `*subscribed` | the rest of that word may be anything (only at the ends of a word) |
//! | `following up … last email` | up to [`GAP_WORDS`] words between, within one sentence (`...` or a lone `*` do as well) |
//! | `(my\|your) (last\|) email` | each of the alternatives; an empty one makes the word optional |
//! | `only # left`, `#% off` | a number between, in digits or from one to twelve |
//! | `^following up` | at the start of a line or sentence alone |
//! | `!following up on our call` | an exception: a hit of this list that it overlaps is dropped |
//!
//! Parentheses without a bar in them are taken as written: `(ad)`. A phrase stands on the borders of words, and never
//! reaches across a blank line. Hits of one list never overlap: the first, and of these the longest, is kept.

mod compile;
mod follow;
mod keys;
mod rows;
#[cfg(test)]
mod tests;
mod words;

use super::fold::Folded;
use compile::Phrase;
use follow::end_of;
use keys::{Keys, Reader};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many words a gap spans at most.
pub const GAP_WORDS: usize = 4;

/// Phrases of many lists, ready to be looked for. Built once; used from any thread.
#[derive(Debug, Default)]
pub struct PhraseIndex {
    ids: Vec<String>,
    targets: Vec<Target>,
    keys: Keys,
    /// What was learnt of texts, for whoever reads one next.
    readers: Mutex<Vec<Reader>>,
}

/// A form of a phrase, and where it stands: several lists may hold the same phrase.
#[derive(Debug)]
struct Target {
    parts: Phrase,
    /// Each a list and the phrase's index in it.
    held_by: Vec<(usize, usize)>,
}

/// A phrase that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the list in what [`PhraseIndex::new`] was given.
    pub list: usize,
    /// Index of the phrase in its list.
    pub phrase: usize,
    /// Where it stands in the text as written.
    pub range: Range<usize>,
}

struct Found {
    list: usize,
    phrase: usize,
    exception: bool,
    range: Range<usize>,
}

impl PhraseIndex {
    /// An index of `lists`: each an id and its phrases. A phrase that holds no word is never found.
    pub fn new(lists: &[(&str, &[String])]) -> Self {
        let mut holders: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        let mut distinct: Vec<&str> = Vec::new();
        for (list, (_, phrases)) in lists.iter().enumerate() {
            for (phrase, written) in phrases.iter().enumerate() {
                let held_by = holders.entry(written).or_default();
                if held_by.is_empty() {
                    distinct.push(written);
                }
                held_by.push((list, phrase));
            }
        }
        let compiled = compile_all(&distinct);
        let mut targets = Vec::with_capacity(distinct.len());
        for (written, forms) in distinct.into_iter().zip(compiled) {
            let held_by = holders.get(written).map_or(&[][..], Vec::as_slice);
            targets.extend(forms.into_iter().map(|parts| Target { parts, held_by: held_by.to_vec() }));
        }
        let keys = Keys::of(targets.iter().map(|target| target.parts.tokens.as_slice()));
        Self { ids: lists.iter().map(|(id, _)| (*id).to_owned()).collect(), targets, keys, readers: Mutex::default() }
    }

    /// The id of a list.
    pub fn id(&self, list: usize) -> Option<&str> {
        self.ids.get(list).map(String::as_str)
    }

    /// What `text` says, in the order of the text.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.find_in(&Folded::new(text))
    }

    /// What a folded text says. Ranges are those of the text as written.
    pub fn find_in(&self, folded: &Folded) -> Vec<Hit> {
        let text = folded.text();
        let mut found = Vec::new();
        let mut seek = |target: usize, start: usize| {
            let Some(target) = self.targets.get(target) else { return };
            if let Some(end) = end_of(&target.parts, text, start) {
                let exception = target.parts.exception;
                let held_by = target.held_by.iter();
                found.extend(held_by.map(|(list, phrase)| Found {
                    list: *list,
                    phrase: *phrase,
                    exception,
                    range: start..end,
                }));
            }
        };
        let readers = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = readers().pop();
        let mut reader = kept.unwrap_or_default();
        self.keys.starts(folded, &mut reader, &mut seek);
        readers().push(reader);
        let mut hits: Vec<Hit> = settle(found)
            .into_iter()
            .map(|f| Hit { list: f.list, phrase: f.phrase, range: folded.source(f.range) })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.range.start, hit.list, hit.range.end));
        hits
    }
}

/// The forms of each of `phrases`. Many are read by two threads: a run waits for this before it reads its first text.
fn compile_all(phrases: &[&str]) -> Vec<Vec<Phrase>> {
    let compiled = |phrases: &[&str]| phrases.iter().map(|phrase| compile::compile(phrase)).collect::<Vec<_>>();
    let (first, second) = phrases.split_at(if phrases.len() > MANY { phrases.len() / 2 } else { 0 });
    std::thread::scope(|scope| {
        let spawn = || std::thread::Builder::new().spawn_scoped(scope, || compiled(first)).ok();
        let ahead = if first.is_empty() { None } else { spawn() };
        let behind = compiled(second);
        // Where no thread is to be had, or it fell, its phrases are read here.
        let mut all = ahead.and_then(|ahead| ahead.join().ok()).unwrap_or_else(|| compiled(first));
        all.extend(behind);
        all
    })
}

/// How many phrases are worth a thread.
const MANY: usize = 200;

/// Drops hits that an exception overlaps, and of those that overlap in one list all but the first and longest.
fn settle(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_unstable_by_key(|f| (f.list, !f.exception, f.range.start, usize::MAX - f.range.end, f.phrase));
    let mut exceptions: Vec<Range<usize>> = Vec::new();
    let mut kept: Vec<Found> = Vec::new();
    let (mut list, mut behind) = (usize::MAX, 0);
    for f in found {
        if f.list != list {
            (list, behind) = (f.list, 0);
            exceptions.clear();
        }
        if f.exception {
            match exceptions.last_mut() {
                Some(open) if f.range.start <= open.end => open.end = open.end.max(f.range.end),
                _ => exceptions.push(f.range),
            }
            continue;
        }
        let next = exceptions.partition_point(|exception| exception.end <= f.range.start);
        let excepted = exceptions.get(next).is_some_and(|exception| exception.start < f.range.end);
        if !excepted && f.range.start >= behind {
            behind = f.range.end;
            kept.push(f);
        }
    }
    kept
}
