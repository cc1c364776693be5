//! The disks under library paths, and the ledger of who touched them.
//!
//! Invariants: nothing here asks a disk anything. A path's disk is found in the kernel's tables, its counters and its power
//! state are read from sysfs, which keeps them in memory. Nothing is written to any disk, and what is kept is bounded.

mod ledger;
mod metrics;
mod mounts;
mod stack;

pub use ledger::{Access, DiskReport, Ledger};
pub use stack::DiskKind;
