//! Films for the whole thread, made by ffmpeg once and kept in target/fixtures.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const SECONDS: u32 = 20;

/// A folder with one film per method: direct, remux, transcode.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fixtures/thread-2");
        make(
            &folder.join("Plain Harbour (2021).mp4"),
            &["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "48", "-c:a", "aac", "-movflags", "+faststart"],
        );
        make(
            &folder.join("Quiet Water (2020).mkv"),
            &["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "60", "-bf", "2", "-c:a", "ac3"],
        );
        make(
            &folder.join("Northern Transit (2019).mkv"),
            &["-c:v", "libx265", "-x265-params", "log-level=error", "-c:a", "ac3"],
        );
        folder
    })
}

pub fn duration_ms() -> f64 {
    f64::from(SECONDS) * 1000.0
}

fn make(path: &Path, encoder: &[&str]) {
    if path.exists() {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let part = path.with_file_name(format!("part-{}", path.file_name().unwrap().to_string_lossy()));
    let picture = format!("testsrc2=size=320x180:rate=24:duration={SECONDS}");
    let sound = format!("sine=frequency=440:sample_rate=48000:duration={SECONDS}");
    let status = Command::new("ffmpeg")
        .args([
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            &picture,
            "-f",
            "lavfi",
            "-i",
            &sound,
            "-preset",
            "ultrafast",
        ])
        .args(encoder)
        .arg(&part)
        .status()
        .unwrap();
    assert!(status.success());
    std::fs::rename(part, path).unwrap();
}

/// `n` different small films: one clip with an unequal trailing box each.
pub fn many(to: &Path, n: usize) {
    let clip = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fixtures/thread-2/Plain Harbour (2021).mp4");
    folder();
    let bytes = std::fs::read(clip).unwrap();
    for i in 0..n {
        let mut film = bytes.clone();
        film.extend_from_slice(&16_u32.to_be_bytes());
        film.extend_from_slice(b"free");
        film.extend_from_slice(&(i as u64).to_be_bytes());
        std::fs::write(to.join(format!("Title {i:03} (2001).mp4")), film).unwrap();
    }
}
