//! Limits of the control groups that this process is in, versions 1 and 2.
//!
//! A limit may sit on any group above ours, so all of them are read and the lowest counts. In a container the path in
//! /proc/self/cgroup is often that of the host and does not exist below /sys/fs/cgroup; the group's root is tried anyway.

use super::root::Root;

/// Below this a limit is a mistake of whoever set it; the server could not start.
const MEMORY_FLOOR_BYTES: u64 = 32 << 20;

/// Groups looked at, and how deep: a captured tree may claim any number.
const GROUPS: usize = 16;
const DEPTH: usize = 32;

/// Lowest memory limit, if any group has one. `memory.high` is none: our own package sets it to the sum of the budgets.
pub(super) fn memory_bytes(root: &Root<'_>) -> Option<u64> {
    let limits = files(root, "memory", &["memory.max"], &["memory.limit_in_bytes"]);
    limits.iter().filter_map(|text| text.trim().parse::<u64>().ok()).filter(|b| *b >= MEMORY_FLOOR_BYTES).min()
}

/// The fullest group's use of its limit, without what the kernel can drop: 0–1. None where no group has a limit.
pub(super) fn memory_share(root: &Root<'_>) -> Option<f64> {
    let groups = files(
        root,
        "memory",
        &["memory.max", "memory.current", "memory.stat"],
        &["memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat"],
    );
    groups.iter().filter_map(|text| share(text)).reduce(f64::max)
}

fn share(text: &str) -> Option<f64> {
    let mut words = text.split_whitespace();
    let (limit, used) = (words.next()?.parse::<u64>().ok()?, words.next()?.parse::<u64>().ok()?);
    let stat: Vec<_> = words.collect();
    let bytes = |name: &str| stat.chunks_exact(2).find(|pair| pair[0] == name)?[1].parse::<u64>().ok();
    let droppable = ["inactive_file", "active_file"].into_iter().filter_map(bytes).sum();
    (limit >= MEMORY_FLOOR_BYTES).then(|| used.saturating_sub(droppable) as f64 / limit as f64)
}

/// Lowest CPU quota in whole cores, rounded up, if any group has one.
pub(super) fn cores(root: &Root<'_>) -> Option<u32> {
    let quotas = files(root, "cpu", &["cpu.max"], &["cpu.cfs_quota_us", "cpu.cfs_period_us"]);
    let cores = |text: &String| {
        let mut numbers = text.split_whitespace().map(str::parse::<u64>);
        // "max" (version 2) and -1 (version 1) are no numbers: no quota.
        let (quota, period) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        (quota > 0 && period > 0).then(|| u32::try_from(quota.div_ceil(period)).unwrap_or(u32::MAX))
    };
    quotas.iter().filter_map(cores).min()
}

/// Contents of the named files (joined by a space) in each group from ours up to the root.
fn files(root: &Root<'_>, controller: &str, version2: &[&str], version1: &[&str]) -> Vec<String> {
    let mut contents = Vec::new();
    for line in root.text("proc/self/cgroup").lines().take(GROUPS) {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else { continue };
        let (names, mounts) = if controllers.is_empty() {
            (version2, vec!["sys/fs/cgroup".to_owned(), "sys/fs/cgroup/unified".to_owned()])
        } else if controllers.split(',').any(|c| c == controller) {
            (version1, vec![format!("sys/fs/cgroup/{controller}"), format!("sys/fs/cgroup/{controllers}")])
        } else {
            continue;
        };
        for group in ancestors(path) {
            for mount in &mounts {
                let texts: Vec<_> = names.iter().map(|name| root.text(&format!("{mount}{group}/{name}"))).collect();
                contents.push(texts.join(" "));
            }
        }
    }
    contents
}

/// `/a/b` → `/a/b`, `/a`, ``. A path with `..` would leave the tree and is only its root.
fn ancestors(path: &str) -> Vec<&str> {
    if path.split('/').any(|part| part == "..") {
        return vec![""];
    }
    let mut path = path.trim_end_matches('/');
    let mut groups = vec![path];
    while let Some((parent, _)) = path.rsplit_once('/') {
        groups.push(parent);
        path = parent;
    }
    // Of more than we look at, those at the root bind everybody.
    groups.split_off(groups.len().saturating_sub(DEPTH))
}
