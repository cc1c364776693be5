//! The test film in every codec that a board may list a decoder for, as Matroska.

const SAMPLES: [(&str, &[u8]); 5] = [
    ("h264", include_bytes!("samples/h264.mkv")),
    ("hevc", include_bytes!("samples/hevc.mkv")),
    ("vp9", include_bytes!("samples/vp9.mkv")),
    ("av1", include_bytes!("samples/av1.mkv")),
    ("mpeg2video", include_bytes!("samples/mpeg2video.mkv")),
];

pub(super) fn sample(codec: &str) -> Option<&'static [u8]> {
    SAMPLES.iter().find(|(name, _)| *name == codec).map(|(_, bytes)| *bytes)
}
