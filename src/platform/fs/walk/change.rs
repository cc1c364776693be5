//! What goes into a walk and what comes out of it.

use uuid::Uuid;

/// What tells whether a file is the one that was read: cheap to ask, changed by every way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStat {
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
}

/// A file that an earlier walk found.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: Uuid,
    /// Relative to the root, no leading slash.
    pub rel_path: Vec<u8>,
    pub stat: FileStat,
    pub is_missing: bool,
}

/// A folder that an earlier walk read; the root itself is the empty path.
#[derive(Clone, Debug)]
pub struct KnownFolder {
    pub rel_path: Vec<u8>,
    pub mtime_ns: i64,
    pub is_mount: bool,
}

/// One difference between disk and database, or a sign of life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    New {
        rel_path: Vec<u8>,
        stat: FileStat,
    },
    Changed {
        id: Uuid,
        stat: FileStat,
    },
    /// Was missing, is there again as it was.
    Returned {
        id: Uuid,
    },
    Missing {
        id: Uuid,
    },
    /// A folder was read; sent after everything in it. An mtime of 0 means: read it again next time.
    Folder {
        rel_path: Vec<u8>,
        mtime_ns: i64,
        is_mount: bool,
        /// Names of media files, when there are subtitles or there may have been.
        media: Vec<Vec<u8>>,
        subtitles: Vec<Vec<u8>>,
    },
    FolderGone {
        rel_path: Vec<u8>,
    },
    Problem {
        rel_path: Vec<u8>,
        obstacle: Obstacle,
    },
    /// Files seen so far.
    Seen(u64),
}

/// Why an entry was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    SymbolicLink,
    Fifo,
    Socket,
    Device,
    /// Refused by the file's or folder's rights.
    Denied,
    /// The disk answered with an error.
    ReadError,
    TooDeep,
    TooManyEntries,
    /// A disk was mounted on this folder before and is not now.
    DiskAway,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub n_files: u64,
    pub n_folders: u64,
    /// Folders whose entries were read, the others being unchanged.
    pub n_folders_read: u64,
    /// The caller asked to stop: what was not reported is unknown.
    pub was_stopped: bool,
}
