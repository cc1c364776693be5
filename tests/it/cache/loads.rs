//! One use of the cache: what is loaded once, what is remembered, and for how long.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use revenge::base::{Error, Result};
use revenge::platform::cache::{Cache, CacheConfig, Caches, Lives, Scope, Use, Weigh};
use tokio::sync::Notify;
use uuid::Uuid;

use super::hears;
use crate::harness::{TestDb, eventually};

const SOON: Duration = Duration::from_secs(10);
const LONG: Duration = Duration::from_secs(3600);

pub struct Text(pub String);

impl Weigh for Text {
    fn weight_bytes(&self) -> u64 {
        self.0.len() as u64
    }
}

/// A use that keeps for long, and its node.
struct Stage {
    caches: Caches,
    cache: Cache<String, Text>,
    n_loads: AtomicUsize,
    _db: TestDb,
}

impl Stage {
    async fn new() -> Self {
        Self::with(Lives { value: LONG, nothing: LONG, stale: Duration::ZERO }).await
    }

    async fn with(lives: Lives) -> Self {
        let db = TestDb::new().await;
        let config = CacheConfig { memory_bytes: 1 << 20, shared: None };
        let caches = Caches::start(&config, &db.db).unwrap();
        hears(&caches).await;
        let cache = caches.local(Use { name: "test", version: 1, percent: 50, lives });
        Self { caches, cache, n_loads: AtomicUsize::new(0), _db: db }
    }

    /// What is kept under `key`, else `text`.
    async fn get(&self, key: &str, text: &str) -> String {
        self.get_of(key, &[Scope::Libraries], text).await
    }

    async fn get_of(&self, key: &str, scopes: &[Scope], text: &str) -> String {
        let load = || async {
            self.n_loads.fetch_add(1, Ordering::SeqCst);
            Ok(Text(text.to_owned()))
        };
        self.cache.get_or_load(key.to_owned(), scopes, load).await.unwrap().0.clone()
    }

    fn n_loads(&self) -> usize {
        self.n_loads.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn what_is_kept_is_not_loaded_again() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("a", "first").await, "first");
    assert_eq!(stage.get("a", "second").await, "first");
    assert_eq!(stage.get("b", "other").await, "other");
    assert_eq!(stage.n_loads(), 2);
}

#[tokio::test]
async fn a_change_makes_old_what_is_made_of_it_and_nothing_else() {
    let stage = Stage::new().await;
    let (films, shows) = (Scope::Library(Uuid::now_v7()), Scope::Library(Uuid::now_v7()));
    let both = [films.clone(), shows.clone()];
    for (key, scopes) in [("films", &both[..1]), ("shows", &both[1..]), ("both", &both[..])] {
        assert_eq!(stage.get_of(key, scopes, "old").await, "old");
    }
    // A scan tells of every batch.
    for _ in 0..100 {
        stage.caches.changed(&films);
    }
    assert_eq!(stage.get_of("films", &both[..1], "new").await, "new");
    assert_eq!(stage.get_of("shows", &both[1..], "new").await, "old");
    assert_eq!(stage.get_of("both", &both, "new").await, "new");
}

#[tokio::test]
async fn what_was_read_before_a_change_and_stored_after_it_is_not_served() {
    let stage = Stage::new().await;
    let (begun, go_on) = (Notify::new(), Notify::new());
    let slow = async {
        let load = || async {
            begun.notify_one();
            go_on.notified().await;
            Ok(Text("before".to_owned()))
        };
        stage.cache.get_or_load("a".to_owned(), &[Scope::Libraries], load).await.unwrap().0.clone()
    };
    let change = async {
        begun.notified().await;
        stage.caches.changed(&Scope::Libraries);
        // Whoever asks after the change does not wait for the one who began before it.
        let after = stage.get("a", "after").await;
        go_on.notify_one();
        after
    };
    let (before, after) = tokio::join!(slow, change);
    assert_eq!((before.as_str(), after.as_str()), ("before", "after"));
    // The slow one was stored last.
    assert_ne!(stage.get("a", "later").await, "before");
}

#[tokio::test]
async fn many_who_ask_at_once_load_once() {
    let stage = Stage::new().await;
    let gate = Notify::new();
    let ask = |text: &'static str| {
        let (stage, gate) = (&stage, &gate);
        async move {
            let load = || async {
                stage.n_loads.fetch_add(1, Ordering::SeqCst);
                gate.notified().await;
                Ok(Text(text.to_owned()))
            };
            stage.cache.get_or_load("a".to_owned(), &[Scope::Libraries], load).await.unwrap().0.clone()
        }
    };
    let all = futures_util::future::join_all((0..100).map(|_| ask("one")));
    let (answers, ()) = tokio::join!(all, async { gate.notify_one() });
    assert!(answers.iter().all(|answer| answer == "one"));
    assert_eq!(stage.n_loads(), 1);
}

#[tokio::test]
async fn when_the_one_who_loads_is_cancelled_the_next_one_does() {
    let stage = Arc::new(Stage::new().await);
    let begun = Arc::new(Notify::new());
    let first = {
        let (stage, begun) = (Arc::clone(&stage), Arc::clone(&begun));
        tokio::spawn(async move {
            let load = || async {
                begun.notify_one();
                std::future::pending::<Result<Text>>().await
            };
            drop(stage.cache.get_or_load("a".to_owned(), &[Scope::Libraries], load).await);
        })
    };
    begun.notified().await;
    let second = tokio::spawn({
        let stage = Arc::clone(&stage);
        async move { stage.get("a", "second").await }
    });
    tokio::task::yield_now().await;
    assert_eq!(stage.n_loads(), 0);
    first.abort();
    let answer = tokio::time::timeout(SOON, second).await.unwrap().unwrap();
    assert_eq!(answer, "second");
}

#[tokio::test]
async fn errors_are_shared_by_those_who_wait_and_kept_for_nobody() {
    let stage = Stage::new().await;
    let n_tries = AtomicUsize::new(0);
    let gate = Notify::new();
    let ask = || {
        let (stage, n_tries, gate) = (&stage, &n_tries, &gate);
        async move {
            let load = || async {
                n_tries.fetch_add(1, Ordering::SeqCst);
                gate.notified().await;
                Err(Error::unavailable("the database restarts"))
            };
            stage.cache.get_or_load("a".to_owned(), &[Scope::Libraries], load).await
        }
    };
    let all = futures_util::future::join_all((0..10).map(|_| ask()));
    let (answers, ()) = tokio::join!(all, async { gate.notify_one() });
    for answer in answers {
        let Err(error) = answer else { panic!("an error became a value") };
        assert_eq!(error.what(), "the database restarts");
        assert!(error.retry_after().is_some());
    }
    assert_eq!(n_tries.load(Ordering::SeqCst), 1);
    assert_eq!(stage.get("a", "value").await, "value");
}

#[tokio::test]
async fn that_there_is_nothing_is_kept_for_its_own_time() {
    let lives = Lives { value: LONG, nothing: Duration::from_millis(50), stale: Duration::ZERO };
    let stage = Stage::with(lives).await;
    let find = async |value: Option<&str>| {
        let load = || async { Ok(value.map(|text| Text(text.to_owned()))) };
        stage.cache.find_or_load("a".to_owned(), &[Scope::Libraries], load).await.unwrap().map(|text| text.0.clone())
    };
    assert_eq!(find(None).await, None);
    eventually("nothing is forgotten", SOON, async || find(Some("value")).await).await;
    assert_eq!(find(None).await.as_deref(), Some("value"));
}

#[tokio::test]
async fn who_allows_it_gets_the_old_value_at_once_while_it_is_renewed() {
    let lives = Lives { value: Duration::from_millis(20), nothing: Duration::ZERO, stale: LONG };
    let stage = Stage::with(lives).await;
    let (begun, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let get = async |text: &'static str| {
        let (begun, gate) = (Arc::clone(&begun), Arc::clone(&gate));
        let load = move || async move {
            if text != "first" {
                begun.fetch_add(1, Ordering::SeqCst);
                gate.notified().await;
            }
            Ok(Text(text.to_owned()))
        };
        let kept = stage.cache.get_or_renew("a".to_owned(), &[Scope::Libraries], load);
        tokio::time::timeout(SOON, kept).await.unwrap().unwrap().0.clone()
    };
    assert_eq!(get("first").await, "first");
    // Its time passes; the renewal is held at the gate, and nobody waits for it.
    eventually("a renewal", SOON, async || {
        assert_eq!(get("second").await, "first");
        (begun.load(Ordering::SeqCst) == 1).then_some(())
    })
    .await;
    for _ in 0..20 {
        assert_eq!(get("second").await, "first");
    }
    assert_eq!(begun.load(Ordering::SeqCst), 1);
    gate.notify_one();
    eventually("the renewed value", SOON, async || (get("second").await == "second").then_some(())).await;
    // A change is no matter of time: the old value is not given.
    stage.caches.changed(&Scope::Libraries);
    gate.notify_one();
    assert_eq!(get("third").await, "third");
}

#[tokio::test]
async fn memory_is_bounded_in_bytes_and_no_value_takes_most_of_it() {
    let stage = Stage::new().await;
    for n in 0..1000 {
        stage.get(&n.to_string(), &"x".repeat(10_000)).await;
    }
    let used = stage.caches.used_bytes();
    assert!((200_000..=524_288).contains(&used), "{used} bytes");
    stage.get("huge", &"x".repeat(200_000)).await;
    stage.get("huge", "small").await;
    assert_eq!(stage.get("huge", "none").await, "small");
}

#[tokio::test]
async fn without_memory_everything_works_and_nothing_is_kept() {
    let db = TestDb::new().await;
    let caches = Caches::start(&CacheConfig { memory_bytes: 0, shared: None }, &db.db).unwrap();
    let lives = Lives { value: LONG, nothing: LONG, stale: LONG };
    let cache: Cache<String, Text> = caches.local(Use { name: "test", version: 1, percent: 100, lives });
    for text in ["a", "b"] {
        let value = cache.get_or_load("key".to_owned(), &[], || async { Ok(Text(text.to_owned())) }).await.unwrap();
        assert_eq!(value.0, text);
    }
    assert_eq!(caches.used_bytes(), 0);
}
