//! The connection to the shared cache: bounded in time whatever the server does, and back by itself.

use std::time::{Duration, Instant};

use revenge::base::Secret;
use revenge::platform::cache::{Away, Script, Shared, SharedConfig};

use crate::harness::eventually;
use crate::harness::redis::Redis;

/// What one call may take at most: the deadline of 50 ms and what a busy machine adds.
const TIMEOUT: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_millis(250);
const SOON: Duration = Duration::from_secs(10);

fn shared(redis: &Redis) -> Shared {
    let config = SharedConfig { url: Secret::new(redis.url()), prefix: "revenge:".to_owned(), timeout: TIMEOUT };
    Shared::new(&config).unwrap()
}

async fn connected(redis: &Redis) -> Shared {
    let shared = shared(redis);
    is_back(&shared).await;
    shared
}

/// Calls are what makes it try again; nothing else does.
async fn is_back(shared: &Shared) {
    eventually("the shared cache is in use", SOON, async || {
        shared.get("nothing").await;
        shared.is_up().then_some(())
    })
    .await;
}

async fn stored(shared: &Shared, name: &str) -> Vec<u8> {
    eventually("the value is there", SOON, async || shared.get(name).await).await
}

async fn timed<T>(call: impl Future<Output = T>) -> (T, Duration) {
    let began = Instant::now();
    let answer = call.await;
    (answer, began.elapsed())
}

#[tokio::test]
async fn first_call_does_not_wait_for_a_connection() {
    let redis = Redis::start().await;
    let shared = shared(&redis);
    assert_eq!(shared.get("name").await, None);
    is_back(&shared).await;
    shared.put("name", b"value".to_vec(), SOON);
    assert_eq!(stored(&shared, "name").await, b"value");
}

#[tokio::test]
async fn values_live_as_long_as_they_were_given_and_can_be_removed() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    shared.put("name", b"value".to_vec(), Duration::from_secs(3600));
    stored(&shared, "name").await;
    let left: i64 = redis.order(&["TTL", "revenge:v:name"]).await;
    assert!((3590..=3600).contains(&left), "{left} s");
    shared.remove("name");
    eventually("the value is gone", SOON, async || shared.get("name").await.is_none().then_some(())).await;
}

#[tokio::test]
async fn scripts_count_atomically_for_all_nodes() {
    let redis = Redis::start().await;
    let (first, second) = (connected(&redis).await, connected(&redis).await);
    let script = Script::new("return {redis.call('INCRBY', KEYS[1], ARGV[1]), tonumber(ARGV[2])}");
    let mut highest = 0;
    for n in 1..=20 {
        let shared = if n % 2 == 0 { &first } else { &second };
        highest = shared.run(&script, &["count"], &[5, n]).await.unwrap()[0];
    }
    assert_eq!(highest, 100);
}

#[tokio::test]
async fn killed_server_costs_nothing_and_is_used_again_when_it_is_back() {
    let mut redis = Redis::start().await;
    let shared = connected(&redis).await;
    redis.kill();
    for _ in 0..50 {
        let (answer, took) = timed(shared.get("name")).await;
        assert!(answer.is_none() && took < PATIENCE, "{took:?}");
    }
    assert!(!shared.is_up());
    redis.start_again().await;
    is_back(&shared).await;
    shared.put("name", b"value".to_vec(), SOON);
    assert_eq!(stored(&shared, "name").await, b"value");
}

#[tokio::test]
async fn hanging_server_costs_one_deadline_and_then_nothing() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    redis.hang();
    let (first, took) = timed(shared.get("name")).await;
    assert!(first.is_none() && took < PATIENCE, "{took:?}");
    assert!(!shared.is_up());
    let script = Script::new("return {1}");
    let (rest, took) = timed(async {
        for _ in 0..1000 {
            assert_eq!(shared.get("name").await, None);
            assert_eq!(shared.run(&script, &["count"], &[]).await, Err(Away));
        }
    })
    .await;
    let () = rest;
    assert!(took < 2 * PATIENCE, "2000 calls without the server took {took:?}");
    redis.go_on();
    is_back(&shared).await;
}

#[tokio::test]
async fn calls_that_hang_together_end_together() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    redis.hang();
    let (_, took) = timed(futures_util::future::join_all((0..100).map(|_| shared.get("name")))).await;
    assert!(took < PATIENCE, "{took:?}");
    redis.go_on();
}

#[tokio::test]
async fn full_server_is_left_out_until_it_has_room() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    let (): () = redis.order(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]).await;
    let (): () = redis.order(&["CONFIG", "SET", "maxmemory", "1"]).await;
    shared.put("name", b"value".to_vec(), SOON);
    eventually("the breaker opens", SOON, async || (!shared.is_up()).then_some(())).await;
    let (answer, took) = timed(shared.get("name")).await;
    assert!(answer.is_none() && took < PATIENCE, "{took:?}");
    let (): () = redis.order(&["CONFIG", "SET", "maxmemory", "0"]).await;
    is_back(&shared).await;
}

#[tokio::test]
async fn value_of_another_type_is_a_miss_and_closes_nothing() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    let _: i64 = redis.order(&["LPUSH", "revenge:v:name", "a", "b"]).await;
    let _: i64 = redis.order(&["LPUSH", "revenge:n:count", "a"]).await;
    assert_eq!(shared.get("name").await, None);
    let script = Script::new("return {redis.call('INCR', KEYS[1])}");
    assert_eq!(shared.run(&script, &["count"], &[]).await, Err(Away));
    let _: String = redis.order(&["SET", "revenge:n:other", "no number"]).await;
    assert_eq!(shared.run(&script, &["other"], &[]).await, Err(Away));
    assert_eq!(shared.run(&Script::new("return 'text'"), &[], &[]).await, Err(Away));
    assert!(shared.is_up());
}

#[tokio::test]
async fn huge_value_is_a_miss_that_costs_a_bounded_read() {
    let redis = Redis::start().await;
    let shared = connected(&redis).await;
    // 64 MiB of zeros.
    let _: i64 = redis.order(&["SETRANGE", "revenge:v:name", "67108863", "x"]).await;
    let (answer, took) = timed(shared.get("name")).await;
    assert!(answer.is_none() && took < PATIENCE, "{took:?}");
}

#[tokio::test]
async fn server_that_is_no_redis_is_left_out() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    let noise = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                use tokio::io::AsyncWriteExt;
                while stream.write_all(&[b'$'; 4096]).await.is_ok() {}
            });
        }
    });
    let config = SharedConfig { url: Secret::new(url), prefix: String::new(), timeout: TIMEOUT };
    let shared = Shared::new(&config).unwrap();
    for _ in 0..20 {
        let (answer, took) = timed(shared.get("name")).await;
        assert!(answer.is_none() && took < PATIENCE, "{took:?}");
    }
    assert!(shared.check().await.is_err());
    assert!(!shared.is_up());
    noise.abort();
}

#[test]
fn wrong_address_is_refused_without_quoting_its_password() {
    for url in ["", "localhost:6379", "redis://:hunter2@[::1", "http://localhost:hunter2"] {
        let config = SharedConfig { url: Secret::new(url), prefix: String::new(), timeout: TIMEOUT };
        let Err(error) = Shared::new(&config) else { panic!("{url} is no address") };
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
