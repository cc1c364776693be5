//! What one client can take, and what many cannot break: quotas, overload, hostile sockets.

mod gcra;
mod http2;
mod overload;
mod process;
mod quotas;
mod sockets;
