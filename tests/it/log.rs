//! What the log of a real process tells an operator: whose fault a line is about, what was slow, and no more lines than fit.

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;
use reqwest::{Client, Method, StatusCode};
use revenge::base::new_id;
use serde_json::{Value, json};

use crate::harness::postgres::Server as Postgres;
use crate::harness::process::{open_dir, ready};
use crate::harness::{Process, TestDb, eventually, media};

const SOON: Duration = Duration::from_secs(60);

/// A server that logs JSON, on a database of its own.
struct Rig {
    process: Process,
    url: String,
    client: Client,
    token: String,
    db: TestDb,
    dir: tempfile::TempDir,
}

impl Rig {
    async fn start(variables: &[(&str, &str)]) -> Self {
        let (dir, db) = (open_dir(), TestDb::new().await);
        let (url, data) = (db.url(), dir.path().join("data"));
        let variables =
            [&[("REVENGE_DATABASE__URL", url.as_str()), ("REVENGE_LOG__FORMAT", "json")], variables].concat();
        let arguments = ["--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
        let (process, url) = Process::serve(&arguments, &variables, &dir.path().join("log"));
        ready(&url).await;
        let mut rig = Self { process, url, client: Client::new(), token: String::new(), db, dir };
        let account = json!({ "username": "anna", "password": "correct horse battery" });
        let answer = rig.send("setup-1", Method::POST, "/api/v1/setup", Some(&account)).await.1;
        answer["access_token"].as_str().unwrap().clone_into(&mut rig.token);
        rig
    }

    /// Status and body of a request with this id.
    async fn send(&self, id: &str, method: Method, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url)).header("x-request-id", id);
        let request = if self.token.is_empty() { request } else { request.bearer_auth(&self.token) };
        let answer = body.map_or(request.try_clone().unwrap(), |body| request.json(body)).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// Lines with this message so far.
    fn lines(&self, message: &str) -> Vec<Value> {
        lines(&self.process.log()).into_iter().filter(|line| line["message"] == message).collect()
    }

    /// The first line with this message.
    async fn line(&self, message: &str) -> Value {
        eventually(message, SOON, async || self.lines(message).into_iter().next()).await
    }

    /// Scans `folder` in a new library; gives the scan's job.
    async fn scan(&self, id: &str, library: &str) -> Value {
        let job = self.send(id, Method::POST, &format!("/api/v1/libraries/{library}/scan"), Some(&json!({}))).await.1;
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        eventually("the scan ends", SOON, async || {
            let job = self.send("poll", Method::GET, &path, None).await.1;
            matches!(job["state"].as_str(), Some("completed" | "discarded")).then_some(job)
        })
        .await
    }

    async fn add_library(&self, folder: &Path) -> String {
        let body = json!({ "name": "Films", "kind": "movies", "paths": [folder] });
        let library = self.send("library-1", Method::POST, "/api/v1/libraries", Some(&body)).await.1;
        library["id"].as_str().unwrap().to_owned()
    }
}

fn lines(log: &str) -> Vec<Value> {
    let json = log.lines().filter(|line| line.starts_with('{'));
    json.map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_statements_and_requests_are_logged_by_name_and_without_values() {
    let rig = Rig::start(&[("REVENGE_LOG__SLOW_STATEMENT_MS", "200"), ("REVENGE_LOG__SLOW_REQUEST_MS", "200")]).await;
    let owner = rig.db.owner().await;
    // The statement waits for this lock, which its holder gives up by itself.
    owner.batch_execute("begin; lock table core.users in access exclusive mode").await.unwrap();
    let release = async { owner.batch_execute("select pg_sleep(0.4); commit").await.unwrap() };
    let body = json!({ "username": "zebra-marker", "password": "zebra-secret" });
    let login = rig.send("slow-1", Method::POST, "/api/v1/auth/login", Some(&body));
    let ((), (status, _)) = tokio::join!(release, login);
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    let named = |line: &Value| line["statement"] == "find_user_by_name" && line["request.id"] == "slow-1";
    let statement =
        eventually("the statement is named", SOON, async || rig.lines("slow statement").into_iter().find(named)).await;
    assert!(statement["duration_ms"].as_u64().unwrap() >= 200, "{statement}");
    let request = eventually("the request is named", SOON, async || {
        rig.lines("slow request").into_iter().find(|line| line["request.id"] == "slow-1")
    })
    .await;
    let seen = (&request["route"], &request["status"], &request["level"]);
    assert_eq!(seen, (&json!("/api/v1/auth/login"), &json!(401), &json!("WARN")));
    assert!(!rig.process.log().contains("zebra"), "a value is in the log");
    let metrics = rig.client.get(format!("{}/metrics", rig.url)).send().await.unwrap().text().await.unwrap();
    let count = metrics.lines().find_map(|line| line.strip_prefix("revenge_db_slow_statements_total "));
    assert_ne!(count, Some("0"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_names_itself_and_the_request_that_wanted_it() {
    let rig = Rig::start(&[]).await;
    let folder = rig.dir.path().join("films");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(media::film("mp4"), folder.join("Plain Harbour (2021).mp4")).unwrap();
    let library = rig.add_library(&folder).await;
    rig.scan("scan-1", &library).await;
    std::fs::rename(&folder, rig.dir.path().join("elsewhere")).unwrap();
    let job = rig.scan("scan-2", &library).await;
    let line = rig.line("a folder of the library is offline: its items are kept").await;
    assert_eq!((&line["job.id"], &line["request.id"]), (&job["id"], &json!("scan-2")), "{line}");
    assert_eq!(line["job.kind"], "scan_library");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_failed_names_the_request_too() {
    let rig = Rig::start(&[]).await;
    let id = new_id();
    let owner = rig.db.owner().await;
    let store =
        "insert into core.jobs (id, kind, queue, state, args, max_attempts, request_id, created_at, scheduled_at)
        values ($1, 'from_a_later_release', 'default', 'available', '{}', 1, 'odd-1', now(), now())";
    owner.execute(store, &[&id]).await.unwrap();
    owner.execute("select pg_notify('revenge_jobs', 'wake default')", &[]).await.unwrap();
    let line = rig.line("job failed").await;
    assert_eq!((&line["job.id"], &line["request.id"]), (&json!(id), &json!("odd-1")), "{line}");
    assert!(line["error"].as_str().unwrap().contains("no handler"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn thresholds_change_with_a_reload() {
    let dir = open_dir();
    let config = dir.path().join("config.toml");
    std::fs::write(&config, "[log]\nslow_request_ms = 0\n").unwrap();
    let rig = Rig::start(&[("REVENGE_CONFIG", config.to_str().unwrap())]).await;
    let slow = async |id: &str| {
        let owner = rig.db.owner().await;
        owner.batch_execute("begin; lock table core.users in access exclusive mode").await.unwrap();
        let body = json!({ "username": "nobody", "password": "nothing at all" });
        let release = async { owner.batch_execute("select pg_sleep(0.1); commit").await.unwrap() };
        tokio::join!(release, rig.send(id, Method::POST, "/api/v1/auth/login", Some(&body)));
    };
    slow("before").await;
    std::fs::write(&config, "[log]\nslow_request_ms = 50\n").unwrap();
    rig.process.signal(Signal::SIGHUP);
    rig.line("configuration reloaded").await;
    slow("after").await;
    assert_eq!(rig.line("slow request").await["request.id"], "after");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipeline_names_its_session_and_the_request_that_started_it() {
    let rig = Rig::start(&[]).await;
    let folder = rig.dir.path().join("films");
    std::fs::create_dir(&folder).unwrap();
    let film = folder.join("Plain Harbour (2021).mp4");
    std::fs::copy(media::film("mp4"), &film).unwrap();
    let library = rig.add_library(&folder).await;
    assert_eq!(rig.scan("scan-1", &library).await["state"], "completed");
    let items = rig.send("items-1", Method::GET, "/api/v1/items?kind=movie", None).await.1;
    let body = json!({ "item_id": items["items"][0]["id"], "method": "transcode", "device": {
        "containers": ["mp4"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"],
    }});
    let session = rig.send("play-1", Method::POST, "/api/v1/playback/sessions", Some(&body)).await.1;
    // The disk gives back nonsense from now on.
    let n_bytes = usize::try_from(std::fs::metadata(&film).unwrap().len()).unwrap();
    std::fs::write(&film, vec![0x55; n_bytes]).unwrap();
    let master = session["hls_url"].as_str().unwrap_or_else(|| panic!("{session}"));
    let segment = master.replace("master.m3u8", "video/0.m4s");
    let (status, _) = rig.send("segment-1", Method::GET, &segment, None).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    let line = rig.line("playback pipeline failed").await;
    assert_eq!((&line["session.id"], &line["request.id"]), (&session["id"], &json!("segment-1")), "{line}");
    assert_eq!(line["level"], "WARN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_is_counted_and_not_repeated() {
    const STORM: usize = 60;
    let mut rig = Rig::start(&[]).await;
    let name = rig.db.name();
    Postgres::get().run(&format!("alter database {name} with allow_connections false")).await.unwrap();
    let kill =
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'".replace("{name}", name);
    Postgres::get().run(&kill).await.unwrap();
    for n in 0..STORM {
        let (status, _) = rig.send(&format!("storm-{n}"), Method::GET, "/api/v1/items", None).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    }
    Postgres::get().run(&format!("alter database {name} with allow_connections true")).await.unwrap();
    rig.process.signal(Signal::SIGTERM);
    let (_, _, log) = rig.process.ended();
    let failed = "request failed for a reason outside";
    let lines = lines(&log);
    let n_written = lines.iter().filter(|line| line["message"] == failed).count();
    let left_out = lines.iter().filter(|line| line["message"] == "lines were left out" && line["like"] == failed);
    let n_left_out: u64 = left_out.map(|line| line["n_lines"].as_u64().unwrap()).sum();
    // Windows of a minute: two at the most, if the machine is slow.
    assert!((1..=20).contains(&n_written), "{n_written}");
    assert_eq!(n_written as u64 + n_left_out, STORM as u64, "each line is written or counted");
}
