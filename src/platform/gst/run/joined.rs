//! Sound of a recording that was joined from two with clocks of their own.
//!
//! Between the join and the next reference of the clock the demuxer gives frames times of the other clock, hours away. They
//! wait here for the first frame that is near again, and are put right ahead of it.

use std::sync::{Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;

use super::picture_times::push;
use crate::platform::gst::timeline::Steady;

#[derive(Default)]
struct Joined {
    steady: Steady,
    astray: Vec<gst::Buffer>,
}

/// Puts right what comes out of `pad`.
pub(super) fn time_sound(pad: &gst::Pad) {
    let joined = Mutex::new(Joined::default());
    pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
        let Some(gst::PadProbeData::Buffer(buffer)) = info.data.take() else { return gst::PadProbeReturn::Ok };
        let ready = joined.lock().unwrap_or_else(PoisonError::into_inner).take(buffer);
        info.flow_res = push(pad, ready);
        gst::PadProbeReturn::Handled
    });
}

impl Joined {
    /// What may go on now that this frame has come.
    fn take(&mut self, buffer: gst::Buffer) -> Vec<gst::Buffer> {
        let Some(time) = buffer.dts_or_pts() else { return vec![buffer] };
        if self.steady.correct(time, buffer.duration()) != time {
            self.astray.push(buffer);
            return Vec::new();
        }
        let mut ready = std::mem::take(&mut self.astray);
        let mut next = time;
        for frame in ready.iter_mut().rev() {
            next = next.saturating_sub(frame.duration().unwrap_or(gst::ClockTime::ZERO));
            let frame = frame.make_mut();
            frame.set_pts(next);
            frame.set_dts(next);
        }
        ready.push(buffer);
        ready
    }
}
