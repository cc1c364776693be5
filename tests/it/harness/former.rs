//! A data directory that a release with PostgreSQL 17 would have left behind.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User, geteuid};

use super::eventually;
use super::postgres::connect;

pub const MAJOR: &str = "17";

const PATIENCE: Duration = Duration::from_secs(60);

/// What such a release would have written: nothing that only a later version knows. Held transactions are for tests.
const SETTINGS: &str = "unix_socket_directories = 'RUN'
listen_addresses = ''
unix_socket_permissions = '0700'
timezone = 'UTC'
lc_messages = 'C'
wal_level = 'minimal'
max_wal_senders = '0'
shared_buffers = '24MB'
min_wal_size = '32MB'
log_line_prefix = ''
fsync = 'off'
max_prepared_transactions = '2'
";

/// PostgreSQL 17 on the database of a data directory. Ends when it is dropped.
pub struct Former {
    data_dir: PathBuf,
    child: Child,
    _programs: Programs,
}

/// Where its account can reach them.
struct Programs {
    dir: PathBuf,
    /// A copy that is removed with it.
    _copy: Option<tempfile::TempDir>,
}

impl Former {
    /// Makes an empty database in `data_dir`, which may be missing.
    pub async fn make(data_dir: &Path) -> Self {
        let programs = programs();
        let home = data_dir.join("postgresql");
        fs::create_dir_all(&home).unwrap();
        fs::set_permissions(data_dir, fs::Permissions::from_mode(0o711)).unwrap();
        own(&home);
        let mut initdb = command(&programs.dir, "initdb");
        initdb.arg("-D").arg(home.join("data")).args(["-U", "postgres", "-A", "peer", "-E", "UTF8", "--locale=C"]);
        initdb.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--wal-segsize=4", "--data-checksums"]);
        let made = initdb.args(["--no-instructions", "--no-sync"]).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        let run = home.join("run");
        fs::create_dir(&run).unwrap();
        own(&run);
        let settings = SETTINGS.replace("RUN", run.to_str().unwrap());
        fs::write(home.join("data/postgresql.conf"), settings).unwrap();
        fs::write(home.join("data/pg_hba.conf"), "local all all trust\n").unwrap();
        let former = Self::start_with(data_dir, programs).await;
        let superuser = former.superuser("postgres").await;
        superuser.batch_execute("create role revenge login createrole").await.unwrap();
        superuser.batch_execute("create database revenge owner revenge").await.unwrap();
        former
    }

    /// On what is there.
    pub async fn start(data_dir: &Path) -> Self {
        Self::start_with(data_dir, programs()).await
    }

    async fn start_with(data_dir: &Path, programs: Programs) -> Self {
        let data = data_dir.join("postgresql/data");
        let mut postgres = command(&programs.dir, "postgres");
        postgres.arg("-D").arg(&data).stdout(Stdio::null()).stderr(Stdio::null());
        let child = postgres.spawn().unwrap();
        eventually("PostgreSQL 17 takes connections", PATIENCE, async || {
            let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
            (text.lines().nth(7)?.trim() == "ready").then_some(())
        })
        .await;
        Self { data_dir: data_dir.to_owned(), child, _programs: programs }
    }

    /// Address of the application's database.
    pub fn url(&self) -> String {
        url(&self.data_dir, "revenge", "revenge")
    }

    async fn superuser(&self, database: &str) -> tokio_postgres::Client {
        connect(&url(&self.data_dir, "postgres", database)).await
    }
}

impl Drop for Former {
    fn drop(&mut self) {
        let _gone = kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGINT);
        drop(self.child.wait());
    }
}

/// Of the PostgreSQL that runs on a data directory, whoever started it.
pub fn url(data_dir: &Path, user: &str, database: &str) -> String {
    format!("host='{}' user={user} dbname={database}", data_dir.join("postgresql/run").display())
}

/// The account that the server chooses for its database when it is root.
fn account() -> Option<User> {
    let named = |name: &&str| User::from_name(name).ok().flatten();
    geteuid().is_root().then(|| ["revenge", "nobody"].iter().find_map(named).unwrap())
}

fn own(dir: &Path) {
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
    if let Some(user) = account() {
        chown(dir, Some(user.uid.as_raw()), Some(user.gid.as_raw())).unwrap();
    }
}

fn programs() -> Programs {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(".deps/postgresql-17");
    assert!(dir.join("bin/postgres").exists(), "PostgreSQL 17 is missing at {}: run 'make deps'", dir.display());
    if command(&dir, "postgres").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Programs { dir, _copy: None };
    }
    let copy = super::process::open_dir();
    assert!(Command::new("cp").arg("-a").arg(dir.join(".")).arg(copy.path()).status().unwrap().success());
    Programs { dir: copy.path().to_owned(), _copy: Some(copy) }
}

fn command(programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join("bin").join(name));
    command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin").current_dir("/").stdin(Stdio::null());
    if let Some(user) = account() {
        command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    }
    command
}
