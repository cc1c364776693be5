//! The database of another PostgreSQL: moved to this release's at a start, while the listener says so, and what it was before
//! removed when nobody goes back any more.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::watch;

use super::standstill::NotStarted;
use crate::base::now;
use crate::http::Notice;
use crate::platform::db::{ManagedConfig, formers, move_database, other_major, remove_formers};
use crate::platform::fs::volume_of;

/// How long a database that was replaced is kept.
pub const KEPT: time::Duration = time::Duration::days(14);

/// Moves it, if there is anything to move.
pub async fn to_this_release(config: &ManagedConfig, notice: &watch::Sender<Notice>) -> Result<(), NotStarted> {
    if let Some(major) = other_major(&config.data_dir) {
        notice.send_replace(moving(&major));
    }
    let told = notice.clone();
    let tell = move |done, total| told.send_modify(|notice| notice.progress = Some((done, total)));
    let free_bytes = || volume_of(&config.data_dir).map(|volume| volume.free_bytes);
    let moved = move_database(config, free_bytes, tell).await.map_err(|cause| NotStarted::unmoved(&cause))?;
    if moved.is_some() {
        notice.send_replace(Notice::starting("database"));
    }
    Ok(())
}

/// What is said meanwhile.
fn moving(major: &str) -> Notice {
    Notice {
        status: "upgrading",
        check: "database",
        title: "Revenge is moving its database to a newer PostgreSQL".to_owned(),
        lines: vec![
            format!(
                "The release that was there before kept it with PostgreSQL {major}. It is copied into a backup, and \
                 from there into a new database; a large one takes some minutes."
            ),
            "Revenge comes back by itself. Should it not work, everything stays as it was.".to_owned(),
        ],
        is_passing: true,
        progress: None,
    }
}

/// Removes what was replaced, when it has been kept for long enough. Ends when there is nothing left to wait for.
pub async fn forget(data_dir: PathBuf) {
    while let Some(wait) = until_next(&data_dir) {
        tokio::time::sleep(wait).await;
        let here = data_dir.clone();
        match tokio::task::spawn_blocking(move || remove_formers(&here, now() - KEPT)).await {
            Ok(Ok(removed)) => {
                for former in removed {
                    let major = former.major;
                    tracing::info!(major, "the database of another PostgreSQL, kept for going back, is removed");
                }
            }
            Ok(Err(error)) => {
                return tracing::warn!(%error, "a database that was kept for going back cannot be removed");
            }
            Err(error) => return tracing::error!(%error, "the removal of a kept database ended"),
        }
    }
}

/// None when nothing is kept.
fn until_next(data_dir: &Path) -> Option<Duration> {
    let oldest = formers(data_dir).into_iter().map(|former| former.since).min()?;
    Some((oldest + KEPT - now()).try_into().unwrap_or_default())
}
