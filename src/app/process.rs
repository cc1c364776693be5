//! What every long-running command has: a log, the data directory, threads, a supervisor.

use std::time::{Duration, Instant};

use super::config::{self, Config, Loaded, LogFormat};
use super::data_dir::DataDir;
use super::notify::Notify;
use super::{Exit, Failure};
use crate::platform::board::memory;
use crate::platform::telemetry::{LogConfig, LogStyle, Telemetry};

/// Threads that hang in a dead network mount do not keep the process.
const THREADS_DEADLINE: Duration = Duration::from_millis(500);

/// This process, started and not yet doing anything.
pub struct Process<'a> {
    pub loaded: &'a Loaded,
    pub data_dir: DataDir,
    pub notify: Notify,
    pub began: Instant,
    telemetry: Telemetry,
}

impl<'a> Process<'a> {
    /// Starts log and threads, works, and returns when that is over.
    pub fn run(loaded: &'a Loaded, work: impl AsyncFnOnce(Self) -> Result<(), Failure>) -> Result<(), Failure> {
        memory::limit_arenas();
        let telemetry = start_log(loaded)?;
        let data_dir = DataDir::open(&loaded.config.data_dir)?;
        let board = &loaded.board;
        tracing::info!(version = env!("CARGO_PKG_VERSION"), data_dir = %data_dir.path().display(), "starting");
        tracing::info!(board = board.profile.name, matched_by = board.matched_by.join(", "), "found board");
        let limits = loaded.config.limits();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.runtime_threads as usize)
            .max_blocking_threads(limits.blocking_threads as usize)
            .enable_all()
            .build()
            .map_err(|e| Failure::new(Exit::Failed, format!("start threads: {e}")))?;
        let process = Self { loaded, data_dir, telemetry, notify: Notify::from_environment(), began: Instant::now() };
        let result = runtime.block_on(work(process));
        runtime.shutdown_timeout(THREADS_DEADLINE);
        match &result {
            Ok(()) => tracing::info!("stopped"),
            Err(failure) => tracing::error!(%failure, "stopped"),
        }
        result
    }

    /// Takes over what can change while running, the log's level and what `take_over` reads; the rest waits for a restart.
    pub fn reload(&self, take_over: impl FnOnce(&Config)) {
        self.notify.reloading();
        let reloaded = config::load(&self.loaded.sources).and_then(|fresh| {
            self.telemetry.set_level(&fresh.config.log.level).map_err(|e| e.to_string())?;
            take_over(&fresh.config);
            Ok(fresh.config.log.level)
        });
        match reloaded {
            Ok(level) => tracing::info!(level, "configuration reloaded"),
            Err(error) => tracing::error!(error, "configuration not reloaded; the old one stays"),
        }
        self.notify.ready();
    }
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
