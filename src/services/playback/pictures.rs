//! Picture subtitles for clients that draw them: read beside the film at the pace at which they are taken.
//!
//! A reader is a thread and an open file; there are few, and one that is not taken from for minutes ends. The client
//! asks again from where it is then.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::containers::subtitle_head;
use crate::domain::subtitles::{PictureKind, sup_packet, vobsub_head, vobsub_packet};
use crate::platform::gst::pictures::{SubtitlePacket, SubtitleTrack, read_subtitle};

/// Readers at a time, of all sessions.
pub(super) const READERS: usize = 8;
/// Packets between the demuxer and the network: a second of film at most.
const PACKETS: usize = 4;
/// A reader that nobody takes from ends: a paused player comes back by itself.
const UNTAKEN: Duration = Duration::from_mins(5);
/// What is on the screen began before: so much earlier is read.
const LEAD_NS: i64 = 15_000_000_000;
const NS_PER_MS: i64 = 1_000_000;
const RETRY_AFTER: Duration = Duration::from_secs(5);

impl Playback {
    /// Packets of a picture subtitle from `start_ms` on: `.sup` for PGS, framed units with their head for VobSub.
    pub async fn subtitle_pictures(
        &self,
        session: &Arc<Session>,
        (index, kind): (u32, PictureKind),
        start_ms: i64,
    ) -> Result<mpsc::Receiver<Bytes>> {
        let unknown = || Error::not_found("subtitle", index);
        let ordinal = session.media.subtitles().position(|s| s.index == index).ok_or_else(unknown)?;
        session.media.stream(index).filter(|s| s.codec == kind.codec()).ok_or_else(unknown)?;
        let slot = Arc::clone(&self.inner.subtitles.readers)
            .try_acquire_owned()
            .map_err(|_| Error::busy("too many picture subtitles are being read", RETRY_AFTER))?;
        let file = self.media_file(session).await?;
        let origin_ns = self.keyframe_index(session).await?.map_or(0, |index| index.origin_ns);
        let from_ns = start_ms.max(0).saturating_mul(NS_PER_MS).saturating_sub(LEAD_NS).max(0);
        let track = SubtitleTrack { ordinal, from_ns, origin_ns };
        let (sender, receiver) = mpsc::channel(PACKETS);
        let (runtime, engine, ended) =
            (tokio::runtime::Handle::current(), self.engine().clone(), session.ended.clone());
        let read = move || {
            let _slot = slot;
            let put = {
                let sender = sender.clone();
                move |bytes: Vec<u8>| {
                    let sending = async { tokio::time::timeout(UNTAKEN, sender.send(Bytes::from(bytes))).await };
                    runtime.block_on(sending).is_ok_and(|sent| sent.is_ok())
                }
            };
            if let PictureKind::VobSub = kind
                && !put(vobsub_head(&subtitle_head(&*file, ordinal).unwrap_or_default()))
            {
                return Ok(());
            }
            let emit = move |SubtitlePacket { at_ns, bytes }| match kind {
                PictureKind::Pgs => put(sup_packet(at_ns, &bytes)),
                PictureKind::VobSub => put(vobsub_packet(at_ns, &bytes)),
            };
            let is_wanted = || !sender.is_closed() && !ended.is_cancelled() && !engine.is_stopping();
            read_subtitle(&file, track, emit, is_wanted)
        };
        self.engine().spawn(async move {
            let outcome = tokio::task::spawn_blocking(read).await.context(ErrorKind::Internal, "read subtitles");
            if let Err(error) | Ok(Err(error)) = outcome {
                tracing::info!(%error, "picture subtitles end early");
            }
        });
        Ok(receiver)
    }
}
