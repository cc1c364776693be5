//! Handlers by kind. Filled once by `app::workers`, read by the engine.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::context::JobContext;
use super::metrics;
use super::outcome::Outcome;
use crate::base::Result;
use crate::domain::job::{Job, Queue};

/// The work of one run.
pub(super) type Running = Pin<Box<dyn Future<Output = Result<Outcome>> + Send>>;
type Handler = Arc<dyn Fn(JobContext, &str) -> Result<Running, serde_json::Error> + Send + Sync>;

/// The kinds of work that this process can do.
#[derive(Clone, Default)]
pub struct Workers {
    handlers: HashMap<&'static str, Worker>,
}

#[derive(Clone)]
struct Worker {
    handler: Handler,
    backoff_max: Duration,
    yields_as: Queue,
}

impl Workers {
    /// `handler` does the work of jobs of type `J`.
    pub fn register<J, F, R>(&mut self, handler: F) -> &mut Self
    where
        J: Job,
        F: Fn(JobContext, J) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Outcome>> + Send + 'static,
    {
        let handler = move |context: JobContext, args: &str| {
            let args = serde_json::from_str(args)?;
            let running: Running = Box::pin(handler(context, args));
            Ok(running)
        };
        metrics::init_kind(J::KIND);
        self.handlers.insert(
            J::KIND,
            Worker { handler: Arc::new(handler), backoff_max: J::BACKOFF_MAX, yields_as: J::YIELDS_AS },
        );
        self
    }

    /// What it has handlers for.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.handlers.keys().copied()
    }

    /// Longest pause between two attempts at this kind.
    pub(super) fn backoff_max(&self, kind: &str) -> Duration {
        self.handlers.get(kind).map_or(Duration::ZERO, |worker| worker.backoff_max)
    }

    /// As what a kind is held; none for one that it cannot do.
    pub(super) fn yields_as(&self, kind: &str) -> Option<Queue> {
        self.handlers.get(kind).map(|worker| worker.yields_as)
    }

    /// The work of one run, not started yet; or why it can never start.
    pub(super) fn prepare(&self, kind: &str, context: JobContext, args: &str) -> Result<Running, String> {
        let worker =
            self.handlers.get(kind).ok_or_else(|| format!("no handler for jobs of kind {kind} in this release"))?;
        (worker.handler)(context, args).map_err(|e| format!("the arguments do not fit this release: {e}"))
    }
}
