//! How warm the board is, by its own sensors under /sys/class/thermal.
//!
//! Read when somebody asks. Sensors lie and may be absent: a value outside of what silicon survives is no value.

use std::collections::BTreeMap;
use std::path::Path;

use super::root::Root;

/// Boards have a handful; more would only be more labels.
const ZONES: usize = 16;
const NAME_BYTES: usize = 32;
const PLAUSIBLE_CELSIUS: std::ops::RangeInclusive<f64> = -40.0..=150.0;

/// Degrees by sensor (`cpu-thermal`); the warmest of those that share a name. Blocks while the kernel asks the sensors.
pub fn temperatures(root: &Path) -> BTreeMap<String, f64> {
    let root = Root(root);
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    let zones = root.names("sys/class/thermal");
    for zone in zones.iter().filter(|name| name.starts_with("thermal_zone")).take(ZONES) {
        let Some(celsius) = root.line(&format!("sys/class/thermal/{zone}/temp")).and_then(|text| celsius(&text)) else {
            continue;
        };
        let name =
            root.line(&format!("sys/class/thermal/{zone}/type")).map_or_else(|| zone.clone(), |name| plain(&name));
        let warmest = found.entry(name).or_insert(celsius);
        *warmest = warmest.max(celsius);
    }
    found
}

/// The kernel writes thousandths of a degree.
fn celsius(text: &str) -> Option<f64> {
    let celsius = text.parse::<i64>().ok()? as f64 / 1000.0;
    PLAUSIBLE_CELSIUS.contains(&celsius).then_some(celsius)
}

/// The firmware chose this text: short, and nothing that needs quoting.
fn plain(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.chars().take(NAME_BYTES).map(|c| if is_plain(c) { c } else { '_' }).collect()
}
