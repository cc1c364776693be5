//! The whole database as one file, and back: rows by `COPY`, so that it needs no program of PostgreSQL's and can be read by
//! any later release.
//!
//! A backup is a tar compressed by zstd: `manifest.json`, then the rows of each table in parts, then an empty `end`. It is
//! made in one snapshot beside a running server. A restore is one transaction: schemas are made anew as they were, filled,
//! and only then, if wanted, brought up to this release; whatever fails leaves everything as it was.

mod archive;
mod export;
mod import;
mod kept;
mod manifest;
mod shelf;
mod telling;

pub use export::{BackedUp, Tell, export};
pub use import::{Restored, Then, import};
pub use kept::{Kept, Origin};
pub use manifest::{Manifest, read_manifest};
pub use shelf::{Shelf, open, write};
pub use telling::Telling;
