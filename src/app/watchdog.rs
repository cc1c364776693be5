//! The sign of life that systemd waits for.
//!
//! Sent only when the runtime still gets things done: a task ran here and a blocking thread answered. A database that is
//! away is said in the status but does not withhold the sign: restarting this process would not bring it back.

use std::time::Duration;

use tokio::time::timeout;

use super::notify::Notify;
use crate::platform::db::Db;

/// Longer than any healthy answer, shorter than the unit's patience.
const PATIENCE: Duration = Duration::from_secs(5);

/// Never returns. Without a watchdog in the unit it never wakes either.
pub async fn run(notify: &Notify, db: &Db) {
    let Some(interval) = notify.watchdog_interval() else { return std::future::pending().await };
    let mut is_database_up = true;
    loop {
        if timeout(PATIENCE, tokio::task::spawn_blocking(|| ())).await.is_ok() {
            notify.watchdog();
        } else {
            tracing::error!("no blocking thread answers; the watchdog is not told that we are well");
        }
        let is_up = matches!(timeout(PATIENCE, db.client()).await, Ok(Ok(_)));
        if is_up != is_database_up {
            notify.status(if is_up { "serving" } else { "the database is away" });
            is_database_up = is_up;
        }
        tokio::time::sleep(interval).await;
    }
}

/// For a server that only says why it does not serve. Never returns.
pub async fn stand(notify: &Notify) {
    let Some(interval) = notify.watchdog_interval() else { return std::future::pending().await };
    loop {
        notify.watchdog();
        tokio::time::sleep(interval).await;
    }
}
