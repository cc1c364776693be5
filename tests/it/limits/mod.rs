//! What one client can take, and what many cannot break: quotas, overload, hostile sockets.

mod gcra;
mod quotas;
