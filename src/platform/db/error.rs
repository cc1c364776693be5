//! Driver errors in the words of `base::Error`.

use crate::base::{Error, ErrorKind};

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let kind = if error.as_db_error().is_none() { ErrorKind::Unavailable } else { ErrorKind::Internal };
        Self::new(kind, "run a database statement").with_source(error)
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        Self::unavailable("get a database connection").with_source(error)
    }
}
