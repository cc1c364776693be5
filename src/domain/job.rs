//! Arguments of every kind of background work. Handlers live in the service that does the work and are registered in
//! `app::workers`; arguments carry ids, never titles.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::job_title::{self, Names, Subject};

/// Queues in falling order of urgency. Limits come from the board profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Queue {
    Critical,
    High,
    Default,
    Low,
    Bulk,
}

impl Queue {
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Default, Self::Low, Self::Bulk];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Default => "default",
            Self::Low => "low",
            Self::Bulk => "bulk",
        }
    }

    /// The most workers that a queue may have on any board.
    pub fn ceiling(self) -> u32 {
        match self {
            Self::Critical => 20,
            Self::High => 15,
            Self::Default => 10,
            Self::Low => 5,
            Self::Bulk => 3,
        }
    }
}

/// A kind of background work: its arguments as stored, and how the queue treats it.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Stable name on the wire and in the database.
    const KIND: &'static str;
    const QUEUE: Queue;
    /// As what its steps are held: work that reads media files gives way as bulk does, however urgent its start is.
    const YIELDS_AS: Queue = Self::QUEUE;
    const MAX_ATTEMPTS: i16 = 5;
    /// Longest pause between two attempts; they double from a second.
    const BACKOFF_MAX: Duration = Duration::from_mins(10);

    /// While a job with the same kind and key is unfinished, another enqueue returns that job.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// What `title` wants to name.
    fn subjects(&self) -> Vec<Subject> {
        Vec::new()
    }

    /// What people read, such as `Scanning Films`.
    fn title(&self, _names: &Names) -> String {
        job_title::plain(Self::KIND)
    }
}

/// Take a still picture out of an item's video and store it in the sizes that the UI asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExtractStill {
    pub library_id: Uuid,
    pub item_id: Uuid,
    pub file_id: Uuid,
}

impl Job for ExtractStill {
    const KIND: &'static str = "extract_still";
    const QUEUE: Queue = Queue::Bulk;
    const MAX_ATTEMPTS: i16 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(self.item_id.to_string())
    }

    fn subjects(&self) -> Vec<Subject> {
        vec![Subject::Item(self.item_id)]
    }

    fn title(&self, names: &Names) -> String {
        format!("Taking a picture of {}", names.of(Subject::Item(self.item_id), "a video"))
    }
}

/// Jobs of one library, of which one at a time is enough.
macro_rules! library_jobs {
    ($($(#[doc = $doc:literal])* $Task:ident: $kind:literal, $queue:ident as $yields_as:ident, $title:literal;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $Task {
            pub library_id: Uuid,
        }

        impl Job for $Task {
            const KIND: &'static str = $kind;
            const QUEUE: Queue = Queue::$queue;
            const YIELDS_AS: Queue = Queue::$yields_as;

            fn unique_key(&self) -> Option<String> {
                Some(self.library_id.to_string())
            }

            fn subjects(&self) -> Vec<Subject> {
                vec![Subject::Library(self.library_id)]
            }

            fn title(&self, names: &Names) -> String {
                format!(concat!($title, " {}"), names.of(Subject::Library(self.library_id), "a library"))
            }
        }
    )* };
}

library_jobs! {
    /// Walk a library's folders and bring the database in line with them.
    ScanLibrary: "scan_library", High as Bulk, "Scanning";
    /// Remove the rows of a large library in steps. Its media files are not touched.
    DeleteLibrary: "delete_library", High as High, "Removing";
    /// Make the seek previews that a library lacks, in shifts, film by film.
    MakePreviews: "make_previews", Bulk as Bulk, "Making seek previews of";
    /// Try on some films what seek previews of a library would cost.
    TryPreviews: "try_previews", Low as Bulk, "Trying seek previews of";
}

/// A job without arguments of which one at a time is enough, such as a schedule starts.
macro_rules! chores {
    ($($(#[doc = $doc:literal])* $Chore:ident: $kind:literal, $queue:ident, $title:literal;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
        pub struct $Chore {}

        impl Job for $Chore {
            const KIND: &'static str = $kind;
            const QUEUE: Queue = Queue::$queue;

            fn unique_key(&self) -> Option<String> {
                Some("one".to_owned())
            }

            fn title(&self, _names: &Names) -> String {
                $title.to_owned()
            }
        }
    )* };
}

chores! {
    /// Enqueue a scan of every library.
    ScanLibraries: "scan_libraries", Default, "Starting the scan of all libraries";
    /// Remove finished jobs past their time.
    PruneJobs: "prune_jobs", Low, "Removing old jobs from the history";
    /// Remove sign-ins that have expired.
    PruneSignIns: "prune_sign_ins", Low, "Removing expired sign-ins";
    /// Remove playback sessions that nobody came back to.
    PrunePlayback: "prune_playback", Low, "Removing expired playback sessions";
    /// Write the whole database into a file on the server's disk.
    MakeBackup: "make_backup", High, "Making a backup";
    /// Remove seek previews of what is gone or switched off. Where they are kept, as other bulk work.
    PrunePreviews: "prune_previews", Bulk, "Removing old seek previews";
}

/// Find out how fast the machine is, once, while nothing else is at work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasureMachine {
    /// Fingerprint of the one that is meant: another node is another machine.
    pub machine: String,
}

impl Job for MeasureMachine {
    const KIND: &'static str = "measure_machine";
    const QUEUE: Queue = Queue::Bulk;

    fn unique_key(&self) -> Option<String> {
        Some(self.machine.clone())
    }

    fn title(&self, _names: &Names) -> String {
        "Measuring this machine".to_owned()
    }
}

/// Send one message to a webhook's receiver. The id is that of the delivery, which holds the message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeliverWebhook {
    pub delivery_id: Uuid,
}

impl Job for DeliverWebhook {
    const KIND: &'static str = "deliver_webhook";
    const QUEUE: Queue = Queue::Low;
    const MAX_ATTEMPTS: i16 = super::webhook::MAX_ATTEMPTS;

    fn unique_key(&self) -> Option<String> {
        Some(self.delivery_id.to_string())
    }

    fn title(&self, _names: &Names) -> String {
        "Telling a webhook".to_owned()
    }
}
