//! Memory of the processes that this one has started, by kind: PostgreSQL, and all others.
//!
//! Shared pages count in parts (PSS), so that the sum is what the machine has less because of us. Kernels that do not list
//! children (CONFIG_PROC_CHILDREN) leave it unknown.

use std::fs;

/// More than PostgreSQL's connections and our helpers can be.
const PROCESSES: usize = 512;
const DEPTH: usize = 4;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreeMemory {
    /// This process, what is in RAM of it.
    pub own_bytes: u64,
    /// Helpers: those that read media files.
    pub helpers_bytes: u64,
    /// The server's own PostgreSQL; `None` where there is none or nothing is told.
    pub database_bytes: Option<u64>,
}

/// Blocks for some milliseconds: a few files of /proc for each process.
pub fn tree_memory() -> TreeMemory {
    let mut memory = TreeMemory { own_bytes: super::resident_bytes(), ..TreeMemory::default() };
    for child in children(std::process::id()).into_iter().take(PROCESSES) {
        let bytes = with_descendants(child, DEPTH);
        if is_database(child) {
            memory.database_bytes = Some(memory.database_bytes.unwrap_or(0) + bytes);
        } else {
            memory.helpers_bytes += bytes;
        }
    }
    memory
}

fn with_descendants(process: u32, depth: usize) -> u64 {
    let below = if depth > 0 { children(process) } else { Vec::new() };
    let below = below.into_iter().take(PROCESSES).map(|child| with_descendants(child, depth - 1)).sum::<u64>();
    share_bytes(process).unwrap_or(0) + below
}

/// Each thread lists those that it started.
fn children(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

fn is_database(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|name| name.starts_with("postgres"))
}

/// Before Linux 4.14 what nobody shares.
fn share_bytes(process: u32) -> Option<u64> {
    if let Ok(rollup) = fs::read_to_string(format!("/proc/{process}/smaps_rollup")) {
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        return Some(pss.split_whitespace().next()?.parse::<u64>().ok()? * 1024);
    }
    let statm = fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    let pages: Vec<u64> = statm.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    Some(pages.get(1)?.saturating_sub(*pages.get(2)?) * rustix::param::page_size() as u64)
}
