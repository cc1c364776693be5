//! A database of one's own.

use std::sync::atomic::{AtomicU32, Ordering};

use revenge::platform::cache::{CacheConfig, Caches};
use revenge::platform::db::{Client, Db, Managed, PoolConfig};

use super::postgres::{self, Server};

/// Connections of one test's pool.
const POOL: usize = 5;

/// A migrated database with a pool, dropped at the end of the test.
pub struct TestDb {
    pub db: Db,
    url: String,
    /// On the shared server; dropped at the end.
    name: Option<String>,
}

impl TestDb {
    pub async fn new() -> Self {
        let name = fresh_name();
        Server::get().create(&name).await;
        Self::shared(name)
    }

    /// Address of a database without a schema, for tests of the migrations. The caller keeps the handle.
    pub async fn empty() -> Self {
        let name = fresh_name();
        Server::get().create_empty(&name).await;
        Self::shared(name)
    }

    /// A migrated database on a server of the test's own.
    pub fn of(managed: &Managed) -> Self {
        Self { db: Db::managed(managed, POOL).unwrap(), url: managed.url(), name: None }
    }

    fn shared(name: String) -> Self {
        let url = Server::get().url(&name);
        let db = Db::connect(&PoolConfig { url: url.clone(), max_size: POOL }).unwrap();
        Self { db, url, name: Some(name) }
    }

    pub fn name(&self) -> &str {
        self.name.as_deref().expect("only on the shared server")
    }

    /// What `database.url` of a server on this database says.
    pub fn url(&self) -> String {
        self.url.clone()
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
        postgres::connect(&self.url).await
    }

    /// The same where the database may be away.
    pub async fn try_owner(&self) -> Option<tokio_postgres::Client> {
        let (client, connection) = tokio_postgres::connect(&self.url, tokio_postgres::NoTls).await.ok()?;
        tokio::spawn(connection);
        Some(client)
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            Server::get().drop_later(name);
        }
    }
}

fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
