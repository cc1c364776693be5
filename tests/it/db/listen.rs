//! NOTIFY on one connection for all channels: who hears what, and what a broken line or a slow reader is told.

use std::time::Duration;

use revenge::platform::db::{Listener, Notice};

use crate::harness::{TestDb, eventually};

const SOON: Duration = Duration::from_secs(10);

async fn hear(listener: &mut Listener) -> Notice {
    tokio::time::timeout(SOON, listener.recv()).await.expect("a notice arrives")
}

fn said(text: &str) -> Notice {
    Notice::Payload(text.to_owned())
}

async fn say(owner: &tokio_postgres::Client, channel: &str, text: &str) {
    owner.execute("select pg_notify($1, $2)", &[&channel, &text]).await.unwrap();
}

/// Connections that listen, by process.
async fn lines(owner: &tokio_postgres::Client) -> Vec<i32> {
    let sql = "select pid from pg_stat_activity where datname = current_database() and query ~ '^(un)?listen '";
    owner.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn all_channels_share_one_connection_and_hear_only_their_own() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    let mut first = test.db.listen("it_first");
    assert_eq!(hear(&mut first).await, Notice::Connected);
    let (mut twin, mut second) = (test.db.listen("it_first"), test.db.listen("it_second"));
    assert_eq!(hear(&mut twin).await, Notice::Connected);
    assert_eq!(hear(&mut second).await, Notice::Connected);
    assert_eq!(lines(&owner).await.len(), 1);
    say(&owner, "it_first", "one").await;
    say(&owner, "it_second", "two").await;
    assert_eq!(hear(&mut second).await, said("two"));
    assert_eq!((hear(&mut first).await, hear(&mut twin).await), (said("one"), said("one")));
    assert_eq!(first.try_recv(), None);
}

#[tokio::test]
async fn the_connection_ends_with_its_last_reader_and_comes_back_with_the_next() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    for _ in 0..3 {
        let mut listener = test.db.listen("it_first");
        assert_eq!(hear(&mut listener).await, Notice::Connected);
        say(&owner, "it_first", "one").await;
        assert_eq!(hear(&mut listener).await, said("one"));
        drop(listener);
        eventually("the connection ends", SOON, async || lines(&owner).await.is_empty().then_some(())).await;
    }
}

#[tokio::test]
async fn a_cut_connection_is_told_to_every_reader_and_comes_back() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    let (mut first, mut second) = (test.db.listen("it_first"), test.db.listen("it_second"));
    assert_eq!((hear(&mut first).await, hear(&mut second).await), (Notice::Connected, Notice::Connected));
    for pid in lines(&owner).await {
        owner.execute("select pg_terminate_backend($1)", &[&pid]).await.unwrap();
    }
    for listener in [&mut first, &mut second] {
        assert_eq!(hear(listener).await, Notice::Lost);
        assert_eq!(hear(listener).await, Notice::Connected);
    }
    say(&owner, "it_second", "again").await;
    assert_eq!(hear(&mut second).await, said("again"));
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_told_to_look_and_holds_up_nobody() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    let (mut slow, mut quick) = (test.db.listen("it_first"), test.db.listen("it_first"));
    assert_eq!((hear(&mut slow).await, hear(&mut quick).await), (Notice::Connected, Notice::Connected));
    for batch in 0..5 {
        let sql = "select count(pg_notify('it_first', n::text)) from generate_series($1::bigint, $1 + 499) n";
        owner.query_one(sql, &[&(batch * 500_i64)]).await.unwrap();
        for n in batch * 500..batch * 500 + 500 {
            assert_eq!(hear(&mut quick).await, said(&n.to_string()));
        }
    }
    say(&owner, "it_first", "last").await;
    assert_eq!(hear(&mut quick).await, said("last"));
    let mut heard = Vec::new();
    while heard.last() != Some(&said("last")) {
        heard.push(hear(&mut slow).await);
    }
    assert!(heard.len() <= 1025, "{}", heard.len());
    assert!(heard.contains(&Notice::Connected), "a loss without a word");
}
