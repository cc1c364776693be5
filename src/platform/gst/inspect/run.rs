//! One inspection from open file to answer, with its deadline.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::base::Priority;
use crate::domain::containers::{self, Fault, Outline};
use crate::domain::media::{ExactSound, KeyframeIndex, MediaInfo};
use crate::platform::fs::MediaFile;

use super::error::{InspectError, InspectErrorKind};
use super::pass::{self, Extent, Seen};
use super::{merge, streams};

/// Threads that sit in a call that does not return. More than this, and the storage is considered gone.
const ABANDONED_MAX: usize = 8;

/// A pipeline gets this much beyond the deadline to be taken down before its thread counts as hung.
pub(super) const TEARDOWN: Duration = Duration::from_secs(1);

/// The first and the last clock reference lie this far from the first and the last picture at most.
const SAME_LENGTH_NS: i64 = 3_000_000_000;

static ABANDONED: AtomicUsize = AtomicUsize::new(0);

const RUNNING: u8 = 0;
const FINISHED: u8 = 1;
const ABANDONED_BY_CALLER: u8 = 2;

/// Everything that one visit to a file finds out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inspection {
    pub info: MediaInfo,
    pub index: KeyframeIndex,
    pub fingerprint: Vec<u8>,
    /// Playable, but people should know.
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// The data ends before the container says it does.
    EndsEarly,
}

impl Warning {
    pub fn code(self) -> &'static str {
        match self {
            Self::EndsEarly => "truncated",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Self::EndsEarly => "The file is incomplete: it plays up to where its data ends.",
        }
    }

    pub fn remedy(self) -> &'static str {
        match self {
            Self::EndsEarly => InspectErrorKind::Truncated.remedy(),
        }
    }
}

/// Inspections that outlived their deadline and have not come back.
pub fn n_abandoned() -> usize {
    ABANDONED.load(Ordering::Relaxed)
}

/// A read that hangs, for as long as it lives.
pub(super) struct Hung(());

impl Hung {
    pub(super) fn count() -> Self {
        ABANDONED.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Hung {
    fn drop(&mut self) {
        ABANDONED.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(super) fn refuse_if_storage_hangs() -> Result<(), InspectError> {
    if n_abandoned() >= ABANDONED_MAX {
        return Err(InspectError::new(InspectErrorKind::Storage, "earlier reads hang"));
    }
    Ok(())
}

/// Probe, keyframe index and fingerprint of a file. Blocks up to `deadline` (and a second of taking down).
pub fn inspect(file: &MediaFile, deadline: Duration) -> Result<Inspection, InspectError> {
    if file.stamp.size_bytes == 0 {
        return Err(InspectError::new(InspectErrorKind::Empty, "size 0"));
    }
    crate::platform::gst::init().map_err(|e| InspectError::new(InspectErrorKind::Internal, e.to_string()))?;
    refuse_if_storage_hangs()?;
    let file = file.try_clone()?;
    let until = Instant::now() + deadline;
    let (answer, answered) = mpsc::sync_channel(1);
    let fate = Arc::new(AtomicU8::new(RUNNING));
    let fate_of_thread = Arc::clone(&fate);
    let work = move || {
        Priority::Media.lower_this_thread();
        let result = look(&file, until);
        // Nobody listens when the caller gave up.
        answer.try_send(result).ok();
        if fate_of_thread.swap(FINISHED, Ordering::AcqRel) == ABANDONED_BY_CALLER {
            ABANDONED.fetch_sub(1, Ordering::Relaxed);
        }
    };
    thread::Builder::new().name("inspect".to_owned()).spawn(work)?;
    answered.recv_timeout(deadline + TEARDOWN).unwrap_or_else(|_| {
        ABANDONED.fetch_add(1, Ordering::Relaxed);
        if fate.swap(ABANDONED_BY_CALLER, Ordering::AcqRel) == FINISHED {
            ABANDONED.fetch_sub(1, Ordering::Relaxed);
        }
        Err(InspectError::new(InspectErrorKind::TimedOut, "abandoned"))
    })
}

fn look(file: &MediaFile, until: Instant) -> Result<Inspection, InspectError> {
    let fingerprint = file.fingerprint()?;
    let outline = containers::outline(file).map_err(|fault| match fault {
        Fault::IndexMissing => InspectError::new(InspectErrorKind::Truncated, "no moov box"),
        Fault::Encrypted => InspectError::new(InspectErrorKind::Encrypted, "encrypted tracks"),
    })?;
    let seen = see(file, outline.as_ref(), until)?;
    let (mut info, index, warnings) = streams::summarize(&seen, file.stamp.size_bytes)?;
    info.clock_jumps = info.container == "ts" && has_other_length(file, info.duration_ms * 1_000_000);
    info.exact = exact_sound(file, &info);
    Ok(Inspection { info, index, fingerprint, warnings })
}

/// A head may speak of another sound than the one that there is: rates have to agree.
fn exact_sound(file: &MediaFile, info: &MediaInfo) -> Option<ExactSound> {
    let mut sounds = info.audio();
    let (None, Some(only), None) = (info.video(), sounds.next(), sounds.next()) else { return None };
    // Opus is 48 kHz whatever its header says of what went in.
    let rate = only.sample_rate.filter(|_| only.codec != "opus").unwrap_or(48_000);
    containers::exact_sound(file).filter(|exact| exact.sample_rate == rate)
}

/// Read from its start the film lasts longer or shorter than its clock says.
fn has_other_length(file: &MediaFile, read_ns: i64) -> bool {
    containers::clock_span(file).is_some_and(|clock_ns| (clock_ns - read_ns).abs() > SAME_LENGTH_NS)
}

/// With the container's own index only the opening is read, else the whole file.
fn see(file: &MediaFile, outline: Option<&Outline>, until: Instant) -> Result<Seen, InspectError> {
    if let Some(outline) = outline.filter(|outline| outline.has_index) {
        let mut seen = pass::run(file, Extent::Opening, until)?;
        if merge::fits(&seen, outline) {
            merge::apply_index(&mut seen, outline);
            merge::apply_marks(&mut seen, outline);
            return Ok(seen);
        }
    }
    let mut seen = pass::run(file, Extent::Whole, until)?;
    if let Some(outline) = outline {
        merge::apply_marks(&mut seen, outline);
    }
    Ok(seen)
}
