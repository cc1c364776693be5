//! How a session's picture is made at the moment, and by what it was made before.
//!
//! Written by the session's actors, read by whoever lists sessions. A back-end that failed is shunned for the rest of the
//! session: the viewer has seen one pause on its behalf.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A back-end that failed this session, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallback {
    pub backend: String,
    pub reason: String,
}

/// What encodes a session's picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EncodingNow {
    /// Absent until something is encoded.
    pub backend: Option<String>,
    /// Seconds of film per second of work, of the last segment that was made without a pause.
    pub speed_ratio: Option<f64>,
    /// In the order of their failing.
    pub fallbacks: Vec<Fallback>,
}

#[derive(Default)]
pub(super) struct Encoding {
    now: Mutex<EncodingNow>,
}

impl Encoding {
    pub(super) fn now(&self) -> EncodingNow {
        self.lock().clone()
    }

    pub(super) fn begins(&self, backend: &str) {
        let mut now = self.lock();
        if now.backend.as_deref() != Some(backend) {
            now.backend = Some(backend.to_owned());
            now.speed_ratio = None;
        }
    }

    pub(super) fn runs_at(&self, speed_ratio: f64) {
        self.lock().speed_ratio = Some(speed_ratio);
    }

    pub(super) fn fails(&self, backend: &str, reason: &str) {
        self.lock().fallbacks.push(Fallback { backend: backend.to_owned(), reason: reason.to_owned() });
    }

    pub(super) fn shunned(&self) -> Vec<String> {
        self.lock().fallbacks.iter().map(|fallback| fallback.backend.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, EncodingNow> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run that failed and is to be carried on by the next back-end.
pub(super) struct Fall {
    backend: String,
    reason: String,
    /// The segment that it owed.
    segment: u32,
}

/// Of one rendition: what fell, until the next back-end shows whose fault it was.
#[derive(Default)]
pub(super) struct Falling {
    fall: Option<Fall>,
    /// Where the next run has to start although nobody asks, so that the player does not run dry.
    resume_at: Option<u32>,
}

impl Falling {
    pub(super) fn fell(&mut self, backend: &str, reason: &str, segment: u32) {
        self.fall = Some(Fall { backend: backend.to_owned(), reason: reason.to_owned(), segment });
        self.resume_at = Some(segment);
    }

    pub(super) fn resume_at(&self) -> Option<u32> {
        self.resume_at
    }

    /// A run has started, or nobody is there any more.
    pub(super) fn resumed(&mut self) {
        self.resume_at = None;
    }

    /// A segment has come: the back-end that could not make it, and what it said.
    pub(super) fn made(&mut self, segment: u32) -> Option<(String, String)> {
        let fall = self.fall.take_if(|fall| segment >= fall.segment)?;
        Some((fall.backend, fall.reason))
    }
}
