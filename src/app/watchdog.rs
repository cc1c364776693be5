//! The sign of life that systemd waits for, tied to what restarting this process can mend.
//!
//! Withheld while the runtime does nothing: a task and a blocking thread must answer. Withheld while our own PostgreSQL is
//! there, but has answered nobody for two periods of the watchdog: the restart of the unit ends it, whatever state it is in.
//! Not withheld while it restarts or recovers, which its keeper minds, nor for an external one, which no restart of ours
//! brings back: that is said in the status. Whether the database answers is taken from what it is asked anyway; only after
//! somebody asked in vain it is asked from here. So an idle server asks nothing.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::notify::Notify;
use crate::platform::db::Db;

/// Longer than any healthy answer, shorter than the unit's patience.
const PATIENCE: Duration = Duration::from_secs(5);
/// Signs are sent twice in a period.
const SIGNS_WITHOUT_ANSWER: u32 = 4;

/// Never returns. Without a watchdog in the unit it never wakes either.
pub async fn run(notify: &Notify, db: &Db) {
    let Some(interval) = notify.watchdog_interval() else { return std::future::pending().await };
    let mut database = DatabaseWatch { db, patience: interval * SIGNS_WITHOUT_ANSWER, is_away: false };
    loop {
        // Both are looked at, so that the log names all that is the matter.
        let (works, hangs) = tokio::join!(runtime_works(), database.hangs(notify));
        if works && !hangs {
            notify.watchdog();
        }
        tokio::time::sleep(interval).await;
    }
}

/// For a server that only says why it does not serve. Never returns.
pub async fn stand(notify: &Notify) {
    let Some(interval) = notify.watchdog_interval() else { return std::future::pending().await };
    loop {
        if runtime_works().await {
            notify.watchdog();
        }
        tokio::time::sleep(interval).await;
    }
}

/// A task of the workers and one of the threads that may block get their turn. This runs on neither.
async fn runtime_works() -> bool {
    let turns = async { tokio::join!(tokio::spawn(async {}), tokio::task::spawn_blocking(|| ())) };
    let works = timeout(PATIENCE, turns).await.is_ok();
    if !works {
        tracing::error!("tasks do not get their turn; the watchdog is not told that we are well");
    }
    works
}

struct DatabaseWatch<'a> {
    db: &'a Db,
    patience: Duration,
    is_away: bool,
}

impl DatabaseWatch<'_> {
    async fn hangs(&mut self, notify: &Notify) -> bool {
        let since = self.db.unanswered_since();
        let is_away = since.is_some() && !self.db.is_ready().await;
        if is_away != self.is_away {
            notify.status(if is_away { "the database is away" } else { "serving" });
            self.is_away = is_away;
        }
        let hangs = is_away && self.db.is_own_up() && since.is_some_and(|since| self.is_beyond(since));
        if hangs {
            tracing::error!("PostgreSQL runs and answers nobody; the watchdog is not told that we are well");
        }
        hangs
    }

    fn is_beyond(&self, since: Instant) -> bool {
        since.elapsed() > self.patience
    }
}
