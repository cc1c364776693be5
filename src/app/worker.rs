//! The life of a worker: it takes jobs of a server's queue, on another machine or beside it, and has no faces.
//!
//! The same binary, handlers and limits as the server. On stop, what handlers do not finish in time goes back to the
//! queue at once. Only with an external database: our own child listens on a private socket. Stills and the like are
//! left to the server unless the worker is told where the server keeps pictures (`images.dir`): on a disk of its own
//! nobody would see them.

use std::time::Instant;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::config::Loaded;
use super::database::Database;
use super::lifecycle::{DATABASE_DEADLINE, ENGINE_DEADLINE, EVENTS_DEADLINE, ms};
use super::process::Process;
use super::signals::{Signals, Wish};
use super::{Failure, build, watchdog};

/// `revenge worker`: returns when the worker has stopped.
pub fn run(loaded: &Loaded) -> Result<(), Failure> {
    let config = &loaded.config;
    if config.database.url.is_none() {
        return Err(Failure::usage(
            "a worker shares the database of its server: set database.url to that external PostgreSQL",
        ));
    }
    let mut loaded = loaded.clone();
    if config.images.dir.is_none() {
        loaded.config.workers.bulk = 0;
    }
    Process::run(&loaded, work)
}

async fn work(process: Process<'_>) -> Result<(), Failure> {
    let config = &process.loaded.config;
    let mut signals = Signals::listen()?;
    let began = Instant::now();
    let database = tokio::select! {
        database = Database::start(config, &process.data_dir, None) => database?,
        () = signals.stop() => return Ok(()),
    };
    tracing::info!(duration_ms = ms(began), schema = database.migrated.version, "database up");
    if config.workers.bulk == 0 {
        tracing::info!("bulk work is left to others; set images.dir to where the server keeps pictures to share it");
    }
    let state = build::services(process.loaded, database.db.clone())?;
    // They lie with the server.
    state.backups.leave_to_server();
    let stop = CancellationToken::new();
    let engine = tokio::spawn(build::engine(&state, config).run(stop.clone()));
    process.notify.ready();
    tracing::info!(duration_ms = ms(process.began), "ready");
    mind(&process, &mut signals, &database).await;
    stop.cancel();
    if timeout(ENGINE_DEADLINE, engine).await.is_err() {
        tracing::warn!("background work did not end in time");
    }
    state.events.flush(EVENTS_DEADLINE).await;
    if timeout(DATABASE_DEADLINE, database.stop()).await.is_err() {
        tracing::warn!("the connections to the database did not end in time");
    }
    Ok(())
}

/// Minds signals and the watchdog until the worker is to end.
async fn mind(process: &Process<'_>, signals: &mut Signals, database: &Database) {
    let watchdog = watchdog::run(&process.notify, &database.db);
    tokio::pin!(watchdog);
    loop {
        tokio::select! {
            wish = signals.next() => match wish {
                Wish::Reload => {
                    process.reload(|fresh| database.db.slow_statements().set(fresh.log.slow_statement_ms));
                }
                Wish::Stop => break,
            },
            () = &mut watchdog => {}
        }
    }
    process.notify.stopping();
    tracing::info!("stopping");
}
