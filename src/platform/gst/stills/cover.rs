//! The picture that a music file carries, or that a picture file is. Runs in a child only.
//!
//! Tags come before the first frames; after some of those there is no picture. Nothing but the picture is decoded.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use gstreamer::prelude::*;
use gstreamer::{
    EventView, MessageType, MessageView, PadProbeData, PadProbeReturn, PadProbeType, Pipeline, State, Structure,
    TagListRef, message, tags, tags::TagValue,
};

use crate::domain::blurhash::Rgb;

use super::picture::{PREROLL, decoded, make, text};

/// A scan of a booklet is smaller.
const LARGEST_BYTES: u64 = 32 << 20;
/// So many frames without a picture before them.
const FRAMES: u32 = 4;

pub fn cover(path: &str, bound: (u32, u32)) -> Result<Rgb, String> {
    let mut head = [0; 12];
    let file = std::fs::File::open(path).map_err(text)?;
    let n = (&file).take(head.len() as u64).read(&mut head).map_err(text)?;
    if decoder_of(&head[..n]).is_none() {
        return decode(&embedded(path)?, bound);
    }
    let mut bytes = head[..n].to_vec();
    (&file).take(LARGEST_BYTES).read_to_end(&mut bytes).map_err(text)?;
    decode(&bytes, bound)
}

fn decode(bytes: &[u8], bound: (u32, u32)) -> Result<Rgb, String> {
    let (decoder, media_type) = decoder_of(bytes).ok_or("the picture is neither JPEG, PNG nor WebP")?;
    decoded(bytes, (decoder, media_type), bound)
}

fn decoder_of(head: &[u8]) -> Option<(&'static str, &'static str)> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some(("jpegdec", "image/jpeg")),
        [0x89, b'P', b'N', b'G', ..] => Some(("pngdec", "image/png")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(("webpdec", "image/webp")),
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    n_frames: u32,
    /// The front cover, else the first of all.
    picture: Option<Vec<u8>>,
}

fn embedded(path: &str) -> Result<Vec<u8>, String> {
    let pipeline = Pipeline::new();
    let (source, parse) = (make("filesrc")?, make("parsebin")?);
    source.set_property("location", path);
    pipeline.add_many([&source, &parse]).map_err(text)?;
    source.link(&parse).map_err(text)?;
    let bus = pipeline.bus().ok_or("a pipeline without a bus")?;
    let found = Arc::new(Mutex::new(Found::default()));
    let (shared, post) = (Arc::clone(&found), bus.clone());
    parse.connect_pad_added(move |_, pad| {
        let note =
            |list: &TagListRef, found: &mut Found| found.picture = found.picture.take().or_else(|| picture_of(list));
        pad.sticky_events_foreach(|event| {
            if let EventView::Tag(tag) = event.view() {
                note(tag.tag(), &mut shared.lock().unwrap_or_else(PoisonError::into_inner));
            }
            std::ops::ControlFlow::Continue(gstreamer::EventForeachAction::Keep)
        });
        let (shared, post) = (Arc::clone(&shared), post.clone());
        let mask = PadProbeType::BUFFER | PadProbeType::BUFFER_LIST | PadProbeType::EVENT_DOWNSTREAM;
        pad.add_probe(mask, move |_, info| {
            let mut found = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let (is_frame, is_end) = match &info.data {
                Some(PadProbeData::Event(event)) => {
                    if let EventView::Tag(tag) = event.view() {
                        note(tag.tag(), &mut found);
                    }
                    (false, event.type_() == gstreamer::EventType::Eos)
                }
                _ => (true, false),
            };
            found.n_frames += u32::from(is_frame);
            if is_end || found.picture.is_some() || found.n_frames >= FRAMES {
                post.post(message::Application::new(Structure::new_empty("looked"))).ok();
            }
            if is_frame { PadProbeReturn::Drop } else { PadProbeReturn::Ok }
        });
    });
    pipeline.set_state(State::Paused).map_err(text)?;
    let wanted = [MessageType::Application, MessageType::Error, MessageType::Eos];
    let seen = bus.timed_pop_filtered(PREROLL, &wanted);
    let failure = match seen.as_ref().map(|m| m.view()) {
        Some(MessageView::Error(error)) => Some(error.error().to_string()),
        _ => None,
    };
    pipeline.set_state(State::Null).map_err(text)?;
    let picture = found.lock().unwrap_or_else(PoisonError::into_inner).picture.take();
    picture.ok_or_else(|| failure.unwrap_or_else(|| "the file carries no picture".to_owned()))
}

fn picture_of(list: &TagListRef) -> Option<Vec<u8>> {
    let samples = (0..list.size::<tags::Image>()).filter_map(|i| list.index::<tags::Image>(i));
    let samples: Vec<_> = samples.map(TagValue::get).collect();
    let is_front = |sample: &gstreamer::Sample| {
        let kind = sample.info().and_then(|info| info.value("image-type").ok()).map(|kind| format!("{kind:?}"));
        kind.is_some_and(|kind| kind.contains("Front"))
    };
    let chosen = samples.iter().find(|sample| is_front(sample)).or(samples.first())?;
    Some(chosen.buffer()?.map_readable().ok()?.to_vec())
}
