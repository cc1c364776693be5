//! Why a file could not be inspected: a closed list, each with a sentence and a remedy for people.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stable code of a failure. Stored with the library's problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InspectErrorKind {
    Empty,
    NotMedia,
    Truncated,
    Damaged,
    /// The process that read it died of it.
    Crashing,
    Encrypted,
    Unsupported,
    NoStreams,
    TimedOut,
    Storage,
    Internal,
}

impl InspectErrorKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::NotMedia => "not_media",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::Crashing => "crashes_reader",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "unsupported_format",
            Self::NoStreams => "no_streams",
            Self::TimedOut => "timed_out",
            Self::Storage => "storage_error",
            Self::Internal => "internal_error",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "The file is empty.",
            Self::NotMedia => "The file is not a video or sound file, whatever its name says.",
            Self::Truncated => "The file is incomplete: its end is missing.",
            Self::Damaged => "The file is damaged and cannot be read to its first picture or sound.",
            Self::Crashing => "The file is damaged so badly that the program which read it crashed.",
            Self::Encrypted => "The file is encrypted.",
            Self::Unsupported => "The file's format is not supported.",
            Self::NoStreams => "The file holds neither picture nor sound.",
            Self::TimedOut => "The file could not be read within the time limit.",
            Self::Storage => "The disk did not deliver the file.",
            Self::Internal => "The file could not be examined because of a fault of the server.",
        }
    }

    pub fn remedy(self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated => {
                "Copy or download it again; if it is still being copied, the next scan takes it."
            }
            Self::NotMedia | Self::NoStreams => "Move it out of the library, or give it the name of what it is.",
            Self::Damaged | Self::Crashing => "Copy it again from where it came, or repair it by remuxing it.",
            Self::Encrypted => "Only unprotected files can be played.",
            Self::Unsupported => "Convert it to Matroska or MP4.",
            Self::TimedOut => "Check the disk or the network share; the next scan tries again.",
            Self::Storage => "Check the disk and its cable, or the network share.",
            Self::Internal => "See the server's log; the next scan tries again.",
        }
    }

    /// Whether the same file may well succeed at the next try.
    pub fn is_transient(self) -> bool {
        matches!(self, Self::TimedOut | Self::Storage | Self::Internal)
    }
}

/// A failure with the technical cause for the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InspectError {
    pub kind: InspectErrorKind,
    /// What GStreamer or the system said. For logs, not for people.
    pub cause: String,
}

impl InspectError {
    pub fn new(kind: InspectErrorKind, cause: impl Into<String>) -> Self {
        Self { kind, cause: cause.into() }
    }

    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    pub fn message(&self) -> &'static str {
        self.kind.message()
    }

    pub fn remedy(&self) -> &'static str {
        self.kind.remedy()
    }
}

impl From<std::io::Error> for InspectError {
    fn from(error: std::io::Error) -> Self {
        Self::new(InspectErrorKind::Storage, error.to_string())
    }
}

impl fmt::Display for InspectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}: {})", self.message(), self.code(), self.cause)
    }
}

impl std::error::Error for InspectError {}
