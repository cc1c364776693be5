//! The references in SQL: what somebody writes who needs nothing but speed.
//!
//! A table with the columns and indexes of `core.jobs`. Its loop takes jobs by deleting them: a job whose process dies is
//! lost, nothing is known of what ran, nothing can be retried. That is the price of its speed, and why it is no rival.

use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::stage::{BATCH, Stage, WORKERS, connect};

const TABLE: &str = "
    create schema if not exists plain;
    create table if not exists plain.jobs (like core.jobs including all) with (fillfactor = 50);";
const INSERT: &str = "
    insert into plain.jobs (id, kind, queue, state, args, max_attempts, created_at, scheduled_at)
    select n.id, 'nothing', 'default', 'available', n.args::jsonb, 5, now(), now()
    from unnest($1::uuid[], $2::text[]) as n (id, args)";
const TAKE: &str = "
    with picked as materialized (
        select id from plain.jobs where queue = 'default' and state = 'available'
        order by priority desc, scheduled_at, id limit $1 for update skip locked
    )
    delete from plain.jobs j using picked where j.id = picked.id returning j.id, j.kind, j.args::text";

pub async fn prepare(stage: &Stage) {
    stage.owner().await.batch_execute(TABLE).await.expect("the reference's table");
}

pub fn rows(n: usize) -> (Vec<Uuid>, Vec<String>) {
    ((0..n).map(|_| Uuid::now_v7()).collect(), (0..n).map(|number| format!("{{\"number\":{number}}}")).collect())
}

pub async fn insert(client: &tokio_postgres::Client, n: usize) {
    let statement = client.prepare(INSERT).await.expect("a statement");
    for first in (0..n).step_by(1000) {
        let (ids, args) = rows(1000.min(n - first));
        client.execute(&statement, &[&ids, &args]).await.expect("rows");
    }
}

/// Takes everything with several connections; the time it took.
pub async fn drain(stage: &Stage) -> Duration {
    let mut clients = Vec::new();
    for _ in 0..WORKERS {
        let client = connect(&stage.url).await;
        let statement = client.prepare(TAKE).await.expect("a statement");
        clients.push((client, statement));
    }
    let began = Instant::now();
    let loops = clients.into_iter().map(|(client, statement)| {
        tokio::spawn(async move {
            loop {
                let rows = client.query(&statement, &[&(BATCH as i64)]).await.expect("rows");
                if rows.is_empty() {
                    return;
                }
                for row in &rows {
                    std::hint::black_box(row.get::<_, &str>(2));
                }
            }
        })
    });
    for ended in loops.collect::<Vec<_>>() {
        ended.await.expect("a loop");
    }
    began.elapsed()
}
