//! What the board decides about the managed PostgreSQL, and the settings that follow for every board.
//!
//! The fixed ones come from measurements on flash: an idle hour must write nothing. `synchronous_commit` stays on:
//! turning it off saved a tenth of the writes at the price of the last half minute of commits.

use std::fmt::Write;
use std::path::PathBuf;

const MIB: u64 = 1024 * 1024;

#[derive(Clone, Debug)]
pub struct ManagedConfig {
    /// The server's data directory; PostgreSQL lives in `postgresql` below it.
    pub data_dir: PathBuf,
    /// Folder with `bin/postgres`, when an administrator named one.
    pub binaries: Option<PathBuf>,
    /// Enough for the pool, the listener, migrations and an administrator.
    pub max_connections: u32,
    pub shared_buffers_bytes: u64,
    pub work_mem_bytes: u64,
    pub maintenance_work_mem_bytes: u64,
    /// Further settings by name; they win over ours.
    pub settings: Vec<(String, String)>,
}

impl ManagedConfig {
    /// The budget of the smallest board.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            binaries: None,
            max_connections: 20,
            shared_buffers_bytes: 24 * MIB,
            work_mem_bytes: 4 * MIB,
            maintenance_work_mem_bytes: 32 * MIB,
            settings: Vec::new(),
        }
    }

    pub(super) fn is_without_fsync(&self) -> bool {
        self.settings.iter().any(|(name, value)| name == "fsync" && value == "off")
    }

    /// The whole of postgresql.conf.
    pub(super) fn render(&self, socket_dir: &str) -> String {
        let mut text =
            String::from("# Written by revenge at each start. Changes belong into revenge's configuration.\n");
        let kib = |bytes: u64| format!("{}kB", bytes.div_ceil(1024));
        let ours = [
            ("unix_socket_directories", socket_dir.to_owned()),
            ("max_connections", self.max_connections.to_string()),
            ("shared_buffers", kib(self.shared_buffers_bytes)),
            ("work_mem", kib(self.work_mem_bytes)),
            ("maintenance_work_mem", kib(self.maintenance_work_mem_bytes)),
        ];
        let fixed = FIXED.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let given = self.settings.iter().map(|(name, value)| (name.as_str(), value.clone()));
        for (name, value) in fixed.chain(ours).chain(given) {
            let value = value.replace('\\', r"\\").replace('\'', "''");
            writeln!(text, "{name} = '{value}'").expect("a string takes all text");
        }
        text
    }
}

const FIXED: &[(&str, &str)] = &[
    ("cluster_name", "revenge"),
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("timezone", "UTC"),
    ("lc_messages", "C"),
    ("huge_pages", "off"),
    ("jit", "off"),
    ("io_method", "worker"),
    ("io_workers", "1"),
    ("max_worker_processes", "2"),
    ("max_parallel_workers", "0"),
    ("max_parallel_workers_per_gather", "0"),
    ("max_parallel_maintenance_workers", "0"),
    ("max_logical_replication_workers", "0"),
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("wal_compression", "on"),
    ("wal_writer_delay", "10s"),
    ("min_wal_size", "32MB"),
    ("max_wal_size", "256MB"),
    ("checkpoint_timeout", "30min"),
    ("bgwriter_lru_maxpages", "0"),
    ("bgwriter_delay", "10s"),
    ("autovacuum_naptime", "10min"),
    ("autovacuum_worker_slots", "1"),
    ("autovacuum_max_workers", "1"),
    // Lines go to our own log, with our own time and level.
    ("log_destination", "stderr"),
    ("logging_collector", "off"),
    ("log_line_prefix", ""),
    ("log_checkpoints", "off"),
    ("log_autovacuum_min_duration", "-1"),
    // The client gets the error; the statement would put titles into the log.
    ("log_min_error_statement", "panic"),
];
