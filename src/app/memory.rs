//! Keeps the promise of memory while there is work.
//!
//! Driven by the event bus: whatever begins says so, and from then on it is looked at until nothing is at work any more.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;

use crate::http::AppState;
use crate::platform::events::Topic;

const OFTEN: Duration = Duration::from_secs(5);

/// Runs until the bus is gone.
pub async fn run(state: AppState) {
    let mut live = state.events.subscribe().live;
    loop {
        match live.recv().await {
            Err(RecvError::Closed) => return,
            Ok(event) if !matches!(event.topic, Topic::Job | Topic::Playback) => continue,
            // A gap means that much happened.
            Ok(_) | Err(RecvError::Lagged(_)) => {}
        }
        while state.keep_promise_of_memory().await {
            tokio::time::sleep(OFTEN).await;
        }
        live = live.resubscribe();
    }
}
