//! Inspection in a child process: what a demuxer does to a hostile file happens there, not in the server.
//!
//! A child takes one file after the other, because starting it costs thirty times what a small file does; it ends by
//! itself when it has had many files or none for some seconds. Files go to it as descriptors, so it opens nothing and
//! sees no path. A crash is blamed on a file only when a fresh child crashes on it too.

use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};

use super::error::{InspectError, InspectErrorKind};
use super::run::{Hung, Inspection, TEARDOWN, inspect};
use crate::platform::fs::MediaFile;
use crate::platform::gst::child::{self, Program};

/// The child's task.
pub const TASK: &str = "inspect";
/// Files that one child looks into: what a demuxer leaks or breaks does not add up.
const FILES: u32 = 200;
/// A child that nobody asks for this long ends.
const IDLE: Duration = Duration::from_secs(3);
/// An index of a day of film in JSON is far below.
const ANSWER_BYTES: u32 = 64 << 20;
/// Room for one descriptor beside a message.
const SPACE: usize = rustix::cmsg_space!(ScmRights(1));
/// From a kill to the end of a process that is not stuck in a disk.
const PARTING: Duration = Duration::from_millis(500);

/// Where files are looked into. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Inspector {
    /// None: in this process.
    program: Option<Program>,
    idle: Arc<Mutex<Vec<Helper>>>,
}

impl Inspector {
    pub fn isolated(program: Program) -> Self {
        Self { program: Some(program), idle: Arc::default() }
    }

    pub fn in_process() -> Self {
        Self { program: None, idle: Arc::default() }
    }

    /// As `inspect`, wherever that happens.
    pub fn inspect(&self, file: &MediaFile, deadline: Duration) -> Result<Inspection, InspectError> {
        let Some(program) = &self.program else { return inspect(file, deadline) };
        if file.stamp.size_bytes == 0 {
            return inspect(file, deadline);
        }
        super::run::refuse_if_storage_hangs()?;
        // A child may not write the registry of plug-ins, so ours has to be fresh.
        crate::platform::gst::init().map_err(|e| InspectError::new(InspectErrorKind::Internal, e.to_string()))?;
        loop {
            let rested = self.idle().pop();
            let is_fresh = rested.is_none();
            let mut helper = match rested {
                Some(helper) => helper,
                None => Helper::start(program)?,
            };
            match helper.ask(file, deadline) {
                Ok(Answer { result, is_last }) => {
                    if !is_last {
                        self.idle().push(helper);
                    }
                    return result;
                }
                Err(Silence::TimedOut) => return Err(InspectError::new(InspectErrorKind::TimedOut, "killed")),
                // It may have ended for want of work, or have been broken by an earlier file.
                Err(Silence::Gone(_)) if !is_fresh => {}
                Err(Silence::Gone(status)) => {
                    let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
                    return Err(InspectError::new(
                        InspectErrorKind::Crashing,
                        format!("the child process died: {status}"),
                    ));
                }
            }
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Helper>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Answer {
    result: Result<Inspection, InspectError>,
    /// The child ends now.
    is_last: bool,
}

enum Silence {
    TimedOut,
    /// The child is no more.
    Gone(Option<ExitStatus>),
}

/// A running child. Dropped, it is killed and reaped.
#[derive(Debug)]
struct Helper {
    child: Option<Child>,
    socket: UnixStream,
}

impl Helper {
    fn start(program: &Program) -> Result<Self, InspectError> {
        let fault = |e: io::Error| InspectError::new(InspectErrorKind::Internal, format!("start a child: {e}"));
        let (socket, theirs) = UnixStream::pair().map_err(fault)?;
        let theirs = OwnedFd::from(theirs);
        let out = theirs.try_clone().map_err(fault)?;
        let child = child::spawn(program, (TASK, &[]), theirs.into(), out.into()).map_err(fault)?;
        Ok(Self { child: Some(child), socket })
    }

    fn ask(&mut self, file: &MediaFile, deadline: Duration) -> Result<Answer, Silence> {
        match self.exchange(file, deadline) {
            Ok(answer) => Ok(answer),
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Err(Silence::TimedOut),
            Err(_) => Err(Silence::Gone(self.child.take().and_then(end))),
        }
    }

    fn exchange(&mut self, file: &MediaFile, deadline: Duration) -> io::Result<Answer> {
        let request = (deadline.as_millis() as u64).to_le_bytes();
        let (descriptors, mut space) = ([file.as_file().as_fd()], [MaybeUninit::uninit(); SPACE]);
        let mut parts = SendAncillaryBuffer::new(&mut space);
        parts.push(SendAncillaryMessage::ScmRights(&descriptors));
        sendmsg(&self.socket, &[IoSlice::new(&request)], &mut parts, SendFlags::NOSIGNAL)?;
        // It keeps the deadline itself, and is given the time to take its pipeline down, twice.
        self.socket.set_read_timeout(Some(deadline + 2 * TEARDOWN))?;
        let mut len = [0; 4];
        self.socket.read_exact(&mut len)?;
        let len = u32::from_le_bytes(len);
        if len > ANSWER_BYTES {
            return Err(io::Error::other("the child said too much"));
        }
        let mut answer = vec![0; len as usize];
        self.socket.read_exact(&mut answer)?;
        serde_json::from_slice(&answer).map_err(io::Error::other)
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.child.take().and_then(end);
    }
}

/// Kills a child and reaps it; one that a disk holds is left to a thread of its own.
fn end(mut child: Child) -> Option<ExitStatus> {
    let until = Instant::now() + PARTING;
    if !matches!(child.try_wait(), Ok(Some(_))) {
        // Fails only because it is gone already.
        child.kill().ok();
    }
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
            Ok(None) => break,
            Err(_) => return None,
        }
    }
    let hung = Hung::count();
    let reap = move || {
        child.wait().ok();
        drop(hung);
    };
    std::thread::Builder::new().name("reap".to_owned()).spawn(reap).ok();
    None
}

/// The child's side: looks into files until there are no more. Standard input is the parent's socket.
pub fn serve_inspections() -> Result<(), String> {
    crate::platform::gst::init().map_err(|e| e.to_string())?;
    let stdin = io::stdin().as_fd().try_clone_to_owned().map_err(|e| format!("take the socket: {e}"))?;
    let mut socket = UnixStream::from(stdin);
    for n in 1..=FILES {
        if !has_work(&socket) {
            break;
        }
        let Some((file, deadline)) = receive(&socket).map_err(|e| format!("receive a file: {e}"))? else { break };
        let answer = Answer { result: inspect(&file, deadline), is_last: n == FILES };
        let answer = serde_json::to_vec(&answer).map_err(|e| format!("write the answer: {e}"))?;
        let len = (answer.len() as u32).to_le_bytes();
        socket.write_all(&[&len[..], &answer].concat()).map_err(|e| format!("answer: {e}"))?;
    }
    Ok(())
}

/// False when nobody asks any more.
fn has_work(socket: &UnixStream) -> bool {
    let timeout = Timespec { tv_sec: IDLE.as_secs() as i64, tv_nsec: 0 };
    poll(&mut [PollFd::new(socket, PollFlags::IN)], Some(&timeout)).is_ok_and(|n| n > 0)
}

/// The next file with its deadline; `None` at the end.
fn receive(socket: &UnixStream) -> io::Result<Option<(MediaFile, Duration)>> {
    let (mut request, mut space) = ([0; 8], [MaybeUninit::uninit(); SPACE]);
    let mut parts = RecvAncillaryBuffer::new(&mut space);
    recvmsg(socket, &mut [IoSliceMut::new(&mut request)], &mut parts, RecvFlags::CMSG_CLOEXEC)?;
    let file = parts.drain().find_map(|part| match part {
        RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
        _ => None,
    });
    let Some(file) = file else { return Ok(None) };
    Ok(Some((MediaFile::from_opened(file.into())?, Duration::from_millis(u64::from_le_bytes(request)))))
}
