//! Which file of an item plays, and how: the cheapest method wins, then the most pixels. The same judgement answers who
//! only asks (`outlook`).

use std::cmp::Reverse;

use revenge_queries::queries::playback::{self, PlayableFile};

use super::{NewSession, Playback};
use crate::base::{Error, Result};
use crate::domain::media::MediaInfo;
use crate::domain::playback::{Choice, Device, Facts, Limits, Method, Plan, Refusal, decide};
use crate::domain::viewer::Viewer;
use crate::platform::db::Client;

pub(super) struct Chosen {
    /// With the tracks that the viewer's rules found.
    pub choice: Choice,
    pub file: PlayableFile,
    pub media: MediaInfo,
    pub facts: Facts,
    /// Of the moment.
    pub limits: Limits,
    pub verdict: std::result::Result<Plan, Refusal>,
}

impl Playback {
    /// What this machine does at this moment.
    async fn limits(&self) -> Limits {
        Limits { overload: self.inner.config.strength.overload().await, ..self.inner.config.limits }
    }

    /// Where nothing is ever encoded here, the board's reason says more than the rule.
    fn explain(&self, chosen: &mut Chosen) {
        if let Err(refusal) = &mut chosen.verdict
            && refusal.method == Method::Transcode
            && !self.inner.config.limits.can_encode
        {
            refusal.why.clone_from(&self.inner.config.why_no_encoding);
        }
    }

    /// Every version of the item that the viewer may see and that can be played or refused, the best first; it is apart,
    /// because there always is one.
    pub(super) async fn judged(&self, viewer: &Viewer, new: &NewSession) -> Result<(Chosen, Vec<Chosen>)> {
        check_choice(&new.choice)?;
        // Before a connection is taken: sensors may be slow.
        let limits = self.limits().await;
        let client = self.inner.db.client().await?;
        let files =
            playback::list_playable_files().bind(&client, &new.item_id, &viewer.libraries, &new.file_id).all().await?;
        if files.is_empty() {
            self.must_exist(&client, viewer, new).await?;
        }
        let away = files.first().map(why_away);
        let mut candidates = Vec::new();
        let rules = self.rules_for(&client, viewer, new).await?;
        for (file, media) in playable(files) {
            let choice = match &rules {
                Some(rules) => self.follow(&client, rules, (&file, &media), new).await?,
                None => new.choice.clone(),
            };
            let mut judged = judge((file, media), &new.device, limits, choice);
            self.explain(&mut judged);
            candidates.push(judged);
        }
        candidates.sort_by_key(rank);
        if candidates.is_empty() {
            return Err(away.unwrap_or_else(|| {
                Error::conflict("this title has no file of its own: choose an episode or a track")
            }));
        }
        let best = candidates.remove(0);
        Ok((best, candidates))
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

/// The versions that are there and were read. `files` come in the order of the statement.
fn playable(files: Vec<PlayableFile>) -> impl Iterator<Item = (PlayableFile, MediaInfo)> {
    // A film in several parts plays from its first part.
    let part = files.first().and_then(|file| file.part);
    let is_there =
        move |file: &PlayableFile| file.state == "present" && file.offline_since.is_none() && file.part == part;
    files.into_iter().filter(is_there).filter_map(|file| {
        let media = serde_json::from_str(file.media.as_deref()?).ok()?;
        Some((file, media))
    })
}

fn judge((file, media): (PlayableFile, MediaInfo), device: &Device, limits: Limits, choice: Choice) -> Chosen {
    let facts = Facts { has_index: file.has_index };
    let verdict = decide(&media, facts, device, limits, &choice);
    Chosen { choice, file, media, facts, limits, verdict }
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
