//! On whose behalf a disk is touched.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A closed set: each is a label of a metric and a sentence of the web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DiskCause, description = "`not_us` is another program of this machine.")]
pub enum Kind {
    /// Somebody watches or listens.
    Playback,
    /// Subtitles that lie beside a film.
    Subtitles,
    /// Whether files are there and as they were.
    Scan,
    /// A new or changed file is read.
    Probe,
    /// Whether a library's folder is there, and which disk.
    RootCheck,
    Stills,
    Previews,
    /// An administrator looks through folders.
    Browse,
    /// An administrator gives a library its folders.
    Folders,
    /// Another program.
    NotUs,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Playback,
        Self::Subtitles,
        Self::Scan,
        Self::Probe,
        Self::RootCheck,
        Self::Stills,
        Self::Previews,
        Self::Browse,
        Self::Folders,
        Self::NotUs,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Playback => "playback",
            Self::Subtitles => "subtitles",
            Self::Scan => "scan",
            Self::Probe => "probe",
            Self::RootCheck => "root_check",
            Self::Stills => "stills",
            Self::Previews => "previews",
            Self::Browse => "browse",
            Self::Folders => "folders",
            Self::NotUs => "not_us",
        }
    }
}

/// A kind with the ids that are known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    pub kind: Kind,
    pub library_id: Option<Uuid>,
    /// What is played, or whose picture is made.
    pub item_id: Option<Uuid>,
    pub job_id: Option<Uuid>,
    /// Of playback.
    pub session_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
}

impl Cause {
    pub fn new(kind: Kind) -> Self {
        Self { kind, library_id: None, item_id: None, job_id: None, session_id: None, user_id: None }
    }
}
