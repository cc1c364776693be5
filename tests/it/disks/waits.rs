//! Scheduled scans and pictures leave disks that may be asleep alone. Real process, a disk that does what the test says.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake::Machine;
use crate::harness::eventually;
use crate::thread::films;
use crate::thread::server::Server;

const PATIENCE: Duration = Duration::from_secs(60);

/// The last job of this kind that has ended.
async fn ended(server: &Server, kind: &str, after: usize) -> Value {
    eventually("the job ends", PATIENCE, async || {
        let jobs = server.get(&format!("/jobs?kind={kind}&state=completed")).await;
        let jobs = jobs["items"].as_array().unwrap().clone();
        (jobs.len() > after).then(|| jobs[0].clone())
    })
    .await
}

async fn n_scans(server: &Server) -> usize {
    server.get("/jobs?kind=scan_library").await["items"].as_array().unwrap().len()
}

/// The time of the nightly scan comes.
async fn night_falls(server: &Server) {
    let sql = "update core.schedules set next_run_at = now() - interval '1 second' where kind = 'scan_libraries'";
    let database = server.database().await;
    assert_eq!(database.execute(sql, &[]).await.unwrap(), 1);
    database.batch_execute("select pg_notify('revenge_jobs', 'schedules')").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_scan_waits_until_the_disk_is_awake_anyway() {
    let (machine, media) = (Machine::new(), films::folder().to_owned());
    machine.disk("sda", "8:0", true);
    machine.mount("8:0", &Path::new(&media).canonicalize().unwrap(), "ext4", "/dev/sda");
    let server = Server::fresh_with(&[("REVENGE_BOARD__ROOT", machine.root().to_str().unwrap())]).await;
    let library = server.add_library("movies", &media).await;
    server.scan(&library).await;
    let n_by_hand = n_scans(&server).await;

    // The counters of the disk stand still: as far as anybody can tell, it sleeps.
    night_falls(&server).await;
    let nightly = ended(&server, "scan_libraries", 0).await;
    assert_eq!(
        (&nightly["result"]["scans"], &nightly["result"]["wait_for_disks"]),
        (&0.into(), &1.into()),
        "{nightly}"
    );
    assert_eq!(n_scans(&server).await, n_by_hand);
    // Somebody copies a film there; whoever looks at the disks notices, and so does the server by itself within a minute.
    machine.n_requests("sda", 20);
    eventually("the scan begins", PATIENCE, async || {
        server.get("/system/disks").await;
        (n_scans(&server).await > n_by_hand).then_some(())
    })
    .await;
    let scan = ended(&server, "scan_library", n_by_hand).await;
    assert_eq!(scan["library_id"], library.as_str(), "{scan}");

    // Awake as it is now, the next night's scan does not wait.
    night_falls(&server).await;
    let nightly = ended(&server, "scan_libraries", 1).await;
    assert_eq!(
        (&nightly["result"]["scans"], &nightly["result"]["wait_for_disks"]),
        (&1.into(), &0.into()),
        "{nightly}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_wait_until_a_disk_that_sleeps_is_awake_anyway() {
    let (machine, media) = (Machine::new(), films::folder().to_owned());
    machine.disk("sda", "8:0", true);
    machine.mount("8:0", &Path::new(&media).canonicalize().unwrap(), "ext4", "/dev/sda");
    let set_state = |state: &str| machine.write("sys/devices/sda/device/power/runtime_status", state);
    set_state("suspended\n");
    let server = Server::fresh_with(&[("REVENGE_BOARD__ROOT", machine.root().to_str().unwrap())]).await;
    let library = server.add_library("movies", &media).await;
    server.patch(&format!("/libraries/{library}"), &json!({"previews": true})).await;
    server.scan(&library).await;
    let pictures = async || {
        let jobs = server.get("/jobs?queue=bulk&limit=200").await["items"].as_array().unwrap().clone();
        let kinds = ["extract_still", "make_previews"];
        let of_pictures = jobs.into_iter().filter(|job| kinds.iter().any(|kind| job["kind"] == *kind));
        of_pictures.collect::<Vec<_>>()
    };
    // Switched on before there were films, the first of the previews' jobs may have had nothing to do.
    let waits = |job: &&Value| job["state"] == "scheduled";
    let waiting = eventually("all of them wait", PATIENCE, async || {
        let jobs = pictures().await;
        let are_open = jobs.iter().filter(|job| job["state"] != "completed");
        let n_films = jobs.iter().filter(|job| job["kind"] == "extract_still").count();
        (n_films > 1 && are_open.clone().count() > n_films && are_open.clone().all(|job| waits(&job))).then_some(jobs)
    })
    .await;
    let waiting: Vec<_> = waiting.iter().filter(waits).collect();
    for job in &waiting {
        assert!(job["progress"]["message"].as_str().unwrap().contains("wakes the disk"), "{job}");
        assert_eq!(job["attempt"], 0, "{job}");
    }
    let is_pictured = |film: &Value| film["images"]["still"].is_object();
    assert!(!server.items("kind=movie").await.iter().any(is_pictured));

    // Somebody else wakes it; whoever looks at the disks notices, and so does the server by itself within a minute.
    set_state("active\n");
    machine.n_requests("sda", 20);
    eventually("the pictures are made", PATIENCE, async || {
        server.get("/system/disks").await;
        pictures().await.iter().all(|job| job["state"] == "completed").then_some(())
    })
    .await;
    assert!(server.items("kind=movie").await.iter().all(is_pictured));
    let previews = server.get(&format!("/libraries/{library}/previews")).await;
    assert_eq!((&previews["n_done"], &previews["n_without"]), (&previews["n_files"], &json!(0)), "{previews}");
}
