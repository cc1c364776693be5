//! Ways to encode video on this board, and whether they are believed.

use serde::{Deserialize, Serialize};

use super::{BackendProfile, Board};

/// The one that needs no driver.
const SOFTWARE: &str = "software";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    pub name: String,
    pub state: BackendState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Backend {
    fn new(name: &str, state: BackendState, reason: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, reason: Some(reason.into()) }
    }

    /// What a test encode showed.
    pub fn judge(&mut self, result: Result<(), String>) {
        (self.state, self.reason) = match result {
            Ok(()) => (BackendState::Verified, None),
            Err(reason) => (BackendState::Failed, Some(reason)),
        };
    }
}

impl Board {
    /// The profile's back-ends with what can be known without trying. `has_element` asks GStreamer.
    pub fn backends(&self, has_element: impl Fn(&str) -> bool) -> Vec<Backend> {
        self.profile.backends.iter().map(|backend| self.look_at(backend, &has_element)).collect()
    }

    /// Only software is tried: a driver that hangs takes the graphics of the whole machine with it, so hardware gets its
    /// test when it is switched on.
    pub fn is_to_be_tried(&self, backend: &Backend) -> bool {
        self.is_this_machine && backend.state == BackendState::Unverified && backend.name == SOFTWARE
    }

    fn look_at(&self, backend: &BackendProfile, has_element: &impl Fn(&str) -> bool) -> Backend {
        let name = backend.name.as_str();
        let missing = backend.needs_device.as_ref().filter(|device| !self.hardware.has_device(device));
        if let Some(device) = missing {
            Backend::new(name, BackendState::Absent, format!("there is no device {device}*"))
        } else if !self.is_this_machine {
            Backend::new(name, BackendState::Unverified, "the board was read from a captured tree")
        } else if has_element(&backend.encoder) {
            Backend::new(name, BackendState::Unverified, "not tried on this machine yet")
        } else {
            Backend::new(name, BackendState::Absent, format!("GStreamer has no element {}", backend.encoder))
        }
    }
}
