//! The board as the running server knows it: fixed facts, and back-ends whose test may still be under way.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use prometheus::{IntGaugeVec, register_int_gauge_vec};

use super::{Backend, BackendState, Board, HeatProfile, LimitReport, Measured, Report};
use crate::domain::governor::Heat;

static BOARD: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!("revenge_board_info", "The board profile in use.", &["board"])
        .expect("the metric is registered once, here")
});

static MEMORY: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!(
        "revenge_memory_budget_bytes",
        "What each part may take of the memory, and takes.",
        &["part", "kind"]
    )
    .expect("the metric is registered once, here")
});

static BACKENDS: LazyLock<IntGaugeVec> = LazyLock::new(|| {
    register_int_gauge_vec!("revenge_transcode_backend_info", "Back-ends that came through their test.", &["backend"])
        .expect("the metric is registered once, here")
});

/// Handle, cheap to clone.
#[derive(Clone, Debug)]
pub struct Status {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    board: Board,
    limits: BTreeMap<&'static str, LimitReport>,
    /// Written when the tests have ended, and when one of them fails while films play.
    backends: RwLock<Vec<Backend>>,
    /// Of parts of the memory, as of the last look.
    used: RwLock<BTreeMap<&'static str, u64>>,
    /// Written by whoever measures.
    measured: RwLock<Option<Measured>>,
}

impl Status {
    /// `limits` are those in force, after configuration.
    pub fn new(board: Board, limits: BTreeMap<&'static str, LimitReport>, backends: Vec<Backend>) -> Self {
        BOARD.with_label_values(&[board.profile.name.as_str()]).set(1);
        for (name, limit) in &limits {
            if let Some(part) = name.strip_prefix("memory.").map(|part| part.trim_end_matches("_bytes")) {
                let bytes = i64::try_from(limit.value).unwrap_or(i64::MAX);
                MEMORY.with_label_values(&[part, "limit"]).set(bytes);
            }
        }
        let measured = RwLock::new(board.measured.clone());
        let status = Self {
            inner: Arc::new(Inner { board, limits, backends: RwLock::default(), used: RwLock::default(), measured }),
        };
        status.set_backends(backends);
        status
    }

    pub fn set_backends(&self, backends: Vec<Backend>) {
        for backend in &backends {
            let is_good = backend.state == BackendState::Verified;
            BACKENDS.with_label_values(&[backend.name.as_str()]).set(i64::from(is_good));
        }
        *self.inner.backends.write().unwrap_or_else(PoisonError::into_inner) = backends;
    }

    /// A back-end is not used any more.
    pub fn fail_backend(&self, name: &str, reason: &str) {
        let mut backends = self.inner.backends.read().unwrap_or_else(PoisonError::into_inner).clone();
        backends.iter_mut().filter(|backend| backend.name == name).for_each(|backend| backend.fail(reason));
        self.set_backends(backends);
    }

    pub fn board(&self) -> &Board {
        &self.inner.board
    }

    /// The limits in force change with the next start.
    pub fn set_measured(&self, measured: Measured) {
        *self.inner.measured.write().unwrap_or_else(PoisonError::into_inner) = Some(measured);
    }

    /// Where background work gives way to warmth.
    pub fn heat(&self) -> Heat {
        let HeatProfile { soft_celsius, hard_celsius } = self.inner.board.profile.heat;
        Heat { soft_celsius, hard_celsius }
    }

    /// How much of a part of the memory budget (`process_bytes`) is in use, where that is known.
    pub fn note_memory(&self, part: &'static str, bytes: u64) {
        let label = part.trim_end_matches("_bytes");
        MEMORY.with_label_values(&[label, "used"]).set(i64::try_from(bytes).unwrap_or(i64::MAX));
        self.inner.used.write().unwrap_or_else(PoisonError::into_inner).insert(part, bytes);
    }

    pub fn report(&self) -> Report {
        let backends = self.inner.backends.read().unwrap_or_else(PoisonError::into_inner).clone();
        let memory_used = self.inner.used.read().unwrap_or_else(PoisonError::into_inner).clone();
        let measured = self.inner.measured.read().unwrap_or_else(PoisonError::into_inner).clone();
        Report { memory_used, measured, ..Report::new(&self.inner.board, self.inner.limits.clone(), backends) }
    }
}
