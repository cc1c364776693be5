//! The face of the job queue: shapes, statuses, administrators only.

use reqwest::{Method, StatusCode};
use revenge::platform::jobs::EnqueueOptions;
use serde_json::json;

use super::stage::{Act, play};
use crate::harness::TestServer;
use crate::harness::server::send;

async fn enqueue(server: &TestServer) -> String {
    let client = server.state.db.client().await.unwrap();
    let id = server.state.jobs.enqueue(&client, &play(Act::Finish), EnqueueOptions::default()).await.unwrap();
    id.to_string()
}

#[tokio::test]
async fn jobs_are_listed_read_cancelled_and_revived() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let ids = [enqueue(&server).await, enqueue(&server).await, enqueue(&server).await];
    let page = admin.get("/api/v1/jobs?limit=2").await.json;
    assert_eq!(page["items"][0]["id"], ids[2]);
    let next = admin.get(&format!("/api/v1/jobs?limit=2&cursor={}", page["next_cursor"].as_str().unwrap())).await.json;
    assert_eq!((&next["items"][0]["id"], &next["next_cursor"]), (&json!(ids[0]), &json!(null)));

    let path = format!("/api/v1/jobs/{}", ids[0]);
    let job = admin.get(&path).await.json;
    assert_eq!((&job["state"], &job["kind"], &job["queue"]), (&json!("available"), &json!("play"), &json!("default")));
    assert_eq!(job["progress"], json!({"done": 0, "total": 0, "message": ""}));
    assert!(job["created_at"].as_str().unwrap().ends_with('Z') && job["started_at"].is_null());

    let cancelled = admin.post(&format!("{path}/cancel"), &json!({})).await;
    assert_eq!((cancelled.status, &cancelled.json["state"]), (StatusCode::ACCEPTED, &json!("cancelled")));
    let listed = async |query: &str| {
        let page = admin.get(&format!("/api/v1/jobs?{query}")).await.json;
        page["items"].as_array().unwrap().iter().map(|job| job["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed("state=cancelled&kind=play").await, [ids[0].as_str()]);
    assert_eq!(
        listed("state=cancelled,available&queue=default").await,
        [&ids[2], &ids[1], &ids[0]].map(String::as_str)
    );
    assert_eq!(listed("queue=high").await, [""; 0]);
    let revived = admin.post(&format!("{path}/retry"), &json!({})).await;
    assert_eq!((revived.status, &revived.json["state"]), (StatusCode::ACCEPTED, &json!("available")));

    for wrong in ["state=ready", "state=running,", "queue=none", "kin=play", "limit=0", "cursor=zz"] {
        let status = admin.get(&format!("/api/v1/jobs?{wrong}")).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let unknown = format!("/api/v1/jobs/{}", uuid::Uuid::nil());
    assert_eq!(admin.get(&unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/api/v1/jobs/7").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn queues_are_listed_and_set() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let patch = async |name: &str, body: serde_json::Value| {
        send(admin.request(Method::PATCH, &format!("/api/v1/queues/{name}")).json(&body)).await
    };
    let queues = admin.get("/api/v1/queues").await.json;
    let names: Vec<_> = queues["items"].as_array().unwrap().iter().map(|q| q["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["critical", "high", "default", "low", "bulk"]);
    let board_limit = queues["items"][1]["limit"].clone();

    let changed = patch("high", json!({"paused": true, "limit": 1})).await.json;
    let expected = json!({"name": "high", "paused": true, "limit": 1, "board_limit": board_limit, "running": 0,
        "held": null, "window": null, "waiting": 0, "finished_per_minute": 0.0});
    assert_eq!(changed, expected);
    // What is not named stays; null goes back to the board.
    assert_eq!(patch("high", json!({"paused": false})).await.json["limit"], 1);
    assert_eq!(patch("high", json!({"limit": null})).await.json["limit"], board_limit);
    for wrong in [
        json!({"limit": 1000}),
        json!({"limit": -1}),
        json!({"limt": 1}),
        json!({"paused": "yes"}),
        json!({"window": {"from": "01:00", "to": "06:00"}}),
    ] {
        assert_eq!(patch("high", wrong.clone()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let window = json!({"from": "01:00", "to": "06:00"});
    assert_eq!(patch("low", json!({"window": window})).await.json["window"], window);
    assert_eq!(patch("low", json!({"limit": null})).await.json["window"], window);
    for wrong in ["1", "25:00", "06:00", "06:0x"] {
        let answer = patch("low", json!({"window": {"from": wrong, "to": "06:00"}})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert!(patch("low", json!({"window": null})).await.json["window"].is_null());
    assert_eq!(patch("none", json!({"paused": true})).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_administrators_reach_jobs_and_queues() {
    let server = TestServer::start().await;
    server.setup_admin().await;
    let user = server.add_user("bert").await;
    let id = enqueue(&server).await;
    for path in ["/api/v1/jobs".to_owned(), format!("/api/v1/jobs/{id}"), "/api/v1/queues".to_owned()] {
        assert_eq!(user.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for action in ["cancel", "retry"] {
        let answer = user.post(&format!("/api/v1/jobs/{id}/{action}"), &json!({})).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn metrics_of_queues_and_pool_are_there_before_the_first_job() {
    let server = TestServer::start().await;
    let text = server.anonymous().get("/metrics").await.text;
    for line in [
        "revenge_jobs_running{queue=\"bulk\"}",
        "revenge_jobs_waiting{queue=\"critical\"}",
        "revenge_db_pool_connections{state=\"max\"}",
    ] {
        assert!(text.contains(line), "{line} is missing:\n{text}");
    }
}

#[tokio::test]
async fn background_work_rests_for_a_while() {
    let server = TestServer::start().await;
    let (admin, user) = (server.setup_admin().await, server.add_user("ben").await);
    for wrong in [json!({}), json!({"for_ms": 0}), json!({"for_ms": 604_800_001}), json!({"for_ms": "2h"})] {
        let status = admin.post("/api/v1/system/pause", &wrong).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let two_hours = json!({"for_ms": 7_200_000});
    assert_eq!(user.post("/api/v1/system/pause", &two_hours).await.status, StatusCode::FORBIDDEN);
    assert_eq!(user.delete("/api/v1/system/pause").await.status, StatusCode::FORBIDDEN);
    let paused = admin.post("/api/v1/system/pause", &two_hours).await;
    assert_eq!(paused.status, StatusCode::OK, "{paused:?}");
    let until = async || {
        let sql = "select name, held_until from core.queues where held_until is not null order by 1";
        let rows = server.db.owner().await.query(sql, &[]).await.unwrap();
        rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>()
    };
    assert_eq!(until().await, ["bulk", "default", "low"]);
    for _ in 0..2 {
        assert_eq!(admin.delete("/api/v1/system/pause").await.status, StatusCode::NO_CONTENT);
        assert_eq!(until().await, [""; 0]);
    }
}
