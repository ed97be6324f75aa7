//! Rows of words, all looked for at once.
//!
//! A text is read from its last word to its first, and each word costs one look, however many rows there are: where
//! what was read leads is worked out once and kept. A row that is found starts at the word that was read last. It is
//! told by its words alone, so some are found that marks between the words forbid; none is missed.

use super::compile::{Literal, Token};
use super::words::{Label, Symbol, Symbols, Words};
use crate::copy::fold::{Folded, is_word};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The rows, as states of which each is left by a word.
#[derive(Debug, Default)]
pub(super) struct Rows {
    words: Words,
    states: Vec<State>,
    /// With a word, from a state, to a state: in order.
    ways: Vec<(Label, StateId, StateId)>,
    /// From a state to another, with no word: in order.
    bridges: Vec<(StateId, StateId)>,
}

/// What is known of a state.
#[derive(Clone, Debug, Default)]
struct State {
    /// Which of all bridges leave it.
    bridges: Range<usize>,
    /// The row that is found when it is reached.
    found: Option<u32>,
    /// Whether its next word may be parted from the last by more than a space.
    parted: bool,
}

type StateId = u32;

/// The state before a text's last word. It is left without being lost: a row may end at any word.
const START: StateId = 0;

/// What was worked out so far: which sets of states there are and where a word leads from each.
#[derive(Debug, Default)]
pub(super) struct Memory {
    symbols: Symbols,
    sets: Vec<Set>,
    known: FxHashMap<Box<[StateId]>, SetId>,
    steps: FxHashMap<(SetId, Symbol), SetId>,
    /// Steps that were taken, each at a place that it tells by itself; another may have taken it. Of each the set and
    /// symbol as one number, where they lead, and whether a row starts there.
    recent: Vec<(u64, SetId, bool)>,
}

/// States that hold at the same time, the first aside.
#[derive(Debug)]
struct Set {
    states: Box<[StateId]>,
    /// The rows that start here.
    found: Box<[u32]>,
    /// What is left of it where the next word is parted from the last by more than a space.
    parted: Option<SetId>,
}

type SetId = u32;

/// The set of none.
const NONE: SetId = 0;

/// How many steps are kept at most. Where a text needs more, they are worked out anew; a test needs more soon.
const MOST_STEPS: usize = if cfg!(test) { 6 } else { 1 << 18 };

/// Two to the power of this: how many steps are kept as they were taken.
const RECENT: u32 = if cfg!(test) { 3 } else { 12 };

/// How many sets of states are kept at most.
const MOST_SETS: usize = if cfg!(test) { 3 } else { 1 << 14 };

impl Rows {
    /// Rows: each is some tokens without a gap, of which at least one word is always read.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a [Token]>) -> Self {
        let mut found = Self { states: vec![State::default()], ..Self::default() };
        for (row, tokens) in rows.enumerate() {
            let last = found.state();
            found.sequence(tokens, START, last);
            if let Some(state) = found.states.get_mut(last as usize) {
                state.found = Some(row as u32);
            }
        }
        found.bridges.sort_unstable();
        let mut bridge = 0;
        for (id, state) in found.states.iter_mut().enumerate() {
            let bridges = found.bridges.get(bridge..).unwrap_or(&[]).iter();
            let bridges = bridges.take_while(|(from, _)| *from as usize == id).count();
            state.bridges = bridge..bridge + bridges;
            bridge = state.bridges.end;
        }
        let mut first = vec![START];
        found.close(&mut first);
        let from_first = found.ways.iter().filter(|(_, from, _)| *from != START && first.binary_search(from).is_ok());
        let from_first: Vec<_> = from_first.map(|(label, _, to)| (*label, START, *to)).collect();
        found.ways.extend(from_first);
        found.ways.sort_unstable();
        found
    }

    fn state(&mut self) -> StateId {
        self.states.push(State::default());
        self.states.len() as StateId - 1
    }

    fn may_be_parted(&mut self, state: StateId) {
        if let Some(state) = self.states.get_mut(state as usize) {
            state.parted = true;
        }
    }

    /// Leads from `from` to `to` by `tokens`, read from the last to the first.
    fn sequence(&mut self, tokens: &[Token], from: StateId, to: StateId) {
        let mut at = from;
        for (index, token) in tokens.iter().enumerate().rev() {
            let next = if index == 0 { to } else { self.state() };
            self.token(token, at, next);
            at = next;
        }
        if tokens.is_empty() {
            self.bridges.push((from, to));
        }
    }

    fn token(&mut self, token: &Token, from: StateId, to: StateId) {
        match token {
            Token::Literal(literal) => self.literal(literal, from, to),
            Token::Number => {
                let within = self.state();
                let number = Words::NUMBER;
                self.ways.extend([(number, from, within), (number, within, within)]);
                self.bridges.push((within, to));
                self.may_be_parted(within);
            }
            Token::Choice(choices, _) => choices.iter().for_each(|choice| self.sequence(choice, from, to)),
            Token::Gap | Token::Glue => self.bridges.push((from, to)),
        }
    }

    fn literal(&mut self, literal: &Literal, from: StateId, to: StateId) {
        let text = literal.text.as_str();
        let mut at = from;
        let mut end = text.len();
        let mut is_last = true;
        loop {
            let head = text.get(..end).unwrap_or_default();
            let words = head.trim_end_matches(|c| !is_word(c));
            let between = head.get(words.len()..).unwrap_or_default();
            let start = words.rfind(|c| !is_word(c)).map_or(0, |at| at + char_len(words, at));
            if !(between.is_empty() || !is_last && between == " ") {
                self.may_be_parted(at);
            }
            if words.is_empty() {
                self.bridges.push((at, to));
                if !between.is_empty() {
                    self.may_be_parted(to);
                }
                return;
            }
            let is_first = !text.get(..start).unwrap_or_default().contains(is_word);
            let word = words.get(start..).unwrap_or_default();
            let label = self.words.label(word, is_first && literal.open_left, is_last && literal.open_right);
            let next = if start == 0 { to } else { self.state() };
            self.ways.push((label, at, next));
            if start == 0 {
                return;
            }
            (at, end, is_last) = (next, start, false);
        }
    }

    /// Calls `found` with each row, the index of the word of `folded` that it may start with, and how many words, as
    /// spaces part them, stand behind that. The last of them come first.
    pub(super) fn find(&self, folded: &Folded, memory: &mut Memory, mut found: impl FnMut(u32, usize, usize)) {
        let text = folded.text().as_bytes();
        memory.start();
        let mut set = NONE;
        let mut parted = true;
        let mut left = 0;
        for (index, word) in folded.words().iter().enumerate().rev() {
            if parted && set != NONE {
                set = memory.parted(self, set);
            }
            parted = !word.spaced;
            let symbol = memory.symbols.of(&self.words, text, word.range());
            if set != NONE || symbol != Symbol::default() {
                let (next, finds) = memory.next(self, set, symbol);
                set = next;
                if finds && let Some(set) = memory.sets.get(set as usize) {
                    set.found.iter().for_each(|row| found(*row, index, left));
                }
            }
            left += usize::from(word.leads);
        }
    }

    /// The ways of a word that is `label`.
    fn ways(&self, label: Label) -> &[(Label, StateId, StateId)] {
        let behind = self.ways.get(self.ways.partition_point(|(other, ..)| *other < label)..).unwrap_or(&[]);
        behind.get(..behind.partition_point(|(other, ..)| *other == label)).unwrap_or(&[])
    }

    /// Adds what no word leads to from any of `states`.
    fn close(&self, states: &mut Vec<StateId>) {
        states.sort_unstable();
        states.dedup();
        let mut at = 0;
        while let Some(state) = states.get(at).copied() {
            at += 1;
            let bridges = self.states.get(state as usize).and_then(|state| self.bridges.get(state.bridges.clone()));
            for (_, to) in bridges.unwrap_or(&[]) {
                if !states.contains(to) {
                    states.push(*to);
                }
            }
        }
        states.sort_unstable();
    }
}

impl Memory {
    /// Makes it ready for a text.
    fn start(&mut self) {
        if self.sets.is_empty() || self.is_full() {
            self.forget();
        }
    }

    fn is_full(&self) -> bool {
        self.steps.len() > MOST_STEPS || self.sets.len() > MOST_SETS
    }

    /// Where a word leads from `set`, and whether a row starts there.
    #[inline]
    fn next(&mut self, rows: &Rows, set: SetId, symbol: Symbol) -> (SetId, bool) {
        let step = u64::from(set) << 32 | u64::from(symbol.0);
        let place = (step.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - RECENT)) as usize;
        match self.recent.get(place) {
            Some((known, next, finds)) if *known == step => (*next, *finds),
            _ => self.next_anew(rows, set, symbol, (place, step)),
        }
    }

    fn next_anew(&mut self, rows: &Rows, set: SetId, symbol: Symbol, (place, step): (usize, u64)) -> (SetId, bool) {
        let known = self.steps.get(&(set, symbol)).copied();
        let (next, is_kept) = known.map_or_else(|| self.step(rows, set, symbol), |next| (next, true));
        let finds = self.sets.get(next as usize).is_some_and(|set| !set.found.is_empty());
        if is_kept && let Some(recent) = self.recent.get_mut(place) {
            *recent = (step, next, finds);
        }
        (next, finds)
    }

    fn forget(&mut self) {
        // No step is written with every bit.
        self.recent = vec![(u64::MAX, NONE, false); 1 << RECENT];
        self.sets.clear();
        self.known.clear();
        self.steps.clear();
        self.sets.push(Set { states: Box::default(), found: Box::default(), parted: Some(NONE) });
        self.known.insert(Box::default(), NONE);
    }

    fn states(&self, set: SetId) -> &[StateId] {
        self.sets.get(set as usize).map_or(&[], |set| &set.states)
    }

    /// Works out where a word leads from `set`, and whether the step may be kept: where all was forgotten meanwhile, `set`
    /// means another.
    fn step(&mut self, rows: &Rows, set: SetId, symbol: Symbol) -> (SetId, bool) {
        let mut next = Vec::new();
        for label in self.symbols.labels(symbol) {
            leads(rows.ways(*label), self.states(set), &mut next);
        }
        if next.is_empty() && set != NONE {
            // Nothing that is begun goes on.
            let known = self.steps.get(&(NONE, symbol)).copied();
            let (next, is_kept) = known.map_or_else(|| self.step(rows, NONE, symbol), |next| (next, true));
            if is_kept && !self.is_full() {
                self.steps.insert((set, symbol), next);
            }
            return (next, is_kept);
        }
        for label in self.symbols.labels(symbol) {
            next.extend(rows.ways(*label).iter().take_while(|(_, from, _)| *from == START).map(|(.., to)| *to));
        }
        rows.close(&mut next);
        if self.is_full() {
            self.forget();
            return (self.set(rows, next), false);
        }
        let next = self.set(rows, next);
        self.steps.insert((set, symbol), next);
        (next, true)
    }

    /// What is left of `set` where more than a space parts two words.
    fn parted(&mut self, rows: &Rows, set: SetId) -> SetId {
        if let Some(Set { parted: Some(parted), .. }) = self.sets.get(set as usize) {
            return *parted;
        }
        let survives = |state: &StateId| rows.states.get(*state as usize).is_some_and(|state| state.parted);
        let mut left: Vec<StateId> = self.states(set).iter().copied().filter(survives).collect();
        rows.close(&mut left);
        let parted = self.set(rows, left);
        if let Some(set) = self.sets.get_mut(set as usize) {
            set.parted = Some(parted);
        }
        parted
    }

    fn set(&mut self, rows: &Rows, states: Vec<StateId>) -> SetId {
        if let Some(known) = self.known.get(states.as_slice()) {
            return *known;
        }
        let found = states.iter().filter_map(|state| rows.states.get(*state as usize)?.found).collect();
        let states: Box<[StateId]> = states.into();
        let id = self.sets.len() as SetId;
        self.known.insert(states.clone(), id);
        self.sets.push(Set { states, found, parted: None });
        id
    }
}

/// Adds where `ways` lead from any of `states`; both are in order.
fn leads(ways: &[(Label, StateId, StateId)], states: &[StateId], next: &mut Vec<StateId>) {
    if ways.len() < states.len() {
        let leads = |(_, from, _): &&(Label, StateId, StateId)| states.binary_search(from).is_ok();
        next.extend(ways.iter().filter(leads).map(|(.., to)| *to));
        return;
    }
    for state in states {
        let from = ways.get(ways.partition_point(|(_, from, _)| from < state)..).unwrap_or(&[]).iter();
        next.extend(from.take_while(|(_, from, _)| from == state).map(|(.., to)| *to));
    }
}

/// Bytes of the character of `text` at `at`.
fn char_len(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}
