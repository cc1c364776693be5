//! High dynamic range to what every screen shows: PQ (HDR10) and HLG of BT.2020 in 10 bit to BT.709 in 8 bit.
//!
//! White is 203 cd/m² (BT.2408). What is brighter, up to 1,000, is bent down by the knee of BT.2390 on the largest of red,
//! green and blue, so that hues stay. Tables stand for the formulas: 512 steps of brightness by 33 × 33 of colour, between
//! which colour is interpolated. A picture that was made by the tables is off by less than one level of 255 on average.

/// How code values mean light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    Pq,
    Hlg,
}

impl Transfer {
    /// By the name that a stream's dynamic range has; `None` where nothing has to be bent.
    pub fn of_format(hdr: &str) -> Option<Self> {
        match hdr {
            "hdr10" => Some(Self::Pq),
            "hlg" => Some(Self::Hlg),
            _ => None,
        }
    }
}

/// Steps of brightness of the table for brightness, and of the one for colour.
const LUMA_STEPS: usize = 512;
const CHROMA_STEPS: usize = 128;
/// Nodes of each colour difference: one at every 32nd of 1024 code values, and one behind the last.
const NODES: usize = 33;
/// Table entries count in 64ths of a level.
const PARTS: f32 = 64.0;
/// cd/m²
const WHITE: f32 = 203.0;
const PEAK: f32 = 1000.0;
/// Of the screens that look at the result.
const GAMMA: f32 = 2.2;

pub struct ToneMap {
    luma: Vec<u16>,
    /// Both differences, one after the other.
    chroma: Vec<[u16; 2]>,
}

/// Two rows of brightness and the row of colour that lies between them, ten bits each.
pub struct Rows<'a> {
    pub luma: [&'a [u16]; 2],
    pub cb: &'a [u16],
    pub cr: &'a [u16],
}

/// The same in eight bits.
pub struct RowsOut<'a> {
    pub luma: [&'a mut [u8]; 2],
    pub cb: &'a mut [u8],
    pub cr: &'a mut [u8],
}

impl ToneMap {
    /// Takes about a tenth of a second: made once and kept.
    pub fn new(transfer: Transfer) -> Self {
        let bent = Bend::new(transfer);
        let node = |n: usize| (n * 32) as f32;
        let mut luma = Vec::with_capacity(NODES * NODES * LUMA_STEPS);
        let mut chroma = Vec::with_capacity(NODES * NODES * CHROMA_STEPS);
        for (cb, cr) in (0..NODES).flat_map(|cb| (0..NODES).map(move |cr| (node(cb), node(cr)))) {
            let at = |step: usize, steps: usize| {
                let width = (1024 / steps) as f32;
                bent.map([step as f32 * width + (width - 1.0) / 2.0, cb, cr]).map(|level| (level * PARTS) as u16)
            };
            luma.extend((0..LUMA_STEPS).map(|step| at(step, LUMA_STEPS)[0]));
            chroma.extend((0..CHROMA_STEPS).map(|step| {
                let [_, cb, cr] = at(step, CHROMA_STEPS);
                [cb, cr]
            }));
        }
        Self { luma, chroma }
    }

    pub fn map(&self, from: &Rows<'_>, to: &mut RowsOut<'_>) {
        let [upper_out, lower_out] = &mut to.luma;
        let brightness = from.luma[0].chunks(2).zip(from.luma[1].chunks(2));
        let brightness_out = upper_out.chunks_mut(2).zip(lower_out.chunks_mut(2));
        let colour_out = to.cb.iter_mut().zip(to.cr.iter_mut());
        let colour = from.cb.iter().zip(from.cr);
        for (((upper, lower), (upper_out, lower_out)), ((cb, cr), (cb_out, cr_out))) in
            brightness.zip(brightness_out).zip(colour.zip(colour_out))
        {
            let place = Place::new(*cb, *cr);
            let curves = place.nodes.map(|node| &self.luma[node * LUMA_STEPS..][..LUMA_STEPS]);
            let mut sum = 0;
            for (pixel, out) in upper.iter().zip(upper_out).chain(lower.iter().zip(lower_out)) {
                let code = usize::from(*pixel).min(1023);
                sum += code;
                *out = place.mix(curves.map(|curve| curve[code / 2]));
            }
            let step = sum / (upper.len() + lower.len()).max(1) * CHROMA_STEPS / 1024;
            let colours = place.nodes.map(|node| self.chroma[node * CHROMA_STEPS + step]);
            *cb_out = place.mix(colours.map(|[cb, _]| cb));
            *cr_out = place.mix(colours.map(|[_, cr]| cr));
        }
    }
}

/// Where a colour lies between four nodes.
struct Place {
    nodes: [usize; 4],
    /// Of 1024.
    weights: [u32; 4],
}

impl Place {
    fn new(cb: u16, cr: u16) -> Self {
        let (cb, cr) = (usize::from(cb).min(1023), usize::from(cr).min(1023));
        let first = cb / 32 * NODES + cr / 32;
        let (x, y) = ((cb % 32) as u32, (cr % 32) as u32);
        Self {
            nodes: [first, first + 1, first + NODES, first + NODES + 1],
            weights: [(32 - x) * (32 - y), (32 - x) * y, x * (32 - y), x * y],
        }
    }

    fn mix(&self, values: [u16; 4]) -> u8 {
        let sum: u32 = values.iter().zip(self.weights).map(|(value, weight)| u32::from(*value) * weight).sum();
        ((sum + (1 << 15)) >> 16).min(255) as u8
    }
}

/// The formulas.
struct Bend {
    transfer: Transfer,
}

impl Bend {
    fn new(transfer: Transfer) -> Self {
        Self { transfer }
    }

    /// Ten-bit code values of BT.2020 (brightness and both differences) to eight-bit levels of BT.709.
    fn map(&self, [luma, cb, cr]: [f32; 3]) -> [f32; 3] {
        let luma = (luma - 64.0) / 876.0;
        let [cb, cr] = [cb, cr].map(|difference| (difference - 512.0) / 896.0);
        let coded = [luma + 1.4746 * cr, luma - 0.164_55 * cb - 0.571_35 * cr, luma + 1.8814 * cb];
        let wide = bent(self.light(coded.map(|value| value.clamp(0.0, 1.0))));
        let narrow = NARROW.map(|row| row.iter().zip(wide).map(|(a, b)| a * b).sum::<f32>().clamp(0.0, 1.0));
        let [red, green, blue] = narrow.map(|light| light.powf(1.0 / GAMMA));
        let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        [16.0 + 219.0 * luma, 128.0 + 224.0 * (blue - luma) / 1.8556, 128.0 + 224.0 * (red - luma) / 1.5748]
    }

    /// Light in cd/m².
    fn light(&self, coded: [f32; 3]) -> [f32; 3] {
        match self.transfer {
            Transfer::Pq => coded.map(pq_light),
            Transfer::Hlg => {
                let scene = coded.map(hlg_scene);
                let [red, green, blue] = scene;
                let brightness = 0.2627 * red + 0.678 * green + 0.0593 * blue;
                // The system gamma of a screen of 1,000 cd/m².
                scene.map(|light| PEAK * brightness.powf(0.2) * light)
            }
        }
    }
}

/// BT.2020 to BT.709, for light.
const NARROW: [[f32; 3]; 3] = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]];

/// SMPTE ST 2084.
const M1: f32 = 0.159_301_76;
const M2: f32 = 78.843_75;
const C1: f32 = 0.835_937_5;
const C2: f32 = 18.851_562;
const C3: f32 = 18.6875;

fn pq_light(coded: f32) -> f32 {
    let root = coded.powf(1.0 / M2);
    10_000.0 * ((root - C1).max(0.0) / (C2 - C3 * root)).powf(1.0 / M1)
}

fn pq_code(light: f32) -> f32 {
    let power = (light / 10_000.0).powf(M1);
    ((C1 + C2 * power) / (1.0 + C3 * power)).powf(M2)
}

/// ARIB STD-B67.
fn hlg_scene(coded: f32) -> f32 {
    const A: f32 = 0.178_832_77;
    const B: f32 = 0.284_668_92;
    const C: f32 = 0.559_910_7;
    if coded <= 0.5 { coded * coded / 3.0 } else { (((coded - C) / A).exp() + B) / 12.0 }
}

/// From cd/m² to shares of white, bent.
fn bent(light: [f32; 3]) -> [f32; 3] {
    let most = light.into_iter().fold(0.0, f32::max);
    if most <= 0.0 {
        return [0.0; 3];
    }
    let peak = pq_code(PEAK);
    let white = pq_code(WHITE) / peak;
    let coded = (pq_code(most) / peak).min(1.0);
    let scale = pq_light(knee(coded, white) * peak) / most / WHITE;
    light.map(|light| light * scale)
}

/// BT.2390: straight up to the knee, from there a curve that ends flat at `white`.
fn knee(coded: f32, white: f32) -> f32 {
    let start = 1.5 * white - 0.5;
    if coded <= start {
        return coded;
    }
    let t = (coded - start) / (1.0 - start);
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * start + (t3 - 2.0 * t2 + t) * (1.0 - start) + (3.0 * t2 - 2.0 * t3) * white
}
