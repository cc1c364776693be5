//! Commands besides `serve`: each prints an answer on stdout and ends.

pub mod backup;
pub mod board;
pub mod config;
pub mod doctor;
pub mod migrate;
pub mod name;
pub mod openapi;
pub mod probe_file;
pub mod user;

use std::io::Write;

use tokio::runtime::Runtime;

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

/// Threads for a command that asks the database.
pub fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.map_err(|e| Failure::new(Exit::Failed, format!("start threads: {e}")))
}
