//! `kill -9` of the server: its PostgreSQL ends too, and the next start serves the same data.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::cli;
use crate::harness::eventually;

const PATIENCE: Duration = Duration::from_secs(30);

fn serve(data: &str) -> (Child, String) {
    let args = ["serve", "--listen", "127.0.0.1:0", "--data-dir", data];
    let mut child = cli::command(&args, &[]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().trim_start_matches("listening on ").to_owned())
}

async fn is_ready(url: &str) {
    eventually("ready", PATIENCE, async || {
        let answer = reqwest::get(format!("{url}/readyz")).await.ok()?;
        answer.status().is_success().then_some(())
    })
    .await;
}

fn postmaster(data: &str) -> Option<String> {
    let text = fs::read_to_string(Path::new(data).join("postgresql/data/postmaster.pid")).ok()?;
    text.lines().next().map(str::to_owned)
}

#[tokio::test]
async fn kill_9_of_the_server_ends_postgresql_and_the_next_start_serves_within_five_seconds() {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let (mut child, url) = serve(&data);
    is_ready(&url).await;
    for _ in 0..3 {
        let pid = postmaster(&data).expect("PostgreSQL runs");
        child.kill().unwrap();
        child.wait().unwrap();
        // Not waiting for PostgreSQL to end is the point: the next start finds it still ending.
        let began = Instant::now();
        let (next, url) = serve(&data);
        is_ready(&url).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_ne!(postmaster(&data).as_ref(), Some(&pid));
        assert!(!Path::new("/proc").join(&pid).join("cwd").exists(), "the old PostgreSQL is still there");
        child = next;
    }
    let pid = postmaster(&data).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("PostgreSQL ends with its server", PATIENCE, async || {
        (!Path::new("/proc").join(&pid).exists()).then_some(())
    })
    .await;
}
