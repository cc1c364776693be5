//! VA-API (Intel and AMD graphics) by GStreamer's `va` plugin.
//!
//! Property names and ranges: `gst_va_h264_enc_class_init` in gst-plugins-bad 1.22, `sys/va/gstvah264enc.c`, and the
//! pages of `vah264enc` and `vapostproc` in GStreamer's reference. `vah264lpenc` is the same element on the low-power
//! entry point, the only one that Alder Lake-N and later have. From decoder to encoder pictures stay in `VAMemory`; the
//! 10-bit ones of HEVC and AV1 are brought to 8 bit by `vapostproc`.

use super::{Family, Job, Limits, Part, Setting};

pub(super) struct Va;

const MEMORY: &str = "memory:VAMemory";
/// `MAX_GOP_SIZE` of the element: the most frames between two keyframes. Segments are far shorter.
const KEY_INT_MAX: i64 = 1024;

impl Family for Va {
    fn decode(&self, decoder: &str, job: &Job<'_>) -> Option<Vec<Part>> {
        // High 10 and 4:2:2 are in no driver's H.264 decoder; interlaced and turned pictures take the processor's filters.
        let depth = job.stream.bit_depth.unwrap_or(8);
        let is_taken = depth == 8 || depth == 10 && job.stream.codec != "h264";
        if !job.is_plain() || !is_taken {
            return None;
        }
        let size = Some((job.target.width, job.target.height));
        let tones = job.transfer().map(|_| ("hdr-tone-mapping", Setting::Flag(true))).into_iter().collect();
        Some(vec![
            Part::element(decoder, Vec::new()),
            // Where the driver can; elsewhere the element lacks the property.
            Part::element("vapostproc", tones),
            Part::Pictures { memory: Some(MEMORY), format: "NV12", size },
        ])
    }

    fn encode(&self, encoder: &str, _is_on_device: bool, job: &Job<'_>) -> Vec<Part> {
        let kbit = i64::from(job.target.kbit_per_s);
        let settings = vec![
            ("rate-control", Setting::Choice("cbr".to_owned())),
            // Both in kbit; 0.6 s of buffer, as x264enc has.
            ("bitrate", Setting::Number(kbit)),
            ("cpb-size", Setting::Number(kbit * 6 / 10)),
            ("key-int-max", Setting::Number(KEY_INT_MAX)),
            ("b-frames", Setting::Number(0)),
        ];
        // The element works the level out of size and rate, and refuses caps that name another one.
        vec![Part::element(encoder, settings), Part::Coded { level: None }]
    }

    fn limits(&self) -> Limits {
        Limits { max_width: Some(4096), max_height: Some(4096), ..Limits::NONE }
    }
}
