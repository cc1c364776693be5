//! Whether and how a device can play a file: direct play before remux before transcode.
//!
//! Pure: media, device, limits and the viewer's choice in; a plan with reasons and a cost out. Everything that makes
//! direct play impossible is named once, with the stream that it concerns, so that the UI can say it in words.

mod admission;
mod decide;
mod device;
mod fit;
mod gapless;
mod ladder;
mod plan;
mod target;
mod tracks;

pub use admission::{Burden, MemoryRoom, Obstacle, Room, admit};
pub use decide::{Choice, Facts, Limits, Refusal, decide, encode_cost};
pub use device::{Device, FileAbilities, Hdr, VideoAbility};
pub use gapless::{Gapless, OPUS_DELAY};
pub use ladder::{Quality, Rung, ladder, qualities};
pub use plan::{AudioPlan, AudioTarget, Cost, Method, Plan, Reason, ReasonCode, VideoPlan, VideoTarget};
pub use target::{display_size, encode_target};
pub use tracks::{SubtitleTrack, SubtitleWish, TrackRules};
