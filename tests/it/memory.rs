//! The promise of memory: parts that sum to it on every machine, and what a part gives up that takes more.

use std::fs;
use std::path::{Path, PathBuf};

use revenge::platform::board::{Board, Config};
use serde_json::json;

use crate::harness::server::TestServer;

const MIB: u64 = 1 << 20;
const PROFILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/board-profiles");

/// Parts of what the profile promises, and of what a machine with so much memory gets.
fn parts(profile: &str, mib: u64) -> (Vec<u64>, Vec<u64>) {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("proc")).unwrap();
    fs::write(root.path().join("proc/meminfo"), format!("MemTotal: {} kB\n", mib * 1024)).unwrap();
    let (root, data_dir) = (root.path().to_owned(), PathBuf::from("/var/lib/revenge"));
    let board = Board::detect(&Config { root, profile: Some(profile.to_owned()), profiles: None, data_dir }).unwrap();
    let of_memory = board.proposals.iter().filter(|proposal| proposal.name.starts_with("memory."));
    of_memory.map(|proposal| (board.profile.limit(proposal.name).unwrap(), proposal.value)).unzip()
}

#[test]
fn the_parts_sum_to_the_promise_of_every_profile_at_every_size() {
    let mut n_profiles = 0;
    for file in fs::read_dir(Path::new(PROFILES)).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let sizes = (256..1024).step_by(64).chain((1024..65_536).step_by(640)).chain([65_536]);
        for mib in sizes {
            let (promised, got) = parts(&name, mib);
            assert_eq!(promised.len(), 5, "{name}");
            let promise = promised.iter().sum::<u64>().min(mib * MIB / 8 * 7);
            assert_eq!(got.iter().sum::<u64>(), promise, "{name} with {mib} MiB: {got:?}");
            assert!(got.iter().zip(&promised).all(|(got, promised)| got <= promised), "{name} with {mib} MiB: {got:?}");
            assert!(got[0] >= 64 * MIB && got.iter().all(|part| *part >= 4 * MIB), "{name} with {mib} MiB: {got:?}");
        }
        n_profiles += 1;
    }
    assert!(n_profiles >= 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_above_its_share_empties_its_caches_and_says_so() {
    // This process takes more than the least that can be set.
    let server = TestServer::start_with(&[("memory.process_bytes", "16777216")]).await;
    let admin = server.setup_admin().await;
    for _ in 0..3 {
        admin.get("/api/v1/items").await;
    }
    let n_shed = async || {
        let metrics = admin.get("/metrics").await.text;
        let line = metrics.lines().find_map(|line| line.strip_prefix("revenge_memory_shed_total{part=\"process\"} "));
        line.map_or(0, |n| n.parse::<u64>().unwrap())
    };
    let before = n_shed().await;
    assert!(server.state.caches.used_bytes() > 0);
    server.state.keep_promise_of_memory().await;
    assert_eq!(server.state.caches.used_bytes(), 0);
    assert!(n_shed().await > before);
    // It comes back with the next request, so it is not done again at once.
    admin.get("/api/v1/items").await;
    server.state.keep_promise_of_memory().await;
    assert!(server.state.caches.used_bytes() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_nobody_uses_are_closed() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    assert!(server.state.db.close_idle() > 0);
    assert_eq!(admin.get("/api/v1/items").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_page_shows_what_each_part_may_take_and_takes() {
    let server = TestServer::start().await;
    let board = server.setup_admin().await.get("/api/v1/system/board").await.json;
    let sum = |of: &str| board[of].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum("memory_budget"), board["memory_promise_bytes"].as_u64().unwrap());
    for part in ["process_bytes", "cache_bytes", "segments_bytes", "pipelines_bytes"] {
        assert!(board["memory_used"][part].is_u64(), "{part}: {}", board["memory_used"]);
        assert_ne!(board["memory_budget"][part], json!(0), "{part}");
    }
}
