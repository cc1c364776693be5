//! The first measurement of a machine: once, kept over restarts, made anew where the machine is another one.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::run;
use crate::harness::eventually;
use crate::thread::server::Server;

const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until it was measured so often.
async fn measured(server: &Server, n: usize) -> Value {
    eventually("the machine is measured", PATIENCE, async || {
        let jobs = server.get("/jobs?kind=measure_machine").await["items"].as_array().unwrap().clone();
        (jobs.len() == n && jobs.iter().all(|job| job["state"] == "completed")).then_some(())
    })
    .await;
    server.get("/system/board").await["measured"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_is_measured_once_and_again_when_it_is_another_one() {
    let mut server = Server::fresh_with(&[("REVENGE_BOARD__MEASURE_AFTER_MS", "0")]).await;
    let first = measured(&server, 1).await;
    let (fps, work) = (&first["encoding_fps"]["software"], &first["work_per_second"]["software"]);
    assert!(fps.as_f64().unwrap() > 0.0, "{first}");
    assert!(work.as_f64().unwrap() > fps.as_f64().unwrap() * 1280.0 * 720.0, "{first}");
    assert!(first["hash_bytes_per_second"].as_u64().unwrap() > 1_000_000, "{first}");
    let (kept, data) = (server.data_dir().join("measured.json"), server.data_dir());
    assert!(!data.join("measure.part").exists());

    server.kill();
    server.restart().await;
    let again = server.get("/system/board").await["measured"].clone();
    assert_eq!(again, first, "it is known at once");

    // What was measured lowers what the profile allows.
    let mut file: Value = serde_json::from_slice(&fs::read(&kept).unwrap()).unwrap();
    file["measured"]["encoding_fps"]["software"] = json!(31.0);
    fs::write(&kept, file.to_string()).unwrap();
    let shown = run(&["board", "--json", "--data-dir", data.to_str().unwrap()], &[]);
    let board: Value = serde_json::from_str(&shown.stdout).unwrap();
    let sessions = &board["limits"]["transcode.sessions"];
    assert_eq!(sessions["value"], 1, "{sessions}");
    assert!(board["cores"] == 1 || sessions["source"] == "measured", "{sessions}");

    file["machine"] = json!("another");
    fs::write(&kept, file.to_string()).unwrap();
    server.kill();
    server.restart().await;
    let third = measured(&server, 2).await;
    assert_ne!(third["encoding_fps"]["software"], 31.0, "{third}");
}
