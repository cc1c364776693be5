//! Our own reading of the two containers that carry an index, MP4 and Matroska, of the clock of transport streams, and of
//! what music files say about their samples.
//!
//! Gives keyframe times, ends and track flags out of the index, where a demux pass would read a film of many gigabytes
//! whole. Bytes are strangers': every length is checked, every loop is bounded, and whatever is unusual gives `None`,
//! which means the demux pass after all. Times agree with what `platform::gst::timeline` says of the demuxers.

mod attachments;
mod chapters;
mod exact;
mod mkv;
mod mkv_blocks;
mod mp4;
mod mp4_packets;
mod mp4_samples;
mod outline;
mod ts_clock;

pub use attachments::{Font, fonts};
pub use exact::exact_sound;
pub use mkv::subtitle_head;
pub use mp4_packets::sound_packets;
pub use outline::{ChapterMark, Fault, Outline, Source, Track};
pub use ts_clock::clock_span;

/// `None` for other containers and for unusual files.
pub fn outline(source: &impl Source) -> Result<Option<Outline>, Fault> {
    let Some(head) = source.read(0, 12) else { return Ok(None) };
    match head.as_slice() {
        [0x1A, 0x45, 0xDF, 0xA3, ..] => mkv::outline(source),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::outline(source),
        _ => Ok(None),
    }
}
