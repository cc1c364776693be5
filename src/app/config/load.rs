//! From the layers to one validated `Config`.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::value::{Dict, Value};

use super::super::measure;
use super::layer::{self, FILE_SUFFIX, Layer};
use super::settings::{Config, KEYS};
use crate::http::client_address::Network;
use crate::platform::board::{self, Board, LimitReport, Proposal, Source};
use crate::platform::jobs::Zone;
use crate::platform::lan;
use crate::platform::telemetry;

const PREFIX: &str = "REVENGE_";
const DEFAULT_FILE: &str = "/etc/revenge/config.toml";
/// Names the configuration file, as `--config` does; not a setting itself.
const FILE_VARIABLE: &str = "REVENGE_CONFIG";

/// Where settings come from, gathered once, so that tests and SIGHUP load in the same way.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Named explicitly: must exist.
    pub config_file: Option<PathBuf>,
    /// systemd's directory with one file per secret (`LoadCredential=database.url:…`).
    pub credentials: Option<PathBuf>,
    /// Variables with our prefix.
    pub variables: Vec<(String, OsString)>,
    /// Key, flag and value.
    pub flags: Vec<(&'static str, &'static str, String)>,
    pub home: Option<PathBuf>,
    pub is_root: bool,
}

impl Sources {
    pub fn from_environment() -> Self {
        let mut variables: Vec<_> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        variables.sort();
        let config_file = variables.iter().find(|(name, _)| name == FILE_VARIABLE).map(|(_, path)| path.into());
        variables.retain(|(name, _)| name != FILE_VARIABLE);
        Self {
            config_file,
            credentials: std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from),
            variables,
            flags: Vec::new(),
            home: std::env::var_os("HOME").map(PathBuf::from),
            is_root: nix::unistd::geteuid().is_root(),
        }
    }
}

/// The configuration with what is needed to explain and to reload it.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub config: Config,
    pub board: Board,
    /// Name of the layer that each set key came from.
    pub origins: HashMap<&'static str, String>,
    pub values: HashMap<&'static str, Value>,
    pub sources: Sources,
}

pub fn load(sources: &Sources) -> Result<Loaded, String> {
    let layers = read_layers(sources)?;
    // The board is a layer itself, but where to look for it is configured: so the other layers are asked first.
    let board = detect_board(&stack(defaults(sources)?, &layers))?;
    let figment = stack(defaults(sources)?, &[&[board_layer(&board)?], layers.as_slice()].concat());
    check_ranges(&figment)?;
    let config: Config = figment.extract().map_err(|e| explain(&e))?;
    check(&config)?;

    let mut origins = HashMap::new();
    let mut values = HashMap::new();
    for key in KEYS {
        let Ok(value) = figment.find_value(key.name) else { continue };
        let origin = figment.get_metadata(value.tag()).map_or("default", |m| m.name.as_ref());
        origins.insert(key.name, origin.to_owned());
        values.insert(key.name, value);
    }
    Ok(Loaded { config, board, origins, values, sources: sources.clone() })
}

impl Loaded {
    /// Every limit of the board as it is after configuration, and who had the last word.
    pub fn limit_reports(&self) -> BTreeMap<&'static str, LimitReport> {
        let layer = board_layer_name(&self.board);
        let report = |proposal: &Proposal| {
            let is_from_board = self.origins.get(proposal.name) == Some(&layer);
            let value = self.values.get(proposal.name).and_then(layer::number).and_then(|v| u64::try_from(v).ok());
            let source = if is_from_board { proposal.source } else { Source::Configured };
            (proposal.name, LimitReport { value: value.unwrap_or(proposal.value), source })
        };
        self.board.proposals.iter().map(report).collect()
    }
}

fn stack(defaults: Layer, layers: &[Layer]) -> Figment {
    layers.iter().fold(Figment::from(defaults), |figment, layer| figment.merge(layer))
}

fn detect_board(figment: &Figment) -> Result<Board, String> {
    let root: PathBuf = figment.extract_inner("board.root").map_err(|e| explain(&e))?;
    let profile: Option<String> = figment.extract_inner("board.profile").ok();
    let profiles: Option<PathBuf> = figment.extract_inner("board.profiles").ok();
    let data_dir: PathBuf = figment.extract_inner("data_dir").map_err(|e| explain(&e))?;
    let config = board::Config { root, profile, profiles, data_dir };
    let board = Board::detect(&config).map_err(|e| e.to_string())?;
    Ok(match measure::read(&board, &config.data_dir) {
        Some(measured) => board.corrected_by(measured),
        None => board,
    })
}

fn board_layer(board: &Board) -> Result<Layer, String> {
    let values = board.proposals.iter().map(|p| (p.name, Value::from(p.value)));
    Layer::from_values(board_layer_name(board), values)
}

fn board_layer_name(board: &Board) -> String {
    format!("board {}", board.profile.name)
}

fn defaults(sources: &Sources) -> Result<Layer, String> {
    let mut text = String::new();
    for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} = {}", key.name, key.default);
    }
    let mut tree: Dict = toml::from_str(&text).map_err(|e| format!("defaults: {}", e.message()))?;
    let data_dir = match &sources.home {
        Some(home) if !sources.is_root => home.join(".local/share/revenge"),
        _ => PathBuf::from("/var/lib/revenge"),
    };
    tree.insert("data_dir".to_owned(), Value::from(data_dir.to_string_lossy().into_owned()));
    Layer::from_tree("default", tree).map(Layer::with_all_sections)
}

fn read_layers(sources: &Sources) -> Result<Vec<Layer>, String> {
    let mut layers = Vec::new();
    layers.extend(read_file(sources)?);
    layers.extend(read_credentials(sources)?);
    for (variable, value) in &sources.variables {
        layers.push(read_variable(variable, value)?);
    }
    for (key, flag, value) in &sources.flags {
        layers.push(Layer::from_text(format!("flag {flag}"), key, value)?);
    }
    Ok(layers)
}

fn read_file(sources: &Sources) -> Result<Option<Layer>, String> {
    let path = sources.config_file.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && sources.config_file.is_none() => return Ok(None),
        Err(e) => return Err(format!("read {}: {e}", path.display())),
    };
    let tree: Dict = toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        format!("{} line {line}: {}", path.display(), e.message())
    })?;
    Layer::from_tree(format!("file {}", path.display()), tree).map(Some)
}

/// A credential has the name of its key; files with other names belong to somebody else.
fn read_credentials(sources: &Sources) -> Result<Vec<Layer>, String> {
    let Some(directory) = &sources.credentials else { return Ok(Vec::new()) };
    let mut layers = Vec::new();
    for key in KEYS.iter().filter(|key| key.is_secret) {
        let path = directory.join(key.name);
        if path.exists() {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("credential {}: {e}", key.name))?;
            layers.push(Layer::from_text(format!("credential {}", key.name), key.name, text.trim_end())?);
        }
    }
    Ok(layers)
}

fn read_variable(variable: &str, value: &OsString) -> Result<Layer, String> {
    let name = format!("environment {variable}");
    let key = variable.trim_start_matches(PREFIX).to_lowercase().replace("__", ".");
    let text = value.to_str().ok_or_else(|| format!("{name}: not UTF-8"))?;
    Layer::from_text(name.clone(), &key, text).map_err(|error| {
        // People who set a variable look for the variable's name in the answer.
        match layer::find(key.trim_end_matches(FILE_SUFFIX)) {
            None if error.contains("unknown key") => {
                let nearest = layer::find(layer::nearest(&key)).map(super::Key::variable).unwrap_or_default();
                format!("{name}: unknown key {key}; the nearest known key is {} ({nearest})", layer::nearest(&key))
            }
            _ => error,
        }
    })
}

fn check_ranges(figment: &Figment) -> Result<(), String> {
    for key in KEYS {
        let Some(value) = figment.find_value(key.name).ok().and_then(|v| layer::number(&v)) else { continue };
        if !i64::try_from(value).is_ok_and(|v| key.range.contains(&v)) {
            let layer = figment.find_metadata(key.name).map_or("default", |m| m.name.as_ref());
            return Err(format!(
                "{layer}: {} = {value} is not between {} and {}",
                key.name,
                key.range.start(),
                key.range.end()
            ));
        }
    }
    Ok(())
}

/// What types cannot say.
fn check(config: &Config) -> Result<(), String> {
    telemetry::parse_level(&config.log.level).map_err(|e| format!("log.level: {e}"))?;
    if config.data_dir.as_os_str().is_empty() {
        return Err("data_dir is empty".to_owned());
    }
    if let Some(name) = &config.jobs.time_zone {
        Zone::named(name).map_err(|e| format!("jobs.time_zone: {e}"))?;
    }
    if config.jobs.lease_ms < 2 * config.jobs.heartbeat_ms {
        return Err("jobs.lease_ms is less than twice jobs.heartbeat_ms".to_owned());
    }
    lan::check_name(&config.discovery.name).map_err(|e| format!("discovery.name: {e}"))?;
    check_networks("metrics.allow", &config.metrics.allow)?;
    check_networks("http.trusted_proxies", &config.http.trusted_proxies)?;
    check_networks("net.allow", &config.net.allow)?;
    let roots = config.library.allowed_roots.iter().chain(&config.library.forbidden_roots);
    match roots.into_iter().find(|root| !root.is_absolute()) {
        Some(root) => Err(format!("library: {} is not an absolute path", root.display())),
        None => Ok(()),
    }
}

fn check_networks(key: &str, networks: &[String]) -> Result<(), String> {
    match networks.iter().find_map(|text| text.parse::<Network>().err()) {
        Some(error) => Err(format!("{key}: {error}")),
        None => Ok(()),
    }
}

/// figment's error in one line: layer, key, what is wrong.
fn explain(error: &figment::Error) -> String {
    let layer = error.metadata.as_ref().map_or("default", |m| m.name.as_ref());
    format!("{layer}: {}: {}", error.path.join("."), error.kind)
}
