//! The governor on the real server: a board that gets hot, somebody who plays, a window that ends, a pause.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::films;
use super::server::Server;
use crate::harness::eventually;
use crate::harness::media::{AAC, H264, PICTURE, SOUND, fixture, recipe};

const PATIENCE: Duration = Duration::from_secs(60);
/// Long enough for files that are being read to end, and for others to follow if nothing held them.
const LOOK: Duration = Duration::from_secs(3);
/// Many more than are read before a slow machine gets round to the next step of a test; no test waits for all.
const FILES: usize = 2000;
/// Enough to tell that a scan goes on.
const SOME: i64 = 20;

fn cool_board() -> tempfile::TempDir {
    let board = tempfile::tempdir().unwrap();
    let sensor = board.path().join("sys/class/thermal/thermal_zone0");
    fs::create_dir_all(&sensor).unwrap();
    fs::write(sensor.join("type"), "cpu-thermal\n").unwrap();
    warm(&board, 45);
    board
}

fn warm(board: &tempfile::TempDir, celsius: u32) {
    let sensor = board.path().join("sys/class/thermal/thermal_zone0");
    let fresh = sensor.join("fresh");
    fs::write(&fresh, format!("{}\n", celsius * 1000)).unwrap();
    fs::rename(fresh, sensor.join("temp")).unwrap();
}

struct Site {
    server: Server,
    board: tempfile::TempDir,
    library: String,
    _films: tempfile::TempDir,
}

impl Site {
    /// A cool board, films to play that are known, and many that are not.
    async fn new() -> Self {
        let board = cool_board();
        let root = board.path().to_str().unwrap();
        let server = Server::fresh_with(&[
            ("REVENGE_BOARD__ROOT", root),
            ("REVENGE_JOBS__TIME_ZONE", "UTC"),
            ("REVENGE_SCAN__PROBES", "1"),
        ])
        .await;
        let known = server.add_library("movies", films::folder()).await;
        server.scan(&known).await;
        let many = tempfile::tempdir().unwrap();
        films::many_of(&fixture(&recipe(&[PICTURE, SOUND, H264, AAC], 1), "mp4"), many.path(), FILES);
        let body = json!({ "name": "Many", "kind": "movies", "paths": [many.path()] });
        let library = server.post("/libraries", &body).await["id"].as_str().unwrap().to_owned();
        Self { server, board, library, _films: many }
    }

    fn warm_to(&self, celsius: u32) {
        warm(&self.board, celsius);
    }

    /// The scan of the new library, once it reads more files than `n_before`.
    async fn scan_at_work(&self, n_before: i64) -> String {
        let list = "/jobs?kind=scan_library&state=running";
        eventually("the scan reads files", PATIENCE, async || {
            let jobs = self.server.get(list).await;
            let job = jobs["items"].as_array()?.iter().find(|job| job["library_id"] == self.library.as_str())?.clone();
            (self.n_read().await > n_before).then(|| job["id"].as_str().unwrap().to_owned())
        })
        .await
    }

    async fn n_read(&self) -> i64 {
        let sql = "select count(*) from media.files f join media.libraries l on l.id = f.library_id
            where l.id::text = $1 and f.probed_at is not null";
        self.server.database().await.query_one(sql, &[&self.library]).await.unwrap().get(0)
    }

    async fn held(&self, queue: &str) -> Value {
        let queues = self.server.get("/queues").await;
        queues["items"].as_array().unwrap().iter().find(|q| q["name"] == queue).unwrap()["held"].clone()
    }

    /// Waits until the scan says so; then nothing more is read. Returns how long it took.
    async fn stops(&self, scan: &str, message: &str) -> Duration {
        let began = Instant::now();
        eventually("the scan stands still", PATIENCE, async || {
            let job = self.server.get(&format!("/jobs/{scan}")).await;
            assert_eq!(job["state"], "running", "{job}");
            (job["progress"]["message"] == message).then_some(())
        })
        .await;
        let took = began.elapsed();
        // What was being read then is stored.
        tokio::time::sleep(LOOK).await;
        let n_read = self.n_read().await;
        tokio::time::sleep(LOOK).await;
        assert_eq!(self.n_read().await, n_read, "it goes on");
        assert!(n_read < FILES as i64, "there was nothing left to hold");
        took
    }

    async fn goes_on(&self) {
        let n_before = self.n_read().await;
        eventually("the scan goes on", PATIENCE, async || (self.n_read().await >= n_before + SOME).then_some(())).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heat_stops_a_scan_and_it_goes_on_when_the_board_has_cooled() {
    let site = Site::new().await;
    let scan = site.scan_at_work(0).await;
    site.warm_to(99);
    let took = site.stops(&scan, "Waits: the machine is too warm").await;
    // Five seconds are promised; this is a debug build beside other tests.
    assert!(took < Duration::from_secs(15), "{took:?}");
    for queue in ["default", "low", "bulk"] {
        assert_eq!(site.held(queue).await, json!({ "why": "heat", "allows_one": false, "until": null }), "{queue}");
    }
    assert_eq!(site.held("high").await, Value::Null);
    let metrics = site.server.fetch("/metrics").await.1;
    let metrics = String::from_utf8(metrics).unwrap();
    assert!(metrics.contains("revenge_governor_held{queue=\"bulk\"} 1"), "{metrics}");
    // Near the limit is not cool.
    site.warm_to(93);
    tokio::time::sleep(LOOK).await;
    assert_eq!(site.held("bulk").await["why"], "heat");
    site.warm_to(45);
    site.goes_on().await;
    eventually("nothing is held", PATIENCE, async || site.held("bulk").await.is_null().then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_plays_has_the_disks() {
    let site = Site::new().await;
    let scan = site.scan_at_work(0).await;
    let session = site.server.play("Plain Harbour", None).await;
    let took = site.stops(&scan, "Waits while somebody plays").await;
    // Two seconds are promised; this is a debug build beside other tests.
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(site.held("bulk").await["why"], "playing");
    assert_eq!(site.held("default").await, Value::Null);
    site.server.delete(&format!("/playback/sessions/{}", session["id"].as_str().unwrap())).await;
    site.goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_ends_and_the_rest_waits_for_the_next_one() {
    let site = Site::new().await;
    let by_hand = site.scan_at_work(0).await;
    // One moment for all of it: the minute may end meanwhile.
    let now = OffsetDateTime::now_utc();
    let clock = |minutes: i64| {
        let time = now + time::Duration::minutes(minutes);
        format!("{:02}:{:02}", time.hour(), time.minute())
    };
    // Over for today. The scan of a new library was asked for by somebody who sees it work.
    let over = json!({ "window": { "from": clock(-120), "to": clock(-60) } });
    let queue = site.server.patch("/queues/bulk", &over).await;
    assert_eq!(queue["window"], over["window"]);
    eventually("bulk is held", PATIENCE, async || (site.held("bulk").await["why"] == "window").then_some(())).await;
    site.goes_on().await;
    site.server.post(&format!("/jobs/{by_hand}/cancel"), &json!({})).await;
    eventually("the scan ends", PATIENCE, async || {
        (site.server.get(&format!("/jobs/{by_hand}")).await["state"] == "cancelled").then_some(())
    })
    .await;

    // What starts by itself keeps to it: it is cut off and comes back when the window opens.
    site.server.patch("/queues/bulk", &json!({ "window": null })).await;
    eventually("nothing is held", PATIENCE, async || site.held("bulk").await.is_null().then_some(())).await;
    let database = site.server.database().await;
    let n_by_hand = site.n_read().await;
    let due = "update core.schedules set next_run_at = now() where name = 'scan_libraries'";
    database.batch_execute(&format!("{due}; notify revenge_jobs, 'schedules'")).await.unwrap();
    let by_itself = site.scan_at_work(n_by_hand).await;
    assert_ne!(by_itself, by_hand);
    let began = Instant::now();
    let queue = site.server.patch("/queues/bulk", &over).await;
    assert_eq!(queue["window"], over["window"]);
    let job = eventually("it is postponed", PATIENCE, async || {
        let job = site.server.get(&format!("/jobs/{by_itself}")).await;
        (job["state"] == "scheduled").then_some(job)
    })
    .await;
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert_eq!(job["attempt"], 0, "{job}");
    assert_eq!(job["scheduled_at"].as_str().unwrap()[11..16], clock(-120), "{job}");
    let until = site.held("bulk").await["until"].as_str().unwrap().to_owned();
    assert_eq!(until[11..16], clock(-120));
    let n_read = site.n_read().await;
    tokio::time::sleep(LOOK).await;
    assert_eq!(site.n_read().await, n_read);
    assert!(n_read < FILES as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_rests_for_two_hours_unless_somebody_says_otherwise() {
    let mut site = Site::new().await;
    let scan = site.scan_at_work(0).await;
    let paused = site.server.post("/system/pause", &json!({ "for_ms": 7_200_000 })).await;
    let until = paused["until"].as_str().unwrap().to_owned();
    let job = eventually("the scan is postponed", PATIENCE, async || {
        let job = site.server.get(&format!("/jobs/{scan}")).await;
        (job["state"] == "scheduled").then_some(job)
    })
    .await;
    assert_eq!(job["scheduled_at"].as_str().unwrap()[..16], until[..16], "{job}");
    site.server.kill();
    site.server.restart().await;
    eventually("it is still held", PATIENCE, async || (site.held("low").await["why"] == "pause").then_some(())).await;
    let n_read = site.n_read().await;
    assert!(n_read < FILES as i64);
    site.server.delete("/system/pause").await;
    eventually("nothing is held", PATIENCE, async || site.held("low").await.is_null().then_some(())).await;
    site.goes_on().await;
}

/// The end of a window that nobody changes: the clock alone holds the queue.
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_ends_a_window() {
    let board = tempfile::tempdir().unwrap();
    let root: &Path = board.path();
    let server =
        Server::fresh_with(&[("REVENGE_BOARD__ROOT", root.to_str().unwrap()), ("REVENGE_JOBS__TIME_ZONE", "UTC")])
            .await;
    let now = OffsetDateTime::now_utc();
    let at = |time: OffsetDateTime| format!("{:02}:{:02}", time.hour(), time.minute());
    let end = now + time::Duration::minutes(if now.second() < 50 { 1 } else { 2 });
    let window = json!({ "window": { "from": at(now - time::Duration::hours(1)), "to": at(end) } });
    assert_eq!(server.patch("/queues/low", &window).await["held"], Value::Null);
    let held = eventually("the window ends", Duration::from_secs(180), async || {
        let queues = server.get("/queues").await;
        let low = queues["items"].as_array().unwrap().iter().find(|queue| queue["name"] == "low").unwrap().clone();
        (!low["held"].is_null()).then(|| (low, OffsetDateTime::now_utc()))
    })
    .await;
    let late = held.1 - end.replace_second(0).unwrap().replace_nanosecond(0).unwrap();
    assert!(late >= time::Duration::ZERO && late < time::Duration::seconds(60), "{late}");
    assert_eq!(held.0["held"]["why"], "window");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_board_at_its_limit_what_begins_is_lighter_and_says_why() {
    let (board, films) = (cool_board(), tempfile::tempdir().unwrap());
    let picture = PICTURE.replace("320x180", "1920x1080");
    let film = fixture(&recipe(&[&picture, SOUND, H264, AAC], 1), "mp4");
    fs::copy(film, films.path().join("Wide Hill (2019).mp4")).unwrap();
    let server = Server::fresh_with(&[("REVENGE_BOARD__ROOT", board.path().to_str().unwrap())]).await;
    let library = server.add_library("movies", films.path()).await;
    server.scan(&library).await;
    for (celsius, height) in [(99, 720), (45, 1080)] {
        warm(&board, celsius);
        let session = server.play("Wide Hill", Some("transcode")).await;
        let reasons = session["verdict"]["reasons"].as_array().unwrap();
        let said = reasons.iter().any(|reason| reason["code"] == "machine_overloaded");
        assert_eq!(said, celsius == 99, "{session}");
        let playlist = String::from_utf8(server.fetch(session["hls_url"].as_str().unwrap()).await.1).unwrap();
        assert!(playlist.contains(&format!("x{height}")), "{celsius} °C: {playlist}");
    }
}
