//! Scheduled scans leave disks that may be asleep alone. Real process, a disk that does what the test says.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

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
