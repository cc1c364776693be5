//! What readers of our stores found gone, told to whoever has it made anew.
//!
//! Nobody waits for that: when much is told at once some of it is dropped, and told again by the next reader.

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::domain::pictures::LostPicture;

const AT_ONCE: usize = 256;

/// Handle for readers, cheap to clone.
#[derive(Clone, Debug)]
pub struct Losses {
    told: broadcast::Sender<LostPicture>,
}

/// What is told from now on.
#[derive(Debug)]
pub struct LossesHeard {
    heard: broadcast::Receiver<LostPicture>,
}

impl Default for Losses {
    fn default() -> Self {
        Self { told: broadcast::Sender::new(AT_ONCE) }
    }
}

impl Losses {
    pub fn tell(&self, lost: LostPicture) {
        // Nobody listens in a process without the server's chores.
        drop(self.told.send(lost));
    }

    pub fn listen(&self) -> LossesHeard {
        LossesHeard { heard: self.told.subscribe() }
    }
}

impl LossesHeard {
    /// The next one; none once nobody can tell any more.
    pub async fn next(&mut self) -> Option<LostPicture> {
        loop {
            match self.heard.recv().await {
                Ok(lost) => return Some(lost),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
