//! Presentation graphics of Blu-ray discs: segments with a palette, objects in run lengths, and compositions that put
//! objects on the screen. A composition stays until the next one. Source: US 7620297 B2.

use std::collections::HashMap;

use super::drawing::{Canvas, Drawing, LARGEST_AREA, Moment, word};

const PALETTE: u8 = 0x14;
const OBJECT: u8 = 0x15;
const COMPOSITION: u8 = 0x16;
const END: u8 = 0x80;
const EPOCH_START: u8 = 0x80;
/// A disc shows two objects at a time and keeps 64.
const PLACED_MAX: usize = 2;
const OBJECTS_MAX: usize = 64;
/// Coded bytes of one object.
const OBJECT_BYTES: usize = 4 << 20;
/// Heights up to this one have the colours of standard definition.
const SD_HEIGHT: u32 = 576;

type Colours = [[u8; 4]; 256];

#[derive(Default)]
pub struct PgsReader {
    palettes: HashMap<u8, Box<Colours>>,
    objects: HashMap<u16, Object>,
    composition: Option<Composition>,
}

struct Object {
    width: u32,
    height: u32,
    runs: Vec<u8>,
}

struct Composition {
    at_ns: i64,
    canvas: (u32, u32),
    palette: u8,
    placed: Vec<Placed>,
}

struct Placed {
    object: u16,
    at: (u32, u32),
    /// Left, top, width and height of the part of the object that is shown.
    crop: Option<(u32, u32, u32, u32)>,
}

impl PgsReader {
    /// One packet: segments without the heads that they have in a `.sup` file.
    pub fn push(&mut self, at_ns: i64, packet: &[u8]) -> Vec<Moment> {
        let mut moments = Vec::new();
        let mut rest = packet;
        while let [kind, high, low, ..] = rest {
            let len = usize::from(u16::from_be_bytes([*high, *low]));
            let Some(body) = rest.get(3..3 + len) else { break };
            match *kind {
                COMPOSITION => self.composition = self.compose(at_ns, body),
                PALETTE => self.take_palette(body).unwrap_or_default(),
                OBJECT => self.take_object(body).unwrap_or_default(),
                END => moments.extend(self.shown()),
                _ => {}
            }
            rest = &rest[3 + len..];
        }
        moments
    }

    fn compose(&mut self, at_ns: i64, body: &[u8]) -> Option<Composition> {
        if *body.get(7)? == EPOCH_START {
            self.objects.clear();
            self.palettes.clear();
        }
        let mut placed = Vec::new();
        let mut rest = body.get(11..)?;
        for _ in 0..usize::from(*body.get(10)?).min(PLACED_MAX) {
            let number = |at: usize| Some(u32::from(word(rest, at)?));
            let is_cropped = rest.get(3)? & 0x80 != 0;
            let crop = if is_cropped { Some((number(8)?, number(10)?, number(12)?, number(14)?)) } else { None };
            placed.push(Placed { object: word(rest, 0)?, at: (number(4)?, number(6)?), crop });
            rest = rest.get(if is_cropped { 16 } else { 8 }..)?;
        }
        let canvas = (word(body, 0)?.into(), word(body, 2)?.into());
        Some(Composition { at_ns, canvas, palette: *body.get(9)?, placed })
    }

    fn take_palette(&mut self, body: &[u8]) -> Option<()> {
        let (id, entries) = (*body.first()?, body.get(2..)?);
        let is_sd = self.composition.as_ref().is_some_and(|shown| shown.canvas.1 <= SD_HEIGHT);
        let colours = self.palettes.entry(id).or_insert_with(|| Box::new([[0; 4]; 256]));
        for entry in entries.chunks_exact(5) {
            let &[n, luma, cr, cb, alpha] = entry else { continue };
            let [red, green, blue] = rgb(luma, cb, cr, is_sd);
            colours[usize::from(n)] = [red, green, blue, alpha];
        }
        Some(())
    }

    fn take_object(&mut self, body: &[u8]) -> Option<()> {
        let id = word(body, 0)?;
        let is_first = body.get(3)? & 0x80 != 0;
        if !is_first {
            let object = self.objects.get_mut(&id)?;
            let more = body.get(4..)?;
            if object.runs.len() + more.len() <= OBJECT_BYTES {
                object.runs.extend_from_slice(more);
            }
            return Some(());
        }
        let (width, height) = (word(body, 7)?.into(), word(body, 9)?.into());
        if self.objects.len() < OBJECTS_MAX || self.objects.contains_key(&id) {
            self.objects.insert(id, Object { width, height, runs: body.get(11..)?.to_vec() });
        }
        Some(())
    }

    fn shown(&mut self) -> Option<Moment> {
        let composition = self.composition.take()?;
        let (width, height) = composition.canvas;
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > LARGEST_AREA {
            return None;
        }
        let palette = self.palettes.get(&composition.palette);
        let draw = |placed: &Placed| Some(self.objects.get(&placed.object)?.draw(palette?, placed)).flatten();
        let drawings = composition.placed.iter().filter_map(draw).collect();
        Some(Moment { at_ns: composition.at_ns, canvas: composition.canvas, drawings })
    }
}

impl Object {
    fn draw(&self, palette: &Colours, placed: &Placed) -> Option<Drawing> {
        let (left, top, width, height) = placed.crop.unwrap_or((0, 0, self.width, self.height));
        let mut canvas =
            Canvas::new(width.min(self.width.checked_sub(left)?), height.min(self.height.checked_sub(top)?))?;
        let mut bytes = self.runs.iter().copied();
        let (mut x, mut y) = (0_u32, 0_u32);
        while y < self.height {
            let Some((colour, length)) = run(&mut bytes) else { break };
            if length == 0 {
                (x, y) = (0, y + 1);
                continue;
            }
            let end = x.saturating_add(length);
            if let Some(row) = y.checked_sub(top) {
                let part = (x.saturating_sub(left), end.saturating_sub(left));
                canvas.run(part, row, palette[usize::from(colour)]);
            }
            x = end;
        }
        Some(canvas.at(placed.at))
    }
}

/// Colour and length of the next run; a length of 0 ends the line.
fn run(bytes: &mut impl Iterator<Item = u8>) -> Option<(u8, u32)> {
    let colour = bytes.next()?;
    if colour != 0 {
        return Some((colour, 1));
    }
    let code = bytes.next()?;
    let mut length = u32::from(code & 0x3f);
    if code & 0x40 != 0 {
        length = length << 8 | u32::from(bytes.next()?);
    }
    let colour = if code & 0x80 != 0 { bytes.next()? } else { 0 };
    Some((colour, length))
}

/// Studio range to RGB, by the matrix of standard or high definition.
fn rgb(luma: u8, cb: u8, cr: u8, is_sd: bool) -> [u8; 3] {
    let luma = (f32::from(luma) - 16.0) * 255.0 / 219.0;
    let [blue, red] = [cb, cr].map(|chroma| (f32::from(chroma) - 128.0) * 255.0 / 224.0);
    let [r, gb, gr, b] = if is_sd { [1.402, 0.3441, 0.7141, 1.772] } else { [1.5748, 0.1873, 0.4681, 1.8556] };
    // A conversion of floats to bytes stops at 0 and 255.
    [luma + r * red, luma - gb * blue - gr * red, luma + b * blue].map(|value| value.round() as u8)
}
