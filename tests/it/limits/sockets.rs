//! Hostile sockets: many, slow, silent, greedy. Memory and connections stay bounded, and others get their answers.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::process::{MIB, PATIENCE, Process, allow_many_files, exchange};
use crate::harness::eventually;

const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test]
async fn ten_thousand_idle_connections_cost_little_and_keep_nobody_out() {
    allow_many_files();
    let settings = [("REVENGE_HTTP__CONNECTIONS", "2048"), ("REVENGE_HTTP__HEADER_TIMEOUT_MS", "600000")];
    let server = Process::start(&settings).await;
    let before = server.rss_bytes();
    let attack = async {
        let mut idle: Vec<TcpStream> = Vec::new();
        for n in 0..10_000_u32 {
            let mut socket = server.connect_from([127, 1, (n % 40) as u8, 1]).await.unwrap();
            // Every second one has been of use once; the others have said nothing.
            if n % 2 == 0 {
                socket.write_all(HEALTH).await.unwrap();
            }
            idle.push(socket);
        }
        idle
    };
    let (idle, waited) = server.latency_during(attack).await;
    let (rss, open) = (server.rss_bytes().saturating_sub(before), server.metric("revenge_http_connections ").await);
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(open <= 2048.0 && open > 1024.0, "{open}");
    assert!(server.n_sockets() < 2048 + 100, "{}", server.n_sockets());
    assert!(rss < 64 * MIB, "{} KiB for {open} connections", rss / 1024);
    assert!(server.metric("revenge_http_connections_closed_total{cause=\"idle\"} ").await >= 7_000.0);
    // The oldest went first: the last ones are still there.
    let mut idle = idle;
    let mut answer = [0; 15];
    let last = idle.last_mut().unwrap();
    last.write_all(HEALTH).await.unwrap();
    last.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

#[tokio::test]
async fn one_address_takes_a_quarter_of_the_connections_and_those_at_work_stay() {
    let server = Process::start(&[("REVENGE_HTTP__CONNECTIONS", "80")]).await;
    // At work: its answer never ends, because it is not read.
    let mut busy = server.connect_from([127, 2, 0, 1]).await.unwrap();
    busy.write_all("GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(400).as_bytes()).await.unwrap();
    let mut answers = Vec::new();
    busy.read_buf(&mut answers).await.unwrap();
    let mut own = Vec::new();
    for _ in 0..200 {
        own.push(server.connect_from([127, 2, 0, 1]).await.unwrap());
    }
    eventually("the surplus is closed", Duration::from_secs(5), || async {
        (server.metric("revenge_http_connections ").await <= 21.0).then_some(())
    })
    .await;
    let other = server.connect_from([127, 2, 0, 2]).await.unwrap();
    assert!(exchange(other, "GET /healthz HTTP/1.0\r\n\r\n").await.contains("200 OK"));
    let whole = tokio::time::timeout(Duration::from_secs(30), async {
        while answers.windows(12).filter(|w| w == b"HTTP/1.1 200").count() < 2 {
            assert!(busy.read_buf(&mut answers).await.unwrap() > 0, "closed while at work");
        }
    });
    whole.await.expect("the answers go on");
}

#[tokio::test]
async fn heads_that_trickle_are_cut_off_and_cost_nobody_else() {
    let server = Process::start(&[("REVENGE_HTTP__HEADER_TIMEOUT_MS", "1500")]).await;
    let before = server.rss_bytes();
    let trickle = async {
        let mut sockets = Vec::new();
        for n in 0..500 {
            sockets.push(half_a_head(&server, n).await);
        }
        futures_util::future::join_all(sockets.into_iter().map(|mut socket| async move {
            let mut n_sent = 0;
            // A byte every tenth of a second, for ever: writing fails once the server has ended it.
            while socket.write_all(b"a").await.is_ok() && n_sent < 200 {
                n_sent += 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            n_sent
        }))
        .await
    };
    let (sent, waited) = server.latency_during(trickle).await;
    assert!(sent.iter().all(|n| *n < 100), "{sent:?}");
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(server.rss_bytes().saturating_sub(before) < 32 * MIB);
}

async fn half_a_head(server: &Process, n: u32) -> TcpStream {
    let mut socket = server.connect_from([127, 3, 0, (n % 200) as u8 + 1]).await.unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nx-slow: ").await.unwrap();
    socket
}

#[tokio::test]
async fn a_peer_that_takes_nothing_is_cut_off_and_one_that_is_gone_is_noticed() {
    let server = Process::start(&[("REVENGE_HTTP__UNREAD_TIMEOUT_MS", "1000")]).await;
    let before = server.rss_bytes();
    let mut silent = Vec::new();
    for n in 0..100 {
        let mut socket = server.connect_from([127, 4, 0, n + 1]).await.unwrap();
        socket.write_all("GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(500).as_bytes()).await.unwrap();
        silent.push(socket);
    }
    // The kernel asks an idle connection after a minute whether it is there: its timer is the keepalive one (2).
    let idle = server.connect_from([127, 4, 1, 1]).await.unwrap();
    assert_eq!(timer_of(idle.local_addr().unwrap()), "02");
    eventually("unread answers end their connections", Duration::from_secs(30), || async {
        (server.metric("revenge_http_connections ").await <= 2.0).then_some(())
    })
    .await;
    assert!(
        server.rss_bytes().saturating_sub(before) < 64 * MIB,
        "{} KiB",
        server.rss_bytes().saturating_sub(before) / 1024
    );
}

/// The kind of the kernel's timer on the server's end of a connection from this address.
fn timer_of(client: SocketAddr) -> String {
    let IpAddr::V4(ip) = client.ip() else { panic!("{client}") };
    let client = format!("{:08X}:{:04X}", u32::from_le_bytes(ip.octets()), client.port());

    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let mut rows = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| row[2] == client).unwrap();
    row[5].split(':').next().unwrap().to_owned()
}

#[tokio::test]
async fn heads_and_bodies_have_limits() {
    let server = Process::start(&[]).await;
    let before = server.rss_bytes();
    let attack = async {
        let head = |header: String| format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{header}\r\n\r\n");
        for (what, bytes) in [
            ("one header of 4 MiB", head(format!("x-big: {}", "a".repeat(4 << 20)))),
            ("ten thousand headers", head((0..10_000).map(|n| format!("x-{n}: 1")).collect::<Vec<_>>().join("\r\n"))),
            ("an address of 1 MiB", format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(1 << 20))),
        ] {
            let answer = exchange(server.connect().await, bytes).await;
            let status = answer.get(9..12).unwrap_or("none").to_owned();
            // An end without an answer is one: what is still being sent makes the kernel reset the connection.
            assert!(matches!(status.as_str(), "431" | "414" | "none"), "{what}: {status}");
        }
        let start = "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
        for framing in ["content-length: 100000000000\r\n\r\n", "transfer-encoding: chunked\r\n\r\n"] {
            let mut socket = server.connect().await;
            socket.write_all(format!("{start}{framing}").as_bytes()).await.unwrap();
            let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
            let mut sent = 0;
            while sent < 64 * MIB && socket.write_all(chunk.as_bytes()).await.is_ok() {
                sent += chunk.len() as u64;
            }
            assert!(sent < 64 * MIB, "{framing}: all of it was taken");
        }
    };
    let ((), waited) = server.latency_during(attack).await;
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(
        server.rss_bytes().saturating_sub(before) < 32 * MIB,
        "{} KiB",
        server.rss_bytes().saturating_sub(before) / 1024
    );
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order_one_at_a_time() {
    let server = Process::start(&[]).await;
    let before = server.rss_bytes();
    let attack = async {
        let (mut reader, mut writer) = server.connect().await.into_split();
        let n = 20_000;
        let write = tokio::spawn(async move {
            for k in 0..n {
                let request = format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-request-id: r{k}\r\n\r\n");
                writer.write_all(request.as_bytes()).await.unwrap();
            }
            writer
        });
        let mut answers = Vec::new();
        let last = format!("x-request-id: r{}\r\n", n - 1);
        while !answers.ends_with(b"ok\n")
            || !String::from_utf8_lossy(&answers[answers.len().saturating_sub(600)..]).contains(&last)
        {
            assert!(reader.read_buf(&mut answers).await.unwrap() > 0);
        }
        drop(write.await.unwrap());
        let text = String::from_utf8(answers).unwrap();
        let ids: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("x-request-id: r")).collect();
        assert!(ids.iter().enumerate().all(|(k, id)| *id == k.to_string()), "out of order");
        assert_eq!(ids.len(), n);
    };
    let ((), waited) = server.latency_during(attack).await;
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(
        server.rss_bytes().saturating_sub(before) < 16 * MIB,
        "{} KiB",
        server.rss_bytes().saturating_sub(before) / 1024
    );
}

/// Requests that two servers in a row could cut at different places. The second half must never be a request.
#[tokio::test]
async fn a_request_hides_no_other_one() {
    let server = Process::start(&[]).await;
    let hidden = "GET /healthz HTTP/1.1\r\nhost: x\r\nx-request-id: smuggled\r\n\r\n";
    let post = "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\n";
    let chunked = format!("0\r\n\r\n{hidden}");
    let length = chunked.len();
    for (what, request) in [
        ("length and chunks", format!("{post}content-length: {length}\r\ntransfer-encoding: chunked\r\n\r\n{chunked}")),
        ("chunks and length", format!("{post}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n{chunked}")),
        ("two lengths", format!("{post}content-length: 0\r\ncontent-length: {}\r\n\r\n{hidden}", hidden.len())),
        ("a list of lengths", format!("{post}content-length: 0, {}\r\n\r\n{hidden}", hidden.len())),
        ("a signed length", format!("{post}content-length: +0\r\n\r\n{hidden}")),
        ("a length in hexadecimal", format!("{post}content-length: 0x0\r\n\r\n{hidden}")),
        ("a space before the colon", format!("{post}content-length : 0\r\n\r\n{hidden}")),
        ("an unknown coding", format!("{post}transfer-encoding: xchunked\r\n\r\n{chunked}")),
        ("chunked not last", format!("{post}transfer-encoding: chunked, identity\r\n\r\n{chunked}")),
        ("a folded header", format!("{post}transfer-encoding:\r\n chunked\r\n\r\n{chunked}")),
        ("a tab in the coding", format!("{post}transfer-encoding: \x0bchunked\r\n\r\n{chunked}")),
        ("a chunk size with a sign", format!("{post}transfer-encoding: chunked\r\n\r\n+0\r\n\r\n{hidden}")),
        ("a chunk size too large", format!("{post}transfer-encoding: chunked\r\n\r\nfffffffffffffffff0\r\n{hidden}")),
        ("NUL in a header", format!("{post}x-a: a\0b\r\ncontent-length: 0\r\n\r\n{hidden}")),
        ("a bare line feed in a header", format!("{post}x-a: b\rtransfer-encoding: chunked\r\n\r\n{chunked}")),
        (
            "HTTP/1.0 with chunks",
            format!("POST /api/v1/auth/login HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n{chunked}"),
        ),
    ] {
        let answer = exchange(server.connect().await, &request).await;
        assert!(!answer.contains("smuggled"), "{what}: {answer}");
    }
    // The same bytes with one honest length are two requests.
    let honest =
        format!("{post}content-length: 2\r\n\r\n{{}}{}", hidden.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
    assert!(exchange(server.connect().await, honest).await.contains("smuggled"));
}
