//! A back-end of this board: a family with the elements that the profile names, and the bounds of both.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rkmpp::Rkmpp;
use super::software::Software;
use super::v4l2::{Stateful, Stateless};
use super::va::Va;
use super::{Family, Job};
use crate::base::{Error, Result};

/// Names of families as profiles use them. What follows a further dash tells two back-ends of one family apart (`va-lp`).
const FAMILIES: [(&str, &dyn Family); 5] =
    [("software", &Software), ("v4l2-stateless", &Stateless), ("v4l2", &Stateful), ("va", &Va), ("rkmpp", &Rkmpp)];

/// Kinds of devices, as metrics name them.
pub fn device_names() -> impl Iterator<Item = &'static str> {
    FAMILIES.into_iter().map(|(name, _)| name).filter(|name| *name != "software")
}

/// What a back-end may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub min_width: u32,
    pub min_height: u32,
    pub max_width: Option<u32>,
    pub max_height: Option<u32>,
    pub max_frames_per_second: Option<u32>,
    /// Encoders at once.
    pub max_sessions: Option<u32>,
    /// Without a decoder of its own for the stream it is the processor under another name.
    pub needs_decoder: bool,
}

impl Limits {
    pub const NONE: Self = Self {
        min_width: 0,
        min_height: 0,
        max_width: None,
        max_height: None,
        max_frames_per_second: None,
        max_sessions: None,
        needs_decoder: false,
    };

    /// The tighter of each.
    fn and(self, other: Self) -> Self {
        let least = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
        Self {
            min_width: self.min_width.max(other.min_width),
            min_height: self.min_height.max(other.min_height),
            max_width: least(self.max_width, other.max_width),
            max_height: least(self.max_height, other.max_height),
            max_frames_per_second: least(self.max_frames_per_second, other.max_frames_per_second),
            max_sessions: least(self.max_sessions, other.max_sessions),
            needs_decoder: self.needs_decoder || other.needs_decoder,
        }
    }
}

/// A back-end as a profile describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendSpec {
    pub name: String,
    pub encoder: String,
    pub decoders: Vec<String>,
    pub limits: Limits,
}

/// A back-end, cheap to clone.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    spec: BackendSpec,
    family: &'static dyn Family,
    limits: Limits,
    /// Decoders and codecs that are not used.
    bad: Vec<(String, String)>,
}

impl Backend {
    /// `Invalid` for a name of no family that this program knows.
    pub fn new(spec: BackendSpec) -> Result<Self> {
        let is_named = |family: &str| spec.name == family || spec.name.starts_with(&format!("{family}-"));
        let found = FAMILIES.iter().find(|(family, _)| is_named(family));
        let (_, family) = *found.ok_or_else(|| {
            let known = FAMILIES.map(|(family, _)| family).join(", ");
            Error::invalid(format!("there is no kind of back-end {}; known are {known}", spec.name))
        })?;
        let limits = spec.limits.and(family.limits());
        Ok(Self { inner: Arc::new(Inner { spec, family, limits, bad: Vec::new() }) })
    }

    /// x264 on the processor.
    pub fn software() -> Self {
        let (name, encoder) = ("software".to_owned(), "x264enc".to_owned());
        let spec = BackendSpec { name, encoder, decoders: Vec::new(), limits: Limits::NONE };
        Self { inner: Arc::new(Inner { spec, family: &Software, limits: Limits::NONE, bad: Vec::new() }) }
    }

    /// The same with one decoder only.
    #[must_use]
    pub fn with_decoder(&self, decoder: &str) -> Self {
        let spec = BackendSpec { decoders: vec![decoder.to_owned()], ..self.inner.spec.clone() };
        Self { inner: Arc::new(Inner { spec, bad: Vec::new(), ..*self.inner }) }
    }

    /// The same without what the trial found to be bad: decoders with a codec each.
    #[must_use]
    pub fn without(&self, bad: Vec<(String, String)>) -> Self {
        let spec = self.inner.spec.clone();
        Self { inner: Arc::new(Inner { spec, bad, ..*self.inner }) }
    }

    /// Whether the decoder is to be used for the codec.
    pub(super) fn decodes(&self, decoder: &str, codec: &str) -> bool {
        let is_bad = self.inner.bad.iter().any(|(element, of)| element == decoder && of == codec);
        codecs_of(decoder).contains(&codec) && !is_bad
    }

    /// As the wire, metrics and profiles name it.
    pub fn name(&self) -> &str {
        &self.inner.spec.name
    }

    pub fn spec(&self) -> &BackendSpec {
        &self.inner.spec
    }

    pub fn encoder(&self) -> &str {
        &self.inner.spec.encoder
    }

    pub fn decoders(&self) -> &[String] {
        &self.inner.spec.decoders
    }

    pub fn limits(&self) -> Limits {
        self.inner.limits
    }

    pub fn is_software(&self) -> bool {
        self.name() == "software"
    }

    pub(super) fn family(&self) -> &'static dyn Family {
        self.inner.family
    }

    /// Whether the job is within the limits, sessions left aside.
    pub fn fits(&self, job: &Job<'_>) -> bool {
        let (limits, target) = (self.inner.limits, job.target);
        let below = |value: u32, limit: Option<u32>| limit.is_none_or(|limit| value <= limit);
        target.width >= limits.min_width
            && target.height >= limits.min_height
            && below(target.width, limits.max_width)
            && below(target.height, limits.max_height)
            && below(job.frames_per_second(), limits.max_frames_per_second)
            && (!limits.needs_decoder || self.plan(job).is_on_device)
    }
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Backend").field(&self.name()).finish()
    }
}

/// What brings a codec's stream into the form that devices take: whole pictures behind start codes.
pub(super) fn parser_of(codec: &str) -> Option<&'static str> {
    match codec {
        "h264" => Some("h264parse"),
        "hevc" => Some("h265parse"),
        "vp9" => Some("vp9parse"),
        "av1" => Some("av1parse"),
        "mpeg2video" => Some("mpegvideoparse"),
        _ => None,
    }
}

/// Short names of the codecs that a decoder element of a known name takes.
pub fn codecs_of(decoder: &str) -> &'static [&'static str] {
    const BY_PART: [(&str, &[&str]); 8] = [
        ("mppvideodec", &["h264", "hevc", "vp9", "mpeg2video"]),
        ("h264", &["h264"]),
        ("h265", &["hevc"]),
        ("vp9", &["vp9"]),
        ("vp8", &["vp8"]),
        ("av1", &["av1"]),
        ("dav1d", &["av1"]),
        ("mpeg2", &["mpeg2video"]),
    ];
    BY_PART.iter().find(|(part, _)| decoder.contains(part)).map_or(&[], |(_, codecs)| codecs)
}
