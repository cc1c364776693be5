//! One media file, open for reading. Made by the scan and by playback; read by GStreamer as `/proc/self/fd/N`.
//!
//! The path is resolved beneath the root without following any symlink (openat2, or step by step where the kernel or a
//! container's filter has none). What is found is looked at before it is opened: opening a device can have effects, and
//! opening a FIFO can wait forever. A rename or a delete after that does not matter, the descriptor stays.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, fstat, open, openat, openat2};
use rustix::io::Errno;

use super::disks::Access;
use crate::base::{Error, ErrorKind};
use crate::domain::containers::Source;
use crate::domain::fingerprint::{Fingerprinter, spans};

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    pub size_bytes: u64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub dev: u64,
    pub inode: u64,
}

/// A regular file beneath a library root, open for reading.
#[derive(Debug)]
pub struct MediaFile {
    file: File,
    pub stamp: FileStamp,
    /// None when somebody else opened it, who has booked it.
    touched: Option<Touched>,
}

/// What a later read of the file is booked on: a disk can fall asleep under an open file.
#[derive(Clone, Debug)]
struct Touched {
    access: Access,
    root: PathBuf,
    rel: PathBuf,
}

/// Why a path is not served. Closed, because each case is a different sentence for people.
#[derive(Debug)]
pub enum OpenError {
    NotFound,
    /// A symlink on the way or at the end: never followed inside a library.
    Symlink,
    /// `..`, an absolute path, or a mount trick: not beneath the root.
    OutsideRoot,
    /// A folder, FIFO, socket or device.
    NotRegular(&'static str),
    PermissionDenied,
    Io(io::Error),
}

impl MediaFile {
    /// Opens `root/rel` for reading. `rel` is any bytes a file system allows.
    pub fn open(root: &Path, rel: &Path, access: &Access) -> Result<Self, OpenError> {
        if !is_plain_relative(rel) {
            return Err(OpenError::OutsideRoot);
        }
        access.touch(root, rel);
        let dir = open(root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let place = open_beneath(&dir, rel)?;
        refuse_unless_regular(FileType::from_raw_mode(fstat(&place)?.st_mode))?;
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let opened = open(proc_path(&place), flags, Mode::empty())?;
        let stamp = stamp_of(&opened)?;
        let touched = Touched { access: access.clone(), root: root.to_owned(), rel: rel.to_owned() };
        Ok(Self { file: File::from(opened), stamp, touched: Some(touched) })
    }

    /// A file that somebody else opened.
    pub fn from_opened(file: File) -> io::Result<Self> {
        let stamp = stamp_of(&file)?;
        Ok(Self { file, stamp, touched: None })
    }

    /// The same file through a second descriptor of the same opening.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { file: self.file.try_clone()?, stamp: self.stamp, touched: self.touched.clone() })
    }

    pub fn as_file(&self) -> &File {
        &self.file
    }

    /// A path that means this very file in this process, whatever its name is. It holds no user text. Whoever asks is
    /// about to read.
    pub fn proc_path(&self) -> String {
        self.touch();
        proc_path(&self.file)
    }

    /// Whether the file is still in the state in which it was opened: false once somebody wrote to it.
    pub fn is_unchanged(&self) -> bool {
        stamp_of(&self.file).is_ok_and(|now| now == self.stamp)
    }

    /// Reads up to `buffer.len()` bytes; fewer only at the end of the file.
    pub fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.touch();
        let mut filled = 0;
        while filled < buffer.len() {
            match self.file.read_at(&mut buffer[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(filled)
    }

    fn touch(&self) {
        if let Some(Touched { access, root, rel }) = &self.touched {
            access.touch(root, rel);
        }
    }

    /// Content identity: size and samples of head, middle and tail (`domain::fingerprint`).
    pub fn fingerprint(&self) -> io::Result<Vec<u8>> {
        let mut hasher = Fingerprinter::new(self.stamp.size_bytes);
        for span in spans(self.stamp.size_bytes) {
            let mut sample = vec![0; span.len];
            let n = self.read_at(&mut sample, span.offset)?;
            hasher.add(&sample[..n]);
        }
        Ok(hasher.finish())
    }
}

impl Source for MediaFile {
    fn size(&self) -> u64 {
        self.stamp.size_bytes
    }

    fn read(&self, offset: u64, len: usize) -> Option<Vec<u8>> {
        let available = usize::try_from(self.stamp.size_bytes.saturating_sub(offset)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; len.min(available)];
        let n = self.read_at(&mut bytes, offset).ok()?;
        bytes.truncate(n);
        Some(bytes)
    }
}

fn is_plain_relative(rel: &Path) -> bool {
    !rel.as_os_str().is_empty()
        && !rel.as_os_str().as_bytes().contains(&0)
        && rel.components().all(|c| matches!(c, Component::Normal(_)))
}

fn open_beneath(dir: &OwnedFd, rel: &Path) -> Result<OwnedFd, OpenError> {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    match openat2(dir, rel, flags, Mode::empty(), resolve) {
        Ok(fd) => Ok(fd),
        // Old kernels, and container filters that do not know the call.
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => open_step_by_step(dir, rel),
        Err(e) => Err(e.into()),
    }
}

fn open_step_by_step(dir: &OwnedFd, rel: &Path) -> Result<OwnedFd, OpenError> {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut at = dir.try_clone().map_err(OpenError::Io)?;
    for part in rel.components() {
        at = openat(&at, part.as_os_str(), flags, Mode::empty())?;
        if FileType::from_raw_mode(fstat(&at)?.st_mode) == FileType::Symlink {
            return Err(OpenError::Symlink);
        }
    }
    Ok(at)
}

fn refuse_unless_regular(kind: FileType) -> Result<(), OpenError> {
    match kind {
        FileType::RegularFile => Ok(()),
        FileType::Symlink => Err(OpenError::Symlink),
        FileType::Directory => Err(OpenError::NotRegular("folder")),
        FileType::Fifo => Err(OpenError::NotRegular("named pipe")),
        FileType::Socket => Err(OpenError::NotRegular("socket")),
        _ => Err(OpenError::NotRegular("device")),
    }
}

fn stamp_of(file: impl AsFd) -> rustix::io::Result<FileStamp> {
    let stat = fstat(file)?;
    Ok(FileStamp {
        size_bytes: u64::try_from(stat.st_size).unwrap_or(0),
        mtime_ns: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
        ctime_ns: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
        dev: stat.st_dev,
        inode: stat.st_ino,
    })
}

/// Saturates at the ends of the range, which lie in the years 1677 and 2262. The type of the rest depends on the machine.
pub(super) fn nanoseconds(seconds: i64, rest: impl TryInto<i64>) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest.try_into().unwrap_or(0))
}

fn proc_path(file: &impl AsRawFd) -> String {
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

impl From<Errno> for OpenError {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::NOENT | Errno::NOTDIR => Self::NotFound,
            Errno::LOOP => Self::Symlink,
            Errno::XDEV => Self::OutsideRoot,
            Errno::ACCESS | Errno::PERM => Self::PermissionDenied,
            other => Self::Io(other.into()),
        }
    }
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("the file is not there any more"),
            Self::Symlink => f.write_str("this is a symbolic link, and links inside a library are not followed"),
            Self::OutsideRoot => f.write_str("the path leads out of the library's folder"),
            Self::NotRegular(kind) => write!(f, "this is a {kind}, not a file"),
            Self::PermissionDenied => f.write_str("the server may not read this file"),
            Self::Io(e) => write!(f, "the disk does not deliver this file: {e}"),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(e) => Some(e),
            _ => None,
        }
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        let kind = if matches!(error, OpenError::NotFound) { ErrorKind::NotFound } else { ErrorKind::Source };
        Self::new(kind, error.to_string()).with_source(error)
    }
}
