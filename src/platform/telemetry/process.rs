//! `process_*`: what the kernel counts for this process, read when somebody asks.
//!
//! Own code instead of the metrics library's feature, which brings six crates for these six numbers.

use std::fs;

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Counter, Gauge};

pub struct Process {
    cpu_seconds: Counter,
    /// In the order of `Numbers::gauges`.
    gauges: [Gauge; 5],
}

/// One reading of /proc/self.
#[derive(Default)]
struct Numbers {
    cpu_seconds: f64,
    gauges: [f64; 5],
}

impl Process {
    pub fn new() -> prometheus::Result<Self> {
        Ok(Self {
            cpu_seconds: Counter::new("process_cpu_seconds_total", "Time on processors, user and system.")?,
            gauges: [
                Gauge::new("process_resident_memory_bytes", "Memory in RAM.")?,
                Gauge::new("process_virtual_memory_bytes", "Address space in use.")?,
                Gauge::new("process_threads", "Threads.")?,
                Gauge::new("process_open_fds", "Open file descriptors.")?,
                Gauge::new("process_start_time_seconds", "Start, in seconds since 1970.")?,
            ],
        })
    }
}

impl Collector for Process {
    fn desc(&self) -> Vec<&Desc> {
        self.gauges.iter().flat_map(Collector::desc).chain(self.cpu_seconds.desc()).collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let numbers = read().unwrap_or_default();
        self.cpu_seconds.reset();
        self.cpu_seconds.inc_by(numbers.cpu_seconds);
        for (gauge, number) in self.gauges.iter().zip(numbers.gauges) {
            gauge.set(number);
        }
        self.gauges.iter().flat_map(Collector::collect).chain(self.cpu_seconds.collect()).collect()
    }
}

/// Memory in RAM at this moment.
pub fn resident_bytes() -> u64 {
    read().map_or(0, |numbers| numbers.gauges[0] as u64)
}

fn read() -> Option<Numbers> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name before the last parenthesis may hold anything; the third field follows it.
    let fields: Vec<f64> =
        stat.rsplit_once(')')?.1.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect();
    let field = |number: usize| fields.get(number - 3).copied().unwrap_or_default();
    let ticks = nix::unistd::sysconf(nix::unistd::SysconfVar::CLK_TCK).ok()?? as f64;
    let page = rustix::param::page_size() as f64;
    let boot = fs::read_to_string("/proc/stat").ok()?;
    let boot = boot.lines().find_map(|line| line.strip_prefix("btime ")).and_then(|t| t.trim().parse::<f64>().ok())?;
    let n_fds = fs::read_dir("/proc/self/fd").ok()?.count() as f64;
    Some(Numbers {
        cpu_seconds: (field(14) + field(15)) / ticks,
        gauges: [field(24) * page, field(23), field(20), n_fds, boot + field(22) / ticks],
    })
}
