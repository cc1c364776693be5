//! Films for the whole thread, made by ffmpeg once and kept in target/fixtures.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::harness::media;

const SECONDS: u32 = 20;

/// A folder with one film per method: direct, remux, transcode.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = media::folder().join("thread-3");
        std::fs::create_dir_all(&folder).unwrap();
        make(&folder.join("Plain Harbour (2021).mp4"), "-c:v libx264 -g 48 -c:a aac -movflags +faststart");
        make(&folder.join("Quiet Water (2020).mkv"), "-c:v libx264 -g 60 -bf 2 -c:a ac3");
        make(&folder.join("Northern Transit (2019).mkv"), "-c:v libx265 -x265-params log-level=error -c:a ac3");
        folder
    })
}

pub fn duration_ms() -> f64 {
    f64::from(SECONDS) * 1000.0
}

/// A link to the fixture: its name is what the scan reads.
fn make(path: &Path, codecs: &str) {
    let codecs = format!("-preset ultrafast -pix_fmt yuv420p {codecs}");
    let recipe = media::recipe(&[media::PICTURE, media::SOUND, &codecs], SECONDS);
    let made = media::fixture(&recipe, path.extension().unwrap().to_str().unwrap());
    if !path.exists() {
        std::fs::hard_link(made, path).unwrap();
    }
}

/// `n` different small films: one clip with an unequal trailing box each.
pub fn many(to: &Path, n: usize) {
    many_of(&folder().join("Plain Harbour (2021).mp4"), to, n);
}

pub fn many_of(clip: &Path, to: &Path, n: usize) {
    let bytes = std::fs::read(clip).unwrap();
    for i in 0..n {
        let mut film = bytes.clone();
        film.extend_from_slice(&16_u32.to_be_bytes());
        film.extend_from_slice(b"free");
        film.extend_from_slice(&(i as u64).to_be_bytes());
        std::fs::write(to.join(format!("Title {i:03} (2001).mp4")), film).unwrap();
    }
}
