//! Faces: everything that speaks HTTP. A handler is extract → one service call → response.

pub mod api;
mod state;
pub mod stream;
pub mod web_ui;

pub use state::AppState;
