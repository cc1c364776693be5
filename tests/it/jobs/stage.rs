//! What these tests play on: a job whose behaviour is its argument, and engines that stop at the end of the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use revenge::base::{Error, now};
use revenge::domain::job::{Job, PruneJobs, Queue};
use revenge::platform::db::{Db, PoolConfig};
use revenge::platform::events::Events;
use revenge::platform::jobs::{
    Engine, EngineConfig, EnqueueOptions, JobInfo, JobState, Jobs, Outcome, QueueLimits, Schedules, Workers,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::harness::{TestDb, eventually};

pub const SOON: Duration = Duration::from_secs(10);

/// What the handler does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Act {
    Finish,
    /// A passing error in the first attempts.
    FailUntil(i16),
    /// An error that says the caller is at fault.
    NotFound,
    Fail,
    Panic,
    /// The first attempt asks for another one after so many milliseconds.
    RetryAfter(u64),
    /// Holds a thread of the runtime, without a word, until the gate opens.
    Block,
    /// Snoozes once for so many milliseconds, then finishes.
    Snooze(u64),
    /// Waits until it is cancelled, and says so.
    Obey,
    /// Waits for a permit of the stage's gate, whatever happens.
    Wait,
    Report(u64),
    /// A result that PostgreSQL refuses.
    BadResult,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Play {
    pub act: Act,
    pub key: Option<String>,
}

impl Job for Play {
    const KIND: &'static str = "play";
    const QUEUE: Queue = Queue::Default;
    const MAX_ATTEMPTS: i16 = 3;

    fn unique_key(&self) -> Option<String> {
        self.key.clone()
    }
}

/// Fails each time, and soon again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Hasty {}

impl Job for Hasty {
    const KIND: &'static str = "hasty";
    const QUEUE: Queue = Queue::Default;
    const MAX_ATTEMPTS: i16 = 8;
    const BACKOFF_MAX: Duration = Duration::from_millis(20);
}

/// Nobody waits for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bulky {}

impl Job for Bulky {
    const KIND: &'static str = "bulky";
    const QUEUE: Queue = Queue::Bulk;
}

/// Somebody waits for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Urgent {}

impl Job for Urgent {
    const KIND: &'static str = "urgent";
    const QUEUE: Queue = Queue::Critical;
}

pub fn play(act: Act) -> Play {
    Play { act, key: None }
}

/// Shared by all engines of a test.
#[derive(Default)]
pub struct Seen {
    pub n_started: AtomicU32,
    pub started: Notify,
}

pub struct Stage {
    pub test: TestDb,
    pub events: Events,
    pub jobs: Jobs,
    pub seen: Arc<Seen>,
    pub gate: Arc<Semaphore>,
}

/// An engine in a task. Dropped without `stop`, it dies like a killed process: nothing is given back.
pub struct Node {
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Stage {
    pub async fn new() -> Self {
        Self::on(TestDb::new().await)
    }

    pub fn on(test: TestDb) -> Self {
        let events = Events::new(4096);
        let jobs = Jobs::new(test.db.clone(), events.clone(), QueueLimits::default());
        Self { test, events, jobs, seen: Arc::default(), gate: Arc::new(Semaphore::new(0)) }
    }

    pub fn config(name: &str) -> EngineConfig {
        let mut config = EngineConfig::new(name);
        config.heartbeat = Duration::from_millis(100);
        config.lease = Duration::from_millis(600);
        config.drain = Duration::from_millis(300);
        config
    }

    pub fn node(&self, name: &str) -> Node {
        self.node_with(Self::config(name))
    }

    /// A node with a pool of its own, as another process would have.
    pub fn node_with(&self, config: EngineConfig) -> Node {
        let db = Db::connect(&PoolConfig { url: self.test.url(), max_size: 3 }).unwrap();
        self.node_on(db, config)
    }

    pub fn node_on(&self, db: Db, config: EngineConfig) -> Node {
        let jobs = Jobs::new(db, self.events.clone(), QueueLimits::default());
        Node::of(Engine::new(jobs, self.workers(), config))
    }

    /// A node that fires schedules.
    pub fn node_scheduled(&self, name: &str, schedules: Schedules) -> Node {
        let db = Db::connect(&PoolConfig { url: self.test.url(), max_size: 3 }).unwrap();
        let jobs = Jobs::new(db, self.events.clone(), QueueLimits::default());
        Node::of(Engine::new(jobs, self.workers(), Self::config(name)).with_schedules(schedules))
    }

    fn workers(&self) -> Workers {
        let (seen, gate, jobs) = (Arc::clone(&self.seen), Arc::clone(&self.gate), self.jobs.clone());
        let mut workers = Workers::default();
        workers.register(move |context, job: PruneJobs| jobs.clone().run_prune(context, job));
        workers.register(async |_, _: Hasty| Err(Error::source_fault("again")));
        workers.register(async |_, _: Bulky| Ok(Outcome::Done(serde_json::json!({}))));
        workers.register(async |_, _: Urgent| Ok(Outcome::Done(serde_json::json!({}))));
        workers.register(move |context, job: Play| {
            let (seen, gate) = (Arc::clone(&seen), Arc::clone(&gate));
            async move {
                seen.n_started.fetch_add(1, Ordering::SeqCst);
                seen.started.notify_one();
                match job.act {
                    Act::FailUntil(attempt) if context.attempt >= attempt => {}
                    Act::FailUntil(_) => return Err(Error::source_fault("the disk coughs")),
                    Act::NotFound => return Err(Error::not_found("library", context.job_id)),
                    Act::Fail => return Ok(Outcome::Fail("it cannot work".into())),
                    Act::Panic => panic!("the handler trips"),
                    Act::Snooze(ms) if seen.n_started.load(Ordering::SeqCst) == 1 => {
                        return Ok(Outcome::Snooze(now() + Duration::from_millis(ms)));
                    }
                    Act::RetryAfter(ms) if context.attempt == 1 => {
                        let (after, reason) = (Some(Duration::from_millis(ms)), "not yet".to_owned());
                        return Ok(Outcome::Retry { after, reason });
                    }
                    Act::Block => {
                        // What a handler should never do.
                        while gate.try_acquire().map(SemaphorePermit::forget).is_err() {
                            std::thread::sleep(Duration::from_millis(1));
                        }
                    }
                    Act::Finish | Act::Snooze(_) | Act::RetryAfter(_) => {}
                    Act::Obey => {
                        context.cancelled().await;
                        return Ok(Outcome::Cancelled);
                    }
                    Act::Wait => gate.acquire().await.unwrap().forget(),
                    Act::Report(n) => {
                        for done in 1..=n {
                            context.report(done, n, format!("step {done}"));
                            tokio::task::yield_now().await;
                        }
                    }
                    Act::BadResult => return Ok(Outcome::Done(serde_json::json!({"text": "a\u{0}b"}))),
                }
                Ok(Outcome::Done(serde_json::json!({"attempt": context.attempt})))
            }
        });
        workers
    }

    pub async fn enqueue(&self, job: &Play) -> Uuid {
        self.enqueue_with(job, EnqueueOptions::default()).await
    }

    pub async fn enqueue_with(&self, job: &Play, options: EnqueueOptions) -> Uuid {
        let client = self.test.client().await;
        self.jobs.enqueue(&client, job, options).await.unwrap()
    }

    /// The job once it is in this state.
    pub async fn reaches(&self, id: Uuid, state: JobState) -> JobInfo {
        eventually(&format!("{id} {state:?}"), SOON, || async move {
            self.jobs.get(id).await.ok().filter(|job| job.state == state)
        })
        .await
    }

    pub fn n_started(&self) -> u32 {
        self.seen.n_started.load(Ordering::SeqCst)
    }

    /// Waits for the start of a handler; each start is seen once.
    pub async fn a_start(&self) {
        tokio::time::timeout(SOON, self.seen.started.notified()).await.expect("a handler starts");
    }
}

impl Node {
    fn of(engine: Engine) -> Self {
        let stop = CancellationToken::new();
        Self { task: tokio::spawn(engine.run(stop.clone())), stop }
    }

    /// Graceful.
    pub async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(SOON, self.task).await.expect("the engine stops").unwrap();
    }

    /// The engine's task and all its handlers end where they are, as in a killed process.
    pub async fn kill(self) {
        self.task.abort();
        drop(self.task.await);
    }
}
