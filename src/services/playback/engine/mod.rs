//! The HLS engine: any segment of any rendition at any time.
//!
//! A session has one actor per rendition that is asked for; the actor owns that rendition's pipeline. Requests wait for
//! segments, never start work themselves. Playlists need neither.
//!
//! Owner of all actors and pipelines: `Engine`, which ends them in `shutdown`.

mod actor;
mod backends;
mod config;
mod core;
mod encoding;
mod ending;
mod layout;
mod master;
mod memory;
mod metrics;
mod permits;
mod presence;
mod scrub;
mod session;
mod sharing;
mod store;
mod waiters;
mod working;

pub use crate::platform::gst::run::ExactCodec;
pub use backends::{Backends, Chosen, Distrusted};
pub use config::EngineConfig;
pub use core::Engine;
pub use encoding::{EncodingNow, Fallback};
pub use layout::{AudioChoice, Media, Streaming, SubtitleChoice, VideoChoice, video_target};
pub use permits::{NoRoom, Permits};
pub use session::HlsSession;
