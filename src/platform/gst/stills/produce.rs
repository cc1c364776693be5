//! The child's side: find a frame worth showing, write it in all widths.
//!
//! Tries keyframes from a fifth into the film on and takes the first that is neither black nor empty, else the best of
//! them. A film that cannot be seeked shows its first frame.

use std::io::Write;

use crate::domain::blurhash::{self, Rgb};
use crate::domain::pictures::{WIDTHS, stored_widths};

use super::cover::cover;
use super::picture::{Film, coded, scaled};
use super::wire::{self, Picture, Stills};

/// Where to look, in percent of the duration.
const PLACES: [u64; 6] = [20, 24, 30, 38, 48, 10];
/// Less than this is a black or empty picture: mean and deviation of luma.
const BRIGHT_ENOUGH: f32 = 32.0;
const VARIED_ENOUGH: f32 = 18.0;
/// Enough for the hash and the colour.
const TINY: u32 = 32;

/// Reads the film on standard input and writes the answer to standard output.
pub fn produce() -> Result<(), String> {
    answer(&pictured(best_frame))
}

/// Reads a music file or a picture on standard input, likewise.
pub fn produce_cover() -> Result<(), String> {
    let widest = WIDTHS[WIDTHS.len() - 1];
    answer(&pictured(|path| cover(path, (widest, widest))))
}

fn answer(result: &Result<Stills, String>) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(&wire::encode(result)).and_then(|()| out.flush()).map_err(|e| format!("answer: {e}"))
}

fn pictured(frame: impl FnOnce(&str) -> Result<Rgb, String>) -> Result<Stills, String> {
    crate::platform::gst::init().map_err(|e| e.to_string())?;
    let frame = frame("/proc/self/fd/0")?;
    let tiny = scaled(&frame, TINY.min(frame.width as u32))?;
    let widths = stored_widths((frame.width as u32).min(WIDTHS[WIDTHS.len() - 1]));
    let pictures: Result<Vec<Picture>, String> = widths.into_iter().map(|w| coded(&scaled(&frame, w)?)).collect();
    Ok(Stills { color: tiny.average_color(), blurhash: blurhash::encode(&tiny), pictures: pictures? })
}

fn best_frame(path: &str) -> Result<Rgb, String> {
    let widest = WIDTHS[WIDTHS.len() - 1];
    let film = Film::open(path, (widest, widest), 0)?;
    let mut best: Option<(f32, Rgb)> = None;
    for place in PLACES {
        let Some(frame) = film.frame_at(place) else { break };
        let (mean, deviation) = frame.luma_statistics();
        if mean >= BRIGHT_ENOUGH && deviation >= VARIED_ENOUGH {
            return Ok(frame);
        }
        let score = deviation + mean / 8.0;
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, frame));
        }
    }
    best.map(|(_, frame)| frame).map_or_else(|| film.first_frame(), Ok)
}
