//! Folders of the machine as an administrator picks them: real paths, sub-folders, what may be a library root.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::disks::Access;
use crate::domain::file_kind::{FileKind, is_passed_over};

/// Sub-folders that one listing shows at most.
const FOLDERS_MAX: usize = 2_000;
/// Entries that one listing looks at, so that a folder with a million files does not hold up its answer.
const ENTRIES_MAX: usize = 20_000;

#[derive(Clone, Debug)]
pub struct Listing {
    pub path: PathBuf,
    /// Names that are UTF-8, sorted; others cannot be named in a request.
    pub folders: Vec<String>,
    pub n_video_files: u32,
}

/// What a path resolves to. Two paths with the same device and inode are one folder, however they are spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealFolder {
    pub path: PathBuf,
    pub device: u64,
    pub inode: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderFault {
    Missing,
    NotAFolder,
    Denied,
    Failing,
}

/// Resolves links and dots, and makes sure that the folder can be listed.
pub fn resolve_folder(path: &Path, access: &Access) -> Result<RealFolder, FolderFault> {
    access.touch(path, Path::new(""));
    let real = fs::canonicalize(path).map_err(|e| fault_of(&e))?;
    let metadata = fs::metadata(&real).map_err(|e| fault_of(&e))?;
    if !metadata.is_dir() {
        return Err(FolderFault::NotAFolder);
    }
    fs::read_dir(&real).map_err(|e| fault_of(&e))?;
    Ok(RealFolder { path: real, device: metadata.dev(), inode: metadata.ino() })
}

/// The folders that contain `folder`, itself first, with their identities: a bind mount shows by them.
pub fn ancestors(folder: &Path, access: &Access) -> Vec<(u64, u64)> {
    access.touch(folder, Path::new(""));
    folder.ancestors().filter_map(|p| fs::metadata(p).ok()).map(|m| (m.dev(), m.ino())).collect()
}

pub fn list_folder(path: &Path, access: &Access) -> Result<Listing, FolderFault> {
    access.touch(path, Path::new(""));
    let path = fs::canonicalize(path).map_err(|e| fault_of(&e))?;
    let mut folders = Vec::new();
    let mut n_video_files = 0;
    for entry in fs::read_dir(&path).map_err(|e| fault_of(&e))?.take(ENTRIES_MAX).flatten() {
        let name = entry.file_name();
        if is_passed_over(name.as_bytes()) {
            continue;
        }
        let Ok(kind) = entry.file_type() else { continue };
        // A link to a folder may be picked: it is resolved then.
        if kind.is_dir() || (kind.is_symlink() && entry.path().is_dir()) {
            if let Ok(name) = name.into_string()
                && folders.len() < FOLDERS_MAX
            {
                folders.push(name);
            }
        } else if kind.is_file() && FileKind::of(name.as_bytes()) == FileKind::Video {
            n_video_files += 1;
        }
    }
    folders.sort_unstable_by_key(|name| name.to_lowercase());
    Ok(Listing { path, folders, n_video_files })
}

fn fault_of(error: &std::io::Error) -> FolderFault {
    match error.kind() {
        std::io::ErrorKind::NotFound => FolderFault::Missing,
        std::io::ErrorKind::NotADirectory => FolderFault::NotAFolder,
        std::io::ErrorKind::PermissionDenied => FolderFault::Denied,
        _ => FolderFault::Failing,
    }
}
