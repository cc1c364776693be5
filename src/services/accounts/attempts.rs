//! How often somebody may guess: per account and per address, with growing pauses.
//!
//! An attempt counts when it begins, so that a hundred at once are not all let through; a right password takes its own
//! account's count back. Names that do not exist count like others. In memory only: a restart forgives, which is cheaper
//! than a write per guess. Bounded: the oldest entry makes room.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use quick_cache::unsync::Cache;

use crate::base::{Error, Result};

/// Guesses before the first pause.
const PER_ACCOUNT: u32 = 10;
const PER_ADDRESS: u32 = 30;
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_mins(15);
/// Guesses this long ago are forgotten.
const MEMORY: Duration = Duration::from_mins(15);
const ENTRIES: usize = 10_000;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

#[derive(Clone, Copy)]
struct Count {
    n_guesses: u32,
    last: Instant,
    blocked_until: Option<Instant>,
}

pub struct Attempts {
    counts: Mutex<Cache<Key, Count>>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { counts: Mutex::new(Cache::new(ENTRIES)) }
    }
}

impl Attempts {
    /// Counts a guess, or says how long to wait.
    pub fn begin(&self, account: &str, ip: IpAddr, now: Instant) -> Result<()> {
        let keys = [(Key::Address(network(ip)), PER_ADDRESS), (Key::Account(account.to_owned()), PER_ACCOUNT)];
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let blocked =
            keys.iter().filter_map(|(key, _)| counts.get(key)?.blocked_until?.checked_duration_since(now)).max();
        if let Some(wait) = blocked.filter(|wait| !wait.is_zero()) {
            return Err(Error::throttled("too many attempts to sign in: wait before the next one", wait));
        }
        for (key, allowed) in keys {
            let count = counts.get(&key).copied().filter(|c| now.saturating_duration_since(c.last) < MEMORY);
            let n_guesses = count.map_or(0, |c| c.n_guesses) + 1;
            let blocked_until = (n_guesses >= allowed).then(|| now + pause(n_guesses - allowed));
            counts.insert(key, Count { n_guesses, last: now, blocked_until });
        }
        Ok(())
    }

    /// The guess was right: the account starts anew, and the address gets this one guess back.
    pub fn succeed(&self, account: &str, ip: IpAddr) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.remove(&Key::Account(account.to_owned()));
        let address = Key::Address(network(ip));
        if let Some(mut count) = counts.get(&address).copied() {
            count.n_guesses = count.n_guesses.saturating_sub(1);
            count.blocked_until = count.blocked_until.filter(|_| count.n_guesses >= PER_ADDRESS);
            counts.insert(address, count);
        }
    }
}

fn pause(n_over: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << n_over.min(10)).min(LONGEST_PAUSE)
}

/// One subscriber has a whole /64 of IPv6.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
    }
}
