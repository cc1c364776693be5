//! The way to a managed PostgreSQL that another process of ours keeps running.

use std::fs;
use std::path::Path;

use super::cluster::{APPLICATION, other_major};
use super::folders::Folders;

/// Address of the database of the server that runs on this data directory, for commands beside it. None while it moves to
/// another major version: what is written then would be lost.
pub fn running_url(data_dir: &Path) -> Option<String> {
    if other_major(data_dir).is_some() {
        return None;
    }
    let pid_file = fs::read_to_string(Folders::of(data_dir).data().join("postmaster.pid")).ok()?;
    // Process id, data directory, start time, port, socket directory.
    let socket_dir = pid_file.lines().nth(4).filter(|line| line.starts_with('/'))?;
    Some(format!("host='{socket_dir}' user={APPLICATION} dbname={APPLICATION}"))
}
