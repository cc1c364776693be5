//! Media made on the spot by ffmpeg (a test tool; the product never runs it), kept in `target/fixtures`.
//!
//! A fixture's name carries a hash of its recipe, so a changed recipe makes a new file and a stale one is never read.
//! Made under a temporary name and renamed: tests run at the same time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use revenge::domain::disks::Kind;
use revenge::platform::fs::{Access, Ledger, MediaFile};
use sha2::{Digest, Sha256};

/// Pictures that move, 320x180 at 24 frames a second.
pub const PICTURE: &str = "-f lavfi -i testsrc2=size=320x180:rate=24:duration={s}";
/// A tone, 48 kHz stereo.
pub const SOUND: &str = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration={s}";
pub const H264: &str = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 48 -keyint_min 24";
pub const AAC: &str = "-c:a aac -b:a 96k -ac 2";

/// Leave to touch files, booked where nobody reads it.
pub fn access() -> Access {
    ledger().access(Kind::Probe)
}

pub fn ledger() -> Ledger {
    Ledger::new("/".into(), Duration::from_mins(10))
}

/// A file, opened as a scan or a player would.
pub fn opened(path: &Path) -> MediaFile {
    MediaFile::open(path.parent().unwrap(), Path::new(path.file_name().unwrap()), &access()).unwrap()
}

pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fixtures");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file of `extension` made with the ffmpeg arguments of `recipe`, split at blanks.
pub fn fixture(recipe: &str, extension: &str) -> PathBuf {
    let words: Vec<&str> = recipe.split_whitespace().collect();
    made(recipe, extension, |target| ffmpeg(&words, target))
}

/// Ten seconds of H.264 and AAC in the container that `extension` names.
pub fn film(extension: &str) -> PathBuf {
    fixture(&recipe(&[PICTURE, SOUND, H264, AAC], 10), extension)
}

/// Joins parts and sets the duration in seconds.
pub fn recipe(parts: &[&str], seconds: u32) -> String {
    parts.join(" ").replace("{s}", &seconds.to_string())
}

/// A fixture by any other means: `make` writes the file at the path that it gets.
pub fn made(recipe: &str, extension: &str, make: impl FnOnce(&Path)) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let digest = Sha256::digest(recipe.as_bytes());
    let name = u64::from_be_bytes(*digest.first_chunk().unwrap());
    let target = folder().join(format!("{name:016x}.{extension}"));
    if !target.exists() {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = folder().join(format!("making-{}-{count}.{extension}", std::process::id()));
        make(&temporary);
        std::fs::rename(&temporary, &target).unwrap();
    }
    target
}

/// A tool that makes or reads media, behind the tests that play something meanwhile: media threads of the server give
/// way to whatever else is at work on the machine.
pub fn tool(program: &str) -> Command {
    let mut command = Command::new("nice");
    command.args(["-n", "15", program]);
    command
}

pub fn ffmpeg(arguments: &[&str], target: &Path) {
    let output = tool("ffmpeg")
        .args(["-nostdin", "-v", "error", "-y", "-fflags", "+bitexact"])
        .args(arguments)
        .arg(target)
        .output()
        .expect("ffmpeg is a test tool and must be there");
    assert!(output.status.success(), "ffmpeg {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}
