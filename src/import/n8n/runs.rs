//! Ways that are taken in one run, and ways that are taken over many.
//!
//! A schedule that reads a list every day and sends the message whose turn it is sends a person all of them, one after the
//! other, at times that stand in the list alone. And of several conditions behind one output, each before a message by
//! the same channel, a person fits one: they part people, as a switch does.

use super::graph::Graph;
use crate::import::read::{self, Item, Out};
use crate::model::{Channel, Fact, Guard};
use crate::source::Located;
use crate::syntax::Node;
use std::collections::HashSet;

/// How many items behind one are looked at.
const MAX_LOOKS: usize = 400;

/// Parts what conditions part, and puts into a row what a clock sends by turns.
pub(super) fn part(graph: &Graph<'_, '_>, items: &mut Vec<Item>, by_clock: bool) {
    // Where a run asks whether the person has answered, each run asks anew: a row would ask once.
    let asks = |item: &Item| matches!(&item.out, Out::Either(branch, ..) if matches!(branch.on.value, Guard::Event(_)));
    let in_rows = by_clock && !items.iter().any(asks);
    for index in 0..items.len() {
        let Some(item) = items.get(index) else { continue };
        let turns = match &item.out {
            _ if !in_rows => None,
            Out::Any(lists) => in_turn(graph, items, index, lists),
            Out::Either(_, yes, no) => in_turn(graph, items, index, &[yes.clone(), no.clone()]),
            Out::All(list) => {
                let lists: Vec<Vec<usize>> =
                    list.iter().filter(|to| behind(items, **to).is_guarded()).map(|to| vec![*to]).collect();
                let rest: Vec<usize> =
                    list.iter().filter(|to| !lists.iter().any(|of| of.contains(to))).copied().collect();
                in_turn(graph, items, index, &lists)
                    .map(|turns| rest.into_iter().map(|to| vec![to]).chain(turns).collect())
            }
            Out::Back(_) => None,
        };
        if let Some(turns) = turns {
            let row = row(items, turns);
            if let Some(item) = items.get_mut(index) {
                item.out = Out::All(row);
            }
        } else if let Some(parted) = parted(items, index)
            && let Some(item) = items.get_mut(index)
        {
            item.out = Out::All(parted);
        }
        if by_clock {
            hide(items, index);
        }
    }
}

/// Of what runs beside each other, what stands behind a condition may have its turn in another run.
fn hide(items: &mut Vec<Item>, index: usize) {
    let Some(Out::All(list)) = items.get(index).map(|item| &item.out) else { return };
    if list.len() < 2 {
        return;
    }
    let mut hidden = list.clone();
    for to in &mut hidden {
        if behind(items, *to).is_guarded() {
            items.push(Item::unseen(Fact::Unknown, Out::All(vec![*to])));
            *to = items.len() - 1;
        }
    }
    if let Some(item) = items.get_mut(index) {
        item.out = Out::All(hidden);
    }
}

/// One list after the other, with times between them that nobody knows.
fn row(items: &mut Vec<Item>, turns: Vec<Vec<usize>>) -> Vec<usize> {
    let mut row = Vec::new();
    for (turn, list) in turns.into_iter().enumerate() {
        if turn == 0 {
            row.extend(list);
        } else {
            items.push(Item::unseen(Fact::Unknown, Out::All(list)));
            row.push(items.len() - 1);
        }
    }
    row
}

/// The lists in the order of the numbers in their names; none where they have none, or the same.
fn in_turn(graph: &Graph<'_, '_>, items: &[Item], from: usize, lists: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
    let mut turns: Vec<(u64, Vec<usize>)> = Vec::new();
    for (output, list) in lists.iter().enumerate() {
        let Some(first) = list.iter().copied().find(|to| behind(items, *to).touches) else { continue };
        let named = output_name(graph, from, output).and_then(turn_of);
        let turn = behind(items, first).names.iter().find_map(|name| turn_of(name)).or(named)?;
        turns.push((turn, list.clone()));
    }
    turns.sort_by_key(|(turn, _)| *turn);
    let distinct = turns.windows(2).all(|pair| pair.first().map(|a| a.0) != pair.last().map(|b| b.0));
    (turns.len() > 1 && distinct).then(|| turns.into_iter().map(|(_, list)| list).collect())
}

/// The name of an output of a switch.
fn output_name<'a>(graph: &Graph<'a, '_>, index: usize, output: usize) -> Option<&'a str> {
    let rules = graph.parameters(index)?.at("rules.values").or_else(|| graph.parameters(index)?.at("rules.rules"))?;
    rules.items().get(output)?.get("outputKey").and_then(Node::as_str)
}

/// The turn that a name speaks of: a number that stands alone (`Day 3`, `Follow-up 2`), or a word for one. Numbers that are
/// written onto a name tell copies of a node apart.
fn turn_of(name: &str) -> Option<u64> {
    const WORDS: &[(&str, u64)] = &[
        ("initial", 0),
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
        ("fifth", 5),
        ("final", 1000),
        ("last", 1000),
    ];
    let mut before = ' ';
    let mut digits = String::new();
    for c in name.chars().chain([' ']) {
        if c.is_ascii_digit() && (!digits.is_empty() || !before.is_alphanumeric()) {
            digits.push(c);
        } else if !digits.is_empty() {
            return digits.parse().ok();
        }
        before = c;
    }
    let name = name.to_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word))
        .map(|(_, turn)| *turn)
}

/// What lies behind an item, up to the first touch on each way.
#[derive(Default)]
struct Behind {
    /// Whether a touch does.
    touches: bool,
    /// Whether one does without a condition before it.
    directly: bool,
    channels: Vec<Channel>,
    /// The names of the touches, then those of what lies before them.
    names: Vec<String>,
}

impl Behind {
    fn is_guarded(&self) -> bool {
        self.touches && !self.directly
    }
}

fn behind(items: &[Item], from: usize) -> Behind {
    let mut found = Behind::default();
    let mut seen = HashSet::new();
    let mut open = vec![(from, false)];
    let mut before = Vec::new();
    while let Some((index, guarded)) = open.pop() {
        let Some(item) = items.get(index).filter(|_| seen.len() < MAX_LOOKS && seen.insert(index)) else { continue };
        let name = item.step.as_ref().map(|step| step.id.value.clone());
        if let Some(touch) = item.step.as_ref().and_then(|step| step.touch()) {
            found.touches = true;
            found.directly |= !guarded;
            found.channels.push(touch.channel.value);
            found.names.extend(name);
            continue;
        }
        before.extend(name);
        let guards = matches!(item.out, Out::Either(..) | Out::Any(_));
        open.extend(item.next().into_iter().map(|next| (next, guarded || guards)));
    }
    found.channels.sort_unstable();
    found.channels.dedup();
    found.names.extend(before);
    found
}

/// What an item leads to, the conditions among it that part people put together.
fn parted(items: &mut Vec<Item>, index: usize) -> Option<Vec<usize>> {
    let Some(Out::All(list)) = items.get(index).map(|item| &item.out) else { return None };
    if list.len() < 2 {
        return None;
    }
    let list = list.clone();
    let mut groups: Vec<(Option<Vec<Channel>>, Vec<usize>)> = Vec::new();
    for to in list {
        let behind = behind(items, to);
        let channels = behind.is_guarded().then_some(behind.channels);
        match groups.iter_mut().find(|(known, _)| known.is_some() && *known == channels) {
            Some((_, group)) => group.push(to),
            None => groups.push((channels, vec![to])),
        }
    }
    if groups.iter().all(|(_, group)| group.len() == 1) {
        return None;
    }
    let place = items.get(index).and_then(|item| item.wait.place()).unwrap_or_default();
    let mut parted = Vec::new();
    for (_, group) in groups {
        if let [one] = group.as_slice() {
            parted.push(*one);
            continue;
        }
        let place = group.first().and_then(|to| items.get(*to)?.step.as_ref()).map_or(place, |step| step.head);
        let any = read::step(Located::new("one of these".to_owned(), place), place);
        items.push(Item::of(any, Out::Any(group.into_iter().map(|to| vec![to]).collect())));
        parted.push(items.len() - 1);
    }
    Some(parted)
}

#[cfg(test)]
mod tests {
    use super::turn_of;

    #[test]
    fn turns_are_read_from_names() {
        for (name, turn) in [
            ("Send Day 3 Follow-Up", 3),
            ("Email 60", 60),
            ("Follow Up Message 1", 1),
            ("Second reminder", 2),
            ("Send Day 14 Final Follow-Up", 14),
            ("Final notice", 1000),
        ] {
            assert_eq!(turn_of(name), Some(turn), "{name}");
        }
        for name in ["Send email2", "Gmail1", "Send the offer", "B2B mail"] {
            assert_eq!(turn_of(name), None, "{name}");
        }
    }
}
