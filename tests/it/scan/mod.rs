//! From files on disk to items: the walk, disks that come and go, the scan job.

mod away;
mod broken;
mod moves;
pub mod music;
pub mod rig;
mod shelves;
mod walk;
