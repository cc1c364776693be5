//! Fragmented MP4 (CMAF) as bytes: one init segment per track, one `moof` + `mdat` per media segment.
//!
//! The engine's pipelines hand over codec data and frames; players get what is written here. Invariant: the bytes of a
//! segment depend on its frames only, never on where the pipeline that made them was started.
//!
//! GStreamer's own muxers write one stream from its start to its end and cannot say "segment 217 at time X".

mod av1;
pub(super) mod bits;
mod boxes;
mod entry;
mod init;
mod segment;
mod track;

pub use av1::av1_config;
pub use entry::{ac3_config, eac3_config, flac_config, opus_config};
pub use init::init_segment;
pub use segment::{Frame, Place, media_segment};
pub use track::{Audio, AudioCodec, Media, Track, Video, VideoCodec};
