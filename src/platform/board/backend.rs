//! Ways to encode video on this board, and whether they are believed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{BackendProfile, Board};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementState {
    Good,
    /// Right, but too slow for a film.
    Slow,
    Bad,
    Absent,
}

/// What the trial found of one encoder, or of one decoder with one codec.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackendElement {
    pub element: String,
    /// `encoder` or `decoder`.
    pub role: String,
    pub codec: String,
    pub state: ElementState,
    /// Pictures per second: of 1280 × 720 for encoders, of 640 × 360 for decoders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fps: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl BackendElement {
    pub fn is_encoder(&self) -> bool {
        self.role == "encoder"
    }

    /// It may be used.
    pub fn works(&self) -> bool {
        matches!(self.state, ElementState::Good | ElementState::Slow)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backend {
    pub name: String,
    pub state: BackendState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Pictures of 1280 × 720 that its encoder made per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fps: Option<f64>,
    /// Empty until it was tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<BackendElement>,
}

impl Backend {
    fn new(name: &str, state: BackendState, reason: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, reason: Some(reason.into()), fps: None, elements: Vec::new() }
    }

    /// What its trial showed. `needs_decoder`: it is of no use without one.
    pub fn judge(&mut self, elements: Vec<BackendElement>, needs_decoder: bool) {
        let decoders = || elements.iter().filter(|element| !element.is_encoder());
        let encoder = elements.iter().find(|element| element.is_encoder());
        self.fps = encoder.and_then(|encoder| encoder.fps);
        (self.state, self.reason) = match encoder {
            None => (BackendState::Failed, Some("its encoder was not tried".to_owned())),
            Some(encoder) if !encoder.works() => (BackendState::Failed, encoder.reason.clone()),
            Some(_) if needs_decoder && decoders().all(|decoder| decoder.state == ElementState::Absent) => {
                (BackendState::Absent, decoders().find_map(|decoder| decoder.reason.clone()))
            }
            Some(_) if needs_decoder && !decoders().any(BackendElement::works) => {
                (BackendState::Failed, decoders().find_map(|decoder| decoder.reason.clone()))
            }
            Some(encoder) => (BackendState::Verified, encoder.reason.clone()),
        };
        self.elements = elements;
    }

    /// Not to be used, whatever its elements are.
    pub fn fail(&mut self, reason: impl Into<String>) {
        (self.state, self.reason) = (BackendState::Failed, Some(reason.into()));
    }

    /// The trial of its encoder was repeated; true if that one says something else of its speed.
    pub fn correct(&mut self, encoder: &BackendElement) -> bool {
        let is_same = |element: &&mut BackendElement| element.is_encoder() && element.element == encoder.element;
        let Some(known) = self.elements.iter_mut().find(is_same).filter(|known| known.works()) else { return false };
        let is_news = self.state == BackendState::Verified && known.state != encoder.state;
        if is_news {
            *known = encoder.clone();
            (self.fps, self.reason) = (encoder.fps, encoder.reason.clone());
        }
        is_news
    }

    /// It keeps up with no film.
    pub fn is_slow(&self) -> bool {
        self.elements.iter().any(|element| element.is_encoder() && element.state == ElementState::Slow)
    }
}

/// Lines of a list: the back-end, then its elements.
impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = format!("{:?}", self.state).to_lowercase();
        writeln!(f, "  {:14} {state:10}  {}", self.name, self.reason.as_deref().unwrap_or_default())?;
        self.elements.iter().try_for_each(|element| writeln!(f, "    {element}"))
    }
}

impl fmt::Display for BackendElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { element, role, codec, state, fps, reason } = self;
        let state = format!("{state:?}").to_lowercase();
        let fps = fps.map_or_else(|| "-".to_owned(), |fps| format!("{fps:.0} fps"));
        write!(f, "{role:8} {element:18} {codec:11} {state:7} {fps:>9}")?;
        reason.iter().try_for_each(|reason| write!(f, "  {reason}"))
    }
}

impl Board {
    /// The profile's back-ends with what can be known without trying. `has_element` asks GStreamer.
    pub fn backends(&self, has_element: impl Fn(&str) -> bool) -> Vec<Backend> {
        self.profile.backends.iter().map(|backend| self.look_at(backend, &has_element)).collect()
    }

    /// What is there gets its trial: element and device, on this machine. A driver that takes the machine down with it is
    /// remembered by whoever tries (`app::backends`).
    pub fn is_to_be_tried(&self, backend: &Backend) -> bool {
        self.is_this_machine && backend.state == BackendState::Unverified
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
