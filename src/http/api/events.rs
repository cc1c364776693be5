//! What changes in the background, as it happens.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::problem::Problem;
use crate::http::sse::Listener;
use crate::platform::events::Subscription;

type EventStream = ([(HeaderName, &'static str); 3], Body);

/// The last one tells nginx not to collect the stream.
const STREAM_HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/event-stream"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("x-accel-buffering"), "no"),
];

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_events))
}

/// `event:` of a frame; `data:` is an object that belongs to it. Schema only: `http::sse` writes the frames.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase", tag = "event", content = "data")]
pub enum ServerEvent {
    #[schema(value_type = Object)]
    Job(Value),
    #[schema(value_type = Object)]
    Library(Value),
    #[schema(value_type = Object)]
    Item(Value),
    #[schema(value_type = Object)]
    Playback(Value),
    /// `{"reset": true}`: events were missed, reload what is shown.
    #[schema(value_type = Object)]
    System(Value),
}

/// Events for this viewer. `Last-Event-ID` resumes where a connection broke.
#[utoipa::path(get, path = "/events", tag = "events",
    params(("Last-Event-ID" = inline(Option<String>), Header, description = "Id of the last event that was seen")),
    responses((status = 200, description = "Frames of id, event and data", body = ServerEvent, content_type = "text/event-stream")))]
async fn list_events(
    State(state): State<AppState>,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<EventStream, Problem> {
    let seat = state.shell.listeners.seat(viewer.user_id)?;
    let signed_out = state.accounts.watch_session(viewer.session_id).ended();
    let heard = heard(&state, &headers).await;
    let (accounts, stop) = (state.accounts.clone(), state.shell.stop.clone().cancelled_owned());
    let until = async move {
        tokio::select! { () = signed_out => drop(seat), () = stop => drop(seat) }
    };
    let stream = Listener { viewer, accounts, heard }.stream(until);
    Ok((STREAM_HEADERS, Body::from_stream(stream)))
}

/// From the event that the client has seen last. An id that is none of ours lies before everything: it is told to reload.
async fn heard(state: &AppState, headers: &HeaderMap) -> Subscription {
    let last_seen = headers.get("last-event-id").map(|id| id.to_str().unwrap_or("?")).filter(|id| !id.is_empty());
    match last_seen {
        Some(id) => state.events.resume(id.parse().unwrap_or(0)).await,
        None => state.events.subscribe(),
    }
}
