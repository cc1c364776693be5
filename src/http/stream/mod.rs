//! Bytes for players: whole files by range, HLS playlists and segments.
//!
//! The path carries a session's token, so any player can open it. A token that is not, or no longer, one is a 404.

mod conditional;
mod file;
mod hls;
mod previews;
mod subtitles;

use axum::Router;

use super::AppState;

pub fn routes() -> Router<AppState> {
    file::routes().merge(hls::routes()).merge(previews::routes()).merge(subtitles::routes())
}
