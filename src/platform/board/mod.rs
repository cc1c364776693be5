//! The machine: what it is, what it can take, and how to treat its memory.
//!
//! Detection reads files under a root, so that every board is tested from a captured tree. The most specific profile
//! wins; its limits are ceilings that detection only lowers, because a profile cannot know a container's quota.

mod backend;
mod cgroup;
mod hardware;
mod limits;
pub mod memory;
mod profile;
mod report;
mod status;
mod strain;
mod thermal;

use std::path::{Path, PathBuf};

use crate::base::Result;

pub use backend::{Backend, BackendElement, BackendState, ElementState};
pub use hardware::{Hardware, Root};
pub use limits::{Limits, Proposal, Source, WorkerLimits};
pub use profile::{BackendLimits, BackendProfile, HeatProfile, Profile};
pub use report::{LimitReport, Report};
pub use status::Status;
pub use strain::strain;
pub use thermal::temperatures;

#[derive(Clone, Debug)]
pub struct Config {
    /// Where detection looks; `/` except in tests.
    pub root: PathBuf,
    /// Profile to use whatever is detected.
    pub profile: Option<String>,
    /// Where the operator's profiles are, if not in `etc/revenge/board-profiles` under the root.
    pub profiles: Option<PathBuf>,
}

/// The detected board with the limits that it proposes.
#[derive(Clone, Debug)]
pub struct Board {
    pub hardware: Hardware,
    pub profile: Profile,
    /// Why this profile, most telling first.
    pub matched_by: Vec<String>,
    pub proposals: Vec<Proposal>,
    /// False when the board was read from a captured tree: then this machine's elements say nothing about it.
    pub is_this_machine: bool,
}

impl Board {
    pub fn detect(config: &Config) -> Result<Self> {
        let hardware = Hardware::read(&config.root);
        let profiles = profile::all(&config.root, config.profiles.as_deref())?;
        let (profile, matched_by) = profile::choose(profiles, &hardware, config.profile.as_deref())?;
        let proposals = limits::propose(&profile, &hardware);
        Ok(Self { hardware, profile, matched_by, proposals, is_this_machine: config.root == Path::new("/") })
    }
}
