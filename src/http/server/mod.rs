//! Serving: one loop that accepts, hands each connection to hyper (HTTP/1.1 or HTTP/2, with TLS or without), and ends gracefully.
//!
//! Invariants: connections are bounded (`connections`); a client that has not sent a whole request head in time is
//! dropped, whatever it has sent of it; on stop every connection finishes its request, and whoever owns the deadline drops
//! the rest by dropping this future.

mod accept;
mod connections;
mod notice;
mod redirect;
mod small;
mod socket;
mod speak;

pub use accept::serve;
pub use notice::{Notice, serve_notice};
pub use redirect::serve_redirects;
