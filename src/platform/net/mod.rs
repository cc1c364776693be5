//! Outbound HTTP: the only room that calls other servers.
//!
//! Used by services that deliver or fetch something: webhooks, later providers and pictures. Invariant: a connection goes to
//! an address that `egress` has permitted, and to that very address: names are resolved once, and what is connected to
//! is what was checked, so a name that changes its address in between (DNS rebinding) gains nothing.
//!
//! Not reqwest: its redirects, proxies from the environment and second resolution are what must not happen here.

mod client;
mod egress;
mod network;
mod resolve;
mod tls;
mod url;

pub use client::{Answer, Client, Config, Request};
pub use egress::refusal;
pub use network::Network;
pub use url::Url;
