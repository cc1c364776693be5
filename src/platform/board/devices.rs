//! Devices that decode, encode and show: graphics, render nodes, codec nodes, and their drivers.

use std::path::{Path, PathBuf};

use super::root::Root;

/// PCI display controllers; where the bus is not shown, what the graphics' nodes belong to.
pub(super) fn gpus(root: &Root<'_>) -> Vec<String> {
    let bus = "sys/bus/pci/devices";
    let on_bus = root.names(bus).into_iter().map(|device| format!("{bus}/{device}"));
    let on_bus = on_bus.filter(|device| class(root, device).is_some_and(|class| class.starts_with("03")));
    let mut found: Vec<String> = on_bus.filter_map(|device| pci_id(root, &device)).collect();
    if found.is_empty() {
        let nodes = root.names("sys/class/drm").into_iter().map(|node| format!("sys/class/drm/{node}/device"));
        found = nodes.filter_map(|device| pci_id(root, &device)).collect();
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|gpu| seen.insert(gpu.clone()));
    found
}

/// `0x030000` as `030000`.
fn class(root: &Root<'_>, device: &str) -> Option<String> {
    let told = root.line(&format!("{device}/class")).map(|text| hex(&text));
    // The other file leaves out zeros in front: `PCI_CLASS=30000`.
    told.or_else(|| uevent(root, device, "PCI_CLASS").map(|text| format!("{text:0>6}")))
}

fn pci_id(root: &Root<'_>, device: &str) -> Option<String> {
    let part = |file: &str| root.line(&format!("{device}/{file}")).map(|text| hex(&text));
    let told = part("vendor").zip(part("device")).map(|(vendor, device)| format!("{vendor}:{device}"));
    told.or_else(|| uevent(root, device, "PCI_ID").map(|id| id.to_lowercase()))
}

fn hex(text: &str) -> String {
    text.trim_start_matches("0x").to_lowercase()
}

fn uevent(root: &Root<'_>, device: &str, name: &str) -> Option<String> {
    let text = root.text(&format!("{device}/uevent"));
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(line.trim().to_owned())
}

/// Those that a driver answers, and those that are left over: a node made for a container stays when its driver is gone.
pub(super) fn render_nodes(root: &Root<'_>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let known = root.names("sys/class/drm");
    let is_driven = |name: &String| {
        let device = format!("sys/class/drm/{name}/device");
        // Where sysfs is hidden, the node is all that can be known.
        known.is_empty()
            || (known.contains(name) && (root.names(&device).is_empty() || driver(root, &device).is_some()))
    };
    let nodes = root.names("dev/dri").into_iter().filter(|name| name.starts_with("renderD"));
    let (driven, dead): (Vec<_>, Vec<_>) = nodes.partition(is_driven);
    let paths = |names: Vec<String>| names.iter().map(|name| Path::new("/dev/dri").join(name)).collect();
    (paths(driven), paths(dead))
}

fn driver(root: &Root<'_>, device: &str) -> Option<String> {
    root.link(&format!("{device}/driver")).or_else(|| uevent(root, device, "DRIVER"))
}

pub(super) fn codec_nodes(root: &Root<'_>) -> Vec<PathBuf> {
    let names = root.names("dev");
    let is_codec = |name: &&String| name.starts_with("video") || name.as_str() == "mpp_service";
    names.iter().filter(is_codec).map(|name| Path::new("/dev").join(name)).collect()
}

/// `renderD128 i915 1.6.0`, `video11 bcm2835-codec-encode`: node, driver or name, version where the module tells one.
pub(super) fn drivers(root: &Root<'_>) -> Vec<String> {
    let of = |class: &str, node: &str| {
        let folder = format!("sys/class/{class}/{node}");
        let driver = driver(root, &format!("{folder}/device")).unwrap_or_default();
        let name = root.line(&format!("{folder}/name")).unwrap_or_default();
        let version = root.line(&format!("sys/module/{driver}/version")).unwrap_or_default();
        [node, &driver, &name, &version].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let render = root.names("sys/class/drm").into_iter().filter(|node| node.starts_with("renderD"));
    let render = render.map(|node| of("drm", &node));
    render.chain(root.names("sys/class/video4linux").iter().map(|node| of("video4linux", node))).collect()
}
