//! Nodes as real processes on one PostgreSQL: a server and workers share the queue, die, and freeze.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli;
use crate::harness::process::{open_dir, ready};
use crate::harness::server::{PASSWORD, send};
use crate::harness::{Process, TestDb, eventually, media};

const PATIENCE: Duration = Duration::from_secs(60);
const LEASE: Duration = Duration::from_millis(1500);
/// Enough that a scan is still at work when it is seen.
const FILMS: usize = 120;

/// A server that takes no scans itself, so that the worker has them.
struct House {
    /// Ends before its directories do.
    _server: Process,
    db: TestDb,
    dir: TempDir,
    media: TempDir,
    url: String,
    token: String,
}

impl House {
    async fn new() -> Self {
        let (db, dir, media) = (TestDb::new().await, open_dir(), tempfile::tempdir().unwrap());
        let data = dir.path().join("server");
        let args = ["--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
        let database = db.url();
        let settings = [&settings(&database)[..], &[("REVENGE_WORKERS__HIGH", "0")]].concat();
        let (server, url) = Process::serve(&args, &settings, &dir.path().join("server.log"));
        ready(&url).await;
        let account = json!({"username": "anna", "password": PASSWORD});
        let answer = send(reqwest::Client::new().post(format!("{url}/api/v1/setup")).json(&account)).await;
        let token = answer.json["access_token"].as_str().unwrap().to_owned();
        Self { db, dir, media, url, token, _server: server }
    }

    fn worker(&self, name: &str) -> Process {
        let data = self.dir.path().join(name);
        let database = self.db.url();
        let log = self.dir.path().join(format!("{name}.log"));
        Process::start(&["worker", "--data-dir", data.to_str().unwrap()], &settings(&database), &log)
    }

    /// Stops it between two transactions: within one, its locks would hold up the others until PostgreSQL ends it after
    /// a minute, which is another story.
    async fn freeze(&self, worker: &Process) {
        let owner = self.db.owner().await;
        let working = "select count(*) filter (where state = 'active'), count(*) filter (where state <> 'idle') \
            from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        let count = async |column: usize| owner.query_one(working, &[]).await.unwrap().get::<_, i64>(column);
        loop {
            worker.signal(Signal::SIGSTOP);
            eventually("statements end", PATIENCE, async || (count(0).await == 0).then_some(())).await;
            if count(1).await == 0 {
                return;
            }
            worker.signal(Signal::SIGCONT);
        }
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = reqwest::Client::new().request(method, format!("{}/api/v1{path}", self.url));
        let answer = send(request.bearer_auth(&self.token).json(body)).await;
        assert!(answer.status.is_success(), "{answer:?}");
        answer.json
    }

    /// A library whose scan takes a while; returns the scan's id.
    async fn scan(&self) -> String {
        let film = media::fixture(&media::recipe(&[media::PICTURE, media::SOUND, media::H264, media::AAC], 2), "mkv");
        for n in 0..FILMS {
            let name = format!("Film {n} (2001).mkv");
            // A link would be one file with many names, which is no film each.
            std::fs::copy(&film, self.media.path().join(name)).unwrap();
        }
        let body = json!({"name": "Films", "kind": "movies", "paths": [self.media.path()]});
        self.call(Method::POST, "/libraries", &body).await;
        let jobs = self.call(Method::GET, "/jobs?kind=scan_library", &Value::Null).await;
        jobs["items"][0]["id"].as_str().unwrap().to_owned()
    }

    async fn reaches(&self, job: &str, state: &str) -> Value {
        eventually(&format!("the job is {state}"), PATIENCE, async || {
            let job = self.call(Method::GET, &format!("/jobs/{job}"), &Value::Null).await;
            (job["state"] == state).then_some(job)
        })
        .await
    }

    /// The scan is done, once, and everything it found is there.
    async fn is_complete(&self, job: &str, attempt: i64) {
        let job = self.reaches(job, "completed").await;
        assert_eq!(job["attempt"], attempt, "{job}");
        assert_eq!(job["errors"].as_array().unwrap().len() as i64, attempt - 1, "{job}");
        let libraries = self.call(Method::GET, "/libraries", &Value::Null).await;
        assert_eq!(
            (&libraries["items"][0]["item_count"], &libraries["items"][0]["file_count"]),
            (&json!(FILMS), &json!(FILMS))
        );
    }
}

fn settings(database: &str) -> [(&'static str, &str); 3] {
    [("REVENGE_DATABASE__URL", database), ("REVENGE_JOBS__LEASE_MS", "1500"), ("REVENGE_JOBS__HEARTBEAT_MS", "300")]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_without_an_external_database_is_refused_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let answer = cli::run(&["worker", "--data-dir", dir.path().to_str().unwrap()], &[]);
    cli::check_refused(&answer, &["database.url"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_does_the_work_of_a_server_and_stops_gracefully() {
    let house = House::new().await;
    let mut worker = house.worker("worker");
    let scan = house.scan().await;
    house.reaches(&scan, "running").await;
    // Told to stop amid the work: it goes back as if it had not begun, and the next worker does it.
    worker.signal(Signal::SIGTERM);
    let (status, took, log) = worker.ended();
    assert!(status.success() && took < Duration::from_secs(10), "{status} {took:?}\n{log}");
    let waiting = house.call(Method::GET, &format!("/jobs/{scan}"), &Value::Null).await;
    assert_eq!((&waiting["state"], &waiting["attempt"]), (&json!("available"), &json!(0)), "{log}");
    let _next = house.worker("next");
    house.is_complete(&scan, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_of_a_killed_worker_is_free_within_its_lease_and_counted() {
    let house = House::new().await;
    let mut worker = house.worker("worker");
    let scan = house.scan().await;
    house.reaches(&scan, "running").await;
    worker.kill();
    let died = Instant::now();
    let freed = house.reaches(&scan, "available").await;
    let took = died.elapsed();
    // Twice its own lease: 30 s with the usual one of 20 s.
    assert!(took < LEASE * 2, "{took:?}");
    assert_eq!((&freed["attempt"], freed["scheduled_at"].as_str() > freed["started_at"].as_str()), (&json!(1), true));
    assert_eq!(freed["errors"][0]["error"], "the node that ran this attempt is gone");
    let _next = house.worker("next");
    house.is_complete(&scan, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_frozen_beyond_its_lease_overwrites_nothing_when_it_thaws() {
    let house = House::new().await;
    let worker = house.worker("worker");
    let scan = house.scan().await;
    house.reaches(&scan, "running").await;
    house.freeze(&worker).await;
    house.reaches(&scan, "available").await;
    let _next = house.worker("next");
    house.is_complete(&scan, 2).await;
    let before = house.call(Method::GET, &format!("/jobs/{scan}"), &Value::Null).await;
    worker.signal(Signal::SIGCONT);
    // It notices that the job is no longer its own, and lives on.
    eventually("it notices", PATIENCE, async || {
        let log = worker.log();
        (log.contains("this run was given up") || log.contains("a run that was given up is ignored")).then_some(())
    })
    .await;
    house.is_complete(&scan, 2).await;
    assert_eq!(house.call(Method::GET, &format!("/jobs/{scan}"), &Value::Null).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_idle_nodes_ask_the_database_nothing_for_25_seconds() {
    let house = House::new().await;
    let _worker = house.worker("worker");
    // The clock may strike while we listen.
    for name in ["prune_jobs", "prune_playback", "prune_previews", "prune_sign_ins", "scan_libraries"] {
        house.call(Method::PATCH, &format!("/schedules/{name}"), &json!({"enabled": false})).await;
    }
    let owner = house.db.owner().await;
    // Every session's last sign of life, and how many there are.
    let last = "select concat(max(greatest(query_start, backend_start))::text, ' ', count(*)) from pg_stat_activity \
                where datname = current_database() and pid <> pg_backend_pid()";
    let reading = async || owner.query_one(last, &[]).await.unwrap().get::<_, String>(0);
    let nodes = "select count(*) from core.nodes";
    eventually("both are there", PATIENCE, async || {
        (owner.query_one(nodes, &[]).await.unwrap().get::<_, i64>(0) == 2).then_some(())
    })
    .await;
    // The tail of the start, then silence.
    let began = Instant::now();
    let (mut quiet_since, mut before) = (Instant::now(), reading().await);
    while quiet_since.elapsed() < Duration::from_secs(25) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = reading().await;
        if now != before {
            (quiet_since, before) = (Instant::now(), now);
        }
        assert!(began.elapsed() < Duration::from_secs(50), "not silent for 25 s: {before}");
    }
    let answer = reqwest::get(format!("{}/healthz", house.url)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}
