//! Backups on the server's own disk: made, listed, handed out, taken in, put back.
//!
//! Nothing of this is in the database, which a restore replaces. A restore is only asked for here: the server then stops its
//! work, puts the backup back and starts again (`app::lifecycle`), and says here how that went. Invariant: what is asked for
//! has been read to its end before anything stops.

mod jobs;
mod manage;
mod restore;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

pub use restore::{Restoration, RestoreOrder};

use crate::platform::db::Db;
use crate::platform::db::backup::Shelf;
use crate::platform::jobs::Jobs;

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Backups {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    jobs: Jobs,
    data_dir: PathBuf,
    shelf: Shelf,
    /// True in a process whose data directory is not the server's.
    is_elsewhere: AtomicBool,
    /// Held by who sends one: a second at once would fill the disk twice as fast.
    uploading: tokio::sync::Mutex<()>,
    /// Set by `request_restore`, heard by the server.
    order: watch::Sender<Option<RestoreOrder>>,
    /// The last of this process.
    last: Mutex<Option<Restoration>>,
}

impl Backups {
    pub fn new(db: Db, jobs: Jobs, data_dir: PathBuf) -> Self {
        let shelf = Shelf::of(&data_dir);
        let inner = Inner {
            db,
            jobs,
            data_dir,
            shelf,
            is_elsewhere: AtomicBool::new(false),
            uploading: tokio::sync::Mutex::default(),
            order: watch::Sender::new(None),
            last: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }
}
