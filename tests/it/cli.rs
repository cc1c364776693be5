//! The command line from outside: answers, exit codes, and one line when something is wrong.

use std::io::Write;
use std::process::Stdio;

use crate::harness::TestDb;
use crate::harness::process::command;
use crate::harness::redis::Redis;

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn run(args: &[&str], variables: &[(&str, &str)]) -> Answer {
    let output = command(args, variables).output().unwrap();
    Answer {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Exit code 2 and one line on stderr that holds all of `parts`.
pub fn check_refused(answer: &Answer, parts: &[&str]) {
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""), "{answer:?}");
    assert_eq!(answer.stderr.lines().count(), 1, "{answer:?}");
    for part in parts {
        assert!(answer.stderr.contains(part), "{part} is missing: {answer:?}");
    }
}

#[test]
fn wrong_usage_is_one_line_and_exit_code_2() {
    check_refused(&run(&[], &[]), &["which command"]);
    check_refused(&run(&["sreve"], &[]), &["sreve"]);
    check_refused(&run(&["serve", "--port", "80"], &[]), &["--port"]);
    check_refused(&run(&["serve", "--listen"], &[]), &["--listen"]);
    check_refused(&run(&["config"], &[]), &["which command"]);
}

#[test]
fn help_and_version_are_answers() {
    let help = run(&["--help"], &[]);
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""), "{help:?}");
    for name in
        ["serve", "board", "doctor", "config", "openapi", "migrate", "user", "name", "backup", "restore", "rollback"]
    {
        assert!(help.stdout.contains(name), "{name} is missing: {}", help.stdout);
    }
    assert!(!help.stdout.contains("try-encoder"), "children's commands are not for people: {}", help.stdout);
    let version = run(&["--version"], &[]);
    assert_eq!(version.stdout, format!("revenge {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_reader_that_goes_away_is_not_an_error() {
    let mut child = command(&["config", "show"], &[]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn names_are_explained_a_line_each() {
    let paths =
        ["Shows/Dark (2017)/Season 1/Dark.S01E02E03.1080p.WEB-DL.German.mkv", "Heat (1995)/Heat.1995.2160p.BluRay.mkv"];
    let answer = run(&[&["name", "--json"], &paths[..]].concat(), &[]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let lines: Vec<serde_json::Value> = answer.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [dark, heat] = lines.as_slice() else { panic!("{answer:?}") };
    assert_eq!((&dark["path"], &dark["kind"], &dark["title"]), (&paths[0].into(), &"shows".into(), &"Dark".into()));
    assert_eq!((&dark["season"], &dark["episodes"]), (&1.into(), &serde_json::json!([2, 3])));
    assert_eq!((&heat["kind"], &heat["title"], &heat["year"]), (&"movies".into(), &"Heat".into(), &1995.into()));
    assert_eq!((&heat["season"], &heat["is_extra"]), (&serde_json::Value::Null, &false.into()));
    let fields = ["date", "edition", "episode_title", "episodes", "is_extra", "kind", "language", "part", "path"];
    let more = ["release_group", "resolution", "season", "source", "title", "year"];
    assert_eq!(heat.as_object().unwrap().keys().collect::<Vec<_>>(), [&fields[..], &more].concat());
    let song = run(&["name", "--kind", "music", "--json", "Kraft/1977 - Autobahn/CD1/02 - Two.flac"], &[]);
    let song: serde_json::Value = serde_json::from_str(&song.stdout).unwrap();
    assert_eq!((&song["title"], &song["artist"], &song["track"]), (&"Two".into(), &"Kraft".into(), &2.into()));
    let plain = run(&["name", "--kind", "movies", "Heat (1995).mkv"], &[]);
    assert!(plain.stdout.contains("title: Heat") && plain.stdout.contains("year: 1995"), "{plain:?}");
    check_refused(&run(&["name"], &[]), &["<PATHS>"]);
}

fn checks(answer: &Answer) -> Vec<serde_json::Value> {
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let checks = report["checks"].as_array().unwrap().clone();
    assert_eq!(report["ok"] == true, checks.iter().all(|check| check["ok"] == true), "{report}");
    checks
}

#[test]
fn the_doctor_finds_a_working_machine_healthy() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let answer = run(&["doctor", "--json", "--data-dir", &data], &[]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let checks = checks(&answer);
    let names: Vec<_> = checks.iter().map(|check| check["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["configuration", "data_dir", "disk_space", "database", "gstreamer", "board", "devices"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_checks_the_shared_cache_when_there_is_one() {
    let mut redis = Redis::start().await;
    let db = TestDb::new().await;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let variables = [("REVENGE_CACHE__URL", redis.url()), ("REVENGE_DATABASE__URL", db.url())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    let check = || {
        let answer = run(&["doctor", "--json", "--data-dir", &data], &variables);
        checks(&answer).into_iter().find(|check| check["name"] == "cache").unwrap()
    };
    assert_eq!(check()["ok"], true);
    redis.kill();
    let failed = check();
    assert_eq!(failed["ok"], false);
    assert!(failed["remedy"].as_str().unwrap().contains("cache.url"), "{failed}");
}

#[test]
fn the_doctor_has_a_remedy_for_every_failed_check() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let variables = [("REVENGE_DATABASE__URL", "host=/no/such/dir user=x password=hunter2")];
    let answer = run(&["doctor", "--json", "--data-dir", file.to_str().unwrap()], &variables);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    let failed: Vec<_> = checks(&answer).into_iter().filter(|check| check["ok"] == false).collect();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert!(failed.iter().all(|check| check["remedy"].as_str().is_some_and(|r| !r.is_empty())), "{failed:?}");
    assert!(!answer.stdout.contains("hunter2"), "{answer:?}");

    let answer = run(&["doctor", "--json"], &[("REVENGE_HTTP__PRT", "1")]);
    assert_eq!((answer.code, checks(&answer).len()), (Some(1), 1), "{answer:?}");
}

/// Runs with a password on standard input, beside an external database.
fn user(db: &TestDb, args: &[&str], password: &str) -> Answer {
    let mut child = command(&[&["user"], args].concat(), &[("REVENGE_DATABASE__URL", &db.url())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have refused before it asked.
    drop(child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()));
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_can_be_rescued_without_http() {
    let db = TestDb::new().await;
    let hash_of_anna = async || {
        let row =
            db.owner().await.query_one("select password_hash, role from core.users where name = 'Anna'", &[]).await;
        row.map(|row| (row.get::<_, String>(0), row.get::<_, String>(1))).unwrap()
    };
    let added = user(&db, &["add", "Anna"], "correct horse battery");
    assert_eq!((added.code, added.stdout.as_str()), (Some(0), "added admin Anna\n"), "{added:?}");
    let (first, role) = hash_of_anna().await;
    assert!(first.starts_with("$argon2id$") && role == "admin", "{first} {role}");

    let reset = user(&db, &["reset-password", "anna"], "another good password");
    assert_eq!(reset.code, Some(0), "{reset:?}");
    assert_ne!(hash_of_anna().await.0, first);

    check_refused(&user(&db, &["add", "ANNA"], "correct horse battery"), &["there is a user of that name"]);
    check_refused(&user(&db, &["reset-password", "Bert"], "correct horse battery"), &["Bert"]);
    check_refused(&user(&db, &["add", "Bert"], ""), &["no password"]);
    check_refused(&user(&db, &["add", "Bert"], "x"), &["password"]);
    assert_eq!(user(&db, &["add", "Bert", "--role", "user"], "correct horse battery").stdout, "added user Bert\n");
}

#[test]
fn openapi_prints_the_document() {
    let answer = run(&["openapi"], &[]);
    let document: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
}
