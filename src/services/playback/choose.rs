//! Which file of an item plays, and how: the cheapest method wins, then the most pixels. The same judgement answers who
//! only asks (`outlook`).

use std::cmp::Reverse;

use revenge_queries::queries::playback::PlayableFile;

use crate::base::{Error, Result};
use crate::domain::media::MediaInfo;
use crate::domain::playback::{Choice, Device, Facts, Limits, Plan, Refusal, decide};

pub(super) struct Chosen {
    pub file: PlayableFile,
    pub media: MediaInfo,
    pub facts: Facts,
    pub verdict: std::result::Result<Plan, Refusal>,
}

/// Decides for every playable version, the best first. `files` come in the order of the statement; at least one answers.
pub(super) fn judge(files: Vec<PlayableFile>, device: &Device, limits: Limits, choice: &Choice) -> Result<Vec<Chosen>> {
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
    if decided.is_empty() { Err(away) } else { Ok(decided) }
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
