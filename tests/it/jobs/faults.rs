//! Faults: no job is lost, and none is done twice without its attempt count saying so.

use std::time::Duration;

use revenge::base::new_id;
use revenge::platform::db::{Db, PoolConfig};
use revenge::platform::jobs::{EnqueueOptions, JobState, LimitPatch, QueuePatch};
use revenge_queries::client::GenericClient;

use super::stage::{Act, Stage, play};
use crate::harness::eventually;

#[tokio::test]
async fn jobs_of_a_dead_node_go_to_another_one() {
    let stage = Stage::new().await;
    let (first, second) = (stage.node("a"), stage.node("b"));
    let id = stage.enqueue(&play(Act::Wait)).await;
    stage.a_start().await;
    let before = stage.reaches(id, JobState::Running).await;
    // Whoever has it dies; the other one survives.
    let owner = stage.test.owner().await;
    let name = "select n.name from core.jobs j join core.nodes n on n.id = j.node_id where j.id = $1";
    let name: String = owner.query_one(name, &[&id]).await.unwrap().get(0);
    let (victim, survivor) = if name == "a" { (first, second) } else { (second, first) };
    victim.kill().await;
    stage.a_start().await;
    stage.gate.add_permits(1);
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!((before.attempt, job.attempt), (1, 2));
    assert_eq!(stage.n_started(), 2);
    survivor.stop().await;
}

#[tokio::test]
async fn the_same_node_frees_its_earlier_life_at_once() {
    let stage = Stage::new().await;
    let mut config = Stage::config("a");
    // Far longer than the test: only the name can tell.
    config.lease = Duration::from_mins(10);
    let node = stage.node_with(config.clone());
    let id = stage.enqueue(&play(Act::Wait)).await;
    stage.a_start().await;
    node.kill().await;
    let node = stage.node_with(config);
    stage.a_start().await;
    stage.gate.add_permits(1);
    assert_eq!(stage.reaches(id, JobState::Completed).await.attempt, 2);
    node.stop().await;
}

#[tokio::test]
async fn a_node_death_never_discards() {
    let stage = Stage::new().await;
    let id = stage.enqueue(&play(Act::Wait)).await;
    for _ in 0..5 {
        let node = stage.node("a");
        stage.a_start().await;
        node.kill().await;
    }
    let node = stage.node("a");
    stage.a_start().await;
    stage.gate.add_permits(1);
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!((job.attempt, job.max_attempts), (6, 3));
    node.stop().await;
}

#[tokio::test]
async fn late_completion_does_not_overwrite_the_rescued_run() {
    let stage = Stage::new().await;
    let mut slow = Stage::config("slow");
    // As if it was stopped with SIGSTOP: it holds a job and says nothing.
    slow.heartbeat = Duration::from_mins(10);
    let slow = stage.node_with(slow);
    // One place: the slow node is awake and would be as fast as the other to take its own job again.
    let one = QueuePatch { paused: None, limit: LimitPatch::Own(1), ..QueuePatch::default() };
    stage.jobs.patch_queue("default", one).await.unwrap();
    let id = stage.enqueue(&play(Act::Wait)).await;
    stage.a_start().await;
    let other = stage.node("other");
    stage.a_start().await;
    // The run that was given up ends first, and its node reports everything before it stops.
    stage.gate.add_permits(1);
    slow.stop().await;
    let job = stage.jobs.get(id).await.unwrap();
    assert_eq!((job.state, job.attempt), (JobState::Running, 2), "the late end counts for nothing");
    stage.gate.add_permits(1);
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!(job.result, Some(serde_json::json!({"attempt": 2})));
    other.stop().await;
    let owner = stage.test.owner().await;
    let left = owner.query_one("select count(*) from core.jobs", &[]).await.unwrap();
    assert_eq!(left.get::<_, i64>(0), 0);
}

/// A node that is frozen in the middle of a claim holds rows that nobody sees as its own. The database cuts it off, and
/// whoever passed over them looks again.
#[tokio::test]
async fn jobs_that_a_frozen_claim_holds_are_done_by_another_node() {
    let stage = Stage::new().await;
    let id = stage.enqueue(&play(Act::Finish)).await;
    let frozen =
        "insert into core.nodes (id, name, started_at, heartbeat_at) values (uuidv7(), 'frozen', now(), now())";
    stage.test.owner().await.batch_execute(frozen).await.unwrap();
    let mut client = stage.test.client().await;
    let claim = client.transaction().await.unwrap();
    let taken = "update core.jobs set state = 'running', run_no = run_no + 1, attempt = attempt + 1, \
        node_id = (select id from core.nodes where name = 'frozen')";
    assert_eq!(claim.execute(taken, &[]).await.unwrap(), 1);
    let node = stage.node("b");
    let done = async || Some(stage.jobs.get(id).await.unwrap()).filter(|job| job.state == JobState::Completed);
    let job = eventually("another node does it", Duration::from_secs(30), done).await;
    assert_eq!(job.attempt, 1, "the claim that was cut off never happened");
    assert!(claim.commit().await.is_err(), "nor can it happen later");
    node.stop().await;
}

#[tokio::test]
async fn a_graceful_stop_gives_jobs_back_at_once() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    // One listens, one does not.
    let ids = [stage.enqueue(&play(Act::Obey)).await, stage.enqueue(&play(Act::Wait)).await];
    for id in ids {
        stage.reaches(id, JobState::Running).await;
    }
    node.stop().await;
    for id in ids {
        let job = stage.jobs.get(id).await.unwrap();
        assert_eq!((job.state, job.attempt), (JobState::Available, 0), "{job:?}");
    }
    let owner = stage.test.owner().await;
    let nodes = owner.query_one("select count(*) from core.nodes", &[]).await.unwrap();
    assert_eq!(nodes.get::<_, i64>(0), 0);
}

#[tokio::test]
async fn cancel_reaches_a_job_on_another_node() {
    let stage = Stage::new().await;
    let nodes = [stage.node("a"), stage.node("b")];
    let id = stage.enqueue(&play(Act::Obey)).await;
    stage.reaches(id, JobState::Running).await;
    // The handle in this process has no engine: the word must travel.
    stage.jobs.cancel(id).await.unwrap();
    stage.reaches(id, JobState::Cancelled).await;
    for node in nodes {
        node.stop().await;
    }
}

#[tokio::test]
async fn poison_is_discarded_with_its_reason_and_the_rest_goes_on() {
    let stage = Stage::new().await;
    let owner = stage.test.owner().await;
    let sql = "insert into core.jobs (id, kind, queue, state, args, max_attempts, created_at, scheduled_at) \
               values ($1, $2, 'default', 'available', $3::text::jsonb, 3, now(), now())";
    let big = format!("{{\"act\": \"{}\"}}", "x".repeat(10 << 20));
    let poison = [("play", "{\"act\": 7}"), ("play", "1e400"), ("unheard_of", "{}"), ("play", &big)];
    let mut ids = Vec::new();
    for (kind, args) in poison {
        let id = new_id();
        owner.execute(sql, &[&id, &kind, &args]).await.unwrap();
        ids.push(id);
    }
    let good = stage.enqueue(&play(Act::Finish)).await;
    let node = stage.node("a");
    for id in ids {
        let job = stage.reaches(id, JobState::Discarded).await;
        let error = job.error.unwrap();
        assert!(error.contains("in this release") || error.contains("fit this release"), "{error}");
        assert!(error.len() < 5000);
    }
    stage.reaches(good, JobState::Completed).await;
    assert_eq!(stage.n_started(), 1);
    node.stop().await;
}

#[tokio::test]
async fn a_cut_listener_comes_back_and_nothing_is_missed() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let first = stage.enqueue(&play(Act::Finish)).await;
    stage.reaches(first, JobState::Completed).await;
    let owner = stage.test.owner().await;
    for _ in 0..3 {
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity \
                   where datname = current_database() and query ilike 'listen%'";
        // Needs more rights than the owner of the database has.
        crate::harness::postgres::Server::get().run_in(&stage.test, cut).await;
        let id = stage.enqueue(&play(Act::Finish)).await;
        stage.reaches(id, JobState::Completed).await;
    }
    drop(owner);
    node.stop().await;
}

#[tokio::test]
async fn losing_every_connection_amid_work_loses_no_job() {
    let stage = Stage::new().await;
    let db = Db::connect(&PoolConfig { url: stage.test.url(), max_size: 3 }).unwrap();
    let node = stage.node_on(db, Stage::config("a"));
    let jobs = vec![play(Act::Finish); 3000];
    stage.jobs.enqueue_all(&stage.test.client().await, &jobs, EnqueueOptions::default()).await.unwrap();
    let owner = stage.test.owner().await;
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity \
               where datname = current_database() and pid <> pg_backend_pid() and usename = 'revenge' \
               and query not ilike '%job_history%'";
    for _ in 0..5 {
        crate::harness::postgres::Server::get().run_in(&stage.test, cut).await;
        stage.a_start().await;
    }
    drop(owner);
    let owner = stage.test.owner().await;
    let sql = "select count(*) from core.job_history where state = 'completed'";
    eventually("all jobs done", Duration::from_secs(30), || async {
        let row = owner.query_one(sql, &[]).await.ok()?;
        (row.get::<_, i64>(0) == 3000).then_some(())
    })
    .await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_blocks_its_thread_stops_neither_others_nor_its_heartbeat() {
    let stage = Stage::new().await;
    let (first, second) = (stage.node("a"), stage.node("b"));
    let blocking = stage.enqueue(&play(Act::Block)).await;
    stage.a_start().await;
    // A second of other work, several leases long.
    for _ in 0..3 {
        let id = stage.enqueue(&play(Act::RetryAfter(400))).await;
        stage.reaches(id, JobState::Completed).await;
    }
    let job = stage.jobs.get(blocking).await.unwrap();
    assert_eq!((job.state, job.attempt), (JobState::Running, 1));
    stage.gate.add_permits(1);
    assert_eq!(stage.reaches(blocking, JobState::Completed).await.attempt, 1);
    first.stop().await;
    second.stop().await;
}
