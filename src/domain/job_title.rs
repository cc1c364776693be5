//! What people read of a job: its title, made of its kind and stored arguments when it is shown.
//!
//! Arguments carry ids only. Whoever shows jobs asks for their `subjects`, looks the names up in one go, and builds the
//! titles. A name that is gone, or that the reader's connection may not see, leaves a title that names nothing.

use std::collections::HashMap;

use uuid::Uuid;

use super::job::{
    DeleteLibrary, DeliverWebhook, ExtractStill, Job, MakeBackup, MakePreviews, MeasureMachine, PruneJobs,
    PrunePlayback, PrunePreviews, PruneSignIns, ScanLibraries, ScanLibrary, TryPreviews,
};

/// What a job works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Library(Uuid),
    Item(Uuid),
}

/// Names of subjects, as far as they exist.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: HashMap<Subject, String>,
}

impl Names {
    pub fn insert(&mut self, subject: Subject, name: String) {
        self.names.insert(subject, name);
    }

    /// The name, or `otherwise`.
    pub fn of<'a>(&'a self, subject: Subject, otherwise: &'a str) -> &'a str {
        self.names.get(&subject).map_or(otherwise, String::as_str)
    }
}

/// A kind of job for those who have only its name and its arguments as stored.
pub struct Kind {
    pub name: &'static str,
    subjects: fn(&str) -> Vec<Subject>,
    title: fn(&str, &Names) -> Option<String>,
}

impl Kind {
    const fn of<J: Job>() -> Self {
        Self {
            name: J::KIND,
            subjects: |args| serde_json::from_str::<J>(args).map(|job| job.subjects()).unwrap_or_default(),
            title: |args, names| Some(serde_json::from_str::<J>(args).ok()?.title(names)),
        }
    }
}

/// Every kind of this release. `app::workers` has a handler for each.
pub const KINDS: &[Kind] = &[
    Kind::of::<ScanLibrary>(),
    Kind::of::<MakeBackup>(),
    Kind::of::<ScanLibraries>(),
    Kind::of::<DeleteLibrary>(),
    Kind::of::<ExtractStill>(),
    Kind::of::<DeliverWebhook>(),
    Kind::of::<PruneJobs>(),
    Kind::of::<PruneSignIns>(),
    Kind::of::<PrunePlayback>(),
    Kind::of::<MakePreviews>(),
    Kind::of::<TryPreviews>(),
    Kind::of::<PrunePreviews>(),
    Kind::of::<MeasureMachine>(),
];

/// What the names are needed of.
pub fn subjects(kind: &str, args: &str) -> Vec<Subject> {
    find(kind).map(|kind| (kind.subjects)(args)).unwrap_or_default()
}

/// The title; of a kind that this release does not know, its name in plain words.
pub fn title(kind: &str, args: &str, names: &Names) -> String {
    find(kind).and_then(|kind| (kind.title)(args, names)).unwrap_or_else(|| plain(kind))
}

fn find(kind: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|known| known.name == kind)
}

/// `scan_library` → `Scan library`.
pub(super) fn plain(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
