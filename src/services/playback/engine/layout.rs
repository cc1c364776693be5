//! From a plan and a file's index to renditions with their cuts and work: pure, made once per session.

use std::sync::Arc;

use crate::domain::hls::{
    Cuts, H264Level, RenditionId, audio_cuts, encode_cuts, exact_cuts, remux_cuts, subtitle_cuts,
};
use crate::domain::media::{KeyframeIndex, MediaInfo, Stream, StreamKind};
use crate::domain::playback::{Burden, encode_cost};
use crate::platform::fs::MediaFile;
use crate::platform::gst::backend::{Backend, Job, VideoTarget};
use crate::platform::gst::run::{AudioTarget, ExactCodec, ExactTarget, RunSpec, SourceFile, Work};

const NS_PER_MS: i64 = 1_000_000;
/// Differences of two lengths below this are rounding.
const SAME_NS: i64 = 50 * NS_PER_MS;

/// A file as the engine needs it: open, probed, indexed.
pub struct Media {
    pub file: Arc<MediaFile>,
    pub info: MediaInfo,
    pub index: KeyframeIndex,
}

/// What of the file is streamed, and how: the engine's view of a plan.
#[derive(Clone, Debug, Default)]
pub struct Streaming {
    pub video: Option<VideoChoice>,
    /// Lighter pictures of the same stream by their names, from tall to small.
    pub lighter: Vec<(u32, VideoTarget)>,
    /// Every audio stream that the player may choose.
    pub audio: Vec<AudioChoice>,
    pub default_audio: Option<u32>,
    pub subtitles: Vec<SubtitleChoice>,
    pub default_subtitle: Option<u32>,
    /// Where the player is expected to begin.
    pub start_ms: i64,
}

#[derive(Clone, Debug)]
pub enum VideoChoice {
    Copy { stream: u32 },
    Encode { stream: u32, target: VideoTarget },
}

#[derive(Clone, Debug)]
pub enum AudioChoice {
    Copy {
        stream: u32,
    },
    /// Every sample of a track of music.
    Exact {
        stream: u32,
        channels: u32,
        codec: ExactCodec,
    },
    /// To AAC of one, two or six channels.
    Encode {
        stream: u32,
        channels: u32,
        bit_per_s: u32,
    },
}

/// A text subtitle that is offered as WebVTT.
#[derive(Clone, Debug)]
pub struct SubtitleChoice {
    /// Index as the API names it; side-car files follow the streams of the file.
    pub index: u32,
    pub language: Option<String>,
    pub title: Option<String>,
    pub is_forced: bool,
}

pub(super) struct Layout {
    pub(super) media: Media,
    pub(super) streaming: Streaming,
    pub(super) renditions: Vec<Rendition>,
    pub(super) subtitle_cuts: Cuts,
}

/// One rendition that a pipeline makes.
pub(super) struct Rendition {
    pub(super) id: RenditionId,
    pub(super) stream: Stream,
    ordinal: usize,
    pub(super) cuts: Arc<Cuts>,
    pub(super) work: Work,
}

impl Layout {
    pub(super) fn new(media: Media, streaming: Streaming) -> Self {
        let mut renditions = Vec::new();
        renditions.extend(streaming.video.as_ref().and_then(|choice| video_rendition(&media, choice)));
        let lighter = streaming.lighter.iter().filter_map(|(name, target)| {
            let (VideoChoice::Copy { stream } | VideoChoice::Encode { stream, .. }) = streaming.video.as_ref()?;
            let choice = VideoChoice::Encode { stream: *stream, target: target.clone() };
            Some(Rendition { id: RenditionId::Lighter(*name), ..video_rendition(&media, &choice)? })
        });
        renditions.extend(lighter);
        renditions.extend(streaming.audio.iter().filter_map(|choice| audio_rendition(&media, choice)));
        let subtitle_cuts = subtitle_cuts(audio_end_ns(&media));
        Self { media, streaming, renditions, subtitle_cuts }
    }

    pub(super) fn find(&self, id: RenditionId) -> Option<&Rendition> {
        self.renditions.iter().find(|r| r.id == id)
    }

    /// The segment that a rendition starts with when nothing else is known.
    pub(super) fn start_segment(&self, rendition: &Rendition) -> u32 {
        rendition.cuts.segment_at_ns(self.streaming.start_ms.max(0) * NS_PER_MS)
    }

    pub(super) fn run_spec(&self, rendition: &Rendition, first_segment: u32, backend: Backend) -> RunSpec {
        let Media { file, info, index } = &self.media;
        let boundary_ns = rendition.cuts.start_ns(first_segment);
        let keyframes = &index.keyframes_ns;
        let n_before = keyframes.partition_point(|keyframe| *keyframe <= boundary_ns);
        RunSpec {
            source: SourceFile { file: Arc::clone(file), origin_ns: index.origin_ns, clock_jumps: info.clock_jumps },
            keyframe_ns: n_before.checked_sub(1).and_then(|last| keyframes.get(last)).copied().unwrap_or(0),
            stream: rendition.stream.clone(),
            ordinal: rendition.ordinal,
            cuts: Arc::clone(&rendition.cuts),
            first_segment,
            work: rendition.work.clone(),
            exact: info.exact.filter(|_| is_counted(&rendition.work, &rendition.stream)),
            backend,
        }
    }
}

impl Rendition {
    /// What a back-end is asked for; absent where nothing is encoded.
    pub(super) fn job(&self) -> Option<Job<'_>> {
        let Work::VideoEncode(target) = &self.work else { return None };
        Some(Job { stream: &self.stream, target })
    }

    /// What making it asks of the machine; nothing where nothing is encoded.
    pub(super) fn burden(&self) -> Burden {
        let Work::VideoEncode(target) = &self.work else { return Burden::default() };
        encode_cost(&self.stream, (target.width, target.height)).burden()
    }
}

fn video_rendition(media: &Media, choice: &VideoChoice) -> Option<Rendition> {
    let index = &media.index;
    let (stream, work) = match choice {
        VideoChoice::Copy { stream } => (*stream, Work::VideoCopy),
        VideoChoice::Encode { stream, target } => (*stream, Work::VideoEncode(target.clone())),
    };
    let (stream, ordinal) = find_stream(&media.info, stream, StreamKind::Video)?;
    let cuts = match work {
        Work::VideoCopy => remux_cuts(&index.keyframes_ns, index.end_ns),
        _ => encode_cuts(index.keyframes_ns.first().copied().unwrap_or(0), index.end_ns, stream.frame_rate),
    };
    Some(Rendition { id: RenditionId::Video, stream, ordinal, cuts: Arc::new(cuts), work })
}

fn audio_rendition(media: &Media, choice: &AudioChoice) -> Option<Rendition> {
    let (AudioChoice::Copy { stream: index }
    | AudioChoice::Encode { stream: index, .. }
    | AudioChoice::Exact { stream: index, .. }) = choice;
    let (stream, ordinal) = find_stream(&media.info, *index, StreamKind::Audio)?;
    // Opus is 48 kHz whatever its header says of what went in.
    let source_rate = stream.sample_rate.filter(|_| stream.codec != "opus").unwrap_or(48_000);
    let (rate, work) = match choice {
        AudioChoice::Exact { channels, codec, .. } => {
            let sample_rate = if matches!(codec, ExactCodec::Opus { .. }) { 48_000 } else { source_rate };
            (sample_rate, Work::AudioExact(ExactTarget { codec: *codec, sample_rate, channels: *channels }))
        }
        AudioChoice::Copy { .. } => (source_rate, Work::AudioCopy),
        AudioChoice::Encode { channels, bit_per_s, .. } => {
            let sample_rate = encoded_rate(source_rate);
            let target = AudioTarget { sample_rate, channels: *channels, bit_per_s: *bit_per_s };
            (sample_rate, Work::AudioEncode(target))
        }
    };
    let cuts = match (&work, media.info.exact.filter(|_| is_counted(&work, &stream))) {
        (Work::AudioExact(target), exact) => {
            let n = exact.map_or_else(|| ticks(audio_end_ns(media), rate), |exact| exact.in_rate(rate));
            exact_cuts(target.codec.start() + n, rate, target.codec.frame())
        }
        (_, Some(exact)) => exact_cuts(exact.n_samples, rate, 1),
        _ => audio_cuts(audio_end_ns(media), rate),
    };
    let cuts = Arc::new(cuts);
    Some(Rendition { id: RenditionId::Audio(*index), stream, ordinal, cuts, work })
}

/// Samples have numbers where the file says how many there are; frames of FLAC are as long as they say.
fn is_counted(work: &Work, stream: &Stream) -> bool {
    matches!(work, Work::AudioExact(_)) || matches!(work, Work::AudioCopy) && stream.codec == "flac"
}

fn ticks(ns: i64, rate: u32) -> u64 {
    (u128::from(ns.max(0).cast_unsigned()) * u128::from(rate) / 1_000_000_000) as u64
}

/// A stream by its index, and which of its kind it is: pipelines count within a kind.
fn find_stream(info: &MediaInfo, index: u32, kind: StreamKind) -> Option<(Stream, usize)> {
    info.streams
        .iter()
        .filter(|s| s.kind == kind)
        .enumerate()
        .find(|(_, s)| s.index == index)
        .map(|(n, s)| (s.clone(), n))
}

/// Audio lasts as long as the picture, or as the file where that is longer.
fn audio_end_ns(media: &Media) -> i64 {
    let file_ns = media.info.duration_ms * NS_PER_MS;
    let index_ns = media.index.end_ns;
    if index_ns <= 0 || file_ns > index_ns + SAME_NS { file_ns } else { index_ns }
}

/// Rates that AAC and players take stay as they are, whole multiples are halved: a resampler between two other rates
/// would put a restart between two samples.
fn encoded_rate(source: u32) -> u32 {
    match source {
        32_000 | 44_100 | 48_000 | 24_000 | 22_050 | 16_000 => source,
        88_200 | 176_400 => 44_100,
        _ => 48_000,
    }
}

/// The encoder's target for a picture of at most this size: even numbers, level and threads to match.
pub fn video_target(stream: &Stream, (width, height): (u32, u32), kbit_per_s: u32, n_threads: u32) -> VideoTarget {
    let even = |n: u32| (n & !1).max(2);
    let (width, height) = (even(width), even(height));
    let level = H264Level::for_picture(width, height, stream.frame_rate, kbit_per_s);
    VideoTarget { width, height, kbit_per_s, level, n_threads, burn_in: None }
}
