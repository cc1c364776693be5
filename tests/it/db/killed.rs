//! `kill -9` of the server: its PostgreSQL ends too, and the next start serves the same data.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::harness::process::{open_dir, ready};
use crate::harness::{Process, eventually};

const PATIENCE: Duration = Duration::from_secs(30);

fn serve(data: &str) -> (Process, String) {
    Process::serve(&["--listen", "127.0.0.1:0", "--data-dir", data], &[], &Path::new(data).with_file_name("log"))
}

fn postmaster(data: &str) -> Option<String> {
    let text = fs::read_to_string(Path::new(data).join("postgresql/data/postmaster.pid")).ok()?;
    text.lines().next().map(str::to_owned)
}

#[tokio::test]
async fn kill_9_of_the_server_ends_postgresql_and_the_next_start_serves_within_five_seconds() {
    let dir = open_dir();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let (mut server, url) = serve(&data);
    ready(&url).await;
    for _ in 0..3 {
        let pid = postmaster(&data).expect("PostgreSQL runs");
        server.kill();
        // Not waiting for PostgreSQL to end is the point: the next start finds it still ending.
        let began = Instant::now();
        let (next, url) = serve(&data);
        ready(&url).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_ne!(postmaster(&data).as_ref(), Some(&pid));
        assert!(!Path::new("/proc").join(&pid).join("cwd").exists(), "the old PostgreSQL is still there");
        server = next;
    }
    let pid = postmaster(&data).unwrap();
    server.kill();
    eventually("PostgreSQL ends with its server", PATIENCE, async || {
        (!Path::new("/proc").join(&pid).exists()).then_some(())
    })
    .await;
}
