//! NOTIFY as it arrives: one connection for all channels of the process, which comes back when it was lost.
//!
//! Readers take part with `Switchboard::listen` and leave by dropping their `Listener`. One task owns the connection; it
//! begins with the first reader and ends after the last. Invariant: a reader hears `Connected` only after PostgreSQL has
//! confirmed the LISTEN of its channel, so what is committed after that reaches it or is announced as `Lost`.
//!
//! Not a connection per channel: each is a process of PostgreSQL with some megabytes, and a small board has few to spare.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Connection, Error as PgError, Socket};

use super::client::no_answer;
use super::connect::Connector;
use super::mailbox::{Mailbox, Notice};

const RETRY_FIRST: Duration = Duration::from_millis(100);
const RETRY_MAX: Duration = Duration::from_secs(5);
/// For LISTEN and UNLISTEN, which PostgreSQL does in no time.
const ORDER_DEADLINE: Duration = Duration::from_secs(5);

/// A reader of one channel. Takes no part any more once it is dropped.
pub struct Listener {
    mailbox: Arc<Mailbox>,
    board: Arc<Board>,
}

impl Listener {
    /// A notice that is there already.
    pub fn try_recv(&mut self) -> Option<Notice> {
        self.mailbox.try_take()
    }

    /// The next notice. Safe to cancel.
    pub async fn recv(&mut self) -> Notice {
        self.mailbox.take().await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.mailbox.close();
        self.board.changed.notify_one();
    }
}

/// All readers of the process, and the task that serves them.
#[derive(Clone)]
pub(super) struct Switchboard {
    connector: Connector,
    board: Arc<Board>,
}

#[derive(Default)]
pub(super) struct Board {
    lines: Mutex<Lines>,
    /// A reader came or went.
    changed: Notify,
}

#[derive(Default)]
struct Lines {
    readers: Vec<Reader>,
    /// The task looks at the readers once more before it ends.
    is_served: bool,
}

struct Reader {
    channel: &'static str,
    mailbox: Arc<Mailbox>,
    /// PostgreSQL has confirmed the LISTEN on the present connection.
    is_connected: bool,
}

impl Switchboard {
    pub(super) fn new(connector: Connector) -> Self {
        Self { connector, board: Arc::default() }
    }

    pub(super) fn listen(&self, channel: &'static str) -> Listener {
        let mailbox = Arc::<Mailbox>::default();
        let mut lines = self.board.lines();
        lines.readers.push(Reader { channel, mailbox: Arc::clone(&mailbox), is_connected: false });
        if !std::mem::replace(&mut lines.is_served, true) {
            let (connector, board) = (self.connector.clone(), Arc::clone(&self.board));
            tokio::spawn(async move { serve(&connector, &board).await });
        }
        drop(lines);
        self.board.changed.notify_one();
        Listener { mailbox, board: Arc::clone(&self.board) }
    }
}

impl Board {
    fn lines(&self) -> std::sync::MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Channels with a reader. Forgets those who have left.
    fn channels(&self) -> BTreeSet<&'static str> {
        let mut lines = self.lines();
        lines.readers.retain(|reader| !reader.mailbox.is_closed());
        lines.readers.iter().map(|reader| reader.channel).collect()
    }

    fn connected(&self, channels: &BTreeSet<&'static str>) {
        for reader in &mut self.lines().readers {
            if !reader.is_connected && channels.contains(reader.channel) {
                reader.is_connected = true;
                reader.mailbox.post(Notice::Connected);
            }
        }
    }

    fn lost(&self) {
        for reader in &mut self.lines().readers {
            if std::mem::take(&mut reader.is_connected) {
                reader.mailbox.post(Notice::Lost);
            }
        }
    }

    fn post(&self, channel: &str, payload: &str) {
        for reader in &self.lines().readers {
            if reader.channel == channel {
                reader.mailbox.post(Notice::Payload(payload.to_owned()));
            }
        }
    }

    /// True when nobody listens any more; the next reader starts another task.
    fn is_over(&self) -> bool {
        let mut lines = self.lines();
        lines.readers.retain(|reader| !reader.mailbox.is_closed());
        lines.is_served = !lines.readers.is_empty();
        !lines.is_served
    }
}

/// Returns when nobody listens any more.
async fn serve(connector: &Connector, board: &Arc<Board>) {
    let mut delay = RETRY_FIRST;
    while !board.is_over() {
        let served = serve_once(connector, board).await;
        board.lost();
        if let Err(error) = &served {
            tracing::debug!(%error, "not listening");
        }
        if board.is_over() {
            return;
        }
        delay = if served.is_ok() { RETRY_FIRST } else { (delay * 2).min(RETRY_MAX) };
        tokio::time::sleep(delay).await;
    }
}

/// One connection. Ok when it was good for a while.
async fn serve_once(connector: &Connector, board: &Arc<Board>) -> Result<(), PgError> {
    let (client, mut driver) = connector.connect_listening(board).await?;
    let mut listened = BTreeSet::new();
    loop {
        let wanted = board.channels();
        if wanted.is_empty() {
            return Ok(());
        }
        tokio::select! {
            ordered = order(&client, &listened, &wanted) => ordered?,
            _ = &mut driver => return Ok(()),
        }
        board.connected(&wanted);
        listened = wanted;
        tokio::select! {
            () = board.changed.notified() => {}
            _ = &mut driver => return Ok(()),
        }
    }
}

/// Brings what the connection listens to in line with what is wanted. Channel names are our own constants.
async fn order(client: &Client, listened: &BTreeSet<&str>, wanted: &BTreeSet<&str>) -> Result<(), PgError> {
    let listen = wanted.difference(listened).map(|channel| format!("listen {channel};"));
    let unlisten = listened.difference(wanted).map(|channel| format!("unlisten {channel};"));
    let orders: String = listen.chain(unlisten).collect();
    if orders.is_empty() {
        return Ok(());
    }
    let ordered = tokio::time::timeout(ORDER_DEADLINE, client.batch_execute(&orders)).await;
    ordered.unwrap_or_else(|_| Err(no_answer()))
}

/// Drives a connection until either end is gone, and hands out what is said on it.
pub(super) fn drive<T>(mut connection: Connection<Socket, T>, board: Arc<Board>) -> JoinHandle<()>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            if let AsyncMessage::Notification(notification) = message {
                board.post(notification.channel(), notification.payload());
            }
        }
    })
}
