//! The element that makes pictures of high dynamic range visible on every screen: `domain::tone` on planes.
//!
//! Made where it is needed and never registered by name: nothing else shall find it.

use std::sync::{Arc, OnceLock};

use gstreamer as gst;
use gstreamer::glib;
use gstreamer::subclass::prelude::*;

use crate::domain::tone::{ToneMap, Transfer};

glib::wrapper! {
    pub struct ToneMapper(ObjectSubclass<imp::ToneMapper>)
        @extends gstreamer_video::VideoFilter, gstreamer_base::BaseTransform, gst::Element, gst::Object;
}

impl ToneMapper {
    pub fn new(transfer: Transfer) -> Self {
        let element: Self = glib::Object::new();
        element.imp().map.set(tables(transfer)).ok();
        element
    }
}

/// Made once for the process.
fn tables(transfer: Transfer) -> Arc<ToneMap> {
    static PQ: OnceLock<Arc<ToneMap>> = OnceLock::new();
    static HLG: OnceLock<Arc<ToneMap>> = OnceLock::new();
    let kept = match transfer {
        Transfer::Pq => &PQ,
        Transfer::Hlg => &HLG,
    };
    Arc::clone(kept.get_or_init(|| Arc::new(ToneMap::new(transfer))))
}

mod imp {
    use std::sync::{Arc, LazyLock, OnceLock};

    use gstreamer as gst;
    use gstreamer::glib;
    use gstreamer::subclass::prelude::*;
    use gstreamer_base::subclass::BaseTransformMode;
    use gstreamer_base::subclass::prelude::*;
    use gstreamer_video::VideoFrameRef;
    use gstreamer_video::prelude::*;
    use gstreamer_video::subclass::prelude::*;

    use crate::domain::tone::{Rows, RowsOut, ToneMap};

    const FORMAT_IN: &str = "I420_10LE";
    const FORMAT_OUT: &str = "I420";

    #[derive(Default)]
    pub struct ToneMapper {
        pub(super) map: OnceLock<Arc<ToneMap>>,
    }

    #[glib::object_subclass]
    impl ObjectSubclass for ToneMapper {
        const NAME: &'static str = "RevengeToneMapper";
        type Type = super::ToneMapper;
        type ParentType = gstreamer_video::VideoFilter;
    }

    impl ObjectImpl for ToneMapper {}
    impl GstObjectImpl for ToneMapper {}

    impl ElementImpl for ToneMapper {
        fn metadata() -> Option<&'static gst::subclass::ElementMetadata> {
            static METADATA: LazyLock<gst::subclass::ElementMetadata> = LazyLock::new(|| {
                gst::subclass::ElementMetadata::new("Tone mapper", "Filter/Video", "HDR to SDR", "Revenge")
            });
            Some(&METADATA)
        }

        fn pad_templates() -> &'static [gst::PadTemplate] {
            static TEMPLATES: LazyLock<Vec<gst::PadTemplate>> = LazyLock::new(|| {
                let template = |name, direction, format| {
                    let caps = gst::Caps::builder("video/x-raw").field("format", format).build();
                    gst::PadTemplate::new(name, direction, gst::PadPresence::Always, &caps).ok()
                };
                let sink = template("sink", gst::PadDirection::Sink, FORMAT_IN);
                sink.into_iter().chain(template("src", gst::PadDirection::Src, FORMAT_OUT)).collect()
            });
            &TEMPLATES
        }
    }

    impl BaseTransformImpl for ToneMapper {
        const MODE: BaseTransformMode = BaseTransformMode::NeverInPlace;
        const PASSTHROUGH_ON_SAME_CAPS: bool = false;
        const TRANSFORM_IP_ON_PASSTHROUGH: bool = false;

        fn transform_caps(
            &self,
            direction: gst::PadDirection,
            caps: &gst::Caps,
            filter: Option<&gst::Caps>,
        ) -> Option<gst::Caps> {
            let mut other = caps.clone();
            for structure in other.make_mut().iter_mut() {
                if direction == gst::PadDirection::Sink {
                    structure.set("format", FORMAT_OUT);
                    structure.set("colorimetry", "bt709");
                } else {
                    structure.set("format", FORMAT_IN);
                    structure.remove_field("colorimetry");
                }
            }
            Some(match filter {
                Some(filter) => filter.intersect_with_mode(&other, gst::CapsIntersectMode::First),
                None => other,
            })
        }
    }

    impl VideoFilterImpl for ToneMapper {
        fn transform_frame(
            &self,
            from: &VideoFrameRef<&gst::BufferRef>,
            to: &mut VideoFrameRef<&mut gst::BufferRef>,
        ) -> Result<gst::FlowSuccess, gst::FlowError> {
            let map = self.map.get().ok_or(gst::FlowError::NotNegotiated)?;
            let (width, height) = (from.width() as usize, from.height() as usize);
            let plane = |n: u32| from.plane_data(n).map_err(|_| gst::FlowError::Error);
            let planes = [plane(0)?, plane(1)?, plane(2)?];
            let strides = [0, 1, 2].map(|n| from.plane_stride()[n].unsigned_abs() as usize);
            let row = |n: usize, y: usize, width: usize| -> Vec<u16> {
                let bytes = planes[n].get(y * strides[n]..).unwrap_or_default().chunks_exact(2);
                bytes.take(width).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
            };
            let strides_out = [0, 1, 2].map(|n| to.plane_stride()[n].unsigned_abs() as usize);
            let [luma_out, blue_out, red_out, _] = to.planes_data_mut();
            for y in 0..height / 2 {
                let luma = [row(0, 2 * y, width), row(0, 2 * y + 1, width)];
                let (cb, cr) = (row(1, y, width / 2), row(2, y, width / 2));
                let (upper, lower) = luma_out[2 * y * strides_out[0]..].split_at_mut(strides_out[0]);
                let mut out = RowsOut {
                    luma: [&mut upper[..width], &mut lower[..width]],
                    cb: &mut blue_out[y * strides_out[1]..][..width / 2],
                    cr: &mut red_out[y * strides_out[2]..][..width / 2],
                };
                map.map(&Rows { luma: [&luma[0], &luma[1]], cb: &cb, cr: &cr }, &mut out);
            }
            Ok(gst::FlowSuccess::Ok)
        }
    }
}
