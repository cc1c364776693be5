//! `revenge probe-file TASK`: started by the server for one media file, which is its standard input. Hidden, because it
//! answers in a form that only the server reads.

use crate::app::{Exit, Failure};
use crate::platform::gst::{child, stills};

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Task {
    /// A still picture in all widths
    Still,
}

pub fn run(task: Task) -> Result<(), Failure> {
    child::confine().map_err(|e| Failure::new(Exit::Failed, e))?;
    match task {
        Task::Still => stills::produce(),
    }
    .map_err(|e| Failure::new(Exit::Failed, e))
}
