//! Sound that passes as it is, and sound that keeps its channels.

use std::path::{Path, PathBuf};

use revenge::domain::hls::RenditionId;
use revenge::domain::media::StreamKind;
use revenge::services::playback::engine::{AudioChoice, Media, Streaming};

use super::clips::{film, media, probe, run};
use super::stream::{copied, engine, n_segments, open, within};
use crate::harness::media::{fixture, tool};

/// The first sound of a session as one file.
async fn whole(path: &Path, how: fn(&Media) -> Streaming, dir: &Path) -> PathBuf {
    let engine = engine();
    let session = open(&engine, path, how);
    let id = session.renditions().into_iter().find(|id| matches!(id, RenditionId::Audio(_))).unwrap();
    let mut bytes = within(session.init_segment(id)).await.unwrap().to_vec();
    for k in 0..n_segments(&session, id) {
        bytes.extend(within(session.segment(id, k)).await.unwrap());
    }
    let file = dir.join("sound.mp4");
    std::fs::write(&file, bytes).unwrap();
    engine.shutdown(std::time::Duration::from_secs(3)).await;
    file
}

/// Hashes of the coded packets.
fn packets(path: &Path) -> Vec<String> {
    let args = ["-v", "error", "-i", path.to_str().unwrap(), "-map", "0:a:0", "-c", "copy", "-f", "framemd5", "-"];
    let text = run("ffmpeg", &args);
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split(',').nth(5).unwrap().trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn packets_of_every_sound_that_segments_carry_pass_untouched() {
    let kinds = [
        ("ac3", 6, "-c:a ac3 -ac 6"),
        ("eac3", 6, "-c:a eac3 -ac 6"),
        ("opus", 2, "-c:a libopus -ac 2"),
        ("flac", 2, "-c:a flac -ac 2"),
        ("mp3", 2, "-c:a libmp3lame -ac 2"),
        ("aac", 6, "-c:a aac -ac 6"),
    ];
    for (codec, channels, args) in kinds {
        let path = film("mkv", (8, "25"), &format!("-c:v libx264 -preset ultrafast -g 50 {args}"));
        let dir = tempfile::tempdir().unwrap();
        let file = whole(&path, copied, dir.path()).await;
        let (ours, theirs) = (packets(&file), packets(&path));
        let n_same = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        assert_eq!((ours.len(), n_same), (theirs.len(), theirs.len()), "{codec}: packets, and how many are the same");
        let streams = probe(&file, &["-show_streams"]);
        let stream = &streams["streams"][0];
        assert_eq!((&stream["codec_name"], &stream["channels"]), (&codec.into(), &channels.into()), "{codec}");
        // GStreamer's demuxer is the other judge.
        let seen = media(&file).info;
        let stream = seen.streams.iter().find(|s| s.kind == StreamKind::Audio).unwrap();
        assert_eq!((stream.codec.as_str(), stream.sample_rate), (codec, Some(48_000)));
        assert_eq!(stream.channels, Some(channels), "{codec}");
    }
}

fn surround(media: &Media) -> Streaming {
    let audio = media.info.audio().map(|s| AudioChoice::Encode { stream: s.index, channels: 6, bit_per_s: 384_000 });
    Streaming { audio: audio.collect(), ..Streaming::default() }
}

/// How loud each channel is.
fn levels(path: &Path) -> Vec<f32> {
    let args = ["-v", "error", "-i", path.to_str().unwrap(), "-map", "0:a:0", "-f", "f32le", "-"];
    let output = tool("ffmpeg").args(args).output().unwrap();
    let samples: Vec<f32> = output.stdout.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    let level = |channel: usize| {
        let own = samples.iter().skip(channel).step_by(6);
        (own.map(|s| s * s).sum::<f32>() / (samples.len() / 6) as f32).sqrt()
    };
    (0..6).map(level).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_channels_and_the_low_one_stay_where_they_are() {
    // Each channel has a loudness of its own, at a frequency that the low one carries too.
    let pan = "pan=5.1|c0=0.9*c0|c1=0.7*c0|c2=0.5*c0|c3=0.3*c0|c4=0.2*c0|c5=0.1*c0";
    let tone = format!("-f lavfi -i sine=f=60:r=48000:d=8 -af {pan}");
    for codec in ["-c:a dca -strict -2", "-c:a flac", "-c:a ac3"] {
        let path = fixture(&format!("{tone} {codec}"), "mka");
        let dir = tempfile::tempdir().unwrap();
        let file = whole(&path, surround, dir.path()).await;
        let stream = &probe(&file, &["-show_streams"])["streams"][0];
        assert_eq!((&stream["codec_name"], &stream["channel_layout"]), (&"aac".into(), &"5.1".into()), "{codec}");
        for (channel, (ours, theirs)) in levels(&file).into_iter().zip(levels(&path)).enumerate() {
            let off = (ours - theirs).abs();
            assert!(off < 0.05 * theirs + 0.002, "{codec}, channel {channel}: {ours} and {theirs}");
        }
    }
}
