//! Every statement of `queries/*.sql` is understood by a freshly migrated database, in both content schemas.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::harness::TestDb;

/// Name and text with `$n` for each `:name`.
pub fn statements() -> Vec<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "sql") {
            let text = fs::read_to_string(&path).unwrap();
            for part in text.split("--! ").skip(1) {
                let (head, body) = part.split_once('\n').unwrap();
                let name = head.split([' ', '(', ':']).next().unwrap().to_owned();
                found.push((name, numbered(body)));
            }
        }
    }
    found
}

fn numbered(body: &str) -> String {
    let code = body.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    let mut names: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let after = &after[1..];
        let len = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
        if let Some(cast) = after.strip_prefix(':') {
            out.push_str("::");
            rest = cast;
        } else if len == 0 {
            out.push(':');
            rest = after;
        } else {
            let name = &after[..len];
            let number = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            write!(out, "${}", number + 1).unwrap();
            rest = &after[len..];
        }
    }
    out + rest
}

#[tokio::test]
async fn every_statement_prepares_in_both_schemas() {
    let test = TestDb::new().await;
    let owner = test.owner().await;
    let statements = statements();
    assert!(statements.len() >= 2);
    for schema in ["media", "restricted"] {
        owner.batch_execute(&format!("set search_path = {schema}; set role revenge_{schema}")).await.unwrap();
        for (name, sql) in &statements {
            let prepared = owner.prepare(sql.trim().trim_end_matches(';')).await;
            let reason =
                prepared.err().map(|e| e.as_db_error().map_or_else(|| e.to_string(), |d| d.message().to_owned()));
            assert_eq!(reason, None, "{name} in {schema}:\n{sql}");
        }
        owner.batch_execute("reset role").await.unwrap();
    }
}
