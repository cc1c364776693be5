// The playlists of a session of music, as far as our own player needs them: one sound, its head, its segments.

export interface Sound {
	/** For a source buffer. */
	type: string;
	init: string;
	segments: { url: string; start: number; end: number }[];
}

/** Address and codec of the only sound in a master playlist. */
export function masterSound(text: string, base: string): { url: string; codec: string } {
	const lines = text.split('\n').map((line) => line.trim());
	const at = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF:'));
	const codec = /CODECS="([^"]+)"/.exec(lines[at] ?? '')?.[1];
	const uri = lines.slice(at + 1).find((line) => line !== '' && !line.startsWith('#'));
	if (at < 0 || codec === undefined || uri === undefined) throw new Error('a playlist without sound');
	return { url: new URL(uri, base).href, codec };
}

export function soundOf(text: string, base: string, codec: string): Sound {
	const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(text)?.[1];
	if (init === undefined) throw new Error('a playlist without a head');
	const segments: Sound['segments'] = [];
	let start = 0;
	let length = 0;
	for (const line of text.split('\n').map((l) => l.trim())) {
		if (line.startsWith('#EXTINF:')) length = Number.parseFloat(line.slice('#EXTINF:'.length));
		else if (line !== '' && !line.startsWith('#')) {
			segments.push({ url: new URL(line, base).href, start, end: start + length });
			start += length;
		}
	}
	return { type: `audio/mp4; codecs="${codec}"`, init: new URL(init, base).href, segments };
}
