//! Driver errors in the words of `base::Error`: the kind follows from the SQLSTATE in exactly one place.
//!
//! Whatever a restart of PostgreSQL can cause is `Unavailable`, so that the caller answers 503 and tries again; only
//! a statement that PostgreSQL understood and refused is our own fault.

use std::error::Error as _;
use std::io;

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

use crate::base::{Error, ErrorKind};

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        match kind_of(&error) {
            ErrorKind::Unavailable => Self::unavailable("the database did not answer"),
            ErrorKind::Busy => Self::busy("the database is busy", std::time::Duration::from_secs(1)),
            kind => Self::new(kind, "run a database statement"),
        }
        .with_source(Reason::of(error))
    }
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => Self::unavailable("connect to the database").with_source(Reason::of(error)),
            PoolError::Timeout(_) => Self::unavailable("no database connection became free in time").with_source(error),
            error => Self::unavailable("get a database connection").with_source(error),
        }
    }
}

/// True when a row with the same key is there already.
pub fn is_unique_violation(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&SqlState::UNIQUE_VIOLATION)
}

/// True when the connection is not worth keeping: it is gone, or it holds a plan of a table that has changed.
pub(super) fn spoils_connection(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        Some(code) => {
            is_restart(code)
                || *code == SqlState::FEATURE_NOT_SUPPORTED
                || *code == SqlState::INVALID_SQL_STATEMENT_NAME
                || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        }
        None => kind_of(error) == ErrorKind::Unavailable,
    }
}

fn kind_of(error: &tokio_postgres::Error) -> ErrorKind {
    let Some(code) = error.code() else {
        // Neither the wire nor the server is at fault when a value does not fit its Rust type.
        let is_wire = error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
        return if is_wire || is_timeout(error) { ErrorKind::Unavailable } else { ErrorKind::Internal };
    };
    match code.code().get(..2) {
        _ if is_restart(code) => ErrorKind::Unavailable,
        // Out of disk, memory or connections.
        Some("53") => ErrorKind::Unavailable,
        // Serialization failure and deadlock; statement or lock timeout.
        Some("40") => ErrorKind::Busy,
        _ if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE => ErrorKind::Busy,
        _ => ErrorKind::Internal,
    }
}

/// Shutdown, crash recovery, start-up, or a connection that broke.
fn is_restart(code: &SqlState) -> bool {
    code.code().starts_with("08") || code.code().starts_with("57P")
}

fn is_timeout(error: &tokio_postgres::Error) -> bool {
    error.source().is_none() && error.to_string() == super::client::no_answer().to_string()
}

/// The driver says only "db error"; people and logs need PostgreSQL's own sentence.
#[derive(Debug)]
struct Reason {
    sentence: String,
    error: tokio_postgres::Error,
}

impl Reason {
    fn of(error: tokio_postgres::Error) -> Self {
        let sentence = match error.as_db_error() {
            Some(db) => format!("{} ({})", db.message(), db.code().code()),
            None => error.to_string(),
        };
        Self { sentence, error }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Reason {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source().filter(|_| self.error.as_db_error().is_none())
    }
}
