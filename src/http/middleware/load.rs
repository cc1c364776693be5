//! Bounded work: no more requests at once than configured. The surplus is told to come back, which costs nothing.
//!
//! A request counts until its answer begins; a stream of bytes or events that follows is bounded elsewhere.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::base::Error;

pub async fn load(State(slots): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    match slots.try_acquire() {
        Ok(_slot) => next.run(request).await,
        Err(_) => {
            Error::unavailable("too many requests at once").with_retry_after(Duration::from_secs(1)).into_response()
        }
    }
}
