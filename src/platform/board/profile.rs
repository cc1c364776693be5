//! Board profiles: embedded files, overridable by files of the same name.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::limits;
use super::root::Root;
use crate::base::{Error, Result};

const EMBEDDED: &[(&str, &str)] = &[
    ("amlogic-g12b", include_str!("../../../board-profiles/amlogic-g12b.toml")),
    ("annapurna-al", include_str!("../../../board-profiles/annapurna-al.toml")),
    ("generic-arm64", include_str!("../../../board-profiles/generic-arm64.toml")),
    ("generic-armv7", include_str!("../../../board-profiles/generic-armv7.toml")),
    ("generic-x86_64", include_str!("../../../board-profiles/generic-x86_64.toml")),
    ("intel-alder-lake-n", include_str!("../../../board-profiles/intel-alder-lake-n.toml")),
    ("intel-gemini-lake", include_str!("../../../board-profiles/intel-gemini-lake.toml")),
    ("intel-generic", include_str!("../../../board-profiles/intel-generic.toml")),
    ("marvell-armada-38x", include_str!("../../../board-profiles/marvell-armada-38x.toml")),
    ("raspberry-pi-4", include_str!("../../../board-profiles/raspberry-pi-4.toml")),
    ("raspberry-pi-5", include_str!("../../../board-profiles/raspberry-pi-5.toml")),
    ("realtek-rtd1619b", include_str!("../../../board-profiles/realtek-rtd1619b.toml")),
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
    /// From the operator's folder.
    #[serde(skip)]
    pub is_operators: bool,
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
    /// Boards by entries of the device tree's `compatible`; a `*` at the end stands for anything.
    #[serde(default)]
    pub device_tree: Vec<String>,
    /// Chips by a word of such an entry, or of what the processor calls itself.
    #[serde(default)]
    pub chips: Vec<String>,
    /// Whole DMI product or board names.
    #[serde(default)]
    pub dmi: Vec<String>,
    /// PCI display controllers: `8086:46d1`, or `8086:*` for all of a vendor.
    #[serde(default)]
    pub gpu: Vec<String>,
    /// Words of what the processor or its board calls itself.
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
    let (root, folder) = match folder {
        Some(folder) => (Root(folder), ""),
        None => (Root(root), OVERRIDES),
    };
    for file in root.names(folder) {
        let Some(name) = file.strip_suffix(".toml") else { continue };
        let profile = Profile::parse(name, &root.text(&format!("{folder}/{file}")))?;
        profiles.insert(name.to_owned(), Profile { is_operators: true, ..profile });
    }
    Ok(profiles)
}
