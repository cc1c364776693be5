//! From caps, tags and times to `domain::media`.

use gstreamer::{Caps, StreamFlags, tags};

use crate::domain::media::{Chapter, KeyframeIndex, MediaInfo, Stream, StreamKind};

use super::codecs;
use super::collect::StreamLog;
use super::error::{InspectError, InspectErrorKind};
use super::loudness::loudness;
use super::pass::Seen;
use super::run::Warning;
use super::tags::tags_of;

type Summary = (MediaInfo, KeyframeIndex, Vec<Warning>);

/// Sound that is missing for longer than this at the start or the end is missed by players.
const PARTIAL_NS: i64 = 500_000_000;
/// Less data than the container promises by more than this is worth a word.
const ENDS_EARLY_NS: i64 = 2_000_000_000;

/// Puts what the pass saw into words.
pub fn summarize(seen: &Seen, size_bytes: u64) -> Result<Summary, InspectError> {
    let container = container_name(seen);
    let playable: Vec<&StreamLog> = seen.streams.iter().filter(|log| !is_cover(log)).collect();
    if !playable.iter().any(|log| log.is_video() || log.is_audio()) {
        // A text or a picture has no container either.
        let kind = if seen.container_caps.is_some() { InspectErrorKind::NoStreams } else { InspectErrorKind::NotMedia };
        return Err(InspectError::new(kind, format!("{:?}", seen.container_caps)));
    }
    let index = index_of(&playable);
    let measured_ns = playable.iter().map(|log| log.end_ns - index.origin_ns).max().unwrap_or(0);
    let promised_ns = seen.duration_ns.unwrap_or(measured_ns);
    let is_short = promised_ns - measured_ns > ENDS_EARLY_NS.max(promised_ns / 50);
    let duration_ns = if measured_ns > 0 { measured_ns } else { promised_ns };
    let streams =
        playable.iter().zip(0..).map(|(log, i)| describe(log, i, &container, (&index, duration_ns))).collect();
    let bit_rate = rate(size_bytes, duration_ns);
    let warnings = if seen.broke_off || is_short { vec![Warning::EndsEarly] } else { Vec::new() };
    let chapters = chapters(seen, index.origin_ns, duration_ns);
    let info = MediaInfo {
        container,
        duration_ms: duration_ns / 1_000_000,
        bit_rate,
        streams,
        chapters,
        clock_jumps: false,
        loudness: loudness(&playable),
        tags: tags_of(&playable).map(Box::new),
        exact: None,
    };
    Ok((info, index, warnings))
}

/// Those within the film, one at a time.
fn chapters(seen: &Seen, origin_ns: i64, duration_ns: i64) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = seen
        .chapters
        .iter()
        .map(|mark| (mark, (mark.start_ns - origin_ns).max(0)))
        .filter(|(_, at_ns)| *at_ns < duration_ns)
        .map(|(mark, at_ns)| Chapter { start_ms: at_ns / 1_000_000, title: mark.title.clone() })
        .collect();
    chapters.sort_by_key(|chapter| chapter.start_ms);
    chapters.dedup_by_key(|chapter| chapter.start_ms);
    chapters
}

/// Cover pictures travel as a video stream of one picture.
fn is_cover(log: &StreamLog) -> bool {
    let is_picture = log.structure().is_some_and(|s| s.name().starts_with("image/"));
    is_picture && log.n_frames <= 1 && log.keyframes_ns.len() <= 1
}

fn index_of(streams: &[&StreamLog]) -> KeyframeIndex {
    let timed = streams.iter().filter(|log| log.is_video() || log.is_audio());
    let origin_ns = timed.clone().filter_map(|log| log.first_ns).min().unwrap_or(0);
    let video = streams.iter().find(|log| log.is_video());
    let (keyframes_ns, group_kib) = video.map(|log| groups_of(log, origin_ns)).unwrap_or_default();
    let end = video.map_or_else(|| timed.map(|log| log.end_ns).max(), |log| Some(log.end_ns));
    KeyframeIndex {
        origin_ns,
        keyframes_ns,
        end_ns: end.map_or(0, |e| e - origin_ns),
        n_frames: video.map_or(0, |log| log.n_frames),
        group_kib,
    }
}

/// Keyframes since the origin in the order of time, each once, with what lies between them.
fn groups_of(log: &StreamLog, origin_ns: i64) -> (Vec<i64>, Vec<u32>) {
    let has_bytes = log.group_bytes.len() == log.keyframes_ns.len();
    let bytes = log.group_bytes.iter().copied().chain(std::iter::repeat(0));
    let mut groups: Vec<(i64, u64)> = log.keyframes_ns.iter().map(|k| k - origin_ns).zip(bytes).collect();
    groups.sort_unstable();
    groups.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        kept.1 += if is_same { next.1 } else { 0 };
        is_same
    });
    let kib = |(_, bytes): &(i64, u64)| u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    let group_kib = if has_bytes { groups.iter().map(kib).collect() } else { Vec::new() };
    (groups.into_iter().map(|(at, _)| at).collect(), group_kib)
}

fn container_name(seen: &Seen) -> String {
    if seen.is_quicktime {
        return "mov".to_owned();
    }
    let caps: Option<&Caps> =
        seen.container_caps.as_ref().or_else(|| seen.streams.first().and_then(|log| log.caps.as_ref()));
    caps.and_then(|c| c.structure(0)).map_or_else(|| "unknown:".to_owned(), codecs::container)
}

fn describe(log: &StreamLog, index: u32, container: &str, (film, duration_ns): (&KeyframeIndex, i64)) -> Stream {
    let caps = log.structure();
    let kind = log.kind();
    let codec = caps.map_or_else(|| "unknown:".to_owned(), |s| codecs::codec(s, container));
    let get_int = |field: &str| caps.and_then(|s| s.get::<i32>(field).ok()).and_then(|v| u32::try_from(v).ok());
    let get_text = |field: &str| caps.and_then(|s| s.get::<String>(field).ok());
    let is_video = kind == StreamKind::Video;
    // Sound may end long before the picture. Text is sparse and has no length of its own.
    let length_ns = if kind == StreamKind::Subtitle || log.span_ns() <= 0 { duration_ns } else { log.span_ns() };
    Stream {
        index,
        kind,
        profile: get_text("profile"),
        level: get_text("level"),
        codec_string: caps.and_then(|s| codecs::codec_string(&codec, s)),
        language: language(log),
        title: log.tags.get::<tags::Title>().map(|t| t.get().to_owned()),
        default: log.flags.contains(StreamFlags::SELECT),
        forced: log.is_forced,
        width: get_int("width"),
        height: get_int("height"),
        pixel_aspect: is_video.then(|| caps.map_or((1, 1), codecs::pixel_aspect)),
        rotation: log.tags.get::<tags::ImageOrientation>().map_or(0, |t| codecs::rotation(t.get())),
        interlaced: get_text("interlace-mode").is_some_and(|mode| mode != "progressive"),
        frame_rate: caps.and_then(codecs::frame_rate),
        bit_depth: if is_video { caps.map(codecs::bit_depth) } else { None },
        hdr: if log.has_dolby_vision { Some("dolby_vision".to_owned()) } else { caps.and_then(codecs::hdr) },
        hdr_base: caps.and_then(codecs::hdr).filter(|_| log.has_dolby_vision),
        channels: get_int("channels"),
        sample_rate: get_int("rate"),
        bit_rate: rate(log.n_bytes, length_ns).or_else(|| tagged_rate(log)),
        is_partial: kind == StreamKind::Audio && is_partial(log, film),
        codec,
    }
}

/// One that did not show in the opening begins later.
fn is_partial(log: &StreamLog, film: &KeyframeIndex) -> bool {
    let begins_late = log.first_ns.is_none_or(|first| first - film.origin_ns > PARTIAL_NS);
    begins_late || film.end_ns - (log.end_ns - film.origin_ns) > PARTIAL_NS
}

fn language(log: &StreamLog) -> Option<String> {
    let code = log.tags.get::<tags::LanguageCode>()?.get().to_ascii_lowercase();
    (code != "und").then_some(code)
}

fn tagged_rate(log: &StreamLog) -> Option<u64> {
    log.tags.get::<tags::Bitrate>().map(|t| u64::from(t.get()))
}

/// Bits per second.
fn rate(bytes: u64, duration_ns: i64) -> Option<u64> {
    let duration = u128::try_from(duration_ns).ok().filter(|d| *d > 0 && bytes > 0)?;
    u64::try_from(u128::from(bytes) * 8 * 1_000_000_000 / duration).ok()
}
