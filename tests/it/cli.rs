//! The command line from outside: answers, exit codes, and one line when something is wrong.

use std::process::Command;

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program with an environment that holds nothing of the machine's.
pub fn command(args: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_revenge"));
    command.args(args).env_clear().env("PATH", "/usr/bin:/bin").envs(variables.iter().copied());
    // Where a measured run of the tests counts lines.
    command.envs(std::env::vars_os().filter(|(name, _)| name == "LLVM_PROFILE_FILE"));
    command
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
    for name in ["serve", "board", "doctor", "config", "migrate"] {
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
