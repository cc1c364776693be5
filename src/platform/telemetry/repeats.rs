//! Lines of a storm are counted, not repeated: each place in the code may say so much in a minute.
//!
//! Written by every line that is logged. What was left out is said by the next line that is written, whichever it is, so
//! there is no timer. Invariants: memory is bounded by the number of places in the code; debug lines, which somebody asked
//! for, are never left out.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prometheus::{IntCounterVec, register_int_counter_vec};
use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata};

const WINDOW: Duration = Duration::from_secs(60);
/// Lines of one place in one window. An hour of a storm at one place is about 200 KB of log.
const WARNINGS: u32 = 10;
const INFOS: u32 = 60;
/// Of the message that the count repeats.
const MESSAGE_BYTES: usize = 80;

static LINES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(
        "revenge_log_lines_total",
        "Lines of the log: written, or left out because the same place had said much already.",
        &["level", "outcome"]
    )
    .expect("the metric is registered once, here")
});

#[derive(Default)]
pub(super) struct Repeats {
    places: Mutex<HashMap<Identifier, Place>>,
    /// True while some place has left lines out: the common case looks no further.
    has_left_out: AtomicBool,
    /// The next line tells all counts, also those of the present window.
    is_last_call: AtomicBool,
}

struct Place {
    metadata: &'static Metadata<'static>,
    message: String,
    window_began: Instant,
    n_in_window: u32,
    n_left_out: u64,
}

/// What a place has left out since it was last said.
pub(super) struct LeftOut {
    pub metadata: &'static Metadata<'static>,
    pub message: String,
    pub n_lines: u64,
}

impl Repeats {
    /// Registers the metric too, so that a first storm is a rise.
    pub(super) fn new() -> Self {
        for level in [Level::ERROR, Level::WARN, Level::INFO] {
            for outcome in ["written", "left_out"] {
                LINES.with_label_values(&[level.as_str(), outcome]);
            }
        }
        Self::default()
    }

    /// Whether this line is to be written.
    pub(super) fn admit(&self, event: &Event<'_>, now: Instant) -> bool {
        let metadata = event.metadata();
        let is_admitted = match *metadata.level() {
            Level::ERROR | Level::WARN => self.count(event, WARNINGS, now),
            Level::INFO => self.count(event, INFOS, now),
            Level::DEBUG | Level::TRACE => true,
        };
        let outcome = if is_admitted { "written" } else { "left_out" };
        LINES.with_label_values(&[metadata.level().as_str(), outcome]).inc();
        is_admitted
    }

    /// What is to be said of lines that were left out in windows that are over.
    pub(super) fn due(&self, now: Instant) -> Vec<LeftOut> {
        if !self.has_left_out.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let is_last_call = self.is_last_call.load(Ordering::Relaxed);
        let mut places = self.places();
        let is_due = |place: &&mut Place| {
            place.n_left_out > 0 && (is_last_call || now.saturating_duration_since(place.window_began) >= WINDOW)
        };
        let due = places.values_mut().filter(is_due).map(Place::take).collect();
        let has_left_out = places.values().any(|place| place.n_left_out > 0);
        self.has_left_out.store(has_left_out, Ordering::Relaxed);
        due
    }

    /// The process ends soon: nothing stays uncounted.
    pub(super) fn last_call(&self) {
        self.is_last_call.store(true, Ordering::Relaxed);
    }

    fn count(&self, event: &Event<'_>, allowance: u32, now: Instant) -> bool {
        let metadata = event.metadata();
        let mut places = self.places();
        let place = places.entry(metadata.callsite()).or_insert_with(|| Place::new(event, now));
        if now.saturating_duration_since(place.window_began) >= WINDOW {
            (place.window_began, place.n_in_window) = (now, 0);
        }
        place.n_in_window = place.n_in_window.saturating_add(1);
        if place.n_in_window <= allowance {
            return true;
        }
        place.n_left_out += 1;
        self.has_left_out.store(true, Ordering::Relaxed);
        false
    }

    fn places(&self) -> MutexGuard<'_, HashMap<Identifier, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn new(event: &Event<'_>, now: Instant) -> Self {
        let mut message = Message(String::new());
        event.record(&mut message);
        let mut end = message.0.len().min(MESSAGE_BYTES);
        while !message.0.is_char_boundary(end) {
            end -= 1;
        }
        message.0.truncate(end);
        Self { metadata: event.metadata(), message: message.0, window_began: now, n_in_window: 0, n_left_out: 0 }
    }

    fn take(&mut self) -> LeftOut {
        let n_lines = std::mem::take(&mut self.n_left_out);
        LeftOut { metadata: self.metadata, message: self.message.clone(), n_lines }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
