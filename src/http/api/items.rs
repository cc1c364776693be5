//! Items: lists, details, children, progress, pictures.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::item_wire::{Item, ItemSummary};
use crate::base::{Error, PageRequest, Result};
use crate::domain::viewer::Viewer;
use crate::http::AppState;
use crate::http::base_path::BasePath;
use crate::http::etag;
use crate::http::extract::{Json, Path, Query};
use crate::http::kept::Kept;
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::platform::fs::PictureFormat;
use crate::services::catalog::{Anchors, ItemFilter, Listed, Picture, Progress};

/// A new picture keeps its address: after five minutes the browser asks by the tag.
const PICTURE_CACHE: HeaderValue = HeaderValue::from_static("private, max-age=300");
const WIDEST: u32 = 8192;
const LONGEST_TEXT: usize = 200;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_items))
        .routes(routes!(get_item_anchors))
        .routes(routes!(list_next_up))
        .routes(routes!(get_item))
        .routes(routes!(list_item_children))
        .routes(routes!(list_item_appearances))
        .routes(routes!(get_next_item))
        .routes(routes!(put_item_progress))
        .routes(routes!(delete_item_from_begun))
        .routes(routes!(put_item_subtitle_shift))
        .routes(routes!(get_item_image))
}

/// Which items, and in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListItems {
    library_id: Option<Uuid>,
    /// movie, show, season, episode, artist, album or track. Without it what stands on a shelf: movies, shows, artists.
    kind: Option<String>,
    /// Words of the title, in any spelling of umlauts and marks; of music also of its artists and composers.
    q: Option<String>,
    genre: Option<String>,
    year: Option<i32>,
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    unwatched: bool,
    /// Begun and not finished, the last played first.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    in_progress: bool,
    /// title (A to Z), added (newest first), year (latest first), each reversed by a leading `-`; or played (last first).
    sort: Option<String>,
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The filters of `list_items` that change which rows there are.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AnchorItems {
    library_id: Option<Uuid>,
    kind: Option<String>,
    q: Option<String>,
    genre: Option<String>,
    year: Option<i32>,
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    unwatched: bool,
    sort: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImageSize {
    /// Pixels; the next larger stored width is sent.
    #[param(minimum = 1, maximum = 8192)]
    width: Option<u32>,
}

/// Where a player is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProgress {
    position_ms: i64,
    /// Watched or not, by the user's word; without it 90 % counts as watched.
    #[schema(nullable = false)]
    completed: Option<bool>,
}

/// How much later than their file says subtitles are shown; negative is earlier.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSubtitleShift {
    #[schema(minimum = -600_000, maximum = 600_000)]
    shift_ms: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NextItem {
    /// Null after the last episode, and for what is no episode.
    #[schema(required)]
    pub item: Option<ItemSummary>,
}

/// Lets a virtual wall jump into a keyset list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemAnchors {
    pub total: i64,
    /// Rows from one cursor to the next.
    pub step: i64,
    /// Cursor n gives the page that begins at row n × step.
    pub cursors: Vec<String>,
    pub letters: Vec<ItemLetter>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemLetter {
    /// An upper-case letter, `#` for digits and signs.
    pub letter: String,
    pub offset: i64,
}

/// One page of items.
#[utoipa::path(get, path = "/items", tag = "items", params(ListItems),
    responses((status = 200, description = "Items in the asked order", body = List<ItemSummary>)))]
async fn list_items(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<ListItems>,
) -> Result<Kept, Problem> {
    let page = PageRequest::new(query.limit, query.cursor.clone())?;
    Ok(show(&*state.catalog.list_items(&viewer, &query.filter()?, &page).await?)?)
}

/// The answer is kept with the page: written once, not for each who asks.
fn show(listed: &Listed) -> Result<Kept> {
    listed.shown(|page| Kept::of(&List::from_page(page.clone(), ItemSummary::from)))
}

/// Where each hundredth item and each letter of a list in title order begins.
#[utoipa::path(get, path = "/items/anchors", tag = "items", params(AnchorItems),
    responses((status = 200, description = "Anchors of the list", body = ItemAnchors)))]
async fn get_item_anchors(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<AnchorItems>,
) -> Result<Json<ItemAnchors>, Problem> {
    Ok(Json(state.catalog.get_anchors(&viewer, &query.filter()?).await?.into()))
}

/// One item with its files and their streams.
#[utoipa::path(get, path = "/items/{id}", tag = "items", params(("id" = Uuid, Path, description = "Item")),
    responses((status = 200, description = "The item", body = Item)))]
async fn get_item(
    State(state): State<AppState>,
    viewer: Viewer,
    base: BasePath,
    Path(id): Path<Uuid>,
) -> Result<Json<Item>, Problem> {
    Ok(Json(Item::of(state.catalog.get_item(&viewer, id).await?, &base)))
}

/// Seasons of a show, episodes of a season, albums of an artist, tracks of an album.
#[utoipa::path(get, path = "/items/{id}/children", tag = "items", params(("id" = Uuid, Path, description = "Parent item"), PageQuery),
    responses((status = 200, description = "Children in their order", body = List<ItemSummary>)))]
async fn list_item_children(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Kept, Problem> {
    Ok(show(&*state.catalog.list_children(&viewer, id, &query.request()?).await?)?)
}

/// Albums of others that an artist is credited on, with composers.
#[utoipa::path(get, path = "/items/{id}/appearances", tag = "items", params(("id" = Uuid, Path, description = "Artist"), PageQuery),
    responses((status = 200, description = "Albums, the earliest first", body = List<ItemSummary>)))]
async fn list_item_appearances(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Kept, Problem> {
    Ok(show(&*state.catalog.list_appearances(&viewer, id, &query.request()?).await?)?)
}

/// Remember where the viewer is in an item.
#[utoipa::path(put, path = "/items/{id}/progress", tag = "items", params(("id" = Uuid, Path, description = "Item")),
    request_body = NewProgress, responses((status = 204, description = "Remembered")))]
async fn put_item_progress(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Json(new): Json<NewProgress>,
) -> Result<StatusCode, Problem> {
    let progress = Progress { position_ms: new.position_ms, completed: new.completed };
    state.catalog.set_progress(&viewer, id, progress).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Next episodes of the series that the viewer follows, the series played last first.
#[utoipa::path(get, path = "/items/next-up", tag = "items", params(PageQuery),
    responses((status = 200, description = "One episode of each series", body = List<ItemSummary>)))]
async fn list_next_up(
    State(state): State<AppState>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<Kept, Problem> {
    Ok(show(&*state.catalog.list_next_up(&viewer, &query.request()?).await?)?)
}

/// The episode after this one, also where that is in the next season.
#[utoipa::path(get, path = "/items/{id}/next", tag = "items", params(("id" = Uuid, Path, description = "Item")),
    responses((status = 200, description = "What comes next", body = NextItem)))]
async fn get_next_item(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Json<NextItem>, Problem> {
    let item = state.catalog.find_next(&viewer, id).await?;
    Ok(Json(NextItem { item: item.map(Into::into) }))
}

/// Take an item off the row of what was begun, until it is played again. How far it was watched stays as it is.
#[utoipa::path(delete, path = "/items/{id}/begun", tag = "items", params(("id" = Uuid, Path, description = "Item")),
    responses((status = 204, description = "Taken off")))]
async fn delete_item_from_begun(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    state.catalog.hide_from_begun(&viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keep how the viewer wants the subtitles of an item shifted.
#[utoipa::path(put, path = "/items/{id}/subtitle-shift", tag = "items", params(("id" = Uuid, Path, description = "Item")),
    request_body = NewSubtitleShift, responses((status = 204, description = "Kept")))]
async fn put_item_subtitle_shift(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Json(new): Json<NewSubtitleShift>,
) -> Result<StatusCode, Problem> {
    state.catalog.set_subtitle_shift(&viewer, id, new.shift_ms).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A picture of an item in a stored width: WebP for those who accept it, JPEG else.
#[utoipa::path(get, path = "/items/{id}/images/{type}", tag = "items",
    params(("id" = Uuid, Path, description = "Item"), ("type" = String, Path, description = "poster, still, backdrop or cover"), ImageSize),
    responses(
        (status = 200, description = "The picture", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "The client has it"),
    ))]
async fn get_item_image(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, kind)): Path<(Uuid, String)>,
    Query(size): Query<ImageSize>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let formats = accepted_formats(&headers);
    let picture = state.catalog.get_image(&viewer, (id, &kind), size.width()?, formats).await?;
    picture_answer(&headers, picture)
}

/// JPEG is never refused: it is what every picture is there in.
fn accepted_formats(headers: &HeaderMap) -> &'static [PictureFormat] {
    let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut types = accepts.flat_map(|list| list.split(',')).map(|range| {
        let (name, rest) = range.split_once(';').unwrap_or((range, ""));
        (name.trim(), rest.replace(' ', ""))
    });
    let takes_webp = types.any(|(name, rest)| {
        let is_refused = ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains(&rest.as_str());
        name.eq_ignore_ascii_case("image/webp") && !is_refused
    });
    if takes_webp { &[PictureFormat::WebP, PictureFormat::Jpeg] } else { &[PictureFormat::Jpeg] }
}

fn picture_answer(headers: &HeaderMap, picture: Picture) -> Result<Response, Problem> {
    let mut response = etag::answer(headers, &picture.tag, picture.format.media_type(), picture.bytes)?;
    response.headers_mut().insert(header::CACHE_CONTROL, PICTURE_CACHE);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

impl ListItems {
    fn filter(self) -> Result<ItemFilter> {
        Ok(ItemFilter {
            library_id: self.library_id,
            kind: self.kind,
            q: bounded("q", self.q)?,
            genre: bounded("genre", self.genre)?,
            year: self.year,
            unwatched: self.unwatched,
            in_progress: self.in_progress,
            sort: self.sort,
        })
    }
}

impl AnchorItems {
    fn filter(self) -> Result<ItemFilter> {
        Ok(ItemFilter {
            library_id: self.library_id,
            kind: self.kind,
            q: bounded("q", self.q)?,
            genre: bounded("genre", self.genre)?,
            year: self.year,
            unwatched: self.unwatched,
            in_progress: false,
            sort: self.sort,
        })
    }
}

impl ImageSize {
    fn width(&self) -> Result<Option<u32>> {
        match self.width {
            Some(width) if !(1..=WIDEST).contains(&width) => {
                Err(Error::invalid_field("width", format!("must be between 1 and {WIDEST}")))
            }
            width => Ok(width),
        }
    }
}

impl From<Anchors> for ItemAnchors {
    fn from(anchors: Anchors) -> Self {
        let letters = anchors.letters.into_iter();
        Self {
            total: anchors.total,
            step: anchors.step,
            cursors: anchors.cursors.into_iter().map(|cursor| cursor.0).collect(),
            letters: letters.map(|l| ItemLetter { letter: l.letter.to_string(), offset: l.offset }).collect(),
        }
    }
}

fn bounded(key: &str, text: Option<String>) -> Result<Option<String>> {
    match text {
        Some(text) if text.chars().count() > LONGEST_TEXT => {
            Err(Error::invalid_field(key, format!("must be at most {LONGEST_TEXT} characters")))
        }
        text => Ok(text),
    }
}

/// `true`, `false`, `1`, `0`.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(serde::de::Error::custom("must be true or false")),
    }
}
