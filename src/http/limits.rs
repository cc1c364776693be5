//! What the faces are told by the configuration.

use std::time::Duration;

use super::client_address::Network;

#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Reverse proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// Who may read `/metrics` besides this machine.
    pub metrics_allow: Vec<Network>,
    /// Largest request body of the API.
    pub body_bytes: usize,
    /// Time that a client has for sending the head of a request.
    pub header_timeout: Duration,
    /// Requests worked on at once; open connections are bounded at four times as many.
    pub in_flight: usize,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            metrics_allow: Vec::new(),
            body_bytes: 1024 * 1024,
            header_timeout: Duration::from_secs(10),
            in_flight: 512,
        }
    }
}
