//! The promise of memory: what each part of the product may take, so that together they take what was promised.
//!
//! A profile promises the sum of its parts. A machine, or its control group, that has less than an eighth more gets less of
//! each part, evenly between the least that a part needs and what the profile gives it. Invariant: the parts sum to the
//! smaller of the profile's promise and seven eighths of the memory; only a machine below the sum of all that is least
//! takes that. An eighth is left to the kernel and to what nobody counted.

use super::profile::Profile;

const MIB: u64 = 1 << 20;

/// Parts in the order of the settings, with the least that each needs.
pub(super) const PARTS: [(&str, u64); 5] = [
    ("memory.process_bytes", 64 * MIB),
    // The whole of PostgreSQL: half of it are its shared buffers.
    ("memory.database_bytes", 32 * MIB),
    ("memory.cache_bytes", 4 * MIB),
    ("memory.segments_bytes", 24 * MIB),
    ("memory.pipelines_bytes", 8 * MIB),
];

/// Of a part that an operator's profile says nothing of: what a small board gets.
const UNSAID: [u64; 5] = [256 * MIB, 128 * MIB, 32 * MIB, 256 * MIB, 256 * MIB];

/// What each part gets on a machine with so much memory, in the order of `PARTS`.
pub(super) fn split(profile: &Profile, memory_bytes: u64) -> [u64; 5] {
    let mut least = PARTS.map(|(_, least)| least);
    let mut promised = UNSAID;
    for (place, (name, _)) in PARTS.into_iter().enumerate() {
        promised[place] = profile.limit(name).unwrap_or(UNSAID[place]);
        // An operator may know better.
        least[place] = least[place].min(promised[place]);
    }
    let (promise, floor) = (promised.iter().sum::<u64>(), least.iter().sum::<u64>());
    let has = (memory_bytes / 8 * 7).max(floor);
    if promise <= has {
        return promised;
    }
    let mut parts = [0; 5];
    for place in 0..parts.len() {
        // Neither product fits into 64 bits on a large machine.
        let more = u128::from(promised[place] - least[place]) * u128::from(has - floor) / u128::from(promise - floor);
        parts[place] = least[place] + u64::try_from(more).unwrap_or(0);
    }
    // What rounding left over.
    parts[0] += has - parts.iter().sum::<u64>();
    parts
}
