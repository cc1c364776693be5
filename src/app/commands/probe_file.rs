//! `revenge probe-file TASK`: started by the server for media files, which come by its standard input. Hidden, because
//! it answers in a form that only the server reads.

use crate::app::{Exit, Failure};
use crate::platform::gst::{child, serve_inspections, stills};

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Task {
    /// A still picture in all widths
    Still,
    /// Streams, index and identity of one file after the other
    Inspect,
}

pub fn run(task: Task) -> Result<(), Failure> {
    match task {
        Task::Still => child::confine().and_then(|()| stills::produce()),
        Task::Inspect => child::confine_for_long().and_then(|()| serve_inspections()),
    }
    .map_err(|e| Failure::new(Exit::Failed, e))
}
