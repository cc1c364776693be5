//! A data directory: made once by initdb, its configuration files written at each start.
//!
//! initdb works in `data.new`, which becomes `data` when it is whole; a half-made one is thrown away. One of another major
//! version keeps the configuration of the release that made it, whose settings only its own programs know.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use super::account::Account;
use super::binaries::{Binaries, MAJOR};
use super::config::ManagedConfig;
use super::folders::Folders;
use super::{launch, socket};
use crate::base::{Error, ErrorKind, Result, ResultExt};

/// Name of the superuser, used by `bootstrap` only.
pub(super) const SUPERUSER: &str = "postgres";
/// Login of the application, owner of its database; not a superuser.
pub(super) const APPLICATION: &str = "revenge";

/// Which database of a data directory.
#[derive(Clone, Debug)]
pub(super) enum Which {
    /// The one that counts, which must be of our major version.
    Current,
    /// The one that counts, made by the major version of these programs.
    Former(Binaries),
    /// A new one that is to take its place.
    Next(Binaries),
}

/// A directory that PostgreSQL can be started on.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub data: PathBuf,
    pub socket_dir: PathBuf,
    pub account: Account,
    pub binaries: Binaries,
    /// Settings that win over the directory's own.
    pub settings: Vec<String>,
}

impl Cluster {
    /// Finds the programs, makes the directory if there is none, and writes its configuration.
    pub(super) fn prepare(config: &ManagedConfig, which: Which) -> Result<Self> {
        let account = Account::choose()?;
        let folders = Folders::of(&config.data_dir);
        account.check_way_to(folders.home())?;
        ensure_home(folders.home(), &account)?;
        let socket_dir = socket::ensure_dir(folders.home(), &account)?;
        let settings = Vec::new();
        match which {
            Which::Current => {
                folders.recover()?;
                check_version(&config.data_dir)?;
                let binaries = Binaries::find(config.binaries.as_deref(), &config.data_dir, &account)?;
                let cluster = Self { data: folders.data(), socket_dir, account, binaries, settings };
                cluster.made(config, &folders)
            }
            Which::Next(binaries) => {
                let cluster = Self { data: folders.next(), socket_dir, account, binaries, settings };
                cluster.made(config, &folders)
            }
            Which::Former(binaries) => {
                // Vacuuming what is only read once is of no use.
                let socket = format!("unix_socket_directories={}", path_text(&socket_dir)?);
                let settings = vec![socket, "listen_addresses=".to_owned(), "autovacuum=off".to_owned()];
                let cluster = Self { data: folders.data(), socket_dir, account, binaries, settings };
                cluster.write_access()?;
                Ok(cluster)
            }
        }
    }

    fn made(self, config: &ManagedConfig, folders: &Folders) -> Result<Self> {
        if !self.data.exists() {
            self.init(config, &folders.unfinished())?;
        }
        self.write("postgresql.conf", &config.render(path_text(&self.socket_dir)?))?;
        self.write_access()?;
        Ok(self)
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

    /// Only this server's own account gets in; who it is, the kernel says.
    fn write_access(&self) -> Result<()> {
        let own = Account::own_name()?;
        let ident = format!("revenge \"{own}\" {SUPERUSER}\nrevenge \"{own}\" {APPLICATION}\n");
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

fn path_text(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| Error::invalid("the data directory is not UTF-8"))
}

/// The major version of PostgreSQL that made the database in this data directory, where it is another one than ours.
pub fn other_major(data_dir: &Path) -> Option<String> {
    Folders::of(data_dir).major().filter(|major| major != MAJOR)
}

fn check_version(data_dir: &Path) -> Result<()> {
    match other_major(data_dir) {
        Some(version) => Err(Error::conflict(format!(
            "the database in the data directory was made by PostgreSQL {version}, this release brings {MAJOR}: start the \
             server once, which moves it"
        ))),
        None => Ok(()),
    }
}
