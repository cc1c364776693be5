//! A tone that was split into tracks is the same tone when a player puts the tracks behind each other: sample by sample.
//!
//! What is decoded here is what a player appends: the segments of each session, cut at the window that its answer names.

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::time::Duration;

use revenge::domain::hls::RenditionId;
use revenge::domain::playback::{AudioTarget, Choice, Device, Facts, Gapless, Limits, Method, Plan, decide};
use revenge::services::playback::engine::{AudioChoice, Engine, EngineConfig, ExactCodec, Media, Streaming};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::engine::clips::media;
use crate::harness::media::{ffmpeg, made, tool};

const TONE: f64 = 997.3;
const LOUD: f64 = 0.25;

/// Lengths that fit no frame of any codec. The middle one has several segments.
const TRACKS: [usize; 3] = [100_003, 620_011, 77_777];

fn tone(n: usize, rate: u32) -> f64 {
    LOUD * (TAU * TONE * n as f64 / f64::from(rate)).sin()
}

/// The tracks as files of a codec.
pub fn tracks(extension: &str, codec: &str, rate: u32) -> Vec<PathBuf> {
    let mut first = 0;
    TRACKS
        .iter()
        .map(|n| {
            let from = first;
            first += n;
            made(&format!("tone {from} {n} {rate} {codec}"), extension, |target| {
                let raw = target.with_extension("raw");
                let samples = (from..from + n).map(|i| (tone(i, rate) * 32767.0).round() as i16);
                std::fs::write(&raw, samples.flat_map(i16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
                let rate = rate.to_string();
                let mut arguments = vec!["-f", "s16le", "-ar", &rate, "-ac", "1", "-i", raw.to_str().unwrap()];
                arguments.extend(codec.split_whitespace());
                ffmpeg(&arguments, target);
                std::fs::remove_file(&raw).unwrap();
            })
        })
        .collect()
}

fn planned(media: &Media, takes: &[&str]) -> Plan {
    let device = Device { audio_codecs: takes.iter().map(|c| (*c).to_owned()).collect(), ..Device::default() };
    let limits = Limits { can_encode: true, max_encode_height: 1080, overload: None };
    let choice = Choice { wants_gapless: true, ..Choice::default() };
    decide(&media.info, Facts { has_index: true }, &device, limits, &choice).unwrap()
}

fn streaming(plan: &Plan) -> Streaming {
    let audio = &plan.audio[0];
    let (stream, target) = (audio.stream, &audio.target);
    let choice = match *target {
        AudioTarget::Copy => AudioChoice::Copy { stream },
        AudioTarget::Flac { channels, bits } => {
            AudioChoice::Exact { stream, channels, codec: ExactCodec::Flac { bits } }
        }
        AudioTarget::Opus { channels, bit_rate } => {
            AudioChoice::Exact { stream, channels, codec: ExactCodec::Opus { bit_per_s: bit_rate as u32 } }
        }
        AudioTarget::Aac { .. } => panic!("no gapless target"),
    };
    Streaming { audio: vec![choice], ..Streaming::default() }
}

/// What a player has of a track: its segments asked for in that order, decoded, and the window that is named.
async fn appended(path: &Path, takes: &[&str], backwards: bool) -> (Vec<f32>, Gapless, Plan) {
    let media = media(path);
    let plan = planned(&media, takes);
    assert_eq!(plan.method, Method::Remux);
    let window = plan.gapless(&media.info).unwrap_or_else(|| panic!("{}: {:?}", path.display(), media.info));
    let engine = Engine::new(EngineConfig::default());
    let session = engine.open(Uuid::now_v7(), media, streaming(&plan), CancellationToken::new());
    let id = session.renditions().into_iter().find(|id| matches!(id, RenditionId::Audio(_))).unwrap();
    let n = session.media_playlist(id).unwrap().matches("#EXTINF").count() as u32;
    let mut order: Vec<u32> = (0..n).collect();
    if backwards {
        order.reverse();
    }
    let mut segments = vec![Vec::new(); n as usize];
    for k in order {
        segments[k as usize] = session.segment(id, k).await.unwrap().to_vec();
    }
    let mut bytes = session.init_segment(id).await.unwrap().to_vec();
    bytes.extend(segments.concat());
    engine.shutdown(Duration::from_secs(3)).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("track.mp4");
    std::fs::write(&file, bytes).unwrap();
    let args = ["-v", "error", "-i", file.to_str().unwrap(), "-f", "f32le", "-ac", "1", "-"];
    let output = tool("ffmpeg").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let samples = output.stdout.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    (samples, window, plan)
}

/// Puts the tracks behind each other and compares them with the tone. The allowed difference is to its loudness.
async fn check(name: &str, paths: &[PathBuf], takes: &[&str], allowed: f64) {
    for backwards in [false, true] {
        let (mut all, mut rate) = (Vec::new(), 0);
        for (path, n_of_source) in paths.iter().zip(TRACKS) {
            let (samples, window, _) = appended(path, takes, backwards).await;
            let (start, n) = (window.start_sample as usize, window.n_samples as usize);
            rate = window.sample_rate;
            let source = media(path).info.exact.unwrap();
            assert_eq!(source.n_samples as usize, n_of_source, "{name}: samples of the source");
            let cut = samples.get(start..start + n);
            let cut = cut.unwrap_or_else(|| panic!("{name}: {} samples for {start} + {n}", samples.len()));
            all.extend_from_slice(cut);
        }
        let total: usize = TRACKS.iter().sum();
        assert_eq!(all.len(), total, "{name}: no sample is missing and none is too many");
        let mut joins: Vec<usize> = TRACKS
            .iter()
            .scan(0, |at, n| {
                *at += n;
                Some(*at)
            })
            .collect();
        joins.pop();
        for (join, width) in joins.iter().flat_map(|join| [(*join, 100), (*join, 2000)]) {
            let range = join - width..join + width;
            let off = range.map(|i| (f64::from(all[i]) - tone(i, rate)).powi(2)).sum::<f64>() / (2 * width) as f64;
            let off = off.sqrt() / (LOUD / 2_f64.sqrt());
            assert!(off < allowed, "{name}: {off} of the tone is missing {width} samples around {join}");
        }
        let off = all.iter().enumerate().map(|(i, s)| (f64::from(*s) - tone(i, rate)).powi(2)).sum::<f64>();
        let off = (off / all.len() as f64).sqrt() / (LOUD / 2_f64.sqrt());
        assert!(off < allowed, "{name}: {off} of the tone is missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_tone_has_every_sample_whatever_the_files_are() {
    // Half a step of 16 bits is 0.0001 of this tone.
    let takes = ["flac", "opus", "aac", "mp3"];
    check("flac", &tracks("flac", "-c:a flac", 44_100), &takes, 0.0002).await;
    check("mp3", &tracks("mp3", "-c:a libmp3lame -b:a 192k", 44_100), &takes, 0.05).await;
    check("m4a", &tracks("m4a", "-c:a aac -b:a 192k", 44_100), &takes, 0.05).await;
    check("alac", &tracks("m4a", "-c:a alac", 44_100), &takes, 0.0002).await;
    check("ogg", &tracks("ogg", "-c:a libvorbis -q:a 8", 44_100), &takes, 0.05).await;
    check("opus", &tracks("opus", "-c:a libopus -b:a 192k", 48_000), &takes, 0.05).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_no_flac_gets_every_sample_as_opus() {
    check("flac to opus", &tracks("flac", "-c:a flac", 48_000), &["opus", "aac"], 0.05).await;
}

#[test]
fn flac_passes_as_it_is_and_everything_else_becomes_it_where_the_device_takes_it() {
    let of = |path: &Path, takes: &[&str]| planned(&media(path), takes).audio[0].target.clone();
    let flac = &tracks("flac", "-c:a flac", 44_100)[0];
    let mp3 = &tracks("mp3", "-c:a libmp3lame -b:a 192k", 44_100)[0];
    assert_eq!(of(flac, &["flac", "opus"]), AudioTarget::Copy);
    assert_eq!(of(mp3, &["mp3", "flac", "opus"]), AudioTarget::Flac { channels: 1, bits: 16 });
    assert_eq!(of(mp3, &["mp3", "opus"]), AudioTarget::Opus { channels: 1, bit_rate: 96_000 });
    assert_eq!(of(mp3, &["mp3", "aac"]), AudioTarget::Copy, "as without the wish");
}
