//! Finds the programs of PostgreSQL, and brings them to where their account can reach them.
//!
//! Order: what the configuration names, what came with this program, what `make deps` put beside a checkout, the
//! system's. Only the major version that is asked for counts, 18 for all but a database that another one made: the format
//! of the data directory depends on it. The configuration names the programs of 18; of others it shows where to look.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::account::Account;
use super::launch;
use crate::base::{Error, ErrorKind, Result, ResultExt};

pub(super) const MAJOR: &str = "18";

/// A folder whose `bin` holds `postgres` and `initdb` that the account can run.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    pub version: String,
}

impl Binaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join("bin").join(name)
    }

    /// `copies` is where they go when the account cannot reach the place where they are.
    pub(super) fn find(configured: Option<&Path>, copies: &Path, account: &Account) -> Result<Self> {
        let candidates = match configured {
            Some(dir) => vec![dir.to_path_buf()],
            None => usual_places(MAJOR),
        };
        Self::first_of(&candidates, MAJOR, copies, account).map_err(|reasons| {
            Error::source_fault(format!(
                "no PostgreSQL {MAJOR} to start ({reasons}): install it, set database.binaries, or set database.url to a \
                 running server"
            ))
        })
    }

    /// Those of another major version.
    pub(super) fn find_former(
        major: &str,
        configured: Option<&Path>,
        copies: &Path,
        account: &Account,
    ) -> Result<Self> {
        let siblings = configured.and_then(Path::parent).into_iter();
        let mut candidates: Vec<_> =
            siblings.flat_map(|dir| [dir.join(major), dir.join(format!("postgresql-{major}"))]).collect();
        candidates.extend(usual_places(major));
        Self::first_of(&candidates, major, copies, account).map_err(Error::source_fault)
    }

    /// An error says of each place what is the matter.
    fn first_of(candidates: &[PathBuf], major: &str, copies: &Path, account: &Account) -> Result<Self, String> {
        let mut reasons = Vec::new();
        for dir in candidates.iter().filter(|dir| dir.join("bin/postgres").exists() && dir.join("bin/initdb").exists())
        {
            match Self::reachable(dir, major, copies, account) {
                Ok(found) => return Ok(found),
                Err(error) => reasons.push(format!("{}: {error}", dir.display())),
            }
        }
        if reasons.is_empty() {
            let places = candidates.iter().map(|dir| dir.display().to_string()).collect::<Vec<_>>().join(", ");
            reasons.push(format!("no bin/postgres and bin/initdb in {places}"));
        }
        Err(reasons.join("; "))
    }

    fn reachable(dir: &Path, major: &str, copies: &Path, account: &Account) -> Result<Self> {
        let dir = dir.canonicalize().context(ErrorKind::Source, "resolve the folder")?;
        match version_of(&dir, account) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && account.is_other => {
                let copy = copied(&dir, copies)?;
                tracing::info!(from = %dir.display(), to = %copy.display(), user = account.name, "copied PostgreSQL to where its user can reach it");
                let version = version_of(&copy, account).context(ErrorKind::Source, "run the copied postgres")?;
                Self::checked(copy, version, major)
            }
            found => Self::checked(dir, found.context(ErrorKind::Source, "run postgres --version")?, major),
        }
    }

    fn checked(dir: PathBuf, version: String, major: &str) -> Result<Self> {
        if version.split('.').next() == Some(major) {
            return Ok(Self { dir, version });
        }
        Err(Error::source_fault(format!("it is version {version}")))
    }
}

fn usual_places(major: &str) -> Vec<PathBuf> {
    let exe = std::env::current_exe().and_then(fs::canonicalize).unwrap_or_default();
    let beside = exe.parent().map(Path::to_path_buf).unwrap_or_default();
    let bundled = if major == MAJOR { "postgresql".to_owned() } else { format!("postgresql-{major}") };
    let mut places = vec![beside.join("..").join(&bundled), beside.join("../lib/revenge").join(&bundled)];
    // A checkout: the program is in target/, PostgreSQL in .deps/.
    let deps = |dir: &Path| dir.join(format!(".deps/postgresql-{major}"));
    places.extend(std::env::current_dir().map(|dir| deps(&dir)));
    places.extend(exe.ancestors().skip(1).map(deps).filter(|dir| dir.exists()));
    places.push(Path::new("/usr/lib/postgresql").join(major));
    places.push(PathBuf::from("/usr/local/pgsql"));
    places
}

/// `18.4` out of `postgres (PostgreSQL) 18.4 (Debian …)`.
fn version_of(dir: &Path, account: &Account) -> io::Result<String> {
    let mut command = launch::command(&dir.join("bin/postgres"), account);
    let output = command.arg("--version").stderr(Stdio::piped()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.split_whitespace().nth(2).unwrap_or_default().to_owned())
}

/// A copy of `dir` below `copies`, made once per version of the programs.
fn copied(dir: &Path, copies: &Path) -> Result<PathBuf> {
    let meta = dir.join("bin/postgres").metadata().context(ErrorKind::Source, "read bin/postgres")?;
    let target = copies.join(format!("programs-{}-{}", meta.size(), meta.mtime()));
    if !target.exists() {
        let unfinished = copies.join("programs.new");
        remove(&unfinished)?;
        copy_tree(dir, &unfinished).context(ErrorKind::Source, "copy the PostgreSQL programs")?;
        fs::rename(&unfinished, &target).context(ErrorKind::Source, "copy the PostgreSQL programs")?;
    }
    Ok(target)
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).context(ErrorKind::Source, "remove a half copy")
        }
        _ => Ok(()),
    }
}

fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    fs::set_permissions(to, PermissionsExt::from_mode(0o755))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, source, target) = (entry.file_type()?, entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy_tree(&source, &target)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(&source)?, &target)?;
        } else {
            fs::copy(&source, &target)?;
            let mode = source.metadata()?.mode() | 0o444 | (source.metadata()?.mode() & 0o100) >> 2;
            fs::set_permissions(&target, PermissionsExt::from_mode(mode))?;
        }
    }
    Ok(())
}
