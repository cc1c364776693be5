//! Events across reconnects, nodes, restarts and crashes; what listeners cost, and what becomes of those who do not listen.

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode};
use revenge::base::new_id;
use revenge::platform::events::{Audience, Event, Events, Topic};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::engine::clips::film;
use crate::harness::process::{open_dir, ready};
use crate::harness::server::TestClient;
use crate::harness::{Process, TestDb, TestServer, eventually, postgres};
use crate::hls::Cinema;

const SOON: Duration = Duration::from_secs(10);
const KEPT: usize = 64;

fn say(events: &Events, n: usize) {
    events.publish(Topic::System, Audience::Everyone, json!({ "n": n }));
}

/// A listener on the bus itself.
struct Ear(tokio::sync::broadcast::Receiver<std::sync::Arc<Event>>);

impl Ear {
    fn of(events: &Events) -> Self {
        Self(events.subscribe().live)
    }

    async fn hear(&mut self) -> std::sync::Arc<Event> {
        tokio::time::timeout(SOON, self.0.recv()).await.expect("an event arrives").unwrap()
    }

    /// The next events, by id and content.
    async fn hear_many(&mut self, n: usize) -> Vec<(u64, Value)> {
        let mut heard = Vec::new();
        for _ in 0..n {
            let event = self.hear().await;
            heard.push((event.id, event.data.clone()));
        }
        heard
    }
}

/// Waits until this bus has read the log.
async fn is_up(events: &Events) {
    assert!(events.resume(u64::MAX).await.missed.is_empty());
}

#[tokio::test]
async fn every_node_hears_every_event_once_and_in_the_same_order() {
    let test = TestDb::new().await;
    let nodes =
        [Events::kept(test.db.clone(), 4096), Events::kept(test.db.clone(), 4096), Events::kept(test.db.clone(), 4096)];
    let mut ears = Vec::new();
    for node in &nodes {
        is_up(node).await;
        ears.push(Ear::of(node));
    }
    for n in 0..600 {
        say(&nodes[n % 3], n);
        if n % 7 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let mut heard = Vec::new();
    for ear in &mut ears {
        heard.push(ear.hear_many(600).await);
    }
    assert!(heard[0].is_sorted_by(|a, b| a.0 < b.0));
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0], heard[2]);
    let mut contents: Vec<_> = heard[0].iter().map(|(_, data)| data["n"].as_u64().unwrap()).collect();
    contents.sort_unstable();
    assert_eq!(contents, (0..600).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_event_is_heard_within_100_ms() {
    let test = TestDb::new().await;
    let (here, there) = (Events::kept(test.db.clone(), KEPT), Events::kept(test.db.clone(), KEPT));
    is_up(&here).await;
    is_up(&there).await;
    let (mut near, mut far) = (Ear::of(&here), Ear::of(&there));
    let mut worst = Vec::new();
    for n in 0..20 {
        let began = Instant::now();
        say(&here, n);
        near.hear().await;
        let near = began.elapsed();
        far.hear().await;
        worst.push(near.max(began.elapsed()));
    }
    worst.sort();
    // The median: a shared machine has its moments.
    assert!(worst[10] < Duration::from_millis(100), "{worst:?}");
}

#[tokio::test]
async fn a_new_life_goes_on_where_the_last_one_ended() {
    let test = TestDb::new().await;
    let first = Events::kept(test.db.clone(), KEPT);
    is_up(&first).await;
    let mut ear = Ear::of(&first);
    (0..10).for_each(|n| say(&first, n));
    let heard = ear.hear_many(10).await;
    first.flush(SOON).await;
    drop(first);
    let second = Events::kept(test.db.clone(), KEPT);
    let resumed = second.resume(heard[4].0).await;
    let missed: Vec<_> = resumed.missed.iter().map(|event| (event.id, event.data.clone())).collect();
    assert!(!resumed.has_gap);
    assert_eq!(missed, heard[5..]);
    say(&second, 10);
    let event = Ear(resumed.live).hear().await;
    assert!(event.id > heard[9].0 && event.data == json!({ "n": 10 }));
}

#[tokio::test]
async fn the_log_is_bounded_and_what_it_lost_is_told() {
    let test = TestDb::new().await;
    let events = Events::kept(test.db.clone(), KEPT);
    is_up(&events).await;
    let mut ear = Ear::of(&events);
    say(&events, 0);
    let first = ear.hear().await.id;
    for n in 0..60 {
        // More at once than listeners may be behind is another test's business.
        (0..50).for_each(|m| say(&events, n * 50 + m));
        ear.hear_many(50).await;
    }
    events.flush(SOON).await;
    let owner = test.owner().await;
    eventually("the log is pruned", SOON, async || {
        let n: i64 = owner.query_one("select count(*) from core.events", &[]).await.unwrap().get(0);
        (n <= KEPT as i64 + 600).then_some(())
    })
    .await;
    assert!(events.resume(first).await.has_gap);
    let again = Events::kept(test.db.clone(), KEPT);
    assert!(again.resume(first).await.has_gap);
    for garbage in [0, 1, u64::MAX, i64::MAX as u64] {
        assert!(again.resume(garbage).await.has_gap, "{garbage}");
    }
}

#[tokio::test]
async fn of_a_jobs_progress_only_the_newest_is_kept() {
    let test = TestDb::new().await;
    let events = Events::kept(test.db.clone(), KEPT);
    is_up(&events).await;
    let mut ear = Ear::of(&events);
    say(&events, 0);
    let start = ear.hear().await.id;
    let (job, other) = (new_id(), new_id());
    for done in 0..100 {
        for id in [job, other] {
            events.publish(Topic::Job, Audience::Admins, json!({ "id": id, "state": "running", "done": done }));
        }
        if done % 9 == 0 {
            events.flush(SOON).await;
        }
    }
    events.publish(Topic::Job, Audience::Admins, json!({ "id": job, "state": "completed" }));
    events.flush(SOON).await;
    let check = |missed: &[std::sync::Arc<Event>]| {
        let kept: Vec<_> = missed.iter().map(|event| event.data.clone()).collect();
        let running = json!({ "id": other, "state": "running", "done": 99 });
        assert_eq!(kept, [running, json!({ "id": job, "state": "completed" })]);
    };
    check(&events.resume(start).await.missed);
    check(&Events::kept(test.db.clone(), KEPT).resume(start).await.missed);
}

#[tokio::test]
async fn what_happened_while_the_line_was_cut_is_heard_afterwards() {
    let test = TestDb::new().await;
    let (here, there) = (Events::kept(test.db.clone(), KEPT), Events::kept(test.db.clone(), KEPT));
    is_up(&here).await;
    is_up(&there).await;
    let mut ear = Ear::of(&there);
    let owner = test.owner().await;
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ~ '^listen '";
    for n in 0..5 {
        owner.execute(cut, &[]).await.unwrap();
        say(&here, n);
        assert_eq!(ear.hear().await.data, json!({ "n": n }));
    }
}

/// The database takes nobody while `work` is done.
async fn without_database(test: &TestDb, work: impl FnOnce()) {
    let (server, name) = (postgres::Server::get(), test.name());
    server.run(&format!("alter database {name} with allow_connections false")).await.unwrap();
    let cut = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    server.run(&cut).await.unwrap();
    work();
    // One that was just being opened.
    server.run(&cut).await.unwrap();
    server.run(&format!("alter database {name} with allow_connections true")).await.unwrap();
}

#[tokio::test]
async fn what_is_told_while_the_database_is_away_is_heard_when_it_is_back() {
    let test = TestDb::new().await;
    let (here, there) = (Events::kept(test.db.clone(), 8192), Events::kept(test.db.clone(), 8192));
    is_up(&here).await;
    is_up(&there).await;
    let (mut near, mut far) = (Ear::of(&here), Ear::of(&there));
    without_database(&test, || (0..100).for_each(|n| say(&here, n))).await;
    let wanted: Vec<_> = (0..100).map(|n| json!({ "n": n })).collect();
    for ear in [&mut near, &mut far] {
        let heard: Vec<_> = ear.hear_many(100).await.into_iter().map(|(_, data)| data).collect();
        assert_eq!(heard, wanted);
    }
    // More than is held back: nobody is left to believe that they know all.
    without_database(&test, || (0..5000).for_each(|n| say(&here, n))).await;
    for ear in [&mut near, &mut far] {
        assert_eq!(ear.hear().await.data, json!({ "reset": true }));
        let mut n = None;
        while n != Some(json!({ "n": 4999 })) {
            n = Some(ear.hear().await.data.clone());
        }
    }
}

#[tokio::test]
async fn a_log_that_was_lost_is_told_to_those_who_listen_and_those_who_come_back() {
    let test = TestDb::new().await;
    let events = Events::kept(test.db.clone(), KEPT);
    is_up(&events).await;
    let mut ear = Ear::of(&events);
    say(&events, 0);
    let seen = ear.hear().await.id;
    // What a crash of PostgreSQL does to an unlogged table.
    test.owner().await.batch_execute("truncate core.events, core.event_head").await.unwrap();
    say(&events, 1);
    assert_eq!(ear.hear().await.data, json!({ "reset": true }));
    let event = ear.hear().await;
    assert!(event.id > seen && event.data == json!({ "n": 1 }));
    assert!(events.resume(seen).await.has_gap);
    assert!(Events::kept(test.db.clone(), KEPT).resume(seen).await.has_gap);
}

#[tokio::test]
async fn nothing_is_asked_or_written_while_nothing_happens() {
    let test = TestDb::new().await;
    let events = Events::kept(test.db.clone(), KEPT);
    is_up(&events).await;
    say(&events, 0);
    events.flush(SOON).await;
    let owner = test.owner().await;
    let latest = async || {
        let sql = "select max(query_start)::text from pg_stat_activity \
                   where datname = current_database() and pid <> pg_backend_pid()";
        owner.query_one(sql, &[]).await.unwrap().get::<_, Option<String>>(0)
    };
    // The word about our own write may still be on its way.
    let quiet_since = async || {
        let before = latest().await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        (latest().await == before).then_some(())
    };
    eventually("three seconds without a question", SOON, quiet_since).await;
}

/// A stream of events as a browser reads it.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn open(client: &TestClient, last: Option<&str>) -> Self {
        let mut request = client.request(Method::GET, "/api/v1/events");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Self { response, text: String::new() }
    }

    async fn until(&mut self, what: &str) {
        let reading = async {
            while !self.text.contains(what) {
                let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
                self.text.push_str(&String::from_utf8_lossy(&chunk));
            }
        };
        tokio::time::timeout(SOON, reading).await.unwrap_or_else(|_| panic!("no {what} in {}", self.text));
    }

    /// Ids and data of whole frames.
    fn frames(&self) -> Vec<(u64, String)> {
        let field = |frame: &str, name: &str| frame.lines().find_map(|l| l.strip_prefix(name).map(str::to_owned));
        let whole = self.text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
        let frame = |frame: &str| Some((field(frame, "id: ")?.parse().unwrap(), field(frame, "data: ")?));
        whole.split("\n\n").filter_map(frame).collect()
    }
}

#[tokio::test]
async fn who_lost_a_right_does_not_hear_what_they_missed() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let mut stream = Stream::open(&user, None).await;
    stream.until("hello").await;
    let events = &server.state.events;
    events.publish(Topic::System, Audience::Everyone, json!({ "n": "before" }));
    stream.until("before").await;
    let last = stream.frames().last().unwrap().0.to_string();
    drop(stream);
    let gone = new_id();
    events.publish(Topic::Item, Audience::Library(gone), json!({ "n": "secret item" }));
    events.publish(Topic::Job, Audience::Admins, json!({ "n": "secret job" }));
    events.publish(Topic::Library, Audience::Library(gone), json!({ "action": "deleted", "library_id": gone }));
    events.publish(Topic::System, Audience::Everyone, json!({ "n": "after" }));
    events.flush(SOON).await;
    let mut resumed = Stream::open(&user, Some(&last)).await;
    resumed.until("after").await;
    assert!(!resumed.text.contains("secret") && !resumed.text.contains(&gone.to_string()), "{}", resumed.text);
    // The end of a library that is gone cannot be told by name, but it is told.
    assert!(resumed.text.contains("{\"reset\":true}"), "{}", resumed.text);
    let mut to_admin = Stream::open(&admin, Some(&last)).await;
    to_admin.until("after").await;
    assert!(to_admin.text.contains("secret job"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_whose_session_was_ended_is_told_by_whom_and_why_and_gets_no_more_bytes() {
    let cinema = Cinema::with(&film("mkv", (20, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
    let user = cinema.server.add_user("bert").await;
    let wish = json!({ "item_id": cinema.item_id, "device": {}, "method": "direct" });
    let session = user.post("/api/v1/playback/sessions", &wish).await;
    assert_eq!(session.status, StatusCode::CREATED, "{session:?}");
    let mut heard = Stream::open(&user, None).await;
    heard.until("hello").await;
    let url = session.json["direct_url"].as_str().unwrap();
    let path = format!("/api/v1/playback/sessions/{}", session.json["id"].as_str().unwrap());
    let wrong = cinema.client.delete(&format!("{path}?reason={}", "x".repeat(201))).await;
    assert_eq!((wrong.status, wrong.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/reason"]));
    let ended = cinema.client.delete(&format!("{path}?reason=It%20is%20late.")).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{ended:?}");
    heard.until("\"state\":\"stopped\"").await;
    assert!(
        heard.text.contains("\"reason\":\"It is late.\"") && heard.text.contains("\"stopped_by\":"),
        "{}",
        heard.text
    );
    assert_eq!(user.get(url).await.status, StatusCode::NOT_FOUND);
    assert_eq!(cinema.client.delete(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_client_that_heard_nothing_yet_can_resume_too() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    server.state.events.publish(Topic::System, Audience::Everyone, json!({ "n": "before" }));
    server.state.events.flush(SOON).await;
    let mut stream = Stream::open(&admin, None).await;
    stream.until("id: ").await;
    let id = stream.text.split("id: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    drop(stream);
    server.state.events.publish(Topic::System, Audience::Everyone, json!({ "n": "missed" }));
    server.state.events.flush(SOON).await;
    let mut resumed = Stream::open(&admin, Some(&id)).await;
    resumed.until("missed").await;
    assert!(!resumed.text.contains("before") && !resumed.text.contains("reset"), "{}", resumed.text);
}

#[tokio::test]
async fn one_user_does_not_keep_the_others_from_listening() {
    let server = TestServer::start_with(&[("http.event_listeners_per_user", "3")]).await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let mut streams = Vec::new();
    for _ in 0..3 {
        streams.push(Stream::open(&user, None).await);
    }
    assert_eq!(user.get("/api/v1/events").await.status, StatusCode::TOO_MANY_REQUESTS);
    Stream::open(&admin, None).await.until("hello").await;
    streams.pop();
    eventually("a seat is free again", SOON, async || {
        let response = user.request(Method::GET, "/api/v1/events").send().await.unwrap();
        (response.status() == StatusCode::OK).then_some(())
    })
    .await;
}

/// Library events made over the API: each is a change of the database that the client must hear of.
async fn make_library(client: &reqwest::Client, url: &str, token: &str, folder: &std::path::Path, n: usize) {
    let path = folder.join(n.to_string());
    std::fs::create_dir(&path).unwrap();
    let body = json!({ "name": format!("library {n}"), "kind": "movies", "paths": [path] });
    let made = client.post(format!("{url}/api/v1/libraries")).bearer_auth(token).json(&body).send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_a_client_misses_nothing_and_hears_nothing_twice() {
    let (dir, media) = (open_dir(), open_dir());
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let log = dir.path().join("log");
    let (mut server, url) = Process::serve(&["--listen", "127.0.0.1:0", "--data-dir", &data], &[], &log);
    ready(&url).await;
    let client = reqwest::Client::new();
    let account = json!({ "username": "root", "password": "correct horse battery" });
    let setup = client.post(format!("{url}/api/v1/setup")).json(&account).send().await.unwrap();
    let token = setup.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    let open = async |last: Option<u64>| {
        let request = client.get(format!("{url}/api/v1/events")).bearer_auth(&token);
        let request = if let Some(last) = last { request.header("last-event-id", last.to_string()) } else { request };
        Stream { response: request.send().await.unwrap(), text: String::new() }
    };
    let mut stream = open(None).await;
    stream.until("hello").await;
    make_library(&client, &url, &token, media.path(), 0).await;
    stream.until("\"state\":\"completed\"").await;
    let heard = stream.frames();
    let last = heard.last().unwrap().0;
    drop(stream);
    // This goes on while the client is away, and somebody else hears it.
    make_library(&client, &url, &token, media.path(), 1).await;
    let mut witness = open(Some(last)).await;
    witness.until("\"state\":\"completed\"").await;
    server.kill();
    drop(server);

    let address = url.trim_start_matches("http://");
    let (_server, _) = Process::serve(&["--listen", address, "--data-dir", &data], &[], &log);
    ready(&url).await;
    let mut resumed = open(Some(last)).await;
    resumed.until("\"state\":\"completed\"").await;
    // Progress that a newer event has made worthless is left out.
    let matters = |frames: Vec<(u64, String)>| -> Vec<_> {
        frames.into_iter().filter(|(_, data)| !data.contains("\"state\":\"running\"")).collect()
    };
    let (expected, got) = (matters(witness.frames()), matters(resumed.frames()));
    assert!(expected.iter().any(|(_, data)| data.contains("scan_finished")), "{expected:?}");
    assert_eq!(got[..expected.len()], expected);
    assert!(got.iter().all(|frame| !heard.contains(frame)), "heard twice");
    assert!(!resumed.text.contains("reset"), "{}", resumed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_idle_listeners_cost_little_memory() {
    const LISTENERS: usize = 1000;
    /// Two thirds of it are hyper's buffers; a debug build has larger futures.
    const BUDGET_MIB: u64 = if cfg!(debug_assertions) { 24 } else { 20 };
    raise_file_limit();
    let db = TestDb::new().await;
    let (dir, url) = (open_dir(), db.url());
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let variables = [
        ("REVENGE_DATABASE__URL", &*url),
        ("REVENGE_HTTP__CONNECTIONS", "5000"),
        ("REVENGE_HTTP__EVENT_LISTENERS", "1200"),
        ("REVENGE_HTTP__EVENT_LISTENERS_PER_USER", "1200"),
    ];
    let args = ["--listen", "127.0.0.1:0", "--data-dir", &data];
    let (server, url) = Process::serve(&args, &variables, &dir.path().join("log"));
    ready(&url).await;
    let account = json!({ "username": "root", "password": "correct horse battery" });
    let setup = reqwest::Client::new().post(format!("{url}/api/v1/setup")).json(&account).send().await.unwrap();
    let token = setup.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    let address = url.trim_start_matches("http://").to_owned();
    let request = format!("GET /api/v1/events HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\r\n");
    let listen = async || {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut text = Vec::new();
        while !text.ends_with(b"\r\n") || !String::from_utf8_lossy(&text).contains("hello") {
            assert!(stream.read_buf(&mut text).await.unwrap() > 0, "{}", String::from_utf8_lossy(&text));
        }
        stream
    };
    // The first ones pay for what all share.
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(listen().await);
    }
    let before = server.resident_bytes();
    while streams.len() < 20 + LISTENERS {
        streams.push(listen().await);
    }
    let cost = server.resident_bytes().saturating_sub(before);
    assert!(cost <= BUDGET_MIB * 1024 * 1024, "{cost} bytes for {LISTENERS} listeners");
}

fn raise_file_limit() {
    let (_, hard) = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE).unwrap();
    nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE, hard.min(8192), hard).unwrap();
}
