//! How often somebody may ask: the generic cell rate algorithm over fixed-point time.
//!
//! One number per client and class is the whole state: the time at which the client's saved-up quota would be whole again
//! (its theoretical arrival time). It is kept and raced for elsewhere (`platform::rate`); this is the arithmetic. All times
//! are nanoseconds since any fixed moment. Rejected: counters per fixed window (twice the quota around a window's edge)
//! and a token bucket with a float (two numbers to keep consistent, and drift).

const NS_PER_S: u64 = 1_000_000_000;

/// What a request costs the server, as far as limits go. The names are on the wire and in metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Read,
    Write,
    /// Reads that the database must think about.
    Search,
    /// Passwords and setup codes: always per address.
    SignIn,
    Image,
    Stream,
}

impl Class {
    pub const ALL: [Self; 6] = [Self::Read, Self::Write, Self::Search, Self::SignIn, Self::Image, Self::Stream];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Search => "search",
            Self::SignIn => "sign-in",
            Self::Image => "image",
            Self::Stream => "stream",
        }
    }
}

/// So many requests within so many seconds. The whole quota may be used at once; it comes back evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub n_requests: u32,
    pub window_s: u32,
}

impl Quota {
    /// None where there is no limit.
    pub fn new(n_requests: u32, window_s: u32) -> Option<Self> {
        (n_requests > 0 && window_s > 0).then_some(Self { n_requests, window_s })
    }

    pub fn window_ns(self) -> u64 {
        u64::from(self.window_s) * NS_PER_S
    }

    /// Time in which one request comes back. Rounded down, so that the whole quota always fits into the window.
    pub fn interval_ns(self) -> u64 {
        (self.window_ns() / u64::from(self.n_requests.max(1))).max(1)
    }
}

/// What becomes of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub is_allowed: bool,
    /// Requests that would be allowed now, after this one.
    pub n_left: u32,
    /// When a refused client may come back; 0 for an allowed one.
    pub retry_after_ns: u64,
    /// Until the quota is whole again.
    pub reset_ns: u64,
    /// The state to keep. A refusal takes nothing: knocking at the door does not keep it shut.
    pub arrival_ns: u64,
}

/// Judges a request that comes at `now_ns` from a client whose state is `arrival_ns` (0 for a new one).
pub fn decide(arrival_ns: u64, now_ns: u64, quota: Quota) -> Verdict {
    let (interval, window) = (quota.interval_ns(), quota.window_ns());
    // A state out of a clock that went back must not lock anybody out for longer than a window.
    let known = arrival_ns.clamp(now_ns, now_ns.saturating_add(window));
    let next = known.saturating_add(interval);
    let ahead = next - now_ns;
    if ahead > window {
        let reset_ns = known - now_ns;
        return Verdict { is_allowed: false, n_left: 0, retry_after_ns: ahead - window, reset_ns, arrival_ns: known };
    }
    let n_left = u32::try_from((window - ahead) / interval).unwrap_or(u32::MAX);
    Verdict { is_allowed: true, n_left, retry_after_ns: 0, reset_ns: ahead, arrival_ns: next }
}
