//! Events for one viewer as `text/event-stream`.
//!
//! Each connection reads the bus itself and sees what its viewer may see. Bounded: a client that falls behind is told to
//! reload (`reset`) instead of being buffered. A comment every 25 s keeps proxies from closing the stream; without
//! clients nothing runs.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::Stream;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;

use crate::domain::viewer::Viewer;
use crate::platform::events::{Audience, Event, EventId, Subscription, Topic};
use crate::services::accounts::Accounts;

/// Below the 30 s after which the first proxies give up.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// A client that takes nothing for this long is gone, or as good as.
const PATIENCE: Duration = Duration::from_secs(30);

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

    async fn tell(mut self, client: mpsc::Sender<Result<Bytes, Infallible>>) {
        // Headers alone leave some browsers waiting for the first byte.
        let mut text = String::from(": hello\n\n");
        if self.heard.has_gap {
            text.push_str(&reset());
        }
        for event in std::mem::take(&mut self.heard.missed) {
            text.extend(self.frame(&event));
        }
        let mut next_beat = Instant::now() + HEARTBEAT;
        loop {
            if client.send_timeout(Ok(text.into()), PATIENCE).await.is_err() {
                return;
            }
            text = loop {
                match tokio::time::timeout_at(next_beat, self.heard.live.recv()).await {
                    Ok(Ok(event)) => {
                        self.learn(&event).await;
                        if let Some(text) = self.frame(&event) {
                            break text;
                        }
                    }
                    Ok(Err(RecvError::Lagged(_))) => break reset(),
                    Ok(Err(RecvError::Closed)) => return,
                    Err(_) => break ":\n\n".to_owned(),
                }
            };
            next_beat = Instant::now() + HEARTBEAT;
        }
    }

    /// A library may have come into sight.
    async fn learn(&mut self, event: &Event) {
        if event.topic == Topic::Library
            && let Ok(libraries) = self.accounts.visible_libraries(&self.viewer).await
        {
            self.viewer.libraries = libraries;
        }
    }

    /// `id`, `event`, `data`, if this viewer may know of it.
    fn frame(&self, event: &Event) -> Option<String> {
        may_see(&self.viewer, event.audience).then(|| lines(Some(event.id), event.topic, &event.data))
    }
}

fn may_see(viewer: &Viewer, audience: Audience) -> bool {
    match audience {
        Audience::Everyone => true,
        Audience::Admins => viewer.is_admin(),
        Audience::User(id) => viewer.user_id == id,
        Audience::Library(id) => viewer.libraries.contains(&id),
    }
}

/// Says that events were missed: reload what is shown.
fn reset() -> String {
    lines(None, Topic::System, &json!({ "reset": true }))
}

fn lines(id: Option<EventId>, topic: Topic, data: &Value) -> String {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    // JSON as serde writes it holds no line break, so one data line is enough.
    format!("{id}event: {}\ndata: {data}\n\n", topic.as_str())
}
