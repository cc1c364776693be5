//! Gives memory back after work: a scan or a transcode leaves the allocator with many free pages that it keeps.
//!
//! Driven by the event bus, so an idle server has no timer. The pause lets a burst of small jobs end in one trim.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

use crate::platform::board::memory;
use crate::platform::events::{Event, Events, Topic};

const PAUSE: Duration = Duration::from_secs(10);

/// Runs until the bus is gone.
pub async fn run(events: Events) {
    let mut live = events.subscribe().live;
    loop {
        match live.recv().await {
            Err(RecvError::Closed) => return,
            Ok(event) if !ends_work(&event) => continue,
            // A gap means that much happened.
            Ok(_) | Err(RecvError::Lagged(_)) => {}
        }
        tokio::time::sleep(PAUSE).await;
        live = live.resubscribe();
        if let Err(error) = tokio::task::spawn_blocking(memory::give_back).await {
            tracing::warn!(%error, "memory was not given back");
        }
    }
}

fn ends_work(event: &Event) -> bool {
    let state = event.data.get("state").and_then(Value::as_str).unwrap_or_default();
    match event.topic {
        Topic::Job => matches!(state, "completed" | "cancelled" | "discarded"),
        Topic::Playback => true,
        Topic::Library | Topic::Item | Topic::System => false,
    }
}
