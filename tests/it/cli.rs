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
    for name in ["serve", "board", "doctor", "config", "openapi", "migrate", "user"] {
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
