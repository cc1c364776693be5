//! What the machine calls itself: architecture, device tree, DMI, processor.
//!
//! In a container the device tree is mostly hidden (it lies under /sys/firmware), and vendors' kernels describe their
//! boards in their own words. So the processor's own lines, the chip's entry in sysfs and Synology's name of the
//! platform are read too.

use super::root::Root;

/// /proc/device-tree is a link to the other.
const DEVICE_TREES: [&str; 2] = ["proc/device-tree", "sys/firmware/devicetree/base"];
const DMI: [&str; 2] = ["sys/class/dmi/id", "sys/devices/virtual/dmi/id"];
/// DSM keeps it in both; the first may be edited by users.
const SYNOLOGY: [&str; 2] = ["etc.defaults/synoinfo.conf", "etc/synoinfo.conf"];

/// What this binary was built for: under emulation or a 32-bit userland the kernel says something else.
pub(super) fn own_arch() -> String {
    match std::env::consts::ARCH {
        "arm" => "armv7".to_owned(),
        arch => arch.to_owned(),
    }
}

/// What programs of a captured tree were built for.
pub(super) fn told_arch(root: &Root<'_>, cpuinfo: &str) -> String {
    let told = root.line("proc/sys/kernel/arch").unwrap_or_default();
    // To a 32-bit program a 64-bit kernel shows the features of 32-bit processors.
    let has = |feature: &str| field(cpuinfo, "Features").is_some_and(|f| f.split_whitespace().any(|f| f == feature));
    let arch = field(cpuinfo, "CPU architecture");
    match told.as_str() {
        "aarch64" | "arm64" if has("thumb") && !has("asimd") => "armv7".to_owned(),
        "arm64" => "aarch64".to_owned(),
        "amd64" => "x86_64".to_owned(),
        told if told.starts_with("armv") || told == "arm" => "armv7".to_owned(),
        "" if cpuinfo.contains("vendor_id") => "x86_64".to_owned(),
        "" if has("thumb") => "armv7".to_owned(),
        "" if has("asimd") || arch.as_deref() == Some("8") => "aarch64".to_owned(),
        "" if arch.is_some() => "armv7".to_owned(),
        "" => own_arch(),
        told => told.to_owned(),
    }
}

/// The first `name : value` of a file like /proc/cpuinfo.
pub(super) fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name && !value.trim().is_empty()).then(|| value.trim().to_owned())
    })
}

pub(super) fn dmi(root: &Root<'_>) -> Vec<String> {
    let of = |folder: &str| -> Vec<String> {
        ["product_name", "board_name"].iter().filter_map(|name| root.line(&format!("{folder}/{name}"))).collect()
    };
    DMI.into_iter().map(of).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Vendors' kernels write `amlogic, g12b` and `Realtek,RTD1619B` too.
pub(super) fn compatible(root: &Root<'_>) -> Vec<String> {
    let lists = DEVICE_TREES.into_iter().map(|tree| root.strings(&format!("{tree}/compatible")));
    let list = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    let plain = |entry: String| entry.split_whitespace().collect::<String>().to_lowercase();
    list.into_iter().map(plain).filter(|entry| !entry.is_empty()).collect()
}

pub(super) fn model(root: &Root<'_>, cpuinfo: &str) -> Option<String> {
    let trees = DEVICE_TREES.into_iter().find_map(|tree| root.strings(&format!("{tree}/model")).into_iter().next());
    // A Raspberry Pi says it there as well.
    trees.or_else(|| field(cpuinfo, "Model").map(|model| model.chars().take(128).collect()))
}

pub(super) fn names(root: &Root<'_>, cpuinfo: &str) -> Vec<String> {
    let of_processor = ["model name", "Model", "Hardware"].iter().filter_map(|name| field(cpuinfo, name));
    let of_chip = ["machine", "soc_id"].iter().filter_map(|name| root.line(&format!("sys/devices/soc0/{name}")));
    // `unique="synology_rtd1619b_ds423"`.
    let unique = |path: &str| {
        let text = root.text(path);
        let line = text.lines().find_map(|line| line.strip_prefix("unique="))?;
        Some(line.trim().trim_matches('"').replace('_', " "))
    };
    let of_vendor = SYNOLOGY.into_iter().find_map(unique);
    let short = |name: String| name.chars().filter(|c| !c.is_control()).take(256).collect::<String>();
    of_processor.chain(of_chip).chain(of_vendor).map(short).filter(|name| !name.trim().is_empty()).collect()
}
