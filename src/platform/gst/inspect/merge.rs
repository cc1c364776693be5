//! Brings together what the demuxer showed and what the container's own index says.
//!
//! Streams and tracks are matched by kind and order; both lists are in the demuxer's order.

use gstreamer::StreamFlags;

use crate::domain::containers::{Outline, Track};
use crate::domain::media::StreamKind;

use super::collect::StreamLog;
use super::pass::Seen;

/// The same number of pictures and sounds on both sides; otherwise the index may speak of another stream.
pub fn fits(seen: &Seen, outline: &Outline) -> bool {
    [StreamKind::Video, StreamKind::Audio].into_iter().all(|kind| {
        let n_streams = seen.streams.iter().filter(|log| log.kind() == kind).count();
        n_streams == outline.tracks.iter().filter(|track| track.kind == kind).count()
    })
}

/// Times, keyframes and sizes.
pub fn apply_index(seen: &mut Seen, outline: &Outline) {
    for_each_pair(seen, outline, |log, track| {
        log.first_ns = track.first_ns.or(log.first_ns);
        log.end_ns = if track.end_ns > 0 { track.end_ns } else { log.end_ns };
        log.keyframes_ns.clone_from(&track.keyframes_ns);
        log.group_bytes.clone_from(&track.group_bytes);
        log.n_frames = track.n_frames;
        log.n_bytes = track.n_bytes;
    });
}

/// What GStreamer does not pass on.
pub fn apply_marks(seen: &mut Seen, outline: &Outline) {
    seen.is_quicktime = outline.is_quicktime;
    seen.broke_off |= outline.is_cut;
    seen.chapters.clone_from(&outline.chapters);
    for_each_pair(seen, outline, |log, track| {
        log.flags.set(StreamFlags::SELECT, track.is_default);
        log.is_forced = track.is_forced;
        log.has_dolby_vision = track.has_dolby_vision;
    });
}

fn for_each_pair(seen: &mut Seen, outline: &Outline, mut apply: impl FnMut(&mut StreamLog, &Track)) {
    for kind in [StreamKind::Video, StreamKind::Audio, StreamKind::Subtitle] {
        let logs = seen.streams.iter_mut().filter(|log| log.kind() == kind);
        let tracks = outline.tracks.iter().filter(|track| track.kind == kind);
        logs.zip(tracks).for_each(|(log, track)| apply(log, track));
    }
}
