//! The life of the server: ordered start, serving, ordered stop.
//!
//! Start: log → data directory → listener → database → services → READY. Each step's time is logged; the listener comes
//! first, so that health checks are answered while the database starts. Stop runs backwards within ten seconds; a second
//! signal skips what is left of waiting for clients. Whatever is started here is ended here.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::config::Loaded;
use super::database::Database;
use super::doors::Doors;
use super::process::Process;
use super::signals::{Signals, Wish};
use super::standstill::{NotStarted, Standstill};
use super::{Exit, Failure, backends, build, trim, watchdog};
use crate::base::Threshold;
use crate::http;

/// Clients get this long to take what they asked for.
const DRAIN_DEADLINE: Duration = Duration::from_secs(4);
/// Playback and background work, which were told to stop when the clients were.
pub(super) const ENGINE_DEADLINE: Duration = Duration::from_millis(2500);
/// What was published last must be in the log that clients resume from.
pub(super) const EVENTS_DEADLINE: Duration = Duration::from_millis(500);
/// With the others below ten seconds together.
pub(super) const DATABASE_DEADLINE: Duration = Duration::from_millis(2500);

/// `revenge serve`: returns when the server has stopped.
pub fn serve(loaded: &Loaded) -> Result<(), Failure> {
    Process::run(loaded, |process| Server(process).run())
}

struct Server<'a>(Process<'a>);

impl Server<'_> {
    async fn run(self) -> Result<(), Failure> {
        let mut signals = Signals::listen()?;
        let doors = Doors::open(&self.0.loaded.config).await?;
        let database = match self.start_database(&doors, &mut signals).await {
            Ok(Some(database)) => database,
            Ok(None) => return Ok(()),
            Err(NotStarted::Away(failure)) => return Err(failure),
            Err(NotStarted::Stands(why)) => {
                self.stand(&doors, *why, &mut signals).await;
                return Ok(());
            }
        };
        let served = self.work(doors, &database, &mut signals).await;
        if timeout(DATABASE_DEADLINE, database.stop()).await.is_err() {
            // Its child gets a last order to end when this process does.
            tracing::error!("the database did not end in time");
        }
        served
    }

    /// From a database that is up to one that nobody uses any more.
    async fn work(&self, doors: Doors, database: &Database, signals: &mut Signals) -> Result<(), Failure> {
        let state = build::services(self.0.loaded, database.db.clone())?;
        state.accounts.announce_setup().await?;
        let (chores, events) = (self.start_chores(&state), state.events.clone());
        let stop = CancellationToken::new();
        let engine = tokio::spawn(build::engine(&state, &self.0.loaded.config).run(stop.clone()));
        let pictures = tokio::spawn(build::end_playback(&state, stop.clone()));
        let slow_request = state.shell.config.slow_request.clone();
        let faces = AbortOnDropHandle::new(tokio::spawn(doors.serve(state, stop.clone())));
        self.0.notify.ready();
        tracing::info!(duration_ms = ms(self.0.began), "ready");

        let served = tokio::select! {
            ended = faces => ended.map_err(|e| Failure::new(Exit::Failed, format!("serve: {e}")))?.map_err(Failure::from),
            () = self.mind(signals, (database, &slow_request), &stop) => Ok(()),
        };
        drop(chores);
        // Gives its jobs back while the database is still there.
        stop.cancel();
        if timeout(ENGINE_DEADLINE, async { tokio::join!(pictures, engine) }).await.is_err() {
            tracing::warn!("playback or background work did not end in time");
        }
        events.flush(EVENTS_DEADLINE).await;
        served
    }

    /// What runs beside everything else and is simply dropped at the end.
    fn start_chores(&self, state: &http::AppState) -> JoinSet<()> {
        let (board, status) = (self.0.loaded.board.clone(), state.board.clone());
        let data_dir = self.0.data_dir.path().to_path_buf();
        let mut chores = JoinSet::new();
        chores.spawn(trim::run(state.events.clone()));
        chores.spawn(state.webhooks.clone().run());
        chores.spawn(state.system.clone().watch_disks());
        let engine = state.playback.engine().backends().clone();
        chores.spawn(backends::mind(board, data_dir, status, engine));
        chores
    }

    /// Says why there is nothing to serve until somebody stops the server. Nothing else runs.
    async fn stand(&self, doors: &Doors, why: Standstill, signals: &mut Signals) {
        let Standstill { notice, failure } = why;
        tracing::error!(%failure, "standing still: no start will work before somebody mends this; the page says how");
        self.0.notify.ready_but(&notice.text());
        let notice = watch::Sender::new(notice);
        tokio::select! {
            () = doors.serve_notice(notice.subscribe(), signals.stop()) => {}
            () = watchdog::stand(&self.0.notify) => {}
        }
        self.0.notify.stopping();
        tracing::info!("stopping");
    }

    /// None when the server was told to stop before the database was up.
    async fn start_database(&self, doors: &Doors, signals: &mut Signals) -> Result<Option<Database>, NotStarted> {
        let began = Instant::now();
        let (notice, is_up) = (watch::Sender::new(http::Notice::starting("database")), CancellationToken::new());
        self.0.notify.status("starting the database");
        let startup = doors.serve_notice(notice.subscribe(), is_up.cancelled());
        let start = async {
            let started = Database::start(&self.0.loaded.config, &self.0.data_dir).await;
            is_up.cancel();
            started
        };
        let database = tokio::select! {
            (database, ()) = async { tokio::join!(start, startup) } => database?,
            () = signals.stop() => return Ok(None),
            () = self.0.notify.still_starting() => return Ok(None),
        };
        let Database { place, migrated, .. } = &database;
        tracing::info!(
            duration_ms = ms(began),
            place,
            schema = migrated.version,
            migrations = migrated.n_applied,
            "database up"
        );
        Ok(Some(database))
    }

    /// Minds signals and the watchdog until the server is to end without waiting for the faces any longer.
    async fn mind(
        &self,
        signals: &mut Signals,
        (database, slow_request): (&Database, &Threshold),
        stop: &CancellationToken,
    ) {
        let watchdog = watchdog::run(&self.0.notify, &database.db);
        tokio::pin!(watchdog);
        loop {
            tokio::select! {
                wish = signals.next() => match wish {
                    Wish::Reload => self.0.reload(|fresh| {
                        slow_request.set(fresh.log.slow_request_ms);
                        database.db.slow_statements().set(fresh.log.slow_statement_ms);
                    }),
                    Wish::Stop => break,
                },
                () = &mut watchdog => {}
            }
        }
        self.0.notify.stopping();
        tracing::info!("stopping");
        stop.cancel();
        tokio::select! {
            () = tokio::time::sleep(DRAIN_DEADLINE) => tracing::warn!("clients did not take their answers in time"),
            () = signals.stop() => tracing::warn!("told to stop twice: not waiting for clients"),
        }
    }
}

pub(super) fn ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
