//! Backup, restore and rollback as an administrator meets them: commands beside and without a server.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use nix::sys::signal::Signal;
use revenge::platform::db::backup::export;
use revenge::platform::db::{Migration, migrate_with};
use serde_json::json;

use crate::cli::{Answer, check_refused, run};
use crate::harness::TestDb;
use crate::harness::process::{Process, open_dir, ready};

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { dir: open_dir() }
    }

    fn data(&self) -> String {
        self.dir.path().join("data").to_str().unwrap().to_owned()
    }

    async fn serve(&self) -> (Process, String) {
        let args = ["--data-dir", &self.data(), "--listen", "127.0.0.1:0"];
        let (server, url) = Process::serve(&args, &[], &self.dir.path().join("log"));
        ready(&url).await;
        (server, url)
    }

    fn run(&self, command: &str, file: Option<&Path>) -> Answer {
        let data = self.data();
        let file = file.map(|file| file.to_str().unwrap());
        let args: Vec<&str> = [command].into_iter().chain(file).chain(["--data-dir", &data]).collect();
        run(&args, &[])
    }
}

fn stop(mut server: Process) {
    server.signal(Signal::SIGTERM);
    assert!(server.ended().0.success());
}

async fn post(url: &str, body: &serde_json::Value) -> u16 {
    reqwest::Client::new().post(url).json(body).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_beside_the_server_moves_to_another_machine() {
    let (old, new) = (Home::new(), Home::new());
    let file = old.dir.path().join("revenge.tar.zst");
    let anna = json!({ "username": "anna", "password": "a long password" });
    let (server, url) = old.serve().await;
    assert_eq!(post(&format!("{url}/api/v1/setup"), &anna).await, 201);
    let answer = old.run("backup", Some(&file));
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "it holds password hashes");
    check_refused(&old.run("backup", Some(&file)), &["exists already"]);
    check_refused(&old.run("restore", Some(&file)), &["another server is running"]);
    stop(server);
    let answer = new.run("restore", Some(&file));
    assert!(answer.code == Some(0) && answer.stdout.contains("restored the backup"), "{answer:?}");
    let (server, url) = new.serve().await;
    assert_eq!(post(&format!("{url}/api/v1/auth/login"), &anna).await, 200);
    stop(server);
    // What a restore replaces is kept.
    let answer = new.run("restore", Some(&file));
    let kept = answer.stdout.trim().rsplit_once(" is in ").expect(&answer.stdout).1;
    assert!(Path::new(kept).exists(), "{answer:?}");
    check_refused(&new.run("restore", Some(&new.dir.path().join("none"))), &["none"]);
    check_refused(&new.run("rollback", None), &["nothing to undo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_can_be_undone() {
    // What releases before this one would have left: schemas without the last migrations.
    let old = TestDb::empty().await;
    let files = Migration::embedded().unwrap();
    let known = &files[..files.len() - 2];
    let mut copies = Vec::new();
    for n_missing in [4, 3, 2] {
        migrate_with(&old.url(), &files[..files.len() - n_missing]).await.unwrap();
        copies.push(export(&old.url(), Vec::new()).await.unwrap().1);
    }
    let home = Home::new();
    stop(home.serve().await.0);
    let backups = Path::new(&home.data()).join("backups");
    std::fs::create_dir_all(&backups).unwrap();
    for (n, copy) in copies.iter().enumerate() {
        std::fs::write(backups.join(format!("before-upgrade-2026-01-0{n}-000000.tar.zst")), copy).unwrap();
    }
    let version = format!("at its schema version {}", known.last().unwrap().version);
    let undone = home.run("rollback", None);
    assert!(undone.code == Some(0) && undone.stdout.contains(&version), "{undone:?}");
    let kept = || {
        let names = std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut kept: Vec<_> = names.filter(|name| name.starts_with("before-upgrade")).collect();
        kept.sort();
        kept
    };
    assert_eq!(kept().len(), 3);
    // This release brings it up, and keeps what was there before.
    let (server, url) = home.serve().await;
    let anna = json!({ "username": "anna", "password": "a long password" });
    assert_eq!(post(&format!("{url}/api/v1/setup"), &anna).await, 201);
    stop(server);
    // One of each of the two latest versions; of the same one the newest.
    assert!(kept().len() == 2 && kept()[0].contains("2026-01-01"), "{:?}", kept());
    let undone = home.run("rollback", None);
    assert!(undone.code == Some(0) && undone.stdout.contains(&version), "{undone:?}");
    // The newest was made before anybody was there.
    let (server, url) = home.serve().await;
    assert_eq!(post(&format!("{url}/api/v1/auth/login"), &anna).await, 401);
    stop(server);
}
