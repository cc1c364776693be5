//! `revenge probe-file TASK`: started by the server for media files, which come by its standard input. Hidden, because
//! it answers in a form that only the server reads.

use crate::app::{Exit, Failure};
use crate::platform::gst::{child, previews, serve_inspections, stills};

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Task {
    /// A still picture in all widths
    Still,
    /// The cover of a music file, or a picture file, in all widths
    Cover,
    /// Streams, index and identity of one file after the other
    Inspect,
    /// A sheet of small pictures
    Sheet,
}

/// Of which moments, in microseconds.
#[derive(clap::Args)]
pub struct Moments {
    #[arg(long, value_delimiter = ',')]
    at: Vec<u64>,
    /// Where none of those can be shown, the first of these that can
    #[arg(long, value_delimiter = ',')]
    otherwise: Vec<u64>,
    /// The moments are those of keyframes, counted from here
    #[arg(long, allow_negative_numbers = true)]
    origin_ns: Option<i64>,
}

pub fn run(task: Task, moments: &Moments) -> Result<(), Failure> {
    match task {
        Task::Still => child::confine().and_then(|()| stills::produce()),
        Task::Cover => child::confine().and_then(|()| stills::produce_cover()),
        Task::Sheet => {
            child::confine().and_then(|()| previews::produce(&moments.at, &moments.otherwise, moments.origin_ns))
        }
        Task::Inspect => child::confine_for_long().and_then(|()| serve_inspections()),
    }
    .map_err(|e| Failure::new(Exit::Failed, e))
}
