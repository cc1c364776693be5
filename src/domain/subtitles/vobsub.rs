//! Subpictures of DVDs: four colours in run lengths, with commands that say when they come and go. The palette and the
//! size of the canvas stand in the text of the `.idx`.

use super::drawing::{Canvas, Drawing, Moment, word};

/// Commands count in 1024 ticks of the 90 kHz clock.
const COMMAND_NS: i64 = 1024 * 1_000_000_000 / 90_000;
const SEQUENCES_MAX: usize = 64;
/// A code without a length fills the line.
const LINE: u32 = u32::MAX;

pub struct VobSubReader {
    canvas: (u32, u32),
    palette: [[u8; 3]; 16],
}

/// What the commands of a unit say.
struct Unit {
    show: u16,
    hide: Option<u16>,
    colours: [u8; 4],
    alphas: [u8; 4],
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    /// Where the lines of each field begin.
    fields: [usize; 2],
}

impl VobSubReader {
    /// `idx` is the text of the `.idx`; without one: PAL, in shades of grey.
    pub fn new(idx: &str) -> Self {
        let value = |key: &str| idx.lines().find_map(|line| line.trim().strip_prefix(key));
        let size = value("size:").and_then(|size| {
            let (width, height) = size.trim().split_once('x')?;
            Some((width.parse().ok()?, height.parse().ok()?))
        });
        let mut palette: [[u8; 3]; 16] = std::array::from_fn(|n| [n as u8 * 17; 3]);
        for (colour, text) in palette.iter_mut().zip(value("palette:").unwrap_or_default().split(',')) {
            if let Ok(value) = u32::from_str_radix(text.trim(), 16) {
                let [_, rgb @ ..] = value.to_be_bytes();
                *colour = rgb;
            }
        }
        Self { canvas: size.filter(|(w, h)| *w > 0 && *h > 0).unwrap_or((720, 576)), palette }
    }

    /// One unit.
    pub fn push(&mut self, at_ns: i64, unit: &[u8]) -> Vec<Moment> {
        let Some((parsed, drawing)) = parse(unit).and_then(|parsed| {
            let drawing = self.draw(&parsed, unit)?;
            Some((parsed, drawing))
        }) else {
            return Vec::new();
        };
        let after = |command: u16| at_ns + i64::from(command) * COMMAND_NS;
        let mut moments = vec![Moment { at_ns: after(parsed.show), canvas: self.canvas, drawings: vec![drawing] }];
        let hidden = parsed.hide.filter(|hide| *hide > parsed.show);
        moments.extend(hidden.map(|hide| Moment { at_ns: after(hide), canvas: self.canvas, drawings: Vec::new() }));
        moments
    }

    fn draw(&self, unit: &Unit, bytes: &[u8]) -> Option<Drawing> {
        let mut canvas = Canvas::new(unit.width, unit.height)?;
        let colours: [[u8; 4]; 4] = std::array::from_fn(|n| {
            let [red, green, blue] = self.palette[usize::from(unit.colours[n] & 15)];
            [red, green, blue, (unit.alphas[n] & 15) * 17]
        });
        for (first, start) in (0_u32..).zip(unit.fields) {
            let mut nibbles = Nibbles { bytes, at: start.checked_mul(2)? };
            for y in (first..unit.height).step_by(2) {
                let mut x = 0;
                while x < unit.width {
                    let (length, colour) = nibbles.run();
                    let end = x.saturating_add(length);
                    canvas.run((x, end), y, colours[usize::from(colour)]);
                    x = end;
                }
                nibbles.align();
            }
        }
        Some(canvas.at((unit.left, unit.top)))
    }
}

fn parse(bytes: &[u8]) -> Option<Unit> {
    let mut unit = Unit {
        show: 0,
        hide: None,
        colours: [0, 1, 2, 3],
        alphas: [0, 15, 15, 15],
        left: 0,
        top: 0,
        width: 0,
        height: 0,
        fields: [0; 2],
    };
    let mut sequence = usize::from(word(bytes, 2)?);
    for _ in 0..SEQUENCES_MAX {
        let (delay, next) = (word(bytes, sequence)?, usize::from(word(bytes, sequence + 2)?));
        let mut at = sequence + 4;
        loop {
            let command = *bytes.get(at)?;
            match command {
                0x00 | 0x01 => unit.show = delay,
                0x02 => unit.hide = Some(delay),
                0x03 => unit.colours = nibbles_of(bytes, at + 1)?,
                0x04 => unit.alphas = nibbles_of(bytes, at + 1)?,
                0x05 => {
                    let (x, y) = (pair(bytes, at + 1)?, pair(bytes, at + 4)?);
                    (unit.left, unit.top) = (x.0, y.0);
                    (unit.width, unit.height) = ((x.1 + 1).checked_sub(x.0)?, (y.1 + 1).checked_sub(y.0)?);
                }
                0x06 => unit.fields = [word(bytes, at + 1)?.into(), word(bytes, at + 3)?.into()],
                0xff => break,
                _ => return None,
            }
            at += match command {
                0x03 | 0x04 => 3,
                0x05 => 7,
                0x06 => 5,
                _ => 1,
            };
        }
        if next == sequence {
            break;
        }
        sequence = next;
    }
    Some(unit)
}

/// Two numbers of 12 bits.
fn pair(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let [a, b, c] = *bytes.get(at..)?.first_chunk()?;
    Some((u32::from(a) << 4 | u32::from(b >> 4), u32::from(b & 15) << 8 | u32::from(c)))
}

/// A command names the four colours from the last to the first.
fn nibbles_of(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    let [high, low] = *bytes.get(at..)?.first_chunk()?;
    Some([low & 15, low >> 4, high & 15, high >> 4])
}

struct Nibbles<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Nibbles<'_> {
    fn next(&mut self) -> u32 {
        let byte = self.bytes.get(self.at / 2).copied().unwrap_or(0);
        let value = if self.at.is_multiple_of(2) { byte >> 4 } else { byte & 15 };
        self.at = self.at.saturating_add(1);
        value.into()
    }

    /// Length and colour: the more zeros lead, the longer the code.
    fn run(&mut self) -> (u32, u8) {
        let mut code = self.next();
        let mut least = 4;
        while code < least && least <= 0x40 {
            code = code << 4 | self.next();
            least *= 4;
        }
        let length = if code < 4 { LINE } else { code >> 2 };
        (length, (code & 3) as u8)
    }

    /// Lines begin at whole bytes.
    fn align(&mut self) {
        self.at += self.at % 2;
    }
}
