// How loud it was last time in this browser.

const KEY = 'volume';

export function restoreVolume(video: HTMLMediaElement): void {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
		const { volume, muted } = (kept ?? {}) as { volume?: unknown; muted?: unknown };
		if (typeof volume === 'number') video.volume = Math.min(Math.max(volume, 0), 1);
		if (typeof muted === 'boolean') video.muted = muted;
	} catch {
		// Full volume, then.
	}
}

export function keepVolume(video: HTMLMediaElement): void {
	try {
		localStorage.setItem(KEY, JSON.stringify({ volume: video.volume, muted: video.muted }));
	} catch {
		// A private mode forgets it.
	}
}
