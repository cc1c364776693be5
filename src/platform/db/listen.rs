//! NOTIFY as it arrives: one connection of its own that listens, and comes back when it was lost.
//!
//! Written by one task that lives as long as the `Listener`; read by the job engine. A reader that is too slow loses
//! single notices and is told so by `Connected`, which means in any case: look at the tables, you may have missed something.

use std::future::poll_fn;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Connection, Error as PgError, Socket};

use super::connect::Connector;

/// Notices that wait for the reader.
const BUFFER: usize = 1024;
const RETRY_FIRST: Duration = Duration::from_millis(100);
const RETRY_MAX: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Listening (again). Whatever was said before is lost.
    Connected,
    Payload(String),
    /// The connection is gone; `Connected` follows when it is back.
    Lost,
}

/// Ends its connection when it is dropped.
pub struct Listener {
    notices: mpsc::Receiver<Notice>,
}

impl Listener {
    pub(super) fn start(connector: Connector, channel: &'static str) -> Self {
        let (sender, notices) = mpsc::channel(BUFFER);
        tokio::spawn(async move { listen_for_ever(&connector, channel, &sender).await });
        Self { notices }
    }

    /// A notice that is there already.
    pub fn try_recv(&mut self) -> Option<Notice> {
        self.notices.try_recv().ok()
    }

    /// The next notice. Safe to cancel.
    pub async fn recv(&mut self) -> Notice {
        match self.notices.recv().await {
            Some(notice) => notice,
            // The task ends only after the receiver; nothing is ever said again.
            None => std::future::pending().await,
        }
    }
}

/// Returns when nobody reads any more.
async fn listen_for_ever(connector: &Connector, channel: &str, sender: &mpsc::Sender<Notice>) {
    let mut delay = RETRY_FIRST;
    while !sender.is_closed() {
        let listened = listen(connector, channel, sender).await;
        if let Err(error) = &listened {
            tracing::debug!(%error, channel, "not listening");
        }
        delay = if listened.is_ok() { RETRY_FIRST } else { (delay * 2).min(RETRY_MAX) };
        tokio::select! {
            () = sender.closed() => return,
            () = tokio::time::sleep(delay) => {}
        }
    }
}

/// Ok when the connection was good for a while and then broke.
async fn listen(connector: &Connector, channel: &str, sender: &mpsc::Sender<Notice>) -> Result<(), PgError> {
    let (client, mut messages) = connector.connect_listening(BUFFER).await?;
    client.batch_execute(&format!("listen {channel}")).await?;
    let mut has_overflown = false;
    let mut next = Some(Notice::Connected);
    loop {
        if let Some(notice) = next {
            has_overflown |= sender.try_send(notice).is_err();
        }
        if has_overflown && sender.capacity() > BUFFER / 2 {
            has_overflown = sender.try_send(Notice::Connected).is_err();
        }
        next = tokio::select! {
            () = sender.closed() => return Ok(()),
            payload = messages.recv() => match payload {
                Some(payload) => Some(Notice::Payload(payload)),
                None => break,
            },
        };
    }
    // A full buffer is read sooner or later, and this must not be lost.
    drop(sender.send(Notice::Lost).await);
    Ok(())
}

/// Drives a connection and passes its notifications on, until either end is gone.
pub(super) async fn drive<T>(mut connection: Connection<Socket, T>, payloads: mpsc::Sender<String>)
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
        if let AsyncMessage::Notification(notification) = message {
            // Waits for a slow reader; PostgreSQL keeps the rest.
            if payloads.send(notification.payload().to_owned()).await.is_err() {
                return;
            }
        }
    }
}
