//! Test films and what our own inspection says about them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use revenge::platform::gst::inspect;
use revenge::services::playback::engine::Media;
use serde_json::Value;

use crate::harness::media::{fixture, opened, tool};

/// Moving pictures and a tone, `seconds` long at `rate`, coded by the rest of the arguments.
pub fn film(extension: &str, (seconds, rate): (u32, &str), rest: &str) -> PathBuf {
    let picture = format!("-f lavfi -i testsrc2=s=320x180:r={rate}:d={seconds}");
    let sound = format!("-f lavfi -i sine=f=440:r=48000:d={seconds}");
    fixture(&format!("{picture} {sound} -pix_fmt yuv420p {rest}"), extension)
}

pub fn run(program: &str, args: &[&str]) -> String {
    let output = tool(program).args(args).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn probe(path: &Path, entries: &[&str]) -> Value {
    let path = path.to_str().unwrap();
    let text = run("ffprobe", &[&["-v", "error", "-of", "json"], entries, &[path]].concat());
    serde_json::from_str(&text).unwrap()
}

/// Opens a clip as the engine wants it.
pub fn media(path: &Path) -> Media {
    let file = opened(path);
    let inspection = inspect(&file, Duration::from_secs(30)).unwrap();
    Media { file: Arc::new(file), info: inspection.info, index: inspection.index }
}
