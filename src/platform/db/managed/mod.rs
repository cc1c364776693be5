//! The PostgreSQL that lives and dies with this process: private directory, unix socket only.
//!
//! One thread, `pg-keeper`, owns it: it prepares the directory, starts PostgreSQL, waits for it and starts it again when it
//! crashes. Everybody else sees a URL and `is_up`. Invariant: no PostgreSQL outlives this process, not even on `kill -9`
//! (its parent-death signal), and two processes never share a directory (a lock beside it).

mod account;
mod binaries;
mod bootstrap;
mod cluster;
mod config;
mod folders;
mod keeper;
mod launch;
mod leftover;
mod moving;
mod output;
mod running;
mod server;
mod socket;

pub use cluster::other_major;
pub use config::ManagedConfig;
pub use folders::Former;
pub use moving::{Moved, Unmoved, formers, latest_former, move_database, put_back, remove_formers};
pub use running::running_url;
pub use server::Managed;
