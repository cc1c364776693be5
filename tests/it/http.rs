//! The frame of every answer: ids, problems, limits, strictness, protocols, graceful end.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::TestServer;
use crate::harness::server::{PASSWORD, send};

#[tokio::test]
async fn every_answer_carries_a_request_id_and_problems_repeat_it() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    for path in ["/healthz", "/readyz", "/metrics", "/api/v1/setup", "/api/v1/nothing", "/api/v1/auth/me"] {
        let answer = client.get(path).await;
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        if !answer.status.is_success() {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.json["request_id"], answer.header("x-request-id"));
            assert_eq!(answer.json["status"], answer.status.as_u16());
        }
    }
    let own = send(client.request(Method::GET, "/healthz").header("x-request-id", "abc-1.2_3")).await;
    assert_eq!(own.header("x-request-id"), "abc-1.2_3");
    for bad in ["a b", "ü", &"x".repeat(65), "\"><script>"] {
        let answer = send(client.request(Method::GET, "/healthz").header("x-request-id", bad)).await;
        assert_ne!(answer.headers["x-request-id"].as_bytes(), bad.as_bytes());
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    assert_eq!(client.get("/api/v1/nothing").await.status, StatusCode::NOT_FOUND);
    let answer = client.delete("/api/v1/auth/me").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(answer.header("allow").contains("GET"), "{}", answer.header("allow"));
    assert_eq!(client.delete("/api/v1/auth/sessions/not-an-id").await.status, StatusCode::NOT_FOUND);
}

/// Also where an operation takes no query at all: a misspelt filter must not look like one that matched everything.
#[tokio::test]
async fn no_operation_takes_a_query_key_that_it_does_not_know() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    let document = client.get("/api/v1/openapi.json").await.json;
    let mut n_asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let id = path
            .split('/')
            .map(|part| if part.starts_with('{') { PASSING_ID } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for method in item.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let request = client.request(method.clone(), &format!("{id}?nonsense=1&nonsense=2")).json(&json!({}));
            let answer = send(request).await;
            assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec!["nonsense"]), "{method} {path}");
            n_asked += 1;
        }
    }
    assert!(n_asked > 40, "{n_asked}");
    assert_eq!(send(client.request(Method::HEAD, "/api/v1/queues?x=1")).await.status.as_u16(), 422);
    assert_eq!(client.get("/api/v1/queues?").await.status, StatusCode::OK);
    assert_eq!(server.anonymous().get("/api/v1/queues?x=1").await.status, StatusCode::UNAUTHORIZED);
}

const PASSING_ID: &str = "0198a000-0000-7000-8000-000000000000";

#[tokio::test]
async fn what_nobody_asked_for_is_refused_by_name() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    let check = async |body: serde_json::Value, status: u16, pointers: &[&str]| {
        let answer = client.post("/api/v1/auth/login", &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (status, pointers.to_vec()), "{body}");
    };
    check(json!({ "username": "a", "password": "b", "role": "admin", "a/b~": 1 }), 422, &["/a~1b~0"]).await;
    check(json!({ "username": "a", "password": "b", "Username": "admin" }), 422, &["/Username"]).await;
    check(json!({ "username": "a" }), 422, &["/password"]).await;
    check(json!({ "username": ["a"], "password": "b" }), 422, &["/username"]).await;
    check(json!({ "username": "a\0b", "password": "b" }), 422, &["/username"]).await;
    check(json!({ "username": "a", "password": "b", "device_name": "x".repeat(101) }), 422, &["/device_name"]).await;

    for (query, pointer) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("limit=-1", "limit"),
        ("limit=", "limit"),
        ("Limit=5", "Limit"),
        ("limit=5&limit=5", "limit"),
        ("limit[]=5", "limit[]"),
        ("cursor=zz", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=7b7d", "cursor"),
        ("user_id=1", "user_id"),
    ] {
        let answer = client.get(&format!("/api/v1/auth/sessions?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec![pointer]), "{query}");
    }
}

#[tokio::test]
async fn bodies_have_a_type_a_form_and_a_limit() {
    let server = TestServer::start().await;
    let post = |body: Vec<u8>, content_type: &str| {
        let request = server.anonymous().request(Method::POST, "/api/v1/auth/login").body(body);
        send(request.header("content-type", content_type))
    };
    let good = json!({ "username": "a", "password": PASSWORD }).to_string();
    assert_eq!(post(good.clone().into(), "text/plain").await.status.as_u16(), 415);
    assert_eq!(post(good.clone().into(), "").await.status.as_u16(), 415);
    assert_eq!(post(good.clone().into(), "application/json; charset=utf-8").await.status.as_u16(), 401);
    for malformed in
        ["", "{", "{\"username\":\"a\",\"password\":\"b\"}x", "[1,", "\u{feff}{}", "{\"username\": \"\\ud800\"}", "nul"]
    {
        assert_eq!(post(malformed.into(), "application/json").await.status.as_u16(), 400, "{malformed}");
    }
    assert_eq!(post(vec![0xff; 10], "application/json").await.status.as_u16(), 400);
    assert_eq!(
        post("{\"username\":\"a\",\"username\":\"b\",\"password\":\"c\"}".into(), "application/json")
            .await
            .status
            .as_u16(),
        422
    );
    assert_eq!(post(vec![b' '; 2_000_000], "application/json").await.status.as_u16(), 413);
}

#[tokio::test]
async fn answers_cannot_be_framed_sniffed_or_run() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    for path in ["/api/v1/auth/me", "/api/docs", "/api/v1/openapi.json", "/api/v1/nothing", "/healthz"] {
        let answer = client.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    assert_eq!(client.get("/api/v1/auth/me").await.header("cache-control"), "no-store");
    let docs = client.get("/api/docs").await.text;
    assert!(docs.contains("/api/v1/auth/login") && !docs.contains("<script"));
}

#[tokio::test]
async fn silent_and_slow_clients_are_dropped() {
    let server = TestServer::start_with(&[("http.header_timeout_ms", "200")]).await;
    let address = server.url.trim_start_matches("http://").to_owned();
    for start in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\n", "PRI * HTTP/2.0\r\n\r\nS"] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        // A reset is as good an end as any.
        drop(tokio::time::timeout(Duration::from_secs(5), read).await.expect("the server ends the connection"));
    }
}

#[tokio::test]
async fn speaks_http2_without_tls() {
    let server = TestServer::start().await;
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).await.unwrap();
    // Preface and an empty SETTINGS frame: the server answers with its own SETTINGS (type 4).
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut head = [0_u8; 9];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(head[3], 4);
}

#[tokio::test]
async fn stop_finishes_requests_and_ends_open_streams() {
    let server = TestServer::start().await;
    let client = server.setup_admin().await;
    let mut events = client.request(Method::GET, "/api/v1/events").send().await.unwrap();
    assert!(events.chunk().await.unwrap().is_some());
    tokio::time::timeout(Duration::from_secs(3), server.stop()).await.expect("an idle server stops at once");
    while let Ok(Some(_)) = events.chunk().await {}
}
