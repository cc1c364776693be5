//! Rockchip's media process platform, by the `gstreamer-rockchip` plugin of the vendors' kernels.
//!
//! The plugin is outside GStreamer and has forks; names are those of its `gstmppenc.c`, `gstmpph264enc.c` and
//! `gstmppdec.c` (properties `bps`, `gop`, `rc-mode`, `header-mode`, `profile` of the encoder; `format`, `width`, `height`,
//! `arm-afbc`, `fast-mode` of the decoder). Old forks lack the decoder's size: the caps behind it then do not fit, the
//! trial of the chain says so, and software scales for the same encoder.

use super::{Family, Job, Limits, Part, Setting};

pub(super) struct Rkmpp;

impl Family for Rkmpp {
    fn decode(&self, decoder: &str, job: &Job<'_>) -> Option<Vec<Part>> {
        let depth = job.stream.bit_depth.unwrap_or(8);
        let is_taken = depth == 8 || depth == 10 && job.stream.codec != "h264";
        // The decoder keeps the shape of pixels, which the player takes for square.
        let is_square = job.stream.pixel_aspect.is_none_or(|(n, d)| n == d);
        if !job.is_plain() || !is_taken || !is_square {
            return None;
        }
        let (width, height) = (job.target.width, job.target.height);
        // The decoder scales and converts by the RGA unit on its way out; compressed frames (AFBC) it could not.
        let settings = vec![
            ("format", Setting::Choice("NV12".to_owned())),
            ("width", Setting::Number(width.into())),
            ("height", Setting::Number(height.into())),
            ("arm-afbc", Setting::Flag(false)),
        ];
        Some(vec![
            Part::element(decoder, settings),
            Part::Pictures { memory: None, format: "NV12", size: Some((width, height)) },
        ])
    }

    fn encode(&self, encoder: &str, _is_on_device: bool, job: &Job<'_>) -> Vec<Part> {
        let choice = |text: String| Setting::Choice(text);
        let settings = vec![
            // In bit/s.
            ("bps", Setting::Number(i64::from(job.target.kbit_per_s) * 1000)),
            ("rc-mode", choice("cbr".to_owned())),
            ("gop", Setting::Number(6000)),
            ("header-mode", choice("each-idr".to_owned())),
            ("profile", choice("high".to_owned())),
            ("level", choice(job.target.level.caps_name())),
        ];
        // Its output caps name no level.
        vec![Part::element(encoder, settings), Part::Coded { level: None }]
    }

    fn limits(&self) -> Limits {
        // Smaller pictures than this the encoder's caps refuse.
        Limits { min_width: 96, min_height: 64, max_width: Some(4096), max_height: Some(2304), ..Limits::NONE }
    }
}
