//! An idle server is silent: no statement, no wake-ups to speak of, while somebody is signed in and listens, and a supervisor
//! waits for signs of life.
//!
//! Real process, real database, looked at from another database of the same server.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::DirEntry;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use tokio_postgres::Client;

use crate::harness::postgres::{self, Server};
use crate::harness::process::{Process, open_dir, ready};
use crate::harness::server::{ADMIN, PASSWORD};
use crate::harness::{TestDb, eventually};

/// An open event stream asks every 30 s whether its sign-in still holds.
const WATCHED: Duration = Duration::from_secs(25);
const LOOK: Duration = Duration::from_millis(500);
/// Looks without a change after which the work of the start is over.
const QUIET_LOOKS: u32 = 4;
const PATIENCE: Duration = Duration::from_secs(60);
const WAKE_UPS_PER_SECOND: f64 = 3.0;
/// As in the unit.
const WATCHDOG_US: &str = "60000000";

/// The last statement of each connection to a database, by process and start of the statement.
async fn statements(observer: &Client, database: &str) -> BTreeMap<(i32, String), String> {
    let sql = "select pid, coalesce(query_start::text, ''), query from pg_stat_activity where datname = $1";
    let rows = observer.query(sql, &[&database]).await.unwrap();
    rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect()
}

/// What the connections have done last, once that has not changed for a while.
async fn settled(observer: &Client, database: &str) -> BTreeMap<(i32, String), String> {
    let began = tokio::time::Instant::now();
    let (mut last, mut n_same) = (statements(observer, database).await, 0);
    while n_same < QUIET_LOOKS {
        assert!(began.elapsed() < PATIENCE, "the server does not come to rest: {last:?}");
        tokio::time::sleep(LOOK).await;
        let now = statements(observer, database).await;
        n_same = if now == last { n_same + 1 } else { 0 };
        last = now;
    }
    last
}

/// How often each thread of a process has gone to sleep by itself, each time after a wake-up.
fn sleeps(pid: u32) -> BTreeMap<OsString, u64> {
    let count = |task: DirEntry| {
        let status = std::fs::read_to_string(task.path().join("status")).ok()?;
        let n = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        Some((task.file_name(), n.trim().parse().unwrap()))
    };
    std::fs::read_dir(format!("/proc/{pid}/task")).unwrap().filter_map(|task| count(task.ok()?)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_server_with_a_listener_asks_nothing_and_sleeps() {
    let db = TestDb::new().await;
    let (url, dir) = (db.url(), open_dir());
    let database = url.rsplit_once("dbname=").unwrap().1.to_owned();
    let data = dir.path().join("data");
    let args = ["--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
    let supervisor = dir.path().join("notify");
    let _supervisor = UnixDatagram::bind(&supervisor).unwrap();
    let variables = [
        ("REVENGE_DATABASE__URL", url.as_str()),
        ("NOTIFY_SOCKET", supervisor.to_str().unwrap()),
        ("WATCHDOG_USEC", WATCHDOG_US),
    ];
    let (server, base) = Process::serve(&args, &variables, &dir.path().join("log"));
    ready(&base).await;
    let http = reqwest::Client::new();
    let body = serde_json::json!({ "username": ADMIN, "password": PASSWORD });
    let answer = http.post(format!("{base}/api/v1/setup")).json(&body).send().await.unwrap();
    let token = answer.json::<serde_json::Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    // What is due once an hour would be due now.
    let schedules = format!("{base}/api/v1/schedules");
    let all = http.get(&schedules).bearer_auth(&token).send().await.unwrap().json::<serde_json::Value>().await.unwrap();
    for schedule in all["items"].as_array().unwrap() {
        let path = format!("{schedules}/{}", schedule["name"].as_str().unwrap());
        let off =
            http.patch(path).bearer_auth(&token).json(&serde_json::json!({ "enabled": false })).send().await.unwrap();
        assert!(off.status().is_success(), "{off:?}");
    }
    eventually("the test encodes end", PATIENCE, async || data.join("backends.json").exists().then_some(())).await;
    let observer = postgres::connect(&Server::get().url("postgres")).await;
    settled(&observer, &database).await;

    let listening = http.get(format!("{base}/api/v1/events")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(listening.status(), 200);
    let before = settled(&observer, &database).await;
    assert!(!before.is_empty(), "the server has no connection: {database}");
    let (began, slept) = (tokio::time::Instant::now(), sleeps(server.id()));
    while began.elapsed() < WATCHED {
        tokio::time::sleep(LOOK).await;
        assert_eq!(statements(&observer, &database).await, before, "after {:?}", began.elapsed());
    }
    // A thread that has ended meanwhile was one of a pool that shrinks, which it does once.
    let since = |(thread, n): (OsString, u64)| n - slept.get(&thread).copied().unwrap_or(0);
    let n_woken: u64 = sleeps(server.id()).into_iter().map(since).sum();
    let per_second = n_woken as f64 / began.elapsed().as_secs_f64();
    assert!(per_second < WAKE_UPS_PER_SECOND, "{per_second:.1} wake-ups per second");
    drop(listening);
}
