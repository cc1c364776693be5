//! What is remembered of one disk: when it was last busy, who touched it last, what woke it.
//!
//! A wake-up is the first request to a disk that had none for a pause in which disks usually go to sleep. A touch of ours
//! after such a pause is only suspected: it may be answered from memory. It becomes a wake-up when the disk's counters
//! move soon after, and is forgotten when they do not. Counters that move without a suspect were moved by somebody else.
//!
//! Between two looks nothing is known, so whoever looks seldom learns of others late; of ourselves each touch is a look.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{Cause, Kind};

/// Wake-ups kept for one disk. The shortest pause allows 288 a day.
const WAKES_MAX: usize = 300;
/// How long a touch may take to reach the disk: nobody waits that long for a disk that starts.
const SUSPICION: Duration = Duration::from_secs(60);
/// A touch has reached the disk's queue by then, or was answered from memory.
const REACH: Duration = Duration::from_secs(2);
/// No disk falls asleep within it.
const FRESH: Duration = Duration::from_secs(1);
/// Busy until that long after the last request.
const ACTIVE: Duration = Duration::from_secs(60);

/// What the kernel counts without asking the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests of every kind that have ended.
    pub n_done: u64,
    pub n_in_flight: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wake {
    pub at: OffsetDateTime,
    pub cause: Cause,
}

/// `unknown` where nobody can tell without asking the disk, which could wake it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiskState {
    /// Requests within the last minute.
    Active,
    /// None, but not for long enough to be asleep.
    Idle,
    /// The kernel has put it to sleep.
    Standby,
    /// Nothing is known without asking the disk, which could wake it.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct DiskLog {
    pause: Duration,
    counters: Option<Counters>,
    looked_at: OffsetDateTime,
    /// When it was last seen busy; at first, when it was first looked at.
    quiet_since: OffsetDateTime,
    was_busy: bool,
    touched: Option<Wake>,
    suspect: Option<Wake>,
    wakes: VecDeque<Wake>,
}

impl DiskLog {
    pub fn new(now: OffsetDateTime, pause: Duration) -> Self {
        Self {
            pause,
            counters: None,
            looked_at: now,
            quiet_since: now,
            was_busy: false,
            touched: None,
            suspect: None,
            wakes: VecDeque::new(),
        }
    }

    /// Takes note of the counters. Returns a wake-up that they prove.
    pub fn look(&mut self, now: OffsetDateTime, counters: Counters) -> Option<Wake> {
        let before = self.counters.replace(counters);
        let last_look = std::mem::replace(&mut self.looked_at, now);
        let has_moved = counters.n_in_flight > 0 || before.is_some_and(|before| before.n_done != counters.n_done);
        if !has_moved {
            self.suspect = self.suspect.filter(|suspect| now - suspect.at < SUSPICION);
            return None;
        }
        let was_quiet = last_look - self.quiet_since >= self.pause;
        let stranger = || was_quiet.then(|| Wake { at: now, cause: Cause::new(Kind::NotUs) });
        let wake = self.suspect.take().or_else(stranger);
        (self.quiet_since, self.was_busy) = (now, true);
        if let Some(wake) = wake {
            self.wakes.truncate(WAKES_MAX - 1);
            self.wakes.push_front(wake);
        }
        wake
    }

    /// Takes note that we are about to touch the disk; to be called after a look of the same moment.
    pub fn touch(&mut self, now: OffsetDateTime, cause: Cause) {
        let touch = Wake { at: now, cause };
        self.touched = Some(touch);
        let is_suspected = self.suspect.is_some_and(|suspect| now - suspect.at < REACH);
        if !is_suspected && now - self.quiet_since >= self.pause {
            self.suspect = Some(touch);
        }
    }

    /// Whether the last look is recent enough to stand for another one: a file is read in thousands of small steps.
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        self.counters.is_some() && now - self.looked_at < FRESH
    }

    /// Whether it has been busy so lately that it cannot be asleep, unless the kernel has put it to sleep.
    pub fn is_awake(&self, now: OffsetDateTime) -> bool {
        self.was_busy && now - self.quiet_since < self.pause
    }

    /// Whether it was watched for as long as disks take to go to sleep, and nothing was asked of it.
    pub fn is_quiet(&self, now: OffsetDateTime) -> bool {
        now - self.quiet_since >= self.pause
    }

    /// When it was last seen busy; before that, when it was first looked at.
    pub fn quiet_since(&self) -> OffsetDateTime {
        self.quiet_since
    }

    pub fn state(&self, now: OffsetDateTime, is_suspended: bool) -> DiskState {
        let quiet = now - self.quiet_since;
        match () {
            () if is_suspended => DiskState::Standby,
            () if !self.was_busy => DiskState::Unknown,
            () if quiet < ACTIVE => DiskState::Active,
            () if self.is_awake(now) => DiskState::Idle,
            () => DiskState::Unknown,
        }
    }

    /// The last touch of ours.
    pub fn last_touch(&self) -> Option<Wake> {
        self.touched
    }

    /// Newest first.
    pub fn wakes(&self) -> impl Iterator<Item = &Wake> {
        self.wakes.iter()
    }

    pub fn n_wakes_since(&self, since: OffsetDateTime) -> usize {
        self.wakes.iter().filter(|wake| wake.at >= since).count()
    }
}
