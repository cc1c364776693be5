//! A start that would fail the same way each time: said on a page and to the supervisor instead of a loop of restarts.
//!
//! Everything that is the matter with the database itself belongs here: a migration that fails, a database of another
//! release or of another PostgreSQL, no room to keep a copy. Nothing was changed by then, which the page says. A database
//! that is away may come back by itself: that start ends with exit code 3, and whoever supervises it tries again.

use super::Failure;
use crate::base::{Error, ErrorKind};
use crate::http::Notice;
use crate::platform::db::Unmoved;

const NOTHING_CHANGED: &str = "Nothing was changed and nothing is lost.";
const UNTOUCHED: &str = "Nothing is lost: the database is exactly as it was before the upgrade.";
const BEFORE: &str = "The release that was installed before works with it as it did: install it again and start it.";
const LOG: &str = "The log says more: journalctl -u revenge, or the output of the program or container.";

/// Why a database cannot be had.
#[derive(Debug)]
pub enum NotStarted {
    /// It may pass by itself.
    Away(Failure),
    /// It waits for a person.
    Stands(Box<Standstill>),
}

/// What the person needs to know.
#[derive(Debug)]
pub struct Standstill {
    pub notice: Notice,
    /// For commands, which end with it.
    pub failure: Failure,
}

impl From<NotStarted> for Failure {
    fn from(cause: NotStarted) -> Self {
        match cause {
            NotStarted::Away(failure) => failure,
            NotStarted::Stands(stands) => stands.failure,
        }
    }
}

impl NotStarted {
    pub fn away(error: &Error) -> Self {
        Self::Away(Failure::database(error))
    }

    /// The schema could not be brought up; `is_ours` is a database with a copy from before the upgrade.
    pub fn unmigrated(error: &Error, is_ours: bool) -> Self {
        match error.kind() {
            ErrorKind::Conflict => {
                let back = if is_ours {
                    "To go back to what was there before its upgrade instead: stop the server, run revenge rollback, start it."
                } else {
                    "To go back instead: stop the server, run revenge restore with a backup from before the upgrade, start it."
                };
                let lines = [sentence(error), NOTHING_CHANGED.to_owned(), back.to_owned(), LOG.to_owned()];
                Self::stands(error, "This release of Revenge cannot use the database", lines.to_vec())
            }
            // What the administrator of an external server has to do is a line for the log; the rest passes.
            ErrorKind::Forbidden | ErrorKind::Unavailable | ErrorKind::Busy => Self::away(error),
            _ => {
                let mut lines = vec![sentence(error), UNTOUCHED.to_owned()];
                lines.extend(is_ours.then(|| "A copy of it is kept in backups of the data directory too.".to_owned()));
                lines.push(BEFORE.to_owned());
                lines.push(LOG.to_owned());
                Self::stands(error, "The upgrade of the database did not work", lines)
            }
        }
    }

    /// No copy could be made before an upgrade.
    pub fn uncopied(error: &Error) -> Self {
        if matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Busy) {
            return Self::away(error);
        }
        // The name of a file is for the log.
        let what = match std::error::Error::source(error) {
            Some(cause) => {
                format!("The copy of the database that is kept before an upgrade cannot be written: {cause}.")
            }
            None => sentence(error),
        };
        let room = "Make room on the disk of the data directory, or mend what the log says of it, and restart Revenge.";
        let lines = [what, NOTHING_CHANGED.to_owned(), room.to_owned(), BEFORE.to_owned(), LOG.to_owned()];
        Self::stands(error, "The upgrade of the database was not begun", lines.to_vec())
    }

    /// The data directory's database is of another PostgreSQL and could not be moved to ours.
    pub fn unmoved(cause: &Unmoved) -> Self {
        let (error, title, remedies) = match cause {
            Unmoved::WithoutPrograms(error) => {
                let install = "Install them and restart Revenge, which then moves the database by itself: Debian's package is \
                               postgresql with that number behind it, such as postgresql-17.";
                let by_hand = "Or install the release that was there before, start it and take a backup, move the folder \
                               postgresql of the data directory away, and restore the backup with this release.";
                (error, "The database belongs to another PostgreSQL", [install, by_hand])
            }
            Unmoved::WithoutRoom(error) => {
                let room = "Make room on the disk of the data directory and restart Revenge.";
                (error, "There is no room to move the database to this release's PostgreSQL", [room, BEFORE])
            }
            Unmoved::Failed(error) => {
                let again = "A restart of Revenge tries it again, once what the log says is mended.";
                (error, "The database could not move to this release's PostgreSQL", [again, BEFORE])
            }
        };
        let lines = [&sentence(error), UNTOUCHED, remedies[0], remedies[1], LOG].map(str::to_owned);
        Self::stands(error, title, lines.to_vec())
    }

    /// Our own PostgreSQL does not start, and there is no room left on its disk.
    pub fn without_room(error: &Error) -> Self {
        let what = "PostgreSQL does not start, and the disk of the data directory is full.";
        let lines = [what, "Make room there and restart Revenge; nothing is lost.", LOG].map(str::to_owned);
        Self::stands(error, "The disk is full", lines.to_vec())
    }

    fn stands(error: &Error, title: &str, lines: Vec<String>) -> Self {
        let title = title.to_owned();
        let notice =
            Notice { status: "standing still", check: "database", title, lines, is_passing: false, progress: None };
        Self::Stands(Box::new(Standstill { notice, failure: Failure::database(error) }))
    }
}

/// The step that failed, as a sentence; its cause may quote rows and is for the log.
fn sentence(error: &Error) -> String {
    let mut letters = error.what().chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
