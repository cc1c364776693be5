//! Below a path of its host: everything that names an address of ours names it as the client must ask for it.

use reqwest::{Method, StatusCode, Url};
use revenge::app::config::{Sources, load};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::engine::clips::film;
use crate::harness::TestServer;
use crate::harness::server::{ADMIN, Answer, PASSWORD, TestClient, send};
use crate::hls::Cinema;

const BELOW: &[(&str, &str)] = &[("http.base_path", "/revenge")];
const BEHIND: &[(&str, &str)] = &[("http.trusted_proxies", "127.0.0.1")];

/// The server's address without its base path.
fn origin(server: &TestServer) -> Url {
    Url::parse(&server.url).unwrap().join("/").unwrap()
}

/// A client that follows no redirect.
fn still() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn get(url: Url) -> Answer {
    send(still().get(url)).await
}

#[test]
fn a_wrong_base_path_is_refused_with_its_reason() {
    let path = |text: &str| {
        let flags = vec![("http.base_path", "test", text.to_owned())];
        load(&Sources { flags, ..Sources::default() }).map(|loaded| loaded.config.http.base_path.to_string())
    };
    for (text, expected) in [
        ("", ""),
        ("/", ""),
        ("/revenge", "/revenge"),
        ("/revenge/", "/revenge"),
        ("/media/tv-2_x.y~", "/media/tv-2_x.y~"),
    ] {
        assert_eq!(path(text).unwrap(), expected);
    }
    let long = format!("/{}", "x".repeat(200));
    for (text, why) in [
        ("revenge", "does not begin with a slash; write \"/revenge\""),
        ("http://nas/revenge", "does not begin with a slash"),
        ("//evil.example", "an empty part"),
        ("/a//b", "an empty part"),
        ("/a/../b", "one of dots"),
        ("/a b", "a character that is none of"),
        ("/a\"onload", "a character that is none of"),
        ("/a%2fb", "a character that is none of"),
        ("/healthz", "a page of the server's own"),
        (&long, "longer than 128"),
    ] {
        let error = path(text).unwrap_err();
        assert!(error.contains("http.base_path") && error.contains(why), "{text}: {error}");
    }
}

#[tokio::test]
async fn what_is_not_below_the_base_path_is_shown_the_way() {
    let server = TestServer::start_with(BELOW).await;
    let root = origin(&server);
    for (path, to) in [("/", "/revenge/"), ("/revenge", "/revenge/"), ("/revenge?a=b", "/revenge/?a=b")] {
        let answer = get(root.join(path).unwrap()).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), to);
        assert!(!answer.header("x-request-id").is_empty());
    }
    for path in ["/api/v1/setup", "/revengeful/", "/Revenge/", "/%72evenge/", "/_app/version.json", "/revenge.json"] {
        let answer = get(root.join(path).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.json["detail"].as_str().unwrap().contains("below /revenge/"), "{path}: {answer:?}");
    }
    assert_eq!(send(still().post(root.join("/revenge").unwrap())).await.status, StatusCode::NOT_FOUND);
    // A proxy that takes the path off and does not say so is not sent round in circles.
    let stripped = send(still().get(root.clone()).header("x-forwarded-for", "192.0.2.1")).await;
    assert_eq!(stripped.status, StatusCode::NOT_FOUND);
    // Who watches the server need not know how others reach it.
    for path in ["/healthz", "/readyz", "/metrics", "/revenge/healthz", "/revenge/readyz", "/revenge/metrics"] {
        assert_eq!(get(root.join(path).unwrap()).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn the_api_names_addresses_below_the_base_path() {
    let server = TestServer::start_with(BELOW).await;
    let client = server.setup_admin().await;
    let answer = send(server.anonymous().request(Method::POST, "/api/v1/auth/login").json(&json!({
        "username": ADMIN, "password": PASSWORD
    })))
    .await;
    assert!(answer.header("set-cookie").contains("; Path=/revenge; HttpOnly"), "{answer:?}");
    let folder = tempfile::tempdir().unwrap();
    let library = json!({ "name": "Films", "kind": "movies", "paths": [folder.path()] });
    let made = client.post("/api/v1/libraries", &library).await;
    let location = made.header("location").to_owned();
    assert_eq!(location, format!("/revenge/api/v1/libraries/{}", made.json["id"].as_str().unwrap()));
    let followed = client.get(location.strip_prefix("/revenge").unwrap()).await;
    assert_eq!((followed.status, &followed.json["id"]), (StatusCode::OK, &made.json["id"]));
    let document = server.anonymous().get("/api/v1/openapi.json").await;
    assert_eq!(document.json["servers"], json!([{ "url": "/revenge" }]));
    let docs = server.anonymous().get("/api/docs").await;
    let at = Url::parse(&format!("{}/api/docs", server.url)).unwrap();
    let link = docs.text.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(at.join(link).unwrap().path(), "/revenge/api/v1/openapi.json");
    let signed_out = client.post("/api/v1/auth/logout", &json!({})).await;
    assert!(signed_out.header("set-cookie").contains("; Path=/revenge; HttpOnly"));
}

/// Asks for every address that the page names.
async fn follow_page(page: &Answer, below: &str, root: &Url) {
    let addresses: Vec<&str> = page.text.split("=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(!addresses.is_empty() && addresses.iter().all(|a| a.starts_with(&below[1..])), "{addresses:?}");
    if page.status == StatusCode::OK {
        for address in addresses {
            assert_eq!(get(root.join(&format!("/{address}")).unwrap()).await.status, StatusCode::OK, "{address}");
        }
    }
}

#[tokio::test]
async fn every_address_inside_of_the_page_gets_the_page_with_its_files() {
    let server = TestServer::start_with(BELOW).await;
    let client = server.anonymous();
    let page = client.get("/").await;
    for path in ["/item/0198a000-0000-7000-8000-000000000000", "/admin/libraries", "/revenge/x"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status, &answer.text), (page.status, &page.text), "{path}");
        assert!(!answer.header("content-security-policy").contains("script-src 'self' 'unsafe"));
    }
    follow_page(&page, "/revenge/", &origin(&server)).await;
    if page.status == StatusCode::OK {
        let known = client.request(Method::GET, "/").header("if-none-match", page.header("etag"));
        assert_eq!(send(known).await.status, StatusCode::NOT_MODIFIED);
        let manifest = client.get("/manifest.webmanifest").await;
        let at = Url::parse(&format!("{}/manifest.webmanifest", server.url)).unwrap();
        for (address, expected) in
            [(&manifest.json["start_url"], "/revenge/"), (&manifest.json["icons"][0]["src"], "/revenge/favicon.svg")]
        {
            assert_eq!(at.join(address.as_str().unwrap()).unwrap().path(), expected);
        }
    }
}

/// The first address of a playlist.
fn address(playlist: &str) -> &str {
    playlist.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap()
}

/// Plays by the addresses that the server gives, as a player does that knows nothing of base paths.
async fn play(client: &TestClient, item: &str, root: &Url) {
    for (method, key) in [("direct", "direct_url"), ("remux", "hls_url")] {
        let body = json!({ "item_id": item, "method": method,
            "device": { "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }], "audio_codecs": ["aac"] } });
        let session = client.post("/api/v1/playback/sessions", &body).await;
        assert_eq!(session.status, StatusCode::CREATED, "{session:?}");
        let path = session.json[key].as_str().unwrap();
        assert!(path.starts_with("/revenge/stream/"), "{path}");
        if method == "direct" {
            let part = send(still().get(root.join(path).unwrap()).header("range", "bytes=0-9")).await;
            assert_eq!((part.status, part.text.len() > 1), (StatusCode::PARTIAL_CONTENT, true));
            continue;
        }
        let uri =
            |text: &str, marker: &str| text.split(marker).nth(1).unwrap().split(['"', '\n']).next().unwrap().to_owned();
        let master = root.join(path).unwrap();
        let text = get(master.clone()).await.text;
        let video = master.join(address(&text)).unwrap();
        let playlist = get(video.clone()).await.text;
        let init = video.join(&uri(&playlist, "#EXT-X-MAP:URI=\"")).unwrap();
        let first = video.join(address(&playlist)).unwrap();
        for address in [init, first] {
            assert!(address.path().starts_with("/revenge/stream/"), "{address}");
            assert_eq!(get(address.clone()).await.status, StatusCode::OK, "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn players_reach_what_the_server_names() {
    let server = TestServer::start_with(BELOW).await;
    let root = origin(&server);
    let cinema = Cinema::on(server, &film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
    play(&cinema.client, &cinema.item_id.to_string(), &root).await;
}

#[tokio::test]
async fn a_configured_proxy_says_what_it_took_off() {
    let server = TestServer::start_with(BEHIND).await;
    let client = server.setup_admin().await;
    let ask = async |prefix: &str, path: &str| {
        send(client.request(Method::GET, path).header("x-forwarded-prefix", prefix)).await
    };
    // The proxy's own value is the right-most one, with or without a slash at its end.
    for prefix in ["/apps/revenge", "/apps/revenge/", "/evil, /apps/revenge"] {
        let page = ask(prefix, "/item/x").await;
        assert!(page.text.contains("=\"/apps/revenge/"), "{prefix}: {}", page.text);
        let document = ask(prefix, "/api/v1/openapi.json").await;
        assert_eq!(document.json["servers"], json!([{ "url": "/apps/revenge" }]), "{prefix}");
    }
    // It says so and takes nothing off.
    assert_eq!(ask("/apps/revenge", "/apps/revenge/api/v1/auth/me").await.status, StatusCode::OK);
    for nonsense in ["apps", "//evil.example", "/a\"b", "/a%0ab", "/", ""] {
        let document = ask(nonsense, "/api/v1/openapi.json").await;
        assert_eq!(document.json["servers"], json!([{ "url": "/" }]), "{nonsense}");
    }
}

#[tokio::test]
async fn a_stranger_says_nothing_about_the_base_path() {
    let server = TestServer::start().await;
    let ask = async |path: &str| {
        send(server.anonymous().request(Method::GET, path).header("x-forwarded-prefix", "/evil")).await
    };
    assert!(!ask("/").await.text.contains("/evil"));
    assert_eq!(ask("/api/v1/openapi.json").await.json["servers"], json!([{ "url": "/" }]));
    // Like every forwarding header of a stranger: the client may be anywhere.
    assert_eq!(ask("/api/v1/setup").await.json["needs_setup_code"], true);
    assert_eq!(ask("/metrics").await.status, StatusCode::NOT_FOUND);
}

/// One interpretation of whatever a proxy may make of a request.
#[tokio::test]
async fn odd_forms_of_a_request_are_the_same_request() {
    let server = TestServer::start_with(BELOW).await;
    let address = origin(&server).authority().to_owned();
    let ask = async |head: &str| {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    for head in [
        "GET /revenge/api/v1/setup HTTP/1.1\r\nHost: nas",
        "GET http://evil.example/revenge/api/v1/setup HTTP/1.1\r\nHost: nas",
        "GET /revenge/api/v1/setup HTTP/1.1\r\nHost: nas\r\nUpgrade: websocket\r\nConnection: upgrade",
        "GET /revenge/api/v1/setup HTTP/1.0",
    ] {
        let answer = ask(head).await;
        assert!(answer.contains(" 200 OK\r\n") && answer.contains("\"needs_setup\":true"), "{head}: {answer}");
        // In HTTP/1.0 a proxy speaks; by the name of a stranger a stranger's page may.
        let is_at_home = !head.contains("1.0") && !head.contains("evil");
        assert!(answer.contains(&format!("\"needs_setup_code\":{}", !is_at_home)), "{head}: {answer}");
    }
    for head in [
        "GET http://evil.example/api/v1/setup HTTP/1.1\r\nHost: nas",
        "OPTIONS * HTTP/1.1\r\nHost: nas",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: nas",
    ] {
        let answer = ask(head).await;
        assert!(answer.contains(" 404 Not Found\r\n"), "{head}: {answer}");
    }
}
