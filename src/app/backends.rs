//! Which back-ends are believed, found out once per machine.
//!
//! A trial takes seconds of all cores, so its result is kept in the data directory and holds until a driver, the kernel,
//! GStreamer, this program or the profile's list changes. Before a device is tried that is written down too: a driver
//! that takes the machine down with it would do so at every start.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::child;
use crate::platform::board::{Backend, BackendElement, BackendLimits, BackendProfile, BackendState, Board, Status};
use crate::platform::gst;
use crate::platform::gst::backend::{self, BackendSpec};
use crate::platform::gst::child::Program;
use crate::services::playback::engine::Backends;

const FILE: &str = "backends.json";
/// So often a trial may be cut off before the device is held to be the cause.
const CUT_OFF: u32 = 2;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// What the results depend on.
    key: String,
    backends: Vec<Backend>,
    /// The device whose trial had begun when this was written, and how often it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trying: Option<(String, u32)>,
}

/// Tries each back-end now.
pub async fn verify(board: &Board) -> Vec<Backend> {
    verify_with(board, |_| None, |_, _| {}).await
}

/// The results of an earlier start if they still hold, else of now.
pub async fn verify_once(board: &Board, data_dir: &Path) -> Vec<Backend> {
    let path = data_dir.join(FILE);
    let key = key(board);
    let kept = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
    let kept = kept.filter(|kept| kept.key == key).unwrap_or_default();
    if !kept.backends.is_empty() && kept.trying.is_none() {
        return kept.backends;
    }
    let n_begun = |name: &str| kept.trying.as_ref().filter(|(tried, _)| tried == name).map_or(0, |(_, n)| *n);
    let is_cause = |name: &str| {
        (n_begun(name) >= CUT_OFF).then(|| format!("the machine or the server ended {CUT_OFF} times during its trial"))
    };
    let note = |backends: &[Backend], name: &str| {
        let trying = Some((name.to_owned(), n_begun(name) + 1));
        keep(&path, &Kept { key: key.clone(), backends: backends.to_vec(), trying });
    };
    let backends = verify_with(board, is_cause, note).await;
    keep(&path, &Kept { key, backends: backends.clone(), trying: None });
    backends
}

/// `refuse` says why a device is not tried; `note` is told before one is.
async fn verify_with(
    board: &Board,
    refuse: impl Fn(&str) -> Option<String>,
    note: impl Fn(&[Backend], &str),
) -> Vec<Backend> {
    let looked = board.clone();
    // The first look at GStreamer reads its registry, which may take a second on a slow disk.
    let looked = tokio::task::spawn_blocking(move || looked.backends(gst::has_element)).await;
    let mut backends = looked.unwrap_or_else(|_| board.backends(|_| false));
    for (place, profile) in board.profile.backends.iter().enumerate() {
        if !backends.get(place).is_some_and(|backend| board.is_to_be_tried(backend)) {
            continue;
        }
        let known = backend::Backend::new(spec(profile));
        if let Some(reason) = known.as_ref().err().map(|e| e.what().to_owned()).or_else(|| refuse(&profile.name)) {
            backends[place].fail(reason);
        } else if let Ok(known) = known {
            if !known.is_software() {
                note(&backends, &profile.name);
            }
            let needs_decoder = known.limits().needs_decoder;
            backends[place]
                .judge(child::try_backend(Program::own().path(), &known, child::DEADLINE).await, needs_decoder);
        }
    }
    backends
}

/// The verified ones for the engine: without their bad decoders, and slow ones behind the others.
pub fn believed(board: &Board, backends: &[Backend]) -> Vec<backend::Backend> {
    let verified = backends.iter().filter(|backend| backend.state == BackendState::Verified);
    let mut verified: Vec<&Backend> = verified.collect();
    verified.sort_by_key(|backend| backend.is_slow());
    let known = verified.into_iter().filter_map(|found| {
        let profile = board.profile.backends.iter().find(|profile| profile.name == found.name)?;
        let bad = found.elements.iter().filter(|element| !element.is_encoder() && !element.works());
        let bad = bad.map(|element| (element.element.clone(), element.codec.clone())).collect();
        Some(backend::Backend::new(spec(profile)).ok()?.without(bad))
    });
    known.collect()
}

/// Tries what has to be tried, lets the engine use what is believed, says so by `tried`, and tells of what fails
/// afterwards. Never ends.
pub async fn mind(board: Board, data_dir: PathBuf, (status, engine): (Status, Backends), tried: CancellationToken) {
    let backends = verify_once(&board, &data_dir).await;
    for backend in &backends {
        let Backend { name, state, reason, fps, .. } = backend;
        tracing::info!(backend = name, ?state, reason, fps, "encoder");
    }
    engine.believe(believed(&board, &backends));
    status.set_backends(backends);
    tried.cancel();
    let mut distrusted = engine.distrusted();
    let mut n_told = 0;
    while distrusted.changed().await.is_ok() {
        let news = distrusted.borrow_and_update().clone();
        for out in &news[n_told..] {
            status.fail_backend(&out.name, &out.why);
            // The next start tries everything anew.
            keep(&data_dir.join(FILE), &Kept::default());
        }
        n_told = news.len();
    }
}

/// A trial that shared the processor with a scan may have taken an encoder for slow: what it did while nothing else was at
/// work counts instead.
pub fn correct((status, engine): (&Status, &Backends), data_dir: &Path, encoders: &[(String, BackendElement)]) {
    let board = status.board();
    let mut backends = status.report().backends;
    let mut n_corrected = 0;
    for (name, encoder) in encoders {
        let found = backends.iter_mut().find(|backend| backend.name == *name);
        n_corrected += usize::from(found.is_some_and(|backend| backend.correct(encoder)));
    }
    if n_corrected > 0 {
        keep(&data_dir.join(FILE), &Kept { key: key(board), backends: backends.clone(), trying: None });
        engine.believe(believed(board, &backends));
        status.set_backends(backends);
    }
}

/// What the pipelines know of the profile's back-ends.
pub fn spec(profile: &BackendProfile) -> BackendSpec {
    let BackendLimits { max_width, max_height, max_frames_per_second, max_sessions } = profile.limits;
    let none = backend::Limits::NONE;
    BackendSpec {
        name: profile.name.clone(),
        encoder: profile.encoder.clone(),
        decoders: profile.decoders.clone(),
        limits: backend::Limits { max_width, max_height, max_frames_per_second, max_sessions, ..none },
    }
}

/// What the results of trials depend on.
pub(super) fn key(board: &Board) -> String {
    let kernel = nix::sys::utsname::uname().map(|u| u.release().to_string_lossy().into_owned()).unwrap_or_default();
    let elements = board.profile.backends.iter().map(|b| format!("{} {} {}", b.name, b.encoder, b.decoders.join(" ")));
    let elements = elements.collect::<Vec<_>>().join(", ");
    let nodes: Vec<_> = board.hardware.render_nodes.iter().chain(&board.hardware.codec_nodes).collect();
    let drivers = [board.hardware.drivers.clone(), va_drivers()].concat().join(", ");
    let (version, gstreamer) = (env!("CARGO_PKG_VERSION"), gst::library_version());
    format!("{version} | {gstreamer} | {kernel} | {nodes:?} | {drivers} | {elements}")
}

/// The graphics' drivers outside the kernel, by size and date: an update of one changes what it does.
fn va_drivers() -> Vec<String> {
    let lib = [Path::new("/usr/lib"), Path::new("/usr/lib64")];
    let below = lib.iter().filter_map(|lib| fs::read_dir(lib).ok()).flatten().flatten().map(|entry| entry.path());
    let folders = below.chain(lib.map(Path::to_path_buf)).map(|folder| folder.join("dri"));
    let files = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let drivers = files.filter(|file| file.file_name().to_string_lossy().ends_with("_drv_video.so"));
    let mut drivers: Vec<String> = drivers
        .filter_map(|file| {
            let facts = file.path().metadata().ok()?;
            let date = facts.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
            Some(format!("{} {} {date}", file.file_name().to_string_lossy(), facts.len()))
        })
        .collect();
    drivers.sort();
    drivers
}

fn keep(path: &Path, kept: &Kept) {
    if let Err(error) = write(path, kept) {
        tracing::warn!(%error, "the results of the trials could not be kept");
    }
}

pub(super) fn write(path: &Path, kept: &impl Serialize) -> std::io::Result<()> {
    let part = path.with_extension("part");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    file.sync_all()?;
    fs::rename(part, path)
}
