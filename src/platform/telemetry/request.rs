//! The request that a task works for, so that what it causes can be matched to it: jobs, pipelines, lines of the log.
//!
//! Known to the task and to what it calls, not to tasks that it spawns: those outlive the request, and whoever spawns them
//! passes on what belongs to them. A job runs with the id of the request that enqueued it.

use std::future::Future;
use std::sync::Arc;

tokio::task_local! {
    static REQUEST: Option<Arc<str>>;
}

/// `work` on behalf of a request, or of none.
pub fn on_behalf_of<F: Future>(request_id: Option<Arc<str>>, work: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(request_id, work)
}

/// The request that the present task works for.
pub fn current_request() -> Option<Arc<str>> {
    REQUEST.try_with(Clone::clone).ok().flatten()
}
