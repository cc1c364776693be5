//! One line per figure: `NAME value unit (ratio to REFERENCE)`.

/// A figure without a reference.
pub fn figure(name: &str, value: f64, unit: &str, note: &str) {
    println!("{name} {} {unit} ({note})", short(value));
}

/// A figure beside its reference, both medians of the same rounds.
pub fn compare(name: &str, ours: &mut [f64], unit: &str, reference: &str, theirs: &mut [f64]) {
    let (ours, theirs) = (median(ours), median(theirs));
    println!("{name} {} {unit} ({:.3} to {reference} {} {unit})", short(ours), ours / theirs, short(theirs));
}

pub fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part).round() as usize]
}

/// Three significant digits, without an exponent.
fn short(value: f64) -> String {
    let decimals = (2 - value.abs().max(1e-9).log10().floor() as i32).clamp(0, 6) as usize;
    format!("{value:.decimals$}")
}
