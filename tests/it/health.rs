//! Whether the server is well: the table of thresholds, from just well to just not.

use std::time::{Duration, Instant};

use revenge::domain::health::{
    Check, Facts, JobFacts, MemoryFacts, PlaybackFacts, QueueFacts, RequestFacts, State, Volume, judge,
};
use revenge::platform::board::temperatures;
use revenge::platform::telemetry::{Minutes, Traffic};

fn well() -> Facts {
    Facts {
        jobs: Some(JobFacts { queues: vec![queue()], n_discarded: 0 }),
        volume: Some(Volume { free_bytes: 100 << 30, size_bytes: 200 << 30 }),
        hottest_celsius: Some(45.0),
        playback: PlaybackFacts::default(),
        requests: RequestFacts { n_requests: 1000, n_failed: 0, p95_ms: Some(12.0), window_ms: 300_000 },
        memory: MemoryFacts { resident_bytes: 100 << 20, limit_bytes: 500 << 20 },
        is_cache_left_out: Some(false),
    }
}

fn queue() -> QueueFacts {
    QueueFacts { name: "high".to_owned(), is_paused: false, n_running: 0, n_waiting: 3, head_wait_seconds: 1.0 }
}

/// Changes what is well, and gives the checks that are not.
fn unwell(change: impl FnOnce(&mut Facts)) -> Vec<(&'static str, State)> {
    let mut facts = well();
    change(&mut facts);
    let checks = judge(&facts);
    assert!(checks.iter().all(|check| (check.state == State::Ok) == check.remedy.is_none()), "{checks:?}");
    checks.into_iter().filter(|check| check.state != State::Ok).map(|Check { name, state, .. }| (name, state)).collect()
}

fn with_queue(change: impl FnOnce(&mut QueueFacts)) -> Vec<(&'static str, State)> {
    unwell(|facts| change(&mut facts.jobs.as_mut().unwrap().queues[0]))
}

#[test]
fn what_is_well_has_no_remedy_and_what_is_not_has_one() {
    assert_eq!(unwell(|_| {}), []);
    let unknown = [("database", State::Critical), ("queues", State::Warning), ("jobs", State::Warning)];
    assert_eq!(unwell(|facts| facts.jobs = None), unknown);
}

#[test]
fn a_volume_is_judged_by_what_is_left() {
    let free = |free_bytes| unwell(move |f| f.volume = Some(Volume { free_bytes, size_bytes: 64 << 30 }));
    assert_eq!(free(2 << 30), []);
    assert_eq!(free((2 << 30) - 1), [("disk", State::Warning)]);
    assert_eq!(free((512 << 20) - 1), [("disk", State::Critical)]);
    assert_eq!(unwell(|facts| facts.volume = None), [("disk", State::Warning)]);
}

#[test]
fn a_board_is_judged_by_its_warmest_sensor_and_may_have_none() {
    let at = |celsius| unwell(move |facts| facts.hottest_celsius = celsius);
    assert_eq!(at(None), []);
    assert_eq!(at(Some(79.9)), []);
    assert_eq!(at(Some(80.0)), [("temperature", State::Warning)]);
    assert_eq!(at(Some(90.0)), [("temperature", State::Critical)]);
}

#[test]
fn a_queue_is_stuck_only_when_jobs_wait_long_and_nothing_runs() {
    assert_eq!(with_queue(|queue| queue.head_wait_seconds = 600.0), []);
    assert_eq!(with_queue(|queue| queue.head_wait_seconds = 601.0), [("queues", State::Critical)]);
    let behind_a_long_scan = |queue: &mut QueueFacts| (queue.n_running, queue.head_wait_seconds) = (1, 9000.0);
    assert_eq!(with_queue(behind_a_long_scan), []);
    let paused = |queue: &mut QueueFacts| (queue.is_paused, queue.head_wait_seconds) = (true, 9000.0);
    assert_eq!(with_queue(paused), []);
}

#[test]
fn shares_are_judged_only_when_there_were_requests_enough() {
    let with = |n_requests, n_failed, p95_ms| {
        unwell(move |f| f.requests = RequestFacts { n_requests, n_failed, p95_ms, window_ms: 300_000 })
    };
    assert_eq!(with(0, 0, None), []);
    assert_eq!(with(19, 19, Some(9000.0)), []);
    assert_eq!(with(100, 5, Some(1000.0)), []);
    assert_eq!(with(100, 6, Some(1000.1)), [("errors", State::Warning), ("latency", State::Warning)]);
}

#[test]
fn failures_and_memory_have_their_numbers() {
    assert_eq!(unwell(|facts| facts.playback.n_failed = 2), []);
    assert_eq!(unwell(|facts| facts.playback.n_failed = 3), [("transcoding", State::Warning)]);
    assert_eq!(unwell(|facts| facts.memory.resident_bytes = 501 << 20), [("memory", State::Warning)]);
    assert_eq!(unwell(|facts| facts.is_cache_left_out = None), []);
    assert_eq!(unwell(|facts| facts.is_cache_left_out = Some(true)), [("cache", State::Warning)]);
    assert_eq!(unwell(|facts| facts.jobs.as_mut().unwrap().n_discarded = 1), [("jobs", State::Warning)]);
}

#[test]
fn minutes_forget_by_themselves() {
    let minutes = Minutes::<u32>::new(5);
    let began = Instant::now();
    let at = |seconds| began + Duration::from_secs(seconds);
    for seconds in [0, 61, 62, 241] {
        minutes.update(at(seconds), |n| *n += 1);
    }
    assert_eq!(minutes.last(at(241), 5).iter().sum::<u32>(), 4);
    assert_eq!(minutes.last(at(241), 1).iter().sum::<u32>(), 1);
    assert_eq!(minutes.last(at(301), 5).iter().sum::<u32>(), 3, "the first minute is gone");
    assert_eq!(minutes.last(at(9000), 5).iter().sum::<u32>(), 0);
    minutes.update(at(9000), |n| *n += 1);
    assert_eq!(minutes.last(at(9000), 5).iter().sum::<u32>(), 1, "an old slot begins anew");
    assert!(minutes.window(at(100), 5) <= Duration::from_secs(100));
    assert!(minutes.window(at(9000), 5) <= Duration::from_secs(300));
}

#[test]
fn traffic_gives_the_share_of_failures_and_the_95th_of_a_hundred() {
    let traffic = Traffic::default();
    let now = Instant::now();
    assert_eq!((traffic.facts(now).p95_ms, traffic.facts(now).error_ratio()), (None, None));
    for n in 0..100 {
        let took = if n < 90 { Duration::from_millis(2) } else { Duration::from_millis(400) };
        traffic.note(now, if n < 4 { 503 } else { 200 }, took);
    }
    let facts = traffic.facts(now);
    assert_eq!((facts.n_requests, facts.n_failed, facts.error_ratio()), (100, 4, Some(0.04)));
    let p95_ms = facts.p95_ms.unwrap();
    assert!((250.0..=500.0).contains(&p95_ms), "{p95_ms}");
    traffic.note(now, 200, Duration::from_secs(60));
    assert_eq!(traffic.facts(now).n_requests, 101, "what takes longer than the last bound counts too");
}

#[test]
fn sensors_are_read_by_name_and_not_believed_blindly() {
    let root = tempfile::tempdir().unwrap();
    let zone = |n: u32, name: &str, value: &str| {
        let dir = root.path().join(format!("sys/class/thermal/thermal_zone{n}"));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("type"), name).unwrap();
        std::fs::write(dir.join("temp"), value).unwrap();
    };
    assert!(temperatures(root.path()).is_empty());
    zone(0, "cpu-thermal\n", "48312\n");
    zone(1, "cpu-thermal\n", "51000\n");
    zone(2, "x\"}\n", "40000\n");
    zone(3, "liar\n", "-273000\n");
    zone(4, "broken\n", "warm\n");
    let found: Vec<_> = temperatures(root.path()).into_iter().collect();
    assert_eq!(found, [("cpu-thermal".to_owned(), 51.0), ("x__".to_owned(), 40.0)]);
}
