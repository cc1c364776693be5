//! How much room a directory's file system has.
//!
//! Asked of the data directory only: the same question about a library would wake its disk.

use std::path::Path;

use rustix::fs::statvfs;

use crate::domain::health::Volume;

/// None when the file system does not say. Blocks while it thinks about it.
pub fn volume_of(dir: &Path) -> Option<Volume> {
    let stat = statvfs(dir).ok()?;
    // What is left for ordinary users: the reserve of root does not help a server that is not root.
    let bytes = |n_blocks: u64| n_blocks.saturating_mul(stat.f_frsize);
    Some(Volume { free_bytes: bytes(stat.f_bavail), size_bytes: bytes(stat.f_blocks) })
}
