//! From a root to a board.

use std::path::Path;

use super::choice::{Choice, choose};
use super::limits::{self, Proposal};
use super::{Config, Hardware, Measured, Profile, profile};
use crate::base::Result;

/// The detected board with the limits that it proposes.
#[derive(Clone, Debug)]
pub struct Board {
    pub hardware: Hardware,
    pub profile: Profile,
    /// Why this profile, most telling first.
    pub matched_by: Vec<String>,
    pub proposals: Vec<Proposal>,
    /// What was measured on this machine, if it was.
    pub measured: Option<Measured>,
    /// False when the board was read from a captured tree: then this machine's elements say nothing about it.
    pub is_this_machine: bool,
}

impl Board {
    pub fn detect(config: &Config) -> Result<Self> {
        let mut hardware = Hardware::read(&config.root, &config.data_dir);
        let profiles = profile::all(&config.root, config.profiles.as_deref())?;
        let Choice { profile, matched_by, doubts } = choose(profiles, &hardware, config.profile.as_deref())?;
        hardware.doubts.extend(doubts);
        let proposals = limits::propose(&profile, &hardware);
        Ok(Self {
            hardware,
            profile,
            matched_by,
            proposals,
            measured: None,
            is_this_machine: config.root == Path::new("/"),
        })
    }

    /// The same with its proposals lowered to what was measured.
    #[must_use]
    pub fn corrected_by(mut self, measured: Measured) -> Self {
        measured.correct(&mut self.proposals);
        Self { measured: Some(measured), ..self }
    }
}
