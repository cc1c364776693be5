//! A server as its own process, so that its memory and its sockets can be counted, and raw sockets to it.

use std::cell::RefCell;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::harness::{TestDb, process};

pub const MIB: u64 = 1024 * 1024;

pub struct Process {
    program: process::Process,
    pub address: SocketAddr,
    _dir: tempfile::TempDir,
    _db: TestDb,
}

impl Process {
    /// With settings by their variables: `("REVENGE_HTTP__CONNECTIONS", "100")`.
    pub async fn start(variables: &[(&str, &str)]) -> Self {
        let (dir, db) = (tempfile::tempdir().unwrap(), TestDb::new().await);
        let data = dir.path().join("data");
        let url = db.url();
        let variables = [&[("REVENGE_DATABASE__URL", url.as_str())], variables].concat();
        let args = ["--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
        let (program, url) = process::Process::serve(&args, &variables, &dir.path().join("log"));
        process::ready(&url).await;
        let address = url.trim_start_matches("http://").parse().unwrap();
        Self { program, address, _dir: dir, _db: db }
    }

    pub fn rss_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    pub fn n_sockets(&self) -> usize {
        let fds = fs::read_dir(format!("/proc/{}/fd", self.program.id())).unwrap();
        let links = fds.filter_map(|fd| fs::read_link(fd.ok()?.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
    }

    /// From an address of this machine's own: 127.0.0.0/8 is all ours.
    pub async fn connect_from(&self, source: [u8; 4]) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(IpAddr::from(source), 0))?;
        socket.connect(self.address).await
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// The whole answer of a request on a connection of its own.
    pub async fn get(&self, path: &str) -> String {
        exchange(self.connect().await, format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await
    }

    /// A number of `/metrics`.
    pub async fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics").await;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map_or(0.0, |value| value.trim().parse().unwrap())
    }

    /// How long somebody else waits for an answer while `attack` goes on: the 95th percentile.
    pub async fn latency_during<T>(&self, attack: impl Future<Output = T>) -> (T, Duration) {
        let waits = RefCell::new(Vec::new());
        let ask = async || {
            let began = Instant::now();
            let socket = self.connect_from([127, 9, 9, 9]).await.unwrap();
            let request = "GET /api/v1/setup HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
            let answer = exchange(socket, request).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            waits.borrow_mut().push(began.elapsed());
        };
        let watch = async {
            loop {
                ask().await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let result = tokio::select! {
            result = attack => result,
            () = watch => unreachable!("watching has no end"),
        };
        // However short the attack was.
        ask().await;
        let mut waits = waits.into_inner();
        waits.sort();
        (result, waits[waits.len() * 95 / 100])
    }
}

/// Sends bytes and reads until the other side ends. A reset is an end.
pub async fn exchange(mut socket: TcpStream, bytes: impl AsRef<[u8]>) -> String {
    // The server may have ended it already.
    drop(socket.write_all(bytes.as_ref()).await);
    let mut answer = Vec::new();
    let read = socket.read_to_end(&mut answer);
    drop(tokio::time::timeout(Duration::from_secs(20), read).await.expect("the server ends the connection"));
    String::from_utf8_lossy(&answer).into_owned()
}

/// Debug builds on a shared machine; what is promised is that the wait has a bound at all.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// This process holds both ends of ten thousand connections.
pub fn allow_many_files() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).unwrap();
}
