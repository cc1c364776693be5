//! Entries of one folder, sorted so that their paths come in the byte order of the whole tree.

use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat, openat, statat};
use rustix::io::{Errno, Result};

use super::super::media_file::nanoseconds;
use super::change::{FileStat, Obstacle};
use crate::domain::file_kind::is_passed_over;

pub(super) struct Entry {
    /// Name; a folder's ends in a slash, which is also what makes the order right: `a b`, `a.mkv`, `a/`.
    pub key: Vec<u8>,
    pub file_type: FileType,
}

pub(super) enum Listing {
    Entries(Vec<Entry>),
    TooMany,
}

/// Opens a folder for reading, never through a link.
pub(super) fn open_folder(parent: &OwnedFd, name: &[u8]) -> Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    openat(parent, name, flags, Mode::empty())
}

pub(super) fn read_entries(folder: &OwnedFd, limit: usize) -> Result<Listing> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if is_passed_over(name) {
            continue;
        }
        if entries.len() == limit {
            return Ok(Listing::TooMany);
        }
        let file_type = match entry.file_type() {
            FileType::Unknown => match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => FileType::from_raw_mode(stat.st_mode),
                Err(Errno::NOENT) => continue,
                Err(error) => return Err(error),
            },
            known => known,
        };
        let mut key = name.to_vec();
        if file_type == FileType::Directory {
            key.push(b'/');
        }
        entries.push(Entry { key, file_type });
    }
    entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    Ok(Listing::Entries(entries))
}

pub(super) fn stat_entry(folder: &OwnedFd, name: &[u8]) -> Result<Stat> {
    statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)
}

pub(super) fn file_stat(stat: &Stat) -> FileStat {
    FileStat {
        size_bytes: stat.st_size,
        mtime_ns: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
        ctime_ns: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
    }
}

pub(super) fn obstacle_of(file_type: FileType) -> Option<Obstacle> {
    match file_type {
        FileType::Symlink => Some(Obstacle::SymbolicLink),
        FileType::Fifo => Some(Obstacle::Fifo),
        FileType::Socket => Some(Obstacle::Socket),
        FileType::CharacterDevice | FileType::BlockDevice => Some(Obstacle::Device),
        _ => None,
    }
}

pub(super) fn obstacle_of_error(error: Errno) -> Obstacle {
    match error {
        Errno::ACCESS | Errno::PERM => Obstacle::Denied,
        Errno::LOOP => Obstacle::SymbolicLink,
        _ => Obstacle::ReadError,
    }
}
