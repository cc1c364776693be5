//! Any channel layout to stereo, dialogue first.
//!
//! The centre goes into both sides 3 dB below the fronts' full weight and the surrounds 3 dB below that, without the
//! usual normalisation to the worst case, which makes films whisper. What exceeds full scale is bent, not clipped; it
//! is rare, and the function has no memory, so that a restart changes no sample.

/// Weights of one input channel in the two outputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    left: f32,
    right: f32,
}

const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// Above this the curve bends towards full scale.
const KNEE: f32 = 0.85;

/// Weights for channels in the order of the mask's bits (GStreamer's channel positions). No mask: mono or left, right.
pub(super) fn weights(n_channels: usize, mask: u64) -> Vec<Weight> {
    let positions: Vec<u32> = (0..64).filter(|bit| mask >> bit & 1 == 1).collect();
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

/// Interleaved samples of `weights.len()` channels to interleaved stereo.
pub(super) fn to_stereo(samples: &[f32], weights: &[Weight]) -> Vec<f32> {
    let mut stereo = Vec::with_capacity(samples.len() / weights.len().max(1) * 2);
    for frame in samples.chunks_exact(weights.len().max(1)) {
        let (mut left, mut right) = (0.0, 0.0);
        for (sample, weight) in frame.iter().zip(weights) {
            left += sample * weight.left;
            right += sample * weight.right;
        }
        stereo.extend([bent(left), bent(right)]);
    }
    stereo
}

fn bent(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 {
        return sample;
    }
    let room = 1.0 - KNEE;
    (KNEE + room * over / (over + room)).copysign(sample)
}
