//! HTTP/2 without TLS, frame by frame: what a hostile client can make the server do, and how much of it.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::process::{MIB, PATIENCE, Process};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// `GET / http`, authority `x`, in HPACK's static table.
const GET: &[u8] = &[0x82, 0x84, 0x86, 0x41, 0x01, b'x'];
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

struct Frame {
    kind: u8,
    stream: u32,
    payload: Vec<u8>,
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

async fn read_frame(socket: &mut TcpStream) -> Option<Frame> {
    let mut head = [0; 9];
    socket.read_exact(&mut head).await.ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
    let mut payload = vec![0; length];
    socket.read_exact(&mut payload).await.ok()?;
    let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]) & 0x7fff_ffff;
    Some(Frame { kind: head[3], stream, payload })
}

async fn open(server: &Process) -> TcpStream {
    let mut socket = server.connect().await;
    socket.write_all(&[PREFACE, &frame(SETTINGS, 0, 0, &[])].concat()).await.unwrap();
    socket
}

/// Sends until the server ends the connection, or `n` times; reads nothing meanwhile.
async fn flood(socket: &mut TcpStream, n: u32, bytes: impl Fn(u32) -> Vec<u8>) -> u32 {
    for k in 0..n {
        let bytes = bytes(k);
        let write = tokio::time::timeout(Duration::from_secs(2), socket.write_all(&bytes));
        // Blocked for two seconds: the server does not read on while we do not read. That is a bound as well.
        if !matches!(write.await, Ok(Ok(()))) {
            return k;
        }
    }
    n
}

/// Whether the connection ends, by GOAWAY or otherwise.
async fn ends(socket: &mut TcpStream) -> bool {
    let end = async {
        while let Some(frame) = read_frame(socket).await {
            if frame.kind == GOAWAY && frame.payload[4..8] != [0; 4] {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), end).await.is_ok()
}

#[tokio::test]
async fn streams_opened_and_reset_at_once_end_the_connection() {
    let server = Process::start(&[]).await;
    let before = server.rss_bytes();
    let attack = async {
        for _ in 0..10 {
            let mut socket = open(&server).await;
            flood(&mut socket, 20_000, |k| {
                let stream = 2 * k + 1;
                let headers = frame(HEADERS, END_STREAM | END_HEADERS, stream, GET);
                [headers, frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())].concat()
            })
            .await;
            assert!(ends(&mut socket).await, "a client may reset for ever");
        }
    };
    let ((), waited) = server.latency_during(attack).await;
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(server.rss_bytes().saturating_sub(before) < 32 * MIB);
}

#[tokio::test]
async fn streams_that_the_server_must_reset_end_the_connection() {
    let server = Process::start(&[]).await;
    let attack = async {
        let mut socket = open(&server).await;
        flood(&mut socket, 20_000, |k| {
            let stream = 2 * k + 1;
            // A window that grows by nothing is an error of the stream: the server resets it (CVE-2025-8671).
            [frame(HEADERS, END_STREAM | END_HEADERS, stream, GET), frame(WINDOW_UPDATE, 0, stream, &[0; 4])].concat()
        })
        .await;
        assert!(ends(&mut socket).await, "a client may provoke resets for ever");
    };
    let ((), waited) = server.latency_during(attack).await;
    assert!(waited < PATIENCE, "{waited:?}");
}

#[tokio::test]
async fn heads_without_an_end_and_lists_that_are_too_long_are_refused() {
    let server = Process::start(&[]).await;
    let before = server.rss_bytes();
    let attack = async {
        let mut socket = open(&server).await;
        socket.write_all(&frame(HEADERS, END_STREAM, 1, GET)).await.unwrap();
        // Literal headers, never indexed, that go on and on.
        let header = [&[0x10, 1, b'a', 127, 0x81, 0x01][..], &[b'b'; 256]].concat();
        let sent = flood(&mut socket, 100_000, |_| frame(CONTINUATION, 0, 1, &header)).await;
        assert!(sent < 100_000 && ends(&mut socket).await, "{sent} continuations were taken");

        // 4,000 references to one header of 4 KiB: 16 MiB out of 8 KiB.
        let mut socket = open(&server).await;
        let mut bomb = [GET, &[0x40, 1, b'a', 127, 0x81, 0x1f][..], &[b'b'; 4096]].concat();
        bomb.truncate(GET.len() + 6 + 4000);
        bomb[GET.len() + 4] = 0xa1;
        bomb[GET.len() + 5] = 0x1e;
        bomb.extend([0xbe; 4000]);
        socket.write_all(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &bomb)).await.unwrap();
        let refused = async {
            while let Some(frame) = read_frame(&mut socket).await {
                let is_431 = frame.kind == HEADERS && frame.payload.windows(3).any(|w| w == b"431");
                if is_431 || matches!(frame.kind, RST_STREAM | GOAWAY) {
                    return;
                }
                // 431 in HPACK's Huffman code.
                if frame.kind == HEADERS {
                    assert!(!frame.payload.contains(&0x88), "answered with 200");
                    return;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(5), refused).await.expect("the list is refused");
    };
    let ((), waited) = server.latency_during(attack).await;
    assert!(waited < PATIENCE, "{waited:?}");
    assert!(
        server.rss_bytes().saturating_sub(before) < 16 * MIB,
        "{} KiB",
        server.rss_bytes().saturating_sub(before) / 1024
    );
}

#[tokio::test]
async fn pings_settings_and_empty_data_pile_nothing_up() {
    let server = Process::start(&[]).await;
    let before = server.rss_bytes();
    let attack = async {
        for kind in [PING, SETTINGS, DATA] {
            let mut socket = open(&server).await;
            socket.write_all(&frame(HEADERS, END_HEADERS, 1, GET)).await.unwrap();
            flood(&mut socket, 200_000, |_| match kind {
                PING => frame(PING, 0, 0, &[0; 8]),
                SETTINGS => frame(SETTINGS, 0, 0, &[]),
                _ => frame(DATA, 0, 1, &[]),
            })
            .await;
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
async fn one_connection_has_64_requests_at_work() {
    let server = Process::start(&[]).await;
    let mut socket = open(&server).await;
    // Uploads that never end hold their streams open.
    let post =
        [&[0x83, 0x86, 0x41, 0x01, b'x', 0x04, 0x12][..], b"/api/v1/auth/login", &[0x5f, 0x10], b"application/json"]
            .concat();
    let many: Vec<u8> = (0..100_u32).flat_map(|k| frame(HEADERS, END_HEADERS, 2 * k + 1, &post)).collect();
    socket.write_all(&many).await.unwrap();
    let mut refused = std::collections::BTreeSet::new();
    let collect = async {
        while refused.len() < 36 {
            let Some(frame) = read_frame(&mut socket).await else { break };
            if frame.kind == RST_STREAM && frame.payload == 7_u32.to_be_bytes() {
                refused.insert(frame.stream);
            }
            if frame.kind == GOAWAY {
                break;
            }
        }
    };
    drop(tokio::time::timeout(Duration::from_secs(5), collect).await);
    assert!(!refused.is_empty() && refused.iter().all(|stream| *stream > 2 * 64), "{refused:?}");
}
