//! A still picture of a film, or the cover of an album, in the widths that the web UI asks for.
//!
//! `extract` is the server's side and starts a child (`child`); `produce` is what the child does. Nothing is decoded in
//! the server process.

mod cover;
mod extract;
pub(super) mod picture;
mod produce;
mod wire;

pub use extract::{StillError, extract, extract_cover};
pub use produce::{produce, produce_cover};
pub use wire::{Picture, Stills};
