//! The way to a managed PostgreSQL that another process of ours keeps running.

use std::fs;
use std::path::Path;

use super::cluster::APPLICATION;

/// Address of the database of the server that runs on this data directory, for commands beside it.
pub fn running_url(data_dir: &Path) -> Option<String> {
    let pid_file = fs::read_to_string(data_dir.join("postgresql/data/postmaster.pid")).ok()?;
    // Process id, data directory, start time, port, socket directory.
    let socket_dir = pid_file.lines().nth(4).filter(|line| line.starts_with('/'))?;
    Some(format!("host='{socket_dir}' user={APPLICATION} dbname={APPLICATION}"))
}
