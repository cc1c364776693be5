//! RFC 6381 codec strings of what the engine encodes itself.

/// The lowest H.264 level that holds a picture size at a frame rate (ITU-T H.264, table A-1), as level × 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct H264Level(pub u8);

/// Level × 10, macroblocks per frame, macroblocks per second, kbit/s in High profile.
const LEVELS: [(u8, u64, u64, u64); 10] = [
    (30, 1_620, 40_500, 12_500),
    (31, 3_600, 108_000, 17_500),
    (32, 5_120, 216_000, 25_000),
    (40, 8_192, 245_760, 25_000),
    (41, 8_192, 245_760, 62_500),
    (42, 8_704, 522_240, 62_500),
    (50, 22_080, 589_824, 168_750),
    (51, 36_864, 983_040, 300_000),
    (52, 36_864, 2_073_600, 300_000),
    (60, 139_264, 4_177_920, 300_000),
];

impl H264Level {
    pub fn for_picture(width: u32, height: u32, frame_rate: Option<(u32, u32)>, kbit_per_s: u32) -> Self {
        let blocks = u64::from(width.div_ceil(16)) * u64::from(height.div_ceil(16));
        let (n, d) = frame_rate.filter(|&(n, d)| n > 0 && d > 0).unwrap_or((60, 1));
        let blocks_per_s = blocks * u64::from(n) / u64::from(d);
        let fits = |&&(_, frame, second, rate): &&(u8, u64, u64, u64)| {
            blocks <= frame && blocks_per_s <= second && u64::from(kbit_per_s) <= rate
        };
        Self(LEVELS.iter().find(fits).map_or(60, |level| level.0))
    }

    /// As GStreamer caps name it: `3.1`, `4`.
    pub fn caps_name(self) -> String {
        if self.0.is_multiple_of(10) { (self.0 / 10).to_string() } else { format!("{}.{}", self.0 / 10, self.0 % 10) }
    }
}

/// High profile at `level`.
pub fn h264_codec_string(level: H264Level) -> String {
    format!("avc1.6400{:02x}", level.0)
}

/// AAC-LC.
pub fn aac_codec_string() -> String {
    "mp4a.40.2".to_owned()
}
