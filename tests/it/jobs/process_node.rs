//! A node of the queue as a process of its own whose handler leaves a trace: this test program once more, started by
//! `NodeProcess`. What the server's own kinds of work do is tested by `nodes`; here it is counted.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use revenge::domain::job::{Job, Queue};
use revenge::platform::db::{Db, PoolConfig};
use revenge::platform::events::Events;
use revenge::platform::jobs::{Engine, EngineConfig, EnqueueOptions, Jobs, Outcome, QueueLimits, Workers};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::harness::{TestDb, eventually, postgres};

const URL: &str = "REVENGE_TEST_NODE_URL";
const NAME: &str = "REVENGE_TEST_NODE_NAME";
const N_JOBS: i64 = 1000;
const PATIENCE: Duration = Duration::from_secs(60);
const EFFECTS: &str = "create table public.effects (job_id uuid not null, attempt smallint not null, \
    primary key (job_id, attempt))";

/// Leaves a row for each attempt; a second trace of one attempt is an error.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Trace {}

impl Job for Trace {
    const KIND: &'static str = "trace";
    const QUEUE: Queue = Queue::Default;
}

struct NodeProcess {
    child: Child,
}

impl NodeProcess {
    fn start(db: &TestDb, name: &str) -> Self {
        let program = std::env::current_exe().unwrap();
        let child = Command::new(program)
            .args(["jobs::process_node::a_node_works_until_it_is_killed", "--exact"])
            .envs([(URL, db.url().as_str()), (NAME, name)])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child }
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
    }
}

impl Drop for NodeProcess {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// As a test of its own it has nothing to do; as a child it is the node.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_works_until_it_is_killed() {
    let (Ok(url), Ok(name)) = (std::env::var(URL), std::env::var(NAME)) else { return };
    let traces = Arc::new(postgres::connect(&url).await);
    let jobs =
        Jobs::new(Db::connect(&PoolConfig { url, max_size: 3 }).unwrap(), Events::new(64), QueueLimits::default());
    let mut workers = Workers::default();
    workers.register(move |context, _job: Trace| {
        let traces = Arc::clone(&traces);
        async move {
            let sql = "insert into public.effects values ($1, $2)";
            traces.execute(sql, &[&context.job_id, &context.attempt]).await.unwrap();
            Ok(Outcome::Done(json!({"attempt": context.attempt})))
        }
    });
    let mut config = EngineConfig::new(name);
    config.heartbeat = Duration::from_millis(200);
    config.lease = Duration::from_secs(1);
    Engine::new(jobs, workers, config).run(CancellationToken::new()).await;
}

async fn thousand(db: &TestDb) -> tokio_postgres::Client {
    let owner = db.owner().await;
    owner.batch_execute(EFFECTS).await.unwrap();
    enqueue(db, 1000).await;
    owner
}

async fn enqueue(db: &TestDb, n: usize) {
    let jobs = Jobs::new(db.db.clone(), Events::new(64), QueueLimits::default());
    let stored = jobs.enqueue_all(&db.client().await, &vec![Trace {}; n], EnqueueOptions::default()).await.unwrap();
    assert_eq!(stored, n as u64);
}

async fn n_done(owner: &tokio_postgres::Client) -> i64 {
    let sql = "select count(*) from core.job_history where state = 'completed'";
    owner.query_one(sql, &[]).await.unwrap().get(0)
}

async fn reaches(owner: &tokio_postgres::Client, n: i64) {
    eventually(&format!("{n} jobs done"), PATIENCE, async || (n_done(owner).await >= n).then_some(())).await;
}

/// All done, nothing left, and each trace has an attempt that the queue counted.
async fn none_is_lost_and_none_done_unseen(owner: &tokio_postgres::Client) {
    reaches(owner, N_JOBS).await;
    let sql = "select (select count(*) from core.jobs), \
        (select count(*) from core.job_history h where not exists \
            (select from public.effects e where e.job_id = h.id and e.attempt = (h.result ->> 'attempt')::smallint)), \
        (select count(*) from public.effects e where not exists \
            (select from core.job_history h where h.id = e.job_id and h.attempt >= e.attempt)), \
        (select count(*) from core.job_history h where h.attempt <> 1 + jsonb_array_length(h.errors))";
    let row = owner.query_one(sql, &[]).await.unwrap();
    let [left, untraced, uncounted, unexplained] = [0, 1, 2, 3].map(|column| row.get::<_, i64>(column));
    assert_eq!((left, untraced, uncounted, unexplained), (0, 0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_killed_amid_a_thousand_jobs_loses_none_and_does_none_twice_unseen() {
    let db = TestDb::new().await;
    let owner = thousand(&db).await;
    let (mut first, _second) = (NodeProcess::start(&db, "a"), NodeProcess::start(&db, "b"));
    for n in [150, 400, 650] {
        reaches(&owner, n).await;
        first.signal(Signal::SIGKILL);
        // The same node again, as a supervisor does it.
        first = NodeProcess::start(&db, "a");
    }
    none_is_lost_and_none_done_unseen(&owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_frozen_amid_a_thousand_jobs_loses_none_and_overwrites_none() {
    let db = TestDb::new().await;
    let owner = thousand(&db).await;
    let (first, second) = (NodeProcess::start(&db, "a"), NodeProcess::start(&db, "b"));
    reaches(&owner, 300).await;
    first.signal(Signal::SIGSTOP);
    // What it held is done by the other one.
    reaches(&owner, N_JOBS).await;
    first.signal(Signal::SIGCONT);
    // Left alone, it has said all that it had to say about the past before it takes what is new.
    drop(second);
    enqueue(&db, 1).await;
    reaches(&owner, N_JOBS + 1).await;
    none_is_lost_and_none_done_unseen(&owner).await;
}
