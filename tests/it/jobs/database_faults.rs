//! Faults of the database under the queue: it crashes, its disk is full, its clock is set.
//!
//! Each test has a PostgreSQL of its own, started as the product starts it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use revenge::platform::db::{Managed, ManagedConfig, migrate};
use revenge::platform::jobs::{EnqueueOptions, JobState};

use super::stage::{Act, SOON, Stage, play};
use crate::harness::disk::SmallDisk;
use crate::harness::process::open_dir;
use crate::harness::{TestDb, eventually};

const PATIENCE: Duration = Duration::from_secs(60);

/// A stage on a database of its own.
struct House {
    managed: Managed,
    stage: Stage,
}

impl House {
    async fn new(mut config: ManagedConfig) -> Self {
        config.settings.push(("fsync".into(), "off".into()));
        config.max_connections = 40;
        let managed = Managed::start(config).await.unwrap();
        migrate(&managed.url()).await.unwrap();
        let stage = Stage::on(TestDb::of(&managed));
        Self { managed, stage }
    }

    async fn n_done(&self) -> Option<i64> {
        let client = self.stage.test.try_owner().await?;
        let sql = "select count(*) from core.job_history where state = 'completed'";
        Some(client.query_one(sql, &[]).await.ok()?.get(0))
    }

    async fn reaches(&self, n: i64) {
        eventually(&format!("{n} jobs done"), PATIENCE, async || (self.n_done().await? >= n).then_some(())).await;
    }

    /// Nothing is left, and no handler began without an attempt that was counted.
    async fn each_start_is_counted(&self) {
        let owner = self.stage.test.owner().await;
        let sql = "select (select count(*) from core.jobs), (select sum(attempt) from core.job_history)";
        let row = owner.query_one(sql, &[]).await.unwrap();
        assert_eq!(row.get::<_, i64>(0), 0);
        let counted = row.get::<_, i64>(1);
        assert!(i64::from(self.stage.n_started()) <= counted, "{} starts, {counted} counted", self.stage.n_started());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_that_crashes_amid_claims_loses_no_job() {
    let dir = open_dir();
    let house = House::new(ManagedConfig::new(dir.path().to_path_buf())).await;
    let nodes = [house.stage.node("a"), house.stage.node("b")];
    let jobs = vec![play(Act::Finish); 1000];
    house.stage.jobs.enqueue_all(&house.stage.test.client().await, &jobs, EnqueueOptions::default()).await.unwrap();
    for n in [100, 300, 600] {
        house.reaches(n).await;
        let mut is_up = house.managed.is_up();
        let postmaster = Pid::from_raw(house.managed.pid().unwrap().cast_signed());
        kill(postmaster, Signal::SIGKILL).unwrap();
        is_up.wait_for(|is_up| !is_up).await.unwrap();
    }
    house.reaches(1000).await;
    house.each_start_is_counted().await;
    for node in nodes {
        node.stop().await;
    }
    house.managed.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_the_database_stops_the_work_and_loses_no_job() {
    let Some(disk) = SmallDisk::mount(256) else { return };
    let house = House::new(ManagedConfig::new(disk.path().to_path_buf())).await;
    // Large arguments, so that the move into the history needs room.
    let bulky = "insert into core.jobs (id, kind, queue, state, args, max_attempts, created_at, scheduled_at) \
        select uuidv7(), 'play', 'default', 'available', jsonb_build_object('act', 'Wait', 'key', \
            (select string_agg(md5(n::text || ' ' || m::text), '') from generate_series(1, 1500) m)), 3, now(), now() \
        from generate_series(1, 400) n";
    house.stage.test.owner().await.batch_execute(bulky).await.unwrap();
    let node = house.stage.node("a");
    house.stage.a_start().await;
    disk.fill();
    // Whatever runs ends now, and cannot be stored.
    house.stage.gate.add_permits(1000);
    // PostgreSQL itself says so, with an error or by not being there.
    let more = "create table public.more as select repeat('x', 7000) from generate_series(1, 20000)";
    eventually("the disk is full", PATIENCE, async || match house.stage.test.try_owner().await {
        Some(owner) => owner.batch_execute(more).await.err().map(drop),
        None => Some(()),
    })
    .await;
    assert!(house.n_done().await.is_none_or(|n| n < 400), "the disk was not full enough to be a fault");
    disk.empty();
    house.reaches(400).await;
    house.each_start_is_counted().await;
    node.stop().await;
    house.managed.stop().await;
}

/// PostgreSQL whose clock is what a file says: `+0`, `+3d`, `-1y`.
struct FakeClock {
    file: std::path::PathBuf,
    binaries: std::path::PathBuf,
}

impl FakeClock {
    fn new(dir: &Path) -> Self {
        let (file, binaries) = (dir.join("clock"), dir.join("postgresql-18"));
        fs::write(&file, "+0").unwrap();
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).join(".deps/postgresql-18").canonicalize().unwrap();
        // A copy, because its account may not reach the original, with a postgres that preloads the clock.
        let copied = Command::new("cp").arg("-r").arg(&real).arg(&binaries).status().unwrap();
        assert!(copied.success());
        let postgres = binaries.join("bin/postgres");
        fs::rename(&postgres, binaries.join("bin/postgres.real")).unwrap();
        let script = format!(
            "#!/bin/sh\nexport LD_PRELOAD='{}' FAKETIME_TIMESTAMP_FILE='{}' FAKETIME_NO_CACHE=1 \
             FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_RESET=1 NO_FAKE_STAT=1\nexec '{}' \"$@\"\n",
            library(),
            file.display(),
            binaries.join("bin/postgres.real").display(),
        );
        fs::write(&postgres, script).unwrap();
        fs::set_permissions(&postgres, fs::Permissions::from_mode(0o755)).unwrap();
        Self { file, binaries }
    }

    fn set(&self, to: &str) {
        let next = self.file.with_extension("next");
        fs::write(&next, to).unwrap();
        fs::rename(next, &self.file).unwrap();
    }
}

/// Where Debian's package has it, on any architecture.
fn library() -> String {
    let found = fs::read_dir("/usr/lib").unwrap().filter_map(|entry| {
        let path = entry.unwrap().path().join("faketime/libfaketime.so.1");
        path.exists().then(|| path.display().to_string())
    });
    found.into_iter().next().expect("libfaketime is a test tool and must be there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_makes_no_storm_and_loses_no_job() {
    let dir = open_dir();
    let clock = FakeClock::new(dir.path());
    let mut config = ManagedConfig::new(dir.path().join("data"));
    fs::create_dir(&config.data_dir).unwrap();
    fs::set_permissions(&config.data_dir, fs::Permissions::from_mode(0o755)).unwrap();
    config.binaries = Some(clock.binaries.clone());
    let house = House::new(config).await;
    let nodes = [house.stage.node("a"), house.stage.node("b")];
    let running = house.stage.enqueue(&play(Act::Wait)).await;
    house.stage.a_start().await;
    let now = async || -> String {
        let owner = house.stage.test.owner().await;
        owner.query_one("select now()::text", &[]).await.unwrap().get(0)
    };
    let before = now().await;
    for jump in ["+3d", "-400d", "+0"] {
        clock.set(jump);
        assert_eq!(now().await[..10] == before[..10], jump == "+0", "the clock of PostgreSQL was not set");
        // Longer than a lease, the running job stays with its node, whose heartbeat goes on by the new clock.
        for _ in 0..3 {
            let job = house.stage.enqueue(&play(Act::Finish)).await;
            house.stage.reaches(job, JobState::Completed).await;
        }
        let failing = house.stage.enqueue(&play(Act::FailUntil(2))).await;
        house.stage.reaches(failing, JobState::Completed).await;
        let job = house.stage.jobs.get(running).await.unwrap();
        assert_eq!((job.state, job.attempt), (JobState::Running, 1), "after {jump}");
    }
    house.stage.gate.add_permits(1);
    assert_eq!(house.stage.reaches(running, JobState::Completed).await.attempt, 1);
    for node in nodes {
        node.stop().await;
    }
    house.managed.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_or_is_held_by_the_dead_does_not_wait_for_a_clock_that_was_set_back() {
    let dir = open_dir();
    let clock = FakeClock::new(dir.path());
    let mut config = ManagedConfig::new(dir.path().join("data"));
    fs::create_dir(&config.data_dir).unwrap();
    fs::set_permissions(&config.data_dir, fs::Permissions::from_mode(0o755)).unwrap();
    config.binaries = Some(clock.binaries.clone());
    let house = House::new(config).await;
    // All of it happens in a year that the board only believes in.
    clock.set("+400d");
    let first = house.stage.node("a");
    let failing = house.stage.enqueue(&play(Act::FailUntil(2))).await;
    house.stage.reaches(failing, JobState::Retryable).await;
    let held = house.stage.enqueue(&play(Act::Wait)).await;
    house.stage.reaches(held, JobState::Running).await;
    first.kill().await;
    clock.set("+0");
    let second = house.stage.node("b");
    house.stage.reaches(failing, JobState::Completed).await;
    house.stage.gate.add_permits(1);
    let job = eventually("the job of the dead is done", SOON * 2, async || {
        house.stage.jobs.get(held).await.ok().filter(|job| job.state == JobState::Completed)
    })
    .await;
    assert_eq!(job.attempt, 2);
    second.stop().await;
    house.managed.stop().await;
}
