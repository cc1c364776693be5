//! The test film: soft waves of light and colour that move.
//!
//! `samples/` holds the same film in every codec, made by the `geq` filter with the same formula; see `samples/README.md`.

use std::f64::consts::PI;

/// Pictures of the samples.
pub(super) const SAMPLE_SIZE: (usize, usize) = (640, 360);
pub(super) const FRAMES: usize = 24;
pub(super) const FRAME_RATE: i32 = 24;

/// Every fourth pixel of a plane in both directions is looked at: enough for waves, and a sixteenth of the work.
pub(super) const STRIDE: usize = 4;

/// One picture in I420.
pub(super) fn i420((width, height): (usize, usize), n: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(width * height * 3 / 2);
    for plane in 0..3 {
        let (w, h) = if plane == 0 { (width, height) } else { (width / 2, height / 2) };
        let wave = Wave::new(plane, (w, h), n);
        for y in 0..h {
            bytes.extend((0..w).map(|x| wave.at(x, y)));
        }
    }
    bytes
}

/// The pixels of a picture that are compared: luma first, then both colours.
pub(super) fn sampled((width, height): (usize, usize), n: usize) -> [Vec<u8>; 3] {
    [0, 1, 2].map(|plane| {
        let (w, h) = if plane == 0 { (width, height) } else { (width / 2, height / 2) };
        let wave = Wave::new(plane, (w, h), n);
        let rows = (0..h).step_by(STRIDE);
        rows.flat_map(|y| (0..w).step_by(STRIDE).map(move |x| (x, y))).map(|(x, y)| wave.at(x, y)).collect()
    })
}

/// One plane of one picture: a product or sum of waves along each axis, so that a pixel costs no trigonometry.
struct Wave {
    plane: usize,
    along: Vec<(f64, f64)>,
    down: Vec<(f64, f64)>,
}

impl Wave {
    fn new(plane: usize, (width, height): (usize, usize), n: usize) -> Self {
        let n = n as f64;
        let share = |at: usize, of: usize| at as f64 / of as f64;
        let along = |x: usize| match plane {
            0 => (2.0 * PI * (2.0 * share(x, width) + n / 24.0)).sin_cos(),
            1 => (2.0 * PI * (share(x, width) - n / 48.0)).sin_cos(),
            _ => (0.0, 1.0),
        };
        let down = |y: usize| match plane {
            0 => (3.0 * PI * share(y, height)).sin_cos(),
            1 => (PI * share(y, height)).sin_cos(),
            _ => (2.0 * PI * (share(y, height) + n / 32.0)).sin_cos(),
        };
        Self { plane, along: (0..width).map(along).collect(), down: (0..height).map(down).collect() }
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        let ((sin_x, cos_x), (sin_y, cos_y)) = (self.along[x], self.down[y]);
        let value = match self.plane {
            0 => 60.0 * sin_x * cos_y,
            // The sine of a sum.
            1 => 80.0 * (sin_x * cos_y + cos_x * sin_y),
            _ => 80.0 * cos_y,
        };
        (128.0 + value).round().clamp(0.0, 255.0) as u8
    }
}
