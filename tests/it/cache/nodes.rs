//! Several nodes on one database: what one changes, the others notice, with and without a shared cache.

use std::time::Duration;

use revenge::base::Secret;
use revenge::platform::cache::{Cache, CacheConfig, Caches, Lives, Pack, Scope, SharedConfig, Use, Weigh};
use uuid::Uuid;

use super::hears;
use crate::harness::redis::Redis;
use crate::harness::{TestDb, eventually};

const SOON: Duration = Duration::from_secs(10);
const LIVES: Lives = Lives { value: Duration::from_secs(3600), nothing: Duration::ZERO, stale: Duration::ZERO };
const USE: Use = Use { name: "test", version: 1, percent: 100, lives: LIVES };

struct Text(String);

impl Weigh for Text {
    fn weight_bytes(&self) -> u64 {
        self.0.len() as u64
    }
}

impl Pack for Text {
    fn pack(&self) -> Vec<u8> {
        self.0.clone().into_bytes()
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        String::from_utf8(bytes.to_vec()).ok().map(Self)
    }
}

/// A node with one use that all share.
struct Node {
    caches: Caches,
    cache: Cache<String, Text>,
}

impl Node {
    async fn start(db: &TestDb, redis: &Redis) -> Self {
        let timeout = Duration::from_millis(50);
        let shared = SharedConfig { url: Secret::new(redis.url()), prefix: "revenge:".to_owned(), timeout };
        let caches = Caches::start(&CacheConfig { memory_bytes: 1 << 20, shared: Some(shared) }, &db.db).unwrap();
        hears(&caches).await;
        let cache = caches.shared(USE);
        let node = Self { caches, cache };
        node.is_connected().await;
        // The key of the seals is read from the database a moment after the start.
        eventually("the node shares", SOON, async || {
            let key = Uuid::now_v7().to_string();
            node.get(&key, "x").await;
            let keys: Vec<String> = redis.order(&["KEYS", "revenge:v:test:1:*"]).await;
            (!keys.is_empty()).then_some(())
        })
        .await;
        let _: redis::Value = redis.order(&["FLUSHALL"]).await;
        node
    }

    async fn is_connected(&self) {
        let shared = self.caches.shared_connection().unwrap();
        eventually("the shared cache is in use", SOON, async || {
            shared.get("nothing").await;
            shared.is_up().then_some(())
        })
        .await;
    }

    /// What is kept under `key`, else `text`.
    async fn get(&self, key: &str, text: &str) -> String {
        let load = || async { Ok(Text(text.to_owned())) };
        self.cache.get_or_load(key.to_owned(), &[], load).await.unwrap().0.clone()
    }
}

/// The key is on the server, for everybody.
async fn is_stored(redis: &Redis, key: &str) {
    eventually("the value is stored", SOON, async || {
        let n: i64 = redis.order(&["EXISTS", &format!("revenge:v:test:1:{key}")]).await;
        (n == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_one_node_loaded_another_takes_from_the_shared_cache() {
    let (db, redis) = (TestDb::new().await, Redis::start().await);
    let (first, second) = (Node::start(&db, &redis).await, Node::start(&db, &redis).await);
    first.get("key", "from the first").await;
    is_stored(&redis, "key").await;
    assert_eq!(second.get("key", "from the second").await, "from the first");
}

#[tokio::test]
async fn a_copy_dies_when_its_key_is_changed_removed_or_flushed_elsewhere() {
    let (db, redis) = (TestDb::new().await, Redis::start().await);
    let node = Node::start(&db, &redis).await;
    for order in [&["SET", "revenge:v:test:1:key", "rubbish"][..], &["UNLINK", "revenge:v:test:1:key"], &["FLUSHALL"]] {
        node.get("key", "old").await;
        is_stored(&redis, "key").await;
        assert_eq!(node.get("key", "new").await, "old");
        let _: redis::Value = redis.order(order).await;
        eventually(&format!("the copy dies by {}", order[0]), SOON, async || {
            (node.get("key", "new").await == "new").then_some(())
        })
        .await;
        let _: redis::Value = redis.order(&["FLUSHALL"]).await;
        eventually("all is forgotten", SOON, async || (node.get("key", "old").await == "old").then_some(())).await;
    }
}

#[tokio::test]
async fn rubbish_and_values_of_other_names_are_never_believed() {
    let (db, redis) = (TestDb::new().await, Redis::start().await);
    let node = Node::start(&db, &redis).await;
    node.get("anna", "what anna may see").await;
    is_stored(&redis, "anna").await;
    let annas: redis::Value = redis.order(&["COPY", "revenge:v:test:1:anna", "revenge:v:test:1:bert"]).await;
    assert_eq!(annas, redis::Value::Int(1));
    assert_eq!(node.get("bert", "what bert may see").await, "what bert may see");
    for (key, order) in [
        ("a", &["SET", "revenge:v:test:1:a", "short"][..]),
        ("b", &["SET", "revenge:v:test:1:b", "a text that is long enough to have a seal"]),
        ("c", &["LPUSH", "revenge:v:test:1:c", "a list"]),
        ("d", &["SETRANGE", "revenge:v:test:1:d", "4194304", "x"]),
    ] {
        let _: redis::Value = redis.order(order).await;
        assert_eq!(node.get(key, "ours").await, "ours", "{order:?}");
    }
}

#[tokio::test]
async fn nothing_is_lost_when_the_shared_cache_dies_and_copies_do_not_outlive_it() {
    let (db, mut redis) = (TestDb::new().await, Redis::start().await);
    let node = Node::start(&db, &redis).await;
    assert_eq!(node.get("key", "old").await, "old");
    redis.kill();
    // The connection ends, and with it the news of changes.
    eventually("the copy dies", SOON, async || (node.get("key", "new").await == "new").then_some(())).await;
    assert_eq!(node.get("key", "newer").await, "new");
    redis.start_again().await;
    node.is_connected().await;
    assert_eq!(node.get("key", "newest").await, "newest");
}

#[tokio::test]
async fn a_change_on_another_node_arrives_by_the_database_alone() {
    let db = TestDb::new().await;
    let node = db.caches();
    hears(&node).await;
    let cache: Cache<String, Text> = node.local(USE);
    let get = async |scope: Scope, text: &str| {
        let load = || async { Ok(Text(text.to_owned())) };
        cache.get_or_load(format!("{scope:?}"), &[scope], load).await.unwrap().0.clone()
    };
    let (library, user) = (Uuid::now_v7(), Uuid::now_v7());
    let scopes = [
        (Scope::Libraries, "libraries"),
        (Scope::Library(library), "library"),
        (Scope::User(user), "user"),
        (Scope::SignIns, "sign_ins"),
    ];
    for (scope, word) in scopes {
        let word = match &scope {
            Scope::Library(id) | Scope::User(id) => format!("{word} {id}"),
            _ => word.to_owned(),
        };
        assert_eq!(get(scope.clone(), "old").await, "old");
        assert_eq!(get(scope.clone(), "new").await, "old");
        db.owner().await.execute("select pg_notify('revenge_cache', $1)", &[&word]).await.unwrap();
        eventually(&word, SOON, async || (get(scope.clone(), "new").await == "new").then_some(())).await;
    }
}

#[tokio::test]
async fn who_cannot_hear_changes_keeps_nothing_that_is_made_of_the_database() {
    let db = TestDb::new().await;
    let node = db.caches();
    hears(&node).await;
    let cache: Cache<String, Text> = node.local(USE);
    let get = async |text: &str| {
        let load = || async { Ok(Text(text.to_owned())) };
        cache.get_or_load("key".to_owned(), &[Scope::Libraries], load).await.unwrap().0.clone()
    };
    assert_eq!(get("old").await, "old");
    // Its connections end, the one that listens among them, and no new one is let in.
    let name = db.name().to_owned();
    let server = crate::harness::postgres::Server::get();
    server.run(&format!("alter database {name} with allow_connections false")).await.unwrap();
    server
        .run(&format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"))
        .await
        .unwrap();
    eventually("the silence is noticed", SOON, async || (!node.are_heard()).then_some(())).await;
    for text in ["a", "b", "c"] {
        assert_eq!(get(text).await, text);
    }
    server.run(&format!("alter database {name} with allow_connections true")).await.unwrap();
    hears(&node).await;
    assert_eq!(get("d").await, "d");
    assert_eq!(get("e").await, "d");
}
