//! The life of the server: ordered start, serving, ordered stop.
//!
//! Start: log → data directory → listener → database → services → workers → faces → READY. Each step's time is logged.
//! Stop runs backwards within `STOP_DEADLINE`; a second signal ends the process at once. Whatever is started here is
//! ended here.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::config::{self, Loaded, LogFormat};
use super::data_dir::DataDir;
use super::notify::Notify;
use super::signals::{Signals, Wish};
use super::{Exit, Failure, build, commands, watchdog};
use crate::http;
use crate::platform::board::memory;
use crate::platform::db::Db;
use crate::platform::telemetry::{LogConfig, LogStyle, Telemetry};

/// A graceful stop takes no longer, whatever clients and disks do.
const STOP_DEADLINE: Duration = Duration::from_secs(10);
/// How long a database that does not answer is waited for.
const DATABASE_DEADLINE: Duration = Duration::from_secs(5);

/// `revenge serve`: returns when the server has stopped.
pub fn serve(loaded: &Loaded) -> Result<(), Failure> {
    memory::limit_arenas();
    let telemetry = start_log(loaded)?;
    let data_dir = DataDir::open(&loaded.config.data_dir)?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), data_dir = %data_dir.path().display(), "starting");
    let limits = loaded.config.limits();
    tracing::info!(board = loaded.board.profile.name, matched_by = loaded.board.matched_by.join(", "), "board");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(limits.runtime_threads as usize)
        .max_blocking_threads(limits.blocking_threads as usize)
        .enable_all()
        .build()
        .map_err(|e| Failure::new(Exit::Failed, format!("start threads: {e}")))?;
    let result = runtime.block_on(run(loaded, &telemetry));
    // A thread that hangs in a dead network mount must not keep the process.
    runtime.shutdown_timeout(Duration::from_millis(500));
    if let Err(failure) = &result {
        tracing::error!(%failure, "stopped");
    }
    result
}

fn start_log(loaded: &Loaded) -> Result<Telemetry, Failure> {
    let style = match loaded.config.log.format {
        LogFormat::Auto => None,
        LogFormat::Text => Some(LogStyle::Text),
        LogFormat::Json => Some(LogStyle::Json),
        LogFormat::Journal => Some(LogStyle::Journal),
    };
    let config = LogConfig { level: loaded.config.log.level.clone(), style };
    Ok(Telemetry::start(&config)?)
}

async fn run(loaded: &Loaded, telemetry: &Telemetry) -> Result<(), Failure> {
    let notify = Notify::from_environment();
    let mut signals = Signals::listen()?;
    let listener = bind(loaded.config.http.listen).await?;
    let progress = watch::Sender::new("database");
    notify.status("waiting for the database");

    let ready = CancellationToken::new();
    let startup = http::serve_startup(&listener, progress.subscribe(), ready.cancelled());
    let start = async {
        let started = start(loaded).await;
        ready.cancel();
        started
    };
    let db = tokio::select! {
        (db, ()) = async { tokio::join!(start, startup) } => db?,
        () = signals.stop() => return Ok(()),
    };
    let state = build::services(&loaded.config, db);

    notify.ready();
    tracing::info!("ready");
    let watchdog = watchdog::run(&notify, &state.db);
    tokio::pin!(watchdog);
    let stop = CancellationToken::new();
    let faces = http::serve(listener, state.clone(), stop.clone());
    tokio::pin!(faces);
    loop {
        tokio::select! {
            result = &mut faces => { result?; break }
            wish = signals.next() => match wish {
                Wish::Reload => reload(loaded, telemetry, &notify),
                Wish::Stop if stop.is_cancelled() => break,
                Wish::Stop => {
                    notify.stopping();
                    tracing::info!("stopping");
                    stop.cancel();
                }
            },
            () = &mut watchdog => {}
            () = overdue(&stop) => { tracing::warn!("requests did not end in time"); break }
        }
    }
    tracing::info!("stopped");
    Ok(())
}

/// Ends `STOP_DEADLINE` after the stop was ordered.
async fn overdue(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(STOP_DEADLINE).await;
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await.map_err(|e| {
        let exit = if e.kind() == std::io::ErrorKind::AddrInUse { Exit::PortInUse } else { Exit::Usage };
        Failure::new(exit, format!("listen on {address}: {e}"))
    })?;
    let bound = listener.local_addr().map_err(|e| Failure::new(Exit::Failed, format!("listen on {address}: {e}")))?;
    // A wildcard address is no address that a browser can open.
    let shown = if bound.ip().is_unspecified() { format!("127.0.0.1:{}", bound.port()) } else { bound.to_string() };
    commands::print(&format!("listening on http://{shown}"))?;
    tracing::info!(address = %bound, "listening");
    Ok(listener)
}

async fn start(loaded: &Loaded) -> Result<Db, Failure> {
    let began = Instant::now();
    let db = build::database(&loaded.config).map_err(|e| Failure::database(&e))?;
    while let Err(error) = db.client().await {
        if began.elapsed() > DATABASE_DEADLINE {
            return Err(Failure::database(&error));
        }
        tracing::debug!(%error, "the database does not answer yet");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    tracing::info!(duration_ms = began.elapsed().as_millis() as u64, "database up");
    Ok(db)
}

/// Takes over what can change while running; whatever else changed is named and waits for a restart.
fn reload(loaded: &Loaded, telemetry: &Telemetry, notify: &Notify) {
    notify.reloading();
    match config::load(&loaded.sources) {
        Ok(fresh) => match telemetry.set_level(&fresh.config.log.level) {
            Ok(()) => tracing::info!(level = fresh.config.log.level, "configuration reloaded"),
            Err(error) => tracing::error!(%error, "configuration not reloaded"),
        },
        Err(error) => tracing::error!(error, "configuration not reloaded"),
    }
    notify.ready();
}
