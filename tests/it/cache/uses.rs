//! What the product keeps: sign-ins, lists, items, pictures. Two nodes are two servers of this process on one database.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use revenge::base::Secret;
use revenge::domain::rate::{Class, Quota};
use revenge::platform::cache::{Shared, SharedConfig};
use revenge::platform::rate::{Limiter, Who};
use serde_json::json;

use super::hears;
use crate::harness::eventually;
use crate::harness::redis::Redis;
use crate::harness::server::{ADMIN, Answer, PASSWORD, TestServer};

const SECOND: Duration = Duration::from_secs(1);
const SOON: Duration = Duration::from_secs(10);

async fn two_nodes(settings: &[(&'static str, &str)]) -> (TestServer, TestServer) {
    let first = TestServer::start_with(settings).await;
    let second = first.another_node(settings).await;
    hears(&first.state.caches).await;
    hears(&second.state.caches).await;
    (first, second)
}

/// A sign-in that both nodes have just used is ended on one and refused by the other within a second.
async fn revocation_reaches_the_other_node(first: &TestServer, second: &TestServer) {
    let token = first.sign_in(ADMIN, PASSWORD).await.token().to_owned();
    let (here, there) = (first.anonymous().with_token(&token), second.anonymous().with_token(&token));
    for _ in 0..3 {
        assert_eq!(there.get("/api/v1/auth/me").await.status, StatusCode::OK);
    }
    assert_eq!(here.post("/api/v1/auth/logout", &json!({})).await.status, StatusCode::NO_CONTENT);
    let began = Instant::now();
    eventually("the other node refuses it", SECOND, async || {
        (there.get("/api/v1/auth/me").await.status == StatusCode::UNAUTHORIZED).then_some(())
    })
    .await;
    assert!(began.elapsed() < SECOND);
    assert_eq!(here.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_sign_in_is_refused_by_every_node_within_a_second() {
    let (first, second) = two_nodes(&[]).await;
    first.setup_admin().await;
    revocation_reaches_the_other_node(&first, &second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revocation_needs_no_shared_cache_dead_or_alive_or_hanging() {
    let mut redis = Redis::start().await;
    let url = redis.url();
    let (first, second) = two_nodes(&[("cache.url", &url)]).await;
    first.setup_admin().await;
    revocation_reaches_the_other_node(&first, &second).await;
    redis.hang();
    revocation_reaches_the_other_node(&first, &second).await;
    redis.go_on();
    redis.kill();
    revocation_reaches_the_other_node(&first, &second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sign_in_and_no_right_ever_lies_in_the_shared_cache() {
    let redis = Redis::start().await;
    let url = redis.url();
    let server = TestServer::start_with(&[("cache.url", &url)]).await;
    hears(&server.state.caches).await;
    let admin = server.setup_admin().await;
    let shared = server.state.caches.shared_connection().unwrap().clone();
    eventually("the shared cache is in use", SOON, async || {
        shared.get("nothing").await;
        shared.is_up().then_some(())
    })
    .await;
    for path in ["/api/v1/auth/me", "/api/v1/items", "/api/v1/items/anchors", "/api/v1/libraries"] {
        assert_eq!(admin.get(path).await.status, StatusCode::OK);
    }
    let keys: Vec<String> = redis.order(&["KEYS", "*"]).await;
    assert!(keys.iter().all(|key| !key.starts_with("revenge:v:")), "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_user_and_psql_are_noticed_like_a_sign_out() {
    let (first, second) = two_nodes(&[]).await;
    first.setup_admin().await;
    let bert = first.add_user("bert").await;
    let there = second.anonymous().with_token(bert.token());
    assert_eq!(there.get("/api/v1/auth/me").await.status, StatusCode::OK);
    first.db.owner().await.batch_execute("delete from core.users where name = 'bert'").await.unwrap();
    for client in [&bert, &there] {
        eventually("the user is gone", SECOND, async || {
            (client.get("/api/v1/auth/me").await.status == StatusCode::UNAUTHORIZED).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_from_memory_and_show_every_write_that_was_answered() {
    let server = TestServer::start().await;
    hears(&server.state.caches).await;
    let admin = server.setup_admin().await;
    let (library, item) = put_film(&server, "Alien").await;
    eventually("the film is listed", SECOND, async || {
        (titles(&admin, "/api/v1/items").await == ["Alien"]).then_some(())
    })
    .await;
    let position = async |path: &str| {
        let answer = admin.get(path).await.json;
        let state = if path.ends_with(&item) { &answer["user_state"] } else { &answer["items"][0]["user_state"] };
        state["position_ms"].as_i64().unwrap()
    };
    for n in 1..=50 {
        let body = json!({ "position_ms": n * 1000 });
        let path = format!("/api/v1/items/{item}");
        assert_eq!(admin.put(&format!("{path}/progress"), &body).await.status, StatusCode::NO_CONTENT);
        assert_eq!((position("/api/v1/items").await, position(&path).await), (n * 1000, n * 1000));
    }
    // What triggers say arrives after the answer, and makes the last list old once more.
    all_is_heard(&server).await;
    assert_eq!(position("/api/v1/items").await, position(&format!("/api/v1/items/{item}")).await);
    // And when nothing is written, nothing is asked: the table may as well be locked.
    let mut owner = server.db.owner().await;
    let lock = owner.transaction().await.unwrap();
    lock.batch_execute("lock table media.items, media.user_state in access exclusive mode").await.unwrap();
    for _ in 0..20 {
        assert_eq!(titles(&admin, "/api/v1/items").await, ["Alien"]);
        assert_eq!(position(&format!("/api/v1/items/{item}")).await, 50_000);
    }
    drop(lock);
    assert_eq!(admin.delete(&format!("/api/v1/libraries/{library}")).await.status, StatusCode::NO_CONTENT);
    assert!(titles(&admin, "/api/v1/items").await.is_empty());
    assert_eq!(admin.get(&format!("/api/v1/items/{item}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_user_watched_is_in_no_other_users_list() {
    let server = TestServer::start().await;
    hears(&server.state.caches).await;
    let admin = server.setup_admin().await;
    let bert = server.add_user("bert").await;
    let (_, item) = put_film(&server, "Alien").await;
    for client in [&admin, &bert] {
        eventually("the film is listed", SECOND, async || {
            (titles(client, "/api/v1/items").await == ["Alien"]).then_some(())
        })
        .await;
    }
    admin.put(&format!("/api/v1/items/{item}/progress"), &json!({ "position_ms": 5000 })).await;
    let watched = |answer: serde_json::Value| answer["items"][0]["user_state"]["position_ms"].clone();
    assert_eq!(watched(admin.get("/api/v1/items").await.json), 5000);
    assert_eq!(watched(bert.get("/api/v1/items").await.json), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_node_writes_is_in_the_lists_within_a_second() {
    let (first, second) = two_nodes(&[]).await;
    let admin = first.setup_admin().await;
    let there = second.anonymous().with_token(admin.token());
    assert!(titles(&there, "/api/v1/items").await.is_empty());
    let (_, item) = put_film(&first, "Alien").await;
    eventually("the film is listed", SECOND, async || {
        (titles(&there, "/api/v1/items").await == ["Alien"]).then_some(())
    })
    .await;
    admin.put(&format!("/api/v1/items/{item}/progress"), &json!({ "position_ms": 5000 })).await;
    eventually("the position is there", SECOND, async || {
        let answer = there.get("/api/v1/items").await.json;
        (answer["items"][0]["user_state"]["position_ms"] == 5000).then_some(())
    })
    .await;
}

/// Returns when everything is heard that was said before: NOTIFY keeps the order of commits.
async fn all_is_heard(server: &TestServer) {
    let (mark, mut ended) = (uuid::Uuid::now_v7(), server.state.caches.ended_sign_ins());
    let sql = format!("select pg_notify('revenge_cache', 'session {mark}')");
    server.db.owner().await.batch_execute(&sql).await.unwrap();
    let heard = async { while ended.recv().await.unwrap() != mark {} };
    tokio::time::timeout(SOON, heard).await.expect("the node hears what is said");
}

async fn titles(client: &crate::harness::server::TestClient, path: &str) -> Vec<String> {
    let answer = client.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let items = answer.json["items"].as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

/// A library with one film, written by somebody who knows nothing of caches. Ids of the two.
async fn put_film(server: &TestServer, title: &str) -> (String, String) {
    let (library, item) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
    let sql = format!(
        "insert into media.libraries (id, name, kind, created_at) values ('{library}', 'Films', 'movies', now());
         insert into media.items
             (id, library_id, kind, match_key, title, sort_title, search_text, duration_ms, added_at, updated_at)
         values ('{item}', '{library}', 'movie', '{title}', '{title}', lower('{title}'), lower('{title}'), 6000000, now(), now())"
    );
    server.db.owner().await.batch_execute(&sql).await.unwrap();
    (library.to_string(), item.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn quotas_are_counted_across_nodes_and_per_node_while_the_cache_is_away() {
    let mut redis = Redis::start().await;
    let url = redis.url();
    let settings = [("cache.url", url.as_str()), ("rate.write_per_second", "5")];
    let (first, second) = two_nodes(&settings).await;
    let admin = first.setup_admin().await;
    let there = second.anonymous().with_token(admin.token());
    for node in [&first, &second] {
        let shared = node.state.caches.shared_connection().unwrap();
        eventually("the shared cache is in use", SOON, async || {
            shared.get("nothing").await;
            shared.is_up().then_some(())
        })
        .await;
    }
    // Ten within two seconds, whichever node is asked.
    let n_left =
        |answer: &Answer| answer.header("ratelimit").split([';', '=']).nth(2).map(|n| n.parse::<u32>().unwrap());
    let (mut seen, mut refused) = (Vec::new(), 0);
    for n in 0..12 {
        let client = if n % 2 == 0 { &admin } else { &there };
        let answer = client.delete("/api/v1/webhooks/0198a000-0000-7000-8000-000000000000").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert_ne!(answer.header("retry-after"), "");
            refused += 1;
        } else {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            seen.push(n_left(&answer).unwrap());
        }
    }
    assert!(refused >= 1, "two nodes gave what one quota holds: {seen:?}");
    assert!(seen.windows(2).all(|pair| pair[1] <= pair[0] + 1), "one count: {seen:?}");
    redis.kill();
    // This node has given half of its own quota at most.
    assert_eq!(
        there.delete("/api/v1/webhooks/0198a000-0000-7000-8000-000000000000").await.status,
        StatusCode::NOT_FOUND,
        "a node alone counts for itself"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_in_the_shared_cache_is_a_new_client_and_no_failure() {
    let redis = Redis::start().await;
    let shared = SharedConfig { url: Secret::new(redis.url()), prefix: "revenge:".into(), timeout: SECOND };
    let shared = Shared::new(&shared).unwrap();
    eventually("the shared cache is in use", SOON, async || {
        shared.get("nothing").await;
        shared.is_up().then_some(())
    })
    .await;
    let (limiter, quota) = (Limiter::default(), Quota::new(3, 2).unwrap());
    let take = |limiter: Limiter, ip: [u8; 4]| {
        let shared = shared.clone();
        async move { limiter.take(Class::Read, Who::at(ip.into()), quota, Some(&shared)).await }
    };
    for (ip, garbage) in
        [([192, 0, 2, 1], "garbage"), ([192, 0, 2, 2], "9e99"), ([192, 0, 2, 3], "-1"), ([192, 0, 2, 4], "nan")]
    {
        let key = format!("revenge:n:rate:read:{}", std::net::Ipv4Addr::from(ip));
        let _: redis::Value = redis.order(&["SET", &key, garbage]).await;
        let verdict = take(limiter.clone(), ip).await;
        // A state far ahead is one window ahead at most, and such a client waits for it.
        assert_eq!(verdict.is_allowed, garbage != "9e99", "{garbage}: {verdict:?}");
        assert!(verdict.retry_after_ns <= quota.window_ns(), "{garbage}: {verdict:?}");
    }
    let _: redis::Value = redis.order(&["LPUSH", "revenge:n:rate:read:192.0.2.5", "a list"]).await;
    for is_allowed in [true, true, true, false] {
        assert_eq!(take(limiter.clone(), [192, 0, 2, 5]).await.is_allowed, is_allowed, "counted by this node alone");
    }
    // Two limiters are two nodes.
    let mut allowed = 0;
    for _ in 0..3 {
        for limiter in [limiter.clone(), Limiter::default()] {
            allowed += u32::from(take(limiter, [192, 0, 2, 6]).await.is_allowed);
        }
    }
    assert!((3..=4).contains(&allowed), "{allowed} of a quota of 3");
}
