//! The engine's timers: each is set or not, and nothing ticks when none is set.

use std::time::Duration;

use tokio::time::Instant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    /// A postponed job becomes due.
    Due,
    /// This node says that it lives. Set while something runs here.
    Beat,
    /// Look for dead nodes. Set while something runs elsewhere.
    Rescue,
    /// Write reported progress.
    Progress,
    /// Look for jobs without having been told. Set while the listener is away.
    Poll,
    /// A schedule becomes due.
    Schedule,
    /// Jobs that were claimed ahead should have begun.
    Waiting,
    /// Look for jobs once more that another node's transaction may have held.
    Skipped,
    /// Give back what is held and has not ended by itself.
    CallOff,
    /// Try again what the database refused.
    Retry,
}

const N_TIMERS: usize = Timer::Retry as usize + 1;
const ALL: [Timer; N_TIMERS] = [
    Timer::Due,
    Timer::Beat,
    Timer::Rescue,
    Timer::Progress,
    Timer::Poll,
    Timer::Schedule,
    Timer::Waiting,
    Timer::Skipped,
    Timer::CallOff,
    Timer::Retry,
];

#[derive(Debug, Default)]
pub(super) struct Timers {
    at: [Option<Instant>; N_TIMERS],
}

impl Timers {
    pub fn set(&mut self, timer: Timer, after: Duration) {
        self.at[timer as usize] = Some(Instant::now() + after);
    }

    /// Sets it unless it fires before that anyway.
    pub fn set_at_latest(&mut self, timer: Timer, after: Duration) {
        let at = Instant::now() + after;
        let present = &mut self.at[timer as usize];
        *present = Some(present.map_or(at, |present| present.min(at)));
    }

    pub fn clear(&mut self, timer: Timer) {
        self.at[timer as usize] = None;
    }

    pub fn is_set(&self, timer: Timer) -> bool {
        self.at[timer as usize].is_some()
    }

    /// Takes the timers whose time has come.
    pub fn take_expired(&mut self) -> Vec<Timer> {
        let now = Instant::now();
        let expired = |timer: &Timer| self.at[*timer as usize].is_some_and(|at| at <= now);
        let expired: Vec<_> = ALL.into_iter().filter(expired).collect();
        for timer in &expired {
            self.clear(*timer);
        }
        expired
    }

    /// Waits for the first; for ever when none is set.
    pub async fn next(&self) {
        match self.at.iter().flatten().min() {
            Some(at) => tokio::time::sleep_until(*at).await,
            None => std::future::pending().await,
        }
    }
}
