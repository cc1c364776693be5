//! The house rules that a machine can check: layers, rooms, external crates, budgets, table ownership.
//!
//! The checker is a function over a directory, and a fixture tree with one violation per rule proves that it sees them.
//! It parses the code: a text search misses grouped `use`, `super::super`, inline paths and macro bodies.

mod budgets;
mod files;
mod layers;
mod paths;
mod sql;

use std::fs;
use std::path::{Path, PathBuf};

/// Rust files below `dir` with their path relative to it, sorted.
fn rust_files(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut pending = vec![dir.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(dir).unwrap().to_path_buf(), text));
            }
        }
    }
    found.sort();
    found
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn modules_import_only_from_lower_layers() {
    let findings = layers::check(&rust_files(&repository().join("src")));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn files_and_functions_stay_small_and_explained() {
    let findings = budgets::check(&rust_files(&repository().join("src")));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn library_paths_have_one_door() {
    let findings = files::check(&rust_files(&repository().join("src")));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn each_table_is_written_by_one_area() {
    let findings = sql::check(&repository().join("queries"));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// One violation per rule; the comment on each line is what must be reported.
const BAD_TREE: &[(&str, &str)] = &[
    ("base/clock.rs", "//! Base.\nuse crate::domain::media::Stream;\n"),
    (
        "domain/naming.rs",
        "//! Grouped and pure.\nuse std::{collections::HashMap, fs::File};\nfn f() { tokio::spawn(async {}); }\n",
    ),
    ("platform/fs/mod.rs", "//! Sibling.\npub(crate) mod a { use super::super::gst::Init; }\n"),
    (
        "platform/db/mod.rs",
        "//! In a macro body.\nmacro_rules! m { () => { $crate::http::router() }; }\nfn g() { println!(\"{}\", crate::services::x()); }\n",
    ),
    ("services/accounts/mod.rs", "//! Driver.\nfn f(c: &tokio_postgres::Client) {}\nuse super::catalog::Catalog;\n"),
    ("http/api/items.rs", "//! Face.\nuse crate::http::stream::file;\nuse crate::platform::gst;\n"),
    (
        "http/api/long.rs",
        "//! Handler.\nasync fn list_long() {\n    1;\n    2;\n    3;\n    4;\n    5;\n    6;\n    7;\n    8;\n    9;\n    10;\n    11;\n    12;\n    13;\n    14;\n    15;\n    16;\n}\n",
    ),
    ("app/build.rs", "fn f() {} // TODO later\n"),
    (
        "services/libraries/look.rs",
        "//! Around the door.\nfn f(p: &std::path::Path) -> bool { p.exists() && g(rustix::fs::statvfs) }\n",
    ),
    ("http/stream/raw.rs", "//! Around the door.\nuse tokio::{fs::File, io};\n"),
];

#[test]
fn the_checker_sees_every_kind_of_violation() {
    let files: Vec<_> = BAD_TREE.iter().map(|(p, t)| (PathBuf::from(p), (*t).to_owned())).collect();
    let mut findings: Vec<_> =
        layers::check(&files).into_iter().chain(files::check(&files)).chain(budgets::check(&files)).collect();
    findings.retain(|finding| !finding.contains("is listed but unused"));
    findings.sort();
    let expected = [
        "app/build.rs: does not start with a //! header",
        "app/build.rs: has a TODO: an issue, or nothing",
        "base/clock.rs: base may not use domain (crate::domain::media::Stream)",
        "domain/naming.rs: domain may not name std::fs (std::fs::File)",
        "domain/naming.rs: domain may not name tokio (tokio::spawn)",
        "domain/naming.rs: reaches files by std::fs::File",
        "http/api/items.rs: http::api may not use its sibling http::stream (crate::http::stream::file)",
        "http/api/long.rs: handler list_long has 18 lines, at most 15",
        "http/stream/raw.rs: http may not name tokio::fs (tokio::fs::File)",
        "http/stream/raw.rs: reaches files by tokio::fs::File",
        "platform/db/mod.rs: platform may not use http (crate::http::router)",
        "platform/db/mod.rs: platform may not use services (crate::services::x)",
        "platform/fs/mod.rs: platform::fs may not use its sibling platform::gst (crate::platform::gst::Init)",
        "services/accounts/mod.rs: only platform::db may name tokio_postgres (tokio_postgres::Client)",
        "services/accounts/mod.rs: services::accounts may not use its sibling services::catalog (crate::services::catalog::Catalog)",
        "services/libraries/look.rs: reaches files by .exists()",
        "services/libraries/look.rs: reaches files by rustix::fs::statvfs",
    ];
    assert_eq!(findings, expected);
}
