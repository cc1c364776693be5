//! Webhooks from outside: made over the API, heard by a server of ours, checked as the manual says.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::StatusCode;
use revenge::app::build;
use revenge::base::new_id;
use revenge::platform::events::{Audience, Topic};
use revenge::platform::jobs::{JobInfo, JobState, ListJobs};
use serde_json::{Value, json};
use tokio_util::task::AbortOnDropHandle;

use crate::harness::receiver::{Received, Receiver, status};
use crate::harness::server::TestClient;
use crate::harness::{TestServer, eventually};

const SOON: Duration = Duration::from_secs(15);
const HOME: &[(&str, &str)] = &[("net.allow", "127.0.0.0/8")];

/// A server that works: with the engine, and with as many nodes as are asked for turning events into messages.
struct Stage {
    server: TestServer,
    admin: TestClient,
    receiver: Receiver,
    _tasks: Vec<AbortOnDropHandle<()>>,
}

impl Stage {
    async fn new(settings: &[(&'static str, &str)], n_nodes: usize) -> Self {
        let server = TestServer::start_with(settings).await;
        let admin = server.setup_admin().await;
        let engine = build::engine(&server.state, &server.config).run(server.stop.clone());
        let mut tasks = vec![AbortOnDropHandle::new(tokio::spawn(engine))];
        for _ in 0..n_nodes {
            tasks.push(AbortOnDropHandle::new(tokio::spawn(server.state.webhooks.clone().run())));
        }
        Self { server, admin, receiver: Receiver::start().await, _tasks: tasks }
    }

    /// Id and secret.
    async fn webhook(&self, topics: &[&str]) -> (String, String) {
        let body = json!({ "name": "Home", "url": self.receiver.url(), "topics": topics });
        let made = self.admin.post("/api/v1/webhooks", &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        let text = |key: &str| made.json[key].as_str().unwrap().to_owned();
        (text("id"), text("secret"))
    }

    fn library_event(&self) {
        let data = json!({ "action": "scan_finished", "library_id": new_id() });
        self.server.state.events.publish(Topic::Library, Audience::Everyone, data);
    }

    async fn deliveries(&self, webhook: &str) -> Vec<Value> {
        let path = format!("/api/v1/webhooks/{webhook}/deliveries?limit=200");
        self.admin.get(&path).await.json["items"].as_array().unwrap().clone()
    }

    async fn delivery_in(&self, webhook: &str, state: &str) -> Value {
        eventually(state, SOON, async || self.deliveries(webhook).await.into_iter().find(|d| d["state"] == state)).await
    }

    async fn received(&self, n: usize) -> Vec<Received> {
        eventually("the message arrives", SOON, async || Some(self.receiver.received()).filter(|r| r.len() >= n)).await
    }

    /// Does not wait for the pause before the next attempt.
    async fn hasten(&self) {
        let filter = ListJobs { kind: Some("deliver_webhook".into()), ..ListJobs::default() };
        let page = revenge::base::PageRequest::new(None, None).unwrap();
        let is_waiting = |job: &JobInfo| job.state == JobState::Retryable;
        let job = eventually("the attempt failed", SOON, async || {
            self.server.state.jobs.list(&filter, &page).await.unwrap().items.into_iter().find(is_waiting)
        })
        .await;
        self.server.state.jobs.retry(job.id).await.unwrap();
    }
}

/// The example of docs/operate/webhooks.md, as a reader would run it.
fn is_genuine(secret: &str, message: &Received) -> bool {
    let manual = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operate/webhooks.md")).unwrap();
    let example = manual.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let headers: serde_json::Map<_, _> = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .into_iter()
        .map(|name| (name.to_owned(), json!(message.header(name))))
        .collect();
    let program = format!(
        "{example}\nimport json, sys\nprint(verify({}, json.loads({}), sys.stdin.buffer.read()))",
        json!(secret),
        json!(Value::Object(headers).to_string())
    );
    let mut python =
        Command::new("python3").args(["-c", &program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    python.stdin.take().unwrap().write_all(&message.body).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).trim() == "True"
}

#[tokio::test]
async fn an_event_arrives_signed_as_the_manual_says() {
    let stage = Stage::new(HOME, 1).await;
    let (id, secret) = stage.webhook(&["library"]).await;
    stage.library_event();
    let message = stage.received(1).await.remove(0);
    assert_eq!(message.json()["type"], "library.scan_finished");
    assert_eq!(message.json()["data"]["action"], "scan_finished");
    assert!(is_genuine(&secret, &message));
    let mut forged = message.clone();
    forged.body = axum::body::Bytes::from(message.body.iter().map(|b| b ^ 1).collect::<Vec<_>>());
    assert!(!is_genuine(&secret, &forged));
    let delivery = stage.delivery_in(&id, "delivered").await;
    assert_eq!(delivery["id"], message.header("webhook-id"));
    assert_eq!((&delivery["attempts"][0]["status"], &delivery["attempts"][0]["error"]), (&json!(204), &json!(null)));
}

#[tokio::test]
async fn only_what_was_asked_for_is_told_and_several_nodes_tell_it_once() {
    let stage = Stage::new(HOME, 3).await;
    let (id, _) = stage.webhook(&["playback"]).await;
    let events = &stage.server.state.events;
    stage.library_event();
    let job = json!({ "id": new_id(), "kind": "scan_library", "state": "completed" });
    events.publish(Topic::Job, Audience::Admins, job);
    for state in ["started", "seeking", "ended"] {
        events.publish(Topic::Playback, Audience::Everyone, json!({ "state": state }));
    }
    stage.received(2).await;
    let types: Vec<_> = stage.deliveries(&id).await.iter().map(|d| d["type"].clone()).collect();
    assert_eq!(types, ["playback.ended", "playback.started"]);
}

#[tokio::test]
async fn a_failed_attempt_is_repeated_with_the_same_id() {
    let stage = Stage::new(HOME, 1).await;
    let (id, secret) = stage.webhook(&["library"]).await;
    stage.receiver.replies([status(500), status(302)]);
    stage.library_event();
    stage.received(1).await;
    stage.hasten().await;
    stage.received(2).await;
    stage.hasten().await;
    let messages = stage.received(3).await;
    assert!(messages.iter().all(|m| m.header("webhook-id") == messages[0].header("webhook-id")));
    assert!(messages.iter().all(|m| m.body == messages[0].body && is_genuine(&secret, m)));
    let delivery = stage.delivery_in(&id, "delivered").await;
    let statuses: Vec<_> = delivery["attempts"].as_array().unwrap().iter().map(|a| a["status"].clone()).collect();
    assert_eq!(statuses, [500, 302, 204]);
}

#[tokio::test]
async fn a_receiver_that_is_gone_switches_its_webhook_off() {
    let stage = Stage::new(HOME, 1).await;
    let (id, _) = stage.webhook(&["library"]).await;
    stage.receiver.replies([status(410)]);
    stage.library_event();
    stage.delivery_in(&id, "failed").await;
    let path = format!("/api/v1/webhooks/{id}");
    let webhook = eventually("it is switched off", SOON, async || {
        Some(stage.admin.get(&path).await.json).filter(|webhook| webhook["enabled"] == false)
    })
    .await;
    assert!(webhook["disabled_reason"].as_str().unwrap().contains("410"), "{webhook}");
    let again = stage.admin.patch(&path, &json!({ "enabled": true })).await;
    assert_eq!((&again.json["enabled"], &again.json["disabled_reason"]), (&json!(true), &json!(null)));
}

#[tokio::test]
async fn an_address_inside_is_refused_with_the_remedy() {
    let stage = Stage::new(&[], 1).await;
    let body = json!({ "name": "x", "url": stage.receiver.url(), "topics": ["system"] });
    let refused = stage.admin.post("/api/v1/webhooks", &body).await;
    assert_eq!((refused.status, refused.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/url"]));
    assert!(refused.text.contains("net.allow"), "{}", refused.text);
    // A name is looked up when it is called, and judged then.
    let body =
        json!({ "name": "x", "url": format!("http://localhost:{}/", stage.receiver.port), "topics": ["library"] });
    let id = stage.admin.post("/api/v1/webhooks", &body).await.json["id"].as_str().unwrap().to_owned();
    stage.library_event();
    let failed = stage.delivery_in(&id, "failed").await;
    assert!(failed["attempts"][0]["error"].as_str().unwrap().contains("net.allow"), "{failed}");
    assert!(stage.receiver.received().is_empty());
}

#[tokio::test]
async fn a_test_is_sent_once_also_by_a_webhook_that_is_off() {
    let stage = Stage::new(HOME, 1).await;
    let (id, secret) = stage.webhook(&["library"]).await;
    stage.admin.patch(&format!("/api/v1/webhooks/{id}"), &json!({ "enabled": false })).await;
    stage.library_event();
    stage.receiver.replies([status(503)]);
    let asked = stage.admin.post(&format!("/api/v1/webhooks/{id}/test"), &json!({})).await;
    assert_eq!((asked.status, &asked.json["state"]), (StatusCode::ACCEPTED, &json!("pending")));
    let failed = stage.delivery_in(&id, "failed").await;
    assert_eq!((&failed["id"], &failed["type"]), (&asked.json["id"], &json!("webhook.test")));
    let received = stage.receiver.received();
    assert_eq!(received.len(), 1);
    assert!(is_genuine(&secret, &received[0]));
}

#[tokio::test]
async fn a_storm_is_cut_and_the_rest_is_delivered() {
    let stage = Stage::new(HOME, 1).await;
    // Nothing is sent meanwhile, so everything waits.
    stage.admin.patch("/api/v1/queues/low", &json!({ "paused": true })).await;
    let (id, _) = stage.webhook(&["library"]).await;
    for _ in 0..500 {
        stage.library_event();
        tokio::task::yield_now().await;
    }
    let waiting = eventually("the bound is reached", SOON, async || {
        Some(stage.deliveries(&id).await.len()).filter(|n| *n >= 200)
    })
    .await;
    assert_eq!(waiting, 200);
    let metrics = stage.admin.get("/metrics").await.text;
    assert!(metrics.contains("revenge_webhook_messages_total{outcome=\"dropped\"}"), "{metrics}");
    stage.admin.patch("/api/v1/queues/low", &json!({ "paused": false })).await;
    stage.received(200).await;
}

#[tokio::test]
async fn secrets_are_shown_once_and_wrong_fields_are_named() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let good = json!({ "name": "x", "url": "https://example.org/", "topics": ["job", "job"] });
    let made = admin.post("/api/v1/webhooks", &good).await;
    assert!(made.json["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(made.json["topics"], json!(["job"]));
    let path = made.header("location").to_owned();
    assert_eq!(admin.get(&path).await.json["secret"], json!(null));
    assert!(!admin.get("/api/v1/webhooks").await.text.contains("whsec_"));
    let own = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    assert_eq!(admin.patch(&path, &json!({ "secret": own })).await.json["secret"], own);
    assert_eq!(admin.patch(&path, &json!({ "name": "y" })).await.json["secret"], json!(null));
    assert_ne!(admin.patch(&path, &json!({ "secret": null })).await.json["secret"], own);
    for (pointer, body) in [
        ("/name", json!({ "name": " ", "url": "https://example.org/", "topics": ["job"] })),
        ("/url", json!({ "name": "x", "url": "ftp://example.org/", "topics": ["job"] })),
        ("/url", json!({ "name": "x", "url": "http://10.0.0.1/", "topics": ["job"] })),
        ("/topics", json!({ "name": "x", "url": "https://example.org/", "topics": [] })),
        ("/topics/0", json!({ "name": "x", "url": "https://example.org/", "topics": ["item"] })),
        (
            "/secret",
            json!({ "name": "x", "url": "https://example.org/", "topics": ["job"], "secret": "whsec_c2hvcnQ=" }),
        ),
        ("/secret", json!({ "name": "x", "url": "https://example.org/", "topics": ["job"], "secret": "nonsense" })),
    ] {
        let refused = admin.post("/api/v1/webhooks", &body).await;
        assert_eq!((refused.status, refused.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec![pointer]), "{body}");
    }
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    for status in [admin.get(&path).await.status, admin.delete(&path).await.status] {
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    assert_eq!(admin.get(&format!("{path}/deliveries")).await.status, StatusCode::NOT_FOUND);
    let user = server.add_user("bert").await;
    assert_eq!(user.get("/api/v1/webhooks").await.status, StatusCode::FORBIDDEN);
    assert_eq!(user.post("/api/v1/webhooks", &good).await.status, StatusCode::FORBIDDEN);
}
