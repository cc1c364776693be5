//! The watchdog: what withholds the sign of life, and what does not.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use revenge::platform::db::{Managed, ManagedConfig};

use crate::harness::eventually;
use crate::harness::frozen::Frozen;
use crate::harness::process::{Process, open_dir, ready};

/// Debug builds on a shared machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// A sign is due twice in a period.
const PERIOD_US: &str = "600000";
/// Long enough that a sign which is sent would have come.
const SILENCE: Duration = Duration::from_secs(2);
const SIGN: &str = "WATCHDOG=1";

struct Watched {
    server: Process,
    url: String,
    /// What the supervisor heard, message by message.
    heard: mpsc::Receiver<String>,
    data: PathBuf,
    _dir: tempfile::TempDir,
}

impl Watched {
    async fn start(variables: &[(&str, &str)]) -> Self {
        let dir = open_dir();
        let (data, path) = (dir.path().join("data"), dir.path().join("notify"));
        let heard = supervisor(&path);
        let own = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", PERIOD_US)];
        let args = ["--data-dir", data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let (server, url) = Process::serve(&args, &[&own, variables].concat(), &dir.path().join("log"));
        ready(&url).await;
        Self { server, url, heard, data, _dir: dir }
    }

    /// Waits until this line is said.
    fn hears(&self, line: &str) {
        while !self.heard.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no {line}")).lines().any(|l| l == line) {}
    }

    /// Forgets what was said, then nothing is for a while.
    fn hears_no_sign(&self) {
        while self.heard.try_recv().is_ok() {}
        assert_eq!(self.heard.recv_timeout(SILENCE), Err(mpsc::RecvTimeoutError::Timeout));
    }

    async fn logs(&self, text: &str) {
        eventually(text, PATIENCE, async || self.server.log().contains(text).then_some(())).await;
    }

    /// Somebody asks for what needs the database.
    async fn is_asked(&self) {
        let answer = reqwest::get(format!("{}/api/v1/setup", self.url)).await.unwrap();
        assert_eq!(answer.status(), 503);
    }
}

/// Takes what is said as soon as it is said, as systemd does. Ends once nothing more comes.
fn supervisor(path: &Path) -> mpsc::Receiver<String> {
    let socket = UnixDatagram::bind(path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let (sender, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n) = socket.recv(&mut buffer) {
            if sender.send(String::from_utf8_lossy(&buffer[..n]).into_owned()).is_err() {
                break;
            }
        }
    });
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_that_hangs_ends_the_sign_of_life_and_one_that_goes_on_brings_it_back() {
    let watched = Watched::start(&[]).await;
    watched.hears(SIGN);
    let postmaster = fs::read_to_string(watched.data.join("postgresql/data/postmaster.pid")).unwrap();
    let frozen = Frozen::whole(postmaster.lines().next().unwrap().parse().unwrap());
    watched.is_asked().await;
    watched.logs("PostgreSQL runs and answers nobody").await;
    watched.hears_no_sign();
    drop(frozen);
    watched.hears("STATUS=serving");
    watched.hears(SIGN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_database_that_is_away_is_said_and_no_reason_to_die() {
    let dir = open_dir();
    let mut config = ManagedConfig::new(dir.path().to_path_buf());
    config.settings.push(("fsync".into(), "off".into()));
    let external = Managed::start(config).await.unwrap();
    let watched = Watched::start(&[("REVENGE_DATABASE__URL", &external.url())]).await;
    watched.hears(SIGN);
    external.stop().await;
    watched.is_asked().await;
    watched.hears("STATUS=the database is away");
    for _ in 0..8 {
        watched.hears(SIGN);
    }
}

/// A runtime whose only worker is busy with what never waits.
#[test]
fn a_runtime_that_is_blocked_ends_the_sign_of_life() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let notify = revenge::app::Notify::to(path.to_str().unwrap(), Some(Duration::from_millis(100)));
    let (over, ended) = tokio::sync::oneshot::channel::<()>();
    let handle = runtime.handle().clone();
    let watching = std::thread::spawn(move || {
        handle.block_on(async {
            tokio::select! {
                () = revenge::app::watchdog::stand(&notify) => {}
                _ = ended => {}
            }
        });
    });
    let mut buffer = [0; 64];
    let mut sign = || socket.recv(&mut buffer).map(|n| buffer[..n].to_vec());
    assert_eq!(sign().unwrap(), SIGN.as_bytes());
    let (free, blocked) = mpsc::channel::<()>();
    let (taken, is_taken) = mpsc::channel();
    runtime.spawn(async move {
        taken.send(()).unwrap();
        // Ends when the other end is dropped.
        let _ = blocked.recv();
    });
    is_taken.recv().unwrap();
    // What was sent before is taken; then there is nothing.
    socket.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    while sign().is_ok() {}
    drop(free);
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(sign().unwrap(), SIGN.as_bytes());
    drop(over);
    watching.join().unwrap();
}
