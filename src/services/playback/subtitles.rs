//! Subtitles of a session as WebVTT: tracks inside the file, and files beside it.
//!
//! The first request reads all of them, later ones are answered from memory. Reading goes on when its request is given
//! up, because the next one would only begin again. One file is read at a time: it takes the whole disk.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use revenge_queries::queries::playback::{self, SubtitleFile};
use tokio::sync::{OnceCell, Semaphore};
use uuid::Uuid;

use super::engine::SubtitleChoice;
use super::sessions::path_of;
use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::media::MediaInfo;
use crate::domain::subtitles::{Cue, ass::Styles, parse, segment, to_webvtt};
use crate::platform::fs::MediaFile;
use crate::platform::gst::texts::{TextTrack, extract_texts};

/// Subtitle codecs that can be told as WebVTT.
const TEXT_CODECS: [&str; 4] = ["srt", "ass", "webvtt", "mov_text"];
/// A pass over a large file on a slow disk.
const PATIENCE: Duration = Duration::from_mins(10);
/// Files whose subtitles stay in memory, some 100 KB each.
const FILES_KEPT: usize = 32;
/// No subtitle file is longer.
const FILE_BYTES: usize = 10 << 20;
/// A text without an end is shown this long.
const DEFAULT_MS: i64 = 4_000;

/// Cues by stream index; shared by all sessions of a file.
type Texts = Arc<OnceCell<BTreeMap<u32, Vec<Cue>>>>;

/// What has been read, by file.
pub(super) struct Subtitles {
    texts: Cache<Uuid, Texts>,
    reading: Semaphore,
}

impl Subtitles {
    pub(super) fn new() -> Self {
        Self { texts: Cache::new(FILES_KEPT), reading: Semaphore::new(1) }
    }
}

impl Playback {
    /// A whole subtitle as WebVTT, times as in the file.
    pub async fn subtitle_text(&self, session: &Arc<Session>, index: u32) -> Result<String> {
        let texts = self.texts(session).await?;
        let cues = texts.get().and_then(|t| t.get(&index)).ok_or_else(|| Error::not_found("subtitle", index))?;
        Ok(to_webvtt(cues, None))
    }

    /// Segment `k` of a subtitle rendition.
    pub async fn subtitle_segment(&self, session: &Arc<Session>, index: u32, k: u32) -> Result<String> {
        let hls = self.hls(session).await?;
        let (start_ms, end_ms) = hls.subtitle_window(k).ok_or_else(|| Error::not_found("segment", k))?;
        let texts = self.texts(session).await?;
        let cues = texts.get().and_then(|t| t.get(&index)).ok_or_else(|| Error::not_found("subtitle", index))?;
        Ok(to_webvtt(&segment(cues, start_ms, end_ms), Some(0)))
    }

    /// The text subtitles that a player may choose: those of the file, then those beside it, which get the next indexes.
    pub(super) async fn subtitle_choices(&self, session: &Session) -> Result<Vec<SubtitleChoice>> {
        let inside = session.media.subtitles().filter(|s| TEXT_CODECS.contains(&s.codec.as_str()));
        let mut choices: Vec<SubtitleChoice> = inside
            .map(|s| SubtitleChoice {
                index: s.index,
                language: s.language.clone(),
                title: s.title.clone(),
                is_forced: s.forced,
            })
            .collect();
        choices.extend(self.files_beside(session).await?.into_iter().map(|(index, file)| SubtitleChoice {
            index,
            language: file.language,
            title: file.title,
            is_forced: file.forced,
        }));
        Ok(choices)
    }

    /// Subtitle files beside the film with their indexes, which follow those of its streams.
    async fn files_beside(&self, session: &Session) -> Result<Vec<(u32, SubtitleFile)>> {
        let client = self.inner.db.client().await?;
        let files = playback::list_subtitle_files().bind(&client, &session.file_id, &session.library_id).all().await?;
        Ok((first_free_index(&session.media)..).zip(files).collect())
    }

    async fn texts(&self, session: &Arc<Session>) -> Result<Texts> {
        let texts =
            self.inner.subtitles.texts.get_or_insert_with(&session.file_id, || Ok::<_, Error>(Texts::default()))?;
        if texts.initialized() {
            return Ok(texts);
        }
        let (playback, session, cell) = (self.clone(), Arc::clone(session), Arc::clone(&texts));
        let reading =
            self.engine().spawn(async move { cell.get_or_try_init(|| playback.read_texts(&session)).await.map(drop) });
        reading.await.context(ErrorKind::Unavailable, "read subtitles")??;
        Ok(texts)
    }

    async fn read_texts(&self, session: &Arc<Session>) -> Result<BTreeMap<u32, Vec<Cue>>> {
        let file = self.media_file(session).await?;
        let origin_ns = self.keyframe_index(session).await?.map_or(0, |index| index.origin_ns);
        let beside = self.files_beside(session).await?;
        let slot = self.inner.subtitles.reading.acquire().await.context(ErrorKind::Unavailable, "read subtitles")?;
        let (session, engine) = (Arc::clone(session), self.engine().clone());
        let reading = tokio::task::spawn_blocking(move || {
            let has_text = session.media.subtitles().any(|s| TEXT_CODECS.contains(&s.codec.as_str()));
            let is_wanted = || !engine.is_stopping() && !session.ended.is_cancelled();
            let tracks = if has_text { extract_texts(&file, origin_ns, PATIENCE, is_wanted)? } else { Vec::new() };
            let mut texts: BTreeMap<u32, Vec<Cue>> = session
                .media
                .subtitles()
                .zip(&tracks)
                .filter(|(stream, _)| TEXT_CODECS.contains(&stream.codec.as_str()))
                .map(|(stream, track)| (stream.index, cues_of(track)))
                .collect();
            texts.extend(beside.into_iter().map(|(index, file)| (index, cues_beside(file))));
            Ok(texts)
        });
        let texts = reading.await.context(ErrorKind::Internal, "read subtitles")?;
        drop(slot);
        texts
    }
}

/// No cues where the file cannot be read: it may have gone since it was found.
fn cues_beside(file: SubtitleFile) -> Vec<Cue> {
    let Ok(opened) = MediaFile::open(&path_of(file.root_path), &path_of(file.rel_path)) else { return Vec::new() };
    let mut bytes = vec![0; FILE_BYTES.min(usize::try_from(opened.stamp.size_bytes).unwrap_or(FILE_BYTES))];
    let n = opened.read_at(&mut bytes, 0).unwrap_or(0);
    parse(&bytes[..n], file.language.as_deref())
}

fn first_free_index(media: &MediaInfo) -> u32 {
    media.streams.iter().map(|s| s.index + 1).max().unwrap_or(0)
}

fn cues_of(track: &TextTrack) -> Vec<Cue> {
    let is_ass = track.media_type.contains("x-ass") || track.media_type.contains("x-ssa");
    let styles = Styles::parse(&String::from_utf8_lossy(&track.header));
    let mut cues: Vec<Cue> = Vec::with_capacity(track.packets.len());
    for packet in &track.packets {
        let start_ms = packet.start_ns / 1_000_000;
        let end_ms = packet.end_ns.map_or(start_ms + DEFAULT_MS, |end| end / 1_000_000);
        let text = String::from_utf8_lossy(&packet.bytes);
        let text = text.trim_end_matches('\0');
        let cue = match (is_ass, track.is_markup) {
            (true, _) => styles.block(start_ms, end_ms, text),
            (false, true) => Some(Cue::from_srt(start_ms, end_ms, &unescaped(text))),
            (false, false) => Some(Cue::from_srt(start_ms, end_ms, text)),
        };
        cues.extend(cue.filter(|cue| !cue.text.is_empty()));
    }
    cues.sort_by_key(|cue| (cue.start_ms, cue.end_ms));
    cues
}

/// Pango markup to the tags of SubRip: the demuxer escapes what is not a tag.
fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&#39;", "'").replace("&amp;", "&")
}
