//! Lighter pictures that a viewer may have instead of the planned one, and what each asks of this machine.
//!
//! A machine's capacity is what its encoders managed lately (`Tally` measures it), in units of work per second. What it
//! cannot hold in real time is not offered; before anything was measured everything below the source is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::admission::Burden;
use super::decide::{Choice, Facts, Limits, decide, encode_cost};
use super::device::Device;
use super::plan::{Cost, Method, Plan, VideoPlan, VideoTarget};
use super::target;
use crate::domain::media::MediaInfo;

/// Heights that people know, tallest first.
const HEIGHTS: [u32; 7] = [2160, 1440, 1080, 720, 480, 360, 240];
/// A rung that saves less than a fifth is none.
const WORTH_IT: f64 = 0.8;
/// Encoding a pixel takes about as long as decoding four (x264 veryfast beside the libav decoders).
const ENCODE_WEIGHT: u64 = 4;
const AUDIO_RATE: u64 = 160_000;

/// A lighter picture as it is planned and stored with the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// What people call it: 720 is at most 1280 × 720.
    pub name: u32,
    pub width: u32,
    pub height: u32,
    /// Bits per second of the picture.
    pub bit_rate: u64,
}

/// One entry of a quality menu with its price.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Quality {
    /// To be ordered by `max_height`; null is the source's own.
    #[schema(required)]
    pub name: Option<u32>,
    pub width: u32,
    pub height: u32,
    /// Bits per second of the whole stream, null where the file does not say.
    #[schema(required)]
    pub bit_rate: Option<u64>,
    pub method: Method,
    pub cost: Cost,
    /// Share of this machine's real-time conversion that it takes, by what was measured: above 1 it stalls. Null where
    /// nothing is converted or nothing was measured yet.
    #[schema(required)]
    pub load: Option<f64>,
}

impl Cost {
    /// Units of work per second of film.
    pub fn work(self) -> u64 {
        self.decode_pixels_per_second + ENCODE_WEIGHT * self.encode_pixels_per_second
    }

    /// What admission asks.
    pub fn burden(self) -> Burden {
        Burden { work: self.work(), memory_bytes: self.memory_bytes }
    }

    /// Share of a capacity, in units of work per second.
    pub fn load(self, capacity: Option<f64>) -> Option<f64> {
        let capacity = capacity.filter(|c| *c > 0.0 && self.work() > 0)?;
        Some((self.work() as f64 / capacity * 100.0).round() / 100.0)
    }
}

/// What may be had instead of a plan's picture, from tall to small.
pub fn ladder(media: &MediaInfo, plan: &Plan, limits: Limits, capacity: Option<f64>) -> Vec<Rung> {
    let Some(VideoPlan { stream, target, .. }) = &plan.video else { return Vec::new() };
    let Some(stream) = media.stream(*stream).filter(|_| limits.can_encode) else { return Vec::new() };
    if stream.codec.starts_with("unknown") {
        return Vec::new();
    }
    let shown = target::display_size(stream);
    let (mut pixels, mut rate) = match target {
        VideoTarget::Copy => (pixels_of(shown), stream.bit_rate.or(media.bit_rate).unwrap_or(u64::MAX)),
        VideoTarget::Encode { width, height, bit_rate } => (pixels_of((*width, *height)), *bit_rate),
    };
    let fps = target::frames_per_second(stream);
    let mut rungs = Vec::new();
    for name in HEIGHTS.into_iter().filter(|name| *name <= limits.height_now()) {
        let (width, height) = target::fit_size(shown, Some(target::widest(name)), Some(name));
        let bit_rate = target::rate_for((width, height), fps);
        let is_smaller = pixels_of((width, height)) <= pixels * WORTH_IT && bit_rate as f64 <= rate as f64 * WORTH_IT;
        let is_held = encode_cost(stream, (width, height)).load(capacity).is_none_or(|load| load <= 1.0);
        if is_smaller && is_held {
            (pixels, rate) = (pixels_of((width, height)), bit_rate);
            rungs.push(Rung { name, width, height, bit_rate });
        }
    }
    rungs
}

/// The whole menu of a file on a device: its own quality first, whatever was chosen.
pub fn qualities(
    (media, facts): (&MediaInfo, Facts),
    device: &Device,
    limits: Limits,
    choice: &Choice,
    capacity: Option<f64>,
) -> Vec<Quality> {
    let unlimited = Device { max_bit_rate: None, ..device.clone() };
    let own = Choice { method: None, max_height: None, ..choice.clone() };
    let rungs = |plan: &Plan| ladder(media, plan, limits, capacity);
    match decide(media, facts, &unlimited, limits, &own) {
        Ok(plan) => {
            let lighter = rungs(&plan);
            let lighter = lighter.into_iter().map(|rung| of_rung(media, &plan, &rung, capacity));
            of_plan(media, &plan, capacity).into_iter().chain(lighter).collect()
        }
        Err(_) => Vec::new(),
    }
}

fn of_plan(media: &MediaInfo, plan: &Plan, capacity: Option<f64>) -> Option<Quality> {
    let video = plan.video.as_ref()?;
    let stream = media.stream(video.stream)?;
    let ((width, height), bit_rate) = match video.target {
        VideoTarget::Copy => (target::display_size(stream), media.bit_rate.or(stream.bit_rate)),
        VideoTarget::Encode { width, height, bit_rate } => ((width, height), Some(bit_rate + AUDIO_RATE)),
    };
    let load = plan.cost.load(capacity);
    Some(Quality { name: None, width, height, bit_rate, method: plan.method, cost: plan.cost, load })
}

fn of_rung(media: &MediaInfo, plan: &Plan, rung: &Rung, capacity: Option<f64>) -> Quality {
    let stream = plan.video.as_ref().and_then(|video| media.stream(video.stream));
    let (width, height, bit_rate) = (rung.width, rung.height, rung.bit_rate);
    let cost = stream.map(|stream| encode_cost(stream, (width, height))).unwrap_or_default();
    Quality {
        name: Some(rung.name),
        width,
        height,
        bit_rate: Some(bit_rate + AUDIO_RATE),
        method: Method::Transcode,
        cost,
        load: cost.load(capacity),
    }
}

fn pixels_of((width, height): (u32, u32)) -> f64 {
    f64::from(width) * f64::from(height)
}
