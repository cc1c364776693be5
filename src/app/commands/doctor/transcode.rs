//! `revenge doctor --transcode`: every back-end's trial, and real conversions by each that came through, as a report that
//! an owner can paste.
//!
//! Conversions go the way of playback: the same engine, one back-end believed at a time, segments asked for as a player
//! does. So what falls back here would fall back while a film plays.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::app::backends;
use crate::app::commands::{print, runtime};
use crate::app::config::Loaded;
use crate::app::{Exit, Failure};
use crate::base::{Error, ErrorKind, Result, ResultExt, new_id};
use crate::domain::hls::RenditionId;
use crate::domain::playback::encode_target;
use crate::platform::board;
use crate::platform::fs::MediaFile;
use crate::platform::gst::backend::{Backend, Job};
use crate::platform::gst::{self, trial};
use crate::services::playback::engine::{Engine, EngineConfig, Media, Streaming, VideoChoice, video_target};

/// Segments of a film that are converted: eighteen seconds.
const SEGMENTS: u32 = 3;
/// Codecs of the films that are made for the purpose.
const CODECS: [&str; 2] = ["h264", "hevc"];
const LOOK: Duration = Duration::from_secs(60);

#[derive(Debug, Serialize)]
struct Report {
    version: &'static str,
    gstreamer: String,
    kernel: String,
    arch: String,
    profile: String,
    model: Option<String>,
    drivers: Vec<String>,
    backends: Vec<board::Backend>,
    conversions: Vec<Conversion>,
}

#[derive(Debug, Serialize)]
struct Conversion {
    backend: String,
    film: String,
    ok: bool,
    /// Pictures per second, decoding and scaling included.
    #[serde(skip_serializing_if = "Option::is_none")]
    fps: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    pipeline: String,
}

/// `film`: one of the owner's instead of those that are made.
pub(super) fn run(loaded: &Loaded, film: Option<&Path>, as_json: bool) -> std::result::Result<(), Failure> {
    let report = runtime()?.block_on(report(loaded, film)).map_err(Failure::from)?;
    if as_json {
        let json = serde_json::to_string_pretty(&report);
        print(&json.map_err(|e| Failure::new(Exit::Failed, format!("write the report as JSON: {e}")))?)?;
    } else {
        print(&report.to_string())?;
    }
    let works = report.conversions.iter().any(|conversion| conversion.ok);
    if works { Ok(()) } else { Err(Failure::new(Exit::Failed, "no back-end converts")) }
}

async fn report(loaded: &Loaded, film: Option<&Path>) -> Result<Report> {
    let board = &loaded.board;
    let tried = backends::verify(board).await;
    let films = tokio::task::spawn_blocking({
        let film = film.map(Path::to_path_buf);
        move || films(film)
    });
    let films = films.await.context(ErrorKind::Internal, "make films")??;
    let mut conversions = Vec::new();
    for backend in backends::believed(board, &tried) {
        for film in &films {
            conversions.push(convert(&backend, film, loaded.config.runtime.threads.min(4)).await?);
        }
    }
    let uts = nix::sys::utsname::uname().map_err(|e| Error::internal("ask for the kernel").with_source(e))?;
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        gstreamer: gst::library_version(),
        kernel: uts.release().to_string_lossy().into_owned(),
        arch: board.hardware.arch.clone(),
        profile: board.profile.name.clone(),
        model: board.hardware.model.clone(),
        drivers: board.hardware.drivers.clone(),
        backends: tried,
        conversions,
    })
}

struct Film {
    name: String,
    file: Arc<MediaFile>,
    inspection: gst::Inspection,
}

/// The owner's film, or one in each codec that there is an encoder for.
fn films(own: Option<PathBuf>) -> Result<Vec<Film>> {
    let opened = match own {
        Some(path) => {
            let file = File::open(&path).map_err(|e| {
                Error::invalid(format!("--film {}: it cannot be opened", path.display())).with_source(e)
            })?;
            vec![("film".to_owned(), file)]
        }
        None => {
            CODECS.iter().filter_map(|codec| Some((format!("{codec} 1080p"), trial::make_film(codec).ok()?))).collect()
        }
    };
    let looked = opened.into_iter().map(|(name, file)| {
        let file = MediaFile::from_opened(file).context(ErrorKind::Source, "open a film")?;
        let inspection = gst::inspect(&file, LOOK).map_err(|e| Error::source_fault(format!("{name}: {e}")))?;
        Ok(Film { name, file: Arc::new(file), inspection })
    });
    looked.collect()
}

/// The first segments to 720p, or as large as the film is where that is smaller.
async fn convert(backend: &Backend, film: &Film, n_threads: u32) -> Result<Conversion> {
    let info = &film.inspection.info;
    let stream = info.video().ok_or_else(|| Error::invalid(format!("{}: there is no picture in it", film.name)))?;
    let (width, height, bit_rate) = encode_target(stream, None, Some(720), None);
    let target = video_target(stream, (width, height), (bit_rate / 1000) as u32, n_threads);
    let pipeline = backend.plan(&Job { stream, target: &target }).to_string();
    let engine = Engine::new(EngineConfig { n_threads, ..EngineConfig::default() });
    engine.backends().believe(vec![backend.clone()]);
    let media = Media { file: Arc::clone(&film.file), info: info.clone(), index: film.inspection.index.clone() };
    let video = Some(VideoChoice::Encode { stream: stream.index, target });
    let streaming = Streaming { video, ..Streaming::default() };
    let session = engine.open(new_id(), media, streaming, CancellationToken::new());
    let began = Instant::now();
    let mut failure = None;
    let mut n_seconds = 0.0;
    let playlist = session.media_playlist(RenditionId::Video)?;
    let lengths = playlist.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
    let lengths = lengths.filter_map(|length| length.trim_end_matches(',').parse::<f64>().ok());
    for (k, length) in (0..SEGMENTS).zip(lengths) {
        match session.segment(RenditionId::Video, k).await {
            Ok(_) => n_seconds += length,
            Err(error) => failure = failure.or(Some(error.what().to_owned())),
        }
    }
    let took = began.elapsed().as_secs_f64();
    let fallen = session.encoding().fallbacks.into_iter().next().map(|fallback| fallback.reason);
    engine.shutdown(Duration::from_secs(2)).await;
    let reason = fallen.or(failure);
    let (n, d) = stream.frame_rate.filter(|&(n, d)| n > 0 && d > 0).unwrap_or((25, 1));
    let fps = n_seconds * f64::from(n) / f64::from(d) / took;
    Ok(Conversion {
        backend: backend.name().to_owned(),
        film: format!(
            "{} ({} {}×{}) to {width}×{height}",
            film.name,
            stream.codec,
            stream.width.unwrap_or(0),
            stream.height.unwrap_or(0)
        ),
        ok: reason.is_none(),
        fps: reason.is_none().then(|| fps.round()),
        reason,
        pipeline: pipeline.lines().collect::<Vec<_>>().join(" "),
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, gstreamer, kernel, arch, .. } = self;
        writeln!(f, "revenge {version}, {gstreamer}, Linux {kernel} {arch}")?;
        writeln!(f, "board   {}{}", self.profile, self.model.as_ref().map(|m| format!(" ({m})")).unwrap_or_default())?;
        writeln!(f, "drivers {}", if self.drivers.is_empty() { "none".to_owned() } else { self.drivers.join(", ") })?;
        writeln!(f, "\nback-ends")?;
        for backend in &self.backends {
            write!(f, "{backend}")?;
        }
        writeln!(f, "\nconversions")?;
        for Conversion { backend, film, ok, fps, reason, pipeline } in &self.conversions {
            let fps = fps.map(|fps| format!(" {fps:.0} fps")).unwrap_or_default();
            let reason = reason.as_deref().unwrap_or_default();
            writeln!(f, "  {backend:14} {film}: {}{fps} {reason}\n    {pipeline}", if *ok { "ok" } else { "FAILED" })?;
        }
        Ok(())
    }
}
