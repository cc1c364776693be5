//! What the encoder shall make: size and rate. Sizes are even, pixels square, rotation done.

use crate::domain::media::Stream;

/// Video bits per second of a 1080p picture at 24 frames per second; other sizes follow by the power 0.75 of their
/// pixels, since small pictures need more bits per pixel.
const RATE_1080P: f64 = 5_000_000.0;
const PIXELS_1080P: f64 = 1920.0 * 1080.0;
const RATE_FLOOR: u64 = 200_000;

/// Size of the picture as it is shown: pixel aspect ratio and rotation applied. (0, 0) when unknown.
pub fn display_size(stream: &Stream) -> (u32, u32) {
    let (width, height) = (stream.width.unwrap_or(0), stream.height.unwrap_or(0));
    let (numerator, denominator) = stream.pixel_aspect.filter(|(n, d)| *n > 0 && *d > 0).unwrap_or((1, 1));
    let wide = u64::from(width) * u64::from(numerator) / u64::from(denominator);
    // An absurd ratio in a header must not ask for a picture a million pixels wide.
    let width = u32::try_from(wide.min(u64::from(width) * 4)).unwrap_or(width);
    if stream.rotation % 180 == 90 { (height, width) } else { (width, height) }
}

/// Width of the frame that a height names: 1280 for 720.
pub(super) fn widest(height: u32) -> u32 {
    height.saturating_mul(16) / 9
}

/// Largest even size within the limits that keeps the shape; never larger than the source.
pub(super) fn fit_size(size: (u32, u32), max_width: Option<u32>, max_height: Option<u32>) -> (u32, u32) {
    let (width, height) = (f64::from(size.0.max(2)), f64::from(size.1.max(2)));
    let by_width = max_width.map_or(1.0, |most| f64::from(most.max(2)) / width);
    let by_height = max_height.map_or(1.0, |most| f64::from(most.max(2)) / height);
    let scale = by_width.min(by_height).min(1.0);
    let even = |value: f64| ((value * scale / 2.0).round() as u32 * 2).max(2);
    (even(width), even(height))
}

/// Rate for a size, bits per second.
pub(super) fn rate_for(size: (u32, u32), frames_per_second: f64) -> u64 {
    let pixels = f64::from(size.0) * f64::from(size.1);
    let speed = (frames_per_second / 24.0).clamp(0.5, 4.0).sqrt();
    ((RATE_1080P * (pixels / PIXELS_1080P).powf(0.75) * speed) as u64).max(RATE_FLOOR)
}

pub(super) fn frames_per_second(stream: &Stream) -> f64 {
    match stream.frame_rate {
        Some((n, d)) if n > 0 && d > 0 => (f64::from(n) / f64::from(d)).clamp(1.0, 240.0),
        _ => 25.0,
    }
}

/// Width, height and bits per second for a stream within limits. `rate_limit` is for video alone.
pub fn encode_target(
    stream: &Stream,
    max_width: Option<u32>,
    max_height: Option<u32>,
    rate_limit: Option<u64>,
) -> (u32, u32, u64) {
    let shown = display_size(stream);
    let mut size = fit_size(shown, max_width, max_height);
    let fps = frames_per_second(stream);
    let limit = rate_limit.unwrap_or(u64::MAX).max(RATE_FLOOR);
    // A picture that gets less than a third of its due looks worse than a smaller one.
    while rate_for(size, fps) > limit.saturating_mul(3) && size.1 > 240 {
        size = fit_size(shown, None, Some(size.1 * 3 / 4));
    }
    (size.0, size.1, rate_for(size, fps).min(limit))
}
