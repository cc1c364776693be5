//! What people see of a scan: the job's progress and the library's events.

use std::sync::LazyLock;

use prometheus::{IntCounterVec, Opts, register_int_counter_vec};
use serde_json::json;
use uuid::Uuid;

use super::run::{Halt, Phase, Tally};
use crate::platform::cache::{Caches, Scope};
use crate::platform::events::{Audience, Events, Topic};
use crate::platform::jobs::JobContext;

static FILES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let options = Opts::new("revenge_scan_files_total", "Files that scans dealt with, by what came of them.");
    register_int_counter_vec!(options, &["outcome"]).expect("a metric is registered once per process")
});

/// So that the figures are there before the first scan is.
pub(in crate::services::libraries) fn register_metrics() {
    count(&Tally::default());
}

fn count(tally: &Tally) {
    let outcomes = [
        ("found", tally.found),
        ("new", tally.new),
        ("changed", tally.changed),
        ("missing", tally.missing),
        ("moved", tally.moved),
        ("read", tally.read),
        ("unusable", tally.unusable),
    ];
    for (outcome, n_files) in outcomes {
        FILES.with_label_values(&[outcome]).inc_by(n_files);
    }
}

pub(super) struct Progress {
    context: JobContext,
    events: Events,
    caches: Caches,
    library: Uuid,
}

impl Progress {
    pub fn new(context: JobContext, events: Events, caches: Caches, library: Uuid) -> Self {
        Self { context, events, caches, library }
    }

    /// The job's own progress; how often it is written and published is the queue's business.
    pub fn tell(&self, done: u64, total: u64, message: &str) {
        self.context.report(done, total, message);
    }

    /// Where a phase may be stopped.
    pub fn check(&self) -> Phase<()> {
        if self.context.is_cancelled() { Err(Halt::Cancelled) } else { Ok(()) }
    }

    pub async fn cancelled(&self) {
        self.context.cancelled().await;
    }

    /// Where a scan stands still while it is held; how it is stopped too.
    pub async fn turn(&self) -> Phase<()> {
        self.context.turn().await;
        self.check()
    }

    pub async fn held(&self) {
        self.context.held().await;
    }

    /// For other tasks and threads of the scan.
    pub fn context(&self) -> JobContext {
        self.context.clone()
    }

    /// Items that appeared or changed.
    pub fn items(&self, action: &str, ids: &[Uuid]) {
        self.changed();
        // A page of a wall is 50 items; longer lists only say that there is news.
        for ids in ids.chunks(100) {
            let data = json!({ "action": action, "library_id": self.library, "item_ids": ids });
            self.events.publish(Topic::Item, Audience::Library(self.library), data);
        }
    }

    pub fn ended(&self, action: &str, tally: &Tally) {
        count(tally);
        self.changed();
        let data = json!({ "action": action, "library_id": self.library, "tally": tally });
        self.events.publish(Topic::Library, Audience::Library(self.library), data);
    }

    /// A folder's disk went away or came back.
    pub fn root_changed(&self, action: &str, root: Uuid) {
        self.changed();
        let data = json!({ "action": action, "library_id": self.library, "root_id": root });
        self.events.publish(Topic::Library, Audience::Library(self.library), data);
    }

    /// Committed: whoever asks from now on gets what there is.
    pub fn changed(&self) {
        self.caches.changed(&Scope::Library(self.library));
    }
}
