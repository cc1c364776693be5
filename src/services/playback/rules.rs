//! What a viewer likes to hear and read, and what that means for a file: tracks that nobody chose are chosen by it.

use revenge_queries::client::Params;
use revenge_queries::queries::playback::{self, PlayableFile};
use uuid::Uuid;

use super::subtitles::{choosable, subtitles_beside};
use super::{NewSession, Playback};
use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::domain::media::MediaInfo;
use crate::domain::playback::{Choice, SubtitleTrack, SubtitleWish, TrackRules};
use crate::domain::viewer::Viewer;
use crate::platform::db::Client;

const LANGUAGES_MAX: usize = 8;
const LANGUAGE_CHARS: usize = 35;

/// The rules of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRules {
    /// `None` where the title has none of its own.
    pub own: Option<TrackRules>,
    /// What holds without them: the show's, else the viewer's.
    pub inherited: TrackRules,
}

impl Playback {
    pub async fn track_rules(&self, viewer: &Viewer) -> Result<TrackRules> {
        let client = self.inner.db.client().await?;
        Ok(item_rules_of(&client, viewer, Uuid::nil()).await?.inherited)
    }

    pub async fn set_track_rules(&self, viewer: &Viewer, rules: &TrackRules) -> Result<()> {
        let rules = written(rules)?;
        let client = self.inner.db.client().await?;
        playback::put_user_track_rules().bind(&client, &viewer.user_id, &rules).await?;
        Ok(())
    }

    /// Of a film, an episode, a show.
    pub async fn item_track_rules(&self, viewer: &Viewer, item: Uuid) -> Result<ItemRules> {
        let client = self.inner.db.client().await?;
        must_see(&client, viewer, item).await?;
        item_rules_of(&client, viewer, item).await
    }

    pub async fn set_item_track_rules(&self, viewer: &Viewer, item: Uuid, rules: &TrackRules) -> Result<()> {
        let client = self.inner.db.client().await?;
        let row = playback::PutItemTrackRulesParams {
            user: viewer.user_id,
            rules: written(rules)?,
            now: now(),
            item,
            visible: &viewer.libraries,
        };
        let stored = playback::put_item_track_rules().params(&client, &row).opt().await?;
        stored.map(drop).ok_or_else(|| Error::not_found("item", item))
    }

    pub async fn delete_item_track_rules(&self, viewer: &Viewer, item: Uuid) -> Result<()> {
        let client = self.inner.db.client().await?;
        must_see(&client, viewer, item).await?;
        playback::delete_item_track_rules().bind(&client, &viewer.user_id, &item).await?;
        Ok(())
    }

    /// The rules that a session without chosen tracks follows; `None` where there is nothing to choose by them.
    pub(super) async fn rules_for(
        &self,
        client: &Client,
        viewer: &Viewer,
        new: &NewSession,
    ) -> Result<Option<TrackRules>> {
        if new.choice.audio_stream.is_some() && !new.subtitle_by_rules {
            return Ok(None);
        }
        let rules = item_rules_of(client, viewer, new.item_id).await?;
        let rules = rules.own.unwrap_or(rules.inherited);
        Ok((rules != TrackRules::default()).then_some(rules))
    }

    /// The choice with the tracks that the rules find in a file.
    pub(super) async fn follow(
        &self,
        client: &Client,
        rules: &TrackRules,
        (file, media): (&PlayableFile, &MediaInfo),
        new: &NewSession,
    ) -> Result<Choice> {
        let mut choice = new.choice.clone();
        let own = rules.audio(media).filter(|found| media.default_audio().is_none_or(|own| own.index != *found));
        choice.audio_stream = choice.audio_stream.or(own);
        if new.subtitle_by_rules && rules.subtitles != SubtitleWish::Off {
            let mut tracks: Vec<SubtitleTrack> = media.subtitles().filter(|s| choosable(s)).map(Into::into).collect();
            let beside = subtitles_beside(client, (file.id, file.library_id), media).await?;
            tracks.extend(beside.into_iter().map(|(index, beside)| SubtitleTrack {
                index,
                language: beside.language,
                title: beside.title,
                is_forced: beside.forced,
                is_default: false,
            }));
            let heard = choice.audio_stream.and_then(|index| media.stream(index)).or_else(|| media.default_audio());
            choice.subtitle_stream = rules.subtitle(&tracks, heard.and_then(|s| s.language.as_deref()));
        }
        Ok(choice)
    }
}

async fn must_see(client: &Client, viewer: &Viewer, item: Uuid) -> Result<()> {
    let exists = playback::item_exists().bind(client, &item, &viewer.libraries).one().await?;
    exists.then_some(()).ok_or_else(|| Error::not_found("item", item))
}

async fn item_rules_of(client: &Client, viewer: &Viewer, item: Uuid) -> Result<ItemRules> {
    let row = playback::find_track_rules().bind(client, &item, &viewer.libraries, &viewer.user_id).opt().await?;
    let read = |rules: Option<String>| {
        rules.map(|rules| serde_json::from_str(&rules).context(ErrorKind::Internal, "read track rules")).transpose()
    };
    let Some(row) = row else { return Ok(ItemRules { own: None, inherited: TrackRules::default() }) };
    let (show, user) = (read(row.of_show)?, read(row.of_user)?);
    Ok(ItemRules { own: read(row.of_item)?, inherited: show.or(user).unwrap_or_default() })
}

/// As it is stored; what no file could match is refused.
fn written(rules: &TrackRules) -> Result<String> {
    for (name, languages) in
        [("/audio_languages", &rules.audio_languages), ("/subtitle_languages", &rules.subtitle_languages)]
    {
        let is_language = |text: &String| (1..=LANGUAGE_CHARS).contains(&text.trim().chars().count());
        if languages.len() > LANGUAGES_MAX || !languages.iter().all(is_language) {
            return Err(Error::invalid_field(
                name,
                format!("must be at most {LANGUAGES_MAX} languages such as de or jpn"),
            ));
        }
    }
    serde_json::to_string(rules).context(ErrorKind::Internal, "write track rules")
}
