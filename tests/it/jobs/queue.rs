//! Limits, pauses, lists, and that nothing is done twice.

use std::time::Duration;

use revenge::base::{ErrorKind, PageRequest};
use revenge::domain::job::PruneJobs;
use revenge::platform::jobs::{EnqueueOptions, JobState, LimitPatch, ListJobs, QueuePatch};

use super::stage::{Act, SOON, Stage, Urgent, play};
use crate::harness::eventually;

/// Bulk jobs that may begin between the wish for a critical job and its start: what two claims take, of 100,000.
const BULK_BETWEEN: i64 = 220;

#[tokio::test]
async fn a_thousand_jobs_on_two_nodes_are_each_done_once() {
    let stage = Stage::new().await;
    let nodes = [stage.node("a"), stage.node("b")];
    let jobs = vec![play(Act::Finish); 1000];
    let stored = stage.jobs.enqueue_all(&stage.test.client().await, &jobs, EnqueueOptions::default()).await.unwrap();
    assert_eq!(stored, 1000);
    let owner = stage.test.owner().await;
    let sql = "select count(*) filter (where state = 'completed' and attempt = 1), count(*) from core.job_history";
    eventually("all jobs done", Duration::from_secs(30), || async {
        let row = owner.query_one(sql, &[]).await.unwrap();
        (row.get::<_, i64>(0) == 1000 && row.get::<_, i64>(1) == 1000).then_some(())
    })
    .await;
    assert_eq!(stage.n_started(), 1000);
    for node in nodes {
        node.stop().await;
    }
}

#[tokio::test]
async fn a_queue_runs_no_more_than_its_limit_and_nothing_while_paused() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let limit = QueuePatch { limit: LimitPatch::Own(2), ..QueuePatch::default() };
    assert_eq!(stage.jobs.patch_queue("default", limit).await.unwrap().limit, 2);
    for _ in 0..5 {
        stage.enqueue(&play(Act::Wait)).await;
    }
    let running = || async {
        let queues = stage.jobs.queues().await.unwrap();
        queues.into_iter().find(|q| q.name == "default").map(|q| (q.running, q.waiting)).unwrap()
    };
    eventually("two run", SOON, || async { (running().await == (2, 3)).then_some(()) }).await;
    let pause = QueuePatch { paused: Some(true), ..QueuePatch::default() };
    assert!(stage.jobs.patch_queue("default", pause).await.unwrap().paused);
    stage.gate.add_permits(5);
    eventually("what ran has ended", SOON, || async { (running().await == (0, 3)).then_some(()) }).await;
    let resume = QueuePatch { paused: Some(false), limit: LimitPatch::Board, ..QueuePatch::default() };
    stage.jobs.patch_queue("default", resume).await.unwrap();
    eventually("the rest is done", SOON, || async { (running().await == (0, 0)).then_some(()) }).await;
    node.stop().await;
}

#[tokio::test]
async fn a_limit_above_the_ceiling_and_an_unknown_queue_are_refused() {
    let stage = Stage::new().await;
    let high = QueuePatch { limit: LimitPatch::Own(1000), ..QueuePatch::default() };
    assert_eq!(stage.jobs.patch_queue("bulk", high).await.unwrap_err().kind(), ErrorKind::Invalid);
    assert_eq!(stage.jobs.patch_queue("none", high).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn the_list_pages_over_waiting_and_finished_jobs_newest_first() {
    let stage = Stage::new().await;
    let mut ids = Vec::new();
    for _ in 0..7 {
        ids.push(stage.enqueue(&play(Act::Finish)).await);
    }
    stage.jobs.cancel(ids[2]).await.unwrap();
    stage.jobs.cancel(ids[5]).await.unwrap();
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = PageRequest::new(Some(3), cursor).unwrap();
        let page = stage.jobs.list(&ListJobs::default(), &page).await.unwrap();
        seen.extend(page.items.iter().map(|job| job.id));
        cursor = page.next_cursor.map(|c| c.0);
        if cursor.is_none() {
            break;
        }
    }
    ids.reverse();
    assert_eq!(seen, ids);
    let cancelled =
        ListJobs { states: vec![JobState::Cancelled], kind: Some("play".into()), queue: Some("default".into()) };
    let page = stage.jobs.list(&cancelled, &PageRequest::new(None, None).unwrap()).await.unwrap();
    assert_eq!(page.items.len(), 2);
    let other = ListJobs { kind: Some("other".into()), ..ListJobs::default() };
    let page = stage.jobs.list(&other, &PageRequest::new(None, None).unwrap()).await.unwrap();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn urgent_jobs_go_first_within_their_queue() {
    let stage = Stage::new().await;
    let one = QueuePatch { limit: LimitPatch::Own(1), ..QueuePatch::default() };
    stage.jobs.patch_queue("default", one).await.unwrap();
    let late = stage.enqueue(&play(Act::Finish)).await;
    let options = EnqueueOptions { priority: 5, ..EnqueueOptions::default() };
    let early = stage.enqueue_with(&play(Act::Finish), options).await;
    let node = stage.node("a");
    let late = stage.reaches(late, JobState::Completed).await;
    let early = stage.reaches(early, JobState::Completed).await;
    assert!(early.started_at < late.started_at);
    node.stop().await;
}

#[tokio::test]
async fn old_history_is_removed_and_young_history_kept() {
    let stage = Stage::new().await;
    let (old, young) = (stage.enqueue(&play(Act::Finish)).await, stage.enqueue(&play(Act::Finish)).await);
    let failed = stage.enqueue(&play(Act::Finish)).await;
    for id in [old, young, failed] {
        stage.jobs.cancel(id).await.unwrap();
    }
    let owner = stage.test.owner().await;
    let age = "update core.job_history set finished_at = now() - interval '25 hours' where id = $1";
    owner.execute(age, &[&old]).await.unwrap();
    owner.execute(age, &[&failed]).await.unwrap();
    owner.execute("update core.job_history set state = 'discarded' where id = $1", &[&failed]).await.unwrap();
    // More than one batch.
    let many = "insert into core.job_history select gen_random_uuid(), kind, queue, priority, state, args, unique_key, \
                attempt, max_attempts, 0, 0, '', errors, result, request_id, created_by, created_at, scheduled_at, \
                started_at, finished_at from core.job_history, generate_series(1, 2500) where id = $1";
    owner.execute(many, &[&old]).await.unwrap();
    let node = stage.node("a");
    let client = stage.test.client().await;
    let prune = stage.jobs.enqueue(&client, &PruneJobs {}, EnqueueOptions::default()).await.unwrap();
    let pruned = stage.reaches(prune, JobState::Completed).await;
    assert_eq!(pruned.result, Some(serde_json::json!({"jobs": 2501})));
    assert_eq!(stage.jobs.get(old).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(stage.jobs.get(young).await.unwrap().state, JobState::Cancelled);
    assert_eq!(stage.jobs.get(failed).await.unwrap().state, JobState::Discarded);
    node.stop().await;
}

#[tokio::test]
async fn an_idle_engine_asks_the_database_nothing() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::Finish)).await;
    stage.reaches(id, JobState::Completed).await;
    let owner = stage.test.owner().await;
    // When every session of the engine last began a statement.
    let last = "select max(query_start)::text from pg_stat_activity \
                where datname = current_database() and pid <> pg_backend_pid()";
    let reading = || async { owner.query_one(last, &[]).await.unwrap().get::<_, Option<String>>(0) };
    // Several heartbeats of this engine each: first the tail of the work above, then silence.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = reading().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(reading().await, before, "the engine speaks while idle");
    node.stop().await;
}

#[tokio::test]
async fn what_was_claimed_ahead_and_cannot_begin_goes_back() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let client = stage.test.client().await;
    // Short jobs teach the engine to take some ahead.
    let short: Vec<_> = (0..300).map(|_| play(Act::Finish)).collect();
    stage.jobs.enqueue_all(&client, &short, EnqueueOptions::default()).await.unwrap();
    let default = async || stage.jobs.queues().await.unwrap().into_iter().find(|q| q.name == "default").unwrap();
    eventually("the short jobs end", SOON, async || {
        let queue = default().await;
        (queue.running + queue.waiting == 0).then_some(())
    })
    .await;
    let long: Vec<_> = (0..60).map(|_| play(Act::Wait)).collect();
    stage.jobs.enqueue_all(&client, &long, EnqueueOptions::default()).await.unwrap();
    let limit = i64::from(default().await.limit);
    eventually("only what runs is held", SOON, async || {
        let queue = default().await;
        (queue.running == limit && queue.waiting == 60 - limit).then_some(())
    })
    .await;
    stage.gate.add_permits(60);
    eventually("all jobs end", SOON, async || {
        let queue = default().await;
        (queue.running + queue.waiting == 0).then_some(())
    })
    .await;
    assert_eq!(stage.n_started(), 360);
    let twice = client_count(&stage, "select count(*) from core.job_history where attempt <> 1").await;
    assert_eq!(twice, 0, "what went back was not an attempt");
    node.stop().await;
}

async fn client_count(stage: &Stage, sql: &str) -> i64 {
    stage.test.owner().await.query_one(sql, &[]).await.unwrap().get(0)
}
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_a_hundred_thousand_bulk_jobs_does_not_hold_up_a_critical_one() {
    let stage = Stage::new().await;
    let owner = stage.test.owner().await;
    let storm = "insert into core.jobs (id, kind, queue, state, args, max_attempts, created_at, scheduled_at) \
                 select uuidv7(), 'bulky', 'bulk', 'available', '{}', 3, now(), now() from generate_series(1, 100000)";
    owner.batch_execute(storm).await.unwrap();
    let node = stage.node("a");
    let n_bulk = "select count(*) from core.job_history where kind = 'bulky'";
    eventually("the storm rages", SOON, || async {
        (owner.query_one(n_bulk, &[]).await.unwrap().get::<_, i64>(0) > 100).then_some(())
    })
    .await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let client = stage.test.client().await;
        ids.push(stage.jobs.enqueue(&client, &Urgent {}, EnqueueOptions::default()).await.unwrap());
        stage.reaches(*ids.last().unwrap(), JobState::Completed).await;
    }
    let left = "select count(*) from core.jobs where kind = 'bulky'";
    assert!(owner.query_one(left, &[]).await.unwrap().get::<_, i64>(0) > 0, "the storm was over");
    // Not by the clock of a busy machine, but by what was started in between: a claim or two, whatever waits.
    let between = "select (select count(*) from core.job_history b where b.kind = 'bulky' \
                   and b.started_at > u.created_at and b.started_at < u.started_at), \
                   (extract(epoch from u.started_at - u.created_at) * 1000)::float8 \
                   from core.job_history u where u.id = any($1) order by 2";
    let rows = owner.query(between, &[&ids]).await.unwrap();
    let most = rows.iter().map(|row| row.get::<_, i64>(0)).max().unwrap();
    let median_ms: f64 = rows[rows.len() / 2].get(1);
    assert!(most <= BULK_BETWEEN, "{most} bulk jobs began before a critical one; median wait {median_ms:.1} ms");
    node.stop().await;
}
