//! Damaged files, made the same way each time: cut off, bits turned, lengths that lie, garbage in the middle. Whatever comes,
//! probing ends in time with a reason for people, and playing costs its session an error and nothing else.
//!
//! `REVENGE_FUZZ=300` tries more of them than the suite has time for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use revenge::base::ErrorKind;
use revenge::platform::gst::inspect;
use revenge::services::playback::engine::{Engine, EngineConfig, HlsSession, Media, Streaming};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::stream::{copied, encoded, n_segments, within};
use crate::harness::eventually;
use crate::harness::media::{fixture, opened};

const N: u64 = 40;
/// Some files never come to an end by themselves.
const DEADLINE: Duration = Duration::from_secs(5);
/// Each so many files are played as well as probed.
const PLAYED: u64 = 3;

/// Numbers that are the same on every machine (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Short films of the usual kinds.
fn originals() -> Vec<PathBuf> {
    let picture = "-f lavfi -i testsrc2=s=160x90:r=25:d=3";
    let sound = "-f lavfi -i sine=f=440:r=48000:d=3";
    let h264 = "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -g 25";
    let films = [
        ("mp4", format!("{picture} {sound} {h264} -c:a aac")),
        ("mkv", format!("{picture} {sound} {h264} -bf 2 -c:a ac3")),
        ("ts", format!("{picture} {sound} {h264} -c:a aac")),
        ("webm", format!("{picture} {sound} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25 -c:a libopus")),
        ("avi", format!("{picture} {sound} -c:v mpeg4 -bf 2 -g 25 -c:a libmp3lame")),
        (
            "mkv",
            format!(
                "{picture} {sound} -pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=error -c:a flac"
            ),
        ),
        ("mpg", format!("{picture} {sound} -c:v mpeg2video -g 12 -c:a mp2")),
        ("mp4", format!("{picture} {sound} {h264} -c:a aac -movflags +frag_keyframe+empty_moov")),
        ("mp3", format!("{sound} -c:a libmp3lame")),
        ("flac", format!("{sound} -c:a flac")),
        ("ogg", format!("{sound} -c:a libvorbis")),
    ];
    films.iter().map(|(extension, recipe)| fixture(recipe, extension)).collect()
}

/// The bytes of a film with the damage that belongs to this number.
fn damaged(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let n = bytes.len();
    match random.below(7) {
        0 => bytes.truncate(random.below(n)),
        1 => {
            for _ in 0..=random.below(64) {
                bytes[random.below(n)] ^= 1 << random.below(8);
            }
        }
        // The structure is at both ends.
        2 => {
            for _ in 0..=random.below(16) {
                let at = random.below(n.min(2000));
                let at = if random.below(2) == 0 { at } else { n - 1 - at };
                bytes[at] = random.next() as u8;
            }
        }
        3 => {
            let lies = [0, 1, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, n as u32, n as u32 * 2];
            for _ in 0..=random.below(8) {
                let at = random.below(n - 4);
                bytes[at..at + 4].copy_from_slice(&lies[random.below(lies.len())].to_be_bytes());
            }
        }
        4 => {
            let from = random.below(n);
            let to = (from + random.below(20_000)).min(n);
            bytes[from..to].iter_mut().for_each(|byte| *byte = random.next() as u8);
        }
        // A part that is there twice, or nowhere.
        5 => {
            let (from, to) = (random.below(n), random.below(n));
            let part = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, part);
        }
        _ => {
            bytes.truncate(random.below(400));
            bytes.extend((0..20_000).map(|_| random.next() as u8));
        }
    }
    bytes
}

fn write(dir: &Path, number: u64, originals: &[PathBuf]) -> PathBuf {
    let mut random = Random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    random.next();
    let original = &originals[number as usize % originals.len()];
    let bytes = damaged(std::fs::read(original).unwrap(), &mut random);
    let path = dir.join(format!("{number}.{}", original.extension().unwrap().to_str().unwrap()));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Every rendition's first and last segment, asked for like a player would.
async fn play(session: &HlsSession, number: u64) {
    for id in session.renditions() {
        let last = n_segments(session, id) - 1;
        for answer in [session.init_segment(id).await, within(session.segment(id, last)).await] {
            if let Err(error) = answer {
                assert_eq!(error.kind(), ErrorKind::Source, "file {number}, {id}: {error}");
                assert!(!error.what().is_empty(), "file {number}, {id}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_files_cost_an_error_and_nothing_else() {
    let n = std::env::var("REVENGE_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(N);
    let dir = tempfile::tempdir().unwrap();
    let originals = originals();
    let engine = Engine::new(EngineConfig { transcode_sessions: 4, n_threads: 1, ..EngineConfig::default() });
    let (mut n_refused, mut slowest) = (0, Duration::ZERO);
    for number in 0..n {
        let path = write(dir.path(), number, &originals);
        let file = opened(&path);
        let began = Instant::now();
        let inspection = tokio::task::block_in_place(|| inspect(&file, DEADLINE));
        slowest = slowest.max(began.elapsed());
        assert!(began.elapsed() < DEADLINE + Duration::from_secs(2), "file {number} took {:?}", began.elapsed());
        match inspection {
            Err(error) => {
                n_refused += 1;
                assert!(!error.message().is_empty() && !error.remedy().is_empty(), "file {number}");
                assert!(!matches!(error.code(), "internal_error" | "storage_error"), "file {number}: {error}");
            }
            Ok(seen) if number % PLAYED == 0 => {
                let how: fn(&Media) -> Streaming = if number % 2 == 0 { copied } else { encoded };
                let media = Media { file: Arc::new(file), info: seen.info, index: seen.index };
                let streaming = how(&media);
                let ended = CancellationToken::new();
                let session = engine.open(Uuid::now_v7(), media, streaming, ended.clone());
                play(&session, number).await;
                ended.cancel();
            }
            Ok(_) => {}
        }
        std::fs::remove_file(path).unwrap();
    }
    println!("{n} files, {n_refused} refused, the slowest probe took {slowest:?}");
    let ended = || std::future::ready((engine.n_pipelines() == 0).then_some(()));
    eventually("the end of every pipeline", Duration::from_secs(5), ended).await;
    assert_eq!(engine.n_abandoned(), 0);
    // Something is left to play, and something is not.
    assert!(n_refused > 0 && n_refused < n, "{n_refused} of {n}");
}
