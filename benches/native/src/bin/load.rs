//! `load HOST:PORT PATH TOKEN CONNECTIONS SECONDS PAUSE_MS`: asks for one path over and over on kept connections; prints
//! `requests/s p50 p95 p99` in milliseconds. In Rust, because a client in Python was a third of what it measured.

use std::time::{Duration, Instant};

use revenge_benches::report::quantile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, path, token, connections, seconds, pause] = arguments.as_slice() else {
        panic!("load HOST:PORT PATH TOKEN CONNECTIONS SECONDS PAUSE_MS")
    };
    let head = format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n");
    let time: f64 = seconds.parse().expect("seconds");
    let pause = Duration::from_millis(pause.parse().expect("milliseconds"));
    let end = Instant::now() + Duration::from_secs_f64(time);
    let clients = (0..connections.parse::<usize>().expect("connections")).map(|_| {
        let (address, head) = (address.clone(), head.clone());
        tokio::spawn(async move { ask(&address, head.as_bytes(), end, pause).await })
    });
    let mut taken = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        taken.extend(client.await.expect("a client"));
    }
    let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|part| quantile(&mut taken, part));
    println!("{} {p50} {p95} {p99}", taken.len() as f64 / time);
}

async fn ask(address: &str, head: &[u8], end: Instant, pause: Duration) -> Vec<f64> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let (mut taken, mut buffer) = (Vec::new(), vec![0; 1 << 20]);
    while Instant::now() < end {
        let began = Instant::now();
        stream.write_all(head).await.expect("a request");
        let mut filled = 0;
        loop {
            filled += stream.read(&mut buffer[filled..]).await.expect("an answer");
            if whole(&buffer[..filled]) {
                break;
            }
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..filled.min(300)]));
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    taken
}

/// Whether head and body are here. The bench's answers say their length.
fn whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
    let length: usize = length.expect("a length").trim().parse().expect("a number");
    answer.len() >= end + 4 + length
}
