//! Boards: each captured tree gives one profile and one set of limits.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use revenge::platform::board::Profile;
use serde_json::Value;

use crate::cli::{check_refused, run};
use crate::detection::detect;

fn board(root: &str) -> Value {
    let answer = run(&["board", "--json", "--board-root", root], &[]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    serde_json::from_str(&answer.stdout).unwrap()
}

/// One snapshot per captured tree; a human reads every difference.
#[test]
fn captured_boards_keep_their_limits() {
    let trees = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/boards");
    let mut names: Vec<_> =
        fs::read_dir(&trees).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 36);
    for name in names {
        insta::assert_json_snapshot!(format!("board_{name}"), board(trees.join(&name).to_str().unwrap()));
    }
}

#[test]
fn this_machine_has_a_generic_profile_at_least_and_a_verified_software_encoder() {
    let answer = run(&["board", "--json"], &[]);
    let board: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(board["arch"], std::env::consts::ARCH);
    assert!(board["cores"].as_u64().unwrap() >= 1);
    let software = board["backends"].as_array().unwrap().iter().find(|b| b["name"] == "software").unwrap();
    assert_eq!(software["state"], "verified", "{software}");
}

#[test]
fn configuration_has_the_last_word_and_says_so() {
    let variables = [("REVENGE_WORKERS__HIGH", "15"), ("REVENGE_TRANSCODE__SESSIONS", "0")];
    let answer = run(&["board", "--json", "--board-root", "tests/boards/raspberry-pi-4"], &variables);
    let board: Value = serde_json::from_str(&answer.stdout).unwrap();
    let limit =
        |name: &str| (board["limits"][name]["value"].as_u64().unwrap(), board["limits"][name]["source"].clone());
    assert_eq!(limit("workers.high"), (15, "configured".into()));
    assert_eq!(limit("transcode.sessions"), (0, "configured".into()));
    assert_eq!(limit("workers.bulk"), (1, "profile".into()));
}

#[test]
fn a_board_can_be_ordered_but_not_invented() {
    let answer = run(&["board", "--json", "--board", "raspberry-pi-5"], &[]);
    let board: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!((&board["profile"], &board["matched_by"][0]), (&"raspberry-pi-5".into(), &"configuration".into()));
    check_refused(&run(&["board", "--board", "amiga"], &[]), &["amiga"]);
}

/// A copy of a captured tree with an operator's profile in it.
fn tree_with_profile(name: &str, text: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let profiles = root.path().join("etc/revenge/board-profiles");
    fs::create_dir_all(&profiles).unwrap();
    fs::write(profiles.join(format!("{name}.toml")), text).unwrap();
    fs::create_dir_all(root.path().join("proc")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/boards/x86-vm/proc");
    for file in ["cpuinfo", "meminfo"] {
        fs::copy(from.join(file), root.path().join("proc").join(file)).unwrap();
    }
    root
}

#[test]
fn an_operators_profile_replaces_the_embedded_one() {
    let text = "description = 'mine'\n[match]\narch = ['x86_64']\n[limits]\nworkers = { bulk = 1, high = 2 }\n";
    let root = tree_with_profile("generic-x86_64", text);
    let board = board(root.path().to_str().unwrap());
    assert_eq!(board["description"], "mine");
    assert_eq!(board["limits"]["workers.high"]["value"], 2);
    // Not in the profile: what the hardware can take.
    assert_eq!(board["limits"]["workers.low"]["source"], "detected");
}

#[test]
fn a_broken_profile_is_refused_by_name() {
    for (text, part) in [
        ("description = 'x'", "match"),
        ("description = 'x'\n[match]\narch = []\n[limits]\nworkers = { hihg = 1 }", "workers.hihg"),
        ("not toml", "mine"),
    ] {
        let root = tree_with_profile("mine", text);
        check_refused(&run(&["board", "--board-root", root.path().to_str().unwrap()], &[]), &["mine", part]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn limits_are_never_above_the_profile(cores in 1..200_usize, memory_kb in 0..300_000_000_u64, quota in proptest::option::of(1..64_u64)) {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: String| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("proc/cpuinfo", "processor : 0\nvendor_id : x\n".repeat(cores));
        write("proc/meminfo", format!("MemTotal: {memory_kb} kB\n"));
        write("proc/self/cgroup", "0::/a\n".to_owned());
        if let Some(quota) = quota {
            write("sys/fs/cgroup/a/cpu.max", format!("{quota}00000 100000\n"));
        }
        let board = detect(root.path());
        prop_assert!(board.hardware.cores as usize <= cores);
        for proposal in &board.proposals {
            let ceiling = Profile::limit(&board.profile, proposal.name).unwrap();
            prop_assert!(proposal.value <= ceiling, "{proposal:?} above {ceiling}");
            prop_assert!(proposal.value >= 1 || proposal.name == "transcode.sessions", "{proposal:?}");
        }
    }
}
