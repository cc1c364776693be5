//! The database room on a real PostgreSQL: migrations, rights, pools, the managed server.

pub mod backup;
mod killed;
mod listen;
mod managed;
mod migrations;
mod pool;
mod rights;
pub mod statements;
mod tls;
