//! Back-ends: ways to decode, scale and encode a picture on this board.
//!
//! A back-end is a family (what its elements are like: their properties, their memory) with the elements that the board's
//! profile names. `plan` is pure: a stream and a target become a list of typed parts, which tests print and pipelines make.
//! Nothing here asks whether the device works; `trial` does, and the engine believes only what came through it.
//!
//! Software is a family like the others: it is what every other one falls back to, element by element and as a whole.

mod job;
mod known;
mod part;
mod plan;
mod rkmpp;
mod software;
mod v4l2;
mod va;

pub use job::{BurnIn, Job, VideoTarget};
pub use known::{Backend, BackendSpec, Limits, codecs_of, device_names};
pub use part::{Part, Setting};
pub use plan::Plan;

/// What one kind of device has in common on every board.
pub trait Family: Send + Sync {
    /// The decoder, and what makes of its pictures the encoder's: all on the device. `None` where it cannot do that for
    /// this stream; software decodes and scales then.
    fn decode(&self, decoder: &str, job: &Job<'_>) -> Option<Vec<Part>>;

    /// The encoder and the caps that it has to keep. `is_on_device`: the pictures come from this family's `decode`.
    fn encode(&self, encoder: &str, is_on_device: bool, job: &Job<'_>) -> Vec<Part>;

    /// What every device of the family is bound to, whatever its board's profile says.
    fn limits(&self) -> Limits;
}
