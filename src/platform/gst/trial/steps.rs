//! What is tried of a back-end, one step after the other: its encoder, then each decoder for each of its codecs.

use gstreamer as gst;
use gstreamer::prelude::*;
use serde::{Deserialize, Serialize};

use super::compare::judge;
use super::picture::{FRAMES, SAMPLE_SIZE};
use super::run::{Coded, Film, Made, order_keyframe, run};
use super::samples::sample;
use crate::domain::hls::H264Level;
use crate::domain::media::{Stream, StreamKind};
use crate::platform::gst::backend::{Backend, Job, Part, VideoTarget, codecs_of};
use crate::platform::gst::elements::{has_element, make};

const KEYFRAME_AT: usize = 15;
/// What the speed of encoders is told for.
const SPEED_SIZE: (usize, usize) = (1280, 720);
const SPEED_FRAMES: usize = 60;
/// Half of the sample, so that the scaler has something to do.
const SCALED: (usize, usize) = (SAMPLE_SIZE.0 / 2, SAMPLE_SIZE.1 / 2);
/// Fewer pictures a second than this keep up with no film.
const SLOW_FPS: f64 = 25.0;
const KBIT_PER_S: u32 = 3000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Encoder,
    Decoder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementState {
    Good,
    /// Right, but below the speed of a film.
    Slow,
    Bad,
    /// GStreamer has no such element.
    Absent,
}

/// One thing to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub element: String,
    pub role: Role,
    pub codec: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElementTrial {
    pub element: String,
    pub role: Role,
    pub codec: String,
    pub state: ElementState,
    /// Pictures per second: of 1280 × 720 for encoders, of 640 × 360 for decoders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fps: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Step {
    /// The step went wrong in a way that only an onlooker sees: a hang, a crash.
    pub fn failed(&self, reason: impl Into<String>) -> ElementTrial {
        self.trial(ElementState::Bad, None, Some(reason.into()))
    }

    fn trial(&self, state: ElementState, fps: Option<f64>, reason: Option<String>) -> ElementTrial {
        let Self { element, role, codec } = self.clone();
        ElementTrial { element, role, codec, state, fps, reason }
    }
}

/// In the order in which they are tried.
pub fn steps(backend: &Backend) -> Vec<Step> {
    let step =
        |element: &str, role: Role, codec: &str| Step { element: element.to_owned(), role, codec: codec.to_owned() };
    let decoders = backend.decoders().iter();
    let decoders =
        decoders.flat_map(|decoder| codecs_of(decoder).iter().map(|codec| step(decoder, Role::Decoder, codec)));
    let decoders = decoders.filter(|step| sample(&step.codec).is_some());
    std::iter::once(step(backend.encoder(), Role::Encoder, "h264")).chain(decoders).collect()
}

/// Tries one thing now. For a process of its own: a driver may hang or crash.
pub fn try_step(backend: &Backend, step: &Step) -> ElementTrial {
    if let Err(error) = crate::platform::gst::init() {
        return step.failed(error.to_string());
    }
    if !has_element(&step.element) {
        return step.trial(ElementState::Absent, None, Some(format!("GStreamer has no element {}", step.element)));
    }
    let tried = match step.role {
        Role::Encoder => try_encoder(backend),
        Role::Decoder => try_decoder(backend, step),
    };
    match tried {
        Ok(Some(fps)) if fps < SLOW_FPS => {
            let why = format!("{fps} pictures per second keep up with no film");
            step.trial(ElementState::Slow, Some(fps), Some(why))
        }
        Ok(fps) => step.trial(ElementState::Good, fps, None),
        Err(reason) => step.failed(reason),
    }
}

fn target((width, height): (usize, usize)) -> VideoTarget {
    let (width, height) = (width as u32, height as u32);
    let level = H264Level::for_picture(width, height, Some((24, 1)), KBIT_PER_S);
    VideoTarget { width, height, kbit_per_s: KBIT_PER_S, level, n_threads: 2, burn_in: None }
}

fn stream(codec: &str) -> Stream {
    let (width, height) = SAMPLE_SIZE;
    let mut stream = Stream::new(0, StreamKind::Video, codec.to_owned());
    (stream.width, stream.height) = (Some(width as u32), Some(height as u32));
    (stream.frame_rate, stream.bit_depth) = (Some((24, 1)), Some(8));
    stream
}

/// Raw pictures through the encoder, and its speed.
fn try_encoder(backend: &Backend) -> Result<Option<f64>, String> {
    let raw = stream("raw");
    let small = target(SAMPLE_SIZE);
    through_encoder(backend, &Film::Raw(SAMPLE_SIZE), &Job { stream: &raw, target: &small }, true)?;
    let large = target(SPEED_SIZE);
    let plan = backend.plan(&Job { stream: &raw, target: &large });
    let chain = built(plan.pictures.iter().chain(&plan.encode))?;
    let made = run(&Film::Bars(SPEED_SIZE, SPEED_FRAMES), &chain, None)?;
    if made.n_pictures == SPEED_FRAMES {
        Ok(made.fps())
    } else {
        Err(format!("{} of {SPEED_FRAMES} pictures of 1280 × 720 came back", made.n_pictures))
    }
}

/// The whole way where the device has one; else the decoder alone.
fn try_decoder(backend: &Backend, step: &Step) -> Result<Option<f64>, String> {
    let (stream, target) = (stream(&step.codec), target(SCALED));
    let film = Film::Coded(sample(&step.codec).unwrap_or_default());
    let only = backend.with_decoder(&step.element);
    let job = Job { stream: &stream, target: &target };
    if only.plan(&job).is_on_device {
        return through_encoder(&only, &film, &job, false).map(|made| made.fps());
    }
    let chain = [&step.element, "videoconvertscale"].map(|factory| make(factory).map_err(|e| e.to_string()));
    let made = run(&film, &chain.into_iter().collect::<Result<Vec<_>, _>>()?, Some(SAMPLE_SIZE))?;
    judge(&made.pictures, SAMPLE_SIZE, FRAMES)?;
    Ok(made.fps())
}

/// Through decoder, scaler and encoder, and back to pictures by software, which are looked at.
fn through_encoder(backend: &Backend, film: &Film, job: &Job<'_>, with_order: bool) -> Result<Made, String> {
    let size = (job.target.width as usize, job.target.height as usize);
    let plan = backend.plan(job);
    let encode = built(&plan.encode)?;
    let encoder = encode.first().ok_or("a back-end without an encoder")?;
    if with_order {
        order_keyframe(encoder, KEYFRAME_AT);
    }
    let filter = make("capsfilter").map_err(|e| e.to_string())?;
    let avc = gst::Caps::builder("video/x-h264").field("stream-format", "avc").field("alignment", "au");
    filter.set_property("caps", avc.build());
    let coded = filter.static_pad("src").map(|pad| Coded::watch(&pad)).ok_or("a filter without an output")?;
    let mut chain = built(&plan.pictures)?;
    chain.extend(encode);
    chain.push(make("h264parse").map_err(|e| e.to_string())?);
    chain.push(filter);
    for factory in ["avdec_h264", "videoconvertscale"] {
        chain.push(make(factory).map_err(|e| e.to_string())?);
    }
    let made = run(film, &chain, Some(size));
    let coded = coded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A lie about the size makes the next element fail: the cause is told, not that.
    coded.judge_size(size)?;
    let made = made?;
    if with_order {
        coded.judge(KEYFRAME_AT)?;
    }
    judge(&made.pictures, size, FRAMES)?;
    Ok(made)
}

fn built<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Result<Vec<gst::Element>, String> {
    let raw = gst::Caps::builder("video/x-raw").build();
    parts.into_iter().map(|part| part.make(&raw).map_err(|e| e.to_string())).collect()
}
