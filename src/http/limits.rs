//! What the faces are told by the configuration.

use std::time::Duration;

use super::base_path::BasePath;
use super::client_address::Network;
use crate::base::Threshold;
use crate::domain::rate::{Class, Quota};
use crate::platform::lan::Identity;

#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where clients reach the server, unless a proxy says otherwise.
    pub base_path: BasePath,
    /// What the server shows of itself to those who speak TLS; without it nobody can.
    pub identity: Option<Identity>,
    /// Reverse proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// Who may read `/metrics` besides this machine.
    pub metrics_allow: Vec<Network>,
    /// Largest request body of the API.
    pub body_bytes: usize,
    /// Time that a client has for sending the head of a request.
    pub header_timeout: Duration,
    /// Requests that take this long until their answer begins are logged.
    pub slow_request: Threshold,
    /// Time for which a client may take nothing of what is sent to it.
    pub unread_timeout: Duration,
    /// Open connections.
    pub connections: usize,
    /// Requests worked on at once.
    pub in_flight: usize,
    /// Streams of events at once, and of one user.
    pub event_listeners: usize,
    pub event_listeners_per_user: usize,
    pub quotas: Quotas,
}

/// How often one client may ask, by class. None: as often as it likes.
#[derive(Clone, Copy, Debug)]
pub struct Quotas {
    pub read: Option<Quota>,
    pub write: Option<Quota>,
    pub search: Option<Quota>,
    pub sign_in: Option<Quota>,
    pub image: Option<Quota>,
    pub stream: Option<Quota>,
}

impl Quotas {
    pub fn of(&self, class: Class) -> Option<Quota> {
        match class {
            Class::Read => self.read,
            Class::Write => self.write,
            Class::Search => self.search,
            Class::SignIn => self.sign_in,
            Class::Image => self.image,
            Class::Stream => self.stream,
        }
    }
}
