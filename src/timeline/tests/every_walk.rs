//! Random small campaigns: every figure equals what a list of all walks gives.

use proptest::prelude::{Just, Strategy, any, prop};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use proptest::{prop_assert, prop_assert_eq, prop_oneof};

use super::brute::{Brute, Figures, Who, figures, fullest, silenced};
use super::build;
use crate::model::{Action, Campaign, Channel, Event, Flow, OptOutMethod, Scope, Target};
use crate::timeline::{self, After, Count, Recipient, Timelines, Track, Visit};

const CHANNELS: [Channel; 4] = [Channel::Email, Channel::Sms, Channel::Call, Channel::Voicemail];
/// One more than the most steps of a draft.
const MOST_STEPS: usize = 10;
const HOUR: u64 = 3_600;
const WAITS: [u64; 9] = [0, 0, HOUR, 12 * HOUR, 23 * HOUR, 24 * HOUR, 3 * 24 * HOUR, 7 * 24 * HOUR, 29 * 24 * HOUR];

/// A campaign before its numbers are made to fit, so that it shrinks.
#[derive(Clone, Debug)]
struct Draft {
    steps: Vec<Sketch>,
    shape: Shape,
    stop_on: u8,
    same_channel: bool,
    opt_outs: Vec<(usize, bool, bool)>,
    via: Vec<usize>,
    weights: Vec<u32>,
    counted: u16,
    window: usize,
}

/// A step of a draft.
#[derive(Clone, Debug)]
struct Sketch {
    wait: usize,
    action: usize,
    flow: usize,
    event: usize,
    within: usize,
    /// Each way: how it leads on, and how far.
    ways: [(u8, usize); 3],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// Ways lead only to later steps.
    Forward,
    /// Some ways lead back.
    Back,
    /// Most ways lead back, and most steps are no touches.
    Knotted,
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let way = || (0..12_u8, any::<usize>());
    let wait = 0..WAITS.len();
    (wait.clone(), 0..12_usize, 0..12_usize, 0..Event::ALL.len(), wait, [way(), way(), way()])
        .prop_map(|(wait, action, flow, event, within, ways)| Sketch { wait, action, flow, event, within, ways })
}

fn drafts() -> impl Strategy<Value = Draft> {
    let opt_outs = prop::collection::vec((0..CHANNELS.len(), any::<bool>(), any::<bool>()), 0..3);
    (
        (
            prop_oneof![1 => prop::collection::vec(sketches(), 0..4), 4 => prop::collection::vec(sketches(), 4..MOST_STEPS)],
            prop::sample::select(&[Shape::Forward, Shape::Back, Shape::Knotted]),
        ),
        (prop_oneof![Just(0), any::<u8>()], any::<bool>(), opt_outs),
        prop::collection::vec(any::<usize>(), 0..4),
        prop::collection::vec(0..4_u32, MOST_STEPS),
        (any::<u16>(), 2..WAITS.len()),
    )
        .prop_map(|((steps, shape), (stop_on, same_channel, opt_outs), via, weights, (counted, window))| Draft {
            steps,
            shape,
            stop_on,
            same_channel,
            opt_outs,
            via,
            weights,
            counted,
            window,
        })
}

fn flow(sketch: &Sketch, ways: [Target; 3]) -> Flow {
    let [first, second, _] = ways;
    let within_s = WAITS[sketch.within];
    match sketch.flow {
        0..3 => Flow::Next(first),
        3..6 => build::if_known(first, second),
        6 => build::on(Event::Open, within_s, first, second),
        7 => build::on(Event::Reply, within_s, first, second),
        8..10 => build::on(Event::ALL[sketch.event], within_s, first, second),
        _ => Flow::Split(ways[..sketch.within % 4].to_vec()),
    }
}

fn campaign(draft: &Draft) -> Campaign {
    let count = draft.steps.len();
    let step = |(index, sketch): (usize, &Sketch)| {
        let target = |(kind, raw): (u8, usize)| {
            let step = match (draft.shape, kind) {
                (_, 0..5) | (Shape::Forward | Shape::Back, 5..7) => index + 1,
                (Shape::Forward, _) | (Shape::Back, 7..9) => index + 1 + raw % 4,
                (Shape::Knotted, 11) => count,
                _ => raw % (count + 1),
            };
            if step < count { Target::Step(step) } else { Target::End }
        };
        let channel = CHANNELS[sketch.action % CHANNELS.len()];
        let action = match (draft.shape, sketch.action) {
            (Shape::Knotted, 0..2) | (Shape::Forward | Shape::Back, 0..8) => build::touch(channel),
            (_, 2 | 8) => build::task(),
            _ => Action::Nothing,
        };
        (WAITS[sketch.wait], action, flow(sketch, sketch.ways.map(target)))
    };
    let mut made = build::campaign(draft.steps.iter().enumerate().map(step).collect());
    let acting = Recipient::ALL.iter().filter_map(|recipient| recipient.event()).enumerate();
    let stops: Vec<Event> = acting.filter(|(bit, _)| draft.stop_on >> bit & 1 == 1).map(|(_, event)| event).collect();
    made = build::stops(made, &stops, draft.same_channel.then_some(Scope::SameChannel));
    for &(channel, works, far) in &draft.opt_outs {
        let method = if works { OptOutMethod::Link } else { OptOutMethod::None };
        let covers = if far { Scope::AllChannels } else { Scope::SameChannel };
        made = build::opt_out(made, CHANNELS[channel], method, covers);
    }
    made
}

#[test]
fn every_figure_is_the_worst_over_every_walk() {
    let config = Config { cases: 6_000, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&drafts(), |draft| {
        let campaign = campaign(&draft);
        let timelines = timeline::of(&campaign);
        for (recipient, who) in [(Recipient::Silent, Who::Silent), (Recipient::Reader, Who::Reader)] {
            track_holds(&campaign, &timelines, recipient, who, &draft)?;
        }
        for &recipient in Recipient::ALL {
            acts_hold(&campaign, &timelines, recipient)?;
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn pairs(visits: &[Visit]) -> Vec<(usize, u64)> {
    visits.iter().map(|visit| (visit.step, visit.at_s)).collect()
}

fn track_holds(
    campaign: &Campaign,
    timelines: &Timelines,
    recipient: Recipient,
    who: Who,
    draft: &Draft,
) -> Result<(), TestCaseError> {
    let brute = Brute { campaign, who, mute: Vec::new() };
    let walks = brute.walks();
    let touches: Vec<_> = walks.iter().map(|walk| brute.touches(&walk.steps)).collect();
    let Some(track) = timelines.track(recipient) else {
        return Err(TestCaseError::fail("no track"));
    };
    via_holds(&brute, timelines, recipient, &draft.via)?;
    let cycles: Vec<&Vec<usize>> = walks.iter().filter_map(|walk| walk.cycle.as_ref()).collect();
    if let Some(shortest) = cycles.iter().map(|cycle| cycle.len()).min() {
        prop_assert_eq!(track.touch_count, Count::Unbounded);
        prop_assert_eq!(track.cycle.len(), shortest);
        prop_assert!(cycles.contains(&&track.cycle), "{:?} starts where no walk meets it", track.cycle);
        let bare = Track { cycle: Vec::new(), ..track.clone() };
        let none = Track {
            touch_count: Count::Unbounded,
            min_gap_s: None,
            max_in_24h: None,
            max_in_7d: None,
            max_in_30d: None,
            last_at_s: None,
            touches: Vec::new(),
            cycle: Vec::new(),
            gaps: Vec::new(),
            last: Vec::new(),
            first: Vec::new(),
        };
        prop_assert_eq!(bare, none);
        prop_assert!(timelines.heaviest(recipient, &|_| 1).is_empty());
        prop_assert!(timelines.densest(recipient, HOUR, &|_| true).is_empty());
        prop_assert!((0..campaign.steps.len()).all(|step| timelines.latest(recipient, step).is_empty()));
        return Ok(());
    }
    let worst = figures(&touches);
    let Count::Bounded(count) = track.touch_count else {
        return Err(TestCaseError::fail("unbounded without a cycle"));
    };
    let most = |figure: Option<u32>| figure.map_or(usize::MAX, |figure| figure as usize);
    let found = Figures {
        count: count as usize,
        ends_s: track.touches.last().map(|visit| visit.at_s),
        min_gap_s: track.min_gap_s,
        in_window: [most(track.max_in_24h), most(track.max_in_7d), most(track.max_in_30d)],
        last_at_s: track.last_at_s,
        gaps: track.gaps.iter().map(|gap| ((gap.from, gap.to), gap.gap_s)).collect(),
        first: track.first.clone(),
        last: track.last.clone(),
    };
    prop_assert_eq!(&found, &worst);
    prop_assert!(track.gaps.is_sorted() && track.gaps.len() == worst.gaps.len());
    prop_assert!(track.cycle.is_empty());
    let best =
        |walk: &&Vec<(usize, u64)>| walk.len() == worst.count && walk.last().map(|visit| visit.1) == worst.ends_s;
    prop_assert!(touches.iter().filter(best).any(|walk| *walk == pairs(&track.touches)));
    if draft.shape == Shape::Forward {
        prop_assert_eq!(touches.iter().find(best), Some(&pairs(&track.touches)), "the first-written way");
    }
    for gap in &track.gaps {
        let walk = timelines.walk_via(recipient, &[gap.from, gap.to]).unwrap_or_default();
        let end: Vec<_> = walk.iter().rev().take(2).rev().collect();
        prop_assert_eq!(end.iter().map(|visit| visit.step).collect::<Vec<_>>(), vec![gap.from, gap.to]);
        prop_assert_eq!(end[1].at_s - end[0].at_s, gap.gap_s);
    }
    let latest: std::collections::BTreeMap<_, _> = pairs(&timelines.latest_of_each(recipient)).into_iter().collect();
    for step in 0..campaign.steps.len() {
        let found = pairs(&timelines.latest(recipient, step));
        prop_assert_eq!(found.last().map(|visit| visit.1), latest.get(&step).copied());
        let to_step = touches.iter().flatten().filter(|visit| visit.0 == step).map(|visit| visit.1);
        prop_assert_eq!(found.last().map(|visit| visit.1), to_step.max());
        prop_assert!(touches.iter().any(|walk| walk.starts_with(&found)), "{:?} is no walk", found);
    }
    heaviest_holds(&touches, timelines, recipient, &draft.weights)?;
    densest_holds(&touches, timelines, recipient, WAITS[draft.window], draft.counted)
}

fn via_holds(
    brute: &Brute<'_>,
    timelines: &Timelines,
    recipient: Recipient,
    raw: &[usize],
) -> Result<(), TestCaseError> {
    let count = brute.campaign.steps.len().max(1);
    let via: Vec<usize> = raw.iter().map(|step| step % count).collect();
    let passes = |steps: &[(usize, u64)]| {
        let mut left = via.iter().peekable();
        let end = steps.iter().position(|(step, _)| {
            left.next_if_eq(&step);
            left.peek().is_none()
        });
        end.map(|end| brute.touches(&steps[..=end]))
    };
    let found = timelines.walk_via(recipient, &via);
    if via.is_empty() {
        prop_assert_eq!(found, Some(Vec::new()));
        return Ok(());
    }
    let possible: Vec<_> = brute.walks().iter().filter_map(|walk| passes(&walk.steps)).collect();
    match found {
        None => prop_assert!(possible.is_empty(), "there is a walk via {via:?}: {possible:?}"),
        Some(walk) => prop_assert!(possible.contains(&pairs(&walk)), "{walk:?} is no walk via {via:?}"),
    }
    Ok(())
}

fn heaviest_holds(
    walks: &[Vec<(usize, u64)>],
    timelines: &Timelines,
    recipient: Recipient,
    weights: &[u32],
) -> Result<(), TestCaseError> {
    let sum = |walk: &Vec<(usize, u64)>| walk.iter().map(|(step, _)| weights[*step]).sum::<u32>();
    let heaviest = walks.iter().map(sum).max().unwrap_or(0);
    let found = pairs(&timelines.heaviest(recipient, &|step| weights[step]));
    if heaviest == 0 {
        prop_assert!(found.is_empty());
        return Ok(());
    }
    prop_assert!(walks.contains(&found), "{found:?} is no walk");
    let end_s = |walk: &Vec<(usize, u64)>| walk.last().map(|(_, at_s)| *at_s);
    let earliest = walks.iter().filter(|walk| sum(walk) == heaviest).map(end_s).min();
    prop_assert_eq!((sum(&found), Some(end_s(&found))), (heaviest, earliest));
    Ok(())
}

fn densest_holds(
    walks: &[Vec<(usize, u64)>],
    timelines: &Timelines,
    recipient: Recipient,
    window_s: u64,
    counted: u16,
) -> Result<(), TestCaseError> {
    let counts = |step: usize| counted >> step & 1 == 1;
    let found = pairs(&timelines.densest(recipient, window_s, &counts));
    let counted_walks: Vec<Vec<_>> =
        walks.iter().map(|walk| walk.iter().copied().filter(|(step, _)| counts(*step)).collect()).collect();
    let all = counted_walks.iter().map(|walk| fullest(walk, window_s));
    let (most, shortest) =
        all.fold(
            (0, 0),
            |best, (count, length_s)| {
                if count > best.0 || count == best.0 && length_s < best.1 { (count, length_s) } else { best }
            },
        );
    let length_s = found.last().map_or(0, |last| last.1) - found.first().map_or(0, |first| first.1);
    prop_assert_eq!((found.len(), length_s), (most, shortest));
    if most > 0 {
        let real = counted_walks.iter().any(|walk| walk.windows(most).any(|run| run == found));
        prop_assert!(real, "{found:?} stands on no walk");
    }
    Ok(())
}

fn acts_hold(campaign: &Campaign, timelines: &Timelines, recipient: Recipient) -> Result<(), TestCaseError> {
    let Some(event) = recipient.event() else {
        prop_assert!(timelines.after(recipient).is_empty());
        return Ok(());
    };
    let quiet = Brute { campaign, who: Who::Quiet, mute: Vec::new() };
    let mut events = std::collections::BTreeMap::new();
    for (step, at_s) in quiet.walks().iter().flat_map(|walk| quiet.touches(&walk.steps)) {
        let earliest = events.entry(step).or_insert(at_s);
        *earliest = at_s.min(*earliest);
    }
    let found: Vec<_> = timelines.after(recipient).iter().map(|after| pairs(&[after.event_after])[0]).collect();
    prop_assert_eq!(found, events.into_iter().collect::<Vec<_>>());
    for after in timelines.after(recipient) {
        let step = after.event_after.step;
        prop_assert_eq!(Some(after.channel), quiet.touch(step));
        match silenced(campaign, recipient, after.channel) {
            None => {
                let lists = (after.touches.len(), after.cycle.len(), after.can_follow.len(), after.tasks.len());
                prop_assert_eq!(lists, (0, 0, 0, 0));
            }
            Some(mute) => after_holds(&Brute { campaign, who: Who::Did(event), mute }, after)?,
        }
    }
    Ok(())
}

fn after_holds(brute: &Brute<'_>, after: &After) -> Result<(), TestCaseError> {
    let (start, at_s) = (after.event_after.step, after.event_after.at_s);
    let walks = brute.walks_from(start, at_s);
    let touches: Vec<_> = walks.iter().map(|walk| brute.touches(&walk.steps[1..])).collect();
    let found = pairs(&after.touches);
    let mut can_follow: Vec<usize> = touches.iter().flatten().map(|(step, _)| *step).collect();
    let cycles: Vec<_> = walks.iter().filter_map(|walk| walk.cycle.as_ref()).collect();
    if let Some(shortest) = cycles.iter().map(|cycle| cycle.len()).min() {
        prop_assert_eq!(after.cycle.len(), shortest);
        let same_round = |cycle: &&Vec<usize>| {
            (0..shortest).any(|turn| {
                cycle[turn..] == after.cycle[..shortest - turn] && cycle[..turn] == after.cycle[shortest - turn..]
            })
        };
        prop_assert!(cycles.iter().any(|cycle| cycle.len() == shortest && same_round(cycle)));
        let comes_back = cycles.iter().any(|cycle| cycle.contains(&start)) && brute.touch(start).is_some();
        can_follow.extend(comes_back.then_some(start));
        let on_cycle = after.cycle.iter().filter(|step| brute.touch(**step).is_some());
        prop_assert!(on_cycle.clone().count() > 0);
        for step in on_cycle {
            prop_assert_eq!(found.iter().filter(|(touched, _)| touched == step).count(), 1);
        }
        let before_start =
            found.split_last().filter(|((last, _), _)| *last == start).map_or(&found[..], |(_, rest)| rest);
        prop_assert!(touches.iter().any(|walk| walk.starts_with(before_start)), "{found:?} is no walk");
    } else {
        prop_assert!(after.cycle.is_empty());
        let worst = figures(&touches);
        let best = (found.len(), found.last().map(|(_, at_s)| *at_s));
        prop_assert_eq!(best, (worst.count, worst.ends_s));
        prop_assert!(touches.contains(&found), "{found:?} is no walk");
    }
    can_follow.sort_unstable();
    can_follow.dedup();
    prop_assert_eq!(&*after.can_follow, &can_follow[..]);
    let mut tasks = std::collections::BTreeMap::new();
    for (step, then_s) in walks.iter().flat_map(|walk| walk.steps.iter().skip(1)) {
        if matches!(brute.campaign.steps[*step].action, Action::Task(_)) {
            let least = tasks.entry(*step).or_insert(then_s - at_s);
            *least = (then_s - at_s).min(*least);
        }
    }
    prop_assert_eq!(pairs(&after.tasks), tasks.into_iter().collect::<Vec<_>>());
    Ok(())
}
