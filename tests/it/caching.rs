//! What clients may keep, what they get when they have it already, and how it is compressed.

use std::io::Read;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use crate::harness::server::{Answer, TestClient, send};
use crate::harness::{TestServer, eventually};

/// A server with a page of 50 films.
async fn films() -> (TestServer, TestClient) {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let sql = "set search_path = media;
        insert into libraries (id, name, kind, created_at) values (gen_random_uuid(), 'films', 'movies', now());
        insert into items (id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at)
            select gen_random_uuid(), l.id, 'movie', 'film ' || n, 'Film ' || n, 'film ' || n, 'film ' || n, now(), now()
            from libraries l, generate_series(1, 50) n;";
    server.db.owner().await.batch_execute(sql).await.unwrap();
    (server, admin)
}

const PAGE: &str = "/api/v1/items";

/// Status, headers, and the bytes as they travelled.
async fn raw(client: &TestClient, headers: &[(&str, &str)]) -> (Answer, Vec<u8>) {
    let mut request = client.request(Method::GET, PAGE);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap().to_vec();
    (Answer { status, headers, text: String::new(), json: Value::Null }, bytes)
}

#[tokio::test]
async fn a_list_that_has_not_changed_is_304_and_one_that_has_is_not() {
    let (server, admin) = films().await;
    let first = admin.get(PAGE).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "a strong tag: {tag}");
    assert_eq!(first.header("cache-control"), "private, no-cache");
    assert_eq!(first.header("vary"), "accept-encoding, authorization, cookie");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".into()] {
        let (again, bytes) = raw(&admin, &[("if-none-match", &known)]).await;
        assert_eq!((again.status.as_u16(), bytes.len()), (304, 0), "{known}");
        assert_eq!((again.header("etag"), again.header("content-type")), (tag.as_str(), ""));
        assert_eq!(again.header("cache-control"), "private, no-cache");
    }
    let sql = "update media.items set title = 'Another' where title = 'Film 7'";
    server.db.owner().await.batch_execute(sql).await.unwrap();
    // Another hand than the server's changed the row: the server hears of it, within milliseconds when nothing is slow.
    let changed = async || {
        let answer = raw(&admin, &[("if-none-match", &tag)]).await;
        (answer.0.status.as_u16() == 200).then_some(answer)
    };
    let (changed, bytes) = eventually("the changed list", Duration::from_secs(5), changed).await;
    assert!(String::from_utf8(bytes).unwrap().contains("Another") && changed.header("etag") != tag);
}

#[tokio::test]
async fn each_form_of_an_answer_has_its_own_tag_and_the_same_content() {
    let (_server, admin) = films().await;
    let (plain, body) = raw(&admin, &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    let mut tags = vec![plain.header("etag").to_owned()];
    for (accepted, encoding) in [
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("br", "br"),
        ("gzip;q=0.5, br;q=0.9", "br"),
        ("GZIP", "gzip"),
    ] {
        let (answer, bytes) = raw(&admin, &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert!(bytes.len() < body.len() / 4, "{encoding}: {} of {}", bytes.len(), body.len());
        assert_eq!(answer.header("content-length"), bytes.len().to_string());
        assert_eq!(unpacked(encoding, &bytes), body, "{encoding}");
        let tag = answer.header("etag").to_owned();
        let (again, bytes) = raw(&admin, &[("accept-encoding", accepted), ("if-none-match", &tag)]).await;
        assert_eq!((again.status.as_u16(), bytes.len()), (304, 0), "{accepted}");
        // Another form of the same is not what the client has.
        let (other, _) = raw(&admin, &[("if-none-match", &tag)]).await;
        assert_eq!(other.status.as_u16(), 200);
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
    for refused in ["identity", "gzip;q=0", "deflate", "*", ""] {
        let (answer, _) = raw(&admin, &[("accept-encoding", refused)]).await;
        assert_eq!(answer.header("content-encoding"), "", "{refused}");
    }
}

fn unpacked(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match encoding {
        "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap()),
        "br" => brotli::BrotliDecompress(&mut &*bytes, &mut out).unwrap(),
        _ => out = zstd::decode_all(bytes).unwrap(),
    }
    out
}

#[tokio::test]
async fn secrets_errors_and_streams_are_neither_tagged_nor_compressed() {
    let (server, admin) = films().await;
    let all = |client: &TestClient, path: &str| {
        let request = client.request(Method::GET, path);
        send(request.header("accept-encoding", "gzip").header("if-none-match", "*"))
    };
    for path in ["/api/v1/auth/me", "/api/v1/auth/sessions", "/api/v1/setup"] {
        let answer = all(&admin, path).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{path}");
        assert_eq!((answer.header("etag"), answer.header("content-encoding")), ("", ""), "{path}");
    }
    for path in ["/api/v1/nothing", "/api/v1/items?limit=0"] {
        let answer = all(&server.anonymous().with_token(admin.token()), path).await;
        assert!(answer.status.is_client_error() && answer.header("etag").is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let mut events =
        admin.request(Method::GET, "/api/v1/events").header("accept-encoding", "gzip").send().await.unwrap();
    assert!(!events.headers().contains_key("content-encoding") && !events.headers().contains_key("etag"));
    assert_eq!(events.chunk().await.unwrap().unwrap(), ": hello\nretry: 2000\n\n");
    // Small answers gain nothing.
    assert_eq!(all(&admin, "/api/v1/playback/sessions").await.status.as_u16(), 304);
    let small = admin.request(Method::GET, "/api/v1/playback/sessions").header("accept-encoding", "gzip");
    assert_eq!(send(small).await.header("content-encoding"), "");
}
