//! Which file of an item plays, and how: the cheapest method wins, then the most pixels. The same judgement answers who
//! only asks (`outlook`).

use std::cmp::Reverse;

use revenge_queries::queries::playback::{self, PlayableFile};

use super::{NewSession, Playback};
use crate::base::{Error, Result};
use crate::domain::media::MediaInfo;
use crate::domain::playback::{Choice, Device, Facts, Limits, Plan, Refusal, decide};
use crate::domain::viewer::Viewer;
use crate::platform::db::Client;

pub(super) struct Chosen {
    pub file: PlayableFile,
    pub media: MediaInfo,
    pub facts: Facts,
    pub verdict: std::result::Result<Plan, Refusal>,
}

impl Playback {
    /// Every version of the item that the viewer may see and that can be played or refused, the best first; it is apart,
    /// because there always is one.
    pub(super) async fn judged(&self, viewer: &Viewer, new: &NewSession) -> Result<(Chosen, Vec<Chosen>)> {
        check_choice(&new.choice)?;
        let client = self.inner.db.client().await?;
        let files =
            playback::list_playable_files().bind(&client, &new.item_id, &viewer.libraries, &new.file_id).all().await?;
        if files.is_empty() {
            self.must_exist(&client, viewer, new).await?;
        }
        judge(files, &new.device, self.inner.config.limits, &new.choice)
    }

    /// An item without files is either nothing to this viewer, or a show.
    async fn must_exist(&self, client: &Client, viewer: &Viewer, new: &NewSession) -> Result<()> {
        let exists = playback::item_exists().bind(client, &new.item_id, &viewer.libraries).one().await?;
        match (exists, new.file_id) {
            (false, _) => Err(Error::not_found("item", new.item_id)),
            (true, Some(file)) => Err(Error::invalid_field("/file_id", format!("{file} is no file of this item"))),
            (true, None) => Ok(()),
        }
    }
}

/// Decides for every playable version, the best first. `files` come in the order of the statement; at least one answers.
fn judge(files: Vec<PlayableFile>, device: &Device, limits: Limits, choice: &Choice) -> Result<(Chosen, Vec<Chosen>)> {
    let Some(first) = files.first() else {
        return Err(Error::conflict("this title has no file of its own: choose an episode or a track"));
    };
    let away = why_away(first);
    // A film in several parts plays from its first part.
    let part = first.part;
    let candidates = files.into_iter().filter(|f| f.state == "present" && f.offline_since.is_none() && f.part == part);
    let decided = candidates.filter_map(|file| {
        let media: MediaInfo = serde_json::from_str(file.media.as_deref()?).ok()?;
        let facts = Facts { has_index: file.has_index };
        let verdict = decide(&media, facts, device, limits, choice);
        Some(Chosen { file, media, facts, verdict })
    });
    let mut decided: Vec<Chosen> = decided.collect();
    decided.sort_by_key(rank);
    if decided.is_empty() {
        return Err(away);
    }
    let best = decided.remove(0);
    Ok((best, decided))
}

/// Lower is better: what plays before what does not, then the cheaper method, then more pixels.
fn rank(chosen: &Chosen) -> (bool, u8, Reverse<u64>) {
    let pixels = chosen.media.video().map_or(0, |v| u64::from(v.width.unwrap_or(0)) * u64::from(v.height.unwrap_or(0)));
    let method = chosen.verdict.as_ref().map_or(u8::MAX, |plan| plan.method as u8);
    (chosen.verdict.is_err(), method, Reverse(pixels))
}

fn why_away(file: &PlayableFile) -> Error {
    let since = |at: time::OffsetDateTime| at.date();
    match (file.offline_since, file.missing_since) {
        (Some(at), _) => Error::conflict(format!("the disk of this file has been offline since {}", since(at))),
        (_, Some(at)) => Error::conflict(format!("the file has been missing since {}", since(at))),
        _ => Error::conflict("the file cannot be played: see the library's problems"),
    }
}

fn check_choice(choice: &Choice) -> Result<()> {
    if choice.max_height.is_some_and(|height| !(144..=4320).contains(&height)) {
        return Err(Error::invalid_field("/max_height", "must be between 144 and 4320"));
    }
    if choice.start_ms < 0 {
        return Err(Error::invalid_field("/start_ms", "must not be negative"));
    }
    Ok(())
}
