//! A reading with hysteresis: up at once, down late.

use std::time::Duration;

/// Where a level begins, and where it may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    pub enter: f64,
    pub leave: f64,
}

/// How bad it is: 0 is well, 1 the first band, 2 the second.
#[derive(Clone, Debug)]
pub(super) struct Level {
    bands: [Band; 2],
    /// How long readings must have been below where the level may end.
    calm: Duration,
    rank: usize,
    calm_since: Option<Duration>,
}

impl Level {
    pub fn new(bands: [Band; 2], calm: Duration) -> Self {
        Self { bands, calm, rank: 0, calm_since: None }
    }

    /// Takes a reading at this time of a clock that only goes forward. No reading is a calm one.
    pub fn read(&mut self, value: Option<f64>, at: Duration) -> usize {
        let value = value.filter(|value| value.is_finite()).unwrap_or(f64::NEG_INFINITY);
        let reached = self.bands.iter().filter(|band| value >= band.enter).count();
        let kept = self.bands.iter().filter(|band| value > band.leave).count().min(self.rank);
        if reached > self.rank {
            (self.rank, self.calm_since) = (reached, None);
        } else if kept == self.rank {
            self.calm_since = None;
        } else {
            let since = *self.calm_since.get_or_insert(at);
            if at.saturating_sub(since) >= self.calm {
                (self.rank, self.calm_since) = (kept.max(reached), None);
            }
        }
        self.rank
    }
}
