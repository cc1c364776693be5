//! The server about itself, health, numbers, and the stream of events.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use revenge::base::new_id;
use revenge::domain::health::{PlaybackFacts, RequestFacts};
use revenge::domain::job::DeleteLibrary;
use revenge::platform::events::{Audience, Topic};
use revenge::platform::jobs::EnqueueOptions;
use serde_json::{Value, json};

use crate::harness::TestServer;
use crate::harness::server::TestClient;

#[tokio::test]
async fn admins_see_the_system_and_others_do_not() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let system = admin.get("/api/v1/system").await.json;
    assert_eq!(system["version"], env!("CARGO_PKG_VERSION"));
    assert!(system["uptime_ms"].as_i64().unwrap() >= 0);
    assert!(system["budgets"]["memory.process_bytes"]["used"].as_u64().unwrap() > 1_000_000);
    let checks: Vec<_> = system["checks"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    let names =
        ["database", "disk", "temperature", "queues", "jobs", "transcoding", "errors", "latency", "memory", "cache"];
    assert_eq!(checks, names);
    let figures = &system["figures"];
    assert_eq!(figures["database"]["is_up"], true);
    assert!(figures["database"]["size_bytes"].as_u64().unwrap() > 1_000_000, "{figures}");
    assert!(figures["disk"]["size_bytes"].as_u64() > figures["disk"]["free_bytes"].as_u64(), "{figures}");
    assert!(figures["requests"]["per_minute"].as_f64().unwrap() > 0.0, "{figures}");
    assert!(figures["requests"]["p95_ms"].as_f64().unwrap() > 0.0, "{figures}");
    assert_eq!(figures["jobs"], json!({ "running": 0, "waiting": 0, "discarded_last_day": 0 }));
    let board = admin.get("/api/v1/system/board").await.json;
    for limit in ["workers.critical", "workers.bulk", "transcode.sessions", "http.in_flight", "db.pool"] {
        assert!(board["limits"][limit]["value"].is_u64(), "{limit}");
    }
    for path in ["/api/v1/system", "/api/v1/system/board"] {
        assert_eq!(user.get(path).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn health_and_numbers_are_there() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    assert_eq!(client.get("/healthz").await.text, "ok\n");
    let ready = client.get("/readyz").await;
    assert_eq!((ready.status, &ready.json["checks"]["database"]), (StatusCode::OK, &json!("ok")));
    client.get("/api/v1/setup").await;
    let text = client.get("/metrics").await.text;
    let line = "revenge_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/setup\",status=\"200\"}";
    assert!(text.contains(line), "{text}");
}

/// Reads frames until one holds `what`; gives everything read.
async fn read_until(response: &mut Response, what: &str) -> String {
    let mut text = String::new();
    let reading = async {
        while !text.contains(what) {
            text.push_str(&String::from_utf8_lossy(&response.chunk().await.unwrap().expect("the stream goes on")));
        }
    };
    tokio::time::timeout(Duration::from_secs(5), reading).await.expect("the event arrives");
    text
}

async fn listen(client: &TestClient, last: Option<&str>) -> Response {
    let mut request = client.request(Method::GET, "/api/v1/events");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response
}

/// What one administrator sets, the browser of another shows.
#[tokio::test]
async fn a_changed_queue_or_schedule_is_told_to_administrators() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let (mut to_admin, mut to_user) = (listen(&admin, None).await, listen(&user, None).await);
    read_until(&mut to_admin, "hello").await;
    read_until(&mut to_user, "hello").await;
    assert_eq!(admin.patch("/api/v1/queues/bulk", &json!({ "paused": true })).await.status, StatusCode::OK);
    read_until(&mut to_admin, "{\"action\":\"queue_changed\",\"queue\":\"bulk\"}").await;
    let off = json!({ "enabled": false });
    assert_eq!(admin.patch("/api/v1/schedules/scan_libraries", &off).await.status, StatusCode::OK);
    read_until(&mut to_admin, "{\"action\":\"schedule_changed\",\"schedule\":\"scan_libraries\"}").await;
    server.state.events.publish(Topic::System, Audience::Everyone, json!({ "n": "last" }));
    assert!(!read_until(&mut to_user, "last").await.contains("changed"));
}

/// Short lists take the same keys as long ones.
#[tokio::test]
async fn every_list_has_pages() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let first = admin.get("/api/v1/queues?limit=2").await.json;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = admin.get(&format!("/api/v1/queues?limit=200&cursor={cursor}")).await.json;
    let pages = [&first, &second].map(|page| page["items"].as_array().unwrap());
    let names: Vec<_> = pages.into_iter().flatten().map(|queue| queue["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["critical", "high", "default", "low", "bulk"]);
    assert_eq!(second["next_cursor"], json!(null));
    for list in ["auth/sessions", "libraries", "items", "jobs", "queues", "schedules", "playback/sessions", "webhooks"]
    {
        let answer = admin.get(&format!("/api/v1/{list}?limit=200")).await;
        assert_eq!((answer.status, answer.json["next_cursor"].is_null()), (StatusCode::OK, true), "{list}");
        for wrong in ["limit=0", "limit=201", "cursor=zz"] {
            let answer = admin.get(&format!("/api/v1/{list}?{wrong}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{list} {wrong}");
        }
    }
}

#[tokio::test]
async fn events_reach_those_who_may_know_and_resume_where_they_broke() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let events = &server.state.events;
    let (mut to_admin, mut to_user) = (listen(&admin, None).await, listen(&user, None).await);
    read_until(&mut to_admin, "hello").await;
    read_until(&mut to_user, "hello").await;

    events.publish(Topic::Job, Audience::Admins, json!({ "n": "for admins" }));
    events.publish(Topic::Library, Audience::Library(new_id()), json!({ "n": "nobody sees that library" }));
    events.publish(Topic::System, Audience::Everyone, json!({ "n": "for all" }));
    let heard = read_until(&mut to_admin, "for all").await;
    let frame = heard.split("\n\n").find(|frame| frame.contains("for admins")).unwrap();
    let (id, rest) = frame.split_once('\n').unwrap();
    let secret = id.strip_prefix("id: ").unwrap();
    assert_eq!(rest, "event: job\ndata: {\"n\":\"for admins\"}");
    assert!(!heard.contains("nobody"), "{heard}");
    let heard = read_until(&mut to_user, "for all").await;
    assert!(!heard.contains("for admins") && !heard.contains("nobody"), "{heard}");

    let mut resumed = listen(&admin, Some(secret)).await;
    let heard = read_until(&mut resumed, "for all").await;
    assert!(!heard.contains("for admins") && !heard.contains("reset"), "{heard}");
    for unknown in ["1", "nonsense"] {
        read_until(&mut listen(&admin, Some(unknown)).await, "data: {\"reset\":true}").await;
    }
}

#[tokio::test]
async fn events_end_with_the_sign_in() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let mut stream = listen(&admin, None).await;
    read_until(&mut stream, "hello").await;
    assert_eq!(admin.post("/api/v1/auth/logout", &json!({})).await.status, StatusCode::NO_CONTENT);
    let rest = async { while stream.chunk().await.unwrap().is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), rest).await.expect("the stream ends");
}

fn check<'a>(system: &'a Value, name: &str) -> &'a Value {
    system["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap()
}

#[tokio::test]
async fn a_queue_that_nobody_drains_is_critical_and_comes_with_a_remedy() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let client = server.db.client().await;
    let job = DeleteLibrary { library_id: new_id() };
    let id = server.state.jobs.enqueue(&client, &job, EnqueueOptions::default()).await.unwrap();
    let system = admin.get("/api/v1/system").await.json;
    assert_eq!((&check(&system, "queues")["state"], &system["figures"]["jobs"]["waiting"]), (&json!("ok"), &json!(1)));
    // No engine takes jobs in this test; nobody has for an hour.
    let owner = server.db.owner().await;
    owner.execute("update core.jobs set scheduled_at = now() - interval '1 hour' where id = $1", &[&id]).await.unwrap();
    let system = admin.get("/api/v1/system").await.json;
    let queues = check(&system, "queues");
    assert_eq!((&queues["state"], &system["health"]), (&json!("critical"), &json!("critical")));
    assert!(queues["remedy"].as_str().unwrap().contains("log"), "{queues}");

    owner.execute("update core.queues set paused = true", &[]).await.unwrap();
    assert_eq!(check(&admin.get("/api/v1/system").await.json, "queues")["state"], "ok", "a pause is somebody's wish");
    assert!(check(&admin.get("/api/v1/system").await.json, "queues")["detail"].as_str().unwrap().contains("paused"));
}

#[tokio::test]
async fn a_change_of_health_is_told_once() {
    let server = TestServer::start().await;
    let mut heard = server.state.events.subscribe().live;
    let system = &server.state.system;
    let failing = PlaybackFacts { n_failed: 9, ..PlaybackFacts::default() };
    for playback in [PlaybackFacts::default(), failing, failing, PlaybackFacts::default()] {
        system.look(playback, RequestFacts::default()).await;
    }
    server.state.events.flush(Duration::from_secs(5)).await;
    let mut told = Vec::new();
    while let Ok(event) = heard.try_recv() {
        if event.topic == Topic::System && event.data["check"] == "transcoding" {
            assert_eq!(event.audience, Audience::Admins);
            told.push(event.data["state"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(told, ["warning", "ok"]);
}
