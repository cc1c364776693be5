//! What scan tests stand on: a library over a folder of its own, an engine that scans it, and what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use revenge::base::new_id;
use revenge::domain::job::{DeleteLibrary, ScanLibrary};
use revenge::domain::library::LibraryKind;
use revenge::domain::viewer::{Role, Viewer};
use revenge::platform::events::Events;
use revenge::platform::fs::Losses;
use revenge::platform::gst::Inspector;
use revenge::platform::jobs::{Engine, EngineConfig, JobInfo, JobState, Jobs, QueueLimits, Workers};
use revenge::services::libraries::{Config, Libraries, Library, NewLibrary, Problem};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::harness::media::{AAC, H264, PICTURE, SOUND, fixture, ledger, recipe};
use crate::harness::{TestDb, eventually};

pub const SOON: Duration = Duration::from_secs(30);

pub struct Rig {
    pub test: TestDb,
    pub libraries: Libraries,
    pub jobs: Jobs,
    /// The folder that is scanned.
    pub media: TempDir,
    pub data: TempDir,
    pub viewer: Viewer,
    pub library: Uuid,
    is_started: AtomicBool,
    stop: CancellationToken,
}

/// An item as a test compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: Uuid,
    pub kind: String,
    pub title: String,
    pub year: Option<i32>,
    pub index: Option<i32>,
    pub parent: Option<Uuid>,
    pub is_present: bool,
    pub n_files: i64,
}

impl Rig {
    /// A library of `kind` over an empty folder, not scanned yet.
    pub async fn new(kind: LibraryKind) -> Self {
        let mut rig = Self::bare().await;
        let path = rig.root().to_str().unwrap().to_owned();
        rig.library = rig.create("Test", kind, &[path]).await.id;
        rig
    }

    /// Without a library.
    pub async fn bare() -> Self {
        let test = TestDb::new().await;
        let events = Events::new(4096);
        let (media, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let jobs = Jobs::new(test.db.clone(), events.clone(), QueueLimits::default());
        let config = Config {
            data_dir: data.path().to_path_buf(),
            images_dir: data.path().join("images"),
            losses: Losses::default(),
            allowed: Vec::new(),
            forbidden: Vec::new(),
            files_at_once: 2,
            file_deadline: Duration::from_secs(20),
            inspector: Inspector::in_process(),
            ledger: ledger(),
            scans_wait_for_disks: true,
        };
        let libraries = Libraries::new(test.db.clone(), jobs.clone(), events, test.caches(), config);
        let viewer = Viewer {
            user_id: new_id(),
            user_name: "admin".into(),
            role: Role::Admin,
            session_id: new_id(),
            libraries: Vec::new(),
        };
        let stop = CancellationToken::new();
        Self {
            test,
            libraries,
            jobs,
            media,
            data,
            viewer,
            library: Uuid::nil(),
            is_started: AtomicBool::new(false),
            stop,
        }
    }

    pub fn root(&self) -> &Path {
        self.media.path()
    }

    pub async fn create(&mut self, name: &str, kind: LibraryKind, paths: &[String]) -> Library {
        let new = NewLibrary { name: name.into(), kind, paths: paths.to_vec() };
        let library = self.libraries.create_library(&self.viewer, new).await.unwrap();
        self.viewer.libraries.push(library.id);
        library
    }

    /// Takes jobs from now on. Not before the first scan, so that files can be put in place.
    pub fn start(&self) {
        if self.is_started.swap(true, Ordering::SeqCst) {
            return;
        }
        let mut workers = Workers::default();
        let (scan, delete) = (self.libraries.clone(), self.libraries.clone());
        workers.register(move |context, job: ScanLibrary| scan.clone().run_scan(context, job));
        workers.register(move |context, job: DeleteLibrary| delete.clone().run_delete(context, job));
        let engine = Engine::new(self.jobs.clone(), workers, EngineConfig::new("rig"));
        tokio::spawn(engine.run(self.stop.child_token()));
    }

    /// Scans to the end and returns the job; the engine starts with the first scan.
    pub async fn scan(&self) -> JobInfo {
        self.scan_library(self.library).await
    }

    pub async fn scan_library(&self, library: Uuid) -> JobInfo {
        self.start();
        let id = self.libraries.request_scan(&self.viewer, library).await.unwrap();
        let job = self.finished(id).await;
        assert_eq!(job.state, JobState::Completed, "{job:?}");
        job
    }

    pub async fn finished(&self, id: Uuid) -> JobInfo {
        eventually("the end of the job", SOON, || async {
            let job = self.jobs.get(id).await.unwrap();
            matches!(job.state, JobState::Completed | JobState::Cancelled | JobState::Discarded).then_some(job)
        })
        .await
    }

    /// A film that is different for each `seed`, so that no two files have the same contents.
    pub fn film(&self, path: &str, seed: u32) -> PathBuf {
        self.copy(&clip(seed), path)
    }

    pub fn copy(&self, from: &Path, path: impl AsRef<Path>) -> PathBuf {
        let target = self.root().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from, &target).unwrap();
        target
    }

    pub async fn items(&self) -> Vec<Item> {
        let client = self.test.owner().await;
        let rows = client
            .query(
                "select i.id, i.kind, i.title, i.year, i.index_no, i.parent_id, i.is_present,
                    (select count(*) from media.item_files x where x.item_id = i.id)
                from media.items i where i.library_id = $1 order by i.kind, i.sort_title, i.index_no, i.id",
                &[&self.library],
            )
            .await
            .unwrap();
        let items = rows.iter().map(|r| Item {
            id: r.get(0),
            kind: r.get(1),
            title: r.get(2),
            year: r.get(3),
            index: r.get(4),
            parent: r.get(5),
            is_present: r.get(6),
            n_files: r.get(7),
        });
        items.collect()
    }

    pub async fn item(&self, title: &str) -> Item {
        let items = self.items().await;
        let found = items.iter().find(|i| i.title == title);
        found.unwrap_or_else(|| panic!("no item {title:?}: {items:?}")).clone()
    }

    /// Titles of items of a kind that are on the shelf.
    pub async fn titles(&self, kind: &str) -> Vec<String> {
        self.items().await.into_iter().filter(|i| i.kind == kind && i.is_present).map(|i| i.title).collect()
    }

    /// Name, state, whether it was read, of every file row.
    pub async fn files(&self) -> Vec<(String, String, bool)> {
        let client = self.test.owner().await;
        let sql = "select rel_path, state, probed_at is not null from media.files where library_id = $1 order by 1";
        let rows = client.query(sql, &[&self.library]).await.unwrap();
        rows.iter().map(|r| (String::from_utf8_lossy(r.get(0)).into_owned(), r.get(1), r.get(2))).collect()
    }

    pub async fn problems(&self) -> Vec<Problem> {
        let page = revenge::base::PageRequest::new(Some(200), None).unwrap();
        self.libraries.list_problems(&self.viewer, self.library, page).await.unwrap().items
    }

    /// Remembers that somebody watched 4.2 s of an item.
    pub async fn watch(&self, item: Uuid) {
        let client = self.test.owner().await;
        let sql = "insert into media.user_state (user_id, item_id, library_id, position_ms, updated_at)
            values ($1, $2, $3, 4200, now())";
        client.execute(sql, &[&self.viewer.user_id, &item, &self.library]).await.unwrap();
    }

    pub async fn watched(&self, item: Uuid) -> Option<i64> {
        let client = self.test.owner().await;
        let sql = "select position_ms from media.user_state where user_id = $1 and item_id = $2";
        client.query_opt(sql, &[&self.viewer.user_id, &item]).await.unwrap().map(|row| row.get(0))
    }

    /// Names, sizes, times and contents below the root: what must never change by our doing.
    pub fn tree_digest(&self) -> String {
        let output = Command::new("find").arg(self.root()).args(["-printf", "%P %s %T@ %m\\n"]).output().unwrap();
        let mut lines: Vec<_> = output.stdout.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        lines.sort();
        let mut digest = Sha256::new();
        for line in lines {
            digest.update(&line);
            digest.update(b"\n");
        }
        format!("{:x?}", digest.finalize())
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// One second of pictures and sound, its contents by `seed`.
pub fn clip(seed: u32) -> PathBuf {
    let title = format!("-metadata title=seed{seed}");
    fixture(&recipe(&[PICTURE, SOUND, H264, AAC, &title], 1), "mkv")
}

/// A number out of the job's result.
pub fn tally(job: &JobInfo, name: &str) -> u64 {
    let result = job.result.as_ref().unwrap();
    result[name].as_u64().unwrap_or_else(|| panic!("no {name} in {result}"))
}
