//! HLS as text and arithmetic: where segments start, what the playlists say.
//!
//! Everything is computed from the keyframe index and the plan before any pipeline runs, so that a player may ask for
//! any segment at any time. Invariant: boundaries are integers in the track's timescale and depend on the file and the
//! target only, so that every run, and the next server process, cuts at the same places.

mod codecs;
mod cuts;
mod master;
mod media;
mod name;
mod rates;

pub use codecs::{H264Level, aac_codec_string, h264_codec_string};
pub use cuts::{Cuts, SEGMENT_NS, VIDEO_TIMESCALE, audio_cuts, encode_cuts, exact_cuts, remux_cuts, subtitle_cuts};
pub use master::{Master, Rendition, Variant, VideoRange, master_playlist};
pub use media::{MediaPlaylist, media_playlist};
pub use name::{Part, RenditionId};
pub use rates::{Rates, copied_rates};
