//! The managed PostgreSQL: crashes, restarts, pauses, left-overs, wrong directories.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use revenge::base::ErrorKind;
use revenge::platform::db::{Db, Managed, ManagedConfig, migrate};
use revenge_queries::queries::settings;
use tempfile::TempDir;

use crate::harness::eventually;
use crate::harness::frozen::Frozen;

/// A data directory that PostgreSQL's account can enter.
fn data_dir() -> TempDir {
    let dir = tempfile::Builder::new().prefix("revenge-managed-").tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711)).unwrap();
    dir
}

fn config(dir: &Path) -> ManagedConfig {
    let mut config = ManagedConfig::new(dir.to_path_buf());
    config.settings.push(("fsync".into(), "off".into()));
    config
}

async fn started(dir: &Path) -> (Managed, Db) {
    let managed = Managed::start(config(dir)).await.unwrap();
    migrate(&managed.url()).await.unwrap();
    let db = Db::managed(&managed, 4).unwrap();
    (managed, db)
}

fn signal(managed: &Managed, signal: Signal) -> Pid {
    let pid = Pid::from_raw(managed.pid().unwrap().cast_signed());
    kill(pid, signal).unwrap();
    pid
}

async fn put(db: &Db, name: &str) -> revenge::base::Result<()> {
    let client = db.client().await?;
    settings::put_setting().bind(&client, &name, &"1").await?;
    Ok(())
}

#[tokio::test]
async fn a_crash_is_followed_by_full_service_within_seconds() {
    let dir = data_dir();
    let (managed, db) = started(dir.path()).await;
    put(&db, "before").await.unwrap();
    for _ in 0..3 {
        let mut is_up = managed.is_up();
        signal(&managed, Signal::SIGKILL);
        is_up.wait_for(|up| !up).await.unwrap();
        let began = Instant::now();
        let error = db.client().await.err().expect("nobody waits for a database that is known to be down");
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.retry_after().unwrap() <= Duration::from_secs(1));
        assert!(began.elapsed() < Duration::from_millis(100));
        eventually("a write after the crash", Duration::from_secs(10), || async { put(&db, "after").await.ok() }).await;
    }
    let client = db.client().await.unwrap();
    assert!(settings::get_setting().bind(&client, &"before").opt().await.unwrap().is_some());
    managed.stop().await;
}

#[tokio::test]
async fn a_paused_database_answers_unavailable_within_five_seconds() {
    let dir = data_dir();
    let (managed, db) = started(dir.path()).await;
    put(&db, "before").await.unwrap();
    let frozen = Frozen::whole(managed.pid().unwrap());
    let began = Instant::now();
    // More calls than connections: the pile must not wait in line either.
    let calls = (0..8).map(|_| put(&db, "during"));
    for result in futures_util::future::join_all(calls).await {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Unavailable);
    }
    // As much again for a debug build beside other tests.
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(!db.is_ready().await);
    drop(frozen);
    eventually("a write after the pause", Duration::from_secs(20), || async { put(&db, "after").await.ok() }).await;
    managed.stop().await;
}

#[tokio::test]
async fn a_slow_statement_on_a_live_server_is_waited_for() {
    let test = crate::harness::TestDb::new().await;
    let client = test.client().await;
    let row = revenge_queries::client::GenericClient::query_one(&client, "select pg_sleep(4.5) is null", &[]).await;
    assert!(row.is_ok());
}

#[tokio::test]
async fn stop_leaves_no_process_and_a_second_start_finds_the_data() {
    let dir = data_dir();
    let (managed, db) = started(dir.path()).await;
    put(&db, "kept").await.unwrap();
    let pid = managed.pid().unwrap();
    let began = Instant::now();
    db.close();
    managed.stop().await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(!Path::new(&format!("/proc/{pid}")).exists());
    drop(managed);
    let (managed, db) = started(dir.path()).await;
    let client = db.client().await.unwrap();
    assert!(settings::get_setting().bind(&client, &"kept").opt().await.unwrap().is_some());
    managed.stop().await;
}

#[tokio::test]
async fn a_second_server_on_the_same_directory_is_refused() {
    let dir = data_dir();
    let (managed, _db) = started(dir.path()).await;
    let error = Managed::start(config(dir.path())).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.what().contains("another server uses"), "{error}");
    managed.stop().await;
}

#[tokio::test]
async fn a_directory_of_another_major_version_is_refused_with_the_remedy() {
    let dir = data_dir();
    fs::create_dir_all(dir.path().join("postgresql/data")).unwrap();
    fs::write(dir.path().join("postgresql/data/PG_VERSION"), "17\n").unwrap();
    let error = Managed::start(config(dir.path())).await.err().unwrap();
    assert!(error.what().contains("PostgreSQL 17") && error.what().contains("start the server once"), "{error}");
}

#[tokio::test]
async fn a_long_data_directory_gets_a_short_private_socket() {
    let dir = data_dir();
    let long = dir.path().join("d".repeat(100));
    fs::create_dir(&long).unwrap();
    fs::set_permissions(&long, fs::Permissions::from_mode(0o711)).unwrap();
    let (managed, db) = started(&long).await;
    put(&db, "reached").await.unwrap();
    let url = managed.url();
    let socket_dir = Path::new(url.split('\'').nth(1).unwrap()).to_owned();
    assert!(!socket_dir.starts_with(&long));
    assert_eq!(fs::metadata(&socket_dir).unwrap().mode() & 0o777, 0o700);
    managed.stop().await;
    drop(managed);
    assert!(!socket_dir.exists(), "the folder outside the data directory is removed");
}

#[tokio::test]
async fn a_half_made_database_is_made_again() {
    let dir = data_dir();
    fs::create_dir_all(dir.path().join("postgresql/data.new/base")).unwrap();
    let (managed, db) = started(dir.path()).await;
    put(&db, "works").await.unwrap();
    assert!(!dir.path().join("postgresql/data.new").exists());
    managed.stop().await;
}

#[tokio::test]
async fn a_stale_pid_file_of_another_process_does_not_keep_it_from_starting() {
    let dir = data_dir();
    let (managed, _db) = started(dir.path()).await;
    managed.stop().await;
    drop(managed);
    // After a power cut the pid in the file can belong to anything, here to this test.
    let text =
        format!("{}\n{}\n0\n5432\n\n\n\nready\n", std::process::id(), dir.path().join("postgresql/data").display());
    fs::write(dir.path().join("postgresql/data/postmaster.pid"), text).unwrap();
    let (managed, db) = started(dir.path()).await;
    put(&db, "works").await.unwrap();
    managed.stop().await;
}
