//! Events for one viewer as `text/event-stream`.
//!
//! Each connection reads the bus itself and sees what its viewer may see, what it missed included. Bounded: a client that
//! falls behind is told to reload (`reset`) instead of being buffered, and one that takes nothing for a while is let go.
//! A comment every 25 s keeps proxies from closing the stream; without clients nothing runs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use futures_util::Stream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use crate::base::{Error, Result};
use crate::domain::viewer::Viewer;
use crate::platform::events::{Audience, Event, Subscription, Topic};
use crate::services::accounts::Accounts;

/// Below the 30 s after which the first proxies give up.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// A client that takes nothing for this long is gone, or as good as.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a client that comes back is handed at once.
const PIECE_BYTES: usize = 16 * 1024;
/// When a browser tries again after a break. Its own default is up to five seconds.
const RETRY_MS: u32 = 2000;

type Sender = mpsc::Sender<Result<Bytes, Infallible>>;

/// Who listens.
pub struct Listener {
    pub viewer: Viewer,
    pub accounts: Accounts,
    pub heard: Subscription,
}

impl Listener {
    /// What the client hears, until `until` ends. `until` owns whatever the connection holds.
    pub fn stream(
        self,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
        // One item: the task waits for the client, and the ring of the bus buffers for all.
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            let gone = sender.clone();
            tokio::select! {
                () = self.tell(sender) => {}
                () = gone.closed() => {}
                () = until => {}
            }
        });
        ReceiverStream::new(receiver)
    }

    async fn tell(mut self, client: Sender) {
        // Boxed, like all that a listener does seldom: what it keeps while it waits is what a thousand of them cost.
        if Box::pin(self.catch_up(&client)).await.is_err() {
            return;
        }
        let mut next_beat = Instant::now() + HEARTBEAT;
        loop {
            let text = match tokio::time::timeout_at(next_beat, self.heard.live.recv()).await {
                Ok(Ok(event)) => self.next(&event).await,
                Ok(Err(RecvError::Lagged(_))) => Some(render(&Event::reset(0))),
                Ok(Err(RecvError::Closed)) => return,
                Err(_) => Some(Bytes::from_static(b":\n\n")),
            };
            if let Some(text) = text {
                if client.send_timeout(Ok(text), PATIENCE).await.is_err() {
                    return;
                }
                next_beat = Instant::now() + HEARTBEAT;
            }
        }
    }

    /// The beginning, and what was missed, in pieces that the client takes one by one.
    async fn catch_up(&mut self, client: &Sender) -> Result<(), ()> {
        // Headers alone leave some browsers waiting for the first byte.
        let mut piece = format!(": hello\nretry: {RETRY_MS}\n\n").into_bytes();
        // Whoever reloads needs none of it.
        let missed = if self.heard.has_gap { Vec::new() } else { std::mem::take(&mut self.heard.missed) };
        // Who may not see a library any more learns of its end from what it loads.
        let is_partial = missed.iter().any(|event| is_end_of_library(event) && !may_see(&self.viewer, event.audience));
        if self.heard.has_gap || is_partial {
            piece.extend_from_slice(&render(&Event::reset(self.heard.head)));
        }
        for event in missed.iter().filter(|event| may_see(&self.viewer, event.audience)) {
            piece.extend_from_slice(&event.rendered(render));
            if piece.len() >= PIECE_BYTES {
                let full = std::mem::take(&mut piece);
                client.send_timeout(Ok(full.into()), PATIENCE).await.map_err(drop)?;
            }
        }
        if self.heard.head > 0 {
            // No data, no event: only where to resume when nothing was heard yet.
            piece.extend_from_slice(format!("id: {}\n\n", self.heard.head).as_bytes());
        }
        client.send_timeout(Ok(piece.into()), PATIENCE).await.map_err(drop)
    }

    /// The frame of an event, if this viewer may know of it.
    async fn next(&mut self, event: &Event) -> Option<Bytes> {
        let was_visible = may_see(&self.viewer, event.audience);
        // A library may have come into sight, or gone out of it: both are news to whoever sees it before or after.
        if event.topic == Topic::Library
            && let Ok(libraries) = Box::pin(self.accounts.visible_libraries(&self.viewer)).await
        {
            self.viewer.libraries = libraries;
        }
        (was_visible || may_see(&self.viewer, event.audience)).then(|| event.rendered(render))
    }
}

fn may_see(viewer: &Viewer, audience: Audience) -> bool {
    match audience {
        Audience::Everyone => true,
        Audience::Admins => viewer.is_admin(),
        Audience::User(id) => viewer.user_id == id,
        Audience::Owner(id) => viewer.user_id == id || viewer.is_admin(),
        Audience::Library(id) => viewer.libraries.contains(&id),
    }
}

fn is_end_of_library(event: &Event) -> bool {
    event.topic == Topic::Library && event.data["action"] == "deleted"
}

/// JSON as serde writes it holds no line break, so one data line is enough.
fn render(event: &Event) -> Bytes {
    let id = if event.id == 0 { String::new() } else { format!("id: {}\n", event.id) };
    format!("{id}event: {}\ndata: {}\n\n", event.topic.as_str(), event.text).into()
}

/// Open streams: how many there are, and how many of each user. One user must not keep the others out.
#[derive(Clone)]
pub struct Listeners {
    most: usize,
    most_per_user: usize,
    open: Arc<Mutex<HashMap<Uuid, usize>>>,
}

/// One open stream.
pub struct Seat {
    user: Uuid,
    open: Arc<Mutex<HashMap<Uuid, usize>>>,
}

impl Listeners {
    pub fn new(most: usize, most_per_user: usize) -> Self {
        Self { most, most_per_user, open: Arc::default() }
    }

    /// Most streams, and how many are open.
    pub fn usage(&self) -> (usize, usize) {
        (self.most, self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum())
    }

    pub fn seat(&self, user: Uuid) -> Result<Seat> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= self.most {
            return Err(Error::unavailable("too many clients listen to events"));
        }
        let own = open.entry(user).or_default();
        if *own >= self.most_per_user {
            return Err(Error::throttled("too many clients of this user listen to events", PATIENCE));
        }
        *own += 1;
        Ok(Seat { user, open: Arc::clone(&self.open) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut own) = open.entry(self.user) {
            *own.get_mut() -= 1;
            if *own.get() == 0 {
                own.remove();
            }
        }
    }
}
