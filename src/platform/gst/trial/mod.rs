//! A second of test film: whether a back-end that is there can be believed, element by element.
//!
//! Runs in a child process (`revenge try-backend`), because a driver may hang or crash. The encoder is good when every
//! picture came back from a decoder in its place and in its colours, the parameter sets tell the size that was ordered,
//! and an ordered keyframe was delivered. A decoder is good when what the whole way makes of a known film, decoded,
//! scaled and encoded, looks like that film. The presence of an element alone says nothing: it may fail at the first frame.
//!
//! The film is a formula (`picture`), so that it is known at every size, and smooth, so that scalers agree about it.

mod compare;
mod film;
mod picture;
mod run;
mod samples;
mod steps;

pub use film::make_film;
pub use steps::{ElementState, ElementTrial, Role, Step, steps, try_step};
