//! Segment boundaries of one rendition.
//!
//! Video is cut in 90 kHz ticks, audio in samples on the AAC frame grid. A frame belongs to the last segment whose start
//! it reaches, give or take `slack`: container timestamps are rounded (to 1 ms in Matroska), the grid is not.

/// Segments aim at six seconds.
pub const SEGMENT_NS: i64 = 6_000_000_000;
/// Ticks per second of every video rendition: one frame of any usual rate differs from its neighbours by ≤ 1 tick.
pub const VIDEO_TIMESCALE: u32 = 90_000;

const AAC_FRAME: u64 = 1024;
const NS: i128 = 1_000_000_000;

/// Where the segments of one rendition start and the last one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cuts {
    pub timescale: u32,
    /// Starts of all segments, then the end: strictly rising, from 0.
    edges: Vec<u64>,
    /// How far before a start a frame may lie and still belong to the segment, in ticks.
    pub slack: u64,
}

impl Cuts {
    fn new(timescale: u32, mut edges: Vec<u64>, end: u64, slack: u64) -> Self {
        // A tail shorter than this would be a segment of a frame or two, or of none where the end is an estimate.
        let shortest = u64::from(timescale) / 10;
        while edges.len() > 1 && edges.last().is_some_and(|last| last + shortest >= end) {
            edges.pop();
        }
        edges.push(end.max(1));
        Self { timescale, edges, slack }
    }

    pub fn n_segments(&self) -> u32 {
        self.edges.len() as u32 - 1
    }

    /// Start of segment `k`; the end of the track for `k` = number of segments.
    pub fn start(&self, k: u32) -> u64 {
        self.edges.get(k as usize).copied().unwrap_or_else(|| self.end())
    }

    pub fn end(&self) -> u64 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// The segment that a frame with presentation time `tick` belongs to.
    pub fn segment_of(&self, tick: u64) -> u32 {
        let reached = self.edges[..self.edges.len() - 1].partition_point(|&start| start <= tick + self.slack);
        reached.saturating_sub(1) as u32
    }

    pub fn start_ns(&self, k: u32) -> i64 {
        ticks_to_ns(self.start(k), self.timescale)
    }

    pub fn ticks(&self, ns: i64) -> u64 {
        ns_to_ticks(ns, self.timescale)
    }

    /// Ticks before the origin are negative.
    pub fn signed_ticks(&self, ns: i64) -> i64 {
        round_div(i128::from(ns) * i128::from(self.timescale), NS) as i64
    }

    /// The segment that holds this time of the file; the last one beyond the end.
    pub fn segment_at_ns(&self, ns: i64) -> u32 {
        self.segment_of(self.ticks(ns))
    }

    /// Lengths in microseconds, rounded so that their sum is the rounded total.
    pub fn durations_us(&self) -> impl Iterator<Item = u64> + '_ {
        let us = |tick: u64| round_div(i128::from(tick) * 1_000_000, i128::from(self.timescale)) as u64;
        self.edges.windows(2).map(move |pair| us(pair[1]) - us(pair[0]))
    }
}

/// Boundaries for an encoder: multiples of six seconds, each moved to the first frame of the output's grid at or after it.
/// `frame_rate` is absent where frames come at any time; then the boundary is the multiple itself.
pub fn encode_cuts(first_ns: i64, end_ns: i64, frame_rate: Option<(u32, u32)>) -> Cuts {
    let first_ns = first_ns.max(0);
    let rate = frame_rate.filter(|&(n, d)| n > 0 && d > 0 && n / d <= 1000);
    let on_grid = |ns: i64| match rate {
        None => ns_to_ticks(ns, VIDEO_TIMESCALE),
        Some((n, d)) => {
            let (n, d) = (i128::from(n), i128::from(d));
            let frames = (i128::from(ns - first_ns) * n).div_euclid(d * NS)
                + i128::from((i128::from(ns - first_ns) * n).rem_euclid(d * NS) != 0);
            ns_to_ticks(first_ns + round_div(frames * d * NS, n) as i64, VIDEO_TIMESCALE)
        }
    };
    let mut edges = vec![0];
    // A video that starts late has nothing to show in the segments before it.
    let mut next_ns = (first_ns / SEGMENT_NS + 1) * SEGMENT_NS;
    while next_ns < end_ns {
        edges.push(on_grid(next_ns));
        next_ns += SEGMENT_NS;
    }
    // Pictures that stand for longer than a segment.
    edges.dedup();
    let slack = rate.map_or(0, |(n, d)| u64::from(VIDEO_TIMESCALE) * u64::from(d) / u64::from(n) / 2);
    Cuts::new(VIDEO_TIMESCALE, edges, ns_to_ticks(end_ns, VIDEO_TIMESCALE), slack)
}

/// Boundaries for a copy: keyframes, of each group the one nearest to six seconds after the one before.
pub fn remux_cuts(keyframes_ns: &[i64], end_ns: i64) -> Cuts {
    let mut edges_ns = vec![0];
    let mut previous = keyframes_ns.first().copied().unwrap_or(0).max(0);
    let mut candidate: Option<i64> = None;
    for &key in keyframes_ns.iter().skip(1) {
        // Keyframes rise, so once one lies beyond the aim the nearest is that one or the one before it.
        while key > previous + SEGMENT_NS {
            let aim = previous + SEGMENT_NS;
            let chosen = match candidate.take() {
                Some(before) if aim - before <= key - aim => before,
                _ => key,
            };
            edges_ns.push(chosen);
            previous = chosen;
            if chosen == key {
                break;
            }
        }
        candidate = (key > previous).then_some(key);
    }
    if let Some(key) = candidate.filter(|_| end_ns - previous > SEGMENT_NS * 3 / 2) {
        edges_ns.push(key);
    }
    let mut edges: Vec<u64> = edges_ns.into_iter().map(|ns| ns_to_ticks(ns, VIDEO_TIMESCALE)).collect();
    edges.dedup();
    // Half a millisecond is what Matroska rounds away.
    Cuts::new(VIDEO_TIMESCALE, edges, ns_to_ticks(end_ns, VIDEO_TIMESCALE), u64::from(VIDEO_TIMESCALE) / 1000)
}

/// Boundaries for audio of `sample_rate`: multiples of six seconds on the 1024-sample grid. The end is exact.
pub fn audio_cuts(end_ns: i64, sample_rate: u32) -> Cuts {
    let mut edges = Vec::new();
    let mut at_ns = 0;
    while at_ns < end_ns {
        edges.push(ns_to_ticks(at_ns, sample_rate).div_ceil(AAC_FRAME) * AAC_FRAME);
        at_ns += SEGMENT_NS;
    }
    if edges.is_empty() {
        edges.push(0);
    }
    Cuts::new(sample_rate, edges, ns_to_ticks(end_ns, sample_rate), 0)
}

/// Boundaries for music that is counted in samples: multiples of six seconds on the grid of its frames.
pub fn exact_cuts(end: u64, sample_rate: u32, frame: u64) -> Cuts {
    let step = (u64::from(sample_rate) * (SEGMENT_NS / NS as i64).cast_unsigned()).div_ceil(frame) * frame;
    let edges = (0..end.div_ceil(step).max(1)).map(|k| k * step).collect();
    Cuts::new(sample_rate, edges, end, 0)
}

/// Boundaries for WebVTT: a minute each, since a text segment costs a request and next to no bytes.
pub fn subtitle_cuts(end_ns: i64) -> Cuts {
    let minutes = end_ns.max(1).div_euclid(10 * SEGMENT_NS) as u64;
    let edges = (0..=minutes).map(|m| m * 60_000).collect();
    Cuts::new(1000, edges, ns_to_ticks(end_ns, 1000), 0)
}

fn ns_to_ticks(ns: i64, timescale: u32) -> u64 {
    round_div(i128::from(ns.max(0)) * i128::from(timescale), NS) as u64
}

fn ticks_to_ns(ticks: u64, timescale: u32) -> i64 {
    round_div(i128::from(ticks) * NS, i128::from(timescale.max(1))) as i64
}

fn round_div(n: i128, d: i128) -> i128 {
    (2 * n + d).div_euclid(2 * d)
}
