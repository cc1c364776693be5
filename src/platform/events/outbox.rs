//! Events that are published and not in the log yet.
//!
//! Bounded: when the database is away for long, everything in it is dropped and a single `reset` is told instead. Progress of
//! a job takes the place of its earlier progress, so that a busy engine does not fill the log.

use std::collections::{HashSet, VecDeque};

use serde_json::{Value, json};
use uuid::Uuid;

use super::event::{About, Audience, Topic};

const CAPACITY: usize = 4096;

#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub topic: Topic,
    pub audience: Audience,
    pub data: Value,
    pub about: About,
}

impl Draft {
    pub fn new(topic: Topic, audience: Audience, data: Value) -> Self {
        Self { topic, audience, about: About::of(topic, &data), data }
    }
}

#[derive(Default)]
pub(super) struct Outbox {
    waiting: VecDeque<Draft>,
    /// Jobs whose progress is among them, once each.
    running: HashSet<Uuid>,
    /// Taken, and not known to be written.
    is_writing: bool,
    has_overflown: bool,
}

impl Outbox {
    pub fn add(&mut self, draft: Draft) {
        if let Some(job) = draft.about.job.filter(|job| self.running.remove(job)) {
            // Most likely a recent one.
            let earlier = self.waiting.iter().rposition(|other| other.about.progress_of() == Some(job));
            earlier.and_then(|at| self.waiting.remove(at));
        }
        if self.waiting.len() >= CAPACITY {
            self.waiting.clear();
            self.running.clear();
            self.has_overflown = true;
        }
        self.running.extend(draft.about.progress_of());
        self.waiting.push_back(draft);
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && !self.has_overflown
    }

    pub fn is_settled(&self) -> bool {
        self.is_empty() && !self.is_writing
    }

    /// What was taken is written.
    pub fn settle(&mut self) {
        self.is_writing = false;
    }

    /// The oldest ones. What was dropped is told first.
    pub fn take(&mut self, n: usize) -> Vec<Draft> {
        let mut taken = Vec::new();
        self.is_writing = !self.is_empty();
        if std::mem::take(&mut self.has_overflown) {
            taken.push(Draft::new(Topic::System, Audience::Everyone, json!({ "reset": true })));
        }
        for draft in self.waiting.drain(..n.min(self.waiting.len())) {
            if let Some(job) = draft.about.progress_of() {
                self.running.remove(&job);
            }
            taken.push(draft);
        }
        taken
    }

    /// They could not be written: first again next time.
    pub fn put_back(&mut self, drafts: Vec<Draft>) {
        self.is_writing = false;
        if self.waiting.len() + drafts.len() > CAPACITY {
            self.has_overflown = true;
            return;
        }
        for draft in drafts.into_iter().rev() {
            // What came meanwhile is newer.
            if draft.about.progress_of().is_some_and(|job| !self.running.insert(job)) {
                continue;
            }
            self.waiting.push_front(draft);
        }
    }
}
