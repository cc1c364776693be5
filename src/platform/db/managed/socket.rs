//! Where the unix socket is: beside the data when its path fits, else in a private folder under /run or /tmp.
//!
//! The kernel takes 108 bytes; clients of other languages are stricter, so ours stays under 100.

use std::fs::{self, DirBuilder};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use crate::base::{Error, Result};

const FILE_NAME: &str = ".s.PGSQL.5432";
const MAX_PATH_BYTES: usize = 99;

/// A folder of mode 0700 that belongs to the account; the same one at each start.
pub(super) fn ensure_dir(home: &Path, account: &Account) -> Result<PathBuf> {
    let digest = Sha256::digest(home.as_os_str().as_bytes());
    let name = format!("revenge-{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3]);
    let candidates = [home.join("run"), Path::new("/run").join(&name), Path::new("/tmp").join(&name)];
    for dir in candidates.into_iter().filter(|dir| dir.join(FILE_NAME).as_os_str().len() <= MAX_PATH_BYTES) {
        let created = DirBuilder::new().mode(0o700).create(&dir);
        if created.is_ok() {
            account.give(&dir, 0o700)?;
        }
        if is_private(&dir, account) {
            return Ok(dir);
        }
    }
    Err(Error::source_fault("no folder for PostgreSQL's socket: neither the data directory, /run nor /tmp will do"))
}

/// Leaves nothing in /run or /tmp. A folder below the data directory stays for the next start.
pub(super) fn remove_dir(dir: &Path, data_dir: &Path) {
    if !dir.starts_with(data_dir)
        && let Err(error) = fs::remove_dir(dir)
    {
        tracing::debug!(dir = %dir.display(), %error, "the socket's folder stays");
    }
}

/// Nobody else prepared it for us: /tmp is everybody's.
fn is_private(dir: &Path, account: &Account) -> bool {
    fs::symlink_metadata(dir)
        .is_ok_and(|meta| meta.is_dir() && meta.uid() == account.uid.as_raw() && meta.mode() & 0o777 == 0o700)
}
