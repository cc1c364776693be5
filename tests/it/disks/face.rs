//! `GET /system/disks`.

use reqwest::StatusCode;
use serde_json::json;

use super::fake::Machine;
use crate::harness::TestServer;

#[tokio::test]
async fn an_administrator_sees_the_disks_of_libraries_and_who_touched_them() {
    let (machine, media) = (Machine::new(), tempfile::tempdir().unwrap());
    machine.disk("sda", "8:0", true);
    machine.disk("sdb", "8:16", true);
    machine.mount("8:0", &media.path().canonicalize().unwrap(), "ext4", "/dev/sda");
    let server = TestServer::start_with(&[("board.root", machine.root().to_str().unwrap())]).await;
    let admin = server.setup_admin().await;
    assert_eq!(admin.get("/api/v1/system/disks").await.json, json!({ "items": [], "next_cursor": null }));
    let new = json!({ "name": "Films", "kind": "movies", "paths": [media.path()] });
    let library = admin.post("/api/v1/libraries", &new).await.json;
    let list = admin.get("/api/v1/system/disks").await.json;
    let me = admin.get("/api/v1/auth/me").await.json;
    let disk = &list["items"][0];
    assert_eq!((list["items"].as_array().unwrap().len(), &disk["name"]), (1, &json!("sda")));
    assert_eq!((&disk["kind"], &disk["model"]), (&json!("hdd"), &json!("WDC WD40EFRX-68N")));
    assert_eq!(
        (&disk["state"], &disk["wakeups_24h"], &disk["last_wakeups"]),
        (&json!("unknown"), &json!(0), &json!([]))
    );
    assert_eq!(disk["libraries"], json!([{ "id": library["id"], "name": "Films", "path": media.path() }]));
    let touch = &disk["last_access"];
    assert_eq!((&touch["cause"], &touch["detail"]["user_id"]), (&json!("folders"), &me["id"]), "{touch}");
    assert_eq!(touch["detail"]["user_name"], "anna");
    assert!(touch["detail"]["library_id"].is_null(), "it has no library yet: {touch}");

    let folder = format!("/api/v1/folders?path={}", media.path().display());
    assert_eq!(admin.get(&folder).await.status, StatusCode::OK);
    let list = admin.get("/api/v1/system/disks").await.json;
    assert_eq!(list["items"][0]["last_access"]["cause"], "browse");

    let user = server.add_user("bert").await;
    assert_eq!(user.get("/api/v1/system/disks").await.status, StatusCode::FORBIDDEN);
    assert_eq!(server.anonymous().get("/api/v1/system/disks").await.status, StatusCode::UNAUTHORIZED);
    let metrics = server.anonymous().get("/metrics").await.text;
    assert!(metrics.contains("revenge_disk_wakeups_total{cause=\"not_us\",disk=\"sda\"} "), "{metrics}");
}
