//! One layer: values by dotted key, and the name that `config show` prints behind each of them.

use figment::value::{Dict, Map, Value};
use figment::{Metadata, Profile, Provider};

use super::key::{Key, Kind};
use super::settings::KEYS;

/// Suffix of a key that names a file with the value of a secret.
pub const FILE_SUFFIX: &str = "_file";

/// Keys of parts that this version does not have; a plain "unknown key" would send people looking for a typo.
const RESERVED: &[(&str, &str)] = &[("search.url", "this version searches in PostgreSQL")];

#[derive(Clone, Debug)]
pub struct Layer {
    pub name: String,
    values: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.values.clone())]))
    }
}

impl Layer {
    /// A layer out of a TOML tree: keys must be known, secrets may come from files.
    pub fn from_tree(name: impl Into<String>, tree: Dict) -> Result<Self, String> {
        let mut layer = Self { name: name.into(), values: Dict::new() };
        let mut leaves = Vec::new();
        flatten("", tree, &mut leaves);
        for (key, value) in leaves {
            layer.put(&key, value)?;
        }
        Ok(layer)
    }

    pub fn from_values(
        name: impl Into<String>,
        values: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<Self, String> {
        let mut layer = Self { name: name.into(), values: Dict::new() };
        values.into_iter().try_for_each(|(key, value)| layer.put(key, value))?;
        Ok(layer)
    }

    /// The same with every section present, if only empty: what makes a section without defaults optional.
    #[must_use]
    pub fn with_all_sections(mut self) -> Self {
        for section in KEYS.iter().filter_map(|key| key.name.split_once('.').map(|(section, _)| section)) {
            self.values.entry(section.to_owned()).or_insert_with(|| Value::from(Dict::new()));
        }
        self
    }

    /// A layer of one setting written as text: an environment variable, a flag, a credential.
    pub fn from_text(name: impl Into<String>, key: &str, text: &str) -> Result<Self, String> {
        let mut layer = Self { name: name.into(), values: Dict::new() };
        let kind = find(key).map_or(Kind::Text, |k| k.kind);
        layer.put(key, parse_text(kind, text))?;
        Ok(layer)
    }

    fn put(&mut self, key: &str, value: Value) -> Result<(), String> {
        let (key, value) = match key.strip_suffix(FILE_SUFFIX).and_then(find) {
            Some(secret) if secret.is_secret => (secret, Value::from(read_secret(&self.name, key, &value)?)),
            _ => (find(key).ok_or_else(|| self.unknown(key))?, value),
        };
        if key.is_secret && value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Err(format!("{}: {} is empty", self.name, key.name));
        }
        if insert(&mut self.values, key.name, value) {
            return Err(format!("{}: {} is given twice", self.name, key.name));
        }
        Ok(())
    }

    fn unknown(&self, key: &str) -> String {
        if let Some((key, why)) = RESERVED.iter().find(|(reserved, _)| *reserved == key) {
            return format!("{}: {key} cannot be set: {why}", self.name);
        }
        if KEYS.iter().any(|k| k.name.split('.').next() == Some(key)) {
            return format!("{}: {key} is a section, not a setting", self.name);
        }
        format!("{}: unknown key {key}; the nearest known key is {}", self.name, nearest(key))
    }
}

/// The known key that a misspelt one most likely means.
pub fn nearest(key: &str) -> &'static str {
    let key = key.to_lowercase();
    // A right last part under a wrong section is nearer than letters alone say.
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |name: &str| {
        let bonus = if last(name) == last(&key) { 4 } else { 0 };
        strsim::damerau_levenshtein(name, &key).saturating_sub(bonus)
    };
    KEYS.iter().map(|k| k.name).min_by_key(|name| distance(name)).unwrap_or_default()
}

pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// A whole number, however the layer's format wrote it.
pub fn number(value: &Value) -> Option<i128> {
    value.to_i128().or_else(|| value.to_u128().and_then(|n| i128::try_from(n).ok()))
}

/// Puts a value at a dotted key; true when something was there.
fn insert(dict: &mut Dict, key: &str, value: Value) -> bool {
    match key.split_once('.') {
        None => dict.insert(key.to_owned(), value).is_some(),
        Some((section, rest)) => {
            let section = dict.entry(section.to_owned()).or_insert_with(|| Value::from(Dict::new()));
            let Value::Dict(_, section) = section else { return true };
            insert(section, rest, value)
        }
    }
}

fn flatten(prefix: &str, tree: Dict, leaves: &mut Vec<(String, Value)>) {
    for (name, value) in tree {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            Value::Dict(_, tree) if !tree.is_empty() => flatten(&key, tree, leaves),
            // An empty section says nothing.
            Value::Dict(..) => {}
            value => leaves.push((key, value)),
        }
    }
}

/// Text that does not fit its kind stays text, so that the error later names the value as it was written.
fn parse_text(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Text => Value::from(text),
        Kind::Switch => text.trim().parse::<bool>().map_or_else(|_| Value::from(text), Value::from),
        Kind::Integer => text.trim().parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        Kind::List if text.trim().is_empty() => Value::from(Vec::<Value>::new()),
        Kind::List => Value::from(text.split(',').map(|part| Value::from(part.trim())).collect::<Vec<_>>()),
    }
}

fn read_secret(layer: &str, key: &str, path: &Value) -> Result<String, String> {
    let path = path.as_str().ok_or_else(|| format!("{layer}: {key} must be the path of a file"))?;
    let text = std::fs::read_to_string(path).map_err(|e| format!("{layer}: {key}: read {path}: {e}"))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
