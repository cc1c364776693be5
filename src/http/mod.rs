//! Faces: everything that speaks HTTP. A handler is extract → one service call → response.

pub mod api;
mod serve;
mod startup;
mod state;
pub mod stream;
pub mod web_ui;

pub use serve::serve;
pub use startup::{StartStep, serve_startup};
pub use state::AppState;
