//! What the pool's role may and may not do.

use revenge_queries::client::GenericClient;
use revenge_queries::queries::settings;

use crate::harness::TestDb;

async fn refusal(test: &TestDb, sql: &str) -> String {
    let error = test.client().await.query(sql, &[]).await.expect_err(sql);
    error.code().map(|code| code.code().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn the_ordinary_role_cannot_see_restricted_content() {
    let test = TestDb::new().await;
    assert_eq!(refusal(&test, "select * from restricted.items").await, "42501");
    assert_eq!(refusal(&test, "insert into restricted.libraries select * from media.libraries").await, "42501");
}

#[tokio::test]
async fn the_ordinary_role_cannot_change_the_schema_or_reach_out() {
    let test = TestDb::new().await;
    for sql in [
        "create table media.mine (id integer)",
        "create extension citext",
        "select pg_read_file('/etc/passwd')",
        "copy core.settings to program 'cat'",
        "update core.migrations set name = ''",
        "create role intruder",
    ] {
        assert_eq!(refusal(&test, sql).await, "42501", "{sql}");
    }
}

#[tokio::test]
async fn a_session_acts_as_its_role_in_exactly_one_content_schema() {
    let test = TestDb::new().await;
    let row = test.client().await.query_one("select current_user::text, current_setting('search_path')", &[]).await;
    let row = row.unwrap();
    assert_eq!((row.get(0), row.get(1)), ("revenge_media", "media"));
}

#[tokio::test]
async fn rows_written_through_the_pool_are_there() {
    let test = TestDb::new().await;
    let mut client = test.client().await;
    settings::put_setting().bind(&client, &"kept", &"1").await.unwrap();
    let transaction = client.transaction().await.unwrap();
    settings::put_setting().bind(&transaction, &"dropped", &"2").await.unwrap();
    drop(transaction);
    let transaction = client.transaction().await.unwrap();
    settings::put_setting().bind(&transaction, &"committed", &"3").await.unwrap();
    transaction.commit().await.unwrap();
    for (name, expected) in [("kept", Some("1")), ("dropped", None), ("committed", Some("3"))] {
        let value = settings::get_setting().bind(&client, &name).opt().await.unwrap();
        assert_eq!(value.as_deref(), expected, "{name}");
    }
}
