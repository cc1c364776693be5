//! What a scan could not use, in words that lead somewhere.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use revenge_queries::queries::libraries as sql;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Libraries;
use crate::base::{Cursor, Page, PageRequest, Result};
use crate::domain::viewer::Viewer;
use crate::platform::fs::Obstacle;

#[derive(Clone, Debug)]
pub struct Problem {
    pub id: Uuid,
    /// For people: bytes that are no text are replaced.
    pub path: String,
    pub code: String,
    pub message: String,
    pub remedy: Option<String>,
    pub first_seen_at: OffsetDateTime,
}

impl Libraries {
    pub async fn list_problems(&self, viewer: &Viewer, library: Uuid, page: PageRequest) -> Result<Page<Problem>> {
        self.get_library(viewer, library).await?;
        let after: Uuid = page.after()?.unwrap_or_default();
        let client = self.db.client().await?;
        let limit = i64::from(page.limit) + 1;
        let rows = sql::list_problems().bind(&client, &library, &after, &limit).all().await?;
        let problems = rows.into_iter().map(|row| Problem {
            id: row.id,
            path: display_path(row.root_path, row.rel_path),
            code: row.code,
            message: row.message,
            remedy: row.remedy,
            first_seen_at: row.first_seen_at,
        });
        Ok(Page::from_rows(problems.collect(), page.limit, |problem| Cursor::encode(&problem.id)))
    }
}

/// A problem as a scan phase finds it, before it is stored.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub rel_path: Vec<u8>,
    pub code: &'static str,
    pub message: String,
    /// What to do about it; empty where nothing helps.
    pub remedy: &'static str,
}

impl Finding {
    pub(super) fn obstacle(rel_path: Vec<u8>, obstacle: Obstacle) -> Self {
        let (code, message, remedy) = obstacle_words(obstacle);
        Self { rel_path, code, message: message.to_owned(), remedy }
    }
}

const REPLACE_IT: &str = "Remove it, or put a real file in its place.";

fn obstacle_words(obstacle: Obstacle) -> (&'static str, &'static str, &'static str) {
    match obstacle {
        Obstacle::SymbolicLink => (
            "symbolic_link",
            "This is a symbolic link; links inside a library are not followed.",
            "Add the folder that it points to as a folder of the library, or put the file itself here.",
        ),
        Obstacle::Fifo => ("not_a_file", "This is a named pipe, not a file.", REPLACE_IT),
        Obstacle::Socket => ("not_a_file", "This is a socket, not a file.", REPLACE_IT),
        Obstacle::Device => ("not_a_file", "This is a device, not a file.", REPLACE_IT),
        Obstacle::Denied => (
            "no_permission",
            "The server may not read this.",
            "Give the user that the server runs as the right to read it.",
        ),
        Obstacle::ReadError => (
            "storage_error",
            "The disk or the network share answers with an error.",
            "Check the disk, its cable or the share. What was known of it is kept.",
        ),
        Obstacle::TooDeep => (
            "too_deep",
            "The folders are nested too deeply; what is below was not looked at.",
            "Move it closer to the library's folder.",
        ),
        Obstacle::TooManyEntries => (
            "too_many_entries",
            "The folder has too many entries; it was not read.",
            "Spread its files over several folders.",
        ),
        Obstacle::DiskAway => (
            "disk_away",
            "Another disk used to be mounted on this folder and is away; its items are kept.",
            "Mount the disk again. If it is gone for good, delete the folder.",
        ),
    }
}

fn display_path(root: Option<Vec<u8>>, rel_path: Vec<u8>) -> String {
    let mut path = PathBuf::from(OsString::from_vec(root.unwrap_or_default()));
    if !rel_path.is_empty() {
        path.push(OsString::from_vec(rel_path));
    }
    path.to_string_lossy().into_owned()
}
