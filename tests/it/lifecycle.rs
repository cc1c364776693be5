//! The server as a supervisor sees it: start, signals, watchdog, stop, and what it leaves behind.

use std::fs;
use std::io::Write;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use nix::sys::signal::Signal;
use reqwest::StatusCode;

use crate::cli::{self, check_refused};
use crate::harness::process::open_dir;
use crate::harness::{Process, TestDb, eventually};

/// Debug builds on a shared machine; the promises themselves are asserted with their own numbers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Three seconds are promised, most of them the database's; debug builds on a shared machine get as much again.
const IDLE_STOP: Duration = Duration::from_secs(6);

/// A server with its own data directory and a supervisor's socket.
struct Server {
    process: Process,
    url: String,
    notify: UnixDatagram,
    data: PathBuf,
    _dir: tempfile::TempDir,
}

impl Server {
    fn start(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let dir = open_dir();
        let socket = dir.path().join("notify");
        let notify = UnixDatagram::bind(&socket).unwrap();
        notify.set_read_timeout(Some(PATIENCE)).unwrap();
        let data = dir.path().join("data");
        let own = ["--data-dir", data.to_str().unwrap()];
        let data_args = if args.contains(&"--data-dir") { &[][..] } else { &own[..] };
        let args = [&["--listen", "127.0.0.1:0"], data_args, args].concat();
        let variables = [&[("NOTIFY_SOCKET", socket.to_str().unwrap())], variables].concat();
        let (process, url) = Process::serve(&args, &variables, &dir.path().join("log"));
        Self { process, url, notify, data, _dir: dir }
    }

    /// On a database of its own that others keep running.
    fn on(db: &TestDb, variables: &[(&str, &str)]) -> Self {
        let url = db.url();
        let server = Self::start(&[], &[&[("REVENGE_DATABASE__URL", url.as_str())], variables].concat());
        server.wait_for("READY=1");
        server
    }

    /// Reads notifications until one has this line.
    fn wait_for(&self, line: &str) {
        wait_for(&self.notify, line);
    }

    async fn status(&self, path: &str) -> Option<StatusCode> {
        Some(reqwest::get(format!("{}{path}", self.url)).await.ok()?.status())
    }
}

fn wait_for(socket: &UnixDatagram, line: &str) {
    let mut buffer = [0; 4096];
    loop {
        let n = socket.recv(&mut buffer).unwrap_or_else(|e| panic!("no {line}: {e}"));
        let message = String::from_utf8(buffer[..n].to_vec()).unwrap();
        if message.lines().any(|l| l == line) {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_server_stops_at_once_and_leaves_no_child() {
    let mut server = Server::start(&[], &[]);
    assert_eq!(server.status("/healthz").await, Some(StatusCode::OK));
    server.wait_for("READY=1");
    assert_eq!(server.status("/readyz").await, Some(StatusCode::OK));
    let metrics = reqwest::get(format!("{}/metrics", server.url)).await.unwrap().text().await.unwrap();
    for name in ["process_resident_memory_bytes ", "revenge_board_info{", "revenge_memory_budget_bytes{kind=\"limit\""]
    {
        assert!(metrics.contains(name), "{name} is missing:\n{metrics}");
    }
    let postmaster = fs::read_to_string(server.data.join("postgresql/data/postmaster.pid")).unwrap();
    let postmaster = postmaster.lines().next().unwrap().to_owned();
    assert!(Path::new("/proc").join(&postmaster).exists());

    // Idle only once the first start's test encode has ended.
    let kept = server.data.join("backends.json");
    eventually("the test encodes end", PATIENCE, async || kept.exists().then_some(())).await;
    server.process.signal(Signal::SIGTERM);
    server.wait_for("STOPPING=1");
    let (status, took, log) = server.process.ended();
    assert!(status.success(), "{log}");
    assert!(took < IDLE_STOP, "{took:?}\n{log}");
    assert!(!Path::new("/proc").join(&postmaster).exists(), "{log}");
    for step in ["starting", "listening", "database up", "ready", "stopping", "stopped"] {
        assert!(log.contains(&format!("\"message\":\"{step}\"")), "{step} is not logged:\n{log}");
    }
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_ne!(line["level"], "ERROR", "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_directory_is_private_and_has_one_server() {
    let db = TestDb::new().await;
    let server = Server::on(&db, &[]);
    let mode = fs::metadata(&server.data).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 });

    let args = ["serve", "--listen", "127.0.0.1:0", "--data-dir", server.data.to_str().unwrap()];
    check_refused(
        &cli::run(&args, &[("REVENGE_DATABASE__URL", &db.url()), ("REVENGE_LOG__LEVEL", "off")]),
        &["another server"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_exit_code_4() {
    let db = TestDb::new().await;
    let server = Server::on(&db, &[]);
    let dir = tempfile::tempdir().unwrap();
    let address = server.url.strip_prefix("http://").unwrap();
    let args = ["serve", "--listen", address, "--data-dir", dir.path().to_str().unwrap()];
    let answer = cli::run(&args, &[("REVENGE_LOG__LEVEL", "off")]);
    assert_eq!((answer.code, answer.stderr.lines().count()), (Some(4), 1), "{answer:?}");
    assert!(answer.stderr.contains(address), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_the_server_is_alive_but_not_ready_then_exits_3() {
    let variables =
        [("REVENGE_DATABASE__URL", "host=/no/such/dir user=x password=hunter2"), ("REVENGE_LOG__LEVEL", "debug")];
    let mut server = Server::start(&[], &variables);
    assert_eq!(server.status("/healthz").await, Some(StatusCode::OK));
    assert_eq!(server.status("/readyz").await, Some(StatusCode::SERVICE_UNAVAILABLE));
    let answer = reqwest::get(format!("{}/api/v1/items", server.url)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().contains_key("retry-after"));
    let (status, took, log) = server.process.ended();
    assert_eq!(status.code(), Some(3), "{log}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(log.lines().last().unwrap().starts_with("revenge: database: "), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_during_the_start_stops_it() {
    let mut server = Server::start(&[], &[("REVENGE_DATABASE__URL", "host=/no/such/dir user=x")]);
    server.process.signal(Signal::SIGINT);
    let (status, took, log) = server.process.ended();
    assert!(status.success() && took < IDLE_STOP, "{status} {took:?} {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_never_finishes_does_not_hold_up_the_stop() {
    let db = TestDb::new().await;
    let mut server = Server::on(&db, &[]);
    let mut stream = std::net::TcpStream::connect(server.url.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Half: ").unwrap();
    // The connection is taken once a later one has been answered.
    assert_eq!(server.status("/healthz").await, Some(StatusCode::OK));
    server.process.signal(Signal::SIGTERM);
    let (status, took, log) = server.process.ended();
    assert!(status.success() && took < Duration::from_secs(10), "{status} {took:?} {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sighup_reloads_the_log_level_and_refuses_a_broken_file() {
    let db = TestDb::new().await;
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    fs::write(&config, "[log]\nlevel = 'info'\n").unwrap();
    let mut server = Server::on(&db, &[("REVENGE_CONFIG", config.to_str().unwrap())]);
    for (text, level) in [("[log]\nlevel = 'debug'\n", "debug"), ("[log]\nlevl = 'info'\n", "broken")] {
        fs::write(&config, text).unwrap();
        server.process.signal(Signal::SIGHUP);
        server.wait_for("RELOADING=1");
        server.wait_for("READY=1");
        assert_eq!(server.status("/healthz").await, Some(StatusCode::OK), "{level}");
    }
    server.process.signal(Signal::SIGTERM);
    let (_, _, log) = server.process.ended();
    assert!(log.contains(r#""message":"configuration reloaded","level":"debug""#), "{log}");
    assert!(log.contains("unknown key log.levl"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watchdog_is_fed_and_an_abstract_socket_works() {
    let db = TestDb::new().await;
    let name = format!("revenge-test-{}", std::process::id());
    let notify = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
    notify.set_read_timeout(Some(PATIENCE)).unwrap();
    let url = db.url();
    let address = format!("@{name}");
    let variables = [("REVENGE_DATABASE__URL", url.as_str()), ("NOTIFY_SOCKET", &address), ("WATCHDOG_USEC", "200000")];
    let _server = Server::start(&[], &variables);
    for line in ["READY=1", "WATCHDOG=1", "WATCHDOG=1"] {
        wait_for(&notify, line);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn journal_lines_carry_their_priority() {
    let db = TestDb::new().await;
    let mut server = Server::on(&db, &[("REVENGE_LOG__FORMAT", "journal")]);
    server.process.signal(Signal::SIGTERM);
    let (_, _, log) = server.process.ended();
    assert!(log.lines().all(|line| line.starts_with("<6>")), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn migrate_works_alone_and_beside_a_running_server() {
    let mut server = Server::start(&[], &[]);
    server.wait_for("READY=1");
    let data = server.data.to_str().unwrap().to_owned();
    let migrate = || cli::run(&["migrate", "--data-dir", &data], &[]);
    let beside = migrate();
    assert_eq!(beside.code, Some(0), "{beside:?}");
    assert!(beside.stdout.contains("already running") && beside.stdout.contains("nothing to do"), "{beside:?}");
    server.process.signal(Signal::SIGTERM);
    server.process.ended();
    let alone = migrate();
    assert_eq!(alone.code, Some(0), "{alone:?}");
    assert!(!alone.stdout.contains("already running") && alone.stdout.contains("nothing to do"), "{alone:?}");
    eventually("the command's database is gone", PATIENCE, async || {
        (!Path::new(&data).join("postgresql/data/postmaster.pid").exists()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn encoders_are_tested_at_the_first_start_only() {
    let db = TestDb::new().await;
    let mut server = Server::on(&db, &[]);
    let path = server.data.join("backends.json");
    let kept = eventually("the test encodes end", PATIENCE, async || fs::read_to_string(&path).ok()).await;
    assert!(kept.contains("\"verified\""), "{kept}");
    server.process.signal(Signal::SIGTERM);
    server.process.ended();

    // What was kept is believed: nothing is tried again.
    fs::write(&path, kept.replace("\"verified\"", "\"failed\"")).unwrap();
    let data = server.data.to_str().unwrap().to_owned();
    let again = Server::start(&["--data-dir", &data], &[("REVENGE_DATABASE__URL", &db.url())]);
    let line = async || again.process.log().lines().find(|l| l.contains("\"backend\":\"software\"")).map(str::to_owned);
    let log = eventually("the verdict is logged", PATIENCE, line).await;
    assert!(log.contains("Failed"), "{log}");
}

#[test]
fn the_unit_is_valid_and_its_sandbox_is_tight() {
    let dir = tempfile::tempdir().unwrap();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unit = fs::read_to_string(repository.join("systemd/revenge.service")).unwrap();
    // The program need not be installed where the tests run.
    let unit = unit.replace("/usr/bin/revenge", "/bin/true");
    let path = dir.path().join("revenge.service");
    fs::write(&path, unit).unwrap();
    fs::copy(repository.join("systemd/revenge.slice"), dir.path().join("revenge.slice")).unwrap();
    let analyze = |args: &[&str]| {
        let output = Command::new("systemd-analyze").args(args).arg(&path).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    assert_eq!(analyze(&["verify", "--man=no"]), (true, String::new()));
    // Fails above the threshold, in tenths.
    let (is_tight, report) = analyze(&["security", "--offline=yes", "--threshold=20"]);
    assert!(is_tight, "{report}");
}
