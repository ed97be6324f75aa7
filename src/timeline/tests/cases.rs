//! Single cases that the contract names.

use super::build::{campaign, email, if_known, next, on, opt_out, row, stops, task, to, touch};
use crate::model::{Action, Channel, Event, Fact, Flow, OptOutMethod, Scope, time};
use crate::timeline::report::{Report, report};
use crate::timeline::{self, After, Count, Gap, Recipient, Timelines, Visit};

const DAY: u64 = time::DAY;

fn steps(visits: &[Visit]) -> Vec<(usize, u64)> {
    visits.iter().map(|visit| (visit.step, visit.at_s)).collect()
}

fn replies(timelines: &Timelines) -> &[After] {
    timelines.after(Recipient::Replies)
}

#[test]
fn an_empty_campaign_touches_nobody() {
    let timelines = timeline::of(&campaign(Vec::new()));
    assert_eq!(timelines.silent.touch_count, Count::Bounded(0));
    assert_eq!((timelines.silent.min_gap_s, timelines.silent.last_at_s), (None, None));
    assert!(Recipient::ALL.iter().all(|recipient| timelines.after(*recipient).is_empty()));
}

#[test]
fn a_window_is_half_open() {
    let track = timeline::of(&row(3, DAY)).silent;
    assert_eq!((track.max_in_24h, track.max_in_7d, track.min_gap_s), (Some(1), Some(3), Some(DAY)));
    assert_eq!(timeline::of(&row(3, DAY - 1)).silent.max_in_24h, Some(2));
    assert_eq!(timeline::of(&row(40, DAY)).silent.max_in_30d, Some(30));
}

#[test]
fn the_false_side_of_a_branch_leaves_after_its_time_and_the_others_at_once() {
    let ask = |flow| vec![(0, email(), next(1)), (DAY, Action::Nothing, flow), (DAY, email(), next(None))];
    let last = |flow| timeline::of(&campaign(ask(flow))).silent.last_at_s;
    assert_eq!(last(on(Event::Reply, 3 * DAY, to(None), to(2))), Some(5 * DAY));
    assert_eq!(last(if_known(to(2), to(2))), Some(2 * DAY));
    assert_eq!(last(Flow::Split(vec![to(None), to(2)])), Some(2 * DAY));
    let reader = timeline::of(&campaign(ask(on(Event::Click, 3 * DAY, to(2), to(2))))).reader;
    assert_eq!(reader.last_at_s, Some(2 * DAY));
}

#[test]
fn a_cycle_with_a_touch_has_no_end_and_one_without_is_left() {
    let round = vec![
        (0, Action::Nothing, next(1)),
        (DAY, email(), next(2)),
        (0, Action::Nothing, on(Event::Reply, DAY, to(3), to(1))),
        (DAY, touch(Channel::Sms), next(None)),
    ];
    let timelines = timeline::of(&campaign(round));
    assert_eq!(timelines.silent.touch_count, Count::Unbounded);
    assert_eq!(timelines.silent.cycle, [1, 2]);
    let [after] = replies(&timelines) else { panic!("the event comes after the one touch") };
    assert_eq!(steps(&after.touches), [(3, 2 * DAY)]);

    let wait = vec![
        (0, email(), next(1)),
        (DAY, Action::Nothing, if_known(to(2), to(1))),
        (DAY, Action::Nothing, if_known(to(1), to(3))),
        (0, email(), next(None)),
    ];
    let track = timeline::of(&campaign(wait)).silent;
    assert_eq!((track.touch_count, track.last_at_s), (Count::Bounded(2), Some(2 * DAY)));
    assert_eq!(track.last, [0, 3]);
}

#[test]
fn a_step_seen_before_the_event_can_come_again_after_it() {
    // 0 touch, 1 asks for a reply: no -> 2 touch -> back to 1; yes -> 3 touch.
    let made = campaign(vec![
        (0, email(), next(1)),
        (0, Action::Nothing, on(Event::Reply, DAY, to(3), to(2))),
        (0, email(), next(1)),
        (DAY, email(), next(None)),
    ]);
    let timelines = timeline::of(&made);
    let found: Vec<_> = replies(&timelines).iter().map(|after| steps(&after.touches)).collect();
    assert_eq!(found, [vec![(3, DAY)], vec![(3, 2 * DAY)]]);
}

#[test]
fn a_stop_ends_everything_or_its_own_channel() {
    let made =
        || campaign(vec![(0, email(), next(1)), (DAY, touch(Channel::Sms), next(2)), (DAY, email(), next(None))]);
    let after = |scope| timeline::of(&stops(made(), &[Event::Reply], scope));
    for scope in [None, Some(Scope::AllChannels)] {
        assert!(replies(&after(scope)).iter().all(|after| after.touches.is_empty()));
    }
    let same = after(Some(Scope::SameChannel));
    let found: Vec<_> = replies(&same).iter().map(|after| steps(&after.touches)).collect();
    assert_eq!(found, [vec![(1, DAY)], vec![(2, 2 * DAY)], vec![]]);
    assert_eq!(*same.after(Recipient::Declines)[0].can_follow, [1, 2]);

    let mut unknown = made();
    unknown.stop.on = vec![(Event::Reply, Fact::Unknown)];
    assert_eq!(replies(&timeline::of(&unknown))[0].touches.len(), 2);
}

#[test]
fn an_opt_out_stops_its_channel_where_there_is_a_way_out() {
    let row = [Channel::Email, Channel::Voicemail, Channel::Email];
    let made = || {
        let step = |(index, channel): (usize, &Channel)| (DAY, touch(*channel), next((index < 2).then_some(index + 1)));
        campaign(row.iter().enumerate().map(step).collect())
    };
    let after = |channel, method, covers| {
        let timelines = timeline::of(&opt_out(made(), channel, method, covers));
        timelines.after(Recipient::OptsOut).iter().map(|after| after.can_follow.to_vec()).collect::<Vec<_>>()
    };
    let email = |method, covers| after(Channel::Email, method, covers);
    assert_eq!(email(OptOutMethod::Link, Scope::SameChannel), [vec![1], vec![2], vec![]]);
    assert_eq!(email(OptOutMethod::Link, Scope::AllChannels), [vec![], vec![2], vec![]]);
    assert_eq!(email(OptOutMethod::None, Scope::AllChannels), [vec![1, 2], vec![2], vec![]]);
    assert_eq!(after(Channel::Call, OptOutMethod::Spoken, Scope::AllChannels), [vec![1, 2], vec![], vec![]]);
}

#[test]
fn tasks_count_from_the_event() {
    let made = campaign(vec![(DAY, email(), next(1)), (0, Action::Nothing, next(2)), (DAY, task(), next(None))]);
    let timelines = timeline::of(&made);
    assert_eq!(*replies(&timelines)[0].tasks, [Visit { step: 2, at_s: DAY }]);
    let round = campaign(vec![(DAY, email(), next(1)), (DAY, task(), next(0))]);
    assert_eq!(*replies(&timeline::of(&round))[0].tasks, [Visit { step: 1, at_s: DAY }]);
}

#[test]
fn what_follows_the_touches_of_a_row_is_kept_once() {
    let timelines = timeline::of(&row(5, DAY));
    let [all @ .., last] = replies(&timelines) else { panic!("the event comes after each touch") };
    assert_eq!((all.len(), last.touches.len()), (4, 0));
    let ends = |end: fn(&After) -> usize| all.iter().map(end).collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(ends(|after| after.touches.as_ptr_range().end as usize), 1);
    assert_eq!(ends(|after| after.can_follow.as_ptr_range().end as usize), 1);
}

#[test]
fn what_follows_without_end_names_the_cycle_and_one_round() {
    let made = campaign(vec![(DAY, email(), next(1)), (DAY, email(), next(0))]);
    let timelines = timeline::of(&made);
    let [first, second] = replies(&timelines) else { panic!("two touches") };
    assert_eq!((&*first.cycle, &*second.cycle), (&[0, 1][..], &[0, 1][..]));
    assert_eq!(steps(&first.touches), [(1, 2 * DAY), (0, 3 * DAY)]);
    assert_eq!(steps(&second.touches), [(0, 3 * DAY), (1, 4 * DAY)]);
    assert_eq!(*first.can_follow, [0, 1]);
}

#[test]
fn two_touches_that_follow_each_other_do_so_on_the_walk_via_them() {
    // 0 touch -> by way of the touch 1 (at once) or the wait 2 (five days) -> 3 touch.
    let made = campaign(vec![
        (0, email(), if_known(to(1), to(2))),
        (DAY, email(), next(3)),
        (5 * DAY, Action::Nothing, next(3)),
        (0, email(), next(None)),
    ]);
    let timelines = timeline::of(&made);
    assert!(timelines.silent.gaps.contains(&Gap { from: 0, to: 3, gap_s: 5 * DAY }));
    let walk = timelines.walk_via(Recipient::Silent, &[0, 3]).unwrap();
    assert_eq!(steps(&walk), [(0, 0), (3, 5 * DAY)]);
    assert_eq!(timelines.walk_via(Recipient::Silent, &[3, 0]), None);
    assert_eq!(timelines.walk_via(Recipient::Replies, &[0]), None);
}

#[test]
fn the_longest_way_through_a_ring_of_waits_is_exact_in_large_rings_too() {
    for ring in [3_usize, 12, 13, 200] {
        // 0 touch, then a ring of waits, each of which leads on or out.
        let mut made = vec![(0, email(), next(1))];
        made.extend((1..=ring).map(|step| (DAY, Action::Nothing, if_known(to(step % ring + 1), to(ring + 1)))));
        made.push((0, email(), next(None)));
        let track = timeline::of(&campaign(made)).silent;
        assert_eq!((track.touch_count, track.min_gap_s), (Count::Bounded(2), Some(DAY)));
        assert_eq!(track.last_at_s, Some(ring as u64 * DAY));
    }
}

#[test]
fn a_ring_with_a_short_cut_is_gone_round_the_long_way_in_large_rings_too() {
    for ring in [3_usize, 12, 13, 40] {
        let mut made = vec![(0, email(), next(1))];
        made.push((DAY, Action::Nothing, Flow::Split(vec![to(2), to(ring)])));
        made.extend((2..ring).map(|step| (DAY, Action::Nothing, next(step + 1))));
        made.push((DAY, Action::Nothing, if_known(to(1), to(ring + 1))));
        made.push((0, email(), next(None)));
        let track = timeline::of(&campaign(made)).silent;
        assert_eq!((track.min_gap_s, track.last_at_s), (Some(2 * DAY), Some(ring as u64 * DAY)), "{ring}");
    }
}

#[test]
fn a_knot_is_left_by_its_quickest_and_its_slowest_way() {
    let ends = |knot: Vec<(u64, Action, Flow)>, out: u64| {
        let mut made = vec![(0, email(), next(1))];
        made.extend(knot);
        made.push((out, email(), next(None)));
        let track = timeline::of(&campaign(made)).silent;
        (track.min_gap_s, track.last_at_s)
    };
    let by_two_ways_to_one_exit = vec![
        (0, Action::Nothing, Flow::Split(vec![to(2), to(3)])),
        (0, Action::Nothing, on(Event::Reply, 5 * DAY, to(None), to(4))),
        (DAY, Action::Nothing, next(4)),
        (0, Action::Nothing, if_known(to(5), to(1))),
    ];
    assert_eq!(ends(by_two_ways_to_one_exit, 0), (Some(DAY), Some(5 * DAY)));
    for waits in [[5 * DAY, 0], [0, 5 * DAY]] {
        let by_two_exits = vec![
            (0, Action::Nothing, Flow::Split(vec![to(2), to(3)])),
            (waits[0], Action::Nothing, if_known(to(1), to(4))),
            (waits[1], Action::Nothing, if_known(to(1), to(4))),
        ];
        assert_eq!(ends(by_two_exits, DAY), (Some(DAY), Some(6 * DAY)));
    }
}

#[test]
fn a_huge_knot_keeps_what_can_be_reached() {
    // A ring of waits; a touch leads to each of them, and each leads out to a touch of its own.
    let ring = 600;
    let mut made = vec![(0, Action::Nothing, Flow::Split((1..=ring).map(to).collect()))];
    made.extend((1..=ring).map(|step| (DAY, email(), next(ring + step))));
    made.extend(
        (0..ring)
            .map(|step| (DAY, Action::Nothing, if_known(to(ring + 1 + (step + 1) % ring), to(2 * ring + 1 + step)))),
    );
    made.extend((0..ring).map(|_| (0, email(), next(None))));
    let timelines = timeline::of(&campaign(made));
    let plan = &timelines.plans[0];
    let ways: usize = (0..plan.order.len() as u32).map(|position| plan.ways(position).len()).sum();
    assert!(ways <= 4 * plan.order.len(), "{ways}");
    let track = timelines.silent;
    assert_eq!((track.touch_count, track.gaps.len()), (Count::Bounded(2), ring * ring));
    assert_eq!((track.first.len(), track.last.len()), (ring, 2 * ring));
    assert!(track.gaps.iter().all(|gap| gap.gap_s >= DAY && gap.gap_s <= 2 * ring as u64 * DAY));
}

/// `count` branches in a row, each between a touch and either a touch or a wait.
fn forks(count: usize, other: fn() -> Action, wait_s: u64) -> Vec<(u64, Action, Flow)> {
    let fork = |fork| {
        let step = 3 * fork;
        let on = (fork + 1 < count).then_some(step + 3);
        [
            (0, Action::Nothing, if_known(to(step + 1), to(step + 2))),
            (wait_s, email(), next(on)),
            (2 * wait_s, other(), next(on)),
        ]
    };
    (0..count).flat_map(fork).collect()
}

#[test]
fn four_hundred_branches_are_no_work() {
    let track = timeline::of(&campaign(forks(400, email, DAY))).silent;
    assert_eq!((track.touch_count, track.last_at_s), (Count::Bounded(400), Some(800 * DAY)));
    assert_eq!((track.max_in_7d, track.max_in_30d, track.gaps.len()), (Some(7), Some(30), 4 * 399));

    let timelines = timeline::of(&campaign(forks(400, || Action::Nothing, 0)));
    let track = &timelines.silent;
    assert_eq!(
        (track.touch_count, track.max_in_24h, track.gaps.len()),
        (Count::Bounded(400), Some(400), 400 * 399 / 2)
    );
    assert_eq!(timelines.densest(Recipient::Silent, DAY, &|_| true).len(), 400);
    let heaviest = timelines.heaviest(Recipient::Reader, &|step| step as u32 % 2);
    assert_eq!(heaviest.iter().filter(|visit| visit.step % 2 == 1).count(), 200);
    let goals: Vec<usize> = (0..400).map(|fork| 3 * fork + 1).collect();
    assert_eq!(timelines.walk_via(Recipient::Silent, &goals).unwrap().len(), 400);
    assert_eq!(replies(&timelines)[0].touches.len(), 399);
    assert_eq!(replies(&timelines)[0].can_follow.len(), 399);
}

#[test]
fn a_hundred_thousand_steps_in_a_row_overflow_nothing() {
    let timelines = timeline::of(&row(100_000, 60));
    assert_eq!(timelines.silent.touch_count, Count::Bounded(100_000));
    assert_eq!((timelines.silent.max_in_24h, timelines.silent.max_in_30d), (Some(1_440), Some(43_200)));
    assert_eq!(timelines.densest(Recipient::Silent, DAY, &|_| true).len(), 1_440);
    assert_eq!(timelines.walk_via(Recipient::Silent, &[99_999]).unwrap().len(), 100_000);
    let ring = (0..100_000).map(|step| (60, email(), next((step + 1) % 100_000))).collect();
    assert_eq!(timeline::of(&campaign(ring)).silent.cycle.len(), 100_000);
}

#[test]
fn times_beyond_all_measure_stay_times() {
    let track = timeline::of(&row(3, u64::MAX / 2 + 5)).silent;
    assert_eq!(track.touch_count, Count::Bounded(3));
    assert_eq!((track.max_in_30d, track.last_at_s), (Some(1), Some(u64::MAX - 1)));
}

#[test]
fn the_report_has_the_names_of_the_contract() {
    let made = stops(
        campaign(vec![(DAY, email(), next(1)), (18 * DAY, touch(Channel::Call), next(None))]),
        &[Event::Reply],
        None,
    );
    let timelines = timeline::of(&made);
    let kinds = [Recipient::Silent, Recipient::Replies, Recipient::OptsOut];
    let found = serde_json::to_value(Report::new(vec![report("a.toml", &made, &timelines, &kinds)])).unwrap();
    let second = serde_json::json!({ "step": "s1", "channel": "call", "sender": "maya", "at_s": 1_641_600 });
    let first = serde_json::json!({ "step": "s0", "channel": "email", "sender": "maya", "at_s": 86_400 });
    let wanted = serde_json::json!({ "version": 1, "campaigns": [ { "file": "a.toml", "campaign": "test", "recipients": {
        "silent": {
            "touch_count": 2, "min_gap_s": 1_555_200, "max_in_24h": 1, "max_in_7d": 1, "max_in_30d": 2,
            "last_at_s": 1_641_600, "touches": [first, second], "senders": ["maya"], "channels": ["email", "call"],
        },
        "replies": { "after": [ { "event_after": "s0", "touches": [] }, { "event_after": "s1", "touches": [] } ] },
        "opts-out": { "after": [
            { "event_after": "s0", "channel": "email", "touches": [second] },
            { "event_after": "s1", "channel": "call", "touches": [] },
        ] },
    } } ] });
    assert_eq!(found, wanted);
}

#[test]
fn the_report_says_what_has_no_end() {
    let made = campaign(vec![(0, Action::Nothing, next(1)), (DAY, email(), next(1))]);
    let timelines = timeline::of(&made);
    let kinds = [Recipient::Silent, Recipient::Converts];
    let found = serde_json::to_value(report("a.toml", &made, &timelines, &kinds)).unwrap();
    let touches = serde_json::json!([{ "step": "s1", "channel": "email", "sender": "maya", "at_s": 2 * DAY }]);
    assert_eq!(
        found["recipients"],
        serde_json::json!({
            "silent": {
                "touch_count": "unbounded", "cycle": ["s1"], "min_gap_s": null, "max_in_24h": null, "max_in_7d": null,
                "max_in_30d": null, "last_at_s": null, "touches": [], "senders": [], "channels": [],
            },
            "converts": { "after": [
                { "event_after": "s1", "touch_count": "unbounded", "cycle": ["s1"], "touches": touches },
            ] },
        })
    );
}
