//! Which encoders are believed, found out once per machine.
//!
//! A test encode takes a second of all cores, so its result is kept in the data directory and holds until the kernel,
//! GStreamer, this program or the profile's list changes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::child;
use crate::platform::board::{Backend, BackendLimits, BackendProfile, Board};
use crate::platform::gst;
use crate::platform::gst::backend::BackendSpec;

const FILE: &str = "backends.json";

#[derive(Serialize, Deserialize)]
struct Kept {
    /// What the results depend on.
    key: String,
    backends: Vec<Backend>,
}

/// Tries each encoder now.
pub async fn verify(board: &Board) -> Vec<Backend> {
    let looked = board.clone();
    // The first look at GStreamer reads its registry, which may take a second on a slow disk.
    let looked = tokio::task::spawn_blocking(move || looked.backends(gst::has_element)).await;
    let mut backends = looked.unwrap_or_else(|_| board.backends(|_| false));
    for (backend, profile) in backends.iter_mut().zip(&board.profile.backends) {
        if board.is_to_be_tried(backend) {
            backend.judge(child::try_encoder(&profile.encoder).await);
        }
    }
    backends
}

/// The results of an earlier start if they still hold, else of now.
pub async fn verify_once(board: &Board, data_dir: &Path) -> Vec<Backend> {
    let path = data_dir.join(FILE);
    let key = key(board);
    let kept = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
    if let Some(kept) = kept.filter(|kept| kept.key == key) {
        return kept.backends;
    }
    let backends = verify(board).await;
    let kept = Kept { key, backends };
    if let Err(error) = keep(&path, &kept) {
        tracing::warn!(%error, "the results of the test encodes could not be kept");
    }
    kept.backends
}

/// What the pipelines know of the profile's back-ends; `Invalid` for one of a kind that this program does not know.
pub fn spec(profile: &BackendProfile) -> BackendSpec {
    let BackendLimits { max_width, max_height, max_frames_per_second, max_sessions } = profile.limits;
    BackendSpec {
        name: profile.name.clone(),
        encoder: profile.encoder.clone(),
        decoders: profile.decoders.clone(),
        limits: gst::backend::Limits {
            max_width,
            max_height,
            max_frames_per_second,
            max_sessions,
            ..gst::backend::Limits::NONE
        },
    }
}

fn key(board: &Board) -> String {
    let kernel = nix::sys::utsname::uname().map(|u| u.release().to_string_lossy().into_owned()).unwrap_or_default();
    let encoders: Vec<_> = board.profile.backends.iter().map(|backend| backend.encoder.as_str()).collect();
    let gstreamer = gst::library_version();
    let nodes = board.hardware.render_nodes.len();
    format!("{} | {gstreamer} | {kernel} | {nodes} | {}", env!("CARGO_PKG_VERSION"), encoders.join(" "))
}

fn keep(path: &Path, kept: &Kept) -> std::io::Result<()> {
    let part = path.with_extension("part");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    fs::rename(part, path)
}
