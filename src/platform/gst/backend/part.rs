//! One element of a pipeline as data: its factory and its properties, or the caps that the next one has to keep.
//!
//! Properties differ between versions and vendors' forks. One that the installed element lacks, or a choice that its
//! driver does not offer, is left out: the trial judges what the element makes without it. Numbers are brought into the
//! element's range, because GLib ends the process over one that is not.

use std::fmt;

use gstreamer as gst;
use gstreamer::glib;
use gstreamer::prelude::*;

use crate::base::Result;
use crate::domain::tone::Transfer;
use crate::platform::gst::decoder::software_decoder;
use crate::platform::gst::elements::{caps_filter, make};
use crate::platform::gst::tone::ToneMapper;

/// A property's value, without the element's own type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    Number(i64),
    Flag(bool),
    /// By its short name.
    Choice(String),
    Text(String),
    /// Controls of a V4L2 driver by their names in `v4l2-ctl --list-ctrls`.
    Controls(Vec<(&'static str, i32)>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Element {
        factory: String,
        settings: Vec<(&'static str, Setting)>,
    },
    /// Pictures: `memory` is where they lie, absent for the processor's.
    Pictures {
        memory: Option<&'static str>,
        format: &'static str,
        /// Absent where the size is the source's.
        size: Option<(u32, u32)>,
    },
    /// H.264 in High profile.
    Coded {
        level: Option<String>,
    },
    /// High dynamic range in, BT.709 in 8 bit out.
    ToneMap {
        transfer: Transfer,
    },
    /// Whatever the processor decodes these caps with.
    SoftwareDecoder {
        n_threads: u32,
    },
}

impl Part {
    pub fn element(factory: &str, settings: Vec<(&'static str, Setting)>) -> Self {
        Self::Element { factory: factory.to_owned(), settings }
    }

    /// The element, not in a pipeline yet. `input` are the caps that a software decoder is chosen by.
    pub(in crate::platform::gst) fn make(&self, input: &gst::CapsRef) -> Result<gst::Element> {
        match self {
            Self::Element { factory, settings } => {
                let element = make(factory)?;
                for (name, setting) in settings {
                    set(&element, name, setting);
                }
                Ok(element)
            }
            Self::Pictures { memory, format, size } => caps_filter(pictures(*memory, format, *size)),
            Self::Coded { level } => {
                let caps = gst::Caps::builder("video/x-h264").field("profile", "high");
                caps_filter(caps.field_if_some("level", level.as_deref()).build())
            }
            Self::ToneMap { transfer } => Ok(ToneMapper::new(*transfer).upcast()),
            Self::SoftwareDecoder { n_threads } => software_decoder(input, *n_threads),
        }
    }
}

fn pictures(memory: Option<&str>, format: &str, size: Option<(u32, u32)>) -> gst::Caps {
    let caps = gst::Caps::builder("video/x-raw").field("format", format);
    let caps = caps
        .field_if_some("width", size.map(|(width, _)| width.cast_signed()))
        .field_if_some("height", size.map(|(_, height)| height.cast_signed()))
        .field_if_some("pixel-aspect-ratio", size.map(|_| gst::Fraction::new(1, 1)));
    match memory {
        Some(memory) => caps.features([memory]).build(),
        None => caps.build(),
    }
}

/// Sets what the element has, as far as it takes it.
fn set(element: &gst::Element, name: &str, setting: &Setting) {
    let Some(spec) = element.find_property(name).filter(|spec| spec.flags().contains(glib::ParamFlags::WRITABLE))
    else {
        tracing::debug!(element = %element.name(), property = name, "this version has no such property");
        return;
    };
    let value = match setting {
        Setting::Number(number) => number_for(&spec, *number),
        Setting::Flag(flag) => (spec.value_type() == bool::static_type()).then(|| flag.to_value()),
        Setting::Text(text) => (spec.value_type() == String::static_type()).then(|| text.to_value()),
        Setting::Choice(nick) => choice_for(&spec, nick),
        Setting::Controls(controls) => {
            let mut structure = gst::Structure::builder("controls");
            for (name, value) in controls {
                structure = structure.field(*name, *value);
            }
            (spec.value_type() == gst::Structure::static_type()).then(|| structure.build().to_value())
        }
    };
    if let Some(value) = value {
        element.set_property_from_value(name, &value);
    } else {
        tracing::debug!(element = %element.name(), property = name, %setting, "this version does not take it");
    }
}

fn number_for(spec: &glib::ParamSpec, number: i64) -> Option<glib::Value> {
    let within = |low: i64, high: i64| number.clamp(low, high);
    if let Some(spec) = spec.downcast_ref::<glib::ParamSpecInt>() {
        let number = within(spec.minimum().into(), spec.maximum().into());
        return i32::try_from(number).ok().map(|number| number.to_value());
    }
    if let Some(spec) = spec.downcast_ref::<glib::ParamSpecUInt>() {
        let number = within(spec.minimum().into(), spec.maximum().into());
        return u32::try_from(number).ok().map(|number| number.to_value());
    }
    if let Some(spec) = spec.downcast_ref::<glib::ParamSpecInt64>() {
        return Some(within(spec.minimum(), spec.maximum()).to_value());
    }
    let spec = spec.downcast_ref::<glib::ParamSpecUInt64>()?;
    let number = number.max(0).cast_unsigned().clamp(spec.minimum(), spec.maximum());
    Some(number.to_value())
}

fn choice_for(spec: &glib::ParamSpec, nick: &str) -> Option<glib::Value> {
    if let Some(class) = glib::EnumClass::with_type(spec.value_type()) {
        return class.to_value_by_nick(nick);
    }
    glib::FlagsClass::with_type(spec.value_type())?.to_value_by_nick(nick)
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Choice(text) | Self::Text(text) => write!(f, "{text}"),
            Self::Controls(controls) => {
                write!(f, "\"controls")?;
                controls.iter().try_for_each(|(name, value)| write!(f, ",{name}={value}"))?;
                write!(f, "\"")
            }
        }
    }
}

/// As `gst-launch-1.0` takes it, for reports: nothing is ever built from the text.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element { factory, settings } => {
                write!(f, "{factory}")?;
                settings.iter().try_for_each(|(name, setting)| write!(f, " {name}={setting}"))
            }
            Self::Pictures { memory, format, size } => {
                let memory = memory.map(|memory| format!("({memory})")).unwrap_or_default();
                write!(f, "video/x-raw{memory},format={format}")?;
                match size {
                    Some((width, height)) => write!(f, ",width={width},height={height},pixel-aspect-ratio=1/1"),
                    None => Ok(()),
                }
            }
            Self::Coded { level } => {
                write!(f, "video/x-h264,profile=high")?;
                level.iter().try_for_each(|level| write!(f, ",level=(string){level}"))
            }
            Self::ToneMap { transfer } => write!(f, "(tone mapping from {transfer:?})"),
            Self::SoftwareDecoder { n_threads } => write!(f, "(software decoder) max-threads={n_threads}"),
        }
    }
}
