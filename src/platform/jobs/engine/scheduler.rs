//! The loop: waits for whatever happens next, marks what follows from it, steps.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{self, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::EngineConfig;
use super::ahead::Waiting;
use super::clock::Clock;
use super::marks::Marks;
use super::run::{Ended, Run, RunKey, Worked, verdict};
use super::slots::Slots;
use super::timers::{Timer, Timers};
use crate::base::{Result, new_id};
use crate::domain::governor::{Holds, Rules};
use crate::platform::db::Notice;
use crate::platform::jobs::handle::Jobs;
use crate::platform::jobs::notice::{CHANNEL, Word};
use crate::platform::jobs::schedules::Schedules;
use crate::platform::jobs::workers::Workers;
use crate::platform::jobs::{metrics, queues};

const RETRY: Duration = Duration::from_millis(250);

pub(super) struct Scheduler {
    pub jobs: Jobs,
    pub workers: Workers,
    pub schedules: Schedules,
    pub config: EngineConfig,
    /// This life of this node.
    pub node: Uuid,
    /// Every other node, and whether it runs something.
    pub others: HashMap<Uuid, bool>,
    pub slots: Slots,
    pub marks: Marks,
    pub timers: Timers,
    pub runs: HashMap<RunKey, Run>,
    pub tasks: JoinSet<Worked>,
    pub keys: HashMap<task::Id, RunKey>,
    /// Claimed, without a place yet.
    pub waiting: VecDeque<Waiting>,
    /// Ended, not in the database yet.
    pub ended: Vec<Ended>,
    /// Notified by a handler that has reported progress.
    pub nudge: Arc<Notify>,
    /// What is held, as far as this loop has heard.
    pub holds: Holds,
    pub rules: Rules,
    pub last_beat: Option<Instant>,
    pub clock: Clock,
    /// A claim failed: the database may believe that this node runs what it does not know of.
    pub is_unsure_of_claims: bool,
    /// The next claim is a second look: it needs no third.
    pub looks_again: bool,
    /// Since when the database answers; silence before that proves nothing about other nodes.
    pub answers_since: Instant,
    pub is_stopping: bool,
    /// Jobs finished since the hot table was last cleaned.
    pub n_finished: u32,
}

type Joined = Result<(task::Id, Worked), JoinError>;

impl Scheduler {
    pub fn new(jobs: Jobs, workers: Workers, schedules: Schedules, config: EngineConfig) -> Self {
        Self {
            jobs,
            workers,
            schedules,
            config,
            node: new_id(),
            others: HashMap::new(),
            slots: Slots::default(),
            marks: Marks::default(),
            timers: Timers::default(),
            runs: HashMap::new(),
            tasks: JoinSet::new(),
            keys: HashMap::new(),
            waiting: VecDeque::new(),
            ended: Vec::new(),
            nudge: Arc::default(),
            holds: Holds::default(),
            rules: Rules::default(),
            last_beat: None,
            clock: Clock::default(),
            is_unsure_of_claims: false,
            looks_again: false,
            answers_since: Instant::now(),
            is_stopping: false,
            n_finished: 0,
        }
    }

    pub async fn run(mut self, stop: CancellationToken) {
        let mut listener = self.jobs.db.listen(CHANNEL);
        // The listener's first word starts everything; the poll is there in case that it never speaks.
        self.timers.set(Timer::Poll, self.config.slow_poll);
        let nudge = Arc::clone(&self.nudge);
        let mut holds = self.jobs.gate.watch();
        self.heed_holds(*holds.borrow_and_update());
        loop {
            if !self.is_gathering() {
                self.try_step().await;
            }
            self.ask_governor();
            tokio::select! {
                () = stop.cancelled() => break,
                notice = listener.recv() => self.heed(notice),
                Some(joined) = self.tasks.join_next_with_id() => self.joined(joined),
                () = nudge.notified() => self.timers.set_at_latest(Timer::Progress, self.config.progress_every),
                Ok(()) = holds.changed() => self.heed_holds(*holds.borrow_and_update()),
                () = self.timers.next() => self.fired(),
            }
            // What is here already is dealt with in the same step.
            while let Some(notice) = listener.try_recv() {
                self.heed(notice);
            }
            while let Some(joined) = self.tasks.try_join_next_with_id() {
                self.joined(joined);
            }
        }
        self.drain().await;
    }

    async fn try_step(&mut self) {
        if self.timers.is_set(Timer::Retry) {
            return;
        }
        if let Err(error) = self.step().await {
            tracing::warn!(%error, "the job queue waits for the database");
            self.answers_since = Instant::now();
            self.is_unsure_of_claims = true;
            self.marks.beat = true;
            self.timers.set(Timer::Retry, RETRY);
        }
    }

    fn heed(&mut self, notice: Notice) {
        match notice {
            Notice::Connected => {
                self.timers.clear(Timer::Poll);
                self.marks.everything();
                self.slots.wake_all();
            }
            Notice::Lost => {
                self.answers_since = Instant::now();
                self.timers.set(Timer::Poll, self.config.slow_poll);
            }
            Notice::Payload(payload) => {
                if let Some(word) = Word::parse(&payload) {
                    self.heed_word(word);
                }
            }
        }
    }

    fn heed_word(&mut self, word: Word) {
        match word {
            Word::Wake { queue } => self.wake(&queue),
            Word::New { queue, id } => {
                self.wake(&queue);
                self.marks.add_news([id]);
            }
            Word::Later { delay_ms } => self.timers.set_at_latest(Timer::Due, Duration::from_millis(delay_ms)),
            Word::Cancel { id } => {
                let waiting = self.waiting.iter_mut().map(|waiting| &mut waiting.run);
                self.runs.values_mut().chain(waiting).filter(|run| run.info.id == id).for_each(Run::cancel);
                self.marks.add_news([id]);
            }
            Word::Queues => {
                self.marks.queues = true;
                self.slots.wake_all();
            }
            Word::Schedules => self.marks.schedules = true,
            Word::Changed { node, ids } if node != self.node => self.marks.add_news(ids),
            Word::Busy { node } if node != self.node => {
                self.others.insert(node, true);
                self.timers.set_at_latest(Timer::Rescue, self.config.heartbeat);
            }
            Word::Idle { node } if node != self.node => drop(self.others.insert(node, false)),
            Word::Bye { node } => drop(self.others.remove(&node)),
            Word::Changed { .. } | Word::Busy { .. } | Word::Idle { .. } => {}
        }
    }

    pub fn wake(&mut self, queue: &str) {
        if let Some(queue) = queues::parse(queue) {
            self.slots.wake(queue);
        }
    }

    pub fn joined(&mut self, joined: Joined) {
        let (task, ended) = match joined {
            Ok((task, worked)) => (task, Ok(worked)),
            Err(error) => (error.id(), Err(error)),
        };
        let Some(run) = self.keys.remove(&task).and_then(|key| self.runs.remove(&key)) else { return };
        let backoff_max = self.workers.backoff_max(&run.info.kind);
        let took = ended.as_ref().map_or_else(|_| run.began.elapsed(), |worked| worked.took);
        let verdict = verdict(&run, ended.map(|worked| worked.outcome), backoff_max, self.is_stopping);
        metrics::DURATION.with_label_values(&[&run.info.kind]).observe(took.as_secs_f64());
        self.slots.ended(run.queue, took);
        metrics::RUNNING.with_label_values(&[run.queue.as_str()]).dec();
        self.ended.push(Ended { run, verdict });
        if !self.is_stopping {
            for key in self.start_waiting() {
                self.jobs.publish(&self.runs[&key].info);
            }
        }
    }

    fn fired(&mut self) {
        for timer in self.timers.take_expired() {
            match timer {
                Timer::Due => self.marks.promote = true,
                Timer::Beat => self.marks.beat = true,
                Timer::Rescue => self.marks.rescue = true,
                Timer::Progress => self.marks.progress = true,
                Timer::Poll => {
                    self.marks.everything();
                    self.slots.wake_all();
                    self.timers.set(Timer::Poll, self.config.slow_poll);
                }
                Timer::Schedule => self.marks.schedules = true,
                Timer::Waiting => self.marks.release = true,
                Timer::Skipped => {
                    self.looks_again = true;
                    self.slots.wake_all();
                }
                Timer::CallOff => self.call_off(),
                // The marks are still set.
                Timer::Retry => {}
            }
        }
    }
}
