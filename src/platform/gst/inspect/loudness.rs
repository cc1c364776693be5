//! What whoever tagged a file found out about how loud it is: ReplayGain, or EBU R 128 as Opus carries it (RFC 7845).

use gstreamer::{TagList, tags};

use crate::domain::media::Loudness;

use super::collect::StreamLog;

/// R 128 aims at -23 LUFS, ReplayGain 2.0 at -18.
const R128_TO_REPLAY_GAIN_DB: f64 = 5.0;
/// R 128 counts in steps of this.
const R128_STEPS_PER_DB: f64 = 256.0;
/// Beyond is a tag that somebody wrote wrong.
const LARGEST_DB: f64 = 60.0;

/// The first sound that says something about itself.
pub fn loudness(streams: &[&StreamLog]) -> Option<Loudness> {
    streams
        .iter()
        .filter(|log| log.is_audio())
        .map(|log| of_tags(&log.tags))
        .find(|found| *found != Loudness::default())
}

fn of_tags(list: &TagList) -> Loudness {
    let db = |value: f64| Some(value).filter(|db| db.abs() <= LARGEST_DB);
    let peak = |value: f64| Some(value).filter(|peak| *peak > 0.0 && peak.is_finite());
    let track = list.get::<tags::TrackGain>().map(|t| t.get()).or_else(|| r128(list, "R128_TRACK_GAIN"));
    let album = list.get::<tags::AlbumGain>().map(|t| t.get()).or_else(|| r128(list, "R128_ALBUM_GAIN"));
    Loudness {
        track_gain_db: track.and_then(db),
        track_peak: list.get::<tags::TrackPeak>().and_then(|t| peak(t.get())),
        album_gain_db: album.and_then(db),
        album_peak: list.get::<tags::AlbumPeak>().and_then(|t| peak(t.get())),
    }
}

/// A comment that GStreamer has no tag for, as a ReplayGain.
fn r128(list: &TagList, name: &str) -> Option<f64> {
    let comments = (0..list.size::<tags::ExtendedComment>()).filter_map(|i| list.index::<tags::ExtendedComment>(i));
    let values = comments.filter_map(|comment| {
        let (key, value) = comment.get().split_once('=')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().parse::<f64>().ok()).flatten()
    });
    values.map(|steps| steps / R128_STEPS_PER_DB + R128_TO_REPLAY_GAIN_DB).next()
}
