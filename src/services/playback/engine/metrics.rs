//! How long viewers wait, how fast encoders are, and how pipelines end: for Prometheus, and of the last minutes for
//! `GET /system`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prometheus::{Histogram, IntCounterVec, register_histogram, register_int_counter_vec};

use crate::domain::health::FAILED_TRANSCODES_MINUTES;
use crate::platform::gst::backend::device_names;
use crate::platform::telemetry::Minutes;

/// The speed is that of the last minutes, not of this morning.
const SPEED_MINUTES: u64 = 5;
/// Segments that the capacity is taken from, and how many it takes to rely on it.
const PACES: usize = 32;
const SETTLED: usize = 8;

static WAIT: LazyLock<Histogram> = LazyLock::new(|| {
    register_histogram!(
        "revenge_segment_wait_seconds",
        "Time from the request for a segment to its bytes.",
        vec![0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0]
    )
    .expect("the metric is registered once, here")
});

static SPEED: LazyLock<Histogram> = LazyLock::new(|| {
    register_histogram!(
        "revenge_transcode_speed_ratio",
        "Seconds of film encoded per second, of segments that the encoder made without a pause.",
        vec![0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.5, 2.0, 4.0, 8.0, 16.0]
    )
    .expect("the metric is registered once, here")
});

static PIPELINES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(
        "revenge_pipelines_total",
        "Pipelines of playback: started, failed, or left behind because they did not end.",
        &["work", "outcome"]
    )
    .expect("the metric is registered once, here")
});

static FALLBACKS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(
        "revenge_transcode_fallbacks_total",
        "Conversions that a back-end failed at and another one went on with, by the one that failed.",
        &["backend"]
    )
    .expect("the metric is registered once, here")
});

/// What a pipeline does with the picture or sound.
#[derive(Clone, Copy, Debug)]
pub(super) enum PipelineWork {
    Copy,
    Encode,
}

impl PipelineWork {
    fn as_str(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Encode => "encode",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PipelineOutcome {
    Started,
    Failed,
    Abandoned,
}

impl PipelineOutcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }
}

#[derive(Clone, Default)]
struct Slot {
    n_failed: u64,
    film_ns: u64,
    work_ns: u64,
}

/// The last minutes of one engine, and what its encoders manage.
pub struct Tally {
    minutes: Minutes<Slot>,
    n_started: AtomicU64,
    /// By back-end.
    paces: Mutex<BTreeMap<String, Pace>>,
}

/// What one back-end manages, in units of work per second.
#[derive(Default)]
struct Pace {
    /// Of the latest segments, the oldest first.
    latest: VecDeque<f64>,
    /// What was known before there were any: measured, or kept from an earlier start.
    expected: Option<f64>,
}

impl Tally {
    /// Registers the metrics too, so that they are there before the first film plays.
    pub(super) fn new() -> Self {
        LazyLock::force(&WAIT);
        LazyLock::force(&SPEED);
        for work in [PipelineWork::Copy, PipelineWork::Encode] {
            for outcome in [PipelineOutcome::Started, PipelineOutcome::Failed, PipelineOutcome::Abandoned] {
                PIPELINES.with_label_values(&[work.as_str(), outcome.as_str()]);
            }
        }
        // Those that never fall are to be seen as such.
        for name in device_names() {
            FALLBACKS.with_label_values(&[name]);
        }
        let minutes = Minutes::new(FAILED_TRANSCODES_MINUTES as usize);
        Self { minutes, n_started: AtomicU64::new(0), paces: Mutex::default() }
    }

    pub(super) fn pipeline(&self, work: PipelineWork, outcome: PipelineOutcome) {
        PIPELINES.with_label_values(&[work.as_str(), outcome.as_str()]).inc();
        if matches!(outcome, PipelineOutcome::Started) {
            self.n_started.fetch_add(1, Ordering::Relaxed);
        }
        if let (PipelineWork::Encode, PipelineOutcome::Failed) = (work, outcome) {
            self.minutes.update(Instant::now(), |slot| slot.n_failed += 1);
        }
    }

    /// Pipelines since the engine's start.
    pub fn n_started(&self) -> u64 {
        self.n_started.load(Ordering::Relaxed)
    }

    /// One encoded segment: `length_ns` of film made in `took`, at so many units of work per second of film.
    pub(super) fn encoded(&self, backend: &str, (length_ns, took): (i64, Duration), work_per_second: u64) {
        if took.is_zero() {
            return;
        }
        let speed = length_ns as f64 / took.as_nanos() as f64;
        SPEED.observe(speed);
        self.pace(backend, speed * work_per_second as f64);
        self.minutes.update(Instant::now(), |slot| {
            slot.film_ns += u64::try_from(length_ns).unwrap_or(0);
            slot.work_ns += took.as_nanos() as u64;
        });
    }

    fn pace(&self, backend: &str, pace: f64) {
        let mut paces = self.paces();
        let latest = &mut paces.entry(backend.to_owned()).or_default().latest;
        if latest.len() >= PACES {
            latest.pop_front();
        }
        latest.push_back(pace);
    }

    /// What back-ends manage by what was measured, until films show it.
    pub fn expect_work(&self, work_per_second: &BTreeMap<String, f64>) {
        let mut paces = self.paces();
        for (backend, work) in work_per_second {
            paces.entry(backend.clone()).or_default().expected = Some(*work);
        }
    }

    /// What films have shown since the start, by back-end.
    pub fn learnt(&self) -> BTreeMap<String, f64> {
        let paces = self.paces();
        let learnt = paces.iter().filter(|(_, pace)| pace.is_settled());
        learnt.filter_map(|(backend, pace)| Some((backend.clone(), pace.shown()?))).collect()
    }

    /// Units of work per second that one encoder of this back-end manages. None while nothing is known.
    pub fn capacity(&self, backend: &str) -> Option<f64> {
        self.paces().get(backend)?.capacity()
    }

    /// The same once it rests on enough to refuse somebody for it.
    pub fn settled_capacity(&self, backend: &str) -> Option<f64> {
        let paces = self.paces();
        let is_known = |pace: &&Pace| pace.expected.is_some() || pace.is_settled();
        paces.get(backend).filter(is_known)?.capacity()
    }

    fn paces(&self) -> MutexGuard<'_, BTreeMap<String, Pace>> {
        self.paces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None when nothing was encoded lately.
    pub fn speed_ratio(&self) -> Option<f64> {
        let slots = self.minutes.last(Instant::now(), SPEED_MINUTES);
        let film_ns: u64 = slots.iter().map(|slot| slot.film_ns).sum();
        let work_ns: u64 = slots.iter().map(|slot| slot.work_ns).sum();
        (work_ns > 0).then(|| film_ns as f64 / work_ns as f64)
    }

    /// Conversions that failed within `FAILED_TRANSCODES_MINUTES`.
    pub fn n_failed(&self) -> u64 {
        self.minutes.last(Instant::now(), FAILED_TRANSCODES_MINUTES).iter().map(|slot| slot.n_failed).sum()
    }
}

impl Pace {
    /// Films have shown it often enough.
    fn is_settled(&self) -> bool {
        self.latest.len() >= SETTLED
    }

    /// The first segments are slow, because pipelines start: what is known is the better guess until then.
    fn capacity(&self) -> Option<f64> {
        self.expected.filter(|_| !self.is_settled()).or_else(|| self.shown())
    }

    /// The upper quarter of the latest segments, since pipelines that start and encoders that share the machine only ever
    /// look slower than it is. None before the first.
    fn shown(&self) -> Option<f64> {
        let mut sorted: Vec<f64> = self.latest.iter().copied().collect();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() * 3 / 4).or(sorted.last()).copied()
    }
}

pub(super) fn observe_wait(took: Duration) {
    WAIT.observe(took.as_secs_f64());
}

pub(super) fn count_fallback(backend: &str) {
    FALLBACKS.with_label_values(&[backend]).inc();
}
