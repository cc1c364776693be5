//! PostgreSQL: pools, managed server, migrations. The only room that names the driver.

mod error;
mod pool;

pub use pool::{Client, Db, PoolConfig};
