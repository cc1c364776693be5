//! Security promises that hold for every route: closed unless listed, no rights by header.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::TestServer;
use crate::harness::server::{PASSWORD, send};

/// All that answers without a sign-in, besides health, metrics, the web UI and `/stream/{token}/…`.
const PUBLIC: [(&str, &str); 5] = [
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/docs"),
    ("GET", "/api/v1/setup"),
    ("POST", "/api/v1/setup"),
    ("POST", "/api/v1/auth/login"),
];

#[tokio::test]
async fn every_route_is_closed_unless_it_is_on_the_public_list() {
    assert_eq!(revenge::http::PUBLIC, PUBLIC);
    let server = TestServer::start().await;
    server.setup_admin().await;
    let document = revenge::http::document();
    let mut n_closed = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            if PUBLIC.contains(&(&*method, &**path)) {
                continue;
            }
            let concrete = path.replace("{id}", "0198a000-0000-7000-8000-000000000000").replace(['{', '}'], "");
            for token in [None, Some("0".repeat(64)), Some("x".repeat(10_000))] {
                let client = server.anonymous();
                let client = if let Some(token) = token { client.with_token(&token) } else { client };
                let request = client.request(method.parse().unwrap(), &concrete).json(&json!({}));
                let status = send(request).await.status;
                assert!(matches!(status.as_u16(), 401 | 404), "{method} {path} answers {status}");
            }
            n_closed += 1;
        }
    }
    assert!(n_closed >= 5);
}

#[tokio::test]
async fn setup_from_behind_an_unknown_proxy_needs_the_code() {
    let server = TestServer::start().await;
    let body = json!({ "username": "mallory", "password": PASSWORD });
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "true-client-ip", "x-forwarded-host", "via"] {
        for value in ["127.0.0.1", "192.168.1.2", "for=127.0.0.1", ""] {
            let request = server.anonymous().request(Method::POST, "/api/v1/setup").json(&body);
            let answer = send(request.header(header, value)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header}: {value}");
            let get = server.anonymous().request(Method::GET, "/api/v1/setup").header(header, value);
            assert_eq!(send(get).await.json["needs_setup_code"], true);
        }
    }
    let wrong = json!({ "username": "mallory", "password": PASSWORD, "setup_code": "00000-00000" });
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        let request = server.anonymous().request(Method::POST, "/api/v1/setup").json(&wrong);
        last = send(request.header("x-forwarded-for", "127.0.0.1")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn of_a_trusted_proxys_hops_only_the_right_most_unknown_one_counts() {
    let server = TestServer::start_with(&[("http.trusted_proxies", "127.0.0.1,10.0.0.0/8")]).await;
    let body = json!({ "username": "mallory", "password": PASSWORD });
    let needs_code = async |name: &str, value: &str| {
        let request = server.anonymous().request(Method::GET, "/api/v1/setup").header(name, value);
        send(request).await.json["needs_setup_code"].as_bool().unwrap()
    };
    assert!(needs_code("x-forwarded-for", "192.168.1.2, 203.0.113.9").await);
    assert!(needs_code("x-forwarded-for", "192.168.1.2, 203.0.113.9, 10.1.2.3").await);
    assert!(needs_code("x-forwarded-for", "192.168.1.2, nonsense").await);
    assert!(needs_code("x-real-ip", "192.168.1.2").await);
    assert!(needs_code("forwarded", "for=192.168.1.2, for=\"[2001:db8::1]:80\"").await);
    assert!(!needs_code("x-forwarded-for", "203.0.113.9, 192.168.1.2").await);
    assert!(!needs_code("forwarded", "for=203.0.113.9, for=192.168.1.2;proto=https").await);

    let request = server.anonymous().request(Method::POST, "/api/v1/setup").json(&body);
    let answer = send(request.header("x-forwarded-for", "192.168.1.2").header("x-forwarded-proto", "https")).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert!(answer.header("set-cookie").contains("; Secure"));

    let is_secure = async |headers: &[(&str, &str)]| {
        let login = json!({ "username": "mallory", "password": PASSWORD });
        let request = server.anonymous().request(Method::POST, "/api/v1/auth/login").json(&login);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        send(request).await.header("set-cookie").contains("; Secure")
    };
    assert!(is_secure(&[("forwarded", "for=192.168.1.2;proto=http, for=10.1.2.3;proto=\"https\"")]).await);
    assert!(!is_secure(&[("forwarded", "for=192.168.1.2;proto=https, for=10.1.2.3")]).await);
    assert!(!is_secure(&[("forwarded", "for=192.168.1.2;proto=https"), ("x-forwarded-proto", "http")]).await);
}

/// A page of a stranger whose name leads to our address is no person at home.
#[tokio::test]
async fn setup_by_a_name_that_a_stranger_can_have_needs_the_code() {
    let server = TestServer::start().await;
    let needs_code = async |host: &str| {
        let request = server.anonymous().request(Method::GET, "/api/v1/setup").header("host", host);
        send(request).await.json["needs_setup_code"].as_bool().unwrap()
    };
    let at_home =
        ["127.0.0.1", "192.168.1.2:8096", "[fd00::2]:8096", "localhost:8096", "nas", "NAS.local.", "box.fritz.box"];
    for host in at_home {
        assert!(!needs_code(host).await, "{host}");
    }
    for host in
        ["evil.example", "127.0.0.1.evil.example:8096", "local.evil.example", "notlocal.example", "a@evil.example"]
    {
        assert!(needs_code(host).await, "{host}");
    }
    let body = json!({ "username": "mallory", "password": PASSWORD });
    let request = server.anonymous().request(Method::POST, "/api/v1/setup").header("host", "evil.example").json(&body);
    assert_eq!(send(request).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn metrics_exist_for_this_machine_only() {
    let server = TestServer::start().await;
    assert_eq!(server.anonymous().get("/metrics").await.status, StatusCode::OK);
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let request = server.anonymous().request(Method::GET, "/metrics").header(header, "127.0.0.1");
        assert_eq!(send(request).await.status, StatusCode::NOT_FOUND, "{header}");
    }
    let behind =
        TestServer::start_with(&[("http.trusted_proxies", "127.0.0.1"), ("metrics.allow", "192.0.2.0/24")]).await;
    for (client, status) in [("192.0.2.7", 200), ("192.0.3.7", 404)] {
        let request = behind.anonymous().request(Method::GET, "/metrics").header("x-forwarded-for", client);
        assert_eq!(send(request).await.status.as_u16(), status);
    }
}
