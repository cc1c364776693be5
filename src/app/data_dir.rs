//! The data directory: made with the right mode, held by one server.
//!
//! 0700, because it holds the database and everything that the server knows. As root 0711: the database child is
//! another user and must be able to pass through to its own directory. The lock is a flock, so it ends with the process
//! however that ends; on network file systems flock may be missing, which is one reason why the directory must be local.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::{Flock, FlockArg};

use super::Failure;

/// The data directory, ours until this is dropped.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: Flock<File>,
}

impl DataDir {
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let held = || Failure::usage(format!("another server is running on data directory {}", path.display()));
        Self::open_unless_held(path)?.ok_or_else(held)
    }

    /// None when a server holds it.
    pub fn open_unless_held(path: &Path) -> Result<Option<Self>, Failure> {
        let fail = |what: &str, e: std::io::Error| Failure::usage(format!("{what} {}: {e}", path.display()));
        let mode = if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 };
        DirBuilder::new().recursive(true).mode(mode).create(path).map_err(|e| fail("create data directory", e))?;
        let path = path.canonicalize().map_err(|e| fail("resolve data directory", e))?;
        let metadata = path.metadata().map_err(|e| fail("read data directory", e))?;
        if metadata.mode() & 0o777 != mode && metadata.uid() == nix::unistd::geteuid().as_raw() {
            std::fs::set_permissions(&path, Permissions::from_mode(mode))
                .map_err(|e| fail("set the mode of data directory", e))?;
        }
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(|e| fail("write to data directory", e))?;
        match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(lock) => Ok(Some(Self { path, _lock: lock })),
            Err((_, nix::errno::Errno::EWOULDBLOCK)) => Ok(None),
            Err((_, e)) => Err(fail("lock data directory", e.into())),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}
