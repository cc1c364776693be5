//! BlurHash: a picture as some twenty characters, shown by the web UI while the real one loads.
//!
//! Cosine components of the picture in linear light, packed into base 83 as <https://blurha.sh> defines it. Cost grows
//! with pixels × components, so callers hand in a small picture (32 pixels wide is plenty).

use std::f32::consts::PI;

const DIGITS: &[u8; 83] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/// Packed 8-bit RGB without padding.
#[derive(Clone, Debug)]
pub struct Rgb {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Rgb {
    /// `None` when the number of bytes does not fit the size, or there is no pixel.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let expected = width.checked_mul(height)?.checked_mul(3)?;
        (expected > 0 && pixels.len() == expected).then_some(Self { width, height, pixels })
    }

    /// `#rrggbb` of the mean, in linear light.
    pub fn average_color(&self) -> String {
        let [r, g, b] = component(self, 0, 0).map(to_srgb);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Mean and standard deviation of luma, 0–255: tells black and empty pictures.
    pub fn luma_statistics(&self) -> (f32, f32) {
        let luma = |p: &[u8]| 0.2126 * f32::from(p[0]) + 0.7152 * f32::from(p[1]) + 0.0722 * f32::from(p[2]);
        let n = (self.width * self.height) as f32;
        let mean = self.pixels.chunks_exact(3).map(luma).sum::<f32>() / n;
        let variance = self.pixels.chunks_exact(3).map(|p| (luma(p) - mean).powi(2)).sum::<f32>() / n;
        (mean, variance.sqrt())
    }
}

/// Hash with 4 × 3 components, or 3 × 4 for upright pictures.
pub fn encode(picture: &Rgb) -> String {
    let (across, down) = if picture.width >= picture.height { (4, 3) } else { (3, 4) };
    let factors: Vec<[f32; 3]> =
        (0..down).flat_map(|y| (0..across).map(move |x| (x, y))).map(|(x, y)| component(picture, x, y)).collect();
    let (dc, ac) = factors.split_first().expect("there is always the component 0, 0");

    let mut hash = String::new();
    push_base83(&mut hash, (across - 1 + (down - 1) * 9) as u32, 1);
    let loudest = ac.iter().flatten().fold(0.0_f32, |m, v| m.max(v.abs()));
    let step = ((loudest * 166.0 - 0.5).floor() as i32).clamp(0, 82) as u32;
    push_base83(&mut hash, step, 1);
    let [r, g, b] = dc.map(|v| u32::from(to_srgb(v)));
    push_base83(&mut hash, (r << 16) | (g << 8) | b, 4);
    let scale = (step + 1) as f32 / 166.0;
    for factor in ac {
        let [r, g, b] = factor.map(|v| quantize(v / scale));
        push_base83(&mut hash, (r * 19 + g) * 19 + b, 2);
    }
    hash
}

fn component(picture: &Rgb, x: usize, y: usize) -> [f32; 3] {
    let mut sum = [0.0_f32; 3];
    for (row, line) in picture.pixels.chunks_exact(picture.width * 3).enumerate() {
        let vertical = (PI * y as f32 * row as f32 / picture.height as f32).cos();
        for (column, pixel) in line.chunks_exact(3).enumerate() {
            let weight = vertical * (PI * x as f32 * column as f32 / picture.width as f32).cos();
            for (total, value) in sum.iter_mut().zip(pixel) {
                *total += weight * to_linear(*value);
            }
        }
    }
    let normal = if x == 0 && y == 0 { 1.0 } else { 2.0 };
    sum.map(|v| v * normal / (picture.width * picture.height) as f32)
}

fn quantize(value: f32) -> u32 {
    let root = value.abs().sqrt().copysign(value);
    ((root * 9.0 + 9.5).floor() as i32).clamp(0, 18) as u32
}

fn to_linear(value: u8) -> f32 {
    let v = f32::from(value) / 255.0;
    if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

fn to_srgb(linear: f32) -> u8 {
    let v = linear.clamp(0.0, 1.0);
    let encoded = if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    (encoded * 255.0 + 0.5) as u8
}

fn push_base83(text: &mut String, value: u32, n_digits: u32) {
    for place in (0..n_digits).rev() {
        let digit = value / 83_u32.pow(place) % 83;
        text.push(char::from(DIGITS[digit as usize]));
    }
}
