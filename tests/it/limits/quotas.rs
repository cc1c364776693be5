//! Quotas as clients meet them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::harness::server::{Answer, PASSWORD, TestClient, send};
use crate::harness::{TestServer, eventually};

const ID: &str = "0198a000-0000-7000-8000-000000000000";

#[tokio::test]
async fn over_the_quota_is_a_429_that_says_when_to_come_back() {
    let server = TestServer::start_with(&[("rate.read_per_second", "2")]).await;
    let client = server.setup_admin().await;
    for left in (0..4).rev() {
        let answer = client.get("/api/v1/auth/me").await;
        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.header("ratelimit-policy"), "\"read\";q=4;w=2");
        assert!(answer.header("ratelimit").starts_with(&format!("\"read\";r={left};t=")), "{answer:?}");
    }
    let refused = client.get("/api/v1/auth/me").await;
    assert_eq!(refused.status.as_u16(), 429);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.json["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(refused.json["violated-policies"], json!(["read"]));
    assert_eq!(refused.header("ratelimit"), "\"read\";r=0;t=1");
    assert_eq!(refused.header("retry-after"), "1");
    assert!(server.anonymous().get("/metrics").await.text.contains("revenge_http_limited_total{class=\"read\"}"));
    // Half a second brings one back; the promise of a second is kept.
    eventually("the quota comes back", Duration::from_secs(1), || async {
        (client.get("/api/v1/auth/me").await.status.as_u16() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn quotas_are_of_one_sign_in_and_one_class() {
    let server = TestServer::start_with(&[("rate.read_per_second", "1"), ("rate.write_per_second", "1")]).await;
    let (anna, ben) = (server.setup_admin().await, server.add_user("ben").await);
    let other_device = server.sign_in("ben", PASSWORD).await;
    exhaust(&ben, "/api/v1/auth/me").await;
    for client in [&anna, &other_device] {
        assert_eq!(client.get("/api/v1/auth/me").await.status.as_u16(), 200);
    }
    let write = ben.put(&format!("/api/v1/items/{ID}/progress"), &json!({ "position_ms": 1 })).await;
    assert_eq!(write.status.as_u16(), 404);
    assert_eq!(write.header("ratelimit-policy"), "\"write\";q=2;w=2");
    // Health and metrics are never limited.
    for _ in 0..20 {
        assert_eq!(server.anonymous().get("/healthz").await.status.as_u16(), 200);
        assert_eq!(server.anonymous().get("/metrics").await.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn strangers_share_the_quota_of_their_address_as_a_trusted_proxy_names_it() {
    let server = TestServer::start_with(&[("rate.read_per_second", "1"), ("http.trusted_proxies", "127.0.0.1")]).await;
    let at = async |address: &str, token: Option<&str>| {
        let request = server.anonymous().request(Method::GET, "/api/v1/auth/me").header("x-forwarded-for", address);
        send(if let Some(token) = token { request.bearer_auth(token) } else { request }).await
    };
    assert_eq!(at("192.0.2.1", None).await.status.as_u16(), 401);
    // A guessed token takes from the same quota.
    assert_eq!(at("10.0.0.1, 192.0.2.1", Some("guess")).await.status.as_u16(), 401);
    assert_eq!(at("192.0.2.1", Some("another")).await.status.as_u16(), 429);
    assert_eq!(at("192.0.2.2", None).await.status.as_u16(), 401);
    // One subscriber, two of their 2^64 addresses.
    assert_eq!(at("2001:db8::1", None).await.status.as_u16(), 401);
    assert_eq!(at("2001:db8::ffff:2", None).await.status.as_u16(), 401);
    assert_eq!(at("2001:db8::3", None).await.status.as_u16(), 429);
    assert_eq!(at("2001:db8:0:1::1", None).await.status.as_u16(), 401);
}

#[tokio::test]
async fn an_untrusted_header_buys_no_fresh_quota() {
    let server = TestServer::start_with(&[("rate.read_per_second", "1")]).await;
    let statuses: Vec<u16> = futures_util::future::join_all((0..6).map(|n| {
        let request = server.anonymous().request(Method::GET, "/api/v1/auth/me");
        let request = request.header("x-forwarded-for", format!("192.0.2.{n}")).header("x-real-ip", "192.0.2.9");
        async { send(request.header("forwarded", "for=192.0.2.77")).await.status.as_u16() }
    }))
    .await;
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 2, "{statuses:?}");
}

#[tokio::test]
async fn doors_are_counted_by_address_for_everybody() {
    let server = TestServer::start_with(&[("rate.sign_in_per_minute", "3")]).await;
    let client = server.setup_admin().await;
    let body = json!({ "username": "anna", "password": PASSWORD });
    for status in [200, 200, 429] {
        let answer = client.post("/api/v1/auth/login", &body).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }
    assert_eq!(client.get("/api/v1/auth/me").await.status.as_u16(), 200);
}

/// A promise of the API: the defaults are no obstacle for one busy client.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn defaults_never_refuse_one_client_at_200_requests_a_second() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    let progress = format!("/api/v1/items/{ID}/progress");
    let image = format!("/api/v1/items/{ID}/images/poster");
    let classes: [(Method, &str, &str); 5] = [
        (Method::GET, "/api/v1/items?limit=10", "read"),
        (Method::PUT, &progress, "write"),
        (Method::GET, "/api/v1/items?q=der", "search"),
        (Method::GET, &image, "image"),
        (Method::GET, "/stream/0123/master.m3u8", "stream"),
    ];
    for (method, path, class) in classes {
        let answers = at_rate(&client, &method, path, 200, Duration::from_secs(3)).await;
        assert_eq!(answers.len(), 600);
        for answer in &answers {
            assert!(!matches!(answer.status.as_u16(), 429 | 503), "{class}: {answer:?}");
            assert!(answer.header("ratelimit-policy").starts_with(&format!("\"{class}\";")), "{answer:?}");
        }
    }
}

/// Sends so many requests a second, evenly, however long the answers take.
async fn at_rate(client: &TestClient, method: &Method, path: &str, per_second: u32, during: Duration) -> Vec<Answer> {
    let began = Instant::now();
    let n = (during.as_secs_f64() * f64::from(per_second)) as u32;
    let sent = (0..n).map(|k| {
        let request = client.request(method.clone(), path);
        let request = if *method == Method::PUT { request.json(&json!({ "position_ms": 1 })) } else { request };
        async move {
            tokio::time::sleep_until((began + Duration::from_secs(1) / per_second * k).into()).await;
            send(request).await
        }
    });
    futures_util::future::join_all(sent).await
}

async fn exhaust(client: &TestClient, path: &str) {
    for _ in 0..1000 {
        if client.get(path).await.status.as_u16() == 429 {
            return;
        }
    }
    panic!("no limit");
}
