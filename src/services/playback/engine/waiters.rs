//! Requests of one rendition that wait for its init segment or a segment.
//!
//! Owned by the rendition's actor. A request whose client has gone is remembered for a few seconds: players abort and
//! ask for the same segment again (hls.js after 10 s without a byte), and stopping the pipeline each time would never
//! let it finish.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::oneshot;

use crate::base::{Error, ErrorKind, Result};

/// An aborted request stays wanted this long, unless the session asks elsewhere.
pub(super) const GRACE: Duration = Duration::from_secs(5);

pub(super) type Reply = oneshot::Sender<Result<Bytes>>;

/// What is asked, and the request that asks.
pub(super) struct Asked {
    pub(super) ask: Ask,
    pub(super) by: Option<Arc<str>>,
}

pub(super) enum Ask {
    Init(Reply),
    Segment(u32, Reply),
    /// Of another session, which takes what comes anyway.
    GuestInit(Reply),
    GuestSegment(u32, Reply),
}

#[derive(Default)]
pub(super) struct Waiters {
    init: Vec<Reply>,
    /// In the order of asking.
    segments: Vec<Waiter>,
    /// Other sessions that take what comes anyway: a segment, or the init segment. Nothing is done for them.
    guests: Vec<(Option<u32>, Reply)>,
}

struct Waiter {
    segment: u32,
    reply: Reply,
    since: Instant,
    /// When the client was found gone.
    gone: Option<Instant>,
}

impl Waiters {
    pub(super) fn add_init(&mut self, reply: Reply) {
        self.init.push(reply);
    }

    pub(super) fn add_guest(&mut self, segment: Option<u32>, reply: Reply) {
        self.guests.push((segment, reply));
    }

    /// Sends away guests whose segment will not come.
    pub(super) fn forget_guests(&mut self, will_come: impl Fn(Option<u32>) -> bool) {
        self.guests.retain(|(segment, reply)| !reply.is_closed() && will_come(*segment));
    }

    fn answer_guests(&mut self, segment: Option<u32>, bytes: &Bytes) {
        for (_, reply) in self.guests.extract_if(.., |(wanted, _)| *wanted == segment) {
            drop(reply.send(Ok(bytes.clone())));
        }
    }

    /// A newer request elsewhere supersedes what clients have given up.
    pub(super) fn add(&mut self, segment: u32, reply: Reply) {
        self.segments.retain(|w| !w.reply.is_closed() || w.segment == segment);
        self.segments.push(Waiter { segment, reply, since: Instant::now(), gone: None });
    }

    pub(super) fn answer_init(&mut self, bytes: &Bytes) {
        for reply in self.init.drain(..) {
            // The client may have gone, which is its right.
            drop(reply.send(Ok(bytes.clone())));
        }
        self.answer_guests(None, bytes);
    }

    pub(super) fn answer(&mut self, segment: u32, bytes: &Bytes) {
        self.answer_guests(Some(segment), bytes);
        for waiter in self.segments.extract_if(.., |w| w.segment == segment) {
            drop(waiter.reply.send(Ok(bytes.clone())));
        }
    }

    /// Tells everybody that it will not come.
    pub(super) fn refuse(&mut self, kind: ErrorKind, why: &str) {
        let replies = self.init.drain(..).chain(self.segments.drain(..).map(|w| w.reply));
        for reply in replies {
            let error = Error::new(kind, why.to_owned());
            let error = if kind == ErrorKind::Busy { error.with_retry_after(Duration::from_secs(2)) } else { error };
            drop(reply.send(Err(error)));
        }
    }

    /// Forgets requests whose clients have been gone for longer than the grace; true if there was one.
    pub(super) fn forget_gone(&mut self, now: Instant) -> bool {
        self.init.retain(|reply| !reply.is_closed());
        for waiter in self.segments.iter_mut().filter(|w| w.reply.is_closed()) {
            waiter.gone.get_or_insert(now);
        }
        let before = self.segments.len();
        self.segments.retain(|w| w.gone.is_none_or(|gone| now < gone + GRACE));
        self.segments.len() < before
    }

    /// When `forget_gone` has something to do next, or should look.
    pub(super) fn next_check(&self, now: Instant) -> Option<Instant> {
        let gone = self.segments.iter().filter_map(|w| w.gone).min().map(|gone| gone + GRACE);
        // A client that leaves does not wake the actor; a look each second is enough for a grace of five.
        let look = self.segments.iter().any(|w| w.gone.is_none()).then(|| now + Duration::from_secs(1));
        gone.into_iter().chain(look).min()
    }

    pub(super) fn wants_init(&self) -> bool {
        !self.init.is_empty()
    }

    /// The segment to work for: the newest live request, else the newest that is still in its grace.
    pub(super) fn newest(&self) -> Option<u32> {
        let live = self.segments.iter().rev().find(|w| !w.reply.is_closed());
        live.or(self.segments.last()).map(|w| w.segment)
    }

    /// Whether a client waits for anything, one that has just gone left aside.
    pub(super) fn is_watched(&self) -> bool {
        self.init.iter().any(|reply| !reply.is_closed()) || self.has_live(|_| true)
    }

    /// Whether a client still waits for one of these.
    pub(super) fn has_live(&self, is_meant: impl Fn(u32) -> bool) -> bool {
        self.segments.iter().any(|w| !w.reply.is_closed() && is_meant(w.segment))
    }

    pub(super) fn newest_since(&self) -> Option<Instant> {
        self.segments.last().map(|w| w.since)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.init.is_empty() && self.segments.is_empty()
    }
}
