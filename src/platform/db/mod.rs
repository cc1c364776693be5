//! PostgreSQL: pools, managed server, migrations. The only room that names the driver.
//!
//! Statements live in `queries/*.sql`; the SQL that is written here prepares what those need: schemas, roles, rights.

mod address;
pub mod backup;
mod client;
mod connect;
mod error;
mod listen;
mod mailbox;
mod managed;
mod migrate;
mod pool;
mod slow;
mod tls;

pub use client::{Client, Transaction};
pub use connect::ContentRole;
pub use error::is_unique_violation;
pub use listen::Listener;
pub use mailbox::Notice;
pub use managed::{
    Former, Managed, ManagedConfig, Moved, Unmoved, formers, latest_former, move_database, other_major, put_back,
    remove_formers, running_url,
};
pub use migrate::{Migrated, Migration, Upgrade, migrate, migrate_with, upgrade_from};
pub use pool::{Db, PoolConfig};
