//! Signals of the operator and the supervisor, as a stream of wishes.

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Exit, Failure};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Stop,
    Reload,
}

pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// From here on these signals no longer end the process by themselves.
    pub fn listen() -> Result<Self, Failure> {
        let open = |kind| signal(kind).map_err(|e| Failure::new(Exit::Failed, format!("listen for signals: {e}")));
        Ok(Self {
            terminate: open(SignalKind::terminate())?,
            interrupt: open(SignalKind::interrupt())?,
            hangup: open(SignalKind::hangup())?,
        })
    }

    pub async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::Stop,
            _ = self.interrupt.recv() => Wish::Stop,
            _ = self.hangup.recv() => Wish::Reload,
        }
    }

    /// Waits until somebody wants the server to stop, reloads being of no use now.
    pub async fn stop(&mut self) {
        while self.next().await != Wish::Stop {}
    }
}
