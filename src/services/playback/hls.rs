//! From a session's row to an open HLS session: plan, file and index become the engine's renditions.
//!
//! Everything comes from the database and the file, nothing from memory, so that a session's URLs go on working after a
//! restart of the server.

use std::sync::Arc;

use super::engine::{AudioChoice, Engine, ExactCodec, HlsSession, Media, Streaming, VideoChoice, video_target};
use super::{Playback, Session};
use crate::base::{Error, Result};
use crate::domain::media::{KeyframeIndex, MediaInfo};
use crate::domain::playback::{AudioTarget, Method, Plan, ReasonCode, VideoTarget};
use crate::domain::subtitles::PictureKind;
use crate::platform::gst::backend::{self as gst, BurnIn, Job};

impl Playback {
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// What would encode the plan's picture if it began now; `None` where nothing is encoded. Says in the reasons what
    /// that means for the picture.
    pub(super) fn backend_for(&self, plan: &mut Plan, info: &MediaInfo) -> Option<String> {
        let choice = streaming(plan, info, self.engine().config().n_threads).video?;
        let VideoChoice::Encode { stream, target } = choice else { return None };
        let job = Job { stream: info.stream(stream)?, target: &target };
        let backend = self.engine().backends().choose(&job, &[]).backend;
        let is_bright = job.transfer().is_some() && backend.plan(&job).is_on_device;
        for reason in plan.reasons.iter_mut().filter(|reason| is_bright && reason.code == ReasonCode::Hdr) {
            reason.detail.push_str("; the video hardware of this board converts it and may show it pale");
        }
        Some(backend.name().to_owned())
    }

    /// The HLS session of a playback session; opened on first use, again after a restart.
    pub async fn hls(&self, session: &Session) -> Result<Arc<HlsSession>> {
        if let Some(open) = self.inner.engine.find(session.id) {
            return Ok(open);
        }
        if session.plan.method == Method::Direct {
            return Err(Error::not_found("HLS stream", "in a session of direct play"));
        }
        let file = self.media_file(session).await?;
        let index = self.keyframe_index(session).await?;
        let index = index.unwrap_or_else(|| index_of_audio(&session.media));
        let mut streaming = streaming(&session.plan, &session.media, self.inner.engine.config().n_threads);
        streaming.subtitles = self.subtitle_choices(session).await?;
        let media = Media { file, info: session.media.clone(), index };
        Ok(self.inner.engine.open(session.id, media, streaming, session.ended.clone()))
    }
}

/// Without pictures there is nothing to cut at: sound is cut anywhere.
fn index_of_audio(info: &MediaInfo) -> KeyframeIndex {
    KeyframeIndex { end_ns: info.duration_ms * 1_000_000, ..KeyframeIndex::default() }
}

fn streaming(plan: &Plan, info: &MediaInfo, n_threads: u32) -> Streaming {
    let burn_in = plan.video.as_ref().and_then(|video| burn_in(info, video.burn_in?));
    let video = plan.video.as_ref().and_then(|video| {
        let stream = info.stream(video.stream)?;
        Some(match video.target {
            VideoTarget::Copy => VideoChoice::Copy { stream: video.stream },
            VideoTarget::Encode { width, height, bit_rate } => {
                let kbit_per_s = u32::try_from(bit_rate / 1000).unwrap_or(u32::MAX);
                let target = video_target(stream, (width, height), kbit_per_s, n_threads);
                let target = gst::VideoTarget { burn_in, ..target };
                VideoChoice::Encode { stream: video.stream, target }
            }
        })
    });
    let audio = plan.audio.iter().map(|audio| match audio.target {
        AudioTarget::Copy => AudioChoice::Copy { stream: audio.stream },
        AudioTarget::Flac { channels, bits } => {
            AudioChoice::Exact { stream: audio.stream, channels, codec: ExactCodec::Flac { bits } }
        }
        AudioTarget::Opus { channels, bit_rate } => {
            let bit_per_s = u32::try_from(bit_rate).unwrap_or(128_000);
            AudioChoice::Exact { stream: audio.stream, channels, codec: ExactCodec::Opus { bit_per_s } }
        }
        AudioTarget::Aac { channels, bit_rate } => AudioChoice::Encode {
            stream: audio.stream,
            channels,
            bit_per_s: u32::try_from(bit_rate).unwrap_or(128_000),
        },
    });
    let source = plan.video.as_ref().and_then(|video| info.stream(video.stream));
    let lighter = plan.ladder.iter().zip(source.into_iter().cycle()).map(|(rung, stream)| {
        let kbit_per_s = u32::try_from(rung.bit_rate / 1000).unwrap_or(u32::MAX);
        let target = video_target(stream, (rung.width, rung.height), kbit_per_s, n_threads);
        (rung.name, gst::VideoTarget { burn_in, ..target })
    });
    Streaming {
        lighter: lighter.collect(),
        video,
        audio: audio.collect(),
        default_audio: plan.audio_stream,
        subtitles: Vec::new(),
        default_subtitle: plan.subtitle_stream,
        start_ms: plan.start_ms,
    }
}

fn burn_in(info: &MediaInfo, index: u32) -> Option<BurnIn> {
    let (ordinal, stream) = info.subtitles().enumerate().find(|(_, s)| s.index == index)?;
    Some(BurnIn { ordinal, kind: PictureKind::of_codec(&stream.codec)? })
}
