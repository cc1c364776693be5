//! Slow statements in the log: name and time, never a value.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use prometheus::{IntCounter, register_int_counter};

use crate::base::Threshold;

/// Enough to recognise a statement by, where it has no name.
const NAME_BYTES: usize = 60;

static SLOW: LazyLock<IntCounter> = LazyLock::new(|| {
    register_int_counter!("revenge_db_slow_statements_total", "Statements that took longer than log.slow_statement_ms.")
        .expect("the metric is registered once, here")
});

/// Registers the metric, so that it is there before the first slow statement is.
pub(super) fn register() {
    LazyLock::force(&SLOW);
}

/// What a connection works on, while it is out of the pool.
#[derive(Clone)]
pub(super) struct SlowLog {
    threshold: Threshold,
    /// Set when a statement is prepared, which the generated code does right before it runs it; a connection runs one
    /// statement at a time.
    statement: Arc<Mutex<String>>,
}

impl SlowLog {
    pub(super) fn new(threshold: Threshold) -> Self {
        Self { threshold, statement: Arc::default() }
    }

    pub(super) fn begin(&self, sql: &str) {
        let mut statement = self.statement.lock().unwrap_or_else(PoisonError::into_inner);
        statement.clear();
        statement.push_str(name_of(sql));
    }

    /// Time until the server's first answer to it; a statement that failed counts too.
    pub(super) fn end(&self, took: Duration) {
        if self.threshold.is_reached_by(took) {
            SLOW.inc();
            let statement = self.statement.lock().unwrap_or_else(PoisonError::into_inner).clone();
            tracing::warn!(statement, duration_ms = took.as_millis() as u64, "slow statement");
        }
    }
}

/// The generator puts the name into the statement: `/* list_items */ select …`. Others are named by their first words.
fn name_of(sql: &str) -> &str {
    if let Some((name, _)) = sql.strip_prefix("/* ").and_then(|rest| rest.split_once(" */")) {
        return name;
    }
    let mut end = sql.len().min(NAME_BYTES);
    while !sql.is_char_boundary(end) {
        end -= 1;
    }
    sql[..end].trim()
}
