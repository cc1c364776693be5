//! The processor: everywhere, and what everything else falls back to.

use super::{Family, Job, Limits, Part, Setting};

pub(super) struct Software;

/// What the processor's encoder takes in.
const FORMAT: &str = "I420";

impl Family for Software {
    /// The best decoder by rank, whatever the profile lists: only the library knows which it has.
    fn decode(&self, _decoder: &str, _job: &Job<'_>) -> Option<Vec<Part>> {
        None
    }

    fn encode(&self, encoder: &str, _is_on_device: bool, job: &Job<'_>) -> Vec<Part> {
        let target = job.target;
        let settings = match encoder {
            // Rate and buffer are in kbit; the buffer is 0.6 s of it by default.
            "x264enc" => vec![
                ("speed-preset", Setting::Choice("veryfast".to_owned())),
                ("bitrate", Setting::Number(target.kbit_per_s.into())),
                ("threads", Setting::Number(target.n_threads.into())),
                // Keyframes are forced at boundaries; one of the encoder's own would only cost bits.
                ("key-int-max", Setting::Number(6000)),
                ("option-string", Setting::Text("scenecut=0".to_owned())),
            ],
            // Cisco's, in bit/s, for who has no x264.
            "openh264enc" => vec![
                ("bitrate", Setting::Number(i64::from(target.kbit_per_s) * 1000)),
                ("rate-control", Setting::Choice("bitrate".to_owned())),
                ("gop-size", Setting::Number(6000)),
                ("multi-thread", Setting::Number(target.n_threads.into())),
                ("scene-change-detection", Setting::Flag(false)),
            ],
            _ => vec![("bitrate", Setting::Number(target.kbit_per_s.into()))],
        };
        // openh264 makes Constrained Baseline only, and says so.
        let coded = Part::Coded { level: Some(target.level.caps_name()) };
        let element = Part::element(encoder, settings);
        if encoder == "openh264enc" { vec![element] } else { vec![element, coded] }
    }

    fn limits(&self) -> Limits {
        Limits::NONE
    }
}

/// Decoded pictures to what an encoder takes from the processor's memory: progressive, upright, of the target's size,
/// square pixels, 8 bit.
pub(super) fn shaping(job: &Job<'_>, format: &'static str) -> Vec<Part> {
    let target = job.target;
    let mut parts = vec![Part::SoftwareDecoder { n_threads: target.n_threads }];
    let choice = |text: &str| Setting::Choice(text.to_owned());
    if job.stream.interlaced {
        let settings = vec![
            ("mode", choice("auto")),
            ("method", choice("linear")),
            // Both fields would double the frame rate that the playlist was computed for.
            ("fields", choice("top")),
        ];
        parts.push(Part::element("deinterlace", settings));
    }
    let direction = match job.stream.rotation {
        90 => Some("90r"),
        180 => Some("180"),
        270 => Some("90l"),
        _ => None,
    };
    if let Some(direction) = direction {
        parts.push(Part::element("videoconvert", Vec::new()));
        parts.push(Part::element("videoflip", vec![("video-direction", choice(direction))]));
    }
    parts.push(Part::element("videoconvertscale", vec![("n-threads", Setting::Number(target.n_threads.into()))]));
    let size = Some((target.width, target.height));
    if let Some(transfer) = job.transfer() {
        parts.push(Part::Pictures { memory: None, format: "I420_10LE", size });
        parts.push(Part::ToneMap { transfer });
        if format != FORMAT {
            parts.push(Part::element("videoconvert", Vec::new()));
        }
    }
    parts.push(Part::Pictures { memory: None, format, size });
    parts
}

/// The format in which a family's encoder takes pictures from the processor.
pub(super) fn input_format(is_software: bool) -> &'static str {
    if is_software { FORMAT } else { "NV12" }
}
