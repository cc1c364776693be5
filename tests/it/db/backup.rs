//! The database as a file, and back: what comes out is what went in, or nothing changes.

use std::io::Cursor;

use revenge::base::ErrorKind;
use revenge::platform::db::backup::{BackedUp, Then, export, import, read_manifest};
use revenge::platform::db::{Migration, migrate, migrate_with, upgrade_from};

use crate::harness::TestDb;

/// Rows of many kinds: a tree, bytes, JSON, arrays, texts that a careless copy breaks.
pub const ROWS: &str = r#"
    insert into core.users (id, name, name_key, password_hash, role, created_at)
        values ('00000000-0000-7000-8000-000000000001', E'Anna\t"\\x41"\n', 'anna', '$argon', 'admin', now());
    insert into core.sessions (id, user_id, token_hash, device_name, address, created_at, last_seen_at, expires_at)
        values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', '\x00ff5c6e', '', '', now(), now(), now());
    insert into core.settings (name, value) values ('a', '{"b": [1, null, "\u00e9"]}');
    set search_path = media;
    insert into libraries (id, name, kind, created_at) values ('00000000-0000-7000-8000-000000000003', 'Shows', 'shows', now());
    insert into items (id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at, parent_id, index_no)
        select ('00000000-0000-7000-8000-0000000001' || to_char(n, 'FM00'))::uuid, '00000000-0000-7000-8000-000000000003',
            case n when 0 then 'show' else 'season' end, n::text, 'Title ' || n, 't' || n, 't', now(), now(),
            case when n > 0 then '00000000-0000-7000-8000-000000000100'::uuid end, nullif(n, 0)
        from generate_series(0, 40) n;
    insert into user_state (user_id, item_id, library_id, position_ms, updated_at)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000105',
            '00000000-0000-7000-8000-000000000003', 77, now());
"#;

async fn used() -> TestDb {
    let test = TestDb::new().await;
    test.owner().await.batch_execute(ROWS).await.unwrap();
    test
}

/// One line for each table: how many rows, and what is in them.
async fn contents(test: &TestDb) -> Vec<String> {
    contents_of(&test.owner().await).await
}

/// The same of any database.
pub async fn contents_of(owner: &tokio_postgres::Client) -> Vec<String> {
    let sql = "select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname in ('core', 'media', 'restricted') and tablename not in ('migrations', 'nodes') order by 1";
    let mut lines = Vec::new();
    for row in owner.query(sql, &[]).await.unwrap() {
        let name: String = row.get(0);
        let sql = format!(
            "select '{name} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {name} t"
        );
        lines.push(owner.query_one(&sql, &[]).await.unwrap().get(0));
    }
    lines
}

async fn exported(test: &TestDb) -> (BackedUp, Vec<u8>) {
    export(&test.url(), Vec::new()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_is_what_was_there() {
    let (from, to) = (used().await, TestDb::empty().await);
    let (done, file) = exported(&from).await;
    let manifest = read_manifest(file.as_slice()).unwrap();
    assert_eq!((manifest.version(), manifest.tables.len()), (done.version, done.n_tables));
    let restored = import(&to.url(), Cursor::new(file.clone()), Then::Migrate).await.unwrap();
    assert_eq!(restored.version, done.version);
    assert_eq!(contents(&to).await, contents(&from).await);
    // What is told of changes is told again.
    let sql = "select count(*) from pg_trigger where not tgisinternal and tgenabled <> 'O'";
    assert_eq!(to.owner().await.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
    // Once more over it: as before, nothing twice.
    import(&to.url(), Cursor::new(file), Then::Migrate).await.unwrap();
    assert_eq!(contents(&to).await, contents(&from).await);
    assert_eq!(migrate(&to.url()).await.unwrap().n_applied, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_changes_nothing() {
    let (from, to) = (used().await, used().await);
    to.owner().await.batch_execute("update core.users set name = 'Berta'").await.unwrap();
    let before = contents(&to).await;
    let (_, file) = exported(&from).await;
    let mut flipped = file.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x20;
    let cut = |share: usize| file[..file.len() * share / 10].to_vec();
    for (name, bad) in [
        ("flipped", flipped),
        ("cut early", cut(1)),
        ("cut in the middle", cut(5)),
        ("cut late", cut(9)),
        ("one byte short", file[..file.len() - 1].to_vec()),
        ("empty", Vec::new()),
        ("something else", b"no backup at all, but some text".to_vec()),
    ] {
        let error = import(&to.url(), Cursor::new(bad), Then::Migrate).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{name}: {error}");
        assert_eq!(contents(&to).await, before, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_older_release_is_brought_up_or_stays() {
    let old = TestDb::empty().await;
    let files = Migration::embedded().unwrap();
    migrate_with(&old.url(), &files[..9]).await.unwrap();
    old.owner().await.batch_execute(ROWS).await.unwrap();
    assert_eq!(upgrade_from(&old.url()).await.unwrap().map(|upgrade| upgrade.version), Some(files[8].version));
    let (done, file) = exported(&old).await;
    assert_eq!(done.version, files[8].version);
    let [up, stays] = [TestDb::empty().await, TestDb::new().await];
    let brought = import(&up.url(), Cursor::new(file.clone()), Then::Migrate).await.unwrap();
    assert_eq!(brought.version, files.last().unwrap().version);
    let left = import(&stays.url(), Cursor::new(file), Then::Stay).await.unwrap();
    assert_eq!(left.version, files[8].version);
    assert_eq!(contents(&stays).await, contents(&old).await);
    assert_eq!(migrate(&stays.url()).await.unwrap().n_applied, files.len() - 9);
    assert_eq!(contents(&up).await, contents(&stays).await);
    assert_eq!(upgrade_from(&up.url()).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_backup_and_a_database_in_use_are_refused() {
    let newer = TestDb::new().await;
    let mut files = Migration::embedded().unwrap();
    files.push(
        Migration::parse("9999_later.sql", "-- schema: core\ncreate table core.later (id integer);".to_owned())
            .unwrap(),
    );
    migrate_with(&newer.url(), &files).await.unwrap();
    let (_, file) = exported(&newer).await;
    let to = TestDb::new().await;
    let error = import(&to.url(), Cursor::new(file), Then::Migrate).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Conflict && error.what().contains("9999"), "{error}");
    let (_, file) = exported(&used().await).await;
    let client = to.client().await;
    let error = import(&to.url(), Cursor::new(file), Then::Migrate).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Conflict && error.what().contains("stop it first"), "{error}");
    drop(client);
}
