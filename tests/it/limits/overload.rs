//! Too much at once: lanes, shedding, and who is still served.

use std::time::{Duration, Instant};

use reqwest::Method;
use revenge::base::new_id;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

use crate::harness::server::{TestClient, send};
use crate::harness::{TestServer, eventually};

/// A film of 256 MiB that holds nothing: much more than sockets buffer.
async fn film(server: &TestServer, admin: &TestClient) -> String {
    let [library, root, file, item] = [(); 4].map(|()| new_id());
    let folder = server.data_dir.path();
    std::fs::File::create(folder.join("film.mp4")).unwrap().set_len(256 << 20).unwrap();
    let media = json!({ "container": "mp4", "duration_ms": 100_000, "bit_rate": 8_000_000, "streams": [
        { "index": 0, "kind": "video", "codec": "h264", "width": 320, "height": 180, "frame_rate": [24, 1] } ] });
    let sql = format!(
        "set search_path = media;
         insert into libraries (id, name, kind, created_at) values ('{library}', 'films', 'movies', now());
         insert into roots (id, library_id, position, path) values ('{root}', '{library}', 0, '{}');
         insert into files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, media, added_at)
            values ('{file}', '{library}', '{root}', 'film.mp4', 1, 0, 0, 'present', '{media}', now());
         insert into items (id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at)
            values ('{item}', '{library}', 'movie', 'film', 'Film', 'film', 'film', now(), now());
         insert into item_files (item_id, file_id, library_id) values ('{item}', '{file}', '{library}');",
        folder.display()
    );
    server.db.owner().await.batch_execute(&sql).await.unwrap();
    let play = json!({ "item_id": item, "method": "direct", "device": { "containers": ["mp4"],
        "video_codecs": [{ "codec": "h264" }], "audio_codecs": [] } });
    let session = admin.post("/api/v1/playback/sessions", &play).await;
    session.json["direct_url"].as_str().unwrap_or_else(|| panic!("{session:?}")).to_owned()
}

/// A client on another address of this machine.
async fn connect_from(server: &TestServer, source: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((std::net::IpAddr::from(source), 0).into()).unwrap();
    socket.connect(server.url.trim_start_matches("http://").parse().unwrap()).await.unwrap()
}

async fn shed(server: &TestServer, lane: &str) -> u64 {
    let text = server.anonymous().get("/metrics").await.text;
    let name = format!("revenge_http_shed_total{{lane=\"{lane}\"}} ");
    text.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |n| n.parse().unwrap())
}

#[tokio::test]
async fn streams_that_nobody_reads_never_take_the_apis_places() {
    // 32 for streams, of which one address gets 24.
    let server = TestServer::start_with(&[("http.in_flight", "64")]).await;
    let admin = server.setup_admin().await;
    let url = film(&server, &admin).await;
    let mut readers = Vec::new();
    for address in [1, 2] {
        for _ in 0..24 {
            let mut socket = connect_from(&server, [127, 5, 0, address]).await;
            socket.write_all(format!("GET {url} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
            readers.push(socket);
        }
    }
    let before = shed(&server, "stream").await;
    let refused = eventually("streams are full", Duration::from_secs(10), || async {
        let answer = admin.request(Method::GET, &url).send().await.unwrap();
        (answer.status().as_u16() == 503).then_some(answer)
    })
    .await;
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    assert!(shed(&server, "stream").await > before);
    let began = Instant::now();
    for _ in 0..50 {
        assert_eq!(admin.get("/api/v1/items").await.status.as_u16(), 200);
        assert_eq!(server.anonymous().get("/healthz").await.status.as_u16(), 200);
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    // Whoever goes away makes room at once.
    drop(readers);
    eventually("streams have room", Duration::from_secs(10), || async {
        let answer = admin.request(Method::GET, &url).header("range", "bytes=0-9").send().await.unwrap();
        (answer.status().as_u16() == 206).then_some(())
    })
    .await;
}

#[tokio::test]
async fn one_client_leaves_a_quarter_of_the_api_to_others() {
    // 24 for the API, of which one address gets 18.
    let server = TestServer::start_with(&[("http.in_flight", "64")]).await;
    let mut slow = Vec::new();
    for _ in 0..40 {
        let mut socket = connect_from(&server, [127, 6, 0, 1]).await;
        let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
        socket.write_all(head.as_bytes()).await.unwrap();
        slow.push(socket);
    }
    eventually("one client has its share", Duration::from_secs(10), || async {
        (shed(&server, "api").await >= 22).then_some(())
    })
    .await;
    let other = server.anonymous();
    for _ in 0..20 {
        assert_eq!(send(other.request(Method::GET, "/api/v1/setup")).await.status.as_u16(), 200);
    }
}
