//! Times of pictures where the container does not say when each is shown: AVI, and program streams.
//!
//! A program stream gives a time to some pictures, and decoders make up the others wrongly (a hole of three pictures each
//! now and then). AVI says when a picture is decoded and nothing else, but avidemux calls that of a keyframe its time of
//! presentation; a decoder that believes it puts pictures up to three frames off, and a seek to a keyframe with pictures
//! of the group before behind it lands elsewhere than a run from the start.
//!
//! So MPEG pictures get their times here, ahead of the decoder: B-pictures are shown when they are decoded, any other when
//! the next other is. Players take an AVI to show each a frame earlier than that, the first one at once.
//!
//! H.264 in AVI reorders in more ways than this. There the decoder gives out the rising times that went in, which is right
//! from any keyframe that closes its group.

use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;

/// Pictures between two that are not B; encoders make up to sixteen.
const HELD_MAX: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Avi,
    ProgramStream,
    /// It says when each picture is shown.
    Other,
}

/// Puts right what comes out of `pad`.
pub(super) fn time_pictures(pad: &gst::Pad, container: Container, codec: &str) {
    match (container, codec) {
        (Container::Avi, "mpeg4") => hold(pad, Rule { header: 0xB6, is_b: |bytes| bytes[0] >> 6 == 2, container }),
        (Container::Avi, _) => forget_times(pad),
        (Container::ProgramStream, "mpeg1video" | "mpeg2video") => {
            hold(pad, Rule { header: 0x00, is_b: |bytes| bytes[1] >> 3 & 7 == 3, container });
        }
        _ => {}
    }
}

fn forget_times(pad: &gst::Pad) {
    pad.add_probe(gst::PadProbeType::BUFFER, |_, info| {
        if let Some(gst::PadProbeData::Buffer(buffer)) = &mut info.data {
            buffer.make_mut().set_pts(gst::ClockTime::NONE);
        }
        gst::PadProbeReturn::Ok
    });
}

/// How a kind of picture is told, and when it is shown.
#[derive(Clone, Copy)]
struct Rule {
    /// Last byte of the start code of a picture.
    header: u8,
    /// Whether the two bytes behind the start code are those of a B-picture.
    is_b: fn(&[u8]) -> bool,
    container: Container,
}

impl Rule {
    fn is_b_picture(self, buffer: &gst::Buffer) -> bool {
        let Ok(data) = buffer.map_readable() else { return false };
        let picture = data.windows(6).find(|window| window[..4] == [0, 0, 1, self.header]);
        picture.is_some_and(|picture| (self.is_b)(&picture[4..]))
    }

    /// Gives a picture and the B-pictures behind it their times; `next` is when the next other is decoded.
    fn time(self, pictures: &mut [gst::Buffer], next: Option<gst::ClockTime>) {
        let mut decoded: Vec<Option<gst::ClockTime>> = pictures.iter().map(|buffer| buffer.dts_or_pts()).collect();
        decoded.push(next);
        let is_wrong = repair(&mut decoded, pictures.iter().find_map(|buffer| buffer.duration()));
        let from = usize::from(self.container == Container::ProgramStream);
        for (i, buffer) in pictures.iter_mut().enumerate() {
            let place = if i == 0 { decoded.len() - 2 } else { i - 1 };
            if self.container == Container::Avi || is_wrong || buffer.pts().is_none() {
                buffer.make_mut().set_pts(decoded[from + place]);
            }
        }
    }
}

/// mpegpsdemux now and then gives a picture the time of the next one, so that two have the same: the earlier ones are
/// moved forward. True if there were such.
fn repair(decoded: &mut [Option<gst::ClockTime>], duration: Option<gst::ClockTime>) -> bool {
    let Some(duration) = duration else { return false };
    let mut is_wrong = false;
    for i in (1..decoded.len()).rev() {
        if let (Some(time), Some(next)) = (decoded[i - 1], decoded[i])
            && time + duration / 2 > next
        {
            decoded[i - 1] = next.checked_sub(duration);
            is_wrong = true;
        }
    }
    is_wrong
}

/// A picture and the B-pictures behind it, which wait for the next that is none.
type Held = Arc<Mutex<Vec<gst::Buffer>>>;

fn hold(pad: &gst::Pad, rule: Rule) {
    let held = Held::default();
    let mask = gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_DOWNSTREAM | gst::PadProbeType::EVENT_FLUSH;
    pad.add_probe(mask, move |pad, info| {
        let take = || std::mem::take(&mut *held.lock().unwrap_or_else(PoisonError::into_inner));
        match info.data.take() {
            Some(gst::PadProbeData::Buffer(buffer)) => {
                let mut waiting = held.lock().unwrap_or_else(PoisonError::into_inner);
                let is_complete = waiting.len() >= HELD_MAX || !rule.is_b_picture(&buffer);
                let mut ready = if is_complete { std::mem::take(&mut *waiting) } else { Vec::new() };
                rule.time(&mut ready, buffer.dts_or_pts());
                waiting.push(buffer);
                drop(waiting);
                info.flow_res = push(pad, ready);
                return gst::PadProbeReturn::Handled;
            }
            Some(gst::PadProbeData::Event(event)) => {
                match event.type_() {
                    gst::EventType::Eos => {
                        let mut ready = take();
                        let end = ready.last().and_then(|last| last.dts_or_pts()?.checked_add(last.duration()?));
                        rule.time(&mut ready, end);
                        // A refusal means that the pipeline goes down.
                        push(pad, ready).ok();
                    }
                    gst::EventType::FlushStop => drop(take()),
                    _ => {}
                }
                info.data = Some(gst::PadProbeData::Event(event));
            }
            other => info.data = other,
        }
        gst::PadProbeReturn::Ok
    });
}

/// Hands on buffers that a probe has kept back.
pub(super) fn push(pad: &gst::Pad, ready: Vec<gst::Buffer>) -> Result<gst::FlowSuccess, gst::FlowError> {
    let Some(next) = pad.peer() else { return Err(gst::FlowError::NotLinked) };
    for buffer in ready {
        next.chain(buffer)?;
    }
    Ok(gst::FlowSuccess::Ok)
}
