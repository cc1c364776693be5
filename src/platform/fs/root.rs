//! What lies at a library root: which disk, and whether anything is on it.
//!
//! The identity is the file system's own id where it has one, else what was mounted (`server:/export`). Device numbers
//! alone are no identity: they change with the order in which disks answer at boot.

use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, statat, statvfs};
use rustix::io::Errno;

use super::disks::Access;
use super::walk::FileStat;
use crate::domain::file_kind::is_passed_over;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootState {
    pub identity: String,
    /// Nothing in it but what a scan passes over.
    pub is_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootFault {
    Absent,
    NotAFolder,
    Denied,
    /// The disk or the server behind it answers with errors.
    Failing,
}

/// Blocks as long as the disk does.
pub fn inspect_root(path: &Path, access: &Access) -> Result<RootState, RootFault> {
    access.touch(path, Path::new(""));
    let metadata = fs::metadata(path).map_err(|e| fault_of(&e))?;
    if !metadata.is_dir() {
        return Err(RootFault::NotAFolder);
    }
    let mut is_empty = true;
    for entry in fs::read_dir(path).map_err(|e| fault_of(&e))? {
        let entry = entry.map_err(|e| fault_of(&e))?;
        if !is_passed_over(entry.file_name().as_bytes()) {
            is_empty = false;
            break;
        }
    }
    let fsid = statvfs(path).map_or(0, |s| s.f_fsid);
    Ok(RootState { identity: identity(metadata.dev(), fsid), is_empty })
}

/// How many of these files lie below `root` with the same size and time: how sure we can be that it is the known disk.
pub fn count_matching(root: &Path, files: &[(Vec<u8>, FileStat)], access: &Access) -> usize {
    access.touch(root, Path::new(""));
    files
        .iter()
        .filter(|(rel_path, known)| {
            let path = root.join(PathBuf::from(std::ffi::OsString::from_vec(rel_path.clone())));
            statat(CWD, &path, AtFlags::SYMLINK_NOFOLLOW).is_ok_and(|stat| {
                stat.st_size == known.size_bytes && stat.st_mtime == known.mtime_ns.div_euclid(1_000_000_000)
            })
        })
        .count()
}

fn fault_of(error: &std::io::Error) -> RootFault {
    match Errno::from_io_error(error) {
        Some(Errno::NOENT) => RootFault::Absent,
        Some(Errno::NOTDIR) => RootFault::NotAFolder,
        Some(Errno::ACCESS | Errno::PERM) => RootFault::Denied,
        _ => RootFault::Failing,
    }
}

fn identity(device: u64, fsid: u64) -> String {
    let mount = mount_of(device);
    let kind = mount.as_ref().map_or("", |m| m.kind.as_str());
    match &mount {
        Some(m) if fsid == 0 || is_remote(kind) => format!("{kind} {}", m.source),
        _ => format!("{kind} {fsid:016x}"),
    }
}

struct Mount {
    kind: String,
    source: String,
}

fn is_remote(kind: &str) -> bool {
    kind.starts_with("nfs") || kind.starts_with("fuse") || matches!(kind, "cifs" | "smb3" | "9p" | "ceph" | "virtiofs")
}

/// The mount of a device: the fields after the lone dash of a mountinfo line are kind and source.
fn mount_of(device: u64) -> Option<Mount> {
    let number = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    let table = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let line = table.lines().rev().find(|line| line.split(' ').nth(2) == Some(number.as_str()))?;
    let mut after_dash = line.split(" - ").nth(1)?.split(' ');
    Some(Mount { kind: after_dash.next()?.to_owned(), source: after_dash.next()?.to_owned() })
}
