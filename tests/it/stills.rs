//! Stills are taken by a child that can do nothing else, and show something.

use std::path::Path;
use std::time::{Duration, Instant};

use revenge::domain::blurhash::{self, Rgb};
use revenge::platform::gst::child::{ChildError, Program, confine};
use revenge::platform::gst::stills::{StillError, Stills, extract, extract_cover};

use crate::harness::media::{AAC, H264, PICTURE, SOUND, ffmpeg, film, fixture, made, opened, recipe};
use crate::harness::process::script;

const DEADLINE: Duration = Duration::from_secs(30);

fn program() -> Program {
    Program::at(env!("CARGO_BIN_EXE_revenge"))
}

fn still(path: &Path) -> Stills {
    extract(&program(), &opened(path), DEADLINE).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn sizes(stills: &Stills) -> Vec<(u32, u32)> {
    stills.pictures.iter().map(|p| (p.width, p.height)).collect()
}

/// Size by the picture's own frame header.
fn jpeg_size(jpeg: &[u8]) -> (u32, u32) {
    let mut at = 2;
    loop {
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if matches!(jpeg[at + 1], 0xC0..=0xC2) {
            let side = |i: usize| u32::from(u16::from_be_bytes([jpeg[at + i], jpeg[at + i + 1]]));
            return (side(7), side(5));
        }
        at += 2 + length;
    }
}

#[test]
fn a_still_comes_in_all_widths_up_to_its_own() {
    for container in ["mp4", "mkv", "ts"] {
        let stills = still(&film(container));
        assert_eq!(sizes(&stills), [(160, 90), (320, 180)], "{container}");
        for picture in &stills.pictures {
            assert_eq!(jpeg_size(&picture.jpeg), (picture.width, picture.height));
        }
        for picture in &stills.pictures {
            let webp = picture.webp.as_ref().unwrap();
            assert!(webp.starts_with(b"RIFF") && &webp[8..12] == b"WEBP" && webp.len() < picture.jpeg.len());
        }
        assert!(stills.color.starts_with('#') && stills.blurhash.len() == 28, "{stills:?}");
    }
    let large = fixture("-f lavfi -i testsrc2=size=1920x1080:rate=24:duration=1 -c:v libx264 -preset ultrafast", "mp4");
    assert_eq!(sizes(&still(&large)), [(160, 90), (320, 180), (640, 360), (1280, 720)]);
}

#[test]
fn a_black_opening_is_passed_over() {
    let path = fixture(
        "-f lavfi -i color=black:size=320x180:rate=24:duration=3 -f lavfi -i testsrc2=size=320x180:rate=24:duration=7 \
         -filter_complex [0:v][1:v]concat=n=2:v=1[v] -map [v] -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 24",
        "mkv",
    );
    assert_ne!(still(&path).color, "#000000");
    let black = fixture("-f lavfi -i color=black:size=320x180:rate=24:duration=3 -c:v libx264", "mkv");
    assert_eq!(still(&black).color, "#000000");
}

#[test]
fn a_turned_film_stands_upright_and_wide_pixels_are_wide() {
    let path = made("film turned by 90 degrees", "mp4", |target| {
        let film = film("mp4");
        ffmpeg(&["-i", film.to_str().unwrap(), "-c", "copy", "-metadata:s:v:0", "rotate=90"], target);
    });
    assert_eq!(sizes(&still(&path)), [(160, 285), (180, 320)]);
    let wide = fixture(&recipe(&[PICTURE, "-vf setsar=2/1", H264], 2), "mkv");
    assert_eq!(sizes(&still(&wide)), [(160, 45), (320, 90), (640, 180)]);
}

#[test]
fn a_film_in_another_codec_and_one_of_sound_only() {
    let hevc = fixture(&recipe(&[PICTURE, SOUND, "-c:v libx265 -x265-params log-level=none -c:a ac3"], 2), "mkv");
    assert_eq!(sizes(&still(&hevc)).len(), 2);
    let sound = fixture(&recipe(&[SOUND, AAC], 2), "m4a");
    let error = extract(&program(), &opened(&sound), DEADLINE).unwrap_err();
    assert!(matches!(error, StillError::NoPicture(_)), "{error}");
}

#[test]
fn a_picture_of_a_whole_wall_is_not_decoded() {
    let wall = fixture("-f lavfi -i color=gray:size=9000x8000:rate=1:duration=1 -c:v ffv1 -frames:v 1", "mkv");
    let error = extract(&program(), &opened(&wall), DEADLINE).unwrap_err();
    assert!(matches!(error, StillError::NoPicture(_)), "{error}");
}

#[test]
fn a_broken_file_costs_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("broken.mkv");
    let mut bytes = std::fs::read(film("mkv")).unwrap();
    for byte in bytes.iter_mut().skip(3000).step_by(3) {
        *byte ^= 0x5A;
    }
    std::fs::write(&path, bytes).unwrap();
    // Whether anything can be shown is the decoder's business; the server goes on either way.
    drop(extract(&program(), &opened(&path), DEADLINE));
    std::fs::write(&path, b"no film").unwrap();
    let error = extract(&program(), &opened(&path), DEADLINE).unwrap_err();
    assert!(matches!(error, StillError::NoPicture(_)), "{error}");
}

fn fate(body: &str, deadline: Duration) -> (StillError, Duration) {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::at(script(dir.path(), body));
    let started = Instant::now();
    let error = extract(&program, &opened(&film("mkv")), deadline).unwrap_err();
    (error, started.elapsed())
}

#[test]
fn a_child_that_hangs_crashes_or_floods_is_ended() {
    let (error, took) = fate("sleep 60 & sleep 60", Duration::from_millis(500));
    assert!(matches!(error, StillError::Child(ChildError::TimedOut)), "{error}");
    assert!(took < Duration::from_secs(3), "{took:?}");
    let (error, _) = fate("kill -SEGV $$", DEADLINE);
    assert!(matches!(error, StillError::Child(ChildError::Died(_))), "{error}");
    let (error, _) = fate("exec cat /dev/zero", DEADLINE);
    assert!(matches!(error, StillError::Child(ChildError::TooMuch)), "{error}");
    let (error, _) = fate("echo '{\"color\":\"red\"}'", DEADLINE);
    assert!(matches!(error, StillError::NoPicture(_)), "{error}");
}

/// Runs itself again: what is given up cannot be had back.
#[test]
fn a_confined_child_neither_writes_nor_connects() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("written");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "stills::confined_side", "--nocapture"])
        .env("REVENGE_TEST_WRITE", &target)
        .env("REVENGE_TEST_CONNECT", listener.local_addr().unwrap().to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("write refused") && said.contains("connect refused"), "{said}");
    assert!(!target.exists());
}

#[test]
fn confined_side() {
    let (Some(target), Ok(address)) = (std::env::var_os("REVENGE_TEST_WRITE"), std::env::var("REVENGE_TEST_CONNECT"))
    else {
        return;
    };
    confine().unwrap();
    if std::fs::write(target, b"x").is_err() {
        println!("write refused");
    }
    if std::net::TcpStream::connect(address).is_err() {
        println!("connect refused");
    }
}

#[test]
fn blurhash_agrees_with_the_reference() {
    let ramp = |i: usize| [i % 32 * 8, i / 32 * 11, (i % 32 + i / 32) * 5].map(|v| (v % 256) as u8);
    let picture = Rgb::new(32, 18, (0..32 * 18).flat_map(ramp).collect()).unwrap();
    // Both values come from the `blurhash` package for Python.
    assert_eq!(blurhash::encode(&picture), "LxH1Aa2jwzX5qwWYjuf7f~fRfQfQ");
    let even = Rgb::new(4, 3, [255, 0, 0].repeat(12)).unwrap();
    assert_eq!(blurhash::encode(&even), "L~TI:j|cfQ|c|c$5fQ$5fQfQfQfQ");
    assert_eq!(even.average_color(), "#ff0000");
    assert!(Rgb::new(4, 3, vec![0; 35]).is_none());
    let upright = Rgb::new(3, 4, vec![128; 36]).unwrap();
    assert!(blurhash::encode(&upright).starts_with('T'), "{}", blurhash::encode(&upright));
}

/// A second of sound with a picture of 400 × 400 in it.
fn with_cover(extension: &str, args: &str) -> std::path::PathBuf {
    let recipe = format!(
        "-f lavfi -i sine=d=1 -f lavfi -i testsrc2=s=400x400:r=1:d=1 -map 0 -map 1 -frames:v 1 -disposition:v attached_pic {args}"
    );
    fixture(&recipe, extension)
}

#[test]
fn a_cover_comes_out_of_a_music_file_or_a_picture_in_all_widths() {
    let picture = |codec: &str, extension| {
        fixture(&format!("-f lavfi -i testsrc2=s=400x400:r=1:d=1 -frames:v 1 -c:v {codec}"), extension)
    };
    let files = [
        with_cover("flac", "-c:a flac -c:v png"),
        with_cover("mp3", "-c:a libmp3lame -c:v mjpeg -pix_fmt yuvj420p"),
        with_cover("m4a", "-c:a aac -c:v mjpeg -pix_fmt yuvj420p"),
        picture("mjpeg -pix_fmt yuvj420p", "jpg"),
        picture("png", "png"),
        picture("libwebp", "webp"),
    ];
    for path in files {
        let stills = extract_cover(&program(), &opened(&path), DEADLINE);
        let stills = stills.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(sizes(&stills), [(160, 160), (320, 320), (400, 400)], "{}", path.display());
    }
    let bare = fixture("-f lavfi -i sine=d=1 -c:a flac", "flac");
    let error = extract_cover(&program(), &opened(&bare), DEADLINE).unwrap_err();
    assert!(matches!(&error, StillError::NoPicture(why) if why.contains("no picture")), "{error}");
}
