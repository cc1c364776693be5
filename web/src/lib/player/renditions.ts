// Renditions of an HLS session by the stream that they are made from: their address carries the stream's index in the
// file (`audio-1/index.m3u8`), names and order do not matter.

export interface Rendition {
	/** Index of the stream in the file; beyond the file's streams for subtitles that lie beside it. */
	stream: number;
	name: string;
	language: string;
}

interface Track {
	url: string;
	name: string;
	lang?: string | undefined;
}

/** Which picture a variant is: its height, or null for the one that the session was planned with. */
export function pictureOf(url: string): number | null {
	const found = /\/video-(\d+)\/[^/]*$/.exec(url);
	return found ? Number(found[1]) : null;
}

/** The index that an address carries, or -1. */
export function streamOf(url: string): number {
	const found = /\/(?:audio|subtitles)-(\d+)\/[^/]*$/.exec(url);
	return found ? Number(found[1]) : -1;
}

export function renditionsOf(tracks: readonly Track[]): Rendition[] {
	return tracks.map((track) => ({ stream: streamOf(track.url), name: track.name, language: track.lang ?? '' }));
}

/** Place of a stream's rendition in the player's list, or -1. */
export function trackOf(tracks: readonly { url: string }[], stream: number): number {
	return stream < 0 ? -1 : tracks.findIndex((track) => streamOf(track.url) === stream);
}
