//! The room as its jobs have it: with a share of the database's connections that leaves the others to requests.

use super::Libraries;

impl Libraries {
    /// For handlers of jobs.
    #[must_use]
    pub fn in_background(&self) -> Self {
        Self { db: self.db.in_background(), ..self.clone() }
    }
}
