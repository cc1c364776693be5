//! Putting a backup back between two lives of the server, while the listener says so.

use std::path::Path;

use tokio::sync::watch;

use crate::base::{Result, now};
use crate::http::Notice;
use crate::platform::db::backup::{Shelf, Telling, Then, import, open};
use crate::services::backups::{Restoration, RestoreOrder};

/// What is said meanwhile.
pub fn restoring(order: &RestoreOrder) -> Notice {
    Notice {
        status: "restoring",
        check: "restore",
        title: "Revenge is putting a backup back".to_owned(),
        lines: vec![
            format!("{} takes the place of the database. What is there now is kept as a backup first.", order.name),
            "Revenge comes back by itself; sign in again then. Should it not work, everything stays as it was."
                .to_owned(),
        ],
        is_passing: true,
        progress: None,
    }
}

/// Does it. An error changes nothing and is part of the answer: the server starts with what was there.
pub async fn restore(url: &str, data_dir: &Path, order: &RestoreOrder, notice: &watch::Sender<Notice>) -> Restoration {
    let done = put_back(url, data_dir, order, notice).await;
    notice.send_replace(Notice::starting("database"));
    let (kept, error) = match done {
        Ok(kept) => (kept, None),
        Err(error) => {
            tracing::error!(%error, backup = order.name, "the backup was not put back; everything is as it was");
            (None, Some(error.to_string()))
        }
    };
    Restoration { name: order.name.clone(), ended_at: now(), error, kept }
}

async fn put_back(
    url: &str,
    data_dir: &Path,
    order: &RestoreOrder,
    notice: &watch::Sender<Notice>,
) -> Result<Option<String>> {
    let kept = Shelf::of(data_dir).before_restore(url).await?;
    let notice = notice.clone();
    let tell = move |done, total| notice.send_modify(|notice| notice.progress = Some((done, total)));
    let restored = import(url, Telling::new(open(&order.file)?, tell), Then::Migrate).await?;
    let kept = kept.and_then(|kept| Some(kept.file_name()?.to_string_lossy().into_owned()));
    tracing::info!(backup = order.name, schema = restored.version, kept, "the backup is in place");
    Ok(kept)
}
