//! Waiting without sleeping: a condition that must become true before a deadline.

use std::future::Future;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(10);

/// Asks `probe` again and again until it gives a value; fails the test when it has not by then.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, deadline: Duration, probe: impl Fn() -> F) -> T {
    let began = Instant::now();
    loop {
        if let Some(value) = probe().await {
            return value;
        }
        assert!(began.elapsed() < deadline, "{what} did not happen within {deadline:?}");
        tokio::time::sleep(STEP).await;
    }
}
