//! A database that another PostgreSQL made: moved by the server to its own, whole or not at all, and back.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use reqwest::header::ACCEPT;
use revenge::base::{Secret, now};
use revenge::domain::viewer::Role;
use revenge::platform::cache::{CacheConfig, Caches};
use revenge::platform::db::{
    Db, Managed, ManagedConfig, Migration, PoolConfig, formers, latest_former, migrate_with, move_database, put_back,
    remove_formers, running_url,
};
use revenge::services::accounts::Accounts;
use serde_json::{Value, json};

use crate::cli;
use crate::db::backup::{ROWS, contents_of};
use crate::harness::disk::SmallDisk;
use crate::harness::eventually;
use crate::harness::former::{self, Former, MAJOR};
use crate::harness::postgres::connect;
use crate::harness::process::{Process, open_dir, ready};
use crate::upgrades::{UNFINISHED, stands_still, stop};

/// Debug builds on a shared machine.
const PATIENCE: Duration = Duration::from_secs(60);

const PASSWORD: &str = "correct horse battery";

/// Enough for both ways to take a moment.
const MANY_ROWS: &str = "insert into media.keyframe_indexes (file_id, library_id, packed)
    select f.id, f.library_id, decode(string_agg(md5(f.id::text || n), ''), 'hex')
        from media.files f, generate_series(1, 1000) n group by f.id";
const FILES: &str = r#"
    insert into media.roots (id, library_id, position, path)
        values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000003', 0, '\x2f6d00ff');
    insert into media.files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, media, added_at)
        select gen_random_uuid(), '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000009',
            convert_to('f' || n, 'UTF8'), n, n, n, 'present', '{"a": [1.50, "\u00e9"]}', '2025-01-02 03:04:05.678901+07'
        from generate_series(1, 300) n;
    update media.items set genres = array['a,b', '"c"', null]"#;

struct Home {
    dir: tempfile::TempDir,
    data: PathBuf,
    /// In memory where that can be had: each new database is made sure of on its disk.
    disk: Option<SmallDisk>,
}

impl Home {
    fn new() -> Self {
        Self::on(SmallDisk::mount(600))
    }

    fn on(disk: Option<SmallDisk>) -> Self {
        let dir = open_dir();
        let data = disk.as_ref().map_or(dir.path(), SmallDisk::path).join("data");
        Self { dir, data, disk }
    }

    /// With the database of the release before this one, on PostgreSQL 17.
    async fn make(&self) -> Former {
        let former = Former::make(&self.data).await;
        let mut files = Migration::embedded().unwrap();
        files.pop();
        migrate_with(&former.url(), &files).await.unwrap();
        let owner = connect(&former.url()).await;
        for sql in [ROWS, FILES, MANY_ROWS] {
            owner.batch_execute(sql).await.unwrap();
        }
        former
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.data.join("postgresql").join(name)
    }

    fn major(&self) -> String {
        fs::read_to_string(self.folder("data/PG_VERSION")).unwrap().trim().to_owned()
    }

    fn backups(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data.join("backups")).into_iter().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn config(&self) -> ManagedConfig {
        let mut config = ManagedConfig::new(self.data.clone());
        config.settings.push(("fsync".into(), "off".into()));
        config
    }

    async fn contents(&self) -> Vec<String> {
        let managed = Managed::start(self.config()).await.unwrap();
        let contents = contents(&managed.url()).await;
        managed.stop().await;
        contents
    }

    fn serve(&self) -> (Process, String) {
        let args = ["--data-dir", self.data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        Process::serve(&args, &[], &self.dir.path().join("log"))
    }

    fn run(&self, args: &[&str]) -> cli::Answer {
        cli::run(&[args, &["--data-dir", self.data.to_str().unwrap()]].concat(), &[])
    }
}

/// What everybody is told while it moves.
async fn moving(home: &Home, url: &str) -> Value {
    eventually("the database moves", PATIENCE, async || {
        let answer = reqwest::get(format!("{url}/readyz")).await.ok()?;
        assert_eq!(answer.status(), 503);
        let answer: Value = answer.json().await.ok()?;
        let is_begun = home.backups().iter().any(|name| name.ends_with(UNFINISHED));
        (answer["status"] == "upgrading" && answer["progress"]["total"] == 1000 && is_begun).then_some(answer)
    })
    .await
}

/// Without the table that has another column since.
async fn contents(url: &str) -> Vec<String> {
    let mut contents = contents_of(&connect(url).await).await;
    contents.retain(|line| !line.starts_with("core.queues "));
    contents
}

fn lines_of<'a>(contents: &'a [String], table: &str) -> Vec<&'a String> {
    contents.iter().filter(|line| line.starts_with(&format!("{table} "))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_postgresql_moves_whole_and_goes_back() {
    let home = Home::new();
    let former = home.make().await;
    let before = contents(&former.url()).await;
    drop(former);
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = {
        let told = Arc::clone(&told);
        move |done, total| told.lock().unwrap().push((done, total))
    };
    let moved = move_database(&home.config(), || None, tell).await.unwrap().unwrap();
    assert_eq!(moved.from, MAJOR);
    let told = std::mem::take(&mut *told.lock().unwrap());
    assert!(told.is_sorted() && told.iter().all(|(_, total)| *total == 1000), "{told:?}");
    for half in [1..500, 501..1000] {
        assert!(told.iter().any(|(done, _)| half.contains(done)), "{half:?}: {told:?}");
    }
    assert_eq!(home.contents().await, before);
    assert!(moved.backup.unwrap().exists());
    assert!(!home.folder("data.next").exists());
    assert!(move_database(&home.config(), || None, |_, _| ()).await.unwrap().is_none(), "once is enough");

    // Back: before anything was renamed twice, it is not done.
    fs::rename(home.folder("data"), home.folder("data.undone")).unwrap();
    assert!(move_database(&home.config(), || None, |_, _| ()).await.unwrap().is_none());
    assert_eq!(home.major(), "18");
    put_back(&home.data, &latest_former(&home.data).unwrap()).unwrap();
    assert_eq!((home.major().as_str(), latest_former(&home.data)), (MAJOR, None));
    let former = Former::start(&home.data).await;
    assert_eq!(contents(&former.url()).await, before);
    drop(former);
    // And cut short after that it is.
    fs::rename(home.folder("data-18"), home.folder("data.undone")).unwrap();
    assert!(Managed::start(home.config()).await.is_err_and(|error| error.what().contains("start the server once")));
    assert!(home.folder("data-18").exists());

    remove_formers(&home.data, now() - time::Duration::DAY).unwrap();
    assert_eq!(formers(&home.data).len(), 1, "it is still young");
    remove_formers(&home.data, now()).unwrap();
    assert_eq!((formers(&home.data), home.folder("data-18").exists()), (Vec::new(), false));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_moves_its_database_however_often_it_is_killed() {
    let home = Home::new();
    let former = home.make().await;
    let db = Db::connect(&PoolConfig { url: former.url(), max_size: 2 }).unwrap();
    let caches = Caches::start(&CacheConfig { memory_bytes: 0, shared: None }, &db).unwrap();
    let accounts = Accounts::new(db.clone(), caches);
    accounts.add_user("berta", &Secret::new(PASSWORD), Role::Admin).await.unwrap();
    drop(accounts);
    db.close();
    let owner = connect(&former.url()).await;
    let before = contents(&former.url()).await;
    // Who reads this table waits, in the next life of the database too.
    let hold = "begin; lock table core.settings in access exclusive mode; prepare transaction 'held'";
    owner.batch_execute(hold).await.unwrap();
    drop((owner, former));

    let (mut server, url) = home.serve();
    let reason = moving(&home, &url).await["checks"]["database"].as_str().unwrap().to_owned();
    assert!(reason.contains("PostgreSQL 17") && reason.contains("everything stays as it was"), "{reason}");
    let page = reqwest::Client::new().get(&url).header(ACCEPT, "text/html").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("<progress ") && page.contains("http-equiv=\"refresh\""), "{page}");
    // What a command wrote now would be lost.
    assert_eq!(home.run(&["migrate"]).code, Some(3));
    server.kill();
    assert_eq!(home.major(), MAJOR);
    let refused = home.run(&["migrate"]);
    assert!(refused.code == Some(3) && refused.stderr.contains("start the server once"), "{refused:?}");

    let (mut server, url) = home.serve();
    moving(&home, &url).await;
    let address = former::url(&home.data, "revenge", "revenge");
    eventually("the table is let go", PATIENCE, async || {
        let (owner, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.ok()?;
        tokio::spawn(connection);
        owner.batch_execute("rollback prepared 'held'").await.ok()
    })
    .await;
    eventually("the new database is being filled", PATIENCE, async || {
        (home.folder("data.next").exists() || home.folder("data-17").exists()).then_some(())
    })
    .await;
    server.kill();

    let (server, url) = home.serve();
    ready(&url).await;
    let sign_in = json!({ "username": "berta", "password": PASSWORD });
    let answer = reqwest::Client::new().post(format!("{url}/api/v1/auth/login")).json(&sign_in).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let after = contents(&running_url(&home.data).unwrap()).await;
    for table in ["core.users", "media.files", "media.keyframe_indexes", "media.items", "media.user_state"] {
        assert_eq!(lines_of(&after, table), lines_of(&before, table));
    }
    stop(server);
    assert!(home.major() == "18" && home.folder("data-17").exists() && !home.folder("data.next").exists());
    let backups = home.backups();
    assert!(backups.len() == 1 && backups[0].starts_with("before-upgrade-"), "{backups:?}");

    // Cut between the two renames.
    fs::rename(home.folder("data"), home.folder("data.next")).unwrap();
    let (server, url) = home.serve();
    ready(&url).await;
    stop(server);
    assert!(home.major() == "18" && home.folder("data-17").exists() && !home.folder("data.next").exists());
    assert_eq!(home.backups(), backups, "a second start moves nothing");
    goes_back_and_forth(&home).await;
}

async fn goes_back_and_forth(home: &Home) {
    let undone = home.run(&["rollback"]);
    assert!(undone.code == Some(0) && undone.stdout.contains("PostgreSQL 17 is back"), "{undone:?}");
    assert_eq!(home.major(), MAJOR);
    assert!(home.backups().iter().any(|name| name.starts_with("before-restore-")), "{:?}", home.backups());
    // What is kept for long enough goes.
    let long_ago = SystemTime::now() - Duration::from_hours(24 * 15);
    File::open(home.folder("data-18")).unwrap().set_modified(long_ago).unwrap();
    let (server, url) = home.serve();
    ready(&url).await;
    eventually("what was kept is removed", PATIENCE, async || (!home.folder("data-18").exists()).then_some(())).await;
    stop(server);
    assert!(home.major() == "18" && home.folder("data-17").exists());
    // An upgrade of the schema that came after the move is undone first, and it alone.
    File::open(home.folder("data-17")).unwrap().set_modified(long_ago).unwrap();
    let undone = home.run(&["rollback"]);
    assert!(undone.code == Some(0) && undone.stdout.contains("restored the backup"), "{undone:?}");
    assert!(home.major() == "18" && home.folder("data-17").exists());
    // The release that was there before goes back as well, from what it cannot read.
    fs::rename(home.folder("data"), home.folder("data-18")).unwrap();
    fs::create_dir(home.folder("data")).unwrap();
    fs::write(home.folder("data/PG_VERSION"), "19\n").unwrap();
    let undone = home.run(&["rollback"]);
    assert!(undone.code == Some(0) && undone.stdout.contains("PostgreSQL 18 is back"), "{undone:?}");
    assert!(home.major() == "18" && home.folder("data-19").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_read_is_left_as_it_is() {
    let home = Home::new();
    drop(Former::make(&home.data).await);
    let control = home.folder("data/global/pg_control");
    let whole = fs::read(&control).unwrap();
    fs::write(&control, vec![0; whole.len()]).unwrap();
    let (server, url) = home.serve();
    let reason = stands_still(&url).await;
    for part in ["could not move", "PostgreSQL 17 could not read the database", "exactly as it was", "journalctl"] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    assert!(!reason.contains(home.data.to_str().unwrap()), "anybody may read it: {reason}");
    stop(server);
    assert_eq!((home.major().as_str(), home.backups()), (MAJOR, Vec::new()));
    // Mended, it moves: one that was never used too.
    fs::write(&control, whole).unwrap();
    let (server, url) = home.serve();
    ready(&url).await;
    stop(server);
    assert_eq!(home.major(), "18");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_no_database_moves() {
    let Some(disk) = SmallDisk::mount(120) else { return };
    let home = Home::on(Some(disk));
    drop(home.make().await);
    let (server, url) = home.serve();
    let reason = stands_still(&url).await;
    for part in ["no room to move", "PostgreSQL 18 needs", "MiB of free space", "Make room"] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    stop(server);
    assert_eq!((home.major().as_str(), home.backups()), (MAJOR, Vec::new()));
    home.disk.as_ref().unwrap().resize(400);
    // It seems to be enough, and is not.
    let small = SmallDisk::mount(1).unwrap();
    symlink(small.path(), home.data.join("backups")).unwrap();
    let (server, url) = home.serve();
    let reason = stands_still(&url).await;
    assert!(reason.contains("filled the disk") && reason.contains("exactly as it was"), "{reason}");
    stop(server);
    assert_eq!((home.major().as_str(), home.backups()), (MAJOR, Vec::new()));
    fs::remove_file(home.data.join("backups")).unwrap();
    let (server, url) = home.serve();
    ready(&url).await;
    stop(server);
    assert_eq!(home.major(), "18");
}
