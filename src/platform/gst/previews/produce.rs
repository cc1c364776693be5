//! The child's side: a keyframe for each moment, put on one sheet.
//!
//! Each keyframe is had by a seek: of a long film next to nothing is read. A moment that gives no picture shows the
//! nearest one on its sheet, because places must stay where they are.

use std::io::Write;

use gstreamer::ClockTime;

use super::Head;
use crate::domain::blurhash::Rgb;
use crate::domain::previews::{BOX, BYTES_PER_TILE, COLUMNS};
use crate::platform::gst::stills::picture::{Film, jpeg};

/// Tried in turn until the sheet is within its share of what an hour may take.
const QUALITIES: [i32; 5] = [78, 64, 48, 30, 12];
/// A film is opened anew after a place that gives nothing, but not for ever.
const OPENED_MAX: u32 = 5;

/// Reads the film on standard input; the sheet of these moments (microseconds) goes to standard output.
pub fn produce(at: &[u64], otherwise: &[u64], origin_ns: Option<i64>) -> Result<(), String> {
    let made = make("/proc/self/fd/0", (at, otherwise), origin_ns);
    let (head, sheet) = match made {
        Ok((width, height, jpeg)) => (Head::Made { width, height }, jpeg),
        Err(error) => (Head::Failed { error }, Vec::new()),
    };
    let mut answer = serde_json::to_vec(&head).map_err(|e| e.to_string())?;
    answer.push(b'\n');
    answer.extend_from_slice(&sheet);
    let mut out = std::io::stdout().lock();
    out.write_all(&answer).and_then(|()| out.flush()).map_err(|e| format!("answer: {e}"))
}

fn make(path: &str, (at, otherwise): (&[u64], &[u64]), origin_ns: Option<i64>) -> Result<(u32, u32, Vec<u8>), String> {
    crate::platform::gst::init().map_err(|e| e.to_string())?;
    let mut reel = Reel { path, origin_ns, film: None, n_opened: 0, last: None };
    let mut tiles: Vec<Option<Rgb>> = at.iter().map(|micros| reel.frame(*micros)).collect();
    if tiles.iter().all(Option::is_none) {
        reel.n_opened = 0;
        let other = otherwise.iter().find_map(|micros| reel.frame(*micros));
        tiles.fill(Some(other.ok_or("no picture can be decoded")?));
    }
    let tiles = without_gaps(&tiles);
    let first = tiles.first().ok_or("a sheet of nothing")?;
    let (width, height) = (first.width, first.height);
    let sheet = arrange(&tiles, (width, height))?;
    Ok((width as u32, height as u32, within_budget(&sheet, tiles.len())?))
}

/// A film that is opened again when it is stuck.
struct Reel<'a> {
    path: &'a str,
    /// Absent where the moments are no keyframes.
    origin_ns: Option<i64>,
    film: Option<Film>,
    n_opened: u32,
    /// Moments that show the same keyframe come one after the other.
    last: Option<(u64, Rgb)>,
}

impl Reel<'_> {
    fn frame(&mut self, micros: u64) -> Option<Rgb> {
        if let Some((_, frame)) = self.last.as_ref().filter(|(at, _)| *at == micros) {
            return Some(frame.clone());
        }
        if self.film.is_none() && self.n_opened < OPENED_MAX {
            self.n_opened += 1;
            self.film = Film::open(self.path, BOX, self.origin_ns.unwrap_or(0)).ok();
        }
        let (film, at) = (self.film.as_ref()?, ClockTime::from_useconds(micros));
        let frame = if self.origin_ns.is_some() { film.keyframe_at(at) } else { film.frame_at_time(at) };
        match &frame {
            Some(frame) => self.last = Some((micros, frame.clone())),
            None => self.film = None,
        }
        frame
    }
}

/// Each gap shows what is nearest to it, of equals the one before.
fn without_gaps(tiles: &[Option<Rgb>]) -> Vec<Rgb> {
    let known: Vec<usize> = (0..tiles.len()).filter(|n| tiles[*n].is_some()).collect();
    let nearest = |n: usize| known.iter().copied().min_by_key(|known| known.abs_diff(n));
    (0..tiles.len()).filter_map(|n| tiles[nearest(n)?].clone()).collect()
}

fn arrange(tiles: &[Rgb], (width, height): (usize, usize)) -> Result<Rgb, String> {
    let columns = (COLUMNS as usize).min(tiles.len());
    let rows = tiles.len().div_ceil(columns);
    let stride = columns * width * 3;
    let mut pixels = vec![0; stride * height * rows];
    // A film that changes its size in the middle leaves places black.
    let fitting = tiles.iter().enumerate().filter(|(_, tile)| (tile.width, tile.height) == (width, height));
    for (n, tile) in fitting {
        let corner = n / columns * height * stride + n % columns * width * 3;
        for (y, line) in tile.pixels.chunks_exact(width * 3).enumerate() {
            let at = corner + y * stride;
            pixels[at..at + line.len()].copy_from_slice(line);
        }
    }
    Rgb::new(columns * width, rows * height, pixels).ok_or_else(|| "an empty sheet".to_owned())
}

fn within_budget(sheet: &Rgb, n_tiles: usize) -> Result<Vec<u8>, String> {
    let budget = n_tiles * BYTES_PER_TILE;
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = jpeg(sheet, quality)?;
        if bytes.len() <= budget {
            break;
        }
    }
    Ok(bytes)
}
