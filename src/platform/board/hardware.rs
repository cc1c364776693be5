//! What the kernel says about the machine, read from files under a root.
//!
//! Nothing here is trusted: device trees and DMI tables lie, and a captured tree may be incomplete. Every value has a
//! cautious default and every file a size cap; reading never fails.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::cgroup;

const FILE_CAP_BYTES: u64 = 1 << 20;
/// Assumed where the kernel does not say.
const UNKNOWN_MEMORY_BYTES: u64 = 512 << 20;
/// No board of ours has more; a larger number is a lie or a joke.
const CORES_MAX: u32 = 1024;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hardware {
    /// `x86_64`, `aarch64`, `armv7`, or what the kernel calls it.
    pub arch: String,
    /// For people: the device tree's or the firmware's name of the product.
    pub model: Option<String>,
    /// The device tree's `compatible`, most specific first.
    pub compatible: Vec<String>,
    /// DMI product and board names.
    pub dmi: Vec<String>,
    pub cpu: Option<String>,
    /// PCI display controllers as `8086:46d1`.
    pub gpus: Vec<String>,
    /// `/dev/dri/renderD*`.
    pub render_nodes: Vec<PathBuf>,
    /// Devices of video codecs: `/dev/video*`, `/dev/mpp_service`.
    pub codec_nodes: Vec<PathBuf>,
    /// Kernel drivers of those devices: what a result of a trial depends on.
    pub drivers: Vec<String>,
    /// Cores that we may use: the machine's, lowered by affinity and cgroup quota.
    pub cores: u32,
    /// Memory that we may use: the machine's, lowered by cgroup limits.
    pub memory_bytes: u64,
    pub page_size_bytes: u64,
}

impl Hardware {
    pub fn read(root: &Path) -> Self {
        let is_this_machine = root == Path::new("/");
        let root = Root(root);
        let cpuinfo = root.text("proc/cpuinfo");
        let compatible = root.strings("proc/device-tree/compatible");
        let dmi: Vec<_> =
            ["product_name", "board_name"].iter().filter_map(|n| root.line(&format!("sys/class/dmi/id/{n}"))).collect();
        let model = root.strings("proc/device-tree/model").into_iter().next().or_else(|| dmi.first().cloned());
        Self {
            arch: if is_this_machine { own_arch() } else { told_arch(&root, &cpuinfo) },
            model,
            compatible,
            dmi,
            cpu: field(&cpuinfo, "model name"),
            gpus: gpus(&root),
            render_nodes: render_nodes(&root),
            codec_nodes: codec_nodes(&root),
            drivers: drivers(&root),
            cores: cores(&root, &cpuinfo, is_this_machine),
            memory_bytes: memory_bytes(&root),
            page_size_bytes: page_size_bytes(&root, is_this_machine),
        }
    }
}

impl Hardware {
    /// Whether there is a device whose path begins like this.
    pub fn has_device(&self, beginning: &str) -> bool {
        let nodes = self.render_nodes.iter().chain(&self.codec_nodes);
        nodes.filter_map(|node| node.to_str()).any(|node| node.starts_with(beginning))
    }
}

/// Reads under the root, with caps.
pub struct Root<'a>(pub &'a Path);

impl Root<'_> {
    /// Whatever is there as text; empty when it is not a readable regular file.
    pub fn text(&self, path: &str) -> String {
        let path = self.0.join(path);
        // Only regular files: opening a FIFO of a captured tree would wait forever.
        if !path.metadata().is_ok_and(|m| m.is_file()) {
            return String::new();
        }
        let mut bytes = Vec::new();
        let Ok(file) = std::fs::File::open(path) else { return String::new() };
        // What was read before an error still counts.
        let _ = file.take(FILE_CAP_BYTES).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The first line, if it says anything.
    pub fn line(&self, path: &str) -> Option<String> {
        let text = self.text(path);
        let line = text.lines().next()?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// A folder by its real path, which tells what it belongs to; sysfs is full of links.
    pub fn folder(&self, path: &str) -> Option<PathBuf> {
        std::fs::canonicalize(self.0.join(path)).ok().filter(|real| real.is_dir())
    }

    /// NUL-separated strings, as a device tree has them.
    pub fn strings(&self, path: &str) -> Vec<String> {
        self.text(path).split('\0').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
    }

    /// Names in a directory, sorted.
    pub fn names(&self, path: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.0.join(path)) else { return Vec::new() };
        let mut names: Vec<_> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

/// What this binary was built for: under emulation or a 32-bit userland the kernel says something else.
fn own_arch() -> String {
    match std::env::consts::ARCH {
        "arm" => "armv7".to_owned(),
        arch => arch.to_owned(),
    }
}

fn told_arch(root: &Root<'_>, cpuinfo: &str) -> String {
    let told = root.line("proc/sys/kernel/arch").unwrap_or_default();
    match told.as_str() {
        "" if cpuinfo.contains("vendor_id") => "x86_64".to_owned(),
        "" if field(cpuinfo, "CPU architecture").is_some_and(|a| a == "8") => "aarch64".to_owned(),
        "" if field(cpuinfo, "CPU architecture").is_some() => "armv7".to_owned(),
        "" => own_arch(),
        "armv7l" | "armv8l" | "arm" => "armv7".to_owned(),
        "arm64" => "aarch64".to_owned(),
        arch => arch.to_owned(),
    }
}

/// The first `name : value` of a file like /proc/cpuinfo.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name && !value.trim().is_empty()).then(|| value.trim().to_owned())
    })
}

/// `MemTotal: 123 kB` in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let value = field(text, name)?;
    value.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

fn gpus(root: &Root<'_>) -> Vec<String> {
    let devices = root.names("sys/bus/pci/devices");
    let id = |device: &str, file: &str| {
        let text = root.line(&format!("sys/bus/pci/devices/{device}/{file}"))?;
        Some(text.trim_start_matches("0x").to_owned())
    };
    devices
        .iter()
        .filter(|device| id(device, "class").is_some_and(|class| class.starts_with("03")))
        .filter_map(|device| Some(format!("{}:{}", id(device, "vendor")?, id(device, "device")?)))
        .collect()
}

fn render_nodes(root: &Root<'_>) -> Vec<PathBuf> {
    let names = root.names("dev/dri");
    names.iter().filter(|n| n.starts_with("renderD")).map(|n| Path::new("/dev/dri").join(n)).collect()
}

fn codec_nodes(root: &Root<'_>) -> Vec<PathBuf> {
    let names = root.names("dev");
    let is_codec = |name: &&String| name.starts_with("video") || name.as_str() == "mpp_service";
    names.iter().filter(is_codec).map(|name| Path::new("/dev").join(name)).collect()
}

/// `renderD128 i915 1.6.0`, `video11 bcm2835-codec-encode`: node, driver or name, version where the module tells one.
fn drivers(root: &Root<'_>) -> Vec<String> {
    let of = |class: &str, node: &str| {
        let folder = format!("sys/class/{class}/{node}");
        let link = std::fs::read_link(root.0.join(&folder).join("device/driver")).ok();
        let driver = link.and_then(|link| Some(link.file_name()?.to_str()?.to_owned())).unwrap_or_default();
        let name = root.line(&format!("{folder}/name")).unwrap_or_default();
        let version = root.line(&format!("sys/module/{driver}/version")).unwrap_or_default();
        [node, &driver, &name, &version].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let render = root.names("sys/class/drm").into_iter().filter(|node| node.starts_with("renderD"));
    let render = render.map(|node| of("drm", &node));
    render.chain(root.names("sys/class/video4linux").iter().map(|node| of("video4linux", node))).collect()
}

fn cores(root: &Root<'_>, cpuinfo: &str, is_this_machine: bool) -> u32 {
    let listed = cpuinfo.lines().filter(|l| l.split(':').next().is_some_and(|k| k.trim() == "processor")).count();
    let mut cores = u32::try_from(listed).unwrap_or(CORES_MAX);
    if is_this_machine && let Ok(n) = std::thread::available_parallelism() {
        // Knows about affinity (taskset, cpuset), which cpuinfo does not show.
        cores = cores.min(u32::try_from(n.get()).unwrap_or(CORES_MAX)).max(1);
    }
    let cores = cores.clamp(1, CORES_MAX);
    cgroup::cores(root).map_or(cores, |quota| quota.clamp(1, cores))
}

fn memory_bytes(root: &Root<'_>) -> u64 {
    let total = kilobytes(&root.text("proc/meminfo"), "MemTotal").filter(|b| *b > 0).unwrap_or(UNKNOWN_MEMORY_BYTES);
    cgroup::memory_bytes(root).map_or(total, |limit| limit.min(total))
}

fn page_size_bytes(root: &Root<'_>, is_this_machine: bool) -> u64 {
    if is_this_machine {
        return rustix::param::page_size() as u64;
    }
    let told = kilobytes(&root.text("proc/self/smaps"), "KernelPageSize");
    told.filter(|bytes| bytes.is_power_of_two()).unwrap_or(4096)
}
