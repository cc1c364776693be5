//! How a film of the corpus is made: a flash and a beep at every full second, coded as its row says.

use std::path::{Path, PathBuf};

use crate::harness::media::{ffmpeg, made};

/// One film. Empty text leaves a part out.
#[derive(Clone, Copy)]
pub struct Clip {
    pub extension: &'static str,
    /// Pictures a second.
    pub rate: &'static str,
    pub size: &'static str,
    /// Filters behind the pattern, each with a comma in front.
    pub filters: &'static str,
    /// Arguments that code the picture, and the sound.
    pub video: &'static str,
    pub audio: &'static str,
    /// Samples a second, and filters behind the beeps.
    pub sample_rate: u32,
    pub sound_filters: &'static str,
    /// Further arguments of the muxer.
    pub muxer: &'static str,
    /// Pictures that are shown for less than their time, which ffmpeg leaves out and we do not.
    pub n_partial: usize,
    /// How far flashes are behind their beeps, where ffmpeg is not to be asked: AVI does not say when a picture is shown.
    pub lag: Option<f64>,
    /// What is done to the file that came out, with a name.
    pub after: Option<After>,
    /// By how many seconds times may be off, or frames missing, somewhere: the demuxer's doing. Then the file before
    /// `after` is the film.
    pub slack: f64,
}

/// A name, and what makes the last file of the one before.
pub type After = (&'static str, fn(&Path, &Path));

/// Segments are 6 s, so there are two joins and a short one.
const SECONDS: u32 = 13;

pub const H264: &str = "-c:v libx264 -preset ultrafast -bf 0 -g 50 -pix_fmt yuv420p";
pub const AAC: &str = "-c:a aac -b:a 96k";

/// What most films are.
pub const PLAIN: Clip = Clip {
    extension: "mkv",
    rate: "25",
    size: "320x180",
    filters: "",
    video: H264,
    audio: AAC,
    sample_rate: 48_000,
    sound_filters: ",aformat=channel_layouts=stereo",
    muxer: "",
    n_partial: 0,
    lag: None,
    after: None,
    slack: 0.0,
};

impl Clip {
    /// As the encoder and the muxer made it.
    pub fn plain_file(&self) -> PathBuf {
        let words = self.arguments();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        made(&words.join(" "), self.extension, |target| ffmpeg(&words, target))
    }

    pub fn file(&self) -> PathBuf {
        let plain = self.plain_file();
        let words = self.arguments();
        let Some((name, after)) = self.after else { return plain };
        made(&format!("{} and then {name}", words.join(" ")), self.extension, |target| after(&plain, target))
    }

    fn arguments(&self) -> Vec<String> {
        let Self { rate, size, filters, sample_rate, sound_filters, .. } = self;
        let mut words: Vec<String> = Vec::new();
        let mut input = |source: String| words.extend(["-f", "lavfi", "-i", &source].map(str::to_owned));
        if !self.video.is_empty() {
            let flash = "drawbox=c=white:t=fill:enable='lt(mod(t+0.001,1),0.12)'";
            input(format!("testsrc2=s={size}:r={rate}:d={SECONDS},{flash}{filters}"));
        }
        if !self.audio.is_empty() {
            // A quiet tone between the beeps, so that a sample too many is seen everywhere.
            let beep = "0.5*sin(2*PI*880*t)*lt(mod(t,1),0.12)+0.05*sin(2*PI*330*t)";
            input(format!("aevalsrc='{beep}':s={sample_rate}:d={SECONDS}{sound_filters}"));
        }
        for part in [self.video, self.audio, self.muxer] {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
        words
    }
}
