// Renditions of an HLS session by what they are made from: their address carries the stream's index in the file
// (`audio-1/index.m3u8`) or the picture's height (`video-720/index.m3u8`); names and order do not matter.

/** The index that an address carries, or -1. */
export function streamOf(url: string): number {
	const found = /\/audio-(\d+)\/[^/]*$/.exec(url);
	return found ? Number(found[1]) : -1;
}

/** Which picture a variant is: its height, or null for the one that the session was planned with. */
export function pictureOf(url: string): number | null {
	const found = /\/video-(\d+)\/[^/]*$/.exec(url);
	return found ? Number(found[1]) : null;
}

/** Place of a stream's rendition in the player's list, or -1. */
export function trackOf(tracks: readonly { url: string }[], stream: number): number {
	return stream < 0 ? -1 : tracks.findIndex((track) => streamOf(track.url) === stream);
}
