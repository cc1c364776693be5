//! The life of the server: ordered start, serving, ordered stop.
//!
//! Start: log → data directory → listener → database → services → READY. Each step's time is logged; the listener comes
//! first, so that health checks are answered while the database starts. Stop runs backwards within ten seconds; a second
//! signal skips what is left of waiting for clients. A restore is a stop and a start in one process, between which the
//! listener says so. Whatever is started here is ended here.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::config::Loaded;
use super::database::{Database, Opening};
use super::doors::Doors;
use super::measure::Measure;
use super::process::Process;
use super::restore::restoring;
use super::signals::{Signals, Wish};
use super::standstill::{NotStarted, Standstill};
use super::{Exit, Failure, backends, build, memory, moving, trim, watchdog};
use crate::http::{self, AppState};
use crate::platform::db::Db;
use crate::services::backups::{Restoration, RestoreOrder};

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

/// Why a life of the server ends.
enum End {
    Stop,
    /// To begin again with what a backup holds.
    Restore(RestoreOrder),
}

impl Server<'_> {
    async fn run(self) -> Result<(), Failure> {
        let mut signals = Signals::listen()?;
        let doors = Doors::open(&self.0.loaded.config).await?;
        let (mut order, mut restoration) = (None, None);
        loop {
            let database = match self.start_database(&doors, &mut signals, order.take()).await {
                Ok(Some(database)) => database,
                Ok(None) => return Ok(()),
                Err(NotStarted::Away(failure)) => return Err(failure),
                Err(NotStarted::Stands(why)) => {
                    self.stand(&doors, *why, &mut signals).await;
                    return Ok(());
                }
            };
            restoration = database.restoration.clone().or(restoration);
            let end = self.work(&doors, (&database, restoration.clone()), &mut signals).await;
            if timeout(DATABASE_DEADLINE, database.stop()).await.is_err() {
                // Its child gets a last order to end when this process does.
                tracing::error!("the database did not end in time");
            }
            match end? {
                End::Stop => return Ok(()),
                End::Restore(wanted) => order = Some(wanted),
            }
        }
    }

    /// From a database that is up to one that nobody uses any more.
    async fn work(
        &self,
        doors: &Doors,
        (database, restoration): (&Database, Option<Restoration>),
        signals: &mut Signals,
    ) -> Result<End, Failure> {
        let state = build::services(self.0.loaded, database.db.clone())?;
        state.backups.note_restoration(restoration);
        state.accounts.announce_setup().await?;
        let (chores, events) = (self.start_chores(&state), state.events.clone());
        let stop = CancellationToken::new();
        let engine = tokio::spawn(build::engine(&state, &self.0.loaded.config).run(stop.clone()));
        let pictures = tokio::spawn(build::end_playback(&state, stop.clone()));
        let mut faces = AbortOnDropHandle::new(tokio::spawn(doors.serve(state.clone(), stop.clone())?));
        self.0.notify.ready();
        tracing::info!(duration_ms = ms(self.0.began), "ready");

        let end = tokio::select! {
            ended = &mut faces => match ended {
                Ok(served) => served.map(|()| End::Stop).map_err(Failure::from),
                Err(error) => Err(Failure::new(Exit::Failed, format!("serve: {error}"))),
            },
            end = self.mind(signals, &database.db, &state) => {
                stop.cancel();
                drain(faces, signals).await;
                Ok(end)
            }
        };
        drop(chores);
        // Gives its jobs back while the database is still there.
        stop.cancel();
        if timeout(ENGINE_DEADLINE, async { tokio::join!(pictures, engine) }).await.is_err() {
            tracing::warn!("playback or background work did not end in time");
        }
        events.flush(EVENTS_DEADLINE).await;
        end
    }

    /// What runs beside everything else and is simply dropped at the end.
    fn start_chores(&self, state: &http::AppState) -> JoinSet<()> {
        let (board, status) = (self.0.loaded.board.clone(), state.board.clone());
        let data_dir = self.0.data_dir.path().to_path_buf();
        let mut chores = JoinSet::new();
        chores.spawn(trim::run(state.events.clone()));
        chores.spawn(memory::run(state.clone()));
        chores.spawn(moving::forget(data_dir.clone()));
        chores.spawn(state.webhooks.clone().run());
        chores.spawn(state.system.clone().watch_disks());
        chores.spawn(state.libraries.clone().scan_when_awake(state.schedules.clone()));
        chores.spawn(state.libraries.in_background().mind_pictures());
        let engine = state.playback.engine().backends().clone();
        let tried = CancellationToken::new();
        chores.spawn(backends::mind(board, data_dir, (status, engine), tried.clone()));
        let after = Duration::from_millis(self.0.loaded.config.board.measure_after_ms);
        chores.spawn(Measure::new(state).mind(after, tried));
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
    async fn start_database(
        &self,
        doors: &Doors,
        signals: &mut Signals,
        order: Option<RestoreOrder>,
    ) -> Result<Option<Database>, NotStarted> {
        let began = Instant::now();
        let first = order.as_ref().map_or_else(|| http::Notice::starting("database"), restoring);
        self.0.notify.status(&first.title);
        let (notice, is_up) = (watch::Sender::new(first), CancellationToken::new());
        let startup = doors.serve_notice(notice.subscribe(), is_up.cancelled());
        let start = async {
            let opening = Opening { notice: &notice, order: order.as_ref() };
            let started = Database::start(&self.0.loaded.config, &self.0.data_dir, Some(opening)).await;
            is_up.cancel();
            started
        };
        let database = tokio::select! {
            (database, ()) = async { tokio::join!(start, startup) } => database?,
            () = signals.stop() => return Ok(None),
            () = self.0.notify.still_starting() => return Ok(None),
            // Such a start is one of a server that is watched already.
            () = watchdog::stand(&self.0.notify), if order.is_some() => return Ok(None),
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

    /// Minds signals, the watchdog and administrators until the server is to end.
    async fn mind(&self, signals: &mut Signals, db: &Db, state: &AppState) -> End {
        let watchdog = watchdog::run(&self.0.notify, db);
        tokio::pin!(watchdog);
        loop {
            tokio::select! {
                wish = signals.next() => match wish {
                    Wish::Reload => self.0.reload(|fresh| {
                        state.shell.config.slow_request.set(fresh.log.slow_request_ms);
                        db.slow_statements().set(fresh.log.slow_statement_ms);
                    }),
                    Wish::Stop => {
                        self.0.notify.stopping();
                        tracing::info!("stopping");
                        return End::Stop;
                    }
                },
                order = state.backups.ordered() => {
                    tracing::info!(backup = order.name, "the work stops for a restore");
                    return End::Restore(order);
                }
                () = &mut watchdog => {}
            }
        }
    }
}

/// Waits until clients have taken what they asked for, not for long.
async fn drain<T>(faces: AbortOnDropHandle<T>, signals: &mut Signals) {
    tokio::select! {
        _ended = faces => {}
        () = tokio::time::sleep(DRAIN_DEADLINE) => tracing::warn!("clients did not take their answers in time"),
        () = signals.stop() => tracing::warn!("told to stop twice: not waiting for clients"),
    }
}

pub(super) fn ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
