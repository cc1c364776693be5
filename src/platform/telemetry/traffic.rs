//! Requests of the last minutes: how many, how many failed, how long they took. For people without Prometheus.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Minutes;
use crate::domain::health::{RequestFacts, WINDOW_MINUTES};

/// Upper bounds in seconds, from a cached answer to the longest wait; also the buckets of the request metric.
pub const LATENCY_SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// One bucket more, for what took longer than the last bound.
type Buckets = [u32; LATENCY_SECONDS.len() + 1];

#[derive(Clone, Default)]
struct Slot {
    n_failed: u32,
    buckets: Buckets,
}

/// Handle, cheap to clone. Written once per request.
#[derive(Clone)]
pub struct Traffic {
    minutes: Arc<Minutes<Slot>>,
}

impl Default for Traffic {
    fn default() -> Self {
        Self { minutes: Arc::new(Minutes::new(WINDOW_MINUTES as usize)) }
    }
}

impl Traffic {
    /// `status` from 500 on is a failure of ours.
    pub fn note(&self, now: Instant, status: u16, took: Duration) {
        let bucket = LATENCY_SECONDS.iter().position(|bound| took.as_secs_f64() <= *bound);
        self.minutes.update(now, |slot| {
            slot.buckets[bucket.unwrap_or(LATENCY_SECONDS.len())] += 1;
            slot.n_failed += u32::from(status >= 500);
        });
    }

    pub fn facts(&self, now: Instant) -> RequestFacts {
        let slots = self.minutes.last(now, WINDOW_MINUTES);
        let mut buckets = [0_u64; LATENCY_SECONDS.len() + 1];
        for slot in &slots {
            for (sum, n) in buckets.iter_mut().zip(slot.buckets) {
                *sum += u64::from(n);
            }
        }
        RequestFacts {
            n_requests: buckets.iter().sum(),
            n_failed: slots.iter().map(|slot| u64::from(slot.n_failed)).sum(),
            p95_ms: quantile_ms(&buckets, 0.95),
            window_ms: self.minutes.window(now, WINDOW_MINUTES).as_millis() as u64,
        }
    }
}

/// As Prometheus's `histogram_quantile`: linear within a bucket, the last bound for whatever is above it.
fn quantile_ms(buckets: &[u64], quantile: f64) -> Option<f64> {
    let n_all: u64 = buckets.iter().sum();
    if n_all == 0 {
        return None;
    }
    let rank = quantile * n_all as f64;
    let mut n_below = 0.0;
    for (place, n) in buckets.iter().enumerate() {
        let n = *n as f64;
        if n_below + n >= rank && n > 0.0 {
            let lower = if place == 0 { 0.0 } else { LATENCY_SECONDS[place - 1] };
            let upper = LATENCY_SECONDS.get(place).copied().unwrap_or(lower);
            return Some((lower + (upper - lower) * (rank - n_below) / n) * 1000.0);
        }
        n_below += n;
    }
    None
}
