//! What the segments of a copy weigh, by the index alone: the master playlist states it before any pipeline has run.

use super::Cuts;

/// Bits per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Of the heaviest run of segments that lasts between half and one and a half times the target duration (RFC 8216,
    /// 4.1).
    pub peak: u64,
    pub mean: u64,
}

/// Of a copied picture, whose groups go into segments whole. `None` where the index does not know what they weigh.
pub fn copied_rates(cuts: &Cuts, keyframes_ns: &[i64], group_kib: &[u32]) -> Option<Rates> {
    if group_kib.is_empty() || group_kib.len() != keyframes_ns.len() {
        return None;
    }
    let mut bits = vec![0_u64; cuts.n_segments() as usize];
    for (&keyframe_ns, &kib) in keyframes_ns.iter().zip(group_kib) {
        bits[cuts.segment_at_ns(keyframe_ns) as usize] += u64::from(kib) * 1024 * 8;
    }
    let lengths_us: Vec<u64> = cuts.durations_us().collect();
    let target_us = lengths_us.iter().max().map_or(1, |us| (us + 500_000) / 1_000_000 * 1_000_000).max(1_000_000);
    let rate = |bits: u64, us: u64| u64::try_from(u128::from(bits) * 1_000_000 / u128::from(us.max(1))).unwrap_or(0);
    let mut peak = 0;
    for from in 0..bits.len() {
        let (mut sum, mut run_us) = (0, 0);
        for k in from..bits.len() {
            (sum, run_us) = (sum + bits[k], run_us + lengths_us[k]);
            if run_us * 2 > target_us * 3 {
                break;
            }
            if run_us * 2 >= target_us {
                peak = peak.max(rate(sum, run_us));
            }
        }
    }
    let mean = rate(bits.iter().sum(), lengths_us.iter().sum());
    Some(Rates { peak: peak.max(mean), mean })
}
