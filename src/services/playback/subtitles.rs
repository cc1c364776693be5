//! Subtitles of a session as WebVTT: tracks inside the file, and files beside it.
//!
//! The first request for one inside reads all of those, later ones are answered from memory; those beside the film do not
//! wait for that. Reading goes on when its request is given up, because the next one would only begin again. One film is
//! read at a time: it takes the whole disk. ASS is kept as it is too, for clients that draw its styling.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use revenge_queries::queries::playback::{self, SubtitleFile};
use tokio::sync::{OnceCell, Semaphore};
use uuid::Uuid;

use super::engine::SubtitleChoice;
use super::pictures::READERS;
use super::sessions::path_of;
use super::{Playback, Session};
use crate::base::{Error, ErrorKind, Result, ResultExt};
use crate::domain::containers::{Font, fonts};
use crate::domain::disks::Kind;
use crate::domain::media::{MediaInfo, Stream};
use crate::domain::subtitles::{Cue, Format, PictureKind, ass::Styles, ass_script, decode, parse, segment, to_webvtt};
use crate::platform::db::Client;
use crate::platform::fs::{Access, MediaFile};
use crate::platform::gst::texts::{TextPacket, TextTrack, extract_texts};

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

/// One subtitle, read.
#[derive(Default)]
struct Text {
    cues: Vec<Cue>,
    /// The whole script, where it is ASS.
    script: Option<String>,
}

/// By stream index; shared by all sessions of a file.
type Texts = Arc<OnceCell<BTreeMap<u32, Text>>>;

/// Streams of a file, or what lies beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Inside,
    Beside,
}

/// What has been read, by file.
pub(super) struct Subtitles {
    texts: Cache<(Uuid, Place), Texts>,
    reading: Semaphore,
    /// Of picture subtitles.
    pub(super) readers: Arc<Semaphore>,
}

impl Subtitles {
    pub(super) fn new() -> Self {
        Self { texts: Cache::new(FILES_KEPT), reading: Semaphore::new(1), readers: Arc::new(Semaphore::new(READERS)) }
    }
}

impl Playback {
    /// A whole subtitle as WebVTT, times as in the file.
    pub async fn subtitle_text(&self, session: &Arc<Session>, index: u32) -> Result<String> {
        self.with_text(session, index, |text| Some(to_webvtt(&text.cues, None))).await
    }

    /// A whole subtitle as the ASS script that it is.
    pub async fn subtitle_script(&self, session: &Arc<Session>, index: u32) -> Result<String> {
        self.with_text(session, index, |text| text.script.clone()).await
    }

    /// Segment `k` of a subtitle rendition.
    pub async fn subtitle_segment(&self, session: &Arc<Session>, index: u32, k: u32) -> Result<String> {
        let hls = self.hls(session).await?;
        let (start_ms, end_ms) = hls.subtitle_window(k).ok_or_else(|| Error::not_found("segment", k))?;
        let render = |text: &Text| Some(to_webvtt(&segment(&text.cues, start_ms, end_ms), Some(0)));
        self.with_text(session, index, render).await
    }

    async fn with_text(
        &self,
        session: &Arc<Session>,
        index: u32,
        render: impl FnOnce(&Text) -> Option<String>,
    ) -> Result<String> {
        let place = if index < first_free_index(&session.media) { Place::Inside } else { Place::Beside };
        let texts = self.texts(session, place).await?;
        let text = texts.get().and_then(|t| t.get(&index));
        text.and_then(render).ok_or_else(|| Error::not_found("subtitle", index))
    }

    /// Fonts that the film carries for its subtitles.
    pub async fn fonts(&self, session: &Session) -> Result<Vec<Font>> {
        let file = self.media_file(session).await?;
        let listing = tokio::task::spawn_blocking(move || fonts(&*file));
        listing.await.context(ErrorKind::Internal, "list the fonts of a film")
    }

    pub async fn font(&self, session: &Session, n: usize) -> Result<Vec<u8>> {
        let font = self.fonts(session).await?.into_iter().nth(n).ok_or_else(|| Error::not_found("font", n))?;
        let file = self.media_file(session).await?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; usize::try_from(font.len).unwrap_or(0)];
            let n = file.read_at(&mut bytes, font.offset).context(ErrorKind::Source, "read a font of a film")?;
            bytes.truncate(n);
            Ok(bytes)
        });
        reading.await.context(ErrorKind::Internal, "read a font of a film")?
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

    async fn files_beside(&self, session: &Session) -> Result<Vec<(u32, SubtitleFile)>> {
        let client = self.inner.db.client().await?;
        subtitles_beside(&client, (session.file_id, session.library_id), &session.media).await
    }

    async fn texts(&self, session: &Arc<Session>, place: Place) -> Result<Texts> {
        let texts = self
            .inner
            .subtitles
            .texts
            .get_or_insert_with(&(session.file_id, place), || Ok::<_, Error>(Texts::default()))?;
        if texts.initialized() {
            return Ok(texts);
        }
        let (playback, session, cell) = (self.clone(), Arc::clone(session), Arc::clone(&texts));
        let reading = self.engine().spawn(async move {
            let read = || async {
                match place {
                    Place::Inside => playback.read_inside(&session).await,
                    Place::Beside => playback.read_beside(&session).await,
                }
            };
            cell.get_or_try_init(read).await.map(drop)
        });
        reading.await.context(ErrorKind::Unavailable, "read subtitles")??;
        Ok(texts)
    }

    async fn read_beside(&self, session: &Session) -> Result<BTreeMap<u32, Text>> {
        let files = self.files_beside(session).await?;
        let access = self.access(Kind::Subtitles, session);
        let reading = tokio::task::spawn_blocking(move || {
            files.into_iter().map(|(index, file)| (index, text_beside(file, &access))).collect()
        });
        reading.await.context(ErrorKind::Internal, "read subtitles")
    }

    async fn read_inside(&self, session: &Arc<Session>) -> Result<BTreeMap<u32, Text>> {
        if !session.media.subtitles().any(|s| TEXT_CODECS.contains(&s.codec.as_str())) {
            return Ok(BTreeMap::new());
        }
        let file = self.media_file(session).await?;
        let origin_ns = self.keyframe_index(session).await?.map_or(0, |index| index.origin_ns);
        let slot = self.inner.subtitles.reading.acquire().await.context(ErrorKind::Unavailable, "read subtitles")?;
        let (session, engine) = (Arc::clone(session), self.engine().clone());
        let reading = tokio::task::spawn_blocking(move || {
            let is_wanted = || !engine.is_stopping() && !session.ended.is_cancelled();
            let tracks = extract_texts(&file, origin_ns, PATIENCE, is_wanted)?;
            let texts = session.media.subtitles().zip(&tracks);
            let texts = texts.filter(|(stream, _)| TEXT_CODECS.contains(&stream.codec.as_str()));
            Ok(texts.map(|(stream, track)| (stream.index, text_of(track))).collect())
        });
        let texts = reading.await.context(ErrorKind::Internal, "read subtitles")?;
        drop(slot);
        texts
    }
}

/// Nothing where the file cannot be read: it may have gone since it was found.
fn text_beside(file: SubtitleFile, access: &Access) -> Text {
    let opened = MediaFile::open(&path_of(file.root_path), &path_of(file.rel_path), access);
    let Ok(opened) = opened else { return Text::default() };
    let mut bytes = vec![0; FILE_BYTES.min(usize::try_from(opened.stamp.size_bytes).unwrap_or(FILE_BYTES))];
    let n = opened.read_at(&mut bytes, 0).unwrap_or(0);
    let language = file.language.as_deref();
    let script = decode(&bytes[..n], language);
    let script = (Format::sniff(&script) == Format::Ass).then_some(script);
    Text { cues: parse(&bytes[..n], language), script }
}

/// Subtitle files beside a film with their indexes, which follow those of its streams.
pub(super) async fn subtitles_beside(
    client: &Client,
    (file, library): (Uuid, Uuid),
    media: &MediaInfo,
) -> Result<Vec<(u32, SubtitleFile)>> {
    let files = playback::list_subtitle_files().bind(client, &file, &library).all().await?;
    Ok((first_free_index(media)..).zip(files).collect())
}

fn first_free_index(media: &MediaInfo) -> u32 {
    media.streams.iter().map(|s| s.index + 1).max().unwrap_or(0)
}

fn text_of(track: &TextTrack) -> Text {
    let is_ass = track.media_type.contains("x-ass") || track.media_type.contains("x-ssa");
    let header = String::from_utf8_lossy(&track.header);
    let texts: Vec<_> = track.packets.iter().map(|packet| String::from_utf8_lossy(&packet.bytes)).collect();
    let blocks = track.packets.iter().zip(&texts).map(|(packet, text)| {
        let (start_ms, end_ms) = times_of(packet);
        (start_ms, end_ms, text.as_ref())
    });
    Text { script: is_ass.then(|| ass_script(&header, blocks)), cues: cues_of(track, is_ass, &header) }
}

fn times_of(packet: &TextPacket) -> (i64, i64) {
    let start_ms = packet.start_ns / 1_000_000;
    (start_ms, packet.end_ns.map_or(start_ms + DEFAULT_MS, |end| end / 1_000_000))
}

fn cues_of(track: &TextTrack, is_ass: bool, header: &str) -> Vec<Cue> {
    let styles = Styles::parse(header);
    let mut cues: Vec<Cue> = Vec::with_capacity(track.packets.len());
    for packet in &track.packets {
        let (start_ms, end_ms) = times_of(packet);
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

/// Whether a player can be given it.
pub(super) fn choosable(stream: &Stream) -> bool {
    TEXT_CODECS.contains(&stream.codec.as_str()) || PictureKind::of_codec(&stream.codec).is_some()
}
