//! The pool of ordinary connections: role `revenge_media`, search path exactly `media`.

use std::str::FromStr;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};

use crate::base::{Error, Result};

/// A connection out of the pool. Dereferences to the driver's client; generated statements take it by reference.
pub type Client = deadpool_postgres::Client;

#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// libpq URL or key/value string.
    pub url: String,
    pub max_size: usize,
}

/// Handle to the database, cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
}

impl Db {
    pub fn connect(config: &PoolConfig) -> Result<Self> {
        let mut pg = tokio_postgres::Config::from_str(&config.url)
            .map_err(|e| Error::invalid("database.url is not a PostgreSQL address").with_source(e))?;
        pg.options("-c search_path=media");
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(pg, tokio_postgres::NoTls, manager_config);
        let pool = Pool::builder(manager)
            .max_size(config.max_size)
            .build()
            .map_err(|e| Error::internal("build the connection pool").with_source(e))?;
        Ok(Self { pool })
    }

    /// A connection for ordinary content and for `core`. Waits for a free one; `Unavailable` when none comes in time.
    pub async fn client(&self) -> Result<Client> {
        Ok(self.pool.get().await?)
    }
}
