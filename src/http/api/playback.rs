//! Playback sessions: ask how an item plays on a device, get URLs that any player can open, see what plays now.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::playback_wire::{ListedPlaybackSession, PlaybackOutlook, PlaybackSession};
use crate::base::{Error, Page};
use crate::domain::playback::{Choice, Device, Method};
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::base_path::BasePath;
use crate::http::extract::{Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::services::playback::{self, Outcome};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_playback_session, list_playback_sessions))
        .routes(routes!(foresee_playback))
        .routes(routes!(delete_playback_session))
}

/// What to play, on what. `method` is an order; without it the cheapest that the device can play is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlaybackSession {
    item_id: Uuid,
    #[schema(nullable = false)]
    file_id: Option<Uuid>,
    /// Where the viewer starts.
    #[serde(default)]
    start_ms: i64,
    device: Device,
    #[schema(nullable = false)]
    method: Option<Method>,
    /// Absent is what the viewer's rules find, else the file's own.
    #[schema(nullable = false)]
    audio_stream: Option<u32>,
    /// Null is none; absent is what the viewer's rules find (`GET /playback/rules`).
    #[serde(default)]
    #[schema(value_type = Option<u32>)]
    subtitle_stream: WantedSubtitle,
    /// A lighter picture than the file's: 720 is at most 1280 × 720.
    #[schema(nullable = false, minimum = 144, maximum = 4320)]
    max_height: Option<u32>,
    /// List lighter pictures in the master playlist too, for players that are told which one to take.
    #[serde(default)]
    ladder: bool,
    /// Music shall join what is played before and behind it; `gapless` of the answer says where to cut.
    #[serde(default)]
    gapless: bool,
    /// The viewer's own session that this one takes over from: it ends, and its encoder is free for the new one.
    #[schema(nullable = false)]
    replaces: Option<Uuid>,
}

/// A null is something else than nothing at all.
#[derive(Clone, Copy, Debug, Default)]
enum WantedSubtitle {
    #[default]
    ByRules,
    Chosen(Option<u32>),
}

impl<'de> Deserialize<'de> for WantedSubtitle {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::Chosen)
    }
}

/// Longest sentence that fits a player's screen.
const REASON_CHARS: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StopQuery {
    /// Shown to the viewer, at most 200 characters.
    reason: Option<String>,
}

impl StopQuery {
    fn reason(self) -> Result<Option<String>, Problem> {
        let reason = self.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        match reason {
            Some(reason) if reason.chars().count() > REASON_CHARS => {
                Err(Error::invalid_field("/reason", "must have at most 200 characters").into())
            }
            reason => Ok(reason),
        }
    }
}

/// Begin to play. 409 carries the `verdict` when this machine cannot do what it takes, or not now, and `offers` what would do.
#[utoipa::path(post, path = "/playback/sessions", tag = "playback", request_body = NewPlaybackSession,
    responses((status = 404, description = "No such item, or the viewer may not see it"), (status = 409, description = "This machine cannot, or the file is away; `verdict` says why"), (status = 201, description = "The session with its URLs", body = PlaybackSession)))]
async fn create_playback_session(
    State(state): State<AppState>,
    viewer: Viewer,
    base: BasePath,
    Json(new): Json<NewPlaybackSession>,
) -> Result<(StatusCode, Json<PlaybackSession>), Problem> {
    match state.playback.create(&viewer, new.into()).await? {
        Outcome::Created(created) => Ok((StatusCode::CREATED, Json(PlaybackSession::of(created, &base)))),
        Outcome::Refused(refused) => Err(refused.into()),
    }
}

/// How an item would play, and what it would cost, without beginning a session.
#[utoipa::path(post, path = "/playback/verdict", tag = "playback", request_body = NewPlaybackSession,
    responses((status = 404, description = "No such item, or the viewer may not see it"), (status = 409, description = "The file is away"), (status = 200, description = "What would happen", body = PlaybackOutlook)))]
async fn foresee_playback(
    State(state): State<AppState>,
    viewer: Viewer,
    Json(new): Json<NewPlaybackSession>,
) -> Result<Json<PlaybackOutlook>, Problem> {
    Ok(Json(state.playback.foresee(&viewer, new.into()).await?.into()))
}

/// What plays now: everything for an admin, else one's own.
#[utoipa::path(get, path = "/playback/sessions", tag = "playback", params(PageQuery),
    responses((status = 200, description = "Sessions, the latest used first", body = List<ListedPlaybackSession>)))]
async fn list_playback_sessions(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<ListedPlaybackSession>>, Problem> {
    let page = Page::of_all(state.playback.list(&viewer).await?, &query.request()?)?;
    Ok(Json(List::from_page(page, Into::into)))
}

/// End a session: its URLs answer no more, open answers end within a second. An admin may end anybody's, and say why.
#[utoipa::path(delete, path = "/playback/sessions/{id}", tag = "playback", params(("id" = Uuid, Path, description = "Session"), StopQuery),
    responses((status = 204, description = "Ended")))]
async fn delete_playback_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Query(query): Query<StopQuery>,
) -> Result<StatusCode, Problem> {
    state.playback.end(&viewer, id, query.reason()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<NewPlaybackSession> for playback::NewSession {
    fn from(new: NewPlaybackSession) -> Self {
        let (subtitle_by_rules, subtitle_stream) = match new.subtitle_stream {
            WantedSubtitle::ByRules => (true, None),
            WantedSubtitle::Chosen(stream) => (false, stream),
        };
        let choice = Choice {
            method: new.method,
            audio_stream: new.audio_stream,
            subtitle_stream,
            start_ms: new.start_ms,
            max_height: new.max_height,
            wants_ladder: new.ladder,
            wants_gapless: new.gapless,
        };
        Self {
            item_id: new.item_id,
            file_id: new.file_id,
            device: new.device,
            choice,
            subtitle_by_rules,
            replaces: new.replaces,
        }
    }
}
