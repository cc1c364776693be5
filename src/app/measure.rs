//! Measures this machine once, while nothing else is at work, and keeps what films teach about it.
//!
//! A bulk job some minutes after the first start, so the governor holds it while somebody plays and the machine is busy;
//! whoever begins meanwhile ends it, and it comes back. Everything is measured in the data directory: no library's disk is
//! touched. The results hold until the board, its memory, the kernel, a driver or GStreamer is another one.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{Advice, fadvise};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::{backends, child};
use crate::base::{Result, now};
use crate::domain::job::{MeasureMachine, Queue};
use crate::domain::playback::Cost;
use crate::http::AppState;
use crate::platform::board::{Board, Measured};
use crate::platform::events::Topic;
use crate::platform::fs::volume_of;
use crate::platform::gst::child::Program;
use crate::platform::jobs::{EnqueueOptions, JobContext, Outcome};

const FILE: &str = "measured.json";
const TRIED: &str = "measure.part";
/// All back-ends together; with the disk below a minute.
const ENCODING_BUDGET: Duration = Duration::from_secs(45);
const AGAIN_AFTER: time::Duration = time::Duration::minutes(5);
/// Enough to see a disk's speed, little enough for a card's life.
const SAMPLE_BYTES: usize = 32 << 20;
const ROOM_BYTES: u64 = 512 << 20;
const CHUNK_BYTES: usize = 1 << 20;
/// A session that ends has its segments counted by then.
const SETTLED: Duration = Duration::from_secs(5);
/// A smaller change is not worth a write.
const CHANGE: f64 = 0.1;

#[derive(Serialize, Deserialize)]
struct Kept {
    /// What the results depend on.
    machine: String,
    measured: Measured,
}

/// What the results depend on, as one word.
pub fn fingerprint(board: &Board) -> String {
    let hardware = &board.hardware;
    let facts = format!(
        "{:?} {:?} {:?} {:?} {} {} {}",
        hardware.model,
        hardware.compatible,
        hardware.dmi,
        hardware.names,
        hardware.cores,
        hardware.memory_bytes,
        backends::key(board)
    );
    let digest = Sha256::digest(facts.as_bytes());
    format!("{:032x}", digest.first_chunk().map_or(0, |half| u128::from_be_bytes(*half)))
}

/// What was measured on this very machine.
pub fn read(board: &Board, data_dir: &Path) -> Option<Measured> {
    if !board.is_this_machine {
        return None;
    }
    let kept: Kept = serde_json::from_slice(&fs::read(data_dir.join(FILE)).ok()?).ok()?;
    (kept.machine == fingerprint(board)).then_some(kept.measured)
}

/// Measures, and keeps what is learnt.
#[derive(Clone)]
pub struct Measure {
    state: AppState,
    board: Board,
    data_dir: PathBuf,
}

impl Measure {
    pub fn new(state: &AppState) -> Self {
        let (board, data_dir) = (state.board.board().clone(), state.system.data_dir().to_path_buf());
        Self { state: state.clone(), board, data_dir }
    }

    /// Uses what is known, asks for what is not once the trials are over, and keeps what films teach. Runs until the bus
    /// is gone.
    pub async fn mind(self, after: Duration, tried: CancellationToken) {
        if !self.board.is_this_machine {
            return;
        }
        if let Some(measured) = &self.board.measured {
            self.state.playback.engine().tally().expect_work(&measured.work_per_second);
        } else {
            tried.cancelled().await;
            tokio::time::sleep(after).await;
            if let Err(error) = self.request().await {
                tracing::warn!(%error, "this machine was not measured");
            }
        }
        let mut live = self.state.events.subscribe().live;
        loop {
            match live.recv().await {
                Err(RecvError::Closed) => return,
                Ok(event) if event.topic != Topic::Playback => continue,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
            }
            tokio::time::sleep(SETTLED).await;
            live = live.resubscribe();
            self.learn();
        }
    }

    async fn request(&self) -> Result<()> {
        let client = self.state.db.client().await?;
        let job = MeasureMachine { machine: fingerprint(&self.board) };
        self.state.jobs.enqueue(&client, &job, EnqueueOptions::default()).await.map(drop)
    }

    /// What films have shown, where it is another figure than the one that is kept.
    fn learn(&self) {
        let Some(mut measured) = read(&self.board, &self.data_dir) else { return };
        let mut is_news = false;
        for (backend, work) in self.state.playback.engine().tally().learnt() {
            let before = measured.work_per_second.insert(backend, work);
            is_news |= before.is_none_or(|before| (work - before).abs() > before * CHANGE);
        }
        if is_news {
            self.keep(measured);
        }
    }

    /// Handler of `MeasureMachine`.
    pub async fn run(self, context: JobContext, job: MeasureMachine) -> Result<Outcome> {
        if job.machine != fingerprint(&self.board) {
            // It is asked of another node.
            return Ok(Outcome::Snooze(now() + time::Duration::minutes(1)));
        }
        if self.is_busy() {
            return Ok(Outcome::Snooze(now() + AGAIN_AFTER));
        }
        let measured = tokio::select! {
            measured = self.measure(&context) => measured,
            () = context.held() => return Ok(Outcome::Snooze(now() + AGAIN_AFTER)),
            () = context.cancelled() => return Ok(Outcome::Cancelled),
        };
        let result = json!(measured);
        self.state.playback.engine().tally().expect_work(&measured.work_per_second);
        self.state.board.set_measured(measured.clone());
        self.keep(measured);
        Ok(Outcome::Done(result))
    }

    fn is_busy(&self) -> bool {
        let demand = *self.state.jobs.gate().demand().borrow();
        let others = [Queue::Critical, Queue::High, Queue::Default, Queue::Low];
        self.state.playback.engine().n_pipelines() > 0 || others.iter().any(|queue| demand.is_busy[*queue as usize])
    }

    async fn measure(&self, context: &JobContext) -> Measured {
        let began = Instant::now();
        let (mut measured, mut encoders) = (Measured::default(), Vec::new());
        let believed = backends::believed(&self.board, &self.state.board.report().backends);
        let n_steps = believed.len() as u64 + 1;
        for (done, backend) in believed.iter().enumerate() {
            context.report(done as u64, n_steps, format!("Encoding with {}", backend.name()));
            let left = ENCODING_BUDGET.saturating_sub(began.elapsed());
            let encoder = child::try_encoder(Program::own().path(), backend, left).await;
            let Some((encoder, fps)) = encoder.and_then(|encoder| Some((encoder.clone(), encoder.fps?))) else {
                continue;
            };
            measured.encoding_fps.insert(backend.name().to_owned(), fps);
            measured.work_per_second.insert(backend.name().to_owned(), work_per_second(fps));
            encoders.push((backend.name().to_owned(), encoder));
        }
        let known = (&self.state.board, self.state.playback.engine().backends());
        backends::correct(known, &self.data_dir, &encoders);
        context.report(n_steps - 1, n_steps, "Reading and hashing");
        let data_dir = self.data_dir.clone();
        let disk = tokio::task::spawn_blocking(move || (disk_speed(&data_dir), hash_speed())).await;
        if let Ok((disk, hash)) = disk {
            (measured.disk_read_bytes_per_second, measured.hash_bytes_per_second) = (disk, hash);
        }
        measured
    }

    fn keep(&self, measured: Measured) {
        let kept = Kept { machine: fingerprint(&self.board), measured };
        let path = self.data_dir.join(FILE);
        if let Err(error) = backends::write(&path, &kept) {
            tracing::warn!(%error, "what was measured could not be kept");
        }
    }
}

/// An encoder that makes so many pictures of 1280 × 720 a second does so much work, as admission counts it.
fn work_per_second(fps: f64) -> f64 {
    let one = Cost { encode_pixels_per_second: 1280 * 720, ..Cost::default() };
    fps * one.work() as f64
}

/// Bytes per second that come from the disk itself, of a file that is made for it.
fn disk_speed(data_dir: &Path) -> Option<u64> {
    if volume_of(data_dir).is_none_or(|volume| volume.free_bytes < ROOM_BYTES) {
        return None;
    }
    let path = data_dir.join(TRIED);
    let speed = read_back(&path).ok();
    if let Err(error) = fs::remove_file(&path) {
        tracing::warn!(%error, path = %path.display(), "a file of a measurement was not removed");
    }
    speed
}

fn read_back(path: &Path) -> std::io::Result<u64> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // Not zeros, which some file systems do not write at all.
    let chunk: Vec<u8> = (0..CHUNK_BYTES).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for _ in 0..SAMPLE_BYTES / CHUNK_BYTES {
        file.write_all(&chunk)?;
    }
    file.sync_all()?;
    let mut file = fs::File::open(path)?;
    // What memory holds of it says nothing of the disk.
    fadvise(&file, 0, None, Advice::DontNeed)?;
    let (began, mut buffer, mut n_read) = (Instant::now(), vec![0; CHUNK_BYTES], 0_usize);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(per_second(n_read, began.elapsed())),
            n => n_read += n,
        }
    }
}

fn hash_speed() -> u64 {
    let (chunk, mut hash) = (vec![0xa5_u8; CHUNK_BYTES], Sha256::new());
    let began = Instant::now();
    for _ in 0..SAMPLE_BYTES / CHUNK_BYTES {
        hash.update(&chunk);
    }
    // Not to be left out by a compiler that sees that nobody needs it.
    std::hint::black_box(hash.finalize());
    per_second(SAMPLE_BYTES, began.elapsed())
}

fn per_second(n_bytes: usize, took: Duration) -> u64 {
    (n_bytes as f64 / took.as_secs_f64().max(1e-6)) as u64
}
