//! Devices that are bad in one way each: x264 in a bin that fails, hangs, lies or paints everything green.
//!
//! Registered in this process only, under names of their own, so that tests run beside each other. They take part in real
//! pipelines: linking, negotiation, ordered keyframes, draining and errors are GStreamer's.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::glib;
use gstreamer::prelude::*;
use gstreamer::subclass::prelude::*;

/// What is wrong with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Does not open.
    Open,
    /// An error at this picture.
    Error(u32),
    /// Holds the thread for ever from this picture on.
    Hang(u32),
    /// Takes pictures and gives none from this one on.
    Swallow(u32),
    /// Every picture is green.
    Green,
    /// Brightness is right, colour is not.
    Colourless,
    /// Makes smaller pictures than it says.
    Lie,
    /// Does not hear of ordered keyframes.
    Deaf,
    /// Loses every tenth picture.
    Lossy,
    /// Takes this many milliseconds for a picture.
    Slow(u32),
    /// Holds the thread that opens it, until this number is let go.
    Stuck(u32),
}

/// What hangs at this picture lets go when its bit is set: at the end of a test, so that no thread is left.
static LET_GO: AtomicU64 = AtomicU64::new(0);

/// Ends the hangs at this picture.
pub fn let_go(picture: u32) {
    LET_GO.fetch_or(1 << (picture % 64), Ordering::Relaxed);
}

fn hold(number: u32) {
    while LET_GO.load(Ordering::Relaxed) & 1 << (number % 64) == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn make(factory: &str) -> gst::Element {
    gst::ElementFactory::make(factory).build().unwrap()
}

fn coder(kind: &str) -> gst::Element {
    if kind != "encoder" {
        return make(kind);
    }
    let x264 = make("x264enc");
    x264.set_property_from_str("speed-preset", "ultrafast");
    x264.set_property_from_str("tune", "zerolatency");
    x264.set_property("key-int-max", 6000_u32);
    x264.set_property("bitrate", 2000_u32);
    x264
}

/// Fills the bin: the coder with the fault around it, behind ghost pads.
fn furnish(bin: &gst::Bin, kind: &str, fault: Fault) {
    let coder = coder(kind);
    let front = make("identity");
    let mut chain = vec![front.clone(), coder.clone()];
    if fault == Fault::Lie {
        let filter = make("capsfilter");
        let caps = gst::Caps::builder("video/x-raw").field("width", 160_i32).field("height", 90_i32).build();
        filter.set_property("caps", caps);
        chain = vec![front.clone(), make("videoconvertscale"), filter, coder.clone()];
    }
    bin.add_many(&chain).unwrap();
    gst::Element::link_many(&chain).unwrap();
    let input = front.static_pad("sink").unwrap();
    let output = coder.static_pad("src").unwrap();
    // A decoder's pictures are spoilt behind it, an encoder's ahead of it.
    let pictures = if kind == "encoder" { front.static_pad("src").unwrap() } else { output.clone() };
    spoil(bin, &pictures, fault);
    if fault == Fault::Lie {
        lie(&output, &input);
    }
    if fault == Fault::Deaf {
        output.add_probe(gst::PadProbeType::EVENT_UPSTREAM, |_, info| {
            if let Some(gst::PadProbeData::Event(event)) = &mut info.data
                && event.structure().is_some_and(|s| s.name() == "GstForceKeyUnit")
            {
                *event = gst::event::CustomUpstream::new(gst::Structure::new_empty("unheard"));
            }
            gst::PadProbeReturn::Ok
        });
    }
    bin.add_pad(&gst::GhostPad::with_target(&input).unwrap()).unwrap();
    bin.add_pad(&gst::GhostPad::with_target(&output).unwrap()).unwrap();
}

fn spoil(bin: &gst::Bin, pictures: &gst::Pad, fault: Fault) {
    let (bin, n_seen) = (bin.downgrade(), Arc::new(AtomicU32::new(0)));
    pictures.add_probe(gst::PadProbeType::BUFFER, move |_, info| {
        let n = n_seen.fetch_add(1, Ordering::Relaxed);
        match fault {
            Fault::Error(at) if n >= at => {
                if let Some(bin) = bin.upgrade() {
                    gst::element_error!(bin, gst::LibraryError::Encode, ("the device has gone away"));
                }
                gst::PadProbeReturn::Drop
            }
            Fault::Hang(at) if n >= at => {
                hold(at);
                gst::PadProbeReturn::Drop
            }
            Fault::Swallow(at) if n >= at => gst::PadProbeReturn::Drop,
            Fault::Lossy if n % 10 == 9 => gst::PadProbeReturn::Drop,
            Fault::Green | Fault::Colourless => {
                if let Some(gst::PadProbeData::Buffer(buffer)) = &mut info.data {
                    paint(buffer.make_mut(), fault);
                }
                gst::PadProbeReturn::Ok
            }
            Fault::Slow(ms) => {
                std::thread::sleep(Duration::from_millis(ms.into()));
                gst::PadProbeReturn::Ok
            }
            _ => gst::PadProbeReturn::Ok,
        }
    });
}

/// Zeroes are green; brightness takes two thirds of a picture of 12 bits per pixel, whatever the order of its colours.
fn paint(buffer: &mut gst::BufferRef, fault: Fault) {
    let mut map = buffer.map_writable().unwrap();
    let from = if fault == Fault::Green { 0 } else { map.len() * 2 / 3 };
    map[from..].fill(0);
}

/// Rewrites the caps behind the encoder to the size of what went in.
fn lie(output: &gst::Pad, input: &gst::Pad) {
    let input = input.downgrade();
    output.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
        let told = info.event().and_then(|event| match event.view() {
            gst::EventView::Caps(caps) => Some(caps.caps_owned()),
            _ => None,
        });
        let taken = input.upgrade().and_then(|input| input.current_caps());
        if let (Some(mut caps), Some(taken), Some(gst::PadProbeData::Event(event))) = (told, taken, &mut info.data) {
            let structure = caps.make_mut().structure_mut(0).unwrap();
            for field in ["width", "height"] {
                structure.set(field, taken.structure(0).unwrap().get::<i32>(field).unwrap());
            }
            *event = gst::event::Caps::new(&caps);
        }
        gst::PadProbeReturn::Ok
    });
}

macro_rules! devices {
    ($($module:ident, $name:literal, $kind:literal, $fault:expr;)*) => {
        $(mod $module {
            use super::*;

            #[derive(Default)]
            pub struct Device;

            #[glib::object_subclass]
            impl ObjectSubclass for Device {
                const NAME: &'static str = concat!("RevengeFake_", stringify!($module));
                type Type = super::wrappers::$module;
                type ParentType = gst::Bin;
            }

            impl ObjectImpl for Device {
                fn constructed(&self) {
                    self.parent_constructed();
                    furnish(self.obj().upcast_ref(), $kind, $fault);
                }
            }

            impl GstObjectImpl for Device {}
            impl BinImpl for Device {}
            impl ElementImpl for Device {
                fn change_state(
                    &self,
                    change: gst::StateChange,
                ) -> Result<gst::StateChangeSuccess, gst::StateChangeError> {
                    if $fault == Fault::Open && change == gst::StateChange::NullToReady {
                        return Err(gst::StateChangeError);
                    }
                    if let Fault::Stuck(number) = $fault
                        && change == gst::StateChange::NullToReady
                    {
                        hold(number);
                    }
                    self.parent_change_state(change)
                }
            }
        })*

        /// The types behind the names.
        #[expect(non_camel_case_types, reason = "a type is named like its module, which the macro gets once")]
        mod wrappers {
            use super::{glib, gst};

            $(glib::wrapper! {
                pub struct $module(ObjectSubclass<super::$module::Device>) @extends gst::Bin, gst::Element, gst::Object,
                    @implements gst::ChildProxy;
            })*
        }

        /// Makes the fakes known to GStreamer in this process.
        pub fn register() {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                gst::init().unwrap();
                $(gst::Element::register(None, $name, gst::Rank::NONE, wrappers::$module::static_type()).unwrap();)*
            });
        }
    };
}

devices! {
    good, "fakeenc-good", "encoder", Fault::None;
    shut, "fakeenc-shut", "encoder", Fault::Open;
    first, "fakeenc-first", "encoder", Fault::Error(0);
    late, "fakeenc-late", "encoder", Fault::Error(100);
    later, "fakeenc-later", "encoder", Fault::Error(500);
    hung, "fakeenc-hung", "encoder", Fault::Hang(200);
    greedy, "fakeenc-greedy", "encoder", Fault::Swallow(200);
    green, "fakeenc-green", "encoder", Fault::Green;
    grey, "fakeenc-grey", "encoder", Fault::Colourless;
    liar, "fakeenc-liar", "encoder", Fault::Lie;
    deaf, "fakeenc-deaf", "encoder", Fault::Deaf;
    lossy, "fakeenc-lossy", "encoder", Fault::Lossy;
    slow, "fakeenc-slow", "encoder", Fault::Slow(100);
    stuck, "fakeenc-stuck", "encoder", Fault::Stuck(1);
    decoder_good, "v4l2slfakeh264dec-good", "avdec_h264", Fault::None;
    decoder_green, "v4l2slfakeh264dec-green", "avdec_h264", Fault::Green;

}
