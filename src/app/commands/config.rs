//! `revenge config show`: every value with the layer that it came from.

use std::fmt::Write;

use super::print;
use crate::app::Failure;
use crate::app::config::{Loaded, Shown};

pub fn show(loaded: &Loaded) -> Result<(), Failure> {
    let shown = loaded.show();
    let width = shown.iter().map(|s| s.name.len() + 3 + s.value.len()).filter(|w| *w <= 60).max().unwrap_or(0);
    let mut text = String::new();
    for Shown { name, value, layer } in shown {
        let setting = format!("{name} = {value}");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{setting:width$}  # {layer}");
    }
    print(&text)
}
