//! A database of one's own.

use std::sync::atomic::{AtomicU32, Ordering};

use revenge::platform::cache::{CacheConfig, Caches};
use revenge::platform::db::{Client, Db, PoolConfig};

use super::postgres::{self, Server};

/// Connections of one test's pool.
const POOL: usize = 5;

/// A migrated database with a pool, dropped at the end of the test.
pub struct TestDb {
    pub db: Db,
    name: String,
}

impl TestDb {
    pub async fn new() -> Self {
        let name = fresh_name();
        Server::get().create(&name).await;
        let db = Db::connect(&PoolConfig { url: Server::get().url(&name), max_size: POOL }).unwrap();
        Self { db, name }
    }

    /// Address of a database without a schema, for tests of the migrations. The caller keeps the handle.
    pub async fn empty() -> Self {
        let name = fresh_name();
        Server::get().create_empty(&name).await;
        let db = Db::connect(&PoolConfig { url: Server::get().url(&name), max_size: POOL }).unwrap();
        Self { db, name }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What `database.url` of a server on this database says.
    pub fn url(&self) -> String {
        Server::get().url(&self.name)
    }

    /// A pool of its own, as another node has.
    pub fn another_pool(&self) -> Db {
        Db::connect(&PoolConfig { url: self.url(), max_size: POOL }).unwrap()
    }

    /// Caches of a node of its own on this database, in its memory only.
    pub fn caches(&self) -> Caches {
        Caches::start(&CacheConfig { memory_bytes: 16 << 20, shared: None }, &self.db).unwrap()
    }

    pub async fn client(&self) -> Client {
        self.db.client().await.unwrap()
    }

    /// A bare connection as the owner of the schemas, for looking at what the application may not see.
    pub async fn owner(&self) -> tokio_postgres::Client {
        postgres::connect(&self.url()).await
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        Server::get().drop_later(&self.name);
    }
}

fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
