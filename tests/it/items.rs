//! Items on the wire: shapes, strict filters, pictures with tags, progress, and nothing for those who may not see.

use reqwest::{Method, StatusCode};
use revenge::base::new_id;
use revenge::domain::text;
use revenge::platform::fs::{ImageStore, PictureFormat};
use serde_json::json;
use uuid::Uuid;

use crate::harness::TestServer;
use crate::harness::server::send;

const HASH: &str = "00112233445566778899aabbccddeeff";

/// A library with one film that has a file and a picture.
struct Film {
    library: Uuid,
    id: Uuid,
}

async fn film(server: &TestServer, title: &str) -> Film {
    let (library, root, file, id) = (new_id(), new_id(), new_id(), new_id());
    let media = json!({ "container": "mkv", "duration_ms": 100_000, "bit_rate": 800_000, "streams": [
        { "index": 0, "kind": "video", "codec": "h264", "width": 320, "height": 180, "frame_rate": [24000, 1001] },
        { "index": 1, "kind": "audio", "codec": "aac", "language": "de", "channels": 2, "default": true },
    ] });
    let (sort, search) = (text::sort_title(title), text::search_text(title));
    let sql = format!(
        "set search_path = media;
         insert into libraries (id, name, kind, created_at) values ('{library}', 'films', 'movies', now());
         insert into roots (id, library_id, position, path) values ('{root}', '{library}', 0, '/films');
         insert into files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, media, container,
             duration_ms, bit_rate, added_at)
         values ('{file}', '{library}', '{root}', 'a.mkv', 10000000, 0, 0, 'present', '{media}', 'mkv', 100000, 800000, now());
         insert into items (id, library_id, kind, match_key, title, sort_title, search_text, year, duration_ms, added_at,
             updated_at)
         values ('{id}', '{library}', 'movie', '{id}', '{title}', '{sort}', '{search}', 2001, 100000, now(), now());
         insert into item_files (item_id, file_id, library_id) values ('{id}', '{file}', '{library}');
         insert into images (item_id, library_id, type, width, height, blurhash, color, content_hash, created_at)
         values ('{id}', '{library}', 'still', 640, 360, 'LEHV6nWB2yk8', '#102030', '{HASH}', now());"
    );
    server.db.owner().await.batch_execute(&sql).await.unwrap();
    Film { library, id }
}

#[tokio::test]
async fn lists_and_details_have_the_contracts_fields() {
    let server = TestServer::start().await;
    let film = film(&server, "The Film").await;
    let admin = server.setup_admin().await;
    let list = admin.get("/api/v1/items").await.json;
    let item = &list["items"][0];
    assert_eq!(item["id"], film.id.to_string());
    assert_eq!((&item["kind"], &item["title"], &item["year"]), (&json!("movie"), &json!("The Film"), &json!(2001)));
    assert!(item["parent_id"].is_null() && item["index"].is_null() && list["next_cursor"].is_null());
    assert_eq!(
        item["images"]["still"],
        json!({ "width": 640, "height": 360, "blurhash": "LEHV6nWB2yk8", "color": "#102030" })
    );
    assert_eq!(
        item["user_state"],
        json!({ "position_ms": 0, "completed": false, "play_count": 0, "last_played_at": null })
    );

    let item = admin.get(&format!("/api/v1/items/{}", film.id)).await.json;
    assert_eq!((&item["genres"], &item["people"], &item["external_ids"]), (&json!([]), &json!([]), &json!({})));
    let shown = &item["files"][0];
    assert_eq!((&shown["path"], &shown["size"]), (&json!("/films/a.mkv"), &json!(10_000_000)));
    assert_eq!(shown["streams"][0]["type"], "video");
    assert_eq!(shown["streams"][0]["frame_rate"], 23.976);
    assert_eq!((&shown["streams"][1]["language"], &shown["streams"][1]["default"]), (&json!("de"), &json!(true)));

    let user = server.add_user("bert").await;
    assert!(user.get(&format!("/api/v1/items/{}", film.id)).await.json["files"][0]["path"].is_null());
    let anchors = admin.get("/api/v1/items/anchors").await.json;
    assert_eq!((&anchors["total"], &anchors["step"]), (&json!(1), &json!(100)));
    assert_eq!(anchors["letters"], json!([{ "letter": "F", "offset": 0 }]));
}

#[tokio::test]
async fn filters_take_what_they_know_and_nothing_else() {
    let server = TestServer::start().await;
    let film = film(&server, "The Film").await;
    let admin = server.setup_admin().await;
    for (query, n) in [
        ("", 1),
        ("?q=film", 1),
        ("?q=fil", 1),
        ("?q=%25", 0),
        ("?q=nothing", 0),
        ("?year=2001&kind=movie&unwatched=true&sort=-title", 1),
        ("?year=2002", 0),
        ("?kind=episode", 0),
        ("?in_progress=true", 0),
        ("?library_id=0198a000-0000-7000-8000-000000000000", 0),
        (&format!("?library_id={}", film.library), 1),
    ] {
        let answer = admin.get(&format!("/api/v1/items{query}")).await;
        assert_eq!(answer.json["items"].as_array().map(Vec::len), Some(n), "{query}: {}", answer.text);
    }
    for (query, key) in [
        ("sort=title;drop table items", "sort"),
        ("sort=TITLE", "sort"),
        ("sort=id", "sort"),
        ("kind=movies", "kind"),
        ("kind=movie&kind=show", "kind"),
        ("year=two", "year"),
        ("year=99999999999", "year"),
        ("unwatched=maybe", "unwatched"),
        ("library_id=1", "library_id"),
        ("q=%00", "q"),
        ("user_id=1", "user_id"),
        ("cursor='", "cursor"),
        ("limit=1e2", "limit"),
    ] {
        let answer = admin.get(&format!("/api/v1/items?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec![key]), "{query}");
    }
    let long = admin.get(&format!("/api/v1/items?q={}", "x".repeat(201))).await;
    assert_eq!((long.status.as_u16(), long.pointers()), (422, vec!["q"]));
    let huge = admin.get(&format!("/api/v1/items?q={}", "x".repeat(60_000))).await;
    assert!(huge.status.is_client_error());
}

#[tokio::test]
async fn pictures_come_in_the_next_width_with_a_tag_and_are_not_sent_twice() {
    let server = TestServer::start().await;
    let film = film(&server, "The Film").await;
    let admin = server.setup_admin().await;
    let store = ImageStore::new(server.data_dir.path().join("images"));
    for width in [160_u32, 320, 640] {
        store.put(HASH, width, PictureFormat::Jpeg, format!("jpeg of {width}").as_bytes()).unwrap();
    }
    let path = format!("/api/v1/items/{}/images/still", film.id);
    for (query, text) in [
        ("?width=100", "jpeg of 160"),
        ("?width=161", "jpeg of 320"),
        ("?width=4000", "jpeg of 640"),
        ("", "jpeg of 640"),
    ] {
        let answer = admin.get(&format!("{path}{query}")).await;
        assert_eq!((answer.status, &*answer.text), (StatusCode::OK, text), "{query}");
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert!(answer.header("cache-control").contains("max-age"));
    }
    let tag = admin.get(&path).await.header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = send(admin.request(Method::GET, &path).header("if-none-match", format!("\"x\", W/{tag}"))).await;
    assert_eq!((again.status, again.header("etag"), &*again.text), (StatusCode::NOT_MODIFIED, &*tag, ""));
    for width in ["0", "-1", "8193", "99999999999", "big"] {
        let answer = admin.get(&format!("{path}?width={width}")).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec!["width"]), "{width}");
    }
    for other in ["poster", "..%2f..%2fetc%2fpasswd"] {
        let answer = admin.get(&format!("/api/v1/items/{}/images/{other}", film.id)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn a_picture_comes_in_a_format_that_is_accepted() {
    let server = TestServer::start().await;
    let film = film(&server, "The Film").await;
    let admin = server.setup_admin().await;
    let store = ImageStore::new(server.data_dir.path().join("images"));
    store.put(HASH, 640, PictureFormat::Jpeg, b"jpeg").unwrap();
    store.put(HASH, 640, PictureFormat::WebP, b"webp").unwrap();
    store.put(HASH, 160, PictureFormat::Jpeg, b"small jpeg").unwrap();
    let path = format!("/api/v1/items/{}/images/still", film.id);
    let mut tags = Vec::new();
    for (accept, width, text) in [
        ("image/avif,image/webp,image/apng,*/*;q=0.8", 640, "webp"),
        ("IMAGE/WEBP; q=0.5, */*", 640, "webp"),
        // Where there is none, what there is.
        ("image/webp", 160, "small jpeg"),
        ("image/webp;q=0, */*", 640, "jpeg"),
        ("*/*", 640, "jpeg"),
        ("text/html", 640, "jpeg"),
    ] {
        let request = admin.request(Method::GET, &format!("{path}?width={width}")).header("accept", accept);
        let answer = send(request).await;
        assert_eq!((answer.status, &*answer.text), (StatusCode::OK, text), "{accept}");
        let media_type = if text == "webp" { "image/webp" } else { "image/jpeg" };
        assert_eq!((answer.header("content-type"), answer.header("vary")), (media_type, "accept"), "{accept}");
        tags.push(answer.header("etag").to_owned());
    }
    assert_ne!(tags[0], tags[3], "a cache must not take one for the other");
}

#[tokio::test]
async fn progress_belongs_to_one_user_and_leads_back() {
    let server = TestServer::start().await;
    let film = film(&server, "The Film").await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let path = format!("/api/v1/items/{}/progress", film.id);
    assert_eq!(admin.put(&path, &json!({ "position_ms": 30_000 })).await.status, StatusCode::NO_CONTENT);
    let begun = admin.get("/api/v1/items?in_progress=true").await.json;
    assert_eq!(begun["items"][0]["user_state"]["position_ms"], 30_000);
    assert_eq!(user.get("/api/v1/items?in_progress=true").await.json["items"], json!([]));

    assert_eq!(admin.put(&path, &json!({ "position_ms": 95_000 })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.get("/api/v1/items?unwatched=true").await.json["items"], json!([]));
    for (body, pointer) in [
        (json!({ "position_ms": -1 }), "/position_ms"),
        (json!({ "position_ms": 1.5 }), "/position_ms"),
        (json!({ "completed": true }), "/position_ms"),
        (json!({ "position_ms": 1, "user_id": film.id }), "/user_id"),
    ] {
        let answer = admin.put(&path, &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec![pointer]), "{body}");
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_may_not_be_seen_are_the_same() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let mut bodies = Vec::new();
    for id in ["0198a000-0000-7000-8000-000000000000", "nonsense", "..", "0198a000-0000-7000-8000-00000000000'"] {
        for rest in ["", "/children", "/images/still"] {
            let mut answer = admin.get(&format!("/api/v1/items/{id}{rest}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}{rest}");
            answer.json["request_id"] = json!(null);
            bodies.push(answer.json);
        }
        let answer = admin.put(&format!("/api/v1/items/{id}/progress"), &json!({ "position_ms": 1 })).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}
