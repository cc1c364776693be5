//! Migrations and what they leave behind.

use revenge::base::ErrorKind;
use revenge::platform::db::{Migration, migrate, migrate_with};

use crate::harness::TestDb;

#[tokio::test]
async fn a_second_run_has_nothing_to_do() {
    let test = TestDb::empty().await;
    let first = migrate(&test.url()).await.unwrap();
    let second = migrate(&test.url()).await.unwrap();
    assert!(first.n_applied >= 2, "{first:?}");
    assert_eq!((second.n_applied, second.version), (0, first.version));
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    let test = TestDb::empty().await;
    let url = test.url();
    let (a, b, c) = tokio::join!(migrate(&url), migrate(&url), migrate(&url));
    let n_applied = [a, b, c].map(|run| run.unwrap().n_applied);
    assert_eq!(n_applied.iter().filter(|n| **n > 0).count(), 1, "{n_applied:?}");
}

#[tokio::test]
async fn an_edited_migration_is_refused() {
    let test = TestDb::new().await;
    let mut files = Migration::embedded().unwrap();
    files[0].sql.push('\n');
    let error = migrate_with(&test.url(), &files).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.what().contains("0001_core differs"), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused() {
    let test = TestDb::new().await;
    let mut files = Migration::embedded().unwrap();
    let newest = files.pop().unwrap();
    let error = migrate_with(&test.url(), &files).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let name = format!("{:04}_{}", newest.version, newest.name);
    assert!(error.what().contains("newer than this program") && error.what().contains(&name), "{error}");
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let test = TestDb::new().await;
    let mut files = Migration::embedded().unwrap();
    // The second schema fails: the first one must not keep its half.
    let sql = "-- schema: content\ncreate table half (id integer);\n\
               do $$ begin if current_schema = 'restricted' then raise 'no'; end if; end $$;";
    files.push(Migration::parse("9999_half.sql", sql.to_owned()).unwrap());
    migrate_with(&test.url(), &files).await.unwrap_err();
    let row = test.owner().await.query_one("select to_regclass('media.half') is null", &[]).await.unwrap();
    assert!(row.get::<_, bool>(0));
    assert_eq!(migrate(&test.url()).await.unwrap().n_applied, 0);
}

#[tokio::test]
async fn the_twin_schemas_are_identical() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    let columns = "select table_name::text, column_name::text, data_type::text, is_nullable::text, \
                   ordinal_position::text, coalesce(column_default, ''), coalesce(collation_name, '')::text \
                   from information_schema.columns where table_schema = $1";
    let indexes = "select replace(indexdef, $1 || '.', '') from pg_indexes where schemaname = $1";
    let constraints = "select conrelid::regclass::text, replace(pg_get_constraintdef(c.oid), $1 || '.', '') \
                       from pg_constraint c join pg_namespace n on n.oid = connamespace where nspname = $1";
    for sql in [columns, indexes, constraints] {
        let mut twins = Vec::new();
        for schema in ["media", "restricted"] {
            let rows = owner.query(sql, &[&schema]).await.unwrap();
            let texts = rows.iter().map(|row| {
                let cells = (0..row.len()).map(|i| row.get::<_, String>(i).replace(&format!("{schema}."), ""));
                cells.collect::<Vec<_>>().join(" ")
            });
            twins.push(texts.collect::<std::collections::BTreeSet<_>>());
        }
        assert!(!twins[0].is_empty());
        assert_eq!(twins[0], twins[1]);
    }
}
