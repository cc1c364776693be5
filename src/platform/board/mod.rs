//! The machine: what it is, what it can take, and how to treat its memory.
//!
//! Detection reads files under a root, so that every board is tested from a captured tree. The most specific profile
//! wins; its limits are ceilings that detection only lowers, because a profile cannot know a container's quota.

mod backend;
mod budget;
mod cgroup;
mod choice;
mod detect;
mod devices;
mod hardware;
mod identity;
mod limits;
mod measured;
pub mod memory;
mod profile;
mod report;
mod root;
mod status;
mod storage;
mod strain;
mod thermal;

use std::path::PathBuf;

pub use backend::{Backend, BackendElement, BackendState, ElementState};
pub use detect::Board;
pub use hardware::{Hardware, Storage};
pub use limits::{Limits, MemoryLimits, Proposal, Source, WorkerLimits};
pub use measured::Measured;
pub use profile::{BackendLimits, BackendProfile, HeatProfile, Profile};
pub use report::{LimitReport, Report};
pub use root::Root;
pub use status::Status;
pub use strain::{Strength, strain};
pub use thermal::temperatures;

#[derive(Clone, Debug)]
pub struct Config {
    /// Where detection looks; `/` except in tests.
    pub root: PathBuf,
    /// Profile to use whatever is detected.
    pub profile: Option<String>,
    /// Where the operator's profiles are, if not in `etc/revenge/board-profiles` under the root.
    pub profiles: Option<PathBuf>,
    /// Where the server keeps what it writes.
    pub data_dir: PathBuf,
}
