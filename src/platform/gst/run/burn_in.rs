//! A picture subtitle drawn into the picture, for players that cannot draw it themselves.
//!
//! The demuxer that feeds the decoder gives the subtitle too: its packets lie between those of the film, and a picture
//! comes out of the decoder after them. What is on the screen at a segment's start began before it, so the run reads from
//! `LEAD_NS` earlier on; only what is shown longer than that is missing after a seek.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_video as gst_video;

use super::source::{Origin, segment_of};
use super::spec::{RunSpec, Work};
use crate::domain::containers::subtitle_head;
use crate::domain::subtitles::{Drawing, Moment, PictureKind, PictureReader};
use crate::platform::gst::backend::BurnIn;

/// What is on the screen is looked for so long before a segment.
pub(super) const LEAD_NS: i64 = 15_000_000_000;
/// Moments that wait for their picture: the demuxer is seconds ahead, and a disc changes its screen 24 times a second at
/// most.
const MOMENTS_MAX: usize = 1024;

pub(super) struct Screen {
    burn_in: BurnIn,
    fit: Fit,
    /// Known once the demuxer is.
    origin: OnceLock<Origin>,
    info: OnceLock<gst_video::VideoInfo>,
    coming: Mutex<Coming>,
    shown: Mutex<Option<gst_video::VideoOverlayComposition>>,
}

struct Coming {
    reader: PictureReader,
    /// In the order of their time.
    moments: VecDeque<Moment>,
    /// For a reader from anew.
    head: Vec<u8>,
}

impl Screen {
    /// `None` where nothing is drawn.
    pub(super) fn of(spec: &RunSpec) -> Option<Arc<Self>> {
        let Work::VideoEncode(target) = &spec.work else { return None };
        let burn_in = target.burn_in?;
        let head = match burn_in.kind {
            PictureKind::VobSub => subtitle_head(&*spec.source.file, burn_in.ordinal).unwrap_or_default(),
            PictureKind::Pgs => Vec::new(),
        };
        let coded = (spec.stream.width.unwrap_or(target.width), spec.stream.height.unwrap_or(target.height));
        let reader = PictureReader::new(burn_in.kind, &head);
        Some(Arc::new(Self {
            burn_in,
            fit: Fit { coded, target: (target.width, target.height) },
            origin: OnceLock::new(),
            info: OnceLock::new(),
            coming: Mutex::new(Coming { reader, moments: VecDeque::new(), head }),
            shown: Mutex::default(),
        }))
    }

    /// Which of the file's subtitles is drawn, in demuxer order.
    pub(super) fn ordinal(&self) -> usize {
        self.burn_in.ordinal
    }

    /// Times are known from now on; what came before is read again after the seek.
    pub(super) fn begin(&self, origin: Origin) {
        self.origin.set(origin).ok();
    }

    /// Reads what comes out of the subtitle's pad. Nothing is linked to it: the caller's probe drops everything.
    pub(super) fn watch(self: &Arc<Self>, pad: &gst::Pad) {
        let screen = Arc::downgrade(self);
        let kinds = gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_FLUSH;
        pad.add_probe(kinds, move |pad, info| {
            let Some(screen) = screen.upgrade() else { return gst::PadProbeReturn::Remove };
            if info.event().is_some_and(|event| event.type_() == gst::EventType::FlushStop) {
                screen.clear();
            } else if let Some(buffer) = info.buffer() {
                screen.take(buffer, segment_of(pad).as_ref());
            }
            gst::PadProbeReturn::Ok
        });
    }

    fn take(&self, buffer: &gst::BufferRef, segment: Option<&gst::Segment>) {
        let Some((origin, pts)) = self.origin.get().zip(buffer.pts()) else { return };
        let Ok(bytes) = buffer.map_readable() else { return };
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        for moment in coming.reader.push(origin.since(pts, segment), &bytes) {
            while coming.moments.back().is_some_and(|last| last.at_ns >= moment.at_ns) {
                coming.moments.pop_back();
            }
            if coming.moments.len() < MOMENTS_MAX {
                coming.moments.push_back(moment);
            }
        }
    }

    /// The demuxer goes elsewhere.
    fn clear(&self) {
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        coming.moments.clear();
        coming.reader = PictureReader::new(self.burn_in.kind, &coming.head);
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Draws what is shown at `at_ns` since the origin into a picture that comes out of `pad`.
    pub(super) fn draw(&self, pad: &gst::Pad, picture: &mut gst::Buffer, at_ns: i64) {
        self.move_on(at_ns);
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let info = self.info.get().cloned().or_else(|| {
            let caps = pad.current_caps()?;
            let info = gst_video::VideoInfo::from_caps(&caps).ok()?;
            Some(self.info.get_or_init(|| info).clone())
        });
        let (Some(shown), Some(info)) = (shown, info) else { return };
        if let Ok(mut frame) = gst_video::VideoFrameRef::from_buffer_ref_writable(picture.make_mut(), &info) {
            shown.blend(&mut frame).ok();
        }
    }

    /// The latest moment that has come is on the screen.
    fn move_on(&self, at_ns: i64) {
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        let mut latest = None;
        while coming.moments.front().is_some_and(|next| next.at_ns <= at_ns) {
            latest = coming.moments.pop_front();
        }
        drop(coming);
        if let Some(moment) = latest {
            *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = self.fit.composition(&moment);
        }
    }
}

/// From the canvas of a subtitle to the encoder's picture.
struct Fit {
    /// The film's picture as it is coded: discs draw in its pixels.
    coded: (u32, u32),
    target: (u32, u32),
}

/// Left, top, width and height in the encoder's picture.
type Place = (i32, i32, u32, u32);

impl Fit {
    fn composition(&self, moment: &Moment) -> Option<gst_video::VideoOverlayComposition> {
        let rectangle = |drawing: &Drawing| rectangle(drawing, self.place(moment.canvas, drawing));
        let rectangles: Vec<_> = moment.drawings.iter().filter_map(rectangle).collect();
        gst_video::VideoOverlayComposition::new(rectangles.iter()).ok()
    }

    /// A film whose bars were cut off is less high than the canvas of its disc: the canvas lies around its middle, and
    /// what would be in the bars moves into the picture.
    fn place(&self, canvas: (u32, u32), drawing: &Drawing) -> Place {
        let ((coded_w, coded_h), (canvas_w, canvas_h)) = (real(self.coded), real(canvas));
        let zoom = match () {
            () if self.coded.0 == canvas.0 || self.coded.1 == canvas.1 => 1.0,
            () => (coded_w / canvas_w).max(coded_h / canvas_h),
        };
        let (target_w, target_h) = real(self.target);
        let (x_scale, y_scale) = (target_w / coded_w, target_h / coded_h);
        let axis = |at: u32, len: u32, canvas: f64, coded: f64, scale: f64, target: f64| {
            let len = (f64::from(len) * zoom * scale).round().clamp(1.0, target);
            let at = ((f64::from(at) * zoom + (coded - canvas * zoom) / 2.0) * scale).round();
            (at.clamp(0.0, target - len) as i32, len as u32)
        };
        let (x, width) = axis(drawing.x, drawing.width, canvas_w, coded_w, x_scale, target_w);
        let (y, height) = axis(drawing.y, drawing.height, canvas_h, coded_h, y_scale, target_h);
        (x, y, width, height)
    }
}

fn real((width, height): (u32, u32)) -> (f64, f64) {
    (f64::from(width.max(1)), f64::from(height.max(1)))
}

/// A drawing in the size in which it is shown, scaled once and not for each picture.
fn rectangle(drawing: &Drawing, place: Place) -> Option<gst_video::VideoOverlayRectangle> {
    let bgra: Vec<u8> = drawing.rgba.chunks_exact(4).flat_map(|rgba| [rgba[2], rgba[1], rgba[0], rgba[3]]).collect();
    let mut pixels = gst::Buffer::from_mut_slice(bgra);
    let format = gst_video::VideoFormat::Bgra;
    let flags = gst_video::VideoFrameFlags::empty();
    gst_video::VideoMeta::add(pixels.get_mut()?, flags, format, drawing.width, drawing.height).ok()?;
    let (x, y, width, height) = place;
    let flags = gst_video::VideoOverlayFormatFlags::empty();
    let unscaled = gst_video::VideoOverlayRectangle::new_raw(&pixels, x, y, width, height, flags);
    let scaled = unscaled.pixels_argb(flags);
    Some(gst_video::VideoOverlayRectangle::new_raw(&scaled, x, y, width, height, flags))
}
