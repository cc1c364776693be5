//! Segment boundaries, playlists, codec strings.
