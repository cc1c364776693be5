//! Folders of the server, to pick library folders from. Administrators only.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::extract::{Admin, Json, Query};
use crate::http::problem::Problem;
use crate::services::libraries;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_folders))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListFolders {
    /// An absolute path; `/` when absent.
    path: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FolderListing {
    path: String,
    /// Null at the top.
    #[schema(required)]
    parent: Option<String>,
    folders: Vec<Folder>,
    /// Video files that lie in it directly, counted up to a limit.
    n_video_files: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Folder {
    name: String,
    path: String,
}

/// Sub-folders of a folder.
#[utoipa::path(get, path = "/folders", tag = "libraries", params(ListFolders),
    responses((status = 403, description = "Needs an administrator"), (status = 404, description = "There is no such folder"), (status = 502, description = "The disk does not answer"), (status = 200, description = "The folder", body = FolderListing)))]
async fn list_folders(
    State(state): State<AppState>,
    admin: Admin,
    Query(query): Query<ListFolders>,
) -> Result<Json<FolderListing>, Problem> {
    let path = query.path.as_deref().unwrap_or("/");
    Ok(Json(state.libraries.list_folders(&admin, path).await?.into()))
}

impl From<libraries::FolderListing> for FolderListing {
    fn from(listing: libraries::FolderListing) -> Self {
        let base = listing.path.trim_end_matches('/').to_owned();
        let folders = listing.folders.into_iter().map(|name| Folder { path: format!("{base}/{name}"), name });
        Self {
            folders: folders.collect(),
            path: listing.path,
            parent: listing.parent,
            n_video_files: listing.n_video_files,
        }
    }
}
