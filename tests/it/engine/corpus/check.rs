//! The promises that every film of the corpus is held to, copied and encoded. All are tried; each failure is one line
//! that names the way, the rendition and the promise.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use revenge::domain::hls::RenditionId;
use revenge::domain::media::{MediaInfo, Stream};
use revenge::domain::playback::encode_target;
use revenge::services::playback::engine::{AudioChoice, HlsSession, Media, Streaming, VideoChoice, video_target};

use super::clip::Clip;
use super::honesty;
use super::reading::{Decoded, Original, Pictures, Wanted, beeps, decode, lags};
use super::rfc8216::{read_master, read_media};
use crate::engine::clips::media;
use crate::engine::fragment::Fragment;
use crate::engine::stream::{download, engine, n_segments, open};

/// What the engine copies; the rest is encoded.
const COPYABLE: [&str; 4] = ["h264", "hevc", "vp9", "av1"];
const COPYABLE_SOUND: [&str; 6] = ["aac", "ac3", "eac3", "opus", "flac", "mp3"];

/// Samples after a join in which a lossy encoder still remembers what it heard before: another choice of bits for a beep.
const SETTLING: usize = 4800;

#[derive(Default)]
pub struct Failures {
    pub way: &'static str,
    lines: Vec<String>,
}

impl Failures {
    pub fn add(&mut self, promise: &str, detail: impl std::fmt::Display) {
        self.lines.push(format!("{}: {promise}: {detail}", self.way));
    }

    pub fn expect(&mut self, is_kept: bool, promise: &str, detail: impl FnOnce() -> String) {
        if !is_kept {
            self.add(promise, detail());
        }
    }
}

/// A file, and how it is streamed.
struct Film<'a> {
    path: &'a Path,
    how: fn(&Media) -> Streaming,
}

/// One rendition, its segments asked for in order, and each again as the first wish of a fresh session.
pub struct Taken {
    pub id: RenditionId,
    pub starts: Vec<f64>,
    pub init: Bytes,
    pub ordered: Vec<Bytes>,
    pub sought: Vec<Bytes>,
}

pub async fn clip(name: &str, clip: &Clip) {
    let file = clip.file();
    let mut failures = Failures::default();
    let dir = tempfile::tempdir().unwrap();
    let whole = if clip.slack > 0.0 { clip.plain_file() } else { file.clone() };
    let original = Original::read(&whole, dir.path(), clip);
    let info = media(&file).info;
    if info.container != "avi" && info.video().is_none_or(|v| COPYABLE.contains(&v.codec.as_str())) {
        failures.way = "copied";
        check(&file, &original, copied, &mut failures).await;
    }
    failures.way = "encoded";
    check(&file, &original, encoded, &mut failures).await;
    assert!(failures.lines.is_empty(), "{name} ({}):\n  {}", file.display(), failures.lines.join("\n  "));
}

/// Copies whatever can be copied.
fn copied(media: &Media) -> Streaming {
    let audio = media.info.audio().map(|s| match s.codec.as_str() {
        codec if COPYABLE_SOUND.contains(&codec) => AudioChoice::Copy { stream: s.index },
        _ => AudioChoice::Encode { stream: s.index, channels: 2, bit_per_s: 128_000 },
    });
    let video = media.info.video().map(|s| VideoChoice::Copy { stream: s.index });
    Streaming { video, audio: audio.collect(), ..Streaming::default() }
}

/// Encodes everything, to the size at which it is shown.
fn encoded(media: &Media) -> Streaming {
    let audio = media.info.audio().map(|s| AudioChoice::Encode { stream: s.index, channels: 2, bit_per_s: 128_000 });
    let video = media.info.video().map(|s| {
        let (width, height, _) = encode_target(s, None, None, None);
        VideoChoice::Encode { stream: s.index, target: video_target(s, (width, height), 2000, 2) }
    });
    Streaming { video, audio: audio.collect(), ..Streaming::default() }
}

async fn check(path: &Path, original: &Original, how: fn(&Media) -> Streaming, failures: &mut Failures) {
    let engine = engine();
    let film = Film { path, how };
    let session = open(&engine, path, how);
    let master = match read_master(&session.master_playlist()) {
        Ok(master) => master,
        Err(why) => return failures.add("the master playlist is valid", why),
    };
    for id in session.renditions() {
        check_length(&session, id, original, failures);
    }
    if failures.lines.iter().any(|line| line.contains("long as the film")) {
        return;
    }
    let mut taken = Vec::new();
    for id in session.renditions() {
        match take(&film, &session, id, failures).await {
            Ok(rendition) => taken.push(rendition),
            Err(why) => failures.add("every segment comes", format!("{id}: {why}")),
        }
    }
    if taken.len() == session.renditions().len() {
        let dir = tempfile::tempdir().unwrap();
        for rendition in &taken {
            check_times(rendition, original, failures);
        }
        honesty::check(&master, &taken, original, failures);
        let decoded = play(&session, &taken, dir.path(), failures).await;
        check_decoded(&taken, &decoded, (&media(path).info, original), failures);
    }
    engine.shutdown(std::time::Duration::from_secs(3)).await;
}

/// Asks for everything in order, and for each later segment as the first wish of a session of its own.
async fn take(
    film: &Film<'_>,
    session: &HlsSession,
    id: RenditionId,
    failures: &mut Failures,
) -> Result<Taken, String> {
    let list = read_media(&session.media_playlist(id).map_err(|e| e.to_string())?)?;
    failures.expect(list.map.as_deref() == Some("init.mp4"), "the playlist names the init segment", || id.to_string());
    let mut starts = vec![0.0];
    starts.extend(list.segments.iter().scan(0.0, |at, (length, _)| {
        *at += length;
        Some(*at)
    }));
    let init = in_time(session.init_segment(id)).await.map_err(|e| format!("init segment: {e}"))?;
    let mut ordered = Vec::new();
    for k in 0..n_segments(session, id) {
        ordered.push(in_time(session.segment(id, k)).await.map_err(|e| format!("segment {k} in order: {e}"))?);
    }
    let mut sought = vec![ordered[0].clone()];
    for k in 1..ordered.len() as u32 {
        // Of an engine of its own, because sessions share what they have.
        let elsewhere = engine();
        let fresh = open(&elsewhere, film.path, film.how);
        sought.push(in_time(fresh.segment(id, k)).await.map_err(|e| format!("segment {k} by seek: {e}"))?);
        let same = in_time(fresh.init_segment(id)).await? == init;
        failures.expect(same, "the init segment is the same from everywhere", || format!("{id}, segment {k}"));
        tokio::spawn(async move { elsewhere.shutdown(std::time::Duration::from_secs(3)).await });
    }
    Ok(Taken { id, starts, init, ordered, sought })
}

/// An answer, or why there is none.
async fn in_time(answer: impl Future<Output = revenge::base::Result<Bytes>>) -> Result<Bytes, String> {
    match tokio::time::timeout(std::time::Duration::from_secs(90), answer).await {
        Ok(answer) => answer.map_err(|e| e.to_string()),
        Err(_) => Err("no answer within 90 s".to_owned()),
    }
}

/// The playlist is as long as the film.
fn check_length(session: &HlsSession, id: RenditionId, original: &Original, failures: &mut Failures) {
    let listed = crate::engine::stream::playlist_us(session, id) as f64 / 1e6;
    let off = (listed - original.length).abs();
    failures.expect(off < original.slowest().max(0.06) + original.slack, "the playlist is as long as the film", || {
        format!("{id}: {listed:.3} s listed, the film lasts {:.3}", original.length)
    });
}

/// Decode times rise; segments begin where the playlist says; nothing is missing between them.
fn check_times(taken: &Taken, original: &Original, failures: &mut Failures) {
    let scale = taken.timescale();
    let is_video = taken.id == RenditionId::Video;
    let frame = Fragment::read(&taken.ordered[0]).samples.first().map_or(0.0, |s| f64::from(s.duration) / scale);
    let longest = if is_video { original.slowest() * 1.5 } else { frame * 1.5 } + original.slack;
    let (mut decode_time, mut previous) = (-1, None::<f64>);
    for (k, (one, other)) in taken.ordered.iter().zip(&taken.sought).enumerate() {
        let at = || format!("{} segment {k}", taken.id);
        let (one, other) = (Fragment::read(one), Fragment::read(other));
        failures.expect(one.samples.len() == other.samples.len(), "as many frames by seek as in order", || {
            format!("{}: {} by seek, {} in order", at(), other.samples.len(), one.samples.len())
        });
        failures.expect(one.decode_time == other.decode_time, "the same tfdt by seek as in order", || {
            format!("{}: {} by seek, {} in order", at(), other.decode_time, one.decode_time)
        });
        failures.expect(one.times() == other.times(), "the same times by seek as in order", at);
        let rises = one.decode_time.cast_signed() > decode_time && one.samples.iter().all(|s| s.duration > 0);
        failures.expect(rises, "decode times rise", at);
        decode_time = one.decode_time.cast_signed()
            + one.samples.iter().rev().skip(1).map(|s| i64::from(s.duration)).sum::<i64>();
        let times: Vec<f64> = one.times().iter().map(|&t| t as f64 / scale).collect();
        if let Some(first) = times.first() {
            let off = first - taken.starts[k];
            let most = longest.max(0.03);
            failures.expect(k == 0 || off.abs() < most, "a segment begins where the playlist says", || {
                format!("{}: at {first:.3}, listed {:.3}", at(), taken.starts[k])
            });
            failures.expect(k == 0 || !is_video || one.samples[0].is_sync, "a segment begins with a keyframe", at);
        }
        for time in times {
            if let Some(before) = previous {
                failures.expect(
                    time > before && time - before < longest,
                    "nothing is missing and nothing is twice",
                    || format!("{}: {before:.4} is followed by {time:.4}", at()),
                );
            }
            previous = Some(time);
        }
    }
}

/// What comes out of each rendition: read as a playlist by a player, and of the segments that came by seek.
async fn play(session: &HlsSession, taken: &[Taken], dir: &Path, failures: &mut Failures) -> Vec<[Decoded; 2]> {
    let playlist = download(session, dir).await;
    let files: Vec<PathBuf> = taken.iter().map(|t| t.file(dir)).collect();
    let mut n_sounds = 0;
    let mut by_playlist = Vec::new();
    let mut by_seek = Vec::new();
    for (input, rendition) in taken.iter().enumerate() {
        if rendition.id == RenditionId::Video {
            by_playlist.push(Wanted::Pictures { input: 0 });
            by_seek.push(Wanted::Pictures { input });
        } else {
            let rate = rendition.timescale() as u32;
            by_playlist.push(Wanted::Sound { input: 0, ordinal: n_sounds, rate });
            by_seek.push(Wanted::Sound { input, ordinal: 0, rate });
            n_sounds += 1;
        }
    }
    let (ordered, complaint) = decode(dir, &[&playlist], &by_playlist);
    failures.expect(complaint.is_empty(), "a player reads it without a complaint", || complaint);
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let (sought, complaint) = decode(dir, &files, &by_seek);
    failures.expect(complaint.is_empty(), "segments by seek decode without a complaint", || complaint);
    ordered.into_iter().zip(sought).map(|(ordered, sought)| [ordered, sought]).collect()
}

fn check_decoded(
    taken: &[Taken],
    decoded: &[[Decoded; 2]],
    (info, original): (&MediaInfo, &Original),
    failures: &mut Failures,
) {
    let (mut flashes, mut first_beeps) = (None, None);
    for (rendition, decoded) in taken.iter().zip(decoded) {
        match decoded {
            [Decoded::Pictures(ordered), Decoded::Pictures(sought)] => {
                flashes = Some(check_pictures(rendition, [ordered, sought], original, failures));
            }
            [Decoded::Sound(ordered), Decoded::Sound(sought)] => {
                let stream = info.streams.iter().find(|s| rendition.id == RenditionId::Audio(s.index)).unwrap();
                let beeps = check_sound(rendition, stream, [ordered, sought], failures);
                first_beeps.get_or_insert(beeps);
            }
            _ => unreachable!("both are of the same rendition"),
        }
    }
    if let (Some(flashes), Some(beeps)) = (flashes, first_beeps) {
        check_sync(&flashes, &beeps, original, failures);
    }
}

/// Decoded pictures: the same by seek as in order, as many as the film has, at its times. Returns the flashes' times.
fn check_pictures(
    taken: &Taken,
    [ordered, sought]: [&Pictures; 2],
    original: &Original,
    failures: &mut Failures,
) -> Vec<f64> {
    let scale = taken.timescale();
    let fragments: Vec<Fragment> = taken.ordered.iter().map(|bytes| Fragment::read(bytes)).collect();
    let times: Vec<f64> = fragments.iter().flat_map(Fragment::times).map(|t| t as f64 / scale).collect();
    failures.expect(ordered.len() == times.len(), "every frame decodes", || {
        format!("{} of {}", ordered.len(), times.len())
    });
    failures.expect(sought.len() == times.len(), "every frame by seek decodes", || {
        format!("{} of {}", sought.len(), times.len())
    });
    if ordered.len() != times.len() || sought.len() != times.len() {
        return Vec::new();
    }
    let mut from = 0;
    for (k, n) in fragments.iter().map(|f| f.samples.len()).enumerate() {
        let db = ordered.psnr(from, sought, from, n);
        failures.expect(db > 40.0, "the same pictures by seek as in order", || format!("segment {k}: {db:.1} dB"));
        from += n;
    }
    // What only has to be decoded, because the film begins between two keyframes, is shown for a tick.
    let n_hidden = times.windows(2).take_while(|pair| pair[1] - pair[0] < 0.001).count();
    let n_shown = times.len() - n_hidden;
    failures.expect(
        n_shown.wrapping_sub(original.times.len()) <= original.n_partial,
        "as many pictures as the film",
        || format!("{n_shown} of {}", original.times.len()),
    );
    if n_shown == original.times.len() {
        let off = |i: usize| (times[n_hidden + i] - times[n_hidden] - original.times[i]).abs();
        let worst = (0..n_shown).max_by(|&a, &b| off(a).total_cmp(&off(b))).unwrap_or(0);
        failures.expect(off(worst) < 0.0021 + original.slack, "pictures are shown at the film's times", || {
            format!("picture {worst}: {:.4} s off", off(worst))
        });
        let db = ordered.psnr(n_hidden, &original.pictures, 0, n_shown.min(original.pictures.len()));
        let least = if failures.way == "copied" { 60.0 } else { 24.0 };
        failures.expect(db > least, "pictures are the film's", || format!("{db:.1} dB"));
    }
    ordered.flashes().into_iter().filter(|&i| i >= n_hidden).map(|i| times[i]).collect()
}

/// Decoded sound: the same samples by seek as in order. Returns the beeps' times.
fn check_sound(taken: &Taken, stream: &Stream, [heard, again]: [&Vec<f32>; 2], failures: &mut Failures) -> Vec<f64> {
    let rate = taken.timescale() as u32;
    if failures.way == "copied" && COPYABLE_SOUND.contains(&stream.codec.as_str()) {
        failures
            .expect(taken.ordered == taken.sought, "copied sound is the same bytes by seek", || taken.id.to_string());
    }
    failures.expect(heard.len() == again.len(), "as many samples by seek as in order", || {
        format!("{}: {} and {}", taken.id, again.len(), heard.len())
    });
    let starts: Vec<usize> = taken.ordered.iter().map(|b| Fragment::read(b).decode_time as usize).collect();
    for k in 0..starts.len() {
        let edge = |k: usize| starts.get(k).map_or(heard.len(), |start| start - starts[0]);
        // What a decoder makes of a file's very last frame differs after a seek (MP3).
        let end = edge(k + 1).min(heard.len().saturating_sub(4800));
        let Some(part) = again.len().eq(&heard.len()).then(|| edge(k)..end).filter(|r| r.len() > 480) else { continue };
        let settled = (part.start + SETTLING).min(part.end);
        let (lag, ratio) = difference(heard, again, settled..part.end);
        let (lag_at_join, _) = difference(heard, again, part.start..settled);
        // Half of what a shift by one sample makes.
        let is_same = lag == 0 && lag_at_join == 0 && ratio < 0.05;
        failures.expect(is_same, "the same samples by seek as in order", || {
            format!("{}: segment {k} is {lag_at_join} and {lag} samples off, {ratio:.3} of it different", taken.id)
        });
    }
    beeps(heard, rate).into_iter().map(|i| (starts[0] + i) as f64 / f64::from(rate)).collect()
}

/// By how many samples the second sound lags, and what part of it is different there.
fn difference(one: &[f32], other: &[f32], part: std::ops::Range<usize>) -> (isize, f32) {
    if one[part.clone()] == other[part.clone()] {
        return (0, 0.0);
    }
    let power: f32 = one[part.clone()].iter().map(|s| s * s).sum();
    let error_at = |lag: isize| -> f32 {
        let pairs = part.clone().filter_map(|i| Some((one[i], *other.get(i.checked_add_signed(lag)?)?)));
        pairs.map(|(a, b)| (a - b) * (a - b)).sum()
    };
    // Zero first: of equals the first is taken, and silence is like itself everywhere.
    let lag = [0, -1, 1, -2, 2].into_iter().min_by(|&a, &b| error_at(a).total_cmp(&error_at(b))).unwrap_or(0);
    (lag, (error_at(lag) / power.max(1e-9)).sqrt())
}

/// Each flash has its beep, as far away as in the film, within one picture.
fn check_sync(flashes: &[f64], beeps: &[f64], original: &Original, failures: &mut Failures) {
    let lags = lags(flashes, beeps);
    for (flash, lag) in &lags {
        let off = lag - original.lag;
        failures.expect(off.abs() <= original.slowest() + 0.003, "flash and beep come together", || {
            format!("flash at {flash:.3}: {:.0} ms off", off * 1000.0)
        });
    }
    failures.expect(lags.len() + 1 >= beeps.len().min(flashes.len()).max(2), "flashes have beeps", || {
        format!("{flashes:.3?} {beeps:.3?}")
    });
}

impl Taken {
    /// Ticks per second, as the init segment says.
    pub fn timescale(&self) -> f64 {
        f64::from(crate::engine::init::timescale(&self.init))
    }

    /// Init segment and the segments that came by seek as one file.
    fn file(&self, dir: &Path) -> PathBuf {
        let file = dir.join(format!("{}.mp4", self.id));
        let parts: Vec<&[u8]> = std::iter::once(&self.init).chain(&self.sought).map(|b| &b[..]).collect();
        std::fs::write(&file, parts.concat()).unwrap();
        file
    }
}
