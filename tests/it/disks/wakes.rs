//! Who woke the disk: on a clock and a disk that do what the test says.

use std::path::Path;
use std::time::Duration;

use revenge::domain::disks::{Cause, Kind};
use revenge::platform::fs::{DiskReport, Ledger};
use time::OffsetDateTime;
use uuid::Uuid;

use super::fake::Machine;

const MINUTE: Duration = Duration::from_secs(60);
const N_WAKES: usize = 50;

/// A disk with a library, and a clock.
struct Night {
    machine: Machine,
    media: tempfile::TempDir,
    ledger: Ledger,
    now: OffsetDateTime,
    n_requests: u64,
}

impl Night {
    fn new() -> Self {
        let (machine, media) = (Machine::new(), tempfile::tempdir().unwrap());
        machine.disk("sda", "8:0", true);
        machine.partition("sda", "sda1", "8:1");
        machine.mount("8:1", &media.path().canonicalize().unwrap(), "ext4", "/dev/sda1");
        let now = OffsetDateTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let ledger = machine.ledger(now);
        ledger.set_roots(vec![media.path().to_owned()], now);
        Self { machine, media, ledger, now, n_requests: 0 }
    }

    /// Time goes by, and the ledger looks every minute.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now = end.min(self.now + MINUTE);
            self.ledger.look(self.now);
        }
    }

    fn touch(&self, cause: Cause) {
        self.ledger.book(self.media.path(), Path::new("Film.mkv"), cause, self.now);
    }

    /// The disk answers somebody.
    fn work(&mut self) {
        self.n_requests += 3;
        self.machine.n_requests("sda", self.n_requests);
    }

    fn disk(&self) -> DiskReport {
        let [disk] = self.ledger.report(self.now).try_into().unwrap();
        disk
    }
}

fn cause(kind: Kind, n: u128) -> Cause {
    Cause { job_id: Some(Uuid::from_u128(n)), user_id: Some(Uuid::from_u128(n + 1)), ..Cause::new(kind) }
}

/// Fifty nights: in each the disk sleeps and somebody wakes it, among touches that do not.
#[test]
fn each_of_fifty_wake_ups_has_its_cause() {
    let mut night = Night::new();
    let mut expected = Vec::new();
    for n in 0..N_WAKES {
        night.pass(Duration::from_secs(601 + 97 * (n as u64 % 13)));
        let waker = cause(Kind::ALL[n * 7 % Kind::ALL.len()], n as u128);
        if n % 3 == 0 {
            // Answered from memory: the disk sleeps on.
            night.touch(cause(Kind::RootCheck, 1000));
            night.pass(if n % 2 == 0 { Duration::from_secs(3) } else { 2 * MINUTE });
        }
        if waker.kind == Kind::NotUs {
            // Whoever was answered from memory a moment ago is not to blame for what comes later.
            night.pass(2 * MINUTE);
            night.work();
            night.pass(Duration::from_secs(20));
            // In the same minute, on a disk that turns already.
            night.touch(cause(Kind::Playback, 2000));
        } else {
            night.touch(waker);
            if n % 2 == 0 {
                // It takes a while to start, and others want something of it meanwhile.
                night.touch(cause(Kind::Browse, 3000));
            }
            night.work();
            night.pass(Duration::from_secs(9));
        }
        expected.push(waker);
        // Busy for some minutes: not woken by what comes now.
        for _ in 0..4 {
            night.work();
            night.pass(MINUTE);
            night.touch(cause(Kind::Scan, 4000));
            night.work();
        }
        night.pass(MINUTE);
    }
    let disk = night.disk();
    let told: Vec<_> = disk.wakes.iter().rev().map(|wake| (wake.cause.kind, wake.cause.job_id)).collect();
    let of = |cause: &Cause| (cause.kind, cause.job_id.filter(|_| cause.kind != Kind::NotUs));
    let right = expected.iter().map(of).zip(&told).filter(|(expected, told)| expected == *told).count();
    assert_eq!(told.len(), N_WAKES, "{told:?}");
    assert!(right * 100 >= N_WAKES * 98, "{right} of {N_WAKES}: {told:?}");
    assert!(told.iter().any(|(kind, _)| *kind == Kind::NotUs));
    assert!(disk.n_wakes_last_day.unwrap() >= N_WAKES);
}

#[test]
fn what_is_known_of_a_disk_grows_old() {
    use revenge::domain::disks::DiskState::{Active, Idle, Standby, Unknown};
    let mut night = Night::new();
    assert_eq!(night.disk().state, Unknown, "nobody has seen it busy");
    night.work();
    night.pass(Duration::from_secs(1));
    assert_eq!(night.disk().state, Active);
    night.pass(2 * MINUTE);
    assert_eq!(night.disk().state, Idle);
    night.pass(15 * MINUTE);
    assert_eq!(night.disk().state, Unknown, "it may sleep");
    night.machine.write("sys/devices/sda/device/power/runtime_status", "suspended\n");
    assert_eq!(night.disk().state, Standby);
    night.work();
    night.pass(MINUTE);
    assert_eq!(night.disk().n_wakes_last_day, Some(1));
    night.pass(Duration::from_hours(25));
    assert_eq!((night.disk().n_wakes_last_day, night.disk().wakes.len()), (Some(0), 1));
}

/// What can wait asks before each film; a disk that nobody has watched for long enough may be read.
#[test]
fn a_disk_is_asleep_once_it_was_left_alone_for_long_enough() {
    let mut night = Night::new();
    let asleep_since = |night: &Night| night.ledger.asleep_since(night.media.path(), night.now);
    assert_eq!(asleep_since(&night), None);
    night.pass(9 * MINUTE);
    night.work();
    night.pass(MINUTE);
    let busy_at = night.now;
    night.pass(9 * MINUTE);
    assert_eq!(asleep_since(&night), None);
    night.pass(MINUTE);
    assert_eq!(asleep_since(&night), Some(busy_at));
    night.pass(Duration::from_hours(30));
    assert_eq!(asleep_since(&night), Some(busy_at));
    night.work();
    night.pass(MINUTE);
    assert_eq!(asleep_since(&night), None);
    night.machine.write("sys/devices/sda/device/power/runtime_status", "suspended\n");
    assert_eq!(asleep_since(&night), Some(night.now));
    assert_eq!(night.ledger.asleep_since(Path::new("/nowhere"), night.now), None, "no disk is known there");
}

/// A day of wake-ups is kept, a month is not.
#[test]
fn the_ledger_is_bounded() {
    let mut night = Night::new();
    for _ in 0..400 {
        night.pass(11 * MINUTE);
        night.work();
        night.pass(MINUTE);
    }
    let disk = night.disk();
    assert_eq!((disk.wakes.len(), disk.n_wakes_last_day), (50, Some(121)));
    for n in 0..2000 {
        let path = format!("/nowhere/{n}");
        night.ledger.book(Path::new(&path), Path::new(""), Cause::new(Kind::Browse), night.now);
    }
    assert_eq!(night.ledger.report(night.now).len(), 1);
}
