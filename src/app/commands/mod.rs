//! Commands besides `serve`: each prints an answer on stdout and ends.

pub mod board;
pub mod config;

use std::io::Write;

use super::{Exit, Failure};

/// Writes an answer to stdout. A reader that went away (`| head`) is not an error.
pub fn print(text: &str) -> Result<(), Failure> {
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    match write!(std::io::stdout().lock(), "{text}{newline}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::Failed, format!("write the answer: {e}")))
        }
        _ => Ok(()),
    }
}
