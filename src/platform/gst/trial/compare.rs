//! What came back beside what it should be, picture by picture and plane by plane.

use super::picture::{STRIDE, sampled};

/// Of the worst picture's luma and colours. A repeated or misplaced picture of the film is below 29 dB, green ones below
/// 15; coarse encoders are above 34.
const FLOOR_DB: f64 = 30.0;

const PLANES: [&str; 3] = ["brightness", "first colour", "second colour"];

/// A picture's pixels that are compared.
pub(super) type Sampled = [Vec<u8>; 3];

/// Picks them out of an I420 buffer without padding; `None` when it is too small.
pub(super) fn pick(bytes: &[u8], (width, height): (usize, usize)) -> Option<Sampled> {
    let mut planes = [Vec::new(), Vec::new(), Vec::new()];
    let mut offset = 0;
    for (plane, picked) in planes.iter_mut().enumerate() {
        let (w, h) = if plane == 0 { (width, height) } else { (width / 2, height / 2) };
        for y in (0..h).step_by(STRIDE) {
            picked.extend(bytes.get(offset + y * w..offset + (y + 1) * w)?.iter().step_by(STRIDE));
        }
        offset += w * h;
    }
    Some(planes)
}

/// The error is a sentence for the operator.
pub(super) fn judge(pictures: &[Sampled], size: (usize, usize), n_expected: usize) -> Result<(), String> {
    if pictures.len() != n_expected {
        return Err(format!("{} of {n_expected} pictures came back", pictures.len()));
    }
    for (n, picture) in pictures.iter().enumerate() {
        let expected = sampled(size, n);
        for ((name, plane), wanted) in PLANES.iter().zip(picture).zip(&expected) {
            let db = psnr_db(plane, wanted);
            if db < FLOOR_DB {
                return Err(format!("picture {n} is damaged: its {name} is at {db:.1} dB, {FLOOR_DB} are the least"));
            }
        }
    }
    Ok(())
}

fn psnr_db(a: &[u8], b: &[u8]) -> f64 {
    if a.len() != b.len() || a.is_empty() {
        return 0.0;
    }
    let squares: f64 = a.iter().zip(b).map(|(x, y)| f64::from(x.abs_diff(*y)).powi(2)).sum();
    let mean = squares / a.len() as f64;
    if mean == 0.0 { f64::INFINITY } else { 10.0 * (255.0 * 255.0 / mean).log10() }
}
