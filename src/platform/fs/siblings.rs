//! Names in a folder below a library root: what lies beside a film.
//!
//! The folder is reached like a media file, without following a symlink, so that a link cannot show what is elsewhere.

use std::ffi::OsString;
use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use super::OpenError;
use super::media_file::{open_beneath, proc_path};

/// A folder with more entries is not looked through: an answer waits for this.
const NAMES_MAX: usize = 5_000;

/// Names in `root/folder`, sorted; an empty `folder` is the root itself.
pub fn siblings(root: &Path, folder: &Path) -> Result<Vec<OsString>, OpenError> {
    let root = open(root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let folder = if folder.as_os_str().is_empty() { root } else { open_beneath(&root, folder)? };
    let entries = std::fs::read_dir(proc_path(&folder)).map_err(OpenError::Io)?;
    let mut names: Vec<OsString> = entries.take(NAMES_MAX).filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort_unstable();
    Ok(names)
}
