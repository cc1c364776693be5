//! How the program ends: exit codes that packages and supervisors rely on, and one line that says why.

use std::fmt;
use std::process::ExitCode;

use crate::base::{Error, ErrorKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// A check failed, or something broke while running.
    Failed = 1,
    /// The command line or the configuration cannot be right.
    Usage = 2,
    Database = 3,
    PortInUse = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the program ends early. The message is one line for the person who started it.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    message: String,
}

impl Failure {
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        // A message can quote a file or a driver; whatever came in several lines leaves as one.
        let message = message.into().split_whitespace().collect::<Vec<_>>().join(" ");
        Self { exit, message }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub fn database(error: &Error) -> Self {
        Self::new(Exit::Database, format!("database: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// Commands that work on services end with 3 when the database is away, 2 when the caller was wrong, else with 1.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match error.kind() {
            ErrorKind::Unavailable => Exit::Database,
            ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::NotFound => Exit::Usage,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
