//! Video4Linux: codecs of the kernel.
//!
//! Stateful devices (`v4l2h264dec`, `v4l2convert`, `v4l2h264enc`: Raspberry Pi 4, Amlogic, Qualcomm) take whole streams.
//! Stateless ones (`v4l2slh264dec`, `v4l2slh265dec`: Hantro, Rockchip's rkvdec, Raspberry Pi 5) only decode; scaling and
//! encoding are the processor's then.
//!
//! Controls go by their names in `v4l2-ctl --list-ctrls`, as `extra-controls` wants them (gst-plugins-good 1.22,
//! `sys/v4l2/gstv4l2object.c`); a driver that has not got one ignores it. `video_bitrate_mode` 1 is CBR (kernel,
//! `v4l2-controls.h`). `h264_i_frame_period` is bcm2835-codec's, `video_gop_size` the others'.

use super::software::Software;
use super::{Family, Job, Limits, Part, Setting};

pub(super) struct Stateful;
pub(super) struct Stateless;

impl Family for Stateful {
    fn decode(&self, decoder: &str, job: &Job<'_>) -> Option<Vec<Part>> {
        if !job.is_plain() || job.stream.bit_depth.unwrap_or(8) != 8 || is_stateless(decoder) {
            return None;
        }
        let mode = |name: &'static str, mode: &str| (name, Setting::Choice(mode.to_owned()));
        let size = Some((job.target.width, job.target.height));
        // Buffers are passed on as DMA handles, so that no picture is copied by the processor.
        Some(vec![
            Part::element(decoder, vec![mode("capture-io-mode", "dmabuf")]),
            Part::element(
                "v4l2convert",
                vec![mode("output-io-mode", "dmabuf-import"), mode("capture-io-mode", "dmabuf")],
            ),
            Part::Pictures { memory: None, format: "NV12", size },
        ])
    }

    fn encode(&self, encoder: &str, is_on_device: bool, job: &Job<'_>) -> Vec<Part> {
        let bit_per_s = job.target.kbit_per_s.saturating_mul(1000);
        let controls = vec![
            ("video_bitrate_mode", 1),
            ("video_bitrate", bit_per_s.cast_signed()),
            ("h264_i_frame_period", 6000),
            ("video_gop_size", 6000),
            ("video_b_frames", 0),
            // Each keyframe with its parameter sets: a player may begin anywhere.
            ("repeat_sequence_header", 1),
        ];
        let mut settings = vec![("extra-controls", Setting::Controls(controls))];
        if is_on_device {
            settings.push(("output-io-mode", Setting::Choice("dmabuf-import".to_owned())));
        }
        // Without the level in the caps bcm2835-codec takes one that does not hold 1080p.
        vec![Part::element(encoder, settings), Part::Coded { level: Some(job.target.level.caps_name()) }]
    }

    fn limits(&self) -> Limits {
        Limits { max_width: Some(1920), max_height: Some(1088), max_frames_per_second: Some(60), ..Limits::NONE }
    }
}

impl Family for Stateless {
    fn decode(&self, decoder: &str, job: &Job<'_>) -> Option<Vec<Part>> {
        // 10 bit comes in formats of the device (NV15, NC30) that `videoconvertscale` of 1.22 does not read.
        if !job.is_plain() || job.stream.bit_depth.unwrap_or(8) != 8 || !is_stateless(decoder) {
            return None;
        }
        let target = job.target;
        Some(vec![
            Part::element(decoder, Vec::new()),
            Part::element("videoconvertscale", vec![("n-threads", Setting::Number(target.n_threads.into()))]),
            Part::Pictures { memory: None, format: "I420", size: Some((target.width, target.height)) },
        ])
    }

    fn encode(&self, encoder: &str, is_on_device: bool, job: &Job<'_>) -> Vec<Part> {
        Software.encode(encoder, is_on_device, job)
    }

    fn limits(&self) -> Limits {
        Limits { needs_decoder: true, ..Limits::NONE }
    }
}

fn is_stateless(decoder: &str) -> bool {
    decoder.starts_with("v4l2sl")
}
