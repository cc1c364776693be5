//! The ledger: every touch of a library path goes through an `Access`, which books it before the disk is reached.
//!
//! In memory only, a bounded log per disk. A path's disks are worked out when it is first touched, and again a minute later:
//! disks come and go. Rejected: booking by file (a scan touches a hundred thousand), and a table in the database (it would
//! write to a disk because another one was read).

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::stack::{self, DiskKind, Found};
use super::{metrics, mounts};
use crate::base::now;
use crate::domain::disks::{Cause, DiskLog, DiskState, Kind, Wake};
use crate::platform::board::Root;

/// How long a path is believed to lie where it lay.
const BELIEVED: Duration = Duration::from_secs(60);
/// Paths that are remembered: library roots, and folders that an administrator looks at.
const PLACES_MAX: usize = 256;
/// Disks that are remembered; a machine with more shows the first.
const DISKS_MAX: usize = 128;
/// Wake-ups that a report shows of each disk.
const WAKES_SHOWN: usize = 50;
const DAY: Duration = Duration::from_hours(24);

/// Handle to the ledger, cheap to clone.
#[derive(Clone, Debug)]
pub struct Ledger {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Where `/sys` and `/proc` are looked for.
    board_root: PathBuf,
    /// A disk without requests for this long may be asleep.
    pause: Duration,
    state: Mutex<State>,
    /// A disk that turns was found.
    turning: Notify,
    /// Changes when a disk that turns is seen awake after it may have slept.
    awake: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    disks: BTreeMap<String, Disk>,
    places: HashMap<PathBuf, Arc<Place>>,
    roots: Vec<PathBuf>,
}

#[derive(Debug)]
struct Disk {
    found: Found,
    log: DiskLog,
}

/// Where a path lies.
#[derive(Debug)]
struct Place {
    /// By what is mounted below the path; the empty path is the path itself.
    mounts: Vec<(PathBuf, Vec<Found>)>,
    seen_at: OffsetDateTime,
}

/// One disk as it is known without asking it.
#[derive(Clone, Debug)]
pub struct DiskReport {
    pub name: String,
    pub model: Option<String>,
    pub kind: DiskKind,
    pub is_removable: bool,
    pub state: DiskState,
    /// Library roots that lie on it, wholly or in part.
    pub roots: Vec<PathBuf>,
    pub last_access: Option<Wake>,
    /// None where the kernel counts no requests, as for network shares.
    pub n_wakes_last_day: Option<usize>,
    /// Newest first.
    pub wakes: Vec<Wake>,
}

/// Leave to touch library paths, for a cause. Whatever reads below a library root takes one.
#[derive(Clone, Debug)]
pub struct Access {
    ledger: Ledger,
    cause: Cause,
}

impl Access {
    #[must_use]
    pub fn library(mut self, id: Uuid) -> Self {
        self.cause.library_id = Some(id);
        self
    }

    #[must_use]
    pub fn item(mut self, id: Uuid) -> Self {
        self.cause.item_id = Some(id);
        self
    }

    #[must_use]
    pub fn job(mut self, id: Uuid) -> Self {
        self.cause.job_id = Some(id);
        self
    }

    #[must_use]
    pub fn session(mut self, id: Uuid) -> Self {
        self.cause.session_id = Some(id);
        self
    }

    #[must_use]
    pub fn user(mut self, id: Uuid) -> Self {
        self.cause.user_id = Some(id);
        self
    }

    /// Books that `root/rel` is about to be touched. Blocks as long as the disk does.
    pub(in crate::platform::fs) fn touch(&self, root: &Path, rel: &Path) {
        self.ledger.book(root, rel, self.cause, now());
    }
}

impl Ledger {
    /// `pause`: how long a disk must have been left alone to be taken for asleep.
    pub fn new(board_root: PathBuf, pause: Duration) -> Self {
        Self::begun(board_root, pause, now())
    }

    /// The same at a time of one's own.
    pub fn begun(board_root: PathBuf, pause: Duration, now: OffsetDateTime) -> Self {
        let inner =
            Inner { board_root, pause, state: Mutex::default(), turning: Notify::new(), awake: watch::Sender::new(()) };
        let ledger = Self { inner: Arc::new(inner) };
        let turning = stack::rotating(&ledger.root());
        let mut state = ledger.state();
        // Known before anything is touched, so that the first touch can be told from a wake-up.
        for found in turning {
            ledger.meet(&mut state, &found, now);
        }
        drop(state);
        ledger
    }

    pub fn access(&self, kind: Kind) -> Access {
        Access { ledger: self.clone(), cause: Cause::new(kind) }
    }

    /// Books a touch of `root/rel` that is about to come.
    pub fn book(&self, root: &Path, rel: &Path, cause: Cause, now: OffsetDateTime) {
        let mut state = self.state();
        let believed = state.places.get(root).filter(|place| now - place.seen_at < BELIEVED).cloned();
        let place = if let Some(place) = believed {
            self.look_at(&mut state, place.disks(rel), now);
            place
        } else {
            // Before the path is resolved: that touches it too.
            self.look_at_all(&mut state, now);
            drop(state);
            let resolved = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
            let place = Arc::new(self.find(root, &resolved, now));
            state = self.state();
            state.adopt(root, cause);
            self.remember(&mut state, root, Arc::clone(&place), now);
            place
        };
        for found in place.disks(rel) {
            if let Some(disk) = state.disks.get_mut(&found.name) {
                disk.log.touch(now, cause);
            }
        }
    }

    /// Looks at what the kernel has counted; touches no disk.
    pub fn look(&self, now: OffsetDateTime) {
        self.look_at_all(&mut self.state(), now);
    }

    /// Tells which paths are library roots now. They are not touched: a link among them is followed at its first touch.
    pub fn set_roots(&self, roots: Vec<PathBuf>, now: OffsetDateTime) {
        let mut state = self.state();
        for root in &roots {
            self.know(&mut state, root, now);
        }
        state.roots = roots;
    }

    /// The disks that library roots lie on.
    pub fn report(&self, now: OffsetDateTime) -> Vec<DiskReport> {
        let mut state = self.state();
        self.look_at_all(&mut state, now);
        let root = self.root();
        let with_roots = state.disks.iter().map(|(name, disk)| (name, disk, state.roots_on(name)));
        let with_roots = with_roots.filter(|(.., roots)| !roots.is_empty());
        let reports = with_roots.map(|(name, disk, roots)| DiskReport {
            name: name.clone(),
            model: disk.found.model.clone(),
            kind: disk.found.kind,
            is_removable: disk.found.is_removable,
            state: disk.log.state(now, stack::is_suspended(&root, name)),
            roots,
            last_access: disk.log.last_touch(),
            n_wakes_last_day: disk.found.has_counters.then(|| disk.log.n_wakes_since(now - DAY)),
            wakes: disk.log.wakes().take(WAKES_SHOWN).copied().collect(),
        });
        reports.collect()
    }

    /// Whether reading below one of these library roots might wake a disk.
    pub fn may_sleep<'a>(&self, roots: impl IntoIterator<Item = &'a Path>, now: OffsetDateTime) -> bool {
        let mut state = self.state();
        self.look_at_all(&mut state, now);
        let places: Vec<_> = roots.into_iter().filter_map(|root| state.places.get(root)).collect();
        state.disks.iter().any(|(name, disk)| {
            let turns = disk.found.kind == DiskKind::Hdd;
            let is_awake = disk.log.is_awake(now) && !stack::is_suspended(&self.root(), name);
            turns && !is_awake && places.iter().any(|place| place.is_on(name))
        })
    }

    /// Since when a disk below this library root has been left alone, where reading there would wake it. One that nobody has
    /// watched for long enough is taken for awake.
    pub fn asleep_since(&self, root: &Path, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let mut state = self.state();
        self.know(&mut state, root, now);
        self.look_at_all(&mut state, now);
        let place = state.places.get(root)?;
        let turning = state.disks.iter().filter(|(name, disk)| disk.found.kind == DiskKind::Hdd && place.is_on(name));
        let is_asleep = |name: &str, log: &DiskLog| log.is_quiet(now) || stack::is_suspended(&self.root(), name);
        turning.filter(|(name, disk)| is_asleep(name, &disk.log)).map(|(_, disk)| disk.log.quiet_since()).max()
    }

    /// Tells each time that a disk is seen awake after it may have slept.
    pub fn awake(&self) -> watch::Receiver<()> {
        self.inner.awake.subscribe()
    }

    /// Looks every so often, from the moment that there is a disk which turns. Never returns.
    pub async fn watch(&self, every: Duration) {
        while !self.has_turning() {
            self.inner.turning.notified().await;
        }
        loop {
            tokio::time::sleep(every).await;
            self.look(now());
        }
    }

    fn has_turning(&self) -> bool {
        self.state().disks.values().any(|disk| disk.found.kind == DiskKind::Hdd)
    }

    fn root(&self) -> Root<'_> {
        Root(&self.inner.board_root)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Not by its real path, which only a touch tells: the first touch finds it anew.
    fn know(&self, state: &mut State, root: &Path, now: OffsetDateTime) {
        if !state.places.contains_key(root) {
            let place = Place { seen_at: OffsetDateTime::UNIX_EPOCH, ..self.find(root, root, now) };
            self.remember(state, root, Arc::new(place), now);
        }
    }

    /// Where the path lies whose real path this is.
    fn find(&self, path: &Path, real: &Path, now: OffsetDateTime) -> Place {
        let root = self.root();
        let table = mounts::read(&root);
        let is_below = |mount: &&mounts::Mount| mount.point != real && mount.point.starts_with(real);
        let below = table.iter().filter(is_below).filter(|mount| stack::is_storage(mount));
        let above = mounts::of(&table, real).map(|mount| (PathBuf::new(), mount));
        let below = below.filter_map(|mount| Some((mount.point.strip_prefix(real).ok()?.to_owned(), mount)));
        let mounts = above.into_iter().chain(below);
        let mounts: Vec<_> = mounts.map(|(rel, mount)| (rel, stack::disks_below(&root, &table, mount))).collect();
        tracing::debug!(path = %path.display(), n_mounts = mounts.len(), "looked for the disks of a path");
        Place { mounts, seen_at: now }
    }

    fn remember(&self, state: &mut State, path: &Path, place: Arc<Place>, now: OffsetDateTime) {
        for found in place.mounts.iter().flat_map(|(_, disks)| disks) {
            self.meet(state, found, now);
        }
        if state.places.len() >= PLACES_MAX {
            let roots = std::mem::take(&mut state.roots);
            state.places.retain(|path, _| roots.contains(path));
            state.roots = roots;
        }
        state.places.insert(path.to_owned(), place);
    }

    fn meet(&self, state: &mut State, found: &Found, now: OffsetDateTime) {
        if state.disks.contains_key(&found.name) || state.disks.len() >= DISKS_MAX {
            return;
        }
        let mut log = DiskLog::new(now, self.inner.pause);
        if let Some(counters) = stack::counters(&self.root(), &found.name) {
            log.look(now, counters);
        }
        let disk = Disk { found: found.clone(), log };
        state.disks.insert(found.name.clone(), disk);
        if found.kind == DiskKind::Hdd {
            metrics::show(&found.name);
            self.inner.turning.notify_one();
        }
    }

    fn look_at_all(&self, state: &mut State, now: OffsetDateTime) {
        for (name, disk) in &mut state.disks {
            self.look_at_one(name, disk, now);
        }
    }

    fn look_at<'a>(&self, state: &mut State, disks: impl Iterator<Item = &'a Found>, now: OffsetDateTime) {
        for found in disks {
            if let Some(disk) = state.disks.get_mut(&found.name) {
                self.look_at_one(&found.name, disk, now);
            }
        }
    }

    fn look_at_one(&self, name: &str, disk: &mut Disk, now: OffsetDateTime) {
        // Only disks that turn go to sleep; the others would count as woken by every request after a pause.
        if disk.found.kind != DiskKind::Hdd || disk.log.is_fresh(now) {
            return;
        }
        let Some(counters) = stack::counters(&self.root(), name) else { return };
        let was_awake = disk.log.is_awake(now);
        if let Some(wake) = disk.log.look(now, counters) {
            metrics::count_wake_up(name, wake.cause.kind);
            tracing::debug!(disk = name, cause = wake.cause.kind.as_str(), "a disk was woken");
        }
        if !was_awake && disk.log.is_awake(now) {
            self.inner.awake.send_replace(());
        }
    }
}

impl Place {
    fn disks(&self, rel: &Path) -> impl Iterator<Item = &Found> {
        let above = self.mounts.iter().filter(|(point, _)| rel.starts_with(point));
        let nearest = above.max_by_key(|(point, _)| point.components().count());
        nearest.into_iter().flat_map(|(_, disks)| disks)
    }

    fn is_on(&self, disk: &str) -> bool {
        self.mounts.iter().flat_map(|(_, disks)| disks).any(|found| found.name == disk)
    }
}

impl State {
    /// What jobs and sessions read is a library's, whether or not somebody has told so.
    fn adopt(&mut self, root: &Path, cause: Cause) {
        let is_library = cause.job_id.or(cause.session_id).is_some();
        if is_library && self.roots.len() < PLACES_MAX && !self.roots.iter().any(|known| known == root) {
            self.roots.push(root.to_owned());
        }
    }

    fn roots_on(&self, disk: &str) -> Vec<PathBuf> {
        let on = |root: &&PathBuf| self.places.get(*root).is_some_and(|place| place.is_on(disk));
        self.roots.iter().filter(on).cloned().collect()
    }
}
