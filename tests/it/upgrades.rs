//! Upgrades that go wrong, as an owner meets them: the real program on data of another release.
//!
//! Whatever happens, what is there afterwards is one of two things, whole: the database as it was, or as it should be.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::signal::Signal;
use reqwest::header::ACCEPT;
use revenge::platform::db::backup::export;
use revenge::platform::db::{Managed, ManagedConfig, Migration, migrate_with};
use serde_json::Value;

use crate::cli;
use crate::harness::disk::SmallDisk;
use crate::harness::postgres::connect;
use crate::harness::process::{Process, open_dir, ready};
use crate::harness::{TestDb, eventually};

/// Debug builds on a shared machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Of a backup that is being written.
pub const UNFINISHED: &str = ".part";

/// What must still be there.
const ROW: &str = "insert into core.settings (name, value) values ('kept', '\"as it was\"')";
const IS_KEPT: &str = "select count(*) = 1 from core.settings where name = 'kept' and value = '\"as it was\"'";

/// The schema as text: every column of every table.
const COLUMNS: &str = "select string_agg(format('%s.%s.%s %s', table_schema, table_name, column_name, data_type), ' '
        order by table_schema, table_name, column_name)
    from information_schema.columns where table_schema in ('core', 'media', 'restricted')";

/// What the release before this one knew.
fn former() -> Vec<Migration> {
    let mut files = Migration::embedded().unwrap();
    files.truncate(files.len() - 4);
    files
}

/// A data directory that a release has left behind.
struct Home {
    _dir: tempfile::TempDir,
    data: PathBuf,
    log: PathBuf,
}

impl Home {
    fn at(data: PathBuf) -> Self {
        let dir = open_dir();
        Self { data, log: dir.path().join("log"), _dir: dir }
    }

    /// Of a release with these migrations.
    async fn of(files: &[Migration]) -> Self {
        let dir = open_dir();
        let home = Self { data: dir.path().join("data"), log: dir.path().join("log"), _dir: dir };
        home.left_by(files).await;
        home
    }

    async fn left_by(&self, files: &[Migration]) {
        fs::create_dir_all(&self.data).unwrap();
        fs::set_permissions(&self.data, std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
        self.inside(async |managed| {
            migrate_with(&managed.url(), files).await.unwrap();
            connect(&managed.url()).await.batch_execute(ROW).await.unwrap();
        })
        .await;
    }

    /// The database without a server.
    async fn inside<T>(&self, work: impl AsyncFnOnce(&Managed) -> T) -> T {
        let mut config = ManagedConfig::new(self.data.clone());
        config.settings.push(("fsync".into(), "off".into()));
        let managed = Managed::start(config).await.unwrap();
        let done = work(&managed).await;
        managed.stop().await;
        done
    }

    async fn run_sql(&self, sql: &str) {
        self.inside(async |managed| {
            connect(&managed.superuser_url().replace("dbname=postgres", "dbname=revenge"))
                .await
                .batch_execute(sql)
                .await
                .unwrap();
        })
        .await;
    }

    /// The schema, once it is sure that the row is there.
    async fn schema(&self) -> String {
        self.inside(async |managed| {
            let client = connect(&managed.url()).await;
            assert!(client.query_one(IS_KEPT, &[]).await.unwrap().get::<_, bool>(0));
            client.query_one(COLUMNS, &[]).await.unwrap().get(0)
        })
        .await
    }

    fn serve(&self, variables: &[(&str, &str)]) -> (Process, String) {
        let data = self.data.to_str().unwrap();
        Process::serve(&["--data-dir", data, "--listen", "127.0.0.1:0"], variables, &self.log)
    }

    fn run(&self, command: &str) -> cli::Answer {
        cli::run(&[command, "--data-dir", self.data.to_str().unwrap()], &[])
    }

    /// Names of the server's own backups.
    fn backups(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data.join("backups")).into_iter().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// What a server that stands still says, everywhere the same.
pub async fn stands_still(url: &str) -> String {
    let http = reqwest::Client::new();
    let readiness = eventually("the server stands still", PATIENCE, async || {
        let answer = http.get(format!("{url}/readyz")).send().await.ok()?;
        assert_eq!(answer.status(), 503);
        let answer: Value = answer.json().await.unwrap();
        (answer["status"] == "standing still").then_some(answer)
    })
    .await;
    assert_eq!(http.get(format!("{url}/healthz")).send().await.unwrap().status(), 200);
    let reason = readiness["checks"]["database"].as_str().unwrap().to_owned();
    let page = http.get(url).header(ACCEPT, "text/html,*/*").send().await.unwrap();
    assert_eq!(
        (page.status().as_u16(), page.headers()["content-type"].to_str().unwrap()),
        (503, "text/html; charset=utf-8")
    );
    let page = page.text().await.unwrap();
    assert!(!page.contains("http-equiv"), "it does not end by itself: {page}");
    for sentence in reason.split_inclusive(". ") {
        assert!(page.contains(sentence.trim_end().trim_end_matches('.')), "{sentence}: {page}");
    }
    let problem = http.get(format!("{url}/api/v1/items")).send().await.unwrap();
    assert_eq!(
        (problem.status().as_u16(), &problem.headers()["content-type"]),
        (503, &"application/problem+json".parse().unwrap())
    );
    assert_eq!(problem.json::<Value>().await.unwrap()["detail"], reason);
    reason
}

pub fn stop(mut server: Process) {
    server.signal(Signal::SIGTERM);
    let (status, _, log) = server.ended();
    assert!(status.success(), "{status}\n{log}");
}

/// The next datagram with this line.
fn told(socket: &UnixDatagram, line: &str) -> String {
    let mut buffer = [0; 4096];
    loop {
        let n = socket.recv(&mut buffer).unwrap_or_else(|e| panic!("no {line}: {e}"));
        let message = String::from_utf8(buffer[..n].to_vec()).unwrap();
        if message.lines().any(|l| l == line) {
            return message;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_migration_leaves_the_old_state_and_a_page_that_helps() {
    let home = Home::of(&former()).await;
    // The last one finds what it wants to make, after the others went well.
    home.run_sql("alter table core.queues add column held_until timestamptz").await;
    let before = home.schema().await;
    let socket_path = home.log.with_file_name("notify");
    let socket = UnixDatagram::bind(&socket_path).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let variables = [("NOTIFY_SOCKET", socket_path.to_str().unwrap()), ("WATCHDOG_USEC", "200000")];
    let (server, url) = home.serve(&variables);
    let reason = stands_still(&url).await;
    for part in
        ["upgrade of the database did not work", "migration", "exactly as it was", "installed before", "journalctl"]
    {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    assert!(!reason.contains(home.data.to_str().unwrap()), "anybody may read it: {reason}");
    // The supervisor is content, knows why, and does not kill it.
    assert!(told(&socket, "READY=1").contains("did not work"));
    told(&socket, "WATCHDOG=1");
    told(&socket, "WATCHDOG=1");
    assert!(!home.data.join("postgresql/data/postmaster.pid").exists(), "nothing works in the background");
    stop(server);
    assert_eq!(home.schema().await, before);
    // Again and again: one copy is enough.
    let (server, url) = home.serve(&[]);
    stands_still(&url).await;
    stop(server);
    assert_eq!(home.backups().len(), 1, "{:?}", home.backups());
    assert_eq!(home.run("migrate").code, Some(3));
    // Mended, it goes on.
    home.run_sql("alter table core.queues drop column held_until").await;
    let (server, url) = home.serve(&[]);
    ready(&url).await;
    stop(server);
    assert_ne!(home.schema().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_release_is_left_alone_and_can_be_rolled_back() {
    let home = Home::of(&Migration::embedded().unwrap()).await;
    let known = home.schema().await;
    // What the newer release did when it came.
    let backups = home.data.join("backups");
    fs::create_dir(&backups).unwrap();
    let later = "-- schema: core\ncreate table core.later (id integer);";
    let newer = [Migration::embedded().unwrap(), vec![Migration::parse("9999_later.sql", later.to_owned()).unwrap()]];
    home.inside(async |managed| {
        let (_, backup) = export(&managed.url(), Vec::new()).await.unwrap();
        fs::write(backups.join("before-upgrade-2026-01-01-000000.tar.zst"), backup).unwrap();
        migrate_with(&managed.url(), &newer.concat()).await.unwrap();
        // The one that came after it again is of no use here.
        let (_, backup) = export(&managed.url(), Vec::new()).await.unwrap();
        fs::write(backups.join("before-upgrade-2026-02-01-000000.tar.zst"), backup).unwrap();
    })
    .await;
    let before = home.schema().await;
    let (server, url) = home.serve(&[]);
    let reason = stands_still(&url).await;
    for part in ["9999_later", "Nothing was changed", "revenge rollback"] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    stop(server);
    assert_eq!(home.schema().await, before);
    let undone = home.run("rollback");
    assert_eq!(undone.code, Some(0), "{undone:?}");
    let (server, url) = home.serve(&[]);
    ready(&url).await;
    stop(server);
    assert_eq!(home.schema().await, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_on_another_server_is_explained_too() {
    let (test, dir) = (TestDb::new().await, open_dir());
    test.owner()
        .await
        .batch_execute(
            "insert into core.migrations select 9999, 'later', sha256, now(), 0 from core.migrations limit 1",
        )
        .await
        .unwrap();
    let data = dir.path().join("data");
    let args = ["--data-dir", data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
    let (server, url) = Process::serve(&args, &[("REVENGE_DATABASE__URL", &test.url())], &dir.path().join("log"));
    let reason = stands_still(&url).await;
    assert!(reason.contains("9999_later") && reason.contains("revenge restore"), "{reason}");
    stop(server);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_another_postgresql_are_left_alone() {
    let home = Home::of(&former()).await;
    let version = home.data.join("postgresql/data/PG_VERSION");
    fs::write(&version, "12\n").unwrap();
    let (server, url) = home.serve(&[]);
    let reason = stands_still(&url).await;
    for part in ["made by PostgreSQL 12", "no programs of 12", "Debian", "take a backup"] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    stop(server);
    let refused = home.run("migrate");
    assert!(refused.code == Some(3) && refused.stderr.contains("start the server once"), "{refused:?}");
    fs::write(&version, "18\n").unwrap();
    let (server, url) = home.serve(&[]);
    ready(&url).await;
    stop(server);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_a_copy_no_upgrade_begins() {
    let Some(disk) = SmallDisk::mount(110) else { return };
    let home = Home::at(disk.path().join("data"));
    home.left_by(&former()).await;
    let before = home.schema().await;
    let (server, url) = home.serve(&[]);
    let reason = stands_still(&url).await;
    assert!(reason.contains("MiB of free space") && reason.contains("Make room"), "{reason}");
    stop(server);
    assert_eq!((home.schema().await, home.backups().len()), (before, 0));
    disk.resize(300);
    let (server, url) = home.serve(&[]);
    ready(&url).await;
    stop(server);
    assert_eq!(home.backups().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_that_is_cut_at_any_moment_is_done_by_the_next_start() {
    let home = Home::of(&former()).await;
    let old = home.schema().await;
    // Enough for the copy to take a while, and a migration that takes its time.
    home.run_sql(
        "insert into core.settings (name, value)
            select 'n' || n, to_jsonb((select string_agg(md5(n::text || m), '') from generate_series(1, 3000) m))
            from generate_series(1, 120) n;
        create function slowly() returns event_trigger language plpgsql as $$ begin perform pg_sleep(0.3); end $$;
        create event trigger slowly on ddl_command_start when tag in ('CREATE TABLE', 'ALTER TABLE') execute function slowly()",
    )
    .await;
    let has_part = || home.backups().iter().any(|name| name.ends_with(UNFINISHED));
    let is_copied = || fs::read_to_string(&home.log).is_ok_and(|log| log.contains("kept the database as it was"));
    let moments: [&dyn Fn() -> bool; 3] =
        [&|| home.data.join("postgresql/data/postmaster.pid").exists(), &has_part, &is_copied];
    for (n, moment) in moments.into_iter().enumerate() {
        let (mut server, _) = home.serve(&[]);
        eventually(&format!("moment {n}"), PATIENCE, async || moment().then_some(())).await;
        server.kill();
    }
    assert_eq!(home.schema().await, old, "a migration that was cut leaves nothing");
    home.run_sql("drop event trigger slowly; drop function slowly()").await;
    let (server, url) = home.serve(&[]);
    ready(&url).await;
    stop(server);
    let fresh = Home::of(&Migration::embedded().unwrap()).await;
    assert_eq!(home.schema().await, fresh.schema().await);
    let backups = home.backups();
    assert!(backups.len() == 1 && !backups[0].ends_with(UNFINISHED), "{backups:?}");
}
