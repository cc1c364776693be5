//! Faces: everything that speaks HTTP. A handler is extract → one service call → response.

pub mod api;
pub mod base_path;
pub mod client_address;
pub mod cookies;
pub mod encoding;
pub mod etag;
pub mod extract;
mod health;
mod held;
pub mod kept;
mod limits;
pub mod metrics;
mod middleware;
mod openapi;
mod page;
pub mod problem;
mod router;
mod server;
pub mod sse;
mod state;
pub mod stream;
pub mod web_ui;
pub mod wire;

pub use limits::{HttpConfig, Quotas};
pub use middleware::sign_in::PUBLIC;
pub use openapi::document;
pub use server::{Notice, serve, serve_notice, serve_redirects};
pub use state::{AppState, Handles, Shell};
