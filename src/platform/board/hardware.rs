//! What the kernel says about the machine, read from files under a root.
//!
//! Nothing here is trusted: device trees and DMI tables lie, and a captured tree may be incomplete. Every value has a
//! cautious default and every file a size cap; reading never fails.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::root::Root;
use super::{cgroup, devices, identity, storage};

/// Assumed where the kernel does not say.
const UNKNOWN_MEMORY_BYTES: u64 = 512 << 20;
/// No board of ours has more; a larger number is a lie or a joke.
const CORES_MAX: u32 = 1024;
const MEMORY_MAX_BYTES: u64 = 1 << 44;
const PAGE_BYTES: std::ops::RangeInclusive<u64> = 4096..=65_536;

/// What the data directory lies on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// An SD card or eMMC: slow to write, and worn by it.
    Card,
    /// It turns.
    Disk,
    Ssd,
    #[default]
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hardware {
    /// `x86_64`, `aarch64`, `armv7`, or what the kernel calls it.
    pub arch: String,
    /// For people: the device tree's or the firmware's name of the product.
    pub model: Option<String>,
    /// The device tree's `compatible`, most specific first as a rule; lower case, without blanks.
    pub compatible: Vec<String>,
    /// DMI product and board names.
    pub dmi: Vec<String>,
    /// What the processor, its board or the vendor's system call themselves, where a device tree is hidden or says less.
    pub names: Vec<String>,
    /// PCI display controllers as `8086:46d1`.
    pub gpus: Vec<String>,
    /// `/dev/dri/renderD*` that have a driver.
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
    pub storage: Storage,
    /// What was found and is not believed, in sentences.
    pub doubts: Vec<String>,
}

impl Hardware {
    /// `data_dir` is where the server keeps what it writes.
    pub fn read(root: &Path, data_dir: &Path) -> Self {
        let is_this_machine = root == Path::new("/");
        let root = Root(root);
        let cpuinfo = root.text("proc/cpuinfo");
        let dmi = identity::dmi(&root);
        let (render_nodes, dead_nodes) = devices::render_nodes(&root);
        let doubts = dead_nodes.iter().map(|node| format!("{} has no driver", node.display())).collect();
        Self {
            arch: if is_this_machine { identity::own_arch() } else { identity::told_arch(&root, &cpuinfo) },
            model: identity::model(&root, &cpuinfo).or_else(|| dmi.first().cloned()),
            compatible: identity::compatible(&root),
            dmi,
            names: identity::names(&root, &cpuinfo),
            gpus: devices::gpus(&root),
            render_nodes,
            codec_nodes: devices::codec_nodes(&root),
            drivers: devices::drivers(&root),
            cores: cores(&root, &cpuinfo, is_this_machine),
            memory_bytes: memory_bytes(&root),
            page_size_bytes: page_size_bytes(&root, is_this_machine),
            storage: storage::kind(&root, data_dir),
            doubts,
        }
    }

    /// Whether there is a device whose path begins like this.
    pub fn has_device(&self, beginning: &str) -> bool {
        let nodes = self.render_nodes.iter().chain(&self.codec_nodes);
        nodes.filter_map(|node| node.to_str()).any(|node| node.starts_with(beginning))
    }
}

/// `MemTotal: 123 kB` in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let value = identity::field(text, name)?;
    value.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

fn cores(root: &Root<'_>, cpuinfo: &str, is_this_machine: bool) -> u32 {
    let listed = cpuinfo.lines().filter(|l| l.split(':').next().is_some_and(|k| k.trim() == "processor")).count();
    // A kernel for one processor only may call it `Processor`, and a cpuinfo that is hidden says nothing.
    let listed = if listed == 0 { online(root) } else { listed };
    let mut cores = u32::try_from(listed).unwrap_or(CORES_MAX);
    if is_this_machine && let Ok(n) = std::thread::available_parallelism() {
        // Knows about affinity (taskset, cpuset), which cpuinfo does not show.
        cores = cores.min(u32::try_from(n.get()).unwrap_or(CORES_MAX)).max(1);
    }
    let allowed = identity::field(&root.text("proc/self/status"), "Cpus_allowed_list").map_or(0, |list| count(&list));
    let allowed = u32::try_from(allowed).ok().filter(|n| *n > 0).unwrap_or(CORES_MAX);
    let cores = cores.min(allowed).clamp(1, CORES_MAX);
    cgroup::cores(root).map_or(cores, |quota| quota.clamp(1, cores))
}

fn online(root: &Root<'_>) -> usize {
    count(&root.line("sys/devices/system/cpu/online").unwrap_or_default())
}

/// `0-3,6` are five.
fn count(list: &str) -> usize {
    let n_of = |range: &str| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let (from, to) = (from.trim().parse::<usize>().ok()?, to.trim().parse::<usize>().ok()?);
        Some(to.checked_sub(from)?.saturating_add(1))
    };
    list.split(',').filter_map(n_of).fold(0, usize::saturating_add)
}

fn memory_bytes(root: &Root<'_>) -> u64 {
    let total = kilobytes(&root.text("proc/meminfo"), "MemTotal").filter(|b| (1..=MEMORY_MAX_BYTES).contains(b));
    let total = total.unwrap_or(UNKNOWN_MEMORY_BYTES);
    cgroup::memory_bytes(root).map_or(total, |limit| limit.min(total))
}

fn page_size_bytes(root: &Root<'_>, is_this_machine: bool) -> u64 {
    if is_this_machine {
        return rustix::param::page_size() as u64;
    }
    let told = kilobytes(&root.text("proc/self/smaps"), "KernelPageSize");
    told.filter(|bytes| bytes.is_power_of_two() && PAGE_BYTES.contains(bytes)).unwrap_or(4096)
}
