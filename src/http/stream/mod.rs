//! Bytes for players: whole files by range, HLS playlists and segments.
