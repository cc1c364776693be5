//! What a player sees and hears: ffmpeg decodes, and the decoded pictures and samples are measured.
//!
//! One ffmpeg decodes all streams of a film, because starting it costs as much as decoding a short one.

use std::path::Path;

use serde_json::Value;

use super::clip::Clip;
use crate::engine::clips::probe;
use crate::harness::media::tool;

/// Decoded pictures are compared at this size: large enough to see another picture, small enough to be fast.
const WIDTH: usize = 64;
const HEIGHT: usize = 36;
const SIZE: usize = WIDTH * HEIGHT;

/// A stream to decode: which input, and of which kind.
#[derive(Clone, Copy)]
pub enum Wanted {
    Pictures {
        input: usize,
    },
    /// Mixed to one channel; the ordinal counts the sounds of the input.
    Sound {
        input: usize,
        ordinal: usize,
        rate: u32,
    },
}

pub enum Decoded {
    Pictures(Pictures),
    Sound(Vec<f32>),
}

/// Decodes the wanted streams of the inputs. A complaint of ffmpeg is returned beside what came out all the same.
pub fn decode(dir: &Path, inputs: &[&Path], wanted: &[Wanted]) -> (Vec<Decoded>, String) {
    let mut command = tool("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]);
    for input in inputs {
        if input.extension().is_some_and(|e| e == "m3u8") {
            command.args(["-allowed_extensions", "ALL"]);
        }
        command.args(["-threads", "1", "-i"]).arg(input);
    }
    let target = |i: usize| dir.join(format!("decoded-{i}"));
    for (i, wanted) in wanted.iter().enumerate() {
        match *wanted {
            Wanted::Pictures { input } => {
                let shape = format!("scale={WIDTH}:{HEIGHT}:flags=area,format=gray");
                command.args(["-map", &format!("{input}:v:0"), "-vf", &shape]);
                command.args(["-vsync", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo"]);
            }
            Wanted::Sound { input, ordinal, rate } => {
                command.args(["-map", &format!("{input}:a:{ordinal}"), "-ac", "1", "-ar", &rate.to_string()]);
                command.args(["-f", "f32le"]);
            }
        }
        command.arg(target(i));
    }
    let output = command.output().unwrap();
    let complaint: Vec<_> = String::from_utf8_lossy(&output.stderr).lines().take(3).map(str::to_owned).collect();
    let read = |(i, wanted): (usize, &Wanted)| {
        let bytes = std::fs::read(target(i)).unwrap_or_default();
        match wanted {
            Wanted::Pictures { .. } => Decoded::Pictures(Pictures { bytes }),
            Wanted::Sound { .. } => {
                let samples = bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b));
                Decoded::Sound(samples.collect())
            }
        }
    };
    (wanted.iter().enumerate().map(read).collect(), complaint.join(" | "))
}

/// The luma of every decoded picture, in the order of presentation, upright.
pub struct Pictures {
    bytes: Vec<u8>,
}

impl Pictures {
    pub fn len(&self) -> usize {
        self.bytes.len() / SIZE
    }

    fn picture(&self, i: usize) -> &[u8] {
        &self.bytes[i * SIZE..][..SIZE]
    }

    /// The pictures at which a flash begins.
    pub fn flashes(&self) -> Vec<usize> {
        let sum = |i: usize| self.picture(i).iter().map(|&b| u64::from(b)).sum::<u64>();
        let is_white: Vec<bool> = (0..self.len()).map(|i| sum(i) / SIZE as u64 > 200).collect();
        (0..self.len()).filter(|&i| is_white[i] && (i == 0 || !is_white[i - 1])).collect()
    }

    /// Peak signal to noise over `n` pictures from `from` on against those of `other` from `other_from` on, in dB.
    pub fn psnr(&self, from: usize, other: &Self, other_from: usize, n: usize) -> f64 {
        let pixels = |pictures: &Self, from: usize| pictures.bytes[from * SIZE..][..n * SIZE].to_vec();
        let (one, other) = (pixels(self, from), pixels(other, other_from));
        if one == other {
            return f64::INFINITY;
        }
        let mut error = 0;
        for (a, b) in one.iter().zip(&other) {
            error += u64::from(a.abs_diff(*b)).pow(2);
        }
        10.0 * (255.0 * 255.0 * (n * SIZE) as f64 / error as f64).log10()
    }
}

/// The samples at which a beep begins.
pub fn beeps(samples: &[f32], rate: u32) -> Vec<usize> {
    let loudest = samples.iter().fold(0.0_f32, |most, s| most.max(s.abs()));
    let mut beeps: Vec<usize> = Vec::new();
    let mut last_loud = None;
    for (i, _) in samples.iter().enumerate().filter(|(_, s)| s.abs() > loudest / 2.0) {
        if last_loud.is_none_or(|last| i - last > rate as usize / 2) {
            beeps.push(i);
        }
        last_loud = Some(i);
    }
    beeps
}

/// Each flash that has a beep, and how far behind it.
pub fn lags(flashes: &[f64], beeps: &[f64]) -> Vec<(f64, f64)> {
    let nearest = |flash: f64| beeps.iter().map(|beep| flash - beep).min_by(|a, b| a.abs().total_cmp(&b.abs()));
    let paired = flashes.iter().filter_map(|&flash| Some((flash, nearest(flash)?)));
    paired.filter(|(_, lag)| lag.abs() < 0.5).collect()
}

/// The source as ffmpeg understands it.
pub struct Original {
    /// Presentation times of the pictures, in seconds from the first.
    pub times: Vec<f64>,
    /// How many more pictures there may be.
    pub n_partial: usize,
    /// How far flashes lie behind their beeps, where there are both.
    pub lag: f64,
    pub pictures: Pictures,
    /// From the first to the end of the last of anything.
    pub length: f64,
    /// See `Clip::slack`.
    pub slack: f64,
}

impl Original {
    pub fn read(file: &Path, dir: &Path, clip: &Clip) -> Self {
        let entries = "frame=media_type,best_effort_timestamp_time,pkt_duration_time,nb_samples:stream=sample_rate";
        let json = probe(file, &["-show_entries", entries]);
        let number = |value: &Value| value.as_str().and_then(|text| text.parse::<f64>().ok());
        let (mut times, mut first, mut end, mut sound) = (Vec::new(), f64::MAX, 0.0_f64, None::<f64>);
        for frame in json["frames"].as_array().unwrap() {
            let Some(at) = number(&frame["best_effort_timestamp_time"]) else { continue };
            if frame["media_type"] == "video" {
                times.push(at);
            } else {
                sound = Some(sound.map_or(at, |sound| sound.min(at)));
            }
            first = first.min(at);
            end = end.max(at + number(&frame["pkt_duration_time"]).unwrap_or(0.0));
        }
        times.sort_by(f64::total_cmp);
        let mut wanted = Vec::new();
        if !times.is_empty() {
            wanted.push(Wanted::Pictures { input: 0 });
        }
        if sound.is_some() {
            wanted.push(Wanted::Sound { input: 0, ordinal: 0, rate: 48_000 });
        }
        let (mut pictures, mut heard) = (Pictures { bytes: Vec::new() }, Vec::new());
        for decoded in decode(dir, &[file], &wanted).0 {
            match decoded {
                Decoded::Pictures(decoded) => pictures = decoded,
                Decoded::Sound(decoded) => heard = decoded,
            }
        }
        let flashes: Vec<f64> = pictures.flashes().into_iter().filter_map(|i| times.get(i).copied()).collect();
        let from = sound.unwrap_or(0.0);
        let beeps: Vec<f64> = beeps(&heard, 48_000).into_iter().map(|i| from + i as f64 / 48_000.0).collect();
        let lags = lags(&flashes, &beeps);
        let measured = lags.iter().map(|(_, lag)| lag).sum::<f64>() / lags.len().max(1) as f64;
        let (lag, n_partial, slack) = (clip.lag.unwrap_or(measured), clip.n_partial, clip.slack);
        let times = times.iter().map(|at| at - times[0]).collect();
        Self { times, n_partial, lag, pictures, length: end - first, slack }
    }

    /// The longest time that a picture stands.
    pub fn slowest(&self) -> f64 {
        self.times.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
    }
}
