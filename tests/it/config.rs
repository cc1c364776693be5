//! Configuration: layers, provenance, unknown keys, secrets.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use revenge::app::config::{KEYS, Sources, load};

use crate::cli::{check_refused, run};

/// `config show` as key → (value, layer).
fn show(args: &[&str], variables: &[(&str, &str)]) -> BTreeMap<String, (String, String)> {
    let answer = run(&[&["config", "show"], args].concat(), variables);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let line = |line: &str| {
        let (setting, layer) = line.rsplit_once("  # ").unwrap();
        let (key, value) = setting.split_once(" = ").unwrap();
        (key.to_owned(), (value.trim().to_owned(), layer.to_owned()))
    };
    answer.stdout.lines().map(line).collect()
}

fn file(dir: &tempfile::TempDir, text: &str) -> String {
    let path = dir.path().join("config.toml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn later_layers_win_and_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(&dir, "data_dir = '/srv/a'\n[workers]\nhigh = 3\nlow = 2\n[log]\nlevel = 'warn'\n[http]\n");
    let variables = [
        ("REVENGE_WORKERS__LOW", "1"),
        ("REVENGE_DATA_DIR", "/srv/b"),
        ("REVENGE_METRICS__ALLOW", "10.0.0.0/8, ::1/128"),
    ];
    let board = "tests/boards/raspberry-pi-4";
    let shown = show(&["--config", &path, "--listen", "127.0.0.1:9", "--board-root", board], &variables);
    let check = |key: &str, value: &str, layer: &str| {
        assert_eq!(shown[key], (value.to_owned(), layer.to_owned()), "{key}");
    };
    check("playback.session_idle_ms", "300000", "default");
    check("workers.default", "8", "board raspberry-pi-4");
    check("workers.high", "3", &format!("file {path}"));
    check("log.level", "\"warn\"", &format!("file {path}"));
    check("workers.low", "1", "environment REVENGE_WORKERS__LOW");
    check("data_dir", "\"/srv/b\"", "environment REVENGE_DATA_DIR");
    check("metrics.allow", r#"["10.0.0.0/8", "::1/128"]"#, "environment REVENGE_METRICS__ALLOW");
    check("http.listen", "\"127.0.0.1:9\"", "flag --listen");
    assert_eq!(shown.len(), KEYS.len(), "every setting is shown");
}

#[test]
fn the_environment_can_name_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(&dir, "[workers]\nhigh = 3\n");
    assert_eq!(show(&[], &[("REVENGE_CONFIG", &path)])["workers.high"].0, "3");
    check_refused(&run(&["config", "show", "--config", "/no/such.toml"], &[]), &["/no/such.toml"]);
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() {
    let dir = tempfile::tempdir().unwrap();
    let check = |text: &str, parts: &[&str]| {
        check_refused(&run(&["config", "show", "--config", &file(&dir, text)], &[]), parts);
    };
    check("[http]\nlisen = '0.0.0.0:1'\n", &["http.lisen", "http.listen", "config.toml"]);
    check("[server]\nlisten = '0.0.0.0:1'\n", &["server.listen", "http.listen"]);
    check("datadir = '/x'\n", &["datadir", "data_dir"]);
    check("http = 3\n", &["http is a section"]);
    check("[search]\nurl = 'http://x'\n", &["search.url", "PostgreSQL"]);
    let variable = [("REVENGE_HTTP__LISTN", "0.0.0.0:1")];
    check_refused(&run(&["config", "show"], &variable), &["REVENGE_HTTP__LISTN", "REVENGE_HTTP__LISTEN"]);
}

#[test]
fn a_wrong_value_is_refused_with_its_layer() {
    let dir = tempfile::tempdir().unwrap();
    let check = |text: &str, parts: &[&str]| {
        check_refused(&run(&["serve", "--config", &file(&dir, text)], &[]), parts);
    };
    check("[http]\nlisten = 'everywhere'\n", &["http.listen", "config.toml"]);
    check("[workers]\nhigh = 99\n", &["workers.high", "99", "15"]);
    check("[workers]\nhigh = -1\n", &["workers.high", "-1"]);
    check("[workers]\nhigh = 'many'\n", &["workers.high", "many"]);
    check("[log]\nlevel = 'chatty'\n", &["log.level", "chatty"]);
    check("[board]\nprofile = 'amiga'\n", &["amiga", "raspberry-pi-5"]);
    check("data_dir = ''\n", &["data_dir"]);
    check("[http\n", &["config.toml line 1"]);
    check("[metrics]\nallow = ['10.0.0.0/99']\n", &["metrics.allow", "10.0.0.0/99"]);
    check_refused(&run(&["serve"], &[("REVENGE_DB__POOL", "lots")]), &["REVENGE_DB__POOL", "db.pool"]);
}

#[test]
fn secrets_are_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("url");
    fs::write(&secret, "host=/run user=x password=hunter2\n").unwrap();
    let path = file(&dir, &format!("[database]\nurl_file = '{}'\n", secret.display()));
    let answer = run(&["config", "show", "--config", &path], &[]);
    assert!(answer.stdout.contains("database.url = ***"), "{answer:?}");
    assert!(!answer.stdout.contains("hunter2"), "{answer:?}");
    let url = "postgresql://u:hunter2@h:notaport/d";
    let answer = run(&["migrate"], &[("REVENGE_DATABASE__URL", url)]);
    assert_ne!(answer.code, Some(0));
    assert!(!answer.stderr.contains("hunter2"), "{answer:?}");
}

#[test]
fn secrets_come_from_files_and_credentials() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let exposed = |sources: &Sources| load(sources).unwrap().config.database.url.unwrap().expose().to_owned();
    let home = || Some(PathBuf::from("/home/x"));

    write("database.url", "host=credential\n");
    let credentials = Sources { credentials: Some(dir.path().into()), home: home(), ..Sources::default() };
    assert_eq!(exposed(&credentials), "host=credential");

    let path = write("secret", "host=file\n").display().to_string();
    let variable = vec![("REVENGE_DATABASE__URL_FILE".to_owned(), path.into())];
    let from_file = Sources { variables: variable, ..credentials };
    assert_eq!(exposed(&from_file), "host=file", "the environment is a later layer than credentials");
}

#[test]
fn an_empty_secret_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    check_refused(&run(&["config", "show"], &[("REVENGE_DATABASE__URL", "")]), &["database.url is empty"]);
    let empty = dir.path().join("empty");
    fs::write(&empty, "\n").unwrap();
    let path = file(&dir, &format!("[database]\nurl_file = '{}'\n", empty.display()));
    check_refused(&run(&["config", "show", "--config", &path], &[]), &["database.url is empty"]);
    let both = file(&dir, "[database]\nurl = 'host=a'\nurl_file = '/dev/null'\n");
    check_refused(&run(&["config", "show", "--config", &both], &[]), &["database.url"]);
}

#[test]
fn the_data_directory_follows_the_user() {
    let of = |is_root: bool, home: Option<&str>| {
        let sources = Sources { is_root, home: home.map(PathBuf::from), ..Sources::default() };
        load(&sources).unwrap().config.data_dir
    };
    assert_eq!(of(true, Some("/root")), Path::new("/var/lib/revenge"));
    assert_eq!(of(false, Some("/home/x")), Path::new("/home/x/.local/share/revenge"));
}

#[test]
fn the_reference_page_is_what_the_table_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/configuration.md");
    let fresh = run(&["config", "reference"], &[]).stdout;
    assert!(
        fs::read_to_string(page).unwrap() == fresh,
        "run `revenge config reference > docs/reference/configuration.md`"
    );
}

#[test]
fn every_setting_has_a_sentence_and_a_default_that_loads() {
    for key in KEYS {
        assert!(key.doc.trim().ends_with('.') || key.doc.trim().ends_with("`."), "{}: {}", key.name, key.doc);
        assert!(!key.is_from_board || key.default.is_empty(), "{}", key.name);
    }
    load(&Sources { home: Some("/home/x".into()), ..Sources::default() }).unwrap();
}
