//! Any channel layout to the one that is encoded: as it is where it fits, to 5.1, or to stereo with the dialogue first.
//!
//! For stereo the centre goes into both sides 3 dB below the fronts' full weight and the surrounds 3 dB below that, without
//! the usual normalisation to the worst case, which makes films whisper. What exceeds full scale is bent, not clipped; it
//! is rare, and the function has no memory, so that a restart changes no sample. What is not mixed is not touched.

/// Weights of one input channel in the two outputs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Weight {
    left: f32,
    right: f32,
}

const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// Above this the curve bends towards full scale.
const KNEE: f32 = 0.85;

/// Positions of 5.1 in the order in which it is coded: fronts, centre, low frequencies, rears.
const FIVE_ONE: u64 = 0x3f;

/// What each input channel adds to each output.
pub(super) struct Mix {
    n_out: usize,
    /// A row of `n_out` gains for each input channel; empty where nothing is mixed.
    gains: Vec<Vec<f32>>,
}

impl Mix {
    /// From channels in the order of the mask's bits (GStreamer's positions; no mask: mono, or left and right first).
    pub(super) fn new((n_in, mask): (usize, u64), n_out: usize) -> Self {
        let is_alike = n_in == n_out && (n_in <= 2 || mask == 0 || mask == FIVE_ONE);
        let gains = match n_out {
            _ if is_alike => Vec::new(),
            6 => surround(n_in, mask),
            2 => weights(n_in, mask).into_iter().map(|weight| vec![weight.left, weight.right]).collect(),
            _ => vec![vec![1.0 / n_in as f32; n_out]; n_in],
        };
        Self { n_out, gains }
    }

    /// Interleaved samples to interleaved samples.
    pub(super) fn apply(&self, samples: &[f32]) -> Vec<f32> {
        if self.gains.is_empty() {
            return samples.to_vec();
        }
        let mut mixed = Vec::with_capacity(samples.len() / self.gains.len() * self.n_out);
        let mut sums = vec![0.0; self.n_out];
        for frame in samples.chunks_exact(self.gains.len()) {
            sums.fill(0.0);
            for (sample, gains) in frame.iter().zip(&self.gains) {
                for (sum, gain) in sums.iter_mut().zip(gains) {
                    *sum += sample * gain;
                }
            }
            mixed.extend(sums.iter().map(|sum| bent(*sum)));
        }
        mixed
    }
}

fn positions(mask: u64) -> Vec<u32> {
    (0..64).filter(|bit| mask >> bit & 1 == 1).collect()
}

/// Sides and rears share the rear speakers; they are quieter only where there are both.
fn surround(n_in: usize, mask: u64) -> Vec<Vec<f32>> {
    let positions = positions(mask);
    let has = |bit: u32| positions.contains(&bit);
    let shared = if has(4) && has(10) { HALF_POWER } else { 1.0 };
    let row = |i: usize| {
        let mut gains = vec![0.0; 6];
        match positions.get(i).copied().unwrap_or(i as u32) {
            front @ 0..=3 => gains[front as usize] = 1.0,
            4 | 10 | 12 | 14 => gains[4] = shared,
            5 | 11 | 13 | 15 => gains[5] = shared,
            6 => gains[0] = HALF_POWER,
            7 => gains[1] = HALF_POWER,
            8 => (gains[4], gains[5]) = (HALF_POWER, HALF_POWER),
            _ => {}
        }
        gains
    };
    (0..n_in).map(row).collect()
}

/// Weights for stereo.
fn weights(n_channels: usize, mask: u64) -> Vec<Weight> {
    let positions = positions(mask);
    if n_channels == 1 {
        return vec![Weight { left: 1.0, right: 1.0 }];
    }
    if n_channels == 2 {
        return vec![Weight { left: 1.0, right: 0.0 }, Weight { left: 0.0, right: 1.0 }];
    }
    (0..n_channels).map(|i| positions.get(i).map_or(unplaced(i), |&bit| placed(bit))).collect()
}

fn placed(bit: u32) -> Weight {
    let gain = HALF_POWER;
    let (left, right) = match bit {
        0 | 6 => (1.0, 0.0),                   // front left, left of centre
        1 | 7 => (0.0, 1.0),                   // front right, right of centre
        2 => (HALF_POWER, HALF_POWER),         // centre
        4 | 10 | 12 | 14 => (HALF_POWER, 0.0), // rear, side, top left
        5 | 11 | 13 | 15 => (0.0, HALF_POWER), // rear, side, top right
        8 => (0.5, 0.5),                       // rear centre
        3 | 9 => (0.0, 0.0),                   // low frequencies: small speakers only distort
        _ => (0.3, 0.3),
    };
    Weight { left: left * gain, right: right * gain }
}

/// A layout without positions: alternate sides, as far as anybody can know.
fn unplaced(i: usize) -> Weight {
    if i.is_multiple_of(2) { Weight { left: 0.5, right: 0.0 } } else { Weight { left: 0.0, right: 0.5 } }
}

fn bent(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 {
        return sample;
    }
    let room = 1.0 - KNEE;
    (KNEE + room * over / (over + room)).copysign(sample)
}
