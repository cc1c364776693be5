//! The configuration for people: `config show` and the reference page.

use std::fmt::Write;

use figment::value::Value;

use super::layer::number;
use super::load::Loaded;
use super::settings::KEYS;

/// One line of `config show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub name: &'static str,
    /// In TOML, or `***`, or `(not set)`.
    pub value: String,
    pub layer: String,
}

impl Loaded {
    pub fn show(&self) -> Vec<Shown> {
        KEYS.iter()
            .map(|key| {
                let value = match self.values.get(key.name) {
                    None => "(not set)".to_owned(),
                    Some(_) if key.is_secret => "***".to_owned(),
                    Some(value) => render(value),
                };
                let layer = self.origins.get(key.name).cloned().unwrap_or_else(|| "default".to_owned());
                Shown { name: key.name, value, layer }
            })
            .collect()
    }
}

fn render(value: &Value) -> String {
    match value {
        Value::String(_, text) => format!("{text:?}"),
        Value::Array(_, values) => format!("[{}]", values.iter().map(render).collect::<Vec<_>>().join(", ")),
        value => number(value).map_or_else(|| format!("{value:?}"), |n| n.to_string()),
    }
}

const INTRODUCTION: &str = "\
# Configuration

Made by `revenge config reference`; do not edit.

Layers, later ones win: defaults → board profile → `/etc/revenge/config.toml` (or `--config`, `REVENGE_CONFIG`) →
systemd credentials (secrets only, named like their key) → `REVENGE_…` environment (`__` separates levels) → flags.
`revenge config show` prints each value with the layer that it came from. A secret `KEY` can be read from a file by
`KEY_file`. A key marked *reload* is taken over by `SIGHUP`; the others need a restart.
";

/// The text of `docs/reference/configuration.md`.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut section = "";
    for key in KEYS {
        let of_key = key.name.split_once('.').map_or("", |(section, _)| section);
        if of_key != section || section.is_empty() {
            section = of_key;
            let title = if section.is_empty() { "Top level" } else { section };
            let _ = write!(text, "\n## {title}\n\n| key | default | meaning |\n|---|---|---|\n");
        }
        let default = match key.default {
            _ if key.is_from_board => "from the board".to_owned(),
            "" => "—".to_owned(),
            default => format!("`{}`", default.replace('\'', "\"")),
        };
        let mut meaning = key.doc.trim().to_owned();
        if key.range.end() != &i64::MAX {
            let _ = write!(meaning, " {}–{}.", key.range.start(), key.range.end());
        }
        if key.is_secret {
            meaning.push_str(" Secret.");
        }
        if key.is_reloadable {
            meaning.push_str(" *reload*");
        }
        let _ = writeln!(text, "| `{}` | {default} | {meaning} |", key.name);
    }
    text
}
