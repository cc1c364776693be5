//! A session under test: opened like a player would, written to a directory, read by ffprobe.

use std::path::{Path, PathBuf};
use std::time::Duration;

use revenge::domain::hls::RenditionId;
use revenge::domain::media::StreamKind;
use revenge::services::playback::engine::{
    AudioChoice, Engine, EngineConfig, HlsSession, Media, Streaming, VideoChoice, video_target,
};
use serde_json::Value;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::clips::{media, probe};

/// For one answer.
const PATIENCE: Duration = Duration::from_secs(150);

pub fn engine() -> Engine {
    // Media threads give way to everything else on the machine, and other tests encode films meanwhile.
    let segment_wait = PATIENCE;
    Engine::new(EngineConfig { transcode_sessions: 4, n_threads: 2, segment_wait, ..EngineConfig::default() })
}

/// Every stream copied.
pub fn copied(media: &Media) -> Streaming {
    let video = media.info.video().map(|s| VideoChoice::Copy { stream: s.index });
    let audio = media.info.audio().map(|s| AudioChoice::Copy { stream: s.index }).collect();
    Streaming { video, audio, ..Streaming::default() }
}

/// Every stream encoded.
pub fn encoded(media: &Media) -> Streaming {
    let video = media.info.video().map(|s| {
        let size = (s.width.unwrap(), s.height.unwrap());
        let size = if s.rotation % 180 == 90 { (size.1, size.0) } else { size };
        VideoChoice::Encode { stream: s.index, target: video_target(s, size, 2000, 2) }
    });
    let audio =
        media.info.audio().map(|s| AudioChoice::Encode { stream: s.index, channels: 2, bit_per_s: 128_000 }).collect();
    Streaming { video, audio, ..Streaming::default() }
}

pub fn open(engine: &Engine, path: &Path, how: fn(&Media) -> Streaming) -> Arc<HlsSession> {
    open_until(engine, path, how, CancellationToken::new())
}

/// A session that ends with the token.
pub fn open_until(
    engine: &Engine,
    path: &Path,
    how: fn(&Media) -> Streaming,
    ended: CancellationToken,
) -> Arc<HlsSession> {
    let media = media(path);
    let streaming = how(&media);
    engine.open(Uuid::now_v7(), media, streaming, ended)
}

/// Number of segments that a playlist lists.
pub fn n_segments(session: &HlsSession, id: RenditionId) -> u32 {
    session.media_playlist(id).unwrap().matches("#EXTINF").count() as u32
}

/// Sum of a playlist's lengths in microseconds.
pub fn playlist_us(session: &HlsSession, id: RenditionId) -> u64 {
    let text = session.media_playlist(id).unwrap();
    let lengths = text.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
    lengths.map(|length| length.trim_end_matches(',').replace('.', "").parse::<u64>().unwrap()).sum()
}

/// Writes the whole session as files, segments asked for in the order of `order` (of the first rendition).
pub async fn download(session: &HlsSession, dir: &Path) -> PathBuf {
    for id in session.renditions() {
        let folder = dir.join(id.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.m3u8"), session.media_playlist(id).unwrap()).unwrap();
        std::fs::write(folder.join("init.mp4"), within(session.init_segment(id)).await.unwrap()).unwrap();
        for k in 0..n_segments(session, id) {
            let bytes = within(session.segment(id, k)).await.unwrap();
            std::fs::write(folder.join(format!("{k}.m4s")), bytes).unwrap();
        }
    }
    let master = dir.join("master.m3u8");
    std::fs::write(&master, session.master_playlist()).unwrap();
    master
}

/// No test waits longer than this for one answer.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("an answer in time")
}

/// One packet as ffprobe sees it.
#[derive(Clone, Copy, Debug)]
pub struct Packet {
    pub kind: StreamKind,
    pub pts: f64,
    pub dts: f64,
    pub duration: f64,
}

pub fn packets(playlist: &Path) -> Vec<Packet> {
    let entries = ["-show_entries", "packet=codec_type,pts_time,dts_time,duration_time"];
    let json = probe(playlist, &[&entries[..], &["-allowed_extensions", "ALL"]].concat());
    let number = |value: &Value| value.as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    json["packets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| Packet {
            kind: if p["codec_type"] == "video" { StreamKind::Video } else { StreamKind::Audio },
            pts: number(&p["pts_time"]),
            dts: number(&p["dts_time"]),
            duration: number(&p["duration_time"]),
        })
        .collect()
}

/// Decode times of a kind rise strictly, presentation times cover it without holes larger than `hole` seconds.
pub fn assert_continuous(packets: &[Packet], kind: StreamKind, hole: f64) {
    let own: Vec<&Packet> = packets.iter().filter(|p| p.kind == kind).collect();
    assert!(!own.is_empty(), "no {kind:?} packets");
    for pair in own.windows(2) {
        assert!(pair[1].dts > pair[0].dts, "{kind:?}: decode time goes back: {pair:?}");
    }
    let mut times: Vec<f64> = own.iter().map(|p| p.pts).collect();
    times.sort_by(f64::total_cmp);
    for pair in times.windows(2) {
        assert!(pair[1] > pair[0] && pair[1] - pair[0] <= hole, "{kind:?}: {} is followed by {}", pair[0], pair[1]);
    }
}

/// Where a kind ends, in seconds.
pub fn end_of(packets: &[Packet], kind: StreamKind) -> f64 {
    packets.iter().filter(|p| p.kind == kind).map(|p| p.pts + p.duration).fold(0.0, f64::max)
}
