//! What one reader of a NOTIFY channel has not read yet.
//!
//! Written by the switchboard, read by one `Listener`. Bounded: a reader that is too slow loses what waits and reads
//! `Connected` instead, which means in any case: look at the tables, you may have missed something. Posting never waits, so
//! that a slow reader holds up neither the connection nor the other readers.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// Notices that wait for the reader.
const CAPACITY: usize = 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Listening (again). Whatever was said before is lost.
    Connected,
    Payload(String),
    /// The connection is gone; `Connected` follows when it is back.
    Lost,
}

#[derive(Default)]
pub(super) struct Mailbox {
    waiting: Mutex<VecDeque<Notice>>,
    /// One reader: a permit is enough.
    arrived: Notify,
    is_closed: AtomicBool,
}

impl Mailbox {
    pub fn post(&self, notice: Notice) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < CAPACITY {
            waiting.push_back(notice);
        } else {
            waiting.clear();
            // Of what is lost only the state of the connection counts.
            waiting.push_back(if notice == Notice::Lost { notice } else { Notice::Connected });
        }
        drop(waiting);
        self.arrived.notify_one();
    }

    pub fn try_take(&self) -> Option<Notice> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Safe to cancel.
    pub async fn take(&self) -> Notice {
        loop {
            if let Some(notice) = self.try_take() {
                return notice;
            }
            self.arrived.notified().await;
        }
    }

    /// Nobody reads any more.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
    }

    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }
}
