//! The task that sees to it that pictures are there: at the start, and when somebody asked for one that is not.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::base::Result;
use crate::domain::pictures::LostPicture;
use crate::services::libraries::Libraries;

/// A film whose disk is away or that gives no picture any more is tried again after so long, if somebody still looks: to try
/// means to wake its disk.
const AGAIN_AFTER: Duration = Duration::from_hours(24);
/// Enough for a wall of everything. Past it, what is asked for waits for others to grow old, or for the next start.
const MOST_ASKED: usize = 20_000;

impl Libraries {
    /// Never returns while somebody can ask for pictures.
    pub async fn mind_pictures(self) {
        let mut losses = self.config.losses.listen();
        if let Err(error) = self.compare_pictures().await {
            tracing::warn!(%error, "pictures that are missing are looked for again at the next start");
        }
        let mut asked = Asked::default();
        while let Some(lost) = losses.next().await {
            if !asked.is_new(lost.id(), Instant::now()) {
                continue;
            }
            if let Err(error) = self.request_lost(lost).await {
                asked.forget(lost.id());
                tracing::warn!(%error, "a picture that is missing is asked for again when somebody looks for it");
            }
        }
    }

    async fn request_lost(&self, lost: LostPicture) -> Result<()> {
        match lost {
            LostPicture::OfItem(item) => {
                self.request_pictures(&[item]).await?;
            }
            LostPicture::Sheet { set, sheet } => {
                self.request_sheets(vec![(set, sheet + 1)]).await?;
            }
        }
        Ok(())
    }
}

/// What was asked for lately: one request for each, however many look.
#[derive(Default)]
struct Asked {
    at: HashMap<Uuid, Instant>,
}

impl Asked {
    fn is_new(&mut self, id: Uuid, now: Instant) -> bool {
        let is_old = |at: &Instant| now.duration_since(*at) >= AGAIN_AFTER;
        if self.at.len() >= MOST_ASKED {
            self.at.retain(|_, at| !is_old(at));
        }
        let is_new = self.at.get(&id).is_none_or(is_old) && self.at.len() < MOST_ASKED;
        if is_new {
            self.at.insert(id, now);
        }
        is_new
    }

    fn forget(&mut self, id: Uuid) {
        self.at.remove(&id);
    }
}
