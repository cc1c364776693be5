//! Board profiles: embedded files, overridable by files of the same name, and the choice of the most specific one.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::hardware::Hardware;
use super::limits;
use crate::base::{Error, Result};

const EMBEDDED: &[(&str, &str)] = &[
    ("amlogic-g12b", include_str!("../../../board-profiles/amlogic-g12b.toml")),
    ("generic-arm64", include_str!("../../../board-profiles/generic-arm64.toml")),
    ("generic-armv7", include_str!("../../../board-profiles/generic-armv7.toml")),
    ("generic-x86_64", include_str!("../../../board-profiles/generic-x86_64.toml")),
    ("intel-alder-lake-n", include_str!("../../../board-profiles/intel-alder-lake-n.toml")),
    ("intel-gemini-lake", include_str!("../../../board-profiles/intel-gemini-lake.toml")),
    ("intel-generic", include_str!("../../../board-profiles/intel-generic.toml")),
    ("raspberry-pi-4", include_str!("../../../board-profiles/raspberry-pi-4.toml")),
    ("raspberry-pi-5", include_str!("../../../board-profiles/raspberry-pi-5.toml")),
    ("rockchip-rk356x", include_str!("../../../board-profiles/rockchip-rk356x.toml")),
    ("rockchip-rk3588", include_str!("../../../board-profiles/rockchip-rk3588.toml")),
];

/// Files here replace embedded profiles of the same name or add new ones, unless the operator names another folder.
const OVERRIDES: &str = "etc/revenge/board-profiles";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(skip)]
    pub name: String,
    pub description: String,
    #[serde(rename = "match")]
    pub rule: Match,
    /// Ceilings by section and name: `limits.workers.high`.
    pub limits: BTreeMap<String, BTreeMap<String, u64>>,
    /// Ways to encode video, best first.
    #[serde(default)]
    pub backends: Vec<BackendProfile>,
    #[serde(default)]
    pub heat: HeatProfile,
    /// What is odd about this board, in sentences.
    #[serde(default)]
    pub quirks: Vec<String>,
}

/// When a profile applies: the architecture, and any one of the others if there are any.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    pub arch: Vec<String>,
    /// Entries of the device tree's `compatible`.
    #[serde(default)]
    pub device_tree: Vec<String>,
    /// Whole DMI product or board names.
    #[serde(default)]
    pub dmi: Vec<String>,
    /// PCI display controllers: `8086:46d1`, or `8086:*` for all of a vendor.
    #[serde(default)]
    pub gpu: Vec<String>,
    /// Parts of the processor's name.
    #[serde(default)]
    pub cpu: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackendProfile {
    /// `software`, `va`, `v4l2`, `v4l2-stateless` or `rkmpp`; a further dash and a word tell two of a kind apart.
    pub name: String,
    /// GStreamer element that encodes H.264.
    pub encoder: String,
    /// Elements that decode, each for codecs that its name tells.
    #[serde(default)]
    pub decoders: Vec<String>,
    /// Without a device whose path begins like this it cannot work: `/dev/dri/renderD`.
    #[serde(default)]
    pub needs_device: Option<String>,
    #[serde(default)]
    pub limits: BackendLimits,
}

/// What the board's chip is bound to.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackendLimits {
    pub max_width: Option<u32>,
    pub max_height: Option<u32>,
    pub max_frames_per_second: Option<u32>,
    /// Conversions at once.
    pub max_sessions: Option<u32>,
}

/// What the warmest sensor may show.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeatProfile {
    /// From here on background work is cut down.
    pub soft_celsius: f64,
    /// From here on it stops.
    pub hard_celsius: f64,
}

/// Most chips slow themselves down somewhat later.
impl Default for HeatProfile {
    fn default() -> Self {
        Self { soft_celsius: 80.0, hard_celsius: 90.0 }
    }
}

impl Profile {
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let mut profile: Self = toml::from_str(text)
            .map_err(|e| Error::invalid(format!("board profile {name}: {}", e.message().replace('\n', " "))))?;
        name.clone_into(&mut profile.name);
        let named =
            profile.limits.iter().flat_map(|(section, keys)| keys.keys().map(move |k| format!("{section}.{k}")));
        if let Some(unknown) = named.into_iter().find(|limit| !limits::is_known(limit)) {
            return Err(Error::invalid(format!("board profile {name}: there is no limit {unknown}")));
        }
        Ok(profile)
    }

    pub fn limit(&self, name: &str) -> Option<u64> {
        let (section, key) = name.split_once('.')?;
        self.limits.get(section)?.get(key).copied()
    }
}

/// Embedded profiles and the operator's.
pub(super) fn all(root: &Path, folder: Option<&Path>) -> Result<BTreeMap<String, Profile>> {
    let mut profiles = BTreeMap::new();
    for (name, text) in EMBEDDED {
        profiles.insert((*name).to_owned(), Profile::parse(name, text)?);
    }
    let Ok(entries) = std::fs::read_dir(folder.map_or_else(|| root.join(OVERRIDES), Path::to_path_buf)) else {
        return Ok(profiles);
    };
    for path in entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let Some(name) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let text = std::fs::read_to_string(&path)
            .map_err(|e| Error::invalid(format!("read board profile {}", path.display())).with_source(e))?;
        profiles.insert(name.to_owned(), Profile::parse(name, &text)?);
    }
    Ok(profiles)
}

/// The most specific profile that matches, or the one that was ordered.
pub(super) fn choose(
    mut profiles: BTreeMap<String, Profile>,
    hardware: &Hardware,
    ordered: Option<&str>,
) -> Result<(Profile, Vec<String>)> {
    if let Some(name) = ordered {
        let known = profiles.keys().cloned().collect::<Vec<_>>().join(", ");
        let profile = profiles
            .remove(name)
            .ok_or_else(|| Error::invalid(format!("board.profile: there is no profile {name}; known are {known}")))?;
        return Ok((profile, vec!["configuration".to_owned()]));
    }
    let matches = profiles.values().filter_map(|p| Some((score(&p.rule, hardware)?, p)));
    let best = matches.max_by(|(a, p), (b, q)| a.0.cmp(&b.0).then_with(|| q.name.cmp(&p.name)));
    if let Some(((_, reasons), profile)) = best {
        return Ok((profile.clone(), reasons));
    }
    // An architecture that we do not know: the smallest assumptions that we have.
    let fallback = profiles.remove("generic-arm64").ok_or_else(|| Error::internal("find the fallback profile"))?;
    Ok((fallback, vec![format!("nothing: architecture {} is unknown", hardware.arch)]))
}

/// How specific a match is, with the facts that made it; None when the profile does not apply.
fn score(rule: &Match, hardware: &Hardware) -> Option<(u32, Vec<String>)> {
    if !rule.arch.contains(&hardware.arch) {
        return None;
    }
    let mut found: Vec<(u32, String)> = Vec::new();
    // A device tree lists the board first and its chip last.
    for (place, entry) in hardware.compatible.iter().enumerate().filter(|(_, e)| rule.device_tree.contains(e)) {
        found.push((400_u32.saturating_sub(place as u32), format!("device tree {entry}")));
    }
    for name in hardware.dmi.iter().filter(|name| rule.dmi.contains(name)) {
        found.push((300, format!("DMI {name}")));
    }
    for gpu in &hardware.gpus {
        let vendor = format!("{}:*", gpu.split(':').next().unwrap_or_default());
        if rule.gpu.contains(gpu) {
            found.push((200, format!("PCI {gpu}")));
        } else if rule.gpu.contains(&vendor) {
            found.push((100, format!("PCI {gpu}")));
        }
    }
    let cpu = hardware.cpu.as_deref().unwrap_or_default();
    for part in rule.cpu.iter().filter(|part| cpu.contains(part.as_str())) {
        found.push((150, format!("processor {part}")));
    }
    let is_generic = [&rule.device_tree, &rule.dmi, &rule.gpu, &rule.cpu].iter().all(|list| list.is_empty());
    if found.is_empty() && !is_generic {
        return None;
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let best = found.first().map_or(1, |(score, _)| *score);
    let arch = format!("architecture {}", hardware.arch);
    Some((best, found.into_iter().map(|(_, reason)| reason).chain([arch]).collect()))
}
