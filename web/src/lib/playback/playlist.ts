// A playlist of one title for another player: VLC and its kin open it by a double click.

export interface OneTitle {
	title: string;
	address: string;
	durationMs: number;
	/** Where it was left. */
	startMs: number;
}

export function playlistFor({ title, address, durationMs, startMs }: OneTitle): string {
	const line = title.replace(/[\r\n]+/g, ' ');
	const start = startMs > 0 ? `#EXTVLCOPT:start-time=${Math.floor(startMs / 1000)}\n` : '';
	return `#EXTM3U\n#EXTINF:${Math.round(durationMs / 1000) || -1},${line}\n${start}${address}\n`;
}
