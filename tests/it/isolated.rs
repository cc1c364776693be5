//! Looking into files in a child process: the same answers, and whatever happens to the child happens to nobody else.

use std::time::{Duration, Instant};

use revenge::platform::gst::child::Program;
use revenge::platform::gst::{self, InspectErrorKind, Inspector};

use crate::harness::eventually;
use crate::harness::media::{film, made, opened};
use crate::harness::process::script;

const DEADLINE: Duration = Duration::from_secs(20);

fn isolated() -> Inspector {
    Inspector::isolated(Program::at(env!("CARGO_BIN_EXE_revenge")))
}

/// Processes that this one has started with this argument.
fn children(with: &str) -> Vec<u32> {
    let processes =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    processes
        .filter(|id: &u32| {
            let read = |name| std::fs::read_to_string(format!("/proc/{id}/{name}")).unwrap_or_default();
            let parent = format!("PPid:\t{}\n", std::process::id());
            read("status").contains(&parent) && read("cmdline").split('\0').any(|argument| argument == with)
        })
        .collect()
}

#[test]
fn a_child_says_what_this_process_would() {
    let inspector = isolated();
    for container in ["mp4", "mkv", "ts", "avi"] {
        let path = film(container);
        let (ours, theirs) = (gst::inspect(&opened(&path), DEADLINE), inspector.inspect(&opened(&path), DEADLINE));
        let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
        assert_eq!((&ours.info, &ours.index), (&theirs.info, &theirs.index), "{container}");
        assert_eq!((&ours.fingerprint, &ours.warnings), (&theirs.fingerprint, &theirs.warnings), "{container}");
    }
    let text =
        made("only words", "mkv", |path| std::fs::write(path, "no film at all, only words. ".repeat(400)).unwrap());
    let error = inspector.inspect(&opened(&text), DEADLINE).unwrap_err();
    assert_eq!(error.kind, InspectErrorKind::NotMedia, "{error}");
}

#[tokio::test]
async fn one_child_takes_many_files_survives_none_and_goes_when_nobody_asks() {
    let program = tempfile::tempdir().unwrap().keep().join("revenge-of-this-test");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_revenge"), &program).unwrap();
    let name = program.to_str().unwrap().to_owned();
    let inspector = Inspector::isolated(Program::at(&program));
    let path = film("mkv");
    for _ in 0..5 {
        inspector.inspect(&opened(&path), DEADLINE).unwrap();
    }
    let [child] = children(&name)[..] else { panic!("{:?}", children(&name)) };
    // Killed between two files, it is replaced, and the next file is not blamed.
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(child.cast_signed()), nix::sys::signal::Signal::SIGKILL).unwrap();
    inspector.inspect(&opened(&path), DEADLINE).unwrap();
    let is_alive =
        |id: &u32| !std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default().contains("zombie");
    eventually("the idle child ends", Duration::from_secs(10), || async {
        children(&name).iter().all(|id| !is_alive(id)).then_some(())
    })
    .await;
    inspector.inspect(&opened(&path), DEADLINE).unwrap();
    std::fs::remove_dir_all(program.parent().unwrap()).unwrap();
}

#[test]
fn a_child_that_crashes_hangs_or_lies_costs_its_file_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let fate = |body: &str, deadline| {
        let inspector = Inspector::isolated(Program::at(script(dir.path(), body)));
        let began = Instant::now();
        let error = inspector.inspect(&opened(&film("mkv")), deadline).unwrap_err();
        (error.kind, began.elapsed())
    };
    assert_eq!(fate("kill -SEGV $$", DEADLINE).0, InspectErrorKind::Crashing);
    assert_eq!(fate("head -c 12 /dev/zero; exit 0", DEADLINE).0, InspectErrorKind::Crashing);
    let (kind, took) = fate("exec sleep 60", Duration::from_millis(500));
    assert_eq!(kind, InspectErrorKind::TimedOut);
    assert!(took < Duration::from_secs(5), "{took:?}");
}
