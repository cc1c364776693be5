//! What background work may take: tables of cases, and what holds for all.

use std::time::Duration;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use revenge::domain::governor::{Allowance, Heat, Holds, Judge, Readings, Rule, Rules, Why, Window, WindowFault};
use revenge::domain::job::Queue;
use time::OffsetDateTime;
use time::macros::datetime;

const HEAT: Heat = Heat { soft_celsius: 80.0, hard_celsius: 90.0 };
const NOON: OffsetDateTime = datetime!(2026-06-15 12:00 UTC);
const GOVERNED: [Queue; 3] = [Queue::Default, Queue::Low, Queue::Bulk];

fn warm(celsius: f64) -> Readings {
    Readings { celsius: Some(celsius), ..Readings::default() }
}

fn holds(judge: &Judge) -> Holds {
    judge.holds(&Rules::default(), NOON, &TimeZone::UTC)
}

fn allowances(holds: &Holds) -> [Allowance; 3] {
    GOVERNED.map(|queue| holds.allowance(queue))
}

fn judged(readings: &Readings) -> Holds {
    let mut judge = Judge::new(HEAT);
    judge.read(readings, Duration::ZERO);
    holds(&judge)
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

#[test]
fn work_gives_way_in_order() {
    use Allowance::{Everything, Nothing, One};
    let full = [Everything; 3];
    let readings = Readings::default;
    let cases = [
        (readings(), full, None),
        (warm(79.9), full, None),
        (warm(80.0), [Everything, One, Nothing], Some(Why::Heat)),
        (warm(90.0), [Nothing; 3], Some(Why::Heat)),
        (Readings { is_playing: true, ..readings() }, [Everything, One, Nothing], Some(Why::Playing)),
        (Readings { memory_pressure: Some(20.0), ..readings() }, [Everything, One, Nothing], Some(Why::Memory)),
        (Readings { memory_share: Some(0.98), ..readings() }, [One, Nothing, Nothing], Some(Why::Memory)),
        (Readings { cpu_pressure: Some(94.0), ..readings() }, full, None),
        (Readings { cpu_pressure: Some(99.0), ..readings() }, [Everything, One, One], Some(Why::Load)),
        (Readings { io_pressure: Some(85.0), ..readings() }, [Everything, One, One], Some(Why::Load)),
        // The stricter one counts, and of two that are as strict the more telling one.
        (Readings { is_playing: true, ..warm(91.0) }, [Nothing; 3], Some(Why::Heat)),
        (
            Readings { is_playing: true, io_pressure: Some(85.0), ..readings() },
            [Everything, One, Nothing],
            Some(Why::Playing),
        ),
        (Readings { celsius: Some(f64::NAN), ..readings() }, full, None),
    ];
    for (readings, allowed, why) in cases {
        let holds = judged(&readings);
        assert_eq!(allowances(&holds), allowed, "{readings:?}");
        assert_eq!(holds.of(Queue::Bulk).map(|hold| hold.why), why, "{readings:?}");
    }
}

#[test]
fn a_machine_must_have_been_cooler_for_a_while() {
    let mut judge = Judge::new(HEAT);
    let mut read = |celsius: f64, at: u64| {
        judge.read(&warm(celsius), Duration::from_secs(at));
        holds(&judge).allowance(Queue::Default)
    };
    assert_eq!(read(95.0, 0), Allowance::Nothing);
    // Below the limit, and still too near to it.
    assert_eq!(read(86.0, 100), Allowance::Nothing);
    assert_eq!(read(84.0, 102), Allowance::Nothing);
    assert_eq!(read(86.0, 108), Allowance::Nothing, "the time begins anew");
    assert_eq!(read(84.0, 110), Allowance::Nothing);
    assert_eq!(read(84.0, 120), Allowance::Everything);
    assert_eq!(holds(&judge).allowance(Queue::Bulk), Allowance::Nothing, "above the soft limit's end");
    judge.read(&warm(60.0), Duration::from_secs(121));
    judge.read(&warm(60.0), Duration::from_secs(131));
    assert_eq!(holds(&judge), Holds::default());
}

#[test]
fn windows_open_and_close_by_the_local_clock() {
    let night = Window::parse("01:00", "06:00").unwrap();
    let evening = Window::parse("22:30", "02:00").unwrap();
    let berlin = zone("Europe/Berlin");
    // Summer time: UTC + 2.
    for (window, time, is_open) in [
        (night, datetime!(2026-06-14 22:59 UTC), false),
        (night, datetime!(2026-06-14 23:00 UTC), true),
        (night, datetime!(2026-06-15 3:59 UTC), true),
        (night, datetime!(2026-06-15 4:00 UTC), false),
        (evening, datetime!(2026-06-15 20:29 UTC), false),
        (evening, datetime!(2026-06-15 20:30 UTC), true),
        (evening, datetime!(2026-06-15 23:59 UTC), true),
        (evening, datetime!(2026-06-16 0:00 UTC), false),
    ] {
        assert_eq!(window.is_open(time, &berlin), is_open, "{window:?} {time}");
    }
    let noon = datetime!(2026-06-15 10:00 UTC);
    assert_eq!(night.next_opening(noon, &berlin), Some(datetime!(2026-06-15 23:00 UTC)));
    assert_eq!(night.next_change(datetime!(2026-06-15 23:00 UTC), &berlin), Some(datetime!(2026-06-16 4:00 UTC)));
    // The night that has no half past two.
    let gap = Window::parse("02:30", "05:00").unwrap();
    assert_eq!(gap.next_opening(datetime!(2026-03-28 12:00 UTC), &berlin), Some(datetime!(2026-03-29 1:30 UTC)));
    for (from, to, fault) in [
        ("1:00", "06:00", WindowFault::From),
        ("24:00", "06:00", WindowFault::From),
        ("01:60", "06:00", WindowFault::From),
        ("01:00", "", WindowFault::To),
        ("01:00", "+6:00", WindowFault::To),
        ("01:00", "01:00", WindowFault::Empty),
    ] {
        assert_eq!(Window::parse(from, to), Err(fault), "{from} {to}");
    }
}

#[test]
fn rules_hold_until_a_time_that_people_can_read() {
    let judge = Judge::new(HEAT);
    let mut rules = Rules::default();
    rules[Queue::Bulk as usize].window = Window::parse("01:00", "06:00").ok();
    let held = judge.holds(&rules, NOON, &TimeZone::UTC).of(Queue::Bulk).unwrap();
    assert_eq!((held.why, held.until), (Why::Window, Some(datetime!(2026-06-16 1:00 UTC))));
    assert_eq!(Judge::next_change(&rules, NOON, &TimeZone::UTC), Some(datetime!(2026-06-16 1:00 UTC)));
    assert!(judge.holds(&rules, datetime!(2026-06-16 5:59 UTC), &TimeZone::UTC).of(Queue::Bulk).is_none());

    let until = NOON + time::Duration::hours(2);
    rules = rules.map(|rule| Rule { held_until: Some(until), ..rule });
    let holds = judge.holds(&rules, NOON, &TimeZone::UTC);
    assert_eq!(holds.of(Queue::Bulk).map(|hold| (hold.why, hold.until)), Some((Why::Pause, Some(until))));
    assert_eq!((holds.of(Queue::Critical), holds.of(Queue::High)), (None, None));
    assert_eq!(Judge::next_change(&rules, NOON, &TimeZone::UTC), Some(until));
    assert!(judge.holds(&rules, until, &TimeZone::UTC).of(Queue::Default).is_none());
}

fn any_readings() -> impl Strategy<Value = Readings> {
    let percent = || proptest::option::of(0.0..=100.0);
    (
        proptest::option::of(-40.0..=150.0),
        percent(),
        percent(),
        percent(),
        proptest::option::of(0.0..=1.1),
        any::<bool>(),
    )
        .prop_map(|(celsius, cpu, io, memory, share, is_playing)| Readings {
            celsius,
            cpu_pressure: cpu,
            io_pressure: io,
            memory_pressure: memory,
            memory_share: share,
            is_playing,
        })
}

proptest! {
    /// Whatever the readings are: the more urgent queue never has less, urgent work is never held, and work is let go
    /// at most once in the time that things must have been calm.
    #[test]
    fn readings_never_make_work_flap(steps in proptest::collection::vec((any_readings(), 1_u64..4000), 1..120)) {
        let mut judge = Judge::new(Heat { soft_celsius: 80.0, hard_celsius: 90.0 });
        let (mut at, mut let_go_at, mut before) = (Duration::ZERO, None::<Duration>, [Allowance::Everything; 3]);
        for (readings, step) in steps {
            at += Duration::from_millis(step);
            // One cause at a time: heat.
            judge.read(&Readings { celsius: readings.celsius, ..Readings::default() }, at);
            let holds = holds(&judge);
            let now = allowances(&holds);
            prop_assert!(now.is_sorted_by(|urgent, patient| urgent >= patient), "{now:?}");
            prop_assert!(holds.of(Queue::High).is_none() && holds.of(Queue::Critical).is_none());
            if now > before {
                prop_assert!(let_go_at.is_none_or(|last| at.saturating_sub(last) >= Duration::from_secs(10)), "{at:?} {let_go_at:?}");
                let_go_at = Some(at);
            }
            before = now;
        }
    }

    #[test]
    fn every_cause_alone_and_together_keeps_the_order(readings in any_readings()) {
        let now = allowances(&judged(&readings));
        prop_assert!(now.is_sorted_by(|urgent, patient| urgent >= patient), "{readings:?} {now:?}");
    }

    /// A window is open exactly between its two changes.
    #[test]
    fn a_window_changes_when_it_says(from in 0_u16..1440, to in 0_u16..1440, minute in 0_i64..600_000) {
        let Some(window) = Window::new(from, to) else { return Ok(()) };
        let zone = zone("Europe/Berlin");
        let now = datetime!(2026-01-01 0:00 UTC) + time::Duration::minutes(minute);
        let change = window.next_change(now, &zone).unwrap();
        prop_assert!(change > now && change - now <= time::Duration::hours(25));
        let second = time::Duration::seconds(1);
        let state = window.is_open(now, &zone);
        // The hour that a night skips or repeats may hide a change.
        if change - now < time::Duration::hours(1) && ![3, 10].contains(&u8::from(now.month())) {
            prop_assert_eq!(window.is_open(change - second, &zone), state);
            prop_assert_eq!(window.is_open(change, &zone), !state);
        }
    }
}
