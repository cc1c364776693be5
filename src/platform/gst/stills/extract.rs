//! The server's side of a still: one child, one answer, one deadline.

use std::fmt;
use std::time::Duration;

use crate::platform::fs::MediaFile;
use crate::platform::gst::child::{self, ChildError, Program};

use super::wire::{self, Stills};

#[derive(Debug)]
pub enum StillError {
    /// The file has no picture to show, or none that decodes.
    NoPicture(String),
    /// The child was killed by its deadline or a limit, or crashed: the file is at fault, another try is of little use.
    Child(ChildError),
}

impl fmt::Display for StillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPicture(why) => write!(f, "no still picture can be taken: {why}"),
            Self::Child(e) => write!(f, "no still picture was taken: {e}"),
        }
    }
}

impl std::error::Error for StillError {}

/// Takes a still out of the film. Blocks up to the deadline; runs on a bounded blocking pool.
pub fn extract(program: &Program, file: &MediaFile, deadline: Duration) -> Result<Stills, StillError> {
    ask(program, "still", file, deadline)
}

/// The picture that a music file carries or a picture file is, likewise.
pub fn extract_cover(program: &Program, file: &MediaFile, deadline: Duration) -> Result<Stills, StillError> {
    ask(program, "cover", file, deadline)
}

fn ask(program: &Program, task: &str, file: &MediaFile, deadline: Duration) -> Result<Stills, StillError> {
    // The parent keeps the plugin registry fresh, because a child may not write it.
    crate::platform::gst::init().map_err(|e| StillError::NoPicture(e.to_string()))?;
    let answer = child::run(program, task, file, deadline).map_err(StillError::Child)?;
    wire::decode(&answer).map_err(StillError::NoPicture)
}
