//! Power cuts: kill -9 in the middle of the work, then start again.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

use super::films;
use super::server::Server;
use crate::harness::eventually;

/// Fault test: ready again within 5 s (a debug build on a shared machine gets some grace).
const READY_AGAIN: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_during_a_scan_loses_and_doubles_nothing() {
    const FILMS: usize = 150;
    let folder = tempfile::tempdir().unwrap();
    films::many(folder.path(), FILMS);
    let mut server = Server::fresh().await;
    let library = server.add_library("movies", folder.path()).await;
    let job = server.post(&format!("/libraries/{library}/scan"), &json!({})).await;
    let job = format!("/jobs/{}", job["id"].as_str().unwrap());
    eventually("the scan is under way", Duration::from_secs(60), async || {
        (server.get(&job).await["progress"]["done"].as_i64().unwrap() > 5).then_some(())
    })
    .await;
    server.kill();

    assert!(server.restart().await < READY_AGAIN);
    eventually("the scan ends by itself", Duration::from_secs(90), async || {
        (server.get(&job).await["state"] == "completed").then_some(())
    })
    .await;
    assert_eq!(server.items("kind=movie").await.len(), FILMS);
    let library = server.get(&format!("/libraries/{library}")).await;
    assert_eq!((&library["item_count"], &library["file_count"]), (&json!(FILMS), &json!(FILMS)));
}

/// The server and its own database fall together, three times amid a thousand jobs: none is lost, and each attempt that
/// was cut off is told of.
#[tokio::test(flavor = "multi_thread")]
async fn kills_amid_a_thousand_jobs_lose_none_and_count_each_attempt() {
    let mut server = Server::fresh().await;
    let mut database = server.database().await;
    // A real kind whose work can be done any number of times.
    let jobs = "insert into core.jobs (id, kind, queue, state, args, max_attempts, request_id, created_at, scheduled_at) \
        select uuidv7(), 'prune_sign_ins', 'low', 'available', '{}', 3, 'storm', now(), now() from generate_series(1, 1000)";
    database.batch_execute("update core.queues set paused = true where name = 'low'").await.unwrap();
    database.batch_execute(jobs).await.unwrap();
    server.patch("/queues/low", &json!({ "paused": false })).await;
    for (kill_at, is_last) in [(100, false), (300, false), (500, true)] {
        eventually("they are being worked off", Duration::from_secs(60), async || {
            (ended(&database).await.0 >= kill_at).then_some(())
        })
        .await;
        server.kill();
        assert!(server.restart().await < READY_AGAIN);
        database = server.database().await;
        assert!(is_last || ended(&database).await.0 < 1000, "it fell after the work was done");
    }
    let all = async || (ended(&database).await.0 == 1000).then_some(());
    eventually("all are done", Duration::from_secs(90), all).await;
    assert_eq!(ended(&database).await, (1000, 0, 0));
}

/// Jobs of the storm: done, not done, and with another number of attempts than their story has.
async fn ended(database: &tokio_postgres::Client) -> (i64, i64, i64) {
    let sql = "select count(*) filter (where state = 'completed'), \
        (select count(*) from core.jobs where request_id = 'storm'), \
        count(*) filter (where attempt <> 1 + jsonb_array_length(errors)) \
        from core.job_history where request_id = 'storm'";
    let row = database.query_one(sql, &[]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

#[tokio::test(flavor = "multi_thread")]
async fn playback_survives_a_kill_of_the_server() {
    let mut server = Server::fresh().await;
    let library = server.add_library("movies", films::folder()).await;
    server.scan(&library).await;
    let transcode = server.play("Northern Transit", None).await;
    let direct = server.play("Plain Harbour", None).await;
    let playlists = playlists(&server, transcode["hls_url"].as_str().unwrap()).await;
    let (status, _) = server.fetch(&playlists[0]).await;
    assert_eq!(status, StatusCode::OK);
    server.kill();

    assert!(server.restart().await < READY_AGAIN);
    let (status, segment) = server.fetch(&playlists[1]).await;
    assert_eq!((status, segment.is_empty()), (StatusCode::OK, false));
    assert_eq!(server.fetch(direct["direct_url"].as_str().unwrap()).await.0, StatusCode::OK);
}

/// URLs of the segments of the first variant.
async fn playlists(server: &Server, master_url: &str) -> Vec<String> {
    let join = |base: &str, entry: &str| {
        if entry.starts_with('/') { entry.to_owned() } else { format!("{}/{entry}", base.rsplit_once('/').unwrap().0) }
    };
    let uris = |text: &[u8]| -> Vec<String> {
        let text = String::from_utf8(text.to_vec()).unwrap();
        text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()
    };
    let master = server.fetch(master_url).await.1;
    let media_url = join(master_url, &uris(&master)[0]);
    let media = server.fetch(&media_url).await.1;
    uris(&media).iter().map(|entry| join(&media_url, entry)).collect()
}
