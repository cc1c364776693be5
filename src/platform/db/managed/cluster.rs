//! The data directory: made once by initdb, its configuration files written at each start.
//!
//! initdb works in `data.new`, which becomes `data` when it is whole; a half-made one is thrown away.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use super::account::Account;
use super::binaries::{Binaries, MAJOR};
use super::config::ManagedConfig;
use super::{launch, socket};
use crate::base::{Error, ErrorKind, Result, ResultExt};

/// Name of the superuser, used by `bootstrap` only.
pub(super) const SUPERUSER: &str = "postgres";
/// Login of the application, owner of its database; not a superuser.
pub(super) const APPLICATION: &str = "revenge";

/// A directory that PostgreSQL can be started on.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub data: PathBuf,
    pub socket_dir: PathBuf,
    pub account: Account,
    pub binaries: Binaries,
}

impl Cluster {
    /// Finds the programs, makes the directory if there is none, and writes its configuration.
    pub(super) fn prepare(config: &ManagedConfig) -> Result<Self> {
        let account = Account::choose()?;
        let home = config.data_dir.join("postgresql");
        account.check_way_to(&home)?;
        ensure_home(&home, &account)?;
        let data = home.join("data");
        check_version(&config.data_dir)?;
        let binaries = Binaries::find(config.binaries.as_deref(), &config.data_dir, &account)?;
        let socket_dir = socket::ensure_dir(&home, &account)?;
        let cluster = Self { data, socket_dir, account, binaries };
        if !cluster.data.exists() {
            cluster.init(config, &home.join("data.new"))?;
        }
        cluster.write_configuration(config)?;
        Ok(cluster)
    }

    fn init(&self, config: &ManagedConfig, unfinished: &Path) -> Result<()> {
        let began = Instant::now();
        tracing::info!(dir = %self.data.display(), user = self.account.name, version = self.binaries.version, "making a new database; this takes a few seconds");
        if unfinished.exists() {
            fs::remove_dir_all(unfinished).context(ErrorKind::Source, "remove a half-made database")?;
        }
        let mut command = launch::command(&self.binaries.program("initdb"), &self.account);
        command.arg("-D").arg(unfinished).args(["-U", SUPERUSER, "-A", "peer", "-E", "UTF8", "--locale=C"]);
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--wal-segsize=4"]);
        command.args(["--data-checksums", "--no-instructions"]);
        if config.is_without_fsync() {
            command.arg("--no-sync");
        }
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.context(ErrorKind::Source, "start initdb")?;
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()).map_while(Result::ok) {
            tracing::debug!(target: "revenge::postgresql", "initdb: {line}");
        }
        let mut complaint = String::new();
        child.stderr.take().map(|mut err| err.read_to_string(&mut complaint));
        let status = child.wait().context(ErrorKind::Source, "wait for initdb")?;
        if !status.success() {
            return Err(Error::source_fault(format!("initdb failed ({status}): {}", complaint.trim())));
        }
        fs::rename(unfinished, &self.data).context(ErrorKind::Source, "put the new database in place")?;
        let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(duration_ms, "made a new database");
        Ok(())
    }

    fn write_configuration(&self, config: &ManagedConfig) -> Result<()> {
        let socket_dir = self.socket_dir.to_str().ok_or_else(|| Error::invalid("the data directory is not UTF-8"))?;
        // Only this server's own account gets in; who it is, the kernel says.
        let own = Account::own_name()?;
        let ident = format!("revenge \"{own}\" {SUPERUSER}\nrevenge \"{own}\" {APPLICATION}\n");
        self.write("postgresql.conf", &config.render(socket_dir))?;
        self.write("pg_hba.conf", "local all all peer map=revenge\n")?;
        self.write("pg_ident.conf", &ident)
    }

    /// Untouched when it says the same: a start writes nothing to flash.
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.data.join(name);
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return Ok(());
        }
        fs::write(&path, text).context(ErrorKind::Source, format!("write {}", path.display()))?;
        self.account.give(&path, 0o600)
    }

    /// A libpq address of one of the two logins.
    pub(super) fn url(&self, user: &str, database: &str) -> String {
        format!("host='{}' user={user} dbname={database}", self.socket_dir.display())
    }
}

fn ensure_home(home: &Path, account: &Account) -> Result<()> {
    match fs::create_dir(home) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(error).context(ErrorKind::Source, format!("create {}", home.display()))
        }
        _ => account.give(home, 0o700),
    }
}

/// The major version of PostgreSQL that made the database in this data directory, where it is another one than ours.
pub fn other_major(data_dir: &Path) -> Option<String> {
    let version = fs::read_to_string(data_dir.join("postgresql/data/PG_VERSION")).ok()?;
    Some(version.trim().to_owned()).filter(|version| version != MAJOR)
}

fn check_version(data_dir: &Path) -> Result<()> {
    match other_major(data_dir) {
        Some(version) => Err(Error::conflict(format!(
            "the database in the data directory was made by PostgreSQL {version}, this release brings {MAJOR}: start the \
             release that made it and take a backup, move the folder postgresql away, then restore the backup with this one"
        ))),
        None => Ok(()),
    }
}
