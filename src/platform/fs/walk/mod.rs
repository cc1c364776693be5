//! Walks a library root and reports what differs from what is known: a merge of two sorted lists, disk and database.
//!
//! Both come in the byte order of the root-relative path, so memory holds one folder's entries, however large the
//! library. A folder whose mtime did not change is not read again, but every known file is stat-ed: contents change
//! without their folder noticing. Nothing is opened except folders, and never through a symbolic link.
//!
//! Invariant: a file is reported missing only when its folder was read, or the file itself was asked for and is not
//! there. Whatever could not be read leaves what is known of it as it was.

mod change;
mod entries;
mod folder;

pub use change::{Change, FileStat, Known, KnownFolder, Obstacle, Summary};
pub use folder::{Rules, walk};
