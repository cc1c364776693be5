//! Ways to encode video on this board, and whether they are believed.

use serde::Serialize;

use super::{BackendProfile, Board};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendState {
    /// A test encode on this machine came out right.
    Verified,
    /// Its element is there, nobody has tried it.
    Unverified,
    /// Its element is there, and the test encode went wrong.
    Failed,
    /// Element or device are missing.
    Absent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backend {
    pub name: String,
    pub state: BackendState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Backend {
    fn new(name: &str, state: BackendState, reason: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, reason: Some(reason.into()) }
    }
}

impl Board {
    /// The profile's back-ends with what is known about each. `has_element` asks GStreamer; `try_encode` runs a test
    /// encode, and is asked only for encoders in software: drivers get theirs with the first playback on the board.
    pub fn backends(
        &self,
        has_element: impl Fn(&str) -> bool,
        try_encode: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<Backend> {
        self.profile.backends.iter().map(|backend| self.judge(backend, &has_element, &try_encode)).collect()
    }

    fn judge(
        &self,
        backend: &BackendProfile,
        has_element: &impl Fn(&str) -> bool,
        try_encode: &impl Fn(&str) -> Result<(), String>,
    ) -> Backend {
        let name = backend.name.as_str();
        if backend.needs_render_node && self.hardware.render_nodes.is_empty() {
            return Backend::new(name, BackendState::Absent, "there is no /dev/dri/renderD*");
        }
        if !self.is_this_machine {
            return Backend::new(name, BackendState::Unverified, "the board was read from a captured tree");
        }
        if !has_element(&backend.encoder) {
            let reason = format!("GStreamer has no element {}", backend.encoder);
            return Backend::new(name, BackendState::Absent, reason);
        }
        if name != "software" {
            return Backend::new(name, BackendState::Unverified, "not tried on this machine yet");
        }
        match try_encode(&backend.encoder) {
            Ok(()) => Backend { name: name.to_owned(), state: BackendState::Verified, reason: None },
            Err(reason) => Backend::new(name, BackendState::Failed, reason),
        }
    }
}
